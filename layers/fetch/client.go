package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Config bounds what is fetched. Zero values mean the defaults.
type Config struct {
	// Allow names hosts ("register.example", "register.example:8080"), addresses and networks ("10.1.0.0/16") that may be
	// reached although they are private, local or reserved.
	Allow     []string
	UserAgent string
	Folder    string // where folders for results are made; empty: the system's

	MaxBytes    int64 // of one fetch, unpacked, all pages together
	MaxFeatures int64 // of a service
	PageSize    int   // features asked for at once; services may give fewer

	Total  time.Duration // of one fetch
	Header time.Duration // until an answer begins: services may think long before they write
	Stall  time.Duration // without any byte

	resolver *net.Resolver             // nil: the system's
	trusted  *tls.Config               // nil: the system's certificates
	pause    func(time.Duration) error // nil: waits between attempts
}

func (c Config) orDefaults() Config {
	c.UserAgent = cmp.Or(c.UserAgent, "Lupakartta")
	c.MaxBytes = cmp.Or(c.MaxBytes, 8<<30)
	c.MaxFeatures = cmp.Or(c.MaxFeatures, 5_000_000)
	c.PageSize = cmp.Or(c.PageSize, 5_000)
	c.Total = cmp.Or(c.Total, 2*time.Hour)
	c.Header = cmp.Or(c.Header, 2*time.Minute)
	c.Stall = cmp.Or(c.Stall, time.Minute)
	return c
}

// Times and sizes that no register needs to have changed.
const (
	dialTime     = 15 * time.Second
	idleTime     = 30 * time.Second
	maxRedirects = 5
	maxHeader    = 256 << 10
)

// Client fetches. It may be used by several goroutines.
type Client struct {
	config Config
	guard  *guard
	http   *http.Client
}

// New makes a client, which knows no proxy, keeps no cookies and sends no credentials but those in an address.
func New(config Config) (*Client, error) {
	config = config.orDefaults()
	g, err := newGuard(config.Allow)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	c := &Client{config: config, guard: g}
	c.http = &http.Client{CheckRedirect: checkRedirect, Transport: &http.Transport{
		Proxy:                  nil, // a proxy of the environment would dial where the guard cannot look
		DialContext:            c.dial,
		TLSClientConfig:        config.trusted,
		TLSHandshakeTimeout:    dialTime,
		ResponseHeaderTimeout:  config.Header,
		IdleConnTimeout:        idleTime,
		MaxIdleConnsPerHost:    1,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // unpacked by body, which counts both sides
	}}
	return c, nil
}

// dial connects to what the guard lets pass.
func (c *Client) dial(ctx context.Context, network, hostport string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: dialTime, Resolver: c.config.resolver}
	if !c.guard.knows(hostport) {
		dialer.Control = c.guard.control
	}
	return dialer.DialContext(ctx, network, hostport)
}

// checkRedirect follows within one server only: the address that a person has given is the one that was looked at. The
// only change it may make is from http to https.
func checkRedirect(request *http.Request, via []*http.Request) error {
	from, to := via[len(via)-1].URL, request.URL
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("%w: more than %d times", ErrRedirect, maxRedirects)
	case checkAddress(to) != nil:
		return fmt.Errorf("%w: no address on the web", ErrRedirect)
	case from.Scheme == "https" && to.Scheme != "https":
		return fmt.Errorf("%w: from https to http", ErrRedirect)
	case !sameServer(from, to):
		return fmt.Errorf("%w: to %s; give that address if it is the right one", ErrRedirect, words(to.Scheme+"://"+to.Host))
	}
	return nil
}

// sameServer tells whether two addresses are of one server: the same name and port, or the usual ports of http and https.
func sameServer(a, b *url.URL) bool {
	if !strings.EqualFold(a.Hostname(), b.Hostname()) {
		return false
	}
	return port(a) == port(b) || port(a) == "80" && a.Scheme == "http" && port(b) == "443" && b.Scheme == "https"
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}
