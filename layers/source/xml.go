package source

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Bounds of what stands before an XML document's content.
const (
	maxProlog  = 1 << 20
	maxRootTag = 1 << 18
)

// Encodings in which GDAL's XML readers get a document. Others could hide from us what they read.
var xmlEncodings = []string{"", "UTF-8", "UTF-16", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"}

var errDocType = fmt.Errorf("XML with a document type declaration: %w", ErrFormat)

// looksLikeXML tells whether a file begins with a tag, in any encoding that an XML reader may take it for.
func looksLikeXML(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.HasPrefix(head, []byte("\xff\xfe")) {
		head = bytes.TrimLeft(head[2:], "\x00 \t\r\n")
	}
	head = bytes.TrimLeft(head, "\x00 \t\r\n")
	return len(head) > 0 && head[0] == '<'
}

// detectXML reads the prolog to its end, however long comments make it, and the root element's tag. A document type
// declaration is refused: it is the door to entity expansion and to other files, and no map needs one.
func detectXML(in *bufio.Reader) (Format, error) {
	head, _ := in.Peek(headBytes)
	head = bytes.Clone(decodeHead(head))
	text, err := xmlText(in)
	if err != nil {
		return "", err
	}
	tag, err := rootTag(bufio.NewReaderSize(io.LimitReader(text, maxProlog+maxRootTag), 1<<12))
	if err != nil {
		return "", err
	}
	format, err := rootFormat(tag)
	if err != nil && holdsGML(head) {
		return FormatGML, nil
	}
	return format, err
}

// Elements of GML in which features or their places stand.
var gmlElements = []string{"featureMember", "featureMembers", "member", "Point", "LineString", "Curve", "Polygon", "Surface", "MultiPoint", "MultiLineString", "MultiCurve", "MultiPolygon", "MultiSurface", "MultiGeometry"}

// holdsGML tells whether a document whose root says nothing of GML has elements of it near its beginning. Descriptions of
// data (ISO 19139) may have some too, and are none.
func holdsGML(head []byte) bool {
	decoder := xml.NewDecoder(bytes.NewReader(bytes.ToValidUTF8(head, []byte("?"))))
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "MD_Metadata" || start.Name.Local == "MI_Metadata":
			return false
		case slices.Contains(gmlElements, start.Name.Local) && inNamespace(start.Name.Space, gmlNamespaces):
			return true
		}
	}
}

func inNamespace(name string, of []string) bool {
	return slices.ContainsFunc(of, func(wanted string) bool { return strings.HasPrefix(name, wanted) })
}

// xmlText gives the document as bytes of which the ASCII part is readable.
func xmlText(in *bufio.Reader) (io.Reader, error) {
	mark, _ := in.Peek(4)
	switch {
	case len(mark) < 4:
		return in, nil
	case bytes.HasPrefix(mark, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(mark, []byte("\x00\x00")), bytes.Equal(mark, []byte("<\x00\x00\x00")):
		return nil, fmt.Errorf("XML in UTF-32: %w", ErrFormat)
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		return utf16Text(in), nil
	case mark[0] == 0 || mark[1] == 0:
		return nil, fmt.Errorf("XML in UTF-16 without a byte order mark: %w", ErrFormat)
	}
	return in, nil
}

var declaredEncoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']*)["']`)

// rootTag skips declarations, instructions and comments and returns the first element's tag as text.
func rootTag(in *bufio.Reader) (string, error) {
	if mark, _ := in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3)
	}
	for read := 0; read <= maxProlog; {
		c, err := in.ReadByte()
		if err != nil {
			return "", fmt.Errorf("XML without a root element: %w", ErrFormat)
		}
		read++
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			continue
		}
		next, _ := in.Peek(3)
		switch {
		case c != '<' || len(next) == 0:
			return "", fmt.Errorf("XML without a root element: %w", ErrFormat)
		case next[0] == '?':
			said, err := skipTo(in, "?>", &read)
			if err != nil {
				return "", err
			}
			if m := declaredEncoding.FindStringSubmatch(said); m != nil && !slices.Contains(xmlEncodings, strings.ToUpper(m[1])) {
				return "", fmt.Errorf("XML in the encoding %.40q: %w", m[1], ErrFormat)
			}
		case string(next) == "!--":
			_, _ = in.Discard(3)
			if _, err := skipTo(in, "-->", &read); err != nil {
				return "", err
			}
		case next[0] == '!':
			return "", errDocType
		default:
			return readTag(in)
		}
	}
	return "", fmt.Errorf("XML whose root element comes after more than %d kB: %w", maxProlog>>10, ErrFormat)
}

// skipTo reads to the end of a construct and returns its first bytes.
func skipTo(in *bufio.Reader, end string, read *int) (string, error) {
	var said, tail []byte
	for ; *read <= maxProlog; *read++ {
		c, err := in.ReadByte()
		if err != nil {
			return "", fmt.Errorf("XML without a root element: %w", ErrFormat)
		}
		if len(said) < 200 {
			said = append(said, c)
		}
		if tail = append(tail, c); len(tail) > len(end) {
			tail = tail[1:]
		}
		if string(tail) == end {
			return string(said), nil
		}
	}
	return "", fmt.Errorf("XML whose root element comes after more than %d kB: %w", maxProlog>>10, ErrFormat)
}

// readTag reads the rest of a start tag, whose < has been read.
func readTag(in *bufio.Reader) (string, error) {
	tag := []byte{'<'}
	quote := byte(0)
	for len(tag) < maxRootTag {
		c, err := in.ReadByte()
		if err != nil {
			return "", fmt.Errorf("XML that ends within its first tag: %w", ErrFormat)
		}
		tag = append(tag, c)
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return string(tag), nil
		}
	}
	return "", fmt.Errorf("XML whose first tag is longer than %d kB: %w", maxRootTag>>10, ErrFormat)
}

const wfsNamespace = "http://www.opengis.net/wfs"

// Namespaces that the root of a document declares or belongs to.
var (
	gmlNamespaces = []string{"http://www.opengis.net/gml", wfsNamespace}
	gpxNamespaces = []string{"http://www.topografix.com/GPX/"}
	kmlNamespaces = []string{"http://www.opengis.net/kml/", "http://earth.google.com/kml/"}
)

func rootFormat(tag string) (Format, error) {
	decoder := xml.NewDecoder(strings.NewReader(strings.ToValidUTF8(tag, "\uFFFD")))
	token, err := decoder.Token()
	root, ok := token.(xml.StartElement)
	if err != nil || !ok {
		return "", fmt.Errorf("XML without a root element: %w", errors.Join(err, ErrFormat))
	}
	names := []string{root.Name.Space}
	for _, a := range root.Attr {
		names = append(names, a.Value)
	}
	belongs := func(to []string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return inNamespace(name, to) })
	}
	switch {
	case root.Name.Local == "kml" && (belongs(kmlNamespaces) || len(root.Attr) == 0):
		return FormatKML, nil
	case root.Name.Local == "gpx" && belongs(gpxNamespaces):
		return FormatGPX, nil
	case belongs(gmlNamespaces):
		return FormatGML, nil
	}
	return "", fmt.Errorf("XML of %.80s, but no GML, KML or GPX: %w", root.Name.Local, ErrFormat)
}
