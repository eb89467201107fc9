package styles

import (
	"slices"

	"lupakartta/layers"
)

// Second signs of classes: what tells them apart where colours alone do not.
var (
	moreShapes   = []string{"circle", "square", "diamond", "triangle", "pentagon", "drop"}
	morePatterns = []string{"", "hatch", "dots", "cross", "back", "bars"}
	moreDashes   = [][]float64{nil, {4, 2}, {1, 1.5}, {6, 1.5, 1, 1.5}, {9, 3}}
)

// sign is a choice from the lists above.
type sign int

// tellApart gives classes whose colours some eyes cannot tell apart different shapes, patterns or dashes. The first keeps
// the layer's own; classes of one colour are one in the map and stay so.
func tellApart(classes []class, l layers.Layer) {
	geometryType := l.Version.GeometryType
	if len(classes) == 0 {
		return
	}
	own, count := signsOf(classes[0], geometryType)
	chosen := make([]sign, len(classes))
	for i, c := range classes {
		chosen[i] = choose(c, classes[:i], chosen[:i], own, count, l.Theme)
		classes[i].take(chosen[i], own, geometryType)
	}
}

// signsOf is the sign that the layer has, and how many there are.
func signsOf(c class, geometryType string) (own sign, count int) {
	switch geometryType {
	case "Point":
		return sign(max(slices.Index(moreShapes, c.shape), 0)), len(moreShapes)
	case "LineString":
		return 0, len(moreDashes)
	}
	return sign(max(slices.Index(morePatterns, c.pattern), 0)), len(morePatterns)
}

// choose takes the first sign with which a class differs from all before it; where no sign does, the one with the
// most different colours.
func choose(c class, before []class, chosen []sign, own sign, count int, theme layers.Theme) sign {
	best, farthest := own, -1.0
	for n := range count {
		candidate := sign((int(own) + n) % count)
		nearest := apart
		for i, other := range before {
			if other.color == c.color {
				return chosen[i]
			}
			if chosen[i] == candidate {
				nearest = min(nearest, classDistance(c, other, theme))
			}
		}
		if nearest >= apart {
			return candidate
		}
		if nearest > farthest {
			best, farthest = candidate, nearest
		}
	}
	return best
}

// classDistance is how far apart the colours of two classes are, in the tone where they are closer, as they are drawn.
func classDistance(a, b class, theme layers.Theme) float64 {
	inLight, _ := distance(light.class(theme, a.color), light.class(theme, b.color))
	inDark, _ := distance(dark.class(theme, a.color), dark.class(theme, b.color))
	return min(inLight, inDark)
}

// class is the colour by which classes of a theme are seen.
func (t tone) class(theme layers.Theme, hex string) string {
	if theme == layers.Building {
		return t.building(hex)
	}
	return t.mark(hex)
}

// take gives the class a sign. One that has the layer's own keeps a shape that is no second sign.
func (c *class) take(s, own sign, geometryType string) {
	switch geometryType {
	case "Point":
		c.shape = moreShapes[s]
	case "LineString":
		if s > 0 {
			c.dash = moreDashes[s]
		}
	default:
		c.pattern = morePatterns[s]
		if geometryType == "Mixed" && (s != own || slices.Contains(moreShapes, c.shape)) {
			c.shape = moreShapes[int(s)%len(moreShapes)]
		}
	}
}
