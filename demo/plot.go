package demo

// plot is how a unit is built upon.
type plot string

const (
	bare      plot = ""
	house     plot = "house"
	rowHouse  plot = "row_house"
	slab      plot = "slab"
	perimeter plot = "perimeter"
	shop      plot = "shop"
	hall      plot = "hall"
	school    plot = "school"
	dayCare   plot = "day_care"
	hospital  plot = "hospital"
	church    plot = "church"
	station   plot = "station"
	townHall  plot = "town_hall"
	plant     plot = "plant"
	power     plot = "power"
	farm      plot = "farm"
	cottage   plot = "cottage"
)

// pattern is how a block is divided and built: lot sizes in metres, the plan symbol and its figures.
type pattern struct {
	symbol  string
	plot    plot
	depth   float64 // of a lot, away from the street
	width   float64 // of a lot, along the street
	density float64
	storeys int
	ground  string
}

var patterns = map[string]pattern{
	"AO":  {"AO", house, 38, 24, 0.25, 2, "yard"},
	"AO1": {"AO", house, 46, 29, 0.20, 2, "yard"},
	"AP":  {"AP", rowHouse, 46, 54, 0.35, 2, "yard"},
	"AK":  {"AK", slab, 54, 62, 0.80, 5, "yard"},
	"C":   {"C", perimeter, 46, 30, 1.80, 6, "built"},
	"AKC": {"AK", perimeter, 48, 34, 1.20, 5, "built"},
	"K":   {"K", shop, 84, 96, 0.50, 2, "industry"},
	"T":   {"T", hall, 78, 72, 0.50, 2, "industry"},
	"TY":  {"TY", hall, 64, 56, 0.45, 2, "industry"},
}

// strips fills a region with rows of lots along parallel streets that run along axis a. Every lot faces a street:
// rows stand back to back between two streets, and alone where there is a street on one side only. With blind above
// 0, that share of the inner streets end in a green before they reach the far side.
func (t *town) strips(r region, a axis, p pattern, blind float64) {
	if r.empty() {
		return
	}
	if r.side[a.lo()] == nil && r.side[a.hi()] == nil {
		a = a.other()
		if r.side[a.lo()] == nil && r.side[a.hi()] == nil {
			t.green(r, "VL")
			return
		}
	}
	across := a.other()
	c := local
	if p.plot == hall || p.plot == shop {
		c = collector
	}
	base := 0
	for _, s := range []side{across.lo(), across.hi()} {
		if r.side[s] != nil {
			base++
		}
	}
	w := 2 * c.halfWidth()
	inner, depth := rowCount(r.size(across), base, w, m(p.depth))
	rnd := derive(t.seed, "strips", t.number, r.u0, r.v0, r.u1, r.v1)
	rest := r
	at := r.lo(across)
	if r.side[across.lo()] != nil {
		at += depth
	}
	for range inner {
		at += depth
		var below region
		lo, hi := r.side[a.lo()] != nil, r.side[a.hi()] != nil
		switch {
		case r.size(a) > m(110) && (lo != hi || lo && chance(rnd, blind)) && p.plot == house:
			fromHi := hi && (!lo || chance(rnd, 0.5))
			half := deadEnd.halfWidth()
			below, rest, _ = t.blind(rest, across, at+half, fromHi, m(between(rnd, 26, 40)))
			at += 2*half + depth
		default:
			below, rest, _ = t.corridor(rest, across, at+w/2, c, nil)
			at += w + depth
		}
		t.rows(below, a, p)
	}
	t.rows(rest, a, p)
}

// rowCount finds how many inner streets of width w give rows nearest to the wished depth, and that depth.
func rowCount(size, base, w, wish int) (inner, depth int) {
	best := -1
	for k := range 16 {
		n := 2*k + base
		d := 0
		if n > 0 {
			d = (size - k*w) / n
		}
		if d <= m(14) {
			continue
		}
		off := abs(d - wish)
		if best < 0 || off < best {
			best, inner, depth = off, k, d
		}
	}
	return inner, depth
}

