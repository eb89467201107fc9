package projects

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
)

// Showing is what is worked out before a version is shown: it asks the layers and the directory, and holds no lock.
type Showing struct {
	Runs        []uuid.UUID
	Counts      checks.Summary
	Authorities []Concerned         // who would see it, by code
	Uncovered   []authorities.Field // fields that concern it for which nobody is known to be competent at the place

	content  Content
	kind     Kind
	shapes   []orb.Geometry // CRS84: areas, lines, points, each together
	findings findings
}

// Worst is the severity of the worst finding. Where no rule was asked it is not known.
func (s Showing) Worst() checks.Severity {
	return cmp.Or(s.Counts.Worst(), checks.Unknown)
}

// Show shows the working version to the authorities that are competent at its place, or with open to everybody: the draft
// becomes visible. It must stand at the revision: ErrChanged otherwise. What is missing is told by field (faults.Faults). When
// others see this version already, as openly, it is ErrSame. The check of the place is kept, and the authorities are told.
func (s *Store) Show(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, base int64, open bool) (Project, error) {
	p, err := projectIn(ctx, s.pool, side, id)
	if err == nil {
		err = p.showable(base, open)
	}
	if err != nil {
		return Project{}, fmt.Errorf("show a project: %w", err)
	}
	showing, err := s.prepare(ctx, p, func(order checks.Order) (uuid.UUID, error) { return s.runs.Keep(ctx, side.Actor, order) })
	if err == nil {
		err = showing.mayBeOpen(open)
	}
	if err != nil {
		return Project{}, fmt.Errorf("show a project: %w", err)
	}
	p, err = s.showAs(ctx, side, operation, id, base, open, showing)
	if err != nil {
		return Project{}, fmt.Errorf("show a project: %w", err)
	}
	return p, nil
}

// showAs shows what was prepared, as long as an authority restricts nothing meanwhile: what it sees would be another thing then.
func (s *Store) showAs(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, base int64, open bool, showing Showing) (p Project, err error) {
	keep := func(order checks.Order) (uuid.UUID, error) { return s.runs.Keep(ctx, side.Actor, order) }
	for range attempts {
		if p, err = projectIn(ctx, s.pool, side, id); err != nil {
			return p, err
		}
		var past Fields
		if past, err = p.pastRestrictions(ctx, s.pool); err != nil {
			return p, err
		}
		var seen views
		if seen, err = s.viewsOf(ctx, id, join(p.Fields, past), fmt.Sprintf("%s/%d", id, p.Revision), showing.ids(), keep); err != nil {
			return p, err
		}
		err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
			p, err = s.showIn(ctx, tx, side, operation, id, base, open, showing, seen)
			return err
		})
		if !errors.Is(err, errMeanwhile) {
			break
		}
	}
	return p, err
}

func (s *Store) showIn(ctx context.Context, tx pgx.Tx, side Side, operation identity.Operation, id uuid.UUID, base int64, open bool, showing Showing, seen views) (Project, error) {
	p, err := locked(ctx, tx, side, id)
	if err != nil {
		return p, err
	}
	if err := p.showable(base, open); err != nil {
		return p, err
	}
	if infected, err := showing.content.infected(ctx, tx, id); err != nil || len(infected) > 0 {
		return p, errors.Join(err, infected.OrNil())
	}
	what := ToldShown
	if p.Shown > 0 {
		what = ToldChanged
	}
	at, err := moment(ctx, tx)
	if err != nil {
		return p, err
	}
	if err := p.rememberRestrictions(ctx, tx); err != nil {
		return p, err
	}
	if err := p.seal(ctx, tx, side, showing, open, at); err != nil {
		return p, err
	}
	x, err := exposureIn(ctx, tx, id)
	if err != nil {
		return p, err
	}
	if err := x.publish(ctx, tx, showing, seen, at); err != nil {
		return p, err
	}
	if err := x.draw(ctx, tx, s.now()); err != nil {
		return p, err
	}
	if err := s.tell(ctx, tx, Told{Project: id, What: what, Version: p.Working}); err != nil {
		return p, err
	}
	if p, err = projectIn(ctx, tx, side, id); err != nil {
		return p, err
	}
	return p, audit.Append(ctx, tx, p.entry(operation, side.Actor))
}

