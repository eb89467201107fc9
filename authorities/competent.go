package authorities

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
)

// A competence area that holds less of a place than both of these does not count: registers know borders to about a
// metre, and whoever draws along one does not mean the other side.
const (
	negligible      = 1.0  // m² of an area, m of a line
	negligibleShare = 0.01 // of a place that is itself about so small
)

// patience is how long one statement of the question may take. The hardest real places, a municipality's whole border,
// take a tenth of it.
const patience = 3 * time.Second

// Match is an authority that is competent for a field at a place.
type Match struct {
	Authority
	Above        []Ref // the authority that it is a unit of, and so on to the top
	Field        Field
	Area         Area // what its competence area consists of
	Statute      i18n.Text
	CompetenceTo string  // last day of the competence; empty: until further notice
	Share        float64 // of the place's area, length or points that lies in the competence area: above 0, at most 1

	competence uuid.UUID
}

// Coverage is how much of the place has somebody who is known to be competent for a field.
type Coverage struct {
	Field string
	Share float64 // 0 to 1
}

// Answer is who is competent at a place. Where nobody is known, that is not "nobody": the directory does not know.
type Answer struct {
	Matches  []Match    // by share, the largest first
	Coverage []Coverage // of the field asked for, or of every field
}

// Uncovered tells that nobody is known to be competent in any part of the place for anything that was asked.
func (a Answer) Uncovered() bool { return len(a.Matches) == 0 }

//go:embed competent.sql
var competentSQL string

// Competent answers who is competent for a field at a place of EPSG:3067 on a day: everybody whose competence area
// touches it. Without a field it answers for all. An authority that does not exist on the day is never told. A field
// that nobody knows is ErrNoField, an empty place ErrNoPlace, lines that meet themselves too often ErrTangled. What takes
// the database too long all the same is an error that pg.TimedOut knows.
func (s *Store) Competent(ctx context.Context, field string, place orb.Geometry, day string) (answer Answer, err error) {
	err = s.question(ctx, place, func(tx pgx.Tx, shape string) error {
		var err error
		if answer.Matches, err = matches(ctx, tx, shape, field, day); err != nil {
			return err
		}
		if answer.Coverage, err = coverage(ctx, tx, field, shape, answer.Matches); err != nil {
			return err
		}
		return lineage(ctx, tx, answer.Matches)
	})
	if err != nil {
		return Answer{}, fmt.Errorf("who is competent: %w", err)
	}
	return answer, nil
}

