package fetch

import (
	"errors"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lupakartta/layers/fetch/standin"
	"lupakartta/layers/source"
)

// features reads a result as an import does: the code of each feature.
func features(t *testing.T, result *Result) (codes []string, srid int) {
	t.Helper()
	from, err := source.Open(result.Path, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	in, err := from.Read(t.Context(), source.Options{Schema: true})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		code, _ := row.JSON("code")
		codes = append(codes, string(code))
	}
	if err := in.End(); err != nil {
		t.Fatal(err)
	}
	return codes, in.SRID
}

func springs(count int) standin.Service {
	return standin.Service{Layers: []standin.Layer{standin.Springs("reg:springs", count)}}
}

func TestWFSComesWhole(t *testing.T) {
	for _, test := range []struct {
		name  string
		wfs   *standin.WFS
		query string
		pages int
		file  string
	}{
		{"pages", &standin.WFS{}, "service=WFS", 3, "springs.gml"},
		{"the whole address of a request", &standin.WFS{}, "SERVICE=wfs&VERSION=1.0.0&REQUEST=GetFeature&TYPENAME=reg:springs&MAXFEATURES=2&SRSNAME=EPSG:3067", 3, "springs.gml"},
		{"smaller pages than asked for", &standin.WFS{Service: standin.Service{Most: 3}}, "service=WFS", 4, "springs.gml"},
		{"links", &standin.WFS{Linked: true}, "service=WFS", 3, "springs.gml"},
		{"links that lead away", &standin.WFS{Linked: true, Service: standin.Service{Elsewhere: "http://10.0.0.1:8080"}}, "service=WFS", 3, "springs.gml"},
		{"a number only for hits", &standin.WFS{Service: standin.Service{Hidden: true}}, "service=WFS", 3, "springs.gml"},
		{"no number, but links", &standin.WFS{Linked: true, Service: standin.Service{Hidden: true}}, "service=WFS", 3, "springs.gml"},
		{"no pages by its own word", &standin.WFS{Paging: "FALSE"}, "service=WFS", 1, "springs.gml"},
		{"no pages for want of an order", &standin.WFS{NoOrder: true}, "service=WFS", 1, "springs.gml"},
		{"version 1.1", &standin.WFS{Version: "1.1.0", Formats: []string{"text/xml; subtype=gml/3.1.1"}}, "service=WFS", 1, "springs.gml"},
		{"no number in 1.1, and room for more", &standin.WFS{Version: "1.1.0", Formats: []string{"GML3"}, Default: 11, Service: standin.Service{Silent: true}}, "service=WFS", 1, "springs.gml"},
		{"no number at all, but pages", &standin.WFS{Service: standin.Service{Hidden: true, Silent: true}}, "service=WFS", 4, "springs.gml"},
		{"GeoJSON only", &standin.WFS{Formats: []string{"application/json"}}, "service=WFS", 3, "springs.geojson"},
		{"GeoJSON by wish", &standin.WFS{}, "service=WFS&request=GetFeature&outputFormat=application/json", 3, "springs.geojson"},
		{"Latin-1", &standin.WFS{Latin1: true}, "service=WFS", 3, "springs.gml"},
		{"prefixes that change", &standin.WFS{DeepNames: true}, "service=WFS", 3, "springs.gml"},
		{"busy at first", &standin.WFS{Service: standin.Service{Busy: 2}}, "service=WFS", 3, "springs.gml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.wfs.Layers = springs(10).Layers
			result := fetched(t, newClient(t, Config{PageSize: 4}), Address{URL: serve(t, test.wfs) + "/geo/wfs?" + test.query}, Previous{})
			if result.Kind != KindWFS || filepath.Base(result.Path) != test.file || result.Layer != "reg:springs" || result.Title != "Lähteet" || result.Features != 10 || result.Pages != test.pages {
				t.Errorf("fetched %+v, want %d pages", result, test.pages)
			}
			codes, srid := features(t, result)
			if len(codes) != 10 || codes[0] != `"00000"` || codes[9] != `"00009"` || srid != 3067 {
				t.Errorf("features %v in %d", codes, srid)
			}
		})
	}
}

func TestWFSKeepsOtherParameters(t *testing.T) {
	wfs := &standin.WFS{Service: springs(3)}
	wfs.Key = "k1"
	fetched(t, newClient(t, Config{}), Address{URL: serve(t, wfs) + "/ows?service=WFS&api-key=k1&map=/a.map&sortBy=code&startIndex=7"}, Previous{})
	for _, r := range wfs.Requests() {
		query := r.URL.Query()
		if query.Get("map") != "/a.map" || query.Get("sortBy") != "code" || query.Get("startIndex") == "7" {
			t.Errorf("asked for %s", r.URL)
		}
	}
}

// Capabilities name the address of GetFeature, often a wrong one: its path is taken, its server never.
func TestWFSOperationStaysOnItsServer(t *testing.T) {
	wfs := &standin.WFS{Service: springs(3), GetFrom: "http://127.0.0.1:1/other/path?service=WFS&map=b"}
	fetched(t, newClient(t, Config{}), Address{URL: serve(t, wfs) + "/wfs"}, Previous{})
	wfs.GetFrom = "http://10.0.0.1/inside"
	fetched(t, newClient(t, Config{}), Address{URL: serve(t, wfs) + "/wfs"}, Previous{})
	var paths []string
	for _, r := range wfs.Requests() {
		if r.URL.Query().Get("request") == "GetFeature" {
			paths = append(paths, r.URL.Path)
		}
	}
	if !slices.Equal(paths, []string{"/other/path", "/wfs"}) {
		t.Errorf("asked for features at %v", paths)
	}
}

func TestWFSThatIsWrongIsRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		wfs  *standin.WFS
		want error
		say  string
	}{
		{"more than it says", &standin.WFS{Service: standin.Service{Matched: 9}}, ErrIncomplete, "10 features have come, the service says that there are 9"},
		{"fewer than it says", &standin.WFS{Service: standin.Service{Matched: 11}}, ErrIncomplete, "10 features have come, the service says that there are 11"},
		{"the same page for ever", &standin.WFS{Service: standin.Service{Stuck: true}}, ErrIncomplete, "springs.00000 comes in two pages"},
		{"the same page for ever, and no number", &standin.WFS{Service: standin.Service{Stuck: true, Hidden: true}}, ErrIncomplete, "two pages"},
		{"no fixed order", &standin.WFS{Service: standin.Service{Unordered: true}}, ErrIncomplete, "sortBy"},
		{"changes meanwhile", &standin.WFS{Service: standin.Service{Shrinks: true}}, ErrIncomplete, "from 10 features to 9"},
		{"a page cut off", &standin.WFS{Service: standin.Service{CutPage: 2}}, ErrIncomplete, ""},
		{"GeoJSON cut off", &standin.WFS{Formats: []string{"application/json"}, Service: standin.Service{CutPage: 2}}, ErrIncomplete, ""},
		{"a web page", &standin.WFS{Service: standin.Service{LoginPage: 2}}, ErrAnswer, "web page"},
		{"holds features back", &standin.WFS{Paging: "FALSE", Service: standin.Service{Most: 6}}, ErrIncomplete, "6 features at once and says that there are 10"},
		{"holds features back in 1.1", &standin.WFS{Version: "1.1.0", Formats: []string{"GML3"}, Service: standin.Service{Most: 6}}, ErrIncomplete, "says that there are 10"},
		{"holds features back for want of an order", &standin.WFS{NoOrder: true, Service: standin.Service{Most: 6}}, ErrService, "natural order"},
		{"no number in 1.1", &standin.WFS{Version: "1.1.0", Formats: []string{"GML3"}, Service: standin.Service{Silent: true}}, ErrIncomplete, "neither how many features there are nor how many it gives at most"},
		{"no number in 1.1, and as many as there may be", &standin.WFS{Version: "1.1.0", Formats: []string{"GML3"}, Default: 6, Service: standin.Service{Silent: true, Most: 6}}, ErrIncomplete, "as many as it gives at most"},
		{"no number and no pages", &standin.WFS{Paging: "FALSE", Default: 10, Service: standin.Service{Hidden: true, Silent: true}}, ErrIncomplete, "as many as it gives at most"},
		{"an old version", &standin.WFS{Version: "1.0.0"}, ErrAnswer, "version 1.0.0"},
		{"no form that is known", &standin.WFS{Formats: []string{"SHAPE-ZIP"}}, ErrAnswer, "no GML or GeoJSON"},
		{"busy for ever", &standin.WFS{Service: standin.Service{Busy: 1000}}, ErrStatus, "503"},
		{"a document type", &standin.WFS{Prologue: `<!DOCTYPE x [<!ENTITY e "x">]>`}, ErrAnswer, "document type"},
		{"elements without end", &standin.WFS{Prologue: strings.Repeat("<a>", 200)}, ErrAnswer, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.wfs.Layers = springs(10).Layers
			err := failure(t, newClient(t, Config{PageSize: 4}), Address{URL: serve(t, test.wfs) + "/wfs?key=secret"}, test.want)
			if !strings.Contains(err.Error(), test.say) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want it to say %q", err, test.say)
			}
		})
	}
	t.Run("too many", func(t *testing.T) {
		refused(t, newClient(t, Config{PageSize: 4, MaxFeatures: 7}), Address{URL: serve(t, &standin.WFS{Service: springs(10)}) + "/wfs"}, ErrTooLarge)
	})
	t.Run("none", func(t *testing.T) {
		refused(t, newClient(t, Config{}), Address{URL: serve(t, &standin.WFS{Service: springs(0)}) + "/wfs"}, ErrAnswer)
	})
}

