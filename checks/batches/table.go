package batches

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/text"
	"lupakartta/layers"
	"lupakartta/layers/source"
)

// Names of columns, lower case, that are nothing else; coordinates and geometry have theirs with the imports (source.PlaceColumns).
var (
	propertyNames = []string{"kiinteistötunnus", "kiinteistotunnus", "kiinteistö", "kiinteisto", "rekisteriyksikkö", "property_id", "property_unit", "property", "fastighetsbeteckning", "fastighet"}
	addressNames  = []string{"osoite", "katuosoite", "lähiosoite", "lahiosoite", "address", "street_address", "adress", "gatuadress", "näradress"} //nolint:misspell // Swedish
	placeNames    = []string{"id", "tunnus", "kohdetunnus", "tunniste", "nimi", "kohde", "koodi", "nro", "numero", "name", "code", "number", "namn", "beteckning", "kod", "nummer"}
)

// sampled is how many rows are looked at to tell a column of property units by its values.
const sampled = 20

// readTable reads the rows, and then where they stand.
func (r *Reader) readTable(ctx context.Context, reading *Reading, data []byte) error {
	var rows [][]string
	err := temporary(data, func(path string) (err error) {
		rows, err = reading.rows(ctx, path)
		return err
	})
	if err != nil {
		return err
	}
	if err := reading.recognise(rows); err != nil {
		return err
	}
	if at := reading.column(reading.Taken.Name); at >= 0 {
		for i, row := range rows {
			reading.Places[i].Name = text.Cut(strings.TrimSpace(cell(row, at)), maxName)
		}
	}
	return r.locate(ctx, reading, rows)
}

func cell(row []string, column int) string {
	if column < 0 || column >= len(row) {
		return ""
	}
	return row[column]
}

// rows reads the table, and makes a place of every row that has its values. A row with nothing in it counts, so that each has the
// number that people see below the header; after the last one that has anything none does.
func (r *Reading) rows(ctx context.Context, path string) (rows [][]string, err error) {
	table, err := source.OpenRows(path, source.Options{Layer: r.Taken.Sheet, Encoding: r.Taken.Encoding}, tableLimits)
	if err != nil {
		return nil, unread(err, r.Taken)
	}
	defer table.Close()
	if len(table.Columns) > MaxColumns {
		return nil, badFile("too_many_columns", map[string]any{"value": MaxColumns})
	}
	for _, name := range table.Columns {
		r.addColumn(name)
	}
	r.Warnings, r.Sheets, r.Taken.Sheet = table.Warnings, table.Sheets, table.Sheet
	if table.Sheet != "" {
		r.Taken.Encoding = "" // a workbook says its own
	}
	for blank := 0; ; {
		row, err := table.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return nil, unread(err, r.Taken)
		}
		blank += table.Blank
		if !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			blank++
			continue
		}
		if len(rows)+blank >= MaxPlaces {
			return nil, badFile("too_many_places", map[string]any{"value": MaxPlaces})
		}
		for range blank {
			rows = append(rows, nil)
			r.Places = append(r.Places, Place{Row: len(rows), Own: slices.Repeat([]json.RawMessage{emptyValue}, len(r.Columns)), Fault: &Fault{Code: "row_empty"}})
		}
		blank = 0
		rows = append(rows, slices.Clone(row[:min(len(row), len(r.Columns))]))
		if err := r.addRow(row); err != nil {
			return nil, err
		}
	}
}

// addRow makes a place of a row.
func (r *Reading) addRow(row []string) error {
	p, size := Place{Row: len(r.Places) + 1}, 0
	if len(row) > len(r.Columns) {
		p.Fault = &Fault{Code: "too_many_values", Values: map[string]any{"count": len(row), "value": len(r.Columns)}}
	}
	for c := range r.Columns {
		value := asValue(cell(row, c))
		p.Own, size = append(p.Own, value), size+len(value)
	}
	r.Places = append(r.Places, p)
	return r.spend(size)
}

