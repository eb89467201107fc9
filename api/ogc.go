package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/tiles"
)

// Link leads from one document to another (RFC 8288, as OGC API - Common writes it).
type Link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty" doc:"The address has {tileMatrix}, {tileRow} and {tileCol} to fill in"`
}

// Relations that OGC has registered.
const (
	ogcRel        = "http://www.opengis.net/def/rel/ogc/1.0/"
	relConforms   = ogcRel + "conformance"
	relData       = ogcRel + "data"
	relGrids      = ogcRel + "tiling-schemes"
	relGrid       = ogcRel + "tiling-scheme"
	relTilesets   = ogcRel + "tilesets-vector"
	crs84         = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	conformsTo    = "http://www.opengis.net/spec/"
	jsonMedia     = "application/json"
	vectorTileset = "vector"
)

// conformance lists the parts of the standards that the service keeps to.
var conformance = []string{
	conformsTo + "ogcapi-common-1/1.0/conf/core",
	conformsTo + "ogcapi-common-1/1.0/conf/json",
	conformsTo + "ogcapi-common-2/1.0/conf/collections",
	conformsTo + "ogcapi-tiles-1/1.0/conf/core",
	conformsTo + "ogcapi-tiles-1/1.0/conf/tileset",
	conformsTo + "ogcapi-tiles-1/1.0/conf/tilesets-list",
	conformsTo + "ogcapi-tiles-1/1.0/conf/geodata-tilesets",
	conformsTo + "ogcapi-tiles-1/1.0/conf/mvt",
	conformsTo + "tms/2.0/conf/tilematrixset",
	conformsTo + "tms/2.0/conf/json-tilematrixset",
	conformsTo + "tms/2.0/conf/json-tilesetmetadata",
}

// Landing is where programs that know OGC's standards begin.
type Landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Links       []Link `json:"links" nullable:"false"`
}

// Conformance is what the service keeps to.
type Conformance struct {
	ConformsTo []string `json:"conformsTo" nullable:"false"`
}

// MatrixSetItem is a grid in the list of grids.
type MatrixSetItem struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URI   string `json:"uri,omitempty"`
	CRS   string `json:"crs"`
	Links []Link `json:"links" nullable:"false"`
}

// MatrixSetList is the body of the list of grids.
type MatrixSetList struct {
	TileMatrixSets []MatrixSetItem `json:"tileMatrixSets" nullable:"false"`
}

// Collection is a published layer as OGC API - Common describes it.
type Collection struct {
	ID          string            `json:"id" example:"groundwater_areas"`
	Title       string            `json:"title"`
	Description string            `json:"description,omitempty"`
	Attribution string            `json:"attribution"`
	Extent      *CollectionExtent `json:"extent,omitempty"`
	Links       []Link            `json:"links" nullable:"false"`
}

// CollectionExtent is what a collection covers.
type CollectionExtent struct {
	Spatial struct {
		BBox [][]float64 `json:"bbox" nullable:"false" doc:"West, south, east, north in degrees"`
		CRS  string      `json:"crs"`
	} `json:"spatial"`
}

// CollectionList is the body of the list of collections.
type CollectionList struct {
	Collections []Collection `json:"collections" nullable:"false"`
	Links       []Link       `json:"links" nullable:"false"`
}

// TilesetItem is a layer's tiles in one grid, in the list of them.
type TilesetItem struct {
	Title            string `json:"title"`
	DataType         string `json:"dataType" enum:"vector"`
	CRS              string `json:"crs"`
	TileMatrixSetURI string `json:"tileMatrixSetURI,omitempty"`
	Links            []Link `json:"links" nullable:"false"`
}

// TilesetList is the body of the list of tilesets.
type TilesetList struct {
	Tilesets []TilesetItem `json:"tilesets" nullable:"false"`
	Links    []Link        `json:"links" nullable:"false"`
}

// Tileset is the metadata of a layer's tiles in a grid (OGC 17-083r4, 7). The address of its tiles names the version, so
// what it leads to may be kept for ever.
type Tileset struct {
	TilesetItem
	Attribution string         `json:"attribution"`
	License     string         `json:"license"`
	Version     string         `json:"version" doc:"Number of the layer's version; 0: a live layer, which has none"`
	MediaTypes  []string       `json:"mediaTypes" nullable:"false"`
	Limits      []tiles.Limits `json:"tileMatrixSetLimits" nullable:"false" doc:"Levels worth asking for, and the tiles in them that have features; deeper ones are these, stretched"`
	BoundingBox *TilesetBox    `json:"boundingBox,omitempty"`
	Layers      []TilesetLayer `json:"layers" nullable:"false"`
}

// TilesetBox is a box in degrees.
type TilesetBox struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

// TilesetLayer is a layer of the tiles.
type TilesetLayer struct {
	ID                string     `json:"id"`
	Title             string     `json:"title"`
	DataType          string     `json:"dataType" enum:"vector"`
	GeometryDimension *int       `json:"geometryDimension,omitempty" enum:"0,1,2"`
	MinTileMatrix     string     `json:"minTileMatrix"`
	MaxTileMatrix     string     `json:"maxTileMatrix"`
	PropertiesSchema  Properties `json:"propertiesSchema"`
}

// Properties are the attributes that travel in tiles, as a JSON schema.
type Properties struct {
	Type       string              `json:"type" enum:"object"`
	Properties map[string]Property `json:"properties" nullable:"false"`
}

// Property is what people call an attribute.
type Property struct {
	Title string `json:"title"`
}

// OriginInput knows by which name the caller reaches the service. It is embedded in inputs, and exported for that.
type OriginInput struct {
	host   string
	secure bool
}

// Resolve reads the request.
func (in *OriginInput) Resolve(ctx huma.Context) []error {
	in.host, in.secure = ctx.Host(), ctx.TLS() != nil
	return nil
}

type ogcInput struct {
	LangInput
	ConditionalInput
	OriginInput
}

type matrixSetInput struct {
	LangInput
	ConditionalInput
	ID string `path:"tileMatrixSet" maxLength:"63" example:"ETRS-TM35FIN"`
}

type collectionInput struct {
	LangInput
	ConditionalInput
	OriginInput
	Layer string `path:"collection" maxLength:"63" example:"groundwater_areas"`
}

type tilesetInput struct {
	LangInput
	ConditionalInput
	OriginInput
	Layer string `path:"collection" maxLength:"63" example:"groundwater_areas"`
	Grid  string `path:"tileMatrixSet" maxLength:"63" example:"ETRS-TM35FIN"`
}

// ogcRoutes adds what OGC API - Tiles asks for to the list of routes.
func (s *Server) ogcRoutes() {
	operation := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{tagOGC}}
	}
	register(s, operation("ogc-landing", "/ogc", "Where programs that know OGC's standards begin"), s.ogcLanding)
	register(s, operation("ogc-conformance", "/ogc/conformance", "The standards that the service keeps to"), s.ogcConformance)
	register(s, operation("list-tile-matrix-sets", "/ogc/tileMatrixSets", "Grids of tiles"), s.listMatrixSets)
	register(s, operation("get-tile-matrix-set", "/ogc/tileMatrixSets/{tileMatrixSet}", "A grid of tiles: reference system, origin and levels"), s.getMatrixSet)
	register(s, operation("list-collections", "/ogc/collections", "Every published layer, as OGC's standards describe it"), s.listCollections)
	register(s, operation("get-collection", "/ogc/collections/{collection}", "A published layer"), s.getCollection)
	register(s, operation("list-tilesets", "/ogc/collections/{collection}/tiles", "A layer's tiles in every grid"), s.listTilesets)
	register(s, operation("get-tileset", "/ogc/collections/{collection}/tiles/{tileMatrixSet}", "A layer's tiles in a grid: their address, levels, limits and attributes"), s.getTileset)
}

