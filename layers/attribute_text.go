package layers

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the service tells Finnish time wherever it runs

	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
)

// AttributeText is one attribute of a feature as people read it.
type AttributeText struct {
	Name  string          // as the register spells it
	Label string          // in the caller's language; the name where the recipe has no words for it
	Value json.RawMessage // as the register gave it
	Text  string          // for people
}

// maxText bounds the text of one attribute, in characters.
const maxText = 2000

// Describe names a feature's attributes in lang: those of the recipe in its order, then those that it does not know
// under their own names. Hidden attributes, those without a value and what stands in another language too are left out.
func (r Recipe) Describe(attributes map[string]json.RawMessage, lang i18n.Lang) []AttributeText {
	described := make([]AttributeText, 0, len(attributes))
	known := map[string]bool{}
	for _, a := range r.Attributes {
		known[a.Name] = true
		if text := a.text(attributes[a.Name], lang); text != "" && !a.Hidden && a.Name == r.reading(a, attributes, lang) {
			described = append(described, AttributeText{a.Name, a.Label.In(lang), attributes[a.Name], text})
		}
	}
	var others []string
	for name := range attributes {
		if !known[name] {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	for _, name := range others {
		if text := (Attribute{}).text(attributes[name], lang); text != "" {
			described = append(described, AttributeText{name, name, attributes[name], text})
		}
	}
	return described
}

// reading names the attribute that readers of lang are shown of a text that the register gives in several languages:
// theirs, or the first that has a value.
func (r Recipe) reading(a Attribute, attributes map[string]json.RawMessage, lang i18n.Lang) string {
	if a.Lang == "" {
		return a.Name
	}
	first := ""
	for _, other := range r.Attributes {
		if other.Lang == "" || other.Meaning != a.Meaning || attributeText(attributes[other.Name]) == "" {
			continue
		}
		if other.Lang == lang {
			return other.Name
		}
		first = cmp.Or(first, other.Name)
	}
	return first
}

// text writes a value for people: the code list's words, dates, numbers and truth in the way of the language.
func (a Attribute) text(raw json.RawMessage, lang i18n.Lang) string {
	raw = bytes.TrimSpace(raw)
	plain := attributeText(raw)
	if words, ok := a.Codes[plain]; ok && plain != "" {
		return words.In(lang)
	}
	switch {
	case plain == "":
		return ""
	case raw[0] == '[':
		return a.listText(raw, lang)
	case raw[0] == '{':
		return text.Cut(plain, maxText)
	case raw[0] == 't', raw[0] == 'f':
		return truth[raw[0] == 't'].In(lang)
	case raw[0] == '"':
		if date, ok := dateText(plain, lang); ok {
			return date
		}
		if a.Unit == "" || !isNumber(plain) {
			return text.Cut(plain, maxText)
		}
	}
	text := numberText(plain, lang, a.Unit != "")
	if a.Unit != "" {
		text += noBreak + a.Unit
	}
	return text
}

func (a Attribute) listText(raw json.RawMessage, lang i18n.Lang) string {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return ""
	}
	var texts []string
	for _, item := range items {
		if text := a.text(item, lang); text != "" {
			texts = append(texts, text)
		}
	}
	return text.Cut(strings.Join(texts, ", "), maxText)
}

var truth = map[bool]i18n.Text{
	true:  {Fi: "kyllä", Sv: "ja", En: "yes"},
	false: {Fi: "ei", Sv: "nej", En: "no"},
}

const noBreak = "\u00a0"

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// numberText writes a number with the language's decimal mark. Thousands are set apart in quantities only: a year
// or a register's number is not one.
func numberText(s string, lang i18n.Lang, quantity bool) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	if strings.ContainsAny(s, ".eE") {
		s = strconv.FormatFloat(f, 'f', -1, 64)
		if rounded := strconv.FormatFloat(f, 'f', 3, 64); len(rounded) < len(s) {
			s = strings.TrimRight(strings.TrimRight(rounded, "0"), ".")
		}
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	thousands, mark := noBreak, ","
	if lang == i18n.English {
		thousands, mark = ",", "."
	}
	if quantity && len(whole) > 3 {
		whole = group(whole, thousands)
	}
	if fraction != "" {
		whole += mark + fraction
	}
	if f < 0 {
		whole = "−" + whole
	}
	return whole
}

func group(digits, separator string) string {
	var parts []string
	for len(digits) > 3 {
		parts = append(parts, digits[len(digits)-3:])
		digits = digits[:len(digits)-3]
	}
	parts = append(parts, digits)
	slices.Reverse(parts)
	return strings.Join(parts, separator)
}

// dateForms are how registers write days and moments; those with a zone are told in Finnish time.
var dateForms = []struct {
	form   string
	moment bool
	zoned  bool
}{
	{time.DateOnly, false, false},
	{"2006/01/02", false, false},
	{"2006-01-02T15:04:05", true, false},
	{time.DateTime, true, false},
	{"2006/01/02 15:04:05", true, false},
	{"2006-01-02T15:04:05Z07:00", true, true},
	{"2006-01-02 15:04:05Z07", true, true},
	{"2006-01-02 15:04:05Z07:00", true, true},
	{"2006/01/02 15:04:05Z07", true, true},
	{"2006-01-02Z", false, false},
}

var helsinki = func() *time.Location {
	location, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // the zones are in the binary
	}
	return location
}()

var clock = map[i18n.Lang]string{i18n.Finnish: " klo 15.04", i18n.Swedish: " kl. 15.04", i18n.English: " at 15:04"}

// dateText writes a day or a moment; false when the text is neither.
func dateText(s string, lang i18n.Lang) (string, bool) {
	if len(s) < len(time.DateOnly) || len(s) > 40 || s[4] != '-' && s[4] != '/' {
		return "", false
	}
	for _, f := range dateForms {
		t, err := time.Parse(f.form, s)
		if err != nil {
			continue
		}
		if f.zoned {
			t = t.In(helsinki)
		}
		form := "2.1.2006"
		if lang == i18n.English {
			form = "2 January 2006"
		}
		if f.moment && (t.Hour() != 0 || t.Minute() != 0) {
			form += clock[lang]
		}
		return t.Format(form), true
	}
	return "", false
}
