package batches

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// export writes a batch as a file.
func (w *world) export(b Batch, f Format, lang i18n.Lang, whole bool) []byte {
	w.t.Helper()
	var out bytes.Buffer
	must(w.t, w.store.Write(w.t.Context(), w.person, &out, f, Export{Batch: b, Lang: lang, Whole: whole, Folder: w.t.TempDir(),
		Words: func(f Fault) string { return "vika " + f.Code }, Layer: func(ref checks.LayerRef) (string, string) { return "taso " + ref.Layer, "2026-05-01" }}))
	return out.Bytes()
}

func TestGeoJSONExport(t *testing.T) {
	w := newWorld(t)
	b := w.run(w.make(table(at(0, 0), at(250, 10), at(9000, 0))).ID)
	var file struct {
		Check    exportedBasis `json:"check"`
		Features []struct {
			ID         int             `json:"id"`
			Geometry   json.RawMessage `json:"geometry"`
			Properties map[string]any  `json:"properties"`
		} `json:"features"`
	}
	must(t, json.Unmarshal(w.export(b, FormatGeoJSON, i18n.Swedish, false), &file))
	if len(file.Features) != 4 || file.Check.Basis.Engine != checks.EngineVersion || len(file.Check.Basis.Rules) != 3 || file.Check.Layers["sites"] != [2]string{"taso sites", "2026-05-01"} || file.Check.Language != "sv" {
		t.Fatalf("%+v", file.Check)
	}
	first, bad := file.Features[0].Properties, file.Features[3]
	if shape, err := geo.DecodeGeoJSON(file.Features[0].Geometry); err != nil || shape != geo.ToLonLat(at(0, 0)) {
		t.Errorf("the place is %v, %v", shape, err)
	}
	if first["id"] != "pa" || first["huom"] != "=1+1" || first["check_severity"] != "red" || first["check_red"] != 1.0 || first["check_fault"] != nil || file.Features[0].ID != 1 {
		t.Errorf("%v", first)
	}
	findings := first["check_findings"].([]any)
	if title := findings[0].(map[string]any)["title"]; title != "inside otsikko sv: Lehto" || slices.ContainsFunc(findings, func(f any) bool { return f.(map[string]any)["status"] == "not_found" }) {
		t.Errorf("%v", findings)
	}
	if string(bad.Geometry) != "null" || bad.Properties["check_fault"] != "vika row_empty" || bad.Properties["check_severity"] != nil {
		t.Errorf("%s %v", bad.Geometry, bad.Properties)
	}
	_, answer, err := w.store.Answer(t.Context(), w.person, b.ID, 3, i18n.Swedish)
	must(t, err)
	var result struct{ Findings json.RawMessage }
	must(t, json.Unmarshal(answer, &result))
	if whole := w.export(b, FormatGeoJSON, i18n.Swedish, true); !bytes.Contains(whole, result.Findings) {
		t.Error("the whole file has not every finding as it was told")
	}
}

// The workbook is opened again: its numbers are numbers, and nothing that somebody wrote is a formula.
func TestWorkbookExport(t *testing.T) {
	w := newWorld(t)
	text := table(at(0, 0), at(250, 10), at(9000, 0), at(40, 0)) + "\"=HYPERLINK(\"\"http://x\"\")\";26,61;62,41;\"+cmd|' /C calc'!A0\"\n"
	b := w.run(w.make(text).ID)
	for _, lang := range i18n.Languages {
		data := w.export(b, FormatXLSX, lang, false)
		book, err := excelize.OpenReader(bytes.NewReader(data))
		must(t, err)
		if got, want := book.GetSheetList(), []string{wordPlaces.In(lang), wordFindings.In(lang), wordBasis.In(lang)}; !slices.Equal(got, want) {
			t.Fatalf("sheets %v, want %v", got, want)
		}
		w.comparePlaces(book, b, lang)
		w.compareFindings(book, b, lang)
		basis, err := book.GetRows(wordBasis.In(lang))
		must(t, err)
		if !slices.ContainsFunc(basis, func(row []string) bool {
			return slices.Equal(row, []string{"near", "near otsikko" + map[i18n.Lang]string{"fi": "", "sv": " sv", "en": " en"}[lang], "1"})
		}) ||
			!slices.ContainsFunc(basis, func(row []string) bool { return len(row) == 4 && row[0] == "sites" && row[1] == "taso sites" }) {
			t.Errorf("%s: basis %v", lang, basis)
		}
		noFormulas(t, data)
	}
}

