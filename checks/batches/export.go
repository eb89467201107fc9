package batches

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
)

// Format is a form of file.
type Format string

// The formats. A workbook is for people, GeoJSON for maps and programs.
const (
	FormatGeoJSON Format = "geojson"
	FormatXLSX    Format = "xlsx"
)

// Formats lists them.
var Formats = []Format{FormatGeoJSON, FormatXLSX}

// Media is the format's media type.
func (f Format) Media() string {
	if f == FormatXLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "application/geo+json"
}

// Export is what a file is made of.
type Export struct {
	Batch  Batch
	Lang   i18n.Lang
	Whole  bool                                           // also what was not found
	Words  func(Fault) string                             // what is wrong with a row
	Layer  func(checks.LayerRef) (title, dataDate string) // how people know a layer
	Folder string                                         // for what is too large for memory while it is written
}

// FileName names the file after what the places came from.
func (e Export) FileName(f Format) string {
	stem := strings.TrimSuffix(e.Batch.Name, filepath.Ext(e.Batch.Name))
	return fmt.Sprintf("%s_%s_%s.%s", text.Cut(stem, 100), wordFile.In(e.Lang), e.Batch.CreatedAt.In(helsinki).Format("2006-01-02"), f)
}

// Write writes one of the actor's batches as a file, run by run. All of the file is of one moment.
func (s *Store) Write(ctx context.Context, actor identity.Actor, w io.Writer, f Format, e Export) error {
	write := writeGeoJSON
	if f == FormatXLSX {
		write = writeWorkbook
	}
	err := s.still(ctx, func(tx pgx.Tx) error {
		now, err := batchIn(ctx, tx, actor.Person, e.Batch.ID, "")
		if err != nil {
			return err
		}
		now.Name, e.Batch = e.Batch.Name, now // it may be called by its layer's title
		return write(w, e, func(take func(Whole) error) error { return each(ctx, tx, now, e.Lang, take) })
	})
	if err != nil {
		return fmt.Errorf("export batch %s: %w", e.Batch.ID, err)
	}
	return nil
}

// eachRow hands over every row of the batch.
type eachRow func(take func(Whole) error) error

// fault are the words for what is wrong with a row, or "".
func (e Export) fault(p Place) string {
	if p.Fault == nil {
		return ""
	}
	return e.Words(*p.Fault)
}

// answer is what was told about the project, in words.
type answer struct{ label, value string }

// answers are those of the batch, in the order of the questions.
func (e Export) answers() (list []answer) {
	told, err := checks.ReadAnswers(e.Batch.Answers)
	if err != nil {
		return nil // questions have changed since: the words are gone
	}
	for _, q := range checks.Questions {
		if value, ok := told.Text(q, e.Lang); ok {
			list = append(list, answer{q.Label.In(e.Lang), value})
		}
	}
	return list
}

// unasked is a rule that waited for the kind of the project.
type unasked struct {
	checks.Unasked
	Questions []string `json:"questions"` // what it needs, in words
}

func (e Export) unasked(waiting []checks.Waiting) []unasked {
	list := []unasked{}
	for _, w := range waiting {
		u := unasked{Unasked: w.In(e.Lang), Questions: []string{}}
		for _, q := range checks.Questions {
			if slices.Contains(w.Needs, q.ID) {
				u.Questions = append(u.Questions, q.Label.In(e.Lang))
			}
		}
		list = append(list, u)
	}
	return list
}

// grid is where a place stands in EPSG:3067.
func (p Place) grid() (east, north float64) {
	at := geo.ToTM35FIN(p.Point)
	return at[0], at[1]
}
