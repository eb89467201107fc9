package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"lupakartta/projects"
	"lupakartta/projects/attachments"
)

// fileTime is how long a file may take to come, and filePause how long nothing of it may.
const (
	fileTime  = 5 * time.Minute
	filePause = 30 * time.Second
)

// filing answers for the files of projects. Their names, purposes and restrictions are fields of the project.
type filing struct {
	*planning
	files *attachments.Store
}

// isProjectFile tells the requests whose bodies are files of projects: larger and slower than others.
func isProjectFile(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, projectPath+"/") && strings.HasSuffix(r.URL.Path, "/files")
}

func (p *planning) fileRoutes() error {
	f := &filing{planning: p}
	if p.Blobs != nil {
		var err error
		f.files, err = attachments.NewStore(attachments.Config{Pool: p.Personal, Blobs: p.Blobs, Projects: p.projects, Scanner: p.Scanner, Log: p.Log})
		if err != nil {
			return err
		}
		p.attachments = f.files
	}
	register(p.Server, huma.Operation{OperationID: "list-file-formats", Method: http.MethodGet, Path: "/api/v1/file-formats", Tags: []string{tagProjects},
		Summary: "Which files a project may have, what for, and how large"}, f.formats)
	register(p.Server, huma.Operation{OperationID: "list-project-files", Method: http.MethodGet, Path: projectPath + "/{id}/files", Tags: []string{tagProjects},
		Summary: "The files of the version that is being written",
		Description: "Name, purpose and order are fields of the project, `/files/{id}`, and saved like the others; null takes a file out of the version, and `/restricted/files.{id}` keeps it to the authorities that it names. " +
			"Its bytes go a day after no version needs them that others saw."}, f.list)
	register(p.Server, huma.Operation{OperationID: "list-case-files", Method: http.MethodGet, Path: casePath + "/{id}/files", Tags: []string{tagProjects},
		Summary: "The files of a shown version that one may see", Description: "For officials of the project's authorities. One that waits for the virus scanner is listed and cannot be read yet."}, f.listShown)
	f.addRoute()
	f.contentRoute("get-project-file", projectPath+"/{id}/files/{file}", "A file of one's own project", f.own)
	f.contentRoute("get-case-file", casePath+"/{id}/files/{file}", "A file of a shown version, as an official", f.shownFile)
	return nil
}

func (f *filing) addRoute() {
	registry := f.api.OpenAPI().Components.Schemas
	answer := &huma.MediaType{Schema: registry.Schema(reflect.TypeFor[AddedFile](), true, "AddedFile")}
	fault := func(doc string) *huma.Response {
		return &huma.Response{Description: doc, Content: map[string]*huma.MediaType{"application/problem+json": {}}}
	}
	f.route(huma.Operation{OperationID: "add-project-file", Method: http.MethodPost, Path: projectPath + "/{id}/files", Tags: []string{tagProjects}, DefaultStatus: http.StatusCreated,
		Summary: "Add a file to a project",
		Description: fmt.Sprintf("The body is the file, at most %d MB; a project's files together %d MB. Its name, the content type that is declared (application/octet-stream where it is not known) and its content must agree, and nothing in it may run: 422 says what is wrong. "+
			"Photos lose what they tell of where and with what they were taken; `removed` says so. It becomes a field of the working version, whose revision is the ETag. With an Idempotency-Key, sending it again gives the same file.", attachments.MaxFile>>20, attachments.MaxProject>>20),
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
			{Name: "name", In: "query", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Description: "What the file is called, with its extension"},
			{Name: "purpose", In: "query", Schema: &huma.Schema{Type: huma.TypeString}, Description: "One of those of list-file-formats"},
			{Name: "lang", In: "query", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"fi", "sv", "en"}}, Description: "Language of the answer"},
			{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: huma.TypeString}},
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{"201": {Description: "The file as it is kept", Content: map[string]*huma.MediaType{"application/json": answer}}, "401": fault("Nobody is signed in"), "404": fault("No such project of one's own"),
			"409": fault("The project is cancelled, or the key was used for another file"), "413": fault("Too large"), "422": fault("It is not what it says, or holds what it must not"), "503": fault("No files are taken in here")},
	}, f.add)
}

