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

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"golang.org/x/sync/semaphore"

	"lupakartta/checks"
	"lupakartta/checks/batches"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// filesAtOnce is how many files of batches are written at once; whoever comes then is asked to try again.
const filesAtOnce = 2

// exportRoute adds taking a batch away to the list of routes.
func (b *batching) exportRoute() {
	b.writing = semaphore.NewWeighted(filesAtOnce)
	content := map[string]*huma.MediaType{}
	var formats []any
	for _, f := range batches.Formats {
		content[f.Media()] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		formats = append(formats, string(f))
	}
	fault := func(doc string) *huma.Response {
		return &huma.Response{Description: doc, Content: map[string]*huma.MediaType{"application/problem+json": {}}}
	}
	b.route(huma.Operation{OperationID: "export-batch", Method: http.MethodGet, Path: batchPath + "/{id}/export", Tags: []string{tagChecks},
		Summary: "A check of many places as a file",
		Description: "GeoJSON: a feature for each row with its own columns, the worst that was found, counts and findings (`check_…`), and what it rests on in the member `check`. XLSX: the sheets places, findings and basis. " +
			"In the language that is asked for. Rules that found nothing are left out of the findings unless `whole` is true. A batch under way gives what there is.",
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}, Description: "The batch"},
			{Name: "format", In: "query", Schema: &huma.Schema{Type: huma.TypeString, Enum: formats, Default: string(batches.FormatGeoJSON)}, Description: "Form of the file"},
			{Name: "whole", In: "query", Schema: &huma.Schema{Type: huma.TypeBoolean}, Description: "Also rules that found nothing"},
			{Name: "lang", In: "query", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"fi", "sv", "en"}}, Description: "Language of the file"},
		},
		Responses: map[string]*huma.Response{
			"200": {Description: "The file", Content: content}, "400": fault("Unknown format or query parameter"), "401": fault("Nobody is signed in"),
			"404": fault("No such batch of one's own"), "503": fault("Too many files are being written, or the database is away"),
		}}, b.export)
}

func (b *batching) export(w http.ResponseWriter, r *http.Request) error {
	format, export, err := b.fileOrder(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", format.Media())
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": export.FileName(format)}))
	if r.Method == http.MethodHead {
		return nil
	}
	ctx, cancel := whileWanted(r.Context())
	defer cancel()
	file, err := b.write(ctx, b.actor(r.Context()), format, export)
	if err != nil {
		for _, name := range []string{"Content-Type", "Content-Disposition"} {
			w.Header().Del(name)
		}
		if errors.Is(err, errExports) {
			return newProblem(requestOf(r.Context()), kindBusy)
		}
		return err
	}
	defer func() { _ = file.Close() }()
	if err := sendFile(ctx, w, file, func(http.Header) {}); err != nil {
		b.logger.WarnContext(r.Context(), "export broke off", "batch", export.Batch.ID, "error", err)
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
	return nil
}

// fileOrder takes from the address what somebody asks for.
func (b *batching) fileOrder(r *http.Request) (format batches.Format, e batches.Export, err error) {
	found := unknownParameters(r, "format", "whole", "lang")
	query := r.URL.Query()
	if format = batches.FormatGeoJSON; query.Has("format") {
		if format = batches.Format(query.Get("format")); !slices.Contains(batches.Formats, format) {
			found = append(found, parameterFault(r, "format", "wrong_form", "geojson, xlsx"))
		}
	}
	if query.Has("whole") {
		if e.Whole, err = strconv.ParseBool(query.Get("whole")); err != nil {
			found = append(found, parameterFault(r, "whole", "wrong_form", "true, false"))
		}
	}
	if len(found) > 0 {
		return format, e, newProblem(requestOf(r.Context()), kindInvalidRequest, found...)
	}
	id, err := uuid.Parse(pathValue(r, "id"))
	if err != nil {
		return format, e, fmt.Errorf("batch %.40q: %w", pathValue(r, "id"), batches.ErrNotFound)
	}
	e.Lang = langOf(r.Context())
	e.Words = func(f batches.Fault) string { return text(e.Lang, "fault."+f.Code, f.Values) }
	e.Layer = func(ref checks.LayerRef) (string, string) { return b.layerWords(ref, e.Lang) }
	e.Batch, err = b.store.Get(r.Context(), b.actor(r.Context()), id)
	if v, ok := b.Catalogue.Version(e.Batch.Layer, e.Batch.Version); ok {
		e.Batch.Name = v.Recipe.Title.In(e.Lang)
	}
	return format, e, err
}

func (b *batching) layerWords(ref checks.LayerRef, lang i18n.Lang) (title, dataDate string) {
	l := b.layersOf(checks.Basis{Layers: []checks.LayerRef{ref}}, lang)[0]
	return l.Title, l.DataDate
}

// write writes the whole file before a byte of it is sent, so that what fails is told as a problem. The file has no name any
// more: it goes when it is closed.
func (b *batching) write(ctx context.Context, actor identity.Actor, format batches.Format, e batches.Export) (*os.File, error) {
	if !b.writing.TryAcquire(1) {
		return nil, errExports
	}
	defer b.writing.Release(1)
	folder, err := os.MkdirTemp("", "lupakartta-export-")
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	file, err := os.Create(filepath.Join(folder, "batch"))
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	e.Folder = folder
	if err = b.store.Write(ctx, actor, file, format, e); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
