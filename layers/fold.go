package layers

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that have no decomposition but a plain form people type instead (Sámi, Icelandic, Polish, German).
var plainLetters = map[rune]string{
	'đ': "d", 'ð': "d", 'ŋ': "n", 'ŧ': "t", 'ł': "l", 'ø': "ö", 'æ': "ä", 'ß': "ss", 'ı': "i", 'ʼ': "'", '’': "'",
}

// Fold is the form in which names are compared: lower case, diacritics removed except those of å, ä and ö
// (letters of their own in Finnish and Swedish), white space runs as one space.
func Fold(s string) string {
	s = strings.ToLower(strings.ToValidUTF8(s, " "))
	if isASCII(s) {
		return oneSpace(s)
	}
	var folded strings.Builder
	folded.Grow(len(s))
	var base rune
	for _, r := range norm.NFD.String(s) {
		switch {
		case !unicode.Is(unicode.Mn, r):
			base = r
			if plain, ok := plainLetters[r]; ok {
				folded.WriteString(plain)
			} else {
				folded.WriteRune(r)
			}
		case base == 'a' && r == '\u030a', (base == 'a' || base == 'o') && r == '\u0308':
			folded.WriteRune(r)
			base = 0
		}
	}
	return oneSpace(norm.NFC.String(folded.String()))
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
