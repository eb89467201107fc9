package placing

import (
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// How far is looked for what a place lies beside, in metres.
const (
	streetReach  = 60
	waterReach   = 150
	siteReach    = 0 // a site is told where the place lies in it or meets it
	addressReach = 2000
)

// Bounds of what is read of one layer.
const (
	mostNear  = 40
	mostPlans = 40
	mostUnits = 200_000
)

// look is a place being looked at.
type look struct {
	placer  *Placer
	place   *place
	lang    i18n.Lang
	d       *Description
	asked   []*question
	byTheme map[layers.Theme][]*question
	failed  map[layers.Theme]bool

	municipalities, districts, areas []Named // districts proper, and areas that may stand in for them
	addresses                        []Nearest
	near                             []Surrounding
	spots                            map[string]orb.Point // by street, the nearest point of it
	units                            []Unit
	plans                            []Plan
}

// questions are what is asked of the published layers.
func (l *look) questions() []*question {
	l.byTheme, l.failed, l.spots = map[layers.Theme][]*question{}, map[layers.Theme]bool{}, map[string]orb.Point{}
	for theme, ask := range map[layers.Theme]func(layers.Layer){
		layers.Municipality: l.askMunicipality, layers.District: l.askDistrict, layers.Address: l.askAddress,
		layers.BaseStreet: l.asking(Street, streetReach), layers.BaseWater: l.asking(Water, waterReach), layers.Venue: l.asking(Site, siteReach),
		layers.Property: l.askUnits, layers.Zoning: l.askPlans,
	} {
		box := l.place.bound(addressReach)
		for _, layer := range l.placer.catalogue.ByTheme(theme) {
			if layer.Version.Reaches(box) {
				ask(layer)
			}
		}
	}
	return l.asked
}

// bound is the place's box in EPSG:3067 with so many metres round it.
func (p *place) bound(metres float64) orb.Bound { return grid(p.whole).Bound().Pad(metres) }

// put asks one statement of a layer.
func (l *look) put(layer layers.Layer, sql string, read func(pgx.Rows) error, args ...any) {
	q := &question{about: layer.ID, sql: sql, read: read, args: args}
	l.asked, l.byTheme[layer.Theme] = append(l.asked, q), append(l.byTheme[layer.Theme], q)
}

// main is the place for a statement.
func (l *look) main() string { return l.place.shapes[l.place.main] }

// middle is a point near the middle of the place for a statement.
func (l *look) middle() string {
	at, err := hexOf(geo.ToTM35FIN(l.d.Center))
	if err != nil {
		return l.main() // a point can be written
	}
	return at
}

// touching is a statement for the features that the place touches, with their share of it.
func (l *look) touching(layer layers.Layer, most int) string {
	return fmt.Sprintf(`select source_id, attributes, share from (select fid, source_id, attributes, %s as share from %s f
		where f.geom && $1::geometry and st_intersects(f.geom, $1::geometry)) s order by share desc, fid limit %d`, l.place.share("f.geom"), layer.Version.Table(), most)
}

func (l *look) askMunicipality(layer layers.Layer) {
	recipe := layer.Version.Recipe
	l.put(layer, l.touching(layer, mostNear), func(rows pgx.Rows) error {
		return eachFeature(rows, func(id string, v values, share float64) {
			code, name := v.means(recipe, layers.MeaningMunicipalityCode), v.name(recipe, l.lang)
			if name != "" {
				l.municipalities = append(l.municipalities, Named{Code: code, Name: name, Layer: layer.ID, FeatureID: id, Share: share})
			}
		})
	}, l.place.all, l.main())
}

// askDistrict tells districts, by which people call a place, from other areas that registers keep beside them: areas that search
// does not find by name, and those of municipalities.
func (l *look) askDistrict(layer layers.Layer) {
	recipe := layer.Version.Recipe
	if attribute(recipe, layers.MeaningName) == "" || recipe.Search == nil || attribute(recipe, layers.MeaningMunicipalityCode) != "" && attribute(recipe, layers.MeaningPostalCode) == "" {
		return
	}
	into := &l.districts
	if attribute(recipe, layers.MeaningPostalCode) != "" {
		into = &l.areas
	}
	l.put(layer, l.touching(layer, mostNear), func(rows pgx.Rows) error {
		return eachFeature(rows, func(id string, v values, share float64) {
			if name := v.name(recipe, l.lang); name != "" {
				*into = append(*into, Named{Name: name, Layer: layer.ID, FeatureID: id, Share: share})
			}
		})
	}, l.place.all, l.main())
}

// askAddress looks at the addresses nearest to the middle of the place, and takes the one that is nearest to the place.
func (l *look) askAddress(layer layers.Layer) {
	recipe := layer.Version.Recipe
	l.put(layer, `select source_id, attributes, st_x(at), st_y(at), `+trueMetres("$1::geometry", "at")+`
		from (select source_id, attributes, at from (select fid, source_id, attributes, st_pointonsurface(geom) as at, st_distance(geom, $2::geometry) as middle
				from `+layer.Version.Table()+` where geom && st_expand($1::geometry, $3::float8) order by geom <-> $2::geometry limit 30) n
			order by st_distance(at, $1::geometry), middle, fid limit 1) nearest`, func(rows pgx.Rows) error {
		var id string
		var v values
		var at orb.Point
		var metres float64
		_, err := pgx.ForEachRow(rows, []any{&id, &v, &at[0], &at[1], &metres}, func() error {
			title := recipe.FeatureTitle(v, l.lang)
			if title != recipe.Title.In(l.lang) && metres <= addressReach {
				detail := v.means(recipe, layers.MeaningPostalOffice, layers.MeaningMunicipalityName)
				l.addresses = append(l.addresses, Nearest{Kind: "address", Title: title, Detail: detail, Distance: metres, Point: geo.ToLonLat(at)})
			}
			v = nil
			return nil
		})
		return err
	}, l.place.rough, l.middle(), addressReach)
}

// trueMetres is SQL for the distance between two geometries of EPSG:3067, as checks have it.
func trueMetres(a, b string) string {
	return `st_length(st_transform(st_shortestline(` + a + `, ` + b + `), 4258)::geography, true)`
}

// asking looks for features with names within so many metres.
func (l *look) asking(kind string, reach float64) func(layers.Layer) {
	return func(layer layers.Layer) {
		recipe := layer.Version.Recipe
		named := attribute(recipe, layers.MeaningName, layers.MeaningStreet)
		if named == "" {
			return
		}
		l.put(layer, `select source_id, attributes, metres, st_x(at), st_y(at), st_x(mine), st_y(mine), share from (
			select fid, source_id, attributes, st_length(st_transform(gap, 4258)::geography, true) as metres, st_endpoint(gap) as at, st_startpoint(gap) as mine, `+l.along(kind)+` as share
			from `+layer.Version.Table()+fmt.Sprintf(` f cross join lateral (select st_shortestline($1::geometry, f.geom) as gap offset 0) g where f.geom && st_expand($1::geometry, $3::float8) and st_dwithin(f.geom, $1::geometry, $3::float8)
				and coalesce(attributes->>$4::text, '') <> '' and $2::geometry is not null) s order by metres, share desc, fid limit %d`, mostNear), func(rows pgx.Rows) error {
			var id string
			var v values
			var metres, share float64
			var at, mine orb.Point
			_, err := pgx.ForEachRow(rows, []any{&id, &v, &metres, &at[0], &at[1], &mine[0], &mine[1], &share}, func() error {
				if name := v.name(recipe, l.lang); name != "" && (kind != Site || share > least) {
					l.beside(Surrounding{Kind: kind, Name: name, Relation: l.relationOf(metres, share), Distance: metres, Share: share, Layer: layer.ID, FeatureID: id}, geo.ToLonLat(mine), geo.ToLonLat(at))
				}
				v = nil
				return nil
			})
			return err
		}, l.place.rough, l.main(), max(reach, 1), named)
	}
}

// onStreet is how far from the middle of a street what lies along it is drawn, in metres.
const onStreet = 12

// along is SQL for how much of the place lies in a feature, or along it where that is a street.
func (l *look) along(kind string) string {
	if kind == Street && l.place.dimension() == 1 {
		return l.place.share(fmt.Sprintf(`st_buffer(f.geom, %d)`, onStreet))
	}
	if kind == Street && l.place.dimension() == 2 { // one that ends at the edge does not cross
		return `case when st_intersects(f.geom, $2::geometry) and st_length(st_intersection(f.geom, ` + near("$2::geometry", "f.geom", l.place.groups[l.place.main]) + `)) > 5 then 0.5 else 0 end`
	}
	return `case when not st_intersects(f.geom, $2::geometry) then 0 when st_dimension(f.geom) = 2 then ` + l.place.share("f.geom") + ` else 0.5 end`
}

// meeting is how near, in metres, what is said to meet may be: positions are rounded to a centimetre.
const meeting = 0.02

func (l *look) relationOf(metres, share float64) string {
	switch {
	case share > 0.9:
		return Within
	case metres < meeting && (share > 0 || l.place.dimension() < 2):
		return Crosses
	}
	return Beside
}

// beside adds a surrounding, and notes where it is nearest.
func (l *look) beside(s Surrounding, mine, at orb.Point) {
	if s.Relation == Beside {
		s.Bearing = bearing(mine, at)
		if l.place.dimension() == 2 { // told from the middle, round which it lies
			s.Bearing = bearing(l.d.Center, at)
		}
	}
	if _, known := l.spots[s.Name]; !known {
		l.spots[s.Name] = at
	}
	l.near = append(l.near, s)
}

func (l *look) askUnits(layer layers.Layer) {
	recipe := layer.Version.Recipe
	id, name := attribute(recipe, layers.MeaningPropertyID, layers.MeaningOfficialID), attribute(recipe, layers.MeaningName)
	if id == "" {
		return
	}
	for i, group := range l.place.groups {
		share := `0::float8`
		if i == l.place.main {
			share = l.place.share("f.geom")
		}
		l.put(layer, `select coalesce(attributes->>$4::text, source_id), coalesce(attributes->>$5::text, ''), `+share+` from `+layer.Version.Table()+` f
			where f.geom && $1::geometry and st_intersects(f.geom, $1::geometry) and `+reallyTouches(group)+` and $2::geometry is not null
			order by fid limit $3`, func(rows pgx.Rows) error {
			var u Unit
			_, err := pgx.ForEachRow(rows, []any{&u.ID, &u.Title, &u.Share}, func() error {
				if id, err := layers.ParsePropertyID(u.ID); err == nil {
					u.ID = id.String()
				}
				l.units = append(l.units, u)
				return nil
			})
			return err
		}, l.place.shapes[i], l.main(), mostUnits, id, name)
	}
}

// reallyTouches is SQL that leaves out the neighbours of what was drawn along a border: what they have in common is the noise of
// rounding to a centimetre.
func reallyTouches(group orb.Geometry) string {
	common := `st_intersection(f.geom, ` + near("$1::geometry", "f.geom", group) + `)`
	switch group.Dimensions() {
	case 2:
		return `(st_coveredby(f.geom, $1::geometry) or st_area(` + common + `) > least(1, 0.5 * st_area($1::geometry)))`
	case 1:
		return `st_length(` + common + `) > least(0.1, 0.5 * st_length($1::geometry))`
	}
	return `true`
}

func (l *look) askPlans(layer layers.Layer) {
	recipe := layer.Version.Recipe
	l.put(layer, l.touching(layer, mostPlans), func(rows pgx.Rows) error {
		return eachFeature(rows, func(id string, v values, share float64) {
			plan := Plan{Symbol: v.means(recipe, layers.MeaningPlanSymbol), Name: v.means(recipe, layers.MeaningPlanName), Number: v.means(recipe, layers.MeaningPlanNumber),
				Text: v.says(recipe, l.lang, layers.MeaningKind), Layer: layer.ID, FeatureID: id, Share: share}
			if plan.Text == "" {
				plan.Text = v.says(recipe, l.lang, layers.MeaningDescription)
			}
			if plan.Symbol != "" || plan.Name != "" {
				l.plans = append(l.plans, plan)
			}
		})
	}, l.place.all, l.main())
}

// eachFeature reads the features of a statement of touching.
func eachFeature(rows pgx.Rows, take func(id string, v values, share float64)) error {
	var id string
	var v values
	var share *float64
	_, err := pgx.ForEachRow(rows, []any{&id, &v, &share}, func() error {
		if share == nil {
			share = new(float64)
		}
		take(id, v, *share)
		v, share = nil, nil
		return nil
	})
	return err
}
