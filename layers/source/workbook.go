package source

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Bounds of workbooks, which are partly held in memory.
const (
	maxWorkbook   = 1 << 30   // everything in it, unpacked
	maxBetween    = 1 << 20   // bytes from one tag's beginning to the next: a cell holds 32,767 characters
	maxOtherParts = 64 << 20  // but for sheets and texts: styles, pictures …
	maxSheetPart  = 8 << 20   // of a sheet or of the texts, above which they are read from the disk
	maxPartDepth  = 64        // elements within elements
	maxCells      = 4_000_000 // of rows far apart or far to the right, which cost without bytes in the file
	maxRowText    = 64 << 20  // bytes of a row's texts, which stand once in the file however many cells show them
)

// ErrWide says that a sheet's rows go so far to the right, or hold so much text, that they cost too much to read.
var ErrWide = errors.New("the rows of the sheet are too wide")

// workbook is an XLSX file whose sheets are tables.
type workbook struct {
	file *excelize.File
	date bool // days are counted from 1904
	long workbookNumbers
}

// openWorkbook checks the parts as an archive and as XML before the library sees them: it takes a part that breaks off
// for one that ends.
func openWorkbook(name, folder string, limits Limits) (*workbook, error) {
	archive, err := openArchive(name, limits)
	if err != nil {
		return nil, err
	}
	w := &workbook{}
	err = w.checkParts(archive.File)
	if err = errors.Join(err, archive.Close()); err != nil {
		return nil, err
	}
	file, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxSheetPart, TmpDir: folder, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("workbook: %w: %w", err, ErrFormat)
	}
	if err := markFormats(file); err != nil {
		return nil, errors.Join(fmt.Errorf("workbook: %w: %w", err, ErrFormat), file.Close())
	}
	w.file = file
	if properties, err := file.GetWorkbookProps(); err == nil && properties.Date1904 != nil {
		w.date = *properties.Date1904
	}
	return w, nil
}

func (w *workbook) checkParts(files []*zip.File) error {
	if !isWorkbook(files) {
		return fmt.Errorf("workbook: an archive that is none: %w", ErrArchive)
	}
	var sheets, others uint64
	for _, f := range files {
		name := strings.ToLower(f.Name)
		if strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml" {
			sheets += f.UncompressedSize64
		} else {
			others += f.UncompressedSize64
		}
	}
	if sheets+others > maxWorkbook || others > maxOtherParts {
		return fmt.Errorf("workbook: more than %d MB, or more than %d MB beside its sheets: %w", maxWorkbook>>20, maxOtherParts>>20, ErrArchive)
	}
	for _, f := range files {
		if name := strings.ToLower(f.Name); strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			if err := w.checkPart(f); err != nil {
				return fmt.Errorf("workbook: %.80q: %w: %w", f.Name, err, ErrFormat)
			}
		}
	}
	return nil
}

// checkPart reads an XML part to its end.
func (w *workbook) checkPart(f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	return wellFormed(in, &w.long)
}

// wellFormed tells what is wrong with an XML document: nesting without end, a document type, a broken end. It looks
// at the numbers of cells on the way.
func wellFormed(r io.Reader, numbers *workbookNumbers) error {
	decoder := xml.NewDecoder(&tagLimit{in: r})
	for depth := 0; ; {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			numbers.start(token.Name.Local, func() string { return attributeOf(token, "t") })
			if depth++; depth > maxPartDepth {
				return fmt.Errorf("elements nested more than %d deep", maxPartDepth)
			}
		case xml.EndElement:
			numbers.end(token.Name.Local)
			depth--
		case xml.CharData:
			numbers.text(token)
		case xml.Directive:
			return errDocType
		}
	}
}

func attributeOf(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// tagLimit ends a document in which one tag or one text goes on and on.
type tagLimit struct {
	in    io.Reader
	since int // the last tag began
}

func (l *tagLimit) Read(p []byte) (int, error) {
	n, err := l.in.Read(p[:min(len(p), maxBetween)])
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		l.since = n - i
	} else if l.since += n; l.since > maxBetween {
		return 0, fmt.Errorf("a text is larger than %d kB: %w", maxBetween>>10, ErrLimit)
	}
	return n, err
}

// workbookLayers lists the sheets that have something in them.
func workbookLayers(name string, limits Limits) ([]Layer, error) {
	w, err := openWorkbook(name, "", limits)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.file.Close() }()
	var found []Layer
	for _, sheet := range w.file.GetSheetList() {
		if rows, err := w.file.Rows(sheet); err == nil { // sheets that are pictures have no rows
			if rows.Next() {
				found = append(found, Layer{Name: sheet, Format: FormatXLSX, Features: -1})
			}
			_ = rows.Close()
		}
	}
	return found, nil
}

