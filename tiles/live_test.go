package tiles

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/changes"
)

// works makes a view of works for everybody, of an authority, of a party and of nobody, all in one place.
func works(t *testing.T, pool *pgxpool.Pool) layers.Version {
	t.Helper()
	if _, err := pool.Exec(t.Context(), `create table works (id bigint generated always as identity primary key, geom geometry(Geometry, 3067), audience text[], name text, changed_at timestamptz);
		create view map_works as select id, 'work' as kind, geom, jsonb_build_object('name', name) as attributes, audience, changed_at from works;
		select map_follow('works', 'live_works')`); err != nil {
		t.Fatal(err)
	}
	for name, audience := range map[string][]string{"open": {"public"}, "office": {"authority:a", "authority:b"}, "mine": {"party:p"}, "draft": {}} {
		if _, err := pool.Exec(t.Context(), `insert into works (geom, audience, name) values (st_setsrid(st_makepoint($1, $2), 3067), $3, $4)`, midE, midN, audience, name); err != nil {
			t.Fatal(err)
		}
	}
	r := recipe("live_works", layers.Roadwork, "name")
	return layers.Version{Layer: r.ID, Recipe: r, Live: &layers.Live{View: "map_works"}}
}

// shownIn are the names in the layer of works.
func shownIn(t *testing.T, raw []byte) string {
	t.Helper()
	var found []string
	for _, f := range decode(t, raw)["live_works"].Features {
		found = append(found, f.Tags["name"].(string))
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

func TestLiveTilesShowWhatTheAudienceMaySee(t *testing.T) {
	pool := testdb.New(t)
	v := works(t, pool)
	restricted := v
	restricted.Live = &layers.Live{View: "map_works", Restricted: true}
	for _, test := range []struct {
		name string
		v    layers.Version
		want string
	}{
		{"a layer for everybody has no other rows", v.For([]string{"public", "authority:a"}), "open"},
		{"anybody", restricted.For([]string{"public"}), "open"},
		{"an authority", restricted.For([]string{"public", "party:x", "authority:b"}), "office open"},
		{"a party", restricted.For([]string{"public", "party:p"}), "mine open"},
		{"nobody said for whom", restricted, ""},
		{"nobody", restricted.For([]string{}), ""},
	} {
		for i := range Grids {
			g := &Grids[i]
			s := NewSource(pool, Options{Fresh: func() bool { return true }})
			if got := shownIn(t, get(t, s, g, g.At(onGrid(g, orb.Point{midE, midN}), 10), test.v)); got != test.want {
				t.Errorf("%s, %s: %q, want %q", test.name, g.ID, got, test.want)
			}
		}
	}
}

// Tiles for one audience are shared with no other, however many ask at once.
func TestRestrictedTilesAreNeverShared(t *testing.T) {
	pool := testdb.New(t)
	v := works(t, pool)
	v.Live.Restricted = true
	counted, c := traced(t, pool, 4)
	s := NewSource(counted, Options{Fresh: func() bool { return true }})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE, midN}), 14)
	want := map[string]string{"party:p": "mine open", "authority:a": "office open", "party:x": "open"}
	var wait sync.WaitGroup
	const rounds = 20
	for range rounds {
		for who, wanted := range want {
			wait.Go(func() {
				e, err := s.Tile(context.Background(), g, at, []layers.Version{v.For([]string{"public", who})}, Plain)
				if err != nil {
					t.Error(err)
					return
				}
				if got := shownIn(t, e.Bytes); got != wanted {
					t.Errorf("%s is shown %q", who, got)
				}
			})
		}
	}
	wait.Wait()
	if n := c.statements(); n != rounds*len(want) {
		t.Errorf("%d statements for %d requests", n, rounds*len(want))
	}
	if n := s.live.cache.EstimatedSize(); n != 0 {
		t.Errorf("%d parts are kept", n)
	}
}

// What everybody sees of a layer with rules of access is kept and shared like any other, and is never what somebody else sees,
// whoever asked first.
func TestWhatEverybodySeesIsKept(t *testing.T) {
	pool := testdb.New(t)
	v := works(t, pool)
	v.Live.Restricted = true
	counted, c := traced(t, pool, 4)
	s := NewSource(counted, Options{Fresh: func() bool { return true }})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE, midN}), 14)
	for i, test := range []struct {
		audience []string
		want     string
		made     int
	}{
		{[]string{"public", "authority:a"}, "office open", 1}, {[]string{"public"}, "open", 1}, {[]string{"public"}, "open", 0},
		{[]string{"public", "authority:a"}, "office open", 1}, {[]string{"authority:a"}, "office", 1}, {nil, "", 1}, {[]string{"public"}, "open", 0},
	} {
		before := c.statements()
		if got := shownIn(t, get(t, s, g, at, v.For(test.audience))); got != test.want || c.statements()-before != test.made {
			t.Errorf("%d, %v: %q with %d statements, want %q with %d", i, test.audience, got, c.statements()-before, test.want, test.made)
		}
	}
	if _, err := pool.Exec(t.Context(), `update works set audience = '{authority:a}' where name = 'open'`); err != nil {
		t.Fatal(err)
	}
	s.Changed(changes.Batch{Changes: []changes.Change{{Layer: v.Layer, Audience: []string{"authority:a"}}, {Layer: v.Layer, Open: true}}})
	if got := shownIn(t, get(t, s, g, at, v.For([]string{"public"}))); got != "" {
		t.Errorf("what was closed is still shown: %q", got)
	}
}

