// Package imports runs imports that outlive a request: an upload or an address becomes versions of layers, step by step,
// by whichever instance is free. How far one has come is in the database, so that every instance can tell; one whose
// worker dies is begun again, and nothing of the first try stays. Sources with a schedule are fetched anew by themselves.
//
// What it is not: reading (layers/source), fetching (layers/fetch) and building versions (layers).
package imports

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
	"lupakartta/layers/source"
)

// Channel is the PostgreSQL notification channel on which the id of an import is told whenever it has come further.
const Channel = "imports"

// State is where an import is.
type State string

// States of an import. The last four are the end.
const (
	Queued    State = "queued"
	Fetching  State = "fetching"
	Reading   State = "reading"
	Choosing  State = "choosing" // somebody must choose what the file does not say
	Waiting   State = "waiting"  // its versions wait for approval
	Done      State = "done"     // they are published or refused, or nothing was new
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Kinds of what is imported.
const (
	Upload  = "upload"
	Address = "address"
)

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("imports: no such thing") // or somebody else's
	ErrState    = errors.New("imports: not in this state")
	ErrNotWhole = errors.New("imports: the upload is not whole")
	ErrTooMany  = errors.New("imports: too many at once")
	ErrNoRoom   = errors.New("imports: no room on the disk")
	ErrNoSource = errors.New("imports: the layer has no source")
	ErrChanged  = errors.New("imports: the source was changed meanwhile")
)

// Import is one import as its authority's registrars see it.
type Import struct {
	ID        uuid.UUID
	Authority Authority // in whose office; zero: whoever runs the service
	Party     uuid.UUID // who ordered it; zero: the schedule
	Kind      string
	Upload    uuid.UUID
	Address   string // with its query, which may hold a key
	Name      string // of the file, for people
	Layer     string // whose source is refreshed; empty: what the file holds
	Options   Options
	State     State
	Choices   *Choices // in state Choosing
	Progress  Progress
	Versions  []int64
	Reports   []Summary
	Titles    map[string]i18n.Text // of the layers in Reports, by their ids
	Failure   *Failure             // in state Failed
	CreatedAt time.Time
	ChangedAt time.Time
	StartedAt *time.Time
	EndedAt   *time.Time

	number  int32
	tries   int
	fetched *fetch.Result // in a try that fetched
	wanted  bool          // somebody wants it to stop
}

// Authority names one.
type Authority struct {
	ID   uuid.UUID
	Code string
	Name i18n.Text
}

// Options are what was chosen. Without parts, the recipes that know the file by its name decide.
type Options struct {
	Service string `json:"service,omitempty"` // of an address that is a service: its layer
	Parts   []Part `json:"parts,omitempty"`
}

// Part is one layer of the file and what it becomes: a layer that is known by its recipe, or a new one.
type Part struct {
	Layer    string    `json:"layer,omitempty"` // in the file; empty where it is one by its nature, or the recipe says it
	Recipe   string    `json:"recipe,omitempty"`
	New      *NewLayer `json:"new,omitempty"`
	CRS      string    `json:"crs,omitempty"`
	Encoding string    `json:"encoding,omitempty"`
	X        string    `json:"x,omitempty"`
	Y        string    `json:"y,omitempty"`
	WKT      string    `json:"wkt,omitempty"` // tables: column of geometry as text, instead of X and Y
}

