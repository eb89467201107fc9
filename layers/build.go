package layers

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// duplicateExamples is how many ids a warning about duplicates names.
const duplicateExamples = 5

// renameDuplicates gives the second and later features of one source id ids of their own: id#2, id#3 …
func (b *Builder) renameDuplicates(ctx context.Context, tx pgx.Tx, report *Report) error {
	for round := 0; ; round++ {
		rows, err := tx.Query(ctx, fmt.Sprintf(`with twice as (
				select source_id from %[1]s where reason is null group by source_id having count(*) > 1),
			nth as (select seq, row_number() over (partition by source_id order by seq) as n
				from %[1]s join twice using (source_id) where reason is null),
			done as (update %[1]s c set source_id = c.source_id || '#' || n.n from nth n where n.seq = c.seq and n.n > 1
				returning c.seq, split_part(c.source_id, '#', 1) as id, c.flags)
			select id, flags & 16 <> 0 from done order by seq`, b.stage))
		if err != nil {
			return fmt.Errorf("duplicates: %w", err)
		}
		var examples []string
		var id string
		var hashed bool
		seen := map[string]bool{}
		count := 0
		if _, err := pgx.ForEachRow(rows, []any{&id, &hashed}, func() error {
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
		case hashed:
			report.warn("%d features are exact copies of another; they got ids with #2 and so on: %s", count, strings.Join(examples, ", "))
		default:
			report.warn("%d features have an id that another feature has too; they got ids with #2 and so on: %s", count, strings.Join(examples, ", "))
		}
	}
}

// build makes the version's table in spatial order, with fids that stay while source ids stay.
func (b *Builder) build(ctx context.Context, tx pgx.Tx, report *Report) error {
	var base, highest int64
	// The row is locked until the end of the transaction: two builds of one layer never give out the same fid.
	if err := tx.QueryRow(ctx, `select last_fid from layers where id = $1 for no key update`, b.recipe.ID).Scan(&base); err != nil {
		return fmt.Errorf("fids: %w", err)
	}
	joins, fid, err := b.formerFids(ctx, tx)
	if err != nil {
		return fmt.Errorf("fids: %w", err)
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`
		create table layer_data.v%[1]d as
		select %[2]s as fid, s.source_id, s.geom::geometry(Geometry, 3067) as geom, s.attributes
		from %[3]s s %[4]s where s.reason is null order by s.geom;
		alter table layer_data.v%[1]d add primary key (fid), alter source_id set not null, alter geom set not null, alter attributes set not null;
		create unique index on layer_data.v%[1]d (source_id);
		create index on layer_data.v%[1]d using gist (geom);
		analyze layer_data.v%[1]d`,
		b.number, fmt.Sprintf(fid, base), b.stage, joins))
	if err != nil {
		return fmt.Errorf("build table: %w", err)
	}
	if err := tx.QueryRow(ctx, fmt.Sprintf(`select coalesce(max(fid), 0), count(*) from layer_data.v%d`, b.number)).Scan(&highest, &report.Imported); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update layers set last_fid = greatest(last_fid, $2) where id = $1`, b.recipe.ID, highest); err != nil {
		return fmt.Errorf("fids: %w", err)
	}
	return b.describe(ctx, tx, report)
}

// formerFids looks a source id's fid up in the published version, then in the newest other one that was built.
func (b *Builder) formerFids(ctx context.Context, tx pgx.Tx) (joins, fid string, err error) {
	rows, err := tx.Query(ctx, `select number from layer_versions v where layer = $1 and number <> $2 and state in ('published', 'waiting', 'superseded')
		and to_regclass('layer_data.v' || number) is not null
		order by state = 'published' desc, number desc limit 2`, b.recipe.ID, b.number)
	if err != nil {
		return "", "", err
	}
	former, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return "", "", err
	}
	var columns []string
	for i, number := range former {
		joins += fmt.Sprintf(" left join layer_data.v%d f%d on f%d.source_id = s.source_id", number, i, i)
		columns = append(columns, fmt.Sprintf("f%d.fid", i))
	}
	// New fids may leave gaps: what matters is that none is ever used for another source id.
	return joins, "coalesce(" + strings.Join(append(columns, "%d + s.seq"), ", ") + ")", nil
}

// describe fills in what the catalogue says of the version.
func (b *Builder) describe(ctx context.Context, tx pgx.Tx, report *Report) error {
	var box [4]*float64
	err := tx.QueryRow(ctx, fmt.Sprintf(`update layer_versions v set feature_count = s.n, bbox = s.box, geometry_type = s.kind
		from (select count(*) as n, case when count(*) > 0 then st_makeenvelope(min(st_xmin(geom)), min(st_ymin(geom)), max(st_xmax(geom)), max(st_ymax(geom)), 3067) end as box,
			case when count(*) = 0 then '' when min(st_dimension(geom)) < max(st_dimension(geom)) then 'Mixed'
				else (array['Point', 'LineString', 'Polygon'])[max(st_dimension(geom)) + 1] end as kind
			from layer_data.v%d) s
		where v.number = $1 returning st_xmin(s.box), st_ymin(s.box), st_xmax(s.box), st_ymax(s.box)`, b.number), b.number).
		Scan(&box[0], &box[1], &box[2], &box[3])
	if err != nil {
		return fmt.Errorf("describe: %w", err)
	}
	for i := range box {
		if box[i] != nil {
			report.BBox[i] = *box[i]
		}
	}
	return nil
}
