package projects

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
)

// Part is a part of a project's place with what it is for.
type Part struct {
	ID            uuid.UUID       `json:"id"`
	Name          string          `json:"name,omitempty"`
	Purpose       string          `json:"purpose,omitempty"` // of the kind's purposes
	Order         float64         `json:"order,omitempty"`   // among the parts, the lowest first
	Geometry      json.RawMessage `json:"geometry"`          // GeoJSON in CRS84: what geo.DecodeGeoJSON takes
	PropertyUnits []string        `json:"property_units,omitempty"`
	Venue         *Pick           `json:"venue,omitempty"` // the place of a venue layer that it was picked from
	From          Local           `json:"from,omitempty"`
	To            Local           `json:"to,omitempty"`
	Described     string          `json:"described,omitempty"` // how it was told without a map, as typed
}

// Pick is a feature of a layer.
type Pick struct {
	Layer     string `json:"layer"`
	FeatureID string `json:"feature_id"`
}

// DayKind is what happens in the hours of an event.
type DayKind string

// Kinds of days.
const (
	BuildUp   DayKind = "build_up"
	OpenHours DayKind = "open"
	Dismantle DayKind = "dismantle"
)

// Span is a stretch of time of an event: hours of a day, which may go on past midnight.
type Span struct {
	ID   uuid.UUID `json:"id"`
	Kind DayKind   `json:"kind"`
	From Local     `json:"from"`
	To   Local     `json:"to"`
	Note string    `json:"note,omitempty"`
}

