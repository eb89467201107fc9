package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/imports"
)

func (s *Server) sourceRoutes(i *importing) {
	register(s, huma.Operation{OperationID: "list-layer-sources", Method: http.MethodGet, Path: "/api/v1/layer-sources", Tags: []string{tagLayers},
		Summary:     "Health and age of every source of a published layer",
		Description: "Where layers are fetched from, when they were last, and whether that succeeds. Addresses are told without what may hold keys."}, i.listSources)
	register(s, huma.Operation{OperationID: "get-layer-source", Method: http.MethodGet, Path: "/api/v1/layers/{id}/source", Tags: []string{tagImports},
		Summary: "The source of a layer that one's authority keeps, its address whole", Description: "The ETag is of what is set, for changing it: it stays while the source is fetched."}, i.getSource)
	register(s, huma.Operation{OperationID: "change-layer-source", Method: http.MethodPut, Path: "/api/v1/layers/{id}/source", Tags: []string{tagImports},
		Summary: "Give a layer an address and a schedule", Description: "For registrars of the authority that keeps the layer. It is fetched at once, and then as often as the schedule says. " +
			"What has not changed makes no version; what fails leaves the published version. " +
			"If-Match must have the ETag of the source that was read, or If-None-Match the sign * where the layer had none: 428 without, 412 when somebody changed it meanwhile."}, i.changeSource)
	register(s, huma.Operation{OperationID: "delete-layer-source", Method: http.MethodDelete, Path: "/api/v1/layers/{id}/source", Tags: []string{tagImports}, DefaultStatus: http.StatusNoContent,
		Summary: "Fetch a layer no more", Description: "If-Match must have the ETag of the source that was read: 428 without, 412 when somebody changed it meanwhile."}, i.deleteSource)
	register(s, huma.Operation{OperationID: "refresh-layer", Method: http.MethodPost, Path: "/api/v1/layers/{id}/refresh", Tags: []string{tagImports}, DefaultStatus: http.StatusAccepted,
		Summary: "Fetch a layer's source before its time"}, i.refresh)
}

// SourceHealth is how a layer's source is. It names no person.
type SourceHealth struct {
	Layer        string              `json:"layer"`
	Title        string              `json:"title"`
	Theme        layers.Theme        `json:"theme"`
	Keeper       *AuthorityRef       `json:"keeper,omitempty" doc:"Authority that keeps the layer; missing: whoever runs the service"`
	Address      string              `json:"address" doc:"Without its query"`
	Kind         string              `json:"kind,omitempty" doc:"What answers: file, wfs or ogcapi; missing: not fetched yet"`
	EveryMinutes int                 `json:"every_minutes"`
	Publish      imports.Publication `json:"publish" enum:"ask,auto" doc:"ask: new versions wait for approval; auto: they are published when nothing is to be decided and the layer does not shrink much"`
	State        string              `json:"state" enum:"new,ok,failing,alerting" doc:"new: not fetched yet; failing: the last try failed; alerting: it keeps failing"`
	Version      int64               `json:"version,omitempty" doc:"That is published"`
	ImportedAt   *time.Time          `json:"imported_at,omitempty" doc:"Of that version: its age"`
	DataDate     string              `json:"data_date,omitempty" format:"date"`
	CheckedAt    *time.Time          `json:"checked_at,omitempty" doc:"Last try"`
	ChangedAt    *time.Time          `json:"changed_at,omitempty" doc:"When the source last had something new"`
	NextAt       time.Time           `json:"next_at"`
	Failures     int                 `json:"failures" doc:"In a row"`
	FailingSince *time.Time          `json:"failing_since,omitempty"`
	Failure      *ImportFailure      `json:"failure,omitempty"`
}

// SourceList is the body of a list of sources.
type SourceList struct {
	Items []SourceHealth `json:"items" nullable:"false" doc:"In drawing order of the layers"`
}

// LayerSource is a source as registrars of its keeper see it.
type LayerSource struct {
	SourceHealth
	Options SourceOptions `json:"options"`
	Import  *uuid.UUID    `json:"import,omitempty" doc:"The newest import from it"`
}

// SourceOptions are what a source does not say itself.
type SourceOptions struct {
	Service  string `json:"service,omitempty" maxLength:"500" doc:"Of a service (WFS, OGC API Features): the layer of it"`
	Layer    string `json:"layer,omitempty" maxLength:"500" doc:"Of a file with several"`
	CRS      string `json:"crs,omitempty" maxLength:"20" example:"EPSG:3067"`
	Encoding string `json:"encoding,omitempty" maxLength:"40"`
	X        string `json:"x,omitempty" maxLength:"200" doc:"Tables: column of easting or longitude"`
	Y        string `json:"y,omitempty" maxLength:"200"`
	WKT      string `json:"wkt,omitempty" maxLength:"200" doc:"Tables: column of geometry as text, instead of x and y"`
}

func (o SourceOptions) read() imports.Options {
	options := imports.Options{Service: o.Service}
	part := imports.Part{Layer: o.Layer, CRS: o.CRS, Encoding: o.Encoding, X: o.X, Y: o.Y, WKT: o.WKT}
	if part != (imports.Part{}) {
		options.Parts = []imports.Part{part}
	}
	return options
}

