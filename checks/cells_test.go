package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// cell is one rule at one place.
type cell struct {
	name  string
	place orb.Geometry // EPSG:3067
	want  Status
}

// site is where a rule is tried: a feature that it means, alone.
type site struct {
	rule    Rule // as it is for the answers
	answers Answers
	at      orb.Point
	feature layerstest.Feature
}

const (
	half    = 100 // metres: half the side of a feature that is an area
	ownZone = 750 // metres: a feature's own distance
)

// exampleOf are answers for which the rule applies: those of its first case.
func exampleOf(t *testing.T, r Rule) Answers {
	t.Helper()
	project := map[string]any{}
	if len(r.Kinds) > 0 {
		project[QuestionKind] = r.Kinds[0]
	}
	if len(r.Cases) > 0 {
		if formula := r.Cases[0].Formula; formula != nil {
			project[formula.Of] = 500
		}
		for id, values := range r.Cases[0].When {
			project[id] = values[0]
			if from, _, ok := span(values[0]); ok {
				project[id] = from
			}
			if yes, err := strconv.ParseBool(values[0]); err == nil {
				project[id] = yes
			}
		}
	}
	data, err := json.Marshal(project)
	if err != nil {
		t.Fatal(err)
	}
	return told(t, string(data))
}

// newSite puts a feature that the rule means at a point.
func newSite(t *testing.T, r Rule, at orb.Point) site {
	t.Helper()
	s := site{answers: exampleOf(t, r), at: at, feature: layerstest.Feature{ID: r.ID, Shape: at, Attributes: map[string]any{}}}
	var needs []string
	var applies bool
	if s.rule, needs, applies = r.resolve(s.answers); !applies || len(needs) > 0 {
		t.Fatalf("%s does not apply to its example: %v", r.ID, needs)
	}
	if !s.rule.measures() {
		s.feature.Shape = squareRound(at, 2*half)
	}
	if c := r.Condition; c != nil && c.Meaning != "" && c.Absent != "only" {
		value := "something else"
		if len(c.In) > 0 {
			value = strings.ReplaceAll(c.In[0], "*", "00")
		}
		s.feature.Attributes[c.Meaning] = value
	}
	if r.Zone != "" {
		s.feature.Attributes[r.Zone] = ownZone
	}
	return s
}

// cells are the places round a feature: within, on the limit to half a millimetre, beyond it by a centimetre, and
// where no layer speaks.
func (s site) cells(b *bench, nowhere orb.Point) []cell {
	east := func(metres float64) orb.Point { return orb.Point{s.at[0] + metres, s.at[1]} }
	silent := cell{"not covered", nowhere, NotKnown}
	switch s.rule.Relation {
	case Within, Nearest:
		limit := s.rule.Distance
		if s.rule.Zone != "" {
			limit = ownZone
		}
		far := func(metres float64) orb.Point { return east(b.gridFor(s.at, metres)) }
		return []cell{{"inside", far(limit - 0.01), Found}, {"on the edge", far(limit - 0.0005), Found}, {"outside", far(limit + 0.01), NotFound}, silent}
	case Overlaps:
		side := 40.0
		lying := func(share float64) orb.Polygon { return squareRound(east(half+side/2-share*side), side) }
		return []cell{{"inside", lying(s.rule.Share + 0.001), Found}, {"outside", lying(s.rule.Share - 0.001), NotFound}, silent}
	case Inside:
	}
	return []cell{{"inside", east(half - 0.01), Found}, {"on the edge", east(half), Found}, {"outside", east(half + 0.01), NotFound}, silent}
}

// gridFor is how many metres of the grid east of a point are so many on the ellipsoid, as PostGIS measures.
func (b *bench) gridFor(from orb.Point, metres float64) float64 {
	grid := metres
	for range 4 {
		grid *= metres / b.geodesic(geo.ToLonLat(from), geo.ToLonLat(orb.Point{from[0] + grid, from[1]}))
	}
	return grid
}

