package layers

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

func testRecipe(id string, theme Theme) Recipe {
	return Recipe{ID: id, Theme: theme, Title: i18n.Text{Fi: id, Sv: id, En: id}, Licence: "CC0-1.0",
		Attribution: "test", Coverage: Coverage{Kind: CoverArea}}
}

func TestBuildPublishCatalogue(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	b, err := store.Begin(ctx, testRecipe("sites", Natura), Origin{Name: "test", CRS: "EPSG:3067"})
	if err != nil {
		t.Fatal(err)
	}
	square := orb.Polygon{{{480000, 6920000}, {480100, 6920000}, {480100, 6920100}, {480000, 6920100}, {480000, 6920000}}}
	b.Cover(orb.MultiPolygon{square})
	f, err := NewFeature("FI001", square, map[string]any{"nimi": "a\tb\\c"})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Add(f); err != nil {
		t.Fatal(err)
	}
	report, err := b.Finish(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if report.Imported != 1 {
		t.Errorf("imported %d, want 1", report.Imported)
	}
	if err := store.Publish(ctx, b.Number(), Approval{}); err != nil {
		t.Fatal(err)
	}
	c := NewCatalogue(store)
	if err := c.Load(ctx); err != nil {
		t.Fatal(err)
	}
	layer, ok := c.Layer("sites")
	if !ok || layer.Version.Number != b.Number() || layer.Version.FeatureCount != 1 {
		t.Errorf("catalogue has %+v, want version %d with one feature", layer, b.Number())
	}
}
