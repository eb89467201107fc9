package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
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

// PinTo pins what was so at a moment, as far as it is there still: the rule versions of the basis, and its layer versions
// or, where one is not kept any more, that which is published. Basis tells what became of it.
func (e *Engine) PinTo(ctx context.Context, at time.Time, basis Basis) (*Pin, error) {
	m := moment{at: at}
	var err error
	if m.rules, err = e.rulesOf(ctx, basis.Rules); err != nil {
		return nil, err
	}
	if len(m.rules) == 0 {
		return nil, ErrNoRules
	}
	e.hearRules(ctx, m.rules)
	for _, l := range e.catalogue.Shown() { // in drawing order, as newRun has them
		for _, ref := range basis.Layers {
			if ref.Layer != l.ID {
				continue
			}
			if v, ok := e.catalogue.Version(ref.Layer, ref.Version); ok {
				l.Version = v
			}
			m.shown = append(m.shown, l)
		}
	}
	if m.fetched, err = e.fresh.of(ctx, e.pool); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	return &Pin{e, m}, nil
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

// At is the moment.
func (p *Pin) At() time.Time { return p.moment.at }

// Examine is Engine.Examine by what is pinned.
func (p *Pin) Examine(ctx context.Context, lonLat orb.Geometry, answers Answers) (*Examination, error) {
	at, err := newPlace(lonLat)
	if err != nil {
		return nil, err
	}
	return p.engine.examine(ctx, at, lonLat, answers, p.moment)
}

// Basis is what examinations for a project of these answers rest on.
func (p *Pin) Basis(answers Answers) Basis {
	rules, _ := concerning(p.moment.rules, answers)
	return newRun(nil, rules, p.moment.shown, answers).basis(p.moment)
}

// Headings are the titles of the rules that concern a project of these answers, with their distances.
func (p *Pin) Headings(answers Answers) map[string]i18n.Text {
	rules, _ := concerning(p.moment.rules, answers)
	headings := map[string]i18n.Text{}
	for _, rule := range rules {
		headings[rule.ID] = i18n.Text{Fi: rule.Heading(i18n.Finnish), Sv: rule.Heading(i18n.Swedish), En: rule.Heading(i18n.English)}
	}
	return headings
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
