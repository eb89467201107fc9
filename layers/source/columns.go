package source

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/text"
)

// maxTableColumns bounds a table's header.
const maxTableColumns = 2_000

// ErrNoColumns says that a table's columns of coordinates must be named.
var ErrNoColumns = errors.New("the table needs somebody who names its columns of coordinates, or of geometry as text")

// NoColumnsError is ErrNoColumns with the columns that the table has.
type NoColumnsError struct {
	Columns []string
	missing string // what was named and is not there
}

// Error names some of the columns.
func (e *NoColumnsError) Error() string {
	return fmt.Sprintf("%s%v: it has %s", e.missing, ErrNoColumns, text.Cut(strings.Join(e.Columns, ", "), 500))
}

// Unwrap makes every one an ErrNoColumns.
func (e *NoColumnsError) Unwrap() error { return ErrNoColumns }

func namesOf(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}

// pair is two names of columns under which registers publish coordinates.
type pair struct {
	x, y string
	srid int // where the names themselves say it
}

// wellKnown are the names that are taken without being told, lower case. Only names that are nothing else, and no
// reference system is guessed: degrees are WGS 84 only where the name or its standard says so.
var wellKnown = []pair{
	{x: "x", y: "y"}, {x: "e", y: "n"}, {x: "east", y: "north"}, {x: "easting", y: "northing"}, {x: "x_coord", y: "y_coord"},
	{x: "itä", y: "pohjoinen"}, {x: "ita", y: "pohjoinen"}, {x: "itäkoordinaatti", y: "pohjoiskoordinaatti"}, {x: "ita_koordinaatti", y: "pohjois_koordinaatti"},
	{x: "itakoordinaatti", y: "pohjoiskoordinaatti"}, {x: "x_koordinaatti", y: "y_koordinaatti"}, {x: "x-koordinaatti", y: "y-koordinaatti"}, {x: "öst", y: "norr"},
	{x: "lon", y: "lat"}, {x: "lng", y: "lat"}, {x: "long", y: "lat"}, {x: "longitude", y: "latitude"}, {x: "pituusaste", y: "leveysaste"}, {x: "longitud", y: "latitud"},
	{x: "wgs84_lon", y: "wgs84_lat", srid: 4326}, {x: "lon_wgs84", y: "lat_wgs84", srid: 4326}, {x: "wgs84_longitude", y: "wgs84_latitude", srid: 4326},
	{x: "longitude_wgs84", y: "latitude_wgs84", srid: 4326}, {x: "wgs84_x", y: "wgs84_y", srid: 4326},
	{x: "stop_lon", y: "stop_lat", srid: 4326}, // GTFS: "WGS84 latitude and longitude"
}

// wellKnownText are names of columns that hold geometry as well-known text.
var wellKnownText = []string{"wkt", "ewkt", "wkt_geom", "geom_wkt", "wkt_geometry", "geometry_wkt", "geometria_wkt"}

// place tells where in a table's row its place stands, and makes geometry of it.
type place struct {
	x, y, text int // columns; -1: none
	srid       int // of rows that do not say; 0: not known
	bad        int // rows whose place cannot be read
	first      int // of them, from 1
	row        int
}

// header takes in the names of a table's columns. Of two that are called the same the later gets a number.
func header(names []string) (columns []Column, renamed []Note, err error) {
	if len(names) > maxTableColumns {
		return nil, nil, fmt.Errorf("header: more than %d columns: %w", maxTableColumns, ErrFormat)
	}
	taken := map[string]bool{}
	for i, name := range names {
		name = strings.TrimSpace(text.Clean(strings.TrimPrefix(name, "\ufeff")))
		if name == "" {
			name = fmt.Sprintf("column%d", i+1)
		}
		for was, n := name, 2; taken[name]; n++ {
			if name = fmt.Sprintf("%s%d", was, n); !taken[name] {
				renamed = append(renamed, Note{Code: "column_renamed", Values: map[string]any{"was": was, "name": name}})
			}
		}
		taken[name] = true
		columns = append(columns, Column{Name: name})
	}
	return columns, renamed, nil
}