func (w *world) comparePlaces(book *excelize.File, b Batch, lang i18n.Lang) {
	w.t.Helper()
	name := wordPlaces.In(lang)
	rows, err := book.GetRows(name, excelize.Options{RawCellValue: true})
	must(w.t, err)
	if len(rows) != b.Total+1 || rows[0][2] != wordWorst.In(lang) || rows[0][15] != "huom" {
		w.t.Fatalf("%s: %d rows, header %v", lang, len(rows), rows[0])
	}
	row := 0
	must(w.t, w.store.Each(w.t.Context(), w.person, b.ID, lang, func(p Whole) error {
		row++
		cells := rows[row]
		if cells[0] != strconv.Itoa(p.Row) || p.Severity != "" && (cells[2] != severities[p.Severity].In(lang) || cells[3] != strconv.Itoa(p.Counts.Red)) || p.Fault != nil && cells[7] != "vika "+p.Fault.Code {
			w.t.Errorf("%s: row %d: %v, want %+v", lang, row, cells, p.Place)
		}
		if p.Shape != nil {
			if kind, err := book.GetCellType(name, "I"+strconv.Itoa(row+1)); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
				w.t.Errorf("%s: row %d: the longitude is of type %v, %v", lang, row, kind, err)
			}
			if lon, err := strconv.ParseFloat(cells[8], 64); err != nil || lon != p.Point[0] {
				w.t.Errorf("%s: row %d: longitude %v, want %v", lang, row, cells[8], p.Point[0])
			}
		}
		return nil
	}))
	if panes, err := book.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != 1 {
		w.t.Errorf("%s: panes %+v, %v", lang, panes, err)
	}
}

func (w *world) compareFindings(book *excelize.File, b Batch, lang i18n.Lang) {
	w.t.Helper()
	rows, err := book.GetRows(wordFindings.In(lang), excelize.Options{RawCellValue: true})
	must(w.t, err)
	row := 0
	must(w.t, w.store.Each(w.t.Context(), w.person, b.ID, lang, func(p Whole) error {
		told, err := p.Findings(true)
		must(w.t, err)
		for _, f := range told {
			if f.Status == checks.NotFound {
				continue
			}
			row++
			cells := append(slices.Clone(rows[row]), make([]string, 19)...)
			want := []string{strconv.Itoa(p.Row), p.Name, severities[f.Severity].In(lang), f.Title}
			if !slices.Equal(cells[:4], want) || cells[10] != f.Why || cells[11] != f.Statute || cells[12] != f.Next || cells[17] != f.Rule {
				w.t.Errorf("%s: finding %d: %v, want %v of %+v", lang, row, cells, want, f)
			}
			distance, err := strconv.ParseFloat(cells[4], 64)
			if f.Distance != nil && (err != nil || distance != *f.Distance) {
				w.t.Errorf("%s: finding %d: distance %v, want %v", lang, row, cells[4], *f.Distance)
			}
		}
		return nil
	}))
	if row != len(rows)-1 {
		w.t.Errorf("%s: %d findings in the sheet, want %d", lang, len(rows)-1, row)
	}
}

// noFormulas looks into the sheets themselves, and wants their header to stay and to filter.
func noFormulas(t *testing.T, data []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	filters := 0
	for _, f := range archive.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			continue
		}
		in, err := f.Open()
		must(t, err)
		sheet, err := io.ReadAll(in)
		must(t, errors.Join(err, in.Close()))
		if bytes.Contains(sheet, []byte("<f>")) || bytes.Contains(sheet, []byte("<f ")) {
			t.Errorf("%s has a formula", f.Name)
		}
		filters += bytes.Count(sheet, []byte("<autoFilter"))
	}
	if filters != 2 {
		t.Errorf("%d filters, want 2", filters)
	}
}

