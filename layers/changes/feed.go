package changes

import (
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Bounds of a feed.
const (
	MostListeners = 5000 // of an instance
	mostOfOne     = 100  // of one network address: a school or an office shares one
	remembered    = 256  // events for those who come back
	unread        = 64   // events that a listener may be behind
)

// ErrTooMany says that no more listeners are taken.
var ErrTooMany = errors.New("too many listeners")

// Event is something that open pages are told: where features of a live layer changed that they may see, or that a layer has
// another published version.
type Event struct {
	ID        string // for coming back
	Changes   []Change
	Published []string // ids of layers
	All       bool     // anything may have changed
}

// seenBy is what of the event an audience is told; false: nothing.
func (e Event) seenBy(audience []string) (Event, bool) {
	if e.All || len(e.Published) > 0 || !slices.ContainsFunc(e.Changes, func(c Change) bool { return !c.seenBy(audience) }) {
		return e, true
	}
	var seen []Change
	for _, c := range e.Changes {
		if c.seenBy(audience) {
			seen = append(seen, c)
		}
	}
	e.Changes = seen
	return e, len(seen) > 0
}

// Feed tells many listeners what changes. It is safe for concurrent use.
type Feed struct {
	mu        sync.Mutex
	run       string // begins the ids of this feed: another instance's mean nothing here
	last      int
	past      []Event
	listeners map[*Listener]bool
	owners    map[string]int
	closed    bool
}

// Listener receives what a feed tells from the moment it was made.
type Listener struct {
	Events   <-chan Event // closed when the listener is too slow, or the feed ends
	events   chan Event
	owner    string
	audience []string // as whom it sees what not everybody does
}

// NewFeed returns a feed without listeners.
func NewFeed() *Feed {
	return &Feed{run: rand.Text()[:8], listeners: map[*Listener]bool{}, owners: map[string]int{}}
}

// Tell tells what changed of live layers, to each listener what they may see.
func (f *Feed) Tell(batch Batch) {
	event := Event{All: batch.All}
	for _, c := range batch.Changes {
		if (c.Open || len(c.Audience) > 0) && !c.Version {
			event.Changes = append(event.Changes, c)
		}
	}
	if event.All || len(event.Changes) > 0 {
		f.tell(event)
	}
}

// TellPublished tells that layers have another published version, or are others' to keep; without ids, that any may have.
func (f *Feed) TellPublished(layers []string) {
	f.tell(Event{Published: layers, All: len(layers) == 0})
}

func (f *Feed) tell(event Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	event.ID = f.id(f.last)
	if f.past = append(f.past, event); len(f.past) > remembered {
		f.past = append(f.past[:0], f.past[len(f.past)-remembered:]...)
	}
	for l := range f.listeners {
		told, ok := event.seenBy(l.audience)
		if !ok {
			continue
		}
		select {
		case l.events <- told:
		default:
			f.drop(l) // it asks again, and is told what it missed
		}
	}
}

func (f *Feed) id(number int) string { return f.run + "-" + strconv.Itoa(number) }

// Listen adds a listener for a network address and an audience, and says what it missed since the event with the id after.
// Whoever names none that is remembered may have missed anything.
func (f *Feed) Listen(owner, after string, audience []string) (*Listener, []Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || len(f.listeners) >= MostListeners || f.owners[owner] >= mostOfOne {
		return nil, nil, ErrTooMany
	}
	events := make(chan Event, unread)
	l := &Listener{Events: events, events: events, owner: owner, audience: audience}
	f.listeners[l] = true
	f.owners[owner]++
	return l, f.missed(after, audience), nil
}

func (f *Feed) missed(after string, audience []string) []Event {
	number, ours := strings.CutPrefix(after, f.run+"-")
	seen, err := strconv.Atoi(number)
	if !ours || err != nil || seen < f.last-len(f.past) || seen > f.last {
		return []Event{{ID: f.id(f.last), All: true}}
	}
	var told []Event
	for _, event := range f.past[len(f.past)-(f.last-seen):] {
		if event, ok := event.seenBy(audience); ok {
			told = append(told, event)
		}
	}
	return told
}

// See changes as whom a listener sees: the rights of somebody may end while they listen.
func (f *Feed) See(l *Listener, audience []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l.audience = audience
}

// Leave takes a listener off.
func (f *Feed) Leave(l *Listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(l)
}

func (f *Feed) drop(l *Listener) {
	if !f.listeners[l] {
		return
	}
	delete(f.listeners, l)
	if f.owners[l.owner]--; f.owners[l.owner] == 0 {
		delete(f.owners, l.owner)
	}
	close(l.events)
}

// Listeners is how many there are.
func (f *Feed) Listeners() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.listeners)
}

// Close ends every listener and takes no more.
func (f *Feed) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for l := range f.listeners {
		f.drop(l)
	}
}
