package checks

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// meanings reads the list of meanings that recipes and rules share.
func meanings(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../layers/meaning.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
			if value, err := strconv.Unquote(text.Value); err == nil {
				found = append(found, value)
			}
		}
		return true
	})
	return found
}

// explosivesDecree is the decree that sets distances for stores of explosives.
const explosivesDecree = "1101/2015"

// furthest is how far the rule looks for any project.
func (r Rule) furthest() float64 {
	far := r.Distance
	for _, c := range r.Cases {
		far = max(far, c.Distance)
		if c.Formula != nil {
			q, _ := question(c.Formula.Of)
			far = max(far, c.Formula.metres(q.Most))
		}
	}
	return far
}

func TestEmbeddedRules(t *testing.T) {
	rules, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(rules) < 30 {
		t.Fatalf("%d rules, want at least 30", len(rules))
	}
	known := meanings(t)
	policy := map[i18n.Lang]string{i18n.Finnish: "käytäntö", i18n.Swedish: "praxis", i18n.English: "policy"}
	for _, r := range rules {
		if r.Zone != "" && !slices.Contains(known, r.Zone) {
			t.Errorf("%s: no attribute can have the meaning %q", r.ID, r.Zone)
		}
		if c := r.Condition; c != nil {
			for _, meaning := range []string{c.Meaning, c.Or} {
				if meaning != "" && !slices.Contains(known, meaning) {
					t.Errorf("%s: no attribute can have the meaning %q", r.ID, meaning)
				}
			}
		}
		for _, lang := range i18n.Languages {
			for name, text := range map[string]i18n.Text{"title": r.Title, "why": r.Why, "next": r.Next, "statute": r.Statute, "authority": r.Authority} {
				words := text.In(lang)
				for _, left := range []string{"{d}", "{name}", "{value}"} {
					distanceIn := "title"
					if len(r.Cases) > 0 { // which distance is not known before the answers are
						distanceIn = "why"
					}
					allowed := left == "{d}" && name == distanceIn || left != "{d}" && name == "why"
					if strings.Contains(words, left) && !allowed {
						t.Errorf("%s: %s in %s holds %s", r.ID, name, lang, left)
					}
				}
				for _, old := range []string{"ELY", "AVI", "aluehallintovirasto", "regionförvaltning", "NTM"} {
					if strings.Contains(words, old) {
						t.Errorf("%s: %s in %s names %s, which ended with 2025", r.ID, name, lang, old)
					}
				}
			}
			if reach := r.furthest(); reach > 2 && !strings.Contains(r.Statute.In(lang), policy[lang]) && !strings.Contains(r.Statute.Fi, explosivesDecree) {
				t.Errorf("%s: %g m is no statute's, and the statute in %s does not say %q", r.ID, reach, lang, policy[lang])
			}
			if len(r.Cases) > 0 && r.measures() && !strings.Contains(r.Why.In(lang), "{d}") {
				t.Errorf("%s: the reason in %s does not tell the distance", r.ID, lang)
			}
			if r.Distance > 2 && r.Zone == "" && !strings.Contains(r.Title.In(lang), "{d}") {
				t.Errorf("%s: the title in %s does not tell the distance", r.ID, lang)
			}
		}
	}
}

func TestSameValue(t *testing.T) {
	for _, test := range []struct {
		value, want string
		same        bool
	}{
		{"SL", "SL", true}, {"SL-2", "SL", true}, {"SL/s", "SL", true}, {"SL2", "SL", true}, {"SLX", "SL", false}, {"sl", "SL", false},
		{"A/V", "V", true}, {"AV", "V", false}, {"TY", "T", false}, {"T/kem", "T/kem", true}, {"T/kem-1", "T/kem", true}, {"T", "T/kem", false},
		{"1", "1", true}, {"1E", "1", false}, {"12", "1", false}, {"1E", "1E", true}, {"II", "I", false}, {"E", "E", true}, {"EV", "E", false},
		{"Maakuntakaavan suojelualuevaraus (S)", "Maakuntakaavan suojelualuevaraus", true}, {"SM15", "SM", true}, {"", "SL", false},
		{"Kiinteä muinaisjäännös", "kiinteä muinaisjäännös", true}, {"MUINAISJÄÄNNÖSKOHDE", "muinaisjäännöskohde", true}, {"sm-2", "sm", true}, {"sm-2", "SM", false},
		{"AK-3", "a*", true}, {"rky", "r*", true}, {"17", "a*", false}, {"", "a*", false},
	} {
		if got := sameValue(test.value, test.want); got != test.same {
			t.Errorf("%q as %q: %t, want %t", test.value, test.want, got, test.same)
		}
	}
}