func (f *filing) contentRoute(name, path, summary string, open func(*http.Request, uuid.UUID, uuid.UUID) (attachments.Attachment, io.ReadCloser, error)) {
	fault := func(doc string) *huma.Response {
		return &huma.Response{Description: doc, Content: map[string]*huma.MediaType{"application/problem+json": {}}}
	}
	parameters := []*huma.Param{
		{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
		{Name: "file", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
	}
	if strings.HasPrefix(path, casePath) {
		parameters = append(parameters, &huma.Param{Name: "version", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger, Minimum: new(float64(0))}, Description: "An earlier version that was shown; missing: the newest"})
	}
	f.route(huma.Operation{OperationID: name, Method: http.MethodGet, Path: path, Tags: []string{tagProjects}, Summary: summary,
		Description: "To be saved, not to be shown in a page of ours.", Parameters: parameters,
		Responses: map[string]*huma.Response{"200": {Description: "The file", Content: contents()},
			"401": fault("Nobody is signed in"), "404": fault("No such file that one may see"), "409": fault("It is infected, or waits for the virus scanner")},
	}, func(w http.ResponseWriter, r *http.Request) error { return f.send(w, r, open) })
}

// contents are the types as which files are given out.
func contents() map[string]*huma.MediaType {
	types := map[string]*huma.MediaType{}
	for _, f := range attachments.Formats() {
		types[f.MediaType] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	return types
}

// FileItem is a file of a project.
type FileItem struct {
	ID        uuid.UUID         `json:"id"`
	Name      string            `json:"name"`
	Purpose   string            `json:"purpose,omitempty"`
	Format    string            `json:"format" doc:"One of those of list-file-formats"`
	MediaType string            `json:"media_type"`
	Size      int64             `json:"size" doc:"Bytes"`
	Removed   []string          `json:"removed" nullable:"false" enum:"metadata,location,rest" doc:"What was taken out of it before it was kept"`
	State     attachments.State `json:"state" enum:"scanning,clean,unscanned,too_large,infected" doc:"scanning: only the applicant's side reads it yet; unscanned: this service has no virus scanner; too_large: for the scanner, only the applicant's side reads it; infected: it was thrown away"`
	Found     string            `json:"found,omitempty" doc:"What the virus scanner calls it"`
	CreatedAt time.Time         `json:"created_at"`
	Own       bool              `json:"own" doc:"The asker sent it"`
	Path      string            `json:"path" doc:"Where its content is"`
}

func fileItem(a attachments.Attachment, in string) FileItem {
	return FileItem{ID: a.ID, Name: a.Name, Purpose: a.Purpose, Format: a.Format, MediaType: a.MediaType, Size: a.Size, Removed: append([]string{}, a.Removed...), State: a.State, Found: a.Found,
		CreatedAt: a.CreatedAt.UTC(), Own: a.Own, Path: in + "/" + a.ID.String()}
}

// AddedFile is a file that was added, with the revision of the project that has it.
type AddedFile struct {
	File     FileItem `json:"file"`
	Revision int64    `json:"revision" doc:"Of the project; the ETag"`
}

// FileList is the body of a list of files.
type FileList struct {
	Items   []FileItem `json:"items" nullable:"false"`
	Scanned bool       `json:"scanned" doc:"Files are shown to a virus scanner here"`
}

type fileListOutput struct{ Body FileList }

func (f *filing) output(list []attachments.Attachment, in string) *fileListOutput {
	out := &fileListOutput{Body: FileList{Items: []FileItem{}, Scanned: f.files != nil && f.files.Scans()}}
	for _, a := range list {
		out.Body.Items = append(out.Body.Items, fileItem(a, in))
	}
	return out
}

func (f *filing) list(ctx context.Context, in *ProjectInput) (*fileListOutput, error) {
	side, err := f.side(ctx)
	if err != nil || f.files == nil {
		return f.output(nil, ""), err
	}
	list, err := f.files.List(ctx, side, in.ID)
	return f.output(list, filesOf(projectPath, in.ID)), err
}

func (f *filing) listShown(ctx context.Context, in *shownInput) (*fileListOutput, error) {
	if f.files == nil {
		return f.output(nil, ""), nil
	}
	list, err := f.files.ListShown(ctx, f.actor(ctx), "list-case-files", in.ID, in.Version)
	return f.output(list, filesOf(casePath, in.ID)), err
}

func filesOf(path string, project uuid.UUID) string { return path + "/" + project.String() + "/files" }

// FileFormats is which files a project may have.
type FileFormats struct {
	Formats  []FileFormat  `json:"formats" nullable:"false"`
	Purposes []FilePurpose `json:"purposes" nullable:"false"`
	Most     int64         `json:"most" doc:"Bytes of all files of a project"`
	Scanned  bool          `json:"scanned" doc:"Files are shown to a virus scanner here"`
}

// FileFormat is a sort of file that is taken in.
type FileFormat struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	MediaType  string   `json:"media_type"`
	Extensions []string `json:"extensions" nullable:"false"`
	Most       int64    `json:"most" doc:"Bytes"`
}

// FilePurpose is what a file may be for.
type FilePurpose struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type formatsOutput struct{ Body FileFormats }

func (f *filing) formats(ctx context.Context, _ *LangInput) (*formatsOutput, error) {
	lang := langOf(ctx)
	out := &formatsOutput{Body: FileFormats{Most: attachments.MaxProject, Scanned: f.files != nil && f.files.Scans()}}
	for _, format := range attachments.Formats() {
		out.Body.Formats = append(out.Body.Formats, FileFormat{format.Code, format.Name.In(lang), format.MediaType, format.Extensions, int64(format.Megabytes) << 20})
	}
	for _, purpose := range attachments.Purposes() {
		out.Body.Purposes = append(out.Body.Purposes, FilePurpose{purpose.Code, purpose.Name.In(lang)})
	}
	return out, nil
}

// add takes a file in. It lies on the disk, without a name, until it is whole: a slow sender takes no memory.
func (f *filing) add(w http.ResponseWriter, r *http.Request) error {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		return errNoRoute
	}
	if f.files == nil {
		return newProblem(requestOf(r.Context()), kindNoUploads)
	}
	ctx, cancel := context.WithTimeout(r.Context(), fileTime)
	defer cancel()
	side, err := f.side(ctx)
	if err != nil {
		return err
	}
	if _, err := f.projects.Get(ctx, side, id); err != nil {
		return err // nobody sends 25 MB to hear it
	}
	name := r.URL.Query().Get("name")
	if name == "" {
		return badParameters(ctx, "required", "name")
	}
	file, size, err := f.receive(ctx, w, r)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	added, project, err := f.files.Add(ctx, side, "add-project-file", id, attachments.Upload{Name: name, Declared: r.Header.Get("Content-Type"), Purpose: r.URL.Query().Get("purpose"),
		Key: r.Header.Get("Idempotency-Key"), Content: file, Size: size})
	if err != nil {
		return f.fileError(ctx, err)
	}
	item := fileItem(added, filesOf(projectPath, id))
	w.Header().Set("ETag", versionTag(project.Revision))
	w.Header().Set("Location", item.Path)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	return json.NewEncoder(w).Encode(AddedFile{File: item, Revision: project.Revision})
}

