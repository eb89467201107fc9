package demo

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"golang.org/x/sync/errgroup"

	"lupakartta/layers"
)

// prefix begins the id of every layer of the demo.
const prefix = "mallila_"

// finishers is how many layers are validated and indexed at once.
const finishers = 2

//go:embed *.go
var source embed.FS

// Source names what the options give: two databases with the same source hold the same features, since the name
// carries a hash of the generator itself.
func (o Options) Source() (string, error) {
	origin, err := o.origin()
	return origin.Name, err
}

func (o Options) origin() (layers.Origin, error) {
	o = o.WithDefaults()
	h := sha256.New()
	for _, files := range []embed.FS{source, recipeFiles} {
		if err := hashFiles(h.Write, files, "."); err != nil {
			return layers.Origin{}, fmt.Errorf("demo: %w", err)
		}
	}
	sum := hex.EncodeToString(h.Sum(nil))
	return layers.Origin{Name: fmt.Sprintf("mallila-%s-%d-%s", o.Size, o.Seed, sum[:12]), SHA256: sum, CRS: "EPSG:3067"}, nil
}

func hashFiles(write func([]byte) (int, error), files embed.FS, folder string) error {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := strings.TrimPrefix(folder+"/"+entry.Name(), "./")
		switch {
		case entry.IsDir():
			if err := hashFiles(write, files, name); err != nil {
				return err
			}
		case !strings.HasSuffix(name, "_test.go"):
			data, err := files.ReadFile(name)
			if err != nil {
				return err
			}
			_, _ = write([]byte(name))
			_, _ = write(data)
		}
	}
	return nil
}

// Progress is told how far a load is: step is "generate", "finish" or "publish", done of total towns or layers.
// It is never called by two at once.
type Progress func(step string, done, total int)

// Loaded tells whether the database already shows exactly what the options give.
func Loaded(ctx context.Context, store *layers.Store, opts Options) (bool, error) {
	want, err := opts.origin()
	if err != nil {
		return false, err
	}
	recipes, err := Recipes()
	if err != nil {
		return false, err
	}
	versions, err := store.Versions(ctx)
	if err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	found := map[string]bool{}
	for _, v := range versions {
		if v.State == layers.Published && v.Source == want.Name {
			found[v.Layer] = true
		}
	}
	for _, r := range recipes {
		if !found[r.ID] {
			return false, nil
		}
	}
	return true, nil
}

// Load fills the database with what the options give, layer by layer through the same path as imports, and publishes
// every layer once all are built. It does nothing when that is there already. Progress may be nil.
func Load(ctx context.Context, store *layers.Store, opts Options, progress Progress) error {
	opts = opts.WithDefaults()
	if _, err := opts.Towns(); err != nil {
		return fmt.Errorf("load the demo: %w", err)
	}
	if progress == nil {
		progress = func(string, int, int) {}
	}
	there, err := Loaded(ctx, store, opts)
	if err != nil || there {
		return err
	}
	l := &load{store: store, progress: progress, builders: map[string]*layers.Builder{}}
	if err := l.run(ctx, opts); err != nil {
		l.abort(ctx, err)
		return fmt.Errorf("load the demo: %w", err)
	}
	return nil
}

// load is one load under way.
type load struct {
	store    *layers.Store
	progress Progress
	builders map[string]*layers.Builder
	order    []string
	area     orb.MultiPolygon
}

func (l *load) run(ctx context.Context, opts Options) error {
	if err := l.begin(ctx, opts); err != nil {
		return err
	}
	towns, err := opts.Towns()
	if err != nil {
		return err
	}
	err = Generate(opts, func(layer string, f layers.Feature) error {
		b, ok := l.builders[layer]
		if !ok {
			return fmt.Errorf("layer %s has no recipe", layer)
		}
		if layer == prefix+"municipality" {
			if err := l.cover(f); err != nil {
				return err
			}
			l.progress("generate", len(l.area), towns)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return b.Add(f)
	})
	if err != nil {
		return err
	}
	if err := l.finish(ctx); err != nil {
		return err
	}
	for i, id := range l.order {
		if err := l.store.Publish(ctx, l.builders[id].Number(), layers.Approval{DecideAll: true, ConfirmShrink: true}); err != nil {
			return err
		}
		l.progress("publish", i+1, len(l.order))
	}
	return nil
}

func (l *load) begin(ctx context.Context, opts Options) error {
	origin, err := opts.origin()
	if err != nil {
		return err
	}
	recipes, err := Recipes()
	if err != nil {
		return err
	}
	for _, r := range recipes {
		b, err := l.store.Begin(ctx, r, origin)
		if err != nil {
			return err
		}
		l.builders[r.ID] = b
		l.order = append(l.order, r.ID)
	}
	return nil
}

// cover adds a municipality to the area that every layer of the demo covers.
func (l *load) cover(f layers.Feature) error {
	if f.SourceID == neighbour {
		return nil
	}
	g, _, err := ewkb.Unmarshal(f.EWKB)
	if err != nil {
		return fmt.Errorf("municipality %s: %w", f.SourceID, err)
	}
	polygon, ok := g.(orb.Polygon)
	if !ok {
		return fmt.Errorf("municipality %s: not a polygon", f.SourceID)
	}
	l.area = append(l.area, polygon)
	return nil
}

func (l *load) finish(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(finishers)
	var told sync.Mutex // progress is told of one layer at a time
	done := 0
	for _, id := range l.order {
		group.Go(func() error {
			b := l.builders[id]
			b.Cover(l.area)
			report, err := b.Finish(ctx)
			if err != nil {
				return err
			}
			if n := len(report.Refused) + len(report.Repaired); n > 0 {
				return fmt.Errorf("layer %s: %d generated features are faulty: %v %v", id, n, report.Refused, report.Repaired)
			}
			told.Lock()
			defer told.Unlock()
			done++
			l.progress("finish", done, len(l.order))
			return nil
		})
	}
	return group.Wait()
}

// abort gives up every layer that is not finished.
func (l *load) abort(ctx context.Context, reason error) {
	for _, id := range l.order {
		l.builders[id].Abort(context.WithoutCancel(ctx), reason)
	}
}

// Reset takes every layer of the demo away.
func Reset(ctx context.Context, store *layers.Store) error {
	recipes, err := Recipes()
	if err != nil {
		return err
	}
	for _, r := range recipes {
		if err := store.Remove(ctx, r.ID); err != nil && !errors.Is(err, layers.ErrNotFound) {
			return fmt.Errorf("reset the demo: %w", err)
		}
	}
	return nil
}
