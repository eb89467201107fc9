package projects

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lupakartta/checks"
	"lupakartta/identity/mandates"
	"lupakartta/internal/i18n"
)

// Kind is a kind of project with what is asked about it: a service bundle (palvelukokonaisuus), which is data (kinds/*.json).
type Kind struct {
	ID          string       `json:"id"`
	Rank        int          `json:"rank"`            // place in lists of kinds, the lowest first
	Event       bool         `json:"event,omitempty"` // it has days with hours (tapahtuma)
	Check       string       `json:"check"`           // the kind that rules of proximity checks know it as (checks.QuestionKind)
	Matter      string       `json:"matter"`          // what a mandate must be for (mandates.Matter)
	Name        i18n.Text    `json:"name"`
	Intro       i18n.Text    `json:"intro"`
	Sections    []Choice     `json:"sections"` // under which questions are asked, in their order
	Questions   []Question   `json:"questions"`
	Purposes    []Choice     `json:"purposes"` // what parts of the place are for
	Authorities []Competence `json:"authorities"`
}

// Choice is a code with its name.
type Choice struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// Competence says that whoever is competent for a field at the place is an authority of the project.
type Competence struct {
	Field   string    `json:"field"`
	When    *Case     `json:"when,omitempty"` // nil: always
	Statute i18n.Text `json:"statute,omitzero"`
}

// Case is when something is so by an answer: it is one of In, or a number of at least AtLeast.
type Case struct {
	Question string   `json:"question"`
	In       []string `json:"in,omitempty"` // of a yes or no question: "true" or "false"
	AtLeast  *float64 `json:"at_least,omitempty"`
}

// AnswerType is what the answer of a question is.
type AnswerType string

// Types of answers.
const (
	Line    AnswerType = "line"    // a text on one line
	Long    AnswerType = "long"    // a text of many
	Number  AnswerType = "number"  // in the question's unit
	Boolean AnswerType = "boolean" // yes or no
	One     AnswerType = "one"     // one of the choices
	Several AnswerType = "several" // any of the choices
	Day     AnswerType = "day"     // YYYY-MM-DD
)

// Question is something that is asked about a project of a kind.
type Question struct {
	ID       string     `json:"id"`
	Section  string     `json:"section"`
	Type     AnswerType `json:"type"`
	Check    string     `json:"check,omitempty"` // the question of proximity checks that it answers (checks.Questions); its label and hint are that one's where they are not given here
	Label    i18n.Text  `json:"label,omitzero"`
	Hint     i18n.Text  `json:"hint,omitzero"`
	Unit     string     `json:"unit,omitempty"`
	Least    *float64   `json:"least,omitempty"`
	Most     *float64   `json:"most,omitempty"`
	Choices  []Choice   `json:"choices,omitempty"`
	When     *Case      `json:"when,omitempty"`     // nil: always asked
	Required bool       `json:"required,omitempty"` // must be answered before the project is shown to anybody
	Open     bool       `json:"open,omitempty"`     // everybody sees the answer when the project is open to everybody
}

//go:embed kinds/*.json
var kindFiles embed.FS

// kinds are all of them, by rank.
var kinds = readKinds()

// Kinds are the kinds of project, in the order in which to show them.
func Kinds() []Kind { return slices.Clone(kinds) }

// KindOf finds a kind by its id.
func KindOf(id string) (Kind, bool) {
	if i := slices.IndexFunc(kinds, func(k Kind) bool { return k.ID == id }); i >= 0 {
		return kinds[i], true
	}
	return Kind{}, false
}

// Question finds a question of the kind by its id.
func (k Kind) Question(id string) (Question, bool) {
	if i := slices.IndexFunc(k.Questions, func(q Question) bool { return q.ID == id }); i >= 0 {
		return k.Questions[i], true
	}
	return Question{}, false
}

