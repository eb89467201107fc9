package imports

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
)

// refreshJob fetches a layer's source and imports it when it is new.
type refreshJob struct {
	Layer string `json:"layer"`
}

// Kind implements jobs.Args.
func (refreshJob) Kind() string { return "refresh-layer" }

type dueJob struct{}

// Kind implements jobs.Args.
func (dueJob) Kind() string { return "due-sources" }

const (
	// mostDue is how many sources are taken on at a time.
	mostDue = 50
	// firstPause is how long after a failure a source is asked again; it doubles up to what its schedule says.
	firstPause = 5 * time.Minute
	// alertAfter is how many failures in a row are worth somebody's attention.
	alertAfter = 3
	// refreshLock is the first key of the advisory lock that whoever fetches a source holds.
	refreshLock = 0x4c_4b_52 // "LKR"
)

// Due has the sources fetched whose time has come.
func (w *Worker) Due(ctx context.Context) error {
	err := pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `update layer_sources s set next_at = now() + s.every from (
				select layer from layer_sources where next_at <= now() order by next_at limit $1 for update skip locked) due
			where due.layer = s.layer returning s.layer`, mostDue)
		if err != nil {
			return err
		}
		due, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, layer := range due {
			if err := w.jobs.Add(ctx, tx, refreshJob{Layer: layer}, jobs.Options{Queue: jobs.Long}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("due sources: %w", err)
	}
	return nil
}

// sourceRow is what a refresh works with.
type sourceRow struct {
	Source
	keeper   uuid.UUID
	previous fetch.Previous
	failures int
	alerted  bool
}

// busyPause is how long a refresh waits for another of the same layer, which may be fetching from an older address.
const busyPause = 30 * time.Second

// Refresh fetches a layer's source. What has not changed makes no version, what fails leaves the old one.
func (w *Worker) Refresh(ctx context.Context, layer string) error {
	key := fnv.New32a()
	_, _ = key.Write([]byte(layer))
	free := false
	err := w.alone(ctx, refreshLock, int32(key.Sum32()), func(ctx context.Context) error { //nolint:gosec // any number will do, and wraps
		free = true
		source, err := w.source(ctx, layer)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("refresh %s: %w", layer, err)
		}
		fetched, err := w.Fetch.Fetch(ctx, fetch.Address{URL: source.Address, Layer: source.Options.Service}, source.previous)
		switch {
		case ctx.Err() != nil:
			return jobs.Later(time.Second)
		case err != nil:
			failure, known := failureOf(err)
			if !known {
				w.Log.ErrorContext(ctx, "a source was not fetched", "layer", layer, "error", err)
			}
			return w.failing(ctx, source, failure)
		}
		defer fetched.Remove()
		if fetched.Unchanged {
			return w.healthy(ctx, source, fetched, uuid.Nil)
		}
		return w.renew(ctx, source, fetched)
	})
	if err == nil && !free {
		return jobs.Later(busyPause)
	}
	return err
}

func (w *Worker) source(ctx context.Context, layer string) (s sourceRow, err error) {
	err = w.Pool.QueryRow(ctx, `select s.layer, s.address, s.every, s.publish, s.options, s.kind, s.etag, s.last_modified, s.sha256, s.failures, s.alerted_at is not null,
		coalesce(l.keeper, '00000000-0000-0000-0000-000000000000') from layer_sources s join layers l on l.id = s.layer where s.layer = $1`, layer).
		Scan(&s.Layer, &s.Address, &s.Every, &s.Publish, &s.Options, &s.previous.Kind, &s.previous.ETag, &s.previous.LastModified, &s.previous.SHA256, &s.failures, &s.alerted, &s.keeper)
	return s, err
}

// renew imports what was fetched, as an import that can be seen and that another instance takes over when this one dies.
func (w *Worker) renew(ctx context.Context, source sourceRow, fetched *fetch.Result) error {
	imp, number, err := w.order(ctx, source)
	if err != nil {
		return fmt.Errorf("refresh %s: %w", source.Layer, err)
	}
	err = w.alone(ctx, importLock, number, func(ctx context.Context) error {
		taken, err := w.begin(ctx, imp)
		if err != nil || taken == nil {
			return err
		}
		if err := w.work(ctx, taken, fetched); taken.State == Queued {
			return nil // Revive has it taken up: another refresh would order another import
		} else if err != nil {
			return err
		}
		return w.renewed(ctx, source, fetched, taken)
	})
	return err
}

// takenOver ends an import that another worker of a refresh had begun as that one would have.
func (w *Worker) takenOver(ctx context.Context, imp *Import) error {
	source, err := w.source(ctx, imp.Layer)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && (source.Address != imp.Address || imp.fetched == nil) {
		return nil // the source is another by now, or could not be reached: the next refresh says so
	}
	if err != nil {
		return fmt.Errorf("refresh %s: %w", imp.Layer, err)
	}
	return w.renewed(ctx, source, imp.fetched, imp)
}

