package layers

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// Every live layer has a view that the service may read, with the columns and values that the rest relies on.
func TestLiveLayersHaveViews(t *testing.T) {
	app := testdb.As(t, testdb.New(t), pg.AppRole)
	if len(LiveLayers()) == 0 {
		t.Fatal("there are none")
	}
	for _, l := range LiveLayers() {
		if _, err := app.Exec(t.Context(), `select id::bigint, kind::text, geom::geometry(Geometry, 3067), attributes::jsonb, audience::text[], changed_at::timestamptz from `+l.Version.Live.View); err != nil {
			t.Errorf("%s: %v", l.ID, err)
		}
		var followed bool
		if err := app.QueryRow(t.Context(), `select count(*) = 4 from pg_trigger t join pg_proc p on p.oid = t.tgfoid where p.proname = 'map_changed' and t.tgargs = convert_to($1, 'UTF8') || '\x00'`, l.ID).Scan(&followed); err != nil || !followed {
			t.Errorf("%s: nobody hears of its changes (%v)", l.ID, err)
		}
	}
}

func TestWhereLiveFeaturesCanBe(t *testing.T) {
	for lon := whereLive.Min[0]; lon <= whereLive.Max[0]; lon += 0.1 {
		for lat := whereLive.Min[1]; lat <= whereLive.Max[1]; lat += 0.1 {
			if p := geo.ToTM35FIN(orb.Point{lon, lat}); !whereLiveGrid.Pad(0.001).Contains(p) {
				t.Fatalf("%.1f %.1f lies outside: %v", lon, lat, p)
			}
		}
	}
}

func TestParseLive(t *testing.T) {
	const whole = `{"view": "map_x", "recipe": {"id": "live_x", "theme": "roadwork", "title": {"fi": "x", "sv": "x", "en": "x"}, "attribution": "K", "licence": "CC0-1.0", "coverage": {"kind": "none"}}}`
	if _, err := ParseLive([]byte(whole)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, old, new, want string }{
		{"a table", `map_x`, `parties`, "view"},
		{"SQL in the view's name", `map_x`, `map_x; drop table layers`, "view"},
		{"an import's id", `live_x`, `x`, "live_"},
		{"a member that nobody knows", `"view"`, `"sql": "", "view"`, "unknown field"},
		{"a dash of a value without a colour", `"coverage"`, `"style": {"color_by": "kind", "colors": {"a": "#112233"}, "dashed": ["b"]}, "coverage"`, "dashed"},
		{"a language is missing", `"sv": "x"`, `"sv": ""`, "title"},
	} {
		if _, err := ParseLive([]byte(strings.Replace(whole, test.old, test.new, 1))); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want a word about %q", test.name, err, test.want)
		}
	}
	if _, err := ParseRecipe([]byte(`{"id": "live_x", "theme": "roadwork", "title": {"fi": "x", "sv": "x", "en": "x"}, "attribution": "K", "licence": "CC0-1.0", "coverage": {"kind": "none"}}`)); err == nil || !strings.Contains(err.Error(), "live_") {
		t.Errorf("an import with a live layer's id: %v", err)
	}
}
