// Package text holds what any text from outside needs before it is kept or shown.
package text

import "strings"

// Clean is a text that PostgreSQL can hold: UTF-8 without NUL.
func Clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// Cut keeps the first characters of a text.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
