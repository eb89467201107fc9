package source

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Marks with which cells are shown that are dates, and codes of a fixed number of digits.
const (
	dateMark = "\u00a7date:"
	codeMark = "\u00a7code:"
)

var (
	formatLiteral = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`) // texts, padding, colours, languages
	formatDay     = regexp.MustCompile(`(?i)[yd]`)
	formatMonth   = regexp.MustCompile(`(?i)m`)
	formatTime    = regexp.MustCompile(`(?i)[hs]`)
	formatCode    = regexp.MustCompile(`^0{2,}$`)
)

// builtinDates are the formats with a number of their own that show a day: ECMA-376 part 1, 18.8.30, and those of East
// Asian languages.
var builtinDates = map[int]bool{14: true, 15: true, 16: true, 17: true, 22: true, 27: true, 28: true, 29: true, 30: true, 31: true, 36: true,
	50: true, 51: true, 52: true, 53: true, 54: true, 57: true, 58: true}

// markFormats replaces the number formats of a workbook's cells: dates and codes are then shown with a mark before them.
// Nothing else tells a reader of rows what a cell's format is.
func markFormats(file *excelize.File) error {
	_, _ = file.GetStyle(0) // reads the styles; a workbook may have none
	if file.Styles == nil || file.Styles.CellXfs == nil {
		return nil
	}
	styles := len(file.Styles.CellXfs.Xf)
	marked := map[string]*int{}
	for i := range styles {
		style, err := file.GetStyle(i)
		if err != nil {
			return err
		}
		wanted := markedFormat(style)
		if wanted == "" {
			continue
		}
		if marked[wanted] == nil {
			id, err := file.NewStyle(&excelize.Style{CustomNumFmt: &wanted})
			if err != nil {
				return err
			}
			marked[wanted] = file.Styles.CellXfs.Xf[id].NumFmtID
		}
		file.Styles.CellXfs.Xf[i].NumFmtID = marked[wanted]
	}
	return nil
}

// markedFormat is the format to show a cell of the style with; "" is its own.
func markedFormat(style *excelize.Style) string {
	if style.CustomNumFmt == nil {
		if builtinDates[style.NumFmt] {
			return `"` + dateMark + `"0`
		}
		return ""
	}
	shown, _, _ := strings.Cut(formatLiteral.ReplaceAllString(*style.CustomNumFmt, ""), ";")
	switch {
	case formatCode.MatchString(shown):
		return `"` + codeMark + `"` + shown
	case strings.EqualFold(shown, "General"):
	case formatDay.MatchString(shown), formatMonth.MatchString(shown) && !formatTime.MatchString(shown):
		return `"` + dateMark + `"0`
	}
	return ""
}
