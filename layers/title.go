package layers

import (
	"encoding/json"

	"lupakartta/internal/i18n"
)

// nameMeanings are the attributes that hold a feature's proper name in a language other than Finnish.
var nameMeanings = map[i18n.Lang]string{i18n.Swedish: MeaningNameSv, i18n.English: MeaningNameEn}

// FeatureTitle names a feature in lang: its proper name in that language where the register has one, else the
// first of the recipe's names that it has, else the layer's title.
func (r Recipe) FeatureTitle(attributes map[string]json.RawMessage, lang i18n.Lang) string {
	names := r.Names
	if name, ok := r.Meaning(nameMeanings[lang]); ok && nameMeanings[lang] != "" {
		names = append([]string{name}, names...)
	}
	for _, name := range names {
		text := attributeText(attributes[name])
		if text == "" {
			continue
		}
		if attribute, ok := r.Attribute(name); ok {
			if words, ok := attribute.Codes[text]; ok {
				text = words.In(lang)
			}
		}
		return cut(text, maxTitle)
	}
	return r.Title.In(lang)
}
