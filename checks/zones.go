package checks

import (
	"context"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// zones keeps how wide the widest zone of layer versions is, by the attribute that tells it, so that a check looks as far as
// anything reaches.
type zones struct {
	mu     sync.Mutex
	widest map[zoneOf]float64
}

type zoneOf struct {
	version   int64
	attribute string
}

// of is the widest zone of a version, metres, at most MaxDistance, which stands for widths that cannot be read; from memory
// where it is kept.
func (z *zones) of(ctx context.Context, pool *pgxpool.Pool, v layers.Version, shot *snapshot.Snapshot, attribute string) (float64, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	key := zoneOf{v.Number, attribute}
	if widest, known := z.widest[key]; known {
		return widest, nil
	}
	widest := 0.0
	count := func(text string) {
		width, ok := readZone(text)
		if !ok { // nobody knows how far that is
			width = MaxDistance
		}
		widest = max(widest, min(width, MaxDistance))
	}
	if column, kept := columnOf(shot, attribute); kept {
		shot.Texts(column, count)
	} else if err := widths(ctx, pool, v, attribute, count); err != nil {
		return 0, err
	}
	if v.Live == nil { // what is live has no versions
		if z.widest == nil {
			z.widest = map[zoneOf]float64{}
		}
		z.widest[key] = widest
	}
	return widest, nil
}

func columnOf(shot *snapshot.Snapshot, attribute string) (int, bool) {
	if shot == nil {
		return -1, false
	}
	return shot.Column(attribute)
}

func widths(ctx context.Context, pool *pgxpool.Pool, v layers.Version, attribute string, count func(string)) error {
	rows, err := pool.Query(ctx, `select distinct attributes ->> $1::text from `+v.Table()+` where attributes ->> $1::text is not null`, attribute)
	if err != nil {
		return err
	}
	var text string
	_, err = pgx.ForEachRow(rows, []any{&text}, func() error { count(text); return nil })
	return err
}

// readZone reads a width as registers write it: 500, 1 500,5 m, 2 km.
func readZone(text string) (metres float64, ok bool) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(strings.ToLower(text))
	unit := 1.0
	if number, kilometres := strings.CutSuffix(text, "km"); kilometres {
		text, unit = number, 1000
	}
	metres, err := strconv.ParseFloat(strings.TrimSuffix(text, "m"), 64)
	return unit * metres, err == nil && !math.IsNaN(metres) && metres >= 0
}
