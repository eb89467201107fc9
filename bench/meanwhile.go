package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/tiles"
)

// meanwhileRatio is how much slower the slowest requests may be while an import runs.
const meanwhileRatio = 3

// Requests are tiles and checks of the town, as the service answers them.
type Requests struct {
	Pool      *pgxpool.Pool
	Catalogue *layers.Catalogue
	Within    orb.Bound // EPSG:3067
}

// meanwhile asks for tiles and checks while nothing else runs, then while an import runs in this process, as the
// service runs it.
func (m *Import) meanwhile(ctx context.Context) ([]Row, error) {
	quiet, err := m.Town.ask(ctx, time.After(20*time.Second))
	if err != nil {
		return nil, err
	}
	m.runs++
	imported := make(chan time.Time, 1)
	var reports []layers.Report
	var fault error
	go func() {
		reports, fault = layers.NewStore(m.Pool).Import(ctx, layers.ImportOptions{Path: m.file, ID: m.layer(), Theme: layers.Natura, Key: "tunnus"})
		imported <- time.Now()
	}()
	busy, err := m.Town.ask(ctx, imported)
	if err != nil {
		return nil, err
	}
	if fault != nil {
		return nil, fmt.Errorf("import: %w", fault)
	}
	row := func(what string, busy, quiet sample) Row {
		return Row{Name: "p99 of " + what + " during an import", Median: busy.quantile(0.99), P99: busy.quantile(0.99), Runs: len(busy), Goal: meanwhileRatio * quiet.quantile(0.99),
			Yardstick: "p99 while nothing else runs", Beside: quiet.quantile(0.99), Note: fmt.Sprintf("medians %s and %s ms", milliseconds(busy.median()), milliseconds(quiet.median()))}
	}
	return []Row{row("tiles", busy.tiles, quiet.tiles), row("checks", busy.checks, quiet.checks)}, m.remove(ctx, reports[0].Version)
}

// answers are the times that requests took.
type answers struct{ tiles, checks sample }

// ask asks for a tile and a check in turn until it is over, one at a time.
func (r Requests) ask(ctx context.Context, over <-chan time.Time) (answers, error) {
	var a answers
	engine := checks.NewEngine(r.Pool, r.Catalogue, nil, slog.New(slog.DiscardHandler))
	grid, err := tiles.GridByID("WebMercatorQuad")
	if err != nil {
		return a, err
	}
	var versions []layers.Version
	for _, theme := range background {
		for _, layer := range r.Catalogue.ByTheme(theme) {
			versions = append(versions, layer.Version)
		}
	}
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // places, not secrets
	for {
		select {
		case <-over:
			return a, nil
		default:
		}
		place := blob(random, r.Within)
		tile := grid.At(geo.Transform(place[0][0], geo.TM35FIN, geo.Mercator).(orb.Point), 14)
		source := tiles.NewSource(r.Pool, tiles.Options{}) // an empty cache
		if err := a.tiles.timed(func() error {
			_, err := source.Tile(ctx, grid, tile, versions, tiles.Zstd)
			return err
		}); err != nil {
			return a, fmt.Errorf("tile %v: %w", tile, err)
		}
		if err := a.checks.timed(func() error {
			_, err := engine.Check(ctx, geo.Transform(place, geo.TM35FIN, geo.CRS84), checks.Answers{}, i18n.Finnish)
			return err
		}); err != nil {
			return a, fmt.Errorf("check: %w", err)
		}
	}
}