// order writes down the import that a refresh is.
func (w *Worker) order(ctx context.Context, source sourceRow) (id uuid.UUID, number int32, err error) {
	if id, err = uuid.NewV7(); err != nil {
		return id, 0, err
	}
	options := Options{Service: source.Options.Service, Parts: []Part{{Recipe: source.Layer}}}
	if len(source.Options.Parts) > 0 {
		options.Parts[0] = source.Options.Parts[0]
		options.Parts[0].Recipe = source.Layer
	}
	chosen, err := asJSON(options)
	if err != nil {
		return id, 0, err
	}
	err = pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `insert into layer_imports (id, authority, kind, address, name, layer, options, state) values ($1, $2, 'address', $3, $4, $5, $6, 'fetching') returning number`,
			id, pg.OrNull(source.keeper), source.Address, nameOf(source.Address), source.Layer, chosen).Scan(&number); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update layer_sources set import_id = $2 where layer = $1`, source.Layer, id)
		return err
	})
	return id, number, err
}

// renewed writes down what came of the import, and publishes what may be without being asked.
func (w *Worker) renewed(ctx context.Context, source sourceRow, fetched *fetch.Result, imp *Import) error {
	switch imp.State {
	case Failed:
		return w.failing(ctx, source, *imp.Failure)
	case Choosing:
		// Nobody waits beside a schedule: what it needs is said with the source, and the next try begins anew.
		failure := Failure{Code: codeNeeds}
		if err := w.undo(ctx, imp, Failed, &failure); err != nil {
			return err
		}
		return w.failing(ctx, source, failure)
	case Waiting:
		if err := w.publish(ctx, source, imp); err != nil {
			return fmt.Errorf("refresh %s: %w", source.Layer, err)
		}
	case Cancelled:
		return nil
	}
	return w.healthy(ctx, source, fetched, imp.ID)
}

// publish publishes a version that its source may publish without being asked.
func (w *Worker) publish(ctx context.Context, source sourceRow, imp *Import) error {
	if source.Publish != Auto {
		return nil
	}
	for _, number := range imp.Versions {
		err := w.store.Publish(ctx, number, layers.Approval{Log: func(ctx context.Context) error { return w.stillAuto(ctx, source) }})
		var undecided *layers.UndecidedError
		var shrinks *layers.ShrinksError
		if errors.As(err, &undecided) || errors.As(err, &shrinks) || errors.Is(err, layers.ErrOvertaken) || errors.Is(err, errNotAuto) {
			continue // it waits for somebody who decides
		}
		if err != nil {
			return err
		}
		w.Log.InfoContext(ctx, "a new version was published by its source's schedule", "layer", source.Layer, "version", number)
	}
	return nil
}

// errNotAuto says that a source may not publish by itself any more.
var errNotAuto = errors.New("the schedule was changed while it was fetched")

// stillAuto asks again, at the last moment, whether the schedule publishes by itself: it may have been changed, or the
// layer rolled back, since the file began to come.
func (w *Worker) stillAuto(ctx context.Context, source sourceRow) error {
	var so bool
	err := w.Pool.QueryRow(ctx, `select exists (select from layer_sources where layer = $1 and address = $2 and publish = 'auto')`, source.Layer, source.Address).Scan(&so)
	if err == nil && !so {
		err = errNotAuto
	}
	return err
}

// healthy notes that a source was reached; with an import, that it had something new.
func (w *Worker) healthy(ctx context.Context, source sourceRow, fetched *fetch.Result, imp uuid.UUID) error {
	previous := fetched.Previous()
	_, err := w.Pool.Exec(ctx, `update layer_sources set kind = $3, etag = $4, last_modified = $5, sha256 = $6, checked_at = now(), next_at = now() + every,
		changed_at = case when $7 then now() else changed_at end, failures = 0, failing_since = null, error = null, alerted_at = null
		where layer = $1 and address = $2`, source.Layer, source.Address, string(previous.Kind), previous.ETag, previous.LastModified, previous.SHA256, imp != uuid.Nil)
	if err != nil {
		return fmt.Errorf("refresh %s: %w", source.Layer, err)
	}
	if source.alerted {
		w.Log.InfoContext(ctx, "a source can be fetched again", "layer", source.Layer)
	}
	return nil
}

// failing notes a failure, puts the next try off for longer each time, and raises the alarm once when they do not end.
func (w *Worker) failing(ctx context.Context, source sourceRow, failure Failure) error {
	pause := min(source.Every, firstPause<<min(source.failures, 10))
	var failures int
	var since time.Time
	var alarming bool
	err := pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `update layer_sources s set checked_at = now(), next_at = now() + $3::interval, failures = s.failures + 1, failing_since = coalesce(s.failing_since, now()),
			error = $4, alerted_at = case when s.failures + 1 >= $5 then coalesce(s.alerted_at, now()) end
			from (select layer, alerted_at is null as quiet from layer_sources where layer = $1 and address = $2 for update) before where s.layer = before.layer
			returning s.failures, s.failing_since, before.quiet and s.alerted_at is not null`,
			source.Layer, source.Address, pause, failure, alertAfter).Scan(&failures, &since, &alarming)
		if err != nil || !alarming {
			return err
		}
		return w.jobs.Add(ctx, tx, failingJob{Layer: source.Layer, Since: since}, jobs.Options{})
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // it was changed or taken away meanwhile
	}
	if err != nil {
		return fmt.Errorf("refresh %s: %w", source.Layer, err)
	}
	if alarming {
		w.Log.ErrorContext(ctx, "a source keeps failing: the layer's published version stays", "layer", source.Layer, "failures", failures, "since", since, "code", failure.Code)
	}
	return nil
}
