package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// What checks of a country are measured on beside the parcels: Natura sites of up to 50,000 vertices and twenty other themes.
// Where there are fewer parcels there is less of everything.
const (
	sites        = 2000
	siteVertices = 50_000
	otherThings  = 10_000 // of each other theme
	countryUnits = 3_500_000
)

// otherThemes are the twenty.
var otherThemes = []layers.Theme{
	layers.ProtectedArea, layers.Groundwater, layers.Flood, layers.ConsultationZone, layers.SevesoPlant, layers.SensitiveSite, layers.Noise,
	layers.Contaminated, layers.Zoning, layers.PlanPreparation, layers.Cultural, layers.Venue, layers.Roadwork, layers.Transit, layers.Building,
	layers.Population, layers.District, layers.BaseWater, layers.BaseStreet, layers.Municipality,
}

// LoadRules publishes the layers that the measured rules name, all over the parcels, and replaces the rules by sixty others.
func LoadRules(ctx context.Context, pool *pgxpool.Pool) ([]checks.Rule, error) {
	store := layers.NewStore(pool)
	catalogue := layers.NewCatalogue(store)
	if err := catalogue.Load(ctx); err != nil {
		return nil, err
	}
	units, ok := catalogue.Layer(parcels)
	if !ok {
		return nil, fmt.Errorf("layer %s: %w", parcels, layers.ErrNotFound)
	}
	for _, other := range catalogue.Layers() { // the town's own layers are not asked
		if other.ID != parcels && other.ID != points {
			if err := store.Remove(ctx, other.ID); err != nil {
				return nil, err
			}
		}
	}
	rnd := rand.New(rand.NewPCG(5, 8)) //nolint:gosec // shapes, not secrets
	m := measuredThemes{store: store, rnd: rnd, within: units.Version.BBox}
	share := min(1, float64(units.Version.FeatureCount)/countryUnits)
	if err := m.publish(ctx, layers.Natura, int(share*sites), m.site); err != nil {
		return nil, err
	}
	for i, theme := range otherThemes {
		if err := m.publish(ctx, theme, int(share*otherThings), func(int) orb.Geometry { return m.thing(i) }); err != nil {
			return nil, err
		}
	}
	rules := sixtyRules()
	if _, err := pool.Exec(ctx, `truncate check_rules`); err != nil {
		return nil, err
	}
	return rules, checks.Add(ctx, pool, rules)
}

type measuredThemes struct {
	store  *layers.Store
	rnd    *rand.Rand
	within orb.Bound
}

// publish makes a layer of one theme, complete all over the parcels and as far as rules look around them.
func (m *measuredThemes) publish(ctx context.Context, theme layers.Theme, count int, shape func(i int) orb.Geometry) error {
	name := i18n.Text{Fi: string(theme), Sv: string(theme), En: string(theme)}
	recipe := layers.Recipe{ID: "bench_" + string(theme), Theme: theme, Title: name, Publisher: name, Attribution: "Lupakartta-demo", Licence: "CC0-1.0", Names: []string{"nimi"},
		Coverage: layers.Coverage{Kind: layers.CoverArea, Why: layers.Grounds{Text: name}}, Style: layers.Style{MinZoom: 1},
		Attributes: []layers.Attribute{{Name: "nimi", Label: name, Meaning: layers.MeaningName}, {Name: "luokka", Label: name, Meaning: layers.MeaningClass}}}
	b, err := m.store.Begin(ctx, recipe, layers.Origin{Name: recipe.ID, CRS: "EPSG:3067"})
	if err != nil {
		return err
	}
	b.Cover(orb.MultiPolygon{m.within.Pad(2 * checks.MaxDistance).ToPolygon()})
	for i := range count {
		f, err := layers.NewFeature(fmt.Sprint(i), shape(i), map[string]any{"nimi": fmt.Sprintf("%s %d", theme, i), "luokka": fmt.Sprint(i % 5)})
		if err = errors.Join(err, b.Add(f)); err != nil {
			b.Abort(ctx, err)
			return err
		}
	}
	if _, err := b.Finish(ctx); err != nil {
		return err
	}
	return m.store.Publish(ctx, b.Number(), layers.Approval{DecideAll: true, ConfirmShrink: true})
}

