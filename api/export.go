package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"
	"golang.org/x/sync/semaphore"

	"lupakartta/layers"
	"lupakartta/layers/export"
	"lupakartta/tiles"
)

// Limits of exports, which cost more than any other reading. Each instance counts for itself.
const (
	exportsPerAddress = 20               // begun, in a minute
	exportsAtOnce     = 4                // read from the database; whoever comes then is asked to try again
	exportsOfOne      = 2                // under way for one address: nobody takes all the turns
	exportTime        = 30 * time.Minute // to write one and send it to a slow reader
	exportPause       = time.Minute      // for a reader to take the next piece
)

// exports writes versions of layers as files.
type exports struct {
	server   *Server
	exporter *export.Exporter
	begun    *httprate.RateLimiter
	reading  *semaphore.Weighted
	turns    turns
}

// exportRoutes adds taking a layer elsewhere to the list of routes.
func (s *Server) exportRoutes() {
	x := &exports{server: s, exporter: export.New(s.Pool), begun: httprate.NewRateLimiter(exportsPerAddress, time.Minute), reading: semaphore.NewWeighted(exportsAtOnce), turns: turns{taken: map[string]int{}}}
	content := map[string]*huma.MediaType{}
	var formats []any
	for _, f := range export.Formats {
		kind, _, _ := strings.Cut(f.Media(), ";")
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		formats = append(formats, string(f))
	}
	fault := func(doc string) *huma.Response {
		return &huma.Response{Description: doc, Content: map[string]*huma.MediaType{"application/problem+json": {}}}
	}
	s.route(huma.Operation{OperationID: "export-layer", Method: http.MethodGet, Path: "/api/v1/layers/{id}/export", Tags: []string{tagLayers},
		Summary: "A layer as a file",
		Description: "The features of the published version, or of one that was published, in EPSG:3067 (GeoPackage, CSV) or CRS84 (GeoJSON), " +
			"with source, licence, attribution, dates, the importing authority and the report of the import. A version's file never changes.",
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Example: "groundwater_areas", Description: "The layer"},
			{Name: "format", In: "query", Schema: &huma.Schema{Type: huma.TypeString, Enum: formats, Default: string(export.GeoPackage)}, Description: "Form of the file"},
			{Name: "version", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger, Minimum: new(1.0)}, Description: "Number of a version that is or was published; missing: the one that is"},
			{Name: "wkt", In: "query", Schema: &huma.Schema{Type: huma.TypeBoolean}, Description: "CSV only: whole geometries as WKT instead of a point of each"},
		},
		Responses: map[string]*huma.Response{
			"200": {Description: "The file", Content: content}, "304": {Description: "The caller has this file"},
			"400": fault("Unknown format or query parameter"), "404": fault("Unknown layer or version"),
			"429": fault("Too many exports in a minute"), "503": fault("Too many exports are under way, or the database is away"),
		}}, x.serve)
}

var errExports = errors.New("too many exports are under way")

// order is what somebody asks for.
type order struct {
	version layers.Version
	format  export.Format
	options export.Options
	named   bool // the address names the version
}

