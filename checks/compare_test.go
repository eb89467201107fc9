package checks

import (
	"slices"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// said is a check of one rule over one theme, with its layers' versions by id.
func said(ruleVersion int, versions map[string]int64, findings ...Finding) Examined {
	x := Examined{Place: []byte(`{"type":"Point","coordinates":[25,62]}`), Answers: []byte(`{}`), Basis: Basis{Day: "2026-06-01", Engine: "1"}}
	if ruleVersion > 0 {
		x.Basis.Rules = []RuleRef{{"near", ruleVersion}}
	}
	for id, version := range versions {
		x.Basis.Layers = append(x.Basis.Layers, LayerRef{Layer: id, Theme: layers.Natura, Version: version})
	}
	for _, f := range findings {
		f.Rule, f.RuleVersion, f.Theme, f.Title = "near", ruleVersion, layers.Natura, "Lähellä"
		x.Result.Findings = append(x.Result.Findings, f)
	}
	return x
}

// feature is a finding of a feature that does not meet the place.
func feature(layer, id string, distance float64) Finding {
	return Finding{Status: Found, Severity: Amber, Layer: &layer, LayerTitle: "Taso " + layer, FeatureID: &id, Distance: &distance}
}

func overlapping(layer, id string, share float64) Finding {
	f := feature(layer, id, 0)
	f.OverlapShare = &share
	return f
}

func green() Finding { return Finding{Status: NotFound, Severity: Green} }

func unknown(reason Reason) Finding {
	return Finding{Status: NotKnown, Severity: Unknown, Reason: reason}
}

func with(f Finding, change func(*Finding)) Finding {
	change(&f)
	return f
}

func TestCompare(t *testing.T) {
	one, two := map[string]int64{"a": 1}, map[string]int64{"a": 2}
	for _, test := range []struct {
		name          string
		before, after Examined
		want          []string // change feature differs: causes
	}{
		{"the same", said(1, one, feature("a", "F", 100)), said(1, one, feature("a", "F", 100)), []string{"same F"}},
		{"green stays green on another version", said(1, one, green()), said(1, two, green()), []string{"same"}},
		{"a centimetre is nothing", said(1, one, feature("a", "F", 100)), said(1, two, feature("a", "F", 100.01)), []string{"same F"}},
		{"more than a centimetre", said(1, one, feature("a", "F", 100)), said(1, two, feature("a", "F", 100.011)), []string{"changed F distance_m: layer_version"}},
		{"from a distance to touching", said(1, one, feature("a", "F", 3)), said(1, two, overlapping("a", "F", 0.5)), []string{"changed F distance_m overlap_share: layer_version"}},
		{"share", said(1, one, overlapping("a", "F", 0.5)), said(1, two, overlapping("a", "F", 0.500002)), []string{"changed F overlap_share: layer_version"}},
		{"share as rounded", said(1, one, overlapping("a", "F", 0.5)), said(1, two, overlapping("a", "F", 0.500001)), []string{"same F"}},
		{"severity by another version of the rule", said(1, one, feature("a", "F", 9)), said(2, one, with(feature("a", "F", 9), func(f *Finding) { f.Severity = Red })),
			[]string{"changed F severity: rule_version"}},
		{"a feature comes", said(1, one, green()), said(1, two, feature("a", "F", 9)), []string{"new F status severity distance_m: layer_version"}},
		{"a feature goes", said(1, one, feature("a", "F", 9)), said(1, two, green()), []string{"gone F status severity distance_m: layer_version"}},
		{"one of two goes and another comes", said(1, one, feature("a", "F", 9), feature("a", "G", 10)), said(1, two, feature("a", "G", 10), feature("a", "H", 20)),
			[]string{"gone F: layer_version", "new H: layer_version", "same G"}},
		{"found, and then not known: it may still be there", said(1, one, feature("a", "F", 9)), said(1, one, unknown(LayerFailed)),
			[]string{"changed F status severity reason distance_m: unread"}},
		{"too old to tell by now", said(1, one, green()), said(1, one, unknown(Stale)), []string{"changed status severity reason: layer_aged"}},
		{"not known, and then found", said(1, one, unknown(NotCovered)), said(1, two, feature("a", "F", 9)), []string{"changed F status severity reason distance_m: layer_version"}},
		{"not known, and then green", said(1, nil, unknown(NoLayer)), said(1, one, green()), []string{"changed status severity reason: layer_new"}},
		{"the layer is published no more", said(1, one, green()), said(1, nil, unknown(NoLayer)), []string{"changed status severity reason: layer_gone"}},
		{"a rule comes into force", said(0, one), said(1, one, green()), []string{"new: rule_new"}},
		{"a rule ends", said(1, one, feature("a", "F", 9), feature("a", "G", 10)), said(0, one), []string{"gone F: rule_ended", "gone G: rule_ended"}},
		{"nearest by another layer", said(1, map[string]int64{"a": 1, "b": 1}, feature("a", "F", 9)), said(1, map[string]int64{"a": 1, "b": 2}, feature("b", "X", 5)),
			[]string{"gone F: layer_version", "new X: layer_version"}},
		{"a live layer", said(1, map[string]int64{"a": 0}, green()), said(1, map[string]int64{"a": 0}, feature("a", "7", 9)), []string{"new 7 status severity distance_m: layer_live"}},
		{"further features", said(1, one, with(feature("a", "F", 9), func(f *Finding) { f.More = 1 })), said(1, two, with(feature("a", "F", 9), func(f *Finding) { f.More = 4 })),
			[]string{"changed F more: layer_version"}},
		{"another place", said(1, one, feature("a", "F", 9)), func() Examined {
			x := said(1, one, feature("a", "F", 8))
			x.Place = []byte(`{"type":"Point","coordinates":[25,62.1]}`)
			return x
		}(), []string{"changed F distance_m: place"}},
		{"other answers", said(1, one, feature("a", "F", 9)), func() Examined {
			x := said(1, one, with(feature("a", "F", 9), func(f *Finding) { f.Severity = Red }))
			x.Answers = []byte(`{"attendance":500}`)
			return x
		}(), []string{"changed F severity: answers"}},
		{"other mechanics", said(1, one, feature("a", "F", 9)), func() Examined {
			x := said(1, one, feature("a", "F", 8))
			x.Basis.Engine = "2"
			return x
		}(), []string{"changed F distance_m: engine"}},
		{"nothing explains it", said(1, one, feature("a", "F", 9)), said(1, one, feature("a", "F", 8)), []string{"changed F distance_m: unexplained"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range Compare(test.before, test.after, nil, i18n.Finnish) {
				got = append(got, brief(d))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// brief is a difference on one line.
func brief(d Difference) string {
	words := append([]string{string(d.Change)}, slices.DeleteFunc([]string{d.FeatureID}, func(s string) bool { return s == "" })...)
	line := strings.Join(append(words, d.Differs...), " ")
	var causes []string
	for _, c := range d.Why {
		causes = append(causes, string(c.Kind))
	}
	if len(causes) > 0 {
		line += ": " + strings.Join(causes, " ")
	}
	return line
}

func TestWhyInWords(t *testing.T) {
	before, after := said(1, map[string]int64{"a": 3}, feature("a", "F", 9)), said(1, map[string]int64{"a": 12}, green())
	before.Titles = map[string]string{"a": "Taso a"}
	fates := map[featureOf]CauseKind{{"a", "F", 3, 12}: FeatureWent}
	for lang, want := range map[i18n.Lang][]string{
		i18n.Finnish: {"Karttatasosta ”Taso a” on julkaistu toinen versio: aiemmin 3, nyt 12.", "Kohde on poistettu karttatasolta ”Taso a”."},
		i18n.Swedish: {"En annan version av kartlagret ”Taso a” har publicerats: tidigare 3, nu 12.", "Objektet har tagits bort ur kartlagret ”Taso a”."},
		i18n.English: {"Another version of the layer “Taso a” has been published: 3 before, 12 now.", "The feature has been removed from the layer “Taso a”."},
	} {
		d := Compare(before, after, fates, lang)
		if len(d) != 1 || len(d[0].Why) != 2 || d[0].Why[0].Text != want[0] || d[0].Why[1].Text != want[1] {
			t.Errorf("%s: %s", lang, asJSON(d))
		}
	}
}

func TestEveryCauseHasWords(t *testing.T) {
	kinds := []CauseKind{PlaceDiffers, AnswersDiffer, RuleNew, RuleEnded, RuleVersion, LayerNew, LayerGone, LayerVersion, LayerLive, FeatureCame, FeatureWent, FeatureMoved, FeatureAltered,
		EngineDiffers, LayerUnreadable, LayerAged, Unexplained}
	if len(kinds) != len(causes) {
		t.Errorf("%d causes have words, want %d", len(causes), len(kinds))
	}
	for _, kind := range kinds {
		if err := causes[kind].Complete(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Differences come before what is the same, the worse before the better, and always in one order.
func TestOrderOfDifferences(t *testing.T) {
	red := func(f Finding) Finding { return with(f, func(f *Finding) { f.Severity = Red }) }
	before := said(1, map[string]int64{"a": 1}, red(feature("a", "S", 1)), feature("a", "B", 2), red(feature("a", "C", 3)))
	after := said(1, map[string]int64{"a": 2}, red(feature("a", "S", 1)), feature("a", "A", 2))
	var ids []string
	for _, d := range Compare(before, after, nil, i18n.Finnish) {
		ids = append(ids, d.FeatureID)
	}
	if want := []string{"C", "A", "B", "S"}; !slices.Equal(ids, want) {
		t.Errorf("order %v, want %v", ids, want)
	}
}
