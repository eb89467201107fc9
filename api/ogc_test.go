package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lupakartta/tiles"
)

// TestOGC goes from the landing page to a tile by links alone, as a program does that knows the standard and not us.
func TestOGC(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	const host = "http://kartta.example"
	read := func(t *testing.T, address string, into any) {
		t.Helper()
		w := get(s, address, "Accept-Language", "sv")
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d %s", address, w.Code, w.Body)
		}
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		if again := get(s, address, "Accept-Language", "sv", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s answers %d to its own ETag", address, again.Code)
		}
	}
	follow := func(links []Link, rel string) string {
		t.Helper()
		i := slices.IndexFunc(links, func(l Link) bool { return l.Rel == rel })
		if i < 0 {
			t.Fatalf("no link %s in %v", rel, links)
		}
		return links[i].Href
	}
	var landing Landing
	read(t, host+"/ogc", &landing)
	var conforms Conformance
	read(t, follow(landing.Links, relConforms), &conforms)
	if !slices.Contains(conforms.ConformsTo, "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core") {
		t.Errorf("conforms to %v", conforms.ConformsTo)
	}
	var grids MatrixSetList
	read(t, follow(landing.Links, relGrids), &grids)
	if len(grids.TileMatrixSets) != len(tiles.Grids) {
		t.Errorf("%d grids, want %d", len(grids.TileMatrixSets), len(tiles.Grids))
	}
	var collections CollectionList
	read(t, follow(landing.Links, relData), &collections)
	if len(collections.Collections) != 1 || collections.Collections[0].Title != "Objekt" || collections.Collections[0].Extent == nil {
		t.Fatalf("collections %+v", collections)
	}
	var collection Collection
	read(t, follow(collections.Collections[0].Links, "self"), &collection)
	var tilesets TilesetList
	read(t, follow(collection.Links, relTilesets), &tilesets)
	for _, item := range tilesets.Tilesets {
		t.Run(item.Title, func(t *testing.T) {
			var set Tileset
			read(t, follow(item.Links, "self"), &set)
			var grid tiles.MatrixSet
			read(t, follow(set.Links, relGrid), &grid)
			if set.Version != strconv.FormatInt(v.Number, 10) || set.CRS != grid.CRS || set.Layers[0].PropertiesSchema.Properties["nimi"].Title != "Namn" || *set.Layers[0].GeometryDimension != 2 {
				t.Errorf("tileset %+v", set)
			}
			for _, l := range set.Limits {
				address := strings.NewReplacer("{tileMatrix}", l.TileMatrix, "{tileCol}", strconv.Itoa(int(l.MinTileCol)), "{tileRow}", strconv.Itoa(int(l.MinTileRow))).
					Replace(follow(set.Links, "item"))
				if tile := get(s, address); tile.Code != http.StatusOK || tile.Header().Get("Content-Type") != tileMedia || tile.Header().Get("Cache-Control") != immutable {
					t.Errorf("%s answers %d, %v", address, tile.Code, tile.Header())
				}
			}
			var description tiles.TileJSON
			read(t, follow(set.Links, "describedby"), &description)
		})
	}
	for address, want := range map[string]int{
		"/ogc/tileMatrixSets/x": 404, "/ogc/collections/x": 404, "/ogc/collections/x/tiles": 404, "/ogc/collections/sites/tiles/x": 404,
		"/ogc/collections/x/tiles/WebMercatorQuad": 404, "/ogc?x=1": 400, "/ogc/tileMatrixSets/ETRS-TM35FIN?f=json": 400,
	} {
		if w := get(s, address); w.Code != want {
			t.Errorf("%s answers %d, want %d", address, w.Code, want)
		}
	}
}
