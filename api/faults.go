package api

import (
	"fmt"
	"strings"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// placed says in which part of the request the faults of err lie.
type placed struct {
	pointer   string // JSON Pointer into the body
	parameter string // or the query's parameter
	err       error
}

func (p placed) Error() string { return p.err.Error() }
func (p placed) Unwrap() error { return p.err }

// inBody says that the faults of err were found at this JSON Pointer of the body, and below it.
func inBody(pointer string, err error) error { return placed{pointer: pointer, err: err} }

// inParameter says that the faults of err were found in that parameter of the query.
func inParameter(name string, err error) error { return placed{parameter: name, err: err} }

// geometryFaults writes the faults of a geometry in lang. Pointers inside the geometry continue where says.
func geometryFaults(lang i18n.Lang, where placed, faults geo.Faults) []Fault {
	written := make([]Fault, 0, len(faults))
	for _, f := range faults {
		fault := Fault{Parameter: where.parameter, Code: string(f.Code), Detail: text(lang, "fault."+string(f.Code), f.Values)}
		if where.parameter == "" {
			fault.Pointer = where.pointer + f.Pointer
		}
		written = append(written, fault)
	}
	return written
}

// fieldFaults writes the faults of a domain type in lang.
func fieldFaults(lang i18n.Lang, where placed, found faults.Faults) []Fault {
	written := make([]Fault, 0, len(found))
	for _, f := range found {
		fault := Fault{Parameter: where.parameter, Code: f.Code, Detail: text(lang, "fault."+f.Code, f.Values)}
		if where.parameter == "" {
			fault.Pointer = where.pointer + f.Pointer
		}
		written = append(written, fault)
	}
	return written
}

// number is a value of a message as people write it: floats without the noise of their last bits.
func number(value any) string {
	f, ok := value.(float64)
	if !ok {
		return fmt.Sprint(value)
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.6f", f), "0"), ".")
}
