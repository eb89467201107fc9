// Package projects keeps what applicants plan: projects (lupahanke) and events (tapahtuma), which are projects with days and
// hours. The applicant's side, whoever acts for the party that the project belongs to, writes a working version field by
// field; what two people write at once is merged by field. Others see nothing but a version that was shown to them: the
// authorities that are competent at its place, or everybody.
//
// What it is not: the applications of a project and what authorities decide on them. Files stand in projects/attachments,
// what helps to put a place in projects/placing.
package projects

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/layers"
)

// State is how far a project is (mission P0).
type State string

// States.
const (
	Draft     State = "draft"     // private: nobody but the applicant's side knows of it
	Visible   State = "visible"   // a draft that authorities see: unofficial, not pending
	Sent      State = "sent"      // pending (vireillä)
	Cancelled State = "cancelled" // by the applicant (peruutettu)
)

// Errors of projects. For whoever may not know of one there is none.
var (
	ErrNotFound    = errors.New("project: not found")
	ErrKeyUsed     = errors.New("project: the key was used for something else")
	ErrCancelled   = errors.New("project: cancelled")
	ErrShown       = errors.New("project: others have seen it")
	ErrChanged     = errors.New("project: changed meanwhile")
	ErrTooOld      = errors.New("project: what it rests on is too old to be merged")
	ErrSame        = errors.New("project: others see this version already")
	ErrOtherParty  = errors.New("project: for another party")
	ErrOtherPerson = errors.New("project: typed by another person")
	ErrNotShown    = errors.New("project: nobody was shown it")

	// ErrNotConcerned is of an authority that the project does not concern any more.
	ErrNotConcerned = errors.New("project: it does not concern the authority any more")
)

// Side is the applicant's side of projects: who asks, and what they have the right to work on.
type Side struct {
	Actor   identity.Actor
	Matters []string // what a mandate is for; nil: everything
}

// may tells whether the side may work on projects of that matter.
func (s Side) may(matter string) bool {
	if s.Matters == nil {
		return true
	}
	for _, m := range s.Matters {
		if m == matter {
			return true
		}
	}
	return false
}

// Project is a project as the applicant's side sees it.
type Project struct {
	ID        uuid.UUID
	State     State
	Open      bool  // what was shown is for everybody
	Revision  int64 // rises whenever it is saved, shown or cancelled (ETag)
	Working   int   // number of the version that is being written
	Shown     int   // number of the version that others see; 0: none
	Origin    uuid.UUID
	Fields    Fields // of the working version
	Unshown   bool   // the working version says something else than the shown one
	CreatedAt time.Time
	SavedAt   time.Time
	SavedBy   uuid.UUID

	VisibleAt   *time.Time
	SentAt      *time.Time
	CancelledAt *time.Time
	Reason      string // of cancelling

	party  uuid.UUID
	matter string
	floor  int64
	last   map[Path]int64 // revision in which each field last changed
	author uuid.UUID      // of the working version
	begun  time.Time      // likewise
	sealed bool           // the working version was shown: it never changes again
}

// Matter is what a mandate must be for to work on the project.
func (p Project) Matter() string { return p.matter }

// PropertyUnits are those that its place was picked as, 14 digits each: mandates may be limited to some.
func (p Project) PropertyUnits() []string {
	c, err := p.Fields.Content()
	if err != nil {
		return nil
	}
	var units []string
	for _, part := range c.Parts {
		for _, typed := range part.PropertyUnits {
			if id, err := layers.ParsePropertyID(typed); err == nil {
				units = append(units, id.Digits())
			}
		}
	}
	return units
}
