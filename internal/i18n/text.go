// Package i18n holds the languages of the service and texts written in them.
// Finnish and Swedish are complete by law (kielilaki 423/2003); English is complete by choice.
package i18n

import (
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/text/language"
)

// Lang is one of the service's languages: "fi", "sv" or "en".
type Lang string

// The service's languages; Finnish is the default.
const (
	Finnish Lang = "fi"
	Swedish Lang = "sv"
	English Lang = "en"
)

// Languages lists every language, the default first.
var Languages = []Lang{Finnish, Swedish, English}

var matcher = language.NewMatcher([]language.Tag{language.Finnish, language.Swedish, language.English})

// Parse returns the language a caller named, or false when it is not one of ours.
func Parse(s string) (Lang, bool) {
	lang := Lang(s)
	return lang, slices.Contains(Languages, lang)
}

// Match picks the language of an answer: the query's lang= wins over Accept-Language, and Finnish over nothing.
func Match(query, acceptLanguage string) Lang {
	if lang, ok := Parse(query); ok {
		return lang
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return Finnish
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Finnish
	}
	return Languages[index]
}

// Of is the language that a request asks for.
func Of(r *http.Request) Lang {
	return Match(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
}

// Text is one text in every language.
type Text struct {
	Fi string `json:"fi"`
	Sv string `json:"sv"`
	En string `json:"en"`
}

// In returns the text in lang, falling back to Finnish where a register gave no other.
func (t Text) In(lang Lang) string {
	switch {
	case lang == Swedish && t.Sv != "":
		return t.Sv
	case lang == English && t.En != "":
		return t.En
	}
	return t.Fi
}

// Complete reports an error that names the languages in which the text is missing.
func (t Text) Complete() error {
	for lang, text := range map[Lang]string{Finnish: t.Fi, Swedish: t.Sv, English: t.En} {
		if text == "" {
			return fmt.Errorf("no text in %s beside %q", lang, t.Fi+t.Sv+t.En)
		}
	}
	return nil
}
