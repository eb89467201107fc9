package layers

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"strings"

	"lupakartta/geo/ewkb"
	"lupakartta/layers/source"
)

// note is a note with its values in pairs of name and value.
func note(code string, values ...any) source.Note {
	n := source.Note{Code: code}
	if len(values) > 0 {
		n.Values = map[string]any{}
	}
	for i := 0; i+1 < len(values); i += 2 {
		n.Values[values[i].(string)] = values[i+1]
	}
	return n
}

// noteJSON is a note as staging tables have it; "" is none.
func noteJSON(n source.Note) string {
	if n.Code == "" {
		return ""
	}
	data, _ := json.Marshal(n) // texts and numbers
	return string(data)
}

// geosReasons are the words with which GEOS says why a geometry is invalid, and their codes.
var geosReasons = map[string]string{
	"self-intersection":                    "self_crossing",
	"ring self-intersection":               "ring_self_crossing",
	"hole lies outside shell":              "hole_outside",
	"holes are nested":                     "nested_holes",
	"nested shells":                        "nested_shells",
	"interior is disconnected":             "interior_disconnected",
	"duplicate rings":                      "duplicate_rings",
	"too few points in geometry component": "too_few_points",
	"invalid coordinate":                   "not_finite",
	"ring is not closed":                   "ring_not_closed",
}

// geosFault is what st_isvalidreason says: words, a point in brackets, and where transform adds it the reference system.
var geosFault = regexp.MustCompile(`^(.*?)(?:\[([^\]]*)\])?(?: in (EPSG:[0-9]+))?$`)

// faultNote is the note of what st_isvalidreason said.
func faultNote(said string) source.Note {
	parts := geosFault.FindStringSubmatch(said)
	if parts == nil {
		return note("geos", "text", said)
	}
	code, known := geosReasons[strings.ToLower(strings.TrimSpace(parts[1]))]
	if !known {
		return note("geos", "text", said)
	}
	n := source.Note{Code: code, Values: map[string]any{}}
	for name, value := range map[string]string{"at": parts[2], "crs": parts[3]} {
		if value != "" {
			n.Values[name] = value
		}
	}
	return n
}

// withWhy puts the note of a GEOS fault into the note that a statement made of it.
func withWhy(n source.Note) source.Note {
	said, ok := n.Values["fault"].(string)
	if !ok {
		return n
	}
	fault := faultNote(said)
	values := maps.Clone(fault.Values)
	values[source.NoteWhy] = fault.Code
	return source.Note{Code: n.Code, Values: values}
}

// geometryNote says why a geometry's bytes cannot be read.
func geometryNote(err error) source.Note {
	switch {
	case errors.Is(err, ewkb.ErrEmpty):
		return note("empty")
	case errors.Is(err, ewkb.ErrNonFinite):
		return note("not_finite")
	case errors.Is(err, ewkb.ErrTruncated):
		return note("geometry_cut_short")
	case errors.Is(err, ewkb.ErrTooLarge):
		return note("too_large", "max", ewkb.MaxVertices)
	}
	return note("geometry_unreadable")
}

// attributesNote says why a feature's attributes cannot be kept.
func attributesNote(err error) source.Note {
	if errors.Is(err, errAttributesTooLong) {
		return note("attributes_too_long", "megabytes", maxAttributes>>20)
	}
	return note("attributes")
}

// doubtNote says that coordinates cannot be in the reference system that was declared.
func doubtNote(d *source.Doubt) source.Note {
	if d.Swapped {
		return note("suspicious_axes", "declared", d.Declared, "looks", d.Looks)
	}
	return note("suspicious_system", "declared", d.Declared, "looks", d.Looks)
}

// failureNote is what people are told of a version that came to nothing. Words of errors are not for everybody.
func failureNote(err error) source.Note {
	var doubt *source.Doubt
	switch {
	case errors.Is(err, errDied):
		return note("ended_halfway")
	case errors.Is(err, errAgain):
		return note("begun_again")
	case errors.Is(err, errRejected):
		return note("rejected")
	case errors.Is(err, errOutdated):
		return note("outdated")
	case errors.As(err, &doubt):
		return doubtNote(doubt)
	}
	return note("failed")
}