// findPlace decides which columns hold the place: those that are named, or else the only ones with well-known names.
// The notes say what was taken without being told.
func findPlace(columns []Column, o Options) (p place, taken []Note, err error) {
	p = place{x: -1, y: -1, text: -1}
	if o.CRS != "" {
		if p.srid, err = ParseCRS(o.CRS); err != nil {
			return p, nil, err
		}
	}
	find := func(name string) int { return slices.IndexFunc(columns, func(c Column) bool { return c.Name == name }) }
	switch {
	case o.WKT != "":
		if p.text = find(o.WKT); p.text < 0 {
			return p, nil, &NoColumnsError{namesOf(columns), fmt.Sprintf("header: no column %s: ", o.WKT)}
		}
		return p, nil, nil
	case o.X != "" || o.Y != "":
		if p.x, p.y = find(o.X), find(o.Y); p.x < 0 || p.y < 0 {
			return p, nil, &NoColumnsError{namesOf(columns), fmt.Sprintf("header: no columns %s and %s: ", o.X, o.Y)}
		}
		p.systemOfNames(columns)
		return p, nil, nil
	}
	return p.guess(columns)
}

// wellKnownIn are the columns of coordinates, in pairs, and of geometry as text, by their names.
func wellKnownIn(columns []Column) (pairs [][2]int, texts []int) {
	find := func(name string) int {
		return slices.IndexFunc(columns, func(c Column) bool { return strings.EqualFold(c.Name, name) })
	}
	for _, known := range wellKnown {
		if x, y := find(known.x), find(known.y); x >= 0 && y >= 0 {
			pairs = append(pairs, [2]int{x, y})
		}
	}
	for _, name := range wellKnownText {
		if i := find(name); i >= 0 {
			texts = append(texts, i)
		}
	}
	return pairs, texts
}

func (p place) guess(columns []Column) (place, []Note, error) {
	found, texts := wellKnownIn(columns)
	switch {
	case len(found) == 1 && len(texts) == 0:
		p.x, p.y = found[0][0], found[0][1]
		p.systemOfNames(columns)
		return p, []Note{{Code: "columns_taken", Values: map[string]any{"x": columns[p.x].Name, "y": columns[p.y].Name}}}, nil
	case len(found) == 0 && len(texts) == 1:
		p.text = texts[0]
		return p, []Note{{Code: "column_taken", Values: map[string]any{"name": columns[p.text].Name}}}, nil
	}
	return p, nil, &NoColumnsError{Columns: namesOf(columns)}
}

// systemOfNames is the reference system that the columns' own names say, where nobody named one.
func (p *place) systemOfNames(columns []Column) {
	for _, known := range wellKnown {
		if p.srid == 0 && known.srid != 0 && strings.EqualFold(columns[p.x].Name, known.x) && strings.EqualFold(columns[p.y].Name, known.y) {
			p.srid = known.srid
		}
	}
}

// of makes a row's geometry; nil where the row has none. Values that are no place are counted.
func (p *place) of(value func(column int) string) []byte {
	p.row++
	if p.text >= 0 {
		said := strings.TrimSpace(value(p.text))
		if said == "" {
			return nil
		}
		geom, err := parseWKT(said, p.srid)
		if err != nil {
			p.complain()
			return nil
		}
		return geom
	}
	sx, sy := value(p.x), value(p.y)
	if strings.TrimSpace(sx) == "" && strings.TrimSpace(sy) == "" {
		return nil
	}
	x, errX := coordinate(sx)
	y, errY := coordinate(sy)
	if err := errors.Join(errX, errY); err != nil {
		p.complain()
		return nil
	}
	return ewkb.Point(x, y, p.srid)
}

func (p *place) complain() {
	if p.bad++; p.bad == 1 {
		p.first = p.row
	}
}

// warnings tell of places that could not be read.
func (p *place) warnings() []Note {
	if p.bad == 0 {
		return nil
	}
	return []Note{{Code: "places_unread", Values: map[string]any{"count": p.bad, "row": p.first}}}
}
