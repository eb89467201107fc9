package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"lupakartta/internal/i18n"
)

// A Recipe says how a register's file becomes a layer: what it is, where its features come from, what its
// attributes mean, what area it claims to cover, on what terms it may be used and how it is drawn.
type Recipe struct {
	ID          string      `json:"id"` // lower case letters, digits and _; part of addresses
	Theme       Theme       `json:"theme"`
	Title       i18n.Text   `json:"title"`
	Description i18n.Text   `json:"description,omitzero"`
	Publisher   i18n.Text   `json:"publisher"`           // the register's keeper
	Attribution string      `json:"attribution"`         // as the licence demands it
	Licence     string      `json:"licence"`             // SPDX-like name, e.g. "CC BY 4.0"
	DataDate    string      `json:"data_date,omitempty"` // YYYY-MM-DD, when the register says so
	File        FileRecipe  `json:"file,omitzero"`
	Address     string      `json:"address,omitempty"`  // where the register publishes it, suggested for refreshing; https
	Key         string      `json:"key,omitempty"`      // attribute that names a feature for good; empty: a hash of its content
	KeyWith     []string    `json:"key_with,omitempty"` // attributes that tell apart what the register gives one key
	Passing     bool        `json:"passing,omitempty"`  // features come and go, as roadworks do: what is gone is no loss while others come
	Names       []string    `json:"names,omitempty"`    // attributes tried in order for a feature's title; empty or missing: the layer's title
	Attributes  []Attribute `json:"attributes,omitempty"`
	Coverage    Coverage    `json:"coverage"`
	Search      *Search     `json:"search,omitempty"`
	Style       Style       `json:"style"`
	Position    int         `json:"position,omitempty"` // drawing order, lowest at the bottom; 0: by theme
}

// FileRecipe finds a layer in files.
type FileRecipe struct {
	Match string `json:"match,omitempty"` // patterns (path.Match) of the file's name without folders, parted by |; the case of letters does not matter
	Layer string `json:"layer,omitempty"` // layer within the file, where it has several; a shapefile's name without .shp in an archive; patterns as in Match
	// Layers are several layers of a file that are one here: every pattern must find one, and all that are found are read.
	Layers   []string `json:"layers,omitempty"`
	CRS      string   `json:"crs,omitempty"`      // "EPSG:3878": only where the file itself does not say, or says it wrong
	Encoding string   `json:"encoding,omitempty"` // "ISO-8859-1": only where the file itself does not say
	X        string   `json:"x,omitempty"`        // a table's columns of easting or longitude, and northing or latitude
	Y        string   `json:"y,omitempty"`
	WKT      string   `json:"wkt,omitempty"`   // a table's column of geometry as text, instead of x and y
	Where    *Where   `json:"where,omitempty"` // keeps only features with one of these values
}

// Where selects features by an attribute's value.
type Where struct {
	Attribute string   `json:"attribute"`
	In        []string `json:"in"`
}

// Attribute names one attribute of the register for people and for rules.
type Attribute struct {
	Name    string               `json:"name"`              // as the register spells it
	Aliases []string             `json:"aliases,omitempty"` // how other files of the register spell it: a shapefile cuts names to ten characters
	Label   i18n.Text            `json:"label"`             // as people read it
	Type    AttributeType        `json:"type,omitempty"`    // what its values are; what is otherwise is told in the report
	Meaning string               `json:"meaning,omitempty"` // what rules call it: "groundwater_class", "plan_symbol", "property_id" …
	Lang    i18n.Lang            `json:"lang,omitempty"`    // of a text that the register gives in several: readers see theirs of those with one meaning
	Unit    string               `json:"unit,omitempty"`    // "m", "m²", "ha"
	Codes   map[string]i18n.Text `json:"codes,omitempty"`   // texts of a code list
	Hidden  bool                 `json:"hidden,omitempty"`  // the register's own plumbing: kept, never shown
	Tile    bool                 `json:"tile,omitempty"`    // travels in tiles, for the style's use
}

