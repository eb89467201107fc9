package signin

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Limits of what a provider may answer to us, without a browser in between.
const (
	answerTimeout = 10 * time.Second
	answerBytes   = 1 << 20
)

// answerError says that a provider's answer cannot be used. It does not say what was in it.
type answerError struct {
	status int
	large  bool
}

func (e *answerError) Error() string {
	if e.large {
		return fmt.Sprintf("the answer is larger than %d bytes", answerBytes)
	}
	return fmt.Sprintf("the answer's status is %d", e.status)
}

// backChannel is a client for talking to providers: with limits, and never following a redirect, which would carry a
// code or a token to an address that discovery did not name.
func backChannel(base *http.Client) *http.Client {
	client := &http.Client{Timeout: answerTimeout}
	next := http.DefaultTransport
	if base != nil {
		*client = *base
	}
	if client.Timeout <= 0 {
		client.Timeout = answerTimeout
	}
	if client.Transport != nil {
		next = client.Transport
	}
	client.Transport = limited{next}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}

// limited reads whole answers within the limit, so that what is wrong with one is an error of the request itself.
type limited struct{ next http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, answerBytes+1))
	if err != nil {
		return nil, err
	}
	if len(body) > answerBytes {
		return nil, &answerError{large: true}
	}
	// The token endpoint says with 400 and 401 what is wrong (RFC 6749 5.2); elsewhere there is nothing but 200.
	said := r.Method == http.MethodPost && response.StatusCode >= 400 && response.StatusCode < 500
	if response.StatusCode != http.StatusOK && !said {
		return nil, &answerError{status: response.StatusCode}
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
