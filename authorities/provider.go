package authorities

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// statedDays is how long an office holds after the last sign-in at which a provider stated it. A provider says nothing of
// those who do not come: whoever has left would keep the office, and their tokens with it. It is longer than a summer's
// leave, and short enough that nobody is in office a quarter of a year after they left.
const statedDays = 90

// FromProvider takes over what a sign-in provider states about a person who signs in: for which authority, by its code,
// they work in which roles. It holds for statedDays. Offices that it stated before and does not state now end at once;
// those that were given here, and those that an administrator took away, stay as they are. An authority that the
// directory does not know gives no office; roles that are none are left out. Without a code every office that the
// provider stated ends.
func (s *Officials) FromProvider(ctx context.Context, tx pgx.Tx, person uuid.UUID, code string, roles []identity.Role, provider string) error {
	authority, err := s.existing(ctx, tx, code)
	if err != nil {
		return fmt.Errorf("offices from provider %s: %w", provider, err)
	}
	stated := []string{}
	for _, role := range roles {
		if authority != uuid.Nil && isOffice(role) && !slices.Contains(stated, string(role)) {
			stated = append(stated, string(role))
		}
	}
	endedNow, err := s.endUnstated(ctx, tx, person, authority, stated, provider)
	if err != nil {
		return fmt.Errorf("offices from provider %s: %w", provider, err)
	}
	begun, err := s.state(ctx, tx, person, authority, stated, provider)
	if err != nil {
		return fmt.Errorf("offices from provider %s: %w", provider, err)
	}
	unknown := code != "" && authority == uuid.Nil
	if endedNow+begun == 0 && !unknown {
		return nil
	}
	detail := map[string]string{"provider": provider, "begun": fmt.Sprint(begun), "ended": fmt.Sprint(endedNow)}
	if unknown {
		detail["authority"] = "not in the directory"
	}
	return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "finish-sign-in", Actor: identity.Actor{Person: person},
		Subjects: []uuid.UUID{person}, Detail: detail})
}

// existing is the authority of that code, when it exists today; otherwise zero.
func (s *Officials) existing(ctx context.Context, tx pgx.Tx, code string) (id uuid.UUID, err error) {
	err = tx.QueryRow(ctx, `select id from authorities where code = $1 and $2::text::date between valid_from and coalesce(valid_to, 'infinity')`,
		code, identity.Today(s.now())).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, nil
	}
	return id, err
}

func (s *Officials) endUnstated(ctx context.Context, tx pgx.Tx, person, authority uuid.UUID, stated []string, provider string) (int, error) {
	rows, err := tx.Query(ctx, `select id from personal.officials where person = $1 and source = $2 and not (authority = $3 and role = any($4))
		and coalesce(valid_to, 'infinity') >= $5::text::date and blocked_at is null order by id for update`, person, provider, authority, stated, identity.Today(s.now()))
	if err != nil {
		return 0, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := s.end(ctx, tx, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// state gives what is stated, or lets it hold on, and tells how many offices began. One that was given here and holds is
// not the provider's to change, nor is one that was taken away.
func (s *Officials) state(ctx context.Context, tx pgx.Tx, person, authority uuid.UUID, stated []string, provider string) (int, error) {
	today := identity.Today(s.now())
	_, err := tx.Exec(ctx, `update personal.officials set valid_to = $5::text::date + $6::int where person = $1 and authority = $2 and role = any($3) and source = $4
		and valid_to >= $5::text::date and valid_to < $5::text::date + $6::int and blocked_at is null`, person, authority, stated, provider, today, statedDays)
	if err != nil {
		return 0, err
	}
	begun := 0
	for _, role := range stated {
		id, err := uuid.NewV7()
		if err != nil {
			return 0, err
		}
		tag, err := tx.Exec(ctx, `insert into personal.officials as o (id, person, authority, role, source, valid_from, valid_to)
			values ($1, $2, $3, $4, $5, $6::text::date, $6::text::date + $8::int)
			on conflict (person, authority, role) do update set source = excluded.source, valid_from = excluded.valid_from, valid_to = excluded.valid_to
			where o.blocked_at is null and (o.valid_to < excluded.valid_from or o.source not in ($7, excluded.source))`,
			id, person, authority, role, provider, today, Here, statedDays)
		if err != nil {
			return 0, err
		}
		begun += int(tag.RowsAffected())
	}
	return begun, nil
}
