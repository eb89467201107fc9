package snapshot

import (
	"time"

	"lupakartta/layers"
)

// State is what serves a version, and why.
type State string

// States of versions. Only those that are InMemory are served from it.
const (
	InMemory State = "memory"
	Reading  State = "reading" // it is being read, or waits for its turn
	NoRoom   State = "no_room" // it would take more than is left
	Unfit    State = "unfit"   // it has what cannot be kept
	Failed   State = "failed"  // it could not be read; it is tried again
	Empty    State = "empty"   // there is nothing to keep
	Live     State = "live"    // it changes, so the database is always asked
)

// States are all of them.
var States = []State{InMemory, Reading, NoRoom, Unfit, Failed, Empty, Live}

// Standing is how a version stands with the shelf.
type Standing struct {
	State    State
	Bytes    int64         // that it takes
	Features int           // that are kept
	Took     time.Duration // to read and pack it
	Needs    int64         // of NoRoom: bytes that reading it takes; packed it takes less
	Free     int64         // bytes that nothing takes
	Room     int64         // bytes that there are
	Crowded  bool          // of Unfit: it has too much of everything, not a geometry of another kind
}

// absence is why a version is not kept.
type absence struct {
	layer   string
	state   State // NoRoom, Unfit or Failed
	needs   int64
	crowded bool
}

// Standing tells how a version that is published, or is live, stands.
func (s *Shelf) Standing(v layers.Version) Standing {
	s.mu.RLock()
	defer s.mu.RUnlock()
	told := Standing{State: Reading, Room: s.room, Free: s.room - s.taken}
	switch gone, absent := s.absent[v.Number]; {
	case v.Live != nil:
		told.State = Live
	case v.FeatureCount == 0:
		told.State = Empty
	case s.kept[v.Number] != nil:
		kept := s.kept[v.Number]
		told.State, told.Bytes, told.Features, told.Took = InMemory, kept.Bytes(), kept.Len(), s.took[v.Number]
	case absent:
		told.State, told.Needs, told.Crowded = gone.state, gone.needs, gone.crowded
	}
	return told
}

// Ailing tells whether a version could not be read, which is worth another try.
func (s *Shelf) Ailing() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, gone := range s.absent {
		if gone.state == Failed {
			return true
		}
	}
	return false
}
