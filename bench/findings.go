package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"golang.org/x/sync/errgroup"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles"
)

// Findings measures checks of random places by sixty rules over the parcels, Natura sites and twenty other themes.
type Findings struct {
	Pool  *pgxpool.Pool
	Rules []checks.Rule
	Say   func(format string, args ...any)

	catalogue *layers.Catalogue
	engine    *checks.Engine
	within    orb.Bound
}

// Goals of a check's p99, and how much.
const (
	pointGoal      = 5 * time.Millisecond
	areaGoal       = 20 * time.Millisecond
	lineGoal       = 100 * time.Millisecond
	findingRuns    = 500              // of each kind of place, one after the other
	throughputTime = 10 * time.Second // of each side
	comparedPlaces = 10_000           // whose findings are compared
	compareTime    = 10 * time.Minute // when that is over, fewer places are compared, and the table says how many
	lineLong       = 50_000           // metres
	lineVertices   = 200              // a mast every 250 m
	sameDistance   = 0.01             // metres
)

// kindOfPlace is what is checked.
type kindOfPlace struct {
	name string
	goal time.Duration
	make func(*rand.Rand, orb.Bound) orb.Geometry // EPSG:3067
}

var kindsOfPlace = []kindOfPlace{
	{"a point", pointGoal, func(rnd *rand.Rand, within orb.Bound) orb.Geometry { return somewhere(rnd, within) }},
	{"an area of 1,000 vertices", areaGoal, func(rnd *rand.Rand, within orb.Bound) orb.Geometry { return blob(rnd, within) }},
	{"a power line of 50 km", lineGoal, func(rnd *rand.Rand, within orb.Bound) orb.Geometry {
		return trail(rnd, somewhere(rnd, within), lineLong, lineVertices)
	}},
}

// Rows reads the layers into memory, times checks, and compares findings.
func (f *Findings) Rows(ctx context.Context) ([]Row, error) {
	f.catalogue = layers.NewCatalogue(layers.NewStore(f.Pool))
	if err := f.catalogue.Load(ctx); err != nil {
		return nil, err
	}
	units, ok := f.catalogue.Layer(parcels)
	if !ok {
		return nil, fmt.Errorf("layer %s: %w", parcels, layers.ErrNotFound)
	}
	f.within = units.Version.BBox
	shelf := f.shelf(ctx)
	f.engine = checks.NewEngine(f.Pool, f.catalogue, shelf, slog.New(slog.DiscardHandler))
	f.Say("%d layers in memory: %.0f MB", len(f.catalogue.Layers()), float64(shelf.Taken())/1e6)
	var rows []Row
	for _, kind := range kindsOfPlace {
		row, err := f.time(ctx, kind)
		if err != nil {
			return nil, err
		}
		row.Note += fmt.Sprintf("; snapshots %.0f MB", float64(shelf.Taken())/1e6)
		rows = append(rows, row)
		f.Say("%s: median %s ms, p99 %s ms", row.Name, milliseconds(row.Median), milliseconds(row.P99))
	}
	compared, err := f.compare(ctx)
	if err != nil {
		return nil, err
	}
	rows[0].Note += "; " + compared
	return rows, nil
}

// shelf keeps every layer with all its attributes.
func (f *Findings) shelf(ctx context.Context) *snapshot.Shelf {
	also := func(v layers.Version) (names []string) {
		for _, a := range v.Recipe.Attributes {
			names = append(names, a.Name)
		}
		return names
	}
	shelf := tiles.NewShelf(f.Pool, also, 1<<35, slog.New(slog.DiscardHandler))
	shelf.Fill(ctx, f.catalogue.Layers())
	return shelf
}

// time checks places of a kind one after the other, beside PostGIS, then as many as both can on all processors.
func (f *Findings) time(ctx context.Context, kind kindOfPlace) (Row, error) {
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // places, not secrets
	var ours, plain sample
	findings := 0
	for i := range checkWarmUps + findingRuns {
		place := kind.make(rnd, f.within)
		lonLat := geo.Transform(place, geo.TM35FIN, geo.CRS84)
		if err := ours.timed(func() error {
			result, err := f.engine.Check(ctx, lonLat, checks.Answers{}, i18n.Finnish)
			findings += len(result.Findings)
			return err
		}); err != nil {
			return Row{}, fmt.Errorf("check %d: %w", i, err)
		}
		if i%10 > 0 { // PostGIS takes long
			continue
		}
		if err := plain.timed(func() error { _, err := f.ask(ctx, place); return err }); err != nil {
			return Row{}, fmt.Errorf("plain check %d: %w", i, err)
		}
	}
	ours, plain = ours[checkWarmUps:], plain[checkWarmUps/10:]
	our, err := f.throughput(ctx, kind, func(place orb.Geometry) error {
		_, err := f.engine.Check(ctx, geo.Transform(place, geo.TM35FIN, geo.CRS84), checks.Answers{}, i18n.Finnish)
		return err
	})
	if err != nil {
		return Row{}, err
	}
	their, err := f.throughput(ctx, kind, func(place orb.Geometry) error { _, err := f.ask(ctx, place); return err })
	if err != nil {
		return Row{}, err
	}
	return Row{Name: "check of " + kind.name, Median: ours.median(), P99: ours.quantile(0.99), Runs: len(ours), Goal: kind.goal,
		Yardstick: "the same rules, a prepared statement each", Beside: plain.median(),
		Note: fmt.Sprintf("the goal is for the p99; %d rules, %.0f findings; at once %.0f a second, PostGIS %.0f: %.1f times, goal 10", len(f.Rules),
			float64(findings)/float64(checkWarmUps+findingRuns), our, their, our/their)}, nil
}

