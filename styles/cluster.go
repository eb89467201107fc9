package styles

import (
	"lupakartta/internal/i18n"
	"lupakartta/tiles"
)

// Where a recipe gathers points, tiles below some zoom have those that lie close together as one, with their number: they
// are drawn as a circle that grows with it.

// gathered are the points that stand for several.
var gathered = expression{"has", tiles.PointCount}

// clusterLabel explains them in the legend.
var clusterLabel = i18n.Text{Fi: "Monta kohdetta lähekkäin: luku kertoo, montako", Sv: "Flera objekt nära varandra: talet anger hur många",
	En: "Several features close together: the number tells how many"}

// thousands and millions are how large numbers are cut short.
var (
	thousands = i18n.Text{Fi: " t.", Sv: " tn", En: "K"}
	millions  = i18n.Text{Fi: " milj.", Sv: " mn", En: "M"}
)

// gathers tells whether tiles have the layer's points gathered.
func (p pen) gathers() bool {
	kind := p.l.Version.GeometryType
	return p.l.Version.Recipe.Style.ClusterBelow > 0 && (kind == "Point" || kind == "Mixed")
}

// alone is a filter of features that stand for themselves.
func (p pen) alone(filter expression) expression {
	switch {
	case !p.gathers():
		return filter
	case filter == nil:
		return expression{"!", gathered}
	}
	return expression{"all", filter, expression{"!", gathered}}
}

// clusters are the circles and the numbers in them: each number is read whatever lies beside it. All have the layer's
// colour, also where their points are of one class, for a circle has no second sign by which every eye could tell classes.
func (p pen) clusters() []part {
	if !p.gathers() {
		return nil
	}
	color := p.tone.mark(p.look.color)
	circle := p.part(markSlot, "cluster", "circle", gathered, nil, properties{"circle-color": color, "circle-stroke-color": p.tone.ring, "circle-stroke-width": 1.5,
		"circle-radius": expression{"interpolate", expression{"linear"}, expression{"get", tiles.PointCount}, 2, 11, 10, 13, 100, 16, 1000, 20, 100_000, 24}})
	number := p.part(markSlot, "count", "symbol", gathered, properties{"text-field": countText(p.lang), "text-font": semibold, "text-size": 12,
		"text-allow-overlap": true, "text-ignore-placement": true}, properties{"text-color": numberOn(color)})
	return []part{circle, number}
}

// numberOn is the colour of numbers on a colour: of white and black the one that stands out more, which is 4.5 at least.
func numberOn(hex string) string {
	const white, black = "#ffffff", "#000000"
	if contrast(white, hex) >= contrast(black, hex) {
		return white
	}
	return black
}

// countText is the number of points as it is written: whole below a thousand, then cut short as the language does.
func countText(lang i18n.Lang) expression {
	n := expression{"get", tiles.PointCount}
	cut := func(unit int, word i18n.Text) expression { // down to a tenth of the unit, so that no number is too large
		tenths := expression{"/", expression{"floor", expression{"/", n, unit / 10}}, 10}
		return expression{"concat", expression{"number-format", tenths, map[string]any{"locale": string(lang), "max-fraction-digits": 1}}, word.In(lang)}
	}
	whole := expression{"concat", expression{"to-string", expression{"floor", expression{"/", n, 1000}}}, thousands.In(lang)}
	return expression{"case", expression{">=", n, 1_000_000}, cut(1_000_000, millions), expression{">=", n, 10_000}, whole, expression{">=", n, 1000}, cut(1000, thousands), expression{"to-string", n}}
}

// clusterSwatch explains gathered points; nil where none are.
func (p pen) clusterSwatch() *Swatch {
	if !p.gathers() {
		return nil
	}
	fill := p.tone.mark(p.look.color)
	return &Swatch{Kind: "cluster", Label: clusterLabel.In(p.lang), Fill: fill, Line: p.tone.ring, Text: numberOn(fill)}
}
