package placing

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lupakartta/layers"
)

// houseNumber is the number at the end of an address: "5", "5 b", "5–7".
var houseNumber = regexp.MustCompile(`\s+(\d+)\s*\p{L}?(\s*[-–/]\s*\d+)?$`)

// numbered is a folded name without its house number, and that number; 0: it has none.
func numbered(folded string) (name string, number int) {
	found := houseNumber.FindStringSubmatchIndex(folded)
	if found == nil {
		return folded, 0
	}
	number, _ = strconv.Atoi(folded[found[2]:found[3]]) // too many digits are the largest there is
	return folded[:found[0]], number
}

// plausible are those of what was found that somebody may have meant who typed that: spelt nearly so, or begun so. The best spelt
// come first, and of one name the house number that was typed, then its neighbours.
func plausible(typed string, found []layers.Found) []layers.Found {
	title, _, _ := strings.Cut(typed, ",")
	name, number := numbered(layers.Fold(title))
	type ranked struct {
		layers.Found
		wrong, far int
	}
	var kept []ranked
	for _, f := range found {
		its, nr := numbered(layers.Fold(f.Title))
		wrong := misspelt(name, its)
		if wrong < 0 {
			continue
		}
		kept = append(kept, ranked{f, wrong, max(number-nr, nr-number)})
	}
	slices.SortStableFunc(kept, func(a, b ranked) int {
		if number == 0 {
			return cmp.Compare(a.wrong, b.wrong)
		}
		return cmp.Or(cmp.Compare(min(a.far, 1), min(b.far, 1)), cmp.Compare(a.wrong, b.wrong), cmp.Compare(a.far, b.far))
	})
	list := make([]layers.Found, len(kept))
	for i, k := range kept {
		list[i] = k.Found
	}
	return list
}

// Bounds of what is taken for a slip. So short a name has many neighbours: Torikatu is not Lääkärikatu, nor Tie Tiu.
const (
	lettersForASlip = 5 // one for each so many letters
	fewestLetters   = 4
)

// misspelt is how many letters of a folded name were typed otherwise; -1: another name was meant.
func misspelt(typed, name string) int {
	if begins := strings.HasPrefix(" "+name, " "+typed) || strings.Contains(name, " "+typed); begins && len([]rune(typed)) >= fewestLetters-1 {
		return min(1, len(name)-len(typed))
	}
	letters := len([]rune(typed))
	if letters < fewestLetters {
		return -1
	}
	slips := edits([]rune(typed), []rune(name))
	if slips > max(1, letters/lettersForASlip) {
		return -1
	}
	return slips
}

// edits is how many letters must be put in, left out, changed or exchanged with the next to make one word of another
// (Damerau and Levenshtein, where no two changes overlap).
func edits(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			same := 1
			if a[i] == b[j] {
				same = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+same)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
