package checks

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// EngineVersion names the mechanics of checks. It is raised whenever the same place, answers, rules and layer versions may
// give another answer than before, so that a past check tells which mechanics it was made by.
const EngineVersion = "1"

// ErrUnsettled says that layers or rules kept changing while the place was examined. It passes.
var ErrUnsettled = errors.New("layers or rules changed meanwhile")

// Basis is what a check rests on beside the place and the answers.
type Basis struct {
	Day    string     `json:"day" format:"date" doc:"In Finland, whose rules were in force"`
	Rules  []RuleRef  `json:"rules" nullable:"false" doc:"Every rule that was in force, by id"`
	Layers []LayerRef `json:"layers" nullable:"false" doc:"Every layer that was looked at, by id"`
	Engine string     `json:"engine" doc:"Version of the mechanics"`
}

// RuleRef is one version of a rule.
type RuleRef struct {
	Rule    string `json:"rule" example:"natura_inside"`
	Version int    `json:"rule_version"`
}

// LayerRef is a layer as it was looked at: one version of it, or of a live layer the moment.
type LayerRef struct {
	Layer   string       `json:"layer"`
	Theme   layers.Theme `json:"theme"`
	Version int64        `json:"layer_version" doc:"0: a live layer, which has none"`
	At      *time.Time   `json:"at,omitempty" doc:"Of a live layer: when it was looked at"`
}

// same tells whether both rest on the same rules and layer versions, whenever that was.
func (b Basis) same(other Basis) bool {
	return b.Day == other.Day && b.Engine == other.Engine && slices.Equal(b.Rules, other.Rules) &&
		slices.EqualFunc(b.Layers, other.Layers, func(a, b LayerRef) bool { return a.Layer == b.Layer && a.Version == b.Version })
}

// versions are the layer versions of the basis.
func (b Basis) versions() []int64 {
	numbers := []int64{}
	for _, l := range b.Layers {
		if l.Version != 0 {
			numbers = append(numbers, l.Version)
		}
	}
	return numbers
}

// basis is what a check rests on now.
func (e *Engine) basis(ctx context.Context) (Basis, error) {
	now := e.now()
	b := Basis{Day: now.In(helsinki).Format(time.DateOnly), Rules: []RuleRef{}, Layers: []LayerRef{}, Engine: EngineVersion}
	rules, err := e.Rules(ctx)
	if err != nil {
		return b, err
	}
	themes := map[layers.Theme]bool{}
	for _, rule := range rules {
		b.Rules = append(b.Rules, RuleRef{rule.ID, rule.Version})
		themes[rule.Theme] = true
	}
	moment := now.UTC()
	for _, l := range e.catalogue.Shown() {
		if !themes[l.Theme] {
			continue
		}
		ref := LayerRef{Layer: l.ID, Theme: l.Theme, Version: l.Version.Number}
		if l.Version.Live != nil {
			ref.At = &moment
		}
		b.Layers = append(b.Layers, ref)
	}
	slices.SortFunc(b.Layers, func(a, b LayerRef) int { return cmp.Compare(a.Layer, b.Layer) })
	return b, nil
}

// examination is a check of one place in several languages, and what it rests on.
type examination struct {
	basis   Basis
	results map[i18n.Lang]Result
}

// examine checks a place in each language and sees to it that all of them rest on the same: what is published or comes
// into force between two of them makes it begin again, twice at the most.
func (e *Engine) examine(ctx context.Context, place orb.Geometry, answers Answers, langs ...i18n.Lang) (examination, error) {
	for range 3 {
		x, settled, err := e.examineOnce(ctx, place, answers, langs)
		if err != nil || settled {
			return x, err
		}
	}
	return examination{}, ErrUnsettled
}

func (e *Engine) examineOnce(ctx context.Context, place orb.Geometry, answers Answers, langs []i18n.Lang) (x examination, settled bool, err error) {
	if x.basis, err = e.basis(ctx); err != nil {
		return x, false, err
	}
	x.results = map[i18n.Lang]Result{}
	for _, lang := range langs {
		if x.results[lang], err = e.Check(ctx, place, answers, lang); err != nil {
			return x, false, err
		}
	}
	after, err := e.basis(ctx)
	return x, x.basis.same(after) && x.agree(langs), err
}

// agree tells whether the results say the same, each in its language.
func (x examination) agree(langs []i18n.Lang) bool {
	first := x.results[langs[0]].Findings
	for _, lang := range langs[1:] {
		if !slices.EqualFunc(first, x.results[lang].Findings, sayTheSame) {
			return false
		}
	}
	return true
}

func sayTheSame(a, b Finding) bool {
	return a.key() == b.key() && a.RuleVersion == b.RuleVersion && a.Status == b.Status && a.Severity == b.Severity && a.Reason == b.Reason && a.More == b.More &&
		equal(a.LayerVersion, b.LayerVersion) && equal(a.Distance, b.Distance) && equal(a.OverlapShare, b.OverlapShare)
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }
