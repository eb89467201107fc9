package api

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"lupakartta/internal/i18n"
)

//go:embed messages/*.json
var messageFiles embed.FS

// messages are the texts of problems and of the pages that this package renders, by language and key.
var messages = readMessages()

func readMessages() map[i18n.Lang]map[string]string {
	all := map[i18n.Lang]map[string]string{}
	for _, lang := range i18n.Languages {
		data, err := messageFiles.ReadFile("messages/" + string(lang) + ".json")
		if err != nil {
			panic(fmt.Sprintf("messages: %v", err)) // embedded: a build without it cannot pass its tests
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			panic(fmt.Sprintf("messages %s: %v", lang, err))
		}
		all[lang] = texts
	}
	return all
}

// text is the message of that key in lang, with {name} replaced by values. A key without a message gives the
// key itself, which a test keeps from happening.
func text(lang i18n.Lang, key string, values map[string]any) string {
	message, ok := messages[lang][key]
	if !ok {
		return key
	}
	if len(values) == 0 || !strings.Contains(message, "{") {
		return message
	}
	pairs := make([]string, 0, 2*len(values))
	for name, value := range values {
		pairs = append(pairs, "{"+name+"}", number(value))
	}
	return strings.NewReplacer(pairs...).Replace(message)
}
