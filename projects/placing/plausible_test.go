package placing

import (
	"slices"
	"testing"

	"lupakartta/layers"
)

func TestMisspelt(t *testing.T) {
	for _, test := range []struct {
		typed, name string
		want        int
	}{
		{"torikatu", "lääkärikatu", -1}, {"torikatu", "torikatu", 0}, {"torikatu", "koirakatu", -1}, {"torikatu", "korikatu", 1}, {"torkiatu", "torikatu", 1},
		{"asemapuista", "asemapuisto", 1}, {"asemapuisat", "asemapuisto", 2}, {"läntinen kehätie", "lantinen kehatie", 2}, {"asema", "asemakatu", 1},
		{"ranta", "iso rantakatu", 1}, {"tie", "tiu", -1}, {"tie", "tiepuisto", 1}, {"a", "asemakatu", -1}, {"mäkikatu", "jokikatu", -1},
		{"lääkärikatu", "lääkäripuisto", -1}, {"katu", "", -1}, {"", "katu", -1},
	} {
		if got := misspelt(test.typed, test.name); got != test.want {
			t.Errorf("%q for %q: %d, want %d", test.typed, test.name, got, test.want)
		}
	}
}

func TestPlausible(t *testing.T) {
	var found []layers.Found
	for _, title := range []string{"Asemakatu 2", "Asemakatu 256", "Asemakatu 254 a", "Asentokatu 254", "Asemakata 254", "Lääkärikatu 254", "Asemakatu"} {
		found = append(found, layers.Found{Title: title})
	}
	for typed, want := range map[string][]string{
		"Asemakatu 254, Helsinki": {"Asemakatu 254 a", "Asemakata 254", "Asemakatu 256", "Asemakatu 2", "Asemakatu"},
		"Asemakatu 255":           {"Asemakatu 256", "Asemakatu 254 a", "Asemakatu 2", "Asemakatu", "Asemakata 254"},
		"Torikatu 254":            nil,
	} {
		var got []string
		for _, f := range plausible(typed, found) {
			got = append(got, f.Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", typed, got, want)
		}
	}
}