// Kinds of coverage.
const (
	CoverFeatures     = "features"     // the features themselves cover it, holes included as not covered (land use, postal areas)
	CoverMunicipality = "municipality" // the whole area of the municipalities in Codes, as theme municipality has them
	CoverCountry      = "country"      // every municipality of theme municipality
	CoverLayer        = "layer"        // the features of layer Layer
	CoverArea         = "area"         // given when the version is built (Builder.Cover)
	CoverNone         = "none"         // the register promises nothing: absence is never evidence
)

// Coverage is the area where the absence of a feature means that there is none. Claims are kept small on purpose:
// a wrong claim turns not known into a wrong green.
type Coverage struct {
	Kind   string   `json:"kind"`
	Codes  []string `json:"codes,omitempty"`  // municipality numbers, three digits
	Except []string `json:"except,omitempty"` // municipality numbers that a claim of the whole country leaves out
	Layer  string   `json:"layer,omitempty"`
	// Values narrow the claim to features with these values of the attribute that rules read, in the register's words:
	// where a register shows some kinds completely and others not at all, or in another layer. V* is whatever begins with V.
	// Empty: whatever the theme holds, so that no two layers of a theme may claim one area for parts of it.
	Values []string `json:"values,omitempty"`
	// FreshDays is how old the data may be for its silence to mean anything; 0: it does not age. What it describes is of the
	// day that the register gives, or on which its source was last fetched.
	FreshDays int     `json:"fresh_days,omitempty"`
	Why       Grounds `json:"why,omitzero"` // where the claim comes from
}

// Promises tells whether every feature that has the value, or one that begins as a value V* does, would be there.
func (c Coverage) Promises(value string) bool {
	return len(c.Values) == 0 || slices.ContainsFunc(c.Values, func(promised string) bool {
		prefix, all := strings.CutSuffix(promised, "*")
		return promised == value || all && strings.HasPrefix(value, prefix)
	})
}

// Stale tells whether data of a moment is too old at another for its silence to mean anything.
func (c Coverage) Stale(of, now time.Time) bool {
	return c.FreshDays > 0 && now.Sub(of) > time.Duration(c.FreshDays)*24*time.Hour
}

// National tells whether the layer speaks for the whole country, or holds the borders by which others do: what it says is
// not for any town to say.
func (r Recipe) National() bool { return r.Coverage.Kind == CoverCountry || r.Theme == Municipality }

// Grounds are where a claim comes from. A recipe of one's own may give them as plain text, which counts as Finnish.
type Grounds struct{ i18n.Text }

// UnmarshalJSON implements json.Unmarshaler.
func (g *Grounds) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &g.Fi)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields() // as in the rest of a recipe
	return decoder.Decode(&g.Text)
}

// Search lists a layer's features among search results.
type Search struct {
	Kind   string   `json:"kind"`             // address, place, property or feature
	Title  []string `json:"title"`            // attributes joined by a space
	Detail []string `json:"detail,omitempty"` // attributes joined by a comma and a space
}

// Style draws a layer. Colours are names of the design system's tokens or #rrggbb.
type Style struct {
	MinZoom int `json:"min_zoom,omitempty"` // lowest web-mercator zoom with tiles
	// ClusterBelow is the web-mercator zoom below which points that lie close together are one, with their number; 0: none are.
	ClusterBelow int    `json:"cluster_below,omitempty"`
	Visible      bool   `json:"visible,omitempty"` // drawn before anybody asks for it
	Color        string `json:"color,omitempty"`
	Pattern      string `json:"pattern,omitempty"` // fill pattern: "", "hatch", "dots", "cross"; the legend and the map never tell by colour alone
	ColorBy      string `json:"color_by,omitempty"`
	// Colors gives a colour per value of ColorBy, which must be an attribute with tile set.
	Colors map[string]string `json:"colors,omitempty"`
	Dashed []string          `json:"dashed,omitempty"` // values of ColorBy whose lines and outlines are dashed, as of drafts
	Label  string            `json:"label,omitempty"`  // attribute written on the map; must have tile set
}

