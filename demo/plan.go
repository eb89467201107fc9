package demo

import "math"

// The town on the plan, in metres: the lake lies south of the shore strip, the shore road at 157, the railway at
// 1520, the highway at 2625. Between them three built bands, outside them countryside up to the border.
const (
	westEnd, eastEnd   = -5200, 5200
	shoreTop           = 150
	roadTop            = 164
	railSouth, railTop = 1500, 1540
	highSouth, highTop = 2600, 2650
	northEnd           = 4350
	townWest, townEast = -2714, 2714
	mainWest, mainEast = -609, 609
	lakeSouth          = -2500
	oldTownTop         = 820
	shelterBelt        = 46 // width of the green between highway and town
)

// layOut fills the whole plan.
func (t *town) layOut() {
	shore := t.newStreet(collector, alongU, m(shoreTop+7))
	shore.name = place("Rantatie", "Strandvägen")
	motor := t.newStreet(highway, alongU, m((highSouth+highTop)/2))
	motor.name = place("Mallilan valtatie", "Mallila riksväg")
	t.corridor(region{u0: m(westEnd), v0: m(shoreTop), u1: m(eastEnd), v1: m(roadTop)}, alongV, shore.c, collector, shore)
	t.corridor(region{u0: m(westEnd), v0: m(highSouth), u1: m(eastEnd), v1: m(highTop)}, alongV, motor.c, highway, motor)

	band := region{u0: m(westEnd), v0: m(roadTop), u1: m(eastEnd), v1: m(highSouth), side: [4]*street{shore, nil, motor, nil}}
	countryW, band, ringW := t.corridor(band, alongU, m(townWest+7), mainRoad, nil)
	band, countryE, ringE := t.corridor(band, alongU, m(townEast-7), mainRoad, nil)
	ringW.name, ringE.name = place("Läntinen kehätie", "Västra ringvägen"), place("Itäinen kehätie", "Östra ringvägen")
	wests, band, parkW := t.corridor(band, alongU, m(mainWest), mainRoad, nil)
	middle, easts, parkE := t.corridor(band, alongU, m(mainEast), mainRoad, nil)
	parkW.name, parkE.name = place("Läntinen puistokatu", "Västra esplanaden"), place("Itäinen puistokatu", "Östra esplanaden")
	centreW, centreE, axisStreet := t.corridor(middle, alongU, 0, mainRoad, nil)
	axisStreet.name = place("Kirkkokatu", "Kyrkogatan")

	t.rails = append(t.rails, []pt{{m(westEnd), m(1520)}, {m(eastEnd), m(1520)}})
	station := t.newStreet(collector, alongU, m(railSouth-7))
	station.name = place("Asemakatu", "Stationsgatan")
	yard := t.newStreet(collector, alongU, m(railTop+7))
	yard.name = place("Ratakatu", "Bangatan")
	belt := t.newStreet(collector, alongU, m(highSouth-shelterBelt-7))
	belt.name = place("Pohjoinen kehätie", "Norra ringvägen")
	var south, north [4]region
	for i, column := range []region{wests, centreW, centreE, easts} {
		south[i], north[i] = t.columnParts(column, station, yard, belt)
	}
	t.countryside(countryW, 0)
	t.countryside(countryE, 1)
	inner := t.stationStrip(south[1], south[2])
	t.centre(inner[0], inner[1])
	t.grow(south[0], 0)
	t.grow(south[3], 0)
	for _, r := range north {
		t.grow(r, 0)
	}
	t.fillPatches()
	t.northCountry(motor)
	t.shore(shore)
	t.numberHouses()
}

// columnParts cuts the railway, the streets beside it and the shelter belt out of a column of the town.
func (t *town) columnParts(column region, station, yard, belt *street) (southPart, northPart region) {
	southPart, rest := column.cut(alongV, m(railSouth))
	rail, northPart := rest.cut(alongV, m(railTop))
	t.railway(rail)
	southPart, _ = t.edge(southPart, north, collector, station)
	northPart, _ = t.edge(northPart, south, collector, yard)
	green, northPart2 := northPart.strip(north, m(shelterBelt))
	t.green(green, "EV")
	northPart2, _ = t.edge(northPart2, north, collector, belt)
	return southPart, northPart2
}