// itemNames are what an item that can be restricted is called, where more would tell what it says.
var itemNames = map[string]i18n.Text{
	"summary": {Fi: "kuvaus viranomaisille", Sv: "beskrivningen för myndigheterna", En: "the description for the authorities"},
	"answers": {Fi: "vastaus kysymykseen", Sv: "ett svar på en fråga", En: "the answer to a question"},
	"parts":   {Fi: "paikan osa", Sv: "en del av platsen", En: "a part of the place"},
	"days":    {Fi: "päivät ja kellonajat", Sv: "dagar och klockslag", En: "days and hours"},
	"people":  {Fi: "henkilö", Sv: "en person", En: "a person"},
	"files":   {Fi: "liite", Sv: "en bilaga", En: "a file"},
}

// itemName is what an item is called, for those who shall not learn what it says: the question of an answer, else what sort of
// item it is, as the names of parts, persons and files are the applicant's own.
func (k Kind) itemName(item string) i18n.Text {
	group, key, _ := strings.Cut(item, ".")
	if q, there := k.Question(key); there && group == "answers" {
		return q.Label
	}
	return itemNames[group]
}

// Matters are what mandates can be for to work on projects, each once.
func Matters() []string {
	var all []string
	for _, k := range kinds {
		if !slices.Contains(all, k.Matter) {
			all = append(all, k.Matter)
		}
	}
	return all
}

func readKinds() []Kind {
	entries, err := kindFiles.ReadDir("kinds")
	if err != nil {
		panic(err) // embedded
	}
	var all []Kind
	for _, entry := range entries {
		data, err := kindFiles.ReadFile("kinds/" + entry.Name())
		if err != nil {
			panic(err)
		}
		k, err := readKind(data)
		if err != nil {
			panic(fmt.Sprintf("kinds/%s: %v", entry.Name(), err)) // embedded: a build without them cannot pass its tests
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b Kind) int { return a.Rank - b.Rank })
	return all
}

func readKind(data []byte) (Kind, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var k Kind
	if err := decoder.Decode(&k); err != nil {
		return k, err
	}
	for i := range k.Questions {
		k.Questions[i].borrow()
	}
	return k, k.Validate()
}

// borrow takes the words of the check's question that it answers.
func (q *Question) borrow() {
	i := slices.IndexFunc(checks.Questions, func(c checks.Question) bool { return c.ID == q.Check })
	if q.Check == "" || i < 0 {
		return
	}
	asked := checks.Questions[i]
	if q.Label == (i18n.Text{}) {
		q.Label = asked.Label
	}
	if q.Hint == (i18n.Text{}) {
		q.Hint = asked.Hint
	}
	if q.Unit == "" {
		q.Unit = asked.Unit
	}
	if asked.Type == checks.Number && q.Least == nil && q.Most == nil {
		q.Least, q.Most = &asked.Least, &asked.Most
	}
	if len(q.Choices) == 0 {
		for _, o := range asked.Choices {
			q.Choices = append(q.Choices, Choice{Code: o.Value, Name: o.Label})
		}
	}
}

var code = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Validate reports every fault of the kind at once.
func (k Kind) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !code.MatchString(k.ID) {
		fault("id %q", k.ID)
	}
	if !mandates.IsMatter(k.Matter) || k.Matter == mandates.All {
		fault("matter %q", k.Matter)
	}
	asked := slices.IndexFunc(checks.Questions, func(q checks.Question) bool { return q.ID == checks.QuestionKind })
	if !slices.ContainsFunc(checks.Questions[asked].Choices, func(o checks.Option) bool { return o.Value == k.Check }) {
		fault("check %q: no such kind of checks", k.Check)
	}
	faults = append(faults, k.Name.Complete(), k.Intro.Complete(), choicesSound(k.Sections), choicesSound(k.Purposes))
	seen := map[string]bool{}
	for _, q := range k.Questions {
		if seen[q.ID] {
			fault("question %s twice", q.ID)
		}
		if q.When != nil && !seen[q.When.Question] {
			fault("question %s: asked by the answer to %s, which comes later", q.ID, q.When.Question) // so that cases go in no circle
		}
		seen[q.ID] = true
		if err := k.judge(q); err != nil {
			fault("question %s: %w", q.ID, err)
		}
	}
	for _, c := range k.Authorities {
		if !code.MatchString(c.Field) {
			fault("field %q", c.Field)
		}
		faults = append(faults, k.judgeCase(c.When))
		if c.Statute != (i18n.Text{}) {
			faults = append(faults, c.Statute.Complete())
		}
	}
	return errors.Join(faults...)
}