// Rules that waited for the kind of the project are named with what they need: without them green would promise too much.
func TestFilesNameRulesThatWereNotAsked(t *testing.T) {
	w := newWorld(t)
	loud := rule("loud", layers.Natura, checks.Inside, 0, "")
	loud.Kinds, loud.Cases = []string{"event"}, []checks.Case{{When: map[string][]string{"loud": {"true"}}, Severity: checks.Red}}
	must(t, checks.Add(t.Context(), w.owner, []checks.Rule{loud}))
	w.open()
	b := w.run(w.make(table(at(9000, 0))).ID)
	question := ""
	for _, q := range checks.Questions {
		if q.ID == "loud" {
			question = q.Label.In(i18n.Swedish)
		}
	}
	var file struct {
		Check exportedBasis `json:"check"`
	}
	must(t, json.Unmarshal(w.export(b, FormatGeoJSON, i18n.Swedish, false), &file))
	if u := file.Check.Unasked; len(u) != 1 || u[0].Rule != "loud" || u[0].Title != "loud otsikko sv" || !slices.Equal(u[0].Needs, []string{"loud"}) || !slices.Equal(u[0].Questions, []string{question}) || question == "" {
		t.Errorf("%+v, want the question %q", u, question)
	}
	book, err := excelize.OpenReader(bytes.NewReader(w.export(b, FormatXLSX, i18n.Swedish, false)))
	must(t, err)
	basis, err := book.GetRows(wordBasis.In(i18n.Swedish))
	must(t, err)
	if !slices.ContainsFunc(basis, func(row []string) bool { return slices.Equal(row, []string{"loud", "loud otsikko sv", "1", question}) }) {
		t.Errorf("basis %v", basis)
	}
}

// A file of a batch under way is of one moment: no place in it has a worst finding without its findings.
func TestResultsAreOfOneMoment(t *testing.T) {
	w := newWorld(t)
	id := w.make(table(at(0, 0), at(10, 0), at(20, 0), at(30, 0), at(40, 0))).ID
	w.part(id)
	rows := 0
	must(t, w.store.Each(t.Context(), w.person, id, i18n.Finnish, func(p Whole) error {
		if rows++; rows == 1 {
			w.run(id)
		}
		if (p.Severity == "") != (len(p.Raw) == 0) || p.Row > 3 && p.Severity != "" {
			t.Errorf("row %d: %q with %d findings", p.Row, p.Severity, len(p.Raw))
		}
		return nil
	}))
	if b := w.get(id); rows != 6 || b.State != Done {
		t.Errorf("%d rows, %s", rows, b.State)
	}
}

// What was cancelled can be taken away as far as it went.
func TestExportOfHalfABatch(t *testing.T) {
	w := newWorld(t)
	b := w.make(table(at(0, 0), at(10, 0), at(20, 0), at(30, 0), at(40, 0)))
	w.part(b.ID)
	b, err := w.store.Cancel(t.Context(), w.person, b.ID)
	must(t, err)
	book, err := excelize.OpenReader(bytes.NewReader(w.export(b, FormatXLSX, i18n.English, false)))
	must(t, err)
	rows, err := book.GetRows(wordPlaces.In(i18n.English))
	must(t, err)
	if len(rows) != 7 || rows[1][2] == "" || len(rows[6]) > 2 && rows[6][2] != "" {
		t.Errorf("%v", rows)
	}
}

// What has no room on a sheet goes on on another.
func TestSheetsGoOn(t *testing.T) {
	b, err := newBook(Export{Lang: i18n.Finnish, Folder: t.TempDir()})
	must(t, err)
	s, err := b.sheet("A", []column{{title: "x", width: 9}})
	must(t, err)
	s.rows = mostRows
	must(t, s.add([]any{"y\x00\x1b" + strings.Repeat("ä", 40_000)}))
	must(t, s.end())
	said, err := b.file.GetCellValue("A 2", "A2")
	if got := b.file.GetSheetList(); !slices.Equal(got, []string{"A", "A 2"}) || err != nil || len([]rune(said)) != mostCell || strings.ContainsAny(said, "\x00\x1b") {
		t.Errorf("%v, %d characters, %v", got, len([]rune(said)), err)
	}
	must(t, b.file.Close())
}

func TestOwnNamesDoNotCollide(t *testing.T) {
	if got := ownNames([]string{"a", "check_row", "a", "a_2"}); !slices.Equal(got, []string{"a", "check_row_2", "a_2", "a_2_2"}) {
		t.Errorf("got %v", got)
	}
}

// A day is the one that people in Finland have.
func TestFileNamesHaveTheDayInFinland(t *testing.T) {
	e := Export{Batch: Batch{Name: "paikat.csv", CreatedAt: time.Date(2026, 6, 30, 21, 30, 0, 0, time.UTC)}, Lang: i18n.Finnish}
	if got := e.FileName(FormatGeoJSON); got != "paikat_tarkastelu_2026-07-01.geojson" {
		t.Errorf("got %s", got)
	}
}
