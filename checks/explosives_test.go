package checks

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// explosivesByClass are rules whose distances are those of the classes A to E of annex 1 to Decree 1101/2015.
var explosivesByClass = [5][]string{
	{"explosives_a_site", "explosives_a_building"},
	{"explosives_b_site", "explosives_b_building", "explosives_b_venue", "explosives_b_plant", "explosives_b_settlement"},
	{"explosives_c_building"},
	{"explosives_d_street", "explosives_d_minor_street", "explosives_d_harbour"},
	{"explosives_e_street"},
}

// store is a store of explosives.
type store struct {
	division           string
	fragments, covered bool
	kg                 float64
	projections        bool
}

func (s store) answers(t *testing.T) Answers {
	t.Helper()
	data, err := json.Marshal(map[string]any{"kind": "explosives_store", "hazard_division": s.division, "fragments": s.fragments,
		"earth_covered": s.covered, "explosives_kg": s.kg, "projections": s.projections})
	if err != nil {
		t.Fatal(err)
	}
	return told(t, string(data))
}

func embeddedByID(t *testing.T) map[string]Rule {
	t.Helper()
	rules, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]Rule{}
	for _, r := range rules {
		byID[r.ID] = r
	}
	return byID
}

// distances are how far the rules of each class look; 0: they do not concern the store.
func (s store) distances(t *testing.T, rules map[string]Rule) [5]float64 {
	t.Helper()
	var far [5]float64
	for class, ids := range explosivesByClass {
		for i, id := range ids {
			rule, needs, applies := rules[id].resolve(s.answers(t))
			if len(needs) > 0 {
				t.Fatalf("%s needs %v for %+v", id, needs, s)
			}
			if !applies {
				rule.Distance = 0
			}
			if i > 0 && rule.Distance != far[class] {
				t.Errorf("%+v: %s looks %g m, others of its class %g m", s, id, rule.Distance, far[class])
			}
			far[class] = rule.Distance
		}
	}
	return far
}

// The distances of sections 9 to 13 and annex 1 of Decree 1101/2015, worked out apart from this program, to the
// centimetre above: classes A, B, C, D, E.
//
//	section 9   1.1, 1.5   k · m^(1/3), k 60 30 22 15 10
//	section 10  1.2, 1.6   k · m^(1/6), k 58 58 58 39 39, with fragments 76 76 76 51 51
//	section 11  1.3        30 % of the distance for 1.1
//	section 12             60 % of these where the store is covered with earth
//	section 13  at least   A–C 300 m with fragments, otherwise 100 m; D 200 m with fragments, otherwise 100 m; E nothing
func TestDistancesOfTheDecree(t *testing.T) {
	rules := embeddedByID(t)
	for _, test := range []struct {
		division           string
		fragments, covered bool
		kg                 float64
		want               [5]float64
	}{
		{"1.1", false, false, 10, [5]float64{129.27, 100, 100, 100, 21.55}},
		{"1.1", true, false, 10, [5]float64{300, 300, 300, 200, 21.55}},
		{"1.1", false, false, 500, [5]float64{476.23, 238.12, 174.62, 119.06, 79.38}},
		{"1.1", true, false, 500, [5]float64{476.23, 300, 300, 200, 79.38}},
		{"1.1", false, false, 1000, [5]float64{600, 300, 220, 150, 100}},
		{"1.1", true, false, 1000, [5]float64{600, 300, 300, 200, 100}},
		{"1.1", false, false, 8000, [5]float64{1200, 600, 440, 300, 200}},
		{"1.1", true, false, 8000, [5]float64{1200, 600, 440, 300, 200}},
		{"1.1", false, false, 20000, [5]float64{1628.66, 814.33, 597.18, 407.17, 271.45}},
		{"1.1", true, false, 20000, [5]float64{1628.66, 814.33, 597.18, 407.17, 271.45}},
		{"1.1", false, true, 1000, [5]float64{360, 180, 132, 100, 60}},
		{"1.1", true, true, 1000, [5]float64{360, 300, 300, 200, 60}},
		{"1.1", false, true, 27000, [5]float64{1080, 540, 396, 270, 180}},
		{"1.5", false, false, 1000, [5]float64{600, 300, 220, 150, 100}},
		{"1.5", true, true, 8000, [5]float64{720, 360, 300, 200, 120}},
		{"1.2", false, false, 10, [5]float64{100, 100, 100, 100, 57.25}},
		{"1.2", true, false, 10, [5]float64{300, 300, 300, 200, 74.86}},
		{"1.2", false, false, 729, [5]float64{174, 174, 174, 117, 117}},
		{"1.2", true, false, 729, [5]float64{300, 300, 300, 200, 153}},
		{"1.2", false, false, 1000, [5]float64{183.42, 183.42, 183.42, 123.33, 123.33}},
		{"1.2", true, false, 1000, [5]float64{300, 300, 300, 200, 161.28}},
		{"1.2", false, false, 64000, [5]float64{366.83, 366.83, 366.83, 246.66, 246.66}},
		{"1.2", true, false, 64000, [5]float64{480.67, 480.67, 480.67, 322.56, 322.56}},
		{"1.2", false, true, 64000, [5]float64{220.1, 220.1, 220.1, 148, 148}},
		{"1.2", true, true, 64000, [5]float64{300, 300, 300, 200, 193.54}},
		{"1.6", false, false, 15625, [5]float64{290, 290, 290, 195, 195}},
		{"1.6", true, false, 15625, [5]float64{380, 380, 380, 255, 255}},
		{"1.3", false, false, 10, [5]float64{100, 100, 100, 100, 6.47}},
		{"1.3", false, false, 1000, [5]float64{180, 100, 100, 100, 30}},
		{"1.3", false, false, 8000, [5]float64{360, 180, 132, 100, 60}},
		{"1.3", false, false, 125000, [5]float64{900, 450, 330, 225, 150}},
		{"1.3", true, false, 8000, [5]float64{360, 180, 132, 100, 60}},
		{"1.3", false, true, 125000, [5]float64{540, 270, 198, 135, 90}},
		{"1.3", false, true, 8000, [5]float64{216, 108, 100, 100, 36}},
	} {
		s := store{division: test.division, fragments: test.fragments, covered: test.covered, kg: test.kg}
		if got := s.distances(t, rules); got != test.want {
			t.Errorf("%+v: %v m, want %v m", s, got, test.want)
		}
	}
}

