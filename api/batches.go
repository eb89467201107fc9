package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"golang.org/x/sync/semaphore"

	"lupakartta/checks"
	"lupakartta/checks/batches"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
)

// batching answers for checks of many places.
type batching struct {
	*keeping
	store   *batches.Store
	reader  *batches.Reader
	writing *semaphore.Weighted // of files
}

const batchPath = "/api/v1/checks/batches"

// batchRoutes adds checks of many places to the list of routes.
func (s *Server) batchRoutes() error {
	store, err := batches.NewStore(s.Personal)
	if err != nil {
		return err
	}
	b := &batching{keeping: &keeping{Server: s}, store: store, reader: batches.NewReader(s.Layers, s.Catalogue)}
	register(s, huma.Operation{OperationID: "preview-batch", Method: http.MethodPost, Path: batchPath + "/preview", Tags: []string{tagChecks}, RequestBody: orderBody(s), SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Summary: "How the places of a file or a layer would be read",
		Description: "What check-batch would make of it: which columns hold the places, in which reference system, how many rows are no place and why. Where nobody said in which columns the places stand and their " +
			"names do not tell, `located` is false. `swapped` counts the rows that would lie in Finland were the axes the other way round: send `taken.swap` when they are. Nothing is stored."}, b.preview)
	register(s, huma.Operation{OperationID: "check-batch", Method: http.MethodPost, Path: batchPath, Tags: []string{tagChecks}, DefaultStatus: http.StatusAccepted, RequestBody: orderBody(s), SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Summary: "Check many places: the rows of a table, the features of a GeoJSON file or those of a layer",
		Description: fmt.Sprintf("The check goes on by itself; ask for it to see how far it is. Each place is checked as check-place does, with the same answer. At most %d places and %d MB of file; a row that is no place is told as such and "+
			"keeps nothing of the others back. What comes of it is shown to nobody else and goes after %d days. With an Idempotency-Key, asking again gives the same batch.", batches.MaxPlaces, batches.MaxFile>>20, int(batches.Kept.Hours()/24))}, b.make)
	register(s, huma.Operation{OperationID: "list-batches", Method: http.MethodGet, Path: batchPath, Tags: []string{tagChecks},
		Summary: "One's own checks of many places, the newest first"}, b.list)
	register(s, huma.Operation{OperationID: "get-batch", Method: http.MethodGet, Path: batchPath + "/{id}", Tags: []string{tagChecks},
		Summary: "How far a check of many places is, what it rests on and what it has found"}, b.get)
	register(s, huma.Operation{OperationID: "cancel-batch", Method: http.MethodPost, Path: batchPath + "/{id}/cancel", Tags: []string{tagChecks},
		Summary: "Stop a check of many places", Description: "What was checked until then stays. One that has ended: 409 with the code batch_ended."}, b.cancel)
	register(s, huma.Operation{OperationID: "delete-batch", Method: http.MethodDelete, Path: batchPath + "/{id}", Tags: []string{tagChecks}, DefaultStatus: http.StatusNoContent,
		Summary: "Take a check of many places away with all that came of it"}, b.remove)
	register(s, huma.Operation{OperationID: "list-batch-places", Method: http.MethodGet, Path: batchPath + "/{id}/places", Tags: []string{tagChecks},
		Summary: "The places of a check of many, with the worst that was found at each"}, b.places)
	register(s, huma.Operation{OperationID: "get-batch-place", Method: http.MethodGet, Path: batchPath + "/{id}/places/{row}", Tags: []string{tagChecks},
		Summary:     "One of the places and what was found there",
		Description: "`result` is byte for byte what check-place would have answered by the rules and layer versions of the batch."}, b.place)
	register(s, huma.Operation{OperationID: "map-batch", Method: http.MethodGet, Path: batchPath + "/{id}/map", Tags: []string{tagChecks},
		Summary: "Where the places of a check of many stand, as GeoJSON points"}, b.spots)
	b.exportRoute()
	return nil
}