func TestAValueThatNobodyKnowsIsNotNothing(t *testing.T) {
	class := &Condition{Meaning: layers.MeaningGroundwaterClass, In: []string{"1", "1E"}, Known: []string{"2", "2E"}}
	for value, want := range map[string]verdict{"1": meant, "1E": meant, "2": notMeant, "luokka 1": meant, "luokka1": undetermined, "3": undetermined, "": undetermined} {
		if got := class.judge(value, false); got != want {
			t.Errorf("%q: got %d, want %d", value, got, want)
		}
	}
}

func TestRuleFaults(t *testing.T) {
	sound := plainRule("sound", layers.Natura, Within, 100)
	for name, spoil := range map[string]func(*Rule){
		"id":                     func(r *Rule) { r.ID = "Bad id" },
		"version":                func(r *Rule) { r.Version = 0 },
		"theme":                  func(r *Rule) { r.Theme = "nature" },
		"relation":               func(r *Rule) { r.Relation = "over" },
		"distance of inside":     func(r *Rule) { r.Relation = Inside },
		"no distance":            func(r *Rule) { r.Distance = 0 },
		"distance too long":      func(r *Rule) { r.Distance = MaxDistance + 1 },
		"severity":               func(r *Rule) { r.Severity = Unknown },
		"text":                   func(r *Rule) { r.Next.Sv = "" },
		"first day":              func(r *Rule) { r.ValidFrom = "1.1.2026" },
		"days the wrong way":     func(r *Rule) { r.ValidTo = "2025-12-31" },
		"condition":              func(r *Rule) { r.Condition = &Condition{} },
		"values without meaning": func(r *Rule) { r.Condition = &Condition{In: []string{"a"}} },
		"both lists": func(r *Rule) {
			r.Condition = &Condition{Meaning: "kind", In: []string{"a"}, NotIn: []string{"b"}}
		},
		"no values":            func(r *Rule) { r.Condition = &Condition{Meaning: "kind"} },
		"empty value":          func(r *Rule) { r.Condition = &Condition{Meaning: "kind", In: []string{""}} },
		"absent":               func(r *Rule) { r.Condition = &Condition{Meaning: "kind", In: []string{"a"}, Absent: "maybe"} },
		"absent only and list": func(r *Rule) { r.Condition = &Condition{Meaning: "kind", In: []string{"a"}, Absent: "only"} },
		"covering":             func(r *Rule) { r.Condition = &Condition{Covering: "keep"} },
		"kind":                 func(r *Rule) { r.Kinds = []string{"circus"} },
		"share of within":      func(r *Rule) { r.Share = 0.5 },
		"no share":             func(r *Rule) { r.Relation, r.Distance = Overlaps, 0 },
		"share above all":      func(r *Rule) { r.Relation, r.Distance, r.Share = Overlaps, 0, 1.1 },
		"zone of inside":       func(r *Rule) { r.Relation, r.Distance, r.Zone = Inside, 0, layers.MeaningZoneM },
		"field":                func(r *Rule) { r.Field = "Chemical safety" },
		"cases and severity":   func(r *Rule) { *r = stored(); r.Severity = Red },
		"cases and distance":   func(r *Rule) { *r = stored(); r.Distance = 10 },
		"cases and zone":       func(r *Rule) { *r = stored(); r.Zone = layers.MeaningZoneM },
		"distance of a case":   func(r *Rule) { *r = stored(); r.Cases[3].Distance = 0 },
		"far case":             func(r *Rule) { *r = stored(); r.Cases[3].Distance = MaxDistance + 1 },
		"severity of a case":   func(r *Rule) { *r = stored(); r.Cases[3].Severity = Unknown },
		"distance and formula": func(r *Rule) { *r = stored(); r.Cases[0].Distance = 10 },
		"far formula":          func(r *Rule) { *r = stored(); r.Cases[0].Formula.K = 6000 },
		"no root":              func(r *Rule) { *r = stored(); r.Cases[0].Formula.Root = 0 },
		"share of a formula":   func(r *Rule) { *r = stored(); r.Cases[0].Formula.Share = 0 },
		"formula of a choice":  func(r *Rule) { *r = stored(); r.Cases[0].Formula.Of = "kind" },
		"unknown question":     func(r *Rule) { *r = stored(); r.Cases[3].When = map[string][]string{"size": {"1"}} },
		"unknown choice":       func(r *Rule) { *r = stored(); r.Cases[3].When = map[string][]string{"kind": {"circus"}} },
		"no answers":           func(r *Rule) { *r = stored(); r.Cases[3].When = map[string][]string{"kind": {}} },
		"span":                 func(r *Rule) { *r = stored(); r.Cases[3].When = map[string][]string{"explosives_kg": {"9..1"}} },
		"inside with distance": func(r *Rule) { *r = stored(); r.Relation = Inside },
	} {
		r := sound
		spoil(&r)
		if r.Validate() == nil {
			t.Errorf("%s: no fault found in %s", name, asJSON(r))
		}
	}
	overlapping := plainRule("overlapping", layers.Natura, Overlaps, 0)
	overlapping.Share = 0.5
	for _, r := range []Rule{sound, overlapping, stored()} {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
	}
}

