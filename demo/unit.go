package demo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// tenure is what kind of register unit a piece of ground is; it decides how its id is numbered.
type tenure int

const (
	lot         tenure = iota // tontti: district-block-number
	streetUnit                // katualue: block 9901
	squareUnit                // tori, aukio: block 9902
	parkUnit                  // puisto, virkistysalue: block 9903
	specialUnit               // erityisalue: block 9906
	estate                    // maaseudun tila: village-house-number
	roadUnit                  // maantien alue: 895
	railUnit                  // rautatiealue: 871
	waterUnit                 // yhteinen vesialue: village-876-number
)

// unit is one property unit. All units of a town together tile its municipality without gap or overlap.
type unit struct {
	corners  []pt
	tenure   tenure
	symbol   string // plan symbol; empty outside the plan
	ground   string // what the background map shows: forest, field, park, yard …
	plot     plot   // how it is built upon
	district int    // index into districts
	block    int
	number   int
	region   region  // of a rectangular unit
	front    *street // the street its address is on; nil when it has none
	face     side    // the side towards that street
	frontAt  int     // where along the street its entrance is, cm
	house    int     // number of its address
	label    name    // its own name, where it has one

	id      string // kiinteistötunnus as people write it: 990-1-5-2
	polygon orb.Polygon
}

// block is a plan area: one symbol over one unit or many.
type block struct {
	corners  []pt
	symbol   string
	district int
	number   int
	density  float64 // tehokkuusluku e; 0 where the plan gives none
	storeys  int     // suurin kerrosluku; 0 where the plan gives none
	ground   string  // what the background map shows of a block of lots; empty where its units say it
}

// add registers a unit.
func (t *town) add(u unit) *unit {
	if u.corners == nil {
		u.corners = u.region.corners()
	}
	u.district = t.districtAt(middle(u.corners))
	if u.tenure == estate || u.tenure == waterUnit {
		u.district = t.villageAt(middle(u.corners))
	}
	t.mesh.add(u.corners)
	t.units = append(t.units, &u)
	return t.units[len(t.units)-1]
}

func middle(corners []pt) pt {
	var s pt
	for _, c := range corners {
		s.u += c.u
		s.v += c.v
	}
	return pt{s.u / len(corners), s.v / len(corners)}
}

// zone registers a plan area.
func (t *town) zone(b block) *block {
	b.district = t.districtAt(middle(b.corners))
	t.mesh.add(b.corners)
	t.blocks = append(t.blocks, &b)
	return t.blocks[len(t.blocks)-1]
}

// streetArea is the ground of a street: a unit, but no plan area of its own.
func (t *town) streetArea(r region, s *street) {
	if r.empty() {
		return
	}
	kind := streetUnit
	if s.class == rural || s.class == highway {
		kind = roadUnit
	}
	u := t.add(unit{region: r, tenure: kind, ground: "street", front: nil})
	if len(s.parts) == 0 {
		s.district = u.district
	}
	if s.class == highway {
		t.zone(block{corners: r.corners(), symbol: "LT"})
	}
}

// green is a park or another recreation area with its plan symbol.
func (t *town) green(r region, symbol string) *unit {
	if r.empty() {
		return nil
	}
	return t.greenArea(r, r.corners(), symbol)
}

func (t *town) greenArea(r region, corners []pt, symbol string) *unit {
	ground := "park"
	kind := parkUnit
	switch symbol {
	case "VL", "SL", "EV", "SM", "EP":
		ground = "forest"
	case "VU":
		ground = "sport"
	case "VV":
		ground = "beach"
	}
	switch symbol {
	case "EV", "SL", "SM", "EP", "EH", "LV", "RL":
		kind = specialUnit
	}
	t.zone(block{corners: corners, symbol: symbol})
	return t.add(unit{region: r, corners: corners, tenure: kind, symbol: symbol, ground: ground})
}

// numberUnits gives every unit its kiinteistötunnus.
func (t *town) numberUnits() {
	next := map[[2]int]int{}
	for _, u := range t.units {
		group, blockNo := t.districtNumber(u.district), u.block
		switch u.tenure {
		case streetUnit:
			blockNo = 9901
		case squareUnit:
			blockNo = 9902
		case parkUnit:
			blockNo = 9903
		case specialUnit:
			blockNo = 9906
		case estate:
			blockNo = u.block
		case roadUnit:
			group, blockNo = 895, 2+t.slot
		case railUnit:
			group, blockNo = 871, 1+t.slot
		case waterUnit:
			group, blockNo = t.villageNumber(0), 876
		}
		key := [2]int{group, blockNo}
		next[key]++
		u.number = next[key]
		u.block = blockNo
		u.id = fmt.Sprintf("%d-%d-%d-%d", t.code, group, blockNo, u.number)
	}
}

// register is the id with its fourteen digits.
func (u *unit) register(code, group int) string {
	return fmt.Sprintf("%03d%03d%04d%04d", code, group, u.block, u.number)
}
