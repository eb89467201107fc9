package placing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/geo/ewkb"
	"lupakartta/internal/faults"
	"lupakartta/internal/text"
	"lupakartta/layers/source"
)

// Bounds of a file that a place is taken from.
const (
	MostFileBytes = 10 << 20
	MostParts     = 500
	mostRows      = 20_000 // that are looked at
	mostLayers    = 20
	mostLeftOut   = 50 // kinds of what is left out that are told
)

// fileLimits bound the process that reads: a person waits for it.
var fileLimits = source.Limits{Bytes: 64 << 20, Entries: 200, Feature: 16 << 20, Memory: 1 << 30, Seconds: 15, Wall: 20 * time.Second}

// fileFormats are those of which the shapes can be places.
var fileFormats = []source.Format{source.FormatGeoJSON, source.FormatGeoJSONSeq, source.FormatGPX, source.FormatKML, source.FormatGeoPackage, source.FormatShapefile,
	source.FormatDXF, source.FormatGML, source.FormatFlatGeobuf, source.FormatTAB, source.FormatMIF}

// File is a file as it came.
type File struct {
	Name string
	Data []byte
	CRS  string // the system that it is in, instead of what it says; empty: what it says
}

// Contents is what a file holds that can be a place.
type Contents struct {
	Format   source.Format
	CRS      string
	Parts    []FilePart
	Fixes    []FileFix
	LeftOut  []LeftOut
	Warnings []FileWarning

	vertices int
	heights  bool
	closed   int // lines of a drawing that are areas
}

// FilePart is one point, line or area; several of one feature are one.
type FilePart struct {
	Name, Purpose string
	Geometry      orb.Geometry // CRS84
}

// FileFix is a part that cannot be used as it is.
type FileFix struct {
	Name   string
	Faults geo.Faults
	Fixes  []Fix
}

// LeftOut is what was left out, and how many of it.
type LeftOut struct {
	What  string
	Count int
	Why   faults.Fault
}

// FileWarning is something worth knowing: a fault's code and values, or a note of the reader's.
type FileWarning struct {
	Why  faults.Fault
	Note source.Note // when Why has no code
}

