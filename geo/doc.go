// Package geo knows coordinates: the reference systems of Finnish authorities, geometry as people and programs
// write it, and whether it can be trusted. It does no I/O and knows nothing of permits.
//
// Points are orb.Point: x first, so longitude, latitude in CRS84 and easting, northing in metres elsewhere. ETRS89
// and WGS 84 are taken as one (PROJ does likewise; the real difference is under a metre).
package geo
