package source

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryNoteHasWordsInEveryLanguage(t *testing.T) {
	for _, code := range NoteCodes() {
		want := slices.Sorted(slices.Values(placeholder.FindAllString(noteTexts[i18n.Finnish][code], -1)))
		for _, lang := range i18n.Languages {
			said := noteTexts[lang][code]
			if strings.TrimSpace(said) == "" {
				t.Errorf("%s: no words in %s", code, lang)
			}
			if got := slices.Sorted(slices.Values(placeholder.FindAllString(said, -1))); !slices.Equal(got, want) {
				t.Errorf("%s names %v in %s, %v in Finnish", code, got, lang, want)
			}
		}
	}
	for _, lang := range i18n.Languages {
		if len(noteTexts[lang]) != len(NoteCodes()) {
			t.Errorf("%d notes in %s, %d codes", len(noteTexts[lang]), lang, len(NoteCodes()))
		}
	}
}

func TestNoteIsReadInAnyLanguage(t *testing.T) {
	for _, test := range []struct{ stored, fi, en string }{
		{`{"code":"places_unread","values":{"count":2,"row":1000000}}`, "Sijaintia ei voitu lukea 2 riviltä. Ensimmäinen on rivi 1000000.",
			"The place could not be read in every row: 2 failed, the first of them row 1000000."},
		{`{"code":"cannot_repair","values":{"why":"nested_holes"}}`, "Kohdetta ei voi korjata. Kohteessa on reikä reiän sisällä", "The feature cannot be repaired. A hole lies within another hole"},
		{`{"code":"cannot_repair","values":{"why":"geos","text":"why {text}"}}`, "Kohdetta ei voi korjata. Geometrian tarkistus: why {text}", "The feature cannot be repaired. The geometry check: why {text}"},
		{`"curves of 3 features"`, "curves of 3 features", "curves of 3 features"}, // of a report as they were before
	} {
		n := Note{Code: "old", Values: map[string]any{"left": 1}}
		if err := json.Unmarshal([]byte(test.stored), &n); err != nil {
			t.Fatal(err)
		}
		if fi, en := n.In(i18n.Finnish).Text, n.String(); fi != test.fi || en != test.en || n.Values["left"] != nil {
			t.Errorf("%s reads %q, %q", test.stored, fi, en)
		}
	}
}
