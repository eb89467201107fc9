// Package export writes a layer's version as a file for other programs: GeoPackage, GeoJSON or a table, each with where
// its features come from and on what terms they may be used. A version never changes, so its files are always the same.
package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
)

// Format is a form of file.
type Format string

// The formats.
const (
	GeoPackage Format = "gpkg"
	GeoJSON    Format = "geojson"
	CSV        Format = "csv"
)

// Formats lists them, the one that keeps most first.
var Formats = []Format{GeoPackage, GeoJSON, CSV}

// Edition rises when the same version is written otherwise than before.
const Edition = 1

var media = map[Format]string{
	GeoPackage: "application/geopackage+sqlite3",
	GeoJSON:    "application/geo+json",
	CSV:        "text/csv; charset=utf-8; header=present",
}

// Media is the format's media type.
func (f Format) Media() string { return media[f] }

// FileName names the file of a version: layer, version, and the day that the data describes, or that of its import.
func FileName(v layers.Version, f Format) string {
	day := v.DataDate
	if day == "" {
		day = v.ImportedAt.UTC().Format(time.DateOnly)
	}
	return fmt.Sprintf("%s_v%d_%s.%s", v.Layer, v.Number, day, f)
}

// Options say how a file is written.
type Options struct {
	WKT      bool                // tables: whole geometries in EPSG:3067 instead of a point of each
	Progress func(written int64) // called now and then; nil: nobody asks
}

// Exporter reads versions from the database. It is safe for concurrent use.
type Exporter struct{ pool *pgxpool.Pool }

// New returns an exporter over the pool, whose role need only read.
func New(pool *pgxpool.Pool) *Exporter { return &Exporter{pool: pool} }

const (
	// readTime ends a statement of an export; reading a national register's columns takes minutes.
	readTime = 10 * time.Minute
	// idleTime is how long whoever reads may take over one page.
	idleTime = 30 * time.Minute
	// page is how many features are fetched at once: a reader that is slow keeps no statement waiting.
	page = 500
)

// Write streams the version as GeoJSON or a table.
func (e *Exporter) Write(ctx context.Context, w io.Writer, v layers.Version, f Format, o Options) error {
	return e.reading(ctx, v, func(r reading) error {
		switch f {
		case GeoJSON:
			return r.writeGeoJSON(ctx, w, o)
		case CSV:
			return r.writeCSV(ctx, w, o)
		}
		return fmt.Errorf("format %q is not streamed", f)
	})
}

// WriteGeoPackage writes the version as a GeoPackage of that name, which must not exist. What stands there after an error
// is of no use.
func (e *Exporter) WriteGeoPackage(ctx context.Context, name string, v layers.Version, o Options) error {
	return e.reading(ctx, v, func(r reading) error { return r.writeGeoPackage(ctx, name, o) })
}

// reading is one export under way: everything is read in one transaction, so that the version cannot be taken away.
type reading struct {
	tx         pgx.Tx
	version    layers.Version
	provenance Provenance
	columns    []column
}

func (e *Exporter) reading(ctx context.Context, v layers.Version, write func(reading) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, e.pool, options, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, fmt.Sprintf(`set local statement_timeout = %d; set local idle_in_transaction_session_timeout = %d`,
			readTime.Milliseconds(), idleTime.Milliseconds())); err != nil {
			return err
		}
		r := reading{tx: tx, version: v}
		var err error
		if r.columns, err = readColumns(ctx, tx, v); err != nil {
			return err
		}
		if r.provenance, err = readProvenance(ctx, tx, v); err != nil {
			return err
		}
		r.provenance.describe(r.columns)
		return write(r)
	})
	if err == nil {
		return nil
	}
	if fault, ok := errors.AsType[*pgconn.PgError](err); ok && fault.Code == "42P01" { // the version's table is gone
		err = fmt.Errorf("%w: %w", layers.ErrCleared, err)
	}
	return fmt.Errorf("export %s@%d: %w", v.Layer, v.Number, err)
}
