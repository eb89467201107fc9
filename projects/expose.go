package projects

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// exposure is what a project shows to others now, before it is known who of them asks: the version that was shown last, with
// every restriction that stands.
type exposure struct {
	id      uuid.UUID
	party   uuid.UUID
	matter  string
	version int
	state   State
	open    bool
	fields  Fields
	imposed Fields // restrictions by authorities alone
}

// exposureIn reads it and keeps the project from being shown or restricted otherwise until the transaction ends.
func exposureIn(ctx context.Context, tx pgx.Tx, id uuid.UUID) (exposure, error) {
	if _, err := tx.Exec(ctx, `select from projects where id = $1 for update`, id); err != nil {
		return exposure{}, err
	}
	return exposed(ctx, tx, id)
}

func exposed(ctx context.Context, db audit.Querier, id uuid.UUID) (exposure, error) {
	x := exposure{id: id}
	var texts, place, people Fields
	err := db.QueryRow(ctx, `select p.party, p.matter, p.shown, p.state, p.open, v.content || v.past, v.place, coalesce(n.people, '{}') from projects p join project_versions v on v.project = p.id and v.number = p.shown
		left join personal.project_people n on n.project = v.project and n.number = v.number where p.id = $1`, id).Scan(&x.party, &x.matter, &x.version, &x.state, &x.open, &texts, &place, &people)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return x, err
	}
	x.fields = join(texts, place, people)
	if x.imposed, err = imposedOn(ctx, db, id); err != nil {
		return x, err
	}
	return x, x.fields.restrict(x.imposed)
}

// publish writes what others than the applicant's side see: the row of lists, and the authorities.
func (x exposure) publish(ctx context.Context, tx pgx.Tx, showing Showing, seen views, at time.Time) error {
	if !seen.rest(x.imposed) {
		return errMeanwhile
	}
	c, n := showing.content, showing.Counts
	l, err := x.fields.listedForEverybody(showing.kind)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into projects_shown (project, version, kind, event, title, state, starts, ends, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
		select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, `+whereabouts+`, $16, $17, $17 from (select $14::geometry as g, $15::boolean as coarse) w
		on conflict (project) do update set version = excluded.version, kind = excluded.kind, event = excluded.event, title = excluded.title, state = excluded.state, starts = excluded.starts, ends = excluded.ends,
			severity = excluded.severity, red = excluded.red, amber = excluded.amber, unknown = excluded.unknown, green = excluded.green, middle = excluded.middle, box = excluded.box, open = excluded.open, shown_at = excluded.shown_at`,
		x.id, x.version, c.Kind, showing.kind.Event, c.Title, string(x.state), l.starts, l.ends, string(showing.Worst()), n.Red, n.Amber, n.Unknown, n.Green, l.where, l.coarse, x.open, at); err != nil {
		return err
	}
	if err := x.concern(ctx, tx, showing, at); err != nil {
		return err
	}
	return x.relist(ctx, tx, seen)
}

// concern writes whom the project concerns. Whom it concerned before and no longer does keeps what they were shown.
func (x exposure) concern(ctx context.Context, tx pgx.Tx, showing Showing, at time.Time) error {
	for _, a := range showing.Authorities {
		fields := []string{}
		for _, f := range a.Fields {
			fields = append(fields, f.Code)
		}
		if _, err := tx.Exec(ctx, `insert into project_authorities (project, authority, fields, version, kind, title, state, severity, red, amber, unknown, green, starts, ends, middle, box, since, shown_at)
			select w.project, $2, $3, w.version, w.kind, w.title, w.state, w.severity, w.red, w.amber, w.unknown, w.green, w.starts, w.ends, w.middle, w.box, $4, $4 from projects_shown w where w.project = $1
			on conflict (authority, project) do update set fields = excluded.fields, until = null, version = excluded.version, kind = excluded.kind, title = excluded.title, state = excluded.state, shown_at = excluded.shown_at`,
			x.id, a.ID, fields, at); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `update project_authorities set until = $3 where project = $1 and not authority = any ($2) and until is null`, x.id, showing.ids(), at)
	return err
}

// whereabouts are the middle and the box of the shape w.g; of one that is coarse no nearer than 10 km.
const whereabouts = `case when w.coarse then st_snaptogrid(st_centroid(w.g), 10000) else st_pointonsurface(w.g) end,
	st_envelope(case when w.coarse then st_expand(st_snaptogrid(st_centroid(w.g), 10000), 5000) else st_expand(w.g, 0.01) end)`

// listed is what a list tells of when and where a project is.
type listed struct {
	starts, ends *time.Time
	where        *string
	coarse       bool // all of the place is kept from whoever reads the list
}

// listedFor is what the list of an authority tells: nothing that is restricted to others.
func (f Fields) listedFor(authority uuid.UUID) (listed, error) {
	seen, _, err := f.For([]uuid.UUID{authority})
	if err != nil {
		return listed{}, err
	}
	return f.listed(seen)
}

// listedForEverybody is what the public list tells: nothing that is restricted to anybody, nor what is only for authorities.
func (f Fields) listedForEverybody(k Kind) (listed, error) {
	seen, err := f.forEverybody(k)
	if err != nil {
		return listed{}, err
	}
	return f.listed(seen)
}

func (f Fields) listed(seen Fields) (l listed, err error) {
	l.starts, l.ends = timesOf(seen)
	if l.where, err = placeOf(seen); err != nil || l.where != nil {
		return l, err
	}
	l.coarse = true
	l.where, err = placeOf(f)
	return l, err
}

// forEverybody are the fields of which everybody is told something (Content.ForEverybody).
func (f Fields) forEverybody(k Kind) (Fields, error) {
	seen, _, err := f.For(nil)
	maps.DeleteFunc(seen, func(p Path, _ json.RawMessage) bool {
		group, key := p.group()
		q, there := k.Question(key)
		return group == answersGroup && !(there && q.Open)
	})
	return seen, err
}

// redraw writes anew where everybody finds the project, and who sees which of its parts on the map.
func (x exposure) redraw(ctx context.Context, tx pgx.Tx, now time.Time) error {
	k, _ := KindOf(x.fields.Kind())
	l, err := x.fields.listedForEverybody(k)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update projects_shown set starts = $2, ends = $3, (middle, box) = (select `+whereabouts+` from (select $4::geometry as g, $5::boolean as coarse) w) where project = $1`,
		x.id, l.starts, l.ends, l.where, l.coarse); err != nil {
		return err
	}
	return x.draw(ctx, tx, now)
}