// BatchItem is a check of many places.
type BatchItem struct {
	ID         uuid.UUID      `json:"id"`
	Name       string         `json:"name" doc:"Of the file, or the layer's title"`
	Source     batches.Source `json:"source" enum:"table,geojson,layer"`
	Layer      string         `json:"layer,omitempty" doc:"Whose features are the places"`
	Version    int64          `json:"layer_version,omitempty"`
	Columns    []string       `json:"columns" nullable:"false" doc:"The places' own"`
	Taken      BatchTaken     `json:"taken" doc:"How the file was read"`
	Answers    keptAnswers    `json:"answers"`
	Unread     []string       `json:"unread" nullable:"false" doc:"Names among the answers that no question has: nobody reads them, and what they say is not kept"`
	State      batches.State  `json:"state" enum:"queued,working,done,cancelled,failed" doc:"done, cancelled and failed are the end"`
	Total      int            `json:"total"`
	Done       int            `json:"done" doc:"How many rows were looked at, the first ones"`
	Faulty     int            `json:"faulty" doc:"Rows that are no place or could not be checked"`
	Counts     checks.Summary `json:"counts" doc:"Places by the worst of their findings"`
	Seconds    *int           `json:"seconds_left,omitempty" doc:"About, while it is worked on"`
	Basis      *BatchBasis    `json:"basis,omitempty" doc:"What the checks rest on, pinned when the first began"`
	Changes    []BatchChange  `json:"changes" nullable:"false" doc:"From which row on it is another: a rule or layer version could not be kept that long, or the basis was a day old"`
	Rules      []BatchRule    `json:"rules" nullable:"false" doc:"At the end: rules and at how many places they found something or cannot tell, the worst first"`
	Failure    *Fault         `json:"failure,omitempty" doc:"In state failed"`
	CreatedAt  time.Time      `json:"created_at"`
	StartedAt  *time.Time     `json:"started_at,omitempty"`
	EndedAt    *time.Time     `json:"ended_at,omitempty"`
	ExpiresAt  time.Time      `json:"expires_at" doc:"When it goes by itself"`
	ExportPath string         `json:"export" doc:"Address of the files: format=geojson or format=xlsx"`
}

// BatchTaken is how the places of a table are read.
type BatchTaken struct {
	X        string `json:"x,omitempty" maxLength:"1000" doc:"Column of easting or longitude"`
	Y        string `json:"y,omitempty" maxLength:"1000"`
	CRS      string `json:"crs,omitempty" maxLength:"40" doc:"Reference system of x and y, or of geometry as text that does not say" example:"EPSG:3067"`
	Swap     bool   `json:"swap,omitempty" doc:"x and y are the other way round"`
	WKT      string `json:"wkt,omitempty" maxLength:"1000" doc:"Column of geometry as text"`
	Property string `json:"property,omitempty" maxLength:"1000" doc:"Column of ids of property units"`
	Address  string `json:"address,omitempty" maxLength:"1000" doc:"Column of addresses: street and number, and after a comma what tells them from others of that name"`
	Name     string `json:"name,omitempty" maxLength:"1000" doc:"Column of what the places are called"`
	Sheet    string `json:"sheet,omitempty" maxLength:"1000" doc:"Of a workbook; the first that holds anything, unless one is chosen"`
	Encoding string `json:"encoding,omitempty" maxLength:"40" doc:"Where the file does not say" example:"ISO-8859-1"`
}

// BatchBasis is what the checks of a batch rest on.
type BatchBasis struct {
	Day     string           `json:"day" format:"date" doc:"In Finland, whose rules were in force"`
	Engine  string           `json:"engine" doc:"Version of the mechanics"`
	Rules   []checks.RuleRef `json:"rules" nullable:"false"`
	Layers  []KeptLayer      `json:"layers" nullable:"false" doc:"Of a live layer (layer_version 0) each place was compared with what it showed then"`
	Unasked []checks.Unasked `json:"unasked" nullable:"false" doc:"Rules that were asked of no place, since they concern some kinds of project only and the kind was not told"`
}

// BatchChange is another basis than that of the beginning.
type BatchChange struct {
	Row   int        `json:"row" doc:"The first that rests on it"`
	Basis BatchBasis `json:"basis"`
}

// BatchRule is at how many places a rule found something.
type BatchRule struct {
	Rule    string `json:"rule"`
	Title   string `json:"title"`
	Red     int    `json:"red"`
	Amber   int    `json:"amber"`
	Unknown int    `json:"unknown"`
}

