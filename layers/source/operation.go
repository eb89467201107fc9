package source

import (
	"math"

	"github.com/paulmach/orb"
)

// kkjToETRS is how PROJ gets from the national grid coordinate system KKJ to ETRS89 with what it has by itself. Source:
// EPSG dataset, operation 10098, "in most areas accuracy is approximately 0.5 m although in some areas it is in the
// order of 2 m".
const (
	kkjToETRS         = "KKJ to ETRS89 (2), EPSG:10098"
	kkjToETRSMetres   = 0.5
	kkjTriangles      = "KKJ / YKJ to ETRS-TM35FIN by triangles (National Land Survey), PROJ:YKJ_TO_ETRS35FIN"
	kkjTrianglesMetre = 0.1
)

// kkj are the reference systems of KKJ: zones 0 to 5, the uniform zone with heights, and degrees.
var kkj = map[int]bool{3386: true, 2391: true, 2392: true, 2393: true, 2394: true, 3387: true, 3901: true, 4123: true}

// Operation names the transformation from a reference system to EPSG:3067 and its accuracy in metres, where it is no
// mere formula; false where it is one, to better than a millimetre.
func Operation(srid int) (name string, accuracyM float64, ok bool) {
	if !kkj[srid] {
		return "", 0, false
	}
	return kkjToETRS, kkjToETRSMetres, true
}

// kkjProbe is a point in Helsinki in EPSG:2393 and where EPSG:10098 puts it in EPSG:3067.
var kkjProbe = struct{ from, to orb.Point }{orb.Point{3385611, 6674500}, orb.Point{385487.5646, 6671698.1777}}

// OperationProbe is a point in EPSG:2393. Whoever transforms it to EPSG:3067 and hands the result to OperationSeen
// learns which operation the database uses: it has the triangles of the National Land Survey only where PROJ's file
// fi_nls_ykj_etrs35fin.json is installed.
func OperationProbe() (x, y float64) { return kkjProbe.from[0], kkjProbe.from[1] }

// OperationSeen is Operation, told by where the probe landed.
func OperationSeen(srid int, e, n float64) (name string, accuracyM float64, ok bool) {
	name, accuracyM, ok = Operation(srid)
	if ok && math.Hypot(e-kkjProbe.to[0], n-kkjProbe.to[1]) > 0.01 {
		return kkjTriangles, kkjTrianglesMetre, true
	}
	return name, accuracyM, ok
}
