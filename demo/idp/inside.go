package idp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

var errElsewhere = errors.New("demo identity provider: the address is another's")

// Transport carries requests to the provider without a network, for the service's back channel: discovery, keys,
// tokens and userinfo. It carries nothing to anywhere else.
func (p *Provider) Transport() http.RoundTripper { return inside{p} }

type inside struct{ provider *Provider }

// RoundTrip answers within the process.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	body := r.Body
	if body == nil {
		body = http.NoBody
	}
	defer func() { _ = body.Close() }()
	if !i.provider.owns(r.URL) {
		return nil, errElsewhere
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	served.Body, served.Host, served.RequestURI = body, r.URL.Host, r.URL.RequestURI()
	written := answer{header: http.Header{}, status: http.StatusOK}
	i.provider.ServeHTTP(&written, served)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", written.status, http.StatusText(written.status)), StatusCode: written.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: written.header, Request: r,
		Body: io.NopCloser(&written.body), ContentLength: int64(written.body.Len()),
	}, nil
}

func (p *Provider) owns(address *url.URL) bool {
	return address.Scheme == p.issuer.Scheme && address.Host == p.issuer.Host && strings.HasPrefix(address.Path, p.issuer.Path+"/")
}

// answer is what a handler wrote.
type answer struct {
	header  http.Header
	status  int
	started bool
	body    bytes.Buffer
}

// Header is the answer's.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader sets the status, once.
func (a *answer) WriteHeader(status int) {
	if !a.started {
		a.status, a.started = status, true
	}
}

// Write adds to the body.
func (a *answer) Write(content []byte) (int, error) {
	a.started = true
	return a.body.Write(content)
}

// Authorize goes through the code flow as a persona's browser would, from the address that the service sent it to
// until the one that it comes back to.
func (p *Provider) Authorize(ctx context.Context, address, persona string) (string, error) {
	if _, ok := PersonaByID(persona); !ok {
		return "", ErrUnknownPersona
	}
	login, err := p.follow(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	parsed, err := url.Parse(login)
	if err != nil || !p.owns(parsed) {
		return "", errors.New("demo identity provider: the request was refused")
	}
	form := url.Values{requestField: {parsed.Query().Get(requestField)}, personaField: {persona}}
	back, err := p.follow(ctx, http.MethodPost, p.Issuer()+"/login", form)
	if err != nil {
		return "", err
	}
	return p.follow(ctx, http.MethodGet, back, nil)
}

// follow makes a request and tells where it leads.
func (p *Provider) follow(ctx context.Context, method, address string, form url.Values) (string, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", errElsewhere // the parser's error quotes the address
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := p.Transport().RoundTrip(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	location := response.Header.Get("Location")
	switch {
	case response.StatusCode == http.StatusNotFound && method == http.MethodPost:
		return "", ErrUnknownPersona
	case location == "":
		return "", fmt.Errorf("demo identity provider: status %d", response.StatusCode)
	}
	return location, nil
}
