package layers

import (
	"encoding/json"
	"slices"
	"strings"

	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
)

// nameMeanings are the attributes that hold a feature's proper name in a language other than Finnish.
var nameMeanings = map[i18n.Lang]string{i18n.Swedish: MeaningNameSv, i18n.English: MeaningNameEn}

// FeatureTitle names a feature in lang: an address by street and number, else its proper name in that language where
// the register has one, else the first of the recipe's names that it has, else the layer's title.
func (r Recipe) FeatureTitle(attributes map[string]json.RawMessage, lang i18n.Lang) string {
	if r.Search != nil && r.Search.Kind == "address" {
		if title := r.addressTitle(attributes, lang); title != "" {
			return text.Cut(title, maxTitle)
		}
	}
	names := r.Names
	if name, ok := r.nameIn(lang); ok {
		names = append([]string{name}, names...)
	}
	for _, name := range names {
		title := attributeText(attributes[name])
		if title == "" {
			continue
		}
		if attribute, ok := r.Attribute(name); ok {
			if words, ok := attribute.Codes[title]; ok {
				title = words.In(lang)
			}
		}
		return text.Cut(title, maxTitle)
	}
	return r.Title.In(lang)
}

// nameIn is the attribute that holds a feature's proper name in lang, where the register has one beside the Finnish.
func (r Recipe) nameIn(lang i18n.Lang) (string, bool) {
	meaning, ok := nameMeanings[lang]
	if !ok {
		return "", false
	}
	return r.Meaning(meaning)
}

// Labels are the attributes that are written on the map in lang, of which the first with a value is meant: the style's
// label, and before it, where that is the feature's name, its name in lang when it travels in tiles too.
func (r Recipe) Labels(lang i18n.Lang) []string {
	if r.Style.Label == "" {
		return []string{}
	}
	labels := []string{r.Style.Label}
	label, _ := r.Attribute(r.Style.Label)
	if name, ok := r.nameIn(lang); ok && slices.Contains([]string{MeaningName, MeaningMunicipalityName}, label.Meaning) {
		if own, _ := r.Attribute(name); own.Tile {
			labels = []string{name, r.Style.Label}
		}
	}
	return labels
}

// addressTitle is the attributes by which an address is found, the street's name in Swedish where lang asks for it.
func (r Recipe) addressTitle(attributes map[string]json.RawMessage, lang i18n.Lang) string {
	street, _ := r.Meaning(MeaningStreet)
	swedish, _ := r.Meaning(MeaningStreetSv)
	var words []string
	for _, name := range r.Search.Title {
		text := attributeText(attributes[name])
		if name == street && lang == i18n.Swedish {
			if other := attributeText(attributes[swedish]); other != "" {
				text = other
			}
		}
		if text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}