// showings is the advisory lock that lets projects be shown one after the other.
const showings = 0x6c756b61

// moment is when something is shown. It comes after every earlier one, and whoever reads it finds all of those: who shows
// waits until what others show is to be seen. Lists go by it, and a list that was read up to one has missed nothing before it.
func moment(ctx context.Context, tx pgx.Tx) (at time.Time, err error) {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, showings); err != nil {
		return at, err
	}
	err = tx.QueryRow(ctx, `select clock_timestamp()`).Scan(&at)
	return at, err
}

func (p Project) showable(base int64, open bool) error {
	switch {
	case p.State == Cancelled:
		return ErrCancelled
	case p.sealed && p.Open == open: // also on the revision before: it was shown, and whoever did that did not hear of it
		return ErrSame
	case p.Revision != base:
		return ErrChanged
	}
	return nil
}

// mayBeOpen wants something of the place that everybody may see, and a title for everybody.
func (s Showing) mayBeOpen(open bool) error {
	if open && len(s.content.ForEverybody(s.kind).Parts) == 0 {
		return faults.Faults{{Pointer: "/parts", Code: "nothing_open"}}
	}
	return nil
}

// Preview is who would see the working version, were it shown now, what the check of its place says, and what keeps it from
// being shown, by field. Before a kind is chosen nobody is known to see it.
func (s *Store) Preview(ctx context.Context, side Side, id uuid.UUID) (Showing, faults.Faults, error) {
	p, err := projectIn(ctx, s.pool, side, id)
	if err != nil {
		return Showing{}, nil, fmt.Errorf("preview of a project: %w", err)
	}
	c, err := p.Fields.Content()
	if err != nil {
		return Showing{}, nil, fmt.Errorf("preview of a project: %w", err)
	}
	k, known := KindOf(c.Kind)
	infected, err := c.infected(ctx, s.pool, id)
	if err != nil {
		return Showing{}, nil, fmt.Errorf("preview of a project: %w", err)
	}
	missing := append(c.Faults(k), infected...)
	if !known {
		return Showing{}, missing, nil
	}
	showing, err := s.prepare(ctx, p, nil)
	if err != nil {
		return Showing{}, nil, fmt.Errorf("preview of a project: %w", err)
	}
	return showing, missing, nil
}

// prepare works out what showing needs. With keep, the checks are kept; without, they are only made.
func (s *Store) prepare(ctx context.Context, p Project, keep func(checks.Order) (uuid.UUID, error)) (showing Showing, err error) {
	if showing.content, err = p.Fields.Content(); err != nil {
		return showing, err
	}
	var known bool
	if showing.kind, known = KindOf(showing.content.Kind); !known {
		return showing, faults.Faults{{Pointer: string(KindField), Code: "required"}}
	}
	if found := showing.content.Faults(showing.kind); len(found) > 0 && keep != nil {
		return showing, found
	}
	results, err := s.examine(ctx, &showing, p.Fields, fmt.Sprintf("%s/%d/%s", p.ID, p.Revision, identity.Today(s.now())), keep)
	if err != nil || len(showing.shapes) == 0 {
		return showing, err
	}
	wanted := showing.kind.Fields(showing.content.Answers)
	rules, err := s.engine.Rules(ctx)
	if err != nil {
		return showing, err
	}
	for _, result := range results {
		wanted = append(wanted, fieldsIn(result, rules)...)
	}
	return showing, s.competent(ctx, &showing, wanted)
}

// examine checks the place that the fields tell, and counts what is found.
func (s *Store) examine(ctx context.Context, showing *Showing, f Fields, key string, keep func(checks.Order) (uuid.UUID, error)) (results []checks.Result, err error) {
	if showing.shapes, err = s.together(ctx, f); err != nil {
		return nil, err
	}
	told, err := json.Marshal(showing.kind.CheckAnswers(showing.content))
	if err != nil {
		return nil, err
	}
	answers, err := checks.ReadAnswers(told)
	if err != nil {
		return nil, err
	}
	for i, shape := range showing.shapes {
		result, err := s.check(ctx, showing, checks.Order{Place: shape, Answers: answers, Key: fmt.Sprintf("%s/%d", key, i)}, keep)
		if err != nil {
			return nil, err
		}
		showing.count(result)
		results = append(results, result)
	}
	return results, nil
}

