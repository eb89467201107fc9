// Package batches checks many places at once: the rows of a table, the features of a GeoJSON file or those of a layer. A batch
// is one person's own. It is worked as a job, place after place, each by the same rules and layer versions and with the very
// answer that a check of that place alone would give; what comes of it can be read, mapped and taken away as a file.
package batches

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
)

// Bounds of batches.
const (
	MaxPlaces  = 10_000
	MaxFile    = 8 << 20             // bytes of a file
	MaxPlace   = checks.MaxKept      // bytes of one place as GeoJSON, about 25,000 vertices
	MaxAll     = 32 << 20            // bytes of all places of a batch as GeoJSON
	MaxValues  = 32 << 20            // bytes of all values of a file's own columns, as JSON
	MaxColumns = 200                 // of a file's own columns
	Kept       = 30 * 24 * time.Hour // until a batch goes by itself
	mostOpen   = 3                   // of a person, under way
	mostKept   = 30                  // of a person
	maxName    = 200                 // characters of a place's name, and of a file's
	lease      = 30 * time.Second    // without a word from its worker a batch is taken on by another
)

// State is where a batch is.
type State string

// States of batches.
const (
	Queued    State = "queued"
	Working   State = "working"
	Done      State = "done"
	Cancelled State = "cancelled" // what was checked until then stays
	Failed    State = "failed"
)

// Source is what a batch's places come from.
type Source string

// Sources.
const (
	Table   Source = "table" // text with separated columns, or a sheet of a workbook
	GeoJSON Source = "geojson"
	Layer   Source = "layer"
)

// Errors of batches.
var (
	ErrNotFound = errors.New("no such batch")
	ErrTooMany  = errors.New("the person has too many batches under way")
	ErrFull     = errors.New("the person keeps too many batches")
	ErrKeyUsed  = errors.New("the key was used for another batch")
	ErrEnded    = errors.New("the batch has ended")
	ErrNotEnded = errors.New("the batch is under way")
)

// Fault is why a row is no place, or could not be checked. Its words are those of faults of input.
type Fault struct {
	Code   string         `json:"code"`
	Values map[string]any `json:"values,omitempty"`
}

// faultOf takes the first of what is wrong with a geometry.
func faultOf(err error) *Fault {
	if found, ok := errors.AsType[geo.Faults](err); ok && len(found) > 0 {
		return &Fault{Code: string(found[0].Code), Values: found[0].Values}
	}
	return &Fault{Code: "invalid_value"}
}

// Batch is a check of many places.
type Batch struct {
	ID        uuid.UUID
	Name      string
	Source    Source
	Layer     string // of Source Layer
	Version   int64
	Columns   []string
	Taken     Taken
	Answers   json.RawMessage
	Unread    []string // names among the answers that no question has
	State     State
	Total     int
	Done      int
	Faulty    int
	Counts    checks.Summary   // places by the worst of their findings
	Basis     *checks.Basis    // nil: not begun
	Unasked   []checks.Waiting // by the basis, and by every change its own
	Changes   []Change
	Headings  map[string]i18n.Text // titles of the rules of the basis
	Rules     []RuleCount          // when it has ended
	Failure   string               // code
	CreatedAt time.Time
	StartedAt *time.Time
	EndedAt   *time.Time
	ExpiresAt time.Time

	pinnedAt *time.Time           // moment of the basis, or of the last change
	fetched  map[string]time.Time // as it was then; nil: not kept
	attempt  int
	tries    int
	party    uuid.UUID
}

// Ended tells that nothing more comes.
func (b Batch) Ended() bool { return b.EndedAt != nil }

// last is what the batch rests on by now.
func (b *Batch) last() checks.Basis {
	if n := len(b.Changes); n > 0 {
		return b.Changes[n-1].Basis
	}
	return *b.Basis
}

// rest makes the batch rest on another basis from its next place on. Where no place rests on the one it had, that is no change.
func (b *Batch) rest(basis checks.Basis, unasked []checks.Waiting) {
	change := Change{Row: b.Done + 1, Basis: basis, Unasked: unasked}
	n := len(b.Changes)
	switch {
	case b.Done == 0:
		b.Basis, b.Unasked = &basis, unasked
	case n > 0 && b.Changes[n-1].Row == change.Row:
		b.Changes[n-1] = change
	default:
		b.Changes = append(b.Changes, change)
	}
}

// Change says from which row on a batch rests on another basis than at its start: the one it had could not be kept, or was
// too old to promise anything.
type Change struct {
	Row     int              `json:"row"`
	Basis   checks.Basis     `json:"basis"`
	Unasked []checks.Waiting `json:"unasked"`
}

// RuleCount is at how many places a rule found something, or could not tell.
type RuleCount struct {
	Rule    string `json:"rule"`
	Red     int    `json:"red"`
	Amber   int    `json:"amber"`
	Unknown int    `json:"unknown"`
}

// Place is one row of a batch.
type Place struct {
	Row      int
	Name     string            // what the file calls it
	Own      []json.RawMessage // values of the batch's columns
	Shape    json.RawMessage   // GeoJSON in CRS84 with every digit; nil: none
	Point    orb.Point         // CRS84, where it stands on the map
	Fault    *Fault
	Severity checks.Severity // of the worst finding; empty: not checked
	Counts   checks.Summary  // its findings
	Found    map[checks.Severity][]string
}
