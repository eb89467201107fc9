// Package styles says how layers are drawn: MapLibre styles, the sprites that they use and the legend that explains
// them, light and dark, all made from the recipes of the published layers. It is the only place that knows; our own
// page takes its drawing from here like any other client. It draws nothing that a person makes on the map.
package styles

import (
	"slices"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/tiles"
)

// Everything is the name of the style of every layer, beside those of themes.
const Everything = "map"

// Keys of what we add to a style, which clients may pass over.
const (
	metaLayer  = "lupakartta:layer"  // id of the layer that a style layer draws
	metaSlot   = "lupakartta:slot"   // its place in the drawing order
	metaLegend = "lupakartta:legend" // []Entry
	metaPaths  = "lupakartta:paths"  // outlines and patterns, for the legend
	metaSlots  = "lupakartta:slots"  // the drawing order
	metaPaper  = "lupakartta:paper"  // colour of the ground below everything
	metaSprite = "lupakartta:sprite" // changes when the sprite does
)

// Style is a MapLibre style, version 8. It has no glyphs: see docs/styles.md.
type Style struct {
	Version  int               `json:"version"`
	Name     string            `json:"name"`
	Metadata map[string]any    `json:"metadata"`
	Sources  map[string]Source `json:"sources"`
	Sprite   string            `json:"sprite"`
	Layers   []Layer           `json:"layers"`
}

// Source is where tiles come from: the very versions that were published when the style was made.
type Source struct {
	Type        string    `json:"type"`
	Tiles       []string  `json:"tiles"`
	MinZoom     int       `json:"minzoom"`
	MaxZoom     int       `json:"maxzoom"`
	Bounds      []float64 `json:"bounds,omitempty"`
	Attribution string    `json:"attribution,omitempty"`
}

// Layer is one layer of a style.
type Layer struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Metadata    map[string]any `json:"metadata,omitempty"`
	Source      string         `json:"source,omitempty"`
	SourceLayer string         `json:"source-layer,omitempty"`
	MinZoom     int            `json:"minzoom,omitempty"`
	MaxZoom     int            `json:"maxzoom,omitempty"`
	Filter      expression     `json:"filter,omitempty"`
	Layout      properties     `json:"layout,omitempty"`
	Paint       properties     `json:"paint,omitempty"`
}

type (
	expression = []any
	properties map[string]any
)

// Options are what a style is made for.
type Options struct {
	Theme layers.Theme // empty: every layer
	Dark  bool
	Lang  i18n.Lang
	Base  string // scheme and host of the service, without a slash at the end
}

// grid is the one that MapLibre can draw.
var grid = &tiles.Grids[slices.IndexFunc(tiles.Grids, func(g tiles.Grid) bool { return g.CRS == geo.Mercator })]

// background are the themes that lie below everything.
var background = []layers.Theme{layers.BaseLand, layers.BaseWater, layers.BaseStreet, layers.Municipality}

// Of is the style of published layers, which are given in drawing order. A theme's style shows the background and all of
// the theme's layers. The style of everything holds every layer; those that nobody sees before asking are not visible
// in it, and have sources of their own, so that they cost nothing until they are.
func Of(published []layers.Layer, o Options) Style {
	t := toneOf(o.Dark)
	s := Style{Version: 8, Name: name(o), Sources: map[string]Source{}, Sprite: o.Base + "/styles/sprites/" + t.name}
	s.Layers = []Layer{{ID: "paper", Type: "background", Paint: properties{"background-color": t.paper}}}
	var shared []layers.Layer
	bySlot := map[slot][]Layer{}
	legend := []Entry{}
	for _, l := range drawn(published, o.Theme) {
		source := l.ID
		visible := l.Version.Recipe.Style.Visible || o.Theme != ""
		if visible && l.Version.Live == nil { // a live layer's tiles are not kept, and those beside them would not be
			source = sharedSource(len(shared))
			shared = append(shared, l)
		} else {
			s.Sources[source] = sourceOf([]layers.Layer{l}, o)
		}
		for _, p := range partsOf(l, t, o.Lang) {
			p.layer.Source = source
			if !visible {
				p.layer.Layout = hidden(p.layer.Layout)
			}
			bySlot[p.slot] = append(bySlot[p.slot], p.layer)
		}
		legend = append(legend, entry(l, t, o.Lang))
	}
	for i := 0; i < len(shared); i += tiles.MaxLayers {
		s.Sources[sharedSource(i)] = sourceOf(shared[i:min(i+tiles.MaxLayers, len(shared))], o)
	}
	for _, slot := range slots {
		s.Layers = append(s.Layers, bySlot[slot]...)
	}
	s.Metadata = map[string]any{metaLegend: legend, metaPaths: paths, metaSlots: slots, metaPaper: t.paper, metaSprite: SpriteOf(published, o.Dark).Tag()}
	return s
}

func name(o Options) string {
	if o.Theme == "" {
		return "Lupakartta"
	}
	return "Lupakartta: " + string(o.Theme)
}

// drawn are the layers that a theme's style shows.
func drawn(published []layers.Layer, theme layers.Theme) []layers.Layer {
	if theme == "" {
		return published
	}
	var list []layers.Layer
	for _, l := range published {
		if l.Theme == theme || slices.Contains(background, l.Theme) && l.Version.Recipe.Style.Visible {
			list = append(list, l)
		}
	}
	return list
}

// sharedSource is the source of the i-th visible layer: they share tiles, so that each is one request.
func sharedSource(i int) string { return "shared" + string(rune('a'+i/tiles.MaxLayers)) }

func hidden(layout properties) properties {
	if layout == nil {
		layout = properties{}
	}
	layout["visibility"] = "none"
	return layout
}

// sourceOf is the source of layers.
func sourceOf(of []layers.Layer, o Options) Source {
	versions := make([]layers.Version, len(of))
	for i, l := range of {
		versions[i] = l.Version
	}
	d := tiles.Describe(grid, versions, o.Base, o.Lang)
	return Source{Type: "vector", Tiles: d.Tiles, MinZoom: d.MinZoom, MaxZoom: d.MaxZoom, Bounds: d.Bounds, Attribution: d.Attribution}
}
