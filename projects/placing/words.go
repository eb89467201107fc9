package placing

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
	"lupakartta/layers"
)

//go:embed words/*.json
var wordFiles embed.FS

// words are what places are told with, by language and key. Names stand in them as they are, so that none need be inflected.
var words = func() map[i18n.Lang]map[string]string {
	all := map[i18n.Lang]map[string]string{}
	for _, lang := range i18n.Languages {
		data, err := wordFiles.ReadFile("words/" + string(lang) + ".json")
		if err != nil {
			panic(fmt.Sprintf("words: %v", err)) // embedded: a build without it cannot pass its tests
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			panic(fmt.Sprintf("words %s: %v", lang, err))
		}
		all[lang] = texts
	}
	return all
}()

// say is a text with {name} replaced by the values: name, value, name, value …
func say(lang i18n.Lang, key string, values ...string) string {
	pairs := make([]string, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs[i], pairs[i+1] = "{"+values[i]+"}", values[i+1]
	}
	return strings.NewReplacer(pairs...).Replace(words[lang][key])
}

const noBreak = "\u00a0"

// number writes a number with so many decimals at most, in the way of the language.
func number(lang i18n.Lang, f float64, decimals int) string {
	written := strconv.FormatFloat(math.Abs(f), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(written, ".")
	separator, point := noBreak, ","
	if lang == i18n.English {
		separator, point = ",", "."
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + separator + whole[i:]
	}
	if rest = strings.TrimRight(rest, "0"); rest != "" {
		whole += point + rest
	}
	if f < 0 && strings.Trim(whole, "0,.") != "" {
		whole = "−" + whole
	}
	return whole
}

// AreaText writes square metres as people do: 850 m², 1,2 ha, 3,4 km².
func AreaText(lang i18n.Lang, m2 float64) string {
	switch a := math.Abs(m2); {
	case a < 10:
		return number(lang, m2, 1) + noBreak + "m²"
	case a < 10_000:
		return number(lang, m2, 0) + noBreak + "m²"
	case a < 100_000:
		return number(lang, m2/1e4, 2) + noBreak + "ha"
	case a < 1_000_000:
		return number(lang, m2/1e4, 1) + noBreak + "ha"
	}
	return number(lang, m2/1e6, 2) + noBreak + "km²"
}

// LengthText writes metres as people do: 0,4 m, 340 m, 1,25 km.
func LengthText(lang i18n.Lang, m float64) string {
	switch {
	case m < 10:
		return number(lang, m, 1) + noBreak + "m"
	case m < 1000:
		return number(lang, m, 0) + noBreak + "m"
	}
	return number(lang, m/1000, 2) + noBreak + "km"
}

// Words reads the place back in a sentence or two.
func (d *Description) Words() string {
	sentence := d.what() + d.where() + d.byWhat() + d.touches()
	return sentence + "." + d.planned() + d.notKnown()
}

func (d *Description) say(key string, values ...string) string { return say(d.Lang, key, values...) }

// what is the kind and the size.
func (d *Description) what() string {
	count := strconv.Itoa(d.Parts)
	area, length := AreaText(d.Lang, d.Size.Area), LengthText(d.Lang, d.Size.Length)
	key := string(d.Kind)
	if d.Parts > 1 && d.Kind != Mixed {
		key += "s"
	}
	if d.Kind != Mixed {
		return d.say(key, "count", count, "area", area, "length", length)
	}
	var parts []string
	if d.Size.Area > 0 {
		parts = append(parts, d.say("mixed_area", "area", area))
	}
	if d.Size.Length > 0 {
		parts = append(parts, d.say("mixed_line", "length", length))
	}
	switch n := d.Size.Points; {
	case n == 1:
		parts = append(parts, d.say("mixed_point"))
	case n > 1:
		parts = append(parts, d.say("mixed_points", "count", strconv.Itoa(n)))
	}
	return d.say("mixed", "count", count, "parts", strings.Join(parts, ", "))
}

// Bounds of what is named in a sentence.
const (
	mostMunicipalities = 4
	mostDistricts      = 2
	mostDesignations   = 3
	mostOf             = 0.3     // of a place lies in a site by which it is called
	nearAddress        = 500     // metres: one farther away tells nobody where it is
	largeArea          = 200_000 // m²: what is larger is not told by the streets in it
)

// where is the municipality and the district.
func (d *Description) where() string {
	if len(d.Municipalities) == 0 {
		return ""
	}
	names := namesOf(d.Municipalities, mostMunicipalities)
	places := strings.Join(names, ", ")
	if n := len(names); n > 1 && n == len(d.Municipalities) {
		places = strings.Join(names[:n-1], ", ") + d.say("and") + names[n-1]
	}
	if len(d.Municipalities) > len(names) {
		places += d.say("and_others")
	}
	if len(d.Districts) > 0 && len(d.Districts) <= mostDistricts {
		districts := namesOf(d.Districts, mostDistricts)
		if !slices.Equal(districts, names) {
			places += ", " + strings.Join(districts, ", ")
		}
	}
	return d.say("in", "places", places)
}

func namesOf(named []Named, most int) (names []string) {
	for _, n := range named[:min(most, len(named))] {
		names = append(names, asName(n.Name))
	}
	return names
}

// byWhat is what people know beside it: the site it is in, the two streets or waters that it lies between, an address.
func (d *Description) byWhat() string {
	said := d.said()
	if n := d.Nearest; n != nil && n.Kind == "address" && n.Distance <= nearAddress && (said == "" || d.Kind == Point) {
		if n.Distance < 1 {
			return said + d.say("address", "title", n.Title)
		}
		return said + d.say("near_address", "title", n.Title, "distance", LengthText(d.Lang, n.Distance))
	}
	return said
}

func (d *Description) said() string {
	var beside []Surrounding
	crosses := ""
	for _, s := range d.Surroundings {
		if s.Relation == Within || s.Kind == Site && s.Share > mostOf && d.Size.Area < largeArea {
			return d.say("at", "name", asName(s.Name))
		}
	}
	if d.Size.Area > largeArea {
		return ""
	}
	for _, s := range d.Surroundings {
		switch {
		case s.Relation == Crosses && crosses == "":
			crosses = s.Name
		case s.Relation == Beside:
			beside = append(beside, s)
		}
	}
	if len(beside) > 1 && crosses == "" && d.Kind != Point {
		for _, other := range beside[1:] {
			if opposite(beside[0].Bearing, other.Bearing) {
				return d.say("between", "name", asName(beside[0].Name), "other", asName(other.Name))
			}
		}
	}
	switch {
	case crosses != "":
		return d.say("crossing", "name", asName(crosses))
	case len(beside) > 0:
		return d.say("beside", "name", asName(beside[0].Name))
	}
	return ""
}

// opposite tells whether two directions are so far apart that what lies between them is between what lies there.
func opposite(a, b float64) bool {
	apart := math.Abs(math.Mod(a-b+540, 360) - 180)
	return apart >= 75
}

// touches is the property units.
func (d *Description) touches() string {
	unknown := slices.Contains(d.Unknown, layers.Property)
	suffix := ""
	if unknown {
		suffix = "_at_least"
	}
	switch n := len(d.Units); {
	case n == 0 && unknown:
		return ""
	case n == 0:
		return d.say("no_units")
	case n == 1:
		return d.say("unit"+suffix, "id", d.Units[0].ID)
	default:
		return d.say("units"+suffix, "count", number(d.Lang, float64(n), 0))
	}
}

// planned is the designations of the plans.
func (d *Description) planned() string {
	var said []string
	for _, p := range d.Plans {
		if len(said) < mostDesignations && (p.Share > 0.05 || len(said) == 0) {
			said = append(said, p.inShort())
		}
	}
	switch {
	case len(said) > 0:
		return d.say("plan", "plans", strings.Join(said, "; "))
	case slices.Contains(d.Unknown, layers.Zoning):
		return ""
	}
	return d.say("no_plan")
}

// inShort is a designation with the beginning of what it says, and the plan's name.
func (p Plan) inShort() string {
	first, _, _ := strings.Cut(p.Text, ".")
	said, name := strings.TrimSpace(p.Symbol+" "+text.Cut(asSentence(strings.TrimSpace(first)), 60)), asName(p.Name)
	switch {
	case said == "":
		return name
	case name != "":
		return said + " (" + name + ")"
	}
	return said
}

// notKnown is what no layer says here, or not everywhere here.
func (d *Description) notKnown() string {
	var themes []string
	found := map[layers.Theme]int{layers.Municipality: len(d.Municipalities), layers.Property: len(d.Units), layers.Zoning: len(d.Plans)}
	for _, theme := range []layers.Theme{layers.Municipality, layers.Property, layers.Zoning} {
		key := "unknown_" + string(theme)
		if found[theme] > 0 {
			key = "partly_" + key
		}
		if slices.Contains(d.Unknown, theme) {
			themes = append(themes, d.say(key))
		}
	}
	if len(themes) == 0 {
		return ""
	}
	return d.say("unknown", "themes", strings.Join(themes, ", "))
}

// Title says what a fix does.
func (f Fix) Title(lang i18n.Lang) string {
	title := ""
	for _, code := range slices.Backward(f.Codes) {
		one := say(lang, "fix_"+string(code), "system", f.CRS.SystemName(), "change", AreaText(lang, f.AreaChange))
		if title != "" {
			one = say(lang, "fix_then", "first", one, "then", title)
		}
		title = one
	}
	return title
}
