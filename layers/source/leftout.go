package source

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// maxLeftOut bounds the files that a warning names.
const maxLeftOut = 20

// dataExtensions are those of files that are meant to be data, whatever is in them. An .xml is such when it holds features.
var dataExtensions = []string{".geojson", ".json", ".geojsonl", ".geojsons", ".gml", ".gpkg", ".shp", ".fgb", ".kml", ".kmz", ".tab", ".mif", ".csv", ".xlsx", ".xls",
	".zip", ".7z", ".gz", ".dxf", ".dwg", ".sqlite", ".gdb", ".mdb"}

// dataLeftOut are the files that look like data by their names and that are not read.
func (s *Source) dataLeftOut() []refusal {
	var left []refusal
	for _, r := range s.refused {
		if slices.Contains(dataExtensions, r.main.extension()) || r.main.extension() == ".xml" && hasFeatures(r.main) {
			left = append(left, r)
		}
	}
	return left
}

func hasFeatures(e entry) bool {
	head, err := e.head()
	return err != nil || bytes.Contains(decodeHead(head), []byte("FeatureCollection"))
}

// leftOut notes them.
func (s *Source) leftOut() []Note {
	var names []string
	for _, r := range s.dataLeftOut() {
		names = append(names, path.Base(r.main.name))
	}
	switch more := len(names) - maxLeftOut; {
	case len(names) == 0:
		return nil
	case more > 0:
		return []Note{{Code: "more_files_left_out", Values: map[string]any{"names": strings.Join(names[:maxLeftOut], ", "), "more": more}}}
	}
	return []Note{{Code: "files_left_out", Values: map[string]any{"names": strings.Join(names, ", ")}}}
}
