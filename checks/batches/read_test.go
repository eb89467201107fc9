package batches

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// stands tells how a reading came out: per row a place's first coordinates to a metre in EPSG:3067, or the code of its fault.
func (w *world) stands(r *Reading) (rows []string) {
	w.t.Helper()
	for _, p := range r.Places {
		if p.Shape == nil && p.Fault == nil {
			w.t.Fatalf("row %d is neither a place nor at fault: %+v", p.Row, r.Taken)
		}
		if p.Fault != nil {
			rows = append(rows, p.Fault.Code)
			continue
		}
		shape, err := geo.DecodeGeoJSON(p.Shape)
		must(w.t, err)
		middle := geo.ToTM35FIN(shape.Bound().Center())
		rows = append(rows, fmt.Sprintf("%d %d", int(math.Round(middle[0]-corner[0])), int(math.Round(middle[1]-corner[1]))))
	}
	return rows
}

func TestTablesInManySpellings(t *testing.T) {
	w := newWorld(t)
	lonLat := geo.ToLonLat(corner)
	lon, lat := fmt.Sprintf("%.7f", lonLat[0]), fmt.Sprintf("%.7f", lonLat[1])
	gk, _ := geo.Zone(27)
	grid := gk.FromLonLat(lonLat)
	wkt := `"SRID=3067;POLYGON((479990 6919990,480010 6919990,480010 6920010,479990 6920010,479990 6919990))"`
	for name, c := range map[string]struct {
		text   string
		chosen Taken
		want   []string
		taken  Taken
	}{
		"degrees":           {"id,lon,lat\na," + lon + "," + lat + "\n", Taken{}, []string{"0 0"}, Taken{X: "lon", Y: "lat", CRS: "EPSG:4326", Name: "id"}},
		"decimal commas":    {"lon;lat\n" + strings.ReplaceAll(lon+";"+lat, ".", ",") + "\n", Taken{}, []string{"0 0"}, Taken{X: "lon", Y: "lat", CRS: "EPSG:4326"}},
		"a mark and tabs":   {"\ufeffE\tN\n480 000\t6 920 000\n", Taken{}, []string{"0 0"}, Taken{X: "E", Y: "N", CRS: "EPSG:3067"}},
		"ETRS-GK27":         {fmt.Sprintf("x;y\n%f;%f\n", grid[0], grid[1]), Taken{}, []string{"0 0"}, Taken{X: "x", Y: "y", CRS: "EPSG:3881"}},
		"Windows-1252":      {"it\xe4;pohjoinen;nimi\n480000;6920000;M\xe4ki\n", Taken{}, []string{"0 0"}, Taken{X: "itä", Y: "pohjoinen", CRS: "EPSG:3067", Name: "nimi"}},
		"well-known text":   {"id;wkt\n1;" + wkt + "\n2;POINT(480000 6920000)\n3;PINT(1 2)\n", Taken{}, []string{"0 0", "0 0", "not_wkt"}, Taken{WKT: "wkt", Name: "id"}},
		"property units":    {"kiinteistötunnus\n990-1-2-3\n990-1-2-99\nx\n", Taken{}, []string{"1025 0", "property_not_found", "not_property"}, Taken{Property: "kiinteistötunnus", Name: "kiinteistötunnus"}},
		"units by values":   {"tila\n990-001-0002-0003\n", Taken{}, []string{"1025 0"}, Taken{Property: "tila", Name: "tila"}},
		"addresses":         {"osoite\nrantakatu 5, Mallila\nRantakatu 5\nRantakatu 6\nakerstigen 1 a\n", Taken{}, []string{"10 0", "address_ambiguous", "address_not_found", "20000 0"}, Taken{Address: "osoite", Name: "osoite"}},
		"bad rows":          {"id,lon,lat\na," + lon + "," + lat + "\nb,,\nc,x,62\nd,18.07,59.33\ne,1,2,3\nf,NaN,62\n", Taken{}, []string{"0 0", "row_empty", "not_coordinates", "outside_finland", "too_many_values", "not_finite"}, Taken{X: "lon", Y: "lat", CRS: "EPSG:4326", Name: "id"}},
		"chosen columns":    {"a;b;c\n" + lat + ";" + lon + ";q\n", Taken{X: "b", Y: "a", Name: "c"}, []string{"0 0"}, Taken{X: "b", Y: "a", CRS: "EPSG:4326", Name: "c"}},
		"chosen and wrong":  {"x;y\n480000;6920000\n", Taken{X: "x", Y: "y", CRS: "EPSG:4326"}, []string{"projected"}, Taken{X: "x", Y: "y", CRS: "EPSG:4326"}},
		"axes turned round": {"x;y\n480000;6920000\n6920000;480000\n6920010;480000\n", Taken{}, []string{"0 0", "lat_lon_swapped", "lat_lon_swapped"}, Taken{X: "x", Y: "y", CRS: "EPSG:3067"}},
		"and turned back":   {"x;y\n6920000;480000\n", Taken{X: "x", Y: "y", Swap: true}, []string{"0 0"}, Taken{X: "x", Y: "y", Swap: true, CRS: "EPSG:3067"}},
	} {
		r := w.read(c.text, c.chosen)
		if got := w.stands(r); !slices.Equal(got, c.want) || r.Taken != c.taken || r.Source != Table {
			t.Errorf("%s: got %v by %+v, want %v by %+v", name, got, r.Taken, c.want, c.taken)
		}
		if swapped := strings.Count(strings.Join(c.want, " "), "lat_lon_swapped"); r.Swapped != swapped {
			t.Errorf("%s: %d rows are offered the other way round, want %d", name, r.Swapped, swapped)
		}
	}
	r := w.read("it\xe4;pohjoinen;nimi\n480000;6920000;M\xe4ki\n", Taken{})
	if r.Places[0].Name != "Mäki" || string(r.Places[0].Own[2]) != `"Mäki"` || len(r.Warnings) != 1 || r.Warnings[0].Code != "encoding_taken" {
		t.Errorf("Windows-1252: %+v", r)
	}
	if r := w.read("a;b\n1;2\n", Taken{}); r.Located || len(r.Places) != 1 || !slices.Equal(r.Columns, []string{"a", "b"}) {
		t.Errorf("nobody knows where: %+v", r)
	}
}

