// Package layerstest publishes small layers for the tests of packages above layers.
package layerstest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/layers"
)

// Layer is a layer to publish. Shapes are in EPSG:3067.
type Layer struct {
	Recipe   layers.Recipe
	Source   string           // file's name; empty: "test"
	Cover    orb.MultiPolygon // for coverage of kind area; nil: promises nothing
	Features []Feature
}

// Feature is one feature of it.
type Feature struct {
	ID         string
	Shape      orb.Geometry
	Attributes map[string]any
}

// Publish builds the layer's next version, of which no feature may be refused, and makes it what everybody sees.
func Publish(t testing.TB, pool *pgxpool.Pool, layer Layer) layers.Version {
	t.Helper()
	ctx := context.Background()
	store := layers.NewStore(pool)
	source := layer.Source
	if source == "" {
		source = "test"
	}
	b, err := store.Begin(ctx, layer.Recipe, layers.Origin{Name: source, CRS: "EPSG:3067"})
	must(t, err)
	b.Cover(layer.Cover)
	for _, feature := range layer.Features {
		f, err := layers.NewFeature(feature.ID, feature.Shape, feature.Attributes)
		must(t, err)
		must(t, b.Add(f))
	}
	report, err := b.Finish(ctx)
	must(t, err)
	if int(report.Imported) != len(layer.Features) {
		t.Fatalf("layer %s: %d of %d features imported: %+v", layer.Recipe.ID, report.Imported, len(layer.Features), report)
	}
	must(t, store.Publish(ctx, b.Number(), layers.Approval{DecideAll: true, ConfirmShrink: true}))
	v, err := store.Version(ctx, b.Number())
	must(t, err)
	return v
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
