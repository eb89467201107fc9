package source

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

// inUTF16 writes a text as UTF-16, little endian or big, with or without a byte order mark.
func inUTF16(text string, big, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return string(out)
}

// Entities that expand and entities that read files need a document type declaration, wherever and however it stands.
func TestDocumentTypesAreRefused(t *testing.T) {
	root := `<a xmlns:gml="http://www.opengis.net/gml">&b;</a>`
	bomb := `<!DOCTYPE a [<!ENTITY b "c">]>`
	long := "<!--" + strings.Repeat(" long ", headBytes) + "-->"
	tests := []struct{ name, content string }{
		{"at the head", bomb + root},
		{"after the declaration", `<?xml version="1.0"?>` + bomb + root},
		{"an external entity", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>` + root},
		{"an external subset", `<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">` + root},
		{"after a comment longer than what is looked at", long + bomb + root},
		{"after an instruction longer than that", "<?x " + strings.Repeat(" long ", headBytes) + "?>" + bomb + root},
		{"after white space longer than that", strings.Repeat("\n", headBytes*2) + bomb + root},
		{"after a prolog without end", strings.Repeat(long, 10) + bomb + root},
		{"in UTF-16 little endian", inUTF16(`<?xml version="1.0" encoding="UTF-16"?>`+bomb+root, false, true)},
		{"in UTF-16 big endian", inUTF16(bomb+root, true, true)},
		{"in UTF-16 after a long comment", inUTF16(long+bomb+root, false, true)},
		{"in UTF-16 without a mark", inUTF16(bomb+root, false, false)},
		{"in UTF-16 big endian without a mark", inUTF16(bomb+root, true, false)},
		{"in UTF-32", "\xff\xfe\x00\x00<\x00\x00\x00!\x00\x00\x00"},
		{"in an encoding that hides it", `<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>` + root},
		{"in EBCDIC", `<?xml version="1.0" encoding="IBM037"?>` + root},
		{"in lower case, which is no XML", `<!doctype a>` + root},
		{"with a mark", "\xef\xbb\xbf" + bomb + root},
		{"no root element", long},
		{"a root element without end", "<a " + strings.Repeat("x", maxRootTag+10)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if format, err := detect(strings.NewReader(tt.content)); !errors.Is(err, ErrFormat) {
				t.Errorf("format %q, error %v", format, err)
			}
		})
	}
}

func TestXMLIsReadInItsEncoding(t *testing.T) {
	gml := `<x:c xmlns:x="u" note="a > b" xmlns:gml="http://www.opengis.net/gml/3.2"/>`
	kml := `<kml xmlns="http://www.opengis.net/kml/2.2"/>`
	long := "<!--" + strings.Repeat(" long ", headBytes) + "-->"
	tests := []struct {
		name, content string
		want          Format
	}{
		{"GML", gml, FormatGML},
		{"after a long comment that speaks of a <!DOCTYPE", strings.ReplaceAll(long, "long", "<!DOCTYPE")[:maxProlog/2] + "-->" + gml, FormatGML},
		{"in ISO-8859-1", `<?xml version="1.0" encoding="ISO-8859-1"?><!-- ` + "\xe4" + ` -->` + gml, FormatGML},
		{"in UTF-16", inUTF16(`<?xml version="1.0" encoding="utf-16"?>`+gml, false, true), FormatGML},
		{"KML", `<?xml version="1.0" encoding="UTF-8"?>` + kml, FormatKML},
		{"KML of Google Earth, with a mark", "\xef\xbb\xbf" + `<kml xmlns="http://earth.google.com/kml/2.1">`, FormatKML},
		{"WFS", `<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0">`, FormatGML},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if format, err := detect(strings.NewReader(tt.content)); format != tt.want {
				t.Errorf("format %q, error %v", format, err)
			}
		})
	}
}

// Where GML begins below the root, or far down, it is GML all the same; descriptions of data are none.
func TestGMLBelowTheRoot(t *testing.T) {
	const feature = `<k:kohde xmlns:k="urn:k"><k:tunnus>a1</k:tunnus><k:geom><gml:Point srsName="EPSG:3067"><gml:pos>480000 6920000</gml:pos></gml:Point></k:geom></k:kohde>`
	member := `<gml:featureMember xmlns:gml="http://www.opengis.net/gml">` + feature + `</gml:featureMember>`
	for name, content := range map[string]string{
		"declared at the member":  `<?xml version="1.0" encoding="UTF-8"?><aineisto>` + member + `</aineisto>`,
		"declared at the feature": `<aineisto><featureMember>` + strings.Replace(feature, `xmlns:k`, `xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:k`, 1) + `</featureMember></aineisto>`,
		"behind a long comment":   `<?xml version="1.0" encoding="UTF-8"?><!--` + strings.Repeat("x", 10_000) + `--><aineisto>` + member + `</aineisto>`,
	} {
		rows, srid, _, err := readFile(put(t, "a.xml", content), Options{})
		if err != nil || len(rows) != 1 || srid != 3067 || !strings.HasPrefix(rows[0], "480000.000 6920000.000") || !strings.Contains(rows[0], `"tunnus":"a1"`) {
			t.Errorf("%s: %q in %d, error %v", name, rows, srid, err)
		}
	}
	description := `<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"><gml:Polygon xmlns:gml="http://www.opengis.net/gml"/></gmd:MD_Metadata>`
	if format, err := detect(strings.NewReader(description)); !errors.Is(err, ErrFormat) {
		t.Errorf("a description: format %q, error %v", format, err)
	}
}

func FuzzXMLProlog(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><!-- a --><a xmlns="http://www.opengis.net/gml"/>`))
	f.Add([]byte(inUTF16(`<!DOCTYPE a><kml/>`, true, true)))
	f.Fuzz(func(t *testing.T, document []byte) {
		format, err := detect(bytes.NewReader(document))
		head, _, _ := bytes.Cut(document, []byte("<kml"))
		if format == FormatKML && !bytes.Contains(head, []byte("<!--")) && !bytes.Contains(head, []byte("<?")) && bytes.Contains(head, []byte("<!DOCTYPE")) {
			t.Fatalf("%q passes: %v", document, err)
		}
	})
}
