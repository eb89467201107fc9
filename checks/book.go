package checks

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity/audit"
)

// MaxDistance is the largest distance of a rule, and how far a rule without one looks, in metres.
const MaxDistance = 50_000

//go:embed rules/*.json
var ruleFiles embed.FS

// Embedded returns the rules that come with the program, one file per subject.
func Embedded() ([]Rule, error) { return readRules(ruleFiles, "rules") }

func readRules(files fs.FS, folder string) ([]Rule, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	var all []Rule
	seen := map[string]bool{}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("rules: %w", err)
		}
		var rules []Rule
		if err := strictly(data, &rules); err != nil {
			return nil, fmt.Errorf("rules: %s: %w", path.Base(name), err)
		}
		for _, r := range rules {
			if err := r.Validate(); err != nil {
				return nil, fmt.Errorf("rules: %s: %w", path.Base(name), err)
			}
			key := fmt.Sprintf("%s/%d", r.ID, r.Version)
			if seen[key] {
				return nil, fmt.Errorf("rules: %s: rule %s version %d stands twice", path.Base(name), r.ID, r.Version)
			}
			seen[key] = true
			all = append(all, r)
		}
	}
	return all, nil
}

// ErrRuleChanged says that an embedded rule differs from the row of the same id and version.
var ErrRuleChanged = errors.New("the rule's text differs from the one in the database: raise its version")

// rulesLock is the advisory lock under which versions of rules get their numbers.
const rulesLock = 0x4c_4b_52 // "LKR"

func lockRules(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, rulesLock)
	return err
}

// Seed adds the embedded rule versions that the database does not have. A version that is there is never changed:
// a past check must be explainable years later. Of a rule that officials have changed, the program's further versions
// are offered to those who keep the rules (rule_offers), and never come into force by themselves.
func Seed(ctx context.Context, pool *pgxpool.Pool) error {
	rules, err := Embedded()
	if err != nil {
		return err
	}
	return Add(ctx, pool, rules)
}

// Add adds rule versions of the program that the database does not have.
func Add(ctx context.Context, pool *pgxpool.Pool, rules []Rule) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if err := lockRules(ctx, tx); err != nil {
			return err
		}
		for _, r := range rules {
			if err := seedRule(ctx, tx, r); err != nil {
				return fmt.Errorf("rule %s version %d: %w", r.ID, r.Version, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return nil
}

// seedRule adds a version of the program. Officials' versions go on counting from the program's, so that a number may be
// taken: only what came with the program is compared with it.
func seedRule(ctx context.Context, tx pgx.Tx, r Rule) error {
	there, err := versionsOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for _, v := range there {
		if v.Version == r.Version && !v.Official {
			return sameRule(r, v.Rule)
		}
	}
	if !slices.ContainsFunc(there, func(v Edition) bool { return v.Official }) {
		return insertRule(ctx, tx, r, "program")
	}
	if _, err := tx.Exec(ctx, `insert into rule_offers (rule, version, text) values ($1, $2, $3) on conflict do nothing`, r.ID, r.Version, r); err != nil {
		return err
	}
	var offered Rule
	if err := tx.QueryRow(ctx, `select text from rule_offers where rule = $1 and version = $2`, r.ID, r.Version).Scan(&offered); err != nil {
		return err
	}
	return sameRule(r, offered)
}

func sameRule(r, there Rule) error {
	if !r.equal(there) {
		return ErrRuleChanged
	}
	return nil
}

func insertRule(ctx context.Context, tx pgx.Tx, r Rule, origin string) error {
	_, err := tx.Exec(ctx, `insert into check_rules (id, version, theme, relation, distance_m, severity, condition,
			title, why, next, statute, authority, valid_from, valid_to, kinds, share, zone, during, cases, field, repealed, origin)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::date, nullif($14, '')::date, $15, $16, $17, $18, $19, $20, $21, $22)`,
		r.ID, r.Version, r.Theme, r.Relation, r.Distance, r.Severity, r.Condition,
		r.Title, r.Why, r.Next, r.Statute, r.Authority, r.ValidFrom, r.ValidTo,
		append([]string{}, r.Kinds...), r.Share, r.Zone, r.During, casesColumn(r.Cases), r.Field, r.Repealed, origin)
	return err
}

// casesColumn is null where the rule has no cases.
func casesColumn(cases []Case) any {
	if len(cases) == 0 {
		return nil
	}
	return cases
}

const ruleColumns = `id, version, theme, relation, distance_m, severity, condition, title, why, next, statute, authority,
	valid_from::text, coalesce(valid_to::text, ''), kinds, share, zone, during, cases, field, repealed`

// scanRule reads a row of ruleColumns and of what comes after them.
func scanRule(row pgx.CollectableRow, more ...any) (Rule, error) {
	var r Rule
	var condition, cases []byte
	if err := row.Scan(append([]any{&r.ID, &r.Version, &r.Theme, &r.Relation, &r.Distance, &r.Severity, &condition,
		&r.Title, &r.Why, &r.Next, &r.Statute, &r.Authority, &r.ValidFrom, &r.ValidTo,
		&r.Kinds, &r.Share, &r.Zone, &r.During, &cases, &r.Field, &r.Repealed}, more...)...); err != nil {
		return r, err
	}
	if condition != nil {
		r.fault = strictly(condition, &r.Condition)
	}
	if cases != nil {
		r.fault = errors.Join(r.fault, strictly(cases, &r.Cases))
	}
	r.fault = errors.Join(r.fault, r.Validate())
	return r, nil
}

// strictly decodes JSON and refuses members that we do not know: a misspelt condition must not widen a rule.
func strictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// freshRules is how old the rules may be that a check goes by.
const freshRules = time.Second

// book keeps the rules of a day for a moment, so that not every check reads them.
type book struct {
	mu    sync.Mutex
	day   string
	read  time.Time
	rules []Rule
}

// inForce returns the rules of the day of a moment, in Finnish time. They are not to be changed.
func (b *book) inForce(ctx context.Context, pool *pgxpool.Pool, now time.Time) ([]Rule, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	day := now.Format(time.DateOnly)
	if b.day == day && time.Since(b.read) < freshRules {
		return b.rules, nil
	}
	rules, err := InForce(ctx, pool, now)
	if err != nil {
		return nil, err
	}
	b.day, b.read, b.rules = day, time.Now(), rules
	return rules, nil
}

// InForce returns the rules of a day, ordered by id: per id the highest version that is valid on it. After a version
// that was for a time only, as temporary acts are, the one before it applies again; a rule whose version is its end has none.
func InForce(ctx context.Context, pool *pgxpool.Pool, on time.Time) ([]Rule, error) {
	rules, err := inForceOf(ctx, pool, "", on.Format(time.DateOnly))
	if err != nil {
		return nil, fmt.Errorf("rules in force: %w", err)
	}
	return rules, nil
}

// inForceOf are the rules of a day, or the one of an id.
func inForceOf(ctx context.Context, db audit.Querier, id, day string) ([]Rule, error) {
	rows, err := db.Query(ctx, `select distinct on (id) `+ruleColumns+` from check_rules
		where valid_from <= $1::date and (valid_to is null or valid_to >= $1::date) and ($2 = '' or id = $2) order by id, version desc`, day, id)
	if err != nil {
		return nil, err
	}
	rules, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Rule, error) { return scanRule(row) })
	return slices.DeleteFunc(rules, func(r Rule) bool { return r.Repealed }), err
}
