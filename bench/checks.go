package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Figures of the check: the polygon has 1,000 vertices and must answer within 50 ms at the median.
const (
	checkVertices = 1000
	checkGoal     = 50 * time.Millisecond
	checkRuns     = 200
	checkWarmUps  = 20
)

// Checks times a check of a 1,000-vertex polygon, a new random one inside within (EPSG:3067) each time, against
// every published layer. The yardstick asks the same of the same tables the plain way: per rule and layer one
// prepared ST_DWithin with ST_Distance, one after another.
func Checks(ctx context.Context, pool *pgxpool.Pool, catalogue *layers.Catalogue, within orb.Bound, name string) (Row, error) {
	engine := checks.NewEngine(pool, catalogue, nil, slog.New(slog.DiscardHandler))
	rules, err := engine.Rules(ctx)
	if err != nil {
		return Row{}, err
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // places, not secrets
	var ours, plain sample
	findings := 0
	for i := range checkWarmUps + checkRuns {
		place := blob(random, within)
		lonLat := geo.Transform(place, geo.TM35FIN, geo.CRS84)
		err := ours.timed(func() error {
			result, err := engine.Check(ctx, lonLat, checks.Answers{}, i18n.Finnish)
			findings += len(result.Findings)
			return err
		})
		if err != nil {
			return Row{}, fmt.Errorf("check %d: %w", i, err)
		}
		if err := plain.timed(func() error { return plainly(ctx, pool, catalogue, rules, place) }); err != nil {
			return Row{}, fmt.Errorf("plain check %d: %w", i, err)
		}
	}
	ours, plain = ours[checkWarmUps:], plain[checkWarmUps:]
	return Row{Name: name, Median: ours.median(), P99: ours.quantile(0.99), Runs: len(ours), Goal: checkGoal,
		Yardstick: "ST_DWithin + ST_Distance per rule and layer", Beside: plain.median(),
		Note: fmt.Sprintf("%d rules, %d layers, %.0f findings a check", len(rules), len(catalogue.Layers()), float64(findings)/float64(checkWarmUps+checkRuns))}, nil
}

// plainly asks each rule of each of its theme's layers by itself.
func plainly(ctx context.Context, pool *pgxpool.Pool, catalogue *layers.Catalogue, rules []checks.Rule, place orb.Geometry) error {
	shape, err := ewkb.MarshalToHex(place, layers.SRID)
	if err != nil {
		return err
	}
	for _, rule := range rules {
		for _, layer := range catalogue.ByTheme(rule.Theme) {
			rows, err := pool.Query(ctx, `select fid, st_distance(geom, $1::geometry) from `+layer.Version.Table()+
				` where st_dwithin(geom, $1::geometry, $2)`, shape, rule.Distance)
			if err != nil {
				return err
			}
			for rows.Next() { //nolint:revive // read to the end, as a caller would
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// blob is a round, wavy polygon of 1,000 vertices, 100 to 400 m across, somewhere inside within.
func blob(random *rand.Rand, within orb.Bound) orb.Polygon {
	centre := orb.Point{
		within.Min[0] + random.Float64()*(within.Max[0]-within.Min[0]),
		within.Min[1] + random.Float64()*(within.Max[1]-within.Min[1]),
	}
	radius, waves, phase := 50+150*random.Float64(), float64(3+random.IntN(9)), 2*math.Pi*random.Float64()
	ring := make(orb.Ring, 0, checkVertices+1)
	for i := range checkVertices {
		angle := 2 * math.Pi * float64(i) / checkVertices
		r := radius * (1 + 0.2*math.Sin(waves*angle+phase))
		ring = append(ring, orb.Point{centre[0] + r*math.Cos(angle), centre[1] + r*math.Sin(angle)})
	}
	return orb.Polygon{append(ring, ring[0])}
}
