package geo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Coordinate is a place in Finland as somebody typed it.
type Coordinate struct {
	CRS    CRS       // the system it was typed in
	Point  orb.Point // x, y in that system
	LonLat orb.Point // CRS84
}

// maxTyped bounds what ParseCoordinates looks at, in bytes.
const maxTyped = 200

// ParseCoordinates reads coordinates as people type them: ETRS-TM35FIN, ETRS-GKn and WGS 84 (decimal degrees, degrees
// and minutes, degrees, minutes and seconds), in either order, with or without letters, with decimal comma or point,
// with thousands set apart, and geo: addresses. Which system and which order is told by magnitude, since the numbers
// of Finland differ in all of them. Where a text can be read in several ways it returns each; none: nil.
func ParseCoordinates(text string) []Coordinate {
	if len(text) > maxTyped {
		return nil
	}
	var found []Coordinate
	add := func(a, b float64) {
		for _, p := range [2]orb.Point{{a, b}, {b, a}} {
			crs, ok := guess(p)
			if !ok || p == (orb.Point{b, a}) && a == b {
				continue
			}
			c := Coordinate{CRS: crs, Point: p, LonLat: crs.ToLonLat(p)}
			for _, f := range found {
				if f == c {
					return
				}
			}
			found = append(found, c)
		}
	}
	for _, pair := range pairs(text) {
		a, b := typedNumber(pair[0]), typedNumber(pair[1])
		if a != nil && b != nil {
			add(*a, *b)
		}
		a, b = typedAngle(pair[0]), typedAngle(pair[1])
		if a != nil && b != nil {
			add(*a, *b)
		}
	}
	return found
}

// Text writes a coordinate in the usual way of its system.
func (c Coordinate) Text() string {
	if c.CRS == CRS84 {
		return fmt.Sprintf("%s, %s", decimal(c.Point[1], 6), decimal(c.Point[0], 6))
	}
	return fmt.Sprintf("N %s E %s", decimal(c.Point[1], 2), decimal(c.Point[0], 2))
}

// SystemName is what the coordinate's system is called on maps, in every language.
func (c CRS) SystemName() string {
	switch c {
	case TM35FIN:
		return "ETRS-TM35FIN"
	case CRS84:
		return "WGS 84"
	case Mercator:
		return "Web Mercator"
	}
	return fmt.Sprintf("ETRS-GK%d", c.Zone())
}

func decimal(f float64, decimals int) string {
	text := strconv.FormatFloat(f, 'f', decimals, 64)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

var (
	signs = strings.NewReplacer(
		"\u00a0", " ", "\u2009", " ", "\u202f", " ", "\t", " ", "\u2212", "-", "\u2013", "-",
		"º", "°", "˚", "°", "′", "'", "’", "'", "‘", "'", "´", "'", "`", "'", "″", `"`, "”", `"`, "“", `"`, "''", `"`,
		"(", " ", ")", " ", "[", " ", "]", " ")
	marks = strings.NewReplacer("°", " ", "'", " ", `"`, " ")
	// systems are names with digits of their own.
	systems = regexp.MustCompile(`\b(?:epsg:? ?\d{4}|(?:etrs-?)?(?:tm35fin|gk ?\d\d)|wgs ?-?84|etrs ?-?89)\b[:,]?`)
	// labels are what stands beside a number to tell its axis, in three languages.
	labels = regexp.MustCompile(`(?:lat(?:itude|itud)?|lon(?:gitude|gitud)?|lng|leveys(?:aste)?|pituus(?:aste)?|breddgrad|longitudgrad|` +
		`pohjoinen|pohjoista|pohj|itäinen|itäistä|itä|norr|nord|north|öst|ost|east|deg|[nepioxy])(?:\b|[ :=.]|$)[ :=]*`)
	glued   = regexp.MustCompile(`\b([nepioxy])([0-9])`)
	glued2  = regexp.MustCompile(`([0-9 °'"])([nepio])\b`)
	spaces  = regexp.MustCompile(` {2,}`)
	gap     = regexp.MustCompile(`[ ,]+`)
	strange = regexp.MustCompile(`[^0-9 .,+|;/-]`)
	geoURI  = regexp.MustCompile(`^geo:(-?[0-9.]+),(-?[0-9.]+)(?:,-?[0-9.]+)?(?:;.*)?$`)
)

// pairs returns every way of cutting a text in two that could be a pair of coordinates.
func pairs(text string) [][2]string {
	text = strings.ToLower(signs.Replace(strings.TrimSpace(strings.ToValidUTF8(text, "?"))))
	if m := geoURI.FindStringSubmatch(text); m != nil {
		return [][2]string{{m[1], m[2]}}
	}
	text = glued2.ReplaceAllString(glued.ReplaceAllString(text, "$1 $2"), "$1 $2 ")
	text = systems.ReplaceAllString(text, " ")
	text = labels.ReplaceAllString(marks.Replace(text), " | ")
	text = spaces.ReplaceAllString(text, " ")
	if strange.MatchString(text) {
		return nil
	}
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == ';' || r == '/' }) {
		if part = strings.Trim(part, " ,"); part != "" {
			parts = append(parts, part)
		}
	}
	switch len(parts) {
	case 1:
		var cuts [][2]string
		for _, at := range gap.FindAllStringIndex(parts[0], -1) {
			cuts = append(cuts, [2]string{parts[0][:at[0]], parts[0][at[1]:]})
		}
		return cuts
	case 2:
		return [][2]string{{parts[0], parts[1]}}
	}
	return nil
}

var (
	plainNumber = regexp.MustCompile(`^[+-]?\d{1,9}(?:[.,]\d{0,12})?$`)
	setApart    = regexp.MustCompile(`^\d{1,3}(?: \d{3})+(?:[.,]\d{1,12})?$`)
	angleSpaced = regexp.MustCompile(`^(\d{1,3}) (\d{1,2}(?:[.,]\d{1,10})?)(?: (\d{1,2}(?:[.,]\d{1,10})?))?$`)
	angleCommas = regexp.MustCompile(`^(\d{1,3}),(\d{1,2}(?:\.\d{1,10})?)(?:,(\d{1,2}(?:\.\d{1,10})?))?$`)
)

// typedNumber reads one number: "480000", "480 000,5", "24,9384".
func typedNumber(s string) *float64 {
	if !plainNumber.MatchString(s) && !setApart.MatchString(s) {
		return nil
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), ",", ".")
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil
	}
	return &f
}

// typedAngle reads degrees and minutes, or degrees, minutes and seconds, whose marks have become spaces.
func typedAngle(s string) *float64 {
	m := angleSpaced.FindStringSubmatch(s)
	if m == nil {
		m = angleCommas.FindStringSubmatch(s)
	}
	if m == nil || m[3] != "" && strings.ContainsAny(m[2], ".,") {
		return nil
	}
	var parts [3]float64
	for i, text := range m[1:] {
		if text == "" {
			continue
		}
		f, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
		if err != nil || i > 0 && f >= 60 {
			return nil
		}
		parts[i] = f
	}
	angle := parts[0] + parts[1]/60 + parts[2]/3600
	return &angle
}