func (k Kind) judge(q Question) error {
	var faults []error
	if !code.MatchString(q.ID) {
		faults = append(faults, errors.New("id"))
	}
	if !slices.ContainsFunc(k.Sections, func(s Choice) bool { return s.Code == q.Section }) {
		faults = append(faults, fmt.Errorf("section %q", q.Section))
	}
	if !slices.Contains([]AnswerType{Line, Long, Number, Boolean, One, Several, Day}, q.Type) {
		faults = append(faults, fmt.Errorf("type %q", q.Type))
	}
	if (q.Type == One || q.Type == Several) != (len(q.Choices) > 0) {
		faults = append(faults, errors.New("choices go with the types one and several"))
	}
	if q.Least != nil && q.Most != nil && *q.Least >= *q.Most || q.Type != Number && (q.Least != nil || q.Most != nil || q.Unit != "") {
		faults = append(faults, errors.New("limits and a unit go with a number, the least below the most"))
	}
	if q.Open && (q.Type == Line || q.Type == Long) {
		faults = append(faults, errors.New("open: a text can hold a person's name"))
	}
	faults = append(faults, k.judgeCheck(q), q.Label.Complete(), choicesSound(q.Choices), k.judgeCase(q.When))
	if q.Hint != (i18n.Text{}) {
		faults = append(faults, q.Hint.Complete())
	}
	return errors.Join(faults...)
}

// checkTypes are the types of questions that answer those of proximity checks.
var checkTypes = map[checks.QuestionType]AnswerType{checks.Choice: One, checks.Number: Number, checks.Boolean: Boolean, checks.Moment: Day}

// judgeCheck judges which question of proximity checks a question answers.
func (k Kind) judgeCheck(q Question) error {
	if q.Check == "" {
		return nil
	}
	i := slices.IndexFunc(checks.Questions, func(c checks.Question) bool { return c.ID == q.Check })
	if i < 0 || q.Check == checks.QuestionKind {
		return fmt.Errorf("check %q: no such question", q.Check)
	}
	asked := checks.Questions[i]
	if checkTypes[asked.Type] != q.Type {
		return fmt.Errorf("check %s: type %s answers no %s", q.Check, q.Type, asked.Type)
	}
	if len(asked.Kinds) > 0 && !slices.Contains(asked.Kinds, k.Check) {
		return fmt.Errorf("check %s: no rule asks it about %s", q.Check, k.Check)
	}
	return nil
}

func choicesSound(list []Choice) error {
	var faults []error
	seen := map[string]bool{}
	for _, c := range list {
		if c.Code == "" || strings.TrimSpace(c.Code) != c.Code || seen[c.Code] {
			faults = append(faults, fmt.Errorf("code %q", c.Code))
		}
		seen[c.Code] = true
		faults = append(faults, c.Name.Complete())
	}
	return errors.Join(faults...)
}

func (k Kind) judgeCase(c *Case) error {
	if c == nil {
		return nil
	}
	q, ok := k.Question(c.Question)
	if !ok {
		return fmt.Errorf("when %q: no such question", c.Question)
	}
	if (len(c.In) == 0) == (c.AtLeast == nil) {
		return fmt.Errorf("when %s: either in or at_least", c.Question)
	}
	if c.AtLeast != nil && q.Type != Number {
		return fmt.Errorf("when %s: at_least of a %s", c.Question, q.Type)
	}
	for _, value := range c.In {
		if q.Type == Boolean && (value == "true" || value == "false") {
			continue
		}
		if !slices.ContainsFunc(q.Choices, func(o Choice) bool { return o.Code == value }) {
			return fmt.Errorf("when %s: %q is none of its answers", c.Question, value)
		}
	}
	return nil
}
