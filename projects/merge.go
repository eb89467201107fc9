package projects

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"lupakartta/internal/faults"
)

// Conflict is a field that somebody else has changed since the revision that a save rests on.
type Conflict struct {
	Path     Path
	Theirs   json.RawMessage // what it says now; nil: it was taken away
	Revision int64           // in which it was changed
	By       string          // who wrote it; empty: a person whose name is not shown
	Own      bool            // the asker did, elsewhere
	At       time.Time       // when whoever wrote it last saved in that sitting
}

// ConflictError lists the fields of a save that somebody else has changed meanwhile. Nothing of the save was kept.
type ConflictError struct {
	Conflicts []Conflict
	Revision  int64 // what the project stands at
}

// Error names the fields.
func (e *ConflictError) Error() string {
	names := make([]string, len(e.Conflicts))
	for i, c := range e.Conflicts {
		names[i] = string(c.Path)
	}
	return "project: changed meanwhile: " + strings.Join(names, ", ")
}

// Is makes it a case of ErrChanged.
func (e *ConflictError) Is(target error) bool { return target == ErrChanged }

// document is what saves are merged into.
type document struct {
	fields   Fields
	last     map[Path]int64 // revision in which each field last changed, also of those that were taken away
	revision int64
	floor    int64 // what was taken away before is forgotten
}

// mostRemembered bounds the fields whose last change is known. Beyond it those that were taken away are forgotten. (A variable
// so that a test reaches it.)
var mostRemembered = 5000

// merge brings changes that rest on a revision into the document. A field that says so already, as when a save comes a second
// time, is no change. Fields that somebody else changed since are a ConflictError and nothing is merged; a base that is too
// old is ErrTooOld. It returns the fields that changed.
func (d *document) merge(base int64, changes Changes) ([]Path, error) {
	if base < d.floor || base > d.revision {
		return nil, ErrTooOld
	}
	var changed []Path
	var conflicts []Conflict
	for _, p := range Fields(changes).Paths() {
		now := d.fields[p]
		switch {
		case same(changes[p], now):
		case d.last[p] > base:
			conflicts = append(conflicts, Conflict{Path: p, Theirs: now, Revision: d.last[p]})
		default:
			changed = append(changed, p)
		}
	}
	if len(conflicts) > 0 {
		return nil, &ConflictError{Conflicts: conflicts, Revision: d.revision}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	d.revision++
	for _, p := range changed {
		d.last[p] = d.revision
		if changes[p] == nil {
			delete(d.fields, p)
		} else {
			d.fields[p] = changes[p]
		}
	}
	d.forget()
	return changed, nil
}

// forget drops what is known of fields that were taken away, when there are too many. Saves from before cannot be merged then.
func (d *document) forget() {
	if len(d.last) <= mostRemembered {
		return
	}
	maps.DeleteFunc(d.last, func(p Path, _ int64) bool {
		_, there := d.fields[p]
		return !there
	})
	d.floor = d.revision
}

// bounded reports what a document has too much of.
func (f Fields) bounded() error {
	var found faults.Faults
	for group, most := range map[string]int{partsGroup: maxParts, daysGroup: maxDays, peopleGroup: maxPeople, answersGroup: maxAnswers, filesGroup: maxFiles, restrictedGroup: 2 * maxParts} {
		if len(f.under(group)) > most {
			found = append(found, faults.Fault{Pointer: "/changes", Code: "too_many_" + strings.Trim(group, "/"), Values: map[string]any{"value": most}})
		}
	}
	slices.SortFunc(found, func(a, b faults.Fault) int { return strings.Compare(a.Code, b.Code) })
	return found.OrNil()
}
