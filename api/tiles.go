package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"lupakartta/identity"
	"lupakartta/identity/mandates"
	"lupakartta/layers"
	"lupakartta/tiles"
)

const (
	tileMedia = "application/vnd.mapbox-vector-tile"

	tilePath = "/tiles/{grid}/{layer}/{z}/{x}/{y}.mvt"

	// immutable is for addresses that name versions: what they answer never changes.
	immutable = "public, max-age=31536000, immutable"
)

// tileRoutes adds the tiles to the list of routes.
func (s *Server) tileRoutes() {
	grid := &huma.Param{Name: "grid", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Enum: gridNames()},
		Description: "Tile matrix set"}
	layer := &huma.Param{Name: "layer", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Example: "groundwater_areas@17",
		Description: fmt.Sprintf("Layers parted by commas, %d at most: `id` (the latest version) or `id@version` (never changes)", tiles.MaxLayers)}
	place := func(name, doc string) *huma.Param {
		return &huma.Param{Name: name, In: "path", Required: true, Description: doc, Schema: &huma.Schema{Type: huma.TypeInteger, Minimum: new(float64)}}
	}
	answer := func(doc, media string) *huma.Response {
		if media == "" {
			return &huma.Response{Description: doc}
		}
		return &huma.Response{Description: doc, Content: map[string]*huma.MediaType{media: {}}}
	}
	fault := func(doc string) *huma.Response { return answer(doc, "application/problem+json") }
	s.route(huma.Operation{OperationID: "get-tile", Method: http.MethodGet, Path: tilePath,
		Summary: "Vector tile", Tags: []string{tagTiles},
		Description: "Mapbox Vector Tile 2.1. Each layer's features have their fid as id. A layer cut short is counted in the layer `_left_out`.",
		Parameters:  []*huma.Param{grid, layer, place("z", "Zoom"), place("x", "Column, from the west"), place("y", "Row, from the north")},
		Responses: map[string]*huma.Response{
			"200": answer("The tile", tileMedia), "204": answer("Nothing there", ""), "304": answer("The caller has this tile", ""),
			"400": fault("Malformed address or unknown query parameter"), "404": fault("Unknown grid, layer or version, or a tile outside the grid"),
			"410": fault("A version that was published long ago: its features are not kept any more"), "503": fault("The database is away and the tile is not in memory"),
		}}, s.serveTile)
	s.route(huma.Operation{OperationID: "describe-tiles", Method: http.MethodGet, Path: "/tiles/{grid}/{layer}.json",
		Summary: "TileJSON", Tags: []string{tagTiles}, Description: "TileJSON 3.0.0 of the layers, with the address of their present versions.",
		Parameters: []*huma.Param{grid, layer, {Name: "lang", In: "query", Description: "Language of the answer; wins over Accept-Language",
			Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"fi", "sv", "en"}}}},
		Responses: map[string]*huma.Response{"200": answer("The description", "application/json"), "304": answer("The caller has this description", ""),
			"400": fault("Malformed address or unknown query parameter"), "404": fault("Unknown grid, layer or version")},
	}, s.describeTiles)
}

func gridNames() []any {
	var names []any
	for _, g := range tiles.Grids {
		names = append(names, g.ID)
	}
	return names
}

// serveTile answers with one tile. Equal requests get equal bytes, and what is kept is kept compressed.
func (s *Server) serveTile(w http.ResponseWriter, r *http.Request) error {
	faults := unknownParameters(r)
	refs, fault := layerRefs(r)
	faults = append(faults, fault...)
	at, fault := tilePlace(r)
	faults = append(faults, fault...)
	if len(faults) > 0 {
		return newProblem(requestOf(r.Context()), kindInvalidRequest, faults...)
	}
	generation := s.Catalogue.Generation()
	g, versions, err := s.tileSubject(r, refs)
	if err != nil {
		return err
	}
	if !g.Holds(at) {
		return fmt.Errorf("%w: %w", errNoRoute, tiles.ErrOutside)
	}
	caching, err := s.forCaller(w, r, refs, versions)
	if err != nil {
		return err
	}
	encoding := tileEncoding(r)
	known := strings.Join(r.Header.Values("If-None-Match"), ",")
	if known != "" && known != "*" && !tiles.IsLive(versions) {
		if tag := s.tiles.ETag(g, at, versions, encoding); tagMatches(known, tag) {
			keepTile(w, caching)
			notModified(w, tag)
			return nil
		}
	}
	tile, err := s.tiles.Tile(r.Context(), g, at, versions, encoding)
	if err != nil {
		return err
	}
	if keepTile(w, caching); !writeTile(w, r, tile, known) {
		return nil
	}
	if caching == immutable {
		s.quick.keep(r, w.Header(), tile, generation)
	}
	_, _ = w.Write(tile.Bytes) // it fails only when the caller has gone
	return nil
}

