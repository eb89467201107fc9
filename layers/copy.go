package layers

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
)

// Bits of staged.flags.
const (
	flagZ          = 1
	flagM          = 2
	flagCurve      = 4
	flagCollection = 8
	flagDegrees    = 32 // coordinates are degrees
	flagHashed     = 16 // the id is a hash of the content
)

// staged is one row of a version's staging table.
type staged struct {
	sourceID   string
	geom       []byte // EWKB; nil: none
	raw        []byte // EWKB that only a guarded statement may parse, instead of geom
	attributes []byte // JSON object
	reason     string // why the feature is refused; geom is then its envelope, where there is one
	flags      int32
	title      string // empty: not searched for
	detail     string
	folded     string
}

const stagingColumns = `source_id text, geom geometry, attributes jsonb, reason text, flags integer, raw bytea, title text, detail text, folded text`

// copyStream writes rows into a table through COPY in binary form, over a connection that it has to itself.
type copyStream struct {
	out    *bufio.Writer
	pipe   *io.PipeWriter
	copied chan error
	row    []byte
}

func startCopy(ctx context.Context, conn *pgx.Conn, table string) *copyStream {
	reader, writer := io.Pipe()
	s := &copyStream{pipe: writer, out: bufio.NewWriterSize(writer, 1<<18), copied: make(chan error, 1)}
	go func() {
		_, err := conn.PgConn().CopyFrom(ctx, reader,
			`copy `+table+` (source_id, geom, attributes, reason, flags, raw, title, detail, folded) from stdin (format binary)`)
		_ = reader.CloseWithError(errors.Join(errors.New("copy ended"), err))
		s.copied <- err
	}()
	// The signature, no flags, no extension.
	_, _ = s.out.WriteString("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	return s
}

func (s *copyStream) write(r staged) error {
	b := binary.BigEndian.AppendUint16(s.row[:0], 9)
	b = appendField(b, []byte(r.sourceID))
	b = appendField(b, r.geom)
	b = binary.BigEndian.AppendUint32(b, uint32(len(r.attributes)+1))
	b = append(b, 1) // jsonb's version
	b = append(b, r.attributes...)
	b = appendText(b, r.reason)
	b = binary.BigEndian.AppendUint32(b, 4)
	b = binary.BigEndian.AppendUint32(b, uint32(r.flags))
	b = appendField(b, r.raw)
	b = appendText(b, r.title)
	b = appendText(b, r.detail)
	b = appendText(b, r.folded)
	s.row = b
	_, err := s.out.Write(b)
	return err
}

// end finishes the copy and returns what the server said.
func (s *copyStream) end() error {
	_, err := s.out.WriteString("\xff\xff")
	if err == nil {
		err = s.out.Flush()
	}
	_ = s.pipe.CloseWithError(err)
	if copied := <-s.copied; copied != nil {
		return fmt.Errorf("copy: %w", copied)
	}
	return err
}

// stop breaks the copy off.
func (s *copyStream) stop(reason error) {
	if reason == nil {
		reason = errors.New("given up")
	}
	_ = s.pipe.CloseWithError(reason)
	<-s.copied //nolint:errcheck // it failed, as it should
}

func appendField(b, value []byte) []byte {
	if value == nil {
		return binary.BigEndian.AppendUint32(b, 0xffffffff)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

// appendText writes an empty text as null.
func appendText(b []byte, s string) []byte {
	if s == "" {
		return binary.BigEndian.AppendUint32(b, 0xffffffff)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}
