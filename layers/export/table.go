package export

import (
	"context"
	"encoding/csv"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// SQL of what a table tells of a place: everything, or one point that lies in it, to the millimetre.
const (
	wholeText = `st_astext(geom)`
	pointText = `round(st_x(st_pointonsurface(geom))::numeric, 3) || ' ' || round(st_y(st_pointonsurface(geom))::numeric, 3)`
)

// writeCSV writes a row per feature (RFC 4180). A table has no room for words about itself, so that the version and what
// the licence demands stand in every row, and outlive sorting and joining.
func (r reading) writeCSV(ctx context.Context, w io.Writer, o Options) error {
	out := csv.NewWriter(w)
	geometry, places := pointText, []string{"e_3067", "n_3067"}
	if o.WKT {
		geometry, places = wholeText, []string{"wkt_3067"}
	}
	ours := own(r.columns, append([]string{idColumn}, append(places, "layer_version", "attribution", "licence")...)...)
	header := []string{ours[0]}
	for _, c := range r.columns {
		header = append(header, c.name)
	}
	header = append(header, ours[1:]...)
	if err := out.Write(cells(header)); err != nil {
		return err
	}
	terms := []string{r.version.Layer + "@" + strconv.FormatInt(r.version.Number, 10), r.provenance.Attribution, r.provenance.Licence}
	known := attributesOf(r.columns)
	row := make([]string, 0, len(header))
	err := r.each(ctx, geometry, true, o, func(f feature) error {
		row = append(row[:0], f.id)
		for _, c := range r.columns {
			text, _ := c.text(f, known)
			row = append(row, text)
		}
		if o.WKT {
			row = append(row, string(f.geometry))
		} else {
			east, north, _ := strings.Cut(string(f.geometry), " ")
			row = append(row, east, north)
		}
		return out.Write(cells(append(row, terms...)))
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// cells keeps spreadsheets from running what a register wrote as a formula (OWASP ASVS 5.0, 1.2.10): an apostrophe goes
// before the characters that begin one, unless the whole cell is a number. Where Finnish is spoken spreadsheets part cells
// by semicolons too, within what others take for one cell.
func cells(row []string) []string {
	for i, cell := range row {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			row[i] = formula.ReplaceAllString(cell, "${1}'${2}")
		}
	}
	return row
}

var formula = regexp.MustCompile(`(^|[;\n\r] *)([=+\-@\t\r])`)
