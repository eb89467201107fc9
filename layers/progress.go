package layers

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lupakartta/layers/source"
)

// Progress is how far the import of one layer has come.
type Progress struct {
	Layer     string
	Read      int64
	Total     int64 // features of the layer in the file; 0: nobody knows before the end
	Step      Step
	Elapsed   time.Duration
	PerSecond float64       // features, since reading began
	Left      time.Duration // of reading, where the total is known
}

// Step is what an import is doing.
type Step string

// Steps of an import.
const (
	Reading    Step = "reading"
	Validating Step = "validating"
	Publishing Step = "publishing"
	Finished   Step = "finished"
	Unchanged  Step = "unchanged"
)

// progressEvery is the number of features between two reports of progress.
const progressEvery = 5_000

// meter tells how far an import has come.
type meter struct {
	layer string
	to    func(Progress)
	begun time.Time
	total atomic.Int64
}

func newMeter(layer string, to func(Progress)) *meter {
	return &meter{layer: layer, to: to, begun: time.Now()}
}

func (m *meter) tell(read int64, step Step) {
	if m.to == nil {
		return
	}
	p := Progress{Layer: m.layer, Read: read, Total: m.total.Load(), Step: step, Elapsed: time.Since(m.begun)}
	if p.Elapsed > 0 {
		p.PerSecond = float64(read) / p.Elapsed.Seconds()
	}
	if step == Reading && p.Total > read && p.PerSecond > 0 {
		p.Left = time.Duration(float64(p.Total-read) / p.PerSecond * float64(time.Second))
	}
	m.to(p)
}

// count asks how many features the layers have, where the format tells at once, until stop is called. It is asked beside
// the reading, since nothing waits for the answer.
func (m *meter) count(ctx context.Context, from *source.Source, names []string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var asking sync.WaitGroup
	asking.Go(func() {
		has, err := from.Layers(ctx)
		if err != nil {
			return // whoever reads will say so
		}
		var total int64
		for _, layer := range has {
			if (slices.Contains(names, layer.Name) || len(has) == 1) && layer.Features > 0 {
				total += layer.Features
			}
		}
		m.total.Store(total)
	})
	return func() {
		cancel()
		asking.Wait()
	}
}
