package api

// Placing is what the operations under /api/v1/places answer: what was placed, in words and as data, and what to do about
// what cannot be used.

// PlaceSize is how large a shape is, in true metres on the ellipsoid GRS 80.
type PlaceSize struct {
	Kind      string   `json:"kind" enum:"point,line,area,mixed" doc:"mixed: parts of several kinds"`
	Area      *float64 `json:"area_m2,omitempty" doc:"Of areas, their holes left out"`
	Length    *float64 `json:"length_m,omitempty" doc:"Of lines"`
	Perimeter *float64 `json:"perimeter_m,omitempty" doc:"Of areas, round their holes too"`
	Points    int      `json:"points,omitempty" doc:"How many points"`
}

// PlaceDescription is a place read back, in words and as data. Texts are in the caller's language.
type PlaceDescription struct {
	Words string `json:"words" example:"Alue 1,2 ha, Mallila: Rantakatu – Mallijärvi. Koskee 3 kiinteistöä." doc:"What was placed, to be read to a person; what is not known is said"`
	PlaceSize
	Parts          int                 `json:"parts" doc:"How many separate points, lines and areas"`
	Municipalities []PlaceMunicipality `json:"municipalities" doc:"The one with most of the place first"`
	Districts      []PlaceNamed        `json:"districts" doc:"The one with most of the place first"`
	Nearest        *PlaceNearest       `json:"nearest,omitempty" doc:"The nearest address, or the nearest street where there is none"`
	Surroundings   []PlaceSurrounding  `json:"surroundings" doc:"Streets, waters and sites with names that the place lies in, crosses or lies beside, the nearest first"`
	PropertyUnits  PlaceUnits          `json:"property_units"`
	Plans          []PlacePlan         `json:"plans" doc:"What plans the place for, the plan with most of it first"`
	Unknown        []string            `json:"unknown" doc:"Themes of which no layer says how it is here, or not everywhere here: municipality, district, address, base_street, base_water, property, zoning" example:"[\"property\"]"`
	Center         []float64           `json:"center" minItems:"2" maxItems:"2" doc:"A point of the place: longitude, latitude"`
	BBox           []float64           `json:"bbox" minItems:"4" maxItems:"4" doc:"West, south, east, north in degrees (CRS84)"`
	Geometry       shapeJSON           `json:"geometry" doc:"The place as it was read"`
}

// PlaceMunicipality is a municipality that the place touches.
type PlaceMunicipality struct {
	Code  string  `json:"code" example:"990"`
	Name  string  `json:"name" example:"Mallila"`
	Share float64 `json:"share" doc:"Of the place's area, length or points"`
}

// PlaceNamed is a feature with a name that the place touches.
type PlaceNamed struct {
	Name      string  `json:"name"`
	Layer     string  `json:"layer"`
	FeatureID string  `json:"feature_id"`
	Share     float64 `json:"share" doc:"Of the place's area, length or points"`
}

// PlaceNearest is an address or a street near the place.
type PlaceNearest struct {
	Kind     string    `json:"kind" enum:"address,street"`
	Title    string    `json:"title" example:"Rantakatu 5"`
	Detail   string    `json:"detail,omitempty"`
	Distance float64   `json:"distance_m" doc:"0 where it lies in the place"`
	Point    []float64 `json:"point" minItems:"2" maxItems:"2"`
}

// PlaceSurrounding is a street, a water or a site by which a place is told.
type PlaceSurrounding struct {
	Kind      string  `json:"kind" enum:"street,water,site"`
	Name      string  `json:"name" example:"Rantakatu"`
	Relation  string  `json:"relation" enum:"within,crosses,beside" doc:"within: the place lies in it, or on it; crosses: they meet; beside: at distance_m"`
	Distance  float64 `json:"distance_m"`
	Bearing   float64 `json:"bearing_deg,omitempty" doc:"From the place to it, from true north; of what lies beside"`
	Layer     string  `json:"layer"`
	FeatureID string  `json:"feature_id"`
}

// PlaceUnits are the property units that a place touches by more than their border.
type PlaceUnits struct {
	Count int         `json:"count" doc:"Of all, exactly, as far as the registers here know"`
	Items []PlaceUnit `json:"items" doc:"The 50 with most of the place"`
	More  int         `json:"more,omitempty" doc:"How many are not listed"`
}