// unread tells a file that cannot be read from a fault of ours.
func unread(err error, chosen Taken) error {
	switch {
	case errors.Is(err, source.ErrNoLayer):
		return faults.Faults{{Pointer: "/taken/sheet", Code: "no_sheet"}}
	case errors.Is(err, source.ErrEncoding):
		return faults.Faults{{Pointer: "/taken/encoding", Code: "unknown_encoding", Values: map[string]any{"value": text.Cut(chosen.Encoding, 40)}}}
	case errors.Is(err, source.ErrWide):
		return badFile("sheet_too_wide", nil)
	case errors.Is(err, source.ErrFormat), errors.Is(err, source.ErrArchive), errors.Is(err, source.ErrLimit):
		return badFile("not_table", nil)
	}
	return err
}

// column is the index of a column; -1: there is none of that name.
func (r *Reading) column(name string) int {
	if i, ok := r.at[name]; ok {
		return i
	}
	return -1
}

func (r *Reading) addColumn(name string) {
	if r.at == nil {
		r.at = map[string]int{}
	}
	if _, ok := r.at[name]; !ok {
		r.at[name] = len(r.Columns)
		r.Columns = append(r.Columns, name)
	}
}

// recognise finds out which columns hold the places, where nobody has chosen any, and what they are called.
func (r *Reading) recognise(rows [][]string) error {
	var found faults.Faults
	for pointer, name := range map[string]string{"/taken/x": r.Taken.X, "/taken/y": r.Taken.Y, "/taken/wkt": r.Taken.WKT, "/taken/property": r.Taken.Property,
		"/taken/address": r.Taken.Address, "/taken/name": r.Taken.Name} {
		found.When(name != "" && r.column(name) < 0, pointer, "no_column")
	}
	if err := found.OrNil(); err != nil {
		return err
	}
	if !r.Taken.located() {
		r.guess(rows)
	}
	r.Located = r.Taken.located()
	if r.Taken.Name == "" {
		r.Taken.Name = cmp.Or(r.named(placeNames), r.Taken.Property, r.Taken.Address)
	}
	return nil
}

func (r *Reading) guess(rows [][]string) {
	x, y, wkt, crs := source.PlaceColumns(r.Columns)
	switch {
	case wkt >= 0:
		r.Taken.WKT = r.Columns[wkt]
	case x >= 0:
		r.Taken.X, r.Taken.Y, r.Taken.CRS = r.Columns[x], r.Columns[y], cmp.Or(r.Taken.CRS, crs)
	case r.named(propertyNames) != "":
		r.Taken.Property = r.named(propertyNames)
	case r.named(addressNames) != "":
		r.Taken.Address = r.named(addressNames)
	default:
		r.Taken.Property = r.byValues(rows)
	}
}

// named is the first column with one of these names.
func (r *Reading) named(names []string) string {
	for _, name := range names {
		if i := slices.IndexFunc(r.Columns, func(column string) bool { return strings.EqualFold(column, name) }); i >= 0 {
			return r.Columns[i]
		}
	}
	return ""
}

// byValues is the first column all of whose first values are ids of property units, with their dashes.
func (r *Reading) byValues(rows [][]string) string {
	for c, column := range r.Columns {
		ids := 0
		fits := !slices.ContainsFunc(rows[:min(len(rows), sampled)], func(row []string) bool {
			_, err := layers.ParsePropertyID(cell(row, c))
			ids++
			return err != nil || !strings.Contains(cell(row, c), "-")
		})
		if fits && ids > 0 {
			return column
		}
	}
	return ""
}

