package placing

import (
	"regexp"
	"slices"
	"testing"

	"lupakartta/internal/i18n"
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