// PlaceUnit is one property unit.
type PlaceUnit struct {
	ID    string  `json:"id" example:"990-1-2-3"`
	Title string  `json:"title,omitempty" doc:"Its name, where it has one"`
	Share float64 `json:"share" doc:"Of the place's area, length or points"`
}

// PlacePlan is what a plan designates the place for.
type PlacePlan struct {
	Symbol    string  `json:"symbol,omitempty" example:"VP"`
	Text      string  `json:"text,omitempty" doc:"What the symbol or the regulation says"`
	Plan      string  `json:"plan,omitempty" doc:"The plan's name"`
	Number    string  `json:"number,omitempty"`
	Layer     string  `json:"layer"`
	FeatureID string  `json:"feature_id"`
	Share     float64 `json:"share" doc:"Of the place's area, length or points"`
}

// GeometryFix is a way to mend what cannot be used. It stands in the problem that refuses a place, and beside what a file holds.
type GeometryFix struct {
	Code       string    `json:"code" enum:"swap_axes,close_ring,wrong_crs,repair" doc:"swap_axes: latitude and longitude the other way round; close_ring: the first corner again at the end; wrong_crs: read as metres of crs; repair: lines that cross themselves are cut there"`
	Also       []string  `json:"also,omitempty" doc:"What had to be done besides, in this order, of the same codes"`
	Title      string    `json:"title" doc:"What it does, in the caller's language"`
	CRS        string    `json:"crs,omitempty" doc:"Of wrong_crs: the system that the numbers are in" example:"EPSG:3067"`
	Geometry   shapeJSON `json:"geometry" doc:"The place when it is mended: valid, GeoJSON in CRS84"`
	AreaChange *float64  `json:"area_change_m2,omitempty" doc:"Of repair: the area after it less the area that the outline goes round"`
	PlaceSize
}

// Choice is something that the caller may have meant. It stands in the problem that asks which.
type Choice struct {
	Pointer   string    `json:"pointer,omitempty" doc:"What it is a choice for: JSON Pointer into the body"`
	Parameter string    `json:"parameter,omitempty" doc:"Or the parameter"`
	Value     string    `json:"value" doc:"What to send there" example:"EPSG:3879"`
	Label     string    `json:"label" doc:"For people" example:"ETRS-GK25"`
	Detail    string    `json:"detail,omitempty" doc:"What tells it from the others, such as where it would lie" example:"Mallila"`
	Point     []float64 `json:"point,omitempty" minItems:"2" maxItems:"2" doc:"Where it lies, or the middle of what is placed: longitude, latitude"`
}

// ChangedPlace is the body of a change of shapes.
type ChangedPlace struct {
	Items []ChangedShape `json:"items" doc:"What came out, in the order of what was given; of a split the largest first"`
}

// ChangedShape is one shape that came out.
type ChangedShape struct {
	Of       *int      `json:"of,omitempty" doc:"The geometry that it came from, counted from 0; missing: of several"`
	Geometry shapeJSON `json:"geometry"`
	PlaceSize
}

// PlacesAround is the body of places that were told in lines of text.
type PlacesAround struct {
	Items []PlaceAround `json:"items" doc:"One for each line, in their order"`
}

// PlaceAround is what one line was taken for.
type PlaceAround struct {
	What       string       `json:"what" doc:"The line as it came"`
	Status     string       `json:"status" enum:"found,several,none" doc:"several: one of candidates must be chosen; none: candidates may be what was meant"`
	Reason     string       `json:"reason,omitempty" doc:"Of none and several: why, in the caller's language"`
	Found      *TakenPlace  `json:"found,omitempty"`
	Candidates []TakenPlace `json:"candidates" doc:"At most 10"`
}

