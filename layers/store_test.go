package layers

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

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

// A version that another instance has published a moment ago is found; made-up ones and those that wait are not.
func TestFindAsksForWhatIsNotKnown(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	c := NewCatalogue(store)
	number := wait(t, store, testRecipe("sites", Natura), []wkt{{"a", square, `{}`}})
	if _, err := c.Find(ctx, "sites", number); !errors.Is(err, ErrNotFound) {
		t.Errorf("a version that waits: %v", err)
	}
	if err := store.Publish(ctx, number, Approval{}); err != nil {
		t.Fatal(err)
	}
	var group errgroup.Group
	for range 20 {
		group.Go(func() error {
			v, err := c.Find(ctx, "sites", number)
			if err == nil && v.Number != number {
				err = fmt.Errorf("version %d", v.Number)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := c.Find(ctx, "others", number); !errors.Is(err, ErrNotFound) {
		t.Errorf("of another layer: %v", err)
	}
}

// Readings that overlap never leave the older one: whoever has published sees it from then on.
func TestLoadsDoNotGoBack(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	c := NewCatalogue(store)
	stop := make(chan struct{})
	var group errgroup.Group
	for range 3 {
		group.Go(func() error {
			for {
				select {
				case <-stop:
					return nil
				default:
				}
				if err := c.Load(ctx); err != nil {
					return err
				}
			}
		})
	}
	for range 5 {
		number := wait(t, store, testRecipe("sites", Natura), []wkt{{"a", square, `{}`}})
		if err := store.Publish(ctx, number, Approval{}); err != nil {
			t.Error(err)
		}
		if err := c.Load(ctx); err != nil {
			t.Error(err)
		}
		for range 200 {
			if _, ok := c.Version("sites", number); !ok {
				t.Errorf("version %d is not known after it was", number)
				break
			}
			time.Sleep(50 * time.Microsecond)
		}
	}
	close(stop)
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}
