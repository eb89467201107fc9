package checks

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
)

// cover is the coverage of layer versions in memory: it never changes, and comparing a place with the country's
// border in PostGIS would take longer than all the rest of the check.
type cover struct {
	sum     [sha256.Size]byte
	outline *geo.Outline
}

// covers keeps the coverage of the versions that checks look at; layers that claim the same area share it.
type covers struct {
	mu        sync.Mutex
	byVersion map[int64]*cover // nil: that version promises nothing
}

// of returns the coverage of the versions, in their order, and reads what is not in memory yet. Versions that
// are not asked for are forgotten when others are read.
func (c *covers) of(ctx context.Context, pool *pgxpool.Pool, versions []int64) (map[int64]*cover, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var missing []int64
	asked := make(map[int64]*cover, len(versions))
	for _, version := range versions {
		cover, known := c.byVersion[version]
		if !known {
			missing = append(missing, version)
		}
		asked[version] = cover
	}
	if len(missing) == 0 {
		return asked, nil
	}
	if err := c.read(ctx, pool, missing, asked); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	c.byVersion = asked
	return asked, nil
}

func (c *covers) read(ctx context.Context, pool *pgxpool.Pool, missing []int64, asked map[int64]*cover) error {
	shared := map[[sha256.Size]byte]*cover{}
	for _, known := range asked {
		if known != nil {
			shared[known.sum] = known
		}
	}
	rows, err := pool.Query(ctx, `select number, st_asbinary(coverage) from layer_versions
		where number = any($1) and coverage is not null`, missing)
	if err != nil {
		return err
	}
	var number int64
	var shape []byte
	_, err = pgx.ForEachRow(rows, []any{&number, &shape}, func() error {
		sum := sha256.Sum256(shape)
		if shared[sum] == nil {
			area, err := wkb.Unmarshal(shape)
			if err != nil {
				return nil //nolint:nilerr // what cannot be read promises nothing
			}
			shared[sum] = &cover{sum: sum, outline: geo.NewOutline(area)}
		}
		asked[number] = shared[sum]
		return nil
	})
	return err
}