// ReadFile reads what can be a place out of a file, whatever its name says. A file that does not say its reference system, or says
// one that nobody knows, is a *Choose with those that its coordinates may be in.
func (p *Placer) ReadFile(ctx context.Context, f File) (*Contents, error) {
	select {
	case p.reading <- struct{}{}:
		defer func() { <-p.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	folder, err := os.MkdirTemp("", "lupakartta-place-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "place")
	if err := os.WriteFile(path, f.Data, 0o600); err != nil {
		return nil, err
	}
	from, err := source.Open(path, fileLimits)
	if err != nil {
		return nil, unreadable(err)
	}
	defer from.Close()
	return p.readSource(ctx, from, f)
}

// unreadable says in codes what is wrong with a file; what is no fault of the file's stays as it is.
func unreadable(err error) error {
	code := "file_unreadable"
	switch {
	case errors.Is(err, source.ErrGDAL), errors.Is(err, source.ErrReader), errors.Is(err, context.Canceled), errors.Is(err, os.ErrPermission):
		return err
	case errors.Is(err, source.ErrLimit):
		code = "file_too_much"
	case errors.Is(err, source.ErrArchive):
		code = "file_archive"
	case errors.Is(err, source.ErrNoLayer):
		code = "file_no_layer"
	case errors.Is(err, source.ErrFormat):
		code = "file_format"
	}
	return faults.Faults{{Code: code}}
}

func (p *Placer) readSource(ctx context.Context, from *source.Source, f File) (*Contents, error) {
	all, err := from.Layers(ctx)
	if err != nil {
		return nil, unreadable(err)
	}
	c := &Contents{}
	if bytes.Contains(f.Data, []byte("<NetworkLink")) {
		c.leaveOut("NetworkLink", "file_elsewhere", nil) // what lies elsewhere is never fetched
	}
	read := 0
	for _, layer := range all {
		switch {
		case !slices.Contains(fileFormats, layer.Format):
			c.leaveOut(layer.Name, "file_format", nil)
			continue
		case layer.Format == source.FormatGPX && strings.HasSuffix(layer.Name, "_points"):
			continue // the same places once more
		case read == mostLayers:
			c.leaveOut(layer.Name, "file_too_many_layers", map[string]any{"max": mostLayers})
			continue
		}
		read++
		c.Format = layer.Format
		c.heights = c.heights || hasHeights(layer, f.Data)
		if err := p.readLayer(ctx, from, layer, f, c); err != nil {
			return nil, err
		}
	}
	switch {
	case read == 0:
		return nil, faults.Faults{{Code: "file_format"}}
	case len(c.Parts)+len(c.Fixes)+len(c.LeftOut) == 0:
		return nil, faults.Faults{{Code: "file_empty"}}
	}
	c.conclude()
	return c, nil
}

// Heights in formats of text. The reader drops them without a word.
var (
	jsonHeights = regexp.MustCompile(`\[\s*-?[0-9.]+(?:[eE][-+]?[0-9]+)?\s*,\s*-?[0-9.]+(?:[eE][-+]?[0-9]+)?\s*,\s*-?[0-9]`)
	kmlHeights  = regexp.MustCompile(`<coordinates>\s*-?[0-9.]+,-?[0-9.]+,-?[0-9.]*[1-9]`)
)

// hasHeights tells whether the layer's positions have heights, as far as its format lets it be seen.
func hasHeights(layer source.Layer, data []byte) bool {
	switch layer.Format {
	case source.FormatGeoJSON, source.FormatGeoJSONSeq:
		return jsonHeights.Match(data)
	case source.FormatKML:
		return kmlHeights.Match(data)
	case source.FormatGPX:
		return bytes.Contains(data, []byte("<ele>"))
	}
	return strings.HasPrefix(layer.Geometry, "3D")
}

// conclude says what was changed on the way.
func (c *Contents) conclude() {
	if c.heights {
		c.warn("heights_dropped", nil)
	}
	if c.closed > 0 {
		c.warn("closed_lines", map[string]any{"count": c.closed})
	}
	if len(c.LeftOut) > mostLeftOut {
		c.LeftOut = c.LeftOut[:mostLeftOut]
	}
}

func (c *Contents) warn(code string, values map[string]any) {
	c.Warnings = append(c.Warnings, FileWarning{Why: faults.Fault{Code: code, Values: values}})
}

// leaveOut counts what is left out for one reason under one name.
func (c *Contents) leaveOut(what, code string, values map[string]any) {
	for i, l := range c.LeftOut {
		if l.What == what && l.Why.Code == code {
			c.LeftOut[i].Count++
			return
		}
	}
	c.LeftOut = append(c.LeftOut, LeftOut{What: text.Cut(what, 80), Count: 1, Why: faults.Fault{Code: code, Values: values}})
}

// readLayer adds one layer's features. One without a reference system is read once more, to see where it may lie.
func (p *Placer) readLayer(ctx context.Context, from *source.Source, layer source.Layer, f File, c *Contents) error {
	name := layer.Name
	if from.Single() {
		name = ""
	}
	in, err := from.Read(ctx, source.Options{Layer: name, CRS: f.CRS})
	if errors.Is(err, source.ErrNoCRS) {
		return p.chooseSystem(ctx, from, name)
	}
	if err != nil {
		return unreadable(err)
	}
	defer in.Close()
	r := &fileReader{placer: p, contents: c, layer: layer, file: stem(f.Name), srid: in.SRID}
	for range mostRows {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return unreadable(errors.Join(err, in.End()))
		}
		r.add(row)
	}
	if err := in.End(); err != nil && r.rows < mostRows {
		return unreadable(err)
	}
	for _, note := range in.Warnings {
		if !slices.ContainsFunc(c.Warnings, func(w FileWarning) bool { return reflect.DeepEqual(w.Note, note) }) { // of another layer
			c.Warnings = append(c.Warnings, FileWarning{Note: note})
		}
	}
	if c.CRS == "" {
		c.CRS = source.CRSName(in.SRID)
	}
	return r.finish(ctx)
}

// stem is a file's name without folders and extension.
func stem(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return strings.TrimSpace(strings.TrimSuffix(name, filepath.Ext(name)))
}

// chooseSystem asks for the reference system: those in which all of the layer lies in Finland, with where its middle would be.
func (p *Placer) chooseSystem(ctx context.Context, from *source.Source, layer string) error {
	in, err := from.Read(ctx, source.Options{Layer: layer, CRS: geo.TM35FIN.String()}) // any will do: the coordinates are read as they are
	if err != nil {
		return unreadable(err)
	}
	defer in.Close()
	var middles orb.MultiPoint
	for range mostRows {
		row, err := in.Next()
		if err != nil {
			break // what there is will do
		}
		if shape, err := ewkb.Examine(row.EWKB); err == nil && shape.Vertices > 0 {
			middles = append(middles, shape.Bound.Center())
		}
	}
	needed := &Choose{Faults: faults.Faults{{Code: "crs_needed"}}}
	if len(middles) == 0 {
		return faults.Faults{{Code: "file_empty"}}
	}
	middle := middles[len(middles)/2]
	for _, crs := range geo.Systems() {
		if crs == geo.Mercator || !mostHeld(middles, crs) {
			continue
		}
		at := crs.ToLonLat(middle)
		if !crs.Holds(middle) {
			at = crs.ToLonLat(orb.Point{middle[1], middle[0]})
		}
		choice := Choice{Parameter: "crs", Value: fmt.Sprintf("EPSG:%d", int(crs)), Label: crs.SystemName(), Point: &at}
		if choice.Detail, err = p.municipalityNamed(ctx, at); err != nil {
			return err
		}
		needed.Choices = append(needed.Choices, choice)
	}
	return needed
}

// mostHeld tells whether nearly all points lie in Finland, in one order of axes.
func mostHeld(points orb.MultiPoint, crs geo.CRS) bool {
	held, swapped := 0, 0
	for _, at := range points {
		if crs.Holds(at) {
			held++
		}
		if crs.Holds(orb.Point{at[1], at[0]}) {
			swapped++
		}
	}
	return 10*max(held, swapped) >= 9*len(points)
}

// municipalityNamed is the name of the municipality at a point of CRS84; "" where none is known.
func (p *Placer) municipalityNamed(ctx context.Context, lonLat orb.Point) (string, error) {
	at, err := hexOf(geo.ToTM35FIN(lonLat))
	if err != nil {
		return "", err
	}
	sql, args := p.municipalityAt("$1::geometry", []any{at})
	var code *string
	var v values
	var number int64
	err = p.pool.QueryRow(ctx, `select m.code, m.attributes, m.layer from (`+sql+`) m where $1::geometry is not null`, args...).Scan(&code, &v, &number)
	if noRows(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("municipality at a point: %w", err)
	}
	if n := p.municipalityOf("", v, number, "fi"); n != nil {
		return n.Name, nil
	}
	return "", nil
}
