package source

import (
	"cmp"
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

// looksLike names the reference system that coordinates in Finland with this extent most likely are in, or "".
func looksLike(b orb.Bound) string {
	within := func(minX, minY, maxX, maxY float64) bool {
		return b.Min[0] >= minX && b.Max[0] <= maxX && b.Min[1] >= minY && b.Max[1] <= maxY
	}
	switch {
	case within(19, 58.8, 31.6, 70.1):
		return "EPSG:4326"
	case within(58.8, 19, 70.1, 31.6):
		return "latitude, longitude"
	case within(40_000, 6_500_000, 780_000, 7_800_000):
		return "EPSG:3067"
	case within(6_500_000, 40_000, 7_800_000, 780_000):
		return "EPSG:3067 with northing first"
	case within(2_100_000, 8_000_000, 3_520_000, 11_200_000):
		return "EPSG:3857"
	case within(3_000_000, 6_500_000, 3_800_000, 7_800_000):
		return "EPSG:2393"
	}
	for zone := 19; zone <= 31; zone++ {
		low, high := float64(zone)*1e6+100_000, float64(zone)*1e6+900_000
		if within(low, 6_500_000, high, 7_800_000) {
			return CRSName(3873 + zone - 19)
		}
		if within(6_500_000, low, 7_800_000, high) {
			return CRSName(3873+zone-19) + " with northing first"
		}
	}
	return ""
}

// Suspicion says what is wrong when coordinates cannot be in the reference system that was declared, or "".
// Only declarations that Finnish registers use are judged.
func Suspicion(declared int, b orb.Bound) string {
	srid := cmp.Or(sameCoordinates[declared], declared)
	judged := Geographic(srid) || srid == 3067 || srid == 2393 || srid == 3857 || srid >= 3873 && srid <= 3885
	if !judged {
		return ""
	}
	looks := looksLike(b)
	switch {
	case looks == "", looks == CRSName(srid), looks == "EPSG:4326" && Geographic(srid):
		return ""
	case srid == 2393 && looks == "EPSG:3067", srid == 3857 && looks == "EPSG:2393", srid == 2393 && looks == "EPSG:3857":
		return "" // the extents overlap
	case strings.HasPrefix(looks, "EPSG:38") && srid >= 3873 && srid <= 3885 && !strings.HasSuffix(looks, "first"):
		return "" // a neighbouring zone: far out, but not impossible
	}
	return fmt.Sprintf("declared %s, coordinates look like %s", CRSName(declared), looks)
}
