package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
)

// duplicateExamples is how many ids a report names of duplicates.
const duplicateExamples = 5

// renameDuplicates gives the second and later features of one source id ids of their own: id#2, id#3 …
func (b *Builder) renameDuplicates(ctx context.Context, tx pgx.Tx, report *Report) error {
	for round := 0; ; round++ {
		rows, err := tx.Query(ctx, fmt.Sprintf(`with twice as (
				select source_id from %[1]s group by source_id having count(*) > 1),
			nth as (select fid, source_id, row_number() over (partition by source_id order by fid) as n
				from %[1]s join twice using (source_id)),
			done as (update %[1]s c set source_id = c.source_id || '#' || n.n from nth n where n.fid = c.fid and n.n > 1
				returning c.fid, n.source_id as id)
			select id from done order by fid`, b.table))
		if err != nil {
			return fmt.Errorf("duplicates: %w", err)
		}
		examples := []string{}
		var id string
		seen := map[string]bool{}
		count := 0
		if _, err := pgx.ForEachRow(rows, []any{&id}, func() error {
			count++
			if len(examples) < duplicateExamples && !seen[id] {
				seen[id] = true
				examples = append(examples, id)
			}
			return nil
		}); err != nil {
			return fmt.Errorf("duplicates: %w", err)
		}
		switch {
		case count == 0:
			return nil
		case round > 10:
			return fmt.Errorf("duplicates: still %d after %d rounds", count, round)
		case round > 0:
			continue
		}
		report.Duplicates = Duplicates{Count: int64(count), Examples: examples}
	}
}

// keepFids gives features the fids that they have in former versions of the layer. Where there are none, what was
// given out while the features streamed in stays.
func (b *Builder) keepFids(ctx context.Context, tx pgx.Tx, report *Report) error {
	// Builds of one layer end one after another, so that each sees what the one before it gave out.
	if _, err := tx.Exec(ctx, `select from layers where id = $1 for no key update`, b.recipe.ID); err != nil {
		return fmt.Errorf("fids: %w", err)
	}
	former, err := b.former(ctx, tx)
	if err != nil || len(former) == 0 && !b.renewed {
		return err
	}
	if !b.renewed { // another build of the layer was quicker
		if _, err := tx.Exec(ctx, fmt.Sprintf(`alter table %[1]s rename to v%[2]d_raw`, b.table, b.number)); err != nil {
			return fmt.Errorf("fids: %w", err)
		}
		b.renewed, b.table = true, b.table+"_raw"
	}
	if err := b.renameDuplicates(ctx, tx, report); err != nil {
		return err
	}
	raw := b.table
	b.table = fmt.Sprintf("layer_data.v%d", b.number)
	joins, fid := "", "coalesce("
	for i, number := range former {
		joins += fmt.Sprintf(" left join layer_data.v%d f%d on f%d.source_id = s.source_id", number, i, i)
		fid += fmt.Sprintf("f%d.fid, ", i)
	}
	// New fids may leave gaps: what matters is that none is ever used for another source id.
	if _, err = tx.Exec(ctx, fmt.Sprintf(`create table %[1]s as
			select %[2]s s.fid) as fid, s.source_id, s.geom::geometry(Geometry, 3067) as geom, s.attributes from %[3]s s %[4]s order by s.geom;
		alter table %[1]s alter fid set not null, alter source_id set not null, alter geom set not null, alter attributes set not null`,
		b.table, fid, raw, joins)); err != nil {
		return fmt.Errorf("fids: %w", err)
	}
	return nil
}