func TestWorkbooks(t *testing.T) {
	w := newWorld(t)
	book := excelize.NewFile()
	for i, row := range [][]any{{"tunnus", "E", "N"}, {"007", 480000.5, 6920000}, {"008", "", ""}} {
		must(t, book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	var data bytes.Buffer
	must(t, book.Write(&data))
	r := w.read(data.String(), Taken{})
	if got := w.stands(r); !slices.Equal(got, []string{"0 0", "row_empty"}) && !slices.Equal(got, []string{"1 0", "row_empty"}) || r.Places[0].Name != "007" {
		t.Errorf("got %v, %+v", got, r)
	}
}

// bookOf writes a workbook of sheets.
func bookOf(t *testing.T, sheets map[string][][]any, order ...string) string {
	t.Helper()
	book := excelize.NewFile()
	must(t, book.SetSheetName("Sheet1", order[0]))
	for _, name := range order {
		_, err := book.NewSheet(name)
		must(t, err)
		for i, row := range sheets[name] {
			must(t, book.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row))
		}
	}
	var data bytes.Buffer
	must(t, book.Write(&data))
	return data.String()
}

// Of several sheets it is told which was read and which were not, and another can be chosen.
func TestSheets(t *testing.T) {
	w := newWorld(t)
	data := bookOf(t, map[string][][]any{"Ohje": {{"E", "N"}, {480000, 6920000}}, "Paikat": {{"E", "N"}, {480100, 6920000}, {480200, 6920000}}}, "Tyhjä", "Ohje", "Paikat")
	r := w.read(data, Taken{Encoding: "\x00"})
	if len(r.Places) != 1 || r.Taken.Sheet != "Ohje" || r.Taken.Encoding != "" || !slices.Equal(r.Sheets, []string{"Ohje", "Paikat"}) || len(r.Warnings) != 1 || r.Warnings[0].Code != "sheets_left_out" || r.Warnings[0].Values["others"] != "Paikat" {
		t.Errorf("the first: %+v", r)
	}
	if r := w.read(data, Taken{Sheet: "Paikat"}); len(r.Places) != 2 || r.Taken.Sheet != "Paikat" || len(r.Warnings) != 0 {
		t.Errorf("the chosen one: %+v", r)
	}
	if _, err := w.reader.Read(t.Context(), File{Data: []byte(data)}, Taken{Sheet: "Muu"}); !isFault(err, "no_sheet") {
		t.Errorf("another: %v", err)
	}
}

// A text stands in a workbook once, however many cells have it; a cell far to the right costs all those before it.
func TestWorkbooksThatGrow(t *testing.T) {
	w := newWorld(t)
	head, row := []any{"E", "N"}, []any{480000, 6920000}
	for i := range 20 {
		head, row = append(head, fmt.Sprintf("c%d", i)), append(row, strings.Repeat("x", 30_000))
	}
	rows := [][]any{head}
	for range 60 {
		rows = append(rows, row)
	}
	if _, err := w.reader.Read(t.Context(), File{Data: []byte(bookOf(t, map[string][][]any{"A": rows}, "A"))}, Taken{}); !isFault(err, "values_too_large") {
		t.Errorf("texts in many cells: %v", err)
	}
	far := func(rows int) string {
		book := excelize.NewFile()
		must(t, book.SetSheetRow("Sheet1", "A1", &[]any{"E", "N"}))
		for i := range rows {
			must(t, book.SetCellValue("Sheet1", fmt.Sprintf("XFD%d", i+2), "1"))
		}
		var data bytes.Buffer
		must(t, book.Write(&data))
		return data.String()
	}
	if r := w.read(far(2), Taken{}); r.Places[0].Fault.Code != "too_many_values" || r.Places[0].Fault.Values["count"] != 16384 || len(r.Places[0].Own) != 2 {
		t.Errorf("a cell far to the right: %+v", r.Places[0])
	}
	if _, err := w.reader.Read(t.Context(), File{Data: []byte(far(300))}, Taken{}); !isFault(err, "sheet_too_wide") {
		t.Errorf("many such cells: %v", err)
	}
}

// Rows have the numbers that people see below the header.
func TestBlankRowsCount(t *testing.T) {
	w := newWorld(t)
	want := []string{"0 0", "row_empty", "row_empty", "row_empty", "100 0"}
	for name, data := range map[string]string{
		"text":     "\nE;N;x\n480000;6920000;\"a\nb\"\n\n;;\n\n480100;6920000;\n\n;;\n",
		"workbook": bookOf(t, map[string][][]any{"A": {{}, {"E", "N"}, {480000, 6920000}, {}, {" "}, {}, {480100, 6920000}, {" "}}}, "A"),
	} {
		r := w.read(data, Taken{})
		if got := w.stands(r); !slices.Equal(got, want) || r.Places[4].Row != 5 {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestGeoJSONFiles(t *testing.T) {
	w := newWorld(t)
	r := w.read(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3067"}},"features":[
		{"type":"Feature","geometry":{"type":"Point","coordinates":[480000,6920000]},"properties":{"nimi":"A","n":1}},
		{"type":"Feature","geometry":{"type":"LineString","coordinates":[[480000,6920000],[480020,6920000]]},"properties":{"m":[1],"nimi":"B"}},
		{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[480000,6920000],[480020,6920000],[480000,6920020],[480020,6920020],[480000,6920000]]]},"properties":{}},
		{"type":"Point","coordinates":[480000,6920000]}]}`, Taken{})
	if got := w.stands(r); !slices.Equal(got, []string{"0 0", "10 0", "self_crossing", "not_feature"}) || !slices.Equal(r.Columns, []string{"nimi", "n", "m"}) || r.Source != GeoJSON {
		t.Errorf("got %v, columns %v", got, r.Columns)
	}
	if r.Places[1].Name != "B" || string(r.Places[1].Own[2]) != `[1]` || string(r.Places[0].Own[2]) != `null` {
		t.Errorf("%+v", r.Places)
	}
	lonLat := geo.ToLonLat(corner)
	if got := w.stands(w.read(fmt.Sprintf(`{"type":"Point","coordinates":[%v,%v]}`, lonLat[0], lonLat[1]), Taken{})); !slices.Equal(got, []string{"0 0"}) {
		t.Errorf("a geometry alone: %v", got)
	}
}

// A layer's features are places too: all, or those that meet an area or a feature of another layer.
func TestLayersAsPlaces(t *testing.T) {
	w := newWorld(t)
	w.publish(layers.Recipe{ID: "towns", Theme: layers.Municipality, Coverage: layers.Coverage{Kind: layers.CoverNone}}, nil, layerstest.Feature{ID: "T", Shape: square(at(5000, 0), 300)})
	must(t, w.catalogue.Load(t.Context()))
	near := geo.Transform(square(corner, 200), geo.TM35FIN, geo.CRS84)
	for name, c := range map[string]struct {
		of   Features
		want []string
	}{
		"all":     {Features{Layer: "sites"}, []string{"0 0", "5000 0"}},
		"an area": {Features{Layer: "sites", Area: near}, []string{"0 0"}},
		"a town":  {Features{Layer: "sites", AreaLayer: "towns", AreaFeature: "T"}, []string{"5000 0"}},
	} {
		r, err := w.reader.ReadLayer(t.Context(), c.of, i18n.Finnish)
		must(t, err)
		if got := w.stands(r); !slices.Equal(got, c.want) || r.Version == 0 || r.Places[0].Name == "" || !slices.Equal(r.Columns, []string{"nimi"}) {
			t.Errorf("%s: got %v by columns %v, want %v", name, got, r.Columns, c.want)
		}
		b, err := w.store.Make(t.Context(), w.somebody(name), Order{Reading: r})
		if err != nil || b.Layer != "sites" || b.Version != r.Version {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
	for code, of := range map[string]Features{"no_layer": {Layer: "x"}, "no_features": {Layer: "sites", AreaLayer: "towns", AreaFeature: "x"}} {
		if _, err := w.reader.ReadLayer(t.Context(), of, i18n.Finnish); !isFault(err, code) {
			t.Errorf("%v: %v, want %s", of, err, code)
		}
	}
}

// What is said but would not count is a fault.
func TestPartsOfLayersThatAreUnclear(t *testing.T) {
	w := newWorld(t)
	area := geo.Transform(square(corner, 200), geo.TM35FIN, geo.CRS84)
	for code, of := range map[string]Features{
		"area_or_feature": {Layer: "sites", Area: area, AreaLayer: "units", AreaFeature: "u1"},
		"required":        {Layer: "sites", AreaLayer: "units"},
	} {
		if _, err := w.reader.ReadLayer(t.Context(), of, i18n.Finnish); !isFault(err, code) {
			t.Errorf("%+v: %v, want %s", of, err, code)
		}
	}
}

// A property unit is whole, however many parcels it has, or says that it has too many.
func TestUnitsOfManyParcels(t *testing.T) {
	w := newWorld(t)
	var parcels []layerstest.Feature
	for i := range 30 {
		parcels = append(parcels, layerstest.Feature{ID: fmt.Sprint("m", i), Shape: square(at(float64(100*i), 0), 20), Attributes: map[string]any{"tunnus": "990-1-2-30"}})
	}
	for i := range layers.MaxParts + 1 {
		parcels = append(parcels, layerstest.Feature{ID: fmt.Sprint("x", i), Shape: square(at(float64(10*i), 1000), 2), Attributes: map[string]any{"tunnus": "990-1-2-31"}})
	}
	w.publish(layers.Recipe{ID: "many", Theme: layers.Property, Coverage: layers.Coverage{Kind: layers.CoverNone}, Search: &layers.Search{Kind: layers.KindProperty, Title: []string{"tunnus"}}}, nil, parcels...)
	must(t, w.catalogue.Load(t.Context()))
	r := w.read("kiinteistötunnus\n990-1-2-30\n990-1-2-31\n990-1-2-30\n", Taken{})
	if got := w.stands(r); !slices.Equal(got, []string{"1450 0", "property_too_many_parts", "1450 0"}) {
		t.Errorf("got %v", got)
	}
}

// One unit that many rows name is bounded as what is written for each, before all of them are.
func TestLargeShapesOfManyRows(t *testing.T) {
	w := newWorld(t)
	var ring orb.Ring
	for i := range 10_001 {
		angle := float64(i%10_000) * math.Pi / 5000
		ring = append(ring, at(1000*math.Cos(angle), 1000*math.Sin(angle)))
	}
	w.publish(layers.Recipe{ID: "large", Theme: layers.Property, Coverage: layers.Coverage{Kind: layers.CoverNone}, Search: &layers.Search{Kind: layers.KindProperty, Title: []string{"tunnus"}}}, nil,
		layerstest.Feature{ID: "u", Shape: orb.Polygon{ring}, Attributes: map[string]any{"tunnus": "990-1-2-40"}})
	must(t, w.catalogue.Load(t.Context()))
	if _, err := w.reader.Read(t.Context(), File{Data: []byte("kiinteistötunnus\n" + strings.Repeat("990-1-2-40\n", 200))}, Taken{}); !isFault(err, "batch_too_large") {
		t.Errorf("got %v", err)
	}
	r, err := w.reader.ReadLayer(t.Context(), Features{Layer: "large"}, i18n.Finnish)
	if err != nil || r.Places[0].Shape == nil {
		t.Fatalf("%+v, %v", r, err)
	}
	read := 0
	must(t, layers.NewStore(w.owner).EachMember(t.Context(), mustLayer(t, w, "large").Version, layers.Part{Most: 2}, 1000, func(m layers.Member) error {
		if read++; m.Shape != nil {
			t.Errorf("a shape above the bound is read")
		}
		return nil
	}))
	if read != 1 {
		t.Errorf("%d members", read)
	}
}

func mustLayer(t *testing.T, w *world, id string) layers.Layer {
	t.Helper()
	layer, ok := w.catalogue.Layer(id)
	if !ok {
		t.Fatalf("no layer %s", id)
	}
	return layer
}

// All addresses of a name count, however many: one in another town makes it ambiguous, and a town finds its own.
func TestAddressesOfManyTowns(t *testing.T) {
	w := newWorld(t)
	var doors []layerstest.Feature
	door := func(e float64, street, town string) {
		doors = append(doors, layerstest.Feature{ID: fmt.Sprint("d", len(doors)), Shape: at(e, 0), Attributes: map[string]any{"katu": street, "kunta": town}})
	}
	for i := range 25 {
		door(float64(i), "Koulutie 2", "Mallila")
		door(float64(2000*i), "Kirkkokatu 1", fmt.Sprint("Kunta", i))
		door(float64(i), "Tornikuja 3", "Äänekylä (os)")
	}
	door(30_000, "Koulutie 2", "Toisaala")
	w.publish(layers.Recipe{ID: "more", Theme: layers.Address, Coverage: layers.Coverage{Kind: layers.CoverNone}, Search: &layers.Search{Kind: layers.KindAddress, Title: []string{"katu"}, Detail: []string{"kunta"}}}, nil, doors...)
	must(t, w.catalogue.Load(t.Context()))
	r := w.read("osoite\nKoulutie 2\n\"Koulutie 2, Mallila\"\n\"Kirkkokatu 1, Kunta24\"\nKirkkokatu 1\nTornikuja 3\n\"Tornikuja 3, 40100 äänekylä\"\n\"Tornikuja 3, Muualla\"\n", Taken{})
	if got, want := w.stands(r), []string{"address_ambiguous", "0 0", "48000 0", "address_ambiguous", "0 0", "0 0", "address_not_found"}; !slices.Equal(got, want) || r.Places[0].Fault.Values["count"] != 26 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func isFault(err error, code string) bool {
	found, ok := errors.AsType[faults.Faults](err)
	return ok && found[0].Code == code
}

func TestFilesThatAreNone(t *testing.T) {
	w := newWorld(t)
	var wide strings.Builder
	for i := range MaxColumns + 1 {
		fmt.Fprintf(&wide, "c%d;", i)
	}
	for name, c := range map[string]struct{ text, code string }{
		"nothing":      {"", "not_table"},
		"a header":     {"lon,lat\n", "not_table"},
		"bytes":        {"\x00\x01\x02\nab\n", "not_table"},
		"open quotes":  {"lon,lat\n\"1,2\n3,4\n", "not_table"},
		"half a JSON":  {`{"type":"FeatureColl`, "not_geojson_file"},
		"other JSON":   {`{"a":1}`, "not_geojson_file"},
		"many names":   {manyNames(), "too_many_columns"},
		"no features":  {`{"type":"FeatureCollection","features":[]}`, "no_rows"},
		"too wide":     {wide.String() + "\n1;2\n", "too_many_columns"},
		"too long":     {"lon,lat\n" + strings.Repeat("26,62\n", MaxPlaces+1), "too_many_places"},
		"too large":    {"lon,lat\n" + strings.Repeat(" ", MaxFile), "file_too_large"},
		"not a column": {"lon,lat\n26,62\n", "no_column"},
	} {
		chosen := Taken{}
		if name == "not a column" {
			chosen.X = "x"
		}
		if _, err := w.reader.Read(t.Context(), File{Name: "x", Data: []byte(c.text)}, chosen); !isFault(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	point := `{"type":"Feature","geometry":{"type":"Point","coordinates":[26,62]},"properties":{"a":1}}`
	for code, c := range map[string]struct {
		text   string
		chosen Taken
	}{"no_column": {point, Taken{Name: "a\x00"}}, "unknown_encoding": {"lon,lat\n26,62\n", Taken{Encoding: "\x00"}}} {
		if _, err := w.reader.Read(t.Context(), File{Data: []byte(c.text)}, c.chosen); !isFault(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for _, text := range []string{point, "lon,lat\n26,62\n"} {
		if _, err := w.reader.Read(ended, File{Data: []byte(text)}, Taken{}); !errors.Is(err, context.Canceled) {
			t.Errorf("nobody waits for %s: %v", text, err)
		}
	}
	if _, err := w.reader.Read(t.Context(), File{Data: []byte("lon,lat\n26,62\n")}, Taken{CRS: "EPSG:9"}); !isFault(err, "unknown_crs") {
		t.Errorf("no such system: %v", err)
	}
}

// manyNames is a feature with so many names that comparing each with each would not end soon.
func manyNames() string {
	var out strings.Builder
	out.WriteString(`{"type":"Feature","geometry":{"type":"Point","coordinates":[26,62]},"properties":{"n":0`)
	for i := range 300_000 {
		fmt.Fprintf(&out, `,"n%d":0`, i)
	}
	out.WriteString("}}")
	return out.String()
}

// Whatever text is sent, each row of it is a place in Finland or says why it is none.
func FuzzTables(f *testing.F) {
	f.Add("id;lon;lat\na;26,6;62,4\n", "", false)
	f.Add("x\ty\n480000\t6920000\n", "EPSG:3067", true)
	f.Add("wkt\n\"POLYGON((26 62,27 62,27 63,26 62))\"\n", "", false)
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[26,62]},"properties":{"a":1}}]}`, "", false)
	f.Add("\xff\xfel\x00o\x00n\x00;\x00l\x00a\x00t\x00\n\x002\x006\x00;\x006\x002\x00\n\x00", "", false)
	reader := NewReader(nil, nil)
	f.Fuzz(func(t *testing.T, text, crs string, swap bool) {
		r, err := reader.Read(t.Context(), File{Name: "x", Data: []byte(text)}, Taken{X: "", CRS: crs, Swap: swap, WKT: wktOf(text)})
		if err != nil || r.Taken.Property != "" || r.Taken.Address != "" {
			return
		}
		for i, p := range r.Places {
			if p.Row != i+1 || len(p.Own) != len(r.Columns) || r.Located && (p.Fault == nil) == (p.Shape == nil) {
				t.Errorf("%q: row %d: %+v", text, i+1, p)
			}
			if p.Shape == nil {
				continue
			}
			if _, err := geo.DecodeGeoJSON(p.Shape); err != nil {
				t.Errorf("%q: row %d is kept as %s: %v", text, i+1, p.Shape, err)
			}
		}
	})
}

// wktOf keeps the fuzz from looking up names, for which there is no database.
func wktOf(text string) string {
	if strings.HasPrefix(text, "wkt") {
		return "wkt"
	}
	return ""
}
