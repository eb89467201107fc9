package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// feature is one row of a version. Its slices are good until the next one.
type feature struct {
	fid        int64
	id         string // the register's own
	geometry   []byte // as asked for
	box        [4]float64
	attributes map[string]json.RawMessage
	raw        []byte // the attributes as one object
}

// each hands over every feature in the order of its fid. The geometry is what the SQL expression makes of geom; decode
// tells whether attributes are wanted apart.
func (r reading) each(ctx context.Context, geometry string, decode bool, o Options, take func(feature) error) error {
	_, err := r.tx.Exec(ctx, fmt.Sprintf(`declare features no scroll cursor for
		select fid, source_id, %s, st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom), attributes::text
		from %s order by fid`, geometry, r.version.Table()))
	if err != nil {
		return err
	}
	written := int64(0)
	for {
		// Described anew each time: the same words fetch other columns from another cursor, which the connection's memory of
		// statements does not know.
		rows, err := r.tx.Query(ctx, fmt.Sprintf(`fetch %d from features`, page), pgx.QueryExecModeDescribeExec)
		if err != nil {
			return err
		}
		n, err := eachRow(rows, decode, take)
		if err != nil {
			return err
		}
		if written += n; o.Progress != nil {
			o.Progress(written)
		}
		if n < page {
			break
		}
	}
	_, err = r.tx.Exec(ctx, `close features`)
	return err
}

func eachRow(rows pgx.Rows, decode bool, take func(feature) error) (int64, error) {
	defer rows.Close()
	n := int64(0)
	for rows.Next() {
		var f feature
		if err := rows.Scan(&f.fid, &f.id, &f.geometry, &f.box[0], &f.box[1], &f.box[2], &f.box[3], &f.raw); err != nil {
			return n, err
		}
		if decode {
			if err := json.Unmarshal(f.raw, &f.attributes); err != nil {
				return n, fmt.Errorf("feature %d: attributes: %w", f.fid, err)
			}
		}
		if err := take(f); err != nil {
			return n, fmt.Errorf("feature %d: %w", f.fid, err)
		}
		n++
	}
	return n, rows.Err()
}

// errKind says that a value is not of its column's kind, which was read from the same rows.
var errKind = errors.New("a value is not of its column's kind")
