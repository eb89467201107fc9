package pmtiles_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/tiles/pmtiles"
	"lupakartta/tiles/pmtiles/pmtilestest"
)

// The numbers are those of the specification and of the reference implementation.
func TestIDs(t *testing.T) {
	for _, want := range []struct {
		z    int
		x, y uint32
		id   uint64
	}{{0, 0, 0, 0}, {1, 0, 0, 1}, {1, 0, 1, 2}, {1, 1, 1, 3}, {1, 1, 0, 4}, {2, 0, 0, 5}, {12, 3423, 1763, 19078479}} {
		if got := pmtiles.ID(want.z, want.x, want.y); got != want.id {
			t.Errorf("%d/%d/%d has the number %d, want %d", want.z, want.x, want.y, got, want.id)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		z := random.IntN(pmtiles.MaxZoom + 1)
		x, y := uint32(random.Uint64N(1<<z)), uint32(random.Uint64N(1<<z))
		if gz, gx, gy := pmtiles.ZXY(pmtiles.ID(z, x, y)); gz != z || gx != x || gy != y {
			t.Fatalf("%d/%d/%d comes back as %d/%d/%d", z, x, y, gz, gx, gy)
		}
	}
	for id := range uint64(5461) { // zooms 0 to 6: numbers follow each other, neighbours lie beside each other
		z, x, y := pmtiles.ZXY(id)
		if pmtiles.ID(z, x, y) != id {
			t.Fatalf("number %d comes back as %d", id, pmtiles.ID(z, x, y))
		}
		if nz, nx, ny := pmtiles.ZXY(id + 1); nz == z && max(nx, x)-min(nx, x)+max(ny, y)-min(ny, y) != 1 {
			t.Fatalf("after %d/%d/%d comes %d/%d/%d", z, x, y, nz, nx, ny)
		}
	}
}

func archive(t *testing.T, add func(*pmtiles.Writer) error) (*pmtilestest.Archive, pmtiles.Counts) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "a.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	w := pmtiles.NewWriter(file)
	if err := add(w); err != nil {
		t.Fatal(err)
	}
	counts, err := w.Finish(orb.Bound{Min: orb.Point{20.5, 59.75}, Max: orb.Point{-31.5, 70.0000001}}, map[string]string{"name": "Lähteet"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	if counts.Bytes != int64(len(data)) {
		t.Errorf("told of %d bytes, there are %d", counts.Bytes, len(data))
	}
	return pmtilestest.Read(t, data), counts
}

func TestEqualTilesAreKeptOnce(t *testing.T) {
	content := map[uint64]string{3: "a", 4: "a", 5: "a", 7: "b", 8: "a", 9: "c", 20: "c"}
	got, counts := archive(t, func(w *pmtiles.Writer) error {
		for _, id := range []uint64{3, 4, 5, 7, 8, 9, 20} {
			if err := w.Add(id, []byte(content[id])); err != nil {
				return err
			}
		}
		return nil
	})
	if len(got.Tiles) != len(content) || counts.Tiles != 7 || counts.Entries != 5 || counts.Contents != 3 {
		t.Errorf("%d tiles, told %+v", len(got.Tiles), counts)
	}
	for id, want := range content {
		if string(got.Tiles[id]) != want {
			t.Errorf("tile %d is %q, want %q", id, got.Tiles[id], want)
		}
	}
	want := pmtilestest.Header{Tiles: 7, Entries: 5, Contents: 3, Clustered: true, MinZoom: 1, MaxZoom: 2, West: 20.5, South: 59.75, East: -31.5, North: 70.0000001}
	if got.Header != want || got.Metadata["name"] != "Lähteet" {
		t.Errorf("header %+v, want %+v; metadata %v", got.Header, want, got.Metadata)
	}
}

// A directory of many entries does not fit at the file's beginning, and gets leaves.
func TestLeaves(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	content := map[uint64]string{}
	var ids []uint64
	for id := uint64(1000); len(ids) < 60000; id += 1 + random.Uint64N(5000) {
		ids = append(ids, id)
		content[id] = fmt.Sprintf("%0*d", 1+random.IntN(40), random.IntN(50000))
	}
	got, _ := archive(t, func(w *pmtiles.Writer) error {
		for _, id := range ids {
			if err := w.Add(id, []byte(content[id])); err != nil {
				return err
			}
		}
		return nil
	})
	if got.Leaves < 2 || len(got.Tiles) != len(content) {
		t.Fatalf("%d leaves with %d tiles, want several with %d", got.Leaves, len(got.Tiles), len(content))
	}
	for id, want := range content {
		if string(got.Tiles[id]) != want {
			t.Fatalf("tile %d is %q, want %q", id, got.Tiles[id], want)
		}
	}
}

func TestRefused(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "a.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	w := pmtiles.NewWriter(file)
	if _, err := w.Finish(orb.Bound{}, nil); !errors.Is(err, pmtiles.ErrEmpty) {
		t.Errorf("without tiles: %v", err)
	}
	for _, id := range []uint64{5, 6} {
		if err := w.Add(id, []byte("a")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Add(6, []byte("b")); !errors.Is(err, pmtiles.ErrOrder) {
		t.Errorf("a tile twice: %v", err)
	}
	if err := w.Add(9, nil); err == nil {
		t.Error("an empty tile was taken")
	}
}
