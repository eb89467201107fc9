package checks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/pg"
)

// Proposals keeps what officials propose about the rules of checks. Its pool works as pg.PersonalRole: a proposal, the version
// of the rule that it becomes and their lines in the audit log are one transaction. Everything is for the authority that
// keeps the rules (rule_keeping) only.
type Proposals struct {
	engine *Engine
	pool   *pgxpool.Pool
}

// NewProposals returns the proposals over a pool of pg.PersonalRole. Effects are worked out by the engine.
func NewProposals(engine *Engine, pool *pgxpool.Pool) *Proposals {
	return &Proposals{engine: engine, pool: pool}
}

func (s *Proposals) today() string { return identity.Today(s.engine.now()) }

const proposalColumns = `p.id, p.kind, p.base, coalesce(p.offer, 0), p.text, p.places, p.answers, p.reason, p.state, p.effect, coalesce(p.effect_tag, ''),
	(select coalesce(max(r.version), 0) from check_rules r where r.id = p.rule), p.authority, p.proposed_by = $1, p.answer, coalesce(p.rule_version, 0), p.version, p.created_at, p.proposed_at, p.decided_at`

// proposalTables are those of proposals that the authorities in $2 may see: of the one that keeps the rules.
const proposalTables = `rule_proposals p join rule_keeping k on k.keeper = p.authority and k.keeper = any ($2)`

func scanProposal(row pgx.CollectableRow) (p Proposal, err error) {
	err = row.Scan(&p.ID, &p.Kind, &p.Base, &p.Offer, &p.Rule, &p.Places, &p.Answers, &p.Reason, &p.State, &p.Effect, &p.EffectTag,
		&p.Highest, &p.Authority, &p.Mine, &p.Answer, &p.RuleVersion, &p.Version, &p.CreatedAt, &p.ProposedAt, &p.DecidedAt)
	return p, err
}

func (s *Proposals) in(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID, lock string) (Proposal, error) {
	rows, err := db.Query(ctx, `select `+proposalColumns+` from `+proposalTables+` where p.id = $3 `+lock, actor.Person, actor.In, id)
	if err != nil {
		return Proposal{}, err
	}
	p, err := pgx.CollectExactlyOneRow(rows, scanProposal)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoProposal
	}
	return p, err
}

// Get returns a proposal to officials of the authority that keeps the rules, or ErrNoProposal.
func (s *Proposals) Get(ctx context.Context, actor identity.Actor, id uuid.UUID) (Proposal, error) {
	p, err := s.in(ctx, s.pool, actor, id, "")
	if err != nil {
		return p, fmt.Errorf("proposal %s: %w", id, err)
	}
	return p, nil
}

// ProposalFilter says which proposals to list.
type ProposalFilter struct {
	State ProposalState // empty: every state
	Rule  string        // empty: every rule
	After uuid.UUID     // the last of the page before
	Limit int
}

// List are the proposals that the actor may see, the newest first. Drafts are seen by their makers.
func (s *Proposals) List(ctx context.Context, actor identity.Actor, f ProposalFilter) ([]Proposal, error) {
	rows, err := s.pool.Query(ctx, `select `+proposalColumns+` from `+proposalTables+`
		where ($3 = '' or p.state = $3) and ($4 = '' or p.rule = $4) and ($5::uuid is null or p.id < $5) and (p.state not in ('draft', 'withdrawn') or p.proposed_by = $1)
		order by p.id desc limit $6`, actor.Person, actor.In, f.State, f.Rule, pg.OrNull(f.After), f.Limit)
	if err != nil {
		return nil, fmt.Errorf("proposals: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanProposal)
	if err != nil {
		return nil, fmt.Errorf("proposals: %w", err)
	}
	return list, nil
}

// Begin makes a draft. The key is of whoever sends it again when no answer came. What is wrong with the change is told at once
// (faults.Faults).
func (s *Proposals) Begin(ctx context.Context, actor identity.Actor, c Amendment, key string) (Proposal, error) {
	c = c.settled()
	if err := c.validate(s.today()); err != nil {
		return Proposal{}, err
	}
	var made Proposal
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		id, created, err := s.insert(ctx, tx, actor, c, key)
		if err != nil {
			return err
		}
		if made, err = s.in(ctx, tx, actor, id, ""); err != nil || !created {
			return err
		}
		return s.log(ctx, tx, actor, "begin-proposal", made)
	})
	if err != nil {
		return Proposal{}, fmt.Errorf("propose: %w", err)
	}
	return made, nil
}