// rows makes one block of lots: two rows back to back where both long sides have a street, else one.
func (t *town) rows(r region, a axis, p pattern) {
	if r.empty() {
		return
	}
	across := a.other()
	lo, hi := r.side[across.lo()], r.side[across.hi()]
	if lo == nil && hi == nil {
		t.green(r, "VL")
		return
	}
	if r.size(a) < m(p.width)/2 || r.size(across) < m(12) {
		t.green(r, "VP")
		return
	}
	b := t.newBlock(r, p)
	if lo == nil || hi == nil || r.size(across) < m(p.depth)*13/10 {
		face := across.lo()
		if lo == nil || hi != nil && derive(t.seed, "face", r.u0, r.v0).IntN(2) == 0 {
			face = across.hi()
		}
		t.row(r, a, face, b, p)
		return
	}
	south, north := r.cut(across, (r.lo(across)+r.hi(across))/2)
	south.side[across.lo()], north.side[across.hi()] = lo, hi
	t.row(south, a, across.lo(), b, p)
	t.row(north, a, across.hi(), b, p)
}

// newBlock registers a plan area with a block number of its district.
func (t *town) newBlock(r region, p pattern) *block {
	b := t.zone(block{corners: r.corners(), symbol: p.symbol, density: p.density, storeys: p.storeys, ground: p.ground})
	t.nextBlock[b.district]++
	b.number = t.nextBlock[b.district]
	return b
}

// row divides a row of a block into lots that face the street on one side. Lots beyond a blind street's end join
// the last one that reaches it.
func (t *town) row(r region, a axis, face side, b *block, p pattern) {
	s := r.side[face]
	from, to := r.lo(a), r.hi(a)
	reach0, reach1 := from, to
	for _, part := range s.parts {
		if part.to > from && part.from < to {
			reach0, reach1 = max(from, part.from), min(to, part.to)
		}
	}
	rnd := derive(t.seed, "row", t.number, r.u0, r.v0, int(face))
	n := max(1, int(float64(to-from)/float64(m(p.width))+0.5))
	cuts := []int{from}
	for i := 1; i < n; i++ {
		jitter := int(between(rnd, -0.16, 0.16) * float64(to-from) / float64(n))
		at := from + (to-from)*i/n + jitter
		at -= at % 10
		if at-m(7) < reach0 || at+m(7) > reach1 {
			continue
		}
		cuts = append(cuts, at)
	}
	cuts = append(cuts, to)
	for i := range len(cuts) - 1 {
		l := r.part(a, cuts[i], cuts[i+1])
		l.side[face] = s
		front := (max(cuts[i], reach0) + min(cuts[i+1], reach1)) / 2
		t.add(unit{region: l, tenure: lot, symbol: b.symbol, ground: p.ground, plot: p.plot, block: b.number,
			front: s, face: face, frontAt: front})
	}
}

// single is a block that is one lot.
func (t *town) single(r region, symbol string, how plot, label name) *unit {
	face := noSide
	longest := 0
	for s := south; s < noSide; s++ {
		if n := r.size(s.axis().other()); r.side[s] != nil && r.side[s].class != highway && n > longest {
			face, longest = s, n
		}
	}
	ground := "public"
	if symbol[0] == 'T' || symbol == "EN" {
		ground = "industry"
	}
	b := t.newBlock(r, pattern{symbol: symbol, density: 0.6, storeys: 3, ground: ground})
	u := unit{region: r, tenure: lot, symbol: symbol, ground: ground, plot: how, block: b.number, label: label, face: face}
	if face != noSide {
		u.front = r.side[face]
		along := face.axis().other()
		u.frontAt = (r.lo(along) + r.hi(along)) / 2
	}
	return t.add(u)
}
