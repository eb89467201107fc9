package demo

import (
	"math"
	"slices"
)

// lake is the water of the town: its shoreline from west to east, and the islands in it.
type lake struct {
	shoreline []pt
	islands   [][]pt
}

// peninsula reaches into the lake: centre and half width along u, length along v, metres.
type peninsula struct{ u, half, length float64 }

var peninsulas = []peninsula{{-1875, 330, 830}, {2080, 280, 960}, {-4100, 420, 500}, {4200, 350, 420}, {900, 150, 150}}

// shoreAt is the natural shoreline's v for a u, metres.
func (t *town) shoreAt(u float64) float64 {
	v := 26.0
	for _, p := range peninsulas {
		d := math.Abs(u-p.u) / p.half
		v -= p.length / (1 + math.Pow(d, 7))
	}
	ph := float64(t.number) * 1.7
	v += 34*math.Sin(u/410+ph) + 20*math.Sin(u/190+1+ph) + 13*math.Sin(u/83+2+ph) + 7*math.Sin(u/37+4+ph) + 3*math.Sin(u/17+ph)
	return math.Min(v, shoreTop-34)
}

const (
	quayWest, quayEast = 60, 560 // the harbour's built shore
	quayLine           = 40
)

// harbourLine is the built shoreline with its piers, west to east, metres.
func harbourLine() [][2]float64 {
	line := [][2]float64{{quayWest, quayLine}}
	for _, p := range []struct{ u, width, length float64 }{{110, 14, 120}, {190, 4, 90}, {240, 4, 90}, {290, 4, 100}, {340, 4, 100}, {390, 4, 90}, {460, 22, 70}} {
		line = append(line, [2]float64{p.u, quayLine}, [2]float64{p.u, quayLine - p.length},
			[2]float64{p.u + p.width, quayLine - p.length}, [2]float64{p.u + p.width, quayLine})
	}
	return append(line, [2]float64{quayEast, quayLine})
}

// shoreCuts are where the shore strip is divided, with the symbol of the piece to the east of each; metres.
var shoreCuts = []struct {
	u      float64
	symbol string
	label  name
	top    float64 // where the piece ends to the north
}{
	{westEnd, "rural", name{}, shoreTop},
	{townWest, "VL", place("Länsirannan rantametsä", "Västra strandskogen"), shoreTop},
	{-2600, "VV", place("Hiekkarannan uimaranta", "Sandstrandens badstrand"), shoreTop},
	{-2330, "VL", name{}, shoreTop},
	{pensWest, "VL", place("Niemenkärki", "Uddspetsen"), pensSouth},
	{pensEast, "VL", name{}, shoreTop},
	{-1250, "RL", place("Mallilan leirintäalue", "Mallila campingområde"), shoreTop},
	{-980, "SM", place("Vallinniemen linnoitus", "Vallnäs befästning"), shoreTop},
	{-860, "VL", place("Rantapuiston metsä", "Strandparkens skog"), shoreTop},
	{-560, "VP", place("Rantapuisto", "Strandparken"), shoreTop},
	{quayWest, "LV", place("Mallilan satama", "Mallila hamn"), shoreTop},
	{quayEast, "VP", place("Itärannan puisto", "Östra strandparken"), shoreTop},
	{1050, "VV", place("Itärannan uimaranta", "Östra badstranden"), shoreTop},
	{1250, "VL", name{}, shoreTop},
	{1640, "SL", place("Kurkiniemen luonnonsuojelualue", "Tranuddens naturskyddsområde"), shoreTop},
	{2560, "VL", name{}, shoreTop},
	{townEast, "rural", name{}, shoreTop},
	{eastEnd, "", name{}, shoreTop},
}

// The built part of the western peninsula, metres.
const (
	pensWest, pensEast = -2080, -1670
	pensSouth          = -610
)

