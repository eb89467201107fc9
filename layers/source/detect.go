package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"unicode/utf8"
)

// headBytes is how much of a file is looked at to tell its format; of XML the whole prolog is, of a JSON text its
// first feature.
const headBytes = 1 << 16

// DetectFormat tells what a file is.
func DetectFormat(path string) (Format, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	return detect(file)
}

func detect(r io.Reader) (Format, error) {
	in := bufio.NewReaderSize(r, headBytes)
	head, err := in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if format, err := detectBytes(head); format != "" || err != nil {
		return format, err
	}
	switch {
	case len(text) == 0:
		return "", fmt.Errorf("the file is empty or blank: %w", ErrFormat)
	case looksLikeXML(head):
		return detectXML(in)
	case text[0] == 0x1e: // RFC 8142
		return FormatGeoJSONSeq, nil
	case text[0] == '{':
		return detectJSON(text, in)
	case dxfHead.Match(text):
		return FormatDXF, nil
	case tabHead.Match(text):
		return FormatTAB, nil
	case mifHead.Match(text):
		return FormatMIF, nil
	case looksLikeTable(decodeHead(head)):
		return FormatCSV, checkTable(decodeHead(head), len(head) < headBytes)
	}
	return "", fmt.Errorf("the content is no GeoPackage, Shapefile, GeoJSON, GML, FlatGeobuf, KML, GPX, DXF, MapInfo file, table or zip: %w", ErrFormat)
}

var (
	tabHead = regexp.MustCompile(`(?i)^!table\s`)
	mifHead = regexp.MustCompile(`(?i)^version\s+\d+\s`)
	// dxfHead is the first group of a drawing, behind comments (group 999).
	dxfHead = regexp.MustCompile(`^(?:999\r?\n[^\r\n]*\r?\n\s*)*0\s*\r?\n\s*SECTION\s*\r?\n`)
)

// detectBytes knows the formats that begin with bytes of their own; "" is none of them.
func detectBytes(head []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return detectGeoPackage(head)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return FormatZip, nil
	case len(head) >= 100 && binary.BigEndian.Uint32(head) == 9994 && binary.LittleEndian.Uint32(head[28:]) == 1000:
		return FormatShapefile, nil
	case bytes.HasPrefix(head, []byte("fgb\x03fgb")):
		return FormatFlatGeobuf, nil
	case bytes.HasPrefix(head, []byte("AutoCAD Binary DXF\r\n\x1a\x00")), bytes.HasPrefix(head, []byte("AC10")):
		return "", fmt.Errorf("a drawing that is not DXF as text: %w", ErrFormat)
	}
	return "", nil
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
func detectJSON(text []byte, in *bufio.Reader) (Format, error) {
	if bytes.Contains(text, []byte(`"situationId"`)) && bytes.Contains(text, []byte(`"trafficAnnouncementType"`)) && !bytes.Contains(text, []byte(`"$schema"`)) ||
		bytes.Contains(text[:min(len(text), 300)], []byte(`"dataUpdatedTime"`)) && announces(in) {
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
			value, _ := decoder.Token()
			name, _ := value.(string)
			switch {
			case name == "Feature" && followed(in):
				return FormatGeoJSONSeq, nil
			case geoJSONTypes[name]:
				return FormatGeoJSON, nil
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

// maxFirstFeature is how far the end of a first feature is looked for, to see whether another follows.
const maxFirstFeature = 32 << 20

// announces tells whether the first feature is a traffic announcement, or whether there is none: other collections of
// Digitraffic begin in the same way.
func announces(in *bufio.Reader) bool {
	var first struct {
		Type       string `json:"type"`
		Properties struct {
			SituationID *string `json:"situationId"`
		} `json:"properties"`
	}
	return firstFeature(in, &first) && (first.Type == "" || first.Properties.SituationID != nil)
}

// firstFeature reads the first feature of a collection, or the one that is there instead; false where it cannot be found.
// A collection without any leaves the feature as it was.
func firstFeature(in *bufio.Reader, feature any) bool {
	skipMark(in)
	decoder := json.NewDecoder(io.LimitReader(in, maxFirstFeature))
	return toFeatures(decoder) && (!decoder.More() || decoder.Decode(feature) == nil)
}

// toFeatures reads to the first feature of a collection.
func toFeatures(decoder *json.Decoder) bool {
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return false
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return false
		}
		if key == "features" {
			list, err := decoder.Token()
			return err == nil && list == json.Delim('[')
		}
		var skipped json.RawMessage
		if err := decoder.Decode(&skipped); err != nil {
			return false
		}
	}
	return false
}

func skipMark(in *bufio.Reader) {
	if mark, _ := in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3)
	}
}

// followed tells whether another JSON object comes after the first one, which makes a sequence of them.
func followed(in *bufio.Reader) bool {
	skipMark(in)
	decoder := json.NewDecoder(io.LimitReader(in, maxFirstFeature))
	for depth := 0; ; {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			if depth--; depth == 0 {
				return decoder.More()
			}
		}
	}
}

// looksLikeTable tells text with separated columns: no control characters, and a separator in the first line.
func looksLikeTable(text []byte) bool {
	text = bytes.TrimLeft(text, "\ufeff \r\n")
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
