package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/identity"
	"lupakartta/layers"
	"lupakartta/layers/changes"
)

// everybody is the audience of whoever is not known.
var everybody = []string{identity.Everybody}

// liveBytes bounds what is kept of live layers' tiles.
const liveBytes = 32 << 20

// live keeps layers of tiles that change. Nothing is kept that was begun before a change was known, and nothing is believed
// while changes may be missing.
type live struct {
	fresh   func() bool
	cache   cache[liveKey, livePart]
	flights flights[liveFlight, *part]
	mu      sync.Mutex
	turn    uint64 // how often something changed
}

type liveKey struct {
	layer, grid string
	tile        Tile
}

// livePart is a part with the box in which changes touch it.
type livePart struct {
	*part
	search orb.Bound
}

// liveFlight is a making that callers may share: those who ask after a change do not get what was begun before it.
type liveFlight struct {
	liveKey
	turn   uint64
	moment int64 // while changes may be missing: a quarter of a second
}

func newLive(fresh func() bool) *live {
	if fresh == nil {
		fresh = func() bool { return false }
	}
	return &live{fresh: fresh, cache: newCache[liveKey, livePart](liveBytes)}
}

// Changed forgets the tiles of live layers that changes touch: in every grid, with what reaches in from their buffers.
func (s *Source) Changed(batch changes.Batch) { s.live.changed(batch) }

func (l *live) changed(batch changes.Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn++
	for k, p := range l.cache.All() {
		if touches(batch, k.layer, p.search) {
			l.cache.Invalidate(k)
		}
	}
}

// touches tells whether a change that everybody can see lies in the box: nothing else is kept.
func touches(batch changes.Batch, layer string, box orb.Bound) bool {
	for _, c := range batch.Changes {
		if c.Open && c.Layer == layer && (c.Box == nil || c.Box.Intersects(box)) {
			return true
		}
	}
	return batch.All
}

// flight names a making that begins now.
func (l *live) flight(k liveKey) liveFlight {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := liveFlight{liveKey: k, turn: l.turn}
	if !l.fresh() {
		f.moment = time.Now().UnixMilli() / 250
	}
	return f
}

// keep keeps what was made, unless something changed meanwhile.
func (l *live) keep(f liveFlight, p livePart) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.turn == l.turn {
		l.cache.keep(f.liveKey, p)
	}
}

// IsLive tells whether one of the layers is live: then a tile of them is another from moment to moment.
func IsLive(versions []layers.Version) bool {
	return slices.ContainsFunc(versions, func(v layers.Version) bool { return v.Live != nil })
}

// makeLive puts a tile together of which a layer is live. Its entity tag comes from its content.
func (s *Source) makeLive(ctx context.Context, g *Grid, versions []layers.Version, k key) (*Encoded, error) {
	parts, err := s.gather(ctx, g, versions, k)
	if err != nil {
		return nil, err
	}
	content := sha256.New()
	for _, p := range parts {
		content.Write(p.raw) // each says how long it is
	}
	return encode(parts, k.encoding, `"`+hex.EncodeToString(content.Sum(nil)[:12])+"-"+string(k.encoding)+`"`)
}

// livePart makes one layer of a tile of a live layer, or finds it. With rules of access it is made for this caller alone, and
// kept for nobody, unless the caller sees no more than everybody: what is kept and shared is always what everybody sees.
func (s *Source) livePart(ctx context.Context, g *Grid, t Tile, v layers.Version) (*part, error) {
	search, ok := searchOf(g, t, v)
	if !ok {
		return empty, nil
	}
	ask := func(ctx context.Context) (*part, error) {
		p, err := s.query(ctx, g, t, search, v)
		if err != nil {
			return nil, fmt.Errorf("live layer %s: %w", v.Layer, err)
		}
		return p, nil
	}
	if v.Live.Restricted && !slices.Equal(v.Live.Audience, everybody) {
		return ask(ctx)
	}
	k := liveKey{v.Layer, g.ID, t}
	if p, ok := s.live.cache.get(k); ok && s.live.fresh() {
		return p.part, nil
	}
	f := s.live.flight(k)
	return s.live.flights.do(ctx, f, func(ctx context.Context) (*part, error) {
		p, err := ask(ctx)
		if err == nil {
			s.live.keep(f, livePart{p, search})
		}
		return p, err
	})
}
