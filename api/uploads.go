package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	"golang.org/x/exp/slog"

	"lupakartta/internal/faults"
	"lupakartta/layers/imports"
)

// uploadsPath is where registrars send files: tus 1.0 with creation, creation-with-upload and termination
// (https://tus.io/protocols/resumable-upload).
const uploadsPath = "/api/v1/uploads"

// chunkType is the content type of a piece of a file; the protocol answers 415 to any other.
const chunkType = "application/offset+octet-stream"

// uploading takes files in. The protocol is tusd's; who may, and whose an upload is, is decided before it is asked.
type uploading struct {
	*Server
	store *imports.Uploads
	tus   *handler.UnroutedHandler
}

func (s *Server) uploadRoutes() error {
	u := &uploading{Server: s, store: imports.NewUploads(s.Personal, s.Uploads)}
	composer := handler.NewStoreComposer()
	composer.UseCore(filestore.New(s.Uploads.Path))
	composer.UseLocker(&uploadLocker{memorylocker.New(), s.Uploads})
	var err error
	u.tus, err = handler.NewUnroutedHandler(handler.Config{
		StoreComposer: composer, MaxSize: imports.MaxUpload, BasePath: uploadsPath + "/", DisableDownload: true, DisableTermination: true,
		Cors: &handler.CorsConfig{Disable: true}, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), PreUploadCreateCallback: called,
	})
	if err != nil {
		return err
	}
	op := func(name, method, path, summary string) huma.Operation {
		var parameters []*huma.Param
		if path != uploadsPath {
			parameters = []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}}}
		}
		return huma.Operation{OperationID: name, Method: method, Path: path, Tags: []string{tagImports}, Summary: summary, Parameters: parameters,
			Description: "The protocol is tus 1.0 (https://tus.io/protocols/resumable-upload). An upload is there for its sender alone, and 24 hours after its last byte no more."}
	}
	s.route(op("begin-upload", http.MethodPost, uploadsPath, "Begin to send a file: Upload-Length, and Upload-Metadata with filename and, for registrars of several, authority"), u.begin)
	s.route(op("get-upload", http.MethodHead, uploadsPath+"/{id}", "How much of a file has come"), u.head)
	s.route(op("continue-upload", http.MethodPatch, uploadsPath+"/{id}", "Send more of a file"), u.patch)
	s.route(op("drop-upload", http.MethodDelete, uploadsPath+"/{id}", "Give an upload up"), u.drop)
	return nil
}

// isUpload tells the requests whose bodies may be large and slow: they are bounded by what their sender announced.
func isUpload(r *http.Request) bool {
	switch r.Method {
	case http.MethodPatch:
		return strings.HasPrefix(r.URL.Path, uploadsPath+"/")
	case http.MethodPost:
		return r.URL.Path == uploadsPath
	}
	return false
}

type uploadKey struct{}

// called gives the file that tusd makes the id under which the upload was written down, and nothing from the sender.
func called(event handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	id, ok := event.Context.Value(uploadKey{}).(uuid.UUID)
	if !ok {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, handler.ErrNotImplemented
	}
	return handler.HTTPResponse{}, handler.FileInfoChanges{ID: id.String(), MetaData: handler.MetaData{}}, nil
}

// begin writes the upload down and lets tusd make its file.
func (u *uploading) begin(w http.ResponseWriter, r *http.Request) error {
	if u.Uploads.ID == uuid.Nil {
		return newProblem(requestOf(r.Context()), kindNoUploads)
	}
	size, err := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	switch {
	case err == nil && size == 0:
		return badParameters(r.Context(), "empty_file", "Upload-Length")
	case err != nil || size < 0:
		return badParameters(r.Context(), "invalid_value", "Upload-Length")
	case size > imports.MaxUpload:
		return newProblem(requestOf(r.Context()), kindUploadTooLarge)
	}
	meta := handler.ParseMetadataHeader(r.Header.Get("Upload-Metadata"))
	info, err := u.store.Begin(r.Context(), u.actor(r.Context()), meta["authority"], meta["filename"], size)
	var found faults.Faults
	if errors.As(err, &found) {
		return badParameters(r.Context(), found[0].Code, "Upload-Metadata")
	}
	if err != nil {
		return importError(r.Context(), err)
	}
	out := &tusWriter{ResponseWriter: w}
	u.serve(out, r.WithContext(context.WithValue(r.Context(), uploadKey{}, info.ID)), u.tus.PostFile)
	u.note(r.Context(), info.ID)
	if out.refused != 0 {
		return errors.Join(tusProblem(r.Context(), out.refused), u.store.Drop(context.WithoutCancel(r.Context()), u.actor(r.Context()), info.ID))
	}
	return nil
}

func (u *uploading) head(w http.ResponseWriter, r *http.Request) error {
	return u.own(w, r, u.tus.HeadFile)
}