// check makes the check of one shape, and keeps it where it can be kept: a very large place is checked only.
func (s *Store) check(ctx context.Context, showing *Showing, order checks.Order, keep func(checks.Order) (uuid.UUID, error)) (result checks.Result, err error) {
	if keep == nil {
		return s.engine.Check(ctx, order.Place, order.Answers, i18n.Finnish)
	}
	run, err := keep(order)
	var found faults.Faults
	if errors.Is(err, checks.ErrKeyUsed) {
		order.Key = "" // the kind's questions are others since the same revision was tried
		run, err = keep(order)
	}
	if errors.As(err, &found) {
		return s.engine.Check(ctx, order.Place, order.Answers, i18n.Finnish)
	}
	if err != nil {
		return result, err
	}
	kept, err := s.runs.Get(ctx, run, i18n.Finnish)
	if err != nil {
		return result, err
	}
	old, err := s.outdated(ctx, kept, order.Answers)
	if err != nil {
		return result, err
	}
	if old && order.Key != "" {
		order.Key = ""
		return s.check(ctx, showing, order, keep)
	}
	showing.Runs = append(showing.Runs, run)
	return result, json.Unmarshal(kept.Result, &result)
}

// again is for how long a check stands for one that is asked for again: as long as somebody takes who tries once more. What live
// layers show changes without a version.
const again = 10 * time.Minute

// outdated tells whether a kept check may say something else now: by other rules, or other versions of the layers.
func (s *Store) outdated(ctx context.Context, kept checks.Run, answers checks.Answers) (bool, error) {
	pin, err := s.engine.Pin(ctx)
	if err != nil {
		return false, err
	}
	return s.now().Sub(kept.CreatedAt) > again || !kept.Basis.Same(pin.Basis(answers)), nil
}

// count adds what a check found.
func (s *Showing) count(result checks.Result) {
	s.findings.add(result.Findings)
	s.Counts = s.findings.summary()
}

// ids are the authorities that would see it.
func (s Showing) ids() []uuid.UUID {
	ids := []uuid.UUID{}
	for _, a := range s.Authorities {
		ids = append(ids, a.ID)
	}
	return ids
}

// fieldsIn are the fields of competence of the findings that stand in the way.
func fieldsIn(result checks.Result, rules []checks.Rule) (fields []string) {
	for _, f := range result.Findings {
		if f.Severity != checks.Red && f.Severity != checks.Amber {
			continue
		}
		if i := slices.IndexFunc(rules, func(r checks.Rule) bool { return r.ID == f.Rule }); i >= 0 && rules[i].Field != "" {
			fields = append(fields, rules[i].Field)
		}
	}
	return fields
}

// competent asks the directory who is competent for the wanted fields at the place.
func (s *Store) competent(ctx context.Context, showing *Showing, wanted []string) (err error) {
	found := map[uuid.UUID]*Concerned{}
	covered := map[string]bool{}
	for _, shape := range showing.shapes {
		answer, err := s.directory.Competent(ctx, "", In3067(shape), identity.Today(s.now()))
		if err != nil {
			return err
		}
		for _, m := range answer.Matches {
			if !slices.Contains(wanted, m.Field.Code) {
				continue
			}
			covered[m.Field.Code] = true
			c, there := found[m.ID]
			if !there {
				c = &Concerned{Ref: authorities.Ref{ID: m.ID, Code: m.Code, Name: m.Name}, Channels: m.Channels}
				found[m.ID] = c
			}
			if !slices.ContainsFunc(c.Fields, func(f authorities.Field) bool { return f.Code == m.Field.Code }) {
				c.Fields = append(c.Fields, m.Field)
			}
		}
	}
	showing.Authorities = make([]Concerned, 0, len(found))
	for _, c := range found {
		slices.SortFunc(c.Fields, func(a, b authorities.Field) int { return strings.Compare(a.Code, b.Code) })
		showing.Authorities = append(showing.Authorities, *c)
	}
	slices.SortFunc(showing.Authorities, func(a, b Concerned) int { return strings.Compare(a.Code, b.Code) })
	showing.Uncovered, err = s.fields(ctx, slices.DeleteFunc(wanted, func(field string) bool { return covered[field] }))
	return err
}

