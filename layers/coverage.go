package layers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/ewkb"
)

// cover works out where the absence of a feature means that there is none.
func (b *Builder) cover(ctx context.Context, tx pgx.Tx, report *Report) error {
	sql, args, err := b.claim(ctx, tx, report)
	if err != nil {
		return fmt.Errorf("coverage: %w", err)
	}
	if sql == "" {
		return nil
	}
	if b.unclear {
		report.warn("coverage_unclear")
		return nil
	}
	holes := make([][]float64, 0, len(b.holes))
	for _, h := range b.holes {
		holes = append(holes, h[:])
	}
	// A metre more, since the transformed box of a refused feature is bent a little between its many vertices too.
	var covered bool
	err = tx.QueryRow(ctx, fmt.Sprintf(`with claim as (%s),
		holes as (select st_union(st_makeenvelope(h[1] - 1, h[2] - 1, h[3] + 1, h[4] + 1, 3067)) as geom
			from (select (select array_agg(x::text::float8 order by i) from jsonb_array_elements(box) with ordinality e(x, i)) as h
				from jsonb_array_elements($2::jsonb) box) boxes),
		rest as (select case when holes.geom is null then claim.geom else st_difference(claim.geom, holes.geom) end as geom from claim, holes)
		update layer_versions set coverage = (select case when geom is not null and not st_isempty(geom)
			then st_multi(st_collectionextract(st_makevalid(geom), 3)) end from rest)
		where number = $1 returning coverage is not null`, sql), append([]any{b.number, holes}, args...)...).Scan(&covered)
	if err != nil {
		return fmt.Errorf("coverage: %w", err)
	}
	if !covered {
		report.warn("coverage_empty")
	} else if len(holes) > 0 {
		report.warn("coverage_holes", "count", len(holes))
	}
	return nil
}

// claim is a query for the claimed area as geom, with arguments from $3 on; "" when nothing is claimed.
func (b *Builder) claim(ctx context.Context, tx pgx.Tx, report *Report) (string, []any, error) {
	switch c := b.recipe.Coverage; c.Kind {
	case CoverFeatures:
		return fmt.Sprintf(`select st_union(geom) as geom from layer_data.v%d where st_dimension(geom) = 2`, b.number), nil, nil
	case CoverArea:
		if len(b.area) == 0 {
			report.warn("coverage_no_area")
			return "", nil, nil
		}
		area, err := ewkb.MarshalToHex(b.area, SRID)
		return `select $3::geometry as geom`, []any{area}, err
	case CoverMunicipality, CoverCountry:
		return b.municipalities(ctx, tx, report)
	case CoverLayer:
		var number int64
		err := tx.QueryRow(ctx, `select current from layers where id = $1 and current is not null`, c.Layer).Scan(&number)
		if errors.Is(err, pgx.ErrNoRows) {
			report.warn("coverage_layer", "layer", c.Layer)
			return "", nil, nil
		}
		return fmt.Sprintf(`select st_union(geom) as geom from layer_data.v%d where st_dimension(geom) = 2`, number), nil, err
	}
	return "", nil, nil
}

// municipalities is the area of the recipe's municipalities, or of all, as the published layers of theme
// municipality have them.
func (b *Builder) municipalities(ctx context.Context, tx pgx.Tx, report *Report) (string, []any, error) {
	rows, err := tx.Query(ctx, `select v.number, v.layer, a->>'name' from layers l join layer_versions v on v.number = l.current
		cross join lateral jsonb_array_elements(v.recipe->'attributes') a
		where l.theme = $1 and a->>'meaning' = $2 order by v.number`, Municipality, MeaningMunicipalityCode)
	if err != nil {
		return "", nil, err
	}
	var number int64
	var layer, name string
	var parts []string
	var names []string
	codes := b.recipe.Coverage.Codes
	all := b.recipe.Coverage.Kind == CoverCountry
	if _, err := pgx.ForEachRow(rows, []any{&number, &layer, &name}, func() error {
		names = append(names, name)
		parts = append(parts, fmt.Sprintf(`select attributes->>($3::text[])[%d] as code, geom from layer_data.v%d where st_dimension(geom) = 2`,
			len(names), number))
		return nil
	}); err != nil {
		return "", nil, err
	}
	if len(parts) == 0 {
		report.warn("coverage_no_municipalities")
		return "", nil, nil
	}
	every := strings.Join(parts, " union all ")
	if all {
		except := append([]string{}, b.recipe.Coverage.Except...) // an empty list, not null
		return `select st_union(geom) as geom from (` + every + `) m where coalesce(code, '') <> all ($4::text[])`, []any{names, except}, nil
	}
	missing, err := tx.Query(ctx, `select wanted from unnest($2::text[]) wanted
		where not exists (select from (`+strings.ReplaceAll(every, "$3", "$1")+`) m where m.code = wanted)`, names, codes)
	if err != nil {
		return "", nil, err
	}
	unknown, err := pgx.CollectRows(missing, pgx.RowTo[string])
	if err != nil {
		return "", nil, err
	}
	if len(unknown) > 0 {
		report.warn("coverage_unknown", "codes", strings.Join(unknown, ", "))
		return "", nil, nil
	}
	return `select st_union(geom) as geom from (` + every + `) m where code = any ($4)`, []any{names, codes}, nil
}
