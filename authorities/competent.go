package authorities

import (
	"context"
	_ "embed"
	"fmt"
	"slices"

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
// that nobody knows is ErrNoField, an empty place ErrNoPlace.
func (s *Store) Competent(ctx context.Context, field string, place orb.Geometry, day string) (Answer, error) {
	var answer Answer
	shape, err := hexOf(place)
	if err != nil {
		return answer, err
	}
	rows, err := s.pool.Query(ctx, competentSQL, shape, field, day, negligible, negligibleShare)
	if err != nil {
		return answer, fmt.Errorf("who is competent: %w", err)
	}
	if answer.Matches, err = pgx.CollectRows(rows, scanMatch); err != nil {
		return answer, fmt.Errorf("who is competent: %w", err)
	}
	if answer.Coverage, err = s.coverage(ctx, field, shape, answer.Matches); err != nil {
		return Answer{}, err
	}
	if err := s.lineage(ctx, answer.Matches); err != nil {
		return Answer{}, fmt.Errorf("who is competent: %w", err)
	}
	return answer, nil
}

func scanMatch(row pgx.CollectableRow) (m Match, err error) {
	err = row.Scan(&m.ID, &m.Code, &m.Parent, &m.Kind, &m.Name, &m.BusinessID, &m.Channels, &m.Hours, &m.ValidFrom, &m.ValidTo, &m.Version,
		&m.competence, &m.Field.Code, &m.Field.Name, &m.Area, &m.Statute, &m.CompetenceTo, &m.Share)
	return m, err
}

// coverage is the matches' areas together, field by field.
func (s *Store) coverage(ctx context.Context, field, shape string, matches []Match) ([]Coverage, error) {
	if field != "" && len(matches) == 0 {
		if err := s.knows(ctx, field); err != nil {
			return nil, err
		}
	}
	covered := []Coverage{{Field: field}}
	if field == "" {
		fields, err := s.Fields(ctx)
		if err != nil {
			return nil, err
		}
		covered = make([]Coverage, len(fields))
		for i, f := range fields {
			covered[i].Field = f.Code
		}
	}
	for i := range covered {
		var parts []uuid.UUID
		for _, m := range matches {
			if m.Field.Code == covered[i].Field {
				covered[i].Share = max(covered[i].Share, m.Share)
				parts = append(parts, m.competence)
			}
		}
		if covered[i].Share == 1 || len(parts) < 2 {
			continue
		}
		var err error
		if covered[i].Share, err = together(ctx, s.pool, shape, parts); err != nil {
			return nil, fmt.Errorf("who is competent: %w", err)
		}
	}
	return covered, nil
}

// together is the share of a place that several competences hold between them.
func together(ctx context.Context, db Querier, shape string, competences []uuid.UUID) (share float64, err error) {
	err = db.QueryRow(ctx, `with place as materialized (
			select case st_dimension(given) when 2 then st_makevalid(given) else st_unaryunion(given) end as g from (select $1::geometry as given) x
		), sizes as (
			select case st_dimension(g) when 2 then st_area(g) when 1 then st_length(g) else st_npoints(g) end as size,
				case st_dimension(g) when 2 then st_area(held) when 1 then st_length(held) else st_npoints(held) end as inside
			from place, lateral (select st_union(st_intersection(c.geom, g)) as held from competences c where c.id = any($2)) parts)
		select case when size - inside < least($3::float8, $4::float8 * size) then 1 else inside / size end from sizes`,
		shape, competences, negligible, negligibleShare).Scan(&share)
	return share, err
}

// lineage fills in the authorities above the matches.
func (s *Store) lineage(ctx context.Context, matches []Match) error {
	var units []uuid.UUID
	for _, m := range matches {
		if m.Parent != "" && !slices.Contains(units, m.ID) {
			units = append(units, m.ID)
		}
	}
	if len(units) == 0 {
		return nil
	}
	over, err := above(ctx, s.pool, units...)
	if err != nil {
		return err
	}
	for i, m := range matches {
		matches[i].Above = over[m.ID]
	}
	return nil
}

// Covers tells whether an authority, or a unit of it, is competent for the field over the whole place of EPSG:3067 on
// the day: an official of another municipality is not. Both must exist on the day.
func (s *Store) Covers(ctx context.Context, authority uuid.UUID, place orb.Geometry, field, day string) (bool, error) {
	shape, err := hexOf(place)
	if err != nil {
		return false, err
	}
	if field == "" {
		return false, ErrNoField
	}
	rows, err := s.pool.Query(ctx, competentSQL, shape, field, day, negligible, negligibleShare)
	if err != nil {
		return false, fmt.Errorf("competence of an authority: %w", err)
	}
	matches, err := pgx.CollectRows(rows, scanMatch)
	if err != nil {
		return false, fmt.Errorf("competence of an authority: %w", err)
	}
	if err := s.lineage(ctx, matches); err != nil {
		return false, fmt.Errorf("competence of an authority: %w", err)
	}
	var parts []uuid.UUID
	for _, m := range matches {
		if m.ID != authority && !slices.ContainsFunc(m.Above, func(r Ref) bool { return r.ID == authority }) {
			continue
		}
		if m.Share == 1 {
			return true, nil
		}
		parts = append(parts, m.competence)
	}
	if len(parts) == 0 {
		return false, s.knows(ctx, field)
	}
	share, err := together(ctx, s.pool, shape, parts)
	if err != nil {
		return false, fmt.Errorf("competence of an authority: %w", err)
	}
	return share == 1, nil
}
