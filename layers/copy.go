package layers

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Bits of staged.flags.
const (
	flagZ          = 1
	flagM          = 2
	flagCurve      = 4
	flagCollection = 8
	flagDegrees    = 32 // coordinates are degrees
)

// What is copied goes out in windows: within one, rows are in the order of a curve that fills the plane, so that what
// lies close together is stored close together, whatever order the register has. The next window fills meanwhile.
const (
	windowBytes   = 8 << 20
	windowsToFill = 3
)

// window is some rows in COPY's binary form.
type window struct {
	data []byte
	rows []windowRow
}

type windowRow struct {
	key        uint32 // place on the curve
	start, end int
}

// copyStream writes rows into a table through COPY, over a connection that nobody else uses meanwhile.
type copyStream struct {
	filling *window
	filled  chan *window
	empty   chan *window
	copied  chan error
	broken  chan struct{} // closed when the copy has ended
	start   int           // of the row that is being written
}

// startCopy begins a COPY with the options, "freeze" for one.
func startCopy(ctx context.Context, conn *pgx.Conn, table, columns string, options ...string) *copyStream {
	s := &copyStream{filled: make(chan *window, windowsToFill), empty: make(chan *window, windowsToFill), copied: make(chan error, 1), broken: make(chan struct{})}
	for range windowsToFill {
		s.empty <- &window{}
	}
	s.filling = <-s.empty
	sql := fmt.Sprintf("copy %s (%s) from stdin (format binary", table, columns)
	for _, option := range options {
		sql += ", " + option
	}
	go func() {
		_, err := conn.PgConn().CopyFrom(ctx, &windowReader{stream: s}, sql+")")
		close(s.broken)
		s.copied <- err
	}()
	return s
}

// row begins a row of some columns and returns where to append them; done ends it.
func (s *copyStream) row(columns uint16) []byte {
	s.start = len(s.filling.data)
	return binary.BigEndian.AppendUint16(s.filling.data, columns)
}

// done takes in a row that lies at a place on the curve, and tells when the copy has broken off.
func (s *copyStream) done(data []byte, key uint32) error {
	w := s.filling
	w.data = data
	w.rows = append(w.rows, windowRow{key, s.start, len(data)})
	if len(w.data) < windowBytes {
		return nil
	}
	return s.pass()
}

var errCopyEnded = errors.New("copy ended")

// pass hands the window on and takes an empty one.
func (s *copyStream) pass() error {
	s.give(s.filling)
	select {
	case s.filling = <-s.empty:
		return nil
	case <-s.broken:
		s.filling = &window{}
		err := <-s.copied
		s.copied <- err
		return errors.Join(errCopyEnded, err)
	}
}

// give hands a window to the connection while there is one.
func (s *copyStream) give(w *window) {
	select {
	case s.filled <- w:
	case <-s.broken:
	}
}

// end finishes the copy and returns what the server said.
func (s *copyStream) end() error {
	s.give(s.filling)
	close(s.filled)
	if err := <-s.copied; err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}

// stop breaks the copy off.
func (s *copyStream) stop() {
	s.give(nil)
	<-s.copied //nolint:errcheck // it failed, as it should
}

// windowReader gives the filled windows to the connection, each sorted.
type windowReader struct {
	stream *copyStream
	now    *window
	left   []windowRow
	ready  bytes.Reader
	begun  bool
	ended  bool
}

// copyHead is the signature, no flags, no extension; copyEnd the trailer.
const (
	copyHead = "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	copyEnd  = "\xff\xff"
)

func (r *windowReader) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if r.ready.Len() == 0 {
			if err := r.next(n == 0); err != nil {
				return n, err
			}
			if r.ready.Len() == 0 {
				return n, nil
			}
		}
		k, _ := r.ready.Read(p[n:])
		n += k
	}
	return n, nil
}

// next makes the next bytes ready: a row, or the head or the end of all. Unless it may wait, there may be none.
func (r *windowReader) next(wait bool) error {
	switch {
	case !r.begun:
		r.begun = true
		r.ready.Reset([]byte(copyHead))
		return nil
	case len(r.left) > 0:
		row := r.left[0]
		r.left = r.left[1:]
		r.ready.Reset(r.now.data[row.start:row.end])
		return nil
	case r.ended:
		return io.EOF
	}
	if !wait && len(r.stream.filled) == 0 {
		return nil
	}
	if r.now != nil {
		if cap(r.now.data) > 4*windowBytes {
			r.now = &window{} // one large feature need not be paid for to the end
		}
		r.now.data, r.now.rows = r.now.data[:0], r.now.rows[:0]
		r.stream.empty <- r.now
		r.now = nil
	}
	w, more := <-r.stream.filled
	switch {
	case !more:
		r.ended = true
		r.ready.Reset([]byte(copyEnd))
		return nil
	case w == nil:
		return errGivenUp
	}
	slices.SortStableFunc(w.rows, func(a, b windowRow) int { return cmp.Compare(a.key, b.key) })
	r.now, r.left = w, w.rows
	return r.next(wait)
}

var errGivenUp = errors.New("given up")

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

// appendJSON writes a jsonb.
func appendJSON(b, value []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)+1))
	b = append(b, 1) // jsonb's version
	return append(b, value...)
}

func appendInt8(b []byte, v int64) []byte {
	b = binary.BigEndian.AppendUint32(b, 8)
	return binary.BigEndian.AppendUint64(b, uint64(v)) //nolint:gosec // bits
}

func appendInt4(b []byte, v int32) []byte {
	b = binary.BigEndian.AppendUint32(b, 4)
	return binary.BigEndian.AppendUint32(b, uint32(v)) //nolint:gosec // bits
}
