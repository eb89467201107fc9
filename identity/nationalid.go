package identity

import (
	"errors"
	"log/slog"
	"strings"
	"time"
)

// NationalID is a person's identity code (henkilötunnus): day, month, year, a separator, an individual number and a
// check character, as in "131052-308T". The separator tells the century and is part of the identity: two codes that
// differ in nothing else are two persons (valtioneuvoston asetus 128/2010 as in force since 2023). A value other
// than zero is sound. It hides itself wherever it is printed; Reveal is the one way to its text.
type NationalID struct{ code string }

// Faults of an identity code. None of them tells the code.
var (
	ErrNationalIDForm   = errors.New("national id: want DDMMYY, a separator, three digits and a check character")
	ErrNationalIDDate   = errors.New("national id: no such day of birth")
	ErrNationalIDFuture = errors.New("national id: the day of birth is to come")
	ErrNationalIDNumber = errors.New("national id: individual numbers begin at 002")
	ErrNationalIDCheck  = errors.New("national id: the check character does not fit")
)

const nationalIDChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// nationalIDCenturies are the separators of each century; the later ones came into use in 2023.
var nationalIDCenturies = map[int]string{1800: "+", 1900: "-YXWVU", 2000: "ABCDEF"}

// ParseNationalID reads a code as it is written, without leading or trailing white space, in capitals. today is the
// day on which nobody can be born tomorrow. Individual numbers 900–999, which are given to no real person, are read
// too: test registers use them, and temporary codes of care units.
func ParseNationalID(code string, today time.Time) (NationalID, error) {
	if len(code) != 11 {
		return NationalID{}, ErrNationalIDForm
	}
	century := centuryOf(code[6])
	digits := code[:6] + code[7:10]
	number, ok := wholeNumber(digits)
	if century == 0 || !ok {
		return NationalID{}, ErrNationalIDForm
	}
	day, month, year := number/10_000_000, number/100_000%100, century+number/1000%100
	born := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case born.Day() != day || int(born.Month()) != month:
		return NationalID{}, ErrNationalIDDate
	case born.After(today):
		return NationalID{}, ErrNationalIDFuture
	case number%1000 < 2:
		return NationalID{}, ErrNationalIDNumber
	case nationalIDChecks[number%31] != code[10]:
		return NationalID{}, ErrNationalIDCheck
	}
	return NationalID{code}, nil
}

// centuryOf is the first year of the century that a separator stands for; 0 when it is none.
func centuryOf(separator byte) int {
	for century, separators := range nationalIDCenturies {
		if strings.IndexByte(separators, separator) >= 0 {
			return century
		}
	}
	return 0
}

// wholeNumber reads ASCII digits and nothing else.
func wholeNumber(digits string) (int, bool) {
	number := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		number = number*10 + int(c-'0')
	}
	return number, digits != ""
}

// Reveal is the code itself: for encryption, for the keyed hash, and for those whom a policy lets see it.
func (id NationalID) Reveal() string { return id.code }

// IsZero tells that there is no code.
func (id NationalID) IsZero() bool { return id.code == "" }

const hidden = "[hidden]"

// String keeps the code out of texts.
func (id NationalID) String() string { return hidden }

// GoString keeps the code out of %#v.
func (id NationalID) GoString() string { return hidden }

// LogValue keeps the code out of logs.
func (id NationalID) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText keeps the code out of JSON.
func (id NationalID) MarshalText() ([]byte, error) { return []byte(hidden), nil }
