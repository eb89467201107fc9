// Package demo generates Mallila, a fictional Finnish municipality, and fills a database with it: units, streets,
// buildings, plans, sites and zones that fit together as a town's do. The same options always give the same bytes.
// Larger sizes are many towns laid side by side, made one at a time. It holds no real place and no person.
package demo

import (
	"fmt"

	"lupakartta/layers"
)

// Size is how much is generated.
type Size string

// The sizes, with the number of property units each gives.
const (
	Town    Size = "town"    // about 5,000 units: Mallila itself
	Region  Size = "region"  // about 200,000 units
	Country Size = "country" // about 3.6 million units
)

// DefaultSeed is the seed of the town that the demo and the tests show.
const DefaultSeed = 1

// Options choose what is generated.
type Options struct {
	Size Size
	Seed uint64
}

// WithDefaults fills in the town and the default seed where nothing was chosen.
func (o Options) WithDefaults() Options {
	if o.Size == "" {
		o.Size = Town
	}
	if o.Seed == 0 {
		o.Seed = DefaultSeed
	}
	return o
}

// Towns is how many towns the size consists of, or an error when there is no such size.
func (o Options) Towns() (int, error) {
	switch o.Size {
	case Town:
		return 1, nil
	case Region:
		return 33, nil
	case Country:
		return 595, nil
	}
	return 0, fmt.Errorf("size %q: want town, region or country", o.Size)
}

// Emit receives one feature of a layer (a recipe's id).
type Emit func(layer string, f layers.Feature) error

// Generate makes everything, town by town, and hands each feature to emit. Memory is bounded by one town.
// It stops at the first error that emit returns.
func Generate(opts Options, emit Emit) error {
	opts = opts.WithDefaults()
	count, err := opts.Towns()
	if err != nil {
		return err
	}
	for i := range count {
		t := newTown(opts.Seed, i)
		if err := t.emit(emit); err != nil {
			return fmt.Errorf("town %d: %w", i, err)
		}
	}
	return nil
}
