package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/imports"
	"lupakartta/layers/source"
)

const tagImports = "Imports"

// importing answers registrars who import layers.
type importing struct {
	*Server
	orders *imports.Orders
}

// importRoutes adds imports, uploads and sources to the list of routes.
func (s *Server) importRoutes() error {
	orders, err := imports.NewOrders(s.Personal)
	if err != nil {
		return err
	}
	i := &importing{s, orders}
	register(s, huma.Operation{OperationID: "start-import", Method: http.MethodPost, Path: "/api/v1/imports", Tags: []string{tagImports}, DefaultStatus: http.StatusAccepted,
		Summary: "Import an upload or an address into new versions of layers",
		Description: "For registrars. The import goes on by itself; ask for it to see how far it is. Without parts, recipes that know the file by its name decide what its layers become; " +
			"what nobody knows is asked for in state choosing. A new layer is kept by the authority, and no version is shown before it is published."}, i.start)
	register(s, huma.Operation{OperationID: "list-imports", Method: http.MethodGet, Path: "/api/v1/imports", Tags: []string{tagImports},
		Summary: "Imports of one's authorities, the newest first"}, i.list)
	register(s, huma.Operation{OperationID: "get-import", Method: http.MethodGet, Path: "/api/v1/imports/{id}", Tags: []string{tagImports},
		Summary: "How far an import is, what it asks for, or how it ended"}, i.get)
	register(s, huma.Operation{OperationID: "choose-import", Method: http.MethodPost, Path: "/api/v1/imports/{id}/choice", Tags: []string{tagImports}, DefaultStatus: http.StatusAccepted,
		Summary: "Say what the file does not, and let the import go on", Description: "What is sent replaces everything that was chosen before. An import that does not ask: 409."}, i.choose)
	register(s, huma.Operation{OperationID: "cancel-import", Method: http.MethodPost, Path: "/api/v1/imports/{id}/cancel", Tags: []string{tagImports}, DefaultStatus: http.StatusAccepted,
		Summary: "Stop an import; nothing of it stays", Description: "One that is at work ends within seconds. One that has ended: 409."}, i.cancel)
	s.sourceRoutes(i)
	return s.uploadRoutes()
}

// ImportItem is an import as registrars of its authority see it.
type ImportItem struct {
	ID        uuid.UUID       `json:"id"`
	Authority *AuthorityRef   `json:"authority,omitempty" doc:"In whose office"`
	Scheduled bool            `json:"scheduled" doc:"The source's schedule ordered it, not a person"`
	Kind      string          `json:"kind" enum:"upload,address"`
	Name      string          `json:"name" doc:"Of the file" example:"pohjavesialueet.gpkg"`
	Address   string          `json:"address,omitempty"`
	Upload    *uuid.UUID      `json:"upload,omitempty"`
	Layer     string          `json:"layer,omitempty" doc:"The layer whose source is refreshed"`
	State     imports.State   `json:"state" enum:"queued,fetching,reading,choosing,waiting,done,failed,cancelled" doc:"waiting: its versions wait for approval. waiting, done, failed and cancelled are the end"`
	Options   ImportOptions   `json:"options"`
	Choices   *ImportChoices  `json:"choices,omitempty" doc:"In state choosing"`
	Progress  ImportProgress  `json:"progress"`
	Reports   []ImportSummary `json:"reports" nullable:"false" doc:"One per layer. The whole report stands with the version"`
	Failure   *ImportFailure  `json:"failure,omitempty" doc:"In state failed"`
	CreatedAt time.Time       `json:"created_at"`
	ChangedAt time.Time       `json:"changed_at"`
	StartedAt *time.Time      `json:"started_at,omitempty"`
	EndedAt   *time.Time      `json:"ended_at,omitempty"`
}

// ImportOptions are what is chosen about a file.
type ImportOptions struct {
	Service string       `json:"service,omitempty" maxLength:"500" doc:"Of an address that is a service (WFS, OGC API Features): the layer of it"`
	Parts   []ImportPart `json:"parts,omitempty" maxItems:"100" nullable:"false" doc:"Layers of the file and what they become; empty: as recipes that know the file by its name say"`
}

