package demo

import (
	_ "embed" // places.json
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
)

// Place is a named point of the town of the default seed.
type Place struct {
	Name      i18n.Text `json:"name"`
	EastNorth orb.Point `json:"east_north"` // EPSG:3067, metres
	LonLat    orb.Point `json:"lon_lat"`    // CRS84, degrees
}

// RulePlaces are places where a rule finds something (red or amber), where it finds nothing, and where it cannot tell.
type RulePlaces struct {
	// Project are the answers about a project with which it is so; none where the rule asks for none.
	Project map[string]any `json:"project,omitempty"`
	Found   Place          `json:"found"`
	Green   Place          `json:"green"`
	Unknown Place          `json:"unknown"`
}

//go:embed places.json
var places []byte

// Places are the places of every proximity rule, by the rule's id. The tests hold them against the checks engine.
func Places() (map[string]RulePlaces, error) {
	var all map[string]RulePlaces
	if err := json.Unmarshal(places, &all); err != nil {
		return nil, fmt.Errorf("demo places: %w", err)
	}
	return all, nil
}
