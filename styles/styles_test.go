package styles

import (
	"bytes"
	"encoding/json"
	"flag"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lupakartta/demo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

var update = flag.Bool("update", false, "write testdata anew")

// published makes a layer of a recipe, as if one of that geometry had been published.
func published(r layers.Recipe, geometryType string) layers.Layer {
	return layers.Layer{ID: r.ID, Theme: r.Theme, Version: layers.Version{Number: 7, Layer: r.ID, Recipe: r, FeatureCount: 1, GeometryType: geometryType,
		BBoxLonLat: orb.Bound{Min: orb.Point{26, 62}, Max: orb.Point{27, 63}}}}
}

// everyLayer is every recipe that we know, drawn as whatever geometry its register may hold.
func everyLayer() []layers.Layer {
	own, err := demo.Recipes()
	if err != nil {
		panic(err)
	}
	var list []layers.Layer
	for _, r := range append(layers.Recipes(), own...) {
		for _, kind := range []string{"Point", "LineString", "Polygon", "Mixed"} {
			l := published(r, kind)
			l.ID += "_" + strings.ToLower(kind)
			list = append(list, l)
		}
	}
	return list
}

func options(isDark bool) Options {
	return Options{Dark: isDark, Lang: i18n.Finnish, Base: "https://kartta.example"}
}

var text = i18n.Text{Fi: "Kohteet", Sv: "Objekt", En: "Sites"}

// town is a layer of each way to draw.
func town() []layers.Layer {
	layer := func(id string, theme layers.Theme, kind string, style layers.Style) layers.Layer {
		return published(layers.Recipe{ID: id, Theme: theme, Title: text, Attribution: "© " + id, Style: style, Attributes: []layers.Attribute{
			{Name: "nimi", Tile: true, Label: text, Meaning: layers.MeaningName},
			{Name: "luokka", Tile: true, Label: text, Codes: map[string]i18n.Text{"2": {Fi: "Toinen", Sv: "Andra", En: "Second"}}}}}, kind)
	}
	return []layers.Layer{
		layer("land", layers.BaseLand, "Polygon", layers.Style{Visible: true, Color: "#f5f1e6"}),
		layer("lake", layers.BaseWater, "Mixed", layers.Style{Visible: true, Label: "nimi"}),
		layer("street", layers.BaseStreet, "LineString", layers.Style{Visible: true, Label: "nimi", ColorBy: "luokka", Colors: map[string]string{"1": "#f0b060", "2": "#ffffff"}}),
		layer("municipality", layers.Municipality, "Polygon", layers.Style{Visible: true, Label: "nimi"}),
		layer("unit", layers.Property, "Polygon", layers.Style{Visible: true, MinZoom: 13}),
		layer("building", layers.Building, "Polygon", layers.Style{Visible: true, MinZoom: 14, ColorBy: "luokka", Colors: map[string]string{"1": "#b5793a", "2": "#b0704a"}}),
		layer("address", layers.Address, "Point", layers.Style{MinZoom: 15, Label: "nimi"}),
		layer("groundwater", layers.Groundwater, "Polygon", layers.Style{MinZoom: 8, ColorBy: "luokka", Colors: map[string]string{"10": "#0d47a1", "2": "#1565c0", "1": "highlightBase"}, Label: "nimi"}),
		layer("venue", layers.Venue, "Point", layers.Style{Visible: true, Label: "nimi"}),
		layer("school", layers.SensitiveSite, "Point", layers.Style{MinZoom: 8, ClusterBelow: 12, ColorBy: "luokka", Colors: map[string]string{"a": "#cc3d7f", "b": "#b35900"}, Label: "nimi"}),
		layer("cable", layers.Zoning, "LineString", layers.Style{ColorBy: "luokka", Colors: map[string]string{"a": "#117733", "b": "#b35900", "c": "#ffcc00"}}),
		layer("event", layers.Event, "Mixed", layers.Style{ColorBy: "luokka", Colors: map[string]string{"1": "#cc3d7f", "2": "#cc3d7f"}, Dashed: []string{"2"}, Label: "nimi"}),
		layer("roadwork", layers.Roadwork, "Mixed", layers.Style{Color: "#e69f00", Pattern: "hatch"}),
	}
}

// TestGoldens writes what is served, to be read; web/src/map/style validates these files as MapLibre does.
func TestGoldens(t *testing.T) {
	for _, isDark := range []bool{false, true} {
		got, err := json.MarshalIndent(Of(town(), options(isDark)), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		file := "testdata/" + toneOf(isDark).name + ".json"
		if *update {
			if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
			t.Errorf("%s (-want +got), written anew by -update:\n%s", file, diff)
		}
	}
}

func ids(s Style) []string {
	var list []string
	for _, l := range s.Layers {
		list = append(list, l.ID)
	}
	return list
}

// What is dashed by a value differs from the rest in areas, in lines and in the legend, and in nothing else.
func TestDraftsAreDashed(t *testing.T) {
	s := Of(town(), options(false))
	part := func(id string) Layer {
		return s.Layers[slices.IndexFunc(s.Layers, func(l Layer) bool { return l.ID == id })]
	}
	for _, name := range []string{"outline", "line"} {
		rest, drafts := part("event/"+name), part("event/"+name+"-2")
		if rest.Paint["line-dasharray"] != nil || !slices.Equal(drafts.Paint["line-dasharray"].([]float64), draftDash) {
			t.Errorf("%s: dashes %v and %v", name, rest.Paint["line-dasharray"], drafts.Paint["line-dasharray"])
		}
		if cmp.Equal(rest.Filter, drafts.Filter) || !cmp.Equal(rest.Paint["line-color"], drafts.Paint["line-color"]) {
			t.Errorf("%s: filters %v and %v", name, rest.Filter, drafts.Filter)
		}
	}
	legend := s.Metadata[metaLegend].([]Entry)
	e := legend[slices.IndexFunc(legend, func(e Entry) bool { return e.Layer == "event" })]
	if len(e.Classes) != 2 || e.Classes[0].Dash != nil || !slices.Equal(e.Classes[1].Dash, draftDash) {
		t.Errorf("legend %+v", e.Classes)
	}
	if image := part("event/mark").Layout["icon-image"]; image != imageName("star", light.mark("#cc3d7f")) {
		t.Errorf("points are %v", image)
	}
}

func TestSlotsComeBeforeLayers(t *testing.T) {
	order := ids(Of(town(), options(false)))
	for _, pair := range [][2]string{{"paper", "land/fill"}, {"land/fill", "lake/fill"}, {"groundwater/pattern", "street/casing"}, {"street/casing", "street/line"},
		{"street/line", "building/fill"}, {"building/fill", "venue/mark"}, {"roadwork/mark", "lake/name"}} {
		below, above := slices.Index(order, pair[0]), slices.Index(order, pair[1])
		if below < 0 || above < 0 || below >= above {
			t.Errorf("%s is not drawn below %s: %v", pair[0], pair[1], order)
		}
	}
}

func TestSources(t *testing.T) {
	s := Of(town(), options(false))
	shared := s.Sources["shareda"]
	want := "https://kartta.example/tiles/WebMercatorQuad/land@7,lake@7,street@7,municipality@7,unit@7,building@7,venue@7/{z}/{x}/{y}.mvt"
	if len(shared.Tiles) != 1 || shared.Tiles[0] != want {
		t.Errorf("tiles of what is visible: got %v, want %s", shared.Tiles, want)
	}
	if !strings.Contains(shared.Attribution, "© lake") {
		t.Errorf("attribution: got %q", shared.Attribution)
	}
	if own := s.Sources["groundwater"]; own.MinZoom != 8 || len(own.Bounds) != 4 {
		t.Errorf("source of what is not visible: got %+v", own)
	}
	for _, l := range s.Layers {
		hidden := l.Layout["visibility"] == "none"
		if asked := l.Source != "" && l.Source != "shareda"; hidden != asked {
			t.Errorf("%s of source %q: hidden %v", l.ID, l.Source, hidden)
		}
	}
}

func TestManyLayersArePartedAmongSources(t *testing.T) {
	var many []layers.Layer
	for i := range 40 {
		l := town()[0]
		l.ID = strings.Repeat("a", i+1)
		many = append(many, l)
	}
	if s := Of(many, options(false)); len(s.Sources) != 2 {
		t.Errorf("got %d sources, want 2", len(s.Sources))
	}
}

func TestThemeShowsItsLayersOverTheBackground(t *testing.T) {
	o := options(false)
	o.Theme = layers.Groundwater
	s := Of(town(), o)
	for _, id := range []string{"land/fill", "lake/name", "groundwater/outline"} {
		if !slices.Contains(ids(s), id) {
			t.Errorf("%s is missing in %v", id, ids(s))
		}
	}
	for _, l := range s.Layers {
		if strings.HasPrefix(l.ID, "venue") || l.Layout["visibility"] == "none" {
			t.Errorf("%s: %v", l.ID, l.Layout)
		}
	}
}

func TestTonesHaveTheSameLayers(t *testing.T) {
	shape := func(isDark bool) []string {
		var list []string
		for _, l := range Of(everyLayer(), options(isDark)).Layers {
			list = append(list, l.ID+" "+l.Type+" "+string(rune('0'+len(l.Paint))))
		}
		return list
	}
	if diff := cmp.Diff(shape(false), shape(true)); diff != "" {
		t.Errorf("(-light +dark):\n%s", diff)
	}
}

func TestNamesAreInTheReadersLanguage(t *testing.T) {
	r := town()[1].Version.Recipe
	r.Attributes = append(r.Attributes, layers.Attribute{Name: "namn", Tile: true, Label: text, Meaning: layers.MeaningNameSv})
	o := options(false)
	o.Lang = i18n.Swedish
	data, err := json.Marshal(Of([]layers.Layer{published(r, "Polygon")}, o).Layers)
	if err != nil {
		t.Fatal(err)
	}
	if want := `["to-string",["coalesce",["get","namn"],["get","nimi"]]]`; !strings.Contains(string(data), want) {
		t.Errorf("no %s in %s", want, data)
	}
}

func TestLegendExplainsClasses(t *testing.T) {
	legend := Of(town(), options(false)).Metadata[metaLegend].([]Entry)
	entry := legend[slices.IndexFunc(legend, func(e Entry) bool { return e.Layer == "groundwater" })]
	var labels []string
	for _, c := range entry.Classes {
		labels = append(labels, c.Label)
	}
	if diff := cmp.Diff([]string{"1", "2: Toinen", "10"}, labels); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if entry.Title != "Kohteet" || entry.Look.Kind != "area" || entry.Look.Pattern != "hatch" {
		t.Errorf("got %+v", entry)
	}
}

// TestSpriteHoldsWhatStylesName looks for every image of every recipe's style on the sheet.
func TestSpriteHoldsWhatStylesName(t *testing.T) {
	for _, isDark := range []bool{false, true} {
		all := everyLayer()
		places := SpriteOf(all, isDark).Places(1)
		for _, l := range Of(all, options(isDark)).Layers {
			for _, name := range images(l.Layout["icon-image"], l.Paint["fill-pattern"]) {
				if _, ok := places[name]; !ok {
					t.Errorf("%s: image %s is not in the sprite", l.ID, name)
				}
			}
		}
	}
}

// images are the names in values of icon-image and fill-pattern: the results of match, or a plain name.
func images(values ...any) []string {
	var names []string
	for _, value := range values {
		switch v := value.(type) {
		case string:
			names = append(names, v)
		case expression:
			for i := 3; i < len(v); i += 2 {
				names = append(names, v[i].(string))
			}
			names = append(names, v[len(v)-1].(string))
		}
	}
	return names
}

func TestSpriteIsDrawn(t *testing.T) {
	s := SpriteOf(town(), false)
	for _, ratio := range []int{1, 2} {
		data, err := s.PNG(ratio)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := s.PNG(ratio)
		if !bytes.Equal(data, again) {
			t.Error("equal layers give other bytes")
		}
		sheet, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for name, at := range s.Places(ratio) {
			opaque := 0
			for y := at.Y; y < at.Y+at.Height; y++ {
				for x := at.X; x < at.X+at.Width; x++ {
					if _, _, _, a := sheet.At(x, y).RGBA(); a > 0x8000 {
						opaque++
					}
				}
			}
			share := float64(opaque) / float64(at.Width*at.Height)
			if name == blank && share > 0 || name != blank && (share < 0.05 || share > 0.85) {
				t.Errorf("%s at %d: %.2f of it is drawn", name, ratio, share)
			}
		}
	}
}

// TestPatternsRepeatWithoutSeams compares what runs out of a tile on one side with what comes in on the other.
func TestPatternsRepeatWithoutSeams(t *testing.T) {
	for name, pattern := range paths.Patterns {
		tile, err := patternTile(pattern, "#000000", 2)
		if err != nil {
			t.Fatal(err)
		}
		jumps := 0
		for i := range 24 {
			_, _, _, left := tile.At(0, i).RGBA()
			_, _, _, right := tile.At(23, i).RGBA()
			_, _, _, next := tile.At(1, i).RGBA()
			// Across the seam there is no larger step than within the tile, but for one line's width.
			if step := max(left, right) - min(left, right); step > max(left, next)-min(left, next)+0x8000 {
				jumps++
			}
		}
		if jumps > 2 {
			t.Errorf("%s: %d of 24 rows break at the seam", name, jumps)
		}
	}
}

func TestTagFollowsTheImages(t *testing.T) {
	if SpriteOf(town(), false).Tag() == SpriteOf(town()[:3], false).Tag() || SpriteOf(town(), false).Tag() == SpriteOf(town(), true).Tag() {
		t.Error("other images have the same tag")
	}
}

// TestClustersAreRead holds the numbers in circles to WCAG 2.2 (1.4.3), whatever recipe gathers its points. What circles
// stand out from is that of symbols (TestMarksAndNamesStandOut).
func TestClustersAreRead(t *testing.T) {
	for _, l := range everyLayer() {
		l.Version.Recipe.Style.ClusterBelow = 12
		for _, isDark := range []bool{false, true} {
			e := entry(l, toneOf(isDark), i18n.Finnish)
			if e.Cluster == nil {
				if e.Look.Kind == "point" {
					t.Errorf("%s: the legend does not explain circles", l.ID)
				}
				continue
			}
			if got := contrast(e.Cluster.Text, e.Cluster.Fill); got < 4.5 || e.Cluster.Label == "" {
				t.Errorf("%s: %q, a number on %s has %.2f", l.ID, e.Cluster.Label, e.Cluster.Fill, got)
			}
		}
	}
}

// TestClustersStandForPoints looks at what a layer draws whose points are gathered: symbols and names are for those that
// are alone, circles and numbers for the others, and none of it where nothing is gathered.
func TestClustersStandForPoints(t *testing.T) {
	filters := map[string]string{}
	for _, l := range Of(town(), options(false)).Layers {
		text, err := json.Marshal(l.Filter)
		if err != nil {
			t.Fatal(err)
		}
		filters[l.ID] = string(text)
	}
	for id, want := range map[string]string{"school/mark": `["all",["==",["geometry-type"],"Point"],["!",["has","point_count"]]]`, "school/name": `["!",["has","point_count"]]`,
		"school/cluster": `["has","point_count"]`, "school/count": `["has","point_count"]`, "venue/mark": `["==",["geometry-type"],"Point"]`, "venue/cluster": ""} {
		if filters[id] != want {
			t.Errorf("%s: got %s, want %s", id, filters[id], want)
		}
	}
	legend := Of(town(), options(true)).Metadata[metaLegend].([]Entry)
	for _, e := range legend {
		if (e.Cluster != nil) != (e.Layer == "school") {
			t.Errorf("%s: the legend explains %v", e.Layer, e.Cluster)
		}
	}
}
