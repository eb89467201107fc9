package wire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// served is a server of one address, whose answers from here count.
type served struct {
	address string
	here    atomic.Int64  // answered at the connection
	there   atomic.Int64  // by net/http
	waits   chan struct{} // net/http waits for another request
	server  *http.Server
}

const kept = "/tiles/a"

func serve(t *testing.T, body string) *served {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &served{address: inner.Addr().String(), waits: make(chan struct{}, 10_000)}
	listener := Listen(inner)
	listener.Answer(func(head []byte, r Request) ([]byte, []byte, bool) {
		if string(r.Path) != kept {
			return head, nil, false
		}
		s.here.Add(1)
		return fmt.Appendf(head, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", len(body)), []byte(body), true
	})
	track := func(c net.Conn, state http.ConnState) {
		Track(c, state)
		if state == http.StateIdle {
			s.waits <- struct{}{}
		}
	}
	server := &http.Server{ConnState: track, ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.there.Add(1)
		sent, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s", r.Method, r.URL.Path, sent)
	})}
	s.server = server
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), <-ended); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s
}

// talk sends requests over one connection, one after the other, and reads an answer to each.
type talk struct {
	t     *testing.T
	conn  net.Conn
	in    *bufio.Reader
	waits <-chan struct{} // not nil: the next request is not sent before net/http waits for it
}

func (s *served) talk(t *testing.T) *talk {
	t.Helper()
	c, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	return &talk{t: t, conn: c, in: bufio.NewReader(c)}
}

func (k *talk) send(text string) {
	k.t.Helper()
	if _, err := io.WriteString(k.conn, text); err != nil {
		k.t.Fatal(err)
	}
}

func (k *talk) read() string {
	k.t.Helper()
	answer, err := http.ReadResponse(k.in, nil)
	if err != nil {
		k.t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		k.t.Fatal(err)
	}
	return strconv.Itoa(answer.StatusCode) + " " + string(body)
}

func (k *talk) ask(text string) string {
	k.t.Helper()
	k.send(text)
	answer := k.read()
	if k.waits != nil && strings.Contains(answer, " /") { // net/http's
		<-k.waits
	}
	return answer
}

const get = "GET " + kept + " HTTP/1.1\r\nHost: a\r\n\r\n"

func (s *served) want(t *testing.T, here, there int64) {
	t.Helper()
	if s.here.Load() != here || s.there.Load() != there {
		t.Errorf("%d answered at the connection and %d by net/http, want %d and %d", s.here.Load(), s.there.Load(), here, there)
	}
}

// The first request of a connection is net/http's, those after it that are known are answered here, and others in between
// are net/http's again.
func TestKnownAnswers(t *testing.T) {
	s := serve(t, "tile")
	k := s.talk(t)
	k.waits = s.waits
	for i, test := range []struct{ send, want string }{
		{get, "200 GET " + kept + " "},
		{get, "200 tile"},
		{"GET /other HTTP/1.1\r\nHost: a\r\n\r\n", "200 GET /other "},
		{get, "200 tile"},
		{"GET " + kept + "?x HTTP/1.1\r\nHost: a\r\n\r\n", "200 GET " + kept + " "},
		{"GET " + kept + " HTTP/1.1\r\nhost: a\r\nIF-NONE-MATCH: \"x\"\r\n\r\n", "200 GET " + kept + " "},
		{"GET " + kept + " HTTP/1.1\r\nhost: a:80\r\nCookie: a=b\r\nconnection: Keep-Alive\r\n\r\n", "200 tile"},
	} {
		if got := k.ask(test.send); got != test.want {
			t.Errorf("%d: got %q, want %q", i, got, test.want)
		}
	}
	s.want(t, 3, 4)
}

// After anything but whole requests without bodies a connection is left to net/http.
func TestStrangeConnections(t *testing.T) {
	for name, strange := range map[string]string{
		"a body":             "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd",
		"a body that is one": "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + strconv.Itoa(len(get)) + "\r\n\r\n" + get,
		"a chunked body":     "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"two in one":         "GET /x HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n",
		"lines of their own": "GET /x HTTP/1.1\nHost: a\n\n",
		"an old one":         "GET /x HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, "tile")
			k := s.talk(t)
			k.waits = s.waits
			k.ask(get)
			k.send(strange)
			answers := strings.Count(strange, "/x")
			for range answers {
				if got := k.read(); !strings.Contains(got, "/x") {
					t.Errorf("got %q", got)
				}
				<-s.waits
			}
			if got := k.ask(get); got != "200 GET "+kept+" " {
				t.Errorf("afterwards: got %q", got)
			}
			s.want(t, 0, int64(answers)+2)
		})
	}
}

