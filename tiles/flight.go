package tiles

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// flights lets callers who want the same part share one making of it. Unlike golang.org/x/sync/singleflight it knows
// how many still wait: the work outlives the caller who began it, and is given up only when nobody is left.
type flights struct {
	mu     sync.Mutex
	flying map[key]*flight
}

type flight struct {
	done    chan struct{} // closed when part and err are set
	part    *part
	err     error
	waiting int
	giveUp  context.CancelFunc
}

// do returns what fetch returns for the key. fetch's context has the values of the first caller's, and ends when the
// last caller has gone.
func (f *flights) do(ctx context.Context, k key, fetch func(context.Context) (*part, error)) (*part, error) {
	f.mu.Lock()
	shared, ok := f.flying[k]
	if !ok {
		detached, giveUp := context.WithCancel(context.WithoutCancel(ctx))
		shared = &flight{done: make(chan struct{}), giveUp: giveUp}
		if f.flying == nil {
			f.flying = map[key]*flight{}
		}
		f.flying[k] = shared
		go f.run(detached, k, shared, fetch)
	}
	shared.waiting++
	f.mu.Unlock()

	select {
	case <-shared.done:
		return shared.part, shared.err
	case <-ctx.Done():
		f.leave(k, shared)
		return nil, ctx.Err()
	}
}

// run makes the part. A panic is an error of this part's callers and not the end of the program, as it would be in
// the goroutine of a request.
func (f *flights) run(ctx context.Context, k key, shared *flight, fetch func(context.Context) (*part, error)) {
	defer func() {
		if fault := recover(); fault != nil {
			shared.err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		}
		f.mu.Lock()
		if f.flying[k] == shared {
			delete(f.flying, k)
		}
		f.mu.Unlock()
		close(shared.done)
		shared.giveUp()
	}()
	shared.part, shared.err = fetch(ctx)
}

// leave takes a caller off. The last one ends the flight, and who comes after begins another.
func (f *flights) leave(k key, shared *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	shared.waiting--
	if shared.waiting > 0 {
		return
	}
	if f.flying[k] == shared {
		delete(f.flying, k)
	}
	shared.giveUp()
}
