package checks

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// MaxAnswers is how many answers a project may have.
const MaxAnswers = 200

// Answers are what is told about a project: the values of questions, and whatever else was told, which no rule reads.
// The zero value has none.
type Answers struct {
	told   map[string]json.RawMessage
	values map[string]any // of questions: string, float64, bool or time.Time
}

// ReadAnswers reads a JSON object of answers. Null is no answer. A value that a question does not take is a fault
// (faults.Faults); names that no question has are kept, and told by Unread.
func ReadAnswers(data []byte) (Answers, error) {
	a := Answers{told: map[string]json.RawMessage{}, values: map[string]any{}}
	if err := a.read(data); err != nil {
		return Answers{}, err
	}
	var found faults.Faults
	for _, q := range Questions {
		if data, ok := a.told[q.ID]; ok {
			a.take(q, data, &found)
		}
	}
	starts, ends, ok := a.Time()
	if ok && ends.Before(starts) {
		found.Add("/"+QuestionEnds, "ends_before_it_begins")
	}
	if err := found.OrNil(); err != nil {
		return Answers{}, err
	}
	return a, nil
}

// read takes the members of the object, one after the other, as long as there are not too many.
func (a Answers) read(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return faults.Faults{{Code: "not_object"}}
	}
	for decoder.More() {
		if len(a.told) == MaxAnswers {
			return faults.Faults{{Code: "too_many_items", Values: map[string]any{"value": MaxAnswers}}}
		}
		name, err := decoder.Token()
		if err != nil {
			return faults.Faults{{Code: "malformed"}}
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return faults.Faults{{Code: "malformed"}}
		}
		delete(a.told, name.(string)) // of two, the last counts
		if string(value) != "null" {
			a.told[name.(string)] = value
		}
	}
	if _, err := decoder.Token(); err != nil {
		return faults.Faults{{Code: "malformed"}}
	}
	return nil
}

// take reads the answer to one question.
func (a Answers) take(q Question, data []byte, found *faults.Faults) {
	fault := func(code string, value any) {
		*found = append(*found, faults.Fault{Pointer: "/" + q.ID, Code: code, Values: map[string]any{"value": value}})
	}
	var value any
	if err := json.Unmarshal(data, &value); err != nil { // a number beyond every number
		fault("not_"+string(q.Type), nil)
		return
	}
	text, isText := value.(string)
	number, isNumber := value.(float64)
	_, isBoolean := value.(bool)
	switch {
	case (q.Type == Choice || q.Type == Moment) && !isText:
		fault("not_string", nil)
		return
	case q.Type == Number && !isNumber:
		fault("not_number", nil)
		return
	case q.Type == Boolean && !isBoolean:
		fault("not_boolean", nil)
		return
	case q.Type == Choice && !q.offers(text):
		fault("not_one_of", strings.Join(q.values(), ", "))
		return
	case q.Type == Number && number < q.Least:
		fault("below_minimum", q.Least)
		return
	case q.Type == Number && number > q.Most:
		fault("above_maximum", q.Most)
		return
	case q.Type == Moment:
		moment, err := readMoment(text)
		if err != nil {
			fault("not_date_time", nil)
			return
		}
		value = moment
	}
	a.values[q.ID] = value
}

// values are what a choice offers.
func (q Question) values() []string {
	values := make([]string, len(q.Choices))
	for i, o := range q.Choices {
		values[i] = o.Value
	}
	return values
}

// readMoment reads RFC 3339, or a date and time without an offset as they are on a clock in Finland.
func readMoment(text string) (time.Time, error) {
	if moment, err := time.Parse(time.RFC3339, text); err == nil {
		return moment, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if moment, err := time.ParseInLocation(layout, text, helsinki); err == nil {
			return moment, nil
		}
	}
	return time.Time{}, errors.New("no date and time")
}

// ParseAnswers reads answers as they are typed, name=value: numbers and yes or no (true, false) as the questions want
// them, everything else as text.
func ParseAnswers(typed []string) (Answers, error) {
	object := map[string]any{}
	for _, one := range typed {
		name, value, ok := strings.Cut(one, "=")
		if !ok || name == "" {
			return Answers{}, errors.New("answer " + strconv.Quote(one) + ": want name=value")
		}
		object[name] = value
		q, _ := question(name)
		if number, err := strconv.ParseFloat(value, 64); err == nil && q.Type == Number && !math.IsInf(number, 0) && !math.IsNaN(number) {
			object[name] = number
		}
		if q.Type == Boolean && (value == "true" || value == "false") {
			object[name] = value == "true"
		}
	}
	data, err := json.Marshal(object)
	if err != nil {
		return Answers{}, err
	}
	return ReadAnswers(data)
}

// MarshalJSON gives the answers as they were told, in the order of their names.
func (a Answers) MarshalJSON() ([]byte, error) {
	if a.told == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(a.told)
}

// Kind is the kind of the project, empty where it was not told.
func (a Answers) Kind() string {
	kind, _ := a.values[QuestionKind].(string)
	return kind
}

// Time is when the project takes place, where both its ends were told.
func (a Answers) Time() (starts, ends time.Time, ok bool) {
	starts, from := a.values[QuestionStarts].(time.Time)
	ends, to := a.values[QuestionEnds].(time.Time)
	return starts, ends, from && to
}

// Unread are the names, in order, that no question has.
func (a Answers) Unread() []string {
	unread := []string{}
	for _, name := range slices.Sorted(maps.Keys(a.told)) {
		if _, known := question(name); !known {
			unread = append(unread, name)
		}
	}
	return unread
}

// number is the answer to a question of numbers.
func (a Answers) number(id string) (float64, bool) {
	number, ok := a.values[id].(float64)
	return number, ok
}

// fulfils tells whether the answer is one of the values of a case; told is false where there is no answer.
func (a Answers) fulfils(id string, wanted []string) (fulfils, told bool) {
	value, told := a.values[id]
	if !told {
		return false, false
	}
	return slices.ContainsFunc(wanted, func(want string) bool {
		switch value := value.(type) {
		case string:
			return value == want
		case bool:
			return strconv.FormatBool(value) == want
		case float64:
			from, to, ok := span(want)
			return ok && value >= from && value <= to
		}
		return false
	}), true
}

// Text is the answer to a question for people; ok is false where it was not told.
func (a Answers) Text(q Question, lang i18n.Lang) (text string, ok bool) {
	value, ok := a.values[q.ID]
	if !ok {
		return "", false
	}
	switch value := value.(type) {
	case string:
		for _, c := range q.Choices {
			if c.Value == value {
				return c.Label.In(lang), true
			}
		}
		return value, true
	case float64:
		text = strconv.FormatFloat(value, 'f', -1, 64)
		if lang != i18n.English {
			text = strings.Replace(text, ".", ",", 1)
		}
		return strings.TrimSpace(text + " " + q.Unit), true
	case bool:
		return yesNo[value].In(lang), true
	case time.Time:
		return value.In(helsinki).Format("2006-01-02 15:04"), true
	}
	return "", false
}

var yesNo = map[bool]i18n.Text{true: {Fi: "kyllä", Sv: "ja", En: "yes"}, false: {Fi: "ei", Sv: "nej", En: "no"}}
