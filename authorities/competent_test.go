package authorities_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"golang.org/x/sync/errgroup"

	"lupakartta/authorities"
	"lupakartta/demo"
	"lupakartta/demo/demotest"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// today in the tests.
const today = "2026-11-22"

// directory is the town with its authorities; the store works as the service does.
func directory(t testing.TB) (*pgxpool.Pool, *authorities.Store) {
	t.Helper()
	pool := demotest.Town(t)
	report, err := demo.LoadDirectory(t.Context(), authorities.NewStore(pool), layers.NewStore(pool))
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Missing) > 0 {
		t.Fatalf("borders are missing: %+v", report.Missing)
	}
	return pool, authorities.NewStore(testdb.As(t, pool, pg.AppRole))
}

// shape is a geometry made by SQL from Mallila (m) and Naapurila (n).
func shape(t testing.TB, pool *pgxpool.Pool, expression string) orb.Geometry {
	t.Helper()
	var table string
	var data []byte
	err := pool.QueryRow(t.Context(), `select 'layer_data.v' || current from layers where id = 'mallila_municipality'`).Scan(&table)
	if err == nil {
		err = pool.QueryRow(t.Context(), `select st_asbinary(`+expression+`) from (select geom from `+table+` where attributes->>'kuntanumero' = '990') m,
			(select geom from `+table+` where attributes->>'kuntanumero' = '988') n`).Scan(&data)
	}
	if err != nil {
		t.Fatal(err)
	}
	g, err := wkb.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// told are the matches in short: code and share in percent.
func told(answer authorities.Answer) string {
	var all []string
	for _, m := range answer.Matches {
		all = append(all, fmt.Sprintf("%s %.0f", m.Code, 100*m.Share))
	}
	return strings.Join(all, ", ")
}

// across is a disc about the middle of the border between the two.
const across = `st_buffer(st_lineinterpolatepoint(st_linemerge(st_intersection(st_boundary(m.geom), st_boundary(n.geom))), 0.5), 100)`

func TestCompetent(t *testing.T) {
	pool, store := directory(t)
	for _, test := range []struct{ name, field, place, day, want string }{
		{"a point in Mallila", "building_permit", `st_pointonsurface(m.geom)`, today, "mallila_building 100"},
		{"a point in Naapurila", "building_permit", `st_pointonsurface(n.geom)`, today, "naapurila_building 100"},
		{"an area across the border", "building_permit", across, today, "mallila_building 5., naapurila_building 5."},
		{"a line across the border", "temporary_noise", `st_makeline(st_pointonsurface(m.geom), st_pointonsurface(n.geom))`, today,
			"mallila_environment .., naapurila_environment .."},
		{"points on both sides", "building_permit", `st_collect(st_pointonsurface(m.geom), st_pointonsurface(n.geom))`, today,
			"mallila_building 50, naapurila_building 50"},
		{"a line that lies twice", "building_permit", `st_makeline(array[st_pointonsurface(m.geom), st_translate(st_pointonsurface(m.geom), 50, 0), st_pointonsurface(m.geom)])`,
			today, "mallila_building 100"},
		{"a line of no length", "building_permit", `st_makeline(st_pointonsurface(m.geom), st_pointonsurface(m.geom))`, today, "mallila_building 100"},
		{"the whole municipality touches its neighbour and is not there", "building_permit", `m.geom`, today, "mallila_building 100"},
		{"the whole country", "water_permit", `st_pointonsurface(m.geom)`, today, "lvv 100"},
		{"the day before the reform", "environmental_permit", `st_pointonsurface(m.geom)`, "2025-12-31", "lssavi 100"},
		{"the first day after it", "environmental_permit", `st_pointonsurface(m.geom)`, "2026-01-01", "lvv 100"},
		{"nobody is known", "public_event", `st_pointonsurface(n.geom)`, today, ""},
		{"nobody is known in a part", "public_event", across, today, "sisa_suomi_police 5."},
		{"far from both", "building_permit", `st_setsrid(st_makepoint(385000, 6672000), 3067)`, today, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, err := store.Competent(t.Context(), test.field, shape(t, pool, test.place), test.day)
			if err != nil {
				t.Fatal(err)
			}
			if got := told(answer); !like(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if answer.Uncovered() != (test.want == "") {
				t.Errorf("uncovered %t", answer.Uncovered())
			}
		})
	}
}

// like compares with a pattern in which a dot is any character.
func like(got, want string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range want {
		if want[i] != '.' && want[i] != got[i] {
			return false
		}
	}
	return true
}

func TestCompetentTellsHowMuchIsKnown(t *testing.T) {
	pool, store := directory(t)
	for _, test := range []struct {
		name, field, place string
		least, most        float64
	}{
		{"all of it, by two together", "building_permit", across, 1, 1},
		{"a part", "public_event", across, 0.4, 0.6},
		{"nothing", "public_event", `st_pointonsurface(n.geom)`, 0, 0},
		{"one of two points", "public_event", `st_collect(st_pointonsurface(m.geom), st_pointonsurface(n.geom))`, 0.5, 0.5},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, err := store.Competent(t.Context(), test.field, shape(t, pool, test.place), today)
			if err != nil {
				t.Fatal(err)
			}
			if len(answer.Coverage) != 1 || answer.Coverage[0].Field != test.field || answer.Coverage[0].Share < test.least || answer.Coverage[0].Share > test.most {
				t.Errorf("coverage %v, want %s between %v and %v", answer.Coverage, test.field, test.least, test.most)
			}
		})
	}
	t.Run("every field", func(t *testing.T) {
		answer, err := store.Competent(t.Context(), "", shape(t, pool, `st_pointonsurface(n.geom)`), today)
		if err != nil {
			t.Fatal(err)
		}
		fields, err := store.Fields(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(answer.Coverage) != len(fields) {
			t.Errorf("coverage of %d fields, want %d", len(answer.Coverage), len(fields))
		}
		for _, c := range answer.Coverage {
			if want := slices.ContainsFunc(answer.Matches, func(m authorities.Match) bool { return m.Field.Code == c.Field }); (c.Share > 0) != want || c.Field == "public_event" && want {
				t.Errorf("%s: share %v", c.Field, c.Share)
			}
		}
	})
	t.Run("what a match tells", func(t *testing.T) {
		answer, err := store.Competent(t.Context(), "building_permit", shape(t, pool, `st_pointonsurface(m.geom)`), today)
		if err != nil || len(answer.Matches) != 1 {
			t.Fatal(answer, err)
		}
		m := answer.Matches[0]
		if len(m.Above) != 1 || m.Above[0].Code != "mallila" || m.Area != authorities.OneMunicipality || m.Statute.Fi != "Rakentamislaki 751/2023" ||
			m.Channels.Email == "" || !m.Hours.Known() || m.Field.Name.En != "Building permit" {
			t.Errorf("match %+v", m)
		}
	})
	t.Run("no such field", func(t *testing.T) {
		if _, err := store.Competent(t.Context(), "weather", shape(t, pool, `st_pointonsurface(m.geom)`), today); !errors.Is(err, authorities.ErrNoField) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no place", func(t *testing.T) {
		for _, place := range []orb.Geometry{nil, orb.MultiPoint{}} {
			if _, err := store.Competent(t.Context(), "waste", place, today); !errors.Is(err, authorities.ErrNoPlace) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestAnAuthorityThatEndedTakesItsUnitsAlong(t *testing.T) {
	pool, store := directory(t)
	if _, err := pool.Exec(t.Context(), `update authorities set valid_to = '2026-11-21' where code = 'mallila'`); err != nil {
		t.Fatal(err)
	}
	answer, err := store.Competent(t.Context(), "building_permit", shape(t, pool, `st_pointonsurface(m.geom)`), today)
	if err != nil || !answer.Uncovered() {
		t.Errorf("got %s, %v", told(answer), err)
	}
}

func TestCovers(t *testing.T) {
	pool, store := directory(t)
	for _, test := range []struct {
		name, authority, field, place, day string
		want                               bool
	}{
		{"in its municipality", "mallila_environment", "temporary_noise", `st_buffer(st_pointonsurface(m.geom), 50)`, today, true},
		{"an official of another municipality", "mallila_environment", "temporary_noise", `st_buffer(st_pointonsurface(n.geom), 50)`, today, false},
		{"a part is another's", "mallila_environment", "temporary_noise", across, today, false},
		{"another field", "mallila_environment", "zoning", `st_pointonsurface(m.geom)`, today, false},
		{"by its unit", "mallila", "temporary_noise", `st_pointonsurface(m.geom)`, today, true},
		{"not by the authority above", "mallila_building", "municipal_notice", `st_pointonsurface(m.geom)`, today, false},
		{"the whole municipality", "mallila_environment", "temporary_noise", `m.geom`, today, true},
		{"a centimetre over the border", "mallila_environment", "temporary_noise", `st_buffer(m.geom, 0.000001)`, today, true},
		{"two municipalities", "mallila_rescue", "rescue", across, today, true},
		{"after it ended", "lssavi", "environmental_permit", `st_pointonsurface(m.geom)`, today, false},
		{"before it ended", "lssavi", "environmental_permit", `st_pointonsurface(m.geom)`, "2025-12-31", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			entry, err := store.Get(t.Context(), test.authority, test.day)
			if err != nil {
				t.Fatal(err)
			}
			got, err := store.Covers(t.Context(), entry.ID, shape(t, pool, test.place), test.field, test.day)
			if err != nil || got != test.want {
				t.Errorf("got %t, %v, want %t", got, err, test.want)
			}
		})
	}
}

// As many municipalities as the country has, each with twenty fields: a point is answered by the index.
func TestCompetentUsesTheIndex(t *testing.T) {
	pool, _ := directory(t)
	sql := []string{
		`insert into competences (id, authority, field, area, municipalities, geom, statute, valid_from)
		select gen_random_uuid(), (select id from authorities where code = 'mallila'), f.code, 'municipality', array['001'],
			st_multi(st_makeenvelope(100000 + 25000 * (n % 18), 6700000 + 25000 * (n / 18), 124000 + 25000 * (n % 18), 6724000 + 25000 * (n / 18), 3067)),
			'{}', date '2000-01-01' + n
		from generate_series(0, 307) n, (select code from fields order by code limit 20) f`,
		`analyze competences`,
	}
	for _, statement := range sql {
		if _, err := pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := authorities.Explain(t.Context(), pool, "building_permit", orb.Point{480000, 6920000}, today)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(plan, "competences_geom") {
		t.Errorf("the plan does not use the index:\n%s", plan)
	}
}

func TestListAndGet(t *testing.T) {
	_, store := directory(t)
	codes := func(f authorities.Filter) string {
		t.Helper()
		if f.Limit == 0 {
			f.Limit = authorities.MaxPage
		}
		f.Day = today
		found, _, err := store.List(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, a := range found {
			all = append(all, a.Code)
		}
		return strings.Join(all, " ")
	}
	nowhere := orb.Bound{Min: orb.Point{100000, 6700000}, Max: orb.Point{101000, 6701000}}.ToPolygon()
	for _, test := range []struct {
		name   string
		filter authorities.Filter
		want   string
	}{
		{"by field", authorities.Filter{Field: "building_permit"}, "mallila_building naapurila_building"},
		{"by kind", authorities.Filter{Kind: authorities.Police}, "sisa_suomi_police"},
		{"by words, in any language", authorities.Filter{Text: "SUPERVISORY agency"}, "lvv"},
		{"what is no pattern", authorities.Filter{Text: "%"}, ""},
		{"where only the country is", authorities.Filter{Box: nowhere}, "traficom lvv museovirasto tukes vaylavirasto"},
		{"by field and place", authorities.Filter{Field: "building_permit", Box: nowhere}, ""},
		{"in Swedish order", authorities.Filter{Box: nowhere, Lang: i18n.Swedish}, "museovirasto tukes lvv vaylavirasto traficom"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := codes(test.filter); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	t.Run("page by page", func(t *testing.T) {
		var paged []string
		f := authorities.Filter{Day: today, Limit: 4}
		for {
			page, next, err := store.List(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range page {
				paged = append(paged, a.Code)
			}
			if next == nil {
				break
			}
			f.After = next
		}
		if got, want := strings.Join(paged, " "), codes(authorities.Filter{}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if strings.Contains(strings.Join(paged, " "), "lssavi") {
			t.Error("an authority that has ended is listed")
		}
	})
	t.Run("no such field", func(t *testing.T) {
		if _, _, err := store.List(t.Context(), authorities.Filter{Field: "weather", Day: today, Limit: 1}); !errors.Is(err, authorities.ErrNoField) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("one", func(t *testing.T) {
		entry, err := store.Get(t.Context(), "mallila", today)
		if err != nil {
			t.Fatal(err)
		}
		if len(entry.Units) != 6 || len(entry.Competences) != 1 || len(entry.Above) != 0 || entry.Competences[0].Geometry == nil {
			t.Errorf("got %d units, %d competences", len(entry.Units), len(entry.Competences))
		}
	})
	t.Run("none", func(t *testing.T) {
		if _, err := store.Get(t.Context(), "nobody", today); !errors.Is(err, authorities.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLoadAgainAndRefresh(t *testing.T) {
	pool, store := directory(t)
	owner, borders := authorities.NewStore(pool), layers.NewStore(pool)
	state := func() string {
		t.Helper()
		var text string
		err := pool.QueryRow(t.Context(), `select (select string_agg(code || version, ' ' order by code) from authorities)
			|| (select string_agg(id || field || round(st_area(geom)), ' ' order by id) from competences)`).Scan(&text)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	before := state()
	t.Run("by three at once, on nothing", func(t *testing.T) {
		if _, err := pool.Exec(t.Context(), `delete from competences; delete from authorities; delete from fields`); err != nil {
			t.Fatal(err)
		}
		var loads errgroup.Group
		for range 3 {
			loads.Go(func() error {
				_, err := demo.LoadDirectory(t.Context(), owner, borders)
				return err
			})
		}
		if err := loads.Wait(); err != nil {
			t.Error(err)
		}
		before = state()
	})
	if _, err := demo.LoadDirectory(t.Context(), owner, borders); err != nil {
		t.Fatal(err)
	}
	if state() != before {
		t.Error("loading the same again changes something")
	}
	t.Run("refreshed as the service", func(t *testing.T) {
		if _, err := pool.Exec(t.Context(), `update competences set geom = st_multi(st_makeenvelope(0, 0, 1, 1, 3067)) where municipalities <> '{}'`); err != nil {
			t.Fatal(err)
		}
		report, err := authorities.Refresh(t.Context(), store, layers.NewStore(testdb.As(t, pool, pg.AppRole)))
		if err != nil || len(report.Missing) > 0 {
			t.Fatal(report, err)
		}
		if state() != before {
			t.Error("the areas are not what they were")
		}
	})
	t.Run("a border that is not there", func(t *testing.T) {
		if err := borders.Remove(t.Context(), "mallila_municipality"); err != nil {
			t.Fatal(err)
		}
		report, err := authorities.Refresh(t.Context(), store, borders)
		if err != nil || len(report.Missing) == 0 || state() != before {
			t.Errorf("refreshed: %d missing, %v", len(report.Missing), err)
		}
		if report, err = demo.LoadDirectory(t.Context(), owner, borders); err != nil {
			t.Fatal(err)
		}
		if len(report.Missing) == 0 || !slices.Equal(report.Missing[0].Municipalities, []string{"988", "990"}) {
			t.Errorf("loaded: missing %+v", report.Missing)
		}
		answer, err := store.Competent(t.Context(), "building_permit", orb.Point{480000, 6920000}, today)
		if err != nil || !answer.Uncovered() {
			t.Errorf("without borders: %s, %v", told(answer), err)
		}
	})
}

func BenchmarkCompetent(b *testing.B) {
	pool, store := directory(b)
	for _, test := range []struct{ name, field, place string }{
		{"point, one field", "building_permit", `st_pointonsurface(m.geom)`},
		{"point, every field", "", `st_pointonsurface(m.geom)`},
		{"across the border, every field", "", across},
	} {
		place := shape(b, pool, test.place)
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := store.Competent(b.Context(), test.field, place, today); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func loadAgain(t testing.TB, pool *pgxpool.Pool) {
	t.Helper()
	report, err := demo.LoadDirectory(t.Context(), authorities.NewStore(pool), layers.NewStore(pool))
	if err != nil || !slices.Equal(report.Kept, []string{"mallila_street"}) {
		t.Fatal(report, err)
	}
}

// A question that keeps the database too long is given up, and says so. Here it waits for a lock.
func TestCompetentGivesUp(t *testing.T) {
	pool, store := directory(t)
	place := shape(t, pool, `st_pointonsurface(m.geom)`)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(t.Context(), `lock table competences in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Competent(t.Context(), "waste", place, today); !pg.TimedOut(err) {
		t.Errorf("got %v, want a statement that was given up", err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Competent(t.Context(), "waste", place, today); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// What is made to keep the database busy for half a minute does not reach it.
func TestCompetentRefusesATangle(t *testing.T) {
	_, store := directory(t)
	var zigzag orb.LineString
	for i := range 3000 {
		zigzag = append(zigzag, orb.Point{480000 + float64(i*(1-i%2*2)), 6920000 + 1000*float64(i%2)})
	}
	if _, err := store.Competent(t.Context(), "", zigzag, today); !errors.Is(err, authorities.ErrTangled) {
		t.Errorf("got %v", err)
	}
	if _, err := store.Covers(t.Context(), uuid.New(), zigzag, "waste", today); !errors.Is(err, authorities.ErrTangled) {
		t.Errorf("covers: %v", err)
	}
}
