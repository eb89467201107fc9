package layers

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
)

// Hit is a feature of a published layer that was asked for by its place, in the caller's language.
type Hit struct {
	Layer      Layer
	FID        int64  // as in tiles
	FeatureID  string // the register's own
	Title      string
	Attributes []AttributeText
	Geometry   orb.Geometry // CRS84; simplified when Simplified
	Simplified bool         // the shape has more than maxShape positions and was thinned for showing
	Distance   float64      // metres from the place asked for; 0 inside
	Bearing    float64      // degrees from true north, towards the nearest point; meaningless when Distance is 0
}

// maxShape is how many positions of a shape are shown as they are; larger ones are thinned to a 1500th of their
// extent, which no screen can tell apart.
const maxShape = 2000

// large tells, in SQL, whether a shape has too many positions to be shown as it is; shown is the shape to show.
func large(geom string) string { return fmt.Sprintf(`st_npoints(%s) > %d`, geom, maxShape) }

func shown(geom string) string {
	return strings.ReplaceAll(`st_asbinary(case when `+large(geom)+`
		then st_simplify({g}, greatest(st_xmax({g}) - st_xmin({g}), st_ymax({g}) - st_ymin({g})) / 1500, true) else {g} end)`, "{g}", geom)
}

// hitColumns are the columns that hitScanner reads.
var hitColumns = `fid, source_id, attributes, ` + large("geom") + `, ` + shown("geom")

// hitScanner reads hitColumns and, after them, distance and bearing.
func hitScanner(lang i18n.Lang) func(Layer, pgx.CollectableRow) (Hit, error) {
	return func(layer Layer, row pgx.CollectableRow) (Hit, error) {
		hit := Hit{Layer: layer}
		var attributes, shape []byte
		err := row.Scan(&hit.FID, &hit.FeatureID, &attributes, &hit.Simplified, &shape, &hit.Distance, &hit.Bearing)
		if err != nil {
			return hit, err
		}
		geometry, err := wkb.Unmarshal(shape)
		if err != nil {
			return hit, fmt.Errorf("%w: %d: geometry: %w", errFeature, hit.FID, err)
		}
		hit.Geometry = geo.Transform(geometry, geo.TM35FIN, geo.CRS84)
		var values map[string]json.RawMessage
		if err := json.Unmarshal(attributes, &values); err != nil {
			return hit, fmt.Errorf("%w: %d: attributes: %w", errFeature, hit.FID, err)
		}
		hit.Title = layer.Version.Recipe.FeatureTitle(values, lang)
		hit.Attributes = layer.Version.Recipe.Describe(values, lang)
		return hit, nil
	}
}