func (s *Server) ogcLanding(ctx context.Context, in *ogcInput) (*cached[Landing], error) {
	lang, base := langOf(ctx), s.address(in.host, in.secure)
	return cache(in.ConditionalInput, Landing{Title: text(lang, "ogc.title", nil), Description: text(lang, "ogc.description", nil), Links: []Link{
		{Href: base + "/ogc", Rel: "self", Type: jsonMedia},
		{Href: base + "/api/openapi.json", Rel: "service-desc", Type: "application/vnd.oai.openapi+json;version=3.1"},
		{Href: base + "/api/docs", Rel: "service-doc", Type: "text/html"},
		{Href: base + "/ogc/conformance", Rel: relConforms, Type: jsonMedia},
		{Href: base + "/ogc/collections", Rel: relData, Type: jsonMedia},
		{Href: base + "/ogc/tileMatrixSets", Rel: relGrids, Type: jsonMedia},
	}})
}

func (s *Server) ogcConformance(_ context.Context, in *ogcInput) (*cached[Conformance], error) {
	return cache(in.ConditionalInput, Conformance{conformance})
}

func (s *Server) listMatrixSets(ctx context.Context, in *ogcInput) (*cached[MatrixSetList], error) {
	list, base := MatrixSetList{TileMatrixSets: []MatrixSetItem{}}, s.address(in.host, in.secure)
	for i := range tiles.Grids {
		g := &tiles.Grids[i]
		list.TileMatrixSets = append(list.TileMatrixSets, MatrixSetItem{ID: g.ID, Title: g.Title.In(langOf(ctx)), URI: g.Definition, CRS: g.URI(),
			Links: []Link{{Href: base + "/ogc/tileMatrixSets/" + g.ID, Rel: "self", Type: jsonMedia}}})
	}
	return cache(in.ConditionalInput, list)
}

func (s *Server) getMatrixSet(ctx context.Context, in *matrixSetInput) (*cached[tiles.MatrixSet], error) {
	g, err := tiles.GridByID(in.ID)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoRoute, err)
	}
	return cache(in.ConditionalInput, g.MatrixSet(langOf(ctx)))
}

func (s *Server) listCollections(ctx context.Context, in *ogcInput) (*cached[CollectionList], error) {
	base := s.address(in.host, in.secure)
	list := CollectionList{Collections: []Collection{}, Links: []Link{{Href: base + "/ogc/collections", Rel: "self", Type: jsonMedia}}}
	for _, l := range s.Catalogue.Shown() {
		list.Collections = append(list.Collections, collectionOf(l, base, langOf(ctx)))
	}
	return cache(in.ConditionalInput, list)
}

func (s *Server) getCollection(ctx context.Context, in *collectionInput) (*cached[Collection], error) {
	l, ok := s.Catalogue.ShownLayer(in.Layer)
	if !ok {
		return nil, fmt.Errorf("layer %q: %w", in.Layer, layers.ErrNotFound)
	}
	return cache(in.ConditionalInput, collectionOf(l, s.address(in.host, in.secure), langOf(ctx)))
}

func collectionOf(l layers.Layer, base string, lang i18n.Lang) Collection {
	recipe, self := l.Version.Recipe, base+"/ogc/collections/"+l.ID
	c := Collection{ID: l.ID, Title: recipe.Title.In(lang), Description: recipe.Description.In(lang), Attribution: recipe.Attribution, Links: []Link{
		{Href: self, Rel: "self", Type: jsonMedia},
		{Href: self + "/tiles", Rel: relTilesets, Type: jsonMedia},
		{Href: base + "/api/v1/layers/" + l.ID, Rel: "describedby", Type: jsonMedia},
	}}
	if l.Version.Live == nil {
		c.Links = append(c.Links, Link{Href: base + "/api/v1/layers/" + l.ID + "/export?format=geojson", Rel: "enclosure", Type: "application/geo+json"})
	}
	if box := versionBox(l.Version); len(box) > 0 {
		c.Extent = &CollectionExtent{}
		c.Extent.Spatial.BBox, c.Extent.Spatial.CRS = [][]float64{box}, crs84
	}
	return c
}

