package checks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// Disputes keeps what is held to be wrong in kept checks. Its pool works as pg.PersonalRole: a reason is a person's own
// words. Every reading of others' words and every writing is in the audit log, in the same transaction.
type Disputes struct{ pool *pgxpool.Pool }

// NewDisputes returns the disputes over a pool of pg.PersonalRole.
func NewDisputes(pool *pgxpool.Pool) *Disputes { return &Disputes{pool: pool} }

const disputeColumns = `d.id, d.run, d.rule, d.rule_version, d.layer, coalesce(v.recipe->'title', l.recipe->'title', 'null'), d.layer_version, coalesce(d.feature_id, ''), d.status, d.title,
	st_x(g.lonlat), st_y(g.lonlat), d.reason, d.state, d.answer, d.answered_at, d.version, d.created_at`

const disputeTables = `personal.check_disputes d left join layers l on l.id = d.layer left join layer_versions v on v.number = d.layer_version
	left join lateral (select st_transform(d.point, 4326) as lonlat) g on true`

func scanDispute(row pgx.CollectableRow) (d Dispute, err error) {
	err = row.Scan(&d.ID, &d.Run, &d.Rule, &d.RuleVersion, &d.Layer, &d.LayerTitle, &d.LayerVersion, &d.FeatureID, &d.Status, &d.Title,
		&d.Point[0], &d.Point[1], &d.Reason, &d.State, &d.Answer, &d.AnsweredAt, &d.Version, &d.CreatedAt)
	return d, err
}

// Make disputes a finding of a kept check. Whoever sends the very same again gets what there is.
func (s *Disputes) Make(ctx context.Context, actor identity.Actor, run uuid.UUID, claim Claim) (Dispute, error) {
	var made Dispute
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		d, titles, err := claim.in(ctx, tx, run)
		if err != nil {
			return err
		}
		id, created, err := insertDispute(ctx, tx, actor, run, claim.Reason, d, titles)
		if err != nil {
			return err
		}
		if made, err = disputeIn(ctx, tx, id); err != nil || !created {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "dispute-finding", Actor: actor, Subjects: []uuid.UUID{actor.Person},
			Detail: map[string]string{"run": run.String(), "dispute": id.String()}})
	})
	if err != nil {
		return Dispute{}, fmt.Errorf("dispute: %w", err)
	}
	return made, nil
}

// in looks the claim's finding up in the run, with its title in every language.
func (c Claim) in(ctx context.Context, tx pgx.Tx, run uuid.UUID) (d disputed, titles i18n.Text, err error) {
	for lang, title := range map[i18n.Lang]*string{i18n.Finnish: &titles.Fi, i18n.Swedish: &titles.Sv, i18n.English: &titles.En} {
		kept, err := runIn(ctx, tx, run, lang)
		if err != nil {
			return d, titles, err
		}
		var result Result
		if err := json.Unmarshal(kept.Result, &result); err != nil {
			return d, titles, err
		}
		if d, err = c.find(result.Findings); err != nil {
			return d, titles, err
		}
		*title = d.finding.Title
	}
	return d, titles, nil
}

// insertDispute returns the new dispute's id, or that of the one in which the same person said the same before.
func insertDispute(ctx context.Context, tx pgx.Tx, actor identity.Actor, run uuid.UUID, reason string, d disputed, titles i18n.Text) (id uuid.UUID, created bool, err error) {
	if err := mayDispute(ctx, tx, actor, d.layer); err != nil {
		return id, false, err
	}
	var point *string
	if end, ok := d.finding.end(); ok {
		text, err := ewkb.MarshalToHex(end, layers.SRID)
		if err != nil {
			return id, false, err
		}
		point = &text
	}
	if id, err = uuid.NewV7(); err != nil {
		return id, false, err
	}
	tag, err := tx.Exec(ctx, `insert into personal.check_disputes (id, run, party, rule, rule_version, layer, layer_version, feature_id, status, title, point, reason)
		select $1, r.id, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11::geometry, st_pointonsurface(r.geom)), $12 from check_runs r where r.id = $2 on conflict do nothing`,
		id, run, actor.Person, d.finding.Rule, d.finding.RuleVersion, d.layer, d.version, d.finding.FeatureID, d.finding.Status, titles, point, reason)
	if err != nil || tag.RowsAffected() == 1 {
		return id, true, err
	}
	err = tx.QueryRow(ctx, `select id from personal.check_disputes where run = $1 and party = $2 and rule = $3 and layer = $4 and feature_id is not distinct from $5 and reason = $6`,
		run, actor.Person, d.finding.Rule, d.layer, d.finding.FeatureID, reason).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrDisputed
	}
	return id, false, err
}

// mayDispute refuses what nobody would answer, and too much at once.
func mayDispute(ctx context.Context, tx pgx.Tx, actor identity.Actor, layer string) error {
	var kept bool
	var open int
	err := tx.QueryRow(ctx, `select exists (select from layers where id = $1 and keeper is not null),
		(select count(*) from personal.check_disputes where party = $2 and state = 'open')`, layer, actor.Person).Scan(&kept, &open)
	switch {
	case err != nil:
		return err
	case !kept:
		return ErrNoKeeper
	case open >= mostOpen:
		return ErrTooMany
	}
	return nil
}

