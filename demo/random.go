package demo

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
)

// derive gives a generator that depends on nothing but the seed, a tag and numbers that name an object, so that
// no part of a town changes because another part drew more or fewer numbers.
func derive(seed uint64, tag string, key ...int) *rand.Rand {
	h := fnv.New64a()
	var b [8]byte
	_, _ = h.Write([]byte(tag)) // a hash never fails to write
	for _, k := range key {
		binary.LittleEndian.PutUint64(b[:], uint64(k))
		_, _ = h.Write(b[:])
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// between draws a number from lo to hi.
func between(r *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }

// chance tells whether an event of probability p happens.
func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// pick draws one of the values.
func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }
