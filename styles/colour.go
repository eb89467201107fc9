package styles

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// tokens are colours of the Suomi.fi design system, by the names of its tokens without case, dashes and prefix.
var tokens = map[string]string{
	"whitebase": "#ffffff", "blackbase": "#212121", "blacklight1": "#6b6b6b", "brandbase": "#00347a",
	"depthdark1": "#5f696d", "depthdark2": "#6d787d", "depthdark3": "#8c979b", "depthbase": "#a5acb0", "depthlight3": "#f7f7f8",
	"depthlight2": "#ebedee", "depthlight1": "#c8cccf", "depthsecondarydark1": "#e5f0ff", "depthsecondary": "#f0f6ff",
	"highlightdark1": "#235a9a", "highlightbase": "#2a6ebb", "highlightlight1": "#2e78cc", "highlightlight2": "#d6e5f6",
	"highlightlight3": "#eaf2fb", "highlightlight4": "#f7fafd", "accentbase": "#e86717", "accentsecondary": "#1a99c7",
	"accentsecondarylight1": "#f1fafd", "accenttertiarydark1": "#86499c", "accenttertiary": "#a160b3",
	"accenttertiarylight1": "#f1ebf5", "successdark1": "#078362", "successbase": "#09a580", "successsecondary": "#afe8dc",
	"warningbase": "#f6af0a", "warninglight1": "#fff6e0", "alertbase": "#ae302d", "alertlight1": "#fbefef", "infobase": "#1763ee",
	"infolight1": "#ebf2ff",
}

var tokenName = strings.NewReplacer("-", "", "_", "", ".", "")

// resolve is a recipe's colour, a token's name or #rrggbb, as #rrggbb.
func resolve(name, otherwise string) string {
	if strings.HasPrefix(name, "#") {
		if _, err := strconv.ParseUint(name[1:], 16, 32); err == nil && len(name) == 7 {
			return strings.ToLower(name)
		}
		return otherwise
	}
	key := strings.ToLower(name)
	key = strings.TrimPrefix(strings.TrimPrefix(key, "fi-"), "color-")
	if hex, ok := tokens[tokenName.Replace(key)]; ok {
		return hex
	}
	return otherwise
}

// rgb are a colour's parts from 0 to 1, as they are written (sRGB).
func rgb(hex string) [3]float64 {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic(fmt.Sprintf("colour %q", hex)) // resolve lets no such through
	}
	return [3]float64{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}
}

func hexOf(c [3]float64) string {
	part := func(v float64) int { return int(math.Round(255 * min(max(v, 0), 1))) }
	return fmt.Sprintf("#%02x%02x%02x", part(c[0]), part(c[1]), part(c[2]))
}

// shade mixes a colour with black (amount below 0) or white (above).
func shade(hex string, amount float64) string {
	target := 1.0
	if amount < 0 {
		target = 0
	}
	c := rgb(hex)
	for i := range c {
		c[i] += (target - c[i]) * math.Abs(amount)
	}
	return hexOf(c)
}

// over is a colour of some opacity lying on a ground.
func over(hex string, opacity float64, ground string) string {
	c, g := rgb(hex), rgb(ground)
	for i := range c {
		c[i] = g[i] + (c[i]-g[i])*opacity
	}
	return hexOf(c)
}

// linear undoes the curve of sRGB.
func linear(c [3]float64) [3]float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

// contrast is that of WCAG 2, 1 to 21.
func contrast(a, b string) float64 {
	luminance := func(hex string) float64 {
		c := linear(rgb(hex))
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// toHSL is hue in degrees, saturation and lightness from 0 to 1.
func toHSL(hex string) (h, s, l float64) {
	c := rgb(hex)
	most, least := max(c[0], c[1], c[2]), min(c[0], c[1], c[2])
	span := most - least
	l = most - span/2
	if span == 0 {
		return 0, 0, l
	}
	switch most {
	case c[0]:
		h = (c[1] - c[2]) / span
	case c[1]:
		h = (c[2]-c[0])/span + 2
	default:
		h = (c[0]-c[1])/span + 4
	}
	return math.Mod(h*60+360, 360), span / (1 - math.Abs(2*l-1)), l
}

func fromHSL(h, s, l float64) string {
	part := func(n float64) float64 {
		k := math.Mod(n+h/30, 12)
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return hexOf([3]float64{part(0), part(8), part(4)})
}

// dimmed has the hue of a colour, with its saturation multiplied and another lightness.
func dimmed(hex string, saturation float64, lightness func(float64) float64) string {
	h, s, l := toHSL(hex)
	return fromHSL(h, min(s*saturation, 1), lightness(l))
}
