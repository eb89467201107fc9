package placing

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/geo/ewkb"
	"lupakartta/internal/text"
	"lupakartta/layers/source"
)

// mostName is the length of a part's name, in characters.
const mostName = 200

// fileReader takes the features of one layer.
type fileReader struct {
	placer   *Placer
	contents *Contents
	layer    source.Layer
	file     string // what the file is called, without its extension
	srid     int
	rows     int
	shapes   []fileShape
}

// fileShape is a feature's shape as the file has it, of one kind.
type fileShape struct {
	name, purpose string
	shape         orb.Geometry
	closed        bool // rings were closed here
}

// add takes one feature.
func (r *fileReader) add(row source.Row) {
	r.rows++
	name, purpose, label := r.said(row)
	c := r.contents
	switch {
	case len(row.EWKB) == 0:
		c.leaveOut(r.layer.Name, "no_geometry", nil)
		return
	case label:
		c.leaveOut(r.layer.Name, "drawing_text", nil)
		return
	}
	looked, err := ewkb.Examine(row.EWKB)
	if err == nil && c.vertices+looked.Vertices > geo.MaxVertices {
		c.leaveOut(name, "too_many_vertices", map[string]any{"max": geo.MaxVertices})
		return
	}
	shape, err := ewkb.Decode(row.EWKB)
	if errors.Is(err, ewkb.ErrEmpty) {
		c.leaveOut(r.layer.Name, "no_geometry", nil)
		return
	}
	if err != nil {
		c.leaveOut(name, "geometry_unreadable", nil)
		return
	}
	c.vertices += looked.Vertices
	c.heights = c.heights || looked.Z
	shape, closed := closeRings(shape)
	if r.layer.Format == source.FormatDXF {
		shape = r.areas(shape)
	}
	for _, kind := range []Kind{Point, Line, Area} {
		parts := slices.DeleteFunc(Flat(shape), func(g orb.Geometry) bool { return KindOf(g) != kind })
		if len(parts) > 0 {
			r.shapes = append(r.shapes, fileShape{name, purpose, together(parts), closed && kind == Area})
		}
	}
}

// areas makes areas of a drawing's closed lines: drawings have no others.
func (r *fileReader) areas(g orb.Geometry) orb.Geometry {
	parts := Flat(g)
	for i, part := range parts {
		if line, ok := part.(orb.LineString); ok && len(line) > 3 && line[0] == line[len(line)-1] {
			parts[i] = orb.Polygon{orb.Ring(line)}
			r.contents.closed++
		}
	}
	return orb.Collection(parts)
}

// closeRings joins the last corner of open rings to the first.
func closeRings(g orb.Geometry) (orb.Geometry, bool) {
	closed := false
	parts := Flat(g)
	for _, part := range parts {
		polygon, ok := part.(orb.Polygon)
		if !ok {
			continue
		}
		for i, ring := range polygon {
			if len(ring) > 2 && ring[0] != ring[len(ring)-1] {
				polygon[i], closed = append(ring, ring[0]), true
			}
		}
	}
	return orb.Collection(parts), closed
}

// Attributes that name a feature, the first that has a value: of our own files, of GPX and KML, and of registers; then those that end as
// a name does (plan_name); then those that tell it from others.
var (
	nameAttributes = []string{"name", "nimi", "title", "otsikko", "kohde"}
	nameEndings    = []string{"name", "nimi"}
	codeAttributes = []string{"tunnus", "label", "layer", "id"}
	purposeCode    = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)
)

// said is what a feature is called, its purpose, and whether it is the label of a drawing.
func (r *fileReader) said(row source.Row) (name, purpose string, label bool) {
	var attributes map[string]any
	if json.Unmarshal(row.Attributes(nil), &attributes) == nil {
		lower := map[string]any{}
		for key, value := range attributes {
			lower[strings.ToLower(key)] = value
		}
		name = r.nameIn(lower)
		if said, ok := lower["purpose"].(string); ok && purposeCode.MatchString(said) {
			purpose = said
		}
		kind, _ := lower["subclasses"].(string)
		label = r.layer.Format == source.FormatDXF && (strings.Contains(kind, "AcDbText") || strings.Contains(kind, "AcDbMText"))
	}
	if name == "" {
		name = fmt.Sprintf("%s %d", cmp.Or(r.file, r.layer.Name), r.rows)
	}
	return text.Cut(text.Clean(name), mostName), purpose, label
}

