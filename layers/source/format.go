// Package source reads features out of files as registers publish them: it tells the format from the content, unpacks
// archives, and lets GDAL read what GDAL knows in a process of its own that can reach nothing else.
package source

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// Format is what a file is, decided from its content alone: its name may say anything.
type Format string

// Formats that can be imported.
const (
	FormatGeoPackage Format = "GeoPackage"
	FormatShapefile  Format = "Shapefile"
	FormatGeoJSON    Format = "GeoJSON"
	FormatGML        Format = "GML"
	FormatFlatGeobuf Format = "FlatGeobuf"
	FormatZip        Format = "zip"
	FormatCSV        Format = "CSV"
	FormatTraffic    Format = "Fintraffic JSON" // traffic announcements of Fintraffic, GeoJSON with a tree of properties
)

// driver is GDAL's reader of the format; "" where we read it ourselves.
func (f Format) driver() string {
	switch f {
	case FormatGeoPackage:
		return "GPKG"
	case FormatShapefile:
		return "ESRI Shapefile"
	case FormatGeoJSON:
		return "GeoJSON"
	case FormatGML:
		return "GML"
	case FormatFlatGeobuf:
		return "FlatGeobuf"
	}
	return ""
}

// fileName is the name under which GDAL gets the file.
func (f Format) fileName() string {
	switch f {
	case FormatGeoPackage:
		return "input.gpkg"
	case FormatShapefile:
		return "input.shp"
	case FormatGeoJSON:
		return "input.geojson"
	case FormatGML:
		return "input.gml"
	case FormatFlatGeobuf:
		return "input.fgb"
	}
	return "input"
}

// multiLayer tells whether files of the format may hold several layers.
func (f Format) multiLayer() bool { return f == FormatGeoPackage || f == FormatGML }

// ErrFormat says that a file is of no format that can be imported.
var ErrFormat = errors.New("format not supported")

// headBytes is how much of a file is looked at to tell its format.
const headBytes = 1 << 16

// DetectFormat tells what a file is.
func DetectFormat(path string) (Format, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, headBytes)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", err
	}
	return detect(head[:n])
}

func detect(head []byte) (Format, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0:
		return "", fmt.Errorf("the file is empty: %w", ErrFormat)
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return detectGeoPackage(head)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return FormatZip, nil
	case len(head) >= 100 && binary.BigEndian.Uint32(head) == 9994 && binary.LittleEndian.Uint32(head[28:]) == 1000:
		return FormatShapefile, nil
	case bytes.HasPrefix(head, []byte("fgb\x03fgb")):
		return FormatFlatGeobuf, nil
	case len(text) == 0:
		return "", fmt.Errorf("the file is blank: %w", ErrFormat)
	case text[0] == '{':
		return detectJSON(text)
	case text[0] == '<':
		return detectXML(text)
	case looksLikeTable(text):
		return FormatCSV, nil
	}
	return "", fmt.Errorf("the content is no GeoPackage, Shapefile, GeoJSON, GML, FlatGeobuf, CSV or zip: %w", ErrFormat)
}

func detectGeoPackage(head []byte) (Format, error) {
	if len(head) < 100 {
		return "", fmt.Errorf("a truncated SQLite file: %w", ErrFormat)
	}
	id, version := binary.BigEndian.Uint32(head[68:]), binary.BigEndian.Uint32(head[60:])
	switch {
	case string(head[68:72]) == "GP10" || string(head[68:72]) == "GP11":
		return FormatGeoPackage, nil
	case id == 0x47504B47 && version >= 10200 && version < 10500:
		return FormatGeoPackage, nil
	case id == 0x47504B47:
		return "", fmt.Errorf("a GeoPackage of version %d, want 1.0 to 1.4: %w", version, ErrFormat)
	}
	return "", fmt.Errorf("an SQLite file that is no GeoPackage: %w", ErrFormat)
}

var geoJSONTypes = map[string]bool{
	"FeatureCollection": true, "Feature": true, "Point": true, "LineString": true, "Polygon": true,
	"MultiPoint": true, "MultiLineString": true, "MultiPolygon": true, "GeometryCollection": true,
}

// detectJSON looks at the outermost object's first members: its type, or what only GeoJSON has.
func detectJSON(text []byte) (Format, error) {
	if bytes.Contains(text, []byte(`"situationId"`)) && bytes.Contains(text, []byte(`"trafficAnnouncementType"`)) && !bytes.Contains(text, []byte(`"$schema"`)) ||
		bytes.Contains(text[:min(len(text), 300)], []byte(`"dataUpdatedTime"`)) {
		return FormatTraffic, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return "", fmt.Errorf("JSON: %w: %w", err, ErrFormat)
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			break
		}
		switch key {
		case "type":
			if value, err := decoder.Token(); err == nil {
				if name, ok := value.(string); ok && geoJSONTypes[name] {
					return FormatGeoJSON, nil
				}
			}
			return "", fmt.Errorf("JSON, but no GeoJSON: %w", ErrFormat)
		case "features", "featureCollection", "coordinates":
			return FormatGeoJSON, nil
		}
		var skipped json.RawMessage
		if err := decoder.Decode(&skipped); err != nil {
			break
		}
	}
	return "", fmt.Errorf("JSON, but no GeoJSON: %w", ErrFormat)
}

// gmlNamespaces are what the root of a GML document declares or belongs to.
var gmlNamespaces = []string{"http://www.opengis.net/gml", "http://www.opengis.net/wfs"}

// detectXML reads the root element. A document type declaration is refused: it is the door to entity expansion
// and to other files, and no GML needs one.
func detectXML(text []byte) (Format, error) {
	if bytes.Contains(text, []byte("<!DOCTYPE")) || bytes.Contains(text, []byte("<!ENTITY")) {
		return "", fmt.Errorf("XML with a document type declaration: %w", ErrFormat)
	}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	for {
		t, err := decoder.Token()
		if err != nil {
			return "", fmt.Errorf("XML without a root element: %w", ErrFormat)
		}
		root, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		names := []string{root.Name.Space}
		for _, a := range root.Attr {
			names = append(names, a.Value)
		}
		for _, name := range names {
			for _, wanted := range gmlNamespaces {
				if strings.HasPrefix(name, wanted) {
					return FormatGML, nil
				}
			}
		}
		return "", fmt.Errorf("XML of %s, but no GML: %w", root.Name.Local, ErrFormat)
	}
}

// looksLikeTable tells text with separated columns: no control characters, and a separator in the first line.
func looksLikeTable(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if !bytes.ContainsAny(line, ",;\t") || bytes.IndexByte(text, 0) >= 0 {
		return false
	}
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		if r < 0x20 && r != '\t' && r != '\r' {
			return false
		}
		line = line[size:]
	}
	return true
}
