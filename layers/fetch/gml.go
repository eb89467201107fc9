package fetch

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Name spaces of the protocols.
const (
	wfsSpace2  = "http://www.opengis.net/wfs/2.0"
	wfsSpace1  = "http://www.opengis.net/wfs"
	gmlSpace31 = "http://www.opengis.net/gml"
	gmlSpace32 = "http://www.opengis.net/gml/3.2"
)

// namespaces are prefixes and what they stand for; "" is the default one.
type namespaces map[string]string

// maxSpaces is how many prefixes may be declared round a feature.
const maxSpaces = 500

// declare adds what an element declares.
func (n namespaces) declare(start xml.StartElement) (namespaces, error) {
	var more namespaces
	for _, a := range start.Attr {
		prefix, ok := a.Name.Local, a.Name.Space == "xmlns"
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			prefix, ok = "", true
		}
		if !ok || n[prefix] == a.Value {
			continue
		}
		if more == nil {
			more = maps.Clone(n)
		}
		more[prefix] = a.Value
	}
	if more == nil {
		return n, nil
	}
	if len(more) > maxSpaces {
		return nil, fmt.Errorf("%w: more than %d name spaces", ErrTooLarge, maxSpaces)
	}
	return more, nil
}

// write declares what the element around has not declared in the same way.
func (n namespaces) write(out io.StringWriter, around namespaces) {
	for _, prefix := range slices.Sorted(maps.Keys(n)) {
		if around != nil && around[prefix] == n[prefix] {
			continue
		}
		name := "xmlns"
		if prefix != "" {
			name += ":" + prefix
		}
		_, _ = out.WriteString(" " + name + `="` + escaped(n[prefix]) + `"`)
	}
}

func escaped(value string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(value))
	return b.String()
}

// gmlWrap is the name of the element round each feature, with its prefix.
type gmlWrap struct {
	collection, member string
	bounds, gml        string // prefixes of boundedBy and of GML
}

// prefixOf is a prefix for a name space, which is declared where it is not yet.
func (n namespaces) prefixOf(space, preferred string) string {
	for _, prefix := range slices.Sorted(maps.Keys(n)) {
		if prefix != "" && n[prefix] == space {
			return prefix
		}
	}
	for n[preferred] != "" {
		preferred += "x"
	}
	n[preferred] = space
	return preferred
}

// takeGML copies the features of a page.
func (c *collector) takeGML(name string) (page, error) {
	file, err := c.utf8File(name)
	if err != nil {
		return page{}, err
	}
	defer func() { _ = file.Close() }()
	p := &gmlPage{collector: c, xmlReader: newXMLReader(file), file: file, page: page{matched: unknown, returned: unknown}}
	err = p.read()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: a page ends early", ErrIncomplete)
	}
	return p.page, err
}

