package api

import (
	"net/http"
	"testing"
)

func (w *actingWorld) looks(who somebody, path string) []Look {
	w.t.Helper()
	return read[Looks](w.t, w.as(who, http.MethodGet, path, "", http.StatusOK)).Items
}

// TestReadingWhoHasLooked holds that it is logged whom the list named, and that two people who read their own lists
// again and again do not make each other's longer.
func TestReadingWhoHasLooked(t *testing.T) {
	w := newActingWorld(t)
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated)
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusOK)
	for range 3 {
		if looks := w.looks(w.mother, "/api/v1/looks"); len(looks) != 2 || looks[0].Operation != "act-for" || looks[0].By != "Konsultti" || !looks[1].Self || looks[1].By != "" {
			t.Errorf("the giver sees %+v", looks)
		}
		if looks := w.looks(w.agent, "/api/v1/looks"); len(looks) != 1 || looks[0].Operation != "give-mandate" || looks[0].By != "Esimerkki" {
			t.Errorf("the receiver sees %+v", looks)
		}
		w.looks(w.stranger, "/api/v1/looks")
	}
	var entries, sound int
	err := w.server.Personal.QueryRow(t.Context(), `select count(*), count(*) filter (where acting_for is null
			and (actor = $1 and subjects = array[$2::uuid] or actor = $2 and subjects = array[$1::uuid]))
		from audit.entries where kind = 'read' and operation = 'list-looks'`, w.mother.Person, w.agent.Person).Scan(&entries, &sound)
	if err != nil || entries != 6 || sound != 6 {
		t.Errorf("%d entries, %d of them sound, %v; want 6", entries, sound, err)
	}
	w.looks(w.mother, "/api/v1/mandate-uses")
	if looks := w.looks(w.agent, "/api/v1/looks"); len(looks) != 2 || looks[0].Operation != "list-mandate-uses" || looks[0].Kind != "read" {
		t.Errorf("the receiver is not told that the giver read how they use it: %+v", looks)
	}
}

// TestLooksTellNothingOfTurvakielto reads the same lists before and after the one whom they name came under it.
func TestLooksTellNothingOfTurvakielto(t *testing.T) {
	w := newActingWorld(t)
	w.as(w.mother, http.MethodPost, "/api/v1/mandates", w.terms("receiver", agentNamed), http.StatusCreated)
	w.as(w.agent, http.MethodPost, "/api/v1/acting", actFor(w.mother.Person, "kept"), http.StatusOK)
	for _, protected := range []bool{false, true} {
		if _, err := w.server.Personal.Exec(t.Context(), `update personal.parties set protected = $2 where id = $1`, w.agent.Person, protected); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/api/v1/looks", "/api/v1/mandate-uses"} {
			if looks := w.looks(w.mother, path); looks[0].Operation != "act-for" || looks[0].By != "Konsultti" {
				t.Errorf("%s, protected %t: got %+v", path, protected, looks[0])
			}
		}
	}
}
