package layers

import (
	"encoding/json"
	"slices"
	"testing"

	"lupakartta/internal/i18n"
)

func TestAttributeText(t *testing.T) {
	codes := map[string]i18n.Text{"1E": {Fi: "tärkeä", Sv: "viktig", En: "important"}, "3": {Fi: "kolme", Sv: "tre", En: "three"}}
	tests := []struct {
		name       string
		attribute  Attribute
		value      string
		fi, sv, en string
	}{
		{"text", Attribute{}, `" Harju "`, "Harju", "Harju", "Harju"},
		{"nothing", Attribute{}, `null`, "", "", ""},
		{"empty text", Attribute{}, `"  "`, "", "", ""},
		{"missing", Attribute{}, ``, "", "", ""},
		{"code", Attribute{Codes: codes}, `"1E"`, "tärkeä", "viktig", "important"},
		{"code as a number", Attribute{Codes: codes}, `3`, "kolme", "tre", "three"},
		{"code that the list lacks", Attribute{Codes: codes}, `"2"`, "2", "2", "2"},
		{"truth", Attribute{}, `true`, "kyllä", "ja", "yes"},
		{"untruth", Attribute{}, `false`, "ei", "nej", "no"},
		{"year", Attribute{}, `2026`, "2026", "2026", "2026"},
		{"decimals", Attribute{}, `12.5`, "12,5", "12,5", "12.5"},
		{"noise of the last bits", Attribute{}, `0.30000000000000004`, "0,3", "0,3", "0.3"},
		{"below nothing", Attribute{}, `-3.25`, "−3,25", "−3,25", "−3.25"},
		{"quantity", Attribute{Unit: "m²"}, `1234567.5`, "1\u00a0234\u00a0567,5\u00a0m²", "1\u00a0234\u00a0567,5\u00a0m²", "1,234,567.5\u00a0m²"},
		{"quantity as text", Attribute{Unit: "m"}, `"1500"`, "1\u00a0500\u00a0m", "1\u00a0500\u00a0m", "1,500\u00a0m"},
		{"words where a quantity was meant", Attribute{Unit: "m"}, `"noin kaksi"`, "noin kaksi", "noin kaksi", "noin kaksi"},
		{"large", Attribute{}, `1e6`, "1000000", "1000000", "1000000"},
		{"postal code", Attribute{}, `"00100"`, "00100", "00100", "00100"},
		{"day", Attribute{}, `"2026-05-03"`, "3.5.2026", "3.5.2026", "3 May 2026"},
		{"day as GDAL writes it", Attribute{}, `"2026/05/03"`, "3.5.2026", "3.5.2026", "3 May 2026"},
		{"midnight", Attribute{}, `"2026-05-03T00:00:00"`, "3.5.2026", "3.5.2026", "3 May 2026"},
		{"moment in summer", Attribute{}, `"2026-07-03T09:05:00Z"`, "3.7.2026 klo 12.05", "3.7.2026 kl. 12.05", "3 July 2026 at 12:05"},
		{"moment in winter", Attribute{}, `"2026-01-03 09:05:00+00"`, "3.1.2026 klo 11.05", "3.1.2026 kl. 11.05", "3 January 2026 at 11:05"},
		{"no such day", Attribute{}, `"2026-02-31"`, "2026-02-31", "2026-02-31", "2026-02-31"},
		{"list", Attribute{Codes: codes}, `["1E", 3, null, "x"]`, "tärkeä, kolme, x", "viktig, tre, x", "important, three, x"},
		{"object", Attribute{}, `{"a":1}`, `{"a":1}`, `{"a":1}`, `{"a":1}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for lang, want := range map[i18n.Lang]string{i18n.Finnish: test.fi, i18n.Swedish: test.sv, i18n.English: test.en} {
				if got := test.attribute.text(json.RawMessage(test.value), lang); got != want {
					t.Errorf("%s: got %q, want %q", lang, got, want)
				}
			}
		})
	}
}

func TestFeatureTitle(t *testing.T) {
	recipe := testRecipe("sites", Natura)
	recipe.Title = i18n.Text{Fi: "Natura-alueet", Sv: "Naturaområden", En: "Natura sites"}
	recipe.Names = []string{"nimi", "luokka"}
	recipe.Attributes = []Attribute{{Name: "nimi_sv", Meaning: MeaningNameSv}, {Name: "luokka", Codes: map[string]i18n.Text{"1": {Fi: "eka", Sv: "första", En: "first"}}}}
	tests := []struct {
		attributes string
		lang       i18n.Lang
		want       string
	}{
		{`{"nimi": "Harju", "nimi_sv": "Åsen"}`, i18n.Finnish, "Harju"},
		{`{"nimi": "Harju", "nimi_sv": "Åsen"}`, i18n.Swedish, "Åsen"},
		{`{"nimi": "Harju", "nimi_sv": "Åsen"}`, i18n.English, "Harju"},
		{`{"nimi": "Harju", "nimi_sv": null}`, i18n.Swedish, "Harju"},
		{`{"nimi": "", "luokka": 1}`, i18n.Swedish, "första"},
		{`{}`, i18n.English, "Natura sites"},
		{`{"nimi": 7}`, i18n.Finnish, "7"},
	}
	for _, test := range tests {
		var attributes map[string]json.RawMessage
		if err := json.Unmarshal([]byte(test.attributes), &attributes); err != nil {
			t.Fatal(err)
		}
		if got := recipe.FeatureTitle(attributes, test.lang); got != test.want {
			t.Errorf("%s in %s: got %q, want %q", test.attributes, test.lang, got, test.want)
		}
	}
}

func TestDescribeShowsATextInTheReadersLanguage(t *testing.T) {
	recipe := testRecipe("plan", Zoning)
	recipe.Attributes = []Attribute{
		{Name: "maarays", Meaning: MeaningDescription, Lang: i18n.Finnish}, {Name: "bestammelse", Meaning: MeaningDescription, Lang: i18n.Swedish},
		{Name: "merkinta", Meaning: MeaningPlanSymbol},
	}
	tests := []struct {
		attributes string
		lang       i18n.Lang
		want       []string
	}{
		{`{"maarays": "Puisto", "bestammelse": "Park", "merkinta": "VP"}`, i18n.Finnish, []string{"maarays", "merkinta"}},
		{`{"maarays": "Puisto", "bestammelse": "Park", "merkinta": "VP"}`, i18n.Swedish, []string{"bestammelse", "merkinta"}},
		{`{"maarays": "Puisto", "bestammelse": "Park"}`, i18n.English, []string{"maarays"}},
		{`{"maarays": "Puisto", "bestammelse": ""}`, i18n.Swedish, []string{"maarays"}},
		{`{"maarays": null, "bestammelse": "Park"}`, i18n.Finnish, []string{"bestammelse"}},
		{`{"merkinta": "VP"}`, i18n.Finnish, []string{"merkinta"}},
	}
	for _, test := range tests {
		var attributes map[string]json.RawMessage
		if err := json.Unmarshal([]byte(test.attributes), &attributes); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range recipe.Describe(attributes, test.lang) {
			got = append(got, a.Name)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s in %s: got %q, want %q", test.attributes, test.lang, got, test.want)
		}
	}
}

func TestLabels(t *testing.T) {
	recipe := testRecipe("streets", BaseStreet)
	recipe.Attributes = []Attribute{{Name: "nimi", Meaning: MeaningName, Tile: true}, {Name: "namn", Meaning: MeaningNameSv, Tile: true}, {Name: "nro", Tile: true}}
	for _, test := range []struct {
		label string
		lang  i18n.Lang
		want  []string
	}{
		{"nimi", i18n.Finnish, []string{"nimi"}},
		{"nimi", i18n.Swedish, []string{"namn", "nimi"}},
		{"nimi", i18n.English, []string{"nimi"}},
		{"nro", i18n.Swedish, []string{"nro"}},
		{"", i18n.Swedish, []string{}},
	} {
		if recipe.Style.Label = test.label; !slices.Equal(recipe.Labels(test.lang), test.want) {
			t.Errorf("%q in %s: got %q, want %q", test.label, test.lang, recipe.Labels(test.lang), test.want)
		}
	}
	recipe.Attributes[1].Tile = false
	if recipe.Style.Label = "nimi"; len(recipe.Labels(i18n.Swedish)) != 1 {
		t.Error("a name that does not travel in tiles is written on the map")
	}
}

func TestAddressTitle(t *testing.T) {
	recipe := testRecipe("addresses", Address)
	recipe.Names = []string{"katu"}
	recipe.Attributes = []Attribute{{Name: "katu", Meaning: MeaningStreet}, {Name: "gata", Meaning: MeaningStreetSv}, {Name: "nro", Meaning: MeaningHouseNumber}}
	recipe.Search = &Search{Kind: "address", Title: []string{"katu", "nro"}}
	attributes := map[string]json.RawMessage{"katu": json.RawMessage(`"Rantakatu"`), "gata": json.RawMessage(`"Strandgatan"`), "nro": json.RawMessage(`5`)}
	for lang, want := range map[i18n.Lang]string{i18n.Finnish: "Rantakatu 5", i18n.Swedish: "Strandgatan 5", i18n.English: "Rantakatu 5"} {
		if got := recipe.FeatureTitle(attributes, lang); got != want {
			t.Errorf("in %s: got %q, want %q", lang, got, want)
		}
	}
	if got := recipe.FeatureTitle(nil, i18n.Finnish); got != recipe.Title.In(i18n.Finnish) {
		t.Errorf("without attributes: got %q, want the layer's title", got)
	}
}

func FuzzAttributeText(f *testing.F) {
	for _, seed := range []string{`"2026-05-03"`, `1e400`, `-0`, `[[[1]]]`, `"\ud800"`, `1234567.0000001`, `tru`, `"-1-2-3-4-5-6"`} {
		f.Add(seed, "m²")
	}
	f.Fuzz(func(t *testing.T, value, unit string) {
		if json.Valid([]byte(value)) {
			Attribute{Unit: unit}.text(json.RawMessage(value), i18n.Finnish)
		}
	})
}

func FuzzSearchWords(f *testing.F) {
	for _, seed := range []string{"Rantakatu 5, Mallila", "%_\\", "\x00\xff", "å ä ö", `' or 1=1 --`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := searchWords(text)
		if len(words) > maxWords {
			t.Errorf("%q: %d words", text, len(words))
		}
		q := target{typed: text, words: words, properties: propertyPrefixes(text)}
		for _, m := range []match{{folded: Fold(text), alike: 1}, {folded: "x", alike: .5}} {
			q.best([]match{m, m}, 10)
		}
		natural(text, Fold(text))
	})
}