// TakenPlace is something that a line may mean.
type TakenPlace struct {
	Kind      string    `json:"kind" enum:"address,property,place,coordinate,feature"`
	Title     string    `json:"title" example:"Rantakatu 5"`
	Detail    string    `json:"detail,omitempty" example:"59990 MALLILA"`
	What      string    `json:"what" doc:"A line that means this and nothing else"`
	Layer     string    `json:"layer,omitempty"`
	FeatureID string    `json:"feature_id,omitempty" doc:"Of a property unit its id as people write it"`
	Point     []float64 `json:"point" minItems:"2" maxItems:"2"`
	Geometry  shapeJSON `json:"geometry" doc:"Of a property unit its own area, or all within radius_m of it; otherwise the circle round it, or with radius 0 the point"`
	PlaceSize
}

// StreetPlace is the line of a street between two of its crossings.
type StreetPlace struct {
	Street       string             `json:"street" doc:"Its name as the register has it, in the caller's language where there is one"`
	Municipality *PlaceMunicipality `json:"municipality,omitempty"`
	From         StreetCrossing     `json:"from"`
	To           StreetCrossing     `json:"to"`
	Length       float64            `json:"length_m" doc:"True metres along the street"`
	Geometry     shapeJSON          `json:"geometry" doc:"A LineString"`
}

// StreetCrossing is where a street meets another.
type StreetCrossing struct {
	Name  string    `json:"name" example:"Kauppakatu" doc:"Of the other street"`
	Point []float64 `json:"point" minItems:"2" maxItems:"2" doc:"Longitude, latitude; to be sent where a street is crossed several times"`
	At    float64   `json:"at_m" doc:"Along the street from its first end, in metres, for the order"`
}

// StreetCrossings is the body of a list of crossings.
type StreetCrossings struct {
	Street       string             `json:"street"`
	Municipality *PlaceMunicipality `json:"municipality,omitempty"`
	Items        []StreetCrossing   `json:"items" doc:"In the order along the street; a street that is crossed twice is there twice"`
	Geometry     shapeJSON          `json:"geometry" doc:"All of the street"`
}

// Street is a street by its name in a municipality.
type Street struct {
	Name         string             `json:"name"`
	Municipality *PlaceMunicipality `json:"municipality,omitempty" doc:"Missing: the municipality is not known"`
	Point        []float64          `json:"point" minItems:"2" maxItems:"2" doc:"Somewhere on it"`
	BBox         []float64          `json:"bbox" minItems:"4" maxItems:"4"`
}

// StreetList is the body of a list of streets.
type StreetList struct {
	Items []Street `json:"items" doc:"Those that begin as typed first"`
	Known bool     `json:"known" doc:"false: no layer of streets is here, so that no street can be told by its name"`
}

// PlaceFile is what a file holds that can be a place.
type PlaceFile struct {
	Name     string        `json:"name"`
	Format   string        `json:"format" enum:"GeoJSON,GeoJSON sequence,GPX,KML,GeoPackage,Shapefile,DXF,GML,FlatGeobuf,MapInfo TAB,MapInfo MIF"`
	CRS      string        `json:"crs" example:"EPSG:3067" doc:"The system in which the file was read"`
	Parts    []FilePart    `json:"parts" doc:"At most 500"`
	Fixes    []FileFix     `json:"fixes" doc:"What cannot be used as it is, with ways to mend it"`
	LeftOut  []FileLeftOut `json:"left_out" doc:"What is not among the parts, and why"`
	Warnings []FileWarning `json:"warnings" doc:"What was changed on the way"`
}

// FilePart is one point, line or area of a file, which can be a part of a place.
type FilePart struct {
	Name     string    `json:"name"`
	Purpose  string    `json:"purpose,omitempty" doc:"Where the file names one, as a file that this service wrote does"`
	Geometry shapeJSON `json:"geometry"`
	PlaceSize
}

// FileFix is a part of a file that cannot be used as it is.
type FileFix struct {
	Name   string        `json:"name"`
	Errors []Fault       `json:"errors"`
	Fixes  []GeometryFix `json:"fixes"`
}

// FileLeftOut is what of a file was left out.
type FileLeftOut struct {
	What   string `json:"what" doc:"Its name or what it is"`
	Count  int    `json:"count" doc:"How many of them"`
	Code   string `json:"code" example:"no_geometry"`
	Reason string `json:"reason" doc:"In the caller's language"`
}

// FileWarning is something worth knowing about what was read.
type FileWarning struct {
	Code string `json:"code" example:"heights_dropped"`
	Text string `json:"text" doc:"In the caller's language"`
}
