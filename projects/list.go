package projects

import (
	"context"
	_ "embed" // cases.sql
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// Filter narrows lists of projects down. The zero value takes everything.
type Filter struct {
	Kinds      []string
	States     []State
	Severities []checks.Severity // the worst finding is one of these; not for one's own
	From, To   *time.Time        // it takes place in this time, or does not say when
	Area       *orb.Bound        // EPSG:3067: its place meets this box
	Text       string            // the title has this
	Unseen     bool              // the actor has not looked at what is shown now; for authorities
	Limit      int
	After      *Mark // the last one of the page before
}

// Mark is a place in a list.
type Mark struct {
	At time.Time `json:"at"`
	ID uuid.UUID `json:"id"`
}

// Summary is one of the side's own projects in a list.
type Summary struct {
	ID       uuid.UUID
	State    State
	Open     bool
	Unshown  bool // the working version says something else than the shown one
	Kind     string
	Title    string
	Starts   *time.Time
	Ends     *time.Time
	SavedAt  time.Time
	ShownAt  *time.Time
	Outline  json.RawMessage // GeoJSON in CRS84, simplified; null: no place yet
	Comments int             // that authorities wrote and the side can read
	News     int             // what authorities did since the actor has last seen that
	Origin   *uuid.UUID
}

// containing is a pattern of texts that contain what was typed.
func containing(typed string) string {
	if typed = strings.TrimSpace(typed); typed == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(typed) + "%"
}

func (f Filter) states() []string {
	states := make([]string, len(f.States))
	for i, s := range f.States {
		states[i] = string(s)
	}
	return pg.OrNone(states)
}

func (f Filter) severities() []string {
	list := make([]string, len(f.Severities))
	for i, s := range f.Severities {
		list[i] = string(s)
	}
	return pg.OrNone(list)
}

func (f Filter) mark() (at *time.Time, id *uuid.UUID) {
	if f.After == nil {
		return nil, nil
	}
	return &f.After.At, &f.After.ID
}

func (f Filter) box() []float64 {
	if f.Area == nil {
		return nil
	}
	return []float64{f.Area.Min[0], f.Area.Min[1], f.Area.Max[0], f.Area.Max[1]}
}

// List are the side's own projects, the last saved first.
func (s *Store) List(ctx context.Context, side Side, f Filter) ([]Summary, error) {
	at, id := f.mark()
	box := f.box()
	rows, err := s.pool.Query(ctx, `select p.id, p.state, p.open, p.shown is not null and p.shown <> p.working, v.kind, v.title, v.starts, v.ends, p.saved_at, w.shown_at,
			-- to a hundredth of its width: a list shows where, not what
			coalesce(st_asgeojson(st_transform(st_simplifypreservetopology(v.geom, greatest(1, (st_xmax(v.geom) - st_xmin(v.geom)) / 100)), 4326), 6), 'null')::json,
			(select count(*) from personal.project_comments c where c.project = p.id and c.audience = 'all' and c.authority is not null), p.origin,
			(select count(*) from personal.project_comments c where c.project = p.id and c.audience = 'all' and c.authority is not null and c.author <> $13 and c.created_at > coalesce(l.at, p.visible_at))
				+ (select count(*) from personal.project_restrictions r where r.project = p.id and `+newRestriction+`)
		from projects p left join personal.project_visits l on l.project = p.id and l.person = $13 join project_versions v on v.project = p.id and v.number = p.working left join projects_shown w on w.project = p.id
		where `+ofSide+` and ($3::text[] is null or v.kind = any ($3)) and ($4::text[] is null or p.state = any ($4))
			and ($5::timestamptz is null or v.ends is null or v.ends >= $5) and ($6::timestamptz is null or v.starts is null or v.starts <= $6)
			and ($7 = '' or v.title ilike $7) and ($8::float8[] is null or v.geom && st_makeenvelope($8[1], $8[2], $8[3], $8[4], $9))
			and ($10::timestamptz is null or (p.saved_at, p.id) < ($10, $11))
		order by p.saved_at desc, p.id desc limit $12`,
		side.Actor.Party(), side.Matters, pg.OrNone(f.Kinds), f.states(), f.From, f.To, containing(f.Text), box, layers.SRID, at, id, f.Limit, side.Actor.Person)
	if err != nil {
		return nil, fmt.Errorf("projects: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Summary, err error) {
		err = row.Scan(&p.ID, &p.State, &p.Open, &p.Unshown, &p.Kind, &p.Title, &p.Starts, &p.Ends, &p.SavedAt, &p.ShownAt, &p.Outline, &p.Comments, &p.Origin, &p.News)
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("projects: %w", err)
	}
	return list, nil
}

// Listed is a project in the list of an authority that it concerns, or of everybody.
type Listed struct {
	ID        uuid.UUID
	Version   int
	Kind      string
	Title     string
	State     State
	Starts    *time.Time
	Ends      *time.Time
	Severity  checks.Severity
	Counts    checks.Summary
	Middle    orb.Point // EPSG:3067
	ShownAt   time.Time
	FirstAt   time.Time
	Competent bool // the authority still is competent
	Looked    *Look
	Comments  int // that the actor has not written
}

//go:embed cases.sql
var casesSQL string

// Cases are the projects that concern the authorities in whose office the actor asks, those shown last first. Each authority's
// newest are found by one index; what several have in common is told once.
func (s *Store) Cases(ctx context.Context, actor identity.Actor, f Filter) ([]Listed, error) {
	at, id := f.mark()
	box := f.box()
	// Planned for what is asked: a plan for every case would read all of an authority's rows for one title or one place.
	rows, err := s.pool.Query(ctx, casesSQL, pgx.QueryExecModeDescribeExec, actor.In, pg.OrNone(f.Kinds), f.states(), f.severities(), f.From, f.To, containing(f.Text), box, layers.SRID, at, id, f.Limit, actor.Person, f.Unseen)
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Listed, err error) {
		var looked *int
		var lookedAt *time.Time
		err = row.Scan(&c.ID, &c.Version, &c.Kind, &c.Title, &c.State, &c.Starts, &c.Ends, &c.Severity, &c.Counts.Red, &c.Counts.Amber, &c.Counts.Unknown, &c.Counts.Green,
			&c.Middle[0], &c.Middle[1], &c.ShownAt, &c.FirstAt, &c.Competent, &looked, &lookedAt, &c.Comments)
		if looked != nil {
			c.Looked = &Look{Version: *looked, At: *lookedAt}
		}
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	return list, nil
}

// ListPublic are projects that are open to everybody, those shown last first. Of cancelled ones nothing is listed.
func (s *Store) ListPublic(ctx context.Context, f Filter) ([]Listed, error) {
	at, id := f.mark()
	box := f.box()
	rows, err := s.pool.Query(ctx, `select w.project, w.version, w.kind, w.title, w.state, w.starts, w.ends, st_x(w.middle), st_y(w.middle), w.shown_at, w.first_at
		from projects_shown w
		where w.open and w.state <> 'cancelled' and ($1::text[] is null or w.kind = any ($1)) and ($2::timestamptz is null or w.ends is null or w.ends >= $2) and ($3::timestamptz is null or w.starts is null or w.starts <= $3)
			and ($4 = '' or w.title ilike $4) and ($5::float8[] is null or w.box && st_makeenvelope($5[1], $5[2], $5[3], $5[4], $6))
			and ($7::timestamptz is null or (w.shown_at, w.project) < ($7, $8))
		order by w.shown_at desc, w.project desc limit $9`,
		pg.OrNone(f.Kinds), f.From, f.To, containing(f.Text), box, layers.SRID, at, id, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("public projects: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Listed, err error) {
		err = row.Scan(&c.ID, &c.Version, &c.Kind, &c.Title, &c.State, &c.Starts, &c.Ends, &c.Middle[0], &c.Middle[1], &c.ShownAt, &c.FirstAt)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("public projects: %w", err)
	}
	return list, nil
}
