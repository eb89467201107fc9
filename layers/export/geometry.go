package export

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"github.com/jackc/pgx/v5"

	"lupakartta/layers"
)

// appendBlob appends a geometry as a GeoPackage keeps it (OGC 12-128r17, 2.1.3): a header with the box, min E, max E,
// min N, max N, then WKB.
func appendBlob(b, wkb []byte, box [4]float64) []byte {
	const littleEndianWithBox = 1 | 1<<1
	b = append(b, 'G', 'P', 0, littleEndianWithBox)
	b = binary.LittleEndian.AppendUint32(b, layers.SRID)
	for _, side := range []float64{box[0], box[2], box[1], box[3]} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(side))
	}
	return append(b, wkb...)
}

// geometryColumnOf is what kind of geometry the version's table declares, and the SQL that makes every feature one of
// that kind: single and many parts of one kind become many.
func geometryColumnOf(ctx context.Context, tx pgx.Tx, v layers.Version) (declared, sql string, err error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(`select distinct geometrytype(geom) from %s order by 1`, v.Table()))
	if err != nil {
		return "", "", err
	}
	kinds, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return "", "", fmt.Errorf("kinds of geometry: %w", err)
	}
	const plain, many = `st_asbinary(geom, 'NDR')`, `st_asbinary(st_multi(geom), 'NDR')`
	switch {
	case len(kinds) == 1:
		return kinds[0], plain, nil
	case len(kinds) == 2 && strings.TrimPrefix(kinds[0], "MULTI") == kinds[1]:
		return kinds[0], many, nil
	}
	return "GEOMETRY", plain, nil
}
