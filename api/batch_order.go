package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/checks"
	"lupakartta/checks/batches"
	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/layers/source"
)

// BatchOrder says what to check, beside the file.
type BatchOrder struct {
	Project     answersJSON `json:"project,omitempty" doc:"Answers about what is planned at every place, as in check-place"`
	Taken       BatchTaken  `json:"taken,omitzero" doc:"How to read a table; what is missing is found out"`
	Layer       string      `json:"layer,omitempty" maxLength:"63" doc:"Instead of a file: the features of this published layer"`
	Area        placeJSON   `json:"area,omitempty" doc:"Of the layer only features that meet this area"`
	AreaLayer   string      `json:"area_layer,omitempty" maxLength:"63" doc:"Of the layer only features that meet a feature of this layer" example:"municipalities"`
	AreaFeature string      `json:"area_feature,omitempty" maxLength:"1000" doc:"That feature, by the register's id"`
}

// maxOrder is the size of an order beside its file, in bytes: an area may have many vertices.
const maxOrder = 1 << 20

// BatchForm is an order with its file.
type BatchForm struct {
	File  string      `json:"file,omitempty" format:"binary" doc:"A table (CSV, TSV or XLSX; UTF-8 or Windows-1252; decimal points or commas) whose columns are named on its first row, or GeoJSON"`
	Order *BatchOrder `json:"order,omitempty" doc:"JSON"`
}

// orderBody describes it in the OpenAPI document.
func orderBody(s *Server) *huma.RequestBody {
	registry := s.api.OpenAPI().Components.Schemas
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: registry.Schema(reflect.TypeFor[BatchForm](), true, "BatchForm")},
		"application/json":    {Schema: registry.Schema(reflect.TypeFor[BatchOrder](), true, "BatchOrder")},
	}}
}

// batchOrderInput is an order as it came: a form, or JSON where there is no file.
type batchOrderInput struct {
	LangInput
	Key         string `header:"Idempotency-Key" maxLength:"200" doc:"Made up by the caller for this one batch, so that it may be sent again when no answer came"`
	RawBody     []byte `contentType:"multipart/form-data"`
	contentType string
}

// Resolve takes the boundary of the form's parts.
func (in *batchOrderInput) Resolve(ctx huma.Context) []error {
	in.contentType = ctx.Header("Content-Type")
	return nil
}

// parts are the order's own words and its file, nil: none.
func (in *batchOrderInput) parts(ctx context.Context) (order BatchOrder, file *batches.File, err error) {
	kind, parameters, err := mime.ParseMediaType(in.contentType)
	switch {
	case err == nil && kind == "application/json":
		return order, nil, readOrder(in.RawBody, &order)
	case err != nil || kind != "multipart/form-data":
		return order, nil, newProblem(requestOf(ctx), kindMediaType)
	}
	reader := multipart.NewReader(bytes.NewReader(in.RawBody), parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return order, file, nil
		}
		if err != nil {
			return order, nil, faults.Faults{{Code: "bad_form"}}
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return order, nil, faults.Faults{{Code: "bad_form"}}
		}
		switch part.FormName() {
		case "file":
			file = &batches.File{Name: part.FileName(), Data: data}
		case "order":
			if err := readOrder(data, &order); err != nil {
				return order, nil, err
			}
		default:
			return order, nil, faults.Faults{{Code: "bad_form"}}
		}
	}
}

