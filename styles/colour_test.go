package styles

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

func TestResolve(t *testing.T) {
	for name, want := range map[string]string{"#123456": "#123456", "#ABCDEF": "#abcdef", "highlightBase": "#2a6ebb", "fi-color-alert-base": "#ae302d",
		"none such": "#000000", "": "#000000", "#12345": "#000000", "#12345g": "#000000"} {
		if got := resolve(name, "#000000"); got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}

func TestShades(t *testing.T) {
	if got := shade("#808080", -0.5) + shade("#808080", 1); got != "#404040#ffffff" {
		t.Errorf("got %s", got)
	}
	if got := contrast("#777777", "#ffffff"); math.Abs(got-4.48) > 0.01 {
		t.Errorf("contrast: got %.3f, want 4.48", got)
	}
	for _, hex := range []string{"#123456", "#b9dbec", "#f5f1e6", "#808080", "#ff0000", "#00ff7f"} {
		if got := fromHSL(toHSL(hex)); got != hex {
			t.Errorf("%s comes back from its hue as %s", hex, got)
		}
	}
}

// TestCIEDE2000 has pairs of the data that Sharma, Wu and Dalal published for testing, chosen among those that tell
// wrong implementations.
func TestCIEDE2000(t *testing.T) {
	tests := []struct {
		a, b [3]float64
		want float64
	}{
		{[3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}, 2.0425},
		{[3]float64{50, -1.3802, -84.2814}, [3]float64{50, 0, -82.7485}, 1.0000},
		{[3]float64{50, 0, 0}, [3]float64{50, -1, 2}, 2.3669},
		{[3]float64{50, 2.49, -0.001}, [3]float64{50, -2.49, 0.0009}, 7.1792},
		{[3]float64{50, 2.49, -0.001}, [3]float64{50, -2.49, 0.0011}, 7.2195},
		{[3]float64{50, -0.001, 2.49}, [3]float64{50, 0.0011, -2.49}, 4.7461},
		{[3]float64{50, 2.5, 0}, [3]float64{73, 25, -18}, 27.1492},
		{[3]float64{50, 2.5, 0}, [3]float64{58, 24, 15}, 19.4535},
		{[3]float64{60.2574, -34.0099, 36.2677}, [3]float64{60.4626, -34.1751, 39.4387}, 1.2644},
		{[3]float64{22.7233, 20.0904, -46.694}, [3]float64{23.0331, 14.973, -42.5619}, 2.0373},
		{[3]float64{2.0776, 0.0795, -1.135}, [3]float64{0.9033, -0.0636, -0.5514}, 0.9082},
	}
	for _, test := range tests {
		if got := ciede2000(test.a, test.b); math.Abs(got-test.want) > 0.0001 {
			t.Errorf("%v, %v: got %.4f, want %.4f", test.a, test.b, got, test.want)
		}
	}
}

func TestVisions(t *testing.T) {
	for _, v := range visions {
		if got := v.lab("#808080"); math.Abs(got[1]) > 1 || math.Abs(got[2]) > 1 {
			t.Errorf("%s sees grey as %v", v.name, got)
		}
	}
	// A green and a red-brown that are one colour to those who lack long or middle cones.
	for _, v := range visions {
		d := ciede2000(v.lab("#5aa02c"), v.lab("#b5793a"))
		if reds := v.name == "protanopia" || v.name == "deuteranopia"; reds != (d < 12) {
			t.Errorf("%s: green and brown are %.1f apart", v.name, d)
		}
	}
}

// TestClassesAreToldApart looks at every pair of classes of every recipe, however its features are shaped, in both tones
// and in every vision: where colours do not tell them apart, a pattern, a shape, a dash, a width or the word itself does.
func TestClassesAreToldApart(t *testing.T) {
	pairs := 0
	for _, l := range everyLayer() {
		style := l.Version.Recipe.Style
		if l.Theme == layers.BaseLand || l.Theme == layers.BaseStreet || style.ColorBy == style.Label {
			continue // the ground, which only orients; streets by their width; words
		}
		for _, isDark := range []bool{false, true} {
			p := newPen(l, toneOf(isDark), i18n.Finnish)
			for i, a := range p.classes {
				for _, b := range p.classes[:i] {
					x, y := p.swatch(a), p.swatch(b)
					if a.color == b.color || x.Shape != y.Shape || x.Pattern != y.Pattern || !slices.Equal(x.Dash, y.Dash) {
						continue
					}
					pairs++
					if d, whose := distance(p.tone.class(l.Theme, a.color), p.tone.class(l.Theme, b.color)); d < apart {
						t.Errorf("%s, dark %v: %s and %s are %.1f apart in %s", l.ID, isDark, a.value, b.value, d, whose)
					}
				}
			}
		}
	}
	if pairs == 0 {
		t.Error("no pair was told apart by colour")
	}
}

// grounds are what layers are drawn on.
func grounds(t tone) map[string]string {
	g := map[string]string{"paper": t.paper, "water": t.water("#b9dbec")}
	for name, hex := range map[string]string{"land": "#f5f1e6", "forest": "#cfe3bd", "field": "#f3ecc8", "built": "#ecdfd0"} {
		g[name] = t.land(hex)
	}
	return g
}

// TestMarksAndNamesStandOut holds the contrast of every recipe's lines, symbols and names to WCAG 2.2 (1.4.11 and 1.4.3).
func TestMarksAndNamesStandOut(t *testing.T) {
	faint := map[string]bool{}
	for _, l := range everyLayer() {
		if l.Theme == layers.BaseLand || l.Theme == layers.BaseStreet || l.Theme == layers.Building {
			continue // they are the ground
		}
		for _, isDark := range []bool{false, true} {
			p := newPen(l, toneOf(isDark), i18n.Finnish)
			drawn := map[string]float64{p.tone.text(p.look.color, 0.45): 4.5, p.tone.townName: 4.5}
			for _, c := range append(p.classes, class{color: p.look.color}) {
				drawn[p.tone.mark(c.color)], drawn[p.tone.outline(c.color)] = 3, 3
			}
			for hex, least := range drawn {
				for on, ground := range grounds(p.tone) {
					if got := contrast(hex, ground); got < least {
						faint[fmt.Sprintf("%s %s, dark %v: %s on %s has %.2f, want %.1f", l.ID, p.look.color, isDark, hex, on, got, least)] = true
					}
				}
			}
		}
	}
	for what := range faint {
		t.Error(what)
	}
}

// TestNamesAreReadAcrossAreas looks at names of plan designations on the areas of others.
func TestNamesAreReadAcrossAreas(t *testing.T) {
	for _, tone := range []tone{light, dark} {
		for _, area := range []string{"#e8b878", "#e57373", "#d9d9d9", "#cddc39", "#c87f4f", "#7f6a99"} {
			ground := over(tone.fill(area), looks[layers.Zoning].fill, tone.land("#f5f1e6"))
			if got := contrast(tone.text("#e8b878", 0.45), ground); got < 4.5 {
				t.Errorf("%s on %s: %.2f", tone.name, area, got)
			}
		}
	}
}
