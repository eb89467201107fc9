package tiles

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParseRefs(t *testing.T) {
	tests := []struct {
		list string
		want []Ref
		err  error
	}{
		{list: "units", want: []Ref{{"units", 0}}},
		{list: "units@17", want: []Ref{{"units", 17}}},
		{list: "b@2,a", want: []Ref{{"b", 2}, {"a", 0}}},
		{list: "", err: ErrMalformed},
		{list: ",", err: ErrMalformed},
		{list: "units,", err: ErrMalformed},
		{list: "units@", err: ErrMalformed},
		{list: "units@0", err: ErrMalformed},
		{list: "units@017", err: ErrMalformed},
		{list: "units@-1", err: ErrMalformed},
		{list: "units@1234567890123456789", err: ErrMalformed},
		{list: "Units", err: ErrMalformed},
		{list: "units ", err: ErrMalformed},
		{list: "units\n", err: ErrMalformed},
		{list: "_left_out", err: ErrMalformed},
		{list: "units;drop", err: ErrMalformed},
		{list: "a,b,a", err: ErrLayerTwice},
		{list: "a@1,a@2", err: ErrLayerTwice},
		{list: "a,a@2", err: ErrLayerTwice},
		{list: strings.Repeat("a,", MaxLayers) + "a", err: ErrTooManyLayers},
		{list: strings.Repeat(",", 1<<20), err: ErrTooManyLayers},
	}
	for _, test := range tests {
		got, err := ParseRefs(test.list)
		if !errors.Is(err, test.err) || !slices.Equal(got, test.want) {
			t.Errorf("%.40q: got %v, %v; want %v, %v", test.list, got, err, test.want, test.err)
		}
	}
}

func TestParseNumber(t *testing.T) {
	tests := []struct {
		text string
		want uint32
		err  error
	}{
		{"0", 0, nil},
		{"14596", 14596, nil},
		{"4294967296", 1<<31 - 1, nil},
		{strings.Repeat("9", 1000), 1<<31 - 1, nil},
		{"", 0, ErrMalformed},
		{"00", 0, ErrMalformed},
		{"07", 0, ErrMalformed},
		{"-1", 0, ErrMalformed},
		{"+1", 0, ErrMalformed},
		{"1.5", 0, ErrMalformed},
		{"1e3", 0, ErrMalformed},
		{"0x1", 0, ErrMalformed},
		{"1_0", 0, ErrMalformed},
		{"١", 0, ErrMalformed},
	}
	for _, test := range tests {
		got, err := ParseNumber(test.text)
		if !errors.Is(err, test.err) || got != test.want {
			t.Errorf("%.40q: got %d, %v; want %d, %v", test.text, got, err, test.want, test.err)
		}
	}
}

// Whatever is read is written back the same, so that one tile has one address.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"units", "units@17,streets", "a,,b", "14596", "-1", "@", "a@99999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if refs, err := ParseRefs(text); err == nil {
			var items []string
			for _, ref := range refs {
				items = append(items, ref.String())
			}
			if got := strings.Join(items, ","); got != text || len(refs) > MaxLayers {
				t.Errorf("%q was read as %q", text, got)
			}
		}
		if n, err := ParseNumber(text); err == nil {
			for _, g := range Grids {
				g.Holds(Tile{Z: int(n), X: n, Y: n})
			}
		}
	})
}
