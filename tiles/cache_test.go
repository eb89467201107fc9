package tiles

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

func TestManyCallersOneStatement(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}})
	counted, c := traced(t, pool, 4)
	registry := prometheus.NewRegistry()
	s := NewSource(counted, Options{Metrics: registry})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE + 50, midN + 50}), 14)
	c.hold = make(chan struct{})
	const callers = 30
	var wait sync.WaitGroup
	for range callers {
		wait.Go(func() {
			if _, err := s.Tile(context.Background(), g, at, []layers.Version{v}, Plain); err != nil {
				t.Error(err)
			}
		})
	}
	eventually(t, "all callers wait", func() bool { return s.flights.waiting() == callers })
	close(c.hold)
	wait.Wait()
	if n := c.statements(); n != 1 {
		t.Errorf("%d statements for %d callers at once, want 1", n, callers)
	}
	get(t, s, g, at, v)
	if n := c.statements(); n != 1 {
		t.Errorf("%d statements after one more caller, want 1", n)
	}
	if hits, misses := served(t, registry, "hit"), served(t, registry, "miss"); hits != 1 || misses != callers {
		t.Errorf("metrics count %v hits and %v misses, want 1 and %d", hits, misses, callers)
	}
}

// served reads the counter of tiles by result.
func served(t *testing.T, registry *prometheus.Registry, result string) float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			if family.GetName() == "lupakartta_tiles_served_total" && m.GetLabel()[0].GetValue() == result {
				return m.GetCounter().GetValue()
			}
		}
	}
	return 0
}

// waiting is the number of callers in flights.
func (f *flights[K, V]) waiting() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, shared := range f.flying {
		n += shared.waiting
	}
	return n
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it never came to pass that %s", what)
}

// The caller who began the work may leave; the others get their tile.
func TestFirstCallerLeaves(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}})
	counted, c := traced(t, pool, 4)
	s := NewSource(counted, Options{})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE + 50, midN + 50}), 14)
	c.hold = make(chan struct{})
	ctx, leave := context.WithCancel(context.Background())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() { _, err := s.Tile(ctx, g, at, []layers.Version{v}, Plain); first <- err }()
	eventually(t, "the first caller waits", func() bool { return s.flights.waiting() == 1 })
	go func() {
		e, err := s.Tile(context.Background(), g, at, []layers.Version{v}, Plain)
		if err == nil && e.Empty() {
			err = errors.New("empty tile")
		}
		second <- err
	}()
	eventually(t, "both wait", func() bool { return s.flights.waiting() == 2 })
	leave()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the first caller got %v, want context.Canceled", err)
	}
	close(c.hold)
	if err := <-second; err != nil {
		t.Errorf("the second caller got %v", err)
	}
	if n := c.statements(); n != 1 {
		t.Errorf("%d statements, want 1", n)
	}
}

// Work that nobody waits for any more is not begun.
func TestAbandonedWorkIsNotBegun(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}})
	counted, c := traced(t, pool, 4)
	s := NewSource(counted, Options{Concurrency: 1})
	g := grid(t, "WebMercatorQuad")
	middle := onGrid(g, orb.Point{midE + 50, midN + 50})
	c.hold = make(chan struct{})
	busy := make(chan error, 1)
	go func() {
		_, err := s.Tile(context.Background(), g, g.At(middle, 14), []layers.Version{v}, Plain)
		busy <- err
	}()
	eventually(t, "a statement runs", func() bool { return c.statements() == 1 })
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan error, 1)
	go func() { _, err := s.Tile(ctx, g, g.At(middle, 13), []layers.Version{v}, Plain); left <- err }()
	eventually(t, "another caller queues", func() bool { return s.flights.waiting() == 2 })
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller that left got %v, want context.Canceled", err)
	}
	close(c.hold)
	if err := <-busy; err != nil {
		t.Fatal(err)
	}
	get(t, s, g, g.At(middle, 15), v)
	if n := c.statements(); n != 2 {
		t.Errorf("%d statements, want 2: the tile that nobody waits for was made", n)
	}
}

