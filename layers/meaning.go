package layers

// Meanings: what rules, search and the map call an attribute, whatever the register calls it. A recipe gives an
// attribute its meaning; a rule's condition names the meaning and the values that matter. Values are the
// register's own unless a list is given here: then the recipe's register must use these.
const (
	MeaningName             = "name"              // proper name in Finnish, or the only one
	MeaningNameSv           = "name_sv"           // proper name in Swedish
	MeaningNameEn           = "name_en"           // proper name in English
	MeaningDescription      = "description"       // free text for people
	MeaningClass            = "class"             // the register's own classification, where no narrower meaning fits
	MeaningKind             = "kind"              // what sort of thing the feature is, in words
	MeaningLink             = "link"              // https address with more about the feature
	MeaningOfficialID       = "official_id"       // the register's id, as authorities write it
	MeaningMunicipalityCode = "municipality_code" // three digits, "091"
	MeaningMunicipalityName = "municipality_name" // in Finnish
	MeaningAreaM2           = "area_m2"           // area in square metres, as the register states it
	MeaningValidFrom        = "valid_from"        // first day or moment, ISO 8601
	MeaningValidTo          = "valid_to"          // last day or moment, ISO 8601
	MeaningStatus           = "status"            // phase of a plan or a work
	MeaningOperator         = "operator"          // who runs the plant, the work or the venue (an organisation)

	// Zoning (themes zoning, plan_preparation).
	MeaningPlanSymbol = "plan_symbol" // plan designation: AK, AP, AO, C, K, T, TY, V, VL, VU, SL, EV, LT, W …
	MeaningPlanName   = "plan_name"   // name of the plan
	MeaningPlanNumber = "plan_number" // number of the plan

	// Nature and water.
	MeaningNaturaID         = "natura_id"         // FI0123456
	MeaningNaturaType       = "natura_type"       // SAC, SPA or SCI
	MeaningProtectionKind   = "protection_kind"   // ground of protection, in the register's words
	MeaningGroundwaterClass = "groundwater_class" // 1, 1E, 2, 2E or E (laki 1299/2004 2 a luku); old registers: I, II, III
	MeaningGroundwaterID    = "groundwater_id"    // pohjavesialueen tunnus

	// Property units, buildings, addresses.
	MeaningPropertyID   = "property_id"   // kiinteistötunnus as people write it, 91-1-2-3
	MeaningBuildingID   = "building_id"   // pysyvä rakennustunnus (VTJ-PRT) or the register's id
	MeaningBuildingUse  = "building_use"  // use of a building
	MeaningFloors       = "floors"        // number of storeys
	MeaningStreet       = "street"        // street name in Finnish
	MeaningStreetSv     = "street_sv"     // street name in Swedish
	MeaningHouseNumber  = "house_number"  // number with letter, "12 b"
	MeaningPostalCode   = "postal_code"   // five digits
	MeaningPostalOffice = "postal_office" // name that goes with the postal code
	MeaningAddress      = "address"       // a whole address in one attribute

	// Risk and people.
	MeaningSiteKind    = "site_kind"    // school, kindergarten, hospital, clinic, social_facility, nursing_home, university, college
	MeaningPlantKind   = "plant_kind"   // kind of a plant with dangerous chemicals
	MeaningZoneM       = "zone_m"       // width of a consultation zone in metres, as the register states it
	MeaningNoiseDB     = "noise_db"     // noise level, dB
	MeaningInhabitants = "inhabitants"  // number of people living in the feature
	MeaningVenueKind   = "venue_kind"   // square, park, hall, harbour …
	MeaningCapacity    = "capacity"     // how many people a venue takes
	MeaningStreetClass = "street_class" // class of a street or road
	MeaningStopCode    = "stop_code"    // code on the stop's sign
)

// Meanings lists every meaning.
var Meanings = []string{
	MeaningName, MeaningNameSv, MeaningNameEn, MeaningDescription, MeaningClass, MeaningKind, MeaningLink,
	MeaningOfficialID, MeaningMunicipalityCode, MeaningMunicipalityName, MeaningAreaM2, MeaningValidFrom, MeaningValidTo,
	MeaningStatus, MeaningOperator, MeaningPlanSymbol, MeaningPlanName, MeaningPlanNumber, MeaningNaturaID,
	MeaningNaturaType, MeaningProtectionKind, MeaningGroundwaterClass, MeaningGroundwaterID, MeaningPropertyID,
	MeaningBuildingID, MeaningBuildingUse, MeaningFloors, MeaningStreet, MeaningStreetSv, MeaningHouseNumber,
	MeaningPostalCode, MeaningPostalOffice, MeaningAddress, MeaningSiteKind, MeaningPlantKind, MeaningZoneM, MeaningNoiseDB,
	MeaningInhabitants, MeaningVenueKind, MeaningCapacity, MeaningStreetClass, MeaningStopCode,
}
