package tiles

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// unpack reads what is in an encoding with a reader of the encoding's own.
func unpack(t rapid.TB, e Encoding, data []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(data)
	var err error
	switch e {
	case Zstd:
		r, err = zstd.NewReader(r)
	case Brotli:
		r = brotli.NewReader(r)
	case Gzip:
		r, err = gzip.NewReader(r)
	case Plain:
	}
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", e, err)
	}
	return raw
}

func TestWhatIsPackedComesOutAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "raw"), rapid.IntRange(1, 400).Draw(t, "times"))
		for _, e := range append([]Encoding{Plain}, Encodings...) {
			packed, err := e.compress(raw)
			again, second := e.compress(raw)
			if err != nil || second != nil || !bytes.Equal(packed, again) {
				t.Fatalf("%s: %v, %v; equal %v", e, err, second, bytes.Equal(packed, again))
			}
			if got := unpack(t, e, packed); !bytes.Equal(got, raw) {
				t.Fatalf("%s: %d bytes became %d", e, len(raw), len(got))
			}
		}
	})
}

// One tile in every encoding holds the same bytes, has a tag of its own, and is asked of PostGIS once.
func TestEncodingsAgree(t *testing.T) {
	pool := testdb.New(t)
	units, _, _ := fabric()
	v := publish(t, pool, recipe("units", layers.Property), units)
	counted, c := traced(t, pool, 2)
	s := NewSource(counted, Options{})
	g := grid(t, "WebMercatorQuad")
	at := g.At(g.CRS.FromLonLat(seamPlaces[3]), 15)
	want := get(t, s, g, at, v)
	tags := map[string]bool{}
	for _, e := range append([]Encoding{Plain}, Encodings...) {
		foretold := s.ETag(g, at, []layers.Version{v}, e)
		tile, err := s.Tile(context.Background(), g, at, []layers.Version{v}, e)
		if err != nil {
			t.Fatal(err)
		}
		if got := unpack(t, e, tile.Bytes); !bytes.Equal(got, want) {
			t.Errorf("%s holds %d bytes, want %d", e, len(got), len(want))
		}
		if tile.ETag != foretold || tile.Encoding != e || !strings.HasSuffix(tile.ETag, string(e)+`"`) {
			t.Errorf("%s: tag %s of %s, foretold %s", e, tile.ETag, tile.Encoding, foretold)
		}
		tags[tile.ETag] = true
	}
	if len(tags) != 4 || c.statements() != 1 {
		t.Errorf("%d tags after %d statements, want 4 after 1", len(tags), c.statements())
	}
}

// A tag names the versions, the tile, its grid and what made it: whatever else differs has another.
func TestTagsDiffer(t *testing.T) {
	pool := testdb.New(t)
	v := publish(t, pool, recipe("units", layers.Property), []shape{{"1", square(midE, midN, 100), nil}})
	g := grid(t, "WebMercatorQuad")
	at := g.At(onGrid(g, orb.Point{midE + 50, midN + 50}), 14)
	other := v
	other.Number++
	asked, drawn := NewSource(pool, Options{}), remembering(t, pool, v)
	tags := map[string]string{}
	for what, tag := range map[string]string{
		"itself":      asked.ETag(g, at, []layers.Version{v}, Gzip),
		"version":     asked.ETag(g, at, []layers.Version{other}, Gzip),
		"two layers":  asked.ETag(g, at, []layers.Version{v, other}, Gzip),
		"tile":        asked.ETag(g, Tile{at.Z, at.X, at.Y + 1}, []layers.Version{v}, Gzip),
		"grid":        asked.ETag(grid(t, "ETRS-TM35FIN"), at, []layers.Version{v}, Gzip),
		"encoding":    asked.ETag(g, at, []layers.Version{v}, Zstd),
		"from memory": drawn.ETag(g, at, []layers.Version{v}, Gzip),
	} {
		if same, ok := tags[tag]; ok {
			t.Errorf("%q and %q have one tag", what, same)
		}
		tags[tag] = what
	}
	for _, s := range []*Source{asked, drawn} {
		tile, err := s.Tile(context.Background(), g, at, []layers.Version{v}, Gzip)
		if err != nil || (tags[tile.ETag] != "itself" && s == asked) || (tags[tile.ETag] != "from memory" && s == drawn) {
			t.Errorf("got %v, %v", tile, err)
		}
	}
}
