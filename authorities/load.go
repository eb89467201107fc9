package authorities

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/layers"
)

// Report is what became of a directory.
type Report struct {
	Fields      int       `json:"fields"`
	Authorities int       `json:"authorities"`
	Competences int       `json:"competences"`
	Kept        []string  `json:"kept"`    // authorities whose channels and hours their administrators have changed: those stay
	Missing     []Missing `json:"missing"` // competences that were not stored, since a border is not known
}

// Missing is a competence whose area is not known: better no answer than a wrong one.
type Missing struct {
	Authority      string   `json:"authority"`
	Field          string   `json:"field"`
	Municipalities []string `json:"municipalities"` // whose border is in no published layer
}

// directoryLock is the key of the advisory lock under which a directory is loaded or its areas are made anew: instances
// that start together wait for each other. "LKA" in ASCII.
const directoryLock int64 = 0x4c_4b_41

// alone runs the change in a transaction that no other such change runs beside.
func (s *Store) alone(ctx context.Context, change func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, directoryLock); err != nil {
			return err
		}
		return change(tx)
	})
}

// Load brings a directory into the database: fields and authorities by their codes, and what each authority of the
// directory claims instead of what it claimed before. Authorities that the directory does not name stay as they are;
// one that has come to an end is given its last day, never taken away. Municipalities are as the published layers of
// theme municipality have them.
func Load(ctx context.Context, store *Store, borders *layers.Store, d Directory) (Report, error) {
	report := Report{Kept: []string{}, Missing: []Missing{}}
	source, err := bordersOf(ctx, borders)
	if err != nil {
		return report, fmt.Errorf("load authorities: %w", err)
	}
	err = store.alone(ctx, func(tx pgx.Tx) error {
		l := loading{tx: tx, report: &report, ids: map[string]uuid.UUID{}}
		for _, f := range d.Fields {
			if err := l.field(ctx, f); err != nil {
				return err
			}
		}
		for _, a := range d.Authorities {
			if err := l.authority(ctx, a); err != nil {
				return fmt.Errorf("%s: %w", a.Code, err)
			}
		}
		for _, claim := range d.Competences {
			if err := l.claim(ctx, source, claim); err != nil {
				return fmt.Errorf("competence of %s: %w", claim.Authority, err)
			}
		}
		return l.forget(ctx)
	})
	if err != nil {
		return report, fmt.Errorf("load authorities: %w", err)
	}
	return report, nil
}

// loading is one load under way.
type loading struct {
	tx     pgx.Tx
	report *Report
	ids    map[string]uuid.UUID // of the directory's authorities, by code
	stored []uuid.UUID          // competences
}

func (l *loading) field(ctx context.Context, f Field) error {
	l.report.Fields++
	_, err := l.tx.Exec(ctx, `insert into fields as f (code, name) values ($1, $2)
		on conflict (code) do update set name = excluded.name where f.name <> excluded.name`, f.Code, f.Name)
	return err
}

func (l *loading) authority(ctx context.Context, a Authority) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	var parent *uuid.UUID
	if a.Parent != "" {
		over := l.ids[a.Parent]
		parent = &over
	}
	var kept bool
	// What is as it was keeps its version, so nobody's change is refused for nothing.
	err = l.tx.QueryRow(ctx, `with written as (
			insert into authorities as a (id, code, parent, kind, name, business_id, channels, hours, valid_from, valid_to)
			values ($1, $2, $3, $4, $5, nullif($6, ''), $7, $8, $9::text::date, nullif($10, '')::date)
			on conflict (code) do update set parent = excluded.parent, kind = excluded.kind, name = excluded.name, business_id = excluded.business_id,
				channels = case when a.own_card then a.channels else excluded.channels end,
				hours = case when a.own_card then a.hours else excluded.hours end,
				valid_from = excluded.valid_from, valid_to = excluded.valid_to, version = a.version + 1, updated_at = now()
			where (a.parent, a.kind, a.name, a.business_id, a.valid_from, a.valid_to)
					is distinct from (excluded.parent, excluded.kind, excluded.name, excluded.business_id, excluded.valid_from, excluded.valid_to)
				or not a.own_card and (a.channels, a.hours) is distinct from (excluded.channels, excluded.hours)
			returning id, own_card)
		select id, own_card from written
		union all select id, own_card from authorities where code = $2 and not exists (select from written)`,
		id, a.Code, parent, string(a.Kind), a.Name, string(a.BusinessID), a.Channels, a.Hours, a.ValidFrom, a.ValidTo).Scan(&id, &kept)
	if err != nil {
		return err
	}
	l.ids[a.Code] = id
	l.report.Authorities++
	if kept {
		l.report.Kept = append(l.report.Kept, a.Code)
	}
	return nil
}

func (l *loading) claim(ctx context.Context, source borders, claim Claim) error {
	for _, c := range claim.drawn {
		if c.Geometry == nil {
			missing, err := source.missing(ctx, l.tx, c.Municipalities)
			if err != nil {
				return err
			}
			if len(missing) > 0 {
				l.report.Missing = append(l.report.Missing, Missing{claim.Authority, c.Field, missing})
				continue
			}
		}
		if err := l.competence(ctx, source, l.ids[claim.Authority], c); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) competence(ctx context.Context, source borders, authority uuid.UUID, c Competence) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	area, args, err := source.area(c)
	if err != nil {
		return err
	}
	err = l.tx.QueryRow(ctx, `insert into competences (id, authority, field, area, municipalities, statute, valid_from, valid_to, geom)
		values ($1, $2, $3, $4, $5, $6, $7::text::date, nullif($8, '')::date, (`+area+`))
		on conflict (authority, field, valid_from) do update set area = excluded.area, municipalities = excluded.municipalities, geom = excluded.geom,
			statute = excluded.statute, valid_to = excluded.valid_to
		returning id`, append([]any{id, authority, c.Field, string(c.Area), append([]string{}, c.Municipalities...), c.Statute, c.ValidFrom, c.ValidTo}, args...)...).Scan(&id)
	if err != nil {
		return err
	}
	l.stored = append(l.stored, id)
	l.report.Competences++
	return nil
}

// forget takes away what the directory's authorities claimed before and do not claim now.
func (l *loading) forget(ctx context.Context) error {
	var authorities []uuid.UUID
	for _, id := range l.ids {
		authorities = append(authorities, id)
	}
	_, err := l.tx.Exec(ctx, `delete from competences where authority = any($1) and id <> all($2)`, authorities, append([]uuid.UUID{}, l.stored...))
	return err
}
