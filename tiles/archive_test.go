package tiles

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/tiles/pmtiles"
	"lupakartta/tiles/pmtiles/pmtilestest"
)

// archiveOf writes an archive of versions and reads it.
func archiveOf(t *testing.T, s *Source, versions []layers.Version, o ArchiveOptions) (*pmtilestest.Archive, error) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "a.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := s.Archive(t.Context(), file, versions, o); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return pmtilestest.Read(t, data), nil
}

// wanting looks at every tile that meets the box, at all zooms, and compares it with the archive's.
func wanting(t *testing.T, s *Source, versions []layers.Version, got *pmtilestest.Archive, box orb.Bound, lowest, deepest int) {
	t.Helper()
	g := &Grids[0]
	found := 0
	for z := lowest; z <= deepest; z++ {
		first, last := g.At(orb.Point{box.Min[0], box.Max[1]}, z), g.At(orb.Point{box.Max[0], box.Min[1]}, z)
		for x := first.X; x <= last.X; x++ {
			for y := first.Y; y <= last.Y; y++ {
				tile, err := s.Tile(t.Context(), g, Tile{Z: z, X: x, Y: y}, versions, Gzip)
				if err != nil {
					t.Fatal(err)
				}
				if !tile.Empty() {
					found++
				}
				if kept := got.Tiles[pmtiles.ID(z, x, y)]; !bytes.Equal(kept, tile.Bytes) {
					t.Errorf("tile %d/%d/%d has %d bytes, want %d", z, x, y, len(kept), len(tile.Bytes))
				}
			}
		}
	}
	if found != len(got.Tiles) || found == 0 {
		t.Errorf("%d tiles are archived, want %d", len(got.Tiles), found)
	}
}

// mercatorBox is the box round EPSG:3067 points, with room.
func mercatorBox(room float64, points ...orb.Point) orb.Bound {
	var box orb.MultiPoint
	for _, p := range points {
		box = append(box, geo.Mercator.FromLonLat(geo.ToLonLat(p)))
	}
	return box.Bound().Pad(room)
}

// TestArchiveHasWhatIsServed compares archives with every tile there could be: from PostGIS and from memory, with layers
// that begin at different zooms, features of several parts that lie far apart and vanish at low zooms, and long lines.
func TestArchiveHasWhatIsServed(t *testing.T) {
	s, versions := neighbourhood(t)
	islands := recipe("islands", layers.BaseLand)
	islets := orb.MultiPolygon{square(midE, midN, 3), square(midE+6000, midN+900, 4), square(midE-100, midN-4000, 2)}
	diagonal := orb.LineString{{midE - 6000, midN - 4000}, {midE + 6000, midN + 1000}}
	versions = append(versions, publish(t, s.pool, islands, []shape{{"1", islets, nil}, {"2", diagonal, nil}}))
	box := mercatorBox(2000, orb.Point{midE - 6000, midN - 4000}, orb.Point{midE + 6000, midN + 1000})
	for _, by := range []string{"PostGIS", "memory"} {
		t.Run(by, func(t *testing.T) {
			var options Options
			if by == "memory" {
				options.Memory = NewShelf(s.pool, nil, 1<<30, testlog.Logger())
				var published []layers.Layer
				for _, v := range versions {
					published = append(published, layers.Layer{ID: v.Layer, Version: v})
				}
				options.Memory.Fill(t.Context(), published)
			}
			source := NewSource(s.pool, options)
			got, err := archiveOf(t, source, versions, ArchiveOptions{MinZoom: 2, MaxZoom: 15, Lang: "sv", Date: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			wanting(t, source, versions, got, box, 2, 15)
			if h := got.Header; !h.Clustered || h.MinZoom != 2 || h.MaxZoom != 15 || h.West > 26.6 || h.East < 26.6 {
				t.Errorf("header %+v", h)
			}
			if m := got.Metadata; m["date"] != "2026-11-01T12:00:00Z" || len(m["vector_layers"].([]any)) != len(versions)+1 || len(m["layers"].([]any)) != len(versions) {
				t.Errorf("metadata %v", m)
			}
		})
	}
}

func TestArchiveWithin(t *testing.T) {
	s, versions := neighbourhood(t)
	middle := geo.ToLonLat(orb.Point{midE, midN})
	within := orb.Bound{Min: orb.Point{middle[0] - .002, middle[1] - .001}, Max: orb.Point{middle[0] + .002, middle[1] + .001}}
	got, err := archiveOf(t, s, versions, ArchiveOptions{MinZoom: 10, MaxZoom: 14, Within: &within, Lang: "fi"})
	if err != nil {
		t.Fatal(err)
	}
	wanting(t, s, versions, got, orb.Bound{Min: geo.Mercator.FromLonLat(within.Min), Max: geo.Mercator.FromLonLat(within.Max)}, 10, 14)
	if h := got.Header; h.West < within.Min[0]-1e-6 || h.North > within.Max[1]+1e-6 {
		t.Errorf("header %+v, want within %v", h, within)
	}
	elsewhere := orb.Bound{Min: orb.Point{21, 60}, Max: orb.Point{21.1, 60.1}}
	if _, err := archiveOf(t, s, versions, ArchiveOptions{MinZoom: 10, MaxZoom: 14, Within: &elsewhere}); !errors.Is(err, ErrNothing) {
		t.Errorf("elsewhere: %v, want %v", err, ErrNothing)
	}
}

// TestArchiveStops ends an archive that nobody waits for, and one of a version that is gone.
func TestArchiveStops(t *testing.T) {
	s, versions := neighbourhood(t)
	ctx, cancel := context.WithCancel(t.Context())
	file, err := os.Create(filepath.Join(t.TempDir(), "a.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	stop := func(ArchiveProgress) { cancel() }
	if _, err := s.Archive(ctx, file, versions, ArchiveOptions{MaxZoom: 16, Progress: stop}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := s.pool.Exec(t.Context(), `drop table `+versions[0].Table()); err != nil {
		t.Fatal(err)
	}
	if _, err := archiveOf(t, s, versions, ArchiveOptions{MaxZoom: 16}); !errors.Is(err, layers.ErrCleared) {
		t.Errorf("gone: %v, want %v", err, layers.ErrCleared)
	}
}