// BatchPlace is a row of a batch.
type BatchPlace struct {
	Row      int               `json:"row" doc:"From 1, below the header"`
	Name     string            `json:"name,omitempty" doc:"What the file calls it"`
	Own      []json.RawMessage `json:"own" nullable:"false" doc:"Values of the batch's columns"`
	Point    []float64         `json:"point,omitempty" minItems:"2" maxItems:"2" doc:"Longitude, latitude in degrees (CRS84): of the place, or in it; missing: the row is no place"`
	Fault    *Fault            `json:"fault,omitempty" doc:"Why it is none, or could not be checked"`
	Severity checks.Severity   `json:"severity,omitempty" enum:"red,amber,unknown,green" doc:"Of the worst finding; missing: not checked yet, or not at all"`
	Counts   checks.Summary    `json:"counts" doc:"Its findings"`
	Found    BatchFound        `json:"found" doc:"Rules by what they say here"`
}

// BatchFound are rules by what they say of a place.
type BatchFound struct {
	Red     []string `json:"red" nullable:"false"`
	Amber   []string `json:"amber" nullable:"false"`
	Unknown []string `json:"unknown" nullable:"false"`
}

// BatchPlaceResult is one place with all its findings.
type BatchPlaceResult struct {
	BatchPlace
	Geometry shapeJSON   `json:"geometry,omitempty" doc:"The place: GeoJSON in CRS84, with every digit"`
	Answers  keptAnswers `json:"answers"`
	Result   batchResult `json:"result" doc:"null: it was not checked"`
}

// batchResult is a result in the very bytes in which a check gives it, or null.
type batchResult json.RawMessage

// MarshalJSON gives the bytes as they are.
func (r batchResult) MarshalJSON() ([]byte, error) {
	if r == nil {
		return []byte("null"), nil
	}
	return r, nil
}

// UnmarshalJSON keeps the bytes.
func (r *batchResult) UnmarshalJSON(data []byte) error {
	*r = append((*r)[:0], data...)
	return nil
}

// Schema is that of a result, or null.
func (batchResult) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{r.Schema(reflect.TypeFor[checks.Result](), true, "Result"), {Type: "null"}}}
}

func (b *batching) item(batch batches.Batch, lang i18n.Lang) BatchItem {
	item := BatchItem{ID: batch.ID, Name: batch.Name, Source: batch.Source, Layer: batch.Layer, Version: batch.Version, Columns: batch.Columns, Taken: BatchTaken(batch.Taken), Answers: keptAnswers(batch.Answers), Unread: batch.Unread,
		State: batch.State, Total: batch.Total, Done: batch.Done, Faulty: batch.Faulty, Counts: batch.Counts, Changes: []BatchChange{}, Rules: []BatchRule{},
		CreatedAt: batch.CreatedAt.UTC(), StartedAt: utc(batch.StartedAt), EndedAt: utc(batch.EndedAt), ExpiresAt: batch.ExpiresAt.UTC(), ExportPath: batchPath + "/" + batch.ID.String() + "/export"}
	if v, ok := b.Catalogue.Version(batch.Layer, batch.Version); ok {
		item.Name = v.Recipe.Title.In(lang)
	}
	if batch.Basis != nil {
		item.Basis = b.basis(*batch.Basis, batch.Unasked, lang)
	}
	for _, c := range batch.Changes {
		item.Changes = append(item.Changes, BatchChange{c.Row, *b.basis(c.Basis, c.Unasked, lang)})
	}
	for _, r := range batch.Rules {
		item.Rules = append(item.Rules, BatchRule{r.Rule, headingOf(batch, r.Rule, lang), r.Red, r.Amber, r.Unknown})
	}
	if batch.Failure != "" {
		item.Failure = &Fault{Code: batch.Failure, Detail: text(lang, "fault."+batch.Failure, nil)}
	}
	item.Seconds = secondsLeft(batch)
	return item
}

func headingOf(batch batches.Batch, rule string, lang i18n.Lang) string {
	if heading, ok := batch.Headings[rule]; ok {
		return heading.In(lang)
	}
	return rule
}

// secondsLeft goes by how long the places until now took.
func secondsLeft(batch batches.Batch) *int {
	if batch.State != batches.Working || batch.Done == 0 || batch.StartedAt == nil {
		return nil
	}
	each := time.Since(*batch.StartedAt) / time.Duration(batch.Done)
	return new(int((each * time.Duration(batch.Total-batch.Done)).Round(time.Second) / time.Second))
}