// question asks about a place in one transaction, whose statements are given up when they take too long.
func (s *Store) question(ctx context.Context, place orb.Geometry, ask func(tx pgx.Tx, shape string) error) error {
	shape, err := hexOf(place)
	if err != nil {
		return err
	}
	if tangled(place) {
		return ErrTangled
	}
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select set_config('statement_timeout', $1, true)`, strconv.FormatInt(patience.Milliseconds(), 10)); err != nil {
			return err
		}
		return ask(tx, shape)
	})
}

func matches(ctx context.Context, db Querier, shape, field, day string) ([]Match, error) {
	rows, err := db.Query(ctx, competentSQL, shape, field, day, negligible, negligibleShare)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanMatch)
}

func scanMatch(row pgx.CollectableRow) (m Match, err error) {
	err = row.Scan(&m.ID, &m.Code, &m.Parent, &m.Kind, &m.Name, &m.BusinessID, &m.Channels, &m.Hours, &m.ValidFrom, &m.ValidTo, &m.Version,
		&m.competence, &m.Field.Code, &m.Field.Name, &m.Area, &m.Statute, &m.CompetenceTo, &m.Share)
	return m, err
}

// coverage is the matches' areas together, field by field.
func coverage(ctx context.Context, db Querier, field, shape string, matches []Match) ([]Coverage, error) {
	covered := []Coverage{{Field: field}}
	if field == "" {
		fields, err := fields(ctx, db)
		if err != nil {
			return nil, err
		}
		covered = make([]Coverage, len(fields))
		for i, f := range fields {
			covered[i].Field = f.Code
		}
	} else if len(matches) == 0 {
		return covered, knows(ctx, db, field)
	}
	var parts []uuid.UUID // of places that no single area holds
	for i := range covered {
		var held []uuid.UUID
		for _, m := range matches {
			if m.Field.Code == covered[i].Field {
				covered[i].Share = max(covered[i].Share, m.Share)
				held = append(held, m.competence)
			}
		}
		if covered[i].Share < 1 && len(held) > 1 {
			parts = append(parts, held...)
		}
	}
	shares, err := together(ctx, db, shape, parts)
	for i, c := range covered {
		if share, ok := shares[c.Field]; ok {
			covered[i].Share = share
		}
	}
	return covered, err
}

// together are the shares of a place that several competences hold between them, field by field.
func together(ctx context.Context, db Querier, shape string, competences []uuid.UUID) (map[string]float64, error) {
	if len(competences) == 0 {
		return nil, nil
	}
	rows, err := db.Query(ctx, `with place as materialized (
			select case st_dimension(given) when 2 then st_makevalid(given) else st_unaryunion(given) end as g from (select $1::geometry as given) x
		), parts as (
			select c.field, st_union(st_intersection(c.geom, g)) as held from place, competences c where c.id = any($2) group by c.field
		), sizes as (
			select field, case st_dimension(g) when 2 then st_area(g) when 1 then st_length(g) else st_npoints(g) end as size,
				case st_dimension(g) when 2 then st_area(held) when 1 then st_length(held) else st_npoints(held) end as inside
			from place, parts)
		select field, case when size - inside < least($3::float8, $4::float8 * size) then 1 else inside / size end from sizes`,
		shape, competences, negligible, negligibleShare)
	if err != nil {
		return nil, err
	}
	shares := map[string]float64{}
	var field string
	var share float64
	_, err = pgx.ForEachRow(rows, []any{&field, &share}, func() error { shares[field] = share; return nil })
	return shares, err
}

// lineage fills in the authorities above the matches.
func lineage(ctx context.Context, db Querier, matches []Match) error {
	var units []uuid.UUID
	for _, m := range matches {
		if m.Parent != "" && !slices.Contains(units, m.ID) {
			units = append(units, m.ID)
		}
	}
	if len(units) == 0 {
		return nil
	}
	over, err := above(ctx, db, units...)
	if err != nil {
		return err
	}
	for i, m := range matches {
		matches[i].Above = over[m.ID]
	}
	return nil
}

// Covers tells whether an authority, or a unit of it, is competent for the field over the whole place of EPSG:3067 on
// the day: an official of another municipality is not. Both must exist on the day. Its errors are Competent's.
func (s *Store) Covers(ctx context.Context, authority uuid.UUID, place orb.Geometry, field, day string) (covers bool, err error) {
	if field == "" {
		return false, ErrNoField
	}
	err = s.question(ctx, place, func(tx pgx.Tx, shape string) error {
		found, err := matches(ctx, tx, shape, field, day)
		if err != nil {
			return err
		}
		if err := lineage(ctx, tx, found); err != nil {
			return err
		}
		parts, whole := partsOf(found, authority)
		if covers = whole; whole {
			return nil
		}
		if len(parts) == 0 {
			return knows(ctx, tx, field)
		}
		shares, err := together(ctx, tx, shape, parts)
		covers = shares[field] == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("competence of an authority: %w", err)
	}
	return covers, nil
}

// partsOf are the competences of the authority and its units among the matches; whole: one of them holds all of the
// place.
func partsOf(found []Match, authority uuid.UUID) (parts []uuid.UUID, whole bool) {
	for _, m := range found {
		if m.ID != authority && !slices.ContainsFunc(m.Above, func(r Ref) bool { return r.ID == authority }) {
			continue
		}
		parts, whole = append(parts, m.competence), whole || m.Share == 1
	}
	return parts, whole
}
