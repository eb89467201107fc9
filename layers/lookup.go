package layers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/internal/text"
)

// Bounds of looking many names up.
const (
	lookupsAtOnce = 500 // in one round trip
	mostNamesakes = 20  // of one name
)

// Named is a feature that has the name that was looked up.
type Named struct {
	Layer   string
	Version int64
	FID     int64
	Title   string
	Detail  string    // what tells it from others of that name
	Point   orb.Point // EPSG:3067
}

// Properties looks property units up by their ids, in any spelling: per id those that have it, none where the text is no id.
func (s *Store) Properties(ctx context.Context, catalogue *Catalogue, ids []string) ([][]Named, error) {
	return s.lookUp(ctx, catalogue, KindProperty, ids, func(typed string) (prefixes []string) {
		id, err := ParsePropertyID(typed)
		if err != nil {
			return nil
		}
		for _, spelt := range []string{id.String(), id.Digits()} {
			prefixes = append(prefixes, " "+strings.ToLower(spelt)+",")
		}
		return prefixes
	})
}

// Addresses looks addresses up by their street and number: "Rantakatu 5", and after a comma what may tell them from others
// of that name: "Rantakatu 5, Mallila". Nothing is found that is only like it.
func (s *Store) Addresses(ctx context.Context, catalogue *Catalogue, typed []string) ([][]Named, error) {
	found, err := s.lookUp(ctx, catalogue, KindAddress, typed, func(typed string) []string {
		street, _, _ := strings.Cut(text.Cut(typed, MaxQuery), ",")
		if street = plain(Fold(street)); street == "" {
			return nil
		}
		return []string{" " + street + ","}
	})
	if err != nil {
		return nil, err
	}
	for i, namesakes := range found {
		_, detail, said := strings.Cut(text.Cut(typed[i], MaxQuery), ",")
		if words := searchWords(detail); said && len(words) > 0 {
			found[i] = slices.DeleteFunc(namesakes, func(n Named) bool {
				there := searchWords(n.Detail)
				return !slices.ContainsFunc(words, func(word string) bool { return slices.Contains(there, word) })
			})
		}
	}
	return found, nil
}

// lookUp asks for whole titles, by how the column words begins with them.
func (s *Store) lookUp(ctx context.Context, catalogue *Catalogue, kind string, names []string, prefixes func(string) []string) ([][]Named, error) {
	versions, byVersion := pinned(catalogue)
	found := make([][]Named, len(names))
	for from := 0; from < len(names); from += lookupsAtOnce {
		batch := &pgx.Batch{}
		for i := from; i < min(from+lookupsAtOnce, len(names)); i++ {
			for _, prefix := range prefixes(names[i]) {
				batch.Queue(`select version, fid, title, detail, st_x(point), st_y(point) from layer_search
					where words ~>=~ $1 and words ~<~ $2 and kind = $3 and version = any ($4) order by version, fid limit $5`,
					prefix, prefix+string(utf8.MaxRune), kind, versions, mostNamesakes).Query(func(rows pgx.Rows) error {
					return readNamed(rows, byVersion, &found[i])
				})
			}
		}
		if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
			return nil, fmt.Errorf("look up names: %w", err)
		}
	}
	return found, nil
}

func readNamed(rows pgx.Rows, byVersion map[int64]Layer, into *[]Named) error {
	var n Named
	_, err := pgx.ForEachRow(rows, []any{&n.Version, &n.FID, &n.Title, &n.Detail, &n.Point[0], &n.Point[1]}, func() error {
		n.Layer = byVersion[n.Version].ID
		if !slices.Contains(*into, n) {
			*into = append(*into, n)
		}
		return nil
	})
	return err
}

// Shapes are the geometries of features of a version, in EPSG:3067, by their fids.
func (s *Store) Shapes(ctx context.Context, version int64, fids []int64) (map[int64]orb.Geometry, error) {
	rows, err := s.pool.Query(ctx, `select fid, st_asbinary(st_force2d(geom)) from `+Version{Number: version}.Table()+` where fid = any ($1)`, fids)
	if err != nil {
		return nil, fmt.Errorf("shapes: %w", err)
	}
	shapes := map[int64]orb.Geometry{}
	var fid int64
	var data []byte
	if _, err = pgx.ForEachRow(rows, []any{&fid, &data}, func() (err error) {
		shapes[fid], err = wkb.Unmarshal(data)
		return err
	}); err != nil {
		return nil, fmt.Errorf("shapes: %w", err)
	}
	return shapes, nil
}

// Member is a feature of a version, whole.
type Member struct {
	ID         string
	Shape      orb.Geometry // EPSG:3067
	Attributes []byte       // JSON object
}

// Part says which features of a version are meant.
type Part struct {
	Area    orb.Geometry // that meet it, EPSG:3067; nil: everywhere
	Layer   Version      // that meet a feature of this version
	Feature string       // the register's id of that feature; empty: none
	Most    int
}

// Members are the features of a version, or of a part of it, in the order of their fids, at most so many.
func (s *Store) Members(ctx context.Context, v Version, part Part) ([]Member, error) {
	var area []byte
	if part.Area != nil {
		var err error
		if area, err = wkb.Marshal(part.Area); err != nil {
			return nil, fmt.Errorf("members of %s@%d: %w", v.Layer, v.Number, err)
		}
	}
	within := `select st_setsrid(st_geomfromwkb($2), 3067) as geom where $1 = ''`
	if part.Feature != "" {
		within = `select geom from ` + part.Layer.Table() + ` where source_id = $1 and $2::bytea is null`
	}
	where := ``
	if part.Feature != "" || area != nil {
		where = `where exists (select from part p where f.geom && p.geom and st_intersects(f.geom, p.geom))`
	}
	rows, err := s.pool.Query(ctx, `with part as materialized (`+within+`)
		select f.source_id, st_asbinary(st_force2d(f.geom)), f.attributes::text from `+v.Table()+` f `+where+` order by f.fid limit $3`, part.Feature, area, part.Most)
	if err != nil {
		return nil, fmt.Errorf("members of %s@%d: %w", v.Layer, v.Number, err)
	}
	members, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (m Member, err error) {
		var data []byte
		if err = row.Scan(&m.ID, &data, &m.Attributes); err != nil {
			return m, err
		}
		m.Shape, err = wkb.Unmarshal(data)
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("members of %s@%d: %w", v.Layer, v.Number, err)
	}
	return members, nil
}
