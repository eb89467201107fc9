package checks

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/layers"
)

// Coverage tells where layers promise to be complete, for those who look at layers without rules. It keeps the coverage of
// versions, which never changes, and is safe for concurrent use.
type Coverage struct {
	pool   *pgxpool.Pool
	covers covers
}

// NewCoverage returns a coverage that knows nothing yet.
func NewCoverage(pool *pgxpool.Pool) *Coverage { return &Coverage{pool: pool} }

// Of tells for each theme whether its layers, all together, promise to hold whatever there is at a place in CRS84. Ask for the
// same themes each time: what is not asked for is forgotten when other layers are published.
func (c *Coverage) Of(ctx context.Context, catalogue *layers.Catalogue, themes []layers.Theme, lonLat orb.Geometry) (map[layers.Theme]bool, error) {
	p, err := newPlace(lonLat)
	if err != nil {
		return nil, err
	}
	byTheme, all := map[layers.Theme][]int64{}, []int64{}
	for _, theme := range themes {
		for _, l := range catalogue.ByTheme(theme) {
			if len(l.Version.Recipe.Coverage.Values) == 0 { // or it promises some kinds only
				byTheme[theme], all = append(byTheme[theme], l.Version.Number), append(all, l.Version.Number)
			}
		}
	}
	known, err := c.covers.of(ctx, c.pool, all)
	if err != nil {
		return nil, err
	}
	holds := map[claim]bool{}
	covered, statements := map[layers.Theme]bool{}, []*statement{}
	for _, theme := range themes {
		asked, err := c.claim(p, theme, byTheme[theme], known, holds)
		if err != nil {
			return nil, err
		}
		statements = append(statements, asked...)
	}
	if err := runBatch(ctx, c.pool, statements); err != nil {
		return nil, err
	}
	for _, theme := range themes {
		covered[theme] = holds[claim{theme: theme}]
	}
	return covered, nil
}

// claim answers for a theme, or says what must be asked.
func (c *Coverage) claim(p *place, theme layers.Theme, versions []int64, known map[int64]*cover, holds map[claim]bool) ([]*statement, error) {
	asked := claim{theme: theme}
	var standings []standing
	for _, version := range versions {
		if cover := known[version]; cover != nil {
			standings = append(standings, cover.stand(p, 1))
		}
	}
	switch asked.weigh(standings) {
	case yes:
		holds[asked] = true
	case perhaps:
		shape, err := p.ewkb()
		if err != nil {
			return nil, err
		}
		return []*statement{asked.unite(p, shape, versions, holds)}, nil
	case no:
	}
	return nil, nil
}