// former are the versions in which a source id's fid is looked up: the published one, then the newest other one.
func (b *Builder) former(ctx context.Context, db Querier) ([]int64, error) {
	rows, err := db.Query(ctx, `select number from layer_versions v where layer = $1 and number <> $2 and state in ('published', 'waiting', 'superseded')
		and to_regclass('layer_data.v' || number) is not null
		order by state = 'published' desc, number desc limit 2`, b.recipe.ID, b.number)
	if err != nil {
		return nil, fmt.Errorf("former versions: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// indexPlaces makes the spatial index, and of streets that of their names.
func (b *Builder) indexPlaces(ctx context.Context, tx pgx.Tx, _ *Report) error {
	if _, err := tx.Exec(ctx, fmt.Sprintf(`create index on %[1]s using gist (geom)`, b.table)); err != nil {
		return fmt.Errorf("spatial index: %w", err)
	}
	if b.recipe.Theme != BaseStreet {
		return nil
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf(`create index on %s using gin (feature_words(attributes) gin_trgm_ops)`, b.table)); err != nil {
		return fmt.Errorf("index of names: %w", err)
	}
	return nil
}

// indexIDs makes the index of source ids. That they are unique is mostly so, and tried before anything
// is renamed.
func (b *Builder) indexIDs(ctx context.Context, tx pgx.Tx, report *Report) error {
	unique := fmt.Sprintf(`create unique index on %s (source_id)`, b.table)
	if err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) error {
		_, err := inner.Exec(ctx, unique)
		return err
	}); err != nil {
		if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != "23505" {
			return fmt.Errorf("index of ids: %w", err)
		}
		if err := b.renameDuplicates(ctx, tx, report); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, unique); err != nil {
			return fmt.Errorf("index of ids: %w", err)
		}
	}
	return nil
}

// indexFids makes the index by which tiles and links find a feature.
func (b *Builder) indexFids(ctx context.Context, tx pgx.Tx, _ *Report) error {
	if _, err := tx.Exec(ctx, fmt.Sprintf(`alter table %[1]s add primary key (fid); analyze %[1]s`, b.table)); err != nil {
		return fmt.Errorf("index of fids: %w", err)
	}
	return nil
}

// merge adds what was doubtful and turned out well to the version's table.
func (b *Builder) merge(ctx context.Context, tx pgx.Tx, _ *Report) error {
	var e extent
	var box [4]*float64
	var dimensions []int32
	var turned int64
	err := tx.QueryRow(ctx, fmt.Sprintf(`select count(*), min(st_xmin(geom)), min(st_ymin(geom)), max(st_xmax(geom)), max(st_ymax(geom)),
			array_agg(distinct st_dimension(geom)), count(*) filter (where turned) from %s where reason is null`, b.stage)).
		Scan(&e.count, &box[0], &box[1], &box[2], &box[3], &dimensions, &turned)
	if err != nil || e.count == 0 {
		return err
	}
	e.box = orb.Bound{Min: orb.Point{*box[0], *box[1]}, Max: orb.Point{*box[2], *box[3]}}
	for _, d := range dimensions {
		e.dimensions[d] = true
	}
	b.known.join(e)
	b.flat.Reoriented += turned
	if _, err = tx.Exec(ctx, fmt.Sprintf(`insert into %s (%s) select %[2]s from %[3]s where reason is null order by geom`, b.table, featureColumns, b.stage)); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	return nil
}

// describe fills in what the catalogue says of the version.
func (b *Builder) describe(ctx context.Context, tx pgx.Tx, report *Report) error {
	e := b.known
	report.Imported = e.count
	if e.count > 0 {
		report.BBox = [4]float64{e.box.Min[0], e.box.Min[1], e.box.Max[0], e.box.Max[1]}
	}
	if _, err := tx.Exec(ctx, `update layer_versions set feature_count = $2::bigint, geometry_type = $3,
			bbox = case when $2::bigint > 0 then st_makeenvelope($4::float8, $5::float8, $6::float8, $7::float8, 3067) end where number = $1`,
		b.number, e.count, e.kind(), report.BBox[0], report.BBox[1], report.BBox[2], report.BBox[3]); err != nil {
		return fmt.Errorf("describe: %w", err)
	}
	return nil
}
