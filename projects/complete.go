package projects

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lupakartta/checks"
	"lupakartta/internal/faults"
)

// Faults are everything that keeps a project from being shown to others, by the path of the field as a JSON Pointer. The kind is
// that of the content; the zero Kind where there is none.
func (c Content) Faults(k Kind) faults.Faults {
	var found faults.Faults
	switch {
	case c.Kind == "":
		found.Add(string(KindField), "required")
	case k.ID != c.Kind:
		found.Add(string(KindField), "unknown_kind")
	}
	found.When(strings.TrimSpace(c.Title) == "", string(TitleField), "required")
	found.When(strings.TrimSpace(c.Summary) == "", string(SummaryField), "required")
	if k.ID != "" && k.ID == c.Kind {
		found = append(found, c.answerFaults(k)...)
	}
	found = append(found, c.placeFaults(k)...)
	found = append(found, c.dayFaults(k)...)
	found = append(found, c.restrictionFaults(k)...)
	return found
}

func (c Content) answerFaults(k Kind) faults.Faults {
	var found faults.Faults
	asked := k.Asked(c.Answers)
	for _, q := range asked {
		pointer := answersGroup + q.ID
		value := c.Answers[q.ID]
		if unanswered(value) {
			found.When(q.Required, pointer, "required")
			continue
		}
		q.judgeAnswer(&found, value, pointer)
	}
	starts, _, startsOK := answeredDay(asked, c, checks.QuestionStarts)
	ends, last, endsOK := answeredDay(asked, c, checks.QuestionEnds)
	found.When(startsOK && endsOK && ends.Before(starts), answersGroup+last.ID, "ends_before")
	return found
}

// answeredDay is the day that answers the check's question of when the project begins or ends.
func answeredDay(asked []Question, c Content, check string) (time.Time, Question, bool) {
	i := slices.IndexFunc(asked, func(q Question) bool { return q.Check == check })
	if i < 0 {
		return time.Time{}, Question{}, false
	}
	day, ok := readDay(c.Answers[asked[i].ID])
	return day, asked[i], ok
}

// unanswered tells whether an answer says nothing: an empty text or list.
func unanswered(value json.RawMessage) bool {
	if len(value) == 0 || string(value) == "null" {
		return true
	}
	if text, ok := readText(value); ok {
		return strings.TrimSpace(text) == ""
	}
	list, ok := readList(value)
	return ok && len(list) == 0
}

// judgeAnswer judges an answer that was given by what the question takes.
func (q Question) judgeAnswer(found *faults.Faults, value json.RawMessage, pointer string) {
	switch q.Type {
	case Number:
		q.judgeNumber(found, value, pointer)
	case Boolean:
		_, ok := readBoolean(value)
		found.When(!ok, pointer, "not_yes_or_no")
	case One, Several:
		codes := chosen(q, value)
		wrong := slices.ContainsFunc(codes, func(code string) bool {
			return !slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Code == code })
		})
		found.When(wrong || len(codes) == 0, pointer, "unknown_choice")
	case Day:
		_, ok := readDay(value)
		found.When(!ok, pointer, "not_date")
	case Line, Long:
		text, ok := readText(value)
		found.When(!ok, pointer, "not_text")
		if q.Type == Line && utf8.RuneCountInString(text) > maxLine {
			found.TooLong(text, maxLine, pointer)
		}
	}
}

func (q Question) judgeNumber(found *faults.Faults, value json.RawMessage, pointer string) {
	number, ok := readNumber(value)
	switch {
	case !ok:
		found.Add(pointer, "not_number")
	case q.Least != nil && number < *q.Least:
		*found = append(*found, faults.Fault{Pointer: pointer, Code: "below_minimum", Values: map[string]any{"value": *q.Least}})
	case q.Most != nil && number > *q.Most:
		*found = append(*found, faults.Fault{Pointer: pointer, Code: "above_maximum", Values: map[string]any{"value": *q.Most}})
	}
}

func (c Content) placeFaults(k Kind) faults.Faults {
	var found faults.Faults
	found.When(len(c.Parts) == 0, "/parts", "no_place")
	for _, p := range c.Parts {
		pointer := partsGroup + p.ID.String()
		known := p.Purpose == "" || slices.ContainsFunc(k.Purposes, func(c Choice) bool { return c.Code == p.Purpose })
		found.When(k.ID != "" && !known, pointer+"/purpose", "unknown_purpose")
		if p.From != "" || p.To != "" {
			found = append(found, timeFaults(p.From, p.To, pointer)...)
		}
	}
	return found
}

// dayFaults judges the days of an event. Those of another kind, as after the kind was changed, concern nobody.
func (c Content) dayFaults(k Kind) faults.Faults {
	var found faults.Faults
	if !k.Event {
		return nil
	}
	found.When(!slices.ContainsFunc(c.Days, func(s Span) bool { return s.Kind == OpenHours }), "/days", "no_open_day")
	for _, s := range c.Days {
		found = append(found, timeFaults(s.From, s.To, daysGroup+s.ID.String())...)
	}
	return found
}

// timeFaults judges two times both of which must be told.
func timeFaults(from, to Local, pointer string) faults.Faults {
	var found faults.Faults
	judgeTimes(&found, from, to, true)
	for i := range found {
		found[i].Pointer = pointer + found[i].Pointer
	}
	return found
}

// restrictionFaults finds what is restricted and is not there. Files are not known here (projects/attachments).
func (c Content) restrictionFaults(k Kind) faults.Faults {
	var found faults.Faults
	for item := range c.Restricted {
		group, key, _ := strings.Cut(item, ".")
		there := true
		switch group {
		case "answers":
			_, there = k.Question(key)
			there = there || k.ID == ""
		case "parts":
			there = slices.ContainsFunc(c.Parts, func(p Part) bool { return p.ID.String() == key })
		case "days":
			there = slices.ContainsFunc(c.Days, func(s Span) bool { return s.ID.String() == key })
		case "people":
			there = slices.ContainsFunc(c.People, func(p Person) bool { return p.ID.String() == key })
		}
		found.When(!there, restrictedGroup+item, "no_such_item")
	}
	slices.SortFunc(found, func(a, b faults.Fault) int { return strings.Compare(a.Pointer, b.Pointer) })
	return found
}
