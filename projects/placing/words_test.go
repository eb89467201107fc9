package placing

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryWordIsThereInEveryLanguage(t *testing.T) {
	for key, finnish := range words[i18n.Finnish] {
		for _, lang := range i18n.Languages {
			said, ok := words[lang][key]
			if !ok || said == "" {
				t.Errorf("%s: nothing in %s", key, lang)
			}
			for _, name := range placeholder.FindAllString(said, -1) {
				if !slices.Contains(placeholder.FindAllString(finnish, -1), name) {
					t.Errorf("%s in %s: %s is not in the Finnish", key, lang, name)
				}
			}
		}
		if len(words[i18n.Finnish]) != len(words[i18n.Swedish]) || len(words[i18n.Finnish]) != len(words[i18n.English]) {
			t.Fatal("a language has words that another has not")
		}
	}
}

// What is known of a part of the place only is not told as unknown, nor what is far as near.
func TestWords(t *testing.T) {
	named := func(names ...string) (list []Named) {
		for _, name := range names {
			list = append(list, Named{Name: name})
		}
		return list
	}
	partly := Description{Kind: Area, Parts: 1, Size: Size{Area: 2e6}, Lang: i18n.Finnish, Municipalities: named("PIRKKALA", "Tampere", "Nokia", "Lempäälä", "Ylöjärvi"), Units: []Unit{{ID: "1"}, {ID: "2"}},
		Plans: []Plan{{Symbol: "W", Text: "VESIALUE", Share: 1}}, Unknown: []layers.Theme{layers.Property, layers.Zoning}}
	far := Description{Kind: Point, Parts: 1, Lang: i18n.English, Municipalities: named("Inari"), Nearest: &Nearest{Kind: "address", Title: "Raja 1", Distance: 1850}, Unknown: []layers.Theme{layers.Property, layers.Zoning}}
	for want, d := range map[string]*Description{
		"Alue 2 km², Pirkkala, Tampere, Nokia, Lempäälä ja muita; koskee ainakin 2 kiinteistöä. Kaava: W Vesialue. Ei tiedossa täällä: osa kiinteistöistä, osa kaavoista.": &partly,
		"Point in Inari. Not known here: property units, the plan.": &far,
	} {
		if got := strings.ReplaceAll(d.Words(), noBreak, " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
