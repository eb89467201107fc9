package demo

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// use is a building's use as the register codes it (Rakennusluokitus 2018, two lowest levels).
type use string

// Uses of buildings that the town has.
const (
	useHouse     use = "0110" // yhden asunnon talot
	useRow       use = "0112" // rivitalot
	useFlats     use = "0121" // pienkerrostalot ja kerrostalot
	useCottage   use = "0211" // vapaa-ajan asuinrakennukset
	useShop      use = "0311" // tukku- ja vähittäiskaupan hallit
	useTrade     use = "0319" // muut myymälärakennukset
	useOffice    use = "0400" // toimistorakennukset
	useStation   use = "0511" // asemat ja terminaalit
	useHealth    use = "0610" // terveydenhuoltorakennukset
	useDayCare   use = "0811" // lasten päiväkodit
	useSchool    use = "0820" // yleissivistävät oppilaitokset
	useChurch    use = "0730" // seurakunta- ja kirkkorakennukset
	useFactory   use = "0910" // teollisuuden tuotantorakennukset
	usePower     use = "1010" // energiahuoltorakennukset
	useWarehouse use = "1210" // varastorakennukset
	useFarm      use = "1410" // maatalousrakennukset
	useOuthouse  use = "1910" // talousrakennukset
	useSauna     use = "1911" // saunarakennukset
)

// building is one building on a unit.
type building struct {
	use    use
	floors int
	ring   orb.Ring
	built  int // year
}

// build puts buildings on a unit.
func (t *town) build(u *unit) []building {
	if u.plot == bare {
		return nil
	}
	rnd := derive(t.seed, "build", t.number, u.corners[0].u, u.corners[0].v, u.corners[1].u)
	site := &yard{rnd: rnd, f: nil, age: t.age(u)}
	if u.plot == cottage {
		site.f = t.shoreFrame(u)
		site.cottage()
		return site.out
	}
	site.f = t.frame(u)
	switch u.plot {
	case house:
		site.house()
	case rowHouse:
		site.rowHouses()
	case slab:
		site.slabs()
	case perimeter:
		site.perimeter(u.symbol)
	case shop:
		site.shops()
	case hall:
		site.halls()
	case school:
		site.school()
	case dayCare:
		site.wings(useDayCare, 1, 0.55, 0.3)
	case hospital:
		site.hospital()
	case church:
		site.church()
	case station:
		site.put(useStation, 2, 0, site.f.depth/2, min(60, site.f.width*0.6), 14)
		site.put(useOuthouse, 1, site.f.width*0.38, site.f.depth/2, 10, 8)
	case townHall:
		site.townHall()
	case plant:
		site.plant()
	case power:
		site.power()
	case farm:
		site.farm()
	}
	return site.out
}

// age is the decade in which a place was built: the centre first, then outwards.
func (t *town) age(u *unit) int {
	c := middle(u.corners)
	d := max(abs(c.u), abs(c.v-m(700)))
	return min(2010, 1905+d/m(27))
}

// yard is a unit that is being built upon.
type yard struct {
	rnd *rand.Rand
	f   *frame
	age int
	out []building
}

// put adds a rectangular building round (x, y), smaller where it would not fit; nothing where even that fails.
func (y *yard) put(what use, floors int, x, at, w, d float64) {
	for range 5 {
		if w < 3 || d < 3 {
			return
		}
		if ring := y.f.box(x, at, w, d); y.add(what, floors, ring) {
			return
		}
		w, d = w*0.86, d*0.93
	}
}

// add adds a building of any shape if it fits.
func (y *yard) add(what use, floors int, ring orb.Ring) bool {
	if ring.Orientation() == orb.CW {
		ring.Reverse()
	}
	if !y.f.fits(ring) {
		return false
	}
	y.f.buildings = append(y.f.buildings, ring)
	y.out = append(y.out, building{what, max(1, floors), ring, y.age + y.rnd.IntN(12)})
	return true
}

func (y *yard) house() {
	w, d := between(y.rnd, 10, 14), between(y.rnd, 8.5, 11)
	back := between(y.rnd, 5, 8)
	x := between(y.rnd, -1.5, 1.5)
	floors := 1 + y.rnd.IntN(2)
	built := false
	if chance(y.rnd, 0.35) && y.f.depth > 30 {
		s := pick(y.rnd, -1.0, 1.0)
		built = y.add(useHouse, floors, y.f.outline([2]float64{x - s*w/2, back}, [2]float64{x + s*w/2, back}, [2]float64{x + s*w/2, back + d + 5},
			[2]float64{x + s*(w/2-5), back + d + 5}, [2]float64{x + s*(w/2-5), back + d}, [2]float64{x - s*w/2, back + d}))
	}
	if !built {
		y.put(useHouse, floors, x, back+d/2, w, d)
	}
	if chance(y.rnd, 0.72) {
		s := pick(y.rnd, -1.0, 1.0)
		y.put(useOuthouse, 1, s*(y.f.width/2-between(y.rnd, 4.2, 6)), back+d+between(y.rnd, 8, 12), between(y.rnd, 4.5, 6.5), between(y.rnd, 5, 7))
	}
	if chance(y.rnd, 0.22) {
		y.put(useSauna, 1, between(y.rnd, -5, 5), y.f.depth-between(y.rnd, 4.5, 6), 4.5, 4)
	}
}

