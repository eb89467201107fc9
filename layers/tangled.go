package layers

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
)

// Bounds of what PostGIS is asked to repair: the memory and the time that ST_MakeValid takes grow with the number of
// places in which an outline meets itself, about 2 kB and 0.1 ms for each, and a small file can hold millions of them.
const (
	mostTangled  = 20_000
	mostRepaired = 1_000_000 // vertices
	fewVertices  = 200       // cannot meet itself more than mostTangled times
)

// refuseTangled gives up, before anything is repaired, what would take too much.
func (b *Builder) refuseTangled(ctx context.Context, tx pgx.Tx, fixes string) error {
	if _, err := tx.Exec(ctx, fmt.Sprintf(`update %s set failure = $1 where st_npoints(before) > %d`, fixes, mostRepaired),
		noteJSON(note("too_many_vertices", "max", mostRepaired))); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`select fid from %s where failure is null and st_npoints(before) > %d order by fid`, fixes, fewVertices))
	if err != nil {
		return err
	}
	large, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, fid := range large {
		before := wkb.Scanner(nil)
		if err := tx.QueryRow(ctx, fmt.Sprintf(`select st_asbinary(before) from %s where fid = $1`, fixes), fid).Scan(before); err != nil {
			return err
		}
		if geo.NewOutline(before.Geometry).Tangle(mostTangled) <= mostTangled {
			continue
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf(`update %s set failure = $2 where fid = $1`, fixes), fid,
			noteJSON(note("too_tangled", "max", mostTangled))); err != nil {
			return err
		}
	}
	return nil
}