func sourceOptionsOf(o imports.Options) SourceOptions {
	options := SourceOptions{Service: o.Service}
	for _, p := range o.Parts {
		options.Layer, options.CRS, options.Encoding, options.X, options.Y, options.WKT = p.Layer, p.CRS, p.Encoding, p.X, p.Y, p.WKT
	}
	return options
}

func healthOf(h imports.Health, lang i18n.Lang) SourceHealth {
	health := SourceHealth{Layer: h.Layer, Title: h.Title.In(lang), Theme: layers.Theme(h.Theme), Address: h.Address, Kind: h.Kind, EveryMinutes: int(h.Every / time.Minute), Publish: h.Publish,
		State: stateOf(h), Version: h.Version, ImportedAt: utc(h.ImportedAt), DataDate: h.DataDate, CheckedAt: utc(h.CheckedAt), ChangedAt: utc(h.ChangedAt), NextAt: h.NextAt.UTC(),
		Failures: h.Failures, FailingSince: utc(h.FailingSince), Failure: failureOf(h.Failure, lang)}
	if h.Keeper.ID != uuid.Nil {
		health.Keeper = &AuthorityRef{Code: h.Keeper.Code, Name: h.Keeper.Name.In(lang)}
	}
	return health
}

func stateOf(h imports.Health) string {
	switch {
	case h.Alerted:
		return "alerting"
	case h.Failures > 0:
		return "failing"
	case h.CheckedAt == nil:
		return "new"
	}
	return "ok"
}

type listSourcesInput struct{ LangInput }

func (i *importing) listSources(ctx context.Context, _ *listSourcesInput) (*fresh[SourceList], error) {
	found, err := imports.Healths(ctx, i.Pool)
	if err != nil {
		return nil, err
	}
	list := SourceList{Items: []SourceHealth{}}
	for _, h := range found {
		list.Items = append(list.Items, healthOf(h, langOf(ctx)))
	}
	return asked(list), nil
}

// LayerInput names a layer.
type LayerInput struct {
	LangInput
	ID string `path:"id" maxLength:"63" pattern:"^[a-z][a-z0-9_]*$" example:"groundwater_areas"`
}

type sourceOutput struct {
	ETag string `header:"ETag"`
	Body LayerSource
}

func sourceOut(ctx context.Context, h imports.Health, err error) (*sourceOutput, error) {
	if err != nil {
		return nil, importError(ctx, err)
	}
	out := &sourceOutput{ETag: `"` + h.Revision + `"`, Body: LayerSource{SourceHealth: healthOf(h, langOf(ctx)), Options: sourceOptionsOf(h.Options)}}
	if h.Import != uuid.Nil {
		out.Body.Import = &h.Import
	}
	return out, nil
}

func (i *importing) getSource(ctx context.Context, in *LayerInput) (*sourceOutput, error) {
	h, err := i.orders.Source(ctx, i.actor(ctx), in.ID)
	return sourceOut(ctx, h, err)
}

type changeSourceInput struct {
	LayerInput
	IfMatch     string `header:"If-Match" doc:"ETag of the source that was read"`
	IfNoneMatch string `header:"If-None-Match" enum:"*" doc:"The layer has no source yet"`
	Body        struct {
		Address      string              `json:"address" maxLength:"4096" example:"https://register.example/wfs"`
		EveryMinutes int                 `json:"every_minutes" minimum:"5" maximum:"527040" example:"1440"`
		Publish      imports.Publication `json:"publish" enum:"ask,auto"`
		Options      SourceOptions       `json:"options,omitzero"`
	}
}

func (i *importing) changeSource(ctx context.Context, in *changeSourceInput) (*sourceOutput, error) {
	var revision string
	if in.IfNoneMatch == "" {
		var err error
		if revision, err = revisionIn(ctx, in.IfMatch); err != nil {
			return nil, err
		}
	}
	h, err := i.orders.SetSource(ctx, i.actor(ctx), imports.Source{Layer: in.ID, Address: in.Body.Address, Every: time.Duration(in.Body.EveryMinutes) * time.Minute,
		Publish: in.Body.Publish, Options: in.Body.Options.read()}, revision)
	return sourceOut(ctx, h, err)
}

// revisionIn reads the ETag of a source back; a proxy may have made it weak.
func revisionIn(ctx context.Context, ifMatch string) (string, error) {
	if ifMatch == "" {
		return "", newProblem(requestOf(ctx), kindUnconditional)
	}
	revision := strings.Trim(strings.TrimPrefix(strings.TrimSpace(ifMatch), "W/"), `"`)
	if revision == "" {
		return "", errChanged
	}
	return revision, nil
}

type deleteSourceInput struct {
	LayerInput
	IfMatch string `header:"If-Match" doc:"ETag of the source that was read"`
}

func (i *importing) deleteSource(ctx context.Context, in *deleteSourceInput) (*struct{}, error) {
	revision, err := revisionIn(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := i.orders.DropSource(ctx, i.actor(ctx), in.ID, revision); err != nil {
		return nil, importError(ctx, err)
	}
	return nil, nil
}

func (i *importing) refresh(ctx context.Context, in *LayerInput) (*sourceOutput, error) {
	h, err := i.orders.RefreshNow(ctx, i.actor(ctx), in.ID)
	return sourceOut(ctx, h, err)
}
