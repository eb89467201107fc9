package layers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/layers/source"
)

// Finish validates the features, gives them their fids and leaves the version waiting for Publish.
// On an error the version is gone, as after Abort.
func (b *Builder) Finish(ctx context.Context) (Report, error) { return b.finishWith(ctx, nil) }

// finishWith puts what the reader had to say before the report's own warnings.
func (b *Builder) finishWith(ctx context.Context, warnings []source.Note) (Report, error) {
	report := newReport(b.recipe.ID, b.number)
	report.Warnings = append(report.Warnings, warnings...)
	if b.done {
		return report, fmt.Errorf("version %d: finished or aborted before", b.number)
	}
	report.Read = b.read
	b.done = true
	err := b.endStreams()
	report.step("read", b.begun)
	if err == nil {
		err = b.finish(ctx, &report)
	}
	if err != nil {
		err = fmt.Errorf("version %d: %w", b.number, err)
		b.discard(ctx, err)
		return report, err
	}
	if b.dry {
		report.Version, report.DryRun = 0, true
		b.discard(ctx, errDry)
		return report, nil
	}
	closeConn(b.conn)
	return report, nil
}

var errDry = errors.New("a dry run keeps nothing")

// finish brings what was doubtful into the version's table and makes everything else of the version. It is shown as
// waiting by the transaction in which its table was made.
func (b *Builder) finish(ctx context.Context, report *Report) error {
	tx := b.tx
	// Indexing a national register wants more than the default; it is freed with the transaction. Helpers of ours would
	// take processors away from those who look at the map meanwhile.
	if _, err := tx.Exec(ctx, `set local work_mem = '128MB'; set local maintenance_work_mem = '256MB';
		set local max_parallel_maintenance_workers = 0; set local max_parallel_workers_per_gather = 0;
		set local client_min_messages = warning`); err != nil {
		return err
	}
	if err := b.checkSystems(ctx, tx, report); err != nil {
		return err
	}
	judging := []finishing{{"transform", b.transform}, {"outside", b.refuseOutside}, {"flatten", b.flatten}, {"repair", b.repair}, {"refused", b.listRefused}, {"merge", b.merge}}
	if b.doubtful.rows == 0 {
		judging = nil
	}
	for _, step := range append(judging, finishing{"fids", b.keepFids}, finishing{"spatial index", b.indexPlaces}, finishing{StepIDs, b.indexIDs}, finishing{"fid index", b.indexFids},
		finishing{"describe", b.describe}, finishing{"coverage", b.cover}, finishing{"search", b.fillSearch}, finishing{"conclude", b.conclude}) {
		began := time.Now()
		if err := step.do(ctx, tx, report); err != nil {
			return err
		}
		report.step(step.name, began)
	}
	if b.dry {
		return tx.Rollback(ctx)
	}
	return tx.Commit(ctx)
}

// StepIDs is the step of a report that makes the index of source ids.
const StepIDs = "id index"

// finishing is one step of Finish.
type finishing struct {
	name string
	do   func(context.Context, pgx.Tx, *Report) error
}

// checkSystems refuses reference systems that PostGIS does not know, and tells what the report says of them.
func (b *Builder) checkSystems(ctx context.Context, tx pgx.Tx, report *Report) error {
	systems := slices.Sorted(maps.Keys(b.srids))
	for _, srid := range systems {
		var known bool
		if err := tx.QueryRow(ctx, `select exists (select from spatial_ref_sys where srid = $1)`, srid).Scan(&known); err != nil {
			return err
		}
		if !known {
			return fmt.Errorf("reference system EPSG:%d is unknown: %w", srid, source.ErrNoCRS)
		}
	}
	report.SourceCRS = b.source.CRS
	switch {
	case len(systems) == 1:
		report.SourceCRS = source.CRSName(systems[0])
	case len(systems) > 1:
		report.warn("several_systems", "systems", systemNames(systems))
	}
	return b.tellOperation(ctx, tx, systems, report)
}

func systemNames(srids []int) string {
	var names []string
	for _, srid := range srids {
		names = append(names, source.CRSName(srid))
	}
	return strings.Join(names, ", ")
}

// tellOperation names the transformation that the database used where it is no mere formula.
func (b *Builder) tellOperation(ctx context.Context, tx pgx.Tx, systems []int, report *Report) error {
	for _, srid := range systems {
		if _, _, ok := source.Operation(srid); !ok {
			continue
		}
		x, y := source.OperationProbe()
		var e, n float64
		if err := tx.QueryRow(ctx, `select st_x(p), st_y(p) from st_transform(st_setsrid(st_makepoint($1, $2), 2393), 3067) p`, x, y).Scan(&e, &n); err != nil {
			return fmt.Errorf("operation: %w", err)
		}
		report.Operation, report.AccuracyM, _ = source.OperationSeen(srid, e, n)
	}
	return nil
}

