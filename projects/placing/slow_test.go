package placing

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/faults"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

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
