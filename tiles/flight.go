package tiles

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// flights lets callers who want the same share one making of it. Unlike golang.org/x/sync/singleflight it knows
// how many still wait: the work outlives the caller who began it, and is given up only when nobody is left.
type flights[K comparable, V any] struct {
	mu     sync.Mutex
	flying map[K]*flight[V]
}

type flight[V any] struct {
	done    chan struct{} // closed when made and err are set
	made    V
	err     error
	waiting int
	giveUp  context.CancelFunc
}

// do returns what fetch returns for the key. fetch's context has the values of the first caller's, and ends when the
// last caller has gone.
func (f *flights[K, V]) do(ctx context.Context, k K, fetch func(context.Context) (V, error)) (V, error) {
	f.mu.Lock()
	shared, ok := f.flying[k]
	if !ok {
		detached, giveUp := context.WithCancel(context.WithoutCancel(ctx))
		shared = &flight[V]{done: make(chan struct{}), giveUp: giveUp}
		if f.flying == nil {
			f.flying = map[K]*flight[V]{}
		}
		f.flying[k] = shared
		go f.run(detached, k, shared, fetch)
	}
	shared.waiting++
	f.mu.Unlock()

	select {
	case <-shared.done:
		return shared.made, shared.err
	case <-ctx.Done():
		f.leave(k, shared)
		var none V
		return none, ctx.Err()
	}
}

// run makes it. A panic is an error of its callers and not the end of the program, as it would be in
// the goroutine of a request.
func (f *flights[K, V]) run(ctx context.Context, k K, shared *flight[V], fetch func(context.Context) (V, error)) {
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
	shared.made, shared.err = fetch(ctx)
}

// leave takes a caller off. The last one ends the flight, and who comes after begins another.
func (f *flights[K, V]) leave(k K, shared *flight[V]) {
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