// row is what an authority of a project knows of it now.
type row struct {
	authority uuid.UUID
	competent bool
	hidden    []string // as it was written down last
	version   int      // that it sees
	fields    Fields   // of that version, with the restrictions that stand
	runs      []uuid.UUID
}

// unchecked are those of the hidden paths of which the checks of the version would say something.
func (r row) unchecked(hidden []string) []string {
	paths := []string{}
	for _, p := range hidden {
		if _, there := r.fields[Path(p)]; there && Path(p).isChecked() {
			paths = append(paths, p)
		}
	}
	return paths
}

// relist writes anew what each authority's list tells, after the project or what is restricted of it changed.
func (x exposure) relist(ctx context.Context, tx pgx.Tx, seen views) error {
	rows, err := rowsOf(ctx, tx, x.id, x.fields)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c, err := r.fields.Content()
		if err != nil {
			return err
		}
		l, err := r.fields.listedFor(r.authority)
		if err != nil {
			return err
		}
		hidden := c.keptFrom([]uuid.UUID{r.authority})
		if _, err := tx.Exec(ctx, `update project_authorities a set starts = $3, ends = $4, hidden = $5, (middle, box) = (select `+whereabouts+` from (select $6::geometry as g, $7::boolean as coarse) w) where a.project = $1 and a.authority = $2`,
			x.id, r.authority, l.starts, l.ends, hidden, l.where, l.coarse); err != nil {
			return err
		}
		if err := x.recount(ctx, tx, r, seen, hidden); err != nil {
			return err
		}
	}
	return nil
}

// recount writes what the checks say of what an authority sees. Whom the project no longer concerns goes on knowing what they said of
// the version that it sees, unless more of that or less is hidden than before.
func (x exposure) recount(ctx context.Context, tx pgx.Tx, r row, seen views, hidden []string) error {
	v, aside := seen.of[r.authority]
	runs := append([]uuid.UUID{}, v.runs...)
	switch {
	case r.competent && !aside:
		_, err := tx.Exec(ctx, `update project_authorities a set severity = w.severity, red = w.red, amber = w.amber, unknown = w.unknown, green = w.green, runs = null from projects_shown w where w.project = a.project and a.project = $1 and a.authority = $2`, x.id, r.authority)
		return err
	case r.competent:
	default:
		without := r.unchecked(hidden)
		switch {
		case slices.Equal(without, r.unchecked(r.hidden)):
			return nil
		case !aside || !slices.Equal(without, v.without): // it was hidden while the checks were made
			v, runs = view{worst: checks.Unknown}, []uuid.UUID{}
		case len(without) == 0:
			runs = nil // those of the version
		}
	}
	_, err := tx.Exec(ctx, `update project_authorities set severity = $3, red = $4, amber = $5, unknown = $6, green = $7, runs = $8 where project = $1 and authority = $2`,
		x.id, r.authority, string(v.worst), v.counts.Red, v.counts.Amber, v.counts.Unknown, v.counts.Green, runs)
	return err
}

// rowsOf are the authorities of a project; later has the restrictions that stand.
func rowsOf(ctx context.Context, db audit.Querier, id uuid.UUID, later Fields) ([]row, error) {
	rows, err := db.Query(ctx, `select a.authority, a.until is null, a.hidden, a.version, v.runs, v.content, v.place from project_authorities a join project_versions v on v.project = a.project and v.number = a.version where a.project = $1 order by a.authority`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(scanned pgx.CollectableRow) (r row, err error) {
		var texts, place Fields
		if err = scanned.Scan(&r.authority, &r.competent, &r.hidden, &r.version, &r.runs, &texts, &place); err != nil {
			return r, err
		}
		r.fields = join(texts, place)
		return r, r.fields.restrict(later)
	})
}

// keptFrom are the paths of what is restricted to others than these authorities, sorted.
func (c Content) keptFrom(in []uuid.UUID) []string {
	paths := []string{}
	for item, r := range c.Restricted {
		if !meet(r.To, in) {
			paths = append(paths, string(fieldOf(item)))
		}
	}
	slices.Sort(paths)
	return paths
}

// fieldOf is the field that a restriction names.
func fieldOf(item string) Path { return Path("/" + strings.Replace(item, ".", "/", 1)) }

// draw writes the parts on the map, each for those who may see it. An event that is over is not there any more.
func (x exposure) draw(ctx context.Context, tx pgx.Tx, now time.Time) error {
	c, err := x.fields.Content()
	if err != nil {
		return err
	}
	k, _ := KindOf(c.Kind)
	over := k.over(c)
	kept := []uuid.UUID{}
	if x.state != Cancelled && (over == nil || over.After(now)) {
		for _, part := range c.Parts {
			kept = append(kept, part.ID)
		}
		if err := x.drawParts(ctx, tx, c, k, over); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `delete from project_parts where project = $1 and not part = any ($2)`, x.id, kept)
	return err
}

func (x exposure) drawParts(ctx context.Context, tx pgx.Tx, c Content, k Kind, over *time.Time) error {
	everyone, err := concernedIDs(ctx, tx, x.id)
	if err != nil {
		return err
	}
	// On the map a part says to all who see it when it is: so it says what all of them may know.
	common, _, err := x.fields.For(nil)
	if x.open && err == nil {
		common, err = x.fields.forEverybody(k)
	}
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
		starts, ends := partTimes(part, common)
		if _, err := tx.Exec(ctx, `insert into project_parts (project, part, kind, event, state, title, name, purpose, starts, ends, geom, audience, over_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::geometry, $12, $13)
			on conflict (project, part) do update set kind = excluded.kind, event = excluded.event, state = excluded.state, title = excluded.title, name = excluded.name, purpose = excluded.purpose,
				starts = excluded.starts, ends = excluded.ends, geom = excluded.geom, audience = excluded.audience, over_at = excluded.over_at`,
			x.id, part.ID, c.Kind, k.Event, string(x.state), c.Title, part.Name, part.Purpose, starts, ends, text, c.audience(part, x.side(), everyone, x.open), over); err != nil {
			return err
		}
	}
	return nil
}

func concernedIDs(ctx context.Context, db audit.Querier, project uuid.UUID) ([]uuid.UUID, error) {
	rows, err := db.Query(ctx, `select authority from project_authorities where project = $1 and until is null order by authority`, project)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// side is as whom the applicant's side sees the project on the map: those who may act for the party in everything, and those who
// may in its matter.
func (x exposure) side() []string {
	return []string{identity.PartyAudience(x.party, ""), identity.PartyAudience(x.party, x.matter)}
}

// audience is who sees a part on the map: the applicant's side, and everybody, the project's authorities, or those of them to
// whom it is restricted.
func (c Content) audience(part Part, side []string, concerned []uuid.UUID, open bool) []string {
	r, restricted := c.Restricted[item(partsGroup, part.ID.String())]
	if open && !restricted {
		return []string{identity.Everybody}
	}
	seen := slices.Clone(side)
	for _, a := range concerned {
		if !restricted || slices.Contains(r.To, a) {
			seen = append(seen, "authority:"+a.String())
		}
	}
	slices.Sort(seen)
	return seen
}

// sameRestrictions tells whether two lots of restrictions are the same.
func sameRestrictions(a, b Fields) bool {
	return maps.EqualFunc(a, b, func(x, y json.RawMessage) bool { return bytes.Equal(x, y) })
}
