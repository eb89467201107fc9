package snapshot

import (
	"fmt"

	"lupakartta/layers"
)

// Gathering packs some of a version's features into a snapshot of their own, such as those near a place where memory has no
// room for the whole version. What is asked of it is answered as the whole would.
type Gathering struct {
	version layers.Version
	columns Columns
	planes  []Plane
	chunk   *chunk
}

// NewGathering gathers features for the planes.
func NewGathering(v layers.Version, planes []Plane, columns Columns) *Gathering {
	return &Gathering{v, columns, planes, newChunk(planes, len(columns.names()), 0)}
}

// List is what the statement that reads the features selects, and its arguments from $first on.
func (c Columns) List(first int) (list string, args []any) { return c.list(first) }

// Add takes a row of the statement in PostgreSQL's binary format.
func (g *Gathering) Add(row [][]byte) error { return g.chunk.add(row) }

// Done packs what was gathered.
func (g *Gathering) Done() (*Snapshot, error) {
	s, err := pack([]*chunk{g.chunk}, g.planes)
	if err != nil {
		return nil, fmt.Errorf("features of version %d: %w", g.version.Number, err)
	}
	for i := range s.views {
		s.views[i].outlines = map[uint32]outline{}
		for part := range uint32(len(s.ends) - 1) { //nolint:gosec // bounded when packed
			if s.Large(part) {
				s.views[i].outlines[part] = outline{boxes: runBoxes(s.views[i].positions[s.ends[part]:s.ends[part+1]])}
			}
		}
	}
	s.label(g.version, g.columns)
	return s, nil
}
