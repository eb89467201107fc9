package demo

import "math"

// countryside fills the land beside the town between the shore road and the highway.
func (t *town) countryside(r region, which int) {
	southPart, rest := r.cut(alongV, m(railSouth))
	rail, northPart := rest.cut(alongV, m(railTop))
	t.railway(rail)
	for i, r := range []region{southPart, northPart} {
		rnd := derive(t.seed, "country", t.number, which, i)
		at := r.v0 + int(float64(r.size(alongV))*between(rnd, 0.42, 0.58))
		at -= at % 100
		lo, hi, _ := t.corridor(r, alongV, at, rural, nil)
		t.parcels(lo, 0)
		t.parcels(hi, 0)
	}
}

// northCountry fills the land north of the highway, column by column, each with a road and a border of its own.
func (t *town) northCountry(motor *street) {
	ends := []float64{westEnd, -3100, -1150, 900, 2900, eastEnd}
	for i := range len(ends) - 1 {
		rnd := derive(t.seed, "north", t.number, i)
		top := math.Round(northEnd - between(rnd, 0, 900))
		r := region{u0: m(ends[i]), v0: m(highTop), u1: m(ends[i+1]), v1: m(top), side: [4]*street{motor, nil, nil, nil}}
		at := r.u0 + int(float64(r.size(alongU))*between(rnd, 0.4, 0.6))
		at -= at % 100
		w, e, _ := t.corridor(r, alongU, at, rural, nil)
		t.parcels(w, 0)
		t.parcels(e, 0)
	}
}

// parcels divides countryside into fields and forests, often in the long narrow strips of old village land, and puts
// farms along its roads.
func (t *town) parcels(r region, depth int) {
	rnd := derive(t.seed, "parcels", t.number, r.u0, r.v0, r.u1, r.v1)
	if road, ok := t.roadside(r); ok && depth >= 2 && r.size(road.axis().other()) > m(150) && r.size(road.axis()) > m(160) && chance(rnd, 0.5) {
		t.farmAlong(r, road)
		return
	}
	limit := between(rnd, 40000, 150000)
	if r.squareMetres() < limit || r.size(alongU) < m(120) && r.size(alongV) < m(120) {
		t.parcel(r)
		return
	}
	a := r.longer()
	if r.squareMetres() < 300000 && r.size(a.other()) > m(140) && chance(rnd, 0.5) {
		a = a.other() // along the grain: strips
	}
	at := r.lo(a) + int(float64(r.size(a))*between(rnd, 0.36, 0.64))
	at -= at % 100
	lo, hi := r.cut(a, at)
	t.parcels(lo, depth+1)
	t.parcels(hi, depth+1)
}

// roadside is a side of the region where a farm can have its drive.
func (t *town) roadside(r region) (side, bool) {
	for s := south; s < noSide; s++ {
		if st := r.side[s]; st != nil && st.class != highway {
			return s, true
		}
	}
	return noSide, false
}

// farmAlong cuts one or more farms out of the region's edge by its road.
func (t *town) farmAlong(r region, road side) {
	rnd := derive(t.seed, "farm", t.number, r.u0, r.v0)
	a := road.axis().other()
	band, rest := r.strip(road, m(between(rnd, 62, 84)))
	n := 1 + rnd.IntN(3)
	for range n {
		if band.size(a) < m(190) {
			break
		}
		skip := m(between(rnd, 20, 90))
		skip -= skip % 100
		field, tail := band.cut(a, band.lo(a)+skip)
		t.parcel(field)
		yard, tail := tail.cut(a, tail.lo(a)+m(58))
		front := (yard.lo(a) + yard.hi(a)) / 2
		t.add(unit{region: yard, tenure: estate, block: t.houseNumber(), ground: "yard", plot: farm,
			front: r.side[road], face: road, frontAt: front})
		band = tail
	}
	t.parcel(band)
	t.parcels(rest, 3)
}

// parcel is one field or forest.
func (t *town) parcel(r region) {
	if r.empty() {
		return
	}
	c := r.centre()
	u, v := float64(c.u)/100, float64(c.v)/100
	wild := math.Sin(u/560+float64(t.number))*math.Sin(v/430+2) + 0.45*math.Sin(u/190+v/150)
	ground := "forest"
	if _, ok := t.roadside(r); ok && wild < 0.3 || wild < -0.25 {
		ground = "field"
	}
	t.add(unit{region: r, tenure: estate, block: t.houseNumber(), ground: ground})
	t.spots(r, ground)
}

// spot is something natural within one unit that the background shows.
type spot struct {
	kind    string // forest, marsh, pond
	label   name
	corners []pt
}

// spots puts islets of forest in fields, and marshes and ponds in forests.
func (t *town) spots(r region, ground string) {
	rnd := derive(t.seed, "spots", t.number, r.u0, r.v0)
	room := float64(min(r.size(alongU), r.size(alongV))) / 200
	kind, radius := "forest", between(rnd, 10, 34)
	if ground == "forest" {
		kind, radius = "marsh", between(rnd, 40, 95)
		if chance(rnd, 0.3) {
			kind, radius = "pond", between(rnd, 22, 70)
		}
	}
	if radius*1.4+8 > room || !chance(rnd, 0.55) {
		return
	}
	reach := room - radius*1.4 - 6
	c := r.centre()
	u, v := float64(c.u)/100+between(rnd, -reach, reach), float64(c.v)/100+between(rnd, -reach, reach)
	s := spot{kind: kind, corners: blob(rnd, u, v, radius)}
	if kind == "pond" {
		s.label = t.pondName()
	}
	t.spotted = append(t.spotted, s)
}

// pondName is a name that no other pond of the town has.
func (t *town) pondName() name {
	from := stems["forest"]
	n := t.ponds
	t.ponds++
	a := from[n%len(from)]
	end := []stem{{"lampi", "tjärnen"}, {"järvi", "träsket"}, {"lammi", "gölen"}}[n/len(from)%3]
	return name{a.fi + end.fi, a.sv + end.sv}
}

// houseNumber is the next number of a farm (talo) in its village; here one series serves all three.
func (t *town) houseNumber() int {
	t.nextHouse[0]++
	return t.nextHouse[0]
}
