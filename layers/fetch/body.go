package fetch

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// An answer may unpack to this many times its size, above a size where no ratio is suspicious. GML packs 20 to 1.
const (
	maxRatio   = 200
	ratioFloor = 64 << 20
)

// body reads an answer within its limits and counts what it reads.
type body struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	raw     *counted
	reader  io.Reader // raw, or what it unpacks to
	closer  io.Closer
	read    int64  // unpacked
	left    *int64 // of the whole fetch
	limit   int64
	whole   int64 // raw bytes that the server has promised; -1: it has not
	stalled *time.Timer
	stall   time.Duration
}

// counted counts the bytes that come over the wire.
type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// newBody takes over the response's body. The context is the request's, which the body ends when it stalls.
func newBody(ctx context.Context, cancel context.CancelCauseFunc, response *http.Response, left *int64, limit int64, stall time.Duration) (*body, error) {
	b := &body{ctx: ctx, cancel: cancel, raw: &counted{Reader: response.Body}, closer: response.Body, left: left, limit: limit, whole: response.ContentLength, stall: stall}
	b.stalled = time.AfterFunc(stall, func() { cancel(fmt.Errorf("%w: nothing came for %s", ErrSlow, stall)) })
	b.stalled.Stop()
	if b.whole > *left {
		return nil, b.tooLarge()
	}
	switch encoding := strings.ToLower(response.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
		b.reader = b.raw
	case "gzip", "x-gzip":
		b.stalled.Reset(stall)
		unpacked, err := gzip.NewReader(b.raw)
		b.stalled.Stop()
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: it says gzip and is not", ErrAnswer)
		}
		b.reader = unpacked
	default:
		return nil, fmt.Errorf("%w: it is packed with %s, which was not asked for", ErrAnswer, words(encoding))
	}
	return b, nil
}

func (b *body) tooLarge() error {
	return fmt.Errorf("%w: more than %d MB", ErrTooLarge, b.limit>>20)
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	b.stalled.Reset(b.stall)
	n, err := b.reader.Read(p)
	b.stalled.Stop()
	b.read += int64(n)
	*b.left -= int64(n)
	switch {
	case *b.left < 0:
		return 0, b.tooLarge()
	case b.read > ratioFloor && b.read > maxRatio*b.raw.n:
		return 0, fmt.Errorf("%w: it unpacks to more than %d times its size", ErrTooLarge, maxRatio)
	case err != nil && err != io.EOF: //nolint:errorlint // readers give io.EOF itself
		return n, plain(b.ctx, err)
	}
	return n, err
}

// Close implements io.Closer.
func (b *body) Close() error {
	b.stalled.Stop()
	err := b.closer.Close()
	b.cancel(nil)
	return err
}