// What comes in pieces is put together by net/http, wherever they end.
func TestPieces(t *testing.T) {
	s := serve(t, "tile")
	whole := "GET /x HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\n"
	for i := 1; i < len(whole); i++ {
		k := s.talk(t)
		k.ask(get)
		k.send(whole[:i])
		k.send(whole[i:])
		if got := k.read(); got != "200 GET /x " {
			t.Fatalf("in two at %d: got %q", i, got)
		}
	}
	k := s.talk(t)
	k.ask(get)
	k.send("GET /x HTTP/1.1\r\nX: ")
	k.send(get) // the rest of a header, whatever it looks like
	if got := k.read(); got != "200 GET /x " {
		t.Errorf("got %q", got)
	}
	s.want(t, 0, int64(2*len(whole)))
}

// Whoever asks at once for the next, before net/http has let go of the request before, is answered as quickly again later.
func TestQuickCaller(t *testing.T) {
	s := serve(t, "tile")
	k := s.talk(t)
	for i := range 2000 {
		request, wanted := get, "200 tile"
		if i%2 == 0 {
			request, wanted = "GET /other HTTP/1.1\r\nHost: a\r\n\r\n", "200 GET /other "
		}
		if got := k.ask(request); got != wanted && got != "200 GET "+kept+" " {
			t.Fatalf("%d: got %q", i, got)
		}
	}
	k.ask("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
	for i := s.there.Load(); i > 0; i-- {
		<-s.waits
	}
	if got := k.ask(get); got != "200 tile" {
		t.Errorf("in the end: got %q", got)
	}
}

// Answers come in the order of the requests, however many are sent at once.
func TestRequestsAtOnce(t *testing.T) {
	s := serve(t, "tile")
	k := s.talk(t)
	k.ask(get)
	k.send(strings.Repeat(get+"GET /other HTTP/1.1\r\nHost: a\r\n\r\n", 20))
	for i := range 40 {
		want := "200 GET /other "
		if i%2 == 0 {
			want = "200 GET " + kept + " "
		}
		if got := k.read(); got != want {
			t.Fatalf("%d: got %q, want %q", i, got, want)
		}
	}
	s.want(t, 0, 41)
}

// A large answer is whole however slowly it is taken, and while the service stops.
func TestLargeAnswerWhileStopping(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 1<<17)
	s := serve(t, body)
	k := s.talk(t)
	k.waits = s.waits
	k.ask(get)
	k.send(get)
	if _, err := k.in.Peek(1); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- s.server.Shutdown(t.Context()) }()
	if got := k.read(); got != "200 "+body {
		t.Errorf("got %d bytes", len(got))
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	s.want(t, 1, 1)
}

// Whatever is taken for a whole request, net/http reads as the same, to the last byte.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		get, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n", "GET /a HTTP/1.1\r\nHost:a\r\nConnection: close\r\n\r\n",
		"GET /a%2f HTTP/1.1\r\nHost: [::1]:80\r\nRange: bytes=0-1\r\n\r\n", "GET  /a HTTP/1.1\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, whole := parse(data)
		if !whole {
			return
		}
		in := bufio.NewReader(bytes.NewReader(data))
		want, err := http.ReadRequest(in)
		if err != nil && !r.plain {
			return // it closes the connection
		}
		if err != nil {
			t.Fatalf("net/http refuses %q: %v", data, err)
		}
		if in.Buffered() > 0 || want.ContentLength != 0 || want.Close || len(want.TransferEncoding) > 0 {
			t.Fatalf("net/http leaves %d bytes of %q, a body of %d, close %v", in.Buffered(), data, want.ContentLength, want.Close)
		}
		if got := strings.Join(want.Header.Values("Accept-Encoding"), ","); got != string(r.AcceptEncoding) {
			t.Fatalf("encodings %q, want %q", r.AcceptEncoding, got)
		}
		if r.plain && (want.URL.Path != string(r.Path) || want.URL.RawQuery != "" || want.Method != http.MethodGet || want.Header.Get("If-None-Match") != "") {
			t.Fatalf("%q is taken for plain: %v", data, want)
		}
	})
}
