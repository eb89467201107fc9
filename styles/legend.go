package styles

import (
	"strings"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Entry explains one layer of a style.
type Entry struct {
	Layer   string   `json:"layer"`
	Title   string   `json:"title"`
	Version int64    `json:"version"`
	Look    Swatch   `json:"look"`
	Classes []Swatch `json:"classes,omitempty"` // of layers that are drawn by the value of an attribute
	Cluster *Swatch  `json:"cluster,omitempty"` // points that lie close together, where the layer's are shown as one
}

// Swatch is how features look, as a small picture: a symbol, a line or an area.
type Swatch struct {
	Value        string    `json:"value,omitempty"` // of the attribute
	Label        string    `json:"label,omitempty"` // the value, or what it stands for, in words
	Kind         string    `json:"kind"`            // point, line, area or cluster
	Shape        string    `json:"shape,omitempty"` // of points, one of the style's paths
	Fill         string    `json:"fill,omitempty"`
	FillOpacity  float64   `json:"fill_opacity,omitempty"`
	Pattern      string    `json:"pattern,omitempty"` // on the fill, one of the style's paths
	PatternColor string    `json:"pattern_color,omitempty"`
	Line         string    `json:"line,omitempty"` // colour of the line, or of the outline
	Width        float64   `json:"width,omitempty"`
	Dash         []float64 `json:"dash,omitempty"`
	Casing       string    `json:"casing,omitempty"` // colour beside the line
	Text         string    `json:"text,omitempty"`   // of clusters, colour of the number
}

func entry(l layers.Layer, t tone, lang i18n.Lang) Entry {
	p := newPen(l, t, lang)
	recipe := l.Version.Recipe
	e := Entry{Layer: l.ID, Title: recipe.Title.In(lang), Version: l.Version.Number,
		Look: p.swatch(class{color: p.look.color, pattern: p.look.pattern, shape: p.look.shape, dash: p.look.dash}), Cluster: p.clusterSwatch()}
	attribute, _ := recipe.Attribute(recipe.Style.ColorBy)
	for _, c := range p.classes {
		s := p.swatch(c)
		s.Value, s.Label = c.value, c.value
		if words := attribute.Codes[c.value].In(lang); strings.HasPrefix(words, c.value) {
			s.Label = words
		} else if words != "" {
			s.Label = c.value + ": " + words
		}
		e.Classes = append(e.Classes, s)
	}
	return e
}

func (p pen) swatch(c class) Swatch {
	mark := p.tone.mark(c.color)
	switch p.l.Version.GeometryType {
	case "Point":
		return Swatch{Kind: "point", Shape: c.shape, Fill: mark, Line: p.tone.ring}
	case "LineString":
		if p.l.Theme == layers.BaseStreet {
			return Swatch{Kind: "line", Line: p.tone.street(c.color), Width: p.look.width, Casing: p.tone.casing}
		}
		return Swatch{Kind: "line", Line: mark, Width: 3, Dash: c.dash}
	}
	s := Swatch{Kind: "area", Line: p.tone.outline(c.color), Width: max(p.look.width, 1), Dash: c.dash}
	if p.look.fill > 0 {
		s.Fill, s.FillOpacity = p.area(c.color), p.look.fill
	}
	if c.pattern != "" {
		s.Pattern, s.PatternColor = c.pattern, mark
	}
	return s
}

// area is the colour in which the theme's areas are filled.
func (p pen) area(hex string) string {
	switch p.l.Theme {
	case layers.BaseLand:
		return p.tone.land(hex)
	case layers.BaseWater:
		return p.tone.water(hex)
	case layers.Building:
		return p.tone.building(hex)
	}
	return p.tone.fill(hex)
}
