package styles

import (
	"slices"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// slot is where in the drawing order a part of a layer belongs, whatever the layer's own place.
type slot string

// Slots, the lowest first.
const (
	landSlot     slot = "land"
	waterSlot    slot = "water"
	areaSlot     slot = "area"
	outlineSlot  slot = "outline"
	casingSlot   slot = "casing"
	streetSlot   slot = "street"
	buildingSlot slot = "building"
	markSlot     slot = "mark"
	nameSlot     slot = "name"
)

var slots = []slot{landSlot, waterSlot, areaSlot, outlineSlot, casingSlot, streetSlot, buildingSlot, markSlot, nameSlot}

// part is one style layer with its slot.
type part struct {
	slot  slot
	layer Layer
}

// Families that our page declares: MapLibre draws names with the fonts of the page, and with a plain typeface where the
// page has none of the name.
var (
	regular  = []string{"Kartta"}
	semibold = []string{"Kartta-SemiBold"}
)

var (
	polygons = expression{"==", expression{"geometry-type"}, "Polygon"}
	lines    = expression{"==", expression{"geometry-type"}, "LineString"}
	points   = expression{"==", expression{"geometry-type"}, "Point"}
	noPoints = expression{"!=", expression{"geometry-type"}, "Point"}
)

// pen draws one layer in one tone.
type pen struct {
	l       layers.Layer
	tone    tone
	look    look
	classes []class
	labels  []string
	lang    i18n.Lang
}

func newPen(l layers.Layer, t tone, lang i18n.Lang) pen {
	k := lookOf(l)
	return pen{l: l, tone: t, look: k, classes: classesOf(l, k), labels: l.Version.Recipe.Labels(lang), lang: lang}
}

// partsOf is how one layer is drawn: its areas, lines, points and names.
func partsOf(l layers.Layer, t tone, lang i18n.Lang) []part {
	p := newPen(l, t, lang)
	switch l.Theme {
	case layers.BaseLand:
		return []part{p.part(landSlot, "fill", "fill", nil, nil, properties{"fill-color": p.color(t.land), "fill-antialias": true})}
	case layers.BaseWater:
		return p.water()
	case layers.BaseStreet:
		return p.streets()
	case layers.Building:
		return p.buildings()
	case layers.Property:
		return p.units()
	}
	return p.thematic()
}

func (p pen) part(s slot, name, kind string, filter expression, layout, paint properties) part {
	return part{s, Layer{ID: p.l.ID + "/" + name, Type: kind, SourceLayer: p.l.ID, MinZoom: p.l.Version.Recipe.Style.MinZoom,
		Metadata: map[string]any{metaLayer: p.l.ID, metaSlot: s}, Filter: filter, Layout: layout, Paint: paint}}
}

// byClass is a value for features of each class, and one for the others.
func (p pen) byClass(value func(class) any, other any) any {
	match := expression{"match", expression{"to-string", expression{"get", p.l.Version.Recipe.Style.ColorBy}}}
	plain := true
	for _, c := range p.classes {
		own := value(c)
		match = append(match, c.value, own)
		plain = plain && own == other
	}
	if plain {
		return other
	}
	return append(match, other)
}

func (p pen) color(change func(string) string) any {
	return p.byClass(func(c class) any { return change(c.color) }, change(p.look.color))
}

// interpolated runs straight between pairs of zoom and value.
func interpolated(pairs ...any) expression {
	return append(expression{"interpolate", expression{"linear"}, expression{"zoom"}}, pairs...)
}

func (p pen) water() []part {
	return append([]part{
		p.part(waterSlot, "fill", "fill", polygons, nil, properties{"fill-color": p.color(p.tone.water), "fill-antialias": false}),
		p.part(waterSlot, "line", "line", nil, properties{"line-cap": "round"},
			properties{"line-color": p.tone.shore(p.look.color), "line-width": interpolated(10, 0.4, 16, 1.2)}),
	}, p.names(properties{"text-font": semibold, "text-letter-spacing": 0.06, "text-padding": 120}, p.tone.text(p.look.color, 0.55), 13)...)
}

// streets are wider where they carry more: recipes give color_by a class; the order of classes is that of widths.
func (p pen) streets() []part {
	var factor any = 1
	if n := len(p.classes); n > 1 {
		factor = p.byClass(func(c class) any { return 1.5 - float64(c.rank)/float64(n-1) }, 0.8)
	}
	width := func(extra, far float64) expression {
		times := func(width float64, extra float64) expression {
			return expression{"+", expression{"*", width, factor}, extra}
		}
		return expression{"interpolate", expression{"exponential", 1.6}, expression{"zoom"},
			8, times(0.5, far), 13, times(2, extra), 16, times(8, extra), 19, times(34, extra*1.5)}
	}
	layout := func() properties { return properties{"line-cap": "round", "line-join": "round"} }
	return append([]part{
		p.part(casingSlot, "casing", "line", noPoints, layout(), properties{"line-color": p.tone.casing, "line-width": width(1.6, 0.3)}),
		p.part(streetSlot, "line", "line", noPoints, layout(), properties{"line-color": p.color(p.tone.street), "line-width": width(0, 0)}),
	}, p.names(properties{"symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 35}, p.tone.townName, 13)...)
}

func (p pen) buildings() []part {
	list := []part{p.part(buildingSlot, "fill", "fill", polygons, nil,
		properties{"fill-color": p.color(p.tone.building), "fill-opacity": 0.85, "fill-outline-color": p.color(p.tone.wall)})}
	list = append(list, p.patterns(buildingSlot)...)
	list = append(list, p.marks()...)
	return append(list, p.names(nil, p.tone.townName, 12)...)
}

// units are borders of property units: thin, so that the town is seen through them.
func (p pen) units() []part {
	return append([]part{p.part(outlineSlot, "outline", "line", nil, nil, properties{"line-color": p.tone.mark(p.look.color),
		"line-opacity": interpolated(13, 0.25, 16, 0.7), "line-width": interpolated(13, 0.4, 16, 0.8, 19, 1.6)})},
		p.names(nil, p.tone.text(p.look.color, 0.2), 12)...)
}

func (p pen) thematic() []part {
	var list []part
	kind := p.l.Version.GeometryType
	if kind != "Point" && kind != "LineString" {
		if p.look.fill > 0 {
			list = append(list, p.part(areaSlot, "fill", "fill", polygons, nil,
				properties{"fill-color": p.color(p.tone.fill), "fill-opacity": p.look.fill, "fill-antialias": false}))
		}
		list = append(list, p.patterns(areaSlot)...)
		list = append(list, p.dashed(outlineSlot, "outline", polygons, func() properties { return properties{"line-join": "round"} }, p.tone.outline)...)
	}
	if kind != "Point" && kind != "Polygon" {
		list = append(list, p.lines()...)
	}
	list = append(list, p.marks()...)
	return append(list, p.names(nil, p.tone.text(p.look.color, 0.45), 13)...)
}

func (p pen) stroke(change func(string) string, dash []float64) properties {
	paint := properties{"line-color": p.color(change), "line-width": interpolated(9, p.look.width*0.5, 15, p.look.width, 18, p.look.width*1.6)}
	if len(dash) > 0 {
		paint["line-dasharray"] = dash
	}
	return paint
}

func (p pen) lines() []part {
	return p.dashed(markSlot, "line", lines, func() properties { return properties{"line-cap": "butt", "line-join": "round"} }, p.tone.mark)
}

// dashed draws lines by a style layer per kind of dash, since many clients take no dash from an attribute.
func (p pen) dashed(s slot, name string, filter expression, layout func() properties, change func(string) string) []part {
	own := []any{}
	var list []part
	for i, c := range p.classes {
		if slices.Equal(c.dash, p.look.dash) || slices.ContainsFunc(p.classes[:i], func(e class) bool { return slices.Equal(e.dash, c.dash) }) {
			continue
		}
		values := []any{}
		for _, e := range p.classes {
			if slices.Equal(e.dash, c.dash) {
				values = append(values, e.value)
			}
		}
		own = append(own, values...)
		list = append(list, p.part(s, name+"-"+c.value, "line", expression{"all", filter, p.oneOf(values)}, layout(), p.stroke(change, c.dash)))
	}
	plain := filter
	if len(own) > 0 {
		plain = expression{"all", filter, expression{"!", p.oneOf(own)}}
	}
	return append([]part{p.part(s, name, "line", plain, layout(), p.stroke(change, p.look.dash))}, list...)
}

func (p pen) oneOf(values []any) expression {
	return expression{"in", expression{"to-string", expression{"get", p.l.Version.Recipe.Style.ColorBy}}, expression{"literal", values}}
}

// patterns lie on the fills of areas.
func (p pen) patterns(s slot) []part {
	plain := p.pattern(p.look.pattern, p.look.color)
	image := p.byClass(func(c class) any { return p.pattern(c.pattern, c.color) }, plain)
	if image == blank {
		return nil
	}
	return []part{p.part(s, "pattern", "fill", polygons, nil, properties{"fill-pattern": image, "fill-antialias": false})}
}

func (p pen) pattern(pattern, color string) string {
	if pattern == "" {
		return blank
	}
	return imageName(pattern, p.tone.mark(color))
}

// marks are symbols of point features, and of several that lie close together. Addresses have none: the number itself is
// the mark.
func (p pen) marks() []part {
	if kind := p.l.Version.GeometryType; kind != "Point" && kind != "Mixed" || p.l.Theme == layers.Address {
		return nil
	}
	image := p.byClass(func(c class) any { return imageName(c.shape, p.tone.mark(c.color)) }, imageName(p.look.shape, p.tone.mark(p.look.color)))
	anchor := "center"
	if p.look.shape == "drop" {
		anchor = "bottom"
	}
	return append([]part{p.part(markSlot, "mark", "symbol", p.alone(points), properties{"icon-image": image, "icon-allow-overlap": true, "icon-anchor": anchor,
		"icon-size": interpolated(9, 0.35, 14, 0.7, 17, 1)}, nil)}, p.clusters()...)
}

// names are written where the recipe says which attribute they are: the first of them that a feature has.
func (p pen) names(layout properties, color string, size int) []part {
	if len(p.labels) == 0 {
		return nil
	}
	written := expression{"coalesce"}
	for _, label := range p.labels {
		written = append(written, expression{"get", label})
	}
	all := properties{"text-field": expression{"to-string", written}, "text-font": regular, "text-size": size, "text-padding": 4, "text-max-width": 9}
	border := p.l.Theme == layers.District || p.l.Theme == layers.Municipality
	if border { // a name is written once for what tiles have cut to pieces
		all["text-padding"] = interpolated(6, 8, 11, 120)
	}
	switch {
	case p.l.Version.GeometryType == "Mixed" && p.l.Theme != layers.BaseWater && p.l.Theme != layers.BaseStreet: // below symbols, within areas
		all["text-anchor"] = expression{"case", points, "top", "center"}
		all["text-offset"] = expression{"case", points, expression{"literal", []float64{0, 0.9}}, expression{"literal", []float64{0, 0}}}
	case p.l.Version.GeometryType != "Point" || p.l.Theme == layers.Address:
	case p.look.shape == "drop":
		all["text-anchor"], all["text-offset"] = "top", []float64{0, 0.2}
	default:
		all["text-variable-anchor"], all["text-radial-offset"] = []string{"top", "bottom", "left", "right"}, 0.9
	}
	for name, value := range layout {
		all[name] = value
	}
	n := p.part(nameSlot, "name", "symbol", p.alone(nil), all, properties{"text-color": color, "text-halo-color": p.tone.halo, "text-halo-width": 1.5})
	n.layer.MinZoom = max(n.layer.MinZoom, p.look.labelZoom)
	switch p.l.Theme { // closer in, the view lies within one of them and the name only clutters it
	case layers.Municipality:
		n.layer.MaxZoom = 12
	case layers.District:
		n.layer.MaxZoom = 15
	}
	return []part{n}
}
