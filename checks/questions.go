package checks

import (
	_ "embed" // questions.json
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lupakartta/internal/i18n"
)

// QuestionType is what the answers of a question are.
type QuestionType string

// Types of questions.
const (
	Choice  QuestionType = "choice"  // one of the question's choices
	Number  QuestionType = "number"  // in the question's unit
	Boolean QuestionType = "boolean" // yes or no
	Moment  QuestionType = "moment"  // date and time, RFC 3339, or local in Finland
)

// Questions whose answers the engine itself reads.
const (
	QuestionKind   = "kind"   // what is planned: decides which rules concern it
	QuestionStarts = "starts" // the time of the project, for rules that look at features of the same time
	QuestionEnds   = "ends"
)

// Question is something that rules may ask about a project.
type Question struct {
	ID      string       `json:"id"`
	Type    QuestionType `json:"type"`
	Label   i18n.Text    `json:"label"`
	Hint    i18n.Text    `json:"hint"`
	Unit    string       `json:"unit,omitempty"`  // of a number; none: a count
	Least   float64      `json:"least,omitempty"` // of a number
	Most    float64      `json:"most,omitempty"`
	Kinds   []string     `json:"kinds,omitempty"` // kinds of project that it is asked of; none: every kind
	Choices []Option     `json:"choices,omitempty"`
}

// Option is one answer of a choice.
type Option struct {
	Value string    `json:"value"`
	Label i18n.Text `json:"label"`
}

//go:embed questions.json
var questionFile []byte

// Questions are those that rules may read, in the order in which they are asked.
var Questions = readQuestions()

func readQuestions() []Question {
	var all []Question
	if err := strictly(questionFile, &all); err != nil {
		panic(fmt.Sprintf("questions: %v", err)) // embedded: a build without them cannot pass its tests
	}
	return all
}

// question finds a question by its id.
func question(id string) (Question, bool) {
	if i := slices.IndexFunc(Questions, func(q Question) bool { return q.ID == id }); i >= 0 {
		return Questions[i], true
	}
	return Question{}, false
}

// offers tells whether the value is one of a choice's.
func (q Question) offers(value string) bool {
	return slices.ContainsFunc(q.Choices, func(o Option) bool { return o.Value == value })
}

// Validate reports every fault of the question at once.
func (q Question) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !ruleID.MatchString(q.ID) {
		fault("id %q: want lower case letters, digits and _", q.ID)
	}
	if err := errors.Join(q.Label.Complete(), q.Hint.Complete()); err != nil {
		faults = append(faults, err)
	}
	switch q.Type {
	case Choice:
		if len(q.Choices) < 2 {
			fault("%d choices: want at least two", len(q.Choices))
		}
	case Number:
		if q.Least >= q.Most {
			fault("from %g to %g: want most above least", q.Least, q.Most)
		}
	case Boolean, Moment:
	default:
		fault("type %q: unknown", q.Type)
	}
	if q.Type != Choice && len(q.Choices) > 0 || q.Type != Number && (q.Unit != "" || q.Least != 0 || q.Most != 0) {
		fault("choices go with a choice, a unit and limits with a number")
	}
	for _, o := range q.Choices {
		if err := o.Label.Complete(); err != nil || o.Value == "" {
			fault("choice %q: %v", o.Value, err)
		}
	}
	faults = append(faults, knownKinds(q.Kinds))
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("question %s: %w", q.ID, err)
	}
	return nil
}

// knownKinds reports kinds that no project can be of.
func knownKinds(kinds []string) error {
	q, _ := question(QuestionKind)
	for _, kind := range kinds {
		if !q.offers(kind) {
			return fmt.Errorf("kind %q: the question %s does not offer it", kind, QuestionKind)
		}
	}
	return nil
}

// allows tells whether an answer to the question can be the value of a case.
func (q Question) allows(value string) bool {
	switch q.Type {
	case Choice:
		return q.offers(value)
	case Boolean:
		return value == "true" || value == "false"
	case Number:
		_, _, ok := span(value)
		return ok
	case Moment: // no rule turns on the very moment
	}
	return false
}

// span reads numbers from..to, both included, either of which may be missing.
func span(text string) (from, to float64, ok bool) {
	low, high, ok := strings.Cut(text, "..")
	if !ok || low == "" && high == "" {
		return 0, 0, false
	}
	from, lowErr := bound(low, -maxNumber)
	to, highErr := bound(high, maxNumber)
	return from, to, lowErr == nil && highErr == nil && from <= to
}

// maxNumber is beyond every answer.
const maxNumber = 1e300

func bound(text string, missing float64) (float64, error) {
	if text == "" {
		return missing, nil
	}
	return strconv.ParseFloat(text, 64)
}
