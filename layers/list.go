package layers

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/internal/i18n"
)

// Page sizes of List.
const (
	DefaultPage = 50
	MaxPage     = 500
)

// Around asks for the features near a point, nearest first: the map for those who cannot use one.
type Around struct {
	Point  orb.Point   // EPSG:3067
	Area   orb.Polygon // EPSG:3067; empty: everywhere
	Layers []string    // ids; empty: every published layer
	Limit  int         // 1 to MaxPage
	After  *Place      // the last feature of the page before
}

// Place is where a feature stands in a list by distance. The fid stays while the register's id stays, so a cursor
// survives a new version of the layer.
type Place struct {
	Distance float64 // metres in EPSG:3067
	Layer    string
	FID      int64
}

func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Distance, q.Distance), cmp.Compare(p.Layer, q.Layer), cmp.Compare(p.FID, q.FID))
}

// List returns a page of features by distance, and the place from which the next page goes on; nil after the last.
// Distances are true metres on GRS 80; the order is that of EPSG:3067, in which features of one distance stand by
// layer and fid. A layer named but not published is ErrNotFound.
func (s *Store) List(ctx context.Context, catalogue *Catalogue, around Around, lang i18n.Lang) (Hits, *Place, error) {
	asked, err := asked(catalogue, around.Layers)
	if err != nil {
		return Hits{}, nil, err
	}
	places, unavailable, err := s.places(ctx, asked, around)
	if err != nil {
		return Hits{}, nil, fmt.Errorf("features: %w", err)
	}
	slices.SortFunc(places, Place.compare)
	var next *Place
	if len(places) > around.Limit {
		places = places[:around.Limit]
		next = &places[around.Limit-1]
	}
	hits, broken, err := s.hits(ctx, catalogue, places, around.Point, lang)
	if err != nil {
		return Hits{}, nil, fmt.Errorf("features: %w", err)
	}
	return Hits{Items: hits, Unavailable: append(unavailable, broken...)}, next, nil
}

// everywhere holds every place that EPSG:3067 has.
var everywhere = orb.Bound{Min: orb.Point{-1e7, -1e7}, Max: orb.Point{1e7, 1e7}}

func asked(catalogue *Catalogue, ids []string) ([]Layer, error) {
	if len(ids) == 0 {
		return catalogue.Shown(), nil
	}
	var found []Layer
	for _, id := range ids {
		l, ok := catalogue.ShownLayer(id)
		if !ok {
			return nil, fmt.Errorf("layer %q: %w", id, ErrNotFound)
		}
		if !slices.ContainsFunc(found, func(l Layer) bool { return l.ID == id }) {
			found = append(found, l)
		}
	}
	return found, nil
}

// places finds the nearest features of each layer, one more than fit a page, by the index alone.
func (s *Store) places(ctx context.Context, asked []Layer, around Around) ([]Place, []string, error) {
	var area []byte
	if len(around.Area) > 0 {
		data, err := wkb.Marshal(around.Area)
		if err != nil {
			return nil, nil, fmt.Errorf("area: %w", err)
		}
		area = data
	}
	after := Place{Distance: -1}
	if around.After != nil {
		after = *around.After
	}
	within := everywhere
	if area != nil {
		within = around.Area.Bound()
	}
	asked = slices.DeleteFunc(slices.Clone(asked), func(l Layer) bool {
		return !l.Version.Reaches(within)
	})
	perLayer, unavailable, err := eachLayer(ctx, s, asked, func(l Layer) (string, []any) {
		fid := after.FID // features at the same distance follow by layer, then by fid
		switch order := cmp.Compare(l.ID, after.Layer); {
		case order < 0:
			fid = 1<<63 - 1
		case order > 0:
			fid = -1
		}
		sql := `select fid, geom <-> st_setsrid(st_makepoint($1, $2), 3067) as distance from ` + l.Version.Table() + `
			where (geom <-> st_setsrid(st_makepoint($1, $2), 3067), fid) > ($3::float8, $4::bigint)`
		args := []any{around.Point[0], around.Point[1], after.Distance, fid, around.Limit + 1}
		if area != nil {
			sql += ` and st_intersects(geom, st_geomfromwkb($6, 3067))`
			args = append(args, area)
		}
		// By the distance alone, so that the index gives the order; features of one distance come whole.
		return sql + ` order by geom <-> st_setsrid(st_makepoint($1, $2), 3067) fetch first ($5) rows with ties`, args
	}, func(l Layer, row pgx.CollectableRow) (Place, error) {
		place := Place{Layer: l.ID}
		err := row.Scan(&place.FID, &place.Distance)
		return place, err
	})
	return slices.Concat(perLayer...), unavailable, err
}

// trueDistance is the distance as design.md defines it, and the bearing to the nearest point.
const trueDistance = `coalesce(st_length(st_transform(line, 4258)::geography, true), 0),
	coalesce(degrees(st_azimuth(st_transform(st_startpoint(line), 4258)::geography, st_transform(st_endpoint(line), 4258)::geography)), 0)`

// hits reads the features that stand at the places, in that order.
func (s *Store) hits(ctx context.Context, catalogue *Catalogue, places []Place, from orb.Point, lang i18n.Lang) ([]Hit, []string, error) {
	fids := map[string][]int64{}
	var asked []Layer
	for _, p := range places {
		l, ok := catalogue.ShownLayer(p.Layer)
		if !ok {
			continue
		}
		if fids[p.Layer] == nil {
			asked = append(asked, l)
		}
		fids[p.Layer] = append(fids[p.Layer], p.FID)
	}
	perLayer, unavailable, err := eachLayer(ctx, s, asked, func(l Layer) (string, []any) {
		return `select ` + hitColumns + `, ` + trueDistance + ` from ` + l.Version.Table() + `,
			st_shortestline(st_setsrid(st_makepoint($1, $2), 3067), geom) line where fid = any($3)`,
			[]any{from[0], from[1], fids[l.ID]}
	}, hitScanner(lang))
	if err != nil {
		return nil, nil, err
	}
	read := map[Place]Hit{}
	for _, hit := range slices.Concat(perLayer...) {
		read[Place{Layer: hit.Layer.ID, FID: hit.FID}] = hit
	}
	hits := make([]Hit, 0, len(places))
	for _, p := range places {
		if hit, ok := read[Place{Layer: p.Layer, FID: p.FID}]; ok {
			hits = append(hits, hit)
		}
	}
	return hits, unavailable, nil
}

// Feature returns one feature of a published layer by the register's id, whole and not simplified, or ErrNotFound.
func (s *Store) Feature(ctx context.Context, layer Layer, featureID string, lang i18n.Lang) (Hit, error) {
	rows, err := s.pool.Query(ctx, `select fid, source_id, attributes, false, st_asbinary(geom), 0::float8, 0::float8
		from `+layer.Version.Table()+` where source_id = $1 order by fid limit 1`, featureID)
	if err != nil {
		return Hit{}, fmt.Errorf("feature %s of %s: %w", featureID, layer.ID, err)
	}
	hits, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Hit, error) { return hitScanner(lang)(layer, row) })
	switch {
	case err != nil:
		return Hit{}, fmt.Errorf("feature %s of %s: %w", featureID, layer.ID, err)
	case len(hits) == 0:
		return Hit{}, fmt.Errorf("feature %s of %s: %w", featureID, layer.ID, ErrNotFound)
	}
	return hits[0], nil
}