// locate gives each row its place.
func (r *Reader) locate(ctx context.Context, reading *Reading, rows [][]string) error {
	crs, err := systemOf(reading.Taken.CRS)
	if err != nil {
		return err
	}
	t := reading.Taken
	switch {
	case t.WKT != "":
		return reading.eachCell(rows, t.WKT, func(p *Place, said string) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if crs != 0 && !strings.HasPrefix(strings.ToUpper(said), "SRID") {
				said = "SRID=" + strconv.Itoa(int(crs)) + ";" + said
			}
			shape, err := geo.DecodeWKT(said)
			return reading.put(p, shape, err)
		})
	case t.X != "" && t.Y != "":
		return reading.coordinates(rows, crs)
	case t.Property != "":
		return r.properties(ctx, reading, rows)
	case t.Address != "":
		return r.addresses(ctx, reading, rows)
	}
	return nil
}

// eachCell hands over the rows' values of a column; an empty one is a fault.
func (r *Reading) eachCell(rows [][]string, column string, take func(p *Place, said string) error) error {
	at := r.column(column)
	for i, row := range rows {
		p := &r.Places[i]
		said := strings.TrimSpace(cell(row, at))
		switch {
		case p.Fault != nil:
		case said == "":
			p.Fault = &Fault{Code: "row_empty"}
		default:
			if err := take(p, said); err != nil {
				return err
			}
		}
	}
	return nil
}

// coordinates reads two columns of numbers. Where no reference system was chosen it is the one in which the most rows lie in
// Finland: the numbers of all of them differ so much that a row never lies there in two.
func (r *Reading) coordinates(rows [][]string, crs geo.CRS) error {
	points := r.points(rows)
	votes := map[geo.CRS]int{}
	for _, p := range points {
		if voted, _, ok := geo.Guess(p); ok {
			votes[voted]++
		}
	}
	if crs == 0 {
		most := 0
		for _, candidate := range geo.Systems() {
			if votes[candidate] > most {
				crs, most = candidate, votes[candidate]
			}
		}
	}
	if crs != 0 {
		r.Taken.CRS = "EPSG:" + strconv.Itoa(int(crs))
	}
	for row, point := range points {
		place := &r.Places[row]
		if crs == 0 {
			place.Fault = &Fault{Code: string(geo.Ambiguous), Values: map[string]any{"x": point[0], "y": point[1]}}
			continue
		}
		if err := geo.CheckPoint(point, crs); err != nil {
			if place.Fault = faultOf(err); place.Fault.Code == string(geo.LatLonSwapped) {
				r.Swapped++
			}
			continue
		}
		if err := r.put(place, crs.ToLonLat(point), nil); err != nil {
			return err
		}
	}
	return nil
}

// points are the coordinates of the rows that have two numbers, by their index.
func (r *Reading) points(rows [][]string) map[int]orb.Point {
	x, y := r.column(r.Taken.X), r.column(r.Taken.Y)
	if r.Taken.Swap {
		x, y = y, x
	}
	points := map[int]orb.Point{}
	for i, row := range rows {
		p := &r.Places[i]
		said := [2]string{strings.TrimSpace(cell(row, x)), strings.TrimSpace(cell(row, y))}
		east, errX := source.Coordinate(said[0])
		north, errY := source.Coordinate(said[1])
		switch {
		case p.Fault != nil:
		case said[0] == "" && said[1] == "":
			p.Fault = &Fault{Code: "row_empty"}
		case errX != nil || errY != nil:
			p.Fault = &Fault{Code: "not_coordinates", Values: map[string]any{"x": text.Cut(said[0], 40), "y": text.Cut(said[1], 40)}}
		default:
			points[i] = orb.Point{east, north}
		}
	}
	return points
}

// own makes a place's values of a JSON object's members in the order of the columns.
func (r *Reading) own(object []member) ([]json.RawMessage, error) {
	own, size := slices.Repeat([]json.RawMessage{noValue}, len(r.Columns)), 0
	for _, m := range object {
		if at := r.column(m.name); at >= 0 {
			own[at] = m.value
		}
	}
	for _, value := range own {
		size += len(value)
	}
	return own, r.spend(size)
}
