package imports

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// importLock is the first key of the advisory lock that whoever works on an import holds; the second is its number.
const importLock = 0x4c_4b_49 // "LKI"

// errLockLost is why a worker stops when the connection that holds its lock is gone: another may begin any time.
var errLockLost = errors.New("the lock's connection was lost")

// lockPatience is how long that connection may take to answer.
const lockPatience = 5 * time.Second

// alone runs do while this worker holds the lock; when another holds it, not at all. The context that do gets ends, with
// the cause errLockLost, when the lock is lost.
func (w *Worker) alone(ctx context.Context, class, number int32, do func(context.Context) error) error {
	conn, err := w.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var mine bool
	if err := conn.QueryRow(ctx, `select pg_try_advisory_lock($1::integer, $2::integer)`, class, number).Scan(&mine); err != nil || !mine {
		return err
	}
	holding, lose := context.WithCancelCause(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		w.watch(holding, conn.Conn(), lose)
	}()
	defer func() {
		lose(nil)
		<-watched
		unlocking, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockPatience)
		defer cancel()
		if _, err := conn.Exec(unlocking, `select pg_advisory_unlock($1::integer, $2::integer)`, class, number); err != nil {
			_ = conn.Conn().Close(unlocking) // the lock goes with the connection
		}
	}()
	return do(holding)
}

// watch asks the lock's connection at each beat whether it is still there, until ctx ends.
func (w *Worker) watch(ctx context.Context, conn *pgx.Conn, lose context.CancelCauseFunc) {
	ticker := time.NewTicker(w.Beat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockPatience)
		err := conn.Ping(asking)
		cancel()
		if err != nil {
			lose(errLockLost)
			return
		}
	}
}