// transform brings every geometry to EPSG:3067, two dimensions, straight lines and outer rings counter-clockwise.
// One statement does it; only when a feature makes that statement fail is every feature tried by itself.
func (b *Builder) transform(ctx context.Context, tx pgx.Tx, _ *Report) error {
	clean := fmt.Sprintf("layer_data.v%d_clean", b.number)
	const parsed = `coalesce(geom, st_geomfromewkb(raw))`
	// Curves are stroked to a centimetre, which is about 1e-7 degrees.
	const straight = `case when flags & 4 <> 0 then st_curvetoline(` + parsed + `,
		case when flags & 32 <> 0 then 1e-7 else 0.01 end, 1, 1) else ` + parsed + ` end`
	const flat = `st_force2d(` + straight + `)`
	// Of a refused feature there is its box alone: its sides are straight where it comes from and bent in EPSG:3067, so
	// that its corners' box there would be too small.
	const box = `st_envelope(st_transform(st_segmentize(` + parsed + `, greatest(st_xmax(` + parsed + `) - st_xmin(` + parsed + `),
		st_ymax(` + parsed + `) - st_ymin(` + parsed + `), 1e-9) / 256), 3067))`
	// st_forcepolygonccw turns lines round too.
	const ccw = `case when st_dimension(` + flat + `) = 2 then st_forcepolygonccw(` + flat + `) else ` + flat + ` end`
	const target = `case when reason is null then st_transform(` + ccw + `, 3067) else ` + box + ` end`
	// What is invalid in the source is told even when the transformation's rounding happens to heal it.
	const fault = `case when st_srid(` + parsed + `) <> 3067 and not st_isvalid(` + flat + `) then st_isvalidreason(` + flat + `) || ' in EPSG:' || st_srid(` + parsed + `) end`
	// A ring that runs the wrong way is turned and counted.
	const turned = `reason is null and not st_ispolygonccw(` + flat + `)`
	const others = `fid, source_id, attributes, reason, flags`
	create := func(geom, fault, turned string) string {
		return fmt.Sprintf(`create unlogged table %s as select %s, %s as geom, %s as fault, %s as turned from %s`, clean, others, geom, fault, turned, b.stage)
	}
	ok, err := attempt(ctx, tx, create(target, fault, turned))
	if err != nil {
		return fmt.Errorf("transform: %w", err)
	}
	if !ok {
		_, err = tx.Exec(ctx, create(`null::geometry`, `null::text`, `false`)+`; alter table `+clean+` add primary key (fid);`+fmt.Sprintf(`
			do $$ declare row record; begin
				for row in select fid from %[1]s loop
					begin
						update %[1]s c set (geom, fault, turned) = (select %[2]s, %[3]s, %[4]s from %[5]s i where i.fid = row.fid) where c.fid = row.fid;
					exception when others then
						update %[1]s c set reason = jsonb_build_object('code', 'cannot_transform', 'values', jsonb_build_object('why', 'geos', 'text', sqlerrm)) where c.fid = row.fid;
					end;
				end loop;
			end $$`, clean, target, fault, turned, b.stage))
		if err != nil {
			return fmt.Errorf("transform one by one: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, `drop table `+b.stage); err != nil {
		return err
	}
	b.stage = clean
	return nil
}

// attempt runs a statement that one bad feature can make fail; false means that it did and left nothing behind.
func attempt(ctx context.Context, tx pgx.Tx, sql string, args ...any) (bool, error) {
	err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) error {
		_, err := inner.Exec(ctx, sql, args...)
		return err
	})
	if badData(err) {
		return false, nil
	}
	return err == nil, err
}

// badData tells whether a statement failed over a feature.
func badData(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "XX000" || refused.Code[:2] == "22" || refused.Code[:2] == "38")
}

// finland is the box in which the service works, 19–31.6° E and 58.8–70.1° N, with 5 km to spare; inner lies
// wholly within it, so that most features are judged by their boxes alone.
const (
	finland = `(select st_buffer(st_transform(st_segmentize(st_makeenvelope(19, 58.8, 31.6, 70.1, 4326), 0.1), 3067), 5000))`
	inner   = `st_makeenvelope(200000, 6560000, 670000, 7770000, 3067)`
)

// refuseOutside refuses what lies outside Finland, or came out of the transformation without finite coordinates.
func (b *Builder) refuseOutside(ctx context.Context, tx pgx.Tx, _ *Report) error {
	_, err := tx.Exec(ctx, fmt.Sprintf(`with finland as materialized (select %s as box)
		update %s set reason = case when geom is null or st_isempty(geom) then '{"code": "empty"}'
				when st_xmax(geom) < 'infinity' and st_xmin(geom) > '-infinity' then jsonb_build_object('code', 'outside_finland',
					'values', jsonb_build_object('e', round(st_xmin(geom)::numeric), 'n', round(st_ymin(geom)::numeric)))::text
				else '{"code": "not_finite"}' end
		from finland where reason is null and (geom is null or st_isempty(geom) or not (geom @ %s or st_covers(box, geom)))`,
		finland, b.stage, inner))
	if err != nil {
		return fmt.Errorf("refuse what is outside Finland: %w", err)
	}
	return nil
}

// conclude writes the report and shows the version as waiting for approval.
func (b *Builder) conclude(ctx context.Context, tx pgx.Tx, report *Report) error {
	report.Flattened = b.flat
	b.columns.tell(report)
	if b.recipe.Key != "" {
		report.decide(DecideKeys, b.hashed)
	}
	report.cutRepaired()
	report.Seconds = float64(time.Since(b.begun).Milliseconds()) / 1000
	data, err := json.Marshal(report)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	drop := b.stage
	for _, table := range []string{"_names", "_raw"} {
		drop += fmt.Sprintf(", layer_data.v%d%s", b.number, table)
	}
	if _, err := tx.Exec(ctx, `drop table if exists `+drop); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update layer_versions set state = 'waiting', report = $2, source_crs = $3 where number = $1`,
		b.number, data, report.SourceCRS)
	return err
}