func (u *uploading) patch(w http.ResponseWriter, r *http.Request) error {
	return u.own(w, r, u.tus.PatchFile)
}

// own lets tusd answer about an upload of the actor's.
func (u *uploading) own(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) error {
	info, err := u.find(r)
	if err != nil {
		return err
	}
	defer u.note(r.Context(), info.ID) // also when it is asked for: what was written down last may have been lost with its instance
	if r.Method == http.MethodPatch {
		if r.Header.Get("Content-Type") != chunkType {
			return newProblem(requestOf(r.Context()), kindUploadMediaType)
		}
		enough, err := u.Uploads.HasRoom(info.Size - info.Received)
		if err == nil && !enough {
			err = imports.ErrNoRoom
		}
		if err != nil {
			return importError(r.Context(), err)
		}
	}
	out := &tusWriter{ResponseWriter: w}
	u.serve(out, r, answer)
	if out.refused != 0 {
		return tusProblem(r.Context(), out.refused)
	}
	return nil
}

func (u *uploading) find(r *http.Request) (imports.UploadInfo, error) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		return imports.UploadInfo{}, errNoRoute
	}
	return u.store.Find(r.Context(), u.actor(r.Context()), id)
}

func (u *uploading) drop(w http.ResponseWriter, r *http.Request) error {
	info, err := u.find(r)
	if err == nil {
		err = u.store.Drop(r.Context(), u.actor(r.Context()), info.ID)
	}
	if err != nil {
		return importError(r.Context(), err)
	}
	w.Header().Set("Tus-Resumable", "1.0.0")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// serve hands the request to tusd, without the ways round the list of routes that it knows.
func (u *uploading) serve(w *tusWriter, r *http.Request, answer http.HandlerFunc) {
	defer w.end()
	for _, name := range []string{"X-HTTP-Method-Override", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Upload-Concat", "Upload-Defer-Length"} {
		r.Header.Del(name)
	}
	at := *r.URL // tusd wants the address within its own
	at.Path, at.RawPath = strings.TrimPrefix(at.Path, uploadsPath), ""
	r = r.WithContext(r.Context())
	r.URL = &at
	u.tus.Middleware(answer).ServeHTTP(w, r)
}

// note writes down how much has come, also when the sender has gone meanwhile.
func (u *uploading) note(ctx context.Context, id uuid.UUID) {
	file, err := os.Stat(u.Uploads.File(id))
	if err != nil {
		return // it was given up
	}
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), logPatience)
	defer cancel()
	if err := u.store.Received(noting, id, file.Size()); err != nil {
		u.Log.WarnContext(ctx, "the progress of an upload was not noted", "upload", id, "error", err)
	}
}

// tusWriter keeps tusd's refusals back, for which the service has its own form, and makes the address of a new upload one
// of this server, whatever people call that. Tusd still sets deadlines when the answer is over (another request has taken
// the upload): those would fall on whatever the connection carries next, so they are let go.
type tusWriter struct {
	http.ResponseWriter
	refused int // status; 0: not

	mu   sync.Mutex
	over bool
}

// SetReadDeadline is what http.ResponseController looks for.
func (w *tusWriter) SetReadDeadline(at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return nil
	}
	return http.NewResponseController(w.ResponseWriter).SetReadDeadline(at)
}

// SetWriteDeadline is what http.ResponseController looks for.
func (w *tusWriter) SetWriteDeadline(at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return nil
	}
	return http.NewResponseController(w.ResponseWriter).SetWriteDeadline(at)
}

// end lets go of the connection.
func (w *tusWriter) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
}

// WriteHeader implements http.ResponseWriter.
func (w *tusWriter) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		w.refused = status
		for _, name := range []string{"Content-Type", "Content-Length", "Location"} {
			w.Header().Del(name)
		}
		return
	}
	if location, err := url.Parse(w.Header().Get("Location")); err == nil && location.Path != "" {
		w.Header().Set("Location", location.Path)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *tusWriter) Write(data []byte) (int, error) {
	if w.refused != 0 {
		return len(data), nil
	}
	return w.ResponseWriter.Write(data)
}

// tusProblem is the problem that a refusal of tusd's is. Clients of the protocol go by the status.
func tusProblem(ctx context.Context, status int) error {
	k := kindInternal
	switch status {
	case http.StatusBadRequest:
		k = kindInvalidRequest
	case http.StatusNotFound:
		k = kindNotFound
	case http.StatusConflict, http.StatusLocked:
		k = kindConflict
	case http.StatusPreconditionFailed:
		k = kindUploadProtocol
	case http.StatusRequestEntityTooLarge:
		k = kindUploadTooLarge
	case http.StatusRequestTimeout:
		k = kindRequestTimeout
	}
	p := newProblem(requestOf(ctx), k)
	if k == kindInternal && status < http.StatusInternalServerError {
		p = newProblem(requestOf(ctx), kindInvalidRequest)
	}
	return p
}