func (b *batching) basis(basis checks.Basis, waiting []checks.Waiting, lang i18n.Lang) *BatchBasis {
	told := &BatchBasis{Day: basis.Day, Engine: basis.Engine, Rules: basis.Rules, Layers: b.layersOf(basis, lang), Unasked: []checks.Unasked{}}
	for _, w := range waiting {
		told.Unasked = append(told.Unasked, w.In(lang))
	}
	return told
}

func batchPlace(p batches.Place, lang i18n.Lang) BatchPlace {
	list := func(s checks.Severity) []string { return append([]string{}, p.Found[s]...) }
	place := BatchPlace{Row: p.Row, Name: p.Name, Own: append([]json.RawMessage{}, p.Own...), Fault: batchFault(p.Fault, lang), Severity: p.Severity, Counts: p.Counts,
		Found: BatchFound{Red: list(checks.Red), Amber: list(checks.Amber), Unknown: list(checks.Unknown)}}
	if p.Shape != nil {
		place.Point = []float64{round(p.Point[0], geo.Decimals), round(p.Point[1], geo.Decimals)}
	}
	return place
}

func batchFault(f *batches.Fault, lang i18n.Lang) *Fault {
	if f == nil {
		return nil
	}
	return &Fault{Code: f.Code, Detail: text(lang, "fault."+f.Code, f.Values)}
}

type batchOutput struct {
	Location string `header:"Location"`
	Body     BatchItem
}

func (b *batching) output(ctx context.Context, batch batches.Batch) *batchOutput {
	return &batchOutput{Location: batchPath + "/" + batch.ID.String(), Body: b.item(batch, langOf(ctx))}
}

// BatchList is the body of a list of batches.
type BatchList struct {
	Items []BatchItem `json:"items" nullable:"false"`
}

type batchesOutput struct{ Body BatchList }

func (b *batching) list(ctx context.Context, _ *LangInput) (*batchesOutput, error) {
	found, err := b.store.List(ctx, b.actor(ctx))
	if err != nil {
		return nil, err
	}
	out := &batchesOutput{Body: BatchList{Items: []BatchItem{}}}
	for _, batch := range found {
		out.Body.Items = append(out.Body.Items, b.item(batch, langOf(ctx)))
	}
	return out, nil
}

// BatchInput names a batch.
type BatchInput struct {
	LangInput
	ID uuid.UUID `path:"id"`
}

