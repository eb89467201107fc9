package geo

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

var (
	ewktPrefix  = regexp.MustCompile(`(?i)^\s*srid\s*=\s*(\d{1,6})\s*;`)
	wktHeights  = regexp.MustCompile(`(?i)\b(point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection)\s*(zm|z|m)\b`)
	wktPosition = regexp.MustCompile(`[-+.0-9eE]+(?:\s+[-+.0-9eE]+)+`)
)

// DecodeWKT reads Well-Known Text as people paste it on a command line and returns it in CRS84, judged as
// DecodeGeoJSON judges. "SRID=3067;…" names the system; without it the numbers tell: those that lie in Finland as
// metres of ETRS-TM35FIN, ETRS-GKn or web Mercator are that, those that do as longitude, latitude are degrees, and
// anything else is refused as ambiguous. Pointers are those of the same geometry as GeoJSON.
func DecodeWKT(text string) (orb.Geometry, error) {
	if len(text) > MaxBytes {
		return nil, Faults{{Code: TooLarge, Values: map[string]any{"max": MaxBytes}}}
	}
	if strings.Count(text, ",") >= MaxVertices {
		return nil, Faults{{Code: TooManyVertices, Values: map[string]any{"max": MaxVertices}}}
	}
	crs, text, err := wktSystem(text)
	if err != nil {
		return nil, err
	}
	if wktHeights.MatchString(text) {
		text = wktPosition.ReplaceAllStringFunc(wktHeights.ReplaceAllString(text, "$1 "), func(position string) string {
			return strings.Join(strings.Fields(position)[:2], " ")
		})
	}
	g, err := wkt.Unmarshal(strings.TrimSpace(text))
	if err != nil {
		return nil, Faults{{Code: NotWKT}}
	}
	if !finiteShape(g) {
		return nil, Faults{{Code: NotFinite}} // JSON, by which the rest is judged, has no word for it
	}
	if crs == 0 {
		if crs, err = wktGuess(g); err != nil {
			return nil, err
		}
	}
	// The same judge, by the same words: GeoJSON with its system named.
	data := EncodeGeoJSON(g, 12)
	return DecodeGeoJSON(append(append(data[:len(data)-1], `,"crs":"EPSG:`+strconv.Itoa(int(crs))+`"`...), '}'))
}

// finiteShape tells whether every coordinate is an ordinary number. The bound would not tell: a NaN passes it.
func finiteShape(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return finite(g)
	case orb.MultiPoint:
		return allFinite(g)
	case orb.LineString:
		return allFinite(g)
	case orb.MultiLineString:
		return !slices.ContainsFunc(g, func(part orb.LineString) bool { return !allFinite(part) })
	case orb.Polygon:
		return !slices.ContainsFunc(g, func(part orb.Ring) bool { return !allFinite(part) })
	case orb.MultiPolygon:
		return !slices.ContainsFunc(g, func(part orb.Polygon) bool { return !finiteShape(part) })
	case orb.Collection:
		return !slices.ContainsFunc(g, func(part orb.Geometry) bool { return !finiteShape(part) })
	}
	return true
}

func allFinite(points []orb.Point) bool {
	return !slices.ContainsFunc(points, func(p orb.Point) bool { return !finite(p) })
}

// wktSystem takes the prefix of extended WKT off; 0 where there is none.
func wktSystem(text string) (CRS, string, error) {
	m := ewktPrefix.FindStringSubmatch(text)
	if m == nil {
		return 0, text, nil
	}
	crs, err := ParseCRS(m[1])
	if err != nil {
		return 0, "", Faults{{Code: UnknownCRS, Values: map[string]any{"crs": "EPSG:" + m[1]}}}
	}
	return crs, text[len(m[0]):], nil
}

// wktGuess tells the system by the geometry's box: both its corners must lie in Finland in it. Degrees that lie there
// only when swapped are taken as degrees, so that the judge can say so.
func wktGuess(g orb.Geometry) (CRS, error) {
	box := g.Bound()
	if box.IsEmpty() {
		return CRS84, nil // the judge says what is missing
	}
	for _, corners := range [2][2]orb.Point{{box.Min, box.Max}, {swap(box.Min), swap(box.Max)}} {
		low, ok := guess(corners[0])
		high, same := guess(corners[1])
		if ok && same && low == high {
			return low, nil
		}
	}
	return 0, Faults{{Code: Ambiguous, Values: map[string]any{"x": box.Min[0], "y": box.Min[1]}}}
}