// utf8File is the page in UTF-8: offsets in it must be those that the reader counts.
func (c *collector) utf8File(name string) (*os.File, error) {
	file, err := os.Open(c.run.path(name))
	if err != nil {
		return nil, err
	}
	r, changed, err := utf8Reader(file)
	if err != nil || !changed {
		if err == nil {
			_, err = file.Seek(0, io.SeekStart)
		}
		if err != nil {
			_ = file.Close()
			return nil, err
		}
		return file, nil
	}
	defer func() { _ = file.Close() }()
	turned, err := os.OpenFile(c.run.path(name+".utf8"), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	_ = os.Remove(turned.Name()) // lives as long as it is open
	_, err = io.Copy(turned, io.LimitReader(r, c.client.config.MaxBytes))
	if err == nil {
		_, err = turned.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = turned.Close()
		return nil, err
	}
	return turned, nil
}

// gmlPage is a page that is being read.
type gmlPage struct {
	*collector
	*xmlReader
	page
	file  *os.File
	space string // of the collection
}

func (p *gmlPage) read() error {
	root, err := p.xmlReader.root()
	if err != nil {
		return err
	}
	if root.Name.Local != "FeatureCollection" {
		return fmt.Errorf("%w: a page is %s, no feature collection", ErrAnswer, words(root.Name.Local))
	}
	p.space = root.Name.Space
	spaces, err := namespaces{}.declare(root)
	if err != nil {
		return err
	}
	p.matched, p.returned, p.next = number(root, "numberMatched"), number(root, "numberReturned"), attribute(root, "next")
	if p.space == wfsSpace1 {
		p.returned = number(root, "numberOfFeatures")
	}
	return p.children(func(start xml.StartElement) error { return p.part(start, spaces) })
}

// number is an attribute's, or unknown.
func number(start xml.StartElement, name string) int64 {
	n, err := strconv.ParseInt(attribute(start, name), 10, 64)
	if err != nil || n < 0 {
		return unknown
	}
	return n
}

// part reads one element of the collection.
func (p *gmlPage) part(start xml.StartElement, spaces namespaces) error {
	switch start.Name.Local {
	case "boundedBy":
		return p.walk(func(inner xml.StartElement) {
			if name := attribute(inner, "srsName"); name != "" {
				p.bounds = name
			}
		})
	case "member", "featureMember", "featureMembers":
		inner, err := spaces.declare(start)
		if err != nil {
			return err
		}
		return p.children(func(start xml.StartElement) error { return p.feature(start, inner) })
	case "truncatedResponse":
		return fmt.Errorf("%w: the service says that it broke off", ErrIncomplete)
	}
	return p.skip()
}

// feature copies one, as it is written, with the name spaces that its page declares around it.
func (p *gmlPage) feature(start xml.StartElement, spaces namespaces) error {
	if start.Name.Local == "FeatureCollection" {
		return fmt.Errorf("%w: collections within collections", ErrAnswer)
	}
	from := p.start
	err := p.children(func(property xml.StartElement) error {
		if len(p.names) < maxProperties {
			p.names[property.Name.Local] = true
		}
		return p.walk(p.placed)
	})
	if err != nil {
		return err
	}
	content, err := p.bytes(from)
	if err != nil {
		return err
	}
	id := attribute(start, "id")
	if id == "" {
		id = attribute(start, "fid")
	}
	kept := withoutGenerated(content)
	if len(kept) != len(content) {
		id = ""
	}
	if err := p.know(id, kept); err != nil {
		return err
	}
	if !p.opened {
		p.beginGML(p.space, spaces)
	}
	p.features++
	_, _ = p.out.WriteString("<" + p.wrap.member)
	spaces.write(p.out, p.collector.root)
	_, _ = p.out.WriteString(">")
	_, _ = p.out.Write(kept)
	_, err = p.out.WriteString("</" + p.wrap.member + ">\n")
	return err
}

// placed notes the reference system that an element of a feature is in.
func (c *collector) placed(start xml.StartElement) {
	switch name := attribute(start, "srsName"); {
	case name == "":
	case c.crs == "":
		c.crs = name
	case c.crs != name:
		c.mixed = true
	}
}

// bytes are those of the page from an offset to the end of what was read last.
func (p *gmlPage) bytes(from int64) ([]byte, error) {
	size := p.end() - from
	if size > maxToken {
		return nil, fmt.Errorf("%w: a feature of more than %d MB", ErrTooLarge, maxToken>>20)
	}
	content := make([]byte, size)
	if _, err := p.file.ReadAt(content, from); err != nil {
		return nil, err
	}
	return content, nil
}

// beginGML writes the head of a collection with the name spaces of the first page.
func (c *collector) beginGML(space string, spaces namespaces) {
	c.opened = true
	c.root = maps.Clone(spaces)
	if space == wfsSpace2 {
		wfs, gml := c.root.prefixOf(wfsSpace2, "wfs"), c.root.prefixOf(gmlSpace32, "gml")
		c.wrap = gmlWrap{wfs + ":FeatureCollection", wfs + ":member", wfs, gml}
	} else {
		wfs, gml := c.root.prefixOf(wfsSpace1, "wfs"), c.root.prefixOf(gmlSpace31, "gml")
		c.wrap = gmlWrap{wfs + ":FeatureCollection", gml + ":featureMember", gml, gml}
	}
	_, _ = c.out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<" + c.wrap.collection)
	c.root.write(c.out, nil)
	_, _ = c.out.WriteString(">\n")
	_ = c.out.Flush()
	c.room, _ = c.file.Seek(0, io.SeekCurrent)
	_, _ = c.out.WriteString(strings.Repeat(" ", crsRoom) + "\n")
}

// endGML writes the end, and at the beginning the reference system of all features, where it is one: GDAL asks for it
// there when a schema spares it the look at every feature. The corners say nothing, and nothing is taken from them.
func (c *collector) endGML() error {
	_, _ = c.out.WriteString("</" + c.wrap.collection + ">\n")
	if err := c.out.Flush(); err != nil {
		return err
	}
	name := cmp.Or(c.crs, c.bounds)
	if name == "" || c.mixed {
		return nil
	}
	bounds := fmt.Sprintf(`<%[1]s:boundedBy><%[2]s:Envelope srsName="%[3]s"><%[2]s:lowerCorner>0 0</%[2]s:lowerCorner><%[2]s:upperCorner>0 0</%[2]s:upperCorner></%[2]s:Envelope></%[1]s:boundedBy>`,
		c.wrap.bounds, c.wrap.gml, escaped(name))
	if len(bounds) > crsRoom {
		return nil
	}
	_, err := c.file.WriteAt([]byte(bounds), c.room)
	return err
}

// matched is how many features there are, as an answer to hits says.
func matched(data []byte) int64 {
	r, _, err := utf8Reader(bytes.NewReader(data))
	if err != nil {
		return unknown
	}
	root, err := newXMLReader(r).root()
	if err != nil || root.Name.Local != "FeatureCollection" {
		return unknown
	}
	if strings.HasPrefix(root.Name.Space, wfsSpace2) {
		return number(root, "numberMatched")
	}
	return number(root, "numberOfFeatures")
}
