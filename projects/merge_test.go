package projects

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// chronicle is the plain way to know what a project says and how it came to: all fields after each revision.
type chronicle []Fields

func (c chronicle) revision() int64 { return int64(len(c) - 1) }

func (c chronicle) now() Fields { return c[len(c)-1] }

// conflicts are the fields that differ from what is wanted and that changed after the base.
func (c chronicle) conflicts(base int64, wanted Changes) (paths []Path) {
	for p, value := range wanted {
		if same(value, c.now()[p]) {
			continue
		}
		for r := base + 1; r <= c.revision(); r++ {
			if !same(c[r][p], c[r-1][p]) {
				paths = append(paths, p)
				break
			}
		}
	}
	slices.Sort(paths)
	return paths
}

// with is the chronicle after the changes; without an effect there is no new revision.
func (c chronicle) with(wanted Changes) chronicle {
	next := maps.Clone(c.now())
	for p, value := range wanted {
		next[p] = value
		if value == nil {
			delete(next, p)
		}
	}
	if equal(next, c.now()) {
		return c
	}
	return append(c, next)
}

func equal(a, b Fields) bool {
	return maps.EqualFunc(a, b, func(a, b json.RawMessage) bool { return same(a, b) })
}

// fieldsOf draws changes of a few fields, so that writers meet often.
func fieldsOf(t *rapid.T) Changes {
	return rapid.MapOfN(rapid.SampledFrom([]Path{TitleField, SummaryField, "/answers/a", "/answers/b", "/answers/c", "/answers/d"}),
		rapid.SampledFrom([]json.RawMessage{nil, raw(`"x"`), raw(`"y"`), raw(`"z"`)}), 1, 4).Draw(t, "changes")
}

func TestMergingKeepsEverybodysFields(t *testing.T) {
	before := mostRemembered
	t.Cleanup(func() { mostRemembered = before })
	rapid.Check(t, func(t *rapid.T) {
		mostRemembered = rapid.IntRange(2, 7).Draw(t, "remembered")
		d := document{fields: Fields{}, last: map[Path]int64{}}
		model := chronicle{{}}
		known := [3]int64{} // the revision that each writer knows
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			writer := rapid.IntRange(0, len(known)-1).Draw(t, "writer")
			base := known[writer]
			if rapid.IntRange(0, 9).Draw(t, "reads") == 0 {
				known[writer] = d.revision
				continue
			}
			wanted := fieldsOf(t)
			floor := d.floor
			changed, err := d.merge(base, wanted)
			var conflict *ConflictError
			switch {
			case errors.Is(err, ErrTooOld):
				if base >= floor {
					t.Fatalf("base %d is too old, the floor is %d", base, floor)
				}
				known[writer] = d.revision
			case errors.As(err, &conflict):
				var paths []Path
				for _, c := range conflict.Conflicts {
					paths = append(paths, c.Path)
					if !same(c.Theirs, model.now()[c.Path]) || c.Revision <= base || c.Revision > model.revision() {
						t.Fatalf("conflict %+v on base %d", c, base)
					}
				}
				if want := model.conflicts(base, wanted); !slices.Equal(paths, want) || conflict.Revision != model.revision() {
					t.Fatalf("conflicts %v at %d, want %v at %d", paths, conflict.Revision, want, model.revision())
				}
				known[writer] = d.revision
			case err != nil:
				t.Fatal(err)
			default:
				if want := model.conflicts(base, wanted); len(want) > 0 {
					t.Fatalf("nobody was told of %v", want)
				}
				before := model.revision()
				model = model.with(wanted)
				if (len(changed) > 0) != (model.revision() > before) {
					t.Fatalf("changed %v, base %d", changed, base)
				}
				known[writer] = d.revision
				if rapid.Bool().Draw(t, "again") { // the answer was lost, and the save comes a second time
					if changed, err := d.merge(base, wanted); len(changed) > 0 || err != nil && !errors.Is(err, ErrTooOld) {
						t.Fatalf("the same save again: %v, %v", changed, err)
					}
				}
			}
			if d.revision != model.revision() || !equal(d.fields, model.now()) {
				t.Fatalf("revision %d %s, want %d %s", d.revision, d.fields, model.revision(), model.now())
			}
		}
	})
}

func TestForgettingKeepsWhatIsThere(t *testing.T) {
	d := document{fields: Fields{}, last: map[Path]int64{}}
	for i := range mostRemembered + 10 {
		p := Path(fmt.Sprintf("/answers/a%d", i))
		if _, err := d.merge(d.revision, Changes{p: raw("1")}); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			if _, err := d.merge(d.revision, Changes{p: nil}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(d.last) > mostRemembered || d.floor == 0 || len(d.fields) != (mostRemembered+10)/2 {
		t.Errorf("%d remembered, floor %d, %d fields", len(d.last), d.floor, len(d.fields))
	}
	if _, err := d.merge(d.floor-1, Changes{TitleField: raw(`"x"`)}); !errors.Is(err, ErrTooOld) {
		t.Errorf("below the floor: %v", err)
	}
	if _, err := d.merge(d.floor, Changes{TitleField: raw(`"x"`)}); err != nil {
		t.Errorf("on the floor: %v", err)
	}
	if _, err := d.merge(d.revision+1, Changes{TitleField: raw(`"y"`)}); !errors.Is(err, ErrTooOld) {
		t.Errorf("on a revision that is yet to come: %v", err)
	}
}

func TestCanonical(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{`{"b": 1, "a": [1, 2]}`, `{"a":[1,2],"b":1}`, true},
		{`1e3`, `1000`, true},
		{`-0`, `0`, true},
		{`-0.0`, `0`, true},
		{`1e-400`, `0`, true},
		{`25.123456789012345678`, `25.123456789012345679`, false}, // every digit counts
		{`12345678901234567890`, `12345678901234567891`, false},
		{`"1"`, `1`, false},
		{`[1,2]`, `[2,1]`, false},
		{`"a\u00e4"`, `"aä"`, true},
		{`null`, `false`, false},
	} {
		if got := same(raw("%s", test.a), raw("%s", test.b)); got != test.same {
			t.Errorf("%s and %s: same %t", test.a, test.b, got)
		}
	}
}