func (s *Proposals) insert(ctx context.Context, tx pgx.Tx, actor identity.Actor, c Amendment, key string) (id uuid.UUID, created bool, err error) {
	var hash []byte
	if key != "" {
		sum := sha256.Sum256(slices.Concat(actor.Person[:], []byte("proposal "), []byte(key)))
		hash = sum[:]
		err := tx.QueryRow(ctx, `select id from rule_proposals where key_hash = $1 and proposed_by = $2`, hash, actor.Person).Scan(&id)
		if !errors.Is(err, pgx.ErrNoRows) {
			return id, false, err
		}
	}
	if err := s.fits(ctx, tx, c); err != nil {
		return id, false, err
	}
	if id, err = uuid.NewV7(); err != nil {
		return id, false, err
	}
	tag, err := tx.Exec(ctx, `insert into rule_proposals (id, key_hash, kind, rule, base, offer, text, places, answers, reason, authority, proposed_by)
		select $1, $2, $3, $4, $5, nullif($6, 0), $7, $8, $9, $10, k.keeper, $11 from rule_keeping k where k.keeper = any ($12)
			and (select count(*) from rule_proposals o where o.proposed_by = $11 and o.state in ('draft', 'proposed')) < $13 on conflict (key_hash) do nothing`,
		id, hash, c.Kind, c.Rule.ID, c.Base, c.Offer, c.Rule, c.Places, c.Answers, c.Reason, actor.Person, actor.In, mostUnfinished)
	if err != nil || tag.RowsAffected() == 1 {
		return id, true, err
	}
	var twin uuid.UUID // the same was sent twice at once, and the other was quicker
	if err := tx.QueryRow(ctx, `select id from rule_proposals where key_hash = $1 and proposed_by = $2`, hash, actor.Person).Scan(&twin); !errors.Is(err, pgx.ErrNoRows) {
		return twin, false, err
	}
	var keeps bool
	if err := tx.QueryRow(ctx, `select exists (select from rule_keeping where keeper = any ($1))`, actor.In).Scan(&keeps); err != nil {
		return id, false, err
	}
	if keeps {
		return id, false, ErrManyUnfinished
	}
	return id, false, ErrNotKeeper
}

// fits tells whether the change is based on the rule as it is, and its offer is there.
func (s *Proposals) fits(ctx context.Context, tx pgx.Tx, c Amendment) error {
	var highest int
	var offered bool
	if err := tx.QueryRow(ctx, `select coalesce(max(version), 0), exists (select from rule_offers where rule = $1 and version = $2) from check_rules where id = $1`,
		c.Rule.ID, c.Offer).Scan(&highest, &offered); err != nil {
		return err
	}
	switch {
	case highest != c.Base:
		return ErrRuleOvertaken
	case c.Offer != 0 && !offered:
		return ErrNoRule
	}
	return annuls(ctx, tx, c.Rule)
}

// annuls refuses a version that would hold on the first day of one that was approved to come later, which would then never
// be in force. It may begin on the same day, which revises that one, or end before it.
func annuls(ctx context.Context, tx pgx.Tx, r Rule) error {
	var coming bool
	err := tx.QueryRow(ctx, `select exists (select from check_rules c where c.id = $1 and c.valid_from > $2::date and ($3 = '' or c.valid_from <= nullif($3, '')::date)
		and not exists (select from check_rules h where h.id = c.id and h.version > c.version and h.valid_from <= c.valid_from and (h.valid_to is null or h.valid_to >= c.valid_from)))`,
		r.ID, r.ValidFrom, r.ValidTo).Scan(&coming)
	if err == nil && coming {
		err = ErrVersionToCome
	}
	return err
}

func (s *Proposals) log(ctx context.Context, tx pgx.Tx, actor identity.Actor, operation identity.Operation, p Proposal) error {
	return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{actor.Person},
		Detail: map[string]string{"proposal": p.ID.String(), "rule": p.Rule.ID, "state": string(p.State)}})
}

// change locks a proposal of that version and lets step alter it; then it is read again and logged.
func (s *Proposals) change(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, version int64, step func(pgx.Tx, Proposal) error) (Proposal, error) {
	var changed Proposal
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := lockRules(ctx, tx); err != nil { // before the row, as Seed takes it
			return err
		}
		p, err := s.in(ctx, tx, actor, id, "for update of p")
		if err != nil {
			return err
		}
		if p.Version != version {
			return ErrProposalMoved
		}
		if err := step(tx, p); err != nil {
			return err
		}
		if changed, err = s.in(ctx, tx, actor, id, ""); err != nil {
			return err
		}
		return s.log(ctx, tx, actor, operation, changed)
	})
	if err != nil {
		return Proposal{}, fmt.Errorf("proposal %s: %w", id, err)
	}
	return changed, nil
}