// stationStrip cuts the station with its square and park from the top of the middle columns.
func (t *town) stationStrip(w, e region) [2]region {
	stripW, w := w.strip(north, m(78))
	stripE, e := e.strip(north, m(78))
	park, square := stripW.cut(alongU, stripW.u1-m(120))
	t.named(t.green(park, "VP"), place("Asemapuisto", "Stationsparken"))
	t.square(square, place("Asema-aukio", "Stationsplatsen"))
	house, rest := stripE.cut(alongU, stripE.u0+m(130))
	t.single(house, "LRA", station, place("Mallilan rautatieasema", "Mallila järnvägsstation"))
	bus, green := rest.cut(alongU, rest.u0+m(110))
	t.square(bus, place("Linja-autoasema", "Busstationen"))
	t.green(green, "VP")
	return [2]region{w, e}
}

// railway is a piece of the railway's ground.
func (t *town) railway(r region) {
	t.zone(block{corners: r.corners(), symbol: "LR"})
	t.add(unit{region: r, tenure: railUnit, symbol: "LR", ground: "rail"})
}

// patch is a piece of town that is built in one way.
type patch struct {
	region region
	use    string // key of patterns, or a facility's
	label  name
}

// grow divides a part of the town by collector streets and greenways until the pieces are of a quarter's size.
func (t *town) grow(r region, depth int) {
	r0 := derive(t.seed, "grow", t.number, r.u0, r.v0, r.u1, r.v1)
	a := r.longer()
	limit := m(between(r0, 400, 560))
	if r.size(a) <= limit || r.squareMetres() < 90000 {
		t.patches = append(t.patches, patch{region: r})
		return
	}
	at := r.lo(a) + int(float64(r.size(a))*between(r0, 0.40, 0.60))
	at -= at % 100
	if depth > 0 && r.side[a.lo()] != nil && r.side[a.hi()] != nil && chance(r0, 0.24) {
		half := m(between(r0, 16, 32))
		lo, rest := r.cut(a, at-half)
		strip, hi := rest.cut(a, at+half)
		t.greenway(strip, a.other())
		t.grow(lo, depth+1)
		t.grow(hi, depth+1)
		return
	}
	lo, hi, _ := t.corridor(r, a, at, collector, nil)
	t.grow(lo, depth+1)
	t.grow(hi, depth+1)
}

// greenway is a long park with a path through its middle.
func (t *town) greenway(r region, a axis) {
	across := a.other()
	if r.side[a.lo()] == nil && r.side[a.hi()] == nil {
		t.green(r, "VL")
		return
	}
	lo, hi, _ := t.corridor(r, across, (r.lo(across)+r.hi(across))/2, path, nil)
	t.green(lo, "VL")
	t.green(hi, "VL")
}

// facility is something the town needs once or a few times, near a place of the plan.
type facility struct {
	use   string
	label name
	u, v  float64 // wished place, metres
	by    string  // the facility beside which it is wished instead, but not on industrial land
}

