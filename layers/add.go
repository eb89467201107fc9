package layers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	orbewkb "github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/geo/ewkb"
	"lupakartta/internal/text"
	"lupakartta/layers/source"
)

// within lies wholly in the box in which the service works, so that what is in it needs no closer look (EPSG:3067).
var within = orb.Bound{Min: orb.Point{200_000, 6_560_000}, Max: orb.Point{670_000, 7_770_000}}

// Add streams one feature in. A feature that cannot be used is refused in the report; the error is for the whole build.
func (b *Builder) Add(f Feature) error {
	b.read++
	if err := b.add(f); err != nil {
		return fmt.Errorf("version %d: feature %d: %w", b.number, b.read, err)
	}
	return nil
}

func (b *Builder) add(f Feature) error {
	fid, err := b.fids.take()
	if err != nil {
		return err
	}
	row := staged{fid: fid, sourceID: text.Clean(f.SourceID)}
	attributes, err := cleanAttributes(f.Attributes)
	if err != nil {
		row.reason, attributes = attributesNote(err), []byte("{}")
	}
	row.attributes = attributes
	sure := b.addGeometry(&row, f.EWKB)
	b.name(&row, f.EWKB)
	b.columns.count(row.sourceID, attributes)
	if row.reason.Code == "" && b.recipe.Search != nil {
		if title, detail, folded := b.recipe.searchNames(attributes); title != "" {
			if err := b.writeNames(fid, title, detail, folded); err != nil {
				return err
			}
		}
	}
	if sure {
		return b.writeSure(&row)
	}
	return b.writeDoubtful(&row)
}

// name gives a feature that has no id a hash of its content for one, and cuts ids that are too long.
func (b *Builder) name(row *staged, geom []byte) {
	switch {
	case row.sourceID == "":
		sum := sha256.New()
		_, _ = sum.Write(geom)
		_, _ = sum.Write(row.attributes)
		row.sourceID = hex.EncodeToString(sum.Sum(nil)[:8])
		b.hashed++
	case len(row.sourceID) > maxTitle:
		sum := sha256.Sum256([]byte(row.sourceID))
		row.sourceID = text.Cut(row.sourceID, maxTitle/2) + "…" + hex.EncodeToString(sum[:8])
	}
}

// addGeometry puts the geometry into the row, or the reason why it cannot be used with what is known of its place. It
// tells whether the row is surely valid as it stands.
func (b *Builder) addGeometry(row *staged, data []byte) (sure bool) {
	if len(data) == 0 {
		row.reason, b.unclear = note("no_geometry"), true
		return false
	}
	s, err := ewkb.Examine(data)
	declared := s.SRID
	if declared == 0 {
		s.SRID = b.srid
	}
	switch {
	case err != nil && row.reason.Code == "":
		row.reason = geometryNote(err)
	case err == nil && s.SRID == 0:
		row.reason, b.unclear = note("no_system"), true
		return false
	case err == nil && s.Fault != "" && row.reason.Code == "":
		row.reason = note(string(s.Fault))
	case err == nil && row.reason.Code == "":
		if doubt := source.Suspicion(s.SRID, s.Bound); doubt != nil {
			row.reason, b.unclear = doubtNote(doubt), true
		}
	}
	if s.Vertices > 0 && !s.Bound.IsEmpty() {
		b.srids[s.SRID]++
	}
	if row.reason.Code != "" {
		// Where the reading broke off, the box holds the vertices until then and no more.
		b.unclear = b.unclear || err != nil && !errors.Is(err, ewkb.ErrTrailing)
		if s.Vertices == 0 || errors.Is(err, ewkb.ErrNonFinite) || s.Bound.IsEmpty() || s.SRID == 0 {
			b.unclear = true
			return false
		}
		row.geom, _ = orbewkb.Marshal(s.Bound.ToPolygon(), s.SRID)
		return false
	}
	if s.SRID == SRID && within.Contains(s.Bound.Min) && within.Contains(s.Bound.Max) {
		if row.geom = b.plain.Take(data, s); row.geom != nil {
			row.place = curvePlace(s.Bound)
			b.known.add(s.Bound, b.plain.Dimension)
			if b.plain.Reoriented {
				b.flat.Reoriented++
			}
			return true
		}
	}
	b.count(row, s)
	if declared != s.SRID {
		data = ewkb.WithSRID(data, s.SRID)
	}
	if s.Curved || s.Collection {
		row.raw = data // PostGIS may refuse what examine does not judge
	} else {
		row.geom = data
	}
	return false
}

// count notes what will be flattened.
func (b *Builder) count(row *staged, s ewkb.Shape) {
	tell := func(is bool, flag int32, counter *int64) {
		if is {
			row.flags |= flag
			*counter++
		}
	}
	var none int64
	tell(s.Z, flagZ, &b.flat.Z)
	tell(s.M, flagM, &b.flat.M)
	tell(s.Curved, flagCurve, &b.flat.Curves)
	tell(s.Collection, flagCollection, &none)
	tell(source.Geographic(s.SRID), flagDegrees, &none)
}

// extent is what is known of features: where they lie (EPSG:3067), how many they are and of which dimensions.
type extent struct {
	box        orb.Bound
	count      int64
	dimensions [3]bool
}

func (e *extent) add(box orb.Bound, dimension int) {
	if e.count == 0 {
		e.box = box
	}
	e.box = e.box.Union(box)
	e.count++
	e.dimensions[dimension] = true
}

// join takes in other features; their box may be of no use when there are none.
func (e *extent) join(other extent) {
	if other.count == 0 {
		return
	}
	if e.count == 0 {
		e.box = other.box
	}
	e.box = e.box.Union(other.box)
	e.count += other.count
	for i, has := range other.dimensions {
		e.dimensions[i] = e.dimensions[i] || has
	}
}

// kind is the geometry type as the catalogue tells it.
func (e *extent) kind() string {
	kind := ""
	for i, name := range []string{"Point", "LineString", "Polygon"} {
		if e.dimensions[i] && kind != "" {
			return "Mixed"
		}
		if e.dimensions[i] {
			kind = name
		}
	}
	return kind
}
