package source

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lupakartta/internal/i18n"
)

// Note is something that an import's report tells people: what was odd about a file, or why a feature was repaired or
// refused. It is kept as a code with values, and read in any language.
type Note struct {
	Code   string         `json:"code" example:"self_crossing"`
	Values map[string]any `json:"values,omitempty" doc:"What the text names"`
	Text   string         `json:"text,omitempty" doc:"In the reader's language"` // only in what In returns
}

// NoteWhy is the value that holds another note's code: the words of that note stand in the text.
const NoteWhy = "why"

// UnmarshalJSON takes also a plain text, as reports had them before.
func (n *Note) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		err := json.Unmarshal(data, &text)
		*n = Note{Code: "words", Values: map[string]any{"text": text}}
		return err
	}
	type plain Note
	*n = Note{}
	return json.Unmarshal(data, (*plain)(n))
}

// In is the note with its text in a language.
func (n Note) In(lang i18n.Lang) Note {
	n.Text = noteText(lang, n.Code, n.Values)
	return n
}

// String is the note in English, for the command line and the log.
func (n Note) String() string { return noteText(i18n.English, n.Code, n.Values) }

// Notes are the notes with their texts in a language.
func Notes(notes []Note, lang i18n.Lang) []Note {
	said := make([]Note, 0, len(notes))
	for _, n := range notes {
		said = append(said, n.In(lang))
	}
	return said
}

// NoteCodes lists every code that a note can have.
func NoteCodes() []string { return slices.Sorted(maps.Keys(noteTexts[i18n.Finnish])) }

// noteText is the text of a code with {name} replaced by values; a code that is unknown stands for itself.
func noteText(lang i18n.Lang, code string, values map[string]any) string {
	text, ok := noteTexts[lang][code]
	if !ok {
		return code
	}
	pairs := make([]string, 0, 2*len(values))
	for name, value := range values {
		said := valueText(value)
		if why, ok := value.(string); ok && name == NoteWhy {
			others := maps.Clone(values)
			delete(others, NoteWhy)
			said = noteText(lang, why, others)
		}
		pairs = append(pairs, "{"+name+"}", said)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// valueText writes whole numbers without an exponent, however they were kept.
func valueText(value any) string {
	if f, ok := value.(float64); ok {
		return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", f), "0"), ".")
	}
	return fmt.Sprint(value)
}

//go:embed notes/*.json
var noteFiles embed.FS

// noteTexts are the texts of notes by language and code.
var noteTexts = readNotes()

func readNotes() map[i18n.Lang]map[string]string {
	all := map[i18n.Lang]map[string]string{}
	for _, lang := range i18n.Languages {
		data, err := noteFiles.ReadFile("notes/" + string(lang) + ".json")
		if err != nil {
			panic(fmt.Sprintf("notes: %v", err)) // embedded: a build without it cannot pass its tests
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			panic(fmt.Sprintf("notes %s: %v", lang, err))
		}
		all[lang] = texts
	}
	return all
}