func (y *yard) rowHouses() {
	w := y.f.width - 13
	y.put(useRow, 1+y.rnd.IntN(2), 0, 12, w, 10)
	if y.f.depth > 38 {
		y.put(useRow, 1+y.rnd.IntN(2), between(y.rnd, -3, 3), y.f.depth-11, w*between(y.rnd, 0.55, 0.9), 9.5)
	}
	y.put(useOuthouse, 1, y.f.width/2-5, y.f.depth/2+2, 5, 12)
}

func (y *yard) slabs() {
	floors := 3 + y.rnd.IntN(5)
	if chance(y.rnd, 0.55) {
		y.put(useFlats, floors, 0, 17, y.f.width-20, 12.5)
		y.put(useOuthouse, 1, between(y.rnd, -8, 8), y.f.depth-8, 26, 6)
	} else {
		y.put(useFlats, floors, -y.f.width/2+15, y.f.depth/2, 12.5, y.f.depth-16)
		y.put(useFlats, floors, y.f.width/2-16, y.f.depth*0.62, 12.5, y.f.depth*0.5)
		y.put(useOuthouse, 1, 2, 9, 16, 6)
	}
}

func (y *yard) perimeter(symbol string) {
	main, floors := useFlats, 3+y.rnd.IntN(4)
	if symbol == "C" && chance(y.rnd, 0.35) {
		main = pick(y.rnd, useOffice, useTrade)
	}
	y.put(main, floors, 0, 8.2, y.f.width-2.2, 13)
	if y.f.depth > 36 && chance(y.rnd, 0.6) {
		s := pick(y.rnd, -1.0, 1.0)
		y.put(useFlats, max(2, floors-1), s*(y.f.width/2-6.5), 15+(y.f.depth-17)/2, 10.5, y.f.depth-18.5)
	} else {
		y.put(useOuthouse, 1, 0, y.f.depth-6, 14, 7)
	}
}

func (y *yard) shops() {
	y.put(useShop, 1+y.rnd.IntN(2), between(y.rnd, -6, 6), y.f.depth-between(y.rnd, 22, 27), y.f.width*between(y.rnd, 0.55, 0.8), 36)
	y.put(useTrade, 1, -y.f.width*0.3, 14, 22, 14)
}

func (y *yard) halls() {
	w := y.f.width * between(y.rnd, 0.45, 0.72)
	d := y.f.depth * between(y.rnd, 0.34, 0.52)
	x := between(y.rnd, -4, 4)
	y.put(pick(y.rnd, useFactory, useWarehouse, useFactory), 1+y.rnd.IntN(2), x, 10+d/2, w, d)
	if chance(y.rnd, 0.7) {
		y.put(useWarehouse, 1, pick(y.rnd, -1.0, 1.0)*y.f.width*0.24, y.f.depth-12, y.f.width*0.35, 13)
	}
}

func (y *yard) school() {
	w := min(y.f.width*0.66, 84)
	y.wingsAt(useSchool, 2, w, 17, 24)
	y.put(useSchool, 2, w/2-10, y.f.depth*0.62, 26, 34)
	y.put(useOuthouse, 1, -y.f.width*0.36, y.f.depth*0.75, 9, 7)
}

func (y *yard) wings(what use, floors int, share, deep float64) {
	y.wingsAt(what, floors, y.f.width*share, 14, y.f.depth*deep)
}

// wingsAt is a main wing along the street with a wing to the back at its left end.
func (y *yard) wingsAt(what use, floors int, w, d, back float64) {
	long := min(back+d+34, y.f.depth-12)
	if !y.add(what, floors, y.f.outline([2]float64{-w / 2, back}, [2]float64{w / 2, back}, [2]float64{w / 2, back + d},
		[2]float64{-w/2 + d, back + d}, [2]float64{-w/2 + d, long}, [2]float64{-w / 2, long})) {
		y.put(what, floors, 0, back+d/2, w, d)
	}
}

