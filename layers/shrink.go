package layers

import (
	"fmt"
	"slices"
	"strings"
)

// shrinkShare is how much of a layer may go without somebody saying that it is so.
const shrinkShare = 0.20

// Measure is one of the measures by which a layer shrinks.
type Measure string

// Measures by which a layer shrinks.
const (
	ByFeatures Measure = "features"
	ByArea     Measure = "area"    // square metres
	ByLength   Measure = "length"  // metres, of lines
	ByRemoved  Measure = "removed" // features that were published, although others came in their place
)

// Shrunk is a measure of which over a fifth is gone.
type Shrunk struct {
	Measure       Measure
	Before, After float64
}

func (s Shrunk) large() bool { return s.Before > 0 && s.After < (1-shrinkShare)*s.Before }

// Shrinks tells of the features, their area and their length which are gone by over a fifth. What is gone counts also
// where as much has come: a register that gives every feature another id, or one municipality's file sent for
// another's. Only where features come and go by their nature the sum alone counts.
func (d Difference) Shrinks() (shrunk []Shrunk) {
	before, after := d.Before, d.After
	for _, s := range []Shrunk{{ByFeatures, float64(before.Features), float64(after.Features)}, {ByArea, before.AreaM2, after.AreaM2}, {ByLength, before.LengthM, after.LengthM}} {
		if s.large() {
			shrunk = append(shrunk, s)
		}
	}
	stay := Shrunk{ByRemoved, float64(before.Features), float64(before.Features - d.Counts[Removed])}
	if stay.large() && !d.Passing && !slices.ContainsFunc(shrunk, func(s Shrunk) bool { return s.Measure == ByFeatures }) {
		shrunk = append(shrunk, stay)
	}
	return shrunk
}

// ShrinksError says that a version would take over a fifth of its layer away.
type ShrinksError struct{ Shrunk []Shrunk }

func (e *ShrinksError) Error() string {
	units := map[Measure]string{ByFeatures: "features", ByArea: "m²", ByLength: "m"}
	var gone []string
	for _, s := range e.Shrunk {
		if s.Measure == ByRemoved {
			gone = append(gone, fmt.Sprintf("%.0f of %.0f features are not there any more, others came", s.Before-s.After, s.Before))
			continue
		}
		gone = append(gone, fmt.Sprintf("from %.0f to %.0f %s", s.Before, s.After, units[s.Measure]))
	}
	return fmt.Sprintf("the layer shrinks by over %.0f %%: %s", 100*shrinkShare, strings.Join(gone, ", "))
}
