package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// zoneWidth is the width of the plant's consultation zone in true metres. The authority sets it plant by plant, in
// steps of 50; it counts from the border of the plant's property unit. Here it is wide enough
// to hold a school.
func (t *town) zoneWidth() float64 {
	nearest := math.Inf(1)
	ring := t.plant.polygon[0]
	for _, u := range t.units {
		if u.plot != school {
			continue
		}
		whole := 0.0
		for _, p := range u.polygon[0] {
			whole = math.Max(whole, toRing(p, ring))
		}
		nearest = math.Min(nearest, whole)
	}
	return math.Max(300, 50*math.Ceil((nearest+10)/50))
}

// gridMetres is how many metres of the map grid (EPSG:3067) a true distance is at an easting.
func gridMetres(easting, true float64) float64 {
	x := (easting - 500000) / 0.9996
	return true * 0.9996 * (1 + x*x/(2*6390000*6390000))
}

// buffer is the outline at a distance from a ring, grid metres. The ring must be star-shaped round its centre:
// then so is the buffer, and each ray from the centre meets it once. 720 rays keep it within 1 cm at a kilometre.
func buffer(ring orb.Ring, distance float64) orb.Ring {
	var c orb.Point
	for _, p := range ring[1:] {
		c[0] += p[0] / float64(len(ring)-1)
		c[1] += p[1] / float64(len(ring)-1)
	}
	far := distance
	for _, p := range ring {
		far = math.Max(far, minus(p, c).length()+distance)
	}
	const rays = 720
	out := make(orb.Ring, 0, rays+1)
	for i := range rays {
		s, co := math.Sincos(2 * math.Pi * float64(i) / rays)
		d := vec{co, s}
		lo, hi := 0.0, far+1
		for range 50 {
			mid := (lo + hi) / 2
			if p := shift(c, d, mid); inRing(p, ring) || toRing(p, ring) < distance {
				lo = mid
			} else {
				hi = mid
			}
		}
		out = append(out, centimetres(shift(c, d, lo)))
	}
	return append(out, out[0])
}

// emitRisks sends the plant with its zone, the noise areas and the contaminated sites.
func (t *town) emitRisks(e *emitter) {
	if t.plant != nil {
		width := t.zoneWidth()
		id := t.key("SEV1")
		e.put("seveso_plant", id, t.plant.polygon, attributes{"tunnus": id, "nimi": t.plant.label.fi, "namn": t.plant.label.sv, "laji": "turvallisuusselvityslaitos",
			"toiminnanharjoittaja": "Mallilan Kemia Oy (kuvitteellinen)", "kiinteistotunnus": t.plant.id, "konsultointi_m": int(width)})
		zone := buffer(t.plant.polygon[0], gridMetres(t.plant.polygon[0][0][0], width))
		e.put("consultation_zone", id, orb.Polygon{zone}, attributes{"tunnus": id, "nimi": t.plant.label.fi, "namn": t.plant.label.sv, "puskuri": int(width),
			"kuvaus": "Vyöhyke on mitattu laitoksen kiinteistön rajasta. Kuvitteellinen."})
	}
	t.emitNoise(e)
	t.emitLines(e)
	for i, s := range []struct {
		fi, sv, kind string
		u, v, r      float64
	}{
		{"Vanha saha", "Gamla sågen", "saha", 760, 95, 34}, {"Entinen huoltoasema", "Före detta bensinstation", "polttoaineen jakelu", -640, 2300, 16},
		{"Vanha kaatopaikka", "Gamla avstjälpningsplatsen", "kaatopaikka", 3300, 2250, 90},
	} {
		r := derive(t.seed, "soil", t.number, i)
		e.put("contaminated", t.key(fmt.Sprintf("PIMA%d", i+1)), t.free(blob(r, s.u, s.v, s.r)), attributes{"tunnus": t.key(fmt.Sprintf("PIMA%d", i+1)), "nimi": s.fi, "namn": s.sv,
			"toiminta": s.kind, "tila": "selvitettävä"})
	}
}

// emitNoise sends bands along the highway and the railway where the mean noise of the day exceeds 55 and 65 dB.
func (t *town) emitNoise(e *emitter) {
	sources := []struct {
		key, fi, sv string
		v, half     float64
	}{{"tie", "Mallilan valtatien melu", "Buller från Mallila riksväg", 2625, 150}, {"rata", "Rautatien melu", "Buller från järnvägen", 1520, 75}}
	for _, s := range sources {
		for _, db := range []int{55, 65} {
			half := s.half
			if db == 65 {
				half *= 0.42
			}
			var up, down []pt
			for u := -5150.0; u <= 5150; u += 50 {
				w := half * (1 + 0.22*math.Sin(u/310+s.v) + 0.1*math.Sin(u/97))
				up = append(up, pt{m(u), m(s.v + w)})
				down = append(down, pt{m(u), m(s.v - w*(1+0.15*math.Sin(u/200)))})
			}
			slices.Reverse(up)
			id := t.key(fmt.Sprintf("melu-%s-%d", s.key, db))
			e.put("noise", id, t.free(append(down, up...)), attributes{"nimi": s.fi, "namn": s.sv, "melu_db": db, "suure": "päiväajan keskiäänitaso LAeq 7–22", "kuvaus": "Kuvitteellinen meluselvitys"})
		}
	}
}

// emitLines sends the power line that crosses the countryside north of the highway, and the gas pipe beside the railway.
func (t *town) emitLines(e *emitter) {
	for _, l := range []struct {
		key, fi, sv, kind string
		from, to, v       float64
	}{
		{"VJ1", "Mallilan voimajohto 110 kV", "Mallila kraftledning 110 kV", "power_line", westEnd + 60, eastEnd - 60, 3050},
		{"MK1", "Mallilan maakaasuputki", "Mallila naturgasledning", "gas_pipe", westEnd + 60, -2900, 1640},
	} {
		var line orb.LineString
		for u := l.from; u <= l.to; u += 40 {
			line = append(line, t.warp.at(pt{m(u), m(l.v + 30*math.Sin(u/900))}))
		}
		e.put("utility_line", t.key(l.key), line, attributes{"tunnus": t.key(l.key), "nimi": l.fi, "namn": l.sv, "laji": l.kind})
	}
}
