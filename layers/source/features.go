package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lupakartta/geo/ewkb"
)

// Options say which layer to read and what the source itself does not say.
type Options struct {
	Layer    string // within a source of several: a shapefile's name without .shp, a table's name …
	CRS      string // "EPSG:3878": instead of what the file says
	Encoding string // "ISO-8859-1": where the file does not say
	X, Y     string // tables: columns of easting or longitude, and northing or latitude
	WKT      string // tables: column of geometry as text, instead of X and Y
	// Schema says that the .xsd beside a GML file names every property of its features, as layers/fetch writes it. No
	// other is believed: GDAL drops what a schema does not name. Without one the values of GML are texts, as they stand.
	Schema bool
}

// ErrNoCRS says that a reference system must be named: it is never guessed.
var ErrNoCRS = errors.New("the file does not say its reference system, or says one that is not in the EPSG register: name it, e.g. EPSG:3067")

// Features streams one layer out of a source.
type Features struct {
	SRID     int    // EPSG number of the whole layer
	Warnings []Note // complete after End
	portion  portion
	lost     lostDigits
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
	in.Warnings = append(in.Warnings, s.leftOut()...)
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
	if s.pages && (o.Layer == "" || o.Layer == s.Name || len(s.members) == 1) {
		o.Layer = ""
		return s.readPages(ctx, o, folder)
	}
	m, inner, err := s.find(o.Layer)
	if err != nil {
		return nil, err
	}
	o.Layer = inner
	return s.readMember(ctx, m, o, folder)
}

func (s *Source) readMember(ctx context.Context, m member, o Options, folder string) (*Features, error) {
	if err := m.put(folder, s.limits.Bytes); err != nil {
		return nil, err
	}
	if o.Schema && m.format == FormatGML {
		if err := m.putSchema(folder, s.limits.Bytes); err != nil {
			return nil, err
		}
	}
	name := filepath.Join(folder, m.format.fileName())
	switch m.format {
	case FormatCSV:
		return readTable(name, o, s.limits)
	case FormatXLSX:
		return readWorkbook(name, folder, o, s.limits)
	case FormatTraffic:
		if err := flattenTraffic(name, filepath.Join(folder, FormatGeoJSON.fileName()), s.limits); err != nil {
			return nil, err
		}
		m.format = FormatGeoJSON
	}
	if err := makeReady(ctx, m.format, folder, o, s.limits); err != nil {
		return nil, err
	}
	said, err := portionOf(m.format, folder)
	if err != nil {
		return nil, err
	}
	if !s.pages {
		if err := checkWhole([]portion{said}); err != nil {
			return nil, err
		}
	}
	in, err := readGDAL(ctx, m.format, o, s.limits, folder)
	if err != nil {
		return nil, err
	}
	in.portion = said
	if m.format == FormatGeoJSON && said.matched >= 0 && said.returned < 0 {
		in.countPortion(!s.pages)
	}
	if said.unsaid && !o.Schema && !s.pages {
		in.Warnings = append(in.Warnings, Note{Code: "wholeness_unknown"})
	}
	return in, nil
}

