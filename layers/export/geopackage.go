package export

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // writes the file

	"lupakartta/layers"
)

// tablesSQL are the tables that the standard demands, and those of its extensions for metadata, schemas and R-trees.
//
//go:embed geopackage.sql
var tablesSQL string

// geoPackage is a file under way.
type geoPackage struct {
	reading
	tx       *sql.Tx
	table    string // the layer's id
	fid      string // names of the table's own columns
	geometry string
	id       string
}

// writeGeoPackage writes OGC GeoPackage 1.3 (12-128r17). It is written at once and never while others read it, so that
// nothing is kept for the case of a crash, and the same version gives the same bytes.
func (r reading) writeGeoPackage(ctx context.Context, name string, o Options) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return fmt.Errorf("geopackage: %w", err)
	}
	db.SetMaxOpenConns(1)
	err = r.fill(ctx, db, o)
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("geopackage: %w", err)
	}
	return nil
}

func (r reading) fill(ctx context.Context, db *sql.DB, o Options) error {
	for _, pragma := range []string{"application_id = 0x47504B47", "user_version = 10300", "journal_mode = off", "synchronous = off",
		"locking_mode = exclusive", "cache_size = -16384", "encoding = 'UTF-8'"} {
		if _, err := db.ExecContext(ctx, "pragma "+pragma); err != nil {
			return err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	ours := own(r.columns, fidColumn, geometryColumn, idColumn)
	g := geoPackage{reading: r, tx: tx, table: r.version.Layer, fid: ours[0], geometry: ours[1], id: ours[2]}
	declared, geometry, err := geometryColumnOf(ctx, r.tx, r.version)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { return g.run(ctx, tablesSQL) },
		func() error { return g.systems(ctx) },
		func() error { return g.contents(ctx, declared) },
		func() error { return g.features(ctx, geometry, o) },
		func() error { return g.triggers(ctx) },
		func() error { return g.words(ctx) },
		func() error { return g.metadata(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (g geoPackage) run(ctx context.Context, text string, args ...any) error {
	_, err := g.tx.ExecContext(ctx, text, args...)
	return err
}

// quoted is the name as SQLite reads it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// contents declares the layer and makes its table.
func (g geoPackage) contents(ctx context.Context, declared string) error {
	v := g.version
	changed := v.ImportedAt
	if !v.PublishedAt.IsZero() {
		changed = v.PublishedAt
	}
	box := make([]any, 4)
	if v.FeatureCount > 0 {
		box = []any{v.BBox.Min[0], v.BBox.Min[1], v.BBox.Max[0], v.BBox.Max[1]}
	}
	err := g.run(ctx, `insert into gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
		values (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)`, append(append([]any{g.table, v.Recipe.Title.Fi, v.Recipe.Description.Fi,
		changed.UTC().Format("2006-01-02T15:04:05.000Z")}, box...), layers.SRID)...)
	if err != nil {
		return err
	}
	if err := g.run(ctx, `insert into gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) values (?, ?, ?, ?, 0, 0)`,
		g.table, g.geometry, declared, layers.SRID); err != nil {
		return err
	}
	var create strings.Builder
	fmt.Fprintf(&create, `create table %s (%s integer primary key autoincrement not null, %s %s, %s text not null`,
		quoted(g.table), quoted(g.fid), quoted(g.geometry), declared, quoted(g.id))
	for _, c := range g.columns {
		fmt.Fprintf(&create, `, %s %s`, quoted(c.name), c.kind.sql())
	}
	create.WriteString(")")
	if err := g.run(ctx, create.String()); err != nil {
		return err
	}
	for _, extension := range [][4]any{
		{g.table, g.geometry, "gpkg_rtree_index", "write-only"},
		{"gpkg_metadata", nil, "gpkg_metadata", "read-write"}, {"gpkg_metadata_reference", nil, "gpkg_metadata", "read-write"},
		{"gpkg_data_columns", nil, "gpkg_schema", "read-write"}, {"gpkg_data_column_constraints", nil, "gpkg_schema", "read-write"},
	} {
		anchor := map[any]string{"gpkg_rtree_index": "rtree", "gpkg_metadata": "metadata", "gpkg_schema": "schema"}[extension[2]]
		if err := g.run(ctx, `insert into gpkg_extensions (table_name, column_name, extension_name, definition, scope) values (?, ?, ?, ?, ?)`,
			extension[0], extension[1], extension[2], "http://www.geopackage.org/spec130/index.html#extension_"+anchor, extension[3]); err != nil {
			return err
		}
	}
	return nil
}

// features copies the rows and enters each into the R-tree.
func (g geoPackage) features(ctx context.Context, geometry string, o Options) error {
	if err := g.run(ctx, fmt.Sprintf(`create virtual table %s using rtree(id, minx, maxx, miny, maxy)`, quoted(g.tree()))); err != nil {
		return err
	}
	row, err := g.tx.PrepareContext(ctx, fmt.Sprintf(`insert into %s values (?%s)`, quoted(g.table), strings.Repeat(", ?", len(g.columns)+2)))
	if err != nil {
		return err
	}
	defer func() { _ = row.Close() }()
	entry, err := g.tx.PrepareContext(ctx, fmt.Sprintf(`insert into %s values (?, ?, ?, ?, ?)`, quoted(g.tree())))
	if err != nil {
		return err
	}
	defer func() { _ = entry.Close() }()
	known := attributesOf(g.columns)
	var blob []byte
	return g.each(ctx, geometry, true, o, func(f feature) error {
		blob = appendBlob(blob[:0], f.geometry, f.box)
		values := []any{f.fid, blob, f.id}
		for _, c := range g.columns {
			value, err := c.value(f, known)
			if err != nil {
				return err
			}
			values = append(values, value)
		}
		if _, err := row.ExecContext(ctx, values...); err != nil {
			return err
		}
		_, err := entry.ExecContext(ctx, f.fid, f.box[0], f.box[2], f.box[1], f.box[3])
		return err
	})
}

// tree is the name of the R-tree.
func (g geoPackage) tree() string { return "rtree_" + g.table + "_" + g.geometry }

// triggers keep the R-tree true when somebody edits the file; the functions are those of whatever edits it.
func (g geoPackage) triggers(ctx context.Context) error {
	text := strings.NewReplacer("{tree}", quoted(g.tree()), "{table}", quoted(g.table), "{geom}", quoted(g.geometry), "{id}", quoted(g.fid))
	const enter = `insert or replace into {tree} values (new.{id}, ST_MinX(new.{geom}), ST_MaxX(new.{geom}), ST_MinY(new.{geom}), ST_MaxY(new.{geom}))`
	for _, trigger := range [][2]string{
		{"insert", `after insert on {table} when (new.{geom} not null and not ST_IsEmpty(new.{geom})) begin ` + enter + `; end`},
		{"update1", `after update of {geom} on {table} when old.{id} = new.{id} and (new.{geom} notnull and not ST_IsEmpty(new.{geom})) begin ` + enter + `; end`},
		{"update2", `after update of {geom} on {table} when old.{id} = new.{id} and (new.{geom} isnull or ST_IsEmpty(new.{geom})) begin delete from {tree} where id = old.{id}; end`},
		{"update3", `after update on {table} when old.{id} != new.{id} and (new.{geom} notnull and not ST_IsEmpty(new.{geom})) begin delete from {tree} where id = old.{id}; ` + enter + `; end`},
		{"update4", `after update on {table} when old.{id} != new.{id} and (new.{geom} isnull or ST_IsEmpty(new.{geom})) begin delete from {tree} where id in (old.{id}, new.{id}); end`},
		{"delete", `after delete on {table} when old.{geom} not null begin delete from {tree} where id = old.{id}; end`},
	} {
		if err := g.run(ctx, fmt.Sprintf(`create trigger %s %s`, quoted(g.tree()+"_"+trigger[0]), text.Replace(trigger[1]))); err != nil {
			return err
		}
	}
	return nil
}

// metadata says where the features come from: for programs as JSON, for people in three languages.
func (g geoPackage) metadata(ctx context.Context) error {
	data, err := g.provenance.json()
	if err != nil {
		return err
	}
	at := g.version.ImportedAt.UTC().Format("2006-01-02T15:04:05.000Z")
	for i, m := range [][2]string{{"application/json", string(data)}, {"text/plain", g.provenance.plain()}} {
		if err := g.run(ctx, `insert into gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) values (?, 'dataset', ?, ?, ?)`,
			i+1, metadataStandard, m[0], m[1]); err != nil {
			return err
		}
		if err := g.run(ctx, `insert into gpkg_metadata_reference (reference_scope, table_name, column_name, row_id_value, timestamp, md_file_id, md_parent_id)
			values ('table', ?, null, null, ?, ?, null)`, g.table, at, i+1); err != nil {
			return err
		}
	}
	return nil
}

// metadataStandard names the form of the metadata, which is our own.
const metadataStandard = "urn:lupakartta:layer-provenance:1"

// systems enters the reference systems that the standard demands, and ours.
func (g geoPackage) systems(ctx context.Context) error {
	for _, s := range referenceSystems {
		if err := g.run(ctx, `insert into gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description)
			values (?, ?, ?, ?, ?, ?)`, s.name, s.id, s.organization, s.id, s.definition, s.description); err != nil {
			return err
		}
	}
	return nil
}
