package imports

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/jobs"
)

// Publication says what becomes of a version that a source's schedule has made.
type Publication string

// Publications.
const (
	Ask  Publication = "ask"  // it waits for approval
	Auto Publication = "auto" // it is published when nothing is to be decided and the layer does not shrink much
)

// Bounds of a schedule.
const (
	MinEvery = 5 * time.Minute
	MaxEvery = 366 * 24 * time.Hour
)

// Source is where a layer is fetched from and how often.
type Source struct {
	Layer   string
	Address string
	Every   time.Duration
	Publish Publication
	Options Options // at most one part, which names no recipe: that is the layer's
}

// Health is what came of a source so far.
type Health struct {
	Source
	Revision     string // of what it is set to: whoever changes it names what was looked at
	Title        i18n.Text
	Theme        string
	Keeper       Authority // zero: whoever runs the service
	Kind         string    // of what answers; empty: not fetched yet
	Version      int64     // published; 0: none
	ImportedAt   *time.Time
	DataDate     string
	NextAt       time.Time
	CheckedAt    *time.Time
	ChangedAt    *time.Time // when it last had something new
	Failures     int        // in a row
	FailingSince *time.Time
	Failure      *Failure
	Alerted      bool
	Import       uuid.UUID // the newest one; zero: none
}

func (s Source) validate() error {
	var found faults.Faults
	found.When(nameOf(s.Address) == "", "/address", "not_uri")
	found.When(s.Every < MinEvery || s.Every > MaxEvery, "/every_minutes", "invalid_value")
	found.When(s.Publish != Ask && s.Publish != Auto, "/publish", "not_one_of")
	if len(s.Options.Parts) > 0 {
		part := s.Options.Parts[0]
		found.When(len(s.Options.Parts) > 1 || part.New != nil || part.Recipe != "", "/options", "invalid_value")
		found = append(found, part.faults("/options")...)
	}
	return found.OrNil()
}

// SetSource gives a layer that the actor's authority keeps another source or schedule than the one of that revision, or
// its first one (the empty revision). It is fetched at once. It is ErrChanged when the source is another by now.
func (s *Orders) SetSource(ctx context.Context, actor identity.Actor, source Source, revision string) (Health, error) {
	if err := source.validate(); err != nil {
		return Health{}, fmt.Errorf("source of %s: %w", source.Layer, err)
	}
	options, err := asJSON(source.Options)
	if err != nil {
		return Health{}, err
	}
	err = s.kept(ctx, actor, source.Layer, "change-layer-source", func(ctx context.Context, tx pgx.Tx) error {
		write := addSource
		if revision != "" {
			write = changeSource
			if err := holdSource(ctx, tx, source.Layer, revision); errors.Is(err, ErrNoSource) {
				return ErrChanged
			} else if err != nil {
				return err
			}
		}
		tag, err := tx.Exec(ctx, write, source.Layer, source.Address, options, source.Every, string(source.Publish))
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrChanged // another has given it its first one
		}
		if err != nil {
			return err
		}
		return s.jobs.Add(ctx, tx, refreshJob{Layer: source.Layer}, jobs.Options{Queue: jobs.Long})
	})
	if err != nil {
		return Health{}, err
	}
	return s.Source(ctx, actor, source.Layer)
}

const (
	addSource = `insert into layer_sources (layer, address, kind, options, every, publish) values ($1, $2, '', $3, $4, $5) on conflict (layer) do nothing`
	// What is known of what was fetched holds for the same address and options only.
	changeSource = `update layer_sources set address = $2, options = $3, every = $4, publish = $5,
			-- When another address was asked, or only in vain, tells nothing of how old the data is.
			checked_at = case when failures = 0 and address = $2 and options = $3 then checked_at end,
			next_at = now(), failures = 0, failing_since = null, error = null, alerted_at = null, updated_at = now(),
			(kind, etag, last_modified, sha256) = (select case when same then kind else '' end, case when same then etag else '' end,
				case when same then last_modified else '' end, case when same then sha256 else '' end
				from (select address = $2 and options = $3 as same) this)
		where layer = $1`
	// revisionOf names what a source is set to; what came of it is no part of that.
	revisionOf = `left(encode(sha256(convert_to(jsonb_build_array(s.address, s.options, s.every, s.publish)::text, 'UTF8')), 'hex'), 24)`
)

// holdSource keeps others from the layer's source until the transaction ends. It is ErrChanged when it is of another revision.
func holdSource(ctx context.Context, tx pgx.Tx, layer, revision string) error {
	var now string
	err := tx.QueryRow(ctx, `select `+revisionOf+` from layer_sources s where layer = $1 for update`, layer).Scan(&now)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return ErrNoSource
	case err == nil && now != revision:
		return ErrChanged
	}
	return err
}