func TestLiveTilesAreForgottenWhereTheyChange(t *testing.T) {
	pool := testdb.New(t)
	v := works(t, pool)
	counted, c := traced(t, pool, 4)
	var fresh atomic.Bool
	fresh.Store(true)
	s := NewSource(counted, Options{Fresh: fresh.Load})
	made := func(what string, want int, batch changes.Batch) {
		t.Helper()
		s.Changed(batch)
		before := c.statements()
		for i := range Grids {
			g := &Grids[i]
			for _, p := range []orb.Point{{midE, midN}, {midE + 20_000, midN}} {
				get(t, s, g, g.At(onGrid(g, p), g.LowestZoom(14)), v)
			}
		}
		if got := c.statements() - before; got != want {
			t.Errorf("%s: %d parts were made, want %d", what, got, want)
		}
	}
	at := func(e float64, open bool) changes.Batch {
		return changes.Batch{Changes: []changes.Change{{Layer: v.Layer, Open: open, Box: &orb.Bound{Min: orb.Point{e, midN}, Max: orb.Point{e + 10, midN + 10}}}}}
	}
	made("at first", 4, changes.Batch{})
	made("again", 0, changes.Batch{})
	made("one place", 2, at(midE, true))
	made("the other", 2, at(midE+20_000, true))
	made("elsewhere", 0, at(midE+100_000, true))
	made("what nobody sees", 0, at(midE, false))
	made("another layer", 0, changes.Batch{Changes: []changes.Change{{Layer: "live_others", Open: true}}})
	made("everywhere", 4, changes.Batch{Changes: []changes.Change{{Layer: v.Layer, Open: true}}})
	made("anything", 4, changes.Batch{All: true})
	fresh.Store(false)
	made("while changes may be missing", 4, changes.Batch{})
	fresh.Store(true)
	made("afterwards", 0, changes.Batch{})
}

// A feature in the buffer of a tile is in the tile: its change forgets it.
func TestChangesReachOverSeams(t *testing.T) {
	pool := testdb.New(t)
	v := works(t, pool)
	s := NewSource(pool, Options{Fresh: func() bool { return true }})
	for i := range Grids {
		g := &Grids[i]
		at := g.At(onGrid(g, orb.Point{midE, midN}), g.LowestZoom(16))
		beyond := g.Bounds(at).Max
		beyond[0] += g.side(at.Z) / Extent * (Buffer - 2)
		beyond[1] -= g.side(at.Z) / 2
		there := geo.ToTM35FIN(g.CRS.ToLonLat(beyond))
		show := func() string { return shownIn(t, get(t, s, g, at, v)) }
		if _, err := pool.Exec(t.Context(), `update works set geom = st_setsrid(st_makepoint($1, $2), 3067)`, midE+500_00, midN); err != nil {
			t.Fatal(err)
		}
		s.Changed(changes.Batch{All: true})
		if got := show(); got != "" {
			t.Fatalf("%s: %q", g.ID, got)
		}
		if _, err := pool.Exec(t.Context(), `update works set geom = st_setsrid(st_makepoint($1, $2), 3067)`, there[0], there[1]); err != nil {
			t.Fatal(err)
		}
		s.Changed(changes.Batch{Changes: []changes.Change{{Layer: v.Layer, Open: true, Box: &orb.Bound{Min: there, Max: there}}}})
		if got := show(); got != "open" {
			t.Errorf("%s: what has come into the buffer is not shown: %q", g.ID, got)
		}
	}
}

// What was begun before a change is given to nobody who asks after it, and not kept.
func TestMakingsBegunBeforeAChange(t *testing.T) {
	pool := testdb.New(t)
	v := works(t, pool)
	counted, c := traced(t, pool, 4)
	s := NewSource(counted, Options{Fresh: func() bool { return true }, Concurrency: 4})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE, midN}), 14)
	hold := make(chan struct{})
	c.hold = hold
	var wait sync.WaitGroup
	ask := func() {
		wait.Go(func() {
			if _, err := s.Tile(context.Background(), g, at, []layers.Version{v}, Plain); err != nil {
				t.Error(err)
			}
		})
	}
	ask()
	ask()
	eventually(t, "both wait for one making", func() bool { return s.live.flights.waiting() == 2 })
	s.Changed(changes.Batch{All: true})
	ask()
	eventually(t, "the third has its own", func() bool { return s.live.flights.waiting() == 3 })
	close(hold)
	wait.Wait()
	if n := c.statements(); n != 2 {
		t.Errorf("%d statements, want 2", n)
	}
	before := s.live.flight(liveKey{v.Layer, g.ID, at})
	s.Changed(changes.Batch{All: true})
	s.live.keep(before, livePart{part: empty})
	if n := s.live.cache.EstimatedSize(); n != 0 {
		t.Errorf("%d parts are kept that were begun before a change", n)
	}
}
