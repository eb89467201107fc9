package demo

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/layers"
)

// attributes of a feature by name.
type attributes map[string]any

// emitter sends features of one town on and stops at the first error.
type emitter struct {
	emit Emit
	err  error
}

func (e *emitter) put(layer, id string, g orb.Geometry, a attributes) {
	if e.err != nil {
		return
	}
	f, err := layers.NewFeature(id, g, a)
	if err == nil {
		err = e.emit("mallila_"+layer, f)
	}
	e.err = err
}

// emit sends every feature of the town.
func (t *town) emit(emit Emit) error {
	e := &emitter{emit: emit}
	t.emitBase(e)
	t.emitUnits(e)
	t.emitStreets(e)
	t.emitPlan(e)
	t.emitNature(e)
	t.emitRisks(e)
	t.emitSites(e)
	return e.err
}

// emitBase sends the municipality and what the background map draws.
func (t *town) emitBase(e *emitter) {
	e.put("municipality", t.key("M"), t.municipality, attributes{"kuntanumero": fmt.Sprintf("%03d", t.code),
		"nimi": t.name.fi, "namn": t.name.sv, "kuvaus": "Kuvitteellinen kunta"})
	if t.number == 0 {
		e.put("municipality", neighbour, orb.Polygon{t.ring(box(eastEnd, eastEnd+1900, shoreTop, highTop).corners())}, attributes{"kuntanumero": "988",
			"nimi": "Naapurila", "namn": "Grannby", "kuvaus": "Kuvitteellinen naapurikunta, josta on vain rajan tuntumaa"})
	}
	e.put("base_land", t.key("land"), t.municipality, attributes{"laji": "land"})
	for i, b := range t.blocks {
		if b.ground != "" {
			e.put("base_land", t.key("B"+strconv.Itoa(i)), orb.Polygon{t.ring(b.corners)}, attributes{"laji": b.ground})
		}
	}
	for i, u := range t.units {
		switch {
		case u.tenure == waterUnit:
			e.put("base_water", t.key("W1"), u.polygon, attributes{"nimi": u.label.fi, "namn": u.label.sv, "laji": "lake"})
		case u.ground == "street", u.tenure == lot:
		default:
			e.put("base_land", t.key("L"+strconv.Itoa(i)), u.polygon, attributes{"laji": u.ground})
		}
	}
	t.emitSpots(e)
}

// emitSpots sends what lies within units: islets, marshes, ponds and sports pitches.
func (t *town) emitSpots(e *emitter) {
	for i, s := range t.spotted {
		layer, id := "base_land", t.key("O"+strconv.Itoa(i+1))
		a := attributes{"laji": s.kind}
		if s.kind == "pond" {
			layer = "base_water"
			a["nimi"], a["namn"] = s.label.fi, s.label.sv
		}
		e.put(layer, id, t.free(s.corners), a)
	}
}

// key is an id that is unique among all towns.
func (t *town) key(s string) string {
	if t.number == 0 {
		return "990-" + s
	}
	return fmt.Sprintf("990.%d-%s", t.number, s)
}

// neighbour is the id of the neighbouring municipality, of which nothing but the border is generated.
const neighbour = "988-M"

const postalCode = "59990" // not in use

// emitUnits sends the property units with their buildings and addresses.
func (t *town) emitUnits(e *emitter) {
	for _, u := range t.units {
		group := strings.Split(u.id, "-")[1]
		g, _ := strconv.Atoi(group)
		d := districts[u.district]
		a := attributes{"kiinteistotunnus": u.id, "tunnus14": u.register(t.code, g), "laji": tenureCode[u.tenure],
			"kylanimi": d.name.fi, "bynamn": d.name.sv}
		if !u.label.empty() {
			a["nimi"], a["namn"] = u.label.fi, u.label.sv
		}
		e.put("property", u.id, u.polygon, a)
		t.emitAddress(e, u)
		for _, b := range t.build(u) {
			t.buildings++
			id := permanentID(t.number*12000 + t.buildings)
			a := attributes{"rakennustunnus": id, "kayttotarkoitus": string(b.use), "kerrosluku": b.floors, "valmistumisvuosi": b.built, "kiinteistotunnus": u.id}
			if u.front != nil {
				a["osoite"] = fmt.Sprintf("%s %d", u.front.name.fi, u.house)
			}
			e.put("building", id, orb.Polygon{b.ring}, a)
		}
	}
}

var tenureCode = map[tenure]string{lot: "tontti", streetUnit: "katu", squareUnit: "tori", parkUnit: "puisto", specialUnit: "erityis",
	estate: "tila", roadUnit: "maantie", railUnit: "rautatie", waterUnit: "yhteinen_vesi"}

// emitAddress sends the unit's address: a point three metres inside the lot at its entrance.
func (t *town) emitAddress(e *emitter, u *unit) {
	if u.front == nil {
		return
	}
	e.put("address", u.id, t.entrance(u), attributes{"katunimi": u.front.name.fi, "gatunamn": u.front.name.sv, "numero": strconv.Itoa(u.house),
		"postinumero": postalCode, "postitoimipaikka": strings.ToUpper(t.name.fi), "kiinteistotunnus": u.id, "kunta": fmt.Sprintf("%03d", t.code)})
}

func (t *town) entrance(u *unit) orb.Point {
	a := u.face.axis().other()
	inside := m(3)
	if u.face == north || u.face == east {
		inside = -inside
	}
	return t.warp.at(a.point(u.frontAt, u.region.at(u.face)+inside))
}

// emitStreets sends the centre lines of streets and the railway.
func (t *town) emitStreets(e *emitter) {
	for i, s := range t.streets {
		for k, part := range s.parts {
			e.put("base_street", t.key(fmt.Sprintf("S%d-%d", i+1, k+1)), t.line(s.line(part)), attributes{
				"nimi": s.name.fi, "namn": s.name.sv, "luokka": string(s.class), "leveys_m": s.half / 50})
		}
	}
	for i, line := range t.rails {
		e.put("base_street", t.key(fmt.Sprintf("R%d", i+1)), t.line(line), attributes{"nimi": "Rautatie", "namn": "Järnväg", "luokka": "railway", "leveys_m": 10})
	}
}
