package layers

import (
	"fmt"
	"math"

	"lupakartta/layers/source"
)

// Decision is something in a report that an official takes responsibility for before the version is published: a repair
// that changed a feature's area by more than 1 % or 100 m².
type Decision struct {
	ID         string      `json:"id"`               // "repair:" and the feature's id, with #2 and so on where that is repeated; "repairs:others"
	Feature    string      `json:"feature"`          // the register's own id; empty: of Others
	Others     int64       `json:"others,omitempty"` // so many repairs that the report has no room to list, decided on together
	Reason     source.Note `json:"reason"`
	AreaBefore float64     `json:"area_before_m2"`
	AreaAfter  float64     `json:"area_after_m2"`
}

// Decisions lists what must be decided before the version is published.
func (r Report) Decisions() []Decision {
	var open []Decision
	times := map[string]int{}
	for _, repair := range r.Repaired {
		if !repair.wantsDecision() {
			continue
		}
		id := "repair:" + repair.ID
		if times[id]++; times[id] > 1 { // the register has several of one id, and each is decided on
			id = fmt.Sprintf("%s#%d", id, times[id])
		}
		open = append(open, Decision{ID: id, Feature: repair.ID, Reason: repair.Reason, AreaBefore: repair.AreaBefore, AreaAfter: repair.AreaBefore + repair.AreaChange})
	}
	for _, matter := range r.ToDecide {
		if others := matter.Count - int64(len(open)); matter.Kind == DecideRepairs && others > 0 {
			open = append(open, Decision{ID: "repairs:others", Others: others, Reason: note("repairs_unlisted", "count", others)})
		}
	}
	return open
}

// String tells it to whoever runs the service.
func (d Decision) String() string {
	if d.Others > 0 {
		return fmt.Sprintf("%s: %s", d.ID, d.Reason)
	}
	return fmt.Sprintf("%s: the repair changed the area from %.1f to %.1f m² (%s)", d.ID, d.AreaBefore, d.AreaAfter, d.Reason)
}

func (r Repair) wantsDecision() bool {
	change := math.Abs(r.AreaChange)
	return change > warnAreaM2 || change > warnShare*math.Abs(r.AreaBefore)
}

// decisionRank puts the repairs that must be decided on first.
func decisionRank(r Repair) int {
	if r.wantsDecision() {
		return 0
	}
	return 1
}
