package layers

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Bounds of a difference.
const (
	sameWithinM    = "0.001" // metres: outlines no further apart are the same
	comparable     = "250000"
	twinsWithinM   = "100"
	longestValue   = "500" // characters of an attribute's value in a line
	mostLines      = 50_000
	differenceTime = 10 * time.Minute
)

// Kind is how a feature differs between two versions.
type Kind string

// Kinds of differences. A feature that moved may have other attributes too.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Moved   Kind = "moved"   // its outline is another, by more than a millimetre
	Changed Kind = "changed" // only what is said of it is other
)

// Kinds are all of them.
var Kinds = []Kind{Added, Removed, Moved, Changed}

// Difference is what a version changes against the one published before it.
type Difference struct {
	Version    int64              `json:"version"`
	Former     int64              `json:"former,omitempty"` // 0: nothing was published before
	Counts     map[Kind]int64     `json:"counts"`
	Listed     map[Kind]int64     `json:"listed"` // lines that are kept, of which Differences tells
	Hidden     int64              `json:"hidden"` // features of which nothing changed but what people are never shown
	Before     Extent             `json:"before"`
	After      Extent             `json:"after"`
	Attributes []ChangedAttribute `json:"attributes"` // of the lines that are kept, the one that changed most first
	Farthest   *Farthest          `json:"farthest,omitempty"`
	Recipe     []string           `json:"recipe"`            // members of the recipe that changed
	Passing    bool               `json:"passing,omitempty"` // features of the layer come and go
	Seconds    float64            `json:"seconds"`
}

// listed tells whether there are lines of it.
func (d Difference) listed() bool {
	for _, lines := range d.Listed {
		if lines > 0 {
			return true
		}
	}
	return false
}

// Extent is how much a version holds, in the plane of EPSG:3067.
type Extent struct {
	Features   int64   `json:"features"`
	AreaM2     float64 `json:"area_m2"`
	LengthM    float64 `json:"length_m"`   // of lines
	CoverageM2 float64 `json:"covered_m2"` // of the area where the absence of a feature means that there is none
}

// ChangedAttribute is how often an attribute changed.
type ChangedAttribute struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
}

// Farthest is the feature that moved furthest.
type Farthest struct {
	FID      int64   `json:"fid"`
	SourceID string  `json:"source_id"`
	Metres   float64 `json:"metres"` // between the centroids
}

// Difference returns what a built version changes: a waiting one against the published version, one that was published
// against the one before it. It is worked out once and kept; again when something else was published meanwhile.
func (s *Store) Difference(ctx context.Context, number int64) (Difference, error) {
	ctx, cancel := context.WithTimeout(ctx, differenceTime)
	defer cancel()
	var d Difference
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		kept, former, err := compared(ctx, tx, number)
		if err != nil {
			return err
		}
		if kept != nil && kept.Former == former {
			d = *kept
			return nil
		}
		// Whoever asks at the same time waits here, and then reads what was kept.
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1::integer, $2::integer)`, differenceLock, number); err != nil {
			return err
		}
		if kept, former, err = compared(ctx, tx, number); err != nil || kept != nil && kept.Former == former {
			if err == nil {
				d = *kept
			}
			return err
		}
		d, err = compare(ctx, tx, number, former)
		return err
	})
	if err != nil {
		return Difference{}, fmt.Errorf("difference of version %d: %w", number, err)
	}
	return d, nil
}

// differenceLock is the first key of the advisory lock under which a version's difference is worked out.
const differenceLock = 0x4c_4b_44 // "LKD"

// compared returns the difference that is kept, if any, and with which version it should be compared now; 0: none. It is
// ErrCleared when the features of one of them are not there any more.
func compared(ctx context.Context, db Querier, number int64) (*Difference, int64, error) {
	var data []byte
	var former int64
	var cleared bool
	err := db.QueryRow(ctx, `select difference, former, exists (select from layer_versions where number = former and state = 'cleared') or state = 'cleared' from (
		select v.state, v.difference, coalesce(case when v.state = 'waiting' then l.current else coalesce((v.difference->>'former')::bigint,
			(select max(b.number) from layer_versions b where b.layer = v.layer and b.number < v.number and b.state in ('published', 'superseded', 'cleared'))) end, 0) as former
		from layer_versions v join layers l on l.id = v.layer
		where v.number = $1 and v.state in ('waiting', 'published', 'superseded', 'cleared')) v`, number).Scan(&data, &former, &cleared)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, 0, ErrNotFound
	}
	if err == nil && data == nil && cleared {
		err = ErrCleared
	}
	if err != nil || data == nil {
		return nil, former, err
	}
	var kept Difference
	if err := json.Unmarshal(data, &kept); err != nil {
		return nil, 0, err
	}
	return &kept, former, nil
}

//go:embed difference.sql
var pairsSQL string

//go:embed difference_twins.sql
var twinsSQL string

//go:embed difference_lines.sql
var linesSQL string

//go:embed difference_placed.sql
var placedSQL string

func differenceSQL(sql string, number, former int64) string {
	words := strings.NewReplacer("{version}", strconv.FormatInt(number, 10), "{former}", strconv.FormatInt(former, 10), "{tolerance}", sameWithinM,
		"{comparable}", comparable, "{apart}", twinsWithinM, "{longest}", longestValue, "{most}", strconv.Itoa(mostLines), "{hash}", `^[0-9a-f]{16}(#[0-9]+)?$`)
	return words.Replace(strings.ReplaceAll(sql, "{placed}", placedSQL))
}

// compare works the difference out and keeps it.
func compare(ctx context.Context, tx pgx.Tx, number, former int64) (Difference, error) {
	began := time.Now()
	d := Difference{Version: number, Former: former, Counts: map[Kind]int64{}, Listed: map[Kind]int64{}, Attributes: []ChangedAttribute{}, Recipe: []string{}}
	if _, err := tx.Exec(ctx, `set local statement_timeout = 0; set local work_mem = '128MB'`); err != nil {
		return d, err
	}
	if _, err := tx.Exec(ctx, `delete from layer_differences where version = $1`, number); err != nil {
		return d, err
	}
	var err error
	if d.After, err = extentOf(ctx, tx, number); err != nil {
		return d, err
	}
	if former == 0 {
		d.Counts[Added] = d.After.Features
	} else if err := d.pair(ctx, tx); err != nil {
		return d, err
	}
	d.Seconds = float64(time.Since(began).Milliseconds()) / 1000
	data, err := json.Marshal(d)
	if err != nil {
		return d, err
	}
	_, err = tx.Exec(ctx, `update layer_versions set difference = $2 where number = $1`, number, data)
	return d, err
}

// extentOf measures a version.
func extentOf(ctx context.Context, db Querier, number int64) (Extent, error) {
	var e Extent
	err := db.QueryRow(ctx, fmt.Sprintf(`select count(*), coalesce(sum(st_area(geom)), 0), coalesce(sum(st_length(geom)) filter (where st_dimension(geom) = 1), 0),
		(select coalesce(st_area(coverage), 0) from layer_versions where number = $1) from layer_data.v%d`, number), number).
		Scan(&e.Features, &e.AreaM2, &e.LengthM, &e.CoverageM2)
	return e, err
}
