package layers

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lupakartta/layers/source"
)

// staged is one row on its way into a version.
type staged struct {
	fid        int64
	sourceID   string
	geom       []byte      // EWKB; nil: none
	raw        []byte      // EWKB that only a guarded statement may parse, instead of geom
	attributes []byte      // JSON object
	reason     source.Note // why the feature is refused; geom is then its envelope, where there is one
	flags      int32
	place      uint32 // on the curve; where it is known
}

const (
	featureColumns = `fid, source_id, geom, attributes`
	stagingColumns = `fid bigint, source_id text, geom geometry, attributes jsonb, reason text, flags integer, raw bytea`
)

// stream makes the version's table and begins to fill it. All of it happens in one transaction: nobody ever sees a
// table half full, and PostgreSQL need not come back to its rows later (freeze).
func (b *Builder) stream(ctx context.Context) error {
	former, err := b.former(ctx, b.conn)
	if err != nil {
		return err
	}
	b.stage, b.table = fmt.Sprintf("layer_data.v%d_in", b.number), fmt.Sprintf("layer_data.v%d", b.number)
	kind := "table"
	if len(former) > 0 {
		b.renewed, b.table, kind = true, b.table+"_raw", "unlogged table" // see keepFids
	}
	b.fids = fidBlock{reserve: func(n int64) (last int64, err error) {
		err = b.store.pool.QueryRow(ctx, `update layers set last_fid = last_fid + $2 where id = $1 returning last_fid`, b.recipe.ID, n).Scan(&last)
		return last, err
	}}
	b.doubtful = &sideStream{start: b.aside(ctx, b.stage, `fid, source_id, geom, attributes, reason, flags, raw`)}
	b.names = &sideStream{start: b.aside(ctx, fmt.Sprintf("layer_data.v%d_names", b.number), `fid, title, detail, folded`)}
	if b.tx, err = b.conn.Begin(ctx); err != nil {
		return err
	}
	if _, err := b.tx.Exec(ctx, fmt.Sprintf(`create %s %s (fid bigint not null, source_id text not null,
		geom geometry(Geometry, 3067) not null, attributes jsonb not null)`, kind, b.table)); err != nil {
		return err
	}
	b.rows = startCopy(ctx, b.conn, b.table, featureColumns, "freeze")
	return nil
}

// aside begins a copy over a connection of its own.
func (b *Builder) aside(ctx context.Context, table, columns string) func() (*pgx.Conn, *copyStream, error) {
	return func() (*pgx.Conn, *copyStream, error) {
		conn, err := pgx.ConnectConfig(ctx, b.store.pool.Config().ConnConfig)
		if err != nil {
			return nil, nil, err
		}
		gently(conn)
		return conn, startCopy(ctx, conn, table, columns), nil
	}
}

// sideStream is a copy that begins with its first row.
type sideStream struct {
	start func() (*pgx.Conn, *copyStream, error)
	conn  *pgx.Conn
	copy  *copyStream
	rows  int64
}

func (s *sideStream) open() (*copyStream, error) {
	if s.copy == nil {
		var err error
		if s.conn, s.copy, err = s.start(); err != nil {
			return nil, err
		}
	}
	s.rows++
	return s.copy, nil
}

func (s *sideStream) end() error {
	if s.copy == nil {
		return nil
	}
	defer closeConn(s.conn)
	return s.copy.end()
}

func (s *sideStream) stop() {
	if s.copy != nil {
		s.copy.stop()
		closeConn(s.conn)
	}
}

// writeSure adds a row to the version's table.
func (b *Builder) writeSure(r *staged) error {
	data := b.rows.row(4)
	data = appendInt8(data, r.fid)
	data = appendField(data, []byte(r.sourceID))
	data = appendField(data, r.geom)
	return b.rows.done(appendJSON(data, r.attributes), r.place)
}

// writeDoubtful adds a row to the staging table.
func (b *Builder) writeDoubtful(r *staged) error {
	s, err := b.doubtful.open()
	if err != nil {
		return err
	}
	data := s.row(7)
	data = appendInt8(data, r.fid)
	data = appendField(data, []byte(r.sourceID))
	data = appendField(data, r.geom)
	data = appendJSON(data, r.attributes)
	data = appendText(data, noteJSON(r.reason))
	data = appendInt4(data, r.flags)
	return s.done(appendField(data, r.raw), 0)
}

// writeNames adds what search finds a feature by.
func (b *Builder) writeNames(fid int64, title, detail, folded string) error {
	s, err := b.names.open()
	if err != nil {
		return err
	}
	data := appendInt8(s.row(4), fid)
	data = appendText(data, title)
	data = appendText(data, detail)
	return s.done(appendText(data, folded), 0)
}

// endStreams ends every copy and returns the first fault.
func (b *Builder) endStreams() error {
	err := b.rows.end()
	for _, side := range []*sideStream{b.doubtful, b.names} {
		if fault := side.end(); err == nil {
			err = fault
		}
	}
	return err
}

// fidBlock gives out fids that nobody else gives out: builds of one layer that run beside each other take blocks in
// turn. What is left of a block stays unused.
type fidBlock struct {
	reserve    func(n int64) (last int64, err error)
	next, last int64
	size       int64
}

// Sizes of a block: small for the many small layers, growing to spare large ones the asking.
const (
	firstBlock = 1_000
	mostBlock  = 1_000_000
)

func (f *fidBlock) take() (int64, error) {
	if f.next >= f.last {
		f.size = min(max(firstBlock, f.size*4), mostBlock)
		last, err := f.reserve(f.size)
		if err != nil {
			return 0, fmt.Errorf("fids: %w", err)
		}
		f.next, f.last = last-f.size, last
	}
	f.next++
	return f.next, nil
}
