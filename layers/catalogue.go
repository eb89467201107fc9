package layers

import (
	"context"
	"sync/atomic"
)

// Catalogue is this instance's view of the published layers, held in memory so that it answers while the
// database is away. It is safe for concurrent use; Load swaps it whole.
type Catalogue struct {
	store *Store
	view  atomic.Pointer[view]
}

type view struct {
	layers   []Layer            // drawing order, lowest first
	byID     map[string]int     // index into layers
	versions map[int64]*Version // published and superseded
}

// NewCatalogue returns an empty catalogue; call Load before use.
func NewCatalogue(store *Store) *Catalogue {
	c := &Catalogue{store: store}
	c.view.Store(&view{byID: map[string]int{}, versions: map[int64]*Version{}})
	return c
}

// Load reads the published versions. On an error the old view stays.
func (c *Catalogue) Load(ctx context.Context) error {
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
	c.view.Store(next)
	return nil
}

// Layers returns the published layers in drawing order, lowest first. The slice is shared: do not change it.
func (c *Catalogue) Layers() []Layer { return c.view.Load().layers }

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
