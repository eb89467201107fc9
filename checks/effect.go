package checks

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Bounds of the work on an effect.
const (
	EffectRuns    = 1000             // kept checks that are looked at, the newest
	effectTime    = 18 * time.Second // after which it is told how many were reached
	effectEnd     = 4 * time.Second  // left to keep it, of a caller's time
	effectAtOnce  = 2                // places that are examined beside each other
	effectsAtOnce = 2                // effects that are worked out beside each other; others wait
	runsPage      = 50               // kept checks that are read at once: a place may be a megabyte
	squareSide    = 1000.0           // metres of EPSG:3067: how exactly it is told where a kept check was
)

// Outcome is what one rule says of a place, in a word: a severity, or that it says nothing.
type Outcome string

// OutcomeNone is that of a rule that does not concern the place's project, is not asked of it, or is not there.
const OutcomeNone Outcome = "none"

// Side is what the rule says of a place, without the change or with it.
type Side struct {
	Outcome  Outcome   `json:"outcome"`
	Reason   Reason    `json:"reason,omitempty"`
	Features int       `json:"features"`             // that it finds
	Distance *float64  `json:"distance_m,omitempty"` // to the nearest of them
	Feature  i18n.Text `json:"feature,omitzero"`     // what that one is called
}

func (s Side) same(other Side) bool {
	return s.Outcome == other.Outcome && s.Reason == other.Reason && s.Features == other.Features &&
		(s.Distance == nil) == (other.Distance == nil) && (s.Distance == nil || *s.Distance == *other.Distance)
}

// PlaceEffect is what the change does at a place that the proposer named.
type PlaceEffect struct {
	Name   string    `json:"name"`
	Point  orb.Point `json:"point"` // CRS84, in the middle of the place
	Before Side      `json:"before"`
	After  Side      `json:"after"`
}

// Step is how many kept checks go from one outcome to another.
type Step struct {
	From  Outcome `json:"from"`
	To    Outcome `json:"to"`
	Count int     `json:"count"`
}

// Square is how many kept checks in a square kilometre go from one outcome to another. Where exactly they were, their
// addresses and what was planned are for those who have the address.
type Square struct {
	Point orb.Point `json:"point"` // CRS84, the middle of the square
	Step
}

// RunsEffect is what the change does to the newest kept checks.
type RunsEffect struct {
	Kept    int        `json:"kept"`              // so many were to be looked at
	Looked  int        `json:"looked"`            // and so many were, the newest first, before time was up
	Failed  int        `json:"failed"`            // could not be read or examined
	Altered int        `json:"altered"`           // the same outcome, of other features or another distance
	Steps   []Step     `json:"steps"`             // of all that were looked at, also from an outcome to itself
	Squares []Square   `json:"squares"`           // where the outcome changes
	Newest  *time.Time `json:"newest,omitempty"`  // when the newest was kept
	Oldest  *time.Time `json:"oldest,omitempty"`  // and the oldest that was looked at
	Engine  string     `json:"engine,omitempty"`  // mechanics
	Took    float64    `json:"seconds,omitempty"` // how long all of it took
}

// Effect is what a proposal does: at the places that the proposer named and to the newest kept checks, each examined
// without and with it by the layers of now.
type Effect struct {
	Day    string        `json:"day"`  // whose rules are compared
	Was    int           `json:"was"`  // version in force on that day without the change; 0: none
	Made   time.Time     `json:"made"` // when it was worked out
	Places []PlaceEffect `json:"places"`
	Runs   RunsEffect    `json:"runs"`
}

// trial examines places by one rule, without and with a change, on the layer versions of one moment.
type trial struct {
	engine    *Engine
	at        time.Time
	published []layers.Layer
	fetched   map[string]time.Time
	was, to   *Rule // nil: no such rule
}

func (e *Engine) newTrial(ctx context.Context, c Amendment) (trial, error) {
	t := trial{engine: e, at: e.now(), published: e.catalogue.Shown()}
	inForce, err := inForceOf(ctx, e.pool, c.Rule.ID, c.Rule.ValidFrom)
	if err != nil {
		return t, err
	}
	if len(inForce) > 0 {
		t.was = &inForce[0]
	}
	if c.Kind != EndRule {
		t.to = &c.Rule
	}
	t.fetched, err = e.fresh.of(ctx, e.pool)
	return t, err
}

