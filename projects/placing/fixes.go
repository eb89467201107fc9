package placing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
)

// FixCode says how a place is mended.
type FixCode string

// Ways to mend.
const (
	SwapAxes  FixCode = "swap_axes"  // latitude and longitude, or northing and easting, the other way round
	WrongCRS  FixCode = "wrong_crs"  // metres of a system that was not named
	CloseRing FixCode = "close_ring" // the first corner again at the end
	Repair    FixCode = "repair"     // lines that cross themselves are cut there
)

// Fix is a way to mend what geo.DecodeGeoJSON refuses.
type Fix struct {
	Codes      []FixCode    // at least one, in the order in which they are done
	CRS        geo.CRS      // of WrongCRS: the system that the numbers are in
	Geometry   orb.Geometry // CRS84, valid
	AreaChange float64      // m², of Repair: the area after it less the area that the outline goes round
}

// Bounds of what PostGIS is asked to repair while somebody waits.
const (
	mostMended  = 20_000 // vertices
	mostTangled = 2_000  // places in which an outline meets itself
)

// Fixes are the ways to mend GeoJSON that geo.DecodeGeoJSON refuses; none where it is sound, or beyond help. What comes out is
// sound as that has it.
func (p *Placer) Fixes(ctx context.Context, data []byte) ([]Fix, error) {
	shape, crs, err := geo.Loosely(data)
	if err != nil {
		return nil, nil //nolint:nilerr // beyond help
	}
	return p.FixesOf(ctx, shape, crs, !sameClosure(data))
}

// sameClosure tells that no ring had to be closed: what is refused for an open ring, or for too few corners that are enough with
// the first one again, is.
func sameClosure(data []byte) bool {
	_, err := geo.DecodeGeoJSON(data)
	var faults geo.Faults
	return !errors.As(err, &faults) || !faults.Has(geo.RingNotClosed) && !faults.Has(geo.TooFewPoints)
}

// FixesOf is Fixes of a shape that was read already: in a system that it names, its rings closed, by somebody or here.
func (p *Placer) FixesOf(ctx context.Context, shape orb.Geometry, crs geo.CRS, closed bool) ([]Fix, error) {
	fix := Fix{}
	if !holds(shape, crs) {
		found, swapped, ok := systemOf(shape, crs)
		if !ok {
			return nil, nil
		}
		if found != crs {
			fix.Codes, fix.CRS, crs = append(fix.Codes, WrongCRS), found, found
		}
		if swapped {
			shape = swapAxes(orb.Clone(shape))
			if len(fix.Codes) == 0 {
				fix.Codes = append(fix.Codes, SwapAxes)
			}
		}
	}
	if closed {
		fix.Codes = append(fix.Codes, CloseRing)
	}
	lonLat := geo.Transform(shape, crs, geo.CRS84)
	sound, err := judge(lonLat)
	var faults geo.Faults
	if errors.As(err, &faults) && repairable(faults) {
		if sound, err = p.repair(ctx, lonLat); err != nil {
			return nil, err
		}
		if sound != nil {
			fix.Codes = append(fix.Codes, Repair)
			fix.AreaChange = SizeOf(sound).Area - SizeOf(lonLat).Area
		}
	}
	if sound == nil || len(fix.Codes) == 0 {
		return nil, nil
	}
	fix.Geometry = sound
	return []Fix{fix}, nil
}

// judge has geo say whether a geometry of CRS84 is sound, rounded as it will travel.
func judge(lonLat orb.Geometry) (orb.Geometry, error) {
	return geo.DecodeGeoJSON(geo.EncodeGeoJSON(lonLat, geo.Decimals))
}

// repairable tells that nothing is wrong but how rings lie.
func repairable(faults geo.Faults) bool {
	return !slices.ContainsFunc(faults, func(f geo.Fault) bool {
		return !slices.Contains([]geo.FaultCode{geo.SelfCrossing, geo.HoleOutside, geo.PartsOverlap, geo.Disconnected, geo.NoArea}, f.Code)
	})
}

// repair makes an area valid as PostGIS does by its structure: holes are what lies in an odd number of rings' insides no more
// than what the rings say. nil: nothing is left of it, or it is too tangled.
func (p *Placer) repair(ctx context.Context, lonLat orb.Geometry) (orb.Geometry, error) {
	if geo.Vertices(lonLat) > mostMended || geo.NewOutline(lonLat).Tangle(mostTangled) > mostTangled {
		return nil, nil
	}
	given, err := ewkb.MarshalToHex(lonLat, int(geo.CRS84))
	if err != nil {
		return nil, fmt.Errorf("repair: %w", err)
	}
	var made []byte
	err = p.pool.QueryRow(ctx, onlyOnce(onGrid(`st_collectionextract(st_makevalid($1::geometry, 'method=structure keepcollapsed=false'), 3)`)), given).Scan(&made)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("repair: %w", err)
	}
	shape, err := wkb.Unmarshal(made)
	if err != nil {
		return nil, fmt.Errorf("repair: %w", err)
	}
	sound, err := judge(shape)
	if err != nil {
		return nil, nil //nolint:nilerr // still not sound: no fix
	}
	return sound, nil
}

// holds tells whether all of a shape lies in Finland.
func holds(g orb.Geometry, crs geo.CRS) bool {
	all := true
	eachPoint(g, func(p orb.Point) bool {
		all = crs.Holds(p)
		return all
	})
	return all
}

// systemOf is the one system in which all of a shape lies in Finland, with its axes swapped or not. The system that was named
// is asked first.
func systemOf(g orb.Geometry, named geo.CRS) (crs geo.CRS, swapped, ok bool) {
	var first orb.Point
	eachPoint(g, func(p orb.Point) bool {
		first = p
		return false
	})
	crs, swapped, ok = geo.Guess(first)
	if !ok || named.Holds(orb.Point{first[1], first[0]}) {
		crs, swapped, ok = named, true, named.Holds(orb.Point{first[1], first[0]})
	}
	if !ok {
		return 0, false, false
	}
	eachPoint(g, func(p orb.Point) bool {
		if swapped {
			p = orb.Point{p[1], p[0]}
		}
		ok = crs.Holds(p)
		return ok
	})
	return crs, swapped, ok
}