// ImportPart is one layer of the file and what it becomes: either recipe or new.
type ImportPart struct {
	Layer    string       `json:"layer,omitempty" maxLength:"500" doc:"In the file; empty where it is one"`
	Recipe   string       `json:"recipe,omitempty" maxLength:"63" doc:"Id of a layer that is known" example:"groundwater_areas"`
	New      *ImportLayer `json:"new,omitempty"`
	CRS      string       `json:"crs,omitempty" maxLength:"20" doc:"Instead of what the file says" example:"EPSG:3067"`
	Encoding string       `json:"encoding,omitempty" maxLength:"40" doc:"Where the file does not say" example:"ISO-8859-1"`
	X        string       `json:"x,omitempty" maxLength:"200" doc:"Tables: column of easting or longitude"`
	Y        string       `json:"y,omitempty" maxLength:"200"`
	WKT      string       `json:"wkt,omitempty" maxLength:"200" doc:"Tables: column of geometry as text, instead of x and y"`
}

// ImportLayer describes a layer that no recipe knows. It claims to cover nothing, so nothing is ever said to be absent.
type ImportLayer struct {
	ID          string `json:"id" maxLength:"63" pattern:"^[a-z][a-z0-9_]*$" example:"springs"`
	Theme       string `json:"theme" maxLength:"63" doc:"One of the themes that rules know" example:"groundwater"`
	Title       Texts  `json:"title"`
	Key         string `json:"key,omitempty" maxLength:"200" doc:"Attribute by which the register tells its features apart"`
	Publisher   *Texts `json:"publisher,omitempty"`
	Attribution string `json:"attribution" maxLength:"500"`
	Licence     string `json:"licence" maxLength:"200" example:"CC BY 4.0"`
	DataDate    string `json:"data_date,omitempty" format:"date"`
}

// ImportChoices are what can be chosen.
type ImportChoices struct {
	Need    imports.Need      `json:"need" enum:"recipe,layer,crs,columns"`
	Part    int               `json:"part" doc:"Index of the part that asks"`
	Layers  []ImportFileLayer `json:"layers" nullable:"false" doc:"What the file holds"`
	Service []ImportFileLayer `json:"service" nullable:"false" doc:"What the service at the address has; options.service names one"`
	Recipes []ImportRecipe    `json:"recipes" nullable:"false" doc:"Layers that the authority keeps, and known ones that would be new"`
	Detail  string            `json:"detail,omitempty" doc:"What the reader said, in English"`

	Columns   []string `json:"columns" nullable:"false" doc:"Need columns: those of the table"`
	Declared  string   `json:"declared,omitempty" example:"EPSG:4326" doc:"Need crs: the reference system that was declared, where the coordinates cannot be in it"`
	LooksLike string   `json:"looks_like,omitempty" example:"EPSG:3067" doc:"Need crs: the one that the coordinates look like instead"`
}

// ImportFileLayer is a layer in a file or of a service.
type ImportFileLayer struct {
	Name     string `json:"name"`
	Title    string `json:"title,omitempty"`
	CRS      string `json:"crs,omitempty"`
	Geometry string `json:"geometry,omitempty"`
	Features *int64 `json:"features,omitempty"`
}

// ImportRecipe is a layer that a part can become.
type ImportRecipe struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	Theme layers.Theme `json:"theme,omitempty"`
}

// ImportProgress is how far an import has come.
type ImportProgress struct {
	Step      string  `json:"step,omitempty" enum:"fetching,reading,validating,comparing,publishing,finished,unchanged" example:"reading"`
	Layer     string  `json:"layer,omitempty"`
	Read      int64   `json:"read" doc:"Features"`
	Total     int64   `json:"total,omitempty" doc:"Features; missing: not known"`
	Bytes     int64   `json:"bytes,omitempty" doc:"Fetched"`
	Size      int64   `json:"size,omitempty" doc:"Bytes to fetch; missing: not known"`
	PerSecond float64 `json:"per_second" doc:"Features, or bytes while it is fetched"`
}

// ImportSummary is what became of one layer.
type ImportSummary struct {
	Layer    string        `json:"layer"`
	Title    string        `json:"title" doc:"As people read it"`
	Version  int64         `json:"version"`
	Read     int64         `json:"read"`
	Imported int64         `json:"imported"`
	Repaired int           `json:"repaired"`
	Refused  int           `json:"refused"`
	Warnings []source.Note `json:"warnings" nullable:"false" doc:"The first of them"`
	Seconds  float64       `json:"seconds"`
}

// ImportFailure is why something failed.
type ImportFailure struct {
	Code   string `json:"code" example:"format"`
	Text   string `json:"text"`
	Detail string `json:"detail,omitempty" doc:"For whoever wants to know more, in English"`
}

