package demo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// siteKinds says which plots are sensitive sites, in the words that rules know.
var siteKinds = map[plot]string{school: "school", dayCare: "kindergarten", hospital: "hospital"}

// venueOf says how many people a venue takes per square metre of ground, and what it offers.
type venueOf struct {
	kind, fi, sv, en string
	crowd            float64
}

var venueKinds = map[string]venueOf{
	"square":  {"square", "Kivetty aukio keskellä kaupunkia. Sähkö 3 × 63 A, vesipiste, ajo huoltoautolla.", "Stenlagd öppen plats mitt i staden. El 3 × 63 A, vattenpost, serviceinfart.", "Paved square in the centre. Power 3 × 63 A, water, access for service vehicles.", 1.2},
	"park":    {"park", "Nurmikenttä ja lava. Sähkö 3 × 32 A. Ajoneuvot vain kulkureiteillä.", "Gräsplan och scen. El 3 × 32 A. Fordon endast på gångarna.", "Lawn and stage. Power 3 × 32 A. Vehicles on the paths only.", 0.6},
	"harbour": {"harbour", "Satamakenttä ja laiturit. Sähkö 3 × 125 A, vesipiste.", "Hamnplan och bryggor. El 3 × 125 A, vattenpost.", "Harbour yard and piers. Power 3 × 125 A, water.", 0.7},
	"beach":   {"beach", "Hiekkaranta, pukukopit ja laituri.", "Sandstrand, omklädningshytter och brygga.", "Sandy beach, changing cabins and a jetty.", 0.4},
	"sport":   {"sports_ground", "Kenttä, juoksurata ja katsomo 800 hengelle.", "Plan, löparbana och läktare för 800 personer.", "Field, running track and a stand for 800.", 0.5},
}

// emitSites sends sensitive sites, venues, roadworks, heritage and stops.
func (t *town) emitSites(e *emitter) {
	venues, schools := 0, 0
	for _, u := range t.units {
		if kind, ok := siteKinds[u.plot]; ok {
			schools++
			id := t.key(fmt.Sprintf("H%d", schools))
			e.put("sensitive_site", id, u.polygon, attributes{"tunnus": id, "nimi": u.label.fi, "namn": u.label.sv, "laji": kind, "kiinteistotunnus": u.id})
		}
		v, ok := venueKinds[u.ground]
		if !ok || u.label.empty() {
			continue
		}
		venues++
		id := t.key(fmt.Sprintf("TP%d", venues))
		area := polygonArea(u.polygon)
		e.put("venue", id, u.polygon, attributes{"tunnus": id, "nimi": u.label.fi, "namn": u.label.sv, "laji": v.kind, "kapasiteetti": int(area*v.crowd/50) * 50,
			"kuvaus": v.fi, "beskrivning": v.sv, "description": v.en, "kiinteistotunnus": u.id, "haltija": t.name.fi + "n kaupunki (kuvitteellinen)"})
	}
	t.emitRoadworks(e)
	t.emitHeritage(e)
	t.emitStops(e)
}

func polygonArea(p orb.Polygon) float64 {
	var sum float64
	for i, ring := range p {
		var s float64
		for k := range len(ring) - 1 {
			s += (ring[k][0]-p[0][0][0])*(ring[k+1][1]-p[0][0][1]) - (ring[k+1][0]-p[0][0][0])*(ring[k][1]-p[0][0][1])
		}
		if i == 0 {
			sum += s / 2
		} else if s < 0 {
			sum += s / 2
		} else {
			sum -= s / 2
		}
	}
	return sum
}

// works are kinds of works in streets.
var works = []struct{ fi, sv, en string }{
	{"Kaukolämmön rakentaminen", "Byggande av fjärrvärme", "District heating works"},
	{"Vesijohdon ja viemärin uusiminen", "Förnyelse av vattenledning och avlopp", "Renewal of water and sewer pipes"},
	{"Päällystys", "Beläggningsarbete", "Resurfacing"},
	{"Sähkökaapelin kaivutyö", "Grävning för elkabel", "Power cable works"},
	{"Valokuidun asennus", "Installation av fiber", "Fibre installation"},
}

