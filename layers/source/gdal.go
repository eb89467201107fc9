package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"lupakartta/internal/text"
)

// ErrGDAL says that GDAL is missing.
var ErrGDAL = errors.New("GDAL's ogr2ogr is needed to read this format: install gdal-bin")

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
		"PG_USE_COPY=YES", "GML_SKIP_RESOLVE_ELEMS=ALL", "OGR_GML_NULL_GEOMETRY=YES", "SHAPE_RESTORE_SHX=YES",
	}
	for _, name := range []string{"PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "LD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// dumpOptions make the dump what dumpReader expects: one table of a fixed name, names as in the file, full precision.
var dumpOptions = []string{
	"-nln", dumpTableName, "-nlt", "GEOMETRY", "-preserve_fid",
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
	ended      bool // its output came to an end
}

// next is the reader's, and notes when the output is at its end.
func (d *dump) next() (*dumpTable, []Field, error) {
	table, fields, err := d.dumpReader.next()
	d.ended = d.ended || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	return table, fields, err
}

// startDump starts ogr2ogr on the file that lies in the folder, with the format's reader and no other.
func startDump(ctx context.Context, folder string, format Format, layer, crs, encoding string, limits Limits) (*dump, error) {
	g, err := installedGDAL()
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(layer, "-") {
		return nil, fmt.Errorf("layer %q: a name that begins with - is not read", layer)
	}
	args := append([]string{"-f", "PGDUMP", "/vsistdout/", format.fileName()}, dumpOptions...)
	if layer != "" {
		args = append(args, layer)
	}
	if g.namesReader {
		args = append(args, "-if", format.driver())
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
		args = append(args, "-oo", "DOWNLOAD_SCHEMA=NO")
	}
	ctx, cancel := context.WithCancel(ctx)
	d := &dump{complaints: &complaints{folder: folder}, cancel: cancel}
	d.cmd = g.command(ctx, limits, g.ogr2ogr, format, folder, args...)
	d.cmd.Stderr = d.complaints
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		cancel()
		return nil, fmt.Errorf("ogr2ogr: %w", err)
	}
	d.dumpReader = newDumpReader(out)
	if err := d.cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("ogr2ogr: %w", err)
	}
	return d, nil
}

// command prepares a GDAL program that may see the folder and little else.
func (g *gdal) command(ctx context.Context, limits Limits, program string, format Format, folder string, args ...string) *exec.Cmd {
	shell := []string{"-c", limited, fmt.Sprint(limits.Memory >> 10), fmt.Sprint(limits.Seconds), fmt.Sprint(limits.Bytes / 512), program}
	cmd := exec.CommandContext(ctx, "/bin/sh", append(shell, args...)...)
	cmd.Dir = folder
	cmd.Env = g.environment(format.driver(), folder)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if uid, gid, ok := unprivileged(); ok {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	if hasNetworkSpaces() {
		// Whatever a file talks GDAL into, nobody answers.
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWNET
	}
	return cmd
}

// limited runs a program under limits of memory, processor time, open files and written bytes. The shell sets them
// for itself and then becomes the program, so that no byte of a file is read without them.
const limited = `ulimit -v $0 && ulimit -t $1 && ulimit -f $2 && ulimit -n 64 && ulimit -c 0 && shift 2 && exec "$@"`

// hasNetworkSpaces tells whether we may start a process in a network name space of its own; the log says when not.
var hasNetworkSpaces = sync.OnceValue(func() bool {
	probe := exec.Command("/bin/sh", "-c", ":") //nolint:noctx // ends at once
	probe.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := probe.Run(); err != nil {
		slog.Info("files are read without a network name space of their own", "reason", err)
		return false
	}
	return true
})

// unprivileged is the user that reads files when we are root.
func unprivileged() (uid, gid uint32, ok bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return 0, 0, false
	}
	id, errUID := strconv.ParseUint(u.Uid, 10, 32)
	group, errGID := strconv.ParseUint(u.Gid, 10, 32)
	return uint32(id), uint32(group), errUID == nil && errGID == nil
}

// wait lets the process end and returns its warnings; what it calls an error is one. A process that still has
// something to say is killed, since nobody reads it any more.
func (d *dump) wait() ([]string, error) {
	defer d.cancel()
	if !d.ended {
		d.cancel()
	}
	err := d.cmd.Wait()
	warnings, faults := d.complaints.told()
	switch {
	case len(faults) > 0:
		return warnings, fmt.Errorf("the file cannot be read: %s", text.Cut(strings.Join(faults, "; "), 500))
	case err != nil && d.ended:
		return warnings, fmt.Errorf("the file cannot be read: %w", err)
	}
	return warnings, nil
}

// stop kills the process.
func (d *dump) stop() {
	d.cancel()
	_ = d.cmd.Wait()
}

// layerLine reads "1: sensitive_sites (Multi Polygon)".
var layerLine = regexp.MustCompile(`(?m)^\d+: (.+?)(?: \([A-Za-z0-9 ,]+\))?$`)

// listLayers names the layers of a file that may hold several.
func listLayers(ctx context.Context, folder string, format Format, limits Limits) ([]string, error) {
	g, err := installedGDAL()
	if err != nil {
		return nil, err
	}
	var out, stderr bytes.Buffer
	cmd := g.command(ctx, limits, g.ogrinfo, format, folder, "-ro", "-q", format.fileName())
	cmd.Stdout, cmd.Stderr = &capped{buffer: &out, left: 1 << 20}, &capped{buffer: &stderr, left: 64 << 10}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("ogrinfo: %w", err)
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("the file cannot be read: %s: %w", text.Cut(strings.TrimSpace(strings.ReplaceAll(stderr.String(), folder+"/", "")), 300), err)
	}
	var names []string
	for _, m := range layerLine.FindAllStringSubmatch(out.String(), -1) {
		names = append(names, m[1])
	}
	return names, nil
}

// capped keeps the beginning of what a program says.
type capped struct {
	buffer *bytes.Buffer
	left   int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	_, _ = c.buffer.Write(p[:n])
	return len(p), nil
}

// newFolder makes a folder that only we and the reading process can enter.
func newFolder() (string, error) {
	folder, err := os.MkdirTemp("", "lupakartta-import-*")
	if err != nil {
		return "", err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return "", err
	}
	return folder, nil
}

// giveFolder hands the folder over to the reading process's user.
func giveFolder(folder string) error {
	uid, gid, ok := unprivileged()
	if !ok {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.Lchown(filepath.Join(folder, entry.Name()), int(uid), int(gid)); err != nil {
			return err
		}
	}
	return os.Lchown(folder, int(uid), int(gid))
}
