package tiles

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// counter counts what a connection is asked to do.
type counter struct {
	mu       sync.Mutex
	prepared map[string]int // by statement
	run      int
	hold     chan struct{} // when set, statements wait for it
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	c.mu.Lock()
	hold := c.hold
	if strings.Contains(q.SQL, "st_asmvt") {
		c.run++
	}
	c.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *counter) TracePrepareStart(ctx context.Context, _ *pgx.Conn, p pgx.TracePrepareStartData) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prepared[p.SQL]++
	return ctx
}

func (c *counter) TracePrepareEnd(context.Context, *pgx.Conn, pgx.TracePrepareEndData) {}

func (c *counter) statements() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.run
}

// traced is a pool over the same database that counts, with so many connections.
func traced(t testing.TB, pool *pgxpool.Pool, connections int32) (*pgxpool.Pool, *counter) {
	t.Helper()
	c := &counter{prepared: map[string]int{}}
	config := pool.Config().Copy()
	config.MaxConns, config.MinConns, config.MinIdleConns = connections, 0, 0
	config.ConnConfig.Tracer = c
	counted, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(counted.Close)
	return counted, c
}

func TestOneStatementPerVersionAndGrid(t *testing.T) {
	pool := testdb.New(t)
	units, lines, _ := fabric()
	versions := []layers.Version{
		publish(t, pool, recipe("units", layers.Property, "nimi"), units),
		publish(t, pool, recipe("lines", layers.BaseStreet), lines),
	}
	counted, c := traced(t, pool, 1)
	s := NewSource(counted, Options{})
	for _, g := range Grids {
		for z := range 16 {
			for _, lonLat := range seamPlaces {
				get(t, s, &g, g.At(g.CRS.FromLonLat(lonLat), z), versions...)
			}
		}
	}
	if len(c.prepared) != len(versions)*len(Grids) {
		t.Errorf("prepared %d statements, want %d", len(c.prepared), len(versions)*len(Grids))
	}
	for sql, n := range c.prepared {
		if n != 1 {
			t.Errorf("prepared %d times: %s", n, sql)
		}
	}
	want := len(c.prepared)
	var server int
	if err := counted.QueryRow(context.Background(), `select count(*) from pg_prepared_statements where statement like '%st_asmvt%'
		and statement not like '%pg_prepared_statements%'`).Scan(&server); err != nil || server != want {
		t.Errorf("the server knows %d (%v), want %d", server, err, want)
	}
}

// Names from a register's file are values, never SQL.
func TestHostileNames(t *testing.T) {
	pool := testdb.New(t)
	name := `a"; drop table layers; --'$1\`
	v := publish(t, pool, recipe("units", layers.Property, name), []shape{{"1", square(midE, midN, 100), map[string]any{name: "x'\"\\"}}})
	g := grid(t, "ETRS-TM35FIN")
	found := decode(t, get(t, NewSource(pool, Options{}), g, g.At(orb.Point{midE + 1, midN + 1}, 10), v))
	if got := found["units"].Features[0].Tags[name]; got != "x'\"\\" {
		t.Errorf("got %q", got)
	}
	if strings.Contains(statement(g, v, making{from: postgis, gather: true, careful: true}), "drop") {
		t.Error("the attribute's name is part of the statement")
	}
}

func TestFeatureIDsStay(t *testing.T) {
	pool := testdb.New(t)
	shapes := func(skip int) []shape {
		var all []shape
		for i := range 30 {
			if i != skip {
				all = append(all, shape{"990-1-1-" + strconv.Itoa(i), square(midE+float64(i)*50, midN, 45), map[string]any{"tunnus": "990-1-1-" + strconv.Itoa(i)}})
			}
		}
		return all
	}
	r := recipe("units", layers.Property, "tunnus")
	first, second := publish(t, pool, r, shapes(-1)), publish(t, pool, r, shapes(3))
	s := NewSource(pool, Options{})
	seen := map[any]uint64{}
	for _, g := range Grids {
		for _, v := range []layers.Version{first, second} {
			for z := 12; z <= 16; z++ {
				for _, e := range []float64{midE, midE + 700, midE + 1400} {
					for _, f := range decode(t, get(t, s, &g, g.At(onGrid(&g, orb.Point{e, midN + 20}), z-g.ZoomShift), v))["units"].Features {
						if id, ok := seen[f.Tags["tunnus"]]; ok && id != f.ID {
							t.Fatalf("%s: id %d in one tile, %d in another", f.Tags["tunnus"], id, f.ID)
						}
						seen[f.Tags["tunnus"]] = f.ID
					}
				}
			}
		}
	}
	if len(seen) != 30 {
		t.Errorf("saw %d units, want 30", len(seen))
	}
}

// Equal requests get equal bytes: from another instance, after the rows have moved, whatever the plan.
func TestBytesAreStable(t *testing.T) {
	pool := testdb.New(t)
	units, lines, points := fabric()
	versions := []layers.Version{publish(t, pool, recipe("units", layers.Property), units),
		publish(t, pool, recipe("lines", layers.BaseStreet), lines), publish(t, pool, recipe("points", layers.Address), points)}
	g := grid(t, "WebMercatorQuad")
	at := g.At(g.CRS.FromLonLat(seamPlaces[3]), 12)
	encoded, err := NewSource(pool, Options{}).Tile(context.Background(), g, at, versions, Plain)
	if err != nil {
		t.Fatal(err)
	}
	want := encoded.Bytes
	for i := range 8 {
		if i == 4 {
			for _, v := range versions {
				for _, sql := range []string{`update %s set geom = geom where fid %% 3 = 0`, `vacuum %s`, `analyze %s`} {
					if _, err := pool.Exec(context.Background(), fmt.Sprintf(sql, v.Table())); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		other, err := NewSource(pool, Options{}).Tile(context.Background(), g, at, versions, Plain)
		if err != nil {
			t.Fatal(err)
		}
		if got := other.Bytes; !bytes.Equal(got, want) || other.ETag != encoded.ETag {
			t.Fatalf("request %d: %d bytes, %s; the first had %d, %s", i, len(got), other.ETag, len(want), encoded.ETag)
		}
	}
}
