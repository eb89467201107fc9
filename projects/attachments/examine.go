package attachments

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"lupakartta/internal/faults"
)

// examined is a file that is what it says it is.
type examined struct {
	name    string
	format  Format
	content []byte
	removed []string // what was taken out of it
}

// What may be taken out of a file.
const (
	removedMetadata = "metadata"
	removedLocation = "location" // where a photo was taken
	removedRest     = "rest"     // what came after its end
)

// examine looks into a file that somebody sends under a name, declared as a media type.
func examine(name, declared string, content []byte) (examined, error) {
	e := examined{name: cleanName(name), content: content}
	if len(content) == 0 {
		return e, refused("empty_file", nil)
	}
	var known bool
	if e.format, known = formatOf(e.name); !known {
		return e, refused("file_type", map[string]any{"value": extensions()})
	}
	if most := e.format.Megabytes << 20; len(content) > most {
		return e, refused("file_too_large", map[string]any{"value": e.format.Megabytes})
	}
	if !e.format.declares(declared) || !e.format.detects(content) {
		return e, refused("file_not_what_it_says", nil)
	}
	if code := e.look(); code != "" {
		return e, refused(code, nil)
	}
	return e, nil
}

func refused(code string, values map[string]any) error {
	return faults.Faults{{Pointer: "/file", Code: code, Values: values}}
}

// drawing is how AutoCAD's drawings begin, from 1984 on.
var drawing = regexp.MustCompile(`^AC10[0-9]{2}`)

// detects tells whether the content is of the format. Archives all begin alike: their directory is read later.
func (f Format) detects(content []byte) bool {
	if f.Examine == "drawing" {
		return drawing.Match(content) // of which the library does not know every version
	}
	found := mimetype.Detect(content)
	if f.Main != "" {
		return found.Is("application/zip") || slices.ContainsFunc(parents(found), func(m *mimetype.MIME) bool { return m.Is("application/zip") })
	}
	// What is text may be more than that: HTML, SVG and scripts are text too, and are refused by it.
	return slices.ContainsFunc(f.Detected, found.Is)
}

func parents(m *mimetype.MIME) (list []*mimetype.MIME) {
	for m = m.Parent(); m != nil; m = m.Parent() {
		list = append(list, m)
	}
	return list
}

// look finds what is wrong with the content as one of its format: a fault's code. What tells too much is taken out.
func (e *examined) look() (fault string) {
	switch e.format.Examine {
	case "pdf":
		return lookIntoPDF(e.content)
	case "jpeg":
		e.content, e.removed, fault = stripJPEG(e.content)
		return first(fault, pixels(e.content))
	case "png":
		e.content, e.removed, fault = stripPNG(e.content)
		return first(fault, pixels(e.content))
	case "webp":
		e.content, e.removed, fault = stripWebP(e.content)
		return first(fault, pixels(e.content))
	case "tiff":
		e.content, e.removed, fault = stripTIFF(e.content)
		return fault
	case "geopackage":
		return lookIntoGeoPackage(e.content)
	case "mapdata":
		e.content, e.removed, fault = lookIntoMapData(e.content)
		return fault
	case "office":
		return lookIntoOffice(e.content, e.format)
	case "opendocument":
		return lookIntoOpenDocument(e.content, e.format)
	case "text":
		return lookIntoText(e.content)
	}
	return "" // drawings are taken as they are, and given out as what they are
}

func first(codes ...string) string {
	for _, code := range codes {
		if code != "" {
			return code
		}
	}
	return ""
}

// lookIntoText wants text: UTF-8, or a single-byte set that older programs write, without control characters.
func lookIntoText(content []byte) string {
	control := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\x1a' || r == 0x7f
	}
	if utf8.Valid(content) {
		for _, r := range string(content) {
			if control(r) {
				return "file_not_what_it_says"
			}
		}
		return ""
	}
	for _, b := range content {
		if control(rune(b)) {
			return "file_not_what_it_says"
		}
	}
	return ""
}
