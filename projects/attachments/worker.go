package attachments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/blob"
	"lupakartta/internal/clamd"
	"lupakartta/internal/jobs"
)

// Queue is that of scans: a scanner that is away keeps nothing else back.
const Queue = "scans"

// ScanJob has a file scanned.
type ScanJob struct {
	Attachment uuid.UUID `json:"attachment"`
}

// Kind implements jobs.Args.
func (ScanJob) Kind() string { return "scan-attachment" }

type sweepJob struct{}

// Kind implements jobs.Args.
func (sweepJob) Kind() string { return "sweep-attachments" }

// Times of jobs.
const (
	longest    = 5 * time.Minute
	scanAgain  = time.Minute // after the scanner could not be asked
	sweepEvery = time.Hour
	spared     = 24 * time.Hour // before a file goes that no version needs: somebody may take its removal back
	mostSwept  = 1000
	atOnce     = 2
)

// Queues are what an instance with this store works, beside jobs.Default.
func (s *Store) Queues() map[string]int { return map[string]int{Queue: atOnce} }

// Register says how the jobs of this package are worked.
func (s *Store) Register(r *jobs.Runner) {
	jobs.Handle(r, longest, func(ctx context.Context, job ScanJob) error { return s.Scan(ctx, job.Attachment) })
	jobs.Handle(r, longest, func(ctx context.Context, _ sweepJob) error { return s.Sweep(ctx) })
	r.Every(sweepEvery, sweepJob{})
}

// Scan asks the scanner about a file and writes down what it says. While it cannot be asked, the file waits: nobody but the
// applicant's side reads it. When no scanner is named any more, it counts as not scanned.
func (s *Store) Scan(ctx context.Context, id uuid.UUID) error {
	var waits bool
	err := s.Pool.QueryRow(ctx, `select state = 'scanning' from project_attachments where id = $1`, id).Scan(&waits)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !waits {
		return nil
	}
	if err != nil {
		return fmt.Errorf("scan file %s: %w", id, err)
	}
	if !s.Scans() {
		return s.judge(ctx, id, Unscanned, "")
	}
	found, err := s.ask(ctx, id)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return nil // it was removed meanwhile
	case errors.Is(err, clamd.ErrTooLarge):
		s.Log.ErrorContext(ctx, "a file is too large for the virus scanner, and is not shown to others: its StreamMaxLength, MaxFileSize and MaxScanSize must be above what projects may have", "file", id, "most", MaxFile)
		return s.judge(ctx, id, TooLarge, "")
	case err != nil:
		s.Log.WarnContext(ctx, "a file could not be scanned, and is not shown to others until it is", "file", id, "error", err)
		return jobs.Later(scanAgain)
	}
	if found == "" {
		return s.judge(ctx, id, Clean, "")
	}
	s.Log.WarnContext(ctx, "a file that was sent is infected", "file", id, "found", found)
	if err := s.judge(ctx, id, Infected, found); err != nil {
		return err
	}
	return s.Blobs.Delete(ctx, blobKey(id))
}

// tries is how often a scanner is asked that hangs up without an answer. What clamd says of a file that is too large is lost about
// half of the time, as it hangs up while the file is still being sent.
const tries = 3

// ask asks the scanner about a file. One that hangs up again and again, and answers when it is asked about something small, does not take
// the file.
func (s *Store) ask(ctx context.Context, id uuid.UUID) (found string, err error) {
	for range tries {
		content, err := s.Blobs.Get(ctx, blobKey(id))
		if err != nil {
			return "", err
		}
		found, err = s.Scanner.Scan(ctx, content)
		if err = errors.Join(err, content.Close()); !errors.Is(err, clamd.ErrHungUp) {
			return found, err
		}
	}
	if s.Scanner.Works(ctx) {
		return "", clamd.ErrTooLarge
	}
	return "", clamd.ErrHungUp
}

func (s *Store) judge(ctx context.Context, id uuid.UUID, state State, found string) error {
	_, err := s.Pool.Exec(ctx, `update project_attachments set state = $2, found = $3, scanned_at = case when $2 in ('unscanned', 'too_large') then null else now() end where id = $1 and state = 'scanning'`, id, string(state), found)
	if err != nil {
		return fmt.Errorf("scan file %s: %w", id, err)
	}
	return nil
}

// needed are files that the version names which is being written, or one that others saw.
const needed = `exists (select from projects p join project_versions v on v.project = p.id and (v.shown_at is not null or v.number = p.working)
	where p.id = a.project and v.content ? ('/files/' || a.id))`

// swept are files that go: nobody waits for them to arrive any more, their project was deleted, or no version has needed them for a day.
const swept = `(a.state = 'arriving' and a.created_at < now() - $1::interval or a.project is null or a.unused_since < now() - $1::interval)`

// Sweep takes away files that did not come to be one, and those that no version needs, a day after that was first found.
func (s *Store) Sweep(ctx context.Context) error {
	if _, err := s.Pool.Exec(ctx, `update project_attachments a set unused_since = case when `+needed+` then null else coalesce(a.unused_since, now()) end
		where a.state <> 'arriving' and a.project is not null and (a.unused_since is null) <> `+needed); err != nil {
		return fmt.Errorf("sweep files: %w", err)
	}
	rows, err := s.Pool.Query(ctx, `select a.id from project_attachments a where `+swept+` limit $2`, spared, mostSwept)
	if err != nil {
		return fmt.Errorf("sweep files: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return fmt.Errorf("sweep files: %w", err)
	}
	for _, id := range ids {
		if err := s.drop(ctx, id); err != nil {
			return fmt.Errorf("sweep files: %w", err)
		}
	}
	return nil
}

// drop takes away a file that did not come to be one, or that no version needs. Somebody may have taken it into a version since that
// was looked for: nobody else writes the project meanwhile.
func (s *Store) drop(ctx context.Context, id uuid.UUID) error {
	return pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select from projects p where p.id = (select a.project from project_attachments a where a.id = $1) for update`, id); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `select a.id from project_attachments a where a.id = $2 and `+swept+` and (a.state = 'arriving' or a.project is null or not `+needed+`) for update of a`, spared, id).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err == nil {
			err = s.Blobs.Delete(ctx, blobKey(id))
		}
		if err == nil {
			_, err = tx.Exec(ctx, `delete from project_attachments where id = $1`, id)
		}
		return err
	})
}
