package projects

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lupakartta/checks"
	"lupakartta/identity"
)

// Asked are the questions that are asked now, by the answers so far.
func (k Kind) Asked(answers map[string]json.RawMessage) []Question {
	var asked []Question
	for _, q := range k.Questions {
		if k.fulfils(q.When, answers) {
			asked = append(asked, q)
		}
	}
	return asked
}

// Fields are the fields of competence that concern a project by its answers, each once, in the order of the kind. Who is
// competent for them depends on the place (authorities).
func (k Kind) Fields(answers map[string]json.RawMessage) []string {
	fields := []string{}
	for _, c := range k.Authorities {
		if k.fulfils(c.When, answers) && !slices.Contains(fields, c.Field) {
			fields = append(fields, c.Field)
		}
	}
	return fields
}

// fulfils tells whether a case is so. The answer to a question that is not asked any more counts for nothing.
func (k Kind) fulfils(c *Case, answers map[string]json.RawMessage) bool {
	if c == nil {
		return true
	}
	q, ok := k.Question(c.Question)
	if !ok || !k.fulfils(q.When, answers) {
		return false
	}
	value := answers[q.ID]
	if c.AtLeast != nil {
		number, ok := readNumber(value)
		return ok && number >= *c.AtLeast
	}
	return slices.ContainsFunc(chosen(q, value), func(code string) bool { return slices.Contains(c.In, code) })
}

// chosen are the codes that an answer gives: none where it cannot be read.
func chosen(q Question, value json.RawMessage) []string {
	switch q.Type {
	case Boolean:
		if yes, ok := readBoolean(value); ok {
			return []string{strconv.FormatBool(yes)}
		}
	case One:
		if code, ok := readText(value); ok {
			return []string{code}
		}
	case Several:
		codes, _ := readList(value)
		return codes
	case Line, Long, Number, Day:
	}
	return nil
}

func readText(value json.RawMessage) (string, bool) {
	var text string
	if json.Unmarshal(value, &text) != nil {
		return "", false
	}
	return text, true
}

func readList(value json.RawMessage) ([]string, bool) {
	var list []string
	if json.Unmarshal(value, &list) != nil {
		return nil, false
	}
	return list, true
}

// readBoolean reads yes or no, also as the value of a form's field.
func readBoolean(value json.RawMessage) (yes, ok bool) {
	if json.Unmarshal(value, &yes) == nil {
		return yes, string(value) != "null"
	}
	text, _ := readText(value)
	return text == "true", text == "true" || text == "false"
}

// typedNumber is a number as people write it: digits in one go or in groups of three, and a decimal comma or point.
var typedNumber = regexp.MustCompile(`^-?([0-9]{1,15}|[0-9]{1,3}( [0-9]{3}){1,4})([.,][0-9]{1,10})?$`)

var typedSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2212", "-")

// readNumber reads a number, also as typed: "1 200", "12,5".
func readNumber(value json.RawMessage) (float64, bool) {
	var number float64
	if json.Unmarshal(value, &number) == nil {
		return number, string(value) != "null"
	}
	text, _ := readText(value)
	text = strings.TrimSpace(typedSpaces.Replace(text))
	if !typedNumber.MatchString(text) {
		return 0, false
	}
	number, err := strconv.ParseFloat(strings.NewReplacer(" ", "", ",", ".").Replace(text), 64)
	return number, err == nil
}

// readDay reads a day of the calendar as its first moment in Finland.
func readDay(value json.RawMessage) (time.Time, bool) {
	text, _ := readText(value)
	day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(text), identity.Finland())
	return day, err == nil && day.Year() >= 1990 && day.Year() <= 2200
}

// CheckAnswers are what a proximity check is told about the project: its kind, its time and the answers to the check's own
// questions, as those want them. What cannot be read is left out, so that a draft can be checked at any moment.
func (k Kind) CheckAnswers(c Content) map[string]any {
	told := map[string]any{checks.QuestionKind: k.Check}
	for _, q := range k.Asked(c.Answers) {
		if value, ok := q.forCheck(c.Answers[q.ID]); ok {
			told[q.Check] = value
		}
	}
	starts, ends := k.Time(c)
	if !starts.IsZero() && !ends.IsZero() && ends.Before(starts) {
		return told
	}
	if !starts.IsZero() {
		told[checks.QuestionStarts] = starts.Format(time.RFC3339)
	}
	if !ends.IsZero() {
		told[checks.QuestionEnds] = ends.Format(time.RFC3339)
	}
	return told
}

// forCheck is an answer as the check's question wants it.
func (q Question) forCheck(value json.RawMessage) (any, bool) {
	i := slices.IndexFunc(checks.Questions, func(c checks.Question) bool { return c.ID == q.Check })
	if q.Check == "" || i < 0 {
		return nil, false
	}
	wanted := checks.Questions[i]
	switch wanted.Type {
	case checks.Number:
		number, ok := readNumber(value)
		return number, ok && number >= wanted.Least && number <= wanted.Most
	case checks.Boolean:
		return readBoolean(value)
	case checks.Choice:
		code, ok := readText(value)
		return code, ok && slices.ContainsFunc(wanted.Choices, func(o checks.Option) bool { return o.Value == code })
	case checks.Moment: // Time reads it
	}
	return nil, false
}

// Time is the first and the last moment of the project: of its days, of its parts, and of the days that were given as answers,
// the last of which counts to its end. Either is zero where nothing tells it. An hour that comes twice counts whole. Days of a
// kind that has none, as after the kind was changed, count for nothing.
func (k Kind) Time(c Content) (starts, ends time.Time) {
	from := func(at time.Time, _ bool) {
		if starts.IsZero() || at.Before(starts) {
			starts = at
		}
	}
	to := func(at time.Time, twice bool) {
		if twice {
			at = at.Add(time.Hour) // the second of the two
		}
		if ends.IsZero() || at.After(ends) {
			ends = at
		}
	}
	if k.Event || k.ID == "" {
		for _, s := range c.Days {
			s.From.tell(from)
			s.To.tell(to)
		}
	}
	for _, p := range c.Parts {
		p.From.tell(from)
		p.To.tell(to)
	}
	for _, q := range k.Asked(c.Answers) {
		day, ok := readDay(c.Answers[q.ID])
		switch {
		case !ok:
		case q.Check == checks.QuestionStarts:
			from(day, false)
		case q.Check == checks.QuestionEnds:
			to(day.AddDate(0, 0, 1).Add(-time.Minute), false)
		}
	}
	return starts, ends
}

// tell passes a moment on; one that cannot be is none.
func (l Local) tell(take func(time.Time, bool)) {
	at, err := l.Moment()
	if !at.IsZero() {
		take(at, errors.Is(err, ErrTimeTwice))
	}
}
