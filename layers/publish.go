package layers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
)

// publishLock is the first key of the advisory lock under which a theme's coverage is rebuilt.
const publishLock = 0x4c_4b_50 // "LKP"

// Approval is on whose word a version is published. The zero value is whoever runs the service, who has decided nothing
// and confirmed nothing: what a schedule publishes by.
type Approval struct {
	By  uuid.UUID   // the official's party; zero: whoever runs the service
	For []uuid.UUID // the authorities in whose office they act: one of them must keep the layer

	// Against is the number of the version that was published when the difference was looked at, 0 when there was none.
	// nil: whatever is published now.
	Against *int64

	ConfirmShrink bool     // over a fifth of the layer may go
	ConfirmOlder  bool     // a version that was built before the published one may follow it
	Decided       []string // ids of the report's decisions that were made, to take the repair as it is
	DecideAll     bool     // take all of them, as whoever runs the service does with --publish

	back bool // to what was published before

	// Log writes into the audit log. It is called last, and what it returns undoes the publication.
	Log func(context.Context) error
}

// What stands between a version and everybody.
var (
	// ErrOvertaken says that another version is published than the one that the approval is about.
	ErrOvertaken = errors.New("overtaken: another version is published")
	// ErrOlder says that the version was built before the published one.
	ErrOlder = fmt.Errorf("%w, which was built after this one", ErrOvertaken)
)

// UndecidedError lists what an official must decide before the version is published.
type UndecidedError struct{ Decisions []Decision }

func (e *UndecidedError) Error() string {
	return fmt.Sprintf("%d repairs wait for a decision, the first %s", len(e.Decisions), e.Decisions[0].ID)
}

// Publish makes a built version the one that everybody sees, and tells every instance. The coverage of its theme is
// rebuilt in the same transaction, and so is that of the theme which the layer had before. What stands against it is
// ErrOvertaken, ErrOlder, *ShrinksError or *UndecidedError; a version that was published before has been decided on.
func (s *Store) Publish(ctx context.Context, number int64, approval Approval) error {
	err := s.publish(ctx, number, approval)
	if errors.Is(err, errNotCompared) {
		// Before the transaction, which keeps others out of the layer: a large difference takes half a minute.
		if _, err = s.Difference(ctx, number); err == nil {
			err = s.publish(ctx, number, approval)
		}
	}
	if err != nil {
		return fmt.Errorf("publish version %d: %w", number, err)
	}
	return nil
}

func (s *Store) publish(ctx context.Context, number int64, approval Approval) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		p, err := lockPublication(ctx, tx, number, approval)
		if err != nil {
			return err
		}
		if err := p.check(ctx, tx); err != nil {
			return err
		}
		if err := p.swap(ctx, tx); err != nil {
			return err
		}
		if approval.Log != nil {
			return approval.Log(ctx)
		}
		return nil
	})
}

// publication is a version on its way to everybody.
type publication struct {
	approval Approval
	version  Version
	former   Theme // that the layer has until now
	current  int64 // the published version; 0: none
	report   Report
}

// lockPublication reads what is published, and keeps others from publishing versions of the layer meanwhile.
func lockPublication(ctx context.Context, tx pgx.Tx, number int64, approval Approval) (publication, error) {
	p := publication{approval: approval}
	err := tx.QueryRow(ctx, `select l.theme, coalesce(l.current, 0), v.report from layer_versions v join layers l on l.id = v.layer
		where v.number = $1 and v.state in ('waiting', 'superseded', 'published') and ($2::uuid is null or l.keeper = any ($3)) for update of l, v`,
		number, pg.OrNull(approval.By), approval.For).Scan(&p.former, &p.current, &p.report)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, ErrNotFound
	}
	if err != nil {
		return p, err
	}
	p.version, err = versionIn(ctx, tx, number)
	return p, err
}

// check holds the rules that stand between a version and everybody.
func (p publication) check(ctx context.Context, tx pgx.Tx) error {
	a := p.approval
	if a.Against != nil && *a.Against != p.current {
		return ErrOvertaken
	}
	if p.version.State != Waiting {
		return nil
	}
	if p.version.Number < p.current && !a.ConfirmOlder {
		return ErrOlder
	}
	undecided := slices.DeleteFunc(p.report.Decisions(), func(d Decision) bool { return a.DecideAll || slices.Contains(a.Decided, d.ID) })
	if len(undecided) > 0 {
		return &UndecidedError{Decisions: undecided}
	}
	if p.current == 0 || a.ConfirmShrink {
		return nil
	}
	return p.shrinks(ctx, tx)
}

// errNotCompared says that what the version changes is not known yet. When it has been worked out and is not known all
// the same, another version was published in between.
var errNotCompared = fmt.Errorf("%w, which it has not been compared with", ErrOvertaken)

// shrinks looks at what would be gone of what is published.
func (p publication) shrinks(ctx context.Context, tx pgx.Tx) error {
	kept, former, err := compared(ctx, tx, p.version.Number)
	if err != nil {
		return err
	}
	if kept == nil || kept.Former != former {
		return errNotCompared
	}
	if shrunk := kept.Shrinks(); len(shrunk) > 0 {
		return &ShrinksError{shrunk}
	}
	return nil
}

// decisions are kept with the version.
type decisions struct {
	Decided       []string  `json:"decided,omitempty"`
	All           bool      `json:"all,omitempty"`
	ConfirmShrink bool      `json:"confirm_shrink,omitempty"`
	ConfirmOlder  bool      `json:"confirm_older,omitempty"`
	At            time.Time `json:"at"`
}

// swap publishes the version instead of the current one.
func (p publication) swap(ctx context.Context, tx pgx.Tx) error {
	a, number, layer := p.approval, p.version.Number, p.version.Layer
	decided, err := json.Marshal(decisions{a.Decided, a.DecideAll, a.ConfirmShrink, a.ConfirmOlder, time.Now().UTC()})
	if err != nil {
		return err
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{`update layer_versions set state = $2, superseded_at = now() where layer = $1 and state = $3`, []any{layer, Superseded, Published}},
		{`update layer_versions v set state = 'published', published_at = coalesce(published_at, now()), replaced = case when published_at is null then $4::bigint else replaced end, decisions = case when published_at is null then $2::jsonb else decisions end,
			published_by = coalesce($3::uuid, published_by), published_for = case when $3::uuid is null then published_for else (select keeper from layers l where l.id = v.layer) end
			where number = $1`, []any{number, decided, pg.OrNull(a.By), pg.OrNull(p.current)}},
		{`update layers set current = $2, theme = $3, position = $4, recipe = (select recipe from layer_versions where number = $2) where id = $1`,
			[]any{layer, number, p.version.Recipe.Theme, p.version.Recipe.DrawingOrder()}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args...); err != nil {
			return err
		}
	}
	if a.back {
		if _, err := tx.Exec(ctx, `update layer_sources set publish = 'ask' where layer = $1`, layer); err != nil {
			return err
		}
	}
	return coverThemes(ctx, tx, p.former, p.version.Recipe.Theme)
}

// coverThemes rebuilds the coverage of the themes. Publications of other layers of the same theme wait for each
// other here, so that each sees what the one before it published.
func coverThemes(ctx context.Context, tx pgx.Tx, themes ...Theme) error {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1::integer, 0)`, publishLock); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from theme_coverage where theme = any ($1)`, themes); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into theme_coverage (theme, geom)
		select l.theme, st_multi(st_collectionextract(st_union(v.coverage), 3)) from layers l join layer_versions v on v.number = l.current
		where l.theme = any ($1) and not st_isempty(v.coverage) group by l.theme`, themes)
	return err
}