// publishSites publishes a layer per theme, whose attributes are called as what they mean, that covers the area.
func publishSites(b *bench, cover orb.MultiPolygon, byTheme map[layers.Theme][]site) {
	text := func(s string) i18n.Text { return i18n.Text{Fi: s, Sv: s, En: s} }
	for theme, sites := range byTheme {
		meanings := map[string]bool{}
		layer := layerstest.Layer{Cover: cover, Recipe: layers.Recipe{ID: "cells_" + string(theme), Theme: theme, Title: text("Cells"), Licence: "CC0-1.0", Attribution: "test",
			Publisher: text("test"), Coverage: layers.Coverage{Kind: layers.CoverArea}}}
		for _, s := range sites {
			layer.Features = append(layer.Features, s.feature)
			for meaning := range s.feature.Attributes {
				meanings[meaning] = true
			}
			if c := s.rule.Condition; c != nil && c.Meaning != "" {
				meanings[c.Meaning] = true
			}
		}
		for _, meaning := range slices.Sorted(maps.Keys(meanings)) {
			layer.Recipe.Attributes = append(layer.Recipe.Attributes, layers.Attribute{Name: meaning, Label: text(meaning), Meaning: meaning})
		}
		layerstest.Publish(b.t, b.pool, layer)
	}
	if err := b.catalogue.Load(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

// Every rule that comes with the program, at its limit, in the south and in the north.
func TestEveryRuleAtItsLimit(t *testing.T) {
	for _, region := range []struct {
		name  string
		first orb.Point // EPSG:3067; further sites lie north or south of it
		step  float64
	}{
		{"Helsinki", orb.Point{386_000, 6_672_000}, 1}, {"Lapland", orb.Point{500_000, 7_700_000}, -1},
	} {
		t.Run(region.name, func(t *testing.T) {
			b := newBench(t)
			rules, err := b.engine.Rules(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			byTheme := map[layers.Theme][]site{}
			at := region.first
			for _, r := range rules {
				s := newSite(t, r, at)
				byTheme[r.Theme] = append(byTheme[r.Theme], s)
				at[1] += region.step * (2*s.rule.reach() + 3000) // out of sight of the next
			}
			middle := orb.Point{region.first[0], (region.first[1] + at[1]) / 2}
			publishSites(b, orb.MultiPolygon{squareRound(middle, 2*(region.step*(at[1]-middle[1])+20_000))}, byTheme)
			for _, sites := range byTheme {
				for _, s := range sites {
					for _, c := range s.cells(b, orb.Point{region.first[0], middle[1] - region.step*(region.step*(middle[1]-region.first[1])+60_000)}) {
						s.try(t, b, c)
					}
				}
			}
		})
	}
}

func (s site) try(t *testing.T, b *bench, c cell) {
	t.Helper()
	result, err := b.engine.Check(context.Background(), geo.Transform(c.place, geo.TM35FIN, geo.CRS84), s.answers, i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	of := result.of(s.rule.ID)
	if len(of) != 1 || of[0].Status != c.want {
		t.Errorf("%s %s (%g m): want %s, got %s", s.rule.ID, c.name, s.rule.Distance, c.want, asJSON(of))
		return
	}
	f := of[0]
	want := map[Status]string{Found: fmt.Sprint(s.rule.Severity, " ", s.rule.ID), NotFound: "green ", NotKnown: "unknown "}[c.want]
	id := ""
	if f.FeatureID != nil {
		id = *f.FeatureID
	}
	if got := fmt.Sprint(f.Severity, " ", id); got != want {
		t.Errorf("%s %s: %s, want %s", s.rule.ID, c.name, got, want)
	}
	if c.want == NotKnown && f.Reason != NotCovered {
		t.Errorf("%s %s: %s, want %s", s.rule.ID, c.name, f.Reason, NotCovered)
	}
}