func TestWFSLayers(t *testing.T) {
	wfs := &standin.WFS{Service: standin.Service{Layers: []standin.Layer{standin.Springs("reg:springs", 3), standin.Springs("reg:wells", 2), standin.Springs("old:wells", 1)}}}
	address := serve(t, wfs) + "/wfs"
	c := newClient(t, Config{})
	for name, want := range map[string]string{"reg:springs": "reg:springs", "springs": "reg:springs", "Springs": "reg:springs", "old:wells": "old:wells"} {
		if result := fetched(t, c, Address{URL: address, Layer: name}, Previous{}); result.Layer != want {
			t.Errorf("%s: fetched %s", name, result.Layer)
		}
	}
	for name, say := range map[string]string{"": "name one: reg:springs, reg:wells, old:wells", "wells": `no layer "wells"`, "reg:lakes": `no layer "reg:lakes"; it has: reg:springs`} {
		err := failure(t, c, Address{URL: address, Layer: name}, ErrChoice)
		var choice *ChoiceError
		if !errors.As(err, &choice) || len(choice.Choices) != 3 || choice.Choices[0] != (Choice{"reg:springs", "Lähteet", "urn:ogc:def:crs:EPSG::3067"}) || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWFSReferenceSystems(t *testing.T) {
	for _, test := range []struct {
		crs  []string
		want string
		srid int
	}{
		{[]string{"urn:ogc:def:crs:EPSG::4326", "http://www.opengis.net/def/crs/EPSG/0/3067"}, "http://www.opengis.net/def/crs/EPSG/0/3067", 3067},
		{[]string{"urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG::3857"}, "urn:ogc:def:crs:EPSG::4326", 4326},
		{[]string{"EPSG:3067"}, "EPSG:3067", 3067},
	} {
		layer := standin.Springs("reg:springs", 3)
		layer.CRS = test.crs
		result := fetched(t, newClient(t, Config{}), Address{URL: serve(t, &standin.WFS{Service: standin.Service{Layers: []standin.Layer{layer}}}) + "/wfs"}, Previous{})
		if _, srid := features(t, result); srid != test.srid || result.CRS != test.want {
			t.Errorf("%v: %s, read as %d", test.crs, result.CRS, srid)
		}
	}
}

// The sum is that of the features, whatever else differs between two answers.
func TestWFSUnchanged(t *testing.T) {
	for name, wfs := range map[string]*standin.WFS{
		"": {}, "with new ids": {NewIDs: true}, "with another prefix": {}, "GeoJSON": {Formats: []string{"application/json"}},
	} {
		t.Run(name, func(t *testing.T) {
			wfs.Layers = springs(10).Layers
			address := Address{URL: serve(t, wfs) + "/wfs"}
			first := fetched(t, newClient(t, Config{PageSize: 4}), address, Previous{})
			again := fetched(t, newClient(t, Config{PageSize: 7}), address, first.Previous())
			if first.Unchanged || !again.Unchanged || again.Path != "" {
				t.Errorf("first %+v, then %+v", first, again)
			}
			slices.Reverse(wfs.Layers[0].Features)
			if turned := fetched(t, newClient(t, Config{PageSize: 4}), address, again.Previous()); !turned.Unchanged {
				t.Error("another order makes another sum")
			}
			wfs.Layers[0].Features[3].Values[1] = "Uusi nimi"
			if changed := fetched(t, newClient(t, Config{PageSize: 4}), address, again.Previous()); changed.Unchanged {
				t.Error("another value makes the same sum")
			}
		})
	}
}

// Without the service's schema postal code 00100 would be read as 100; what cannot be described is read all the same.
func TestWFSTypes(t *testing.T) {
	wfs := &standin.WFS{Service: springs(3)}
	address := Address{URL: serve(t, wfs) + "/wfs"}
	result := fetched(t, newClient(t, Config{}), address, Previous{})
	schema := read(t, strings.TrimSuffix(result.Path, ".gml")+".xsd")
	if !strings.Contains(schema, `name="code" type="xsd:string"`) || !strings.Contains(schema, `name="depth" type="xsd:double"`) || strings.Contains(schema, "127.0.0.1") {
		t.Errorf("schema %s", schema)
	}
	for name, change := range map[string]func(){
		"no schema":              func() { wfs.NoSchema = true },
		"more than it describes": func() { wfs.NoSchema = false; wfs.Layers[0].Fields[0].Kind = "anyType" },
	} {
		change()
		result := fetched(t, newClient(t, Config{}), address, Previous{})
		if list, _ := filepath.Glob(result.Folder + "/*"); len(list) != 1 {
			t.Errorf("%s: %v", name, list)
		}
	}
}

// XML Schema's whole and decimal numbers have any number of digits.
func TestWFSKeepsDigits(t *testing.T) {
	for kind, values := range map[string][2]string{"decimal": {"12345678901234567890.25", "12345678901234567890.25"}, "integer": {"-12345678901234567890", "-12345678901234567890"}, "long": {"9007199254740993", "9007199254740993"}, "nonNegativeInteger": {"007", "7"}} {
		wfs := &standin.WFS{Service: springs(2)}
		wfs.Layers[0].Fields[0].Kind, wfs.Layers[0].Features[0].Values[0] = kind, values[0]
		if codes, _ := features(t, fetched(t, newClient(t, Config{}), Address{URL: serve(t, wfs) + "/wfs"}, Previous{})); len(codes) != 2 || codes[0] != values[1] || codes[1] != "1" {
			t.Errorf("%s: read %v, want %s", kind, codes, values[1])
		}
	}
}

func TestWhatIsAWFS(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/ows?service=WFS": true, "https://a.example/ows?SERVICE=wfs&request=GetFeature&outputFormat=gml32": true, "https://a.example/geo/wfs": true,
		"https://a.example/ows?service=WFS&outputFormat=json": true, "https://a.example/ows?service=WFS&request=GetFeature&outputFormat=SHAPE-ZIP": false,
		"https://a.example/ows?service=WMS": false, "https://a.example/wfs.zip": false, "https://a.example/ows?request=GetFeature&typeNames=a": true, "https://a.example/ows?request=getfeature&outputFormat=SHAPE-ZIP": false,
		"https://a.example/": false, "https://a.example/wfs?service=WFS&storedQuery_id=x": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := isWFS(u); got != want {
			t.Errorf("isWFS(%s) = %t", address, got)
		}
	}
}

func TestWFSProgress(t *testing.T) {
	var told []Progress
	address := Address{URL: serve(t, &standin.WFS{Service: springs(10)}) + "/wfs", Progress: func(p Progress) { told = append(told, p) }}
	fetched(t, newClient(t, Config{PageSize: 4}), address, Previous{})
	last := told[len(told)-1]
	if len(told) < 4 || last.Features != 10 || last.Total != 10 || last.Pages != 3 || last.Bytes == 0 {
		t.Errorf("told %v", told)
	}
}
