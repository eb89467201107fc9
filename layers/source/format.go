// Package source reads features out of files as registers publish them: it tells the format from the content, unpacks
// archives, and lets GDAL read what GDAL knows in a process of its own that can reach nothing else.
package source

import "errors"

// Format is what a file is, decided from its content alone: its name may say anything.
type Format string

// Formats that can be imported.
const (
	FormatGeoPackage Format = "GeoPackage"
	FormatShapefile  Format = "Shapefile"
	FormatGeoJSON    Format = "GeoJSON"
	FormatGeoJSONSeq Format = "GeoJSON sequence" // one feature per line, or RFC 8142
	FormatGML        Format = "GML"
	FormatFlatGeobuf Format = "FlatGeobuf"
	FormatKML        Format = "KML"
	FormatGPX        Format = "GPX"
	FormatDXF        Format = "DXF" // as text; the binary form is read by nothing that we have
	FormatTAB        Format = "MapInfo TAB"
	FormatMIF        Format = "MapInfo MIF"
	FormatCSV        Format = "CSV"
	FormatXLSX       Format = "XLSX"
	FormatTraffic    Format = "Fintraffic JSON" // traffic announcements of Fintraffic, GeoJSON with a tree of properties
	FormatZip        Format = "zip"
)

// ErrFormat says that a file is of no format that can be imported.
var ErrFormat = errors.New("format not supported")

// kind is what reading a format takes.
type kind struct {
	drivers    []string // GDAL's readers, the first that is installed is taken; none where we read it ourselves
	fileName   string   // under which the reader gets the file
	companions []string // extensions of the files beside it that belong to it and are read; indexes are left behind
	layers     bool     // may hold several
}

var kinds = map[Format]kind{
	FormatGeoPackage: {drivers: []string{"GPKG"}, fileName: "input.gpkg", layers: true},
	FormatShapefile:  {drivers: []string{"ESRI Shapefile"}, fileName: "input.shp", companions: []string{".dbf", ".shx", ".prj", ".cpg"}},
	FormatGeoJSON:    {drivers: []string{"GeoJSON"}, fileName: "input.geojson"},
	FormatGeoJSONSeq: {drivers: []string{"GeoJSONSeq"}, fileName: "input.geojsonl"},
	FormatGML:        {drivers: []string{"GML"}, fileName: "input.gml", layers: true},
	FormatFlatGeobuf: {drivers: []string{"FlatGeobuf"}, fileName: "input.fgb"},
	// LIBKML reads the attributes of ExtendedData, KML the name and the description alone.
	FormatKML:     {drivers: []string{"LIBKML", "KML"}, fileName: "input.kml", layers: true},
	FormatGPX:     {drivers: []string{"GPX"}, fileName: "input.gpx", layers: true},
	FormatDXF:     {drivers: []string{"DXF"}, fileName: "input.dxf"},
	FormatTAB:     {drivers: []string{"MapInfo File"}, fileName: "input.tab", companions: []string{".dat", ".map", ".id"}},
	FormatMIF:     {drivers: []string{"MapInfo File"}, fileName: "input.mif", companions: []string{".mid"}},
	FormatCSV:     {fileName: "input.csv"},
	FormatXLSX:    {fileName: "input.xlsx", layers: true},
	FormatTraffic: {fileName: "input.json"},
}

func (f Format) fileName() string     { return kinds[f].fileName }
func (f Format) companions() []string { return kinds[f].companions }

// multiLayer tells whether files of the format may hold several layers.
func (f Format) multiLayer() bool { return kinds[f].layers }