// shore lays out the strip between the shore road and the lake, the lake itself and its islands.
func (t *town) shore(road *street) {
	t.lake.shoreline = t.shoreline()
	line := t.lake.shoreline
	for i := range len(shoreCuts) - 1 {
		c, next := shoreCuts[i], shoreCuts[i+1]
		from := slices.IndexFunc(line, func(p pt) bool { return p.u == m(c.u) })
		to := slices.IndexFunc(line, func(p pt) bool { return p.u == m(next.u) })
		t.shorePiece(line[from:to+1], c.symbol, c.label, m(c.top))
	}
	t.peninsulaTown(road)
	t.planWater()
	t.islands()
	t.water()
}

// shoreline samples the shore so that its points are 6 to 14 m apart, with points at every cut.
func (t *town) shoreline() []pt {
	var line []pt
	put := func(u, v float64) {
		p := pt{int(math.Round(u * 100)), int(math.Round(v * 100))}
		if n := len(line); n == 0 || line[n-1] != p {
			line = append(line, p)
		}
	}
	stops := []float64{}
	for _, c := range shoreCuts {
		stops = append(stops, c.u)
	}
	for i := range len(stops) - 1 {
		from, to := stops[i], stops[i+1]
		if from == quayWest {
			for _, p := range harbourLine() {
				put(p[0], p[1])
			}
			continue
		}
		put(from, t.blendedShore(from))
		lastU, lastV := from, t.blendedShore(from)
		for u := from + 0.5; u < to-5; u += 0.5 {
			v := t.blendedShore(u)
			if math.Hypot(u-lastU, v-lastV) >= 11 {
				put(u, v)
				lastU, lastV = u, v
			}
		}
		if to == eastEnd || to == quayWest {
			put(to, t.blendedShore(to))
		}
	}
	return line
}

// blendedShore is the natural shore, led to the quay's ends.
func (t *town) blendedShore(u float64) float64 {
	v := t.shoreAt(u)
	for _, end := range []float64{quayWest, quayEast} {
		if d := math.Abs(u - end); d < 80 {
			w := d / 80
			v = quayLine*(1-w) + v*w
		}
	}
	return v
}

// shorePiece is the land between a stretch of shoreline and the line to its north.
func (t *town) shorePiece(line []pt, symbol string, label name, top int) {
	first, last := line[0], line[len(line)-1]
	if symbol == "rural" {
		t.ruralShore(line, top)
		return
	}
	corners := append(slices.Clone(line), pt{last.u, top}, pt{first.u, top})
	u := t.greenArea(region{}, corners, symbol)
	u.label = label
	if symbol == "LV" {
		u.ground = "harbour"
	}
}

// ruralShore divides a stretch of shore into cottage lots and forest.
func (t *town) ruralShore(line []pt, top int) {
	rnd := derive(t.seed, "shore", t.number, line[0].u)
	start := 0
	next := m(between(rnd, 50, 90))
	for i := 1; i < len(line); i++ {
		last := i == len(line)-1
		if line[i].u-line[start].u < next && !last {
			continue
		}
		if !last && line[len(line)-1].u-line[i].u < m(45) {
			continue
		}
		a, b := line[start], line[i]
		u := unit{corners: append(slices.Clone(line[start:i+1]), pt{b.u, top}, pt{a.u, top}), tenure: estate,
			block: t.houseNumber(), ground: "forest"}
		if next < m(100) && chance(rnd, 0.75) {
			u.plot, u.ground = cottage, "yard"
		}
		t.add(u)
		start = i
		next = m(between(rnd, 45, 80))
		if chance(rnd, 0.3) {
			next = m(between(rnd, 120, 300))
		}
	}
}

// peninsulaTown is the villa district on the western peninsula.
func (t *town) peninsulaTown(road *street) {
	r := region{u0: m(pensWest), v0: m(pensSouth), u1: m(pensEast), v1: m(shoreTop), side: [4]*street{nil, nil, road, nil}}
	at := (r.u0 + r.u1) / 2
	at -= at % 100
	w, e, s := t.corridor(r, alongU, at, collector, nil)
	s.name = place("Niementie", "Uddvägen")
	t.strips(w, alongU, patterns["AO1"], 1)
	t.strips(e, alongU, patterns["AO1"], 1)
}

