package projects

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Copy begins a new project from an earlier one (F08): everything that need not be told anew is filled in. Days, the times of
// parts and the answers that tell when it is move as a whole so that the first day is the given one (YYYY-MM-DD); without one,
// to the same weekday of the next year that is still to come. Restrictions go along. Files stay where
// they are; what the earlier one was told by authorities is shown beside (Earlier).
func (s *Store) Copy(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, first, key string) (Project, error) {
	if first != "" {
		if _, ok := readDay(quoted(first)); !ok {
			return Project{}, fmt.Errorf("copy a project: %w", faults.Faults{{Pointer: "/first_day", Code: "not_date"}})
		}
	}
	p, err := s.Get(ctx, side, id)
	if err != nil {
		return Project{}, err
	}
	changes, err := p.Fields.copied(first, s.now())
	if err != nil {
		return Project{}, fmt.Errorf("copy a project: %w", err)
	}
	return s.Create(ctx, side, operation, Order{Changes: changes, Key: key, Origin: id, first: &first})
}

func quoted(text string) json.RawMessage {
	value, _ := json.Marshal(text) //nolint:errcheck // any text can be written
	return value
}

// copied are the fields of a project that is begun from one of these.
func (f Fields) copied(first string, now time.Time) (Changes, error) {
	c, err := f.Content()
	if err != nil {
		return nil, err
	}
	changes := Changes{}
	for path, value := range f {
		if _, isFile := path.isFile(); !isFile && !strings.HasPrefix(string(path), restrictedGroup+"files.") {
			changes[path] = value
		}
	}
	if days := c.shift(first, now); days != 0 {
		err = changes.move(c, days)
	}
	return changes, err
}

// week is what days move by at the least, so that a Saturday stays a Saturday.
const week = 7

// shift is by how many days the times move: to the first day that was asked for, or a whole number of weeks, the fewest that
// bring about a year and lie ahead.
func (c Content) shift(first string, now time.Time) int {
	began := c.firstDay()
	if began.IsZero() {
		return 0
	}
	if day, err := time.Parse(time.DateOnly, first); err == nil {
		return daysBetween(began, day)
	}
	days := 52 * week
	for today := dayOf(now); !began.AddDate(0, 0, days).After(today); {
		days += 52 * week
	}
	return days
}

// firstDay is the calendar day of the first time that is told, as midnight UTC; zero: none.
func (c Content) firstDay() (first time.Time) {
	take := func(l Local) {
		if len(l) < len(time.DateOnly) {
			return
		}
		if day, err := time.Parse(time.DateOnly, string(l[:len(time.DateOnly)])); err == nil && (first.IsZero() || day.Before(first)) {
			first = day
		}
	}
	for _, d := range c.Days {
		take(d.From)
	}
	for _, p := range c.Parts {
		take(p.From)
	}
	for _, day := range c.answeredDays() {
		take(LocalOf(day))
	}
	return first
}

// answeredDays are the answers that tell the first or the last day of the project, by question.
func (c Content) answeredDays() map[string]time.Time {
	days := map[string]time.Time{}
	k, _ := KindOf(c.Kind)
	for _, q := range k.Questions {
		if day, ok := readDay(c.Answers[q.ID]); ok && (q.Check == checks.QuestionStarts || q.Check == checks.QuestionEnds) {
			days[q.ID] = day
		}
	}
	return days
}

func dayOf(at time.Time) time.Time {
	day, _ := time.Parse(time.DateOnly, identity.Today(at)) //nolint:errcheck // written in that form a moment ago
	return day
}

func daysBetween(a, b time.Time) int { return int(b.Sub(a) / (24 * time.Hour)) }

// move moves the times of days and parts.
func (c Changes) move(content Content, days int) error {
	for _, d := range content.Days {
		d.From, d.To = d.From.moved(days), d.To.moved(days)
		if err := c.put(Path(daysGroup+d.ID.String()), d); err != nil {
			return err
		}
	}
	for _, p := range content.Parts {
		p.From, p.To = p.From.moved(days), p.To.moved(days)
		if err := c.put(Path(partsGroup+p.ID.String()), p); err != nil {
			return err
		}
	}
	for question, day := range content.answeredDays() {
		if err := c.put(Path(answersGroup+question), day.AddDate(0, 0, days).Format(time.DateOnly)); err != nil {
			return err
		}
	}
	return nil
}

func (l Local) moved(days int) Local {
	if l == "" {
		return l
	}
	return l.Shift(days)
}

func (c Changes) put(p Path, item any) error {
	value, err := json.Marshal(item)
	if err == nil {
		c[p] = value
	}
	return err
}

// Earlier is what is worth knowing of the project that another was begun from.
type Earlier struct {
	ID       uuid.UUID
	Title    string
	State    State
	Starts   *time.Time
	Comments []Comment       // what authorities said, conditions first
	Findings []checks.Result // of the checks that were kept when it was last shown
	Runs     []uuid.UUID
}

// EarlierOf is the project that one of the side's was begun from, with last year's conditions; ErrNotFound where there is none
// that the side may see.
func (s *Store) EarlierOf(ctx context.Context, side Side, id uuid.UUID, lang i18n.Lang) (Earlier, error) {
	p, err := s.Get(ctx, side, id)
	if err != nil {
		return Earlier{}, err
	}
	var e Earlier
	err = s.pool.QueryRow(ctx, `select p.id, v.title, p.state, v.starts, v.runs from projects p join project_versions v on v.project = p.id and v.number = coalesce(p.shown, p.working) where `+ofSide+` and p.id = $3`,
		side.Actor.Party(), side.Matters, p.Origin).Scan(&e.ID, &e.Title, &e.State, &e.Starts, &e.Runs)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return Earlier{}, fmt.Errorf("earlier project: %w", err)
	}
	if e.Comments, err = comments(ctx, s.pool, side.Actor, e.ID, false); err != nil {
		return Earlier{}, fmt.Errorf("earlier project: %w", err)
	}
	slices.SortStableFunc(e.Comments, func(a, b Comment) int { return rank(a) - rank(b) })
	for _, run := range e.Runs {
		kept, err := s.runs.Get(ctx, run, lang)
		if err != nil {
			return Earlier{}, fmt.Errorf("earlier project: %w", err)
		}
		var result checks.Result
		if err := json.Unmarshal(kept.Result, &result); err != nil {
			return Earlier{}, fmt.Errorf("earlier project: %w", err)
		}
		e.Findings = append(e.Findings, result)
	}
	return e, nil
}

// rank puts conditions first.
func rank(c Comment) int {
	if c.Kind == Condition {
		return 0
	}
	return 1
}
