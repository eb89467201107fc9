package export

import "testing"

func TestCellsAreNoFormulas(t *testing.T) {
	for cell, want := range map[string]string{
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "+358 40": "'+358 40", "-4": "-4", "-4,5 m": "'-4,5 m", "@x": "'@x", "\tx": "'\tx", "": "", "a-b": "a-b", "a = b": "a = b",
		"a;=HYPERLINK(1)": "a;'=HYPERLINK(1)", "a; =1+1": "a; '=1+1", "a\n=1": "a\n'=1", "a;b": "a;b",
	} {
		if got := cells([]string{cell})[0]; got != want {
			t.Errorf("%q became %q, want %q", cell, got, want)
		}
	}
}
