package projects

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
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
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if p, err = locked(ctx, tx, side, id); err != nil {
			return err
		}
		if err := p.showable(base, open); err != nil {
			return err
		}
		what := ToldShown
		if p.Shown > 0 {
			what = ToldChanged
		}
		if err := p.seal(ctx, tx, side, showing, open); err != nil {
			return err
		}
		if err := p.publish(ctx, tx, showing, open); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, Told{Project: id, What: what, Version: p.Working}); err != nil {
			return err
		}
		if p, err = projectIn(ctx, tx, side, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, p.entry(operation, side.Actor))
	})
	if err != nil {
		return Project{}, fmt.Errorf("show a project: %w", err)
	}
	return p, nil
}

func (p Project) showable(base int64, open bool) error {
	switch {
	case p.State == Cancelled:
		return ErrCancelled
	case p.Revision != base:
		return ErrChanged
	case p.sealed && p.Open == open:
		return ErrSame
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
	missing := c.Faults(k)
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
	if showing.shapes, err = s.together(ctx, p); err != nil || len(showing.shapes) == 0 {
		return showing, err
	}
	told, err := json.Marshal(showing.kind.CheckAnswers(showing.content))
	if err != nil {
		return showing, err
	}
	answers, err := checks.ReadAnswers(told)
	if err != nil {
		return showing, err
	}
	wanted := showing.kind.Fields(showing.content.Answers)
	rules, err := s.engine.Rules(ctx)
	if err != nil {
		return showing, err
	}
	for i, shape := range showing.shapes {
		result, err := s.check(ctx, &showing, checks.Order{Place: shape, Answers: answers, Key: fmt.Sprintf("%s/%d/%s/%d", p.ID, p.Revision, identity.Today(s.now()), i)}, keep)
		if err != nil {
			return showing, err
		}
		showing.add(result, rules, &wanted)
	}
	return showing, s.competent(ctx, &showing, wanted)
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
	showing.Runs = append(showing.Runs, run)
	return result, json.Unmarshal(kept.Result, &result)
}

// add counts the findings, and adds the fields of those that stand in the way.
func (s *Showing) add(result checks.Result, rules []checks.Rule, wanted *[]string) {
	s.findings.add(result.Findings)
	s.Counts = s.findings.summary()
	for _, f := range result.Findings {
		if f.Severity != checks.Red && f.Severity != checks.Amber {
			continue
		}
		if i := slices.IndexFunc(rules, func(r checks.Rule) bool { return r.ID == f.Rule }); i >= 0 && rules[i].Field != "" {
			*wanted = append(*wanted, rules[i].Field)
		}
	}
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
func (s *Store) together(ctx context.Context, p Project) (shapes []orb.Geometry, err error) {
	var list []string
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select set_config('statement_timeout', $1, true)`, strconv.FormatInt(patience.Milliseconds(), 10)); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select st_asgeojson(st_transform(g, 4326), 12) from (
				-- To a tenth of a millimetre, so that coordinates survive the way to degrees and back.
				select st_unaryunion(st_collectionextract(v.geom, d.type), 0.0001) as g, d.type from project_versions v cross join (values (3), (2), (1)) as d (type) where v.project = $1 and v.number = $2 and v.geom is not null) u
			where not st_isempty(g) order by type desc`, p.ID, p.Working)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if pg.TimedOut(err) {
		return p.apart()
	}
	if err != nil {
		return nil, err
	}
	for _, text := range list {
		shape, err := geo.DecodeGeoJSON([]byte(text))
		if err != nil {
			return p.apart()
		}
		shapes = append(shapes, shape)
	}
	return shapes, nil
}

// apart are the parts each by itself, for places whose parts do not go together.
func (p Project) apart() (shapes []orb.Geometry, err error) {
	c, err := p.Fields.Content()
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

// seal makes the working version one that never changes again.
func (p Project) seal(ctx context.Context, tx pgx.Tx, side Side, showing Showing, open bool) error {
	if _, err := tx.Exec(ctx, `update project_versions set shown_at = coalesce(shown_at, now()), shown_by = coalesce(shown_by, $3), runs = $4 where project = $1 and number = $2`,
		p.ID, p.Working, side.Actor.Person, append([]uuid.UUID{}, showing.Runs...)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update projects p set state = case when p.state = 'draft' then 'visible' else p.state end, visible_at = coalesce(p.visible_at, now()), shown = p.working, open = $4
		where `+ofSide+` and p.id = $3`, side.Actor.Party(), side.Matters, p.ID, open)
	return err
}

// publish writes what others than the applicant's side see: the row of lists, the parts on the map, and the authorities.
func (p Project) publish(ctx context.Context, tx pgx.Tx, showing Showing, open bool) error {
	l, err := p.listedFor(nil)
	if err != nil {
		return err
	}
	c, n, state := showing.content, showing.Counts, p.shownState()
	if _, err := tx.Exec(ctx, `insert into projects_shown (project, version, kind, event, title, state, starts, ends, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
		select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, `+whereabouts+`, $16, now(), now() from (select $14::geometry as g) w
		on conflict (project) do update set version = excluded.version, kind = excluded.kind, event = excluded.event, title = excluded.title, state = excluded.state, starts = excluded.starts, ends = excluded.ends,
			severity = excluded.severity, red = excluded.red, amber = excluded.amber, unknown = excluded.unknown, green = excluded.green, middle = excluded.middle, box = excluded.box, open = excluded.open, shown_at = now()`,
		p.ID, p.Working, c.Kind, showing.kind.Event, c.Title, string(state), l.starts, l.ends, string(showing.Worst()), n.Red, n.Amber, n.Unknown, n.Green, l.where, l.coarse, open); err != nil {
		return err
	}
	if err := p.concern(ctx, tx, showing); err != nil {
		return err
	}
	return p.draw(ctx, tx, showing, state, open)
}

// shownState is the state that a project has once it was shown.
func (p Project) shownState() State {
	if p.State == Draft {
		return Visible
	}
	return p.State
}

// whereabouts are the middle and the box of the shape g. With $15 it is coarse: no nearer than 10 km.
const whereabouts = `case when $15 then st_snaptogrid(st_centroid(g), 10000) else st_pointonsurface(g) end,
	st_envelope(case when $15 then st_expand(st_snaptogrid(st_centroid(g), 10000), 5000) else st_expand(g, 0.01) end)`

// listed is what a list tells of when and where a project is.
type listed struct {
	starts, ends *time.Time
	where        *string
	coarse       bool // all of the place is kept from whoever reads the list
}

// listedFor is what the lists of these authorities tell: nothing that the applicant restricted to others.
func (p Project) listedFor(in []uuid.UUID) (l listed, err error) {
	seen, _, err := p.Fields.For(in)
	if err != nil {
		return l, err
	}
	l.starts, l.ends = timesOf(seen)
	if l.where, err = placeOf(seen); err != nil || l.where != nil {
		return l, err
	}
	l.coarse = true
	l.where, err = placeOf(p.Fields)
	return l, err
}

// concern writes whom the project concerns, and what each sees of it in its list. Whom it concerned before and no longer does
// keeps what they were shown.
func (p Project) concern(ctx context.Context, tx pgx.Tx, showing Showing) error {
	ids := []uuid.UUID{}
	c, n := showing.content, showing.Counts
	for _, a := range showing.Authorities {
		ids = append(ids, a.ID)
		fields := []string{}
		for _, f := range a.Fields {
			fields = append(fields, f.Code)
		}
		l, err := p.listedFor([]uuid.UUID{a.ID})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into project_authorities (project, authority, version, kind, title, state, severity, red, amber, unknown, green, starts, ends, fields, middle, box, since, shown_at)
			select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $16, `+whereabouts+`, now(), now() from (select $14::geometry as g) w
			on conflict (authority, project) do update set fields = excluded.fields, until = null, version = excluded.version, kind = excluded.kind, title = excluded.title, state = excluded.state,
				severity = excluded.severity, red = excluded.red, amber = excluded.amber, unknown = excluded.unknown, green = excluded.green, starts = excluded.starts, ends = excluded.ends,
				middle = excluded.middle, box = excluded.box, shown_at = now()`,
			p.ID, a.ID, p.Working, c.Kind, c.Title, string(p.shownState()), string(showing.Worst()), n.Red, n.Amber, n.Unknown, n.Green, l.starts, l.ends, l.where, l.coarse, fields); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `update project_authorities set until = now() where project = $1 and not authority = any ($2) and until is null`, p.ID, ids)
	return err
}

// draw writes the parts on the map, each for those who may see it.
func (p Project) draw(ctx context.Context, tx pgx.Tx, showing Showing, state State, open bool) error {
	c := showing.content
	kept := []uuid.UUID{}
	everyone, err := concernedIDs(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	for _, part := range c.Parts {
		shape, err := part.Shape()
		if err != nil {
			return err
		}
		text, err := hex(In3067(shape))
		if err != nil {
			return err
		}
		starts, ends := partTimes(part, p.Fields)
		if _, err := tx.Exec(ctx, `insert into project_parts (project, part, kind, event, state, title, name, purpose, starts, ends, geom, audience) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::geometry, $12)
			on conflict (project, part) do update set kind = excluded.kind, event = excluded.event, state = excluded.state, title = excluded.title, name = excluded.name, purpose = excluded.purpose,
				starts = excluded.starts, ends = excluded.ends, geom = excluded.geom, audience = excluded.audience`,
			p.ID, part.ID, c.Kind, showing.kind.Event, string(state), c.Title, part.Name, part.Purpose, starts, ends, text, c.audience(part, p.party, everyone, open)); err != nil {
			return err
		}
		kept = append(kept, part.ID)
	}
	_, err = tx.Exec(ctx, `delete from project_parts where project = $1 and not part = any ($2)`, p.ID, kept)
	return err
}

func concernedIDs(ctx context.Context, tx pgx.Tx, project uuid.UUID) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, `select authority from project_authorities where project = $1 and until is null order by authority`, project)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// audience is who sees a part on the map: the applicant's side, and everybody, the project's authorities, or those of them to
// whom it is restricted.
func (c Content) audience(part Part, party uuid.UUID, concerned []uuid.UUID, open bool) []string {
	r, restricted := c.Restricted[item(partsGroup, part.ID.String())]
	if open && !restricted {
		return []string{identity.Everybody}
	}
	seen := map[string]bool{"party:" + party.String(): true}
	for _, a := range concerned {
		if !restricted || slices.Contains(r.To, a) {
			seen["authority:"+a.String()] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