func readOrder(data []byte, order *BatchOrder) error {
	if len(data) > maxOrder {
		return faults.Faults{{Code: "order_too_large", Values: map[string]any{"value": maxOrder >> 20}}}
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(order); err != nil {
		return faults.Faults{{Code: "malformed"}}
	}
	return nil
}

// read reads the order's places and answers.
func (b *batching) read(ctx context.Context, in *batchOrderInput) (*batches.Reading, checks.Answers, error) {
	order, file, err := in.parts(ctx)
	if err != nil {
		return nil, checks.Answers{}, err
	}
	answers := checks.Answers{}
	if order.Project != nil {
		if answers, err = checks.ReadAnswers(order.Project); err != nil {
			return nil, answers, inBody("/project", err)
		}
	}
	var reading *batches.Reading
	switch {
	case file != nil && order.Layer != "":
		err = faults.Faults{{Pointer: "/layer", Code: "file_or_layer"}}
	case file != nil:
		reading, err = b.reader.Read(ctx, *file, batches.Taken(order.Taken))
	case order.Layer != "":
		reading, err = b.readLayer(ctx, order)
	default:
		err = faults.Faults{{Pointer: "/file", Code: "required"}}
	}
	return reading, answers, err
}

func (b *batching) readLayer(ctx context.Context, order BatchOrder) (*batches.Reading, error) {
	features := batches.Features{Layer: order.Layer, AreaLayer: order.AreaLayer, AreaFeature: order.AreaFeature}
	if order.Area != nil {
		area, err := geo.DecodeGeoJSON(order.Area)
		if err != nil {
			return nil, inBody("/area", err)
		}
		features.Area = area
	}
	return b.reader.ReadLayer(ctx, features, langOf(ctx))
}

func (b *batching) make(ctx context.Context, in *batchOrderInput) (*batchOutput, error) {
	reading, answers, err := b.read(ctx, in)
	if err != nil {
		return nil, err
	}
	batch, err := b.store.Make(ctx, b.actor(ctx), batches.Order{Reading: reading, Answers: answers, Key: in.Key})
	if err != nil {
		return nil, batchError(ctx, err)
	}
	return b.output(ctx, batch), nil
}

// BatchPreview is how the places of a file or a layer would be read.
type BatchPreview struct {
	Name     string         `json:"name"`
	Source   batches.Source `json:"source" enum:"table,geojson,layer"`
	Columns  []string       `json:"columns" nullable:"false"`
	Taken    BatchTaken     `json:"taken" doc:"What was chosen, and what was found out"`
	Located  bool           `json:"located" doc:"false: say in which columns the places stand"`
	Total    int            `json:"total"`
	Faulty   int            `json:"faulty"`
	Swapped  int            `json:"swapped" doc:"Rows that would lie in Finland were x and y the other way round"`
	Sheets   []string       `json:"sheets" nullable:"false" doc:"Of a workbook: those that hold anything, of which taken.sheet is read"`
	Warnings []source.Note  `json:"warnings" nullable:"false"`
	Unread   []string       `json:"unread" nullable:"false" doc:"Names among the answers that no question has: nobody would read them"`
	Rows     []BatchPlace   `json:"rows" nullable:"false" doc:"The first ones"`
	Faults   []BatchPlace   `json:"faults" nullable:"false" doc:"The first that are no place"`
}

type previewOutput struct{ Body BatchPreview }

// mostPreviewed is how many rows a preview shows of each kind.
const mostPreviewed = 10

func (b *batching) preview(ctx context.Context, in *batchOrderInput) (*previewOutput, error) {
	r, answers, err := b.read(ctx, in)
	if err != nil {
		return nil, err
	}
	lang := langOf(ctx)
	p := BatchPreview{Name: b.nameOf(r, lang), Source: r.Source, Columns: append([]string{}, r.Columns...), Taken: BatchTaken(r.Taken), Located: r.Located, Total: len(r.Places), Faulty: r.Faulty(), Swapped: r.Swapped, Sheets: append([]string{}, r.Sheets...),
		Warnings: append([]source.Note{}, source.Notes(r.Warnings, lang)...), Unread: answers.Unread(), Rows: []BatchPlace{}, Faults: []BatchPlace{}}
	for _, place := range r.Places[:min(len(r.Places), mostPreviewed)] {
		p.Rows = append(p.Rows, previewed(place, lang))
	}
	for place := range slices.Values(r.Places) {
		if place.Fault != nil && len(p.Faults) < mostPreviewed {
			p.Faults = append(p.Faults, previewed(place, lang))
		}
	}
	return &previewOutput{Body: p}, nil
}

func (b *batching) nameOf(r *batches.Reading, lang i18n.Lang) string {
	if v, ok := b.Catalogue.Version(r.Layer, r.Version); ok {
		return v.Recipe.Title.In(lang)
	}
	return r.Name
}

// previewed is a place that the database has not seen: it stands where its box has its middle.
func previewed(p batches.Place, lang i18n.Lang) BatchPlace {
	if shape, err := geo.DecodeGeoJSON(p.Shape); p.Shape != nil && err == nil {
		p.Point = shape.Bound().Center()
	}
	return batchPlace(p, lang)
}
