package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/fetch/standin"
)

func TestImportFromAddresses(t *testing.T) {
	spring := standin.Springs("register:springs", 7)
	spring.CRS[1] = "http://www.opengis.net/def/crs/EPSG/0/3067"
	well := standin.Springs("register:wells", 3)
	service := standin.Service{Layers: []standin.Layer{spring, well}}
	mux := http.NewServeMux()
	mux.Handle("/wfs", &standin.WFS{Service: standin.Service{Layers: service.Layers}})
	mux.Handle("/springs.geojson", &standin.File{Body: []byte(points([2]float64{26.62, 62.41})), ETag: `"1"`})
	mux.Handle("/", &standin.OGCAPI{Service: standin.Service{Layers: service.Layers}})
	server := httptest.NewServer(mux)
	defer server.Close()

	c := newCommandLine(t, testdb.New(t))
	for _, test := range []struct {
		path, layer, crs string
		features         int64
	}{
		{"/wfs?service=WFS", "register:springs", "EPSG:3067", 7}, {"/", "wells", "EPSG:3067", 3}, {"/springs.geojson", "", "EPSG:4326", 1},
	} {
		report := decodeOne[layers.Report](t, c.want(exitOK, "--fetch-allow", "127.0.0.1", "layers", "import", server.URL+test.path, "--layer", test.layer,
			"--id", "springs", "--theme", "groundwater", "--json"))
		if report.Imported != test.features || report.SourceCRS != test.crs {
			t.Errorf("%s: %+v", test.path, report)
		}
	}
	for _, test := range []struct{ name, path, allow, want string }{
		{"a choice", "/wfs", "127.0.0.1", "name one: register:springs, register:wells"},
		{"a collection", "/", "127.0.0.1", "name one: springs, wells"},
		{"no such file", "/nothing.gpkg", "127.0.0.1", "404"},
		{"this machine", "/springs.geojson", "10.0.0.0/8", "registers are not fetched from"},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, _, stderr := c.run("--fetch-allow", test.allow, "layers", "import", server.URL+test.path, "--id", "springs", "--theme", "groundwater")
			if code != exitFailure || !strings.Contains(stderr, test.want) {
				t.Errorf("exit code %d: %s", code, stderr)
			}
		})
	}
}

func TestFetchAllowIsChecked(t *testing.T) {
	t.Setenv("LUPAKARTTA_FETCH_ALLOW", "https://register.example/")
	var stdout, stderr bytes.Buffer
	args := []string{"layers", "import", "https://register.example/springs.geojson", "--id", "springs", "--theme", "groundwater"}
	if code := run(args, &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), "LUPAKARTTA_FETCH_ALLOW") {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
}
