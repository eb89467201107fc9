package authorities

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// longest is the most characters of a text.
const longest = 200

var (
	code         = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	phone        = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,24}$`)
	postalCode   = regexp.MustCompile(`^[0-9]{5}$`)
	municipality = regexp.MustCompile(`^[0-9]{3}$`)
)

func validateText(found *faults.Faults, at, text string) {
	found.When(strings.TrimSpace(text) == "", at, "required")
	validateOptional(found, at, text)
}

func validateOptional(found *faults.Faults, at, text string) {
	if utf8.RuneCountInString(text) > longest {
		*found = append(*found, faults.Fault{Pointer: at, Code: "too_long", Values: map[string]any{"value": longest}})
	}
	found.When(strings.ContainsFunc(text, unicode.IsControl), at, "invalid_value")
}

// validateName wants the text in every language.
func validateName(found *faults.Faults, at string, name i18n.Text) {
	validateText(found, at+"/fi", name.Fi)
	validateText(found, at+"/sv", name.Sv)
	validateText(found, at+"/en", name.En)
}

// validateNote wants the text in every language or in none.
func validateNote(found *faults.Faults, at string, note i18n.Text) {
	if note != (i18n.Text{}) {
		validateName(found, at, note)
	}
}

func validateDays(found *faults.Faults, from, to string) {
	found.When(!IsDay(from), "/valid_from", "not_date")
	found.When(to != "" && !IsDay(to), "/valid_to", "not_date")
	found.When(to != "" && IsDay(from) && IsDay(to) && to < from, "/valid_to", "ends_before_it_begins")
}

// Days from 1900 to 2199 are taken: no statute in force is older, and the database knows no year 0.
const firstDay, lastDay = "1900-01-01", "2199-12-31"

// IsDay tells whether a text is a day of the calendar, YYYY-MM-DD, of a year in which an authority can exist.
func IsDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && firstDay <= text && text <= lastDay
}

// isEmail takes plain addresses only: no names beside them, no quoted parts.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && len(text) <= longest && !strings.ContainsAny(text, "\"<> ")
}

// isHTTPS takes addresses that a page can link to without harm.
func isHTTPS(text string) bool {
	address, err := url.Parse(text)
	return err == nil && address.Scheme == "https" && address.Host != "" && address.User == nil && len(text) <= longest
}