func TestCacheIsBounded(t *testing.T) {
	pool := testdb.New(t)
	units, _, _ := fabric()
	v := publish(t, pool, recipe("units", layers.Property), units)
	const limit = 64 << 10
	s := NewSource(pool, Options{CacheBytes: limit})
	g := grid(t, "WebMercatorQuad")
	middle := g.At(g.CRS.FromLonLat(seamPlaces[3]), 16)
	for x := range uint32(12) {
		get(t, s, g, Tile{16, middle.X - 3 + x/2, middle.Y + x%2}, v)
	}
	s.tiles.CleanUp()
	s.parts.CleanUp()
	if sent, parts := s.tiles.WeightedSize(), s.parts.WeightedSize(); sent+parts > limit || sent == 0 || parts == 0 {
		t.Errorf("tiles take %d bytes and parts %d, want at most %d", sent, parts, limit)
	}
}

// An empty tile is remembered as well.
func TestEmptyTilesAreKept(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}, {"2", square(midE+50000, midN+50000, 100), nil}})
	counted, c := traced(t, pool, 1)
	s := NewSource(counted, Options{})
	g := grid(t, "WebMercatorQuad")
	between := g.At(onGrid(g, orb.Point{midE + 25000, midN + 25000}), 14)
	for range 3 {
		e, err := s.Tile(context.Background(), g, between, []layers.Version{v}, Plain)
		if err != nil || !e.Empty() {
			t.Fatalf("got %v, empty %v", err, e.Empty())
		}
	}
	if n := c.statements(); n != 1 {
		t.Errorf("%d statements, want 1", n)
	}
}

func TestNoStatementWhereNothingCanBe(t *testing.T) {
	pool := testdb.New(t)
	r := recipe("units", layers.Property)
	r.Style.MinZoom = 12
	v := publish(t, pool, r, []shape{{"1", square(midE, midN, 100), nil}})
	counted, c := traced(t, pool, 1)
	s := NewSource(counted, Options{})
	for _, g := range Grids {
		middle := onGrid(&g, orb.Point{midE + 50, midN + 50})
		for _, at := range []Tile{g.At(middle, 11-g.ZoomShift), {15, 0, 0}, g.At(onGrid(&g, orb.Point{midE + 99000, midN}), 13)} {
			e, err := s.Tile(context.Background(), &g, at, []layers.Version{v}, Plain)
			if err != nil || !e.Empty() {
				t.Errorf("%s %v: got %v, empty %v", g.ID, at, err, e.Empty())
			}
		}
		if e, err := s.Tile(context.Background(), &g, g.At(middle, 12-g.ZoomShift), []layers.Version{v}, Plain); err != nil || e.Empty() {
			t.Errorf("%s at the lowest zoom: got %v, empty %v", g.ID, err, e.Empty())
		}
	}
	if n := c.statements(); n != len(Grids) {
		t.Errorf("%d statements, want %d", n, len(Grids))
	}
	if _, err := s.Tile(context.Background(), &Grids[0], Tile{3, 8, 0}, []layers.Version{v}, Plain); !errors.Is(err, ErrOutside) {
		t.Errorf("outside the grid: got %v", err)
	}
}

func TestVersionRemovedBehindOurBack(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}})
	if _, err := pool.Exec(context.Background(), "drop table "+v.Table()); err != nil {
		t.Fatal(err)
	}
	g := grid(t, "ETRS-TM35FIN")
	if _, err := NewSource(pool, Options{}).Tile(context.Background(), g, g.At(orb.Point{midE + 1, midN + 1}, 10), []layers.Version{v}, Plain); !errors.Is(err, layers.ErrCleared) {
		t.Errorf("got %v, want ErrCleared", err)
	}
}

func TestPanicIsAnError(t *testing.T) {
	var f flights[key, *part]
	if _, err := f.do(context.Background(), key{}, func(context.Context) (*part, error) { panic("no such luck") }); err == nil {
		t.Error("a panic went unnoticed")
	}
	if n := f.waiting(); n != 0 {
		t.Errorf("%d still wait", n)
	}
}
