package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity/audit"
	"lupakartta/internal/pg"
)

// Edition is one version of a rule and how it came about. It names no person.
type Edition struct {
	Rule
	Official   bool       // approved here; otherwise it came with the program
	MadeAt     *time.Time // nil: before this was kept
	Reason     string     // of officials' versions
	Authority  uuid.UUID  // whose officials proposed and approved it; zero: it came with the program
	ProposedAt *time.Time
	ApprovedAt *time.Time
}

// versionsOf are all versions of a rule, the newest first.
func versionsOf(ctx context.Context, db audit.Querier, id string) ([]Edition, error) {
	rows, err := db.Query(ctx, `select `+ruleColumns+`, origin = 'official', made_at, p_reason, p_authority, p_proposed_at, p_decided_at from check_rules
		left join (select rule as p_rule, rule_version as p_version, reason as p_reason, authority as p_authority, proposed_at as p_proposed_at, decided_at as p_decided_at
			from rule_proposals where state = 'approved') p on p_rule = id and p_version = version
		where id = $1 order by version desc`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (v Edition, err error) {
		var reason *string
		var authority *uuid.UUID
		v.Rule, err = scanRule(row, &v.Official, &v.MadeAt, &reason, &authority, &v.ProposedAt, &v.ApprovedAt)
		if reason != nil {
			v.Reason = *reason
		}
		if authority != nil {
			v.Authority = *authority
		}
		return v, err
	})
}

// History returns every version of a rule, the newest first, or ErrNoRule.
func (e *Engine) History(ctx context.Context, id string) ([]Edition, error) {
	versions, err := versionsOf(ctx, e.pool, id)
	if err == nil && len(versions) == 0 {
		err = ErrNoRule
	}
	if err != nil {
		return nil, fmt.Errorf("history of rule %s: %w", id, err)
	}
	return versions, nil
}

// RuleKeeper is the authority whose officials change the rules; zero: nobody does.
func RuleKeeper(ctx context.Context, db audit.Querier) (keeper uuid.UUID, err error) {
	rows, err := db.Query(ctx, `select keeper from rule_keeping`)
	if err == nil {
		var all []uuid.UUID
		if all, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID]); len(all) > 0 {
			keeper = all[0]
		}
	}
	if err != nil {
		return keeper, fmt.Errorf("keeper of the rules: %w", err)
	}
	return keeper, nil
}

// SetRuleKeeper makes an authority the keeper of the rules; zero: nobody. Rules hold for the whole country, so that this is for
// whoever runs the service, whose pool owns the table. What others proposed waits until they keep the rules again.
func SetRuleKeeper(ctx context.Context, pool *pgxpool.Pool, authority uuid.UUID) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if authority == uuid.Nil {
			_, err := tx.Exec(ctx, `delete from rule_keeping`)
			return err
		}
		_, err := tx.Exec(ctx, `insert into rule_keeping (keeper) values ($1) on conflict (one) do update set keeper = excluded.keeper`, pg.OrNull(authority))
		return err
	})
	if err != nil {
		return fmt.Errorf("keeper of the rules: %w", err)
	}
	return nil
}

// AdoptRules makes an authority the keeper of the rules where nobody is.
func AdoptRules(ctx context.Context, pool *pgxpool.Pool, authority uuid.UUID) error {
	if _, err := pool.Exec(ctx, `insert into rule_keeping (keeper) values ($1) on conflict (one) do nothing`, authority); err != nil {
		return fmt.Errorf("keeper of the rules: %w", err)
	}
	return nil
}
