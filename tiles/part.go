package tiles

// part is one layer of a tile, encoded. It never changes.
type part struct {
	layer   string
	maker   maker
	raw     []byte // empty: nothing is there
	leftOut int64  // features that the tile had no room for
}

// maker is what makes parts. Their bytes differ, by half a unit of the tile and by the order of values; their first letters
// tell them apart in entity tags.
type maker string

const (
	memory  maker = "memory"
	table   maker = "table"   // PostGIS from a version's table for tiles
	postgis maker = "postgis" // from its own
)

// partCost is what a part or a tile takes in memory beside its bytes: itself, its key and the cache's entry.
const partCost = 256

func (p *part) weight() uint32 { return uint32(partCost + len(p.raw)) } //nolint:gosec // far below 4 GB
