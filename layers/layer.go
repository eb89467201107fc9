// Package layers keeps the reference layers: what registers publish, imported as immutable versions, replaced
// without a moment of downtime, and looked up by place or by name. It holds no personal data and no projects.
package layers

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/internal/i18n"
)

// SRID is the reference system in which every geometry is stored: EPSG:3067, ETRS-TM35FIN, metres.
const SRID = 3067

// State is where a version is in its life.
type State string

// States of a version.
const (
	UnderWay   State = "building"   // features stream in
	Waiting    State = "waiting"    // built and validated, waits for approval
	Published  State = "published"  // what everybody sees
	Superseded State = "superseded" // was published, still served under its own address
	Cleared    State = "cleared"    // was published long ago: its features are gone, its line and report stay
	Failed     State = "failed"
)

// Version is one import of a layer: immutable once built.
type Version struct {
	Number       int64     // unique among all layers; names the table
	Layer        string    // layer id
	State        State     //
	Recipe       Recipe    // as it was when the version was built
	FeatureCount int64     //
	GeometryType string    // "Point", "LineString", "Polygon" or "Mixed"
	BBox         orb.Bound // EPSG:3067, metres; zero when there are no features
	BBoxLonLat   orb.Bound // CRS84, degrees
	Source       string    // name of the file or address
	SourceCRS    string    // "EPSG:3878"
	DataDate     string    // YYYY-MM-DD or empty
	ImportedAt   time.Time //
	PublishedAt  time.Time // zero until published
	SHA256       string    // of the source, hexadecimal
	Keeper       Office    // of the layer: whose registrars import and approve
	ImportedFor  Office
	PublishedFor Office
	Replaced     int64 // version that was published when this one was for the first time; 0: none
	Tally        Tally
	Live         *Live // nil: imported; a live layer's version has number 0 and is never another
}

// Office is an authority as a layer's page names it; zero: whoever runs the service. No person is named.
type Office struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// Tally sums a report up.
type Tally struct {
	Read     int64 `json:"read"`
	Imported int64 `json:"imported"`
	Repaired int64 `json:"repaired"`
	Refused  int64 `json:"refused"`
	Warnings int64 `json:"warnings"`
}

// Table is what SQL reads the version's features from: a table named by a number, so that it is safe in SQL text, or of a
// live layer what everybody may see.
func (v Version) Table() string {
	if v.Live != nil {
		return v.Live.Rows(everybody)
	}
	return fmt.Sprintf("layer_data.v%d", v.Number)
}

// Empty tells that the version has no features. Of a live layer nobody knows for longer than a moment.
func (v Version) Empty() bool { return v.FeatureCount == 0 && v.Live == nil }

// Reaches tells whether the version can have features that meet the box, in EPSG:3067.
func (v Version) Reaches(box orb.Bound) bool { return !v.Empty() && v.BBox.Intersects(box) }

// Layer is a layer with its published version.
type Layer struct {
	ID      string
	Theme   Theme
	Version Version // the published one
}

// Feature is one feature on its way into a version.
type Feature struct {
	SourceID   string          // the register's own id; empty: a hash of the content is used
	EWKB       []byte          // geometry with its reference system
	Attributes json.RawMessage // object of the register's attributes; null or empty: none
}

// NewFeature makes a feature from a geometry in EPSG:3067.
func NewFeature(sourceID string, g orb.Geometry, attributes map[string]any) (Feature, error) {
	data, err := ewkb.Marshal(g, SRID)
	if err != nil {
		return Feature{}, fmt.Errorf("feature %s: geometry: %w", sourceID, err)
	}
	object, err := json.Marshal(attributes)
	if err != nil {
		return Feature{}, fmt.Errorf("feature %s: attributes: %w", sourceID, err)
	}
	return Feature{SourceID: sourceID, EWKB: data, Attributes: object}, nil
}
