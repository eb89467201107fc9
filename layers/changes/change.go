// Package changes tells an instance where the map changed: features of live layers, and what is published. It reads the
// log that the database keeps of it (layer_changes), so that nothing is lost while a connection was, and knows at every
// moment whether it is up to date.
package changes

import (
	"slices"

	"github.com/paulmach/orb"
)

// Change is a place of a layer where something changed.
type Change struct {
	Layer string
	// Version says that it is no feature of a live layer, but what is published of an imported one, or who keeps it.
	Version bool
	// Open says that everybody could see what was changed, before or after.
	Open bool
	// Audience is who could see what is not open; nobody else is told of it.
	Audience []string
	// Box is around the old or the new place, in EPSG:3067; nil: everywhere.
	Box *orb.Bound
}

// seenBy tells whether an audience may be told of the change.
func (c Change) seenBy(audience []string) bool {
	return c.Open || slices.ContainsFunc(c.Audience, func(one string) bool { return slices.Contains(audience, one) })
}

// Batch is what changed in one go.
type Batch struct {
	Changes []Change
	// All says that anything may have changed: the following has just begun, or was interrupted for long.
	All bool
}

// Versions tells whether anything may have changed of what is published.
func (b Batch) Versions() bool {
	for _, c := range b.Changes {
		if c.Version {
			return true
		}
	}
	return b.All
}
