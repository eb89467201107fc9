package imports

import (
	"context"
	"sync"
	"time"

	"lupakartta/layers"
	"lupakartta/layers/fetch"
)

// beat writes down how far an import has come, about once a second, and hears whether it is to stop.
type beat struct {
	mu       sync.Mutex
	progress Progress
	is       State
	ended    chan struct{}
	stop     context.CancelFunc
	last     time.Time
	counted  int64 // at last
}

func (w *Worker) startBeat(ctx context.Context, imp *Import, stop context.CancelCauseFunc) *beat {
	ctx, cancel := context.WithCancel(ctx)
	b := &beat{is: imp.State, ended: make(chan struct{}), stop: cancel, last: time.Now()}
	go func() {
		defer close(b.ended)
		ticker := time.NewTicker(w.Beat)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if w.tell(ctx, imp, b) {
				stop(errCancelled)
				return
			}
		}
	}()
	return b
}

// tell writes one line of progress, and tells whether somebody wants the import to stop. A line that cannot be written
// is left out: the next one follows.
func (w *Worker) tell(ctx context.Context, imp *Import, b *beat) (wanted bool) {
	progress, state := b.now()
	data, err := asJSON(progress)
	if err != nil {
		return false
	}
	err = w.Pool.QueryRow(ctx, `with told as (update layer_imports set progress = $2, state = $3, changed_at = now() where id = $1 and state in ('fetching', 'reading') returning id, cancelled)
		select cancelled, pg_notify($4, id::text)::text from told`, imp.ID, data, string(state), Channel).Scan(&wanted, new(string))
	return err == nil && wanted
}

// now is how far it has come, with the speed since it was asked last.
func (b *beat) now() (Progress, State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	count := b.progress.Read
	if b.is == Fetching {
		count = b.progress.Bytes
	}
	if passed := time.Since(b.last).Seconds(); passed > 0 {
		b.progress.PerSecond = float64(max(count-b.counted, 0)) / passed
	}
	b.last, b.counted = time.Now(), count
	return b.progress, b.is
}

func (b *beat) end() {
	b.stop()
	<-b.ended
}

func (b *beat) state(s State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.is, b.progress, b.counted = s, Progress{}, 0
}

// fetched is told how far fetching has come.
func (b *beat) fetched(p fetch.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.progress = Progress{Step: string(Fetching), Bytes: p.Bytes, Size: p.Size, Read: p.Features, Total: p.Total}
}

// read is told how far the import of a layer has come.
func (b *beat) read(p layers.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	speed := b.progress.PerSecond
	if b.progress.Layer != p.Layer {
		b.counted = 0
	}
	b.progress = Progress{Step: string(p.Step), Layer: p.Layer, Read: p.Read, Total: p.Total, PerSecond: speed}
}
