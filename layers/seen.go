package layers

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// seen are the versions that somebody may know of: everybody those that are or were published, and whoever is in one of
// the offices $2 all that their authority keeps.
const seen = `(v.state in ('published', 'superseded', 'cleared') or v.state <> 'building' and l.keeper = any ($2::uuid[]))`

// VersionsSeen returns a page of a layer's versions, newest first, those built before the version of that number; 0: from
// the newest on. It is ErrNotFound when the layer has none that whoever is in those offices may know of.
func (s *Store) VersionsSeen(ctx context.Context, layer string, offices []uuid.UUID, before int64, limit int) ([]Version, error) {
	rows, err := s.pool.Query(ctx, `select `+versionColumns+` from `+versionTables+`
		where v.layer = $1 and `+seen+` and ($3::bigint = 0 or v.number < $3) order by v.number desc limit $4`, layer, offices, before, limit)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", layer, err)
	}
	versions, err := pgx.CollectRows(rows, scanVersion)
	if err == nil && len(versions) == 0 && before == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", layer, err)
	}
	return versions, nil
}

// VersionSeen returns a version that whoever is in those offices may know of, or ErrNotFound.
func (s *Store) VersionSeen(ctx context.Context, layer string, number int64, offices []uuid.UUID) (Version, error) {
	return s.versionWhere(ctx, seen, layer, number, offices)
}

// VersionKept returns a version of a layer that one of the offices keeps, or ErrNotFound.
func (s *Store) VersionKept(ctx context.Context, layer string, number int64, offices []uuid.UUID) (Version, error) {
	return s.versionWhere(ctx, `v.state <> 'building' and l.keeper = any ($2::uuid[])`, layer, number, offices)
}

// VersionTended returns a version of a layer that one of the offices keeps, or no authority but whoever runs the service, or
// ErrNotFound.
func (s *Store) VersionTended(ctx context.Context, layer string, number int64, offices []uuid.UUID) (Version, error) {
	return s.versionWhere(ctx, `v.state <> 'building' and (l.keeper is null or l.keeper = any ($2::uuid[]))`, layer, number, offices)
}

func (s *Store) versionWhere(ctx context.Context, may, layer string, number int64, offices []uuid.UUID) (Version, error) {
	rows, err := s.pool.Query(ctx, `select `+versionColumns+` from `+versionTables+` where v.layer = $1 and v.number = $3 and `+may, layer, offices, number)
	if err != nil {
		return Version{}, fmt.Errorf("version %d of %s: %w", number, layer, err)
	}
	version, err := pgx.CollectExactlyOneRow(rows, scanVersion)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return Version{}, fmt.Errorf("version %d of %s: %w", number, layer, err)
	}
	return version, nil
}

// CoverageOf returns the area where the absence of a feature of the version means that there is none, in CRS84 and
// thinned for showing; nil: nowhere.
func (s *Store) CoverageOf(ctx context.Context, number int64) (orb.Geometry, error) {
	var shape []byte
	err := s.pool.QueryRow(ctx, `select st_asbinary(st_simplifypreservetopology(coverage,
		greatest(st_xmax(coverage) - st_xmin(coverage), st_ymax(coverage) - st_ymin(coverage)) / 1500)) from layer_versions where number = $1`, number).Scan(&shape)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("coverage of version %d: %w", number, err)
	}
	if shape == nil {
		return nil, nil //nolint:nilnil // nowhere
	}
	area, err := lonLat(shape)
	if err != nil {
		return nil, fmt.Errorf("coverage of version %d: %w", number, err)
	}
	return area, nil
}

// Every returns the versions of every layer in whatever state, layers in drawing order and newest version first.
func (s *Store) Every(ctx context.Context) ([]Version, error) {
	rows, err := s.pool.Query(ctx, `select `+versionColumns+` from `+versionTables+` order by l.position, l.id, v.number desc`)
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	versions, err := pgx.CollectRows(rows, scanVersion)
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	return versions, nil
}
