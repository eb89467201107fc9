package checks

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// DisputeState is where a dispute is.
type DisputeState string

// States of disputes.
const (
	Open     DisputeState = "open"     // waits for the layer's keeper
	Accepted DisputeState = "accepted" // the layer is, or was, wrong
	Rejected DisputeState = "rejected"
)

// MaxReason is how many characters a reason, or an answer to it, may have.
const MaxReason = 2000

// mostOpen is how many disputes of a person may be open.
const mostOpen = 100

// Errors of disputes.
var (
	ErrNoDispute = errors.New("no such dispute")
	ErrDisputed  = errors.New("the person has disputed this finding already")
	ErrNoKeeper  = errors.New("no authority here keeps the layer")
	ErrAnswered  = errors.New("the dispute was answered meanwhile")
	ErrTooMany   = errors.New("too many disputes are open")
)

// Claim is what somebody holds to be wrong in a kept check, and why. A finding without a feature may rest on several layers:
// then it says which of them is wrong.
type Claim struct {
	Rule    string
	Layer   string
	Feature string
	Reason  string
}

// Dispute is a finding of a kept check that somebody holds to be wrong. It does not say who that is: the layer's keeper
// answers the reason.
type Dispute struct {
	ID           uuid.UUID
	Run          uuid.UUID
	Rule         string
	RuleVersion  int
	Layer        string
	LayerTitle   i18n.Text
	LayerVersion int64 // 0: live
	FeatureID    string
	Status       Status
	Title        i18n.Text
	Point        orb.Point // CRS84
	Reason       string
	State        DisputeState
	Answer       string
	AnsweredAt   *time.Time
	Version      int64
	CreatedAt    time.Time
}

// Answer is the decision of the layer's keeper on a dispute.
type Answer struct {
	State   DisputeState // Accepted or Rejected
	Text    string
	Version int64 // of the dispute that was read
}

func (a Answer) validate() error {
	var found faults.Faults
	found.When(a.State != Accepted && a.State != Rejected, "/state", "invalid_value")
	sayWhy(&found, a.Text, "/answer")
	return found.OrNil()
}

// sayWhy wants a text that says something, and not too much.
func sayWhy(found *faults.Faults, text, pointer string) {
	found.When(strings.TrimSpace(text) == "", pointer, "required")
	found.When(strings.ContainsRune(text, 0) || !utf8.ValidString(text), pointer, "invalid_value")
	found.TooLong(text, MaxReason, pointer)
}

// disputed is the finding that a claim is about.
type disputed struct {
	finding Finding
	layer   string
	version int64
}

// find picks the finding out of the run's, and the layer that is held to be wrong.
func (c Claim) find(findings []Finding) (disputed, error) {
	var found faults.Faults
	sayWhy(&found, c.Reason, "/reason")
	i := slices.IndexFunc(findings, func(f Finding) bool {
		return f.Rule == c.Rule && value(f.FeatureID) == c.Feature && (c.Feature == "" || value(f.Layer) == c.Layer)
	})
	if i < 0 {
		found.Add("/rule", "no_finding")
		return disputed{}, found
	}
	d := disputed{finding: findings[i], layer: c.Layer}
	known := false
	d.version, known = d.finding.lookedAt(c.Layer)
	switch {
	case known:
	case c.Layer != "":
		found.Add("/layer", "no_finding")
	case d.finding.Layer != nil:
		d.layer, d.version = *d.finding.Layer, value(d.finding.LayerVersion)
	case len(d.finding.Looked) > 0:
		found.Add("/layer", "required")
	default:
		found.Add("/rule", "nothing_looked_at")
	}
	return d, found.OrNil()
}

// lookedAt is the version of a layer that the finding rests on.
func (f Finding) lookedAt(layer string) (int64, bool) {
	if f.Layer != nil && *f.Layer == layer {
		return value(f.LayerVersion), true
	}
	i := slices.IndexFunc(f.Looked, func(l Looked) bool { return l.Layer == layer })
	if i < 0 {
		return 0, false
	}
	return f.Looked[i].Version, true
}

// end is where the line of the distance ends, at the feature; ok is false where there is no line.
func (f Finding) end() (point orb.Point, ok bool) {
	var line struct {
		Coordinates []orb.Point `json:"coordinates"`
	}
	if len(f.Line) == 0 || json.Unmarshal(f.Line, &line) != nil || len(line.Coordinates) == 0 {
		return point, false
	}
	return geo.ToTM35FIN(line.Coordinates[len(line.Coordinates)-1]), true
}