// islands places rounded islands in the lake, clear of the shore and of each other.
func (t *town) islands() {
	type disc struct{ u, v, r float64 }
	var placed []disc
	for i := range 60 {
		rnd := derive(t.seed, "island", t.number, i)
		d := disc{between(rnd, -4700, 4700), between(rnd, -2150, -350), between(rnd, 45, 150)}
		if i < 3 {
			d.r = between(rnd, 190, 300)
		}
		if len(placed) >= 11 || d.v+1.35*d.r > -320 || !t.inLake(d.u, d.v, d.r*1.35+70) {
			continue
		}
		if slices.ContainsFunc(placed, func(o disc) bool { return math.Hypot(o.u-d.u, o.v-d.v) < (o.r+d.r)*1.35+60 }) {
			continue
		}
		placed = append(placed, d)
		t.island(blob(rnd, d.u, d.v, d.r), d.r)
	}
}

// inLake tells whether a disc on the plan is clear of the shoreline and the lake's ends.
func (t *town) inLake(u, v, r float64) bool {
	if v-r < lakeSouth+250 || math.Abs(u)+r > eastEnd-100 {
		return false
	}
	for _, p := range t.lake.shoreline {
		if math.Hypot(float64(p.u)/100-u, float64(p.v)/100-v) < r {
			return false
		}
	}
	return v < t.shoreAt(u)
}

var islandNames = []name{place("Lehtisaari", "Lövholmen"), place("Kalliosaari", "Bergholmen"), place("Lammassaari", "Fårholmen"), place("Pikkusaari", "Lillholmen"),
	place("Haukkasaari", "Hökholmen"), place("Koivusaari", "Björkholmen"), place("Katajaluoto", "Engrundet"), place("Lokkiluoto", "Måsgrundet"), place("Kivisaari", "Stenholmen"),
	place("Heinäsaari", "Höholmen"), place("Mustasaari", "Svartholmen"), place("Ulkoluoto", "Yttergrundet")}

func (t *town) island(corners []pt, radius float64) {
	u := unit{corners: corners, tenure: estate, block: t.houseNumber(), ground: "forest"}
	if radius > 60 {
		u.plot = cottage
	}
	u.label = islandNames[len(t.lake.islands)%len(islandNames)]
	t.add(u)
	t.lake.islands = append(t.lake.islands, corners)
}

// water is the lake as one jointly owned water area.
func (t *town) water() {
	corners := slices.Clone(t.lake.shoreline)
	slices.Reverse(corners)
	rnd := derive(t.seed, "lake", t.number)
	corners = append(corners, pt{m(westEnd), m(lakeSouth)})
	for _, u := range []float64{-3900, -2300, -700, 1100, 2600, 4000} {
		corners = append(corners, pt{m(u), m(math.Round(lakeSouth + between(rnd, -350, 250)))})
	}
	corners = append(corners, pt{m(eastEnd), m(lakeSouth)})
	u := t.add(unit{corners: corners, tenure: waterUnit, ground: "water"})
	u.label = place("Mallilanjärvi", "Mallila träsk")
}

// numberHouses gives the lots of each street their numbers: odd on one side, even on the other, ascending.
func (t *town) numberHouses() {
	lots := map[*street][]*unit{}
	for _, u := range t.units {
		if u.front != nil {
			lots[u.front] = append(lots[u.front], u)
		}
	}
	for s, units := range lots {
		slices.SortStableFunc(units, func(a, b *unit) int { return a.frontAt - b.frontAt })
		last := [2]int{-1, 0}
		for _, u := range units {
			odd := 0 // even numbers on the lower side
			if u.region.lo(s.axis.other()) >= s.c {
				odd = 1
			}
			n := 2*((u.frontAt-s.parts[0].from)/m(22)) + 2 - odd
			if n <= last[1-odd] {
				n = last[1-odd] + 2
			}
			last[1-odd] = n
			u.house = n
		}
	}
}
