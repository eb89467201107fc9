package demo

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// roadworkPermit begins the decisions on the demo's roadworks, by which they are known.
const roadworkPermit = "MALLILA-KT-"

// roadwork is a row of the live layer of roadworks.
type roadwork struct {
	kind, traffic, street, permit string
	what                          i18n.Text
	place                         orb.Polygon
	starts, ends                  string
}

// liveWorks are kinds of works that are under way.
var liveWorks = []struct {
	kind string
	what i18n.Text
}{
	{"pipes", i18n.Text{Fi: "Vesijohdon korjaus", Sv: "Reparation av vattenledning", En: "Repair of a water pipe"}},
	{"cable", i18n.Text{Fi: "Kaapelin vaihto", Sv: "Byte av kabel", En: "Cable replacement"}},
	{"paving", i18n.Text{Fi: "Päällysteen paikkaus", Sv: "Lagning av beläggning", En: "Patching of the surface"}},
	{"digging", i18n.Text{Fi: "Kaukolämmön kaivutyö", Sv: "Grävarbete för fjärrvärme", En: "Digging for district heating"}},
	{"building", i18n.Text{Fi: "Nosturi kadulla", Sv: "Lyftkran på gatan", En: "Crane in the street"}},
}

// roadworks are works on stretches of streets, one street in twenty.
func (t *town) roadworks() []roadwork {
	var list []roadwork
	for i, s := range t.streets {
		r := derive(t.seed, "live work", t.number, i)
		if s.class == rural || s.class == path || r.IntN(20) != 0 {
			continue
		}
		part := s.parts[0]
		from := part.from + int(float64(part.to-part.from)*between(r, 0.2, 0.6))
		to := min(from+m(between(r, 15, 50)), part.to-m(10))
		if to-from < m(10) {
			continue
		}
		half := s.half - m(1)
		a, b := s.axis.point(from, s.c-half), s.axis.point(to, s.c+half)
		area := region{u0: min(a.u, b.u), v0: min(a.v, b.v), u1: max(a.u, b.u), v1: max(a.v, b.v)}
		work := pick(r, liveWorks...)
		month := 1 + r.IntN(6)
		list = append(list, roadwork{kind: work.kind, what: work.what, traffic: pick(r, "open", "narrowed", "narrowed", "closed"), street: s.name.fi,
			permit: fmt.Sprintf("%s%d", roadworkPermit, len(list)+1), place: orb.Polygon{t.ring(area.corners())},
			starts: fmt.Sprintf("2026-%02d-%02d", month, 1+r.IntN(28)), ends: fmt.Sprintf("2027-%02d-%02d", month, 1+r.IntN(28))})
	}
	return list
}

// LoadRoadworks puts roadworks of Mallila on the map, unless some of them are there. The pool owns the table.
func LoadRoadworks(ctx context.Context, pool *pgxpool.Pool, opts Options) error {
	var there bool
	if err := pool.QueryRow(ctx, `select exists (select from roadworks where starts_with(permit, $1))`, roadworkPermit).Scan(&there); err != nil || there {
		return err
	}
	batch := &pgx.Batch{}
	for _, w := range newTown(opts.WithDefaults().Seed, 0).roadworks() {
		place, err := ewkb.Marshal(w.place, layers.SRID)
		if err != nil {
			return fmt.Errorf("demo: roadwork %s: %w", w.permit, err)
		}
		batch.Queue(`insert into roadworks (kind, geom, what, street, traffic, starts, ends, operator, permit)
			values ($1, st_geomfromewkb($2), $3, $4, $5, $6::text::date, $7::text::date, 'Mallilan kunta (kuvitteellinen)', $8)`,
			w.kind, place, w.what, w.street, w.traffic, w.starts, w.ends, w.permit)
	}
	if err := pool.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("demo: roadworks: %w", err)
	}
	return nil
}

// RemoveRoadworks takes the demo's roadworks away.
func RemoveRoadworks(ctx context.Context, pool *pgxpool.Pool) error {
	if _, err := pool.Exec(ctx, `delete from roadworks where starts_with(permit, $1)`, roadworkPermit); err != nil {
		return fmt.Errorf("demo: roadworks: %w", err)
	}
	return nil
}
