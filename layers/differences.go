package layers

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
)

// DifferenceFilter chooses lines of a difference.
type DifferenceFilter struct {
	Kinds []Kind      // none: all
	Area  orb.Polygon // EPSG:3067: only features that touch it; empty: everywhere
	Limit int
	After *DifferencePlace // the last line of the page before
}

// DifferencePlace is where a line stands: lines are ordered by kind, then by fid.
type DifferencePlace struct {
	Kind Kind
	FID  int64
}

// DifferenceLine is one feature that differs.
type DifferenceLine struct {
	Kind       Kind
	FID        int64
	SourceID   string
	Geometry   orb.Geometry // CRS84: the feature as it is, or as it was when it is removed
	Former     orb.Geometry // CRS84, of one that moved: as it was
	Simplified bool         // a shape has more than maxShape positions and was thinned for showing
	Detail     DifferenceDetail
}

// DifferenceDetail is how a feature differs. What cannot be said of it is nil.
type DifferenceDetail struct {
	FormerID     string            `json:"former_id,omitempty"` // where a register without ids gave it another
	MovedM       *float64          `json:"moved_m,omitempty"`   // true metres between the centroids
	ApartM       *float64          `json:"apart_m,omitempty"`   // how far the outlines are apart at the most; nil for large ones
	AreaBefore   *float64          `json:"area_before_m2,omitempty"`
	AreaAfter    *float64          `json:"area_after_m2,omitempty"`
	LengthBefore *float64          `json:"length_before_m,omitempty"`
	LengthAfter  *float64          `json:"length_after_m,omitempty"`
	Attributes   []AttributeChange `json:"attributes,omitempty"`
}

// AttributeChange is an attribute's value before and after; missing: it had none. Long values are cut, and then texts.
type AttributeChange struct {
	Name string          `json:"name"`
	From json.RawMessage `json:"from,omitempty"`
	To   json.RawMessage `json:"to,omitempty"`
}

// Differences returns a page of a version's difference and the place from which the next page goes on; nil after the
// last. Nothing is listed before Difference was asked for. Of a first version every feature is listed as added.
func (s *Store) Differences(ctx context.Context, number int64, filter DifferenceFilter) ([]DifferenceLine, *DifferencePlace, error) {
	kept, former, err := compared(ctx, s.pool, number)
	if err != nil {
		return nil, nil, fmt.Errorf("difference of version %d: %w", number, err)
	}
	from := fmt.Sprintf(`(select kind, d.fid, d.source_id, d.geom, d.detail, case when kind = 'moved' then f.geom end as former
		from layer_differences d left join layer_data.v%d f on f.source_id = coalesce(d.detail->>'former_id', d.source_id) where d.version = %d)`, former, number)
	switch {
	case kept == nil || kept.Former != former:
		return nil, nil, nil
	case former != 0 && !kept.listed():
		return nil, nil, nil // nothing differs, or its lines are not kept any more
	case former == 0:
		from = fmt.Sprintf(`(select 'added' as kind, fid, source_id, geom, '{}'::jsonb as detail, null::geometry as former from layer_data.v%d)`, number)
	}
	lines, err := s.differencePage(ctx, from, filter)
	if err != nil {
		return nil, nil, fmt.Errorf("difference of version %d: %w", number, err)
	}
	if len(lines) <= filter.Limit {
		return lines, nil, nil
	}
	last := lines[filter.Limit-1]
	return lines[:filter.Limit], &DifferencePlace{Kind: last.Kind, FID: last.FID}, nil
}

func (s *Store) differencePage(ctx context.Context, from string, filter DifferenceFilter) ([]DifferenceLine, error) {
	var area []byte
	if len(filter.Area) > 0 {
		data, err := wkb.Marshal(filter.Area)
		if err != nil {
			return nil, fmt.Errorf("area: %w", err)
		}
		area = data
	}
	kinds := filter.Kinds
	if len(kinds) == 0 {
		kinds = Kinds
	}
	after := DifferencePlace{FID: -1}
	if filter.After != nil {
		after = *filter.After
	}
	rows, err := s.pool.Query(ctx, `select kind, fid, source_id, `+large("geom")+` or coalesce(`+large("former")+`, false), `+shown("geom")+`, `+shown("former")+`, detail
		from `+from+` d where kind = any ($1) and ($2::bytea is null or st_intersects(geom, st_geomfromwkb($2, 3067))) and (kind, fid) > ($3, $4::bigint)
		order by kind, fid limit $5`, kinds, area, after.Kind, after.FID, filter.Limit+1)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDifference)
}

func scanDifference(row pgx.CollectableRow) (DifferenceLine, error) {
	var line DifferenceLine
	var shape, former []byte
	if err := row.Scan(&line.Kind, &line.FID, &line.SourceID, &line.Simplified, &shape, &former, &line.Detail); err != nil {
		return line, err
	}
	var err error
	if line.Geometry, err = lonLat(shape); err == nil && former != nil {
		line.Former, err = lonLat(former)
	}
	if err != nil {
		return line, fmt.Errorf("geometry of %s: %w", line.SourceID, err)
	}
	return line, nil
}

// lonLat reads a geometry that is kept in EPSG:3067.
func lonLat(data []byte) (orb.Geometry, error) {
	g, err := wkb.Unmarshal(data)
	if err != nil {
		return nil, err
	}
	return geo.Transform(g, geo.TM35FIN, geo.CRS84), nil
}
