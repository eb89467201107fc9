package source

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// ErrDefinition says that a file defines its reference system by instructions instead of naming it.
var ErrDefinition = errors.New("the definition of the reference system is not followed: name the system, e.g. EPSG:3067")

var instruction = regexp.MustCompile(`(?i)\+step|proj\s*=\s*pipeline|\+init\s*=|/vsi|\bfile\s*:|file\s*=|(?:nad|geoid)grids\s*=\s*[^@\s"]|grids\s*=\s*@[^n"]`)

// checkDefinition refuses a definition that would make PROJ run a pipeline or open files. Well-known text of any kind
// passes, and so does +nadgrids=@null, which the text of web Mercator holds.
func checkDefinition(definition string) error {
	if m := instruction.FindString(definition); m != "" {
		return fmt.Errorf("reference system with %.20q: %w", m, ErrDefinition)
	}
	return nil
}

// A system is what tells one reference system from another in its well-known text.
type system struct {
	srid                            int
	datum                           *regexp.Regexp
	axis, flattening                float64 // of the ellipsoid, metres
	meridian, scale, easting, north float64
	degrees                         bool
}

var (
	etrsDatum = regexp.MustCompile(`(?i)etrs|european.?terrestrial|euref`)
	wgsDatum  = regexp.MustCompile(`(?i)world.?geodetic.?system.?1984|wgs.?(19)?84`)
	kkjDatum  = regexp.MustCompile(`(?i)kkj|kartastokoordinaatti|finnish.?nautical`)
)

// The reference systems that Finnish authorities publish in, by their parameters.
func systems() []system {
	const grs80, grs80f, wgsf = 6378137.0, 298.257222101, 298.257223563
	known := []system{
		{srid: 3067, datum: etrsDatum, axis: grs80, flattening: grs80f, meridian: 27, scale: 0.9996, easting: 500_000},
		{srid: 2393, datum: kkjDatum, axis: 6378388, flattening: 297, meridian: 27, scale: 1, easting: 3_500_000},
		{srid: 4258, datum: etrsDatum, axis: grs80, flattening: grs80f, degrees: true},
		{srid: 4326, datum: wgsDatum, axis: grs80, flattening: wgsf, degrees: true},
	}
	for zone := 19; zone <= 31; zone++ {
		known = append(known, system{srid: 3873 + zone - 19, datum: etrsDatum, axis: grs80, flattening: grs80f,
			meridian: float64(zone), scale: 1, easting: float64(zone)*1e6 + 500_000})
	}
	return known
}

var (
	wktDatum     = regexp.MustCompile(`(?:DATUM|ENSEMBLE)\["([^"]*)"`)
	wktEllipsoid = regexp.MustCompile(`(?:ELLIPSOID|SPHEROID)\["[^"]*",([-0-9.eE]+),([-0-9.eE]+)`)
	wktMethod    = regexp.MustCompile(`(?:METHOD|PROJECTION)\["([^"]*)"`)
	wktParameter = regexp.MustCompile(`PARAMETER\["([^"]*)",([-0-9.eE]+)`)
	wktMetre     = regexp.MustCompile(`(?:LENGTHUNIT|UNIT)\["[^"]*",([-0-9.eE]+)`)
)

// sridOf finds the system of the register whose datum and parameters a definition in well-known text has, whatever
// names it gives them; 0 when there is none. The order of axes is not looked at: the format decides it.
func sridOf(definition string) int {
	if strings.Contains(definition, "Popular Visualisation Pseudo Mercator") && wgsDatum.MatchString(definition) {
		return 3857
	}
	datum, ellipsoid := wktDatum.FindStringSubmatch(definition), wktEllipsoid.FindStringSubmatch(definition)
	if datum == nil || ellipsoid == nil {
		return 0
	}
	found := system{axis: number(ellipsoid[1]), flattening: number(ellipsoid[2])}
	method := wktMethod.FindStringSubmatch(definition)
	if found.degrees = method == nil; !found.degrees {
		if !strings.EqualFold(strings.ReplaceAll(method[1], "_", " "), "Transverse Mercator") || !inMetres(definition) {
			return 0
		}
		found.parameters(definition)
	}
	for _, s := range systems() {
		if s.datum.MatchString(datum[1]) && s.same(found) {
			return s.srid
		}
	}
	return 0
}

func (s *system) parameters(definition string) {
	s.meridian, s.scale, s.easting, s.north = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	latitude := 0.0
	for _, m := range wktParameter.FindAllStringSubmatch(definition, -1) {
		switch value := number(m[2]); strings.ToLower(strings.ReplaceAll(m[1], "_", " ")) {
		case "longitude of natural origin", "central meridian":
			s.meridian = value
		case "scale factor at natural origin", "scale factor":
			s.scale = value
		case "false easting":
			s.easting = value
		case "false northing":
			s.north = value
		case "latitude of natural origin", "latitude of origin":
			latitude = value
		}
	}
	s.north += latitude // both are nought in every system of ours
}

func (s system) same(other system) bool {
	close := func(a, b, most float64) bool { return math.Abs(a-b) <= most }
	return s.degrees == other.degrees && close(s.axis, other.axis, 0.01) && close(s.flattening, other.flattening, 1e-7) &&
		(s.degrees || close(s.meridian, other.meridian, 1e-9) && close(s.scale, other.scale, 1e-9) &&
			close(s.easting, other.easting, 1e-4) && close(s.north, other.north, 1e-4))
}

// inMetres tells whether every length of a definition is in metres.
func inMetres(definition string) bool {
	for _, m := range wktMetre.FindAllStringSubmatch(definition, -1) {
		if n := number(m[1]); n != 1 && !(n > 0.01745 && n < 0.01746) { // degrees are called UNIT too
			return false
		}
	}
	return true
}

func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}
