package checks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Pin holds still what checks rest on: the rules, the layer versions and how old they are, all of one moment. Many places are
// checked alike by it, whatever is published meanwhile.
type Pin struct {
	engine *Engine
	moment moment
}

// Pin pins what is so now. It is ErrNoRules where no rule is in force.
func (e *Engine) Pin(ctx context.Context) (*Pin, error) {
	m, err := e.moment(ctx)
	m.at = m.at.Truncate(time.Microsecond) // as the database keeps it: what is pinned again must be the same
	return &Pin{e, m}, err
}

// Pinned is what is kept of a pin, so that the same can be pinned again.
type Pinned struct {
	At      time.Time
	Basis   Basis
	Fetched map[string]time.Time // by layer, when its source was last fetched
}

// ErrGone says that something of what was pinned is not kept any more.
var ErrGone = errors.New("what was pinned is not there any more")

// PinTo pins the very same again, or is ErrGone.
func (e *Engine) PinTo(ctx context.Context, was Pinned) (*Pin, error) {
	m := moment{at: was.At, fetched: was.Fetched}
	var err error
	if m.rules, err = e.rulesOf(ctx, was.Basis.Rules); err != nil {
		return nil, err
	}
	if m.shown = e.shownAs(was.Basis.Layers); len(m.rules) < len(was.Basis.Rules) || len(m.shown) < len(was.Basis.Layers) {
		return nil, ErrGone
	}
	e.hearRules(ctx, m.rules)
	return &Pin{e, m}, nil
}

// shownAs are layers in these versions, as far as there are any, in drawing order, as newRun has them.
func (e *Engine) shownAs(refs []LayerRef) (shown []layers.Layer) {
	for _, l := range e.catalogue.Shown() {
		for _, ref := range refs {
			if ref.Layer != l.ID {
				continue
			}
			v, ok := e.catalogue.Version(ref.Layer, ref.Version)
			if ref.Version == 0 {
				v, ok = l.Version, l.Version.Live != nil
			}
			if ok {
				l.Version = v
				shown = append(shown, l)
			}
		}
	}
	return shown
}

// rulesOf are these versions of rules, ordered by id.
func (e *Engine) rulesOf(ctx context.Context, refs []RuleRef) ([]Rule, error) {
	ids, versions := make([]string, len(refs)), make([]int, len(refs))
	for i, ref := range refs {
		ids[i], versions[i] = ref.Rule, ref.Version
	}
	rows, err := e.pool.Query(ctx, `select `+ruleColumns+` from check_rules
		where (id, version) in (select * from unnest($1::text[], $2::integer[])) order by id`, ids, versions)
	if err != nil {
		return nil, fmt.Errorf("rules of a basis: %w", err)
	}
	rules, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Rule, error) { return scanRule(row) })
	if err != nil {
		return nil, fmt.Errorf("rules of a basis: %w", err)
	}
	return rules, nil
}

// Pinned is what is to be kept of it, for a project of these answers.
func (p *Pin) Pinned(answers Answers) Pinned {
	return Pinned{At: p.moment.at, Basis: p.Basis(answers), Fetched: p.moment.fetched}
}

// Examine is Engine.Examine by what is pinned.
func (p *Pin) Examine(ctx context.Context, lonLat orb.Geometry, answers Answers) (*Examination, error) {
	at, err := newPlace(lonLat)
	if err != nil {
		return nil, err
	}
	return p.engine.examine(ctx, at, lonLat, answers, p.moment)
}

// Basis is what examinations for a project of these answers rest on. Live layers have no moment there: each place is compared
// with what they show when its turn comes.
func (p *Pin) Basis(answers Answers) Basis {
	rules, _ := concerning(p.moment.rules, answers)
	basis := newRun(nil, rules, p.moment.shown, answers).basis(p.moment)
	for i := range basis.Layers {
		basis.Layers[i].At = nil
	}
	return basis
}

// Waiting is Unasked in every language.
type Waiting struct {
	Rule    string    `json:"rule"`
	Version int       `json:"rule_version"`
	Title   i18n.Text `json:"title"`
	Kinds   []string  `json:"kinds"`
	Needs   []string  `json:"needs"`
}

// In tells it in a language.
func (w Waiting) In(lang i18n.Lang) Unasked {
	return Unasked{Rule: w.Rule, RuleVersion: w.Version, Title: w.Title.In(lang), Kinds: w.Kinds, Needs: w.Needs}
}

// Waiting are the rules that are not asked about a project of these answers, since its kind was not told.
func (p *Pin) Waiting(answers Answers) []Waiting {
	_, unasked := concerning(p.moment.rules, answers)
	list := []Waiting{}
	for _, u := range unasked {
		list = append(list, Waiting{Rule: u.rule.ID, Version: u.rule.Version, Title: headings(u.rule), Kinds: u.rule.Kinds, Needs: u.needs})
	}
	return list
}

func headings(r Rule) i18n.Text {
	return i18n.Text{Fi: r.Heading(i18n.Finnish), Sv: r.Heading(i18n.Swedish), En: r.Heading(i18n.English)}
}

// Headings are the titles of the rules that concern a project of these answers, with their distances.
func (p *Pin) Headings(answers Answers) map[string]i18n.Text {
	rules, _ := concerning(p.moment.rules, answers)
	titles := map[string]i18n.Text{}
	for _, rule := range rules {
		titles[rule.ID] = headings(rule)
	}
	return titles
}

// Bytes are the result as a check answers it, byte for byte.
func (r Result) Bytes() ([]byte, error) {
	text, err := written(r)
	return []byte(text), err
}

// WrittenPlace is a place as GeoJSON with every digit, which read again is checked with the same answer.
func WrittenPlace(g orb.Geometry) (json.RawMessage, error) { return exactly(g) }

// Known are the answers that questions ask for, as JSON. Nothing else is to be kept: it could be anything, also about a person.
func (a Answers) Known() (json.RawMessage, error) { return json.Marshal(a.known()) }

// ReadKept reads what Known gave. Unread tells again the names that no question had, and answers are the same byte for byte.
func ReadKept(known json.RawMessage, unread []string) (Answers, error) {
	a, err := ReadAnswers(known)
	if err != nil {
		return a, err
	}
	for _, name := range unread {
		a.told[name] = json.RawMessage("null")
	}
	return a, nil
}

// Worst is the most severe of what was found; empty where nothing was.
func (s Summary) Worst() Severity {
	switch {
	case s.Red > 0:
		return Red
	case s.Amber > 0:
		return Amber
	case s.Unknown > 0:
		return Unknown
	case s.Green > 0:
		return Green
	}
	return ""
}