func (m *measuredThemes) anywhere() orb.Point { return somewhere(m.rnd, m.within) }

func somewhere(rnd *rand.Rand, within orb.Bound) orb.Point {
	return orb.Point{within.Min[0] + rnd.Float64()*(within.Max[0]-within.Min[0]), within.Min[1] + rnd.Float64()*(within.Max[1]-within.Min[1])}
}

// site is an area whose rim winds: 50 to 50,000 vertices, as likely ten times as many as not, 200 m to 6 km across.
func (m *measuredThemes) site(i int) orb.Geometry {
	vertices := int(50 * math.Pow(siteVertices/50, m.rnd.Float64()))
	if i == 0 {
		vertices = siteVertices
	}
	return winding(m.rnd, m.anywhere(), 100*math.Sqrt(float64(vertices)/14), vertices)
}

// thing is a point, a line of a kilometre or an area, by its theme.
func (m *measuredThemes) thing(theme int) orb.Geometry {
	at := m.anywhere()
	switch theme % 4 {
	case 0:
		return at
	case 1:
		return trail(m.rnd, at, 1000, 40)
	}
	return winding(m.rnd, at, 30+300*m.rnd.Float64(), 8+m.rnd.IntN(100))
}

// winding is an area of so many vertices whose rim winds in and out.
func winding(rnd *rand.Rand, centre orb.Point, radius float64, vertices int) orb.Polygon {
	waves, fine, phase := float64(2+rnd.IntN(7)), float64(20+rnd.IntN(200)), 2*math.Pi*rnd.Float64()
	ring := make(orb.Ring, 0, vertices+1)
	for i := range vertices {
		angle := 2 * math.Pi * float64(i) / float64(vertices)
		sin, cos := math.Sincos(angle)
		r := radius * (1 + 0.3*math.Sin(waves*angle+phase) + 0.04*math.Sin(fine*angle))
		ring = append(ring, orb.Point{centre[0] + r*cos, centre[1] + r*sin})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// trail is a line that bends a little at each of its vertices.
func trail(rnd *rand.Rand, from orb.Point, long float64, vertices int) orb.LineString {
	line, towards := orb.LineString{from}, 2*math.Pi*rnd.Float64()
	step := long / float64(vertices-1)
	for range vertices - 1 {
		towards += 0.2 * (rnd.Float64() - 0.5)
		sin, cos := math.Sincos(towards)
		last := line[len(line)-1]
		line = append(line, orb.Point{last[0] + step*cos, last[1] + step*sin})
	}
	return line
}

// sixtyRules ask every theme what the place touches, what is near and what is nearest or further away, and the parcels what
// adjoins.
func sixtyRules() []checks.Rule {
	var rules []checks.Rule
	add := func(theme layers.Theme, relation checks.Relation, distance float64) {
		text := i18n.Text{Fi: string(theme), Sv: string(theme), En: string(theme)}
		rules = append(rules, checks.Rule{ID: fmt.Sprintf("bench_%d", len(rules)), Version: 1, Theme: theme, Relation: relation, Distance: distance, Severity: checks.Amber,
			Title: text, Why: text, Next: text, Statute: text, Authority: text, ValidFrom: "2026-01-01"})
	}
	add(layers.Natura, checks.Inside, 0)
	add(layers.Natura, checks.Within, 1000)
	add(layers.Natura, checks.Nearest, 10_000)
	add(layers.Property, checks.Inside, 0)
	add(layers.Property, checks.Within, 50)
	for i, theme := range otherThemes {
		add(theme, checks.Inside, 0)
		add(theme, checks.Within, float64(100*(1+i%10)))
		if len(rules) < 60 {
			add(theme, checks.Nearest, 5000)
		}
	}
	return rules[:60]
}
