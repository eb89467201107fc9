package source

import (
	"os"
	"strings"
	"testing"
)

func TestReadingProcessIsAlone(t *testing.T) {
	t.Setenv("PGPASSWORD", "secret")
	t.Setenv("LUPAKARTTA_DATABASE_URL", "postgres:///secret")
	g, err := installedGDAL()
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []Format{FormatGeoPackage, FormatShapefile, FormatGeoJSON, FormatGML, FormatFlatGeobuf, FormatGeoJSONSeq, FormatKML, FormatTAB, FormatMIF} {
		env := strings.Join(g.environment(g.driver(format), "/folder"), "\n")
		for _, forbidden := range []string{"secret", "PGHOST", "PGPASS", "DATABASE"} {
			if strings.Contains(env, forbidden) {
				t.Errorf("%s: environment holds %s", format, forbidden)
			}
		}
		skipped := strings.Split(g.others(g.driver(format)), ",")
		for _, driver := range []string{"OGR_VRT", "PostgreSQL", "HTTP", "WFS", "SQLite", "CSV", "GMLAS"} {
			if !strings.Contains(","+strings.Join(skipped, ",")+",", ","+driver+",") {
				t.Errorf("%s: reader %s is not switched off", format, driver)
			}
		}
		if strings.Contains(","+strings.Join(skipped, ",")+",", ","+g.driver(format)+",") {
			t.Errorf("%s: its own reader is switched off", format)
		}
	}
	folder, err := newFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := giveFolder(folder); err != nil {
		t.Fatal(err)
	}
	cmd := g.command(t.Context(), Limits{}.orDefaults(), "/usr/bin/env", FormatGeoJSON, folder)
	out, err := cmd.Output()
	if err != nil || strings.Contains(string(out), "secret") || !strings.Contains(string(out), "OGR_SKIP=") {
		t.Errorf("the process sees %s, error %v", out, err)
	}
}
