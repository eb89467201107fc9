package batches

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/text"
	"lupakartta/layers"
	"lupakartta/layers/source"
)

// Taken is how the places of a file are read: by the columns of a table. What is chosen counts; what is not is found out by the
// columns' names and values, and stands here once the file is read.
type Taken struct {
	X        string `json:"x,omitempty"` // easting or longitude
	Y        string `json:"y,omitempty"`
	CRS      string `json:"crs,omitempty"`      // of X and Y, or of geometry as text that does not say
	Swap     bool   `json:"swap,omitempty"`     // X and Y are the other way round; only ever chosen
	WKT      string `json:"wkt,omitempty"`      // geometry as text
	Property string `json:"property,omitempty"` // ids of property units
	Address  string `json:"address,omitempty"`
	Name     string `json:"name,omitempty"`  // what the file calls its places
	Sheet    string `json:"sheet,omitempty"` // of a workbook
	Encoding string `json:"encoding,omitempty"`
}

// located tells whether it is said where the places stand.
func (t Taken) located() bool {
	return t.X != "" && t.Y != "" || t.WKT != "" || t.Property != "" || t.Address != ""
}

// File is what somebody sends.
type File struct {
	Name string
	Data []byte
}

// Reading is what a file or a layer holds.
type Reading struct {
	Name     string
	Source   Source
	Layer    string
	Version  int64
	Columns  []string
	Taken    Taken
	Places   []Place
	Swapped  int      // rows that would lie in Finland were X and Y the other way round: that is offered, never assumed
	Located  bool     // false: nobody said in which columns the places stand, and the names do not tell
	Sheets   []string // of a workbook: those that hold anything, of which one is read
	Warnings []source.Note

	ordered []byte         // SHA-256 of what was asked for
	at      map[string]int // index of each column
	shapes  int            // bytes of all places
	values  int            // bytes of the values of all rows
}

// Faulty counts the rows that are no place.
func (r *Reading) Faulty() (n int) {
	for _, p := range r.Places {
		if p.Fault != nil {
			n++
		}
	}
	return n
}

// Reader reads places. What it looks up, property units, addresses and features, is public.
type Reader struct {
	store     *layers.Store
	catalogue *layers.Catalogue
}

// NewReader returns a reader over the layers of a pool of pg.AppRole.
func NewReader(store *layers.Store, catalogue *layers.Catalogue) *Reader {
	return &Reader{store, catalogue}
}

// badFile is a fault of the whole file.
func badFile(code string, values map[string]any) error {
	return faults.Faults{{Pointer: "/file", Code: code, Values: values}}
}

// Read reads a table or a GeoJSON file. A row that is no place has a fault and keeps nothing of the others back; a file that is
// neither, or too large, is one itself (faults.Faults).
func (r *Reader) Read(ctx context.Context, file File, chosen Taken) (*Reading, error) {
	if len(file.Data) > MaxFile {
		return nil, badFile("file_too_large", map[string]any{"value": MaxFile >> 20})
	}
	reading := &Reading{Name: fileName(file.Name), Taken: chosen.clean()}
	var err error
	if reading.ordered, err = hashOf(reading.Name, chosen, file.Data); err != nil {
		return nil, err
	}
	if head := bytes.TrimLeft(bytes.TrimPrefix(file.Data, []byte("\xef\xbb\xbf")), " \t\r\n"); len(head) > 0 && head[0] == '{' {
		reading.Source, reading.Located, reading.Taken = GeoJSON, true, Taken{Name: reading.Taken.Name}
		err = reading.readGeoJSON(ctx, head)
	} else {
		reading.Source = Table
		err = r.readTable(ctx, reading, file.Data)
	}
	if err != nil {
		return nil, err
	}
	if len(reading.Places) == 0 && reading.Located {
		return nil, badFile("no_rows", nil)
	}
	return reading, nil
}

