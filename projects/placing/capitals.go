package placing

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shouted tells a text that a register has in capitals throughout. Short ones may be abbreviations.
func shouted(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 3
}

// asName is a name without capitals throughout: TAMMERKOSKI (II) is Tammerkoski (II).
func asName(name string) string {
	if !shouted(name) {
		return name
	}
	return eachWord(name, " -/", func(word string, _ int) string { return capital(strings.ToLower(word)) })
}

// asSentence is a text without capitals throughout: only its first word begins with one.
func asSentence(text string) string {
	if !shouted(text) {
		return text
	}
	return eachWord(text, " /", func(word string, i int) string {
		if word = strings.ToLower(word); i == 0 {
			return capital(word)
		}
		return word
	})
}

// eachWord changes the words between separators, but for numerals, single letters and what has digits.
func eachWord(text, separators string, change func(word string, i int) string) string {
	var out strings.Builder
	for i := 0; text != ""; i++ {
		end := strings.IndexAny(text, separators)
		if end < 0 {
			end = len(text)
		}
		word := text[:end]
		if bare := strings.Trim(word, "().,"); utf8.RuneCountInString(bare) > 1 && strings.Trim(bare, "IVXL") != "" && !strings.ContainsAny(bare, "0123456789") {
			word = change(word, i)
		}
		out.WriteString(word)
		out.WriteString(text[end:min(len(text), end+1)])
		text = text[min(len(text), end+1):]
	}
	return out.String()
}

// capital begins with a capital, wherever its first letter is.
func capital(word string) string {
	i := strings.IndexFunc(word, unicode.IsLetter)
	if i < 0 {
		return word
	}
	first, size := utf8.DecodeRuneInString(word[i:])
	return word[:i] + string(unicode.ToUpper(first)) + word[i+size:]
}
