package layers

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lupakartta/layers/source"
)

// A repair that changes a feature's area by more than one of these is a warning to decide on.
const (
	warnShare  = 0.01
	warnAreaM2 = 100
)

// patches is the area of a surface in space, seen from above: a patch that stands upright has none.
const patches = `(select st_multi(st_unaryunion(st_collect(st_collectionextract(st_makevalid(
		case when st_geometrytype(patch.geom) = 'ST_Triangle' then st_makepolygon(st_exteriorring(patch.geom)) else patch.geom end), 3))))
	from st_dump(st_force2d(geom)) patch)`

// flatten makes typed multi-geometries of collections. Tiles and checks know points, lines and areas; a collection
// that mixes them keeps its highest dimension, and the place of what is left off is no longer covered.
func (b *Builder) flatten(ctx context.Context, tx pgx.Tx, report *Report) error {
	rows, err := tx.Query(ctx, fmt.Sprintf(`with whole as (
			select fid, geom, st_geometrytype(geom) = 'ST_GeometryCollection' as mixed, case when st_geometrytype(geom) <> 'ST_GeometryCollection' then `+patches+`
				else st_collectionextract(geom, st_dimension(geom) + 1) end as kept from %[1]s
			where reason is null and flags & 8 <> 0 and st_geometrytype(geom) in ('ST_GeometryCollection', 'ST_PolyhedralSurface', 'ST_Tin')),
		done as (update %[1]s c set geom = case when st_isempty(kept) is false then kept else st_force2d(st_envelope(w.geom)) end,
			reason = case when st_isempty(kept) is false then null else '{"code": "empty"}' end from whole w where w.fid = c.fid returning c.fid, c.source_id)
		select done.source_id, (select count(*) from st_dump(w.geom)), (select count(*) from st_dump(w.kept)),
			st_xmin(w.geom), st_ymin(w.geom), st_xmax(w.geom), st_ymax(w.geom)
		from done join whole w using (fid) where mixed and not st_isempty(kept) order by fid`, b.stage))
	if err != nil {
		return fmt.Errorf("flatten collections: %w", err)
	}
	var id string
	var parts, kept int
	var box [4]float64
	_, err = pgx.ForEachRow(rows, []any{&id, &parts, &kept, &box[0], &box[1], &box[2], &box[3]}, func() error {
		if parts > kept {
			report.warn("parts_dropped", "id", id, "dropped", parts-kept, "parts", parts)
			b.holes = append(b.holes, box)
			b.flat.Mixed++
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("flatten collections: %w", err)
	}
	return nil
}

// Readings of an invalid geometry. The first is what is kept, of the feature's own dimension; parts that collapsed
// stay visible in made with a lower one. The second is the other way to read the same rings, by even and odd.
const (
	made = `st_makevalid(before, 'method=structure keepcollapsed=true')`
	kept = `case when st_dimension(before) = 2 then st_forcepolygonccw(` + part + `) else ` + part + ` end`
	part = `st_collectionextract(made, st_dimension(before) + 1)`
	odd  = `st_collectionextract(st_makevalid(before, 'method=linework'), 3)`
)

// lost is the place of what a repair left off: parts that collapsed, and what only the other reading has. Less than
// 0.01 m² is the noise of two computations, not a place.
const lost = `st_collect(
	(select st_collect(part.geom) from st_dump(made) part where st_dimension(part.geom) < st_dimension(before)),
	case when st_dimension(before) = 2 then (select st_collect(part.geom)
		from st_dump(st_difference(` + odd + `, ` + kept + `)) part where st_area(part.geom) > 0.01) end)`

// repair makes invalid geometries valid without changing their dimension, and lists each with its change of area.
func (b *Builder) repair(ctx context.Context, tx pgx.Tx, report *Report) error {
	fixes := fmt.Sprintf("layer_data.v%d_fix", b.number)
	_, err := tx.Exec(ctx, fmt.Sprintf(`create unlogged table %s as
		select fid, source_id, geom as before, case when st_isvalid(geom) then fault else st_isvalidreason(geom) end as fault,
			null::geometry as made, null::geometry as lost, null::text as failure
		from %s where reason is null and (fault is not null or not st_isvalid(geom))`, fixes, b.stage))
	if err != nil {
		return fmt.Errorf("find invalid features: %w", err)
	}
	if err := b.refuseTangled(ctx, tx, fixes); err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	if err := setGuarded(ctx, tx, fixes, "made = case when failure is null then "+made+" end", "failure = jsonb_build_object('code', 'cannot_repair', 'values', jsonb_build_object('why', 'geos', 'text', sqlerrm))"); err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	// Where it cannot be told what is lost, all of it may be.
	if err := setGuarded(ctx, tx, fixes, "lost = case when failure is null then "+lost+" end", "lost = before"); err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	if err := b.applyRepairs(ctx, tx, fixes, report); err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	_, err = tx.Exec(ctx, `drop table `+fixes)
	return err
}

// setGuarded sets a column of every row; rows that make PostGIS throw get otherwise instead.
func setGuarded(ctx context.Context, tx pgx.Tx, table, set, otherwise string) error {
	ok, err := attempt(ctx, tx, `update `+table+` set `+set)
	if err != nil || ok {
		return err
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`do $$ declare row record; begin
		for row in select fid from %[1]s loop
			begin update %[1]s set %[2]s where fid = row.fid;
			exception when others then update %[1]s set %[3]s where fid = row.fid; end;
		end loop; end $$`, table, set, otherwise))
	return err
}

func (b *Builder) applyRepairs(ctx context.Context, tx pgx.Tx, fixes string, report *Report) error {
	rows, err := tx.Query(ctx, fmt.Sprintf(`with kept as (
			select fid, source_id, before, made, lost, fault, failure, k.geom as whole,
				case when st_numgeometries(k.geom) = 1 and st_geometrytype(before) not like 'ST_Multi%%' then st_geometryn(k.geom, 1) else k.geom end as geom
			from %[1]s, lateral (select %[3]s as geom) k),
		done as (update %[2]s c set geom = case when k.geom is null or st_isempty(k.geom) then c.geom else k.geom end,
			reason = case when k.failure is not null then k.failure
				when k.geom is null or st_isempty(k.geom) then jsonb_build_object('code', 'collapses', 'values', jsonb_build_object('fault', k.fault))::text
				when not st_isvalid(k.geom) then jsonb_build_object('code', 'cannot_repair', 'values', jsonb_build_object('fault', st_isvalidreason(k.geom)))::text end
			from kept k where k.fid = c.fid returning c.fid, c.reason)
		select k.source_id, k.fault, st_area(k.before), st_area(k.geom), (select count(*) from st_dump(k.made)) - st_numgeometries(k.whole),
			st_xmin(k.lost), st_ymin(k.lost), st_xmax(k.lost), st_ymax(k.lost), st_x(p), st_y(p)
		from done join kept k using (fid) left join lateral st_pointonsurface(case when st_isvalid(k.geom) then k.geom end) p on true
		where done.reason is null order by fid`, fixes, b.stage, kept))
	if err != nil {
		return err
	}
	var id, fault string
	var before, after float64
	var collapsed int
	var box [4]*float64
	var e, n *float64
	alarms := int64(0)
	_, err = pgx.ForEachRow(rows, []any{&id, &fault, &before, &after, &collapsed, &box[0], &box[1], &box[2], &box[3], &e, &n}, func() error {
		one := Repair{ID: id, Reason: faultNote(fault), AreaChange: after - before, AreaBefore: before, AreaAfter: after, Spot: spotOf(e, n)}
		one.Decide = one.wantsDecision()
		report.repaired(one)
		if collapsed > 0 {
			report.warn("slivers_dropped", "id", id, "count", collapsed)
		}
		if one.Decide {
			alarms++
		}
		if box[0] != nil {
			b.holes = append(b.holes, [4]float64{*box[0], *box[1], *box[2], *box[3]})
		}
		return nil
	})
	report.decide(DecideRepairs, alarms)
	return err
}

// listRefused reports every refused feature and remembers where it lies.
func (b *Builder) listRefused(ctx context.Context, tx pgx.Tx, report *Report) error {
	rows, err := tx.Query(ctx, fmt.Sprintf(`select source_id, reason::jsonb, geom is null or st_isempty(geom) or not (st_xmin(geom) > -1e9 and st_xmax(geom) < 1e9),
			st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)
		from %s where reason is not null order by fid`, b.stage))
	if err != nil {
		return fmt.Errorf("list refused features: %w", err)
	}
	var id string
	var reason source.Note
	var unclear bool
	var box [4]*float64
	_, err = pgx.ForEachRow(rows, []any{&id, &reason, &unclear, &box[0], &box[1], &box[2], &box[3]}, func() error {
		one := Refusal{ID: id, Reason: withWhy(reason)}
		if unclear {
			b.unclear = true
		} else {
			e, n := (*box[0]+*box[2])/2, (*box[1]+*box[3])/2
			one.Spot = spotOf(&e, &n)
			b.holes = append(b.holes, [4]float64{*box[0], *box[1], *box[2], *box[3]})
		}
		report.refused(one)
		return nil
	})
	if err != nil {
		return fmt.Errorf("list refused features: %w", err)
	}
	return nil
}