// throughput is how many places a second two callers for each processor get checked.
func (f *Findings) throughput(ctx context.Context, kind kindOfPlace, check func(orb.Geometry) error) (float64, error) {
	var mu sync.Mutex
	done := 0
	began := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	for worker := range 2 * runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			rnd := rand.New(rand.NewPCG(7, uint64(worker))) //nolint:gosec // places, not secrets
			for time.Since(began) < throughputTime && ctx.Err() == nil {
				if err := check(kind.make(rnd, f.within)); err != nil {
					return err
				}
				mu.Lock()
				done++
				mu.Unlock()
			}
			return nil
		})
	}
	err := group.Wait()
	return float64(done) / time.Since(began).Seconds(), err
}

// near is a feature that PostGIS finds.
type near struct {
	id       string
	distance float64
	of       int // how many the rule finds
}

// askSQL is the yardstick: the design's definition of distance over what ST_DWithin lets through by the index.
const askSQL = `with found as (select source_id, attributes, case when st_intersects(geom, $1::geometry) then 0
			else st_length(st_transform(st_shortestline($1::geometry, geom), 4258)::geography, true) end as d
		from %s where %s)
	select source_id, attributes, d, count(*) over () from found where d <= $2 order by d, source_id limit 20`

// ask asks PostGIS all rules in one round trip.
func (f *Findings) ask(ctx context.Context, place orb.Geometry) ([][]near, error) {
	shape, err := ewkb.MarshalToHex(place, layers.SRID)
	if err != nil {
		return nil, err
	}
	var batch pgx.Batch
	for _, rule := range f.Rules {
		for _, layer := range f.catalogue.ByTheme(rule.Theme) {
			where := "st_dwithin(geom, $1::geometry, 1.002 * $2::float8)"
			if rule.Relation == checks.Inside {
				where = "st_intersects(geom, $1::geometry) and $2::float8 = 0"
			}
			batch.Queue(fmt.Sprintf(askSQL, layer.Version.Table(), where), shape, rule.Distance)
		}
	}
	results := f.Pool.SendBatch(ctx, &batch)
	defer func() { _ = results.Close() }()
	found := make([][]near, len(f.Rules))
	for i := range f.Rules {
		rows, err := results.Query()
		if err != nil {
			return nil, err
		}
		found[i], err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (n near, err error) {
			var attributes []byte
			return n, row.Scan(&n.id, &attributes, &n.distance, &n.of)
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// compare checks random places both ways and tells how often the findings differ.
func (f *Findings) compare(ctx context.Context) (string, error) {
	rnd := rand.New(rand.NewPCG(11, 13)) //nolint:gosec // places, not secrets
	began, places, features, different := time.Now(), 0, 0, 0
	worst := 0.0
	for ; places < comparedPlaces && time.Since(began) < compareTime; places++ {
		kind := kindsOfPlace[0]
		if places%50 == 49 {
			kind = kindsOfPlace[1+places/50%2]
		}
		place := kind.make(rnd, f.within)
		result, err := f.engine.Check(ctx, geo.Transform(place, geo.TM35FIN, geo.CRS84), checks.Answers{}, i18n.Finnish)
		if err != nil {
			return "", err
		}
		theirs, err := f.ask(ctx, place)
		if err != nil {
			return "", err
		}
		same, off, count := f.agree(result, theirs)
		features += count
		worst = max(worst, off)
		if !same {
			different++
		}
	}
	return fmt.Sprintf("%d places compared, %d findings: %d places differ, distances by %.4f m at most", places, features, different, worst), nil
}

// agree compares the findings of a place rule by rule. Of those that are equally far to a centimetre either may come first,
// or be the last that is named.
func (f *Findings) agree(result checks.Result, theirs [][]near) (same bool, worst float64, count int) {
	byRule := map[string][]checks.Finding{}
	for _, finding := range result.Findings {
		if finding.Status == checks.Found {
			byRule[finding.Rule] = append(byRule[finding.Rule], finding)
		}
	}
	for i, rule := range f.Rules {
		ours, their := byRule[rule.ID], theirs[i]
		if rule.Relation == checks.Nearest {
			their = their[:min(1, len(their))]
		}
		if len(ours) != len(their) {
			return false, worst, count
		}
		count += len(ours)
		distances := map[string]float64{}
		for _, n := range their {
			distances[n.id] = n.distance
		}
		for j, finding := range ours {
			off := math.Abs(*finding.Distance - their[j].distance)
			known, there := distances[*finding.FeatureID]
			if there {
				off = max(off, math.Abs(*finding.Distance-known))
			}
			worst = max(worst, off)
			if off > sameDistance || !there && *finding.Distance < their[len(their)-1].distance-sameDistance {
				return false, worst, count
			}
		}
		if n := len(ours); n > 0 && rule.Relation != checks.Nearest && n+ours[n-1].More != their[0].of {
			return false, worst, count
		}
	}
	return true, worst, count
}
