package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// free is an outline on the map: it does not follow units.
func (t *town) free(corners []pt) orb.Polygon {
	ring := make(orb.Ring, 0, len(corners)+1)
	for _, c := range corners {
		ring = append(ring, t.warp.at(c))
	}
	ring = append(ring, ring[0])
	if ring.Orientation() == orb.CW {
		slices.Reverse(ring)
	}
	return orb.Polygon{ring}
}

// ellipse is a smooth outline, long in one direction: centre, half axes in metres, turn in radians.
func (t *town) ellipse(tag string, u, v, a, b, turn float64) []pt {
	r := derive(t.seed, tag, t.number)
	p2, p3, p4 := between(r, 0, 6.28), between(r, 0, 6.28), between(r, 0, 6.28)
	n := max(40, int((a+b)/14))
	points := make([]pt, n)
	s, c := math.Sincos(turn)
	for i := range n {
		w := 2 * math.Pi * float64(i) / float64(n)
		d := 1 + 0.09*math.Sin(2*w+p2) + 0.07*math.Sin(3*w+p3) + 0.04*math.Sin(6*w+p4)
		x, y := a*d*math.Cos(w), b*d*math.Sin(w)
		points[i] = pt{m(u + c*x - s*y), m(v + s*x + c*y)}
	}
	return points
}

// emitNature sends the Natura sites, the reserves and the groundwater areas.
func (t *town) emitNature(e *emitter) {
	natura := func(id, nimi, namn, kind, tag string, u, v, a, b, turn, area float64) {
		e.put("natura", t.key(id+"-"+kind), t.free(t.ellipse(tag, u, v, a, b, turn)), attributes{"naturaTunnus": id, "nimiSuomi": nimi, "nimiRuotsi": namn,
			"alueTyyppi": kind, "paatosPAla_ha": area, "paatosPvm": "1998-08-20", "kuvaus": "Kuvitteellinen alue"})
	}
	bay := fmt.Sprintf("FI99%05d", 10*t.number+1)
	forest := fmt.Sprintf("FI99%05d", 10*t.number+2)
	natura(bay, "Kurkiniemen lintuvedet", "Tranuddens fågelvatten", "SPA", "spa", 2250, -760, 800, 560, 0.5, 141)
	natura(bay, "Kurkiniemen lintuvedet", "Tranuddens fågelvatten", "SAC", "sac", 2120, -560, 430, 330, 0.9, 45)
	natura(forest, "Ylikylän vanhat metsät", "Överby urskogar", "SAC", "old", -2150, 3500, 720, 330, 0.25, 75)
	reserve := func(id, nimi, namn, kind, tag string, u, v, a, b, turn float64) {
		e.put("protected_area", t.key(id), t.free(t.ellipse(tag, u, v, a, b, turn)), attributes{"tunnus": t.key(id), "nimi": nimi, "namn": namn, "perustelu": kind,
			"perustettu": "1987-05-14", "kuvaus": "Kuvitteellinen alue"})
	}
	reserve("YSA1", "Kurkiniemen luonnonsuojelualue", "Tranuddens naturskyddsområde", "yksityinen", "ysa1", 2080, -430, 260, 300, 0.2)
	reserve("YSA2", "Rajasuon luonnonsuojelualue", "Gränskärrets naturskyddsområde", "valtio", "ysa2", 3900, 3350, 420, 260, 0.4)
	reserve("VAR1", "Harjumetsän suojeluvaraus", "Åsskogens skyddsreservation", "varaus", "var1", -3800, 2050, 330, 210, 1.1)
	t.emitGroundwater(e)
	t.emitFlood(e)
}

// emitGroundwater sends each area twice under one id, as the register has it: the area and, smaller, its recharge area.
func (t *town) emitGroundwater(e *emitter) {
	areas := []struct {
		nimi, namn, class string
		u, v, a, b, turn  float64
	}{
		{"Harjukangas", "Åsmon", "1", -950, 3150, 1150, 360, 0.35},
		{"Lähdesuo", "Källkärret", "1E", 4050, 1150, 560, 380, 1.2},
		{"Koivikko", "Björkdungen", "2", -2350, 1180, 620, 300, 0.8},
		{"Rajalähde", "Gränskällan", "E", 1850, 3600, 420, 240, 0.1},
		{"Uusipelto", "Nyåkern", "", -4300, 3500, 330, 200, 0.6}, // not classified yet
	}
	for i, g := range areas {
		id := fmt.Sprintf("%02d%05d", 99, 100*t.number+i+1)
		for k, kind := range []string{"Pohjavesialue", "Muodostumisalue"} {
			scale := 1 - 0.38*float64(k)
			corners := t.ellipse("gw"+g.nimi, g.u, g.v, g.a*scale, g.b*scale, g.turn)
			a := attributes{"PvAlueTunnus": id, "PvAlueNimi": g.nimi, "PvAlueNimiSv": g.namn, "Subtype": kind, "KuntaNimi": t.name.fi,
				"TilaMaara": "Hyvä", "TilaKemia": "Hyvä", "RiskiArvio": "Ei riskialue"}
			if g.class != "" {
				a["PvAlueLuokka"] = g.class
			}
			e.put("groundwater", fmt.Sprintf("%s-%d", t.key(id), k+1), t.free(corners), a)
		}
	}
}

// emitFlood sends the land that the lake covers in a flood that comes once in a hundred years, and twenty.
func (t *town) emitFlood(e *emitter) {
	for i, years := range []int{100, 20} {
		reach := []float64{62, 26}[i]
		line := slices.DeleteFunc(slices.Clone(t.lake.shoreline), func(p pt) bool { return p.u < m(-1500) || p.u > m(1500) })
		from, to := line[0].u, line[len(line)-1].u
		corners := line
		const step = 2000 // cm
		for u := to; u > from-step; u -= step {
			u := max(u, from)
			ends := math.Min(1, math.Min(float64(u-from), float64(to-u))/40000) // thinner towards both ends
			depth := reach * (0.55 + 0.45*math.Sin(float64(u)/9000+float64(i))*math.Sin(float64(u)/21000)) * ends
			corners = append(corners, pt{u, highestShore(line, u, 2*step) + m(3+depth)})
		}
		e.put("flood", t.key(fmt.Sprintf("T%d", years)), t.free(corners), attributes{"nimi": "Mallilanjärven tulva-alue", "namn": "Mallila träsks översvämningsområde",
			"toistuvuus_v": years, "kuvaus": fmt.Sprintf("Kuvitteellinen tulva, joka toistuu keskimäärin kerran %d vuodessa", years)})
	}
}

// highestShore is the northernmost v of a shoreline within a distance of u.
func highestShore(line []pt, u, within int) int {
	from, _ := slices.BinarySearchFunc(line, u-within, func(p pt, at int) int { return p.u - at })
	highest := math.MinInt
	for _, p := range line[from:] {
		if p.u > u+within {
			break
		}
		highest = max(highest, p.v)
	}
	return highest
}
