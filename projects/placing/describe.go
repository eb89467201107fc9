package placing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Description is a place read back.
type Description struct {
	Kind           Kind
	Parts          int // separate points, lines and areas
	Size           Size
	Municipalities []Named // the one with most of the place first
	Districts      []Named
	Nearest        *Nearest
	Surroundings   []Surrounding // the nearest first
	Units          []Unit        // all, the one with most of the place first
	Plans          []Plan
	Unknown        []layers.Theme // of which no layer says how it is here, or not everywhere here
	Center         orb.Point      // CRS84
	Geometry       orb.Geometry   // CRS84
	Lang           i18n.Lang
}

// Named is a feature with a name, or a municipality with its number.
type Named struct {
	Code, Name       string
	Layer, FeatureID string
	Share            float64 // of the place
}

// Nearest is an address or a street.
type Nearest struct {
	Kind          string // "address" or "street"
	Title, Detail string
	Distance      float64   // true metres; 0 inside
	Point         orb.Point // CRS84
}

// Kinds of surroundings.
const (
	Street = "street"
	Water  = "water"
	Site   = "site"
)

// Relations of surroundings.
const (
	Within  = "within"  // the place lies in it, or along it
	Crosses = "crosses" // they meet
	Beside  = "beside"
)

// Surrounding is a street, a water or a site with a name by which a place is told.
type Surrounding struct {
	Kind, Name, Relation string
	Distance, Bearing    float64 // true metres; degrees from true north, of what lies beside
	Share                float64 // of the place, of what it lies in
	Layer, FeatureID     string
}

// Unit is a property unit that the place touches by more than its border.
type Unit struct {
	ID, Title string
	Share     float64
}

// Plan is what a plan designates the place for.
type Plan struct {
	Symbol, Text, Name, Number string
	Layer, FeatureID           string
	Share                      float64
}

// described are the themes that a description needs.
var described = []layers.Theme{layers.Municipality, layers.District, layers.Address, layers.BaseStreet, layers.BaseWater, layers.Property, layers.Zoning}

// Describe reads a place back: shapes of CRS84, each valid as geo.DecodeGeoJSON leaves it.
func (p *Placer) Describe(ctx context.Context, shapes []orb.Geometry, lang i18n.Lang) (*Description, error) {
	place, err := p.newPlace(ctx, shapes)
	if errors.Is(err, ErrNoPlace) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("describe a place: %w", err)
	}
	d := &Description{Kind: KindOf(place.whole), Parts: len(Flat(orb.Collection(shapes))), Lang: lang, Center: place.center(), Geometry: wholeOf(shapes)}
	for _, group := range place.groups {
		d.Size.measure(geo.Densify(group, edge))
	}
	covered := p.coveredAt(ctx, place)
	look := &look{placer: p, place: place, lang: lang, d: d}
	if err := p.ask(ctx, look.questions()); err != nil {
		return nil, fmt.Errorf("describe a place: %w", err)
	}
	look.settle()
	for _, theme := range described {
		if !look.settled(theme) && (!covered(theme) || look.failed[theme]) {
			d.Unknown = append(d.Unknown, theme)
		}
	}
	return d, nil
}

// wholeOf is one geometry of shapes.
func wholeOf(shapes []orb.Geometry) orb.Geometry {
	if len(shapes) == 1 {
		return shapes[0]
	}
	return orb.Collection(shapes)
}

// coveredAt tells of which themes the layers promise to hold whatever there is. What cannot be asked is not promised.
func (p *Placer) coveredAt(ctx context.Context, place *place) func(layers.Theme) bool {
	count := map[layers.Theme]int{}
	for _, group := range place.groups {
		covered, err := p.covered.Of(ctx, p.catalogue, described, group)
		if err != nil {
			p.log.ErrorContext(ctx, "it was not told where layers are complete", "error", err)
		}
		for theme, yes := range covered {
			if yes {
				count[theme]++
			}
		}
	}
	return func(theme layers.Theme) bool { return count[theme] == len(place.groups) }
}

// byShare orders the one with most of the place first, those that are alike by name.
func byShare(shareA, shareB float64, nameA, nameB string) int {
	return cmp.Or(cmp.Compare(math.Round(shareB*1000), math.Round(shareA*1000)), cmp.Compare(nameA, nameB))
}

// least is the share of a place below which what it has in common with a municipality, a district or a plan is noise of two
// registers' borders.
const least = 0.002

// mostly leaves out the noise, unless there is nothing else.
func mostly[T any](found []T, share func(T) float64) []T {
	kept := slices.DeleteFunc(slices.Clone(found), func(one T) bool { return share(one) < least })
	if len(kept) == 0 {
		return found
	}
	return kept
}