func (b *batching) get(ctx context.Context, in *BatchInput) (*batchOutput, error) {
	batch, err := b.store.Get(ctx, b.actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return b.output(ctx, batch), nil
}

func (b *batching) cancel(ctx context.Context, in *BatchInput) (*batchOutput, error) {
	batch, err := b.store.Cancel(ctx, b.actor(ctx), in.ID)
	if err != nil {
		return nil, batchError(ctx, err)
	}
	return b.output(ctx, batch), nil
}

func (b *batching) remove(ctx context.Context, in *BatchInput) (*struct{}, error) {
	return nil, b.store.Delete(ctx, b.actor(ctx), in.ID)
}

type listBatchPlacesInput struct {
	BatchInput
	Severity string `query:"severity" enum:"red,amber,unknown,green,faulty" doc:"Only places whose worst finding is that; faulty: rows that are no place or could not be checked"`
	Rule     string `query:"rule" maxLength:"63" doc:"Only places where this rule found something or cannot tell"`
	Limit    int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor   string `query:"cursor" maxLength:"200" doc:"next of the page before"`
}

// BatchPlaceList is a page of places.
type BatchPlaceList struct {
	Items []BatchPlace `json:"items" nullable:"false" doc:"In the order of the file"`
	Next  string       `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

type batchPlacesOutput struct {
	Link string `header:"Link"`
	Body BatchPlaceList
}

func (b *batching) places(ctx context.Context, in *listBatchPlacesInput) (*batchPlacesOutput, error) {
	filter := batches.Filter{Severity: checks.Severity(in.Severity), Rule: in.Rule, Limit: in.Limit + 1}
	if in.Severity == "faulty" {
		filter.Severity, filter.Faulty = "", true
	}
	if in.Cursor != "" {
		var ok bool
		if filter.After, ok = readCursor[int](in.Cursor); !ok || filter.After < 0 || filter.After > batches.MaxPlaces {
			return nil, badParameters(ctx, "invalid_value", "cursor")
		}
	}
	found, err := b.store.Places(ctx, b.actor(ctx), in.ID, filter)
	if err != nil {
		return nil, err
	}
	out := &batchPlacesOutput{Body: BatchPlaceList{Items: []BatchPlace{}}}
	for _, p := range found[:min(len(found), in.Limit)] {
		out.Body.Items = append(out.Body.Items, batchPlace(p, langOf(ctx)))
	}
	if len(found) > in.Limit {
		out.Body.Next = writeCursor(found[in.Limit-1].Row)
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.link(out.Body.Next))
	}
	return out, nil
}

// link is the address of another page of the same list.
func (in *listBatchPlacesInput) link(cursor string) string {
	query := url.Values{"cursor": {cursor}, "limit": {fmt.Sprint(in.Limit)}}
	for name, value := range map[string]string{"severity": in.Severity, "rule": in.Rule, "lang": in.Lang} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return batchPath + "/" + in.ID.String() + "/places?" + query.Encode()
}

type batchPlaceInput struct {
	BatchInput
	Row int `path:"row" minimum:"1" maximum:"10000"`
}

type batchPlaceOutput struct{ Body BatchPlaceResult }

func (b *batching) place(ctx context.Context, in *batchPlaceInput) (*batchPlaceOutput, error) {
	lang, actor := langOf(ctx), b.actor(ctx)
	batch, err := b.store.Get(ctx, actor, in.ID)
	if err != nil {
		return nil, err
	}
	place, answer, err := b.store.Answer(ctx, actor, in.ID, in.Row, lang)
	if err != nil {
		return nil, err
	}
	return &batchPlaceOutput{Body: BatchPlaceResult{BatchPlace: batchPlace(place, lang), Geometry: shapeJSON(place.Shape), Answers: keptAnswers(batch.Answers), Result: batchResult(answer)}}, nil
}

// BatchMap is where the places of a batch stand, as a GeoJSON feature collection.
type BatchMap struct {
	Type     string      `json:"type" enum:"FeatureCollection"`
	Features []BatchSpot `json:"features" nullable:"false"`
}

// BatchSpot is a place as a point.
type BatchSpot struct {
	Type       string    `json:"type" enum:"Feature"`
	ID         int       `json:"id" doc:"The row"`
	Geometry   SpotPoint `json:"geometry"`
	Properties struct {
		Severity checks.Severity `json:"severity,omitempty" enum:"red,amber,unknown,green" doc:"Missing: not checked"`
	} `json:"properties"`
}

// SpotPoint is a GeoJSON point.
type SpotPoint struct {
	Type        string    `json:"type" enum:"Point"`
	Coordinates []float64 `json:"coordinates" minItems:"2" maxItems:"2" nullable:"false"`
}

type batchMapOutput struct{ Body BatchMap }

func (b *batching) spots(ctx context.Context, in *BatchInput) (*batchMapOutput, error) {
	found, err := b.store.Spots(ctx, b.actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	out := &batchMapOutput{Body: BatchMap{Type: "FeatureCollection", Features: make([]BatchSpot, len(found))}}
	for i, s := range found {
		spot := &out.Body.Features[i]
		spot.Type, spot.ID, spot.Geometry, spot.Properties.Severity = "Feature", s.Row, SpotPoint{"Point", []float64{round(s.Point[0], geo.Decimals), round(s.Point[1], geo.Decimals)}}, s.Severity
	}
	return out, nil
}

// batchConflicts are the errors of batches that are conflicts, with their faults.
var batchConflicts = []struct {
	err  error
	code string
}{{batches.ErrKeyUsed, "key_used"}, {batches.ErrTooMany, "too_many_batches"}, {batches.ErrFull, "too_many_kept"}, {batches.ErrEnded, "batch_ended"}}

// batchError says what an error of batches is to a caller.
func batchError(ctx context.Context, err error) error {
	i := slices.IndexFunc(batchConflicts, func(c struct {
		err  error
		code string
	}) bool {
		return errors.Is(err, c.err)
	})
	if i < 0 {
		return err
	}
	request, code := requestOf(ctx), batchConflicts[i].code
	return newProblem(request, kindConflict, Fault{Code: code, Detail: text(request.lang, "fault."+code, nil)})
}
