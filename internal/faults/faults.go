// Package faults is how a domain type tells everything that is wrong with what it was given, at once and by field.
package faults

import (
	"strings"
	"unicode/utf8"
)

// Fault is one thing wrong with a value.
type Fault struct {
	Pointer string         // JSON Pointer (RFC 6901) to the field, as in "/email"
	Code    string         // stable name of the fault; its text is a message of the API, fault.<code>
	Values  map[string]any // for the text
}

// Faults is an error that lists faults. It never holds what was given.
type Faults []Fault

// Error names the fields and codes.
func (f Faults) Error() string {
	var text strings.Builder
	for i, fault := range f {
		if i > 0 {
			text.WriteString("; ")
		}
		text.WriteString(fault.Pointer + ": " + fault.Code)
	}
	return text.String()
}

// Add appends a fault.
func (f *Faults) Add(pointer, code string) { *f = append(*f, Fault{Pointer: pointer, Code: code}) }

// When appends a fault when something is so.
func (f *Faults) When(wrong bool, pointer, code string) {
	if wrong {
		f.Add(pointer, code)
	}
}

// TooLong appends a fault when a text has more characters than allowed.
func (f *Faults) TooLong(text string, most int, pointer string) {
	if utf8.RuneCountInString(text) > most {
		*f = append(*f, Fault{Pointer: pointer, Code: "too_long", Values: map[string]any{"value": most}})
	}
}

// OrNil is the error, or nil when there is no fault.
func (f Faults) OrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
