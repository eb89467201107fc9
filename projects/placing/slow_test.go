package placing

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/internal/faults"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// What is dear is worked out once, and not for each time that it is named.
func TestAUnionIsMadeOnce(t *testing.T) {
	rows, err := testdb.New(t).Query(t.Context(), `explain (verbose) `+onlyOnce(unitedIn3067(`'SRID=3067;POLYGON((0 0,1 0,1 1,0 0))'::geometry`)))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if n := strings.Count(strings.Join(plan, "\n"), "st_dump("); err != nil || n != 1 {
		t.Errorf("%d times, %v: %s", n, err, strings.Join(plan, "\n"))
	}
}

// A change that takes too long is given up with a reason.
func TestWhatTakesTooLong(t *testing.T) {
	before := patience
	patience = "1"
	defer func() { patience = before }()
	pool := testdb.New(t)
	p := New(pool, layers.NewCatalogue(layers.NewStore(pool)), slog.New(slog.DiscardHandler))
	var ring orb.Ring
	for i := range 2_000 {
		turn, far := 2*math.Pi*float64(i)/2_000, 1+0.1*float64(i%2)
		ring = append(ring, orb.Point{26.6 + 0.02*far*math.Cos(turn), 62.4 + 0.01*far*math.Sin(turn)})
	}
	_, err := p.Change(context.Background(), ChangeOrder{Operation: Widen, Geometries: []orb.Geometry{orb.Polygon{append(ring, ring[0])}}, Distance: 100})
	var found faults.Faults
	if !errors.As(err, &found) || found[0].Code != "too_intricate" {
		t.Error(err)
	}
}
