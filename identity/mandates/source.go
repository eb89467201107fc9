package mandates

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
)

// Source is who knows whether somebody may act for another. There are two: Kept, of the mandates given here, and
// SuomiFi. It stands here, at the caller, so that a use is checked and logged in the same way whichever said so.
type Source interface {
	// Principals are those whom the actor's person may choose to act for now.
	Principals(ctx context.Context, actor identity.Actor) ([]Principal, error)
	// Right tells by what right the person may do what is asked, or one of the errors below.
	Right(ctx context.Context, q Question) (identity.Acting, error)
}

// Names of the sources, as in identity.Acting.
const (
	SourceKept    = "kept"
	SourceSuomiFi = "suomifi"
)

// Why somebody may not act for another.
var (
	ErrNoRight     = errors.New("mandate: no right to act for that party in this matter")
	ErrExpired     = errors.New("mandate: its time is over")
	ErrUnavailable = errors.New("mandate: the source cannot be asked now")
	ErrChooseAgain = errors.New("mandate: to be chosen again at Suomi.fi")
)

// Principal is somebody for whom a person may choose to act (päämies).
type Principal struct {
	Party         uuid.UUID
	Kind          string // identity.Person or identity.Organisation
	Name          string
	Source        string
	Matters       []string // what the right is for; empty: as the source says for each
	PropertyUnits []string // to which it is limited; empty: no limit
	Until         time.Time
}

// Question is what is asked of a source.
type Question struct {
	Actor         identity.Actor
	Source        string // which one to ask
	Principal     uuid.UUID
	Matter        string   // empty: any, when choosing for whom to act
	Whole         bool     // only a right to represent an organisation will do (Represents)
	PropertyUnits []string // in which the thing lies; 14 digits each
	At            time.Time
}

// About is the question whether the actor may do this for whom they act; ok is false when they act for themselves.
func About(actor identity.Actor, matter string, units []string, at time.Time) (q Question, ok bool) {
	if actor.Acting == nil {
		return Question{}, false
	}
	return Question{Actor: actor, Source: actor.Acting.Source, Principal: actor.Acting.Party, Matter: matter, PropertyUnits: units, At: at}, true
}
