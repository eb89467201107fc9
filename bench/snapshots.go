package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles"
)

// Goals of reading a version into memory.
const (
	snapshotPerSecond = 200_000 // features
	snapshotSize      = 3       // times the same as FlatGeobuf
	snapshotRounds    = 3
)

// Snapshot times the reading of the parcels into memory, for every grid, beside ogr2ogr writing the same table as
// FlatGeobuf, and compares what both take.
func (s *Serving) Snapshot(ctx context.Context) (Row, error) {
	catalogue := layers.NewCatalogue(layers.NewStore(s.Pool))
	if err := catalogue.Load(ctx); err != nil {
		return Row{}, err
	}
	layer, ok := catalogue.Layer(parcels)
	if !ok {
		return Row{}, fmt.Errorf("layer %s: %w", parcels, layers.ErrNotFound)
	}
	var ours, theirs sample
	var shot *snapshot.Snapshot
	file := filepath.Join(s.Folder, "parcels.fgb")
	for range snapshotRounds {
		if err := ours.timed(func() error {
			shelf := tiles.NewShelf(s.Pool, nil, 1<<34, slog.New(slog.DiscardHandler))
			shelf.Fill(ctx, []layers.Layer{layer})
			shot = shelf.Get(layer.Version.Number)
			return nil
		}); err != nil || shot == nil {
			return Row{}, fmt.Errorf("no snapshot: %w", err)
		}
		if err := theirs.timed(func() error { return s.writeFlatGeobuf(ctx, file) }); err != nil {
			return Row{}, err
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		return Row{}, err
	}
	count := float64(layer.Version.FeatureCount)
	return Row{Name: fmt.Sprintf("%.0f parcels read into memory, for both grids", count), Median: ours.median(), P99: ours.quantile(0.99), Runs: len(ours),
		Yardstick: "ogr2ogr writes them as FlatGeobuf", Beside: theirs.median(), Goal: time.Duration(count / snapshotPerSecond * float64(time.Second)),
		Note: fmt.Sprintf("%.0f features/s; %.1f MB in memory, %.2f times FlatGeobuf's %.1f MB, goal %d", count/ours.median().Seconds(),
			float64(shot.Bytes())/1e6, float64(shot.Bytes())/float64(info.Size()), float64(info.Size())/1e6, snapshotSize)}, nil
}

// writeFlatGeobuf writes the yardstick's table of parcels, which has the same attributes as the snapshot.
func (s *Serving) writeFlatGeobuf(ctx context.Context, file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // ogr2ogr cannot write over a file of this format
	}
	return ogr2ogr(ctx, s.Pool, "-f", "FlatGeobuf", file, database(s.Pool), "yardstick."+parcels+"_3067")
}
