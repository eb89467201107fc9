package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"

	"lupakartta/internal/text"
)

// ErrGDAL says that GDAL is missing.
var ErrGDAL = errors.New("GDAL's ogr2ogr is needed to read this format: install gdal-bin")

// ErrReader says that the reading process wrote what this program does not understand, which is no fault of the file's.
var ErrReader = errors.New("the reader's output is not as expected")

// gdal is what the installed GDAL can do; it is asked once.
type gdal struct {
	ogr2ogr, ogrinfo string
	drivers          []string // of vector formats
	namesReader      bool     // knows -if
}

var installedGDAL = sync.OnceValues(func() (*gdal, error) {
	g := &gdal{}
	var err error
	if g.ogr2ogr, err = exec.LookPath("ogr2ogr"); err != nil {
		return nil, ErrGDAL
	}
	if g.ogrinfo, err = exec.LookPath("ogrinfo"); err != nil {
		return nil, ErrGDAL
	}
	ctx := context.Background()
	formats, err := exec.CommandContext(ctx, g.ogr2ogr, "--formats").Output()
	if err != nil {
		return nil, fmt.Errorf("ogr2ogr --formats: %w", err)
	}
	for _, m := range driverLine.FindAllSubmatch(formats, -1) {
		g.drivers = append(g.drivers, string(m[1]))
	}
	if len(g.drivers) < 2 {
		return nil, errors.New("ogr2ogr --formats: lists no drivers")
	}
	help, _ := exec.CommandContext(ctx, g.ogr2ogr, "--help").CombinedOutput()
	g.namesReader = bytes.Contains(help, []byte("[-if "))
	return g, nil
})

// driverLine reads "  ESRI Shapefile -vector- (rw+v): ESRI Shapefile".
var driverLine = regexp.MustCompile(`(?m)^ +(\S.*?) -[a-z, -]*vector[a-z, -]*- \(`)

// driver is the reader of a format that this GDAL has; "" where it has none.
func (g *gdal) driver(format Format) string {
	for _, name := range kinds[format].drivers {
		if slices.Contains(g.drivers, name) {
			return name
		}
	}
	return ""
}

