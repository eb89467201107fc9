package bench

import (
	"context"
	_ "embed" // projects.sql
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/projects"
)

// Projects that lists are measured on, with ten versions each. One national authority is concerned by all of them, each of 300
// municipal ones by a third of a hundredth; one party has 500.
const (
	pageOf = 50
	rounds = 200
)

//go:embed projects.sql
var projectsSQL string

// LoadProjects fills the database with them.
func LoadProjects(ctx context.Context, owner *pgxpool.Pool) error {
	if _, err := owner.Exec(ctx, projectsSQL); err != nil {
		return fmt.Errorf("projects to measure: %w", err)
	}
	// As autovacuum would have done in a while.
	_, err := owner.Exec(ctx, `vacuum analyze projects, project_versions, projects_shown, project_parts, project_authorities, personal.project_looks, personal.project_comments, personal.parties, authorities`)
	return err
}

// projectBench is what the measured questions are asked with.
type projectBench struct {
	store               *projects.Store
	national, municipal identity.Actor
	side                projects.Side
	personal            *pgxpool.Pool
	first               []uuid.UUID // of the party
	beside              sample
}

// Projects times lists of authorities and of a party, a project and a keystroke, each beside the plainest prepared select of
// fifty rows by their primary key.
func Projects(ctx context.Context, owner *pgxpool.Pool, catalogue *layers.Catalogue) ([]Row, error) {
	personal, err := pg.PoolAs(ctx, owner, pg.PersonalRole, 4)
	if err != nil {
		return nil, err
	}
	defer personal.Close()
	engine := checks.NewEngine(owner, catalogue, nil, slog.New(slog.DiscardHandler))
	b := projectBench{personal: personal}
	if b.store, err = projects.NewStore(personal, engine, checks.NewRuns(engine, owner, personal), authorities.NewStore(owner)); err != nil {
		return nil, err
	}
	if err := b.people(ctx, owner); err != nil {
		return nil, err
	}
	for range rounds {
		if err := b.beside.timed(func() error { return b.yardstick(ctx) }); err != nil {
			return nil, err
		}
	}
	var rows []Row
	for _, q := range b.questions() {
		var taken sample
		for i := range rounds {
			if err := taken.timed(func() error { return q.ask(ctx, i) }); err != nil {
				return nil, fmt.Errorf("%s: %w", q.name, err)
			}
		}
		rows = append(rows, Row{Name: q.name, Median: taken.median(), P99: taken.quantile(0.99), Runs: rounds, Yardstick: "50 rows by primary key", Beside: b.beside.median(),
			Note: fmt.Sprintf("p95 %s ms, goal 100", milliseconds(taken.quantile(0.95)))})
	}
	return rows, nil
}

// people finds the officials and the party that LoadProjects made.
func (b *projectBench) people(ctx context.Context, owner *pgxpool.Pool) error {
	var person, party, national, municipal uuid.UUID
	if err := owner.QueryRow(ctx, `select (select id from personal.parties where name = 'Mitattu virkahenkilö'), (select id from personal.parties where name = 'Mitattu 0'),
			(select id from authorities where code = 'measured_0'), (select id from authorities where code = 'measured_7')`).Scan(&person, &party, &national, &municipal); err != nil {
		return err
	}
	b.national, b.municipal = identity.Actor{Person: person, In: []uuid.UUID{national}}, identity.Actor{Person: person, In: []uuid.UUID{municipal}}
	b.side = projects.Side{Actor: identity.Actor{Person: person, Acting: &identity.Acting{Party: party, Kind: identity.Organisation}}}
	list, err := b.store.List(ctx, b.side, projects.Filter{Limit: 500})
	for _, p := range list {
		b.first = append(b.first, p.ID)
	}
	return err
}

func (b *projectBench) yardstick(ctx context.Context) error {
	rows, err := b.personal.Query(ctx, `select id, number, state, revision, saved_at from projects where id = any ($1)`, b.first[:pageOf])
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := rows.Values(); err != nil {
			return err
		}
	}
	return rows.Err()
}

type projectQuestion struct {
	name string
	ask  func(ctx context.Context, i int) error
}

// questions are what is measured; a list's is for a page of fifty.
func (b *projectBench) questions() []projectQuestion {
	rnd := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // places and times, not secrets
	from := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 14)
	var all []projectQuestion
	for _, who := range []struct {
		name  string
		actor identity.Actor
	}{{"national", b.national}, {"municipal", b.municipal}} {
		for _, f := range []struct {
			name   string
			filter func(i int) projects.Filter
		}{
			{"", func(int) projects.Filter { return projects.Filter{} }},
			{", of a rare kind", func(int) projects.Filter { return projects.Filter{Kinds: []string{"mine"}} }},
			{", in two weeks", func(int) projects.Filter { return projects.Filter{From: &from, To: &to} }},
			{", red", func(int) projects.Filter { return projects.Filter{Severities: []checks.Severity{checks.Red}} }},
			{", unseen", func(int) projects.Filter { return projects.Filter{Unseen: true} }},
			{", by a word of many titles", func(int) projects.Filter { return projects.Filter{Text: "juhla"} }},
			{", by a word of one title", func(i int) projects.Filter { return projects.Filter{Text: fmt.Sprintf("hanke %d ", 1+i*499)} }},
			{", by a word of none", func(int) projects.Filter { return projects.Filter{Text: "olematon"} }},
			{", in a box of 5 km", func(int) projects.Filter {
				at := orb.Point{250_000 + 300_000*rnd.Float64(), 6_800_000 + 600_000*rnd.Float64()}
				box := at.Bound().Pad(2500)
				return projects.Filter{Area: &box}
			}},
		} {
			all = append(all, projectQuestion{"cases, " + who.name + f.name, func(ctx context.Context, i int) error {
				filter := f.filter(i)
				filter.Limit = pageOf
				_, err := b.store.Cases(ctx, who.actor, filter)
				return err
			}})
		}
	}
	return append(all,
		projectQuestion{"own projects, of 500", func(ctx context.Context, _ int) error {
			_, err := b.store.List(ctx, b.side, projects.Filter{Limit: pageOf})
			return err
		}},
		projectQuestion{"a project", func(ctx context.Context, i int) error {
			_, err := b.store.Get(ctx, b.side, b.first[i%len(b.first)])
			return err
		}},
		projectQuestion{"a keystroke", func(ctx context.Context, i int) error {
			p, err := b.store.Get(ctx, b.side, b.first[0])
			if err != nil {
				return err
			}
			_, err = b.store.Save(ctx, b.side, "save-project", p.ID, p.Revision, projects.Changes{projects.TitleField: fmt.Appendf(nil, `"Hanke %d"`, i)})
			return err
		}})
}