// NewLayer describes a layer that no recipe knows. It claims to cover nothing.
type NewLayer struct {
	ID          string       `json:"id"`
	Theme       layers.Theme `json:"theme"`
	Title       i18n.Text    `json:"title"`
	Key         string       `json:"key,omitempty"`
	Publisher   i18n.Text    `json:"publisher,omitzero"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
	DataDate    string       `json:"data_date,omitempty"`
}

// Recipe is the recipe that the description makes.
func (n NewLayer) Recipe() layers.Recipe {
	return layers.Recipe{ID: n.ID, Theme: n.Theme, Title: n.Title, Key: n.Key, Publisher: n.Publisher, Attribution: n.Attribution, Licence: n.Licence,
		DataDate: n.DataDate, Coverage: layers.Coverage{Kind: layers.CoverNone}}
}

// Need is what must be chosen.
type Need string

// Needs.
const (
	NeedRecipe  Need = "recipe"  // no recipe knows the file: say what its layers are
	NeedLayer   Need = "layer"   // it holds several layers: say which
	NeedCRS     Need = "crs"     // it does not say its reference system, or another than it is in
	NeedColumns Need = "columns" // it is a table: say where coordinates stand
)

// Choices are what can be chosen.
type Choices struct {
	Need    Need        `json:"need"`
	Part    int         `json:"part"`              // index of the part that it is about
	Layers  []FileLayer `json:"layers"`            // what the file holds; empty: one layer by its nature
	Recipes []string    `json:"recipes"`           // layers that the authority keeps, and recipes that come with the program
	Detail  string      `json:"detail,omitempty"`  // what the reader said
	Service []FileLayer `json:"service,omitempty"` // what a service at the address has

	Columns   []string `json:"columns,omitempty"`    // NeedColumns: those of the table
	Declared  string   `json:"declared,omitempty"`   // NeedCRS: a reference system that the coordinates cannot be in
	LooksLike string   `json:"looks_like,omitempty"` // NeedCRS: what they look like instead
}

// FileLayer is a layer of a file or a service.
type FileLayer struct {
	Name     string `json:"name"`
	Title    string `json:"title,omitempty"`
	CRS      string `json:"crs,omitempty"`
	Geometry string `json:"geometry,omitempty"`
	Features int64  `json:"features"` // -1: not known
}

// Progress is how far an import has come.
type Progress struct {
	Step      string  `json:"step,omitempty"`
	Layer     string  `json:"layer,omitempty"`
	Read      int64   `json:"read"`            // features
	Total     int64   `json:"total,omitempty"` // features; 0: not known
	Bytes     int64   `json:"bytes,omitempty"` // fetched
	Size      int64   `json:"size,omitempty"`  // bytes in all; 0: not known
	PerSecond float64 `json:"per_second"`      // features, or bytes while it is fetched
}

// Summary is what became of one layer. The whole report stands with the version.
type Summary struct {
	Layer    string        `json:"layer"`
	Version  int64         `json:"version"`
	Read     int64         `json:"read"`
	Imported int64         `json:"imported"`
	Repaired int           `json:"repaired"`
	Refused  int           `json:"refused"`
	Warnings []source.Note `json:"warnings"`
	Seconds  float64       `json:"seconds"`
}

// mostWarnings are kept with the import; all of them stand in the version's report.
const mostWarnings = 20

func summaryOf(r layers.Report) Summary {
	return Summary{Layer: r.Layer, Version: r.Version, Read: r.Read, Imported: r.Imported, Repaired: len(r.Repaired), Refused: len(r.Refused),
		Warnings: append([]source.Note{}, r.Warnings[:min(len(r.Warnings), mostWarnings)]...), Seconds: r.Seconds}
}

// columns of an import; what waits is done when nothing of it waits any more.
const columns = `i.id, i.number, coalesce(i.party, '00000000-0000-0000-0000-000000000000'), coalesce(i.authority, '00000000-0000-0000-0000-000000000000'),
	coalesce(a.code, ''), coalesce(a.name, '{}'), i.kind, coalesce(i.upload, '00000000-0000-0000-0000-000000000000'), i.address, i.name, coalesce(i.layer, ''), i.options,
	case when i.state = 'waiting' and not exists (select from layer_versions v where v.import_id = i.id and v.state = 'waiting') then 'done' else i.state end,
	i.choices, i.progress, i.versions, i.reports, (select jsonb_object_agg(v.layer, v.recipe->'title') from layer_versions v where v.number = any (i.versions)), i.error, i.tries, i.cancelled, i.created_at, i.changed_at, i.started_at, i.ended_at`

const tables = `layer_imports i left join authorities a on a.id = i.authority`

func scan(row pgx.CollectableRow) (i Import, err error) {
	err = row.Scan(&i.ID, &i.number, &i.Party, &i.Authority.ID, &i.Authority.Code, &i.Authority.Name, &i.Kind, &i.Upload, &i.Address, &i.Name, &i.Layer, &i.Options,
		&i.State, &i.Choices, &i.Progress, &i.Versions, &i.Reports, &i.Titles, &i.Failure, &i.tries, &i.wanted, &i.CreatedAt, &i.ChangedAt, &i.StartedAt, &i.EndedAt)
	return i, err
}

// Job is the job that works an import.
type Job struct {
	Import uuid.UUID `json:"import"`
}

// Kind implements jobs.Args.
func (Job) Kind() string { return "import" }

// asJSON is a value as JSON, for a column of that type.
func asJSON(value any) (string, error) {
	data, err := json.Marshal(value)
	return string(data), err
}
