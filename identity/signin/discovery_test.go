package signin

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lupakartta/internal/i18n"
)

const wellKnown = "/.well-known/openid-configuration"

func TestDiscoveryIsTriedAgain(t *testing.T) {
	s := newStandIn(t)
	s.fail[wellKnown] = http.StatusServiceUnavailable
	provider := newProvider(t, s.config())
	for range 2 {
		_, err := provider.Begin(context.Background(), newAttempt(), i18n.Finnish)
		wantRefusal(t, s, err, Unavailable)
		if !strings.Contains(err.Error(), "503") {
			t.Errorf("%v does not tell the status", err)
		}
	}
	delete(s.fail, wellKnown)
	for range 2 {
		if _, err := provider.Begin(context.Background(), newAttempt(), i18n.Finnish); err != nil {
			t.Error(err)
		}
	}
	if s.asked[wellKnown] != 3 {
		t.Errorf("discovery was asked %d times, want 3: twice in vain, once well and kept", s.asked[wellKnown])
	}
}

func TestDiscoveryRefuses(t *testing.T) {
	tests := []struct {
		name  string
		want  Reason
		spoil func(*standIn)
	}{
		{"another issuer", BadIssuer, func(s *standIn) { s.describe = set("issuer", "https://another.example") }},
		{"tokens in the clear", Unavailable, func(s *standIn) { s.describe = set("token_endpoint", "http://another.example/token") }},
		{"a script for an address", Unavailable, func(s *standIn) { s.describe = set("authorization_endpoint", "javascript://x/alert()") }},
		{"no keys", Unavailable, func(s *standIn) { s.describe = remove("jwks_uri") }},
		{"without end", Unavailable, func(s *standIn) { s.describe = set("more", strings.Repeat("x", answerBytes)) }},
		{"moved", Unavailable, func(s *standIn) { s.fail[wellKnown] = http.StatusFound }},
		{"nobody there", Unavailable, func(s *standIn) { s.Close() }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStandIn(t)
			test.spoil(s)
			_, err := newProvider(t, s.config()).Begin(context.Background(), newAttempt(), i18n.Finnish)
			wantRefusal(t, s, err, test.want)
		})
	}
}

// TestASlowProviderIsGivenUp: neither the one who asks nor the service waits for ever.
func TestASlowProviderIsGivenUp(t *testing.T) {
	closing := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-closing:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(closing) })
	config := ProviderConfig{ID: "slow", Kind: KindOIDC, For: ForPerson, Issuer: server.URL, ClientID: "lupakartta"}

	provider, err := New(config, Options{HTTPClient: &http.Client{Timeout: 20 * time.Millisecond}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	_, err = provider.Begin(context.Background(), newAttempt(), i18n.Finnish)
	wantRefusal(t, nil, err, Unavailable)

	patient := newProvider(t, config)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = patient.Begin(ctx, newAttempt(), i18n.Finnish)
	wantRefusal(t, nil, err, Unavailable)
}

func TestManyAskAtOnce(t *testing.T) {
	s := newStandIn(t)
	provider := newProvider(t, s.config())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := provider.Begin(context.Background(), newAttempt(), i18n.Finnish); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s.asked[wellKnown] != 1 {
		t.Errorf("discovery was asked %d times", s.asked[wellKnown])
	}
}
