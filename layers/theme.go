package layers

import "slices"

// Theme is what a layer's features are; rules and the background name themes, never layers.
type Theme string

// The themes: a fixed list, since rules, styles and translations hang on it.
const (
	Natura           Theme = "natura"            // Natura 2000 sites
	ProtectedArea    Theme = "protected_area"    // nature reserves and reservations for them
	Groundwater      Theme = "groundwater"       // groundwater areas, classes 1, 1E, 2, 2E, E
	Zoning           Theme = "zoning"            // plan designations
	PlanPreparation  Theme = "plan_preparation"  // plans under preparation
	Property         Theme = "property"          // property units
	Building         Theme = "building"          // buildings
	Address          Theme = "address"           // addresses
	Venue            Theme = "venue"             // places where events can be held
	Roadwork         Theme = "roadwork"          // works in streets
	Event            Theme = "event"             // events that are planned
	Project          Theme = "project"           // other projects that are planned
	SevesoPlant      Theme = "seveso_plant"      // plants with dangerous chemicals
	ConsultationZone Theme = "consultation_zone" // zones round such plants, as Tukes sets them
	UtilityLine      Theme = "utility_line"      // power lines, gas pipes and other mains
	SensitiveSite    Theme = "sensitive_site"    // schools, day care, hospitals
	Flood            Theme = "flood"
	Cultural         Theme = "cultural" // heritage and ancient monuments
	Noise            Theme = "noise"
	Contaminated     Theme = "contaminated" // contaminated land
	Population       Theme = "population"
	Transit          Theme = "transit" // stops
	District         Theme = "district"
	BaseLand         Theme = "base_land"
	BaseWater        Theme = "base_water"
	BaseStreet       Theme = "base_street"
	Municipality     Theme = "municipality"
)

// Themes lists every theme, in the order in which the layer list shows them.
var Themes = []Theme{
	Natura, ProtectedArea, Groundwater, Flood, ConsultationZone, SevesoPlant, UtilityLine, SensitiveSite, Noise, Contaminated,
	Zoning, PlanPreparation, Cultural, Project, Event, Venue, Roadwork, Transit, Property, Building, Address, Population,
	District, Municipality, BaseStreet, BaseWater, BaseLand,
}

// Valid tells whether the theme is in the list.
func (t Theme) Valid() bool { return slices.Contains(Themes, t) }

// drawingOrder is the place of the theme's layers in the drawing order, lowest at the bottom.
func (t Theme) drawingOrder() int { return 10 * (len(Themes) - slices.Index(Themes, t)) }