// clean is what was chosen as it can be kept.
func (t Taken) clean() Taken {
	for _, said := range []*string{&t.X, &t.Y, &t.CRS, &t.WKT, &t.Property, &t.Address, &t.Name, &t.Sheet, &t.Encoding} {
		*said = text.Clean(*said)
	}
	return t
}

// fileName is what a file is called, without folders.
func fileName(name string) string {
	if name = filepath.Base(text.Clean(name)); name == "." || name == string(filepath.Separator) {
		return ""
	}
	return text.Cut(name, maxName)
}

// room tells whether one more row may come.
func (r *Reading) room() error {
	if len(r.Places) >= MaxPlaces {
		return badFile("too_many_places", map[string]any{"value": MaxPlaces})
	}
	return nil
}

// put gives a place its shape, or the fault that keeps it from having one.
func (r *Reading) put(p *Place, shape orb.Geometry, err error) error {
	return r.putAll([]int{p.Row - 1}, func() (orb.Geometry, error) { return shape, err })
}

// putAll gives places one shape, which is made and written once, or the fault that keeps them from having it. It refuses more
// shapes than a batch may have as soon as they come.
func (r *Reading) putAll(places []int, shapeOf func() (orb.Geometry, error)) error {
	var written json.RawMessage
	shape, err := shapeOf()
	if err == nil {
		written, err = checks.WrittenPlace(shape)
	}
	if err == nil && len(written) > MaxPlace {
		err = errTooLarge
	}
	for _, i := range places {
		p := &r.Places[i]
		switch {
		case errors.Is(err, errTooLarge):
			p.Fault = &Fault{Code: "place_too_large", Values: map[string]any{"value": MaxPlace >> 10}}
			continue
		case err != nil:
			p.Fault = faultOf(err)
			continue
		}
		if r.shapes += len(written); r.shapes > MaxAll {
			return badFile("batch_too_large", map[string]any{"value": MaxAll >> 20})
		}
		p.Shape, p.Fault = written, nil
	}
	return nil
}

var errTooLarge = errors.New("the place is too large")

// spend counts the bytes of a row's values. A workbook says a text once, however many cells have it.
func (r *Reading) spend(bytes int) error {
	if r.values += bytes; r.values > MaxValues {
		return badFile("values_too_large", map[string]any{"value": MaxValues >> 20})
	}
	return nil
}

// temporary keeps a file on the disk while it is read, since tables are read twice.
func temporary(data []byte, read func(path string) error) error {
	folder, err := os.MkdirTemp("", "lupakartta-import-")
	if err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "places")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	return read(path)
}

// tableLimits bound a table beside MaxFile, which is of the file as it was sent: a workbook is packed.
var tableLimits = source.Limits{Bytes: 64 << 20, Entries: 200, Feature: 2 * MaxPlace}

// member is a member of a JSON object, in its order.
type member struct {
	name  string
	value json.RawMessage
}

// members reads the members of an object one after the other.
func members(object json.RawMessage) (list []member, err error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, errNoObject
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: name.(string)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

var errNoObject = errors.New("no object")

// asText is a value of a column for people: texts as they are, anything else as JSON.
func asText(value json.RawMessage) string {
	var said string
	if json.Unmarshal(value, &said) == nil {
		return said
	}
	if string(value) == "null" {
		return ""
	}
	return string(value)
}

// Values that many cells have, in memory once.
var emptyValue, noValue = json.RawMessage(`""`), json.RawMessage(`null`)

// asValue is a text as a value of a column.
func asValue(said string) json.RawMessage {
	if said == "" {
		return emptyValue
	}
	data, err := json.Marshal(said)
	if err != nil {
		return emptyValue // no text is refused
	}
	return data
}

// systemOf reads the reference system that was chosen.
func systemOf(name string) (geo.CRS, error) {
	if name == "" {
		return 0, nil
	}
	crs, err := geo.ParseCRS(name)
	if err != nil {
		return 0, faults.Faults{{Pointer: "/taken/crs", Code: "unknown_crs", Values: map[string]any{"crs": text.Cut(name, 40)}}}
	}
	return crs, nil
}