// fields are the fields of competence of those codes, each once.
func (s *Store) fields(ctx context.Context, codes []string) ([]authorities.Field, error) {
	rows, err := s.pool.Query(ctx, `select code, name from fields where code = any ($1) order by code`, codes)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (f authorities.Field, err error) {
		err = row.Scan(&f.Code, &f.Name)
		return f, err
	})
}

// patience is how long it may take to bring the parts of a place together. Edges that cross each other a hundred thousand times
// would take minutes.
const patience = 3 * time.Second

// together are the parts of the place in CRS84, the areas, the lines and the points each as one: parts may lie on each other.
// Those that do not go together, or not soon, are told apart.
func (s *Store) together(ctx context.Context, f Fields) (shapes []orb.Geometry, err error) {
	place, err := placeOf(f)
	if err != nil || place == nil {
		return nil, err
	}
	var list []string
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select set_config('statement_timeout', $1, true)`, strconv.FormatInt(patience.Milliseconds(), 10)); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `with u as materialized ( -- once, and not for each time that g is named
				-- To a tenth of a millimetre, so that coordinates survive the way to degrees and back.
				select st_unaryunion(st_collectionextract(v.geom, d.type), 0.0001) as g, d.type from (select $1::geometry as geom) v cross join (values (3), (2), (1)) as d (type))
			select st_asgeojson(st_transform(g, 4326), 12) from u where not st_isempty(g) order by type desc`, place)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if pg.TimedOut(err) {
		return f.apart()
	}
	if err != nil {
		return nil, err
	}
	for _, text := range list {
		shape, err := geo.DecodeGeoJSON([]byte(text))
		if err != nil {
			return f.apart()
		}
		shapes = append(shapes, shape)
	}
	return shapes, nil
}

// apart are the parts each by itself, for places whose parts do not go together.
func (f Fields) apart() (shapes []orb.Geometry, err error) {
	c, err := f.Content()
	if err != nil {
		return nil, err
	}
	for _, part := range c.Parts {
		shape, err := part.Shape()
		if err != nil {
			return nil, err
		}
		shapes = append(shapes, shape)
	}
	return shapes, nil
}

// rememberRestrictions keeps with the working version what was restricted of items that it has not any more. Without it, who takes a
// secret out of the project would lay it open in the versions before.
func (p Project) rememberRestrictions(ctx context.Context, tx pgx.Tx) error {
	past, err := p.pastRestrictions(ctx, tx)
	if err != nil || past == nil {
		return err
	}
	_, err = tx.Exec(ctx, `update project_versions set past = $3 where project = $1 and number = $2`, p.ID, p.Working, past)
	return err
}

// pastRestrictions are those of items that the working version has not any more; nil: it is the one that is shown.
func (p Project) pastRestrictions(ctx context.Context, db audit.Querier) (Fields, error) {
	if p.Shown == 0 || p.Shown == p.Working {
		return nil, nil
	}
	var texts, earlier Fields
	if err := db.QueryRow(ctx, `select content, past from project_versions where project = $1 and number = $2`, p.ID, p.Shown).Scan(&texts, &earlier); err != nil {
		return nil, err
	}
	past, had := Fields{}, join(earlier, texts)
	for _, restriction := range had.under(restrictedGroup) {
		_, there := p.Fields[fieldOf(strings.TrimPrefix(string(restriction), restrictedGroup))]
		if _, restricted := p.Fields[restriction]; !there && !restricted {
			past[restriction] = had[restriction]
		}
	}
	return past, nil
}

// seal makes the working version one that never changes again.
func (p Project) seal(ctx context.Context, tx pgx.Tx, side Side, showing Showing, open bool, at time.Time) error {
	if _, err := tx.Exec(ctx, `update project_versions set shown_at = coalesce(shown_at, $5), shown_by = coalesce(shown_by, $3), runs = $4 where project = $1 and number = $2`,
		p.ID, p.Working, side.Actor.Person, append([]uuid.UUID{}, showing.Runs...), at); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update projects p set state = case when p.state = 'draft' then 'visible' else p.state end, visible_at = coalesce(p.visible_at, $5), shown = p.working, open = $4, revision = p.revision + 1
		where `+ofSide+` and p.id = $3`, side.Actor.Party(), side.Matters, p.ID, open, at)
	return err
}
