package tiles

import (
	"testing"

	"lupakartta/tiles/tilestest"
)

// decode reads a tile's layers by name.
func decode(t testing.TB, raw []byte) map[string]tilestest.Layer {
	t.Helper()
	layers, err := tilestest.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	return layers
}
