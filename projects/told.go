package projects

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/jobs"
)

// What others are told of.
const (
	ToldShown      = "shown"      // authorities: a draft became visible to them
	ToldChanged    = "changed"    // authorities: a newer version was shown
	ToldCancelled  = "cancelled"  // authorities; and the applicant, who gets the receipt
	ToldComment    = "comment"    // the applicant's side, or the authorities
	ToldRestricted = "restricted" // the applicant's side: an authority keeps an item to some
	ToldLifted     = "lifted"     // likewise: it does so no more
)

// Told is the job that tells others what happened to a project. It holds ids only.
type Told struct {
	Project     uuid.UUID `json:"project"`
	What        string    `json:"what"`
	Version     int       `json:"version,omitempty"`
	Comment     uuid.UUID `json:"comment,omitzero"`
	Receipt     uuid.UUID `json:"receipt,omitzero"`
	Restriction uuid.UUID `json:"restriction,omitzero"`
}

// Kind implements jobs.Args.
func (Told) Kind() string { return "tell_of_project" }

func (s *Store) tell(ctx context.Context, tx pgx.Tx, told Told) error {
	return s.jobs.Add(ctx, tx, told, told.options())
}

// digest is how long a newer version waits before it is told: who shows several in that time causes one mail.
const digest = 10 * time.Minute

func (t Told) options() jobs.Options {
	if t.What == ToldChanged {
		return jobs.Options{After: digest}
	}
	return jobs.Options{}
}