func (y *yard) hospital() {
	w := min(130, y.f.width*0.6)
	y.put(useHealth, 7, 0, y.f.depth*0.28, w, 20)
	for i, x := range []float64{-0.42, 0, 0.42} {
		y.put(useHealth, 3+i, x*w, y.f.depth*0.28+44, 18, 58)
	}
	y.put(useHealth, 3, 0, y.f.depth*0.28+92, w*0.9, 18)
	y.put(usePower, 1, -y.f.width*0.4, y.f.depth*0.8, 16, 12)
}

func (y *yard) church() {
	c := y.f.depth / 2
	y.add(useChurch, 1, y.f.outline([2]float64{-7, c - 20}, [2]float64{7, c - 20}, [2]float64{7, c - 7}, [2]float64{18, c - 7}, [2]float64{18, c + 7}, [2]float64{7, c + 7},
		[2]float64{7, c + 20}, [2]float64{-7, c + 20}, [2]float64{-7, c + 7}, [2]float64{-18, c + 7}, [2]float64{-18, c - 7}, [2]float64{-7, c - 7}))
	y.put(useChurch, 1, -y.f.width*0.32, c*0.5, 7, 7)
}

func (y *yard) townHall() {
	w, d := y.f.width*0.6, y.f.depth*0.55
	y.add(useOffice, 4, y.f.outline([2]float64{-w / 2, 10}, [2]float64{w / 2, 10}, [2]float64{w / 2, 10 + d}, [2]float64{w/2 - 15, 10 + d}, [2]float64{w/2 - 15, 26},
		[2]float64{-w/2 + 15, 26}, [2]float64{-w/2 + 15, 10 + d}, [2]float64{-w / 2, 10 + d}))
}

func (y *yard) plant() {
	w, d := y.f.width, y.f.depth
	y.put(useOffice, 3, -w*0.3, 20, 40, 16)
	y.put(useFactory, 3, -w*0.18, d*0.42, w*0.42, 50)
	y.put(useFactory, 2, -w*0.2, d*0.72, w*0.34, 38)
	y.put(useWarehouse, 1, w*0.12, 24, 50, 26)
	for i := range 3 {
		for k := range 4 {
			y.add(useWarehouse, 1, y.f.round(w*0.2+float64(i)*26, d*0.4+float64(k)*26, 9.5))
		}
	}
}

func (y *yard) power() {
	y.put(usePower, 4, 0, y.f.depth*0.45, 60, 34)
	y.add(usePower, 1, y.f.round(46, y.f.depth*0.45, 4))
	y.put(useWarehouse, 1, -10, y.f.depth*0.75, 50, 20)
}

func (y *yard) farm() {
	y.put(useHouse, 2, -y.f.width*0.22, 17, 13, 10)
	y.put(useFarm, 1, y.f.width*0.16, y.f.depth*0.66, 15, 30)
	y.put(useFarm, 1, -y.f.width*0.22, y.f.depth*0.8, 18, 10)
	y.put(useOuthouse, 1, y.f.width*0.24, 14, 9, 7)
}

func (y *yard) cottage() {
	y.put(useCottage, 1, between(y.rnd, -4, 4), 14, between(y.rnd, 8, 11), between(y.rnd, 6.5, 8.5))
	y.put(useSauna, 1, pick(y.rnd, -1.0, 1.0)*between(y.rnd, 9, 13), between(y.rnd, 1, 5), 5.5, 4.5)
}

// shoreFrame sees a shore unit from the water's edge and an island from its middle.
func (t *town) shoreFrame(u *unit) *frame {
	ring := u.polygon[0]
	f := &frame{ring: ring, width: 40, depth: 60}
	n := len(u.corners)
	if u.label.empty() { // shore unit: its last two corners are its northern border
		a, b := t.warp.at(u.corners[n-1]), t.warp.at(u.corners[n-2])
		mid := (u.corners[n-1].u + u.corners[n-2].u) / 2
		near := u.corners[0]
		for _, c := range u.corners[:n-2] {
			if abs(c.u-mid) < abs(near.u-mid) {
				near = c
			}
		}
		f.x = minus(b, a).unit()
		f.y = f.x.left()
		water := t.warp.at(near)
		if f.y.dot(minus(a, water)) < 0 {
			f.y = vec{-f.y[0], -f.y[1]}
		}
		f.origin = shift(water, f.y, 16)
		return f
	}
	f.origin = t.warp.at(middle(u.corners))
	f.x, f.y = vec{1, 0}, vec{0, 1}
	return f
}

const checkCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// permanentID is a building's VTJ-PRT-like id: 1, eight digits and the check character. Real ids are a little over
// a hundred million; these begin with 19, which is far from being given out.
func permanentID(n int) string {
	number := 190000000 + n
	return fmt.Sprintf("%d%c", number, checkCharacters[number%31])
}