func disputeIn(ctx context.Context, db audit.Querier, id uuid.UUID) (Dispute, error) {
	rows, err := db.Query(ctx, `select `+disputeColumns+` from `+disputeTables+` where d.id = $1`, id)
	if err != nil {
		return Dispute{}, err
	}
	return pgx.CollectExactlyOneRow(rows, scanDispute)
}

// Own are the actor's own disputes of a kept check, the oldest first.
func (s *Disputes) Own(ctx context.Context, actor identity.Actor, run uuid.UUID) ([]Dispute, error) {
	if !actor.SignedIn() {
		return nil, nil
	}
	rows, err := s.pool.Query(ctx, `select `+disputeColumns+` from `+disputeTables+` where d.run = $1 and d.party = $2 order by d.id`, run, actor.Person)
	if err != nil {
		return nil, fmt.Errorf("disputes of %s: %w", run, err)
	}
	own, err := pgx.CollectRows(rows, scanDispute)
	if err != nil {
		return nil, fmt.Errorf("disputes of %s: %w", run, err)
	}
	return own, nil
}

// DisputeFilter says which disputes to list.
type DisputeFilter struct {
	State DisputeState // empty: every state
	Layer string       // empty: every layer that the actor's authorities keep
	Area  orb.Polygon  // EPSG:3067; empty: everywhere
	After uuid.UUID    // the last of the page before
	Limit int
}

// List are the disputes of layers that the actor's authorities keep, the newest first. Whose words were read is logged.
func (s *Disputes) List(ctx context.Context, actor identity.Actor, f DisputeFilter) ([]Dispute, error) {
	area, err := f.area()
	if err != nil {
		return nil, fmt.Errorf("disputes: %w", err)
	}
	var list []Dispute
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `select `+disputeColumns+` from `+disputeTables+`
			where l.keeper = any ($1) and ($2 = '' or d.state = $2) and ($3 = '' or d.layer = $3)
				and ($4::uuid is null or d.id < $4) and ($5::text is null or st_intersects(d.point, $5::text::geometry))
			order by d.id desc limit $6`, actor.In, f.State, f.Layer, pg.OrNull(f.After), area, f.Limit)
		if err != nil {
			return err
		}
		if list, err = pgx.CollectRows(rows, scanDispute); err != nil {
			return err
		}
		return shown(ctx, tx, actor, list)
	})
	if err != nil {
		return nil, fmt.Errorf("disputes: %w", err)
	}
	return list, nil
}

func (f DisputeFilter) area() (*string, error) {
	if len(f.Area) == 0 {
		return nil, nil
	}
	text, err := ewkb.MarshalToHex(f.Area, layers.SRID)
	return &text, err
}

// shown logs whose words the actor has read.
func shown(ctx context.Context, tx pgx.Tx, actor identity.Actor, list []Dispute) error {
	ids := make([]uuid.UUID, len(list))
	for i, d := range list {
		ids[i] = d.ID
	}
	rows, err := tx.Query(ctx, `select distinct party from personal.check_disputes where id = any ($1)`, ids)
	if err != nil {
		return err
	}
	parties, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	return audit.Shown(ctx, tx, actor, "list-disputes", parties)
}

// Answer decides a dispute of a layer that one of the actor's authorities keeps; what was decided can be corrected. It is
// ErrNoDispute where there is none for them, and ErrAnswered where somebody has decided since they read it.
func (s *Disputes) Answer(ctx context.Context, actor identity.Actor, id uuid.UUID, answer Answer) (Dispute, error) {
	if err := answer.validate(); err != nil {
		return Dispute{}, fmt.Errorf("answer a dispute: %w", err)
	}
	var d Dispute
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var version int64
		var party, keeper uuid.UUID
		err := tx.QueryRow(ctx, `select d.version, d.party, l.keeper from personal.check_disputes d join layers l on l.id = d.layer
			where d.id = $1 and l.keeper = any ($2) for update of d`, id, actor.In).Scan(&version, &party, &keeper)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNoDispute
		case err != nil:
			return err
		case version != answer.Version:
			return ErrAnswered
		}
		if _, err := tx.Exec(ctx, `update personal.check_disputes set state = $2, answer = $3, answered_by = $4, answered_for = $5, answered_at = now(), version = version + 1
			where id = $1`, id, answer.State, answer.Text, actor.Person, keeper); err != nil {
			return err
		}
		if d, err = disputeIn(ctx, tx, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "answer-dispute", Actor: actor, Subjects: []uuid.UUID{party},
			Detail: map[string]string{"dispute": id.String(), "state": string(answer.State)}})
	})
	if err != nil {
		return Dispute{}, fmt.Errorf("answer a dispute: %w", err)
	}
	return d, nil
}

// GeoJSON is where the dispute stands on the map.
func (d Dispute) GeoJSON() json.RawMessage { return geo.EncodeGeoJSON(d.Point, geo.Decimals) }
