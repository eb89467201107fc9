package authorities

import (
	"slices"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// SRID of competence areas: ETRS-TM35FIN, metres.
const SRID = 3067

// Area is what a competence area consists of.
type Area string

// Areas.
const (
	Country          Area = "country"      // the whole country
	Region           Area = "region"       // several municipalities
	OneMunicipality  Area = "municipality" // one of them
	Drawn            Area = "drawn"        // an area of its own
	mostMunicipality      = 400            // there are 308 in 2026
)

// Competence is what an authority is competent for, where, by which statute and when.
type Competence struct {
	Field          string           `json:"field"`
	Area           Area             `json:"area"`
	Municipalities []string         `json:"municipalities"` // three-digit codes that the area is made of
	Geometry       orb.MultiPolygon `json:"-"`              // EPSG:3067
	Statute        i18n.Text        `json:"statute"`
	ValidFrom      string           `json:"valid_from"`         // YYYY-MM-DD
	ValidTo        string           `json:"valid_to,omitempty"` // last day; empty: until further notice
}

// On tells whether the competence is in force on that day.
func (c Competence) On(day string) bool { return holds(c.ValidFrom, c.ValidTo, day) }

// Validate tells every fault at once, by field. Whether the geometry is sound is for whoever read it.
func (c Competence) Validate() error {
	var found faults.Faults
	found.When(!code.MatchString(c.Field), "/field", "wrong_code")
	validateName(&found, "/statute", c.Statute)
	validateDays(&found, c.ValidFrom, c.ValidTo)
	if tooMany(&found, "/municipalities", len(c.Municipalities), mostMunicipality) {
		return found
	}
	for i, number := range c.Municipalities {
		found.When(!municipality.MatchString(number), item("/municipalities", i), "wrong_code")
		found.When(slices.Contains(c.Municipalities[:i], number), item("/municipalities", i), "not_unique")
	}
	right := false
	switch c.Area {
	case Country:
		right = len(c.Municipalities) == 0
	case OneMunicipality:
		right = len(c.Municipalities) == 1
	case Region:
		right = len(c.Municipalities) > 1
	case Drawn:
		right = len(c.Municipalities) == 0 && len(c.Geometry) > 0
	}
	found.When(!right, "/area", "invalid_value")
	return found.OrNil()
}

// whole is the whole country: the box in which the service works. The country's outline would be no better: it follows
// the shore in some registers, and competence does not end there.
func whole() orb.MultiPolygon {
	const sides = 20_000 // metres: the box is coarse, and few corners keep the question quick
	box := geo.Transform(geo.Densify(geo.Finland.ToPolygon(), sides), geo.CRS84, geo.TM35FIN)
	return orb.MultiPolygon{box.(orb.Polygon)}
}

// edge is the longest piece of an area's or a place's edge, in metres: what was drawn straight in degrees lies right to
// a centimetre.
const edge = 500

// Place is a geometry of CRS84, valid as geo.DecodeGeoJSON leaves it, in EPSG:3067 as this package asks for places.
func Place(lonLat orb.Geometry) orb.Geometry {
	return geo.Transform(geo.Densify(lonLat, edge), geo.CRS84, geo.TM35FIN)
}

// metres is an area of CRS84 in EPSG:3067; nil when it is none.
func metres(lonLat orb.Geometry) orb.MultiPolygon {
	switch g := Place(lonLat).(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}