// Person is somebody whom the project names. It never leaves the schema personal but to those who may see the project.
type Person struct {
	ID           uuid.UUID `json:"id"`
	Role         string    `json:"role"` // applicant, contact, agent, landowner, responsible
	Name         string    `json:"name,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	Email        string    `json:"email,omitempty"`
	Phone        string    `json:"phone,omitempty"`
	Note         string    `json:"note,omitempty"`
	Order        float64   `json:"order,omitempty"`
}

// PersonRoles are what persons are to a project.
var PersonRoles = []string{"applicant", "contact", "agent", "landowner", "responsible"}

// Restriction is who of the authorities may see an item (mission P3); none: nobody but the applicant's side.
type Restriction struct {
	To  []uuid.UUID `json:"to"`
	Why string      `json:"why,omitempty"` // such as a trade secret, in the applicant's words
}

// Content is what a version says.
type Content struct {
	Kind         string
	Title        string
	Summary      string
	Announcement string
	Organiser    string
	Answers      map[string]json.RawMessage // by question
	Parts        []Part
	Days         []Span
	People       []Person
	Files        []File
	Restricted   map[string]Restriction // by item, as in "answers.noise" or "parts.<id>"
}

// Content reads the fields. Lists are in their order.
func (f Fields) Content() (Content, error) {
	c := Content{Kind: f.Kind(), Title: f.Title(), Summary: f.text(SummaryField), Announcement: f.text(AnnouncementField), Organiser: f.text(OrganiserField),
		Answers: map[string]json.RawMessage{}, Restricted: map[string]Restriction{}}
	var errs []error
	for p, value := range f {
		group, key := p.group()
		switch group {
		case answersGroup:
			c.Answers[key] = value
		case partsGroup:
			errs = append(errs, appendRead(&c.Parts, value))
		case daysGroup:
			errs = append(errs, appendRead(&c.Days, value))
		case peopleGroup:
			errs = append(errs, appendRead(&c.People, value))
		case filesGroup:
			errs = append(errs, appendRead(&c.Files, value))
		case restrictedGroup:
			var r Restriction
			errs = append(errs, json.Unmarshal(value, &r))
			c.Restricted[key] = r
		}
	}
	slices.SortFunc(c.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), bytes.Compare(a.ID[:], b.ID[:]))
	})
	slices.SortFunc(c.People, func(a, b Person) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), bytes.Compare(a.ID[:], b.ID[:]))
	})
	slices.SortFunc(c.Files, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), bytes.Compare(a.ID[:], b.ID[:]))
	})
	slices.SortFunc(c.Days, func(a, b Span) int {
		return cmp.Or(strings.Compare(string(a.From), string(b.From)), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return c, errors.Join(errs...)
}

func appendRead[T any](list *[]T, value json.RawMessage) error {
	var item T
	if err := json.Unmarshal(value, &item); err != nil {
		return err
	}
	*list = append(*list, item)
	return nil
}

// Shape is the geometry of a part in CRS84.
func (p Part) Shape() (orb.Geometry, error) { return geo.DecodeGeoJSON(p.Geometry) }

// below are the faults of an error, under a pointer.
func below(pointer string, err error) faults.Faults {
	var own faults.Faults
	if errors.As(err, &own) {
		for i := range own {
			own[i].Pointer = pointer + own[i].Pointer
		}
		return own
	}
	var shape geo.Faults
	if errors.As(err, &shape) {
		for _, f := range shape {
			own = append(own, faults.Fault{Pointer: pointer + "/geometry" + f.Pointer, Code: string(f.Code), Values: f.Values})
		}
		return own
	}
	return faults.Faults{{Pointer: pointer, Code: "invalid_value"}}
}

// readField judges one value and returns it as it is kept.
func readField(p Path, value json.RawMessage) (json.RawMessage, error) {
	group, key := p.group()
	switch group {
	case answersGroup:
		return readAnswer(value)
	case partsGroup:
		return readItem(value, key, func(part *Part) error { return part.read() })
	case daysGroup:
		return readItem(value, key, func(s *Span) error { return s.read() })
	case peopleGroup:
		return readItem(value, key, func(person *Person) error { return person.read() })
	case filesGroup:
		return readItem(value, key, func(file *File) error { return file.read() })
	case restrictedGroup:
		return readItem(value, "", func(r *Restriction) error { return r.read() })
	}
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return nil, faults.Faults{{Code: "not_text"}}
	}
	var found faults.Faults
	most := maxLine
	if p == SummaryField || p == AnnouncementField {
		most = maxLong
	}
	judgeText(&found, text, most, "")
	if _, ok := KindOf(text); p == KindField && !ok {
		found.Add("", "unknown_kind")
	}
	if err := found.OrNil(); err != nil {
		return nil, err
	}
	return json.Marshal(text)
}

// judgeText refuses what no text of a person holds, and what is too long.
func judgeText(found *faults.Faults, text string, most int, pointer string) {
	found.TooLong(text, most, pointer)
	found.When(!utf8.ValidString(text) || strings.ContainsRune(text, 0), pointer, "invalid_value")
}

// readAnswer takes an answer as it was typed, whatever the question: what is wrong with it is told when it is to be shown.
func readAnswer(value json.RawMessage) (json.RawMessage, error) {
	var answer any
	if err := json.Unmarshal(value, &answer); err != nil {
		return nil, faults.Faults{{Code: "invalid_value"}}
	}
	var found faults.Faults
	switch a := answer.(type) {
	case string:
		judgeText(&found, a, maxLong, "")
	case bool, float64:
	case []any:
		found.When(len(a) > 100, "", "too_many")
		for _, item := range a {
			text, ok := item.(string)
			found.When(!ok, "", "invalid_value")
			judgeText(&found, text, maxLine, "")
		}
	default:
		found.Add("", "invalid_value")
	}
	if err := found.OrNil(); err != nil {
		return nil, err
	}
	return canonical(value), nil
}

// readItem reads an object strictly, lets it judge itself and writes it as it is kept. With a key, its id must be that.
func readItem[T any](value json.RawMessage, key string, judge func(*T) error) (json.RawMessage, error) {
	var item T
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&item); err != nil {
		return nil, faults.Faults{{Code: "invalid_value"}}
	}
	if key != "" {
		var named struct {
			ID uuid.UUID `json:"id"`
		}
		if err := json.Unmarshal(value, &named); err != nil || named.ID.String() != key {
			return nil, faults.Faults{{Pointer: "/id", Code: "other_id"}}
		}
	}
	if err := judge(&item); err != nil {
		return nil, err
	}
	return json.Marshal(item)
}

func (p *Part) read() error {
	var found faults.Faults
	judgeText(&found, p.Name, maxLine, "/name")
	judgeText(&found, p.Described, 2*maxLine, "/described")
	found.When(p.Purpose != "" && !code.MatchString(p.Purpose), "/purpose", "invalid_value")
	found.When(len(p.PropertyUnits) > 1000, "/property_units", "too_many")
	for _, unit := range p.PropertyUnits {
		judgeText(&found, unit, 30, "/property_units")
	}
	if v := p.Venue; v != nil {
		found.When(!code.MatchString(v.Layer) || v.FeatureID == "", "/venue", "invalid_value")
		judgeText(&found, v.FeatureID, 1000, "/venue")
	}
	judgeTimes(&found, p.From, p.To, false)
	if len(p.Geometry) == 0 {
		found.Add("/geometry", "required")
	} else if _, err := p.Shape(); err != nil {
		found = append(found, below("", err)...)
	} else if only := onlyGeometry(p.Geometry); !bytes.Equal(only, p.Geometry) {
		p.Geometry = only
		if _, err := p.Shape(); err != nil { // a member that stands there twice, say
			found.Add("/geometry", "invalid_value")
		}
	}
	return found.OrNil()
}

// onlyGeometry is what DecodeGeoJSON took, with every digit that came and without any other member: nobody knows what those
// say. A Feature, an old member "crs" and collections are written anew.
func onlyGeometry(data json.RawMessage) json.RawMessage {
	var had struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
		CRS         json.RawMessage `json:"crs"`
	}
	if err := json.Unmarshal(data, &had); err == nil && had.CRS == nil && had.Coordinates != nil {
		return compact(slices.Concat([]byte(`{"type":"`+had.Type+`","coordinates":`), had.Coordinates, []byte("}")))
	}
	shape, err := geo.DecodeGeoJSON(data)
	if err != nil {
		return data
	}
	return geo.EncodeGeoJSON(shape, 9)
}

// exponent is a number that the database gives back in another form.
var exponent = regexp.MustCompile(`[0-9][eE]|-0[^0-9]|-0\.0|[0-9.]{40}`)

// compact writes it without anything between its members, and its numbers as the database gives them back.
func compact(data json.RawMessage) json.RawMessage {
	if exponent.Match(data) {
		return canonical(data)
	}
	var out bytes.Buffer
	if err := json.Compact(&out, data); err != nil {
		return data
	}
	return out.Bytes()
}

func (s *Span) read() error {
	var found faults.Faults
	found.When(!slices.Contains([]DayKind{BuildUp, OpenHours, Dismantle}, s.Kind), "/kind", "invalid_value")
	judgeText(&found, s.Note, maxLine, "/note")
	judgeTimes(&found, s.From, s.To, false)
	return found.OrNil()
}

// judgeTimes judges two times, either of which may be missing in a draft; whole wants both.
func judgeTimes(found *faults.Faults, from, to Local, whole bool) {
	starts, startsErr := judgeTime(found, from, "/from", whole)
	ends, endsErr := judgeTime(found, to, "/to", whole)
	if from != "" && to != "" && startsErr == nil && endsErr == nil && whole {
		found.When(!ends.After(starts), "/to", "ends_before")
	}
}

func judgeTime(found *faults.Faults, l Local, pointer string, wanted bool) (time.Time, error) {
	if l == "" {
		found.When(wanted, pointer, "required")
		return time.Time{}, ErrNoTime
	}
	at, err := l.Moment()
	switch {
	case errors.Is(err, ErrTimeTwice):
		if wanted {
			found.Add(pointer, "time_twice")
			return at, err
		}
		return at, nil
	case errors.Is(err, ErrTimeSkipped):
		if wanted {
			found.Add(pointer, "time_skipped")
		}
		return at, err
	case err != nil:
		found.Add(pointer, "no_time")
	case at.Year() < 1990 || at.Year() > 2200:
		found.Add(pointer, "no_time")
	}
	return at, err
}

func (p *Person) read() error {
	var found faults.Faults
	found.When(!slices.Contains(PersonRoles, p.Role), "/role", "invalid_value")
	for pointer, text := range map[string]string{"/name": p.Name, "/organisation": p.Organisation, "/email": p.Email, "/phone": p.Phone} {
		judgeText(&found, text, maxLine, pointer)
	}
	judgeText(&found, p.Note, 2000, "/note")
	slices.SortFunc(found, func(a, b faults.Fault) int { return strings.Compare(a.Pointer, b.Pointer) })
	return found.OrNil()
}

func (r *Restriction) read() error {
	var found faults.Faults
	found.When(len(r.To) > 100, "/to", "too_many")
	judgeText(&found, r.Why, maxLine, "/why")
	if r.To == nil {
		r.To = []uuid.UUID{}
	}
	return found.OrNil()
}
