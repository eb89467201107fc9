package geo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// FaultCode says what is wrong with a geometry; who shows it to people has the words.
type FaultCode string

// The faults, with the values each carries.
const (
	TooLarge        FaultCode = "too_large"             // max: bytes
	NotJSON         FaultCode = "not_json"              // offset: bytes from the start
	TooDeep         FaultCode = "too_deep"              // max: levels
	NotGeoJSON      FaultCode = "not_geojson"           // want: "object", "array", "number", "coordinates", "geometries", "geometry", "features"
	UnknownType     FaultCode = "unknown_type"          // type
	MixedCollection FaultCode = "mixed_collection"      // points, lines and areas together; nested collections
	Empty           FaultCode = "empty"                 //
	WrongDimension  FaultCode = "wrong_dimension"       // count: numbers in the position; two or three are read
	NotFinite       FaultCode = "not_finite"            //
	TooFewPoints    FaultCode = "too_few_points"        // count, min
	RingNotClosed   FaultCode = "ring_not_closed"       //
	NoArea          FaultCode = "no_area"               // a ring without any area
	TooManyVertices FaultCode = "too_many_vertices"     // max
	UnknownCRS      FaultCode = "unknown_crs"           // crs
	OutsideFinland  FaultCode = "outside_finland"       // lon, lat; x, y as given in crs
	LatLonSwapped   FaultCode = "lat_lon_swapped"       // x, y as given in crs: "these look like latitude, longitude"
	Projected       FaultCode = "projected"             // crs: metres of another system given as degrees
	Degrees         FaultCode = "degrees"               // x, y: degrees given as metres of crs
	SelfCrossing    FaultCode = "self_crossing"         // lon, lat; with: pointer of the other segment
	HoleOutside     FaultCode = "hole_outside"          // a hole outside its polygon, or inside another hole
	PartsOverlap    FaultCode = "parts_overlap"         // with: pointer of the other part
	Disconnected    FaultCode = "interior_in_pieces"    // holes that touch cut the inside into pieces; lon, lat
	TooComplex      FaultCode = "too_complex"           // too many segments lie across each other to be examined
	NotWKT          FaultCode = "not_wkt"               //
	Ambiguous       FaultCode = "ambiguous_coordinates" // neither degrees nor metres that lie in Finland
)

// Fault is one thing that is wrong with a geometry.
type Fault struct {
	Pointer string         // JSON pointer inside what was given: "/coordinates/0/3"; "" is the whole
	Code    FaultCode      //
	Values  map[string]any // what the words for the code need
}

func (f Fault) String() string {
	if f.Pointer == "" {
		return string(f.Code)
	}
	return f.Pointer + ": " + string(f.Code)
}

// compare orders faults as they stand in the document: "/coordinates/0/3" before "/coordinates/0/12".
func (f Fault) compare(g Fault) int {
	return slices.CompareFunc(strings.Split(f.Pointer, "/"), strings.Split(g.Pointer, "/"), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) // indexes have no leading zeros
	})
}

// Faults is every fault of a geometry, at most MaxFaults.
type Faults []Fault

// MaxFaults is how many faults are gathered before reading stops.
const MaxFaults = 20

func (f Faults) Error() string {
	parts := make([]string, len(f))
	for i, fault := range f {
		parts[i] = fault.String()
	}
	return fmt.Sprintf("geometry: %s", strings.Join(parts, "; "))
}

// Has tells whether a fault of that kind is among them.
func (f Faults) Has(code FaultCode) bool {
	for _, fault := range f {
		if fault.Code == code {
			return true
		}
	}
	return false
}

// at tells whether there is a fault at the pointer.
func (f Faults) at(pointer string) bool {
	for _, fault := range f {
		if fault.Pointer == pointer {
			return true
		}
	}
	return false
}