// facilities of every town, in the order in which they choose their patch.
var facilities = []facility{
	{"plant", place("Mallilan kemikaalitehdas", "Mallila kemikaliefabrik"), 1150, 2050, ""},
	{"school", place("Radanvarren koulu", "Banvallens skola"), 420, 2000, "plant"},
	{"school", place("Itäharjun koulu", "Österåsens skola"), 1500, 1200, ""},
	{"hospital", place("Mallilan sairaala", "Mallila sjukhus"), 1400, 500, ""},
	{"school", place("Länsirannan koulu", "Västra strandens skola"), -1300, 600, ""},
	{"school", place("Koivikon koulu", "Björkdungens skola"), -1900, 1250, ""},
	{"school", place("Pohjoispellon koulu", "Norråkerns skola"), -1500, 2050, ""},
	{"sports", place("Mallilan urheilupuisto", "Mallila idrottspark"), -1000, 1200, ""},
	{"park", place("Koivupuisto", "Björkparken"), -2100, 700, ""},
	{"cemetery", place("Mallilan hautausmaa", "Mallila begravningsplats"), 2300, 1200, ""},
	{"TY", name{}, 1950, 2300, ""},
	{"EP", place("Mallilan varikko", "Mallila depå"), 2500, 420, ""},
	{"power", place("Mallilan lämpölaitos", "Mallila värmeverk"), 2300, 2000, ""},
	{"care", place("Oravan päiväkoti", "Daghemmet Ekorren"), 1900, 1000, ""},
	{"care", place("Västäräkin päiväkoti", "Daghemmet Ärlan"), -1700, 400, ""},
	{"care", place("Apilan päiväkoti", "Daghemmet Klövern"), -1000, 2200, ""},
	{"care", place("Junan päiväkoti", "Daghemmet Tåget"), 300, 2000, ""},
	{"park", place("Harjupuisto", "Åsparken"), 1000, 900, ""},
	{"K", place("Pohjoisportin liikealue", "Norrportens affärsområde"), 300, 2450, ""},
	{"K", place("Länsiportin liikealue", "Västportens affärsområde"), -900, 2450, ""},
}

func (t *town) fillPatches() {
	chosen := map[string]pt{}
	for _, f := range facilities {
		wish := pt{m(f.u), m(f.v)}
		if f.by != "" {
			wish = chosen[f.by]
		}
		best, dist := -1, math.Inf(1)
		for i, p := range t.patches {
			c := p.region.centre()
			d := math.Hypot(float64(c.u-wish.u), float64(c.v-wish.v))
			if f.by != "" && industrial(p.region) {
				continue
			}
			if p.use == "" && d < dist {
				best, dist = i, d
			}
		}
		if best >= 0 {
			t.patches[best].use, t.patches[best].label = f.use, f.label
			chosen[f.use] = t.patches[best].region.centre()
		}
	}
	for _, p := range t.patches {
		t.fill(p)
	}
}

// fill builds one patch.
func (t *town) fill(p patch) {
	r := p.region
	rnd := derive(t.seed, "fill", t.number, r.u0, r.v0)
	use := p.use
	if use == "" && t.outskirts(r, rnd.Float64()) {
		t.parcels(r, 2)
		return
	}
	if use == "" {
		use = t.usual(r, rnd.Float64())
	}
	switch use {
	case "school", "hospital", "care", "plant", "power", "sports", "park", "cemetery":
		t.fillFacility(r, use, p.label)
	case "VL", "VP", "EP":
		t.named(t.green(r, use), p.label)
	default:
		t.quarter(r, patterns[use])
	}
}

// industrial tells whether a patch lies in Rautala, the part of the town where nobody lives.
func industrial(r region) bool {
	c := r.centre()
	return c.v > m(railTop) && c.u > m(mainEast)
}

// outskirts tells whether a patch lies so far out that it was never planned; x is drawn from 0 to 1.
func (t *town) outskirts(r region, x float64) bool {
	c := r.centre()
	u, v := float64(c.u)/100, float64(c.v)/100
	return math.Pow(math.Abs(u)/2420, 2.4)+math.Pow(math.Abs(v-1180)/1290, 2.4)+0.3*(x-0.5) > 1
}

// usual is what a patch is built with where it has no special use; x is drawn from 0 to 1.
func (t *town) usual(r region, x float64) string {
	c := r.centre()
	u, v := float64(c.u)/100, float64(c.v)/100
	switch {
	case industrial(r):
		if v > 2330 && u < 1300 {
			return "K"
		}
		if x < 0.6 {
			return "T"
		}
		return "TY"
	case v > railTop && math.Abs(u) <= 640:
		if x < 0.55 {
			return "AK"
		}
		return "AP"
	case math.Abs(u) <= 640:
		if x < 0.2 {
			return "AKC"
		}
		if x < 0.75 {
			return "AK"
		}
		return "AP"
	case u > 640 && u < 1300 && v < railSouth:
		if x < 0.45 {
			return "AK"
		}
		return "AP"
	}
	switch {
	case x < 0.06:
		return "VL"
	case x < 0.17:
		return "AP"
	case x < 0.45:
		return "AO1"
	}
	return "AO"
}

