package tiles

import "github.com/maypok86/otter/v2"

// weighed is what takes so many bytes.
type weighed interface{ weight() uint32 }

// cache keeps what was made, within so many bytes. Nothing under a key ever changes.
type cache[K comparable, V weighed] struct{ *otter.Cache[K, V] } // nil: nothing is kept

func newCache[K comparable, V weighed](bytes int64) cache[K, V] {
	if bytes <= 0 {
		return cache[K, V]{}
	}
	return cache[K, V]{otter.Must(&otter.Options[K, V]{MaximumWeight: uint64(bytes), Weigher: func(_ K, v V) uint32 { return v.weight() }})}
}

func (c cache[K, V]) get(k K) (v V, ok bool) {
	if c.Cache == nil {
		return v, false
	}
	return c.GetIfPresent(k)
}

func (c cache[K, V]) keep(k K, v V) {
	if c.Cache != nil {
		c.Set(k, v)
	}
}

// bytes are those that the kept take, and entries their number.
func (c cache[K, V]) size() (bytes, entries float64) {
	if c.Cache == nil {
		return 0, 0
	}
	return float64(c.WeightedSize()), float64(c.EstimatedSize())
}