func (s *Server) listTilesets(ctx context.Context, in *collectionInput) (*cached[TilesetList], error) {
	l, ok := s.Catalogue.ShownLayer(in.Layer)
	if !ok {
		return nil, fmt.Errorf("layer %q: %w", in.Layer, layers.ErrNotFound)
	}
	base := s.address(in.host, in.secure)
	list := TilesetList{Tilesets: []TilesetItem{}, Links: []Link{{Href: base + "/ogc/collections/" + l.ID + "/tiles", Rel: "self", Type: jsonMedia}}}
	for i := range tiles.Grids {
		list.Tilesets = append(list.Tilesets, tilesetItem(&tiles.Grids[i], l.Version, base, langOf(ctx)))
	}
	return cache(in.ConditionalInput, list)
}

func (s *Server) getTileset(ctx context.Context, in *tilesetInput) (*cached[Tileset], error) {
	g, err := tiles.GridByID(in.Grid)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoRoute, err)
	}
	l, ok := s.Catalogue.ShownLayer(in.Layer)
	if !ok {
		return nil, fmt.Errorf("layer %q: %w", in.Layer, layers.ErrNotFound)
	}
	return cache(in.ConditionalInput, tilesetOf(g, l.Version, s.address(in.host, in.secure), langOf(ctx)))
}

func tilesetItem(g *tiles.Grid, v layers.Version, base string, lang i18n.Lang) TilesetItem {
	ref := tiles.Ref{Layer: v.Layer, Version: v.Number}.String()
	return TilesetItem{Title: v.Recipe.Title.In(lang) + ", " + g.ID, DataType: vectorTileset, CRS: g.URI(), TileMatrixSetURI: g.Definition, Links: []Link{
		{Href: base + "/ogc/collections/" + v.Layer + "/tiles/" + g.ID, Rel: "self", Type: jsonMedia},
		{Href: base + "/ogc/tileMatrixSets/" + g.ID, Rel: relGrid, Type: jsonMedia},
		{Href: base + "/tiles/" + g.ID + "/" + ref + "/{tileMatrix}/{tileCol}/{tileRow}.mvt", Rel: "item", Type: tileMedia, Templated: true},
		{Href: base + "/tiles/" + g.ID + "/" + ref + ".json", Rel: "describedby", Type: jsonMedia, Title: "TileJSON"},
	}}
}

func tilesetOf(g *tiles.Grid, v layers.Version, base string, lang i18n.Lang) Tileset {
	limits := g.LimitsOf(v)
	layer := TilesetLayer{ID: v.Layer, Title: v.Recipe.Title.In(lang), DataType: vectorTileset, GeometryDimension: dimensionOf(v),
		MinTileMatrix: fmt.Sprint(g.LowestZoom(v.Recipe.Style.MinZoom)), MaxTileMatrix: fmt.Sprint(g.MaxZoom),
		PropertiesSchema: Properties{Type: "object", Properties: map[string]Property{}}}
	for name, title := range tiles.Fields(v, lang) {
		layer.PropertiesSchema.Properties[name] = Property{title}
	}
	t := Tileset{TilesetItem: tilesetItem(g, v, base, lang), Attribution: v.Recipe.Attribution, License: v.Recipe.Licence, Version: fmt.Sprint(v.Number),
		MediaTypes: []string{tileMedia}, Limits: limits, Layers: []TilesetLayer{layer}}
	if box := versionBox(v); len(box) > 0 {
		t.BoundingBox = &TilesetBox{LowerLeft: [2]float64{box[0], box[1]}, UpperRight: [2]float64{box[2], box[3]}, CRS: crs84}
	}
	return t
}

// dimensionOf is that of the geometry of all features; nil: it varies, or there are none.
func dimensionOf(v layers.Version) *int {
	for dimension, kind := range []string{"Point", "LineString", "Polygon"} {
		if v.GeometryType == kind {
			return &dimension
		}
	}
	return nil
}