// side examines the place by the rule alone. What it says is what a check with all the rules says of it: rules do not see
// each other.
func (t trial) side(ctx context.Context, shape orb.Geometry, rule *Rule, answers Answers) (Side, error) {
	none := Side{Outcome: OutcomeNone}
	if rule == nil {
		return none, nil
	}
	p, err := newPlace(shape)
	if err != nil {
		return none, err
	}
	rules, _ := concerning([]Rule{*rule}, answers)
	if len(rules) == 0 {
		return none, nil
	}
	r := newRun(p, rules, t.published, answers)
	r.at, r.fetched = t.at, t.fetched
	if err := t.engine.look(ctx, r); err != nil {
		return none, err
	}
	return r.side(), nil
}

// side sums up what the run's only rule says.
func (r *run) side() Side {
	titles := map[i18n.Lang]string{}
	var first Finding
	features := 0
	for _, lang := range i18n.Languages {
		r.lang = lang
		findings := r.findings()
		first, features = findings[0], 0
		for _, f := range findings {
			if f.Status == Found {
				features += 1 + f.More
			}
		}
		titles[lang] = first.FeatureTitle
	}
	s := Side{Outcome: Outcome(first.Severity), Reason: first.Reason, Features: features, Distance: first.Distance}
	if features > 0 {
		s.Feature = i18n.Text{Fi: titles[i18n.Finnish], Sv: titles[i18n.Swedish], En: titles[i18n.English]}
	}
	return s
}

func (t trial) both(ctx context.Context, shape orb.Geometry, answers Answers) (before, after Side, err error) {
	if before, err = t.side(ctx, shape, t.was, answers); err != nil {
		return before, after, err
	}
	after, err = t.side(ctx, shape, t.to, answers)
	return before, after, err
}

// effect works out what the change does.
func (e *Engine) effect(ctx context.Context, c Amendment) (Effect, error) {
	select {
	case e.effects <- struct{}{}:
		defer func() { <-e.effects }()
	case <-ctx.Done():
		return Effect{}, ctx.Err()
	}
	begun := time.Now()
	t, err := e.newTrial(ctx, c)
	if err != nil {
		return Effect{}, err
	}
	effect := Effect{Day: c.Rule.ValidFrom, Made: t.at.UTC().Truncate(time.Second), Places: []PlaceEffect{}}
	if t.was != nil {
		effect.Was = t.was.Version
	}
	answers, err := ReadAnswers(c.Answers)
	if err != nil {
		return effect, err
	}
	for _, named := range c.Places {
		place, err := t.named(ctx, named, answers)
		if err != nil {
			return effect, fmt.Errorf("place %q: %w", named.Name, err)
		}
		effect.Places = append(effect.Places, place)
	}
	until := begun.Add(effectTime)
	if deadline, bounded := ctx.Deadline(); bounded && deadline.Add(-effectEnd).Before(until) {
		until = deadline.Add(-effectEnd) // it waited for its turn
	}
	if effect.Runs, err = t.runs(ctx, until); err != nil {
		return effect, err
	}
	effect.Runs.Took = math.Round(time.Since(begun).Seconds()*100) / 100
	return effect, nil
}

func (t trial) named(ctx context.Context, named NamedPlace, answers Answers) (PlaceEffect, error) {
	shape, err := geo.DecodeGeoJSON(named.Geometry)
	if err != nil {
		return PlaceEffect{}, err
	}
	p := PlaceEffect{Name: named.Name, Point: shape.Bound().Center()}
	p.Before, p.After, err = t.both(ctx, shape, answers)
	return p, err
}

// keptPlace is a kept check as far as an effect reads it.
type keptPlace struct {
	id      uuid.UUID
	at      time.Time
	place   string
	answers []byte
}