func readGDAL(ctx context.Context, format Format, o Options, limits Limits, folder string) (*Features, error) {
	in := &Features{}
	encoding, taken := "", ""
	switch format {
	case FormatShapefile:
		encoding, taken = dbfEncoding(folder, o.Encoding)
		if _, err := os.Stat(filepath.Join(folder, "input.dbf")); errors.Is(err, os.ErrNotExist) {
			in.Warnings = append(in.Warnings, Note{Code: "no_table"})
		}
	case FormatTAB, FormatMIF:
		taken = nameCharset(folder, format, o.Encoding)
	}
	in.tellEncoding(taken)
	exact, err := keepDigits(format, folder)
	if err != nil {
		return nil, err
	}
	if err := giveFolder(folder); err != nil {
		return nil, err
	}
	if format.multiLayer() {
		if o.Layer, err = onlyLayer(ctx, format, o.Layer, limits, folder); err != nil {
			return nil, err
		}
	} else {
		o.Layer = "" // one layer, whatever it is called
	}
	d, err := startDump(ctx, folder, format, o.Layer, o.CRS, encoding, limits)
	if err != nil {
		return nil, err
	}
	d.exact = exact
	whole := promised(format, folder)
	if d.number, err = numberName(ctx, format, folder, o.Layer); err != nil {
		d.stop()
		return nil, err
	}
	in.close = d.stop
	in.end = func() error {
		warnings, err := d.wait()
		in.Warnings = append(append(in.Warnings, warnings...), in.lost.warnings()...)
		if err == nil && d.ended && d.rows < whole {
			err = fmt.Errorf("the file cannot be read: it ends after %d of %d features: %w", d.rows, whole, ErrFormat)
		}
		return err
	}
	if err := in.readAhead(d); !errors.Is(err, ErrNoCRS) {
		return in, err
	}
	return in, in.matchSystem(ctx, folder, format, o.Layer, limits)
}

// onlyLayer is the layer of a file of several where none was named.
func onlyLayer(ctx context.Context, format Format, wanted string, limits Limits, folder string) (string, error) {
	if wanted != "" {
		return wanted, nil
	}
	var layers []Layer
	var err error
	if format == FormatGeoPackage {
		layers, err = geoPackageLayers(ctx, filepath.Join(folder, format.fileName()))
	} else {
		layers, err = listLayers(ctx, folder, format, limits)
	}
	switch {
	case err != nil:
		return "", err
	case len(layers) == 0:
		return "", fmt.Errorf("the file has no layer with a geometry: %w", ErrNoLayer)
	case len(layers) > 1:
		return "", fmt.Errorf("the file has %d layers, name one: %s: %w", len(layers), strings.Join(Names(layers), ", "), ErrNoLayer)
	}
	return layers[0].Name, nil
}

// matchSystem looks for the reference system whose parameters the file's own definition has, where that names none.
func (in *Features) matchSystem(ctx context.Context, folder string, format Format, layer string, limits Limits) error {
	said, err := describe(ctx, folder, format, layer, limits)
	if err != nil {
		in.close()
		return errors.Join(ErrNoCRS, err)
	}
	_, part, _ := strings.Cut("\n"+string(said), "\nLayer name: ")
	_, definition := parseLayer(part)
	if in.SRID = sridOf(definition); in.SRID == 0 {
		in.close()
		return ErrNoCRS
	}
	in.Warnings = append(in.Warnings, Note{Code: "system_matched", Values: map[string]any{"crs": CRSName(in.SRID)}})
	return nil
}

// readAhead reads the first row, so that the layer's reference system is known before anything is stored. ErrNoCRS
// leaves the process running.
func (in *Features) readAhead(d *dump) error {
	table, fields, err := d.next()
	if err != nil && !errors.Is(err, io.EOF) {
		_, fault := d.wait()
		return errors.Join(fault, err)
	}
	switch {
	case table == nil && d.table == nil:
		if err := in.end(); err != nil {
			return err
		}
		return fmt.Errorf("the file has no such layer: %w", ErrNoLayer)
	case d.table.geometry == "":
		d.stop()
		return errors.New("the layer has no geometry")
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
		in.lost.note(table.columns, fields)
		for i, column := range table.columns {
			if column.Name == table.geometry {
				geom, err := geometryOf(fields[i])
				if table.srid == 0 && len(geom) > 4 {
					geom = ewkb.WithSRID(geom, in.SRID) // what matchSystem found; other parts of the layer may have another
				}
				return Row{table.columns, fields, geom}, err
			}
		}
		return Row{}, fmt.Errorf("dump: rows without a geometry column: %w", ErrReader)
	}
	if in.SRID == 0 {
		return ErrNoCRS
	}
	return nil
}
