package layers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// match is a row of layer_search that fits a query in some way.
type match struct {
	version, fid  int64
	kind          string
	title, detail string
	folded        string
	point         orb.Point // EPSG:3067
	bbox          orb.Bound // EPSG:3067
	alike         float32   // 1, or the trigram similarity of a misspelling
	tier          tier
}

// tier is how well a match fits, best first.
type tier int

const (
	whole      tier = iota // the title is what was typed
	wholePlain             // but for dots and rings
	withDetail             // the title and then words of the detail: "Rantakatu 5 Mallila"
	beginning
	everyWord
	misspelt
)

func scanMatch(row pgx.CollectableRow) (match, error) {
	var m match
	err := row.Scan(&m.version, &m.fid, &m.kind, &m.title, &m.detail, &m.folded, &m.point[0], &m.point[1],
		&m.bbox.Min[0], &m.bbox.Min[1], &m.bbox.Max[0], &m.bbox.Max[1], &m.alike)
	return m, err
}

func (t target) tier(m match) tier {
	title, typed := plain(m.folded), plain(t.typed)
	switch {
	case m.alike < 1:
		return misspelt
	case m.folded == t.typed, slices.Contains(t.properties, m.folded):
		return whole
	case title == typed:
		return wholePlain
	case strings.HasPrefix(typed, title+" "):
		return withDetail
	case strings.HasPrefix(title, typed):
		return beginning
	}
	return everyWord
}

// rank orders kinds: whoever types all of an address means it, whoever has typed the start of a street means the street.
func (m match) rank() int {
	order := []string{KindAddress, KindPlace, KindProperty, KindFeature}
	if m.tier >= beginning {
		order = []string{KindPlace, KindAddress, KindProperty, KindFeature}
	}
	return slices.Index(order, m.kind)
}

// best ranks the matches, names each thing once and keeps the first of them.
func (t target) best(matches []match, limit int) []match {
	for i := range matches {
		matches[i].tier = t.tier(matches[i])
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.alike, a.alike), cmp.Compare(a.rank(), b.rank()),
			cmp.Compare(t.distance(a), t.distance(b)), natural(a.folded, b.folded), strings.Compare(a.detail, b.detail),
			cmp.Compare(a.version, b.version), cmp.Compare(a.fid, b.fid))
	})
	type thing struct{ kind, title, detail string }
	seen := map[thing]int{}
	best := make([]match, 0, limit)
	for _, m := range matches {
		if id, err := ParsePropertyID(m.title); err == nil && m.kind == KindProperty {
			m.title = id.String()
		}
		key := thing{m.kind, m.title, m.detail}
		i, known := seen[key]
		switch {
		case known && best[i].version == m.version: // another stretch of the same street
			best[i].bbox = best[i].bbox.Union(m.bbox)
		case !known && len(best) < limit:
			seen[key] = len(best)
			best = append(best, m)
		}
	}
	return best
}

// distance settles ties, in kilometres, so that a few metres do not.
func (t target) distance(m match) int {
	if t.near == nil {
		return 0
	}
	dx, dy := m.point[0]-t.near[0], m.point[1]-t.near[1]
	return int((dx*dx + dy*dy) / 1e6)
}

// natural compares names with numbers in them by the numbers: "katu 2" before "katu 10".
func natural(a, b string) int {
	for a != "" && b != "" {
		x, y := leadingDigits(a), leadingDigits(b)
		if x != "" && y != "" {
			long, short := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Or(cmp.Compare(len(long), len(short)), strings.Compare(long, short)); c != 0 {
				return c
			}
			a, b = a[len(x):], b[len(y):]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingDigits(s string) string {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	return s[:end]
}
