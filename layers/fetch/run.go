package fetch

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"time"
)

// run is one fetch: where it goes, what it may still take in and what it has told.
type run struct {
	client  *Client
	address Address
	url     *url.URL
	folder  string
	left    int64 // bytes
	told    Progress
	last    int64      // bytes when progress was told last
	keys    url.Values // of the address's query, that every request of the fetch carries
}

// tellEvery is the number of bytes between two reports of progress.
const tellEvery = 4 << 20

func (r *run) tell() {
	r.last = r.told.Bytes
	if r.address.Progress != nil {
		r.address.Progress(r.told)
	}
}

// keyName are the parameters by which registers know who asks.
var keyName = regexp.MustCompile(`(?i)^(api[-_]?key|access[-_]?token|subscription[-_]?key|token|key)$`)

// keysOf are the parameters of an address that links within the service do not repeat.
func keysOf(query url.Values) url.Values {
	keys := url.Values{}
	for name, values := range query {
		if keyName.MatchString(name) {
			keys[name] = values
		}
	}
	return keys
}

// answer is a response whose status is a success, or 304.
type answer struct {
	*body
	url    *url.URL // after redirects
	header http.Header
	code   int
}

// Attempts at an answer, and the longest pause between them that a server may ask for.
const (
	attempts = 3
	maxPause = 30 * time.Second
)

// get asks for an address, again where the failure may pass by itself. The caller closes the answer.
func (r *run) get(ctx context.Context, u *url.URL, accept string, conditions http.Header) (*answer, error) {
	for attempt := 1; ; attempt++ {
		a, wait, err := r.ask(ctx, u, accept, conditions)
		if err == nil || attempt == attempts || wait < 0 || ctx.Err() != nil {
			return a, err
		}
		if wait == 0 {
			wait = time.Duration(attempt*attempt) * time.Second
		}
		if err := r.client.wait(ctx, min(wait, maxPause)); err != nil {
			return nil, err
		}
	}
}

func (c *Client) wait(ctx context.Context, pause time.Duration) error {
	if c.config.pause != nil {
		return c.config.pause(pause)
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(pause):
		return nil
	}
}

// ask sends one request. The pause is negative where asking again is of no use, and 0 where the server names none.
func (r *run) ask(ctx context.Context, u *url.URL, accept string, conditions http.Header) (*answer, time.Duration, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	response, err := r.send(ctx, u, accept, conditions)
	if err != nil {
		err = plain(ctx, err)
		cancel(nil)
		if errors.Is(err, ErrUnreachable) || errors.Is(err, ErrIncomplete) {
			return nil, 0, err
		}
		return nil, -1, err
	}
	b, err := newBody(ctx, cancel, response, &r.left, r.client.config.MaxBytes, r.client.config.Stall)
	if err != nil {
		_ = response.Body.Close()
		cancel(nil)
		return nil, -1, err
	}
	a := &answer{body: b, url: response.Request.URL, header: response.Header, code: response.StatusCode}
	if a.code == http.StatusOK || a.code == http.StatusNotModified && conditions != nil {
		return a, 0, nil
	}
	defer func() { _ = a.Close() }()
	return nil, pauseOf(response), &StatusError{Code: a.code, Status: words(response.Status), Reason: reasonOf(a)}
}

func (r *run) send(ctx context.Context, u *url.URL, accept string, conditions http.Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: it cannot be read", ErrAddress)
	}
	for name, values := range conditions {
		request.Header[name] = values
	}
	request.Header.Set("Accept", accept)
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("User-Agent", r.client.config.UserAgent)
	return r.client.http.Do(request)
}

// pauseOf is how long a server wants to be left alone; negative where its answer will stay the same.
func pauseOf(response *http.Response) time.Duration {
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
		if err != nil || seconds < 0 {
			return 0
		}
		return time.Duration(min(seconds, int(maxPause/time.Second))) * time.Second
	}
	return -1
}

// maxReason is how much of a failure's body is looked at.
const maxReason = 64 << 10

// reasonOf reads what a failure says about itself.
func reasonOf(a *answer) string {
	head, _ := io.ReadAll(io.LimitReader(a, maxReason))
	if reason, ok := exception(head); ok {
		return reason
	}
	return problem(head)
}

// save writes the answer into a file of the run's folder and tells how far it has come. The sum may be nil.
func (r *run) save(a *answer, name string, sum hash.Hash) error {
	out, err := os.OpenFile(r.path(name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	writers := []io.Writer{out, toldWriter{r}}
	if sum != nil {
		writers = append(writers, sum)
	}
	_, err = io.Copy(io.MultiWriter(writers...), a)
	return errors.Join(err, out.Close())
}

// toldWriter counts what is saved.
type toldWriter struct{ *run }

func (w toldWriter) Write(p []byte) (int, error) {
	w.told.Bytes += int64(len(p))
	if w.told.Bytes-w.last >= tellEvery {
		w.tell()
	}
	return len(p), nil
}

// document reads a small answer whole.
func (r *run) document(ctx context.Context, u *url.URL, accept string) (*answer, []byte, error) {
	a, err := r.get(ctx, u, accept, nil)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = a.Close() }()
	data, err := io.ReadAll(io.LimitReader(a, maxDocument+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxDocument {
		return nil, nil, fmt.Errorf("%w: a description of more than %d MB", ErrTooLarge, maxDocument>>20)
	}
	r.told.Bytes += int64(len(data))
	return a, data, nil
}

// page saves one page of a service, once more where the connection broke.
func (r *run) page(ctx context.Context, u *url.URL, accept, name string) (*answer, error) {
	for attempt := 1; ; attempt++ {
		a, err := r.get(ctx, u, accept, nil)
		if err != nil {
			return nil, err
		}
		err = r.save(a, name, nil)
		_ = a.Close()
		if err == nil {
			return a, nil
		}
		if attempt == attempts || !errors.Is(err, ErrIncomplete) || ctx.Err() != nil {
			return nil, err
		}
		if err := r.client.wait(ctx, time.Second); err != nil {
			return nil, err
		}
	}
}

// newSum is the sum of a file's bytes.
func newSum() hash.Hash { return sha256.New() }
