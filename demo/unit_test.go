package demo

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestUnitsTileTheMunicipality: the edges that only one unit has form one ring, and the areas add up to its area. Gaps
// and overlaps would leave further rings.
func TestUnitsTileTheMunicipality(t *testing.T) {
	for _, town := range variety() {
		if len(town.municipality) != 1 {
			t.Errorf("town %d of seed %d: the outer edges form %d rings, want 1", town.number, town.seed, len(town.municipality))
		}
		var sum float64
		for _, u := range town.units {
			a := polygonArea(u.polygon)
			if a < 50 {
				t.Errorf("unit %s has %.1f m²", u.id, a)
			}
			sum += a
		}
		if whole := polygonArea(town.municipality); math.Abs(sum-whole) > 0.01 {
			t.Errorf("town %d of seed %d: units have %.2f m², the municipality %.2f", town.number, town.seed, sum, whole)
		}
	}
}

func TestCoordinatesAreWholeCentimetres(t *testing.T) {
	for _, u := range variety()[0].units {
		for _, ring := range u.polygon {
			if ring[0] != ring[len(ring)-1] {
				t.Fatalf("unit %s: the ring is open", u.id)
			}
			for _, p := range ring {
				if centimetres(p) != p {
					t.Fatalf("unit %s: %v", u.id, p)
				}
			}
		}
	}
}

func TestPropertyIDs(t *testing.T) {
	form := regexp.MustCompile(`^990-[1-9]\d{0,2}-[1-9]\d{0,3}-[1-9]\d{0,3}$`)
	town := variety()[0]
	seen := map[string]bool{}
	for _, u := range town.units {
		if !form.MatchString(u.id) {
			t.Errorf("%q is no kiinteistötunnus", u.id)
		}
		if seen[u.id] {
			t.Errorf("%s is given twice", u.id)
		}
		seen[u.id] = true
	}
	u := &unit{block: 12, number: 3}
	if got := u.register(990, 5); got != "99000500120003" {
		t.Errorf("fourteen digits %s", got)
	}
}

func TestBuildingIDsHaveTheirCheckCharacter(t *testing.T) {
	for n, want := range map[int]string{0: "190000000", 1: "190000001", 12345: "190012345"} {
		got := permanentID(n)
		var number int
		for _, c := range want {
			number = number*10 + int(c-'0')
		}
		if !strings.HasPrefix(got, want) || got[9] != checkCharacters[number%31] {
			t.Errorf("%s, want %s and its check character", got, want)
		}
	}
}

// TestEveryTownHasAZoneWithASchool: the zone counts from the border of the plant's unit, and a school lies in it.
func TestEveryTownHasAZoneWithASchool(t *testing.T) {
	for _, town := range variety() {
		if town.plant == nil {
			t.Fatalf("town %d of seed %d has no plant", town.number, town.seed)
		}
		width := town.zoneWidth()
		if width < 300 || width > 1200 || math.Mod(width, 50) != 0 {
			t.Errorf("town %d of seed %d: zone of %.0f m", town.number, town.seed, width)
		}
		ring := town.plant.polygon[0]
		zone := buffer(ring, width)
		for _, p := range zone {
			if d := toRing(p, ring); math.Abs(d-width) > 0.011 || inRing(p, ring) {
				t.Fatalf("town %d of seed %d: the zone's border is %.3f m from the plant's, want %.0f", town.number, town.seed, d, width)
			}
		}
		schools := 0
		for _, u := range town.units {
			if u.plot == school && !slices.ContainsFunc(u.polygon[0], func(p orb.Point) bool { return !inRing(p, zone) }) {
				schools++
			}
		}
		if schools == 0 {
			t.Errorf("town %d of seed %d: no school in the zone", town.number, town.seed)
		}
	}
}
