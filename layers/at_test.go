package layers

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
)

// item is one feature of a layer made for a test.
type item struct {
	id         string
	shape      orb.Geometry // EPSG:3067
	attributes map[string]any
}

// publish imports a layer's features and makes them what everybody sees.
func publish(t testing.TB, store *Store, recipe Recipe, items ...item) int64 {
	t.Helper()
	ctx := context.Background()
	b, err := store.Begin(ctx, recipe, Origin{Name: "test", CRS: "EPSG:3067"})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		f, err := NewFeature(i.id, i.shape, i.attributes)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	if err := store.Publish(ctx, b.Number(), Approval{}); err != nil {
		t.Fatal(err)
	}
	return b.Number()
}

func loaded(t testing.TB, store *Store) *Catalogue {
	t.Helper()
	c := NewCatalogue(store)
	if err := c.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return c
}

func squareAt(e, n, side float64) orb.Polygon {
	return orb.Polygon{{{e, n}, {e + side, n}, {e + side, n + side}, {e, n + side}, {e, n}}}
}

// smallTown is three layers around E 480 000, N 6 920 000: water below, plots above it, stops on top.
func smallTown(t testing.TB) (*Store, *Catalogue, *pgxpool.Pool) {
	t.Helper()
	pool := testdb.New(t)
	store := NewStore(pool)
	water := testRecipe("water", BaseWater)
	water.Position, water.Coverage.Kind = 1, CoverNone
	publish(t, store, water, item{"lake", squareAt(479000, 6919000, 3000), nil})
	plots := testRecipe("plots", Property)
	plots.Position, plots.Coverage.Kind = 2, CoverNone
	plots.Names = []string{"nimi"}
	plots.Attributes = []Attribute{
		{Name: "nimi", Label: i18n.Text{Fi: "Nimi", Sv: "Namn", En: "Name"}},
		{Name: "nimi_sv", Label: i18n.Text{Fi: "Ruotsinkielinen nimi", Sv: "Namn på svenska", En: "Name in Swedish"}, Meaning: MeaningNameSv},
		{Name: "ala", Label: i18n.Text{Fi: "Pinta-ala", Sv: "Areal", En: "Area"}, Unit: "m²"},
		{Name: "laji", Label: i18n.Text{Fi: "Laji", Sv: "Art", En: "Kind"}, Codes: map[string]i18n.Text{"1": {Fi: "tontti", Sv: "tomt", En: "plot"}}},
		{Name: "sisäinen", Hidden: true},
	}
	publish(t, store, plots,
		item{"A", squareAt(480000, 6920000, 100), map[string]any{"nimi": "Niemi", "nimi_sv": "Udden", "ala": 10000.5, "laji": 1, "sisäinen": "x", "muu": true, "tyhjä": nil}},
		item{"B", squareAt(480100, 6920000, 100), map[string]any{"nimi": "Perä"}},
		item{"A1", squareAt(480010, 6920010, 10), map[string]any{}})
	stops := testRecipe("stops", Transit)
	stops.Position, stops.Coverage.Kind = 3, CoverNone
	publish(t, store, stops, item{"S", orb.Point{480023, 6920020}, nil}, item{"T", orb.Point{480090, 6920020}, nil})
	return store, loaded(t, store), pool
}

func ids(hits []Hit) []string {
	found := []string{}
	for _, h := range hits {
		found = append(found, h.Layer.ID+"/"+h.FeatureID)
	}
	return found
}

func TestAt(t *testing.T) {
	store, catalogue, _ := smallTown(t)
	tests := []struct {
		name      string
		point     orb.Point
		tolerance float64
		want      []string
	}{
		{"topmost layer first, smaller areas before larger", orb.Point{480015, 6920015}, 5, []string{"plots/A1", "plots/A", "water/lake"}},
		{"a stop within the tolerance", orb.Point{480020, 6920016}, 5, []string{"stops/S", "plots/A1", "plots/A", "water/lake"}},
		{"a stop beyond it", orb.Point{480015, 6920014}, 5, []string{"plots/A1", "plots/A", "water/lake"}},
		{"areas take no tolerance", orb.Point{480050, 6919999}, 50, []string{"stops/S", "stops/T", "water/lake"}},
		{"on a border both sides", orb.Point{480100, 6920050}, 1, []string{"plots/A", "plots/B", "water/lake"}},
		{"nothing", orb.Point{500000, 7000000}, 5, []string{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			hits, err := store.At(context.Background(), catalogue, test.point, test.tolerance, i18n.Finnish)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, ids(hits.Items)); diff != "" {
				t.Errorf("want, got: %s", diff)
			}
		})
	}
}