// runs examines the newest kept checks, page by page, until all are done or time is up.
func (t trial) runs(ctx context.Context, until time.Time) (RunsEffect, error) {
	tally := tally{steps: map[Step]int{}, squares: map[Square]int{}}
	effect := RunsEffect{Engine: EngineVersion}
	if err := t.engine.pool.QueryRow(ctx, `select count(*) from (select id from check_runs order by id desc limit $1) r`, EffectRuns).Scan(&effect.Kept); err != nil {
		return effect, err
	}
	after := uuid.Max
	for effect.Looked < effect.Kept && time.Now().Before(until) {
		page, err := t.page(ctx, after, min(runsPage, effect.Kept-effect.Looked))
		if err != nil {
			return effect, err
		}
		if len(page) == 0 {
			break
		}
		if effect.Newest == nil {
			effect.Newest = &page[0].at
		}
		last := page[len(page)-1]
		after, effect.Oldest = last.id, &last.at
		if err := t.count(ctx, page, &tally); err != nil {
			return effect, err
		}
		effect.Looked += len(page)
	}
	tally.tell(&effect)
	return effect, nil
}

func (t trial) page(ctx context.Context, before uuid.UUID, limit int) ([]keptPlace, error) {
	rows, err := t.engine.pool.Query(ctx, `select id, created_at, place, answers from check_runs where id < $1 order by id desc limit $2`, before, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (k keptPlace, err error) {
		err = row.Scan(&k.id, &k.at, &k.place, &k.answers)
		k.at = k.at.UTC()
		return k, err
	})
}

// count examines the kept checks of a page.
func (t trial) count(ctx context.Context, page []keptPlace, tally *tally) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(effectAtOnce)
	for _, kept := range page {
		group.Go(func() error {
			shape, before, after, err := t.kept(ctx, kept)
			if errors.Is(err, errUnreadable) {
				tally.fail()
				return nil
			}
			if err == nil {
				tally.add(shape, before, after)
			}
			return err
		})
	}
	return group.Wait()
}

// errUnreadable says that a kept check cannot be examined any more.
var errUnreadable = errors.New("the place of a kept check cannot be read")

func (t trial) kept(ctx context.Context, kept keptPlace) (shape orb.Geometry, before, after Side, err error) {
	if shape, err = geo.DecodeGeoJSON(json.RawMessage(kept.place)); err != nil {
		return shape, before, after, errUnreadable
	}
	answers, _, err := readAgain(kept.answers)
	if err != nil {
		return shape, before, after, errUnreadable
	}
	before, after, err = t.both(ctx, shape, answers)
	if errors.Is(err, ErrNoPlace) {
		err = errUnreadable
	}
	return shape, before, after, err
}

// tally counts what becomes of kept checks.
type tally struct {
	mu              sync.Mutex
	failed, altered int
	steps           map[Step]int   // without their counts
	squares         map[Square]int // likewise
}

func (t *tally) fail() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed++
}

func (t *tally) add(shape orb.Geometry, before, after Side) {
	t.mu.Lock()
	defer t.mu.Unlock()
	step := Step{From: before.Outcome, To: after.Outcome}
	t.steps[step]++
	switch {
	case before.Outcome != after.Outcome:
		t.squares[Square{Point: squareOf(shape), Step: step}]++
	case !before.same(after):
		t.altered++
	}
}

// squareOf is the middle of the square kilometre in which the middle of the place lies.
func squareOf(shape orb.Geometry) orb.Point {
	middle := geo.ToTM35FIN(shape.Bound().Center())
	for i := range middle {
		middle[i] = (math.Floor(middle[i]/squareSide) + 0.5) * squareSide
	}
	middle = geo.ToLonLat(middle)
	return orb.Point{math.Round(middle[0]*1e5) / 1e5, math.Round(middle[1]*1e5) / 1e5}
}

// tell writes what was counted, in an order that does not depend on which place was examined first.
func (t *tally) tell(effect *RunsEffect) {
	effect.Failed, effect.Altered = t.failed, t.altered
	effect.Steps, effect.Squares = []Step{}, []Square{}
	for step, count := range t.steps {
		step.Count = count
		effect.Steps = append(effect.Steps, step)
	}
	for square, count := range t.squares {
		square.Count = count
		effect.Squares = append(effect.Squares, square)
	}
	slices.SortFunc(effect.Steps, compareSteps)
	slices.SortFunc(effect.Squares, func(a, b Square) int {
		return cmp.Or(compareSteps(a.Step, b.Step), cmp.Compare(a.Point[0], b.Point[0]), cmp.Compare(a.Point[1], b.Point[1]))
	})
}

func compareSteps(a, b Step) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}