// mine wants the proposal to be the actor's own and in one of the states.
func (p Proposal) mine(states ...ProposalState) error {
	switch {
	case !p.Mine:
		return ErrNoProposal
	case !slices.Contains(states, p.State):
		return ErrProposalState
	}
	return nil
}

// Change writes another text into a draft of the actor's own, on the rule as it is now. Its effect is to be worked out anew.
func (s *Proposals) Change(ctx context.Context, actor identity.Actor, id uuid.UUID, version int64, c Amendment) (Proposal, error) {
	c = c.settled()
	if err := c.validate(s.today()); err != nil {
		return Proposal{}, err
	}
	return s.change(ctx, actor, "change-proposal", id, version, func(tx pgx.Tx, p Proposal) error {
		if err := p.mine(Draft); err != nil {
			return err
		}
		if err := s.fits(ctx, tx, c); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update rule_proposals set kind = $3, rule = $4, base = $5, text = $6, places = $7, answers = $8, reason = $9, offer = nullif($10, 0),
				effect = null, effect_of = null, effect_tag = null, version = version + 1, changed_at = now()
			where id = $1 and proposed_by = $2 and state = 'draft'`, id, actor.Person, c.Kind, c.Rule.ID, c.Base, c.Rule, c.Places, c.Answers, c.Reason, c.Offer)
		return err
	})
}

// Submit hands a draft of the actor's own to somebody else to decide on. Its effect must have been worked out.
func (s *Proposals) Submit(ctx context.Context, actor identity.Actor, id uuid.UUID, version int64) (Proposal, error) {
	return s.change(ctx, actor, "submit-proposal", id, version, func(tx pgx.Tx, p Proposal) error {
		if err := p.mine(Draft); err != nil {
			return err
		}
		if err := p.complete(); err != nil {
			return err
		}
		if err := s.ripe(ctx, tx, p, p.EffectTag); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update rule_proposals set state = 'proposed', proposed_at = now(), version = version + 1, changed_at = now()
			where id = $1 and proposed_by = $2 and state = 'draft'`, id, actor.Person)
		return err
	})
}