// deepestCluster is the deepest zoom below which points may be gathered: from there on everybody sees each.
const deepestCluster = 16

var recipeID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Validate reports every fault of an imported layer's recipe at once.
func (r Recipe) Validate() error { return r.validate(false) }

func (r Recipe) validate(live bool) error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !recipeID.MatchString(r.ID) {
		fault("id %q: want lower case letters, digits and _", r.ID)
	}
	if strings.HasPrefix(r.ID, livePrefix) != live {
		fault("id %q: %s begins the ids of live layers and no others", r.ID, livePrefix)
	}
	if !r.Theme.Valid() {
		fault("theme %q: not in the list of themes", r.Theme)
	}
	if err := r.Title.Complete(); err != nil {
		fault("title: %w", err)
	}
	if r.Licence == "" || r.Attribution == "" {
		fault("licence and attribution are obligatory")
	}
	for _, a := range r.Attributes {
		if err := a.Label.Complete(); err != nil && !a.Hidden {
			fault("attribute %s: %w", a.Name, err)
		}
		if !a.Type.Valid() {
			fault("attribute %s: type %q: want text, integer, number, boolean, date, datetime or code", a.Name, a.Type)
		}
		if _, ok := i18n.Parse(string(a.Lang)); a.Lang != "" && (!ok || a.Meaning == "") {
			fault("attribute %s: lang %q: want fi, sv or en, and a meaning", a.Name, a.Lang)
		}
	}
	if z := r.Style.ClusterBelow; z != 0 && (z <= r.Style.MinZoom || z > deepestCluster) {
		fault("style: cluster_below %d: want a zoom from %d to %d", z, r.Style.MinZoom+1, deepestCluster)
	}
	for _, value := range r.Style.Dashed {
		if r.Style.Colors[value] == "" {
			fault("style: dashed %q: none of the values with a colour", value)
		}
	}
	faults = append(faults, r.checkSpelling(), r.checkSource(), r.Coverage.check())
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("recipe %s: %w", r.ID, err)
	}
	return nil
}

// check reports faults of the claim.
func (c Coverage) check() error {
	if c.FreshDays < 0 {
		return fmt.Errorf("coverage: fresh_days %d: want 0 or more", c.FreshDays)
	}
	if len(c.Except) > 0 && c.Kind != CoverCountry {
		return errors.New("coverage: except goes with the whole country")
	}
	switch c.Kind {
	case CoverFeatures, CoverCountry, CoverArea, CoverNone:
	case CoverMunicipality:
		if len(c.Codes) == 0 {
			return errors.New("coverage municipality: no codes")
		}
	case CoverLayer:
		if !recipeID.MatchString(c.Layer) {
			return errors.New("coverage layer: no layer")
		}
	default:
		return fmt.Errorf("coverage kind %q: unknown", c.Kind)
	}
	return nil
}

// Attribute returns the recipe's words for an attribute of the file, or false when it has none.
func (r Recipe) Attribute(name string) (Attribute, bool) {
	for _, a := range r.Attributes {
		if a.Name == name {
			return a, true
		}
	}
	return Attribute{}, false
}

// Meaning returns the name of the attribute with that meaning, the first where texts in several languages have it, or
// false when the register has none.
func (r Recipe) Meaning(meaning string) (string, bool) {
	for _, a := range r.Attributes {
		if a.Meaning == meaning {
			return a.Name, true
		}
	}
	return "", false
}

// DrawingOrder is the layer's place among the others, lowest at the bottom.
func (r Recipe) DrawingOrder() int {
	if r.Position != 0 {
		return r.Position
	}
	return r.Theme.drawingOrder()
}
