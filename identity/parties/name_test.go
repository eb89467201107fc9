package parties_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/internal/i18n"
	"lupakartta/internal/keys/keystest"
)

// Names are compared as people write them, and who is unknown and whose name is wrong are told alike.
func TestNamed(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	family := w.citizen()
	family.FamilyName = "af Ällström Y"
	person := w.arrive(family)
	nameless := w.citizen()
	nameless.NationalID, nameless.Subject, nameless.FamilyName = nationalID(t, "120385-9015"), "two", ""
	w.arrive(nameless)
	texts := map[string]bool{}
	for _, c := range []struct {
		name, code, family string
		found              bool
	}{
		{"as it is kept", code, "af Ällström Y", true},
		{"case and white space", code, "  AF  ällström\ty ", true},
		{"an accent coded apart", code, "af A\u0308llstro\u0308m Y", true},
		{"another name", code, "Ällström", false},
		{"no name", code, " ", false},
		{"another code", "131052-308T", "af Ällström Y", false},
		{"who has no family name", "120385-9015", "", false},
	} {
		id, err := w.store.Named(t.Context(), w.pool, nationalID(t, c.code), c.family)
		if c.found && (err != nil || id != person.ID) {
			t.Errorf("%s: got %v, %v", c.name, id, err)
		}
		if !c.found {
			if !errors.Is(err, parties.ErrNotFound) || id != uuid.Nil {
				t.Fatalf("%s: got %v, %v", c.name, id, err)
			}
			texts[err.Error()] = true
		}
	}
	if len(texts) != 1 {
		t.Errorf("the texts differ: %v", texts)
	}
}

// What others see of a person does not tell whether they are under turvakielto.
func TestNames(t *testing.T) {
	w := newWorld(t, keystest.New(t))
	person := w.arrive(w.citizen())
	official := w.arrive(parties.Arrival{Provider: "officials", Subject: "two", Name: "Virpi Virka", Language: i18n.Finnish})
	company, err := parties.Organisation(t.Context(), w.pool, identity.BusinessID("0201256-6"), "Esimerkki Oy")
	if err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		names, err := w.store.Names(t.Context(), []uuid.UUID{person.ID, official.ID, company})
		if err != nil || len(names) != 3 || names[person.ID] != "Kansalainen" || names[official.ID] != "Virpi Virka" || names[company] != "Esimerkki Oy" {
			t.Errorf("%s: got %v, %v", when, names, err)
		}
	}
	check("not protected")
	protected := w.citizen()
	protected.Protected = yes()
	w.arrive(protected)
	check("protected")
}
