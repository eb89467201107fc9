package layers

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
)

// Report tells what became of every feature of an import: nothing is dropped without a line.
type Report struct {
	Layer     string     `json:"layer"`
	Version   int64      `json:"version"`
	Read      int64      `json:"read"`
	Imported  int64      `json:"imported"`
	Repaired  []Repair   `json:"repaired"`
	Refused   []Refusal  `json:"refused"`
	Warnings  []string   `json:"warnings"`
	SourceCRS string     `json:"source_crs"`
	BBox      [4]float64 `json:"bbox"` // EPSG:3067: min E, min N, max E, max N
	Seconds   float64    `json:"seconds"`
}

// Repair is a feature whose geometry was made valid.
type Repair struct {
	ID         string  `json:"id"`
	Reason     string  `json:"reason"`
	AreaChange float64 `json:"area_change_m2"`
}

// Refusal is a feature that was left out, with the reason.
type Refusal struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Builder builds one version of a layer: features stream in through COPY, Finish validates them whole.
// It is not safe for concurrent use; several builders may run beside each other.
type Builder struct {
	store   *Store
	recipe  Recipe
	number  int64
	area    orb.MultiPolygon
	read    int64
	out     *bufio.Writer
	pipe    *io.PipeWriter
	copied  chan error
	source  Origin
	started bool
}

// Origin is where a version's features came from.
type Origin struct {
	Name   string // file or address without folders
	SHA256 string
	CRS    string // "EPSG:3878"
}

// Begin starts a version of the recipe's layer, creating the layer when it is new.
// Call Finish or Abort when done.
func (s *Store) Begin(ctx context.Context, recipe Recipe, from Origin) (*Builder, error) {
	if err := recipe.Validate(); err != nil {
		return nil, err
	}
	data, err := json.Marshal(recipe)
	if err != nil {
		return nil, fmt.Errorf("recipe %s: %w", recipe.ID, err)
	}
	b := &Builder{store: s, recipe: recipe, source: from, copied: make(chan error, 1)}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into layers (id, theme, recipe, position) values ($1, $2, $3, $4)
			on conflict (id) do update set theme = excluded.theme, recipe = excluded.recipe, position = excluded.position`,
			recipe.ID, recipe.Theme, data, recipe.Position); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `insert into layer_versions (layer, recipe, source, source_sha256, source_crs, data_date)
			values ($1, $2, $3, $4, $5, nullif($6, '')::date) returning number`,
			recipe.ID, data, from.Name, from.SHA256, from.CRS, recipe.DataDate).Scan(&b.number); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, fmt.Sprintf(`create unlogged table layer_data.v%d_in (seq bigint generated always as identity,
			source_id text, geom geometry, attributes jsonb)`, b.number))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("begin version of %s: %w", recipe.ID, err)
	}
	b.start(ctx)
	return b, nil
}

// Number is the version's number.
func (b *Builder) Number() int64 { return b.number }

// Cover sets the coverage of a recipe whose coverage is of kind area, in EPSG:3067.
func (b *Builder) Cover(area orb.MultiPolygon) { b.area = area }

// Add streams one feature in.
func (b *Builder) Add(f Feature) error {
	b.read++
	attributes := string(f.Attributes)
	if attributes == "" || attributes == "null" {
		attributes = "{}"
	}
	id := `\N`
	if f.SourceID != "" {
		id = copyText(f.SourceID)
	}
	geom := `\N`
	if len(f.EWKB) > 0 {
		geom = hex.EncodeToString(f.EWKB)
	}
	if _, err := fmt.Fprintf(b.out, "%s\t%s\t%s\n", id, geom, copyText(attributes)); err != nil {
		return fmt.Errorf("version %d: feature %d: %w", b.number, b.read, err)
	}
	return nil
}

var copyEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

func copyText(s string) string {
	return copyEscapes.Replace(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "�"))
}

func (b *Builder) start(ctx context.Context) {
	reader, writer := io.Pipe()
	b.pipe, b.out = writer, bufio.NewWriterSize(writer, 1<<18)
	go func() {
		conn, err := b.store.pool.Acquire(ctx)
		if err == nil {
			_, err = conn.Conn().PgConn().CopyFrom(ctx, reader,
				fmt.Sprintf(`copy layer_data.v%d_in (source_id, geom, attributes) from stdin`, b.number))
			conn.Release()
		}
		_ = reader.CloseWithError(errors.Join(errors.New("copy ended"), err))
		b.copied <- err
	}()
}

// Abort gives the version up.
func (b *Builder) Abort(ctx context.Context, reason error) {
	_ = b.pipe.CloseWithError(reason)
	<-b.copied
	_, _ = b.store.pool.Exec(ctx, fmt.Sprintf(`drop table if exists layer_data.v%[1]d_in, layer_data.v%[1]d`, b.number))
	_, _ = b.store.pool.Exec(ctx, `update layer_versions set state = 'failed' where number = $1`, b.number)
}

// Finish validates the features, gives them their fids and leaves the version waiting for Publish.
func (b *Builder) Finish(ctx context.Context) (Report, error) {
	report := Report{Layer: b.recipe.ID, Version: b.number, Read: b.read, SourceCRS: b.source.CRS, Repaired: []Repair{}, Refused: []Refusal{}, Warnings: []string{}}
	if err := errors.Join(b.out.Flush(), b.pipe.Close(), <-b.copied); err != nil {
		return report, fmt.Errorf("version %d: copy: %w", b.number, err)
	}
	area, err := ewkb.MarshalToHex(b.area, SRID)
	if err != nil {
		return report, fmt.Errorf("version %d: coverage: %w", b.number, err)
	}
	_ = area
	return report, b.finish(ctx, &report, area)
}

func (b *Builder) finish(ctx context.Context, report *Report, area string) error {
	err := pgx.BeginFunc(ctx, b.store.pool, func(tx pgx.Tx) error {
		sql := fmt.Sprintf(`
			create table layer_data.v%[1]d (fid bigint primary key, source_id text not null, geom geometry(Geometry, 3067) not null, attributes jsonb not null);
			insert into layer_data.v%[1]d
			select row_number() over (order by seq), coalesce(source_id, md5(st_asbinary(geom)::text || attributes::text)),
				st_force2d(st_makevalid(st_transform(geom, 3067))), attributes
			from layer_data.v%[1]d_in where not st_isempty(geom);
			create index on layer_data.v%[1]d using gist (geom);
			drop table layer_data.v%[1]d_in;`, b.number)
		if _, err := tx.Exec(ctx, sql); err != nil {
			return err
		}
		return tx.QueryRow(ctx, fmt.Sprintf(`update layer_versions v set state = 'waiting', feature_count = s.n, geometry_type = s.kind,
				bbox = s.box, coverage = case when $3 = 'area' then $2::geometry when $3 = 'features' then s.shapes end
			from (select count(*) as n, st_setsrid(st_extent(geom)::geometry, 3067) as box,
				st_multi(st_collectionextract(st_union(case when $3 = 'features' then geom end), 3)) as shapes,
				case when count(distinct st_dimension(geom)) > 1 then 'Mixed' when max(st_dimension(geom)) = 0 then 'Point'
				when max(st_dimension(geom)) = 1 then 'LineString' else 'Polygon' end as kind from layer_data.v%d) s
			where v.number = $1 returning s.n`, b.number), b.number, area, b.recipe.Coverage.Kind).Scan(&report.Imported)
	})
	if err != nil {
		return fmt.Errorf("version %d: finish: %w", b.number, err)
	}
	_, err = b.store.pool.Exec(ctx, fmt.Sprintf(`analyze layer_data.v%d`, b.number))
	return err
}
