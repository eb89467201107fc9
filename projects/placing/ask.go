package placing

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/pg"
)

// question is a statement about one layer. One that fails keeps nothing of the others back.
type question struct {
	about string // for the log
	sql   string
	args  []any
	read  func(pgx.Rows) error
	err   error
}

// prelude begins what questions run in: planning each statement anew for its geometry costs more than running it.
const prelude = `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('statement_timeout', $1, true)`

// patience is how long a question may take, in milliseconds: somebody waits. (A variable so that a test is impatient.)
var patience = "8000"

// ask asks them all in one round trip, and each alone when one fails. The error it returns means that the database, or time,
// is gone.
func (p *Placer) ask(ctx context.Context, questions []*question) error {
	if len(questions) == 0 {
		return nil
	}
	if err := p.askTogether(ctx, questions); err == nil {
		return nil
	} else if ctx.Err() != nil || pg.Unavailable(err) {
		return err
	}
	for _, q := range questions {
		q.err = p.askTogether(ctx, []*question{q})
		switch {
		case q.err == nil:
		case ctx.Err() != nil || pg.Unavailable(q.err):
			return q.err
		default:
			p.log.ErrorContext(ctx, "a layer was not asked about a place", "about", q.about, "error", q.err)
		}
	}
	return nil
}

func (p *Placer) askTogether(ctx context.Context, questions []*question) error {
	batch := &pgx.Batch{}
	batch.Queue(prelude, patience)
	for _, q := range questions {
		batch.Queue(q.sql, q.args...)
	}
	results := p.pool.SendBatch(ctx, batch)
	_, err := results.Exec()
	for i := 0; i < len(questions) && err == nil; i++ {
		var rows pgx.Rows
		if rows, err = results.Query(); err == nil {
			err = questions[i].read(rows)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", questions[i].about, err)
		}
	}
	if closing := results.Close(); err == nil {
		err = closing
	}
	return err
}
