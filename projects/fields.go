package projects

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"lupakartta/internal/faults"
)

// Path names a field of a project, as a JSON Pointer (RFC 6901): "/title", "/answers/attendance", "/parts/<id>". Fields are what
// is saved, merged and compared one by one.
type Path string

// Fields that every project has once.
const (
	KindField         Path = "/kind"
	TitleField        Path = "/title"
	SummaryField      Path = "/summary"      // the common description (yhteinen kuvaus), for the authorities
	AnnouncementField Path = "/announcement" // what everybody is told, when the project is open to everybody
	OrganiserField    Path = "/organiser"    // who is behind it, in public: never filled in by the service
)

// Groups of fields, each with an id or code after it.
const (
	answersGroup    = "/answers/"
	partsGroup      = "/parts/"
	daysGroup       = "/days/"
	peopleGroup     = "/people/"
	restrictedGroup = "/restricted/"
)

// Fields are what a project says, by path. A value is JSON that was read without fault; none is null.
type Fields map[Path]json.RawMessage

// Limits of what a project may hold.
const (
	maxLine     = 200    // characters of a text on one line
	maxLong     = 20_000 // characters of a text of many
	maxParts    = 500
	maxDays     = 400
	maxPeople   = 100
	maxAnswers  = 300
	maxVertices = 100_000 // of all parts together
)

// group is the first step of the path with its slashes, and what comes after it.
func (p Path) group() (group, key string) {
	if i := strings.IndexByte(strings.TrimPrefix(string(p), "/"), '/'); i >= 0 {
		return string(p[:i+2]), string(p[i+2:])
	}
	return "", string(p)
}

// PartField is the field of a part of the place.
func PartField(id uuid.UUID) Path { return Path(partsGroup + id.String()) }

// isPart tells whether the field is a part of the place, which is kept apart: a keystroke writes no coordinates.
func (p Path) isPart() bool { return strings.HasPrefix(string(p), partsGroup) }

// isPerson tells whether the field is about a person.
func (p Path) isPerson() bool { return strings.HasPrefix(string(p), peopleGroup) }

// Escaped is the path as a step of a JSON Pointer to the member that it names.
func (p Path) Escaped() string {
	return strings.ReplaceAll(strings.ReplaceAll(string(p), "~", "~0"), "/", "~1")
}

var restrictable = regexp.MustCompile(`^(summary|answers\.[a-z][a-z0-9_]{0,62}|(parts|days|people|files)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// known tells whether a project can have such a field.
func (p Path) known() bool {
	switch p {
	case KindField, TitleField, SummaryField, AnnouncementField, OrganiserField:
		return true
	}
	group, key := p.group()
	switch group {
	case answersGroup:
		return code.MatchString(key)
	case partsGroup, daysGroup, peopleGroup, filesGroup:
		id, err := uuid.Parse(key)
		return err == nil && id.String() == key
	case restrictedGroup:
		return restrictable.MatchString(key)
	}
	return false
}

// text reads a field that is a text; without one it is empty.
func (f Fields) text(p Path) string {
	var text string
	if err := json.Unmarshal(f[p], &text); err != nil {
		return "" // not there: what is there was read without fault
	}
	return text
}

// Kind is the id of the project's kind; empty: none was chosen yet.
func (f Fields) Kind() string { return f.text(KindField) }

// Title is the project's name.
func (f Fields) Title() string { return f.text(TitleField) }

// under are the paths of a group, sorted.
func (f Fields) under(group string) []Path {
	var paths []Path
	for p := range f {
		if strings.HasPrefix(string(p), group) {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// Paths are all of the fields, sorted.
func (f Fields) Paths() []Path { return f.under("") }

// split parts the fields by where they are kept: the texts, the place, and what is about persons.
func (f Fields) split() (texts, place, people Fields) {
	texts, place, people = Fields{}, Fields{}, Fields{}
	for p, value := range f {
		switch {
		case p.isPart():
			place[p] = value
		case p.isPerson():
			people[p] = value
		default:
			texts[p] = value
		}
	}
	return texts, place, people
}

// join brings together what split has parted.
func join(parts ...Fields) Fields {
	all := Fields{}
	for _, part := range parts {
		for p, value := range part {
			all[p] = value
		}
	}
	return all
}

// same tells whether two values say the same.
func same(a, b json.RawMessage) bool {
	return bytes.Equal(a, b) || a != nil && b != nil && bytes.Equal(canonical(a), canonical(b))
}

// canonical is the value with its members sorted, nothing between them, and numbers written without an exponent, as the
// database gives them back.
func canonical(value json.RawMessage) []byte {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return value
	}
	out, err := json.Marshal(plain(v))
	if err != nil {
		return value
	}
	return out
}

// longest is how many digits of a number are kept: more than any measure has.
const longest = 40

// plain writes the numbers of a decoded value without an exponent; others keep every digit.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			v[name] = plain(item)
		}
	case []any:
		for i, item := range v {
			v[i] = plain(item)
		}
	case json.Number:
		if f, err := v.Float64(); err == nil && (f == 0 || len(v) > longest || strings.ContainsAny(string(v), "eE")) {
			return json.Number(strconv.FormatFloat(f+0, 'f', -1, 64)) // + 0: of two zeros the one without a sign
		}
	}
	return v
}

// Changes are fields with what they shall say; null takes a field away.
type Changes map[Path]json.RawMessage

// Read judges every change by itself and brings it into the form in which it is kept. All faults are told at once, with the
// pointer /changes/<path>.
func (c Changes) Read() (Changes, error) {
	var found faults.Faults
	read := Changes{}
	for _, p := range Fields(c).Paths() {
		value := c[p]
		pointer := "/changes/" + p.Escaped()
		switch {
		case !p.known():
			found.Add(pointer, "unknown_field")
			continue
		case len(value) == 0, bytes.Equal(bytes.TrimSpace(value), []byte("null")):
			read[p] = nil
			continue
		}
		kept, err := readField(p, value)
		if err != nil {
			found = append(found, below(pointer, err)...)
			continue
		}
		read[p] = kept
	}
	return read, found.OrNil()
}