func TestAtNamesAttributes(t *testing.T) {
	store, catalogue, _ := smallTown(t)
	tests := []struct {
		lang  i18n.Lang
		title string
		want  []string
	}{
		{i18n.Finnish, "Niemi", []string{"Nimi: Niemi", "Ruotsinkielinen nimi: Udden", "Pinta-ala: 10\u00a0000,5\u00a0m²", "Laji: tontti", "muu: kyllä"}},
		{i18n.Swedish, "Udden", []string{"Namn: Niemi", "Namn på svenska: Udden", "Areal: 10\u00a0000,5\u00a0m²", "Art: tomt", "muu: ja"}},
		{i18n.English, "Niemi", []string{"Name: Niemi", "Name in Swedish: Udden", "Area: 10,000.5\u00a0m²", "Kind: plot", "muu: yes"}},
	}
	for _, test := range tests {
		hits, err := store.At(context.Background(), catalogue, orb.Point{480050, 6920050}, 0, test.lang)
		if err != nil {
			t.Fatal(err)
		}
		hit := hits.Items[0]
		var got []string
		for _, a := range hit.Attributes {
			got = append(got, a.Label+": "+a.Text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || hit.Title != test.title {
			t.Errorf("%s: title %q, want, got: %s", test.lang, hit.Title, diff)
		}
		corner := geo.ToLonLat(orb.Point{480000, 6920000})
		if got := hit.Geometry.Bound().Min; math.Abs(got[0]-corner[0]) > 1e-4 || math.Abs(got[1]-corner[1]) > 1e-4 {
			t.Errorf("the geometry begins at %v, want about %v", got, corner)
		}
	}
}

func TestAtKeepsABrokenLayerFromHidingOthers(t *testing.T) {
	store, catalogue, pool := smallTown(t)
	plots, _ := catalogue.Layer("plots")
	if _, err := pool.Exec(context.Background(), "drop table "+plots.Version.Table()); err != nil {
		t.Fatal(err)
	}
	hits, err := store.At(context.Background(), catalogue, orb.Point{480020, 6920016}, 5, i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"stops/S", "water/lake"}, ids(hits.Items)); diff != "" {
		t.Errorf("want, got: %s", diff)
	}
	if !slices.Equal(hits.Unavailable, []string{"plots"}) {
		t.Errorf("unavailable %v, want plots", hits.Unavailable)
	}
	pool.Close()
	if _, err := store.At(context.Background(), catalogue, orb.Point{480020, 6920016}, 5, i18n.Finnish); err == nil {
		t.Error("without a database: want an error")
	}
}

func TestAtTellsThatThereIsMoreAndThinsLargeShapes(t *testing.T) {
	store := NewStore(testdb.New(t))
	recipe := testRecipe("piles", Venue)
	recipe.Coverage.Kind = CoverNone
	var ring orb.Ring
	for i := range 5000 {
		angle := 2 * math.Pi * float64(i) / 5000
		ring = append(ring, orb.Point{480000 + 1000*math.Cos(angle), 6920000 + 1000*math.Sin(angle)})
	}
	items := []item{{"round", orb.Polygon{append(ring, ring[0])}, nil}}
	for i := range maxHits {
		items = append(items, item{fmt.Sprint(i), squareAt(479990, 6919990, 20+float64(i)), nil})
	}
	publish(t, store, recipe, items...)
	hits, err := store.At(context.Background(), loaded(t, store), orb.Point{480000, 6920000}, 5, i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	if len(hits.Items) != maxHits || !slices.Equal(hits.More, []string{"piles"}) {
		t.Errorf("got %d items and more in %v, want %d and piles", len(hits.Items), hits.More, maxHits)
	}
	round, err := store.At(context.Background(), loaded(t, store), orb.Point{480500, 6920000}, 5, i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	shape := round.Items[0].Geometry.(orb.Polygon)
	if !round.Items[0].Simplified || len(shape[0]) > maxShape || len(shape[0]) < 20 {
		t.Errorf("a ring of 5001 came with %d positions, simplified %v", len(shape[0]), round.Items[0].Simplified)
	}
}

func TestListPages(t *testing.T) {
	store, catalogue, _ := smallTown(t)
	around := Around{Point: orb.Point{480015, 6920015}, Limit: 2}
	want := []string{"plots/A", "plots/A1", "water/lake", "stops/S", "stops/T", "plots/B"}
	var got []string
	for pages := 0; ; pages++ {
		hits, next, err := store.List(context.Background(), catalogue, around, i18n.Finnish)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, ids(hits.Items)...)
		if next == nil {
			if pages != 2 {
				t.Errorf("%d pages, want 3", pages+1)
			}
			break
		}
		around.After = next
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want, got: %s", diff)
	}
}

// TestListPagesThroughOnePlace pages through features that all lie in one point, where only the fid tells them apart.
func TestListPagesThroughOnePlace(t *testing.T) {
	store := NewStore(testdb.New(t))
	var want []string
	for _, layer := range []string{"cars", "bikes"} {
		recipe := testRecipe(layer, Venue)
		recipe.Coverage.Kind = CoverNone
		var items []item
		for i := range 20 {
			items = append(items, item{fmt.Sprintf("%02d", i), orb.Point{480000, 6920000}, nil})
		}
		publish(t, store, recipe, items...)
	}
	for _, layer := range []string{"bikes", "cars"} {
		for i := range 20 {
			want = append(want, fmt.Sprintf("%s/%02d", layer, i))
		}
	}
	catalogue := loaded(t, store)
	for _, point := range []orb.Point{{480000, 6920000}, {480003, 6920004}} {
		around := Around{Point: point, Limit: 7}
		var got []string
		for pages := 0; pages < 10; pages++ {
			hits, next, err := store.List(context.Background(), catalogue, around, i18n.Finnish)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, ids(hits.Items)...)
			if around.After = next; next == nil {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("from %v: want, got: %s", point, diff)
		}
	}
}

func TestListLimitsToAreaAndLayers(t *testing.T) {
	store, catalogue, _ := smallTown(t)
	around := Around{Point: orb.Point{480015, 6920015}, Area: squareAt(480085, 6920005, 30), Layers: []string{"stops", "plots"}, Limit: 50}
	hits, next, err := store.List(context.Background(), catalogue, around, i18n.Finnish)
	if err != nil || next != nil {
		t.Fatal(err, next)
	}
	if diff := cmp.Diff([]string{"plots/A", "stops/T", "plots/B"}, ids(hits.Items)); diff != "" {
		t.Errorf("want, got: %s", diff)
	}
	stop := hits.Items[1]
	// 75 m east and 5 m north on the grid; 26.6° E lies 0.4° west of the central meridian, so grid north is nearly true.
	if grid := math.Hypot(75, 5); math.Abs(stop.Distance-grid) > 0.05 || stop.Distance == grid {
		t.Errorf("distance %.4f m, want the true length, some centimetres off %.4f", stop.Distance, grid)
	}
	if math.Abs(stop.Bearing-86.2) > 0.6 {
		t.Errorf("bearing %.2f°, want about 86°", stop.Bearing)
	}
	around.Layers = []string{"plots", "nothing"}
	if _, _, err := store.List(context.Background(), catalogue, around, i18n.Finnish); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown layer: got %v", err)
	}
}

func TestFeature(t *testing.T) {
	store, catalogue, _ := smallTown(t)
	plots, _ := catalogue.Layer("plots")
	hit, err := store.Feature(context.Background(), plots, "B", i18n.Finnish)
	if err != nil || hit.Title != "Perä" {
		t.Errorf("got %q, %v", hit.Title, err)
	}
	if _, err := store.Feature(context.Background(), plots, "b' or 1=1", i18n.Finnish); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown feature: got %v", err)
	}
}

func TestLayerFailed(t *testing.T) {
	for code, want := range map[string]bool{"42P01": true, "57014": true, "XX000": true, "57P01": false, "57P03": false, "53300": false, "08006": false} {
		if got := layerFailed(fmt.Errorf("asking: %w", &pgconn.PgError{Code: code})); got != want {
			t.Errorf("%s: got %t, want %t", code, got, want)
		}
	}
}
