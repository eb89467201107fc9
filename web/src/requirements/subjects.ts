/** What requirements are about, in the order in which they are told. */
export const subjects = ["nature", "water", "planning", "heritage", "people", "safety", "traffic", "land"] as const;
export type Subject = (typeof subjects)[number];

/** The subject of every theme of layers. */
const ofThemes: Readonly<Record<string, Subject>> = {
  natura: "nature", protected_area: "nature",
  groundwater: "water", flood: "water", base_water: "water",
  zoning: "planning", plan_preparation: "planning", project: "planning",
  cultural: "heritage",
  sensitive_site: "people", noise: "people", building: "people", population: "people", venue: "people", event: "people", address: "people",
  consultation_zone: "safety", seveso_plant: "safety", contaminated: "safety",
  roadwork: "traffic", base_street: "traffic", transit: "traffic", utility_line: "traffic",
  property: "land", district: "land", municipality: "land", base_land: "land",
};

export const themes = Object.keys(ofThemes);
export const subjectOf = (theme: string): Subject => ofThemes[theme] ?? "land";
