package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Options say which layer to read and what the source itself does not say.
type Options struct {
	Layer    string // within a source of several: a shapefile's name without .shp, a table's name …
	CRS      string // "EPSG:3878": instead of what the file says
	Encoding string // "ISO-8859-1": where the file does not say
	X, Y     string // tables: columns of easting or longitude, and northing or latitude
}

// ErrNoCRS says that a reference system must be named: it is never guessed.
var ErrNoCRS = errors.New("the file does not say its reference system, or says one that is not in the EPSG register: name it, e.g. EPSG:3067")

// Features streams one layer out of a source.
type Features struct {
	SRID     int      // EPSG number of the whole layer
	Warnings []string // complete after End
	next     func() (Row, error)
	end      func() error
	close    func()
}

// Next returns the next feature, which is good until the one after it; io.EOF at the end.
func (in *Features) Next() (Row, error) { return in.next() }

// End tells what went wrong after the last row, or knows better than the last row why it was the last.
func (in *Features) End() error { return in.end() }

// Close ends the reading process and takes its folder away.
func (in *Features) Close() { in.close() }

// Read puts the layer into a folder of its own and starts the format's reader. The caller closes the features.
func (s *Source) Read(ctx context.Context, o Options) (*Features, error) {
	if o.CRS != "" {
		srid, err := ParseCRS(o.CRS)
		if err != nil {
			return nil, err
		}
		o.CRS = CRSName(srid)
	}
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	in, err := s.read(ctx, o, folder)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	stop := in.close
	in.close = func() {
		if stop != nil {
			stop()
		}
		_ = os.RemoveAll(folder)
	}
	return in, nil
}

func (s *Source) read(ctx context.Context, o Options, folder string) (*Features, error) {
	if len(s.parts) > 0 {
		return s.readParts(ctx, o, folder)
	}
	if inside := s.inside(); len(inside) > 0 && o.Layer == "" {
		if len(inside) > 1 {
			return nil, fmt.Errorf("the archive has several layers, name one: %s", strings.Join(inside, ", "))
		}
		o.Layer = inside[0]
	}
	format, err := s.put(o.Layer, folder)
	if err != nil {
		return nil, err
	}
	switch format {
	case FormatCSV:
		return readTable(filepath.Join(folder, format.fileName()), o)
	case FormatTraffic:
		if err := flattenTraffic(filepath.Join(folder, format.fileName()), filepath.Join(folder, FormatGeoJSON.fileName())); err != nil {
			return nil, err
		}
		format = FormatGeoJSON
	}
	return readGDAL(ctx, format, o, s.limits, folder)
}

func readTable(name string, o Options) (*Features, error) {
	srid := 0
	if o.CRS != "" {
		srid, _ = ParseCRS(o.CRS)
	}
	t, err := openTable(name, o, srid)
	if err != nil {
		return nil, err
	}
	next := func() (Row, error) {
		fields, geom, err := t.next()
		return Row{t.columns, fields, geom}, err
	}
	return &Features{SRID: srid, next: next, end: func() error { return nil }, close: t.close}, nil
}

func readGDAL(ctx context.Context, format Format, o Options, limits Limits, folder string) (*Features, error) {
	in := &Features{}
	if err := giveFolder(folder); err != nil {
		return nil, err
	}
	encoding := ""
	switch format {
	case FormatGeoJSON:
		o.Layer = "" // one layer, whatever it is called
		if err := unwrap(filepath.Join(folder, format.fileName())); err != nil {
			return nil, err
		}
	case FormatShapefile:
		o.Layer = ""
		var warning string
		if encoding, warning = dbfEncoding(folder, o.Encoding); warning != "" {
			in.Warnings = append(in.Warnings, warning)
		}
	}
	if format.multiLayer() && o.Layer == "" {
		names, err := listLayers(ctx, folder, format, limits)
		if err != nil {
			return nil, err
		}
		if len(names) != 1 {
			return nil, fmt.Errorf("the file has %d layers, name one: %s", len(names), strings.Join(names, ", "))
		}
		o.Layer = names[0]
	}
	d, err := startDump(ctx, folder, format, o.Layer, o.CRS, encoding, limits)
	if err != nil {
		return nil, err
	}
	in.close = d.stop
	in.end = func() error {
		warnings, err := d.wait()
		in.Warnings = append(in.Warnings, warnings...)
		return err
	}
	return in, in.readAhead(d)
}

// readAhead reads the first row, so that the layer's reference system is known before anything is stored.
func (in *Features) readAhead(d *dump) error {
	table, fields, err := d.next()
	if err != nil && !errors.Is(err, io.EOF) {
		_, fault := d.wait()
		return errors.Join(err, fault)
	}
	switch {
	case table == nil && d.table == nil:
		return errors.Join(in.end(), errors.New("the file has no such layer"))
	case d.table.geometry == "":
		d.stop()
		return errors.New("the layer has no geometry")
	case d.table.srid == 0:
		d.stop()
		return ErrNoCRS
	}
	in.SRID = d.table.srid
	first := true
	in.next = func() (Row, error) {
		if !first {
			if table, fields, err = d.next(); err != nil {
				return Row{}, err
			}
		} else if first = false; err != nil {
			return Row{}, err
		}
		for i, column := range table.columns {
			if column.Name == table.geometry {
				geom, err := geometryOf(fields[i])
				return Row{table.columns, fields, geom}, err
			}
		}
		return Row{}, errors.New("dump: rows without a geometry column")
	}
	return nil
}

// readParts reads the files of a folder one after the other as one layer. Each feature gets its file's name, without
// extension, as attribute "file".
func (s *Source) readParts(ctx context.Context, o Options, folder string) (*Features, error) {
	p := &parts{source: s, options: o, folder: folder, left: s.parts}
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	whole := &Features{SRID: p.now.SRID, end: func() error { return nil }, close: func() { p.now.close() }}
	whole.next = func() (Row, error) {
		for {
			row, err := p.now.next()
			if err == nil {
				row.Columns, row.Fields = append(slices.Clip(row.Columns), Column{Name: "file"}), append(slices.Clip(row.Fields), Field(p.name))
				return row, nil
			}
			if !errors.Is(err, io.EOF) {
				return Row{}, err
			}
			err = p.now.end()
			whole.Warnings = append(whole.Warnings, p.now.Warnings...)
			if err != nil {
				return Row{}, fmt.Errorf("%s: %w", p.name, err)
			}
			if len(p.left) == 0 {
				return Row{}, io.EOF
			}
			if err := p.open(ctx); err != nil {
				return Row{}, err
			}
		}
	}
	return whole, nil
}

// parts are the files of a folder that are still to be read, and the one that is.
type parts struct {
	source  *Source
	options Options
	folder  string
	left    []string
	name    string
	now     *Features
}

func (p *parts) open(ctx context.Context) error {
	if p.now != nil {
		p.now.close()
	}
	inner := filepath.Join(p.folder, fmt.Sprintf("part%d", len(p.left)))
	if err := errors.Join(os.Mkdir(inner, 0o755), os.Chmod(p.folder, 0o755)); err != nil {
		return err
	}
	one := *p.source
	p.name = layerName(p.left[0])
	one.path, one.parts = p.left[0], nil
	p.left = p.left[1:]
	in, err := one.read(ctx, p.options, inner)
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	p.now = in
	return nil
}
