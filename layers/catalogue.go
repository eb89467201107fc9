package layers

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// Catalogue is this instance's view of the published layers, held in memory so that it answers while the
// database is away. It is safe for concurrent use; Load swaps it whole.
type Catalogue struct {
	store  *Store
	live   []Layer // always there
	view   atomic.Pointer[view]
	turn   chan struct{} // of loading: what was read earlier must not replace what was read later
	began  time.Time     // the last reading
	failed error         // how it ended
}

const (
	loadTimeout = 10 * time.Second
	restBetween = 250 * time.Millisecond // between two readings that Find asks for: made-up addresses cost four a second
)

type view struct {
	layers   []Layer            // published, in drawing order, lowest first
	shown    []Layer            // and the live ones among them
	byID     map[string]int     // index into layers
	versions map[int64]*Version // published and superseded
	number   uint64             // one more with each reading
}

// NewCatalogue returns a catalogue that knows these live layers and nothing else; call Load before use.
func NewCatalogue(store *Store, live ...Layer) *Catalogue {
	c := &Catalogue{store: store, live: live, turn: make(chan struct{}, 1)}
	c.view.Store(&view{shown: inDrawingOrder(live), byID: map[string]int{}, versions: map[int64]*Version{}})
	return c
}

// Load reads the published versions. On an error the old view stays.
func (c *Catalogue) Load(ctx context.Context) error { return c.load(ctx, 0) }

// load reads the published versions, unless somebody began to after it was asked for: then that reading's outcome holds.
// Two readings lie at least rest apart.
func (c *Catalogue) load(ctx context.Context, rest time.Duration) error {
	asked := time.Now()
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if c.began.After(asked) {
		return c.failed
	}
	select {
	case <-time.After(time.Until(c.began.Add(rest))):
	case <-ctx.Done():
		return ctx.Err()
	}
	reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout) // others may wait for it too
	defer cancel()
	c.began = time.Now()
	c.failed = c.read(reading)
	return c.failed
}

func (c *Catalogue) read(ctx context.Context) error {
	versions, err := c.store.Versions(ctx)
	if err != nil {
		return err
	}
	next := &view{byID: map[string]int{}, versions: map[int64]*Version{}}
	for i := range versions {
		v := versions[i]
		next.versions[v.Number] = &v
		if v.State == Published {
			next.byID[v.Layer] = len(next.layers)
			next.layers = append(next.layers, Layer{ID: v.Layer, Theme: v.Recipe.Theme, Version: v})
		}
	}
	next.number = c.view.Load().number + 1 // it is our turn: nobody else counts
	next.shown = inDrawingOrder(c.live, next.layers...)
	c.view.Store(next)
	return nil
}

// Generation is another number after each reading: what was concluded from the catalogue before may not hold any more.
func (c *Catalogue) Generation() uint64 { return c.view.Load().number }

// inDrawingOrder puts live layers above the imported ones of their place in the drawing order.
func inDrawingOrder(live []Layer, imported ...Layer) []Layer {
	all := append(slices.Clone(imported), live...)
	slices.SortStableFunc(all, func(a, b Layer) int {
		return cmp.Compare(a.Version.Recipe.DrawingOrder(), b.Version.Recipe.DrawingOrder())
	})
	return all
}

// Layers returns the published layers in drawing order, lowest first. The slice is shared: do not change it.
func (c *Catalogue) Layers() []Layer { return c.view.Load().layers }

// Shown returns the published layers and the live ones in drawing order, lowest first, in a slice of the caller's own.
func (c *Catalogue) Shown() []Layer { return slices.Clone(c.view.Load().shown) }

// ShownLayer returns a published or a live layer.
func (c *Catalogue) ShownLayer(id string) (Layer, bool) {
	if i := slices.IndexFunc(c.live, func(l Layer) bool { return l.ID == id }); i >= 0 {
		return c.live[i], true
	}
	return c.Layer(id)
}

// Layer returns a published layer.
func (c *Catalogue) Layer(id string) (Layer, bool) {
	v := c.view.Load()
	i, ok := v.byID[id]
	if !ok {
		return Layer{}, false
	}
	return v.layers[i], true
}

// Version returns a version that is or was published.
func (c *Catalogue) Version(layer string, number int64) (Version, bool) {
	v, ok := c.view.Load().versions[number]
	if !ok || v.Layer != layer {
		return Version{}, false
	}
	return *v, true
}

// Find is Version for a caller who may have heard of it a moment before this instance did: what is not known is looked up.
// ErrNotFound says that no such version is or was published, ErrCleared that its features are not kept any more.
func (c *Catalogue) Find(ctx context.Context, layer string, number int64) (Version, error) {
	v, ok := c.Version(layer, number)
	if ok {
		return v, nil
	}
	if err := c.load(ctx, restBetween); err != nil {
		return Version{}, err
	}
	if v, ok = c.Version(layer, number); !ok {
		return Version{}, c.store.missing(ctx, layer, number)
	}
	return v, nil
}

// ByTheme returns the published layers of a theme in drawing order.
func (c *Catalogue) ByTheme(theme Theme) []Layer {
	var found []Layer
	for _, l := range c.Layers() {
		if l.Theme == theme {
			found = append(found, l)
		}
	}
	return found
}
