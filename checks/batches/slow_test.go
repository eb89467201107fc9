package batches

import (
	"context"
	"errors"
	"testing"
	"time"

	"lupakartta/internal/i18n"
)

// A place for which there is no time has a fault, and the others go on.
func TestASlowPlaceKeepsNothingBack(t *testing.T) {
	w := newWorld(t)
	n := 0
	w.worker.within = func(ctx context.Context) (context.Context, context.CancelFunc) {
		if n++; n == 2 {
			return context.WithDeadline(ctx, time.Unix(0, 0))
		}
		return context.WithCancel(ctx)
	}
	b := w.run(w.make(table(at(0, 0), at(10, 0), at(20, 0))).ID)
	if b.State != Done || b.Done != 4 || b.Faulty != 2 || b.Counts.Red != 2 {
		t.Fatalf("%+v", b)
	}
	place, answer, err := w.store.Answer(t.Context(), w.person, b.ID, 2, i18n.Finnish)
	if err != nil || answer != nil || place.Fault == nil || place.Fault.Code != "not_checked" || place.Severity != "" {
		t.Errorf("%+v, %s, %v", place, answer, err)
	}
}

// While a place is looked at, however long that takes, its worker is heard of, and no other takes the batch. One that lost it stops.
func TestAWorkerIsHeardOfWithinAPlace(t *testing.T) {
	w := newWorld(t)
	id := w.make(table(at(0, 0), at(10, 0))).ID
	ticks := make(chan time.Time)
	w.worker.beats = func() (<-chan time.Time, func()) { return ticks, func() {} }
	n := 0
	w.worker.within = func(ctx context.Context) (context.Context, context.CancelFunc) {
		n++
		if n == 1 {
			_, err := w.owner.Exec(t.Context(), `update personal.check_batches set beat_at = now() - interval '1 hour'`)
			must(t, err)
			ticks <- time.Time{}
			ticks <- time.Time{} // taken when the first was told
			must(t, w.worker.Revive(t.Context()))
			if b := w.get(id); b.State != Working || b.attempt != 1 {
				t.Errorf("taken from a worker that lives: %+v", b)
			}
			return context.WithCancel(ctx)
		}
		_, err := w.store.Cancel(t.Context(), w.person, id)
		must(t, err)
		ticks <- time.Time{}
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), errLost) {
			t.Errorf("stopped for %v", context.Cause(ctx))
		}
		return context.WithCancel(ctx)
	}
	must(t, w.worker.Run(t.Context(), id))
	if b := w.get(id); b.State != Cancelled || b.Done != 0 || n != 2 {
		t.Errorf("%+v after %d places", b, n)
	}
}