// Withdraw takes a proposal of the actor's own back, to change it (Draft) or for good (Withdrawn).
func (s *Proposals) Withdraw(ctx context.Context, actor identity.Actor, id uuid.UUID, version int64, to ProposalState) (Proposal, error) {
	return s.change(ctx, actor, "withdraw-proposal", id, version, func(tx pgx.Tx, p Proposal) error {
		from := []ProposalState{Proposed}
		if to == Withdrawn {
			from = append(from, Draft)
		}
		if err := p.mine(from...); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update rule_proposals set state = $3, version = version + 1, changed_at = now() where id = $1 and proposed_by = $2 and state in ('draft', 'proposed')`,
			id, actor.Person, to)
		return err
	})
}

// ripe tells what stands between a proposal and its approval, beside who approves.
func (s *Proposals) ripe(ctx context.Context, tx pgx.Tx, p Proposal, seen string) error {
	sum, err := p.sum()
	if err != nil {
		return err
	}
	var current bool
	if err := tx.QueryRow(ctx, `select coalesce(effect_of = $2 and effect_tag = $3, false) from rule_proposals where id = $1`, p.ID, sum, seen).Scan(&current); err != nil {
		return err
	}
	switch {
	case p.Highest != p.Base:
		return ErrRuleOvertaken
	case p.Rule.ValidFrom < s.today():
		return ErrDayPassed
	case !current:
		return ErrEffectUnseen
	}
	return nil
}

// Decision is what somebody else than the proposer decides.
type Decision struct {
	Approve bool
	Effect  string // tag of the effect that they have seen
	Answer  string // why; required of a rejection
	Version int64  // of the proposal that was read
}

// Decide approves a proposal, which makes it the rule's next version, or rejects it. Nobody decides on their own.
func (s *Proposals) Decide(ctx context.Context, actor identity.Actor, id uuid.UUID, d Decision) (Proposal, error) {
	if err := (Answer{State: Accepted, Text: d.Answer}).validate(); err != nil && (!d.Approve || d.Answer != "") {
		return Proposal{}, err
	}
	return s.change(ctx, actor, "decide-proposal", id, d.Version, func(tx pgx.Tx, p Proposal) error {
		switch {
		case p.State != Proposed:
			return ErrProposalState
		case p.Mine:
			return ErrOwnProposal
		case !d.Approve:
			return s.settle(ctx, tx, actor, p, ProposalRejected, nil, d)
		}
		return s.approve(ctx, tx, actor, p, d)
	})
}

func (s *Proposals) approve(ctx context.Context, tx pgx.Tx, actor identity.Actor, p Proposal, d Decision) error {
	if err := s.ripe(ctx, tx, p, d.Effect); err != nil {
		return err
	}
	next := p.Base + 1
	if err := s.settle(ctx, tx, actor, p, ProposalApproved, &next, d); err != nil {
		return err
	}
	rule := p.Rule
	rule.Version = next
	if err := rule.Validate(); err != nil {
		return err
	}
	return insertRule(ctx, tx, rule, "official")
}

// settle writes the decision. Who may decide on what stands in the statement, whatever was read before.
func (s *Proposals) settle(ctx context.Context, tx pgx.Tx, actor identity.Actor, p Proposal, state ProposalState, version *int, d Decision) error {
	tag, err := tx.Exec(ctx, `update rule_proposals p set state = $2, decided_by = $3, decided_at = now(), answer = $4, rule_version = $5, version = p.version + 1, changed_at = now()
		from rule_keeping k where p.id = $1 and p.state = 'proposed' and p.proposed_by <> $3 and k.keeper = p.authority and k.keeper = any ($6)
			and p.version = $7 and ($5::integer is null or p.effect_tag = $8 and p.base = (select coalesce(max(r.version), 0) from check_rules r where r.id = p.rule))`,
		p.ID, state, actor.Person, d.Answer, version, actor.In, p.Version, d.Effect)
	if err == nil && tag.RowsAffected() != 1 {
		err = ErrProposalMoved
	}
	return err
}

// Work works out what the proposal does and keeps it with the proposal, as long as its text stays the same. That kept checks
// were examined for it is in the audit log.
func (s *Proposals) Work(ctx context.Context, actor identity.Actor, id uuid.UUID) (Proposal, error) {
	p, err := s.in(ctx, s.pool, actor, id, "")
	if err != nil {
		return p, fmt.Errorf("effect of %s: %w", id, err)
	}
	if p.State != Proposed && (p.State != Draft || !p.Mine) {
		return p, fmt.Errorf("effect of %s: %w", id, ErrProposalState)
	}
	effect, err := s.engine.effect(ctx, p.Amendment)
	if err != nil {
		return p, fmt.Errorf("effect of %s: %w", id, err)
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := keepEffect(ctx, tx, p, effect); err != nil {
			return err
		}
		if p, err = s.in(ctx, tx, actor, id, ""); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: "work-out-effect", Actor: actor, Subjects: []uuid.UUID{actor.Person},
			Detail: map[string]string{"proposal": id.String(), "rule": p.Rule.ID, "kept_checks": fmt.Sprint(effect.Runs.Looked)}})
	})
	if err != nil {
		return p, fmt.Errorf("effect of %s: %w", id, err)
	}
	return p, nil
}

func keepEffect(ctx context.Context, tx pgx.Tx, p Proposal, effect Effect) error {
	sum, err := p.sum()
	if err != nil {
		return err
	}
	data, err := json.Marshal(effect)
	if err != nil {
		return err
	}
	tag := sha256.Sum256(slices.Concat(sum, data))
	done, err := tx.Exec(ctx, `update rule_proposals set effect = $3, effect_of = $4, effect_tag = $5 where id = $1 and version = $2 and state in ('draft', 'proposed')`,
		p.ID, p.Version, data, sum, hex.EncodeToString(tag[:16]))
	if err == nil && done.RowsAffected() == 0 {
		err = ErrProposalMoved
	}
	return err
}

// Offer is a version of the program that is not in force, since officials have changed the rule.
type Offer struct {
	Version   int
	Rule      Rule
	OfferedAt time.Time
}

// Offers are those of the rule, or of every rule where id is empty, that nobody has decided on, newest last.
func (s *Proposals) Offers(ctx context.Context, actor identity.Actor, id string) ([]Offer, error) {
	rows, err := s.pool.Query(ctx, `select o.version, o.text, o.offered_at from rule_offers o join rule_keeping k on k.keeper = any ($2)
		where ($1 = '' or o.rule = $1) and not exists (select from rule_proposals p where p.rule = o.rule and p.offer >= o.version and p.state in ('approved', 'rejected'))
			and not exists (select from rule_offers n where n.rule = o.rule and n.version > o.version)
		order by o.rule, o.version`, id, actor.In)
	if err != nil {
		return nil, fmt.Errorf("offers: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (o Offer, err error) {
		return o, row.Scan(&o.Version, &o.Rule, &o.OfferedAt)
	})
	if err != nil {
		return nil, fmt.Errorf("offers: %w", err)
	}
	return list, nil
}
