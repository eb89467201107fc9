package idp

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"lupakartta/identity/signin"
)

func TestKeptForgets(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	k := newKept[int](3, time.Minute, func() time.Time { return now })
	for i := range 5 {
		k.put(strconv.Itoa(i), i)
	}
	if len(k.values) != 3 || k.order.Len() != 3 {
		t.Errorf("keeps %d and %d, want 3", len(k.values), k.order.Len())
	}
	if _, ok := k.get("1"); ok {
		t.Error("the oldest is still there")
	}
	if value, ok := k.take("4"); !ok || value != 4 {
		t.Errorf("got %d, %t", value, ok)
	}
	if _, ok := k.take("4"); ok {
		t.Error("taken twice")
	}
	k.put("3", 33)
	if value, _ := k.get("3"); value != 33 || k.order.Len() != 2 {
		t.Errorf("got %d of %d", value, k.order.Len())
	}
	now = now.Add(time.Minute)
	if _, ok := k.get("3"); ok {
		t.Error("still there after its time")
	}
	k.put("5", 5)
	if len(k.values) != 1 || k.order.Len() != 1 {
		t.Errorf("keeps %d and %d, want only the new one", len(k.values), k.order.Len())
	}
}

// TestTheProviderForgets: nobody can fill the memory with sign-ins that they never finish, and nothing lasts.
func TestTheProviderForgets(t *testing.T) {
	ctx, now := context.Background(), time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	s, err := newStorage([]client{{id: "c", kind: signin.ForPerson}}, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	asked := &oidc.AuthRequest{ClientID: "c", CodeChallenge: "x", CodeChallengeMethod: oidc.CodeChallengeMethodS256}
	var last string
	for range most + 10 {
		made, err := s.CreateAuthRequest(ctx, asked, "")
		if err != nil {
			t.Fatal(err)
		}
		last = made.GetID()
	}
	if got := s.requests.order.Len(); got != most {
		t.Errorf("keeps %d requests, want %d", got, most)
	}
	citizen, _ := PersonaByID("citizen")
	if err := s.choose(last, citizen); err != nil {
		t.Fatal(err)
	}
	if s.choose(last, citizen) == nil {
		t.Error("chosen twice")
	}
	if err := s.SaveAuthCode(ctx, last, "code"); err != nil {
		t.Fatal(err)
	}
	if s.SaveAuthCode(ctx, last, "another") == nil {
		t.Error("a request gave two codes")
	}
	now = now.Add(codeLife)
	if _, err := s.AuthRequestByCode(ctx, "code"); err == nil {
		t.Error("the code outlived its minute")
	}
	id, _, err := s.CreateAccessToken(ctx, request{subject: "citizen", client: client{id: "c"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetUserinfoFromToken(ctx, new(oidc.UserInfo), id, "resident", ""); err == nil {
		t.Error("a token tells of another persona")
	}
	if err := s.TerminateSession(ctx, "citizen", "c"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetUserinfoFromToken(ctx, new(oidc.UserInfo), id, "citizen", ""); err == nil {
		t.Error("the token outlived the session")
	}
}
