package styles

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"lupakartta/layers"
)

// severity is how the page marks a finding of a check.
type severity struct {
	name, color, shape string
}

// severities reads how the page marks findings: colours of its style sheets, shapes of its icons.
func severities(t *testing.T) []severity {
	t.Helper()
	parts, vars, icons := page(t, "shell/parts.css"), page(t, "style.css"), page(t, "findings/severity.tsx")
	list := []severity{{name: "red"}, {name: "amber"}, {name: "unknown"}, {name: "green"}}
	for i, s := range list {
		value := found(t, parts, `\.severity-`+s.name+` \{ color: ([^;]+);`)
		if name := regexp.MustCompile(`^var\(--(.+)\)$`).FindStringSubmatch(value); name != nil {
			value = found(t, vars, `--`+name[1]+`: ([^;]+);`)
		}
		list[i].color = hslHex(t, value)
		list[i].shape = found(t, icons, s.name+`: \(\s*<>\s*<(.+) fill="currentColor"`)
	}
	return list
}

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../web/src/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func found(t *testing.T, text, pattern string) string {
	t.Helper()
	match := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if match == nil {
		t.Fatalf("nothing is like %s", pattern)
	}
	return match[1]
}

func hslHex(t *testing.T, value string) string {
	t.Helper()
	match := regexp.MustCompile(`^hsl\((\d+)deg (\d+)% (\d+)%\)$`).FindStringSubmatch(value)
	if match == nil {
		t.Fatalf("%q is no colour", value)
	}
	var n [3]float64
	for i := range n {
		n[i], _ = strconv.ParseFloat(match[i+1], 64) // digits
	}
	return fromHSL(n[0], n[1]/100, n[2]/100)
}

// triangle is the outline of the sign for amber, which is also the shape of some layers' points.
const triangle = `path d="M12 1.800 23 21.500H1Z"`

// TestSeveritiesAreToldApart looks at the signs of findings beside each other and beside live roadworks, light and dark:
// what every eye cannot tell by colour has another shape.
func TestSeveritiesAreToldApart(t *testing.T) {
	signs := severities(t)
	for i, a := range signs {
		if got := contrast(a.color, "#ffffff"); got < 3 {
			t.Errorf("%s on white has %.2f, want 3", a.name, got)
		}
		for _, b := range signs[:i] {
			if d, whose := distance(a.color, b.color); d < apart && a.shape == b.shape {
				t.Errorf("%s and %s have one shape and are %.1f apart in %s", a.name, b.name, d, whose)
			}
		}
	}
	for _, l := range layers.LiveLayers() {
		k := lookOf(l)
		for _, s := range signs {
			for _, tone := range []tone{light, dark} {
				d, whose := distance(tone.mark(k.color), s.color)
				if d < apart && k.shape == "triangle" && s.shape == triangle {
					t.Errorf("points of %s are triangles as %s is, and %.1f apart in %s (%s)", l.ID, s.name, d, whose, tone.name)
				}
			}
		}
	}
}

// TestWhatIsPointedOutStandsOutFromLiveLayers looks at what the page draws over live layers: the place, the feature of a
// finding and the line to it.
func TestWhatIsPointedOutStandsOutFromLiveLayers(t *testing.T) {
	inks := page(t, "map/style/ink.ts")
	for _, tone := range []tone{light, dark} {
		for _, name := range []string{"ink", "glow", "measure"} {
			drawn := found(t, inks, `(?s)const `+tone.name+`: Ink.*?\b`+name+`: "(#[0-9a-f]{6})"`)
			for _, l := range layers.LiveLayers() {
				d, whose := distance(tone.mark(lookOf(l).color), drawn)
				if d < apart {
					t.Errorf("%s, %s: %s is %.1f from %s in %s", tone.name, name, drawn, d, l.ID, whose)
				}
			}
		}
	}
}
