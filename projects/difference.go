package projects

import (
	"context"
	_ "embed" // difference.sql
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// Difference is a field that two versions say differently.
type Difference struct {
	Path   Path
	Before json.RawMessage // nil: it was not there
	After  json.RawMessage // nil: it is not there any more
	Shape  *ShapeDifference
}

// ShapeDifference is how the geometry of a part changed. Geometries are GeoJSON in CRS84.
type ShapeDifference struct {
	Added       json.RawMessage // what the place has now and had not before; null: nothing
	Removed     json.RawMessage
	AddedArea   float64 // true m²
	RemovedArea float64
	AddedLength float64 // true m, of lines
	RemovedLen  float64
	Moved       float64 // true m, how far its middle is from where it was; 0 where it is new or gone
}

// Difference tells what two versions of one of the side's projects say differently, by field.
func (s *Store) Difference(ctx context.Context, side Side, id uuid.UUID, from, to int) ([]Difference, error) {
	before, err := s.FieldsAt(ctx, side, id, from)
	if err != nil {
		return nil, err
	}
	after, err := s.FieldsAt(ctx, side, id, to)
	if err != nil {
		return nil, err
	}
	return s.compare(ctx, before, after)
}

// DifferenceShown tells an official what two versions that were shown say differently, as far as they may see it; 0 is the
// newest.
func (s *Store) DifferenceShown(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, from, to int) ([]Difference, error) {
	var before, after Fields
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		var party uuid.UUID
		if before, party, err = seenFields(ctx, tx, actor, id, from); err != nil {
			return err
		}
		if after, _, err = seenFields(ctx, tx, actor, id, to); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: operation, Actor: actor, Subjects: []uuid.UUID{party}, Matter: "project:" + id.String(), Detail: officesOf(actor)})
	})
	if err != nil {
		return nil, fmt.Errorf("difference of a project: %w", err)
	}
	return s.compare(ctx, before, after)
}

// seenFields are those of a shown version's fields that officials of the actor's authorities see.
func seenFields(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID, number int) (Fields, uuid.UUID, error) {
	_, f, party, err := shownIn(ctx, db, actor, id, number)
	if err != nil {
		return nil, party, err
	}
	seen, _, err := f.For(actor.In)
	return seen, party, err
}

//go:embed difference.sql
var differenceSQL string

func (s *Store) compare(ctx context.Context, before, after Fields) ([]Difference, error) {
	var list []Difference
	changes := before.toward(after)
	for _, p := range Fields(changes).Paths() {
		d := Difference{Path: p, Before: before[p], After: after[p]}
		if p.isPart() {
			var err error
			if d.Shape, err = s.shapes(ctx, d.Before, d.After); err != nil {
				return nil, fmt.Errorf("difference of %s: %w", p, err)
			}
		}
		list = append(list, d)
	}
	return list, nil
}

// shapes compares the geometries of a part; nil: they are the same.
func (s *Store) shapes(ctx context.Context, before, after json.RawMessage) (*ShapeDifference, error) {
	old, err := partShape(before)
	if err != nil {
		return nil, err
	}
	now, err := partShape(after)
	if err != nil {
		return nil, err
	}
	if old != nil && now != nil && *old == *now {
		return nil, nil
	}
	var d ShapeDifference
	err = s.pool.QueryRow(ctx, differenceSQL, old, now).Scan(&d.Added, &d.Removed, &d.AddedArea, &d.RemovedArea, &d.AddedLength, &d.RemovedLen, &d.Moved)
	return &d, err
}

// partShape is a part's geometry in EPSG:3067 for a statement; nil: there is no part.
func partShape(value json.RawMessage) (*string, error) {
	if value == nil {
		return nil, nil
	}
	var part Part
	if err := json.Unmarshal(value, &part); err != nil {
		return nil, err
	}
	shape, err := part.Shape()
	if err != nil {
		return nil, err
	}
	return hex(In3067(shape))
}
