package projects

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Receipt is what an applicant is given for what they did with legal effect.
type Receipt struct {
	ID        uuid.UUID
	Kind      string
	CreatedAt time.Time
	Told      []Recipient // the authorities that are told
}

// Recipient is an authority that is told.
type Recipient struct {
	Authority string    `json:"authority"` // code
	Name      i18n.Text `json:"name"`
}

// Cancel cancels the project as a whole (peruuttaminen, F12): every authority that saw it is told, and the applicant has a
// receipt. What was shown can still be read by those who saw it; nobody else sees it. A project that is cancelled already gives the receipt
// that there is.
func (s *Store) Cancel(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, base int64, reason string) (Project, error) {
	var found faults.Faults
	judgeText(&found, reason, 2000, "/reason")
	if len(found) > 0 {
		return Project{}, fmt.Errorf("cancel a project: %w", found)
	}
	var p Project
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if p, err = locked(ctx, tx, side, id); err != nil {
			return err
		}
		switch {
		case p.State == Cancelled:
			return nil
		case p.Revision != base:
			return ErrChanged
		}
		if err := s.cancel(ctx, tx, side, p, reason); err != nil {
			return err
		}
		if p, err = projectIn(ctx, tx, side, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, p.entry(operation, side.Actor))
	})
	if err != nil {
		return Project{}, fmt.Errorf("cancel a project: %w", err)
	}
	return p, nil
}

func (s *Store) cancel(ctx context.Context, tx pgx.Tx, side Side, p Project, reason string) error {
	at, err := moment(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update projects p set state = 'cancelled', open = false, cancelled_at = $6, cancelled_by = $4, reason = $5, revision = p.revision + 1 where `+ofSide+` and p.id = $3`,
		side.Actor.Party(), side.Matters, p.ID, side.Actor.Person, reason, at); err != nil {
		return err
	}
	for _, statement := range []string{
		`update projects_shown set state = 'cancelled', open = false, shown_at = $2 where project = $1`,
		`update project_authorities set state = 'cancelled', shown_at = $2 where project = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, p.ID, at); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `delete from project_parts where project = $1`, p.ID); err != nil { // nothing is planned there any more
		return err
	}
	receipt, err := uuid.NewV7()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into personal.project_receipts (id, project, kind, given_to, told)
		values ($1, $2, 'cancelled', $3, (select coalesce(jsonb_agg(jsonb_build_object('authority', t.code, 'name', t.name) order by t.code), '[]') from project_authorities a join authorities t on t.id = a.authority where a.project = $2))`,
		receipt, p.ID, side.Actor.Person); err != nil {
		return err
	}
	return s.tell(ctx, tx, Told{Project: p.ID, What: ToldCancelled, Version: p.Shown, Receipt: receipt})
}

// ReceiptOf is the receipt of what was last done with one of the side's projects, or ErrNotFound.
func (s *Store) ReceiptOf(ctx context.Context, side Side, id uuid.UUID) (Receipt, error) {
	var r Receipt
	err := s.pool.QueryRow(ctx, `select r.id, r.kind, r.created_at, r.told from personal.project_receipts r join projects p on p.id = r.project where `+ofSide+` and p.id = $3 order by r.id desc limit 1`,
		side.Actor.Party(), side.Matters, id).Scan(&r.ID, &r.Kind, &r.CreatedAt, &r.Told)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("receipt: %w", err)
	}
	return r, nil
}
