package styles

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"lupakartta/layers"
)

// look is how the features of a theme are drawn where the recipe leaves it open.
type look struct {
	color     string
	pattern   string    // of fills; empty: none
	fill      float64   // opacity of the fill of areas; none where 0
	width     float64   // of lines and outlines, pixels
	dash      []float64 // multiples of the width
	shape     string    // of points
	labelZoom int       // the lowest zoom at which names are written
}

var looks = map[layers.Theme]look{
	layers.Natura:           {color: "#078362", pattern: "hatch", fill: 0.12, width: 2},
	layers.ProtectedArea:    {color: "#4b7a1d", pattern: "dots", fill: 0.12, width: 2, dash: []float64{4, 2}},
	layers.Groundwater:      {color: "#1a99c7", pattern: "hatch", fill: 0.1, width: 2, dash: []float64{6, 2}},
	layers.Flood:            {color: "#2a6ebb", pattern: "cross", fill: 0.15, width: 1.5},
	layers.ConsultationZone: {color: "#ae302d", fill: 0.05, width: 2.5, dash: []float64{3, 2}},
	layers.SevesoPlant:      {color: "#ae302d", pattern: "cross", fill: 0.2, width: 2, shape: "triangle", labelZoom: 13},
	layers.UtilityLine:      {color: "#5f6b73", width: 2, dash: []float64{6, 2, 1, 2}, shape: "square"},
	layers.SensitiveSite:    {color: "#a160b3", fill: 0.2, width: 1.5, shape: "diamond"},
	layers.Noise:            {color: "#6b6b6b", pattern: "dots", fill: 0.12, width: 1},
	layers.Contaminated:     {color: "#7a4a12", pattern: "cross", fill: 0.15, width: 1.5, shape: "square"},
	layers.Zoning:           {color: "#a160b3", fill: 0.5, width: 1, labelZoom: 14},
	layers.PlanPreparation:  {color: "#86499c", pattern: "hatch", fill: 0.1, width: 2, dash: []float64{5, 3}},
	layers.Cultural:         {color: "#86499c", pattern: "dots", fill: 0.12, width: 1.5, shape: "square"},
	layers.Venue:            {color: "#e86717", fill: 0.3, width: 1.5, shape: "drop", labelZoom: 14},
	layers.Event:            {color: "#cc3d7f", pattern: "dots", fill: 0.14, width: 2.5, shape: "star", labelZoom: 12},
	layers.Project:          {color: "#5b5fc7", pattern: "back", fill: 0.1, width: 2.5, shape: "hexagon", labelZoom: 12},
	layers.Roadwork:         {color: "#c25405", pattern: "cross", fill: 0.2, width: 3, dash: []float64{2, 1}, shape: "pentagon"},
	layers.Transit:          {color: "#235a9a", fill: 0.15, width: 1.5, labelZoom: 16},
	layers.Property:         {color: "#8d8579", width: 0.6, labelZoom: 17},
	layers.Building:         {color: "#9d9487", fill: 0.9, width: 0.6, labelZoom: 18},
	layers.Address:          {color: "#5f696d", fill: 0.15, width: 1.5, labelZoom: 17},
	layers.Population:       {color: "#235a9a", fill: 0.15, width: 0.5},
	layers.District:         {color: "#6d787d", width: 1.2, dash: []float64{3, 3}, labelZoom: 11},
	layers.Municipality:     {color: "#86499c", width: 1.4, labelZoom: 6},
	layers.BaseStreet:       {color: "#ffffff", fill: 1, width: 4, labelZoom: 14},
	layers.BaseWater:        {color: "#c5dff0", fill: 1, width: 0.8, labelZoom: 11},
	layers.BaseLand:         {color: "#f4f1e8", fill: 1},
}

// lookOf is the look of a layer: its theme's, and what its recipe says instead.
func lookOf(l layers.Layer) look {
	k := looks[l.Theme]
	if k.shape == "" {
		k.shape = "circle"
	}
	if k.labelZoom == 0 {
		k.labelZoom = 15
	}
	style := l.Version.Recipe.Style
	k.color = resolve(style.Color, k.color)
	if style.Pattern != "" {
		k.pattern = style.Pattern
	}
	return k
}

// draftDash is the dash of what is not settled yet.
var draftDash = []float64{3, 2}

// class is what the features with one value of a layer's color_by have of their own.
type class struct {
	value   string
	rank    int    // its place among the classes
	color   string // as the recipe has it, before a tone changes it
	pattern string
	shape   string
	dash    []float64
}

// classesOf are the classes of a layer, in the order of the legend.
func classesOf(l layers.Layer, k look) []class {
	style := l.Version.Recipe.Style
	if style.ColorBy == "" {
		return nil
	}
	var list []class
	for i, value := range slices.SortedFunc(maps.Keys(style.Colors), byNumber) {
		c := class{value: value, rank: i, color: resolve(style.Colors[value], k.color), pattern: k.pattern, shape: k.shape, dash: k.dash}
		if slices.Contains(style.Dashed, value) {
			c.dash = draftDash
		}
		list = append(list, c)
	}
	if l.Theme != layers.BaseLand && l.Theme != layers.BaseWater && l.Theme != layers.BaseStreet && !slices.Contains([]string{style.Label, ""}, style.ColorBy) {
		tellApart(list, l)
	}
	return list
}

// byNumber orders values by the number that they begin with, and then as texts: 1, 1E, 2, 10, E.
func byNumber(a, b string) int {
	x, restA := leadingNumber(a)
	y, restB := leadingNumber(b)
	return cmp.Or(cmp.Compare(x, y), strings.Compare(restA, restB))
}

// leadingNumber parts a value; what begins with no number comes after all that do.
func leadingNumber(value string) (number int, rest string) {
	digits := len(value) - len(strings.TrimLeft(value, "0123456789"))
	number, err := strconv.Atoi(value[:digits])
	if err != nil {
		return math.MaxInt, value
	}
	return number, value[digits:]
}
