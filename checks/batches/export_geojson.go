package batches

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"lupakartta/checks"
)

// exportedBasis is what a GeoJSON file says about itself.
type exportedBasis struct {
	Name      string               `json:"name"`
	CreatedAt string               `json:"created_at"`
	State     State                `json:"state"`
	Total     int                  `json:"total"`
	Done      int                  `json:"done"`
	Faulty    int                  `json:"faulty"`
	Counts    checks.Summary       `json:"counts"`
	Answers   json.RawMessage      `json:"answers"`
	Language  string               `json:"language"`
	Whole     bool                 `json:"whole"`  // with what was not found
	Unread    []string             `json:"unread"` // names among the answers that no question has
	Basis     *checks.Basis        `json:"basis"`
	Unasked   []unasked            `json:"unasked"` // rules that waited for the kind of the project
	Changes   []exportedChange     `json:"changes"`
	Layers    map[string][2]string `json:"layers"` // titles and days of the data, by layer
}

// exportedChange is from which row on the basis is another.
type exportedChange struct {
	Row     int          `json:"row"`
	Basis   checks.Basis `json:"basis"`
	Unasked []unasked    `json:"unasked"`
}

// ours are the members of a feature's properties that are not the place's own.
var ours = []string{"check_row", "check_name", "check_severity", "check_red", "check_amber", "check_unknown", "check_green", "check_fault", "check_findings"}

// ownNames are the places' own columns as members: of two that are called the same the later gets a number, and ours stay ours.
func ownNames(columns []string) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		name := column
		for n := 2; slices.Contains(ours, name) || slices.Contains(names[:i], name); n++ {
			name = fmt.Sprintf("%s_%d", column, n)
		}
		names[i] = name
	}
	return names
}

// writeGeoJSON writes a collection with a feature for each row; what the checks rest on stands in the member "check", before the
// features. A row that is no place has no geometry.
func writeGeoJSON(w io.Writer, e Export, rows eachRow) error {
	out := bufio.NewWriterSize(w, 1<<16)
	about, err := plain(e.about())
	if err != nil {
		return err
	}
	// What fails to be written fails for good: the flush at the end tells.
	_, _ = fmt.Fprintf(out, "{\"type\":\"FeatureCollection\",\n\"check\":%s,\n\"features\":[", about)
	names, separator := ownNames(e.Batch.Columns), "\n"
	err = rows(func(p Whole) error {
		data, err := e.feature(p, names)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s%s", separator, data)
		separator = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	_, _ = out.WriteString("\n]}\n")
	return out.Flush()
}

func (e Export) about() exportedBasis {
	b := e.Batch
	about := exportedBasis{Name: b.Name, CreatedAt: b.CreatedAt.UTC().Format("2006-01-02T15:04:05Z"), State: b.State, Total: b.Total, Done: b.Done, Faulty: b.Faulty, Counts: b.Counts,
		Answers: b.Answers, Language: string(e.Lang), Whole: e.Whole, Basis: b.Basis, Unread: b.Unread, Unasked: e.unasked(b.Unasked), Changes: []exportedChange{}, Layers: map[string][2]string{}}
	for _, c := range b.Changes {
		about.Changes = append(about.Changes, exportedChange{c.Row, c.Basis, e.unasked(c.Unasked)})
	}
	if b.Basis == nil {
		return about
	}
	for _, ref := range b.Basis.Layers {
		title, day := e.Layer(ref)
		about.Layers[ref.Layer] = [2]string{title, day}
	}
	return about
}

// feature is a row as GeoJSON: its own columns first, then what was found.
func (e Export) feature(p Whole, names []string) ([]byte, error) {
	var out bytes.Buffer
	shape := p.Shape
	if shape == nil {
		shape = json.RawMessage("null")
	}
	_, _ = fmt.Fprintf(&out, `{"type":"Feature","id":%d,"geometry":%s,"properties":{`, p.Row, shape)
	for i, name := range names {
		value := json.RawMessage("null")
		if i < len(p.Own) {
			value = p.Own[i]
		}
		if err := addMember(&out, name, value); err != nil {
			return nil, err
		}
	}
	for i, value := range []any{p.Row, p.Name, nullable(string(p.Severity)), p.Counts.Red, p.Counts.Amber, p.Counts.Unknown, p.Counts.Green, nullable(e.fault(p.Place))} {
		if err := addMember(&out, ours[i], value); err != nil {
			return nil, err
		}
	}
	_, _ = fmt.Fprintf(&out, `,%q:[`, ours[len(ours)-1])
	for i, finding := range p.Told(e.Whole) {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = out.Write(finding)
	}
	_ = out.WriteByte(']')
	_, _ = out.WriteString("}}")
	return out.Bytes(), nil
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func addMember(out *bytes.Buffer, name string, value any) error {
	key, err := plain(name)
	if err != nil {
		return err
	}
	data, err := plain(value)
	if err != nil {
		return err
	}
	if !bytes.HasSuffix(out.Bytes(), []byte("{")) {
		_ = out.WriteByte(',')
	}
	_, err = fmt.Fprintf(out, "%s:%s", key, data)
	return err
}

// plain is a value as JSON in which <, > and & stand as they are.
func plain(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}
