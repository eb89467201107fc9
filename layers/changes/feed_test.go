package changes

import (
	"errors"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
)

func ids(events []Event) []string {
	var ids []string
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestFeedTellsEverybodyOnlyWhatEverybodySees(t *testing.T) {
	f := NewFeed()
	l, missed, err := f.Listen("a", "")
	if err != nil || len(missed) != 1 || !missed[0].All {
		t.Fatalf("missed %+v, error %v", missed, err)
	}
	box := orb.Bound{Max: orb.Point{1, 1}}
	f.Tell(Batch{Changes: []Change{{Layer: "live_secret", Box: &box}, {Layer: "sites", Version: true, Open: true}}})
	f.Tell(Batch{Changes: []Change{{Layer: "live_secret", Box: &box}, {Layer: "live_roadworks", Open: true, Box: &box}}})
	f.TellPublished([]string{"sites"})
	first, second := <-l.Events, <-l.Events
	if len(first.Changes) != 1 || first.Changes[0].Layer != "live_roadworks" || len(second.Published) != 1 {
		t.Errorf("told %+v, %+v", first, second)
	}
}

func TestComingBackToAFeed(t *testing.T) {
	f := NewFeed()
	for range remembered + 10 {
		f.TellPublished([]string{"sites"})
	}
	for _, test := range []struct {
		after string
		want  int
		all   bool
	}{
		{f.id(f.last), 0, false},
		{f.id(f.last - 3), 3, false},
		{f.id(10), remembered, false},
		{f.id(9), 1, true}, // forgotten
		{f.id(f.last + 1), 1, true},
		{"other-3", 1, true},
		{f.run + "-x", 1, true},
		{"", 1, true},
	} {
		l, missed, err := f.Listen("a", test.after)
		if err != nil {
			t.Fatal(err)
		}
		if len(missed) != test.want || len(missed) > 0 && (missed[0].All != test.all || missed[len(missed)-1].ID != f.id(f.last)) {
			t.Errorf("after %q: %v", test.after, ids(missed))
		}
		f.Leave(l)
	}
}

func TestFeedIsBounded(t *testing.T) {
	f := NewFeed()
	slow, _, err := f.Listen("slow", "")
	if err != nil {
		t.Fatal(err)
	}
	for range unread + 1 {
		f.TellPublished(nil)
	}
	read := 0
	for range slow.Events { // ends
		read++
	}
	if read != unread || f.Listeners() != 0 {
		t.Errorf("the slow listener read %d events, %d listeners are left", read, f.Listeners())
	}
	f.Leave(slow)
	var last *Listener
	for range mostOfOne {
		if last, _, err = f.Listen("a", ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Listen("a", ""); !errors.Is(err, ErrTooMany) {
		t.Errorf("one more of an address: %v", err)
	}
	f.Leave(last)
	if last, _, err = f.Listen("a", ""); err != nil {
		t.Errorf("after one has left: %v", err)
	}
	for n := f.Listeners(); n < MostListeners; n++ {
		if _, _, err := f.Listen(fmt.Sprint(n), ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Listen("b", ""); !errors.Is(err, ErrTooMany) {
		t.Errorf("one more in all: %v", err)
	}
	f.Close()
	if _, open := <-last.Events; open || f.Listeners() != 0 || len(f.owners) != 0 {
		t.Errorf("listeners after the end: %d", f.Listeners())
	}
}