// readWorkbook reads a sheet as a table. Its first row that is not empty holds the names of the columns.
func readWorkbook(name, folder string, o Options, limits Limits) (*Features, error) {
	if o.Layer == "" {
		layers, err := workbookLayers(name, limits)
		if err != nil {
			return nil, err
		}
		if len(layers) != 1 {
			return nil, fmt.Errorf("the workbook has %d sheets, name one: %s: %w", len(layers), strings.Join(Names(layers), ", "), ErrNoLayer)
		}
		o.Layer = layers[0].Name
	}
	w, err := openWorkbook(name, folder, limits)
	if err != nil {
		return nil, err
	}
	in, err := w.read(o)
	if err != nil {
		return nil, errors.Join(err, w.file.Close())
	}
	stop := in.close
	in.close = func() {
		stop()
		_ = w.file.Close()
	}
	return in, nil
}

func (w *workbook) read(o Options) (*Features, error) {
	if !slices.Contains(w.file.GetSheetList(), o.Layer) {
		return nil, fmt.Errorf("the workbook has no sheet %s: %w", o.Layer, ErrNoLayer)
	}
	s, err := w.sheet(o.Layer)
	if err != nil {
		return nil, err
	}
	names, err := s.next()
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("the sheet %s is empty: %w", o.Layer, ErrFormat)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	in, err := tableFeatures(slices.Clone(names), s.next, o)
	if err != nil {
		s.close()
		return nil, err
	}
	in.close = s.close
	in.Warnings = append(in.Warnings, w.long.warnings()...)
	return in, nil
}

// sheet reads the rows of a sheet twice side by side: as they are stored, and as the formats that markFormats has put in
// the place of the cells' own show them.
type sheet struct {
	raw, shown *excelize.Rows
	date1904   bool
	cells      int
	wide       int // cells of a row beyond it count as empty ones; 0: none do
	blank      int // rows that hold nothing, before the last one
}

func (w *workbook) sheet(name string) (*sheet, error) {
	raw, err := w.file.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w: %w", name, err, ErrFormat)
	}
	shown, err := w.file.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w: %w", name, errors.Join(err, raw.Close()), ErrFormat)
	}
	return &sheet{raw: raw, shown: shown, date1904: w.date}, nil
}

func (s *sheet) close() { _, _ = s.raw.Close(), s.shown.Close() }

// next returns the next row that holds anything.
func (s *sheet) next() ([]string, error) {
	for s.blank = 0; s.raw.Next() && s.shown.Next(); s.blank++ {
		raw, errRaw := s.raw.Columns(excelize.Options{RawCellValue: true})
		shown, errShown := s.shown.Columns(excelize.Options{RawCellValue: false})
		if err := errors.Join(errRaw, errShown); err != nil {
			return nil, fmt.Errorf("sheet: %w: %w", err, ErrFormat)
		}
		filled := false
		for i, value := range raw {
			if i < len(shown) {
				raw[i] = cellText(value, shown[i], s.date1904)
			}
			filled = filled || raw[i] != ""
		}
		if s.wide > 0 && len(raw) > s.wide {
			if s.cells += len(raw) - s.wide; s.cells > maxCells {
				return nil, fmt.Errorf("sheet: more than %d cells beyond column %d: %w", maxCells, s.wide, ErrWide)
			}
		}
		if filled {
			return trimmed(raw), nil
		}
		if s.cells += 1 + len(raw); s.cells > maxCells {
			return nil, fmt.Errorf("sheet: more than %d empty cells: %w", maxCells, ErrFormat)
		}
	}
	if err := errors.Join(s.raw.Error(), s.shown.Error()); err != nil {
		return nil, fmt.Errorf("sheet: %w: %w", err, ErrFormat)
	}
	return nil, io.EOF
}

// trimmed leaves the empty cells at a row's end away.
func trimmed(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}

// cellText is a cell's value: what is stored, but a date in ISO 8601, and a code with the zeros before it that people
// see. What it is tells the format under which the cell is shown.
func cellText(raw, shown string, date1904 bool) string {
	if code, ok := strings.CutPrefix(shown, codeMark); ok && allDigits(raw) && allDigits(code) && len(code) > len(raw) {
		return code
	}
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || !strings.HasPrefix(shown, dateMark) || !(serial >= 1 && serial <= 2_958_465) { // 9999-12-31
		return raw
	}
	day, err := excelize.ExcelDateToTime(serial, date1904)
	if err != nil {
		return raw
	}
	if day = day.Round(time.Second); day.Equal(day.Truncate(24 * time.Hour)) {
		return day.Format(time.DateOnly)
	}
	return day.Format("2006-01-02T15:04:05")
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
