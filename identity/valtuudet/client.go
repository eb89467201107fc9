package valtuudet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
)

// What can go wrong. No text of an error holds an identity code, a token or what the service wrote.
var (
	ErrExpired     = errors.New("valtuudet: the session has ended")
	ErrUnavailable = errors.New("valtuudet: the service does not answer as it should")
	ErrRefused     = errors.New("valtuudet: the service refused")
)

const (
	timeout   = 8 * time.Second // of one attempt
	attempts  = 2               // of a reading that may be repeated
	mostBytes = 1 << 20         // of an answer
)

// Client talks to the service. It is safe for concurrent use.
type Client struct {
	config Config
	base   string
	http   *http.Client
	now    func() time.Time
	pause  time.Duration // before another attempt
}

// New returns a client. transport is http.DefaultTransport when nil; now is the clock, which must be right to 5 minutes.
func New(config Config, transport http.RoundTripper, now func() time.Time) (*Client, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	if config.FullRoles == nil {
		config.FullRoles = DefaultFullRoles
	}
	// An interface has no redirects of its own: following one would hand a key or a code to somebody else.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{config: config, base: strings.TrimSuffix(config.BaseURL, "/"), now: now, pause: 200 * time.Millisecond,
		http: &http.Client{Transport: transport, Timeout: timeout, CheckRedirect: stay}}, nil
}

// Issue is the mandate theme that means our matter.
func (c *Client) Issue(matter string) (string, bool) {
	issue := c.config.Issues[matter]
	return issue, issue != ""
}

// AsksAgain tells whether a right to act for a person can be asked about without the selection interface.
func (c *Client) AsksAgain() bool { return c.config.RESTKey != "" }

// call is one request: path is relative to the base address, with its query.
type call struct {
	what   string // for errors
	path   string
	key    string // for the checksum; empty: none
	bearer string
	user   string // X-userId of the REST interface
	again  bool   // may be repeated
	lapses bool   // 401 says that the session has ended
}

// get reads JSON into answer.
func (c *Client) get(ctx context.Context, call call, answer any) error {
	err := c.once(ctx, call, answer)
	for attempt := 1; call.again && attempt < attempts && errors.Is(err, ErrUnavailable) && ctx.Err() == nil; attempt++ {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, call.what, ctx.Err())
		case <-time.After(c.pause):
		}
		err = c.once(ctx, call, answer)
	}
	return err
}

func (c *Client) once(ctx context.Context, call call, answer any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+call.path, nil)
	if err != nil {
		return fmt.Errorf("%w: %s: not an address", ErrRefused, call.what)
	}
	request.Header.Set(Header, checksum(c.config.ClientID, call.key, call.path, c.now()))
	if call.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+call.bearer)
	}
	if call.user != "" {
		request.Header.Set("X-userId", call.user)
	}
	return c.send(request, call.what, call.lapses, answer)
}

func (c *Client) send(request *http.Request, what string, lapses bool, answer any) error {
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrUnavailable, what, harmless(err))
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostBytes+1))
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrUnavailable, what, harmless(err))
	}
	if err := judge(response.StatusCode, lapses); err != nil {
		return fmt.Errorf("%w: %s: status %d", err, what, response.StatusCode)
	}
	if len(body) > mostBytes {
		return fmt.Errorf("%w: %s: the answer is too long", ErrUnavailable, what)
	}
	// The decoder's own error might quote the answer.
	if json.Unmarshal(body, answer) != nil {
		return fmt.Errorf("%w: %s: the answer is not of the documented form", ErrUnavailable, what)
	}
	return nil
}

// judge tells what a status means. 401 is documented for a session of the Web API that has ended.
func judge(status int, lapses bool) error {
	switch {
	case status == http.StatusOK, status == http.StatusCreated:
		return nil
	case status == http.StatusUnauthorized && lapses:
		return ErrExpired
	case status >= 500, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
		return ErrUnavailable
	}
	return ErrRefused
}

var (
	errTimedOut = errors.New("timed out")
	errNoAnswer = errors.New("no answer")
)

// harmless says why a request failed without saying what it asked: the address holds an identity code, and the
// transport's errors may quote the address or the answer.
func harmless(err error) error {
	var failed *url.Error
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	case errors.As(err, &failed) && failed.Timeout():
		return errTimedOut
	}
	return errNoAnswer
}

// query is the path with what every request carries: an id of its own, and an opaque name of who asks.
func query(path, user string, issues ...string) string {
	path += "?requestId=" + uuid.NewString()
	if user != "" {
		path += "&endUserId=" + url.QueryEscape(user)
	}
	for _, issue := range issues {
		path += "&" + issue
	}
	return path
}
