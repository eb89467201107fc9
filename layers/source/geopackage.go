package source

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite" // reads the schema of a GeoPackage
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrGeoPackage says that a GeoPackage holds more than data.
var ErrGeoPackage = errors.New("GeoPackage refused")

// geoPackageTime bounds what a look at the schema may take.
const geoPackageTime = 20 * time.Second

// mostSchema bounds one text of a schema, bytes: a file of gigabytes may hold as long a one.
const mostSchema = 4 << 20

// openGeoPackage opens a GeoPackage so that nothing is written and nothing in it runs.
func openGeoPackage(ctx context.Context, name string) (*sql.DB, error) {
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: name}).EscapedPath(),
		RawQuery: "mode=ro&immutable=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=query_only(1)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_LENGTH, mostSchema)
		err = errors.Join(err, conn.Close())
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// inspectGeoPackage refuses what runs when a file is read: views, triggers that are not the standard's own, virtual
// tables other than spatial indexes, and columns that are computed.
func inspectGeoPackage(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, geoPackageTime)
	defer cancel()
	db, err := openGeoPackage(ctx, name)
	if err != nil {
		return fmt.Errorf("GeoPackage: %w", err)
	}
	defer func() { _ = db.Close() }()
	if err := inspectSchema(ctx, db); err != nil {
		return err
	}
	return inspectSystems(ctx, db)
}

// inspectSchema judges every line of the schema by its text, and then what SQLite itself makes of it: a text may be
// written past its creation (pragma writable_schema), and any spelling that SQLite reads must be read here.
func inspectSchema(ctx context.Context, db *sql.DB) error {
	indexes := map[string]bool{}
	err := eachRow(ctx, db, `select type, name, coalesce(sql, ''), rootpage from sqlite_master`, func(scan func(...any) error) error {
		var kind, name, text string
		var root int64
		if err := scan(&kind, &name, &text, &root); err != nil {
			return err
		}
		indexes[strings.ToLower(name)] = spatialIndex.MatchString(plainly(text))
		return inspectLine(kind, name, plainly(text), root)
	})
	if err != nil {
		return err
	}
	tables := []string{}
	err = eachRow(ctx, db, `select name, type from pragma_table_list where schema = 'main' and name not in ('sqlite_schema', 'sqlite_master')`, func(scan func(...any) error) error {
		var name, kind string
		if err := scan(&name, &kind); err != nil {
			return err
		}
		switch {
		case kind == "table", kind == "shadow":
			tables = append(tables, name)
		case kind != "virtual" || !indexes[strings.ToLower(name)]:
			return fmt.Errorf("GeoPackage: %.80q is a %s table: %w", name, kind, ErrGeoPackage)
		}
		return nil
	})
	for _, table := range tables {
		if err == nil {
			err = inspectColumns(ctx, db, table)
		}
	}
	return err
}

// inspectLine judges one line of the schema; its text is without comments.
func inspectLine(kind, name, text string, root int64) error {
	begins := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(strings.ToLower(text), w) })
	}
	switch {
	case kind == "view" || begins("create view"):
		return fmt.Errorf("GeoPackage: it holds the view %.80q; make it a table: %w", name, ErrGeoPackage)
	case kind == "trigger" && begins("create trigger ") && standardTrigger(name, text):
		return nil
	case kind == "trigger":
		return fmt.Errorf("GeoPackage: it holds the trigger %.80q, which is none of the standard's: %w", name, ErrGeoPackage)
	case kind == "table" && root == 0 && spatialIndex.MatchString(text):
		return nil
	case kind == "table" && (root == 0 || begins("create virtual")):
		return fmt.Errorf("GeoPackage: it holds the virtual table %.80q: %w", name, ErrGeoPackage)
	case kind == "table" && computedColumn.MatchString(withoutQuotes(text)):
		return fmt.Errorf("GeoPackage: a column of the table %.80q is computed: %w", name, ErrGeoPackage)
	case kind == "table" && begins("create table"), kind == "index" && (text == "" || begins("create index ", "create unique index ")):
		return nil
	}
	return fmt.Errorf("GeoPackage: the line %.80q of its schema is none of a GeoPackage: %w", name, ErrGeoPackage)
}

// inspectColumns refuses columns that are computed, by what SQLite says of them.
func inspectColumns(ctx context.Context, db *sql.DB, table string) error {
	var computed int
	err := db.QueryRowContext(ctx, `select count(*) from pragma_table_xinfo(?) where hidden in (2, 3)`, table).Scan(&computed)
	if err != nil {
		return fmt.Errorf("GeoPackage: the schema cannot be read: %w: %w", err, ErrGeoPackage)
	}
	if computed > 0 {
		return fmt.Errorf("GeoPackage: a column of the table %.80q is computed: %w", table, ErrGeoPackage)
	}
	return nil
}

// eachRow hands every row of a query of the schema on.
func eachRow(ctx context.Context, db *sql.DB, query string, row func(scan func(...any) error) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("GeoPackage: the schema cannot be read: %w: %w", err, ErrGeoPackage)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		err := row(rows.Scan)
		if err != nil && !errors.Is(err, ErrGeoPackage) {
			err = fmt.Errorf("GeoPackage: the schema cannot be read: %w: %w", err, ErrGeoPackage)
		}
		if err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("GeoPackage: the schema cannot be read: %w: %w", err, ErrGeoPackage)
	}
	return nil
}

// inspectSystems refuses definitions of reference systems that are instructions.
func inspectSystems(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `select srs_name, definition from gpkg_spatial_ref_sys`)
	if err != nil {
		return fmt.Errorf("GeoPackage: its reference systems cannot be read: %w: %w", err, ErrGeoPackage)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			return fmt.Errorf("GeoPackage: its reference systems cannot be read: %w: %w", err, ErrGeoPackage)
		}
		if err := checkDefinition(definition); err != nil {
			return fmt.Errorf("GeoPackage: %.80q: %w", name, err)
		}
	}
	return rows.Err()
}

var (
	spatialIndex   = regexp.MustCompile(`(?i)^create virtual table ("(?:[^"]|"")*"|'(?:[^']|'')*'|\w+) using rtree(?:_i32)? ?\(`)
	computedColumn = regexp.MustCompile(`(?i)\bas\s*\(|\bgenerated\b`)
	quotedText     = regexp.MustCompile(`"(?:[^"]|"")*"|'(?:[^']|'')*'|` + "`[^`]*`" + `|\[[^\]]*\]`)
	quotedOrRemark = regexp.MustCompile(quotedText.String() + `|--[^\n]*|(?s:/\*.*?(?:\*/|$))|\s+`)
)

// plainly is a statement with single blanks for its comments and blanks; what is quoted stays.
func plainly(text string) string {
	one := quotedOrRemark.ReplaceAllStringFunc(text, func(part string) string {
		if strings.ContainsAny(part[:1], "\"'`[") {
			return part
		}
		return " "
	})
	return strings.Join(strings.FieldsFunc(one, func(r rune) bool { return r == ' ' }), " ")
}

func withoutQuotes(text string) string { return quotedText.ReplaceAllString(text, " x ") }

// Triggers of the standard: they keep spatial indexes and counts, and check metadata and zoom levels when somebody
// writes. We never write, so that none of them ever fires; what else stands under their names is refused all the same.
var (
	standardTriggers = regexp.MustCompile(`^(rtree_.+_(insert|update[1-7]|delete)|gpkg_(tile_matrix|metadata|metadata_reference)_.+|.+_(zoom|tile_column|tile_row)_(insert|update)|trigger_(insert|delete)_feature_count_.+)$`)
	triggerCall      = regexp.MustCompile(`(?i)([a-z_][a-z0-9_]*)\s*\(`)
	triggerCalls     = []string{"st_isempty", "st_minx", "st_maxx", "st_miny", "st_maxy", "raise", "values", "lower", "and", "or", "not", "in", "when", "where", "set", "strftime", "typeof", "coalesce"}
)

func standardTrigger(name, text string) bool {
	if !standardTriggers.MatchString(name) {
		return false
	}
	for _, m := range triggerCall.FindAllStringSubmatch(withoutQuotes(text), -1) {
		if !slices.Contains(triggerCalls, strings.ToLower(m[1])) {
			return false
		}
	}
	return true
}

// geoPackageLayers lists the layers with a geometry.
func geoPackageLayers(ctx context.Context, name string) ([]Layer, error) {
	if err := inspectGeoPackage(ctx, name); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, geoPackageTime)
	defer cancel()
	db, err := openGeoPackage(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("GeoPackage: %w", err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(ctx, `select c.table_name, g.geometry_type_name, coalesce(s.organization, ''), coalesce(s.organization_coordsys_id, 0)
		from gpkg_contents c join gpkg_geometry_columns g on g.table_name = c.table_name
		left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id where c.data_type = 'features' order by c.rowid limit ?`, maxListed+1)
	if err != nil {
		return nil, fmt.Errorf("GeoPackage: its contents cannot be read: %w: %w", err, ErrGeoPackage)
	}
	defer func() { _ = rows.Close() }()
	var found []Layer
	for rows.Next() {
		layer := Layer{Format: FormatGeoPackage, Features: -1}
		var register string
		var number int
		if err := rows.Scan(&layer.Name, &layer.Geometry, &register, &number); err != nil {
			return nil, fmt.Errorf("GeoPackage: its contents cannot be read: %w: %w", err, ErrGeoPackage)
		}
		if strings.EqualFold(register, "EPSG") {
			layer.CRS = CRSName(number)
		}
		found = append(found, layer)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("GeoPackage: its contents cannot be read: %w: %w", err, ErrGeoPackage)
	}
	_ = rows.Close()
	countFeatures(ctx, db, found)
	return found, nil
}

// countFeatures fills in what the file says of its counts; that table is GDAL's and need not be there.
func countFeatures(ctx context.Context, db *sql.DB, layers []Layer) {
	for i, layer := range layers {
		var n sql.NullInt64
		if err := db.QueryRowContext(ctx, `select feature_count from gpkg_ogr_contents where table_name = ?`, layer.Name).Scan(&n); err == nil && n.Valid {
			layers[i].Features = n.Int64
		}
	}
}
