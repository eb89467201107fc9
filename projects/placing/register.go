package placing

import (
	"encoding/json"
	"strings"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// values are a feature's attributes as its register gave them.
type values map[string]json.RawMessage

// text is an attribute as a text; "" where it has none.
func (v values) text(name string) string {
	raw := v[name]
	var text string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case json.Unmarshal(raw, &text) == nil:
		return strings.TrimSpace(text)
	}
	return string(raw)
}

// means is the value of the attribute of the first of these meanings that a feature has.
func (v values) means(recipe layers.Recipe, meanings ...string) string {
	for _, meaning := range meanings {
		if name, ok := recipe.Meaning(meaning); ok {
			if text := v.text(name); text != "" {
				return text
			}
		}
	}
	return ""
}

// name is a feature's proper name in lang, else in Finnish; "" where it has none.
func (v values) name(recipe layers.Recipe, lang i18n.Lang) string {
	own := []string{layers.MeaningName, layers.MeaningMunicipalityName, layers.MeaningStreet}
	switch lang {
	case i18n.Swedish:
		own = append([]string{layers.MeaningNameSv, layers.MeaningStreetSv}, own...)
	case i18n.English:
		own = append([]string{layers.MeaningNameEn}, own...)
	}
	return v.means(recipe, own...)
}

// says is what an attribute of that meaning says to readers of lang, with the words of its code list.
func (v values) says(recipe layers.Recipe, lang i18n.Lang, meaning string) string {
	for _, said := range recipe.Describe(v, lang) {
		if a, ok := recipe.Attribute(said.Name); ok && a.Meaning == meaning {
			return said.Text
		}
	}
	return ""
}

// attribute is the name of the attribute of the first of these meanings that a register has; "" for none.
func attribute(recipe layers.Recipe, meanings ...string) string {
	for _, meaning := range meanings {
		if name, ok := recipe.Meaning(meaning); ok {
			return name
		}
	}
	return ""
}
