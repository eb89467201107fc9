package projects

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// Version is one of a project's versions, without what it says.
type Version struct {
	Number   int
	Title    string
	Revision int64 // of the project, when it was last saved
	Author   string
	BegunAt  time.Time
	SavedAt  time.Time
	ShownAt  *time.Time // nil: nobody else has seen it
}

// Versions are all versions of one of the side's projects, the newest first.
func (s *Store) Versions(ctx context.Context, side Side, id uuid.UUID) ([]Version, error) {
	if _, err := projectIn(ctx, s.pool, side, id); err != nil {
		return nil, fmt.Errorf("versions of a project: %w", err)
	}
	rows, err := s.pool.Query(ctx, `select v.number, v.title, v.revision, case when o.protected and v.author <> $2 then '' else o.name end, v.begun_at, v.saved_at, v.shown_at
		from project_versions v join personal.parties o on o.id = v.author where v.project = $1 order by v.number desc`, id, side.Actor.Person)
	if err != nil {
		return nil, fmt.Errorf("versions of a project: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v Version, err error) {
		err = row.Scan(&v.Number, &v.Title, &v.Revision, &v.Author, &v.BegunAt, &v.SavedAt, &v.ShownAt)
		return v, err
	})
	if err != nil {
		return nil, fmt.Errorf("versions of a project: %w", err)
	}
	return list, nil
}

// FieldsAt is what a version of one of the side's projects says.
func (s *Store) FieldsAt(ctx context.Context, side Side, id uuid.UUID, number int) (Fields, error) {
	f, err := fieldsAt(ctx, s.pool, side, id, number)
	if err != nil {
		return nil, fmt.Errorf("version %d of a project: %w", number, err)
	}
	return f, nil
}

func fieldsAt(ctx context.Context, db audit.Querier, side Side, id uuid.UUID, number int) (Fields, error) {
	var texts, place, people Fields
	err := db.QueryRow(ctx, `select v.content, v.place, coalesce(n.people, '{}') from projects p join project_versions v on v.project = p.id
			left join personal.project_people n on n.project = v.project and n.number = v.number
		where `+ofSide+` and p.id = $3 and v.number = $4`, side.Actor.Party(), side.Matters, id, number).Scan(&texts, &place, &people)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNotFound
	}
	return join(texts, place, people), err
}

// Restore makes the working version say what an earlier one says. What it said is kept as a version of its own. What is restricted
// now, or was of an item that comes back, stays so: whoever goes back to a text does not lay open what was found to be secret since.
func (s *Store) Restore(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, base int64, number int) (Project, error) {
	var p Project
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if p, err = locked(ctx, tx, side, id); err != nil {
			return err
		}
		if p.State == Cancelled {
			return ErrCancelled
		}
		if p.Revision != base {
			return ErrChanged
		}
		earlier, err := fieldsAt(ctx, tx, side, id, number)
		if err != nil {
			return err
		}
		if err := keepRestricted(ctx, tx, p, earlier); err != nil {
			return err
		}
		p.sealed = true // what stands now is a version to go back to
		changes := p.Fields.toward(earlier)
		lost, err := changes.lost(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, file := range lost {
			delete(changes, file)
		}
		return s.save(ctx, tx, side, operation, &p, base, changes)
	})
	if err != nil {
		return Project{}, fmt.Errorf("restore version %d of a project: %w", number, err)
	}
	return p, nil
}

// keepRestricted adds to the fields of an earlier version the restrictions of its items that have been made since.
func keepRestricted(ctx context.Context, tx pgx.Tx, p Project, earlier Fields) error {
	rows, err := tx.Query(ctx, `select v.content || v.past from project_versions v where v.project = $1 and (v.number = $2 or v.number = $3) order by v.number`, p.ID, p.Shown, p.Working)
	if err != nil {
		return err
	}
	since, err := pgx.CollectRows(rows, pgx.RowTo[Fields])
	if err != nil {
		return err
	}
	for _, fields := range since {
		for _, restriction := range fields.under(restrictedGroup) {
			if _, there := earlier[fieldOf(strings.TrimPrefix(string(restriction), restrictedGroup))]; !there {
				delete(fields, restriction)
			}
		}
		if err := earlier.restrict(fields); err != nil {
			return err
		}
	}
	return nil
}

// toward are the changes that make fields say what others say.
func (f Fields) toward(others Fields) Changes {
	changes := Changes{}
	for p, value := range others {
		if !same(f[p], value) {
			changes[p] = value
		}
	}
	for p := range f {
		if _, there := others[p]; !there {
			changes[p] = nil
		}
	}
	return changes
}
