package snapshot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"lupakartta/geo"
	"lupakartta/layers"
)

// ErrUnfit says that a version cannot be kept in memory: it has what layers do not keep, or too much of it.
var ErrUnfit = errors.New("the version does not fit in memory")

// mostOfAll bounds features, parts and positions: they are numbered in 32 bits.
const mostOfAll = 1 << 31

// Columns are what is kept of a version beside its shapes.
type Columns struct {
	Tile []string // attributes that travel in tiles
	More []string // other attributes, and IDs
	IDs  bool     // the register's own ids
}

// names are those of all columns: first what travels, last the register's ids, whose name is empty.
func (c Columns) names() []string {
	names := slices.Concat(c.Tile, c.More)
	if c.IDs {
		names = append(names, "")
	}
	return names
}

// list is what a statement selects of each feature, and the statement's arguments from $first on. Shapes come as EWKB.
func (c Columns) list(first int) (list string, args []any) {
	list = "fid, st_asewkb(geom, 'NDR')"
	for _, name := range c.names() {
		if name == "" {
			list += ", to_json(source_id)::text"
			continue
		}
		list += fmt.Sprintf(", (attributes -> $%d::text)::text", first+len(args))
		args = append(args, name)
	}
	return list, args
}

// Build reads a version into memory, for the planes. It reads with as many connections as there are processors.
func Build(ctx context.Context, pool *pgxpool.Pool, v layers.Version, planes []Plane, columns Columns) (*Snapshot, error) {
	var blocks int64
	if err := pool.QueryRow(ctx, `select pg_relation_size($1::regclass) / current_setting('block_size')::int`, v.Table()).Scan(&blocks); err != nil {
		return nil, fmt.Errorf("snapshot of version %d: %w", v.Number, err)
	}
	workers := runtime.GOMAXPROCS(0)
	chunks := make([]*chunk, workers)
	group, ctx := errgroup.WithContext(ctx)
	for i := range chunks {
		chunks[i] = newChunk(planes, len(columns.names()), int(v.FeatureCount)/workers)
		first, end := blocks*int64(i)/int64(workers), blocks*int64(i+1)/int64(workers)
		if i == workers-1 {
			end = 1 << 32 // what was added since, in theory
		}
		group.Go(func() error { return chunks[i].read(ctx, pool, v, columns, first, end) })
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("snapshot of version %d: %w", v.Number, err)
	}
	s, err := pack(chunks, planes)
	if err != nil {
		return nil, fmt.Errorf("snapshot of version %d: %w", v.Number, err)
	}
	var outlines sync.WaitGroup
	for i := range s.views {
		outlines.Go(func() { s.views[i].outlines = newOutlines(s, s.views[i].positions) })
	}
	outlines.Wait()
	s.label(v, columns)
	return s, nil
}

// chunk is some of a version's features as they were read.
type chunk struct {
	fids   []int64
	kinds  []Kind
	parts  []uint32 // of each feature how many
	ends   []uint32 // of each part the end among the positions
	holes  []bool
	rows   []uint32
	column []column
	views  []chunkView
	shape  shape
	coming int // about how many features it will have
}

// chunkView is how they lie in a plane.
type chunkView struct {
	warp      *warp
	positions []XY
	boxes     []Box
	simple    []uint8
}

// newChunk has room for about so many features.
func newChunk(planes []Plane, names, features int) *chunk {
	coming := features
	features += features / 8 // rows on a page are not equally long
	c := &chunk{coming: coming, column: newColumns(names), views: make([]chunkView, len(planes)), fids: make([]int64, 0, features), kinds: make([]Kind, 0, features),
		parts: make([]uint32, 0, features), ends: make([]uint32, 0, features), holes: make([]bool, 0, features), rows: make([]uint32, 0, features*names)}
	for i, p := range planes {
		c.views[i] = chunkView{warp: newWarp(p), boxes: make([]Box, 0, features), simple: make([]uint8, 0, features)}
	}
	return c
}