// forCaller makes the versions those that the caller may see, and says who may keep the answer.
func (s *Server) forCaller(w http.ResponseWriter, r *http.Request, refs []tiles.Ref, versions []layers.Version) (caching string, err error) {
	switch {
	case slices.ContainsFunc(versions, layers.Version.Restricted):
	case pinned(refs):
		return immutable, nil
	default:
		return "no-cache", nil
	}
	keepFromOthers(w.Header())
	known, err := s.caller(r.Context())
	if err != nil {
		return "", err
	}
	audience, err := s.audience(r.Context(), known.Actor)
	if err != nil {
		return "", err
	}
	for i, v := range versions {
		versions[i] = v.For(audience)
	}
	return "private, no-store", nil
}

// audience is as whom the actor sees rows of live layers. Whoever acts for another by a right that has ended sees what everybody
// does.
func (s *Server) audience(ctx context.Context, actor identity.Actor) ([]string, error) {
	if actor.Acting != nil && s.rights != nil {
		acting, err := s.rights.Current(ctx, actor)
		if errors.Is(err, mandates.ErrNoRight) || errors.Is(err, mandates.ErrExpired) || errors.Is(err, mandates.ErrChooseAgain) {
			return []string{identity.Everybody}, nil
		}
		if err != nil {
			return nil, err
		}
		acting.Matters = mandates.Limits(*acting)
		actor.Acting = acting
	}
	return actor.Audience(time.Now()), nil
}

// keepTile says who may keep a tile for how long, and by what it varies.
func keepTile(w http.ResponseWriter, caching string) {
	h := w.Header()
	if !slices.Contains(h.Values("Vary"), "Accept-Encoding") {
		h.Add("Vary", "Accept-Encoding")
	}
	h.Set("Cache-Control", caching)
}

// pinned tells whether an address names versions alone: what it answers never changes.
func pinned(refs []tiles.Ref) bool {
	return !slices.ContainsFunc(refs, func(ref tiles.Ref) bool { return ref.Version == 0 })
}

func notModified(w http.ResponseWriter, tag string) {
	w.Header().Set("ETag", tag)
	w.WriteHeader(http.StatusNotModified)
}

// tileEncoding is the best encoding that the caller takes.
func tileEncoding(r *http.Request) tiles.Encoding {
	return encodingFor(r.Header.Values("Accept-Encoding"))
}

// encodingFor is the best for a header Accept-Encoding.
func encodingFor(header []string) tiles.Encoding {
	best, most := tiles.Plain, 0.0
	for _, e := range tiles.Encodings {
		if q := welcome(header, string(e)); q > most {
			best, most = e, q
		}
	}
	return best
}

// writeTile writes the head of the answer, and tells whether a body belongs to it.
func writeTile(w http.ResponseWriter, r *http.Request, tile *tiles.Encoded, known string) bool {
	if tile.Empty() {
		w.WriteHeader(http.StatusNoContent)
		return false
	}
	if tagMatches(known, tile.ETag) {
		notModified(w, tile.ETag)
		return false
	}
	h := w.Header()
	h.Set("ETag", tile.ETag)
	h.Set("Content-Type", tileMedia)
	h.Set("Content-Length", strconv.Itoa(len(tile.Bytes)))
	if tile.Encoding != tiles.Plain {
		h.Set("Content-Encoding", string(tile.Encoding))
	}
	return r.Method != http.MethodHead
}

