package export_test

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/export"
	"lupakartta/layers/layerstest"
)

func same(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s, En: s} }

// wells is a layer with every kind of attribute, and names that a table cannot have.
var wells = layers.Recipe{
	ID: "wells", Theme: layers.Groundwater, Title: i18n.Text{Fi: "Kaivot", Sv: "Brunnar", En: "Wells"}, Publisher: same("Koeviranomainen"),
	Attribution: "© Koeviranomainen", Licence: "CC BY 4.0", DataDate: "2026-01-31", Key: "tunnus",
	Attributes: []layers.Attribute{
		{Name: "luokka", Label: i18n.Text{Fi: "Luokka", Sv: "Klass", En: "Class"}, Meaning: layers.MeaningGroundwaterClass,
			Codes: map[string]i18n.Text{"1E": {Fi: "tärkeä", Sv: "viktig", En: "important"}, "2": {Fi: "soveltuva", Sv: "lämplig", En: "suitable"}}},
		{Name: "syvyys", Label: i18n.Text{Fi: "Syvyys", Sv: "Djup", En: "Depth"}, Unit: "m"},
	},
	Coverage: layers.Coverage{Kind: layers.CoverNone, Why: layers.Grounds{Text: i18n.Text{Fi: "koe"}}},
}

func publishWells(t *testing.T, pool *pgxpool.Pool) layers.Version {
	t.Helper()
	square := orb.Polygon{{{480000.125, 6920000}, {481000, 6920000}, {481000, 6921000}, {480000.125, 6921000}, {480000.125, 6920000}}}
	two := orb.MultiPolygon{square, {{{490000, 6920000}, {491000, 6920000}, {491000, 6921000}, {490000, 6920000}}}}
	return layerstest.Publish(t, pool, layerstest.Layer{Recipe: wells, Source: "kaivot.gpkg", Features: []layerstest.Feature{
		{ID: "A/1", Shape: square, Attributes: map[string]any{"luokka": "1E", "syvyys": 12.5, "lkm": 3, "auki": true, "pvm": "2026-02-28", "klo": "2026-02-28T12:00:00+02:00",
			"vapaa": "klo 12", "Nimi": "=HYPERLINK(1)", "nimi": "-4", "lista": []string{"a", "b"}, "sekalainen": 1, "fid": "oma", "a\"b'; drop table x": "ok"}},
		{ID: "A/2", Shape: two, Attributes: map[string]any{"luokka": "2", "syvyys": 7, "lkm": -9, "auki": false, "pvm": "2026-03-01", "klo": "2026-02-28T12:00:00.5Z",
			"nimi": "Å\nä", "sekalainen": "kaksi", "": "tyhjä", "puuttuu": nil}},
	}})
}