func failureOf(f *imports.Failure, lang i18n.Lang) *ImportFailure {
	if f == nil {
		return nil
	}
	return &ImportFailure{Code: f.Code, Text: text(lang, "import."+f.Code, nil), Detail: f.Detail}
}

func (i *importing) item(imp imports.Import, lang i18n.Lang) ImportItem {
	item := ImportItem{ID: imp.ID, Scheduled: imp.Party == uuid.Nil, Kind: imp.Kind, Name: imp.Name, Address: imp.Address, Layer: imp.Layer, State: imp.State,
		Options: optionsOf(imp.Options), Choices: i.choices(imp.Choices, lang), Progress: ImportProgress(imp.Progress), Reports: []ImportSummary{}, Failure: failureOf(imp.Failure, lang),
		CreatedAt: imp.CreatedAt.UTC(), ChangedAt: imp.ChangedAt.UTC(), StartedAt: utc(imp.StartedAt), EndedAt: utc(imp.EndedAt)}
	if imp.Authority.ID != uuid.Nil {
		item.Authority = &AuthorityRef{Code: imp.Authority.Code, Name: imp.Authority.Name.In(lang)}
	}
	if imp.Upload != uuid.Nil {
		item.Upload = &imp.Upload
	}
	for _, report := range imp.Reports {
		report.Warnings = source.Notes(report.Warnings, lang)
		title := cmp.Or(imp.Titles[report.Layer].In(lang), report.Layer)
		item.Reports = append(item.Reports, ImportSummary{report.Layer, title, report.Version, report.Read, report.Imported, report.Repaired, report.Refused, report.Warnings, report.Seconds})
	}
	return item
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := t.UTC()
	return &at
}

func (i *importing) choices(c *imports.Choices, lang i18n.Lang) *ImportChoices {
	if c == nil {
		return nil
	}
	choices := &ImportChoices{Need: c.Need, Part: c.Part, Layers: fileLayers(c.Layers), Service: fileLayers(c.Service), Recipes: []ImportRecipe{}, Detail: c.Detail,
		Columns: append([]string{}, c.Columns...), Declared: c.Declared, LooksLike: c.LooksLike}
	for _, id := range c.Recipes {
		choices.Recipes = append(choices.Recipes, i.recipe(id, lang))
	}
	return choices
}

// recipe names a layer that is published, or one that comes with the program.
func (i *importing) recipe(id string, lang i18n.Lang) ImportRecipe {
	if l, ok := i.Catalogue.Layer(id); ok {
		return ImportRecipe{ID: id, Title: l.Version.Recipe.Title.In(lang), Theme: l.Theme}
	}
	known := layers.Recipes()
	if at := slices.IndexFunc(known, func(r layers.Recipe) bool { return r.ID == id }); at >= 0 {
		return ImportRecipe{ID: id, Title: known[at].Title.In(lang), Theme: known[at].Theme}
	}
	return ImportRecipe{ID: id, Title: id}
}

func fileLayers(found []imports.FileLayer) []ImportFileLayer {
	list := []ImportFileLayer{}
	for _, l := range found {
		item := ImportFileLayer{Name: l.Name, Title: l.Title, CRS: l.CRS, Geometry: l.Geometry}
		if l.Features >= 0 {
			item.Features = &l.Features
		}
		list = append(list, item)
	}
	return list
}

func optionsOf(o imports.Options) ImportOptions {
	options := ImportOptions{Service: o.Service}
	for _, p := range o.Parts {
		part := ImportPart{Layer: p.Layer, Recipe: p.Recipe, CRS: p.CRS, Encoding: p.Encoding, X: p.X, Y: p.Y, WKT: p.WKT}
		if n := p.New; n != nil {
			part.New = &ImportLayer{ID: n.ID, Theme: string(n.Theme), Title: Texts(n.Title), Key: n.Key, Publisher: textsOf(n.Publisher),
				Attribution: n.Attribution, Licence: n.Licence, DataDate: n.DataDate}
		}
		options.Parts = append(options.Parts, part)
	}
	return options
}

func (o ImportOptions) read() imports.Options {
	options := imports.Options{Service: o.Service}
	for _, p := range o.Parts {
		part := imports.Part{Layer: p.Layer, Recipe: p.Recipe, CRS: p.CRS, Encoding: p.Encoding, X: p.X, Y: p.Y, WKT: p.WKT}
		if n := p.New; n != nil {
			part.New = &imports.NewLayer{ID: n.ID, Theme: layers.Theme(n.Theme), Title: n.Title.read(), Key: n.Key, Publisher: n.Publisher.read(),
				Attribution: n.Attribution, Licence: n.Licence, DataDate: n.DataDate}
		}
		options.Parts = append(options.Parts, part)
	}
	return options
}

