package layers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// wait builds a version of the recipe's layer and leaves it waiting.
func wait(t testing.TB, store *Store, recipe Recipe, features []wkt) int64 {
	t.Helper()
	ctx := context.Background()
	b, err := store.Begin(ctx, recipe, Origin{Name: "test", CRS: "EPSG:3067"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort(ctx, nil)
	b.Cover(townSquare)
	for _, f := range features {
		if err := b.Add(Feature{SourceID: f.id, EWKB: ewkbOf(t, store.pool, "SRID=3067;"+f.geom), Attributes: json.RawMessage(f.attributes)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	return b.Number()
}

const (
	square  = "POLYGON((480000 6920000,480100 6920000,480100 6920100,480000 6920100,480000 6920000))"
	turned  = "POLYGON((480100 6920100,480000 6920100,480000 6920000,480100 6920000,480100 6920100))"
	midway  = "POLYGON((480000 6920000,480050 6920000,480100 6920000,480100 6920100,480000 6920100,480000 6920000))"
	noisy   = "POLYGON((480000.0004 6920000,480100 6920000.0006,480100 6920100,480000 6920100,480000.0004 6920000))"
	wider   = "POLYGON((480000 6920000,480102 6920000,480102 6920100,480000 6920100,480000 6920000))"
	notched = "POLYGON((480000 6920000,480100 6920000,480100 6920100,480050 6920098,480000 6920100,480000 6920000))"
	bow     = "LINESTRING(480000 6920000,480100 6920100,480100 6920000,480000 6920100)"
	zigzag  = "LINESTRING(480000 6920000,480100 6920000,480100 6920100,480000 6920100)"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after []wkt
		want          string // kind and id of each line, in order
		hidden        int64
	}{
		{"the same", []wkt{{"a", square, `{"n":1}`}}, []wkt{{"a", square, `{"n":1.0,"x":null}`}}, "", 0},
		{"added and removed", []wkt{{"a", square, `{}`}, {"b", square, `{}`}}, []wkt{{"b", square, `{}`}, {"c", square, `{}`}}, "added c, removed a", 0},
		{"a ring that begins elsewhere", []wkt{{"a", square, `{}`}}, []wkt{{"a", turned, `{}`}}, "", 0},
		{"a position on a straight side", []wkt{{"a", square, `{}`}}, []wkt{{"a", midway, `{}`}}, "", 0},
		{"less than a millimetre", []wkt{{"a", square, `{}`}}, []wkt{{"a", noisy, `{}`}}, "", 0},
		{"two metres wider", []wkt{{"a", square, `{}`}}, []wkt{{"a", wider, `{}`}}, "moved a", 0},
		{"the same box", []wkt{{"a", square, `{}`}}, []wkt{{"a", notched, `{}`}}, "moved a", 0},
		{"the same positions in another order", []wkt{{"a", bow, `{}`}}, []wkt{{"a", zigzag, `{}`}}, "moved a", 0},
		{"a point", []wkt{{"a", "POINT(480000 6920000)", `{}`}, {"b", "POINT(480000 6920000)", `{}`}},
			[]wkt{{"a", "POINT(480000 6920000.0009)", `{}`}, {"b", "POINT(480000 6920003)", `{}`}}, "moved b", 0},
		{"attributes", []wkt{{"a", square, `{"n":1,"m":"x"}`}}, []wkt{{"a", square, `{"n":2,"m":"x"}`}}, "changed a", 0},
		{"moved and described anew", []wkt{{"a", square, `{"n":1}`}}, []wkt{{"a", wider, `{"n":2}`}}, "moved a n", 0},
		{"plumbing", []wkt{{"a", square, `{"gid":1}`}}, []wkt{{"a", square, `{"gid":2}`}}, "", 1},
		{"hashes: other attributes", []wkt{{"", square, `{"n":1}`}, {"", wider, `{}`}}, []wkt{{"", square, `{"n":2}`}, {"", wider, `{}`}}, "changed", 0},
		{"hashes: elsewhere", []wkt{{"", square, `{"n":1}`}}, []wkt{{"", wider, `{"n":1}`}}, "moved", 0},
		{"hashes: elsewhere by less than a millimetre", []wkt{{"", square, `{"n":1}`}}, []wkt{{"", noisy, `{"n":1}`}}, "", 0},
		{"hashes: too far", []wkt{{"", "POINT(480000 6920000)", `{"n":1}`}}, []wkt{{"", "POINT(480000 6921000)", `{"n":1}`}}, "added, removed", 0},
		{"hashes: one of many alike", []wkt{{"", "POINT(480000 6920000)", `{"n":1}`}}, []wkt{{"", "POINT(480001 6920000)", `{"n":1}`}, {"", "POINT(480002 6920000)", `{"n":1}`}},
			"added, added, removed", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := t.Context()
			owner := NewStore(testdb.New(t))
			store := NewStore(testdb.As(t, owner.pool, pg.LayersRole))
			recipe := testRecipe("sites", Natura)
			recipe.Attributes = []Attribute{{Name: "gid", Hidden: true}}
			first := wait(t, store, recipe, c.before)
			if err := store.Publish(ctx, first, Approval{}); err != nil {
				t.Fatal(err)
			}
			second := wait(t, store, recipe, c.after)
			d, err := store.Difference(ctx, second)
			if err != nil {
				t.Fatal(err)
			}
			if d.Former != first || d.Hidden != c.hidden || d.Before.Features != int64(len(c.before)) || d.After.Features != int64(len(c.after)) {
				t.Errorf("difference %+v", d)
			}
			if got := lines(t, store, d); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// lines are a difference's lines as the cases write them.
func lines(t *testing.T, store *Store, d Difference) string {
	t.Helper()
	page, next, err := store.Differences(t.Context(), d.Version, DifferenceFilter{Limit: 100})
	if err != nil || next != nil {
		t.Fatalf("lines: %v, next %v", err, next)
	}
	var all []string
	counts := map[Kind]int64{Added: 0, Removed: 0, Moved: 0, Changed: 0}
	for _, line := range page {
		counts[line.Kind]++
		text := string(line.Kind)
		if !strings.Contains("0123456789abcdef", line.SourceID[:1]) || len(line.SourceID) < 16 {
			text += " " + line.SourceID
		}
		if line.Kind == Moved {
			for _, a := range line.Detail.Attributes {
				text += " " + a.Name
			}
		}
		all = append(all, text)
	}
	if diff := cmp.Diff(counts, d.Counts); diff != "" {
		t.Errorf("counts (-lines +difference):\n%s", diff)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func TestDifferenceTellsHowMuch(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	first := wait(t, store, recipe, []wkt{{"a", square, `{"nimi":"Niitty","luokka":1}`}, {"b", square, `{"nimi":"Suo"}`}})
	initial, err := store.Difference(ctx, first)
	if err != nil || initial.Former != 0 || initial.Counts[Added] != 2 {
		t.Fatalf("the first version: %+v, %v", initial, err)
	}
	page, _, err := store.Differences(ctx, first, DifferenceFilter{Limit: 10})
	if err != nil || len(page) != 2 || page[0].Kind != Added || page[0].Geometry == nil {
		t.Errorf("lines of the first version: %+v, %v", page, err)
	}
	if err := store.Publish(ctx, first, Approval{}); err != nil {
		t.Fatal(err)
	}
	recipe.Licence, recipe.Coverage.Why.Fi = "CC BY 4.0", "otherwise"
	second := wait(t, store, recipe, []wkt{{"a", wider, `{"nimi":"Keto","luokka":1,"ala":"` + strings.Repeat("ä", 600) + `"}`}, {"b", square, `{"nimi":"Neva"}`}})
	d, err := store.Difference(ctx, second)
	if err != nil {
		t.Fatal(err)
	}
	if d.Farthest == nil || d.Farthest.SourceID != "a" || d.Farthest.Metres < 0.99 || d.Farthest.Metres > 1.01 {
		t.Errorf("farthest %+v, want a by a metre", d.Farthest)
	}
	if !slices.Equal(d.Recipe, []string{"coverage", "licence"}) || d.Before.AreaM2 != 20_000 || d.After.AreaM2 != 20_200 || d.Before.CoverageM2 == 0 {
		t.Errorf("difference %+v", d)
	}
	if diff := cmp.Diff([]ChangedAttribute{{"nimi", 2}, {"ala", 1}}, d.Attributes); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	moved, _, err := store.Differences(ctx, second, DifferenceFilter{Kinds: []Kind{Moved}, Limit: 10})
	if err != nil || len(moved) != 1 {
		t.Fatalf("moved: %+v, %v", moved, err)
	}
	detail := moved[0].Detail
	if *detail.ApartM != 2 || *detail.AreaBefore != 10_000 || *detail.AreaAfter != 10_200 || len(detail.Attributes) != 2 || len(detail.Attributes[0].To) != 2+2*500+len("…") {
		t.Errorf("detail %+v", detail)
	}
}

// A difference is kept, and worked out anew when another version was published meanwhile.
func TestDifferenceIsKept(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	at := func(e int) []wkt { return []wkt{{"a", fmt.Sprintf("POINT(48000%d 6920000)", e), `{}`}} }
	first, second, third := wait(t, store, recipe, at(1)), wait(t, store, recipe, at(2)), wait(t, store, recipe, at(3))
	former := func() int64 {
		t.Helper()
		d, err := store.Difference(ctx, third)
		if err != nil {
			t.Fatal(err)
		}
		return d.Former
	}
	for _, number := range []int64{first, second} {
		if err := store.Publish(ctx, number, Approval{}); err != nil {
			t.Fatal(err)
		}
		if got := former(); got != number {
			t.Errorf("compared with %d, want %d", got, number)
		}
		former()
	}
	if kept := scanOne[int](t, store.pool, `select count(*) from layer_differences where version = $1`, third); kept != 1 {
		t.Errorf("%d lines kept, want those of the newest difference", kept)
	}
	if err := store.Publish(ctx, third, Approval{}); err != nil {
		t.Fatal(err)
	}
	if got := former(); got != second {
		t.Errorf("when published: compared with %d, want what it followed", got)
	}
	if _, err := store.Difference(ctx, 999); !errors.Is(err, ErrNotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

func TestDifferencesPage(t *testing.T) {
	ctx := t.Context()
	store := NewStore(testdb.New(t))
	recipe := testRecipe("sites", Natura)
	var before, after []wkt
	for i := range 30 {
		before = append(before, wkt{fmt.Sprint("a", i), fmt.Sprintf("POINT(%d 6920000)", 480000+10*i), `{}`})
		after = append(after, wkt{fmt.Sprint("a", i), fmt.Sprintf("POINT(%d 6920002)", 480000+10*i), `{}`})
	}
	if err := store.Publish(ctx, wait(t, store, recipe, before), Approval{}); err != nil {
		t.Fatal(err)
	}
	number := wait(t, store, recipe, append(after[:25], wkt{"n", "POINT(480000 6921000)", `{}`}))
	if _, err := store.Difference(ctx, number); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	filter := DifferenceFilter{Limit: 7}
	for pages := 0; ; pages++ {
		page, next, err := store.Differences(ctx, number, filter)
		if err != nil || pages > 10 {
			t.Fatalf("page %d: %v", pages, err)
		}
		for _, line := range page {
			key := string(line.Kind) + line.SourceID
			if seen[key] {
				t.Errorf("%s twice", key)
			}
			seen[key] = true
		}
		if next == nil {
			break
		}
		filter.After = next
	}
	if len(seen) != 25+5+1 {
		t.Errorf("%d lines over the pages, want 31", len(seen))
	}
}
