package fetch

import (
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lupakartta/layers/fetch/standin"
)

const tm35URI = "http://www.opengis.net/def/crs/EPSG/0/3067"

// collections is a service of one collection, which knows ETRS-TM35FIN.
func collections(count int) standin.Service {
	layer := standin.Springs("springs", count)
	layer.CRS = []string{tm35URI, "http://www.opengis.net/def/crs/EPSG/0/3857"}
	return standin.Service{Layers: []standin.Layer{layer}}
}

func TestOGCAPIComesWhole(t *testing.T) {
	for _, test := range []struct {
		name, path string
		api        *standin.OGCAPI
		pages      int
	}{
		{"landing page", "/", &standin.OGCAPI{}, 3},
		{"collections", "/collections", &standin.OGCAPI{}, 3},
		{"collection", "/collections/springs", &standin.OGCAPI{}, 3},
		{"items", "/collections/springs/items", &standin.OGCAPI{}, 3},
		{"items with a form and a limit", "/collections/springs/items?f=json&limit=2", &standin.OGCAPI{}, 3},
		{"smaller pages than asked for", "/", &standin.OGCAPI{Service: standin.Service{Most: 3}}, 4},
		{"no number", "/", &standin.OGCAPI{Service: standin.Service{Hidden: true}}, 3},
		{"a limit that is a mistake", "/", &standin.OGCAPI{LowLimit: 3}, 1},
		{"links of a server behind a proxy", "/", &standin.OGCAPI{Base: "http://localhost:5000"}, 3},
		{"busy at first", "/", &standin.OGCAPI{Service: standin.Service{Busy: 2}}, 3},
		{"a key", "/?api-key=k1", &standin.OGCAPI{Service: standin.Service{Key: "k1"}}, 3},
		{"a key for items", "/collections/springs/items?api-key=k1", &standin.OGCAPI{Service: standin.Service{Key: "k1"}}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.api.Layers = collections(10).Layers
			result := fetched(t, newClient(t, Config{PageSize: 4}), Address{URL: serve(t, test.api) + test.path}, Previous{})
			if result.Kind != KindOGCAPI || filepath.Base(result.Path) != "springs.geojson" || result.Layer != "springs" || result.Title != "Lähteet" || result.CRS != tm35URI || result.Features != 10 || result.Pages != test.pages {
				t.Errorf("fetched %+v, want %d pages", result, test.pages)
			}
			codes, srid := features(t, result)
			if len(codes) != 10 || codes[0] != `"00000"` || codes[9] != `"00009"` || srid != 3067 {
				t.Errorf("features %v in %d", codes, srid)
			}
		})
	}
}

// A service that names no number but links to further pages has no other page where it links to none.
func TestOGCAPIOnePageWithoutANumber(t *testing.T) {
	for count, asked := range map[int]int{1: 1, 10: 2} {
		api := &standin.OGCAPI{Service: collections(count)}
		api.Hidden = true
		result := fetched(t, newClient(t, Config{}), Address{URL: serve(t, api) + "/collections/springs/items"}, Previous{})
		items := 0
		for _, r := range api.Requests() {
			if strings.HasSuffix(r.URL.Path, "/items") {
				items++
			}
		}
		if result.Features != int64(count) || items != asked {
			t.Errorf("%d of %d features by %d requests, want %d", result.Features, count, items, asked)
		}
	}
}

func TestOGCAPIInDegrees(t *testing.T) {
	api := &standin.OGCAPI{Service: collections(3)}
	api.Layers[0].CRS = []string{"http://www.opengis.net/def/crs/EPSG/0/3879"}
	result := fetched(t, newClient(t, Config{}), Address{URL: serve(t, api)}, Previous{})
	if _, srid := features(t, result); srid != 4326 || result.CRS != crs84 {
		t.Errorf("%s, read as %d", result.CRS, srid)
	}
	for _, r := range api.Requests() {
		if r.URL.Query().Has("crs") {
			t.Errorf("asked for %s", r.URL)
		}
	}
}

func TestOGCAPIThatIsWrongIsRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		api  *standin.OGCAPI
		want error
		say  string
	}{
		{"neither a number nor links", &standin.OGCAPI{Service: standin.Service{Hidden: true, Silent: true}}, ErrIncomplete, "neither how many features there are nor where the next page is"},
		{"fewer than it says", &standin.OGCAPI{Service: standin.Service{Matched: 11}}, ErrIncomplete, "10 features have come, the service says that there are 11"},
		{"more than it says", &standin.OGCAPI{Service: standin.Service{Matched: 9}}, ErrIncomplete, "says that there are 9"},
		{"no fixed order", &standin.OGCAPI{Service: standin.Service{Unordered: true}}, ErrIncomplete, "two pages"},
		{"the same page for ever", &standin.OGCAPI{Service: standin.Service{Stuck: true}}, ErrIncomplete, "two pages"},
		{"changes meanwhile", &standin.OGCAPI{Service: standin.Service{Shrinks: true}}, ErrIncomplete, "from 10 features to 9"},
		{"a page cut off", &standin.OGCAPI{Service: standin.Service{CutPage: 2}}, ErrIncomplete, ""},
		{"a web page", &standin.OGCAPI{Service: standin.Service{LoginPage: 2}}, ErrAnswer, "web page"},
		{"next page elsewhere", &standin.OGCAPI{Service: standin.Service{Elsewhere: "http://10.0.0.1"}}, ErrRedirect, "another server"},
		{"next page at home", &standin.OGCAPI{Service: standin.Service{Elsewhere: "file://"}}, ErrRedirect, "another server"},
		{"another reference system", &standin.OGCAPI{ContentCRS: "http://www.opengis.net/def/crs/EPSG/0/3857"}, ErrAnswer, "3857, which was not asked for"},
		{"degrees although metres were asked for", &standin.OGCAPI{ContentCRS: crs84}, ErrAnswer, "which was not asked for"},
		{"no word of the reference system", &standin.OGCAPI{ContentCRS: "-"}, ErrAnswer, "does not say"},
		{"busy for ever", &standin.OGCAPI{Service: standin.Service{Busy: 1000}}, ErrStatus, "busy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.api.Layers = collections(10).Layers
			err := failure(t, newClient(t, Config{PageSize: 4}), Address{URL: serve(t, test.api) + "/?api-key=secret"}, test.want)
			if !strings.Contains(err.Error(), test.say) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want it to say %q", err, test.say)
			}
		})
	}
}

func TestOGCAPICollections(t *testing.T) {
	api := &standin.OGCAPI{Service: collections(3)}
	wells := standin.Springs("wells", 2)
	wells.CRS = api.Layers[0].CRS
	api.Layers = append(api.Layers, wells)
	address := serve(t, api)
	c := newClient(t, Config{})
	if result := fetched(t, c, Address{URL: address, Layer: "wells"}, Previous{}); result.Layer != "wells" || result.Features != 2 {
		t.Errorf("fetched %+v", result)
	}
	for _, test := range []struct{ path, layer, say string }{
		{"/", "", "name one: springs, wells"}, {"/collections", "lakes", `no layer "lakes"; it has: springs, wells`}, {"/collections/springs", "wells", "it has: springs"},
	} {
		err := failure(t, c, Address{URL: address + test.path, Layer: test.layer}, ErrChoice)
		var choice *ChoiceError
		if !errors.As(err, &choice) || choice.Choices[0].Name != "springs" || !strings.Contains(err.Error(), test.say) {
			t.Errorf("%s, %q: %v", test.path, test.layer, err)
		}
	}
}

func TestOGCAPIUnchanged(t *testing.T) {
	api := &standin.OGCAPI{Service: collections(10)}
	address := Address{URL: serve(t, api)}
	first := fetched(t, newClient(t, Config{PageSize: 4}), address, Previous{})
	slices.Reverse(api.Layers[0].Features)
	again := fetched(t, newClient(t, Config{PageSize: 7}), address, first.Previous())
	if first.Unchanged || !again.Unchanged {
		t.Errorf("first %+v, then %+v", first, again)
	}
	api.Layers[0].Features[0].E++
	if changed := fetched(t, newClient(t, Config{PageSize: 4}), address, again.Previous()); changed.Unchanged {
		t.Error("a feature that moved makes the same sum")
	}
}

// GeoJSON that names a further page is one of several, whatever its address looks like.
func TestPagedGeoJSON(t *testing.T) {
	api := &standin.OGCAPI{Service: collections(10)}
	api.Most = 4
	server := serve(t, rename{api})
	result := fetched(t, newClient(t, Config{}), Address{URL: server + "/export/springs.json"}, Previous{})
	if codes, _ := features(t, result); len(codes) != 10 || filepath.Base(result.Path) != "springs.geojson" {
		t.Errorf("%d features in %s", len(codes), result.Path)
	}
}

func TestFollowedLinks(t *testing.T) {
	from, err := url.Parse("https://name:pass@register.example/ogc/collections/a/items?api-key=k")
	if err != nil {
		t.Fatal(err)
	}
	r := &run{keys: keysOf(from.Query())}
	for link, want := range map[string]string{
		"?page=2": "https://name:pass@register.example/ogc/collections/a/items?api-key=k&page=2",
		"http://register.example/next?api-key=other": "https://name:pass@register.example/next?api-key=other",
		"//register.example:443/next":                "https://name:pass@register.example:443/next?api-key=k",
		"https://other.example/next":                 "", "https://register.example:8443/next": "", "javascript:alert(1)": "", "https://a:b@register.example/": "", "": "",
		"http://register.example:8080/next": "", "file:///etc/passwd": "",
	} {
		got := ""
		if u, ok := r.follow(from, link); ok {
			got = u.String()
		}
		if got != want {
			t.Errorf("%s: followed to %q, want %q", link, got, want)
		}
	}
}

// rename serves the items of a service under another path.
type rename struct{ api *standin.OGCAPI }

func (s rename) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.URL.Path = "/collections/springs/items"
	s.api.ServeHTTP(w, r)
}