type startImportInput struct {
	LangInput
	Body struct {
		Authority string        `json:"authority,omitempty" maxLength:"63" doc:"Code of the authority in whose office; needed by registrars of several"`
		Upload    *uuid.UUID    `json:"upload,omitempty" doc:"Id of a whole upload; either this or address"`
		Address   string        `json:"address,omitempty" maxLength:"4096" example:"https://register.example/wfs"`
		Options   ImportOptions `json:"options,omitzero"`
	}
}

type importOutput struct {
	Location string `header:"Location"`
	Body     ImportItem
}

func (i *importing) output(ctx context.Context, imp imports.Import) *importOutput {
	return &importOutput{Location: "/api/v1/imports/" + imp.ID.String(), Body: i.item(imp, langOf(ctx))}
}

func (i *importing) start(ctx context.Context, in *startImportInput) (*importOutput, error) {
	order := imports.Order{Authority: in.Body.Authority, Address: in.Body.Address, Options: in.Body.Options.read()}
	if in.Body.Upload != nil {
		order.Upload = *in.Body.Upload
	}
	imp, err := i.orders.Start(ctx, i.actor(ctx), order)
	if err != nil {
		return nil, importError(ctx, err)
	}
	return i.output(ctx, imp), nil
}

type listImportsInput struct {
	LangInput
	Limit  int       `query:"limit" default:"20" minimum:"1" maximum:"100"`
	Before uuid.UUID `query:"before" doc:"Id of the last of the page before"`
}

// ImportList is a page of imports.
type ImportList struct {
	Items []ImportItem `json:"items" nullable:"false"`
	Next  string       `json:"next,omitempty" doc:"before of the next page; missing on the last"`
}

type importsOutput struct {
	Link string `header:"Link"`
	Body ImportList
}

func (i *importing) list(ctx context.Context, in *listImportsInput) (*importsOutput, error) {
	found, err := i.orders.List(ctx, i.actor(ctx), in.Before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &importsOutput{Body: ImportList{Items: []ImportItem{}}}
	for _, imp := range found[:min(len(found), in.Limit)] {
		out.Body.Items = append(out.Body.Items, i.item(imp, langOf(ctx)))
	}
	if len(found) > in.Limit {
		out.Body.Next = found[in.Limit-1].ID.String()
		out.Link = fmt.Sprintf(`</api/v1/imports?%s>; rel="next"`, url.Values{"before": {out.Body.Next}, "limit": {fmt.Sprint(in.Limit)}}.Encode())
	}
	return out, nil
}

// ImportInput names an import.
type ImportInput struct {
	LangInput
	ID uuid.UUID `path:"id"`
}

func (i *importing) get(ctx context.Context, in *ImportInput) (*importOutput, error) {
	imp, err := i.orders.Get(ctx, i.actor(ctx), in.ID)
	if err != nil {
		return nil, importError(ctx, err)
	}
	return i.output(ctx, imp), nil
}

type chooseInput struct {
	ImportInput
	Body ImportOptions
}

func (i *importing) choose(ctx context.Context, in *chooseInput) (*importOutput, error) {
	imp, err := i.orders.Choose(ctx, i.actor(ctx), in.ID, in.Body.read())
	if err != nil {
		return nil, importError(ctx, err)
	}
	return i.output(ctx, imp), nil
}

func (i *importing) cancel(ctx context.Context, in *ImportInput) (*importOutput, error) {
	imp, err := i.orders.Cancel(ctx, i.actor(ctx), in.ID)
	if err != nil {
		return nil, importError(ctx, err)
	}
	return i.output(ctx, imp), nil
}

// importConflicts are the errors of importing that are conflicts, with their faults.
var importConflicts = []struct {
	err  error
	code string
}{{imports.ErrState, "wrong_state"}, {imports.ErrNotWhole, "upload_not_whole"}, {imports.ErrTooMany, "too_many_imports"}}

// importError says what an error of importing is to a caller.
func importError(ctx context.Context, err error) error {
	for _, c := range importConflicts {
		if errors.Is(err, c.err) {
			request := requestOf(ctx)
			return newProblem(request, kindConflict, Fault{Code: c.code, Detail: text(request.lang, "fault."+c.code, nil)})
		}
	}
	return err
}
