package demo

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// planYears are when the districts' plans came into force.
var planYears = []int{1954, 1962, 1978, 1985, 1991, 1973, 1988, 2004, 1996, 1949, 2011}

// emitPlan sends the local detailed plan area by area, the plans under preparation and the districts.
func (t *town) emitPlan(e *emitter) {
	for i, b := range t.blocks {
		text, ok := regulation[b.symbol]
		if !ok && e.err == nil {
			e.err = fmt.Errorf("plan symbol %s has no regulation", b.symbol)
			return
		}
		d := min(b.district, firstVillage-1)
		a := attributes{"merkinta": b.symbol, "maarays": text.Fi, "bestammelse": text.Sv, "regulation": text.En,
			"kaava": districts[d].name.fi + ", asemakaava", "kaavatunnus": fmt.Sprintf("%d-%d", t.code, 100+d), "voimaan": fmt.Sprintf("%d-06-01", planYears[d])}
		if b.number > 0 {
			a["kortteli"] = b.number
		}
		if b.density > 0 {
			a["tehokkuus"] = math.Round(b.density*100) / 100
		}
		if b.storeys > 0 {
			a["kerrosluku"] = []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII"}[b.storeys-1]
		}
		e.put("zoning", t.key("AK"+strconv.Itoa(i+1)), orb.Polygon{t.ring(b.corners)}, a)
	}
	for i, p := range []struct {
		fi, sv, phase, aim string
		r                  region
	}{
		{"Asemanseudun asemakaavan muutos", "Ändring av detaljplanen för stationsområdet", "ehdotus", "Asumista ja työpaikkoja aseman viereen.", region{u0: m(-500), v0: m(1130), u1: m(-40), v1: m(1480)}},
		{"Pohjoisportin asemakaava", "Detaljplan för Norrporten", "luonnos", "Liike- ja toimistorakentamista valtatien varteen.", region{u0: m(60), v0: m(2250), u1: m(560), v1: m(2520)}},
		{"Ylikylän asemakaavan laajennus", "Utvidgning av detaljplanen för Överby", "aloitus", "Uusi pientaloalue.", region{u0: m(300), v0: m(2760), u1: m(1250), v1: m(3200)}},
	} {
		e.put("plan_preparation", t.key(fmt.Sprintf("VK%d", i+1)), orb.Polygon{t.ring(p.r.corners())}, attributes{"tunnus": t.key(fmt.Sprintf("VK%d", i+1)), "nimi": p.fi, "namn": p.sv,
			"vaihe": p.phase, "kuvaus": p.aim + " Kuvitteellinen."})
	}
	for i, d := range districts[:firstVillage] {
		if r, ok := districtRegions[d.number]; ok {
			e.put("district", t.key(fmt.Sprintf("KO%d", i+1)), orb.Polygon{t.ring(r.corners())}, attributes{"numero": t.districtNumber(i), "nimi": d.name.fi, "namn": d.name.sv})
		}
	}
}

// districtRegions are the districts that are rectangles of the plan.
var districtRegions = map[int]region{
	1: box(mainWest, mainEast, shoreTop, 1000), 2: box(mainWest, mainEast, 1000, railTop), 3: box(townWest, mainWest, shoreTop, 820), 4: box(townWest, mainWest, 820, railTop),
	5: box(mainEast, townEast, 820, railTop), 6: box(mainEast, townEast, shoreTop, 820), 7: box(mainEast, townEast, railTop, highSouth),
	8: box(townWest, mainWest, railTop, highSouth), 9: box(mainWest, mainEast, railTop, highSouth),
}

func box(u0, u1, v0, v1 float64) region { return region{u0: m(u0), v0: m(v0), u1: m(u1), v1: m(v1)} }

// planWater zones the water before the town, which the plan reaches into.
func (t *town) planWater() {
	line := slices.DeleteFunc(slices.Clone(t.lake.shoreline), func(p pt) bool { return p.u < m(-1250) || p.u > m(1640) })
	last, first := line[len(line)-1], line[0]
	corners := append(slices.Clone(line), pt{last.u, m(-270)}, pt{first.u, m(-270)})
	t.zone(block{corners: corners, symbol: "W"})
}
