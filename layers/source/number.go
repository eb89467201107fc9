package source

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// anonymous are such names, lower case: plumbing, and no attributes of the register.
var anonymous = []string{"fid", "ogc_fid", "rowid"}

// Anonymous tells whether a name is one under which programs number the rows of a table by themselves.
func Anonymous(name string) bool { return slices.Contains(anonymous, strings.ToLower(name)) }

// numberName is the attribute that GDAL takes for its own number of a feature and tells nobody of: a GeoPackage's integer
// primary key, and the id that a GeoJSON feature has beside its properties; "" where there is none.
func numberName(ctx context.Context, format Format, folder, layer string) (string, error) {
	name := filepath.Join(folder, format.fileName())
	switch format {
	case FormatGeoPackage:
		return primaryKey(ctx, name, layer)
	case FormatGeoJSON, FormatGeoJSONSeq:
		if numbered, err := numberedFeatures(format, name); err != nil || !numbered {
			return "", err
		}
		return "id", nil
	}
	return "", nil
}

// primaryKey is the name of a table's integer primary key, unless it is an anonymous one.
func primaryKey(ctx context.Context, name, table string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, geoPackageTime)
	defer cancel()
	db, err := openGeoPackage(ctx, name)
	if err != nil {
		return "", fmt.Errorf("GeoPackage: %w", err)
	}
	defer func() { _ = db.Close() }()
	var key string
	var parts int
	err = db.QueryRowContext(ctx, `select max(name), count(*) from pragma_table_info(?) where pk > 0 having count(*) = 1 and max(upper(type)) like '%INT%'`, table).Scan(&key, &parts)
	switch {
	case errors.Is(err, sql.ErrNoRows), Anonymous(key):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("GeoPackage: the key of %.80q cannot be read: %w: %w", table, err, ErrGeoPackage)
	}
	return key, nil
}

// numberedFeatures tells whether the first feature has a whole number for an id.
func numberedFeatures(format Format, name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }()
	in := bufio.NewReader(file)
	skipMark(in)
	if mark, _ := in.Peek(1); string(mark) == "\x1e" { // RFC 8142
		_, _ = in.Discard(1)
	}
	var feature struct {
		ID json.RawMessage `json:"id"`
	}
	found := false
	if format == FormatGeoJSONSeq {
		found = json.NewDecoder(io.LimitReader(in, maxFirstFeature)).Decode(&feature) == nil
	} else {
		found = firstFeature(in, &feature)
	}
	return found && allDigits(string(feature.ID)), nil
}