// receive writes the body into a file that has no name any more.
func (f *filing) receive(ctx context.Context, w http.ResponseWriter, r *http.Request) (*os.File, int64, error) {
	file, err := os.CreateTemp("", "lupakartta-file-")
	if err != nil {
		return nil, 0, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	size, err := io.Copy(file, arriving{ctx, r.Body, http.NewResponseController(w)})
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, size, nil
}

// arriving reads a body from a sender who may be slow, but must go on sending.
type arriving struct {
	ctx     context.Context //nolint:containedctx // bounds the whole body, however slowly it comes
	body    io.Reader
	control *http.ResponseController
}

func (a arriving) Read(data []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	_ = a.control.SetReadDeadline(time.Now().Add(filePause)) // without it the server's own holds
	_ = a.control.SetWriteDeadline(time.Now().Add(2 * filePause))
	return a.body.Read(data)
}

func (f *filing) own(r *http.Request, project, file uuid.UUID) (attachments.Attachment, io.ReadCloser, error) {
	side, err := f.side(r.Context())
	if err != nil {
		return attachments.Attachment{}, nil, err
	}
	return f.files.Open(context.WithoutCancel(r.Context()), side, project, file)
}

func (f *filing) shownFile(r *http.Request, project, file uuid.UUID) (attachments.Attachment, io.ReadCloser, error) {
	version := 0
	if text := r.URL.Query().Get("version"); text != "" {
		var err error
		if version, err = strconv.Atoi(text); err != nil || version < 0 {
			return attachments.Attachment{}, nil, badParameters(r.Context(), "invalid_value", "version")
		}
	}
	return f.files.OpenShown(context.WithoutCancel(r.Context()), f.actor(r.Context()), "get-case-file", project, version, file)
}

// send gives a file out to be saved: no browser runs or shows it as part of a page of ours, whatever it holds.
func (f *filing) send(w http.ResponseWriter, r *http.Request, open func(*http.Request, uuid.UUID, uuid.UUID) (attachments.Attachment, io.ReadCloser, error)) error {
	project, err := uuid.Parse(chi.URLParam(r, "id"))
	file, err2 := uuid.Parse(chi.URLParam(r, "file"))
	if err != nil || err2 != nil {
		return errNoRoute
	}
	if f.files == nil {
		return newProblem(requestOf(r.Context()), kindNoUploads)
	}
	a, content, err := open(r, project, file)
	if err != nil {
		return f.fileError(r.Context(), err)
	}
	defer func() { _ = content.Close() }()
	h := w.Header()
	h.Set("Content-Type", a.MediaType)
	h.Set("Content-Length", strconv.FormatInt(a.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.FileName()}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if r.Method == http.MethodHead {
		return nil
	}
	ctx, cancel := whileWanted(r.Context())
	defer cancel()
	if _, err := io.Copy(patient{ctx, w}, content); err != nil {
		panic(http.ErrAbortHandler) // the head is sent: all that is left is to break off
	}
	return nil
}

// fileError makes problems of what only files know.
func (f *filing) fileError(ctx context.Context, err error) error {
	request := requestOf(ctx)
	for target, code := range map[error]string{attachments.ErrKeyUsed: "key_used", attachments.ErrBusy: "file_busy", attachments.ErrScanning: "file_scanning", attachments.ErrTooLarge: "file_unscannable", attachments.ErrInfected: "file_infected", projects.ErrCancelled: "project_cancelled"} {
		if errors.Is(err, target) {
			return newProblem(request, kindConflict, Fault{Code: code, Detail: text(request.lang, "fault."+code, nil)})
		}
	}
	return f.projectError(ctx, err)
}