// others names every driver but the reader and the writer of dumps.
func (g *gdal) others(reader string) string {
	var names []string
	for _, name := range g.drivers {
		if name != reader && name != "PGDUMP" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

// environment is all that the reading process gets: no address of a database, no home, no network.
func (g *gdal) environment(reader, folder string) []string {
	env := []string{
		"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + folder, "TMPDIR=" + folder,
		"OGR_SKIP=" + g.others(reader), "GDAL_DRIVER_PATH=disable", "GDAL_NUM_THREADS=1", "GDAL_CACHEMAX=64",
		"PROJ_NETWORK=OFF", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS=.none", "GDAL_HTTP_CONNECTTIMEOUT=1", "GDAL_HTTP_TIMEOUT=1", "GDAL_HTTP_MAX_RETRY=0",
		"PG_USE_COPY=YES", "GML_SKIP_RESOLVE_ELEMS=ALL", "GML_PARSER=EXPAT", "GML_FIELDTYPES=ALWAYS_STRING", "OGR_GML_NULL_GEOMETRY=YES", "SHAPE_RESTORE_SHX=YES",
	}
	for _, name := range []string{"PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "LD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// dumpOptions make the dump what dumpReader expects: one table of a fixed name, names as in the file, full precision,
// and texts that are longer than their columns as they are.
var dumpOptions = []string{
	"-nln", dumpTableName, "-nlt", "GEOMETRY", "-preserve_fid", "-unsetFieldWidth",
	"-lco", "LAUNDER=NO", "-lco", "SPATIAL_INDEX=NONE", "-lco", "GEOM_TYPE=geometry", "-lco", "PRECISION=NO", "-lco", "FID=" + dumpFID, "-lco", "FID64=YES",
	"-lco", "GEOMETRY_NAME=" + dumpGeometry, "-lco", "EXTRACT_SCHEMA_FROM_LAYER_NAME=NO", "-lco", "CREATE_SCHEMA=NO", "-lco", "DROP_TABLE=NO", "-lco", "POSTGIS_VERSION=3.0",
}

const (
	dumpTableName = "features"
	dumpFID       = "\u00a7fid" // names that no register uses
	dumpGeometry  = "\u00a7geom"
)

// dump is a running ogr2ogr.
type dump struct {
	*dumpReader
	cmd        *exec.Cmd
	complaints *complaints
	cancel     context.CancelFunc
	limits     Limits
	ended      bool // its output came to an end
}

// next is the reader's, and notes when the output is at its end.
func (d *dump) next() (*dumpTable, []Field, error) {
	table, fields, err := d.dumpReader.next()
	d.ended = d.ended || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !d.ended && !errors.Is(err, ErrLimit) {
		err = fmt.Errorf("%w: %w", ErrReader, err)
	}
	return table, fields, err
}

// gmlOptions keep GDAL's reader of GML from looking for schemas and from leaving files.
var gmlOptions = []string{"-oo", "DOWNLOAD_SCHEMA=NO", "-oo", "WRITE_GFS=NO"}

// startDump starts ogr2ogr on the file that lies in the folder, with the format's reader and no other.
func startDump(ctx context.Context, folder string, format Format, layer, crs, encoding string, limits Limits) (*dump, error) {
	g, err := installedGDAL()
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(layer, "-") {
		return nil, fmt.Errorf("layer %q: a name that begins with - is not read", layer)
	}
	if g.driver(format) == "" {
		return nil, fmt.Errorf("this GDAL has no reader of %s: %w", format, ErrFormat)
	}
	args := append([]string{"-f", "PGDUMP", "/vsistdout/", format.fileName()}, dumpOptions...)
	if layer != "" {
		args = append(args, layer)
	}
	if g.namesReader {
		args = append(args, "-if", g.driver(format))
	}
	if crs != "" {
		args = append(args, "-a_srs", crs)
	}
	switch format {
	case FormatShapefile:
		if encoding != "" {
			args = append(args, "-oo", "ENCODING="+encoding)
		}
	case FormatGML:
		args = append(args, gmlOptions...)
	}
	ctx, cancel := context.WithTimeout(ctx, limits.Wall)
	d := &dump{complaints: &complaints{folder: folder}, cancel: cancel, limits: limits}
	d.cmd = g.command(ctx, limits, g.ogr2ogr, format, folder, args...)
	d.cmd.Stderr = d.complaints
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		cancel()
		return nil, fmt.Errorf("ogr2ogr: %w", err)
	}
	d.dumpReader = newDumpReader(out, limits.Feature)
	if err := d.cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("ogr2ogr: %w", err)
	}
	return d, nil
}

// wait lets the process end and returns its warnings; what it calls an error is one. A process that still has
// something to say is killed, since nobody reads it any more.
func (d *dump) wait() ([]Note, error) {
	defer d.cancel()
	if !d.ended {
		d.cancel()
	}
	err := d.cmd.Wait()
	warnings, faults := d.complaints.told()
	switch {
	case len(faults) > 0:
		return warnings, unreadable(faults, d.limits)
	case err != nil && d.ended:
		return warnings, fmt.Errorf("the file cannot be read: %w", ended(d.cmd, err, d.limits))
	}
	return warnings, nil
}

// unreadable is what the reading process called errors.
func unreadable(faults []string, limits Limits) error {
	said := strings.Join(faults, "; ")
	if strings.Contains(said, "cannot allocate") || strings.Contains(strings.ToLower(said), "out of memory") {
		return fmt.Errorf("the file cannot be read: %w: more than %d MB of memory. %s", ErrLimit, limits.Memory>>20, text.Cut(said, 200))
	}
	return fmt.Errorf("the file cannot be read: %s", text.Cut(said, 500))
}

// stop kills the process.
func (d *dump) stop() {
	d.cancel()
	_ = d.cmd.Wait()
}