// Division 1.4 has its distances in table 1 of section 13 alone.
func TestDistancesOfDivision14(t *testing.T) {
	rules := embeddedByID(t)
	for _, test := range []struct {
		division    string
		kg          float64
		projections bool
		want        float64
	}{
		{"1.4", 1, false, 25}, {"1.4", 99.99, false, 25}, {"1.4", 100, false, 50}, {"1.4", 1000, false, 50}, {"1.4", 1000.01, false, 100},
		{"1.4", 1, true, 100}, {"1.4", 5000, true, 100}, {"1.4S", 1, false, 25}, {"1.4S", 50_000, true, 25},
	} {
		s := store{division: test.division, kg: test.kg, projections: test.projections}
		if got, want := s.distances(t, rules), [5]float64{test.want, test.want, test.want, test.want, 0}; got != want {
			t.Errorf("%+v: %v m, want %v m", s, got, want)
		}
	}
}

// Table 6 of annex 3 to the decree gives k · m^(1/3) in whole metres, for the k of classes E, D, C, B and A.
func TestTheDecreesOwnTable(t *testing.T) {
	rules := embeddedByID(t)
	for kg, want := range map[float64][5]float64{
		3000: {865, 433, 317, 216, 144}, 4000: {952, 476, 349, 238, 159}, 5000: {1026, 513, 376, 256, 171}, 6000: {1090, 545, 400, 273, 182},
		7000: {1148, 574, 421, 287, 191}, 8000: {1200, 600, 440, 300, 200}, 9000: {1248, 624, 458, 312, 208}, 10_000: {1293, 646, 474, 323, 215}, 15_000: {1480, 740, 543, 370, 247},
	} {
		for class, got := range (store{division: "1.1", kg: kg}).distances(t, rules) {
			if math.Abs(got-want[class]) > 0.6 {
				t.Errorf("%g kg, class %c: %g m, the table has %g m", kg, 'A'+class, got, want[class])
			}
		}
	}
}

// In the sector of the doorway the earth does not count (section 12), and lines keep their 100 m (section 14).
func TestDoorwayAndLines(t *testing.T) {
	rules := embeddedByID(t)
	far := func(id string, s store) float64 {
		rule, _, applies := rules[id].resolve(s.answers(t))
		if !applies {
			return 0
		}
		return rule.Distance
	}
	covered, bare := store{division: "1.1", covered: true, kg: 8000}, store{division: "1.1", kg: 8000}
	for id, want := range map[string]float64{"explosives_door_site": 1200, "explosives_door_care_building": 1200,
		"explosives_door_building": 600, "explosives_door_venue": 600,
		"explosives_door_plant": 600, "explosives_door_harbour": 300, "explosives_door_street": 300} {
		if got := far(id, covered); got != want {
			t.Errorf("%s: %g m, want %g m", id, got, want)
		}
		if got := far(id, bare); got != 0 {
			t.Errorf("%s: %g m for a store without earth", id, got)
		}
	}
	for division, want := range map[string]float64{"1.1": 100, "1.2": 100, "1.5": 100, "1.3": 0, "1.4": 0, "1.6": 0} {
		if got := far("explosives_utility_line", store{division: division, kg: 1}); got != want {
			t.Errorf("a line, division %s: %g m, want %g m", division, got, want)
		}
	}
}

// The classes are in order, more is never nearer, fragments never less, and earth never more. Every store is answered
// for in the classes A to D.
func TestDistancesAreInOrder(t *testing.T) {
	rules := embeddedByID(t)
	rapid.Check(t, func(r *rapid.T) {
		s := store{division: rapid.SampledFrom([]string{"1.1", "1.2", "1.3", "1.4", "1.4S", "1.5", "1.6"}).Draw(r, "division"), fragments: rapid.Bool().Draw(r, "fragments"),
			covered: rapid.Bool().Draw(r, "covered"), projections: rapid.Bool().Draw(r, "projections"), kg: rapid.Float64Range(0.01, 900_000).Draw(r, "kg")}
		far := s.distances(t, rules)
		more, sharp, bare := s, s, s
		more.kg *= rapid.Float64Range(1, 1.1).Draw(r, "more")
		sharp.fragments, sharp.projections, bare.covered = true, true, false
		larger, sharper, barer := more.distances(t, rules), sharp.distances(t, rules), bare.distances(t, rules)
		for i, d := range far {
			switch {
			case d == 0 && i < 4:
				r.Fatalf("%+v: class %c is not answered for", s, 'A'+i)
			case i > 0 && d > far[i-1]:
				r.Fatalf("%+v: class %c is farther than the one before", s, 'A'+i)
			case larger[i] < d || sharper[i] < d || barer[i] < d:
				r.Fatalf("%+v: class %c: %g m; more %g, with fragments %g, without earth %g", s, 'A'+i, d, larger[i], sharper[i], barer[i])
			}
		}
	})
}
