package api

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"lupakartta/internal/wire"
)

// A kept answer is the same as the first, but for the request's id, and is given in the encoding that is asked for.
func TestKeptAnswersAreTheSame(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	path := "/tiles/WebMercatorQuad/sites@" + strconv.FormatInt(v.Number, 10) + middle
	for _, encoding := range []string{"", "gzip", "zstd", "br"} {
		first, second := get(s, path, "Accept-Encoding", encoding), get(s, path, "Accept-Encoding", encoding)
		if kept(s, path, encoding) == nil {
			t.Errorf("%q is not kept", encoding)
		}
		a, b := first.Header(), second.Header()
		if a.Get("X-Request-Id") == b.Get("X-Request-Id") || b.Get("X-Request-Id") == "" {
			t.Errorf("%q: ids %q and %q", encoding, a.Get("X-Request-Id"), b.Get("X-Request-Id"))
		}
		a.Del("X-Request-Id")
		b.Del("X-Request-Id")
		if !reflect.DeepEqual(a, b) || first.Body.String() != second.Body.String() || second.Code != http.StatusOK || a.Get("Content-Encoding") != encoding {
			t.Errorf("%q: first %d %v, then %d %v", encoding, first.Code, a, second.Code, b)
		}
	}
	if w := get(s, path, "If-None-Match", get(s, path).Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("got %d, want 304", w.Code)
	}
	if w := get(s, path+"?x=1"); w.Code != http.StatusBadRequest {
		t.Errorf("with a query: got %d, want 400", w.Code)
	}
	before := served(t, s)
	get(s, path)
	if after := served(t, s); after != before+1 {
		t.Errorf("%v tiles were counted before, %v after one more", before, after)
	}
}

// What is answered at the connection is what the handler answers, until something is published.
func TestAnswersAtTheConnection(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	path := "/tiles/WebMercatorQuad/sites@" + strconv.FormatInt(v.Number, 10) + middle
	inner, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := wire.Listen(inner)
	s.quick.log = slog.New(slog.DiscardHandler) // the tests' own tells every request
	var here atomic.Int32
	listener.Answer(func(head []byte, r wire.Request) (withHead, body []byte, ok bool) {
		withHead, body, ok = s.Again(head, r)
		if ok {
			here.Add(1)
		}
		return withHead, body, ok
	})
	server := httptest.NewUnstartedServer(s.Handler())
	server.Listener, server.Config.ConnState = listener, wire.Track
	server.Start()
	defer server.Close()
	fetch := func(encoding string) (http.Header, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", encoding)
		answer, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%d, %v", answer.StatusCode, err)
		}
		if answer.Header.Get("X-Request-Id") == "" || answer.Header.Get("Date") == "" {
			t.Errorf("headers %v", answer.Header)
		}
		answer.Header.Del("X-Request-Id")
		answer.Header.Del("Date")
		return answer.Header, string(body)
	}
	before := served(t, s)
	for _, encoding := range []string{"gzip", "br;q=0.5, zstd", "identity"} {
		header, body := fetch(encoding)
		for range 20 {
			if h, b := fetch(encoding); !reflect.DeepEqual(h, header) || b != body {
				t.Errorf("%s: %v %q, want %v %q", encoding, h, b, header, body)
			}
		}
	}
	if here.Load() == 0 {
		t.Error("nothing was answered at the connection")
	}
	if hits := served(t, s) - before; hits != 60 {
		t.Errorf("%v tiles were counted, want 60", hits)
	}
	count := here.Load()
	publishSites(t, s, "sites", middlePoint)
	fetch("gzip")
	if here.Load() != count {
		t.Error("answered at the connection what was kept before something was published")
	}
}

// kept is what would be answered at once.
func kept(s *Server, path, encoding string) *quickAnswer {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	a, _ := s.quick.answers.GetIfPresent(quickKey{path, tileEncoding(r)})
	return a
}

// served is how many kept tiles the metrics count.
func served(t *testing.T, s *Server) float64 {
	t.Helper()
	for line := range strings.Lines(get(s, "/metrics").Body.String()) {
		if number, ok := strings.CutPrefix(line, `lupakartta_tiles_served_total{result="hit"} `); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	return 0
}

// What may change is not kept, and what was kept before something was published is looked at anew.
func TestOnlyImmutableAnswersAreKept(t *testing.T) {
	s := newServer(t)
	v := publishSites(t, s, "sites", middlePoint)
	latest, pinned := "/tiles/WebMercatorQuad/sites"+middle, "/tiles/WebMercatorQuad/sites@"+strconv.FormatInt(v.Number, 10)+middle
	for _, path := range []string{latest, pinned} {
		get(s, path)
	}
	if kept(s, latest, "") != nil || kept(s, pinned, "") == nil {
		t.Fatalf("kept: latest %v, pinned %v", kept(s, latest, ""), kept(s, pinned, ""))
	}
	old := kept(s, pinned, "").generation
	publishSites(t, s, "sites", middlePoint, orb.Point{480400, 6920000})
	get(s, pinned)
	if now := kept(s, pinned, "").generation; now == old {
		t.Error("what was kept before another version was published was not looked at anew")
	}
}
