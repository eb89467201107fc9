package changes

import (
	"errors"
	"fmt"
	"strings"
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
	l, missed, err := f.Listen("a", "", nil)
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

// Those among the audience of a change are told of it, also when they come back, and nobody else is.
func TestFeedTellsAudiences(t *testing.T) {
	f := NewFeed()
	begun := f.id(0)
	audiences := map[string][]string{"nobody known": {"public"}, "an official": {"public", "party:p", "authority:a"}, "another": {"public", "party:q", "authority:b"}}
	listeners := map[string]*Listener{}
	for name, audience := range audiences {
		l, _, err := f.Listen(name, "", audience)
		if err != nil {
			t.Fatal(err)
		}
		listeners[name] = l
	}
	f.Tell(Batch{Changes: []Change{{Layer: "of a", Audience: []string{"authority:a", "party:z"}}, {Layer: "of nobody", Audience: []string{}}}})
	f.Tell(Batch{Changes: []Change{{Layer: "of both", Audience: []string{"authority:a", "authority:b"}}, {Layer: "open", Open: true}, {Layer: "of p", Audience: []string{"party:p"}}}})
	f.See(listeners["an official"], audiences["nobody known"]) // the office has ended
	f.Tell(Batch{Changes: []Change{{Layer: "of a later", Audience: []string{"authority:a"}}}})
	f.TellPublished([]string{"sites"})
	for name, want := range map[string]string{"nobody known": "open|", "an official": "of a|of both,open,of p|", "another": "of both,open|"} {
		got := ""
		for e := range listeners[name].Events {
			if len(e.Published) > 0 {
				break
			}
			got += layersOf(e) + "|"
		}
		if got != want {
			t.Errorf("%s is told %q, want %q", name, got, want)
		}
	}
	_, missed, err := f.Listen("a", begun, audiences["another"])
	if err != nil || len(missed) != 2 || layersOf(missed[0]) != "of both,open" || len(missed[1].Published) != 1 {
		t.Errorf("who comes back is told %+v, %v", missed, err)
	}
}

func layersOf(e Event) string {
	var names []string
	for _, c := range e.Changes {
		names = append(names, c.Layer)
	}
	return strings.Join(names, ",")
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
		l, missed, err := f.Listen("a", test.after, nil)
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
	slow, _, err := f.Listen("slow", "", nil)
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
		if last, _, err = f.Listen("a", "", nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Listen("a", "", nil); !errors.Is(err, ErrTooMany) {
		t.Errorf("one more of an address: %v", err)
	}
	f.Leave(last)
	if last, _, err = f.Listen("a", "", nil); err != nil {
		t.Errorf("after one has left: %v", err)
	}
	for n := f.Listeners(); n < MostListeners; n++ {
		if _, _, err := f.Listen(fmt.Sprint(n), "", nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Listen("b", "", nil); !errors.Is(err, ErrTooMany) {
		t.Errorf("one more in all: %v", err)
	}
	f.Close()
	if _, open := <-last.Events; open || f.Listeners() != 0 || len(f.owners) != 0 {
		t.Errorf("listeners after the end: %d", f.Listeners())
	}
}
