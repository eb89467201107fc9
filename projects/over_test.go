package projects

import (
	"testing"
	"time"

	"lupakartta/identity"
	"lupakartta/identity/mails"
)

// An event leaves the map when its last day is over, for everybody, and open pages are told. It stays in lists.
func TestAnEventThatIsOverLeavesTheMap(t *testing.T) {
	w := newWorld(t)
	teller := NewTeller(w.store.pool, (*mails.Store)(nil), nil)
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)), restricted("days."+aDay.String()))), true) // until two in the night of the 13th
	on := func() int { return w.count(`select count(*) from map_events`) }
	passed := func(local string) {
		t.Helper()
		at, err := time.ParseInLocation("2006-01-02T15:04", local, identity.Finland())
		must(t, err)
		w.store.now, teller.now = func() time.Time { return at }, func() time.Time { return at }
		must(t, teller.pass(t.Context(), passing{}))
	}
	if n := w.count(`select count(*) from map_events where attributes ? 'starts' or attributes ? 'ends'`); n != 0 {
		t.Error("the map tells hours that are restricted")
	}
	passed("2027-06-13T23:59")
	if on() != 1 {
		t.Fatal("gone before the last day is over")
	}
	w.exec(`delete from layer_changes`)
	passed("2027-06-14T00:00")
	if on() != 0 || w.count(`select count(*) from layer_changes where layer = 'live_events' and open`) != 1 {
		t.Errorf("%d on the map when it is over, %d changes told", on(), w.count(`select count(*) from layer_changes`))
	}
	if list, err := w.store.ListPublic(t.Context(), Filter{Limit: 10}); err != nil || len(list) != 1 {
		t.Errorf("%d in the list, %v", len(list), err)
	}
	p = w.show(w.save(p, Changes{AnnouncementField: quote("Kiitos kaikille!")}), true)
	if on() != 0 {
		t.Error("shown again, it is on the map again")
	}
	w.show(w.save(p, Changes{day(aDay): raw(`{"id": "%s", "kind": "open", "from": "2027-07-12T18:00", "to": "2027-07-13T00:00"}`, aDay)}), true)
	if on() != 1 {
		t.Error("moved on, it is not on the map")
	}
	passed("2027-07-13T00:00") // what ends at midnight is not of the day that begins
	if on() != 0 {
		t.Error("still there on the day after")
	}
}
