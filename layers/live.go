package layers

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"sync"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/identity"
)

// Live says that a layer is not imported: its features are rows of a view map_*(id, kind, geom, attributes, audience,
// changed_at) of the database and change from moment to moment. The id is a whole number, the feature's in tiles.
type Live struct {
	View string
	// Restricted layers have rows that not everybody may see. Of others only rows for everybody are ever read.
	Restricted bool
	// Audience is for whom the layer is read: a row is seen by those of its audience. Empty: everybody.
	Audience []string
}

// everybody is identity.Everybody in SQL. Other audiences are "party:<id>" and "authority:<id>", the officials of an authority.
const everybody = `array['` + identity.Everybody + `']`

// Rows is what SQL reads the rows from that an audience may see, in the shape of an imported layer's table. The audience is
// SQL for an array of texts.
func (l Live) Rows(audience string) string {
	return `(select id as fid, id::text as source_id, geom, jsonb_build_object('kind', kind) || coalesce(attributes, '{}') as attributes
		from ` + l.View + ` where audience && ` + audience + `) as features`
}

// Restricted tells whether not everybody sees the same of the version.
func (v Version) Restricted() bool { return v.Live != nil && v.Live.Restricted }

// For is the version as an audience may see it. Imported versions are for everybody.
func (v Version) For(audience []string) Version {
	if v.Restricted() {
		live := *v.Live
		live.Audience = audience
		v.Live = &live
	}
	return v
}

// livePrefix begins the ids of live layers, so that no import ever has one of them.
const livePrefix = "live_"

// Where features of live layers can be: every place that may be asked about, in CRS84 and around that in EPSG:3067, whose
// parallels reach furthest south on the meridian 27° E.
var (
	whereLive     = orb.Bound{Min: orb.Point{19, 58.8}, Max: orb.Point{31.6, 70.1}}
	whereLiveGrid = orb.MultiPoint{
		geo.ToTM35FIN(whereLive.Min), geo.ToTM35FIN(whereLive.Max), geo.ToTM35FIN(whereLive.LeftTop()), geo.ToTM35FIN(whereLive.RightBottom()),
		geo.ToTM35FIN(orb.Point{27, whereLive.Min[1]}),
	}.Bound()
)

var viewName = regexp.MustCompile(`^map_[a-z][a-z0-9_]{0,50}$`)

//go:embed live/*.json
var liveFiles embed.FS

// liveSet reads the embedded live layers once. A broken one is a fault of the program: the tests load them all.
var liveSet = sync.OnceValue(func() []Layer {
	entries, err := liveFiles.ReadDir("live")
	if err != nil {
		panic(err)
	}
	var live []Layer
	for _, entry := range entries {
		data, err := liveFiles.ReadFile("live/" + entry.Name())
		if err != nil {
			panic(err)
		}
		layer, err := ParseLive(data)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", entry.Name(), err))
		}
		live = append(live, layer)
	}
	return live
})

// LiveLayers are the live layers of the service.
func LiveLayers() []Layer { return liveSet() }

// ParseLive reads what a live layer is called, and reports every fault.
func ParseLive(data []byte) (Layer, error) {
	var file struct {
		View       string `json:"view"`
		Restricted bool   `json:"restricted"`
		Recipe     Recipe `json:"recipe"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return Layer{}, fmt.Errorf("live layer: %w", err)
	}
	if !viewName.MatchString(file.View) {
		return Layer{}, fmt.Errorf("live layer: view %q: want map_ and lower case letters, digits and _", file.View)
	}
	if err := file.Recipe.validate(true); err != nil {
		return Layer{}, err
	}
	return Layer{ID: file.Recipe.ID, Theme: file.Recipe.Theme, Version: Version{
		Layer: file.Recipe.ID, State: Published, Recipe: file.Recipe, GeometryType: "Mixed", Source: file.View, SourceCRS: "EPSG:3067",
		BBox: whereLiveGrid, BBoxLonLat: whereLive, Live: &Live{View: file.View, Restricted: file.Restricted},
	}}, nil
}