// serve answers with the file. HEAD tells its name without writing it.
func (x *exports) serve(w http.ResponseWriter, r *http.Request) error {
	order, err := x.order(r)
	if err != nil {
		return err
	}
	etag := fmt.Sprintf(`W/"%d-%s-%t-%d"`, order.version.Number, order.format, order.options.WKT, export.Edition)
	if r.Method == http.MethodHead || tagMatches(strings.Join(r.Header.Values("If-None-Match"), ","), etag) {
		order.head(w.Header(), etag)
		if r.Method != http.MethodHead {
			w.WriteHeader(http.StatusNotModified)
		}
		return nil
	}
	address := keyOf(x.server.addressOf(r))
	if !passes(x.begun, address) {
		return errTooMany
	}
	if !x.turns.take(address) {
		return errTooMany
	}
	defer x.turns.giveBack(address)
	ctx, cancel := whileWanted(r.Context())
	defer cancel()
	file, err := x.make(ctx, order)
	if errors.Is(err, errExports) {
		return newProblem(requestOf(r.Context()), kindBusy)
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	if err := sendFile(ctx, w, file, func(h http.Header) { order.head(h, etag) }); err != nil {
		x.server.logger.WarnContext(r.Context(), "export broke off", "layer", order.version.Layer, "version", order.version.Number, "error", err)
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
	return nil
}

// read lets few read at once: each holds a connection to the database. Who sends what was read holds none.
func (x *exports) read(from func() error) error {
	if !x.reading.TryAcquire(1) {
		return errExports
	}
	defer x.reading.Release(1)
	return from()
}

// order takes from the address what somebody asks for.
func (x *exports) order(r *http.Request) (order, error) {
	faults := unknownParameters(r, "format", "version", "wkt")
	query := r.URL.Query()
	o := order{format: export.GeoPackage, named: query.Has("version")}
	if query.Has("format") {
		o.format = export.Format(query.Get("format"))
		if !slices.Contains(export.Formats, o.format) {
			faults = append(faults, parameterFault(r, "format", "wrong_form", "gpkg, geojson, csv"))
		}
	}
	number, err := strconv.ParseInt(query.Get("version"), 10, 64)
	if o.named && (err != nil || number < 1) {
		faults = append(faults, parameterFault(r, "version", "not_integer", nil))
	}
	if o.options.WKT, err = strconv.ParseBool(query.Get("wkt")); query.Has("wkt") && err != nil {
		faults = append(faults, parameterFault(r, "wkt", "wrong_form", "true, false"))
	}
	o.options.WKT = o.options.WKT && o.format == export.CSV
	if len(faults) > 0 {
		return o, newProblem(requestOf(r.Context()), kindInvalidRequest, faults...)
	}
	if o.version, err = x.server.version(r.Context(), tiles.Ref{Layer: pathValue(r, "id"), Version: number}); err != nil {
		return o, fmt.Errorf("layer %q: %w", pathValue(r, "id"), err)
	}
	return o, nil
}

// head writes what is known of the file before it is made.
func (o order) head(h http.Header, etag string) {
	h.Set("Content-Type", o.format.Media())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": export.FileName(o.version, o.format)}))
	h.Set("ETag", etag)
	h.Set("Cache-Control", "no-cache")
	if o.named {
		h.Set("Cache-Control", immutable)
	}
}

// make writes the whole file before a byte of it is sent, so that nobody who reads slowly keeps others from the database,
// and what fails is told as a problem. The file has no name any more: it goes when it is closed.
func (x *exports) make(ctx context.Context, o order) (*os.File, error) {
	folder, err := os.MkdirTemp("", "lupakartta-export-")
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	name := filepath.Join(folder, "layer")
	if err := x.read(func() error { return x.write(ctx, name, o) }); err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return file, nil
}

func (x *exports) write(ctx context.Context, name string, o order) error {
	if o.format == export.GeoPackage {
		return x.exporter.WriteGeoPackage(ctx, name, o.version, o.options)
	}
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return errors.Join(x.exporter.Write(ctx, file, o.version, o.format, o.options), file.Close())
}

// sendFile sends a file as long as somebody wants it.
func sendFile(ctx context.Context, w http.ResponseWriter, file *os.File, head func(http.Header)) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	head(w.Header())
	w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	_, err = io.Copy(patient{ctx, w}, file)
	return err
}

// turns counts the exports under way by address.
type turns struct {
	mu    sync.Mutex
	taken map[string]int
}

func (t *turns) take(address string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[address] >= exportsOfOne {
		return false
	}
	t.taken[address]++
	return true
}

func (t *turns) giveBack(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[address]--; t.taken[address] == 0 {
		delete(t.taken, address)
	}
}

// patient writes to a reader who may be slow, but must go on reading.
type patient struct {
	ctx context.Context //nolint:containedctx // bounds the whole answer, however slowly it is read
	w   http.ResponseWriter
}

func (p patient) Write(data []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	_ = http.NewResponseController(p.w).SetWriteDeadline(time.Now().Add(exportPause)) // without it the server's own holds
	return p.w.Write(data)
}

// whileWanted is a context that outlives the time which other requests have, and ends when the caller goes away.
func whileWanted(request context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(request), exportTime)
	stop := context.AfterFunc(request, func() {
		if errors.Is(request.Err(), context.Canceled) {
			cancel()
		}
	})
	return ctx, func() { stop(); cancel() }
}