func (r *fileReader) nameIn(attributes map[string]any) string {
	keys := slices.Clone(nameAttributes)
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		if slices.ContainsFunc(nameEndings, func(ending string) bool { return strings.HasSuffix(key, ending) }) {
			keys = append(keys, key)
		}
	}
	for _, key := range append(keys, codeAttributes...) {
		said := strings.TrimSpace(fmt.Sprint(attributes[key]))
		if attributes[key] == nil || said == "" || r.layer.Format == source.FormatDXF && said == "0" { // the layer that every drawing has
			continue
		}
		return said
	}
	return ""
}

// finish judges the shapes, once all are read.
func (r *fileReader) finish(ctx context.Context) error {
	crs := geo.CRS(r.srid)
	if source.Geographic(r.srid) {
		crs = geo.CRS84
	}
	if !crs.Known() {
		if err := r.toDegrees(ctx); err != nil {
			return err
		}
		crs = geo.CRS84
	}
	for _, s := range r.shapes {
		if err := r.judge(ctx, s, crs); err != nil {
			return err
		}
	}
	return nil
}

// toDegrees takes shapes of a system that only PostGIS knows to CRS84.
func (r *fileReader) toDegrees(ctx context.Context) error {
	kept := r.shapes[:0]
	for _, s := range r.shapes {
		given, err := hexOf(s.shape)
		if err != nil {
			return err
		}
		moved, err := r.placer.query(ctx, `select st_asbinary(st_transform(st_setsrid($1::geometry, $2::integer), 4326))`, given, r.srid)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || len(moved) == 0 {
			r.contents.leaveOut(s.name, "unknown_crs", map[string]any{"crs": source.CRSName(r.srid)})
			continue
		}
		s.shape = moved[0]
		kept = append(kept, s)
	}
	r.shapes = kept
	return nil
}

// judge takes a shape as a part, or with its ways to be mended, or leaves it out with the reason.
func (r *fileReader) judge(ctx context.Context, s fileShape, crs geo.CRS) error {
	c := r.contents
	if len(c.Parts)+len(c.Fixes) >= MostParts {
		c.leaveOut(r.layer.Name, "too_many_parts", map[string]any{"max": MostParts})
		return nil
	}
	shape, err := geo.DecodeGeoJSON(asGeoJSON(s.shape, crs))
	if err == nil && !s.closed {
		c.Parts = append(c.Parts, FilePart{s.name, s.purpose, shape})
		return nil
	}
	var found geo.Faults
	if !errors.As(err, &found) {
		found = geo.Faults{{Code: geo.RingNotClosed}}
	}
	fixes, err := r.placer.FixesOf(ctx, s.shape, crs, s.closed)
	if err != nil {
		return err
	}
	if len(fixes) > 0 {
		c.Fixes = append(c.Fixes, FileFix{s.name, found, fixes})
		return nil
	}
	c.leaveOut(s.name, string(found[0].Code), found[0].Values)
	return nil
}

// asGeoJSON is a shape as GeoJSON that names its system, for the judge of places.
func asGeoJSON(g orb.Geometry, crs geo.CRS) []byte {
	decimals := geo.Decimals
	if crs != geo.CRS84 {
		decimals = 3
	}
	if !finite(g) {
		return []byte(`{"type":"Point","coordinates":[]}`)
	}
	data := geo.EncodeGeoJSON(g, decimals)
	return append(data[:len(data)-1], fmt.Sprintf(`,"crs":"EPSG:%d"}`, int(crs))...)
}

func finite(g orb.Geometry) bool {
	return eachPoint(g, func(p orb.Point) bool { return math.Abs(p[0]) < 1e15 && math.Abs(p[1]) < 1e15 })
}
