package source

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spoilt is a GeoPackage on which statements were run.
func spoilt(t testing.TB, statements ...string) string {
	t.Helper()
	path := convert(t, squares(2), "a.gpkg", "-f", "GPKG", "-nln", "alueet")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestGeoPackagesThatHoldMoreThanData(t *testing.T) {
	tests := []struct{ name, statement, want string }{
		{"a view", `create view salaisuudet as select * from alueet`, `the view "salaisuudet"`},
		{"a view in the place of a table", `create view "gpkg_ogr_contents2" as select * from alueet`, "the view"},
		{"a trigger", `create trigger viekas after insert on alueet begin delete from alueet; end`, `the trigger "viekas"`},
		{"a trigger that bears a name of the standard", `create trigger rtree_alueet_geom_insert2 after insert on alueet begin select load_extension('/tmp/x.so'); end`, "the trigger"},
		{"with its very name", `create trigger rtree_x_geom_insert after insert on alueet begin select load_extension('/tmp/x.so'); end`, "rtree_x_geom_insert"},
		{"a virtual table", `create virtual table teksti using fts5(a)`, `the virtual table "teksti"`},
		{"a computed column", `create table laskettu (a, b as (a || 'x'))`, `the table "laskettu" is computed`},
		{"a computed column in full words", `create table laskettu (a, b text generated always as (upper(a)) stored)`, "is computed"},
		{"a virtual table behind a remark", `create/**/virtual table teksti using fts5(a)`, `the virtual table "teksti"`},
		{"a virtual table of a module that is not here", `pragma writable_schema = on; insert into sqlite_master values ('table', 'passwd', 'passwd', 0, 'create/**/virtual table passwd using VirtualText(''/etc/passwd'', ''UTF-8'', 0, POINT, NONE, '':'')')`, "passwd"},
		{"a type in capital letters", `pragma writable_schema = on; insert into sqlite_master values ('TABLE', 'passwd', 'passwd', 0, 'create virtual table passwd using VirtualText(''/etc/passwd'')')`, "passwd"},
		{"a view as a table", `pragma writable_schema = on; insert into sqlite_master values ('table', 'katse', 'katse', 0, 'create view katse as select * from alueet')`, "katse"},
		{"a computed column behind a remark", `create table laskettu (a, b generated always as/**/(a || 'x'))`, "is computed"},
		{"a schema of megabytes", `create table pitka (a default '` + strings.Repeat("x", mostSchema) + `')`, "cannot be read"},
		{"a pipeline as reference system", `update gpkg_spatial_ref_sys set definition = '+proj=pipeline +step +proj=axisswap +order=2,1'`, "is not followed"},
		{"a reference system that opens files", `update gpkg_spatial_ref_sys set definition = 'PROJCS["x",EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]'`, "is not followed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := spoilt(t, tt.statement)
			rows, _, _, err := readFile(path, Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, ErrGeoPackage) && !errors.Is(err, ErrDefinition) {
				t.Errorf("%d rows, error %v, want %s", len(rows), err, tt.want)
			}
			s, err := Open(path, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if layers, err := s.Layers(t.Context()); err == nil {
				t.Errorf("its layers are told: %v", layers)
			}
		})
	}
}

func TestGeoPackagesAsTheyAreMade(t *testing.T) {
	// Names in quotes, a foreign table, an index, a column called "as" and GDAL's own triggers do no harm.
	path := spoilt(t, `create table "as (view)" (id integer primary key, "as" text default 'create view (x)')`, `create index i on alueet (nimi)`)
	if rows, _, _, err := readFile(path, Options{}); err != nil || len(rows) != 2 {
		t.Errorf("%d rows, error %v", len(rows), err)
	}
	before, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(before) != 1 {
		t.Errorf("files beside it: %v, error %v", before, err)
	}
	odd := filepath.Join(t.TempDir(), "a b?mode=rwc#%41.gpkg")
	if err := (entry{name: "a.gpkg", path: path}).copyTo(odd, 1<<30); err != nil {
		t.Fatal(err)
	}
	if rows, _, _, err := readFile(odd, Options{}); err != nil || len(rows) != 2 {
		t.Errorf("an odd name: %d rows, error %v", len(rows), err)
	}
	if err := inspectGeoPackage(t.Context(), odd); err != nil {
		t.Errorf("an odd name: %v", err)
	}
}

// A key that the register has named is an attribute, as any other column is; one that programs count by is none.
func TestKeysOfGeoPackagesAreAttributes(t *testing.T) {
	for key, want := range map[string]string{"avain": `{"avain":700,"tunnus":"a0",`, "OBJECTID": `{"OBJECTID":700,"tunnus"`, "fid": `{"tunnus":"a0",`, "OGC_FID": `{"tunnus":"a0",`} {
		path := convert(t, strings.Replace(squares(1), `"Feature",`, `"Feature","id":700,`, 1), "a.gpkg", "-f", "GPKG", "-preserve_fid", "-lco", "FID="+key)
		rows, _, _, err := readFile(path, Options{})
		if err != nil || len(rows) != 1 || !strings.Contains(rows[0], want) {
			t.Errorf("%s: %q, error %v, want %s", key, rows, err, want)
		}
	}
}

// The width of a column is a word to those who write; SQLite keeps longer texts, and so do we.
func TestTextsLongerThanTheirColumn(t *testing.T) {
	path := convert(t, squares(1), "a.gpkg", "-f", "GPKG", "-nln", "kohteet", "-lco", "SPATIAL_INDEX=NO", "-sql", "select cast(tunnus as character(10)) as tunnus from \"from\"")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `update kohteet set tunnus = 'Ympäristöluparekisteri'`)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := readFile(path, Options{})
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0], `"tunnus":"Ympäristöluparekisteri"`) {
		t.Errorf("read %q, error %v", rows, err)
	}
}