// DropSource leaves a layer without the source of that revision: nobody fetches it any more.
func (s *Orders) DropSource(ctx context.Context, actor identity.Actor, layer, revision string) error {
	return s.kept(ctx, actor, layer, "delete-layer-source", func(ctx context.Context, tx pgx.Tx) error {
		if err := holdSource(ctx, tx, layer, revision); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `delete from layer_sources where layer = $1`, layer)
		return err
	})
}

// RefreshNow has a layer's source fetched before its time.
func (s *Orders) RefreshNow(ctx context.Context, actor identity.Actor, layer string) (Health, error) {
	err := s.kept(ctx, actor, layer, "refresh-layer", func(ctx context.Context, tx pgx.Tx) error {
		var there bool
		if err := tx.QueryRow(ctx, `select exists (select from layer_sources where layer = $1)`, layer).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNoSource
		}
		return s.jobs.Add(ctx, tx, refreshJob{Layer: layer}, jobs.Options{Queue: jobs.Long})
	})
	if err != nil {
		return Health{}, err
	}
	return s.Source(ctx, actor, layer)
}

// kept does something to a layer that an authority of the actor's keeps, and logs it; others have no such layer.
func (s *Orders) kept(ctx context.Context, actor identity.Actor, layer string, operation identity.Operation, do func(context.Context, pgx.Tx) error) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var mine bool
		if err := tx.QueryRow(ctx, `select exists (select from layers where id = $1 and keeper = any ($2))`, layer, actor.In).Scan(&mine); err != nil {
			return err
		}
		if !mine {
			return ErrNotFound
		}
		if err := do(ctx, tx); err != nil {
			return err
		}
		return s.log(ctx, tx, actor, operation, map[string]string{"layer": layer})
	})
	if err != nil {
		return fmt.Errorf("source of %s: %w", layer, err)
	}
	return nil
}

const healthColumns = `s.layer, s.address, s.every, s.publish, s.options, ` + revisionOf + `, l.recipe->'title', l.theme, coalesce(a.id, '00000000-0000-0000-0000-000000000000'), coalesce(a.code, ''),
	coalesce(a.name, '{}'), s.kind, coalesce(v.number, 0), v.imported_at, coalesce(v.data_date::text, ''), s.next_at, s.checked_at, s.changed_at, s.failures, s.failing_since,
	s.error, s.alerted_at is not null, coalesce(s.import_id, '00000000-0000-0000-0000-000000000000')`

const healthTables = `layer_sources s join layers l on l.id = s.layer left join authorities a on a.id = l.keeper left join layer_versions v on v.number = l.current`

func scanHealth(row pgx.CollectableRow) (h Health, err error) {
	err = row.Scan(&h.Layer, &h.Address, &h.Every, &h.Publish, &h.Options, &h.Revision, &h.Title, &h.Theme, &h.Keeper.ID, &h.Keeper.Code, &h.Keeper.Name, &h.Kind, &h.Version,
		&h.ImportedAt, &h.DataDate, &h.NextAt, &h.CheckedAt, &h.ChangedAt, &h.Failures, &h.FailingSince, &h.Failure, &h.Alerted, &h.Import)
	return h, err
}

// Source is the source of a layer that an authority of the actor's keeps, its address whole.
func (s *Orders) Source(ctx context.Context, actor identity.Actor, layer string) (Health, error) {
	rows, err := s.pool.Query(ctx, `select `+healthColumns+` from `+healthTables+` where s.layer = $1 and l.keeper = any ($2)`, layer, actor.In)
	if err != nil {
		return Health{}, fmt.Errorf("source of %s: %w", layer, err)
	}
	h, err := pgx.CollectExactlyOneRow(rows, scanHealth)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return h, fmt.Errorf("source of %s: %w", layer, err)
	}
	return h, nil
}

// Healths are the sources of published layers as everybody may see them: addresses without what may hold keys. The pool
// works as pg.AppRole.
func Healths(ctx context.Context, pool *pgxpool.Pool) ([]Health, error) {
	rows, err := pool.Query(ctx, `select `+healthColumns+` from `+healthTables+` where l.current is not null order by l.position, l.id`)
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanHealth)
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	for i := range list {
		list[i].Address, list[i].Import, list[i].Options, list[i].Revision = withoutQuery(list[i].Address), uuid.Nil, Options{}, ""
		if list[i].Failure != nil {
			list[i].Failure = &Failure{Code: list[i].Failure.Code}
		}
	}
	return list, nil
}