// describeTiles answers with the TileJSON of layers.
func (s *Server) describeTiles(w http.ResponseWriter, r *http.Request) error {
	faults := unknownParameters(r, "lang")
	refs, fault := layerRefs(r)
	if faults = append(faults, fault...); len(faults) > 0 {
		return newProblem(requestOf(r.Context()), kindInvalidRequest, faults...)
	}
	g, versions, err := s.tileSubject(r, refs)
	if err != nil {
		return err
	}
	data, err := json.Marshal(tiles.Describe(g, versions, s.base(r), langOf(r.Context())))
	if err != nil {
		return fmt.Errorf("tilejson: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Add("Vary", "Accept-Language")
	return s.serveTagged(w, r, data)
}

// base is where the caller reaches the service: as configured, else as asked.
func (s *Server) base(r *http.Request) string { return s.address(r.Host, r.TLS != nil) }

func (s *Server) address(host string, secure bool) string {
	if s.PublicURL != nil {
		return strings.TrimSuffix(s.PublicURL.String(), "/")
	}
	if secure {
		return "https://" + host
	}
	return "http://" + host
}

// tileSubject finds the grid and the versions that the address names.
func (s *Server) tileSubject(r *http.Request, refs []tiles.Ref) (*tiles.Grid, []layers.Version, error) {
	g, err := tiles.GridByID(pathValue(r, "grid"))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errNoRoute, err)
	}
	versions := make([]layers.Version, 0, len(refs))
	for _, ref := range refs {
		v, err := s.version(r.Context(), ref)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", ref, err)
		}
		versions = append(versions, v)
	}
	return g, versions, nil
}

// version is the version that a reference means: of those that are or were published.
func (s *Server) version(ctx context.Context, ref tiles.Ref) (layers.Version, error) {
	if ref.Version != 0 {
		return s.Catalogue.Find(ctx, ref.Layer, ref.Version)
	}
	layer, ok := s.Catalogue.ShownLayer(ref.Layer)
	if !ok {
		return layers.Version{}, layers.ErrNotFound
	}
	return layer.Version, nil
}

// layerRefs reads the layers of the address.
func layerRefs(r *http.Request) ([]tiles.Ref, []Fault) {
	refs, err := tiles.ParseRefs(pathValue(r, "layer"))
	switch {
	case errors.Is(err, tiles.ErrTooManyLayers):
		return nil, []Fault{parameterFault(r, "layer", "too_many_items", tiles.MaxLayers)}
	case errors.Is(err, tiles.ErrLayerTwice):
		return nil, []Fault{parameterFault(r, "layer", "not_unique", nil)}
	case err != nil:
		return nil, []Fault{parameterFault(r, "layer", "wrong_form", "id, id@version")}
	}
	return refs, nil
}

// tilePlace reads the tile of the address.
func tilePlace(r *http.Request) (tiles.Tile, []Fault) {
	var numbers [3]uint32
	var faults []Fault
	for i, name := range []string{"z", "x", "y"} {
		n, err := tiles.ParseNumber(pathValue(r, name))
		if err != nil {
			faults = append(faults, parameterFault(r, name, "not_integer", nil))
		}
		numbers[i] = n
	}
	return tiles.Tile{Z: int(numbers[0]), X: numbers[1], Y: numbers[2]}, faults
}

// unknownParameters finds everything in the query but the known parameters: what differs by a query that means
// nothing would fill caches with copies, and could be planted there for a meaning that comes later.
func unknownParameters(r *http.Request, known ...string) []Fault {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return []Fault{parameterFault(r, r.URL.RawQuery, "unknown_parameter", nil)}
	}
	var faults []Fault
	for name := range query {
		if !slices.Contains(known, name) {
			faults = append(faults, parameterFault(r, name, "unknown_parameter", nil))
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Parameter, b.Parameter) })
	return faults
}

func parameterFault(r *http.Request, name, code string, value any) Fault {
	return Fault{Parameter: name, Code: code, Detail: text(langOf(r.Context()), "fault."+code, map[string]any{"value": value})}
}

// pathValue is a part of the path, decoded: the router matches the path as it was sent when that has escapes.
func pathValue(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if r.URL.RawPath == "" {
		return value
	}
	decoded, err := url.PathUnescape(value)
	if err != nil {
		return value
	}
	return decoded
}

// welcome is how welcome a content coding is, from 0, not at all, to 1 (RFC 9110, 12.4.2 and 12.5.3).
func welcome(header []string, coding string) float64 {
	others := 0.0
	for item := range strings.SplitSeq(strings.Join(header, ","), ",") {
		name, weight, _ := strings.Cut(item, ";")
		q := 1.0
		if weight = strings.ReplaceAll(strings.ToLower(weight), " ", ""); weight != "" {
			q, _ = strconv.ParseFloat(strings.TrimPrefix(weight, "q="), 64) // 0 where it cannot be read
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case coding, "x-" + coding:
			return q
		case "*":
			others = q
		}
	}
	return others
}
