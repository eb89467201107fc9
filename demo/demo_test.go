package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"lupakartta/layers"
)

var update = flag.Bool("update", false, "write the goldens anew")

// digest counts and hashes everything that is emitted.
type digest struct {
	all    hash.Hash
	layers map[string]hash.Hash
	counts map[string]int
}

func newDigest() *digest {
	return &digest{all: sha256.New(), layers: map[string]hash.Hash{}, counts: map[string]int{}}
}

func (d *digest) emit(layer string, f layers.Feature) error {
	if d.layers[layer] == nil {
		d.layers[layer] = sha256.New()
	}
	d.counts[layer]++
	for _, h := range []hash.Hash{d.all, d.layers[layer]} {
		fmt.Fprintf(h, "%s\t%s\t%s\t", layer, f.SourceID, f.Attributes)
		_, _ = h.Write(f.EWKB)
	}
	return nil
}

func (d *digest) String() string {
	var b strings.Builder
	for _, layer := range slices.Sorted(maps.Keys(d.layers)) {
		fmt.Fprintf(&b, "%s %d %s\n", layer, d.counts[layer], hex.EncodeToString(d.layers[layer].Sum(nil)[:8]))
	}
	fmt.Fprintf(&b, "everything %s\n", hex.EncodeToString(d.all.Sum(nil)))
	return b.String()
}

// theTown is the digest of the town of the default seed.
var theTown = sync.OnceValues(func() (*digest, error) {
	d := newDigest()
	return d, Generate(Options{}, d.emit)
})

func TestTownIsTheSameEveryTime(t *testing.T) {
	first, err := theTown()
	if err != nil {
		t.Fatal(err)
	}
	second := newDigest()
	if err := Generate(Options{Size: Town, Seed: DefaultSeed}, second.emit); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Fatalf("two runs differ:\n%s\n%s", first, second)
	}
	const golden = "testdata/town.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(first.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := first.String(); got != string(want) {
		t.Errorf("the town has changed; when that is meant, run with -update.\ngot:\n%s\nwant:\n%s", got, want)
	}
}

func TestSeedsDiffer(t *testing.T) {
	one, err := theTown()
	if err != nil {
		t.Fatal(err)
	}
	two := newDigest()
	if err := Generate(Options{Seed: 2}, two.emit); err != nil {
		t.Fatal(err)
	}
	for layer := range one.layers {
		if string(one.layers[layer].Sum(nil)) == string(two.layers[layer].Sum(nil)) {
			t.Errorf("%s is the same for seeds 1 and 2", layer)
		}
	}
}

func TestTownHasItsSize(t *testing.T) {
	d, err := theTown()
	if err != nil {
		t.Fatal(err)
	}
	for layer, want := range map[string][2]int{"mallila_property": {4700, 5600}, "mallila_address": {3500, 5000}, "mallila_building": {6500, 9500}} {
		if n := d.counts[layer]; n < want[0] || n > want[1] {
			t.Errorf("%s: %d features, want %d to %d", layer, n, want[0], want[1])
		}
	}
}

// TestManyTowns walks the first towns of a region: ids stay unique, and every town has what the checks need.
func TestManyTowns(t *testing.T) {
	stop := errors.New("enough towns")
	ids := map[string]map[string]bool{}
	per := map[string]int{}
	towns := 0
	err := Generate(Options{Size: Region}, func(layer string, f layers.Feature) error {
		if layer == "mallila_municipality" && f.SourceID != neighbour {
			if towns++; towns > 3 {
				return stop
			}
		}
		if ids[layer] == nil {
			ids[layer] = map[string]bool{}
		}
		if ids[layer][f.SourceID] {
			return fmt.Errorf("%s has %s twice", layer, f.SourceID)
		}
		ids[layer][f.SourceID] = true
		per[layer]++
		return nil
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	recipes, err := Recipes()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recipes {
		if per[r.ID] < 3 {
			t.Errorf("%s: %d features in three towns", r.ID, per[r.ID])
		}
	}
}

// TestMemoryIsBoundedByOneTown compares what is alive after one town and after four.
func TestMemoryIsBoundedByOneTown(t *testing.T) {
	alive := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	stop := errors.New("enough towns")
	var after []uint64
	err := Generate(Options{Size: Country}, func(layer string, f layers.Feature) error {
		if layer != "mallila_municipality" || f.SourceID == neighbour {
			return nil
		}
		after = append(after, alive())
		if len(after) == 4 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if after[3] > after[0]+after[0]/2+8<<20 {
		t.Errorf("%d MB are alive in the fourth town, %d MB in the first", after[3]>>20, after[0]>>20)
	}
}

func TestUnknownSizeIsRefused(t *testing.T) {
	if err := Generate(Options{Size: "continent"}, newDigest().emit); err == nil {
		t.Error("size continent was accepted")
	}
}

// TestRecipesDescribeTheFeatures holds recipes and features together: every attribute is described, every coded
// value has its text, keys are unique, and nothing described is missing everywhere.
func TestRecipesDescribeTheFeatures(t *testing.T) {
	recipes, err := Recipes()
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]layers.Recipe{}
	seen := map[string]map[string]bool{}
	for _, r := range recipes {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
		if r.Licence != "CC0-1.0" || !strings.Contains(r.Attribution, "kuvitteellinen") {
			t.Errorf("%s: licence %q, attribution %q: the demo says that it is fictional", r.ID, r.Licence, r.Attribution)
		}
		byID[r.ID], seen[r.ID] = r, map[string]bool{}
	}
	err = Generate(Options{}, func(layer string, f layers.Feature) error {
		r, ok := byID[layer]
		if !ok {
			return fmt.Errorf("layer %s has no recipe", layer)
		}
		var values map[string]any
		if err := json.Unmarshal(f.Attributes, &values); err != nil {
			return err
		}
		for name, value := range values {
			a, ok := r.Attribute(name)
			if !ok {
				return fmt.Errorf("%s: attribute %s is not described", layer, name)
			}
			seen[layer][name] = true
			text, isText := value.(string)
			if _, coded := a.Codes[text]; isText && a.Codes != nil && !coded {
				return fmt.Errorf("%s: %s = %q is not in its code list", layer, name, text)
			}
			if by := r.Style.ColorBy; by == name && r.Style.Colors[fmt.Sprint(value)] == "" {
				return fmt.Errorf("%s: no colour for %s %v", layer, name, value)
			}
		}
		if r.Key != "" && values[r.Key] != f.SourceID {
			return fmt.Errorf("%s: feature %s has key %v", layer, f.SourceID, values[r.Key])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recipes {
		for _, a := range r.Attributes {
			if !seen[r.ID][a.Name] {
				t.Errorf("%s: no feature has attribute %s", r.ID, a.Name)
			}
		}
	}
}
