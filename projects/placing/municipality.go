package placing

import (
	"context"
	"errors"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
)

// Municipality is what the municipality at a point of EPSG:3067 is called in each language; empty: no layer knows.
func (p *Placer) Municipality(ctx context.Context, at orb.Point) (name i18n.Text, err error) {
	for lang, in := range map[i18n.Lang]*string{i18n.Finnish: &name.Fi, i18n.Swedish: &name.Sv, i18n.English: &name.En} {
		d, err := p.Describe(ctx, []orb.Geometry{geo.ToLonLat(at)}, lang)
		if errors.Is(err, ErrNoPlace) {
			return i18n.Text{}, nil
		}
		if err != nil {
			return i18n.Text{}, err
		}
		if len(d.Municipalities) > 0 {
			*in = d.Municipalities[0].Name
		}
	}
	return name, nil
}
