package checks

import (
	"cmp"
	"slices"
	"time"

	"lupakartta/layers"
)

// EngineVersion names the mechanics of checks. It is raised whenever the same place, answers, rules and layer versions may
// give another answer than before, so that a past check tells which mechanics it was made by.
const EngineVersion = "1"

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

// Same tells whether two checks rest on the same rules, layer versions and mechanics. Of live layers nobody knows.
func (b Basis) Same(other Basis) bool {
	return b.Day == other.Day && b.Engine == other.Engine && slices.Equal(b.Rules, other.Rules) &&
		slices.EqualFunc(b.Layers, other.Layers, func(l, o LayerRef) bool { return l.Layer == o.Layer && l.Version == o.Version })
}

// Basis is what the examination rests on.
func (x *Examination) Basis() Basis { return x.run.basis(x.moment) }

// basis is what the run rests on, which was made at the moment.
func (r *run) basis(m moment) Basis {
	b := Basis{Day: m.at.In(helsinki).Format(time.DateOnly), Rules: []RuleRef{}, Layers: []LayerRef{}, Engine: EngineVersion}
	for _, rule := range m.rules {
		b.Rules = append(b.Rules, RuleRef{rule.ID, rule.Version})
	}
	moment := m.at.UTC()
	for _, l := range r.looks {
		ref := LayerRef{Layer: l.layer.ID, Theme: l.layer.Theme, Version: l.layer.Version.Number}
		if l.layer.Version.Live != nil {
			ref.At = &moment
		}
		b.Layers = append(b.Layers, ref)
	}
	slices.SortFunc(b.Layers, func(a, b LayerRef) int { return cmp.Compare(a.Layer, b.Layer) })
	return b
}
