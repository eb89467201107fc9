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

	_ "modernc.org/sqlite" // reads the schema of a GeoPackage
)

// ErrGeoPackage says that a GeoPackage holds more than data.
var ErrGeoPackage = errors.New("GeoPackage refused")

// geoPackageTime bounds what a look at the schema may take.
const geoPackageTime = 20 * time.Second

// openGeoPackage opens a GeoPackage so that nothing is written and nothing in it runs.
func openGeoPackage(name string) (*sql.DB, error) {
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: name}).EscapedPath(),
		RawQuery: "mode=ro&immutable=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=query_only(1)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// inspectGeoPackage refuses what runs when a file is read: views, triggers that are not the standard's own, virtual
// tables other than spatial indexes, and columns that are computed.
func inspectGeoPackage(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, geoPackageTime)
	defer cancel()
	db, err := openGeoPackage(name)
	if err != nil {
		return fmt.Errorf("GeoPackage: %w", err)
	}
	defer func() { _ = db.Close() }()
	if err := inspectSchema(ctx, db); err != nil {
		return err
	}
	return inspectSystems(ctx, db)
}

func inspectSchema(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `select type, name, coalesce(sql, '') from sqlite_master`)
	if err != nil {
		return fmt.Errorf("GeoPackage: the schema cannot be read: %w: %w", err, ErrGeoPackage)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return fmt.Errorf("GeoPackage: the schema cannot be read: %w: %w", err, ErrGeoPackage)
		}
		switch {
		case kind == "view":
			return fmt.Errorf("GeoPackage: it holds the view %.80q; make it a table: %w", name, ErrGeoPackage)
		case kind == "trigger" && !standardTrigger(name, text):
			return fmt.Errorf("GeoPackage: it holds the trigger %.80q, which is none of the standard's: %w", name, ErrGeoPackage)
		case kind == "table" && virtualTable.MatchString(text) && !spatialIndex.MatchString(text):
			return fmt.Errorf("GeoPackage: it holds the virtual table %.80q: %w", name, ErrGeoPackage)
		case kind == "table" && computedColumn.MatchString(withoutQuotes(text)):
			return fmt.Errorf("GeoPackage: a column of the table %.80q is computed: %w", name, ErrGeoPackage)
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
	virtualTable   = regexp.MustCompile(`(?i)^\s*create\s+virtual\s`)
	spatialIndex   = regexp.MustCompile(`(?i)^\s*create\s+virtual\s+table\s+("(?:[^"]|"")*"|'(?:[^']|'')*'|\w+)\s+using\s+rtree(?:_i32)?\s*\(`)
	computedColumn = regexp.MustCompile(`(?i)\bas\s*\(`)
	quotedText     = regexp.MustCompile(`"(?:[^"]|"")*"|'(?:[^']|'')*'|` + "`[^`]*`" + `|\[[^\]]*\]|--[^\n]*|(?s:/\*.*?\*/)`)
)

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
	db, err := openGeoPackage(name)
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
