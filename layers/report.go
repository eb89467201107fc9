package layers

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers/source"
)

// maxReportLines bounds each list of a report; RepairedCount and RefusedCount are of all.
const maxReportLines = 10_000

// Report tells what became of every feature of an import: nothing is dropped without a line.
type Report struct {
	Layer     string        `json:"layer"`
	Version   int64         `json:"version"` // 0 after a dry run: nothing was kept
	DryRun    bool          `json:"dry_run,omitempty"`
	Read      int64         `json:"read"`
	Imported  int64         `json:"imported"`
	Repaired  []Repair      `json:"repaired"`
	Refused   []Refusal     `json:"refused"`
	Warnings  []source.Note `json:"warnings"`
	SourceCRS string        `json:"source_crs"`
	BBox      [4]float64    `json:"bbox"` // EPSG:3067: min E, min N, max E, max N
	Seconds   float64       `json:"seconds"`

	RepairedCount int64              `json:"repaired_count"` // of all, also those that are not listed
	RefusedCount  int64              `json:"refused_count"`
	Flattened     Flattened          `json:"flattened"`
	Duplicates    Duplicates         `json:"duplicates"`
	Columns       []ColumnReport     `json:"columns"`
	Unknown       []string           `json:"unknown_attributes"` // kept as they are
	Missing       []string           `json:"missing_attributes"` // the recipe names them, the file has none
	ToDecide      []Matter           `json:"to_decide"`
	Operation     string             `json:"operation,omitempty"`  // transformation to EPSG:3067, where it is no mere formula
	AccuracyM     float64            `json:"accuracy_m,omitempty"` // of it
	Steps         map[string]float64 `json:"step_seconds"`
	Failure       *source.Note       `json:"failure,omitempty"` // why nothing came of the version
}

// Repair is a feature whose geometry was made valid.
type Repair struct {
	ID         string      `json:"id"`
	Reason     source.Note `json:"reason"`
	AreaChange float64     `json:"area_change_m2"`
	AreaBefore float64     `json:"area_before_m2"`
	AreaAfter  float64     `json:"area_after_m2"`
	Spot
	Decide bool `json:"decide,omitempty"` // the area changed by more than 1 % or 100 m²
}

// Refusal is a feature that was left out, with the reason.
type Refusal struct {
	ID     string      `json:"id"`
	Reason source.Note `json:"reason"`
	Spot
}

// Spot is a point to look at, degrees; both zero where none is known.
type Spot struct {
	Lon float64 `json:"lon,omitempty"`
	Lat float64 `json:"lat,omitempty"`
}

// spotOf is the place of a point in EPSG:3067, where it can be in Finland or near it.
func spotOf(e, n *float64) Spot {
	if e == nil || n == nil || !(*e > -1e6 && *e < 2e6 && *n > 6e6 && *n < 8.5e6) {
		return Spot{}
	}
	p := geo.TM35FIN.ToLonLat(orb.Point{*e, *n})
	return Spot{Lon: p[0], Lat: p[1]}
}

// Flattened counts features whose geometry was made plain: two dimensions, straight lines, one kind of parts, outer
// rings anticlockwise.
type Flattened struct {
	Z          int64 `json:"z"` // heights dropped
	M          int64 `json:"m"` // measures dropped
	Curves     int64 `json:"curves"`
	Reoriented int64 `json:"reoriented"`
	Mixed      int64 `json:"mixed"` // collections that lost parts of lower dimension
}

// Duplicates are features whose id another has too; they got ids with #2 and so on.
type Duplicates struct {
	Count    int64    `json:"count"`
	Examples []string `json:"examples"`
}

// Matter sums up what to look at before the version is published.
type Matter struct {
	Kind  string `json:"kind"`
	Count int64  `json:"count"`
}

// Kinds of matters. Refused features and repeated ids are told, not decided on: registers have them every time.
const (
	DecideRepairs = "repair_area"       // repairs changed areas by more than 1 % or 100 m²
	DecideKeys    = "missing_key"       // features without the recipe's key: a hash stands in
	DecideMissing = "missing_attribute" // attributes that the recipe names are not in the file
)

// decide notes a matter, when there is any.
func (r *Report) decide(kind string, count int64) {
	if count > 0 {
		r.ToDecide = append(r.ToDecide, Matter{Kind: kind, Count: count})
	}
}

// step notes how long a step took.
func (r *Report) step(name string, began time.Time) {
	r.Steps[name] = float64(time.Since(began).Milliseconds()) / 1000
}

// warn notes something odd, with its values in pairs of name and value.
func (r *Report) warn(code string, values ...any) {
	r.Warnings = append(r.Warnings, note(code, values...))
}

// In is the report as its reader's language tells it.
func (r Report) In(lang i18n.Lang) Report {
	r.Warnings = source.Notes(r.Warnings, lang)
	r.Repaired, r.Refused = slices.Clone(r.Repaired), slices.Clone(r.Refused)
	for i := range r.Repaired {
		r.Repaired[i].Reason = r.Repaired[i].Reason.In(lang)
	}
	for i := range r.Refused {
		r.Refused[i].Reason = r.Refused[i].Reason.In(lang)
	}
	if r.Failure != nil {
		failure := r.Failure.In(lang)
		r.Failure = &failure
	}
	return r
}

// newReport has lists that are empty rather than null in JSON.
func newReport(layer string, version int64) Report {
	return Report{Layer: layer, Version: version, Repaired: []Repair{}, Refused: []Refusal{}, Warnings: []source.Note{},
		Duplicates: Duplicates{Examples: []string{}}, Columns: []ColumnReport{}, Unknown: []string{}, Missing: []string{}, ToDecide: []Matter{},
		Steps: map[string]float64{}}
}

func (r *Report) repaired(one Repair) {
	r.RepairedCount++
	if r.Repaired = append(r.Repaired, one); len(r.Repaired) >= 2*maxReportLines {
		r.cutRepaired()
	}
}

// cutRepaired leaves off what is over the bound: what must be decided on last.
func (r *Report) cutRepaired() {
	if len(r.Repaired) > maxReportLines {
		slices.SortStableFunc(r.Repaired, func(a, b Repair) int { return decisionRank(a) - decisionRank(b) })
		r.Repaired = slices.Clone(r.Repaired[:maxReportLines])
	}
}

func (r *Report) refused(one Refusal) {
	if r.RefusedCount++; r.RefusedCount <= maxReportLines {
		r.Refused = append(r.Refused, one)
	}
}