// read reads the features that lie in the table's blocks from first up to end.
func (c *chunk) read(ctx context.Context, pool *pgxpool.Pool, v layers.Version, columns Columns, first, end int64) error {
	list, names := columns.list(1)
	args := append([]any{pgx.QueryExecModeDescribeExec, pgx.QueryResultFormats{pgx.BinaryFormatCode}}, names...)
	sql := fmt.Sprintf(`select %s from %s where ctid >= '(%d,0)' and ctid < '(%d,0)'`, list, v.Table(), first, min(end, 1<<32-1))
	return pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		// Nobody waits for an answer: a country takes longer than the service's own statements may.
		if _, err := tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := c.add(rows.RawValues()); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// add takes one row: fid, geometry, attributes.
func (c *chunk) add(values [][]byte) error {
	id := reader{data: values[0]}
	if err := c.shape.read(values[1]); err != nil {
		return fmt.Errorf("%w: %w", ErrUnfit, err)
	}
	s := &c.shape
	c.fids, c.kinds = append(c.fids, id.bigEndian()), append(c.kinds, s.kind)
	c.parts, c.holes = append(c.parts, uint32(len(s.ends))), append(c.holes, s.holes...) //nolint:gosec // bounded below
	start := 0
	if len(c.ends) > 0 {
		start = int(c.ends[len(c.ends)-1])
	}
	if start+len(s.points) > mostOfAll {
		return fmt.Errorf("%w: more than %d positions", ErrUnfit, mostOfAll)
	}
	for _, end := range s.ends {
		c.ends = append(c.ends, uint32(start+end)) //nolint:gosec // bounded above
	}
	s.orient()
	c.makeRoom(len(s.points))
	apart := s.apart()
	for i := range c.views {
		c.views[i].add(s, apart)
	}
	for i := range c.column {
		number := uint32(0)
		if text := values[2+i]; text != nil {
			number = c.column[i].number(text)
		}
		c.rows = append(c.rows, number)
	}
	return nil
}

// makeRoom makes room for more positions: at once for all that are to come, if the features to come have as many as those
// before. Growing by and by would take twice the memory for a moment, and copies over and over.
func (c *chunk) makeRoom(more int) {
	for i := range c.views {
		positions := &c.views[i].positions
		if len(*positions)+more <= cap(*positions) {
			continue
		}
		if seen := len(c.fids); seen >= lookAgain && seen < c.coming {
			more = max(more, int(1.02*float64(len(*positions))/float64(seen)*float64(c.coming-seen)))
		}
		*positions = slices.Grow(*positions, more)
	}
}

// add takes a shape whose sides lie so far apart, in metres.
func (v *chunkView) add(s *shape, apart float64) {
	first := len(v.positions)
	for _, p := range s.points {
		v.positions = append(v.positions, v.warp.at(p))
	}
	v.boxes = append(v.boxes, boxOf(v.positions[first:]))
	v.simple = append(v.simple, s.simpleFrom(apart, v.positions[first:]))
}

// source is where a feature was read.
type source struct {
	place   uint32 // on Hilbert's curve
	chunk   uint32
	feature uint32
}

// pack puts the features of all chunks in the order of Hilbert's curve.
func pack(chunks []*chunk, planes []Plane) (*Snapshot, error) {
	order, parts, positions := inOrder(chunks)
	if len(order) > mostOfAll || parts > mostOfAll || positions > mostOfAll {
		return nil, fmt.Errorf("%w: %d features of %d parts and %d positions", ErrUnfit, len(order), parts, positions)
	}
	names := len(chunks[0].column)
	s := &Snapshot{fids: make([]int64, 0, len(order)), kinds: make([]Kind, 0, len(order)), parts: make([]uint32, 0, len(order)+1), ends: make([]uint32, 0, parts+1),
		holes: make([]bool, 0, parts), rows: make([]uint32, 0, len(order)*names), Values: make([]Values, names)}
	became := make([][][]uint32, names) // by column and chunk
	for i := range names {
		columns := make([]*column, len(chunks))
		for j, c := range chunks {
			columns[j] = &c.column[i]
		}
		s.Values[i], became[i] = merge(columns)
		for _, c := range columns {
			*c = column{} // what is packed is not needed twice, here and below
		}
	}
	starts := make([][]uint32, len(chunks)) // of each feature its first part
	for i, c := range chunks {
		starts[i] = make([]uint32, len(c.parts))
		sum := uint32(0)
		for j, n := range c.parts {
			starts[i][j], sum = sum, sum+n
		}
	}
	s.parts, s.ends = append(s.parts, 0), append(s.ends, 0)
	for _, from := range order {
		c, first := chunks[from.chunk], starts[from.chunk][from.feature]
		end := first + c.parts[from.feature]
		s.fids, s.kinds = append(s.fids, c.fids[from.feature]), append(s.kinds, c.kinds[from.feature])
		for part := first; part < end; part++ {
			s.ends = append(s.ends, s.ends[len(s.ends)-1]+c.ends[part]-c.start(part))
		}
		s.holes = append(s.holes, c.holes[first:end]...)
		s.parts = append(s.parts, uint32(len(s.ends)-1)) //nolint:gosec // bounded above
		for i, number := range c.rows[int(from.feature)*names : (int(from.feature)+1)*names] {
			s.rows = append(s.rows, became[i][from.chunk][number])
		}
	}
	for _, c := range chunks {
		c.fids, c.kinds, c.rows, c.holes = nil, nil, nil, nil
	}
	for i, plane := range planes {
		s.views = append(s.views, packView(chunks, starts, order, plane, i, positions))
	}
	return s, nil
}

func packView(chunks []*chunk, starts [][]uint32, order []source, plane Plane, i, positions int) view {
	v := view{plane: plane, positions: make([]XY, 0, positions), simple: make([]uint8, 0, len(order)), looked: make([]atomic.Uint32, len(order))}
	boxes := make([]Box, 0, len(order))
	for _, from := range order {
		c, first := chunks[from.chunk], starts[from.chunk][from.feature]
		in := &c.views[i]
		v.positions = append(v.positions, in.positions[c.start(first):c.ends[first+c.parts[from.feature]-1]]...)
		v.simple = append(v.simple, in.simple[from.feature])
		boxes = append(boxes, in.boxes[from.feature])
	}
	for _, c := range chunks {
		c.views[i] = chunkView{}
	}
	v.tree = newTree(boxes)
	return v
}

// start is the first position of a part.
func (c *chunk) start(part uint32) uint32 {
	if part == 0 {
		return 0
	}
	return c.ends[part-1]
}

// inOrder sorts the features of all chunks by their places on Hilbert's curve through the first plane, and counts parts
// and positions.
func inOrder(chunks []*chunk) (order []source, parts, positions int) {
	total := 0
	for _, c := range chunks {
		total += len(c.fids)
	}
	order = make([]source, 0, total)
	for i, c := range chunks {
		parts += len(c.ends)
		if len(c.ends) > 0 {
			positions += int(c.ends[len(c.ends)-1])
		}
		for j, box := range c.views[0].boxes {
			x, y := (uint64(box.Min.X)+uint64(box.Max.X))/2, (uint64(box.Min.Y)+uint64(box.Max.Y))/2
			order = append(order, source{geo.Hilbert(uint16(x>>16), uint16(y>>16)), uint32(i), uint32(j)}) //nolint:gosec // half of 33 bits; few chunks of fewer features than 2³²
		}
	}
	slices.SortFunc(order, func(a, b source) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(chunks[a.chunk].fids[a.feature], chunks[b.chunk].fids[b.feature]))
	})
	return order, parts, positions
}