// quarter fills a patch with blocks, first cut in two where the blocks would be too long.
func (t *town) quarter(r region, p pattern) {
	rnd := derive(t.seed, "quarter", t.number, r.u0, r.v0)
	a := pick(rnd, alongU, alongV)
	if r.side[a.lo()] == nil && r.side[a.hi()] == nil {
		a = a.other()
	}
	if r.size(a) > m(260) && r.side[a.other().lo()] != nil {
		at := r.lo(a) + int(float64(r.size(a))*between(rnd, 0.42, 0.58))
		at -= at % 100
		lo, hi, _ := t.corridor(r, a, at, local, nil)
		t.turned(lo, a, p, rnd.Float64())
		t.turned(hi, a, p, rnd.Float64())
		return
	}
	t.strips(r, a, p, 0.5)
}

// turned fills half a quarter, sometimes with its rows the other way round.
func (t *town) turned(r region, a axis, p pattern, x float64) {
	o := a.other()
	if x < 0.45 && (r.side[o.lo()] != nil || r.side[o.hi()] != nil) {
		a = o
	}
	t.strips(r, a, p, 0.5)
}

// fillFacility gives a patch its facility and fills what is left with houses.
func (t *town) fillFacility(r region, use string, label name) {
	a := r.longer()
	switch use {
	case "park":
		t.named(t.green(r, "VP"), label)
		c := r.centre()
		rnd := derive(t.seed, "park", t.number, r.u0, r.v0)
		t.spotted = append(t.spotted, spot{"pond", t.pondName(), blob(rnd, float64(c.u)/100, float64(c.v)/100, 38)})
		return
	case "sports":
		t.named(t.green(r, "VU"), label)
		t.pitches(r)
		return
	case "cemetery":
		u := t.named(t.green(r, "EH"), label)
		u.ground = "cemetery"
		return
	}
	width := map[string]float64{"school": 170, "hospital": 260, "care": 70, "plant": 260, "power": 140}[use]
	if use == "care" {
		t.careCorner(r, label)
		return
	}
	at := r.lo(a) + m(width)
	own, rest := r, region{}
	if r.size(a) > m(width)+m(90) {
		own, rest, _ = t.corridor(r, a, at+local.halfWidth(), local, nil)
	}
	switch use {
	case "school":
		t.named(t.single(own, "YO", school, label), label)
	case "hospital":
		t.single(own, "YS", hospital, label)
	case "power":
		t.single(own, "EN", power, label)
	case "plant":
		t.plant = t.single(own, "T/kem", plant, label)
	}
	if rest.empty() {
		return
	}
	p := patterns["AO"]
	if use == "plant" || use == "power" {
		p = patterns["T"]
	}
	if use == "hospital" {
		p = patterns["AK"]
	}
	t.strips(rest, a.other(), p, 0.3)
}

// pitches draws a running track with its field, and a second pitch where there is room.
func (t *town) pitches(r region) {
	c := r.centre()
	u, v := float64(c.u)/100, float64(c.v)/100
	var track []pt
	for i := range 48 {
		s, co := math.Sincos(2 * math.Pi * float64(i) / 48)
		track = append(track, pt{m(u + math.Copysign(42, co) + 44*co), m(v + 44*s)})
	}
	t.spotted = append(t.spotted, spot{"track", name{}, track}, spot{"pitch", name{}, box(u-52, u+52, v-32, v+32).corners()})
	if r.size(alongV) > m(240) {
		t.spotted = append(t.spotted, spot{"pitch", name{}, box(u-52, u+52, v+60, v+110).corners()})
	}
}

// careCorner puts a day-care centre at the end of a patch and houses on the rest of it.
func (t *town) careCorner(r region, label name) {
	a := r.longer()
	end, rest, _ := t.corridor(r, a, r.lo(a)+m(75), local, nil)
	o := a.other()
	centre, other := end.cut(o, end.lo(o)+m(90))
	t.single(centre, "YL", dayCare, label)
	t.green(other, "VK")
	t.strips(rest, o, patterns["AO"], 0.3)
}

func (t *town) named(u *unit, label name) *unit {
	u.label = label
	return u
}
