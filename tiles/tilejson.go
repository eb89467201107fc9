package tiles

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// TileJSON describes a tile address to map libraries (TileJSON 3.0.0), with two members of our own that name the grid.
type TileJSON struct {
	TileJSON      string        `json:"tilejson"`
	Name          string        `json:"name"`
	Attribution   string        `json:"attribution,omitempty"`
	Scheme        string        `json:"scheme"`
	Tiles         []string      `json:"tiles"`
	MinZoom       int           `json:"minzoom"`
	MaxZoom       int           `json:"maxzoom"`
	Bounds        []float64     `json:"bounds,omitempty"` // west, south, east, north in degrees; none when there are no features
	VectorLayers  []VectorLayer `json:"vector_layers"`
	TileMatrixSet string        `json:"tile_matrix_set"`
	CRS           string        `json:"crs"`
}

// VectorLayer describes one layer of the tiles.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	Fields      map[string]string `json:"fields"` // what people call each attribute
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
}

// Describe describes the tiles of the versions in the grid, served under base (scheme and host), in a language. The
// address it gives names the versions, so what it answers may be kept for ever.
func Describe(g *Grid, versions []layers.Version, base string, lang i18n.Lang) TileJSON {
	d := TileJSON{TileJSON: "3.0.0", Scheme: "xyz", MinZoom: g.MaxZoom, MaxZoom: g.MaxZoom, TileMatrixSet: g.ID, CRS: g.URI(),
		VectorLayers: make([]VectorLayer, 0, len(versions)+1)}
	var refs, names, credits []string
	var bounds orb.Bound
	for _, v := range versions {
		refs = append(refs, Ref{v.Layer, v.Number}.String())
		names = append(names, v.Recipe.Title.In(lang))
		if !slices.Contains(credits, v.Recipe.Attribution) {
			credits = append(credits, v.Recipe.Attribution)
		}
		lowest := g.LowestZoom(v.Recipe.Style.MinZoom)
		d.MinZoom = min(d.MinZoom, lowest)
		d.VectorLayers = append(d.VectorLayers, VectorLayer{ID: v.Layer, Description: v.Recipe.Title.In(lang),
			Fields: Fields(v, lang), MinZoom: lowest, MaxZoom: g.MaxZoom})
		switch {
		case v.Empty():
		case bounds.IsZero():
			bounds = v.BBoxLonLat
		default:
			bounds = bounds.Union(v.BBoxLonLat)
		}
	}
	if !bounds.IsZero() {
		d.Bounds = []float64{bounds.Min[0], bounds.Min[1], bounds.Max[0], bounds.Max[1]}
	}
	d.VectorLayers = append(d.VectorLayers, VectorLayer{ID: LeftOutLayer, Description: leftOutTexts.layer.In(lang),
		Fields: map[string]string{"layer": leftOutTexts.id.In(lang), "left_out": leftOutTexts.count.In(lang)}, MinZoom: d.MinZoom, MaxZoom: g.MaxZoom})
	d.Name, d.Attribution = strings.Join(names, ", "), strings.Join(credits, " | ")
	d.Tiles = []string{base + "/tiles/" + g.ID + "/" + strings.Join(refs, ",") + "/{z}/{x}/{y}.mvt"}
	return d
}

// Fields says what people call each attribute that travels in a version's tiles, with its unit.
func Fields(v layers.Version, lang i18n.Lang) map[string]string {
	texts := map[string]string{}
	for _, name := range attributes(v) {
		texts[name] = name
		if a, ok := v.Recipe.Attribute(name); ok && a.Label.In(lang) != "" {
			texts[name] = a.Label.In(lang)
			if a.Unit != "" {
				texts[name] += " (" + a.Unit + ")"
			}
		}
	}
	return texts
}

var leftOutTexts = struct{ layer, id, count i18n.Text }{
	layer: i18n.Text{Fi: "Tilan puutteessa pois jätetyt kohteet", Sv: "Objekt som inte rymdes", En: "Features that there was no room for"},
	id:    i18n.Text{Fi: "Karttataso", Sv: "Kartlager", En: "Layer"},
	count: i18n.Text{Fi: "Pois jätettyjä kohteita", Sv: "Antal utelämnade objekt", En: "Features left out"},
}