// A rule with everything that a rule may have comes back from the database as it was.
func TestRulesComeBackAsTheyWere(t *testing.T) {
	r := stored()
	r.During, r.Field = true, "explosives"
	overlapping := plainRule("overlapping", layers.Zoning, Overlaps, 0)
	overlapping.Share = 0.25
	zone := plainRule("zone", layers.SevesoPlant, Within, 5000)
	zone.Zone = layers.MeaningZoneM
	b := newBench(t, r, overlapping, zone)
	rules, err := b.engine.Rules(context.Background())
	if err != nil || asJSON(rules) != asJSON([]Rule{overlapping, r, zone}) {
		t.Errorf("got %s, %v", asJSON(rules), err)
	}
	for _, rule := range rules {
		if rule.fault != nil {
			t.Error(rule.fault)
		}
	}
}

func TestSeed(t *testing.T) {
	ctx := context.Background()
	pool := testdb.New(t)
	for range 2 {
		if err := Seed(ctx, pool); err != nil {
			t.Fatal(err)
		}
	}
	rules, err := InForce(ctx, pool, time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(embedded, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	if asJSON(rules) != asJSON(embedded) {
		t.Errorf("the database has other rules than those embedded")
	}
	if _, err := pool.Exec(ctx, `update check_rules set distance_m = 2000 where id = 'natura_near'`); err != nil {
		t.Fatal(err)
	}
	if err := Seed(ctx, pool); !errors.Is(err, ErrRuleChanged) || !strings.Contains(err.Error(), "natura_near") {
		t.Errorf("seeding over a changed rule: %v, want %v", err, ErrRuleChanged)
	}
}

func TestRuleVersionsAndDays(t *testing.T) {
	ctx := context.Background()
	first, second, third := plainRule("near", layers.Natura, Within, 100), plainRule("near", layers.Natura, Within, 200), plainRule("near", layers.Natura, Within, 300)
	second.Version, second.ValidFrom, second.ValidTo = 2, "2026-07-01", "2026-07-31"
	third.Version, third.ValidFrom = 3, "2027-01-01"
	ended := plainRule("ended", layers.Natura, Inside, 0)
	ended.ValidTo = "2026-06-30"
	b := newBench(t, first, second, third, ended)
	b.layer("sites", layers.Natura, everywhere(), thing{"A", at(150, 0), nil})
	for _, test := range []struct {
		now     string // UTC
		version int
		status  Status
		ended   bool // the other rule still applies
	}{
		{"2026-06-30T20:59:59Z", 1, NotFound, true},
		{"2026-06-30T21:00:00Z", 2, Found, false}, // 1 July in Helsinki
		{"2026-07-31T20:59:59Z", 2, Found, false},
		{"2026-07-31T21:00:00Z", 1, NotFound, false},
		{"2027-01-01T12:00:00Z", 3, Found, false},
	} {
		now, err := time.Parse(time.RFC3339, test.now)
		if err != nil {
			t.Fatal(err)
		}
		b.engine.now = func() time.Time { return now }
		result := b.check(at(0, 0))
		if f := b.only(result, "near"); f.RuleVersion != test.version || f.Status != test.status {
			t.Errorf("%s: version %d, %s, want version %d, %s", test.now, f.RuleVersion, f.Status, test.version, test.status)
		}
		if got := len(result.of("ended")) == 1; got != test.ended {
			t.Errorf("%s: the rule that ends in June applies: %t, want %t", test.now, got, test.ended)
		}
	}
	b.engine.now = func() time.Time { return time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC) }
	if rules, err := b.engine.Rules(ctx); err != nil || len(rules) != 0 {
		t.Errorf("before any rule: %d rules, %v", len(rules), err)
	}
}
