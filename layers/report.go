package layers

import (
	"fmt"
	"slices"
)

// maxReportLines bounds each list of a report; what is over it is summed up in a warning.
const maxReportLines = 10_000

// Report tells what became of every feature of an import: nothing is dropped without a line.
type Report struct {
	Layer     string     `json:"layer"`
	Version   int64      `json:"version"`
	Read      int64      `json:"read"`
	Imported  int64      `json:"imported"`
	Repaired  []Repair   `json:"repaired"`
	Refused   []Refusal  `json:"refused"`
	Warnings  []string   `json:"warnings"`
	SourceCRS string     `json:"source_crs"`
	BBox      [4]float64 `json:"bbox"` // EPSG:3067: min E, min N, max E, max N
	Seconds   float64    `json:"seconds"`
}

// Repair is a feature whose geometry was made valid.
type Repair struct {
	ID         string  `json:"id"`
	Reason     string  `json:"reason"`
	AreaBefore float64 `json:"area_before_m2"`
	AreaChange float64 `json:"area_change_m2"`
}

// Refusal is a feature that was left out, with the reason.
type Refusal struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

func (r *Report) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
}

// newReport has lists that are empty rather than null in JSON.
func newReport(layer string, version int64) Report {
	return Report{Layer: layer, Version: version, Repaired: []Repair{}, Refused: []Refusal{}, Warnings: []string{}}
}

// bounded cuts the long lists and says so.
func (r *Report) bounded() {
	if more := len(r.Repaired) - maxReportLines; more > 0 {
		// What must be decided on is not what is left off.
		slices.SortStableFunc(r.Repaired, func(a, b Repair) int { return decisionRank(a) - decisionRank(b) })
		r.Repaired = slices.Clip(r.Repaired[:maxReportLines])
		r.warn("%d more features were repaired than are listed", more)
	}
	if more := len(r.Refused) - maxReportLines; more > 0 {
		r.Refused = slices.Clip(r.Refused[:maxReportLines])
		r.warn("%d more features were refused than are listed", more)
	}
}