func open(t *testing.T, name string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func one[T any](t *testing.T, db *sql.DB, query string, args ...any) T {
	t.Helper()
	var value T
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func list(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var values []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// write exports as the role of the service, which may only read.
func write(t *testing.T, pool *pgxpool.Pool, v layers.Version) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file?with # odd %20name.gpkg")
	if err := export.New(testdb.As(t, pool, pg.AppRole)).WriteGeoPackage(t.Context(), name, v, export.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "plain.gpkg")
	if err := os.Rename(name, plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestGeoPackageIsAsTheStandardDemands(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	db := open(t, write(t, pool, v))
	if id, version := one[int](t, db, `pragma application_id`), one[int](t, db, `pragma user_version`); id != 0x47504B47 || version != 10300 {
		t.Errorf("application_id %x, user_version %d", id, version)
	}
	if check := list(t, db, `pragma integrity_check`); !slices.Equal(check, []string{"ok"}) {
		t.Errorf("integrity: %v", check)
	}
	if faults := list(t, db, `select "table" from pragma_foreign_key_check`); len(faults) > 0 {
		t.Errorf("foreign keys: %v", faults)
	}
	if got := list(t, db, `select srs_id from gpkg_spatial_ref_sys order by srs_id`); !slices.Equal(got, []string{"-1", "0", "3067", "4326"}) {
		t.Errorf("reference systems %v", got)
	}
	if got := list(t, db, `select name || ' ' || type from pragma_table_info('wells') order by cid`); !slices.Equal(got, []string{
		"fid_2 INTEGER", "geom MULTIPOLYGON", "source_id TEXT", "luokka TEXT", "syvyys DOUBLE", "_ TEXT", "Nimi TEXT", "a\"b'; drop table x TEXT", "auki BOOLEAN",
		"fid TEXT", "klo DATETIME", "lista TEXT", "lkm INTEGER", "nimi_2 TEXT", "pvm DATE", "sekalainen TEXT", "vapaa TEXT"}) {
		t.Errorf("columns %q", got)
	}
	if got := one[string](t, db, `select luokka||'|'||syvyys||'|'||lkm||'|'||auki||'|'||pvm||'|'||klo||'|'||sekalainen||'|'||lista from wells where source_id = 'A/1'`); got !=
		`1E|12.5|3|1|2026-02-28|2026-02-28T10:00:00.000Z|1|["a", "b"]` {
		t.Errorf("values %s", got)
	}
	if n := one[int](t, db, `select count(*) from rtree_wells_geom r join wells w on w.fid_2 = r.id where r.minx <= 480000.125 and r.maxx >= 481000`); n != 2 {
		t.Errorf("%d entries in the R-tree", n)
	}
	if got := list(t, db, `select name from sqlite_master where type = 'trigger' order by name`); len(got) != 6 || got[0] != "rtree_wells_geom_delete" {
		t.Errorf("triggers %v", got)
	}
	if box := one[float64](t, db, `select min_x from gpkg_contents where table_name = 'wells' and last_change like '____-__-__T__:__:__.___Z' and srs_id = 3067`); box != 480000.125 {
		t.Errorf("box from %v", box)
	}
	blob := one[[]byte](t, db, `select geom from wells where source_id = 'A/1'`)
	if want := []byte{'G', 'P', 0, 3, 0xfb, 0x0b, 0, 0}; !bytes.Equal(blob[:8], want) {
		t.Errorf("head of a geometry % x", blob[:8])
	}
}

func TestGeoPackageSaysWhereItComesFrom(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	db := open(t, write(t, pool, v))
	var p export.Provenance
	if err := json.Unmarshal([]byte(one[string](t, db, `select metadata from gpkg_metadata m join gpkg_metadata_reference r on r.md_file_id = m.id
		where m.mime_type = 'application/json' and r.reference_scope = 'table' and r.table_name = 'wells'`)), &p); err != nil {
		t.Fatal(err)
	}
	if p.Layer != "wells" || p.Version != v.Number || p.Licence != "CC BY 4.0" || p.Attribution != "© Koeviranomainen" || p.DataDate != "2026-01-31" || p.Source != "kaivot.gpkg" ||
		p.ImportedAt.IsZero() || p.Report.Imported != 2 || p.Title.Sv != "Brunnar" {
		t.Errorf("provenance %+v", p)
	}
	notes := map[string]string{}
	for _, a := range p.Attributes {
		if a.Note != "" {
			notes[a.Name] = a.Column
		}
	}
	if diff := cmp.Diff(map[string]string{"nimi": "nimi_2", "": "_"}, notes); diff != "" {
		t.Errorf("renamed (-want +got):\n%s", diff)
	}
	if i := slices.IndexFunc(p.Attributes, func(a export.AttributeWords) bool { return a.Name == "luokka" }); i < 0 || p.Attributes[i].Codes["1E"].Sv != "viktig" || p.Attributes[i].Label.En != "Class" {
		t.Errorf("words of the class: %+v", p.Attributes)
	}
	plain := one[string](t, db, `select metadata from gpkg_metadata where mime_type = 'text/plain'`)
	for _, want := range []string{"Kaivot\n", "Brunnar\n", "Wells\n", "Käyttölupa: CC BY 4.0", "Källhänvisning: © Koeviranomainen", "Version: wells@"} {
		if !strings.Contains(plain, want) {
			t.Errorf("plain text lacks %q:\n%s", want, plain)
		}
	}
	if got := one[string](t, db, `select c.title || '|' || k.value || '|' || k.description from gpkg_data_columns c join gpkg_data_column_constraints k using (constraint_name)
		where c.column_name = 'luokka' and k.value = '1E'`); got != "Luokka|1E|tärkeä" {
		t.Errorf("code list: %s", got)
	}
	if said := ogrinfo(t, write(t, pool, v), "wells"); !strings.Contains(said, "Luokka") || !strings.Contains(said, "Geometry: Multi Polygon") || !strings.Contains(said, "domain name=wells_luokka") {
		t.Errorf("ogrinfo says\n%s", said)
	}
}

func TestTheSameVersionGivesTheSameBytes(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	first, err := os.ReadFile(write(t, pool, v))
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(write(t, pool, v))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two GeoPackages of one version differ")
	}
}

func TestGeoJSON(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	checkGeoJSON(t, pool, v)
	var out bytes.Buffer
	if err := export.New(pool).Write(t.Context(), &out, v, export.GeoJSON, export.Options{}); err != nil {
		t.Fatal(err)
	}
	var c struct {
		BBox     []float64 `json:"bbox"`
		Features []struct {
			ID         string `json:"id"`
			Geometry   struct{ Type string }
			Properties map[string]any `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(out.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.BBox) != 4 || c.BBox[0] < 26 || c.BBox[3] > 63 || c.Features[0].ID != "A/1" || c.Features[1].Geometry.Type != "MultiPolygon" || c.Features[0].Properties["klo"] != "2026-02-28T12:00:00+02:00" {
		t.Errorf("%+v", c)
	}
}

func TestCSV(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	for _, wkt := range []bool{false, true} {
		var out bytes.Buffer
		if err := export.New(pool).Write(t.Context(), &out, v, export.CSV, export.Options{WKT: wkt}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d rows, error %v", len(rows), err)
		}
		row := map[string]string{}
		for i, name := range rows[0] {
			row[name] = rows[1][i]
		}
		want := map[string]string{"source_id": "A/1", "luokka": "1E", "Nimi": "'=HYPERLINK(1)", "nimi_2": "-4", "lista": `["a", "b"]`, "licence": "CC BY 4.0", "e_3067": "480500.063"}
		if wkt {
			delete(want, "e_3067")
			if !strings.HasPrefix(row["wkt_3067"], "POLYGON((480000.125 6920000") {
				t.Errorf("geometry %q", row["wkt_3067"])
			}
		}
		for name, value := range want {
			if row[name] != value {
				t.Errorf("%s: %q, want %q", name, row[name], value)
			}
		}
	}
}

// An attribute is a column only up to what a table can have; nothing is lost beyond.
func TestMoreAttributesThanColumns(t *testing.T) {
	pool := testdb.New(t)
	attributes := map[string]any{}
	for i := range 2500 {
		attributes["a"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+itoa(i)] = i
	}
	recipe := wells
	recipe.Attributes = nil
	v := layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: []layerstest.Feature{{ID: "1", Shape: orb.Point{480000, 6920000}, Attributes: attributes}}})
	db := open(t, write(t, pool, v))
	var rest map[string]int
	if err := json.Unmarshal([]byte(one[string](t, db, `select further_attributes from wells`)), &rest); err != nil || len(rest) != 600 {
		t.Errorf("%d attributes beyond the columns, error %v", len(rest), err)
	}
}

// One connection writes every format in turn: what it remembers of one must not be taken for another.
func TestFormatsInTurn(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	config := pool.Config()
	config.MaxConns = 1
	single, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer single.Close()
	exporter := export.New(single)
	for range 2 {
		for _, format := range []export.Format{export.GeoJSON, export.CSV} {
			var out bytes.Buffer
			if err := exporter.Write(t.Context(), &out, v, format, export.Options{}); err != nil || out.Len() == 0 {
				t.Fatalf("%s: %d bytes, error %v", format, out.Len(), err)
			}
		}
		name := filepath.Join(t.TempDir(), "x.gpkg")
		if err := exporter.WriteGeoPackage(t.Context(), name, v, export.Options{}); err != nil {
			t.Fatal(err)
		}
		db := open(t, name)
		if n := one[int](t, db, `select count(*) from wells where hex(substr(geom, 41, 5)) = '0106000000'`); n != 2 {
			t.Errorf("%d geometries are multipolygons, want 2", n)
		}
	}
}

func itoa(i int) string {
	return string(rune('0'+i/1000)) + string(rune('0'+i/100%10)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10))
}

func TestAVersionThatIsGone(t *testing.T) {
	pool := testdb.New(t)
	v := publishWells(t, pool)
	v.Number += 100
	if err := export.New(pool).Write(t.Context(), &bytes.Buffer{}, v, export.CSV, export.Options{}); err == nil || !strings.Contains(err.Error(), layers.ErrCleared.Error()) {
		t.Errorf("error %v, want that it is cleared", err)
	}
}
