package batches

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"lupakartta/checks"
	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
)

// Bounds of sheets.
const (
	mostRows  = 1_048_576
	mostCell  = 32_000 // characters; 32,767 in UTF-16
	mostWidth = 60     // of a column, characters
)

// book is a workbook on its way out, its sheets written row by row to the disk.
type book struct {
	file   *excelize.File
	lang   i18n.Lang
	bold   int
	styles map[string]int // by number format
}

// writeWorkbook writes three sheets: the places, what was found, and what it rests on.
func writeWorkbook(w io.Writer, e Export, rows eachRow) (err error) {
	b, err := newBook(e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.file.Close()) }()
	places, err := b.sheet(wordPlaces.In(e.Lang), placeColumnsOf(e))
	if err != nil {
		return err
	}
	findings, err := b.sheet(wordFindings.In(e.Lang), findingColumns(e.Lang))
	if err != nil {
		return err
	}
	basis, err := b.sheet(wordBasis.In(e.Lang), []column{{title: wordBasis.In(e.Lang), width: 40}, {title: "", width: mostWidth}, {title: "", width: 12}, {title: "", width: 16}})
	if err != nil {
		return err
	}
	basis.unfiltered = true
	err = rows(func(p Whole) error {
		if err := places.add(placeCells(e, p.Place)); err != nil {
			return err
		}
		told, err := p.Findings(e.Whole)
		if err != nil {
			return err
		}
		for _, f := range told {
			if err := findings.add(findingCells(e.Lang, p.Place, f)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = e.basisRows(basis.add)
	}
	if err = errors.Join(err, places.end(), findings.end(), basis.end()); err != nil {
		return err
	}
	b.file.SetActiveSheet(0)
	return b.file.Write(w)
}

func newBook(e Export) (*book, error) {
	b := &book{file: excelize.NewFile(excelize.Options{TmpDir: e.Folder}), lang: e.Lang, styles: map[string]int{}}
	var err error
	if b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EAF2FA"}}}); err != nil {
		return nil, err
	}
	for _, format := range []string{"0.0", "0.0 %", "0.000000", "0.00"} {
		if b.styles[format], err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// column is one of a sheet.
type column struct {
	title  string
	width  float64 // characters
	format string  // of numbers; empty: as they are
}

// sheet is a table under a frozen header with a filter. What has no room on it goes on on another.
type sheet struct {
	book       *book
	name       string
	columns    []column
	part       int
	rows       int
	stream     *excelize.StreamWriter
	unfiltered bool
}

func (b *book) sheet(name string, columns []column) (*sheet, error) {
	s := &sheet{book: b, name: name, columns: columns}
	return s, s.begin()
}

func (s *sheet) title() string {
	if s.part > 1 {
		return s.name + " " + strconv.Itoa(s.part)
	}
	return s.name
}

// begin opens the next part of the sheet with its header.
func (s *sheet) begin() error {
	s.part, s.rows = s.part+1, 0
	f := s.book.file
	if first := f.GetSheetList(); len(first) == 1 && first[0] == "Sheet1" {
		if err := f.SetSheetName("Sheet1", s.title()); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.title()); err != nil {
		return err
	}
	var err error
	if s.stream, err = f.NewStreamWriter(s.title()); err != nil {
		return err
	}
	header := make([]any, len(s.columns))
	for i, c := range s.columns {
		if err := s.stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		header[i] = excelize.Cell{StyleID: s.book.bold, Value: cellText(c.title)}
	}
	if err := s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	s.rows = 1
	return s.stream.SetRow("A1", header)
}

// add writes a row. Texts are written as texts, whatever they begin with: a spreadsheet runs none as a formula.
func (s *sheet) add(values []any) error {
	if s.rows == mostRows {
		if err := s.end(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return err
		}
	}
	cells := make([]any, len(values))
	for i, value := range values {
		switch value := value.(type) {
		case string:
			cells[i] = cellText(value)
		case *float64:
			if value != nil {
				cells[i] = s.number(i, *value)
			}
		case float64:
			cells[i] = s.number(i, value)
		default:
			cells[i] = value
		}
	}
	s.rows++
	return s.stream.SetRow("A"+strconv.Itoa(s.rows), cells)
}

func (s *sheet) number(column int, value float64) any {
	if column < len(s.columns) && s.columns[column].format != "" {
		return excelize.Cell{StyleID: s.book.styles[s.columns[column].format], Value: value}
	}
	return value
}

func (s *sheet) end() error {
	if !s.unfiltered {
		last, err := excelize.CoordinatesToCellName(len(s.columns), s.rows)
		if err != nil {
			return err
		}
		if err := s.book.file.AutoFilter(s.title(), "A1:"+last, nil); err != nil {
			return err
		}
	}
	return s.stream.Flush()
}

// cellText is a text as a cell takes it; an empty one is an empty cell.
func cellText(said string) any {
	if said == "" {
		return nil
	}
	return text.Cut(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, text.Clean(said)), mostCell)
}

func placeColumnsOf(e Export) []column {
	l := e.Lang
	columns := []column{{title: wordRow.In(l), width: 7}, {title: wordName.In(l), width: 24}, {title: wordWorst.In(l), width: 18}, {title: wordRed.In(l), width: 11}, {title: wordAmber.In(l), width: 14},
		{title: wordUnknown.In(l), width: 12}, {title: wordGreen.In(l), width: 14}, {title: wordFault.In(l), width: 40},
		{title: wordLon.In(l), width: 14, format: "0.000000"}, {title: wordLat.In(l), width: 14, format: "0.000000"}, {title: wordEast.In(l), width: 14, format: "0.00"}, {title: wordNorth.In(l), width: 14, format: "0.00"}}
	for _, own := range e.Batch.Columns {
		columns = append(columns, column{title: own, width: 18})
	}
	return columns
}

func placeCells(e Export, p Place) []any {
	cells := []any{p.Row, p.Name, severities[p.Severity].In(e.Lang), nil, nil, nil, nil, e.fault(p), nil, nil, nil, nil}
	if p.Severity != "" {
		cells[3], cells[4], cells[5], cells[6] = p.Counts.Red, p.Counts.Amber, p.Counts.Unknown, p.Counts.Green
	}
	if p.Shape != nil {
		east, north := p.grid()
		cells[8], cells[9], cells[10], cells[11] = p.Point[0], p.Point[1], east, north
	}
	for _, own := range p.Own {
		cells = append(cells, ownCell(own))
	}
	return cells
}

// ownCell is a value of a place's own: numbers of GeoJSON and of layers as numbers, texts as they were written.
func ownCell(value json.RawMessage) any {
	var number float64
	if json.Unmarshal(value, &number) == nil && string(value) != "null" && len(value) <= 15 { // digits that a cell keeps
		return number
	}
	if string(value) == "true" || string(value) == "false" {
		return string(value) == "true"
	}
	return asText(value)
}

func findingColumns(l i18n.Lang) []column {
	return []column{{title: wordRow.In(l), width: 7}, {title: wordName.In(l), width: 24}, {title: wordSeverity.In(l), width: 16}, {title: wordTitle.In(l), width: 50}, {title: wordDistance.In(l), width: 12, format: "0.0"},
		{title: wordShare.In(l), width: 12, format: "0.0 %"}, {title: wordBearing.In(l), width: 10, format: "0.0"}, {title: wordLayer.In(l), width: 24}, {title: wordFeature.In(l), width: 24}, {title: wordFeatureID.In(l), width: 18},
		{title: wordWhy.In(l), width: mostWidth}, {title: wordStatute.In(l), width: 36}, {title: wordNext.In(l), width: mostWidth}, {title: wordAuthority.In(l), width: 30}, {title: wordCompetent.In(l), width: 30},
		{title: wordContact.In(l), width: 40}, {title: wordMore.In(l), width: 12}, {title: wordRule.In(l), width: 24}, {title: wordVersion.In(l), width: 8}}
}

func findingCells(l i18n.Lang, p Place, f checks.Finding) []any {
	feature := ""
	if f.FeatureID != nil {
		feature = *f.FeatureID
	}
	var names, contacts []string
	for _, c := range f.Contacts {
		names = append(names, c.Name)
		for _, way := range []string{c.Phone, c.Email, c.EService, c.Web} {
			if way != "" {
				contacts = append(contacts, way)
			}
		}
	}
	var more any
	if f.More > 0 {
		more = f.More
	}
	return []any{p.Row, p.Name, severities[f.Severity].In(l), f.Title, f.Distance, f.OverlapShare, f.Bearing, f.LayerTitle, f.FeatureTitle, feature,
		f.Why, f.Statute, f.Next, f.Authority, strings.Join(names, "; "), strings.Join(contacts, "; "), more, f.Rule, f.RuleVersion}
}

// basisRows writes what the file is and what it rests on.
func (e Export) basisRows(add func([]any) error) error {
	b, l := e.Batch, e.Lang
	rows := [][]any{{wordSource.In(l), b.Name}, {wordMade.In(l), b.CreatedAt.In(helsinki).Format("2006-01-02 15:04")}, {wordState.In(l), states[b.State].In(l)},
		{wordTotal.In(l), b.Total}, {wordDone.In(l), b.Done}, {wordFaulty.In(l), b.Faulty},
		{severities[checks.Red].In(l), b.Counts.Red}, {severities[checks.Amber].In(l), b.Counts.Amber}, {severities[checks.Unknown].In(l), b.Counts.Unknown}, {severities[checks.Green].In(l), b.Counts.Green}}
	for _, a := range e.answers() {
		rows = append(rows, []any{wordAnswers.In(l) + ": " + a.label, a.value})
	}
	if len(b.Unread) > 0 {
		rows = append(rows, []any{wordUnread.In(l), strings.Join(b.Unread, ", ")})
	}
	if !e.Whole {
		rows = append(rows, []any{wordOmitted.In(l)})
	}
	if b.Basis != nil {
		rows = append(rows, e.basisOf(*b.Basis, b.Unasked)...)
	}
	for _, c := range b.Changes {
		rows = append(rows, []any{nil}, []any{strings.ReplaceAll(wordFrom.In(l), "{row}", strconv.Itoa(c.Row))})
		rows = append(rows, e.basisOf(c.Basis, c.Unasked)...)
	}
	for _, row := range rows {
		if err := add(row); err != nil {
			return err
		}
	}
	return nil
}

func (e Export) basisOf(basis checks.Basis, waiting []checks.Waiting) [][]any {
	l := e.Lang
	rows := [][]any{{wordDay.In(l), basis.Day}, {wordEngine.In(l), basis.Engine}, {nil}, {wordRules.In(l), wordTitle.In(l), wordVersion.In(l)}}
	for _, rule := range basis.Rules {
		title := rule.Rule
		if heading, ok := e.Batch.Headings[rule.Rule]; ok {
			title = heading.In(l)
		}
		rows = append(rows, []any{rule.Rule, title, rule.Version})
	}
	if len(waiting) > 0 {
		rows = append(rows, []any{nil}, []any{wordUnasked.In(l), wordTitle.In(l), wordVersion.In(l), wordNeeds.In(l)})
	}
	for _, u := range e.unasked(waiting) {
		rows = append(rows, []any{u.Rule, u.Title, u.RuleVersion, strings.Join(u.Questions, "; ")})
	}
	rows = append(rows, []any{nil}, []any{wordLayers.In(l), wordTitle.In(l), wordVersion.In(l), wordDataDate.In(l)})
	for _, ref := range basis.Layers {
		title, day := e.Layer(ref)
		version := any(ref.Version)
		if ref.Version == 0 {
			version, day = wordLive.In(l), wordEach.In(l)
		}
		rows = append(rows, []any{ref.Layer, title, version, day})
	}
	return rows
}

// helsinki is where people read the file.
var helsinki = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(fmt.Errorf("zones are linked in: %w", err))
	}
	return zone
}()
