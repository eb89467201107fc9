package source

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

var epsgName = regexp.MustCompile(`(?i)^(?:EPSG:|urn:ogc:def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/)?([0-9]{4,6})$`)

// ParseCRS reads "EPSG:3878", a bare "3878", the URN or the address of the same, or CRS84 (as 4326), and returns
// the EPSG number. PROJ strings and WKT are refused: a reference system is chosen from a register, never computed
// from what a file says.
func ParseCRS(s string) (int, error) {
	s = strings.TrimSpace(s)
	switch strings.ToUpper(s) {
	case "CRS84", "OGC:CRS84", "URN:OGC:DEF:CRS:OGC:1.3:CRS84", "HTTP://WWW.OPENGIS.NET/DEF/CRS/OGC/1.3/CRS84":
		return 4326, nil
	}
	m := epsgName.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("reference system %q: want EPSG:number", s)
	}
	return strconv.Atoi(m[1])
}

// CRSName writes an EPSG number as people do; 0 is a reference system that nobody named.
func CRSName(srid int) string {
	if srid == 0 {
		return ""
	}
	return fmt.Sprintf("EPSG:%d", srid)
}

// Geographic tells whether the coordinates of a reference system are degrees.
func Geographic(srid int) bool {
	switch srid {
	case 4326, 4258, 4979, 4937, 4936, 4230, 4123, 10690:
		return true
	}
	return false
}

// sameCoordinates are systems that differ from another one in the order of axes, in heights or in nothing but the name:
// in x and y they are the same.
var sameCoordinates = map[int]int{5048: 3067, 3902: 3067, 3903: 3067, 25835: 3067, 3901: 2393}

// ErrSuspicious says that the coordinates of a file cannot be in the reference system that it names.
var ErrSuspicious = errors.New("the coordinates cannot be in the reference system that is named")

// Doubt is what is wrong when coordinates cannot be in the reference system that was declared. It is an ErrSuspicious.
type Doubt struct {
	Declared string // EPSG:number
	Looks    string // EPSG:number of the system that they most likely are in
	Swapped  bool   // with the northing or the latitude first
}

// Error names both systems.
func (d *Doubt) Error() string {
	looks := d.Looks
	switch {
	case d.Swapped && looks == CRSName(4326):
		looks = "latitude, longitude"
	case d.Swapped:
		looks += " with northing first"
	}
	return fmt.Sprintf("declared %s, coordinates look like %s", d.Declared, looks)
}

// Unwrap makes every doubt an ErrSuspicious.
func (d *Doubt) Unwrap() error { return ErrSuspicious }

// looksLike is the reference system that coordinates in Finland with this extent most likely are in, 0 when none is,
// and whether their axes are in the other order.
func looksLike(b orb.Bound) (srid int, swapped bool) {
	within := func(minX, minY, maxX, maxY float64) bool {
		return b.Min[0] >= minX && b.Max[0] <= maxX && b.Min[1] >= minY && b.Max[1] <= maxY
	}
	switch {
	case within(19, 58.8, 31.6, 70.1):
		return 4326, false
	case within(58.8, 19, 70.1, 31.6):
		return 4326, true
	case within(40_000, 6_500_000, 780_000, 7_800_000):
		return 3067, false
	case within(6_500_000, 40_000, 7_800_000, 780_000):
		return 3067, true
	case within(2_100_000, 8_000_000, 3_520_000, 11_200_000):
		return 3857, false
	case within(3_000_000, 6_500_000, 3_800_000, 7_800_000):
		return 2393, false
	}
	for zone := 19; zone <= 31; zone++ {
		low, high := float64(zone)*1e6+100_000, float64(zone)*1e6+900_000
		if within(low, 6_500_000, high, 7_800_000) {
			return gk(zone), false
		}
		if within(6_500_000, low, 7_800_000, high) {
			return gk(zone), true
		}
	}
	return 0, false
}

// gk is ETRS-GK of a zone, named by its central meridian from 19 to 31.
func gk(zone int) int { return 3873 + zone - 19 }

func isGK(srid int) bool { return srid >= gk(19) && srid <= gk(31) }

// Suspicion is what is wrong when coordinates cannot be in the reference system that was declared, or nil.
// Only declarations that Finnish registers use are judged.
func Suspicion(declared int, b orb.Bound) *Doubt {
	srid := cmp.Or(sameCoordinates[declared], declared)
	if judged := Geographic(srid) || srid == 3067 || srid == 2393 || srid == 3857 || isGK(srid); !judged {
		return nil
	}
	looks, swapped := looksLike(b)
	switch {
	case looks == 0, !swapped && (looks == srid || looks == 4326 && Geographic(srid)):
		return nil
	case !swapped && (srid == 2393 && looks == 3067 || srid == 3857 && looks == 2393 || srid == 2393 && looks == 3857):
		return nil // the extents overlap
	case !swapped && isGK(looks) && isGK(srid):
		return nil // a neighbouring zone: far out, but not impossible
	}
	return &Doubt{Declared: CRSName(declared), Looks: CRSName(looks), Swapped: swapped}
}
