package fetch

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// property is an attribute of a feature type, or its geometry.
type property struct {
	name string
	kind string // XML Schema's simple type, or a property type of GML
}

// describeType writes what DescribeFeatureType says of the type beside the features, as "name.xsd". Without it GDAL
// guesses types from values, and postal code 00100 becomes the number 100. The file is written anew, never copied: what
// a service refers to elsewhere is not for the reader of its features.
//
// A type with parts that are no simple values is left to guessing: of those GDAL would read nothing at all.
func (w *wfs) describeType(ctx context.Context, into *collector) error {
	query := url.Values{"version": {w.about.version}, "request": {"DescribeFeatureType"}}
	if w.modern() {
		query.Set("typeNames", w.kind.name)
	}
	query.Set("typeName", w.kind.name) // services of 2.0 know either, depending on whom they read
	_, data, err := w.document(ctx, w.with(w.base, query), acceptXML)
	if status := (*StatusError)(nil); errors.As(err, &status) && status.Code < http.StatusInternalServerError {
		return nil // it has no such operation; what fails by chance must not change the types of a layer
	}
	if err != nil {
		return err
	}
	properties, space, ok := parseSchema(data, localName(w.kind.name))
	if !ok || into.mixed || !into.covered(properties) {
		return nil
	}
	schema := writeSchema(localName(w.kind.name), space, properties, into.wrapsGML32())
	return os.WriteFile(strings.TrimSuffix(into.path, ".gml")+".xsd", schema, 0o600)
}

// covered tells whether the properties are all that features have: GDAL reads nothing that a schema does not name.
func (c *collector) covered(properties []property) bool {
	named := map[string]bool{"boundedBy": true}
	for _, p := range properties {
		named[p.name] = true
	}
	for name := range c.names {
		if !named[name] {
			return false
		}
	}
	return true
}

// wrapsGML32 tells GML 3.2 from what was before it.
func (c *collector) wrapsGML32() bool { return strings.HasSuffix(c.wrap.member, ":member") }

// maxProperties is how many properties a feature type may have.
const maxProperties = 2000

// simpleTypes are those that GDAL knows, by the types that derive from them.
var simpleTypes = map[string]string{
	"string": "string", "normalizedString": "string", "token": "string", "anyURI": "string", "NCName": "string", "language": "string", "Name": "string",
	"boolean": "boolean", "date": "date", "dateTime": "dateTime", "time": "time",
	"decimal": "decimal", "double": "double", "float": "double",
	"integer": "decimal", "nonNegativeInteger": "decimal", "positiveInteger": "decimal", "unsignedLong": "decimal", // of any length
	"long": "long", "unsignedInt": "long",
	"int": "int", "short": "int", "byte": "int", "unsignedShort": "int", "unsignedByte": "int",
}

// geometryTypes are property types of GML.
var geometryTypes = map[string]bool{
	"GeometryPropertyType": true, "PointPropertyType": true, "MultiPointPropertyType": true, "CurvePropertyType": true, "LineStringPropertyType": true,
	"MultiCurvePropertyType": true, "MultiLineStringPropertyType": true, "SurfacePropertyType": true, "PolygonPropertyType": true,
	"MultiSurfacePropertyType": true, "MultiPolygonPropertyType": true, "MultiGeometryPropertyType": true, "GeometricPrimitivePropertyType": true,
}

// schema is what of an XML Schema describes a flat feature type.
type schema struct {
	XMLName  xml.Name `xml:"schema"`
	Space    string   `xml:"targetNamespace,attr"`
	Elements []struct {
		Name string `xml:"name,attr"`
		Type string `xml:"type,attr"`
		Own  *kind  `xml:"complexType"`
	} `xml:"element"`
	Types []kind `xml:"complexType"`
}

type kind struct {
	Name       string    `xml:"name,attr"`
	Properties []element `xml:"complexContent>extension>sequence>element"`
	Others     []element `xml:"complexContent>extension>sequence>any"`
}

type element struct {
	Name       string `xml:"name,attr"`
	Type       string `xml:"type,attr"`
	Ref        string `xml:"ref,attr"`
	Most       string `xml:"maxOccurs,attr"`
	Restricted struct {
		Base string `xml:"base,attr"`
	} `xml:"simpleType>restriction"`
	Complex *struct{} `xml:"complexType"`
}

// parseSchema reads the properties of a type whose values are all simple.
func parseSchema(data []byte, name string) (properties []property, space string, ok bool) {
	r, _, err := utf8Reader(bytes.NewReader(data))
	if err != nil || !bounded(data) {
		return nil, "", false
	}
	var s schema
	decoder := xml.NewDecoder(r)
	decoder.CharsetReader = newXMLReader(nil).decoder.CharsetReader
	if decoder.Decode(&s) != nil {
		return nil, "", false
	}
	found := s.find(name)
	if found == nil || len(found.Properties) == 0 || len(found.Others) > 0 || len(found.Properties) > maxProperties {
		return nil, "", false
	}
	for _, e := range found.Properties {
		p, ok := e.property()
		if !ok {
			return nil, "", false
		}
		properties = append(properties, p)
	}
	return properties, s.Space, true
}

// bounded tells whether XML keeps the bounds: the decoder of package xml has none of its own.
func bounded(data []byte) bool {
	r, _, err := utf8Reader(bytes.NewReader(data))
	if err != nil {
		return false
	}
	d := newXMLReader(r)
	root, err := d.root()
	return err == nil && root.Name.Local == "schema" && d.skip() == nil
}

// find is the type of the element of that name.
func (s *schema) find(name string) *kind {
	wanted := ""
	for _, e := range s.Elements {
		if e.Name == name {
			if e.Own != nil {
				return e.Own
			}
			wanted = localName(e.Type)
		}
	}
	for i := range s.Types {
		if s.Types[i].Name == wanted && wanted != "" {
			return &s.Types[i]
		}
	}
	return nil
}

// property is a value of one simple type, once; or a geometry.
func (e element) property() (property, bool) {
	kind := localName(e.Type)
	if kind == "" {
		kind = localName(e.Restricted.Base)
	}
	switch {
	case e.Name == "" || e.Ref != "" || e.Complex != nil || e.Most != "" && e.Most != "1" && e.Most != "0":
		return property{}, false
	case geometryTypes[kind]:
		return property{e.Name, "gml:GeometryPropertyType"}, true // GDAL turns single parts into collections of the narrower types
	case simpleTypes[kind] != "":
		return property{e.Name, "xsd:" + simpleTypes[kind]}, true
	}
	return property{}, false
}

// writeSchema writes a schema in the form that GDAL's reader of GML expects, the name of the type included.
func writeSchema(name, space string, properties []property, modern bool) []byte {
	gml, feature, substitutes := gmlSpace31, "gml:AbstractFeatureType", "gml:_Feature"
	if modern {
		gml, substitutes = gmlSpace32, "gml:AbstractFeature"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:gml="%s" xmlns:own="%s" targetNamespace="%s" elementFormDefault="qualified">
<xsd:element name="%s" type="own:%sType" substitutionGroup="%s"/>
<xsd:complexType name="%sType"><xsd:complexContent><xsd:extension base="%s"><xsd:sequence>
`, gml, escaped(space), escaped(space), escaped(name), escaped(name), substitutes, escaped(name), feature)
	for _, p := range properties {
		fmt.Fprintf(&b, `<xsd:element name="%s" type="%s" minOccurs="0" nillable="true"/>`+"\n", escaped(p.name), p.kind)
	}
	b.WriteString("</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>\n</xsd:schema>\n")
	return b.Bytes()
}