// emitRoadworks sends works on stretches of streets, one street in thirty.
func (t *town) emitRoadworks(e *emitter) {
	n := 0
	for i, s := range t.streets {
		r := derive(t.seed, "work", t.number, i)
		if s.class == rural || s.class == highway || s.class == path || r.IntN(30) != 0 {
			continue
		}
		part := s.parts[0]
		from := part.from + int(float64(part.to-part.from)*between(r, 0.1, 0.5))
		to := min(from+m(between(r, 60, 160)), part.to-m(12))
		if to-from < m(20) {
			continue
		}
		half := s.half - m(1)
		n++
		id := t.key(fmt.Sprintf("KT%d", n))
		w := pick(r, works...)
		month := 3 + r.IntN(6)
		a, b := s.axis.point(from, s.c-half), s.axis.point(to, s.c+half)
		area := region{u0: min(a.u, b.u), v0: min(a.v, b.v), u1: max(a.u, b.u), v1: max(a.v, b.v)}
		e.put("roadwork", id, orb.Polygon{t.ring(area.corners())}, attributes{"tunnus": id, "tyo": w.fi, "arbete": w.sv, "work": w.en, "katu": s.name.fi,
			"alkaa": fmt.Sprintf("2027-%02d-%02d", month, 1+r.IntN(28)), "paattyy": fmt.Sprintf("2027-%02d-%02d", month+2+r.IntN(2), 1+r.IntN(28)), "tila": "suunniteltu"})
	}
}

// emitHeritage sends ancient monuments and built heritage.
func (t *town) emitHeritage(e *emitter) {
	for i, h := range []struct {
		fi, sv, kind string
		u, v, r      float64
	}{
		{"Mallilan kirkkoympäristö", "Mallila kyrkomiljö", "rakennettu kulttuuriympäristö", 70, 590, 85},
		{"Vanha satamakortteli", "Gamla hamnkvarteret", "rakennettu kulttuuriympäristö", -130, 300, 75},
		{"Vallinniemen linnoitus", "Vallnäs befästning", "kiinteä muinaisjäännös", -920, 95, 38},
		{"Linnamäki", "Borgbacken", "kiinteä muinaisjäännös", -3700, 820, 60},
		{"Ylikylän kalmisto", "Överby gravfält", "kiinteä muinaisjäännös", 1100, 3480, 45},
		{"Rautalan ruukinpaikka", "Järnby bruksplats", "kiinteä muinaisjäännös", 3350, 1900, 40},
	} {
		r := derive(t.seed, "heritage", t.number, i)
		id := t.key(fmt.Sprintf("KU%d", i+1))
		e.put("cultural", id, t.free(blob(r, h.u, h.v, h.r)), attributes{"tunnus": id, "nimi": h.fi, "namn": h.sv, "laji": h.kind, "kuvaus": "Kuvitteellinen kohde"})
	}
}

// emitStops sends bus stops along main and collector streets, one each 380 m.
func (t *town) emitStops(e *emitter) {
	n := 0
	for _, s := range t.streets {
		if s.class != mainRoad && s.class != collector {
			continue
		}
		for _, part := range s.parts {
			for at := part.from + m(150); at < part.to-m(40); at += m(380) {
				if abs(at) > m(2800) && s.axis == alongU {
					continue
				}
				n++
				id := t.key(fmt.Sprintf("P%d", n))
				side := s.half - m(1.5)
				if n%2 == 0 {
					side = -side
				}
				e.put("transit", id, t.warp.at(s.axis.point(at, s.c+side)), attributes{"tunnus": fmt.Sprintf("M%04d", n), "nimi": s.name.fi, "namn": s.name.sv})
			}
		}
	}
}
