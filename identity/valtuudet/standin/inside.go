package standin

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

var errElsewhere = errors.New("stand-in: the address is another's")

// Transport carries a client's requests to the stand-in without a network, when it is mounted at that address in the
// same program. It carries nothing to anywhere else.
func (s *Server) Transport(mounted *url.URL) http.RoundTripper {
	return inside{s, mounted.Scheme, mounted.Host, "/" + strings.Trim(mounted.Path, "/")}
}

type inside struct {
	server               *Server
	scheme, host, prefix string
}

// RoundTrip answers within the process.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	if r.URL.Scheme != i.scheme || r.URL.Host != i.host || !strings.HasPrefix(r.URL.Path, i.prefix+"/") {
		return nil, errElsewhere
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	written := answer{header: http.Header{}}
	http.StripPrefix(i.prefix, i.server).ServeHTTP(&written, served)
	if written.status == 0 {
		written.status = http.StatusOK
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", written.status, http.StatusText(written.status)), StatusCode: written.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: written.header, Request: r,
		Body: io.NopCloser(&written.body), ContentLength: int64(written.body.Len()),
	}, nil
}

// answer is what a handler wrote.
type answer struct {
	header http.Header
	status int // 0: nothing yet
	body   bytes.Buffer
}

// Header is the answer's.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader keeps the first status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write takes the body.
func (a *answer) Write(data []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(data)
}
