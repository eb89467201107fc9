package fetch

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// capabilities are what a WFS says about itself, as far as fetching needs it.
type capabilities struct {
	version string
	types   []featureType
	formats []string // of GetFeature
	getURL  string   // of GetFeature; empty: the service's own
	paging  string   // "TRUE", "FALSE", or empty where it does not say
	most    int64    // features that an answer holds when nobody names a number; unknown where it does not say
}

// featureType is one of a WFS's layers. CRS holds the default one first.
type featureType struct {
	name, title string
	crs         []string
	formats     []string
}

// maxTypes is how many feature types a service may list.
const maxTypes = 20_000

// parseCapabilities reads the description of a WFS 1.1 or 2.0.
func parseCapabilities(data []byte) (*capabilities, error) {
	r, _, err := utf8Reader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	d := newXMLReader(r)
	root, err := d.root()
	if err != nil {
		return nil, err
	}
	if root.Name.Local != "WFS_Capabilities" {
		return nil, fmt.Errorf("%w: it is %s, no description of a WFS", ErrAnswer, words(root.Name.Local))
	}
	c := &capabilities{version: attribute(root, "version"), most: unknown}
	return c, d.children(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "OperationsMetadata":
			return c.operations(d)
		case "FeatureTypeList":
			return c.featureTypes(d)
		}
		return d.skip()
	})
}

// operations reads where GetFeature is, its formats, and whether results come in pages.
func (c *capabilities) operations(d *xmlReader) error {
	return d.children(func(start xml.StartElement) error {
		switch {
		case start.Name.Local == "Operation" && attribute(start, "name") == "GetFeature":
			return c.getFeature(d)
		case start.Name.Local == "Constraint":
			return c.constraint(d, start)
		}
		return d.skip()
	})
}

// constraint reads what bounds answers; the number is called CountDefault in WFS 2.0 and DefaultMaxFeatures in 1.1.
func (c *capabilities) constraint(d *xmlReader, start xml.StartElement) error {
	values, err := d.values("DefaultValue", "Value")
	if err != nil || len(values) == 0 {
		return err
	}
	last := values[len(values)-1]
	switch attribute(start, "name") {
	case "ImplementsResultPaging":
		c.paging = strings.ToUpper(last)
	case "CountDefault", "DefaultMaxFeatures":
		if n, err := strconv.ParseInt(last, 10, 64); err == nil && n > 0 {
			c.most = n
		}
	}
	return nil
}

func (c *capabilities) getFeature(d *xmlReader) error {
	return d.children(func(start xml.StartElement) error {
		switch {
		case start.Name.Local == "DCP":
			return d.walk(func(inner xml.StartElement) {
				if inner.Name.Local == "Get" && c.getURL == "" {
					c.getURL = attribute(inner, "href")
				}
			})
		case start.Name.Local == "Parameter" && strings.EqualFold(attribute(start, "name"), "outputFormat"):
			values, err := d.values("Value")
			c.formats = append(c.formats, values...)
			return err
		case start.Name.Local == "Constraint":
			return c.constraint(d, start)
		}
		return d.skip()
	})
}

func (c *capabilities) featureTypes(d *xmlReader) error {
	return d.children(func(start xml.StartElement) error {
		if start.Name.Local != "FeatureType" {
			return d.skip()
		}
		if len(c.types) == maxTypes {
			return fmt.Errorf("%w: more than %d feature types", ErrTooLarge, maxTypes)
		}
		t, err := d.featureType()
		if t.name != "" {
			c.types = append(c.types, t)
		}
		return err
	})
}

func (d *xmlReader) featureType() (featureType, error) {
	var t featureType
	err := d.children(func(start xml.StartElement) error {
		var err error
		var text string
		switch start.Name.Local {
		case "Name":
			t.name, err = d.text()
		case "Title":
			text, err = d.text()
			t.title = words(text)
		case "DefaultCRS", "DefaultSRS":
			text, err = d.text()
			t.crs = append([]string{text}, t.crs...)
		case "OtherCRS", "OtherSRS":
			text, err = d.text()
			t.crs = append(t.crs, text)
		case "OutputFormats":
			t.formats, err = d.values("Format")
		default:
			err = d.skip()
		}
		return err
	})
	return t, err
}

// walk shows every element within the one that has just begun.
func (d *xmlReader) walk(show func(xml.StartElement)) error {
	for depth := d.depth; d.depth >= depth; {
		t, err := d.token()
		if err != nil {
			return err
		}
		if start, ok := t.(xml.StartElement); ok {
			show(start)
		}
	}
	return nil
}

// values are the texts of all elements of these names within the one that has just begun.
func (d *xmlReader) values(names ...string) ([]string, error) {
	var found []string
	for depth := d.depth; d.depth >= depth; {
		t, err := d.token()
		if err != nil {
			return nil, err
		}
		start, ok := t.(xml.StartElement)
		for _, name := range names {
			if ok && start.Name.Local == name && len(found) < maxTypes {
				text, err := d.text()
				if err != nil {
					return nil, err
				}
				if text != "" {
					found = append(found, text)
				}
				break
			}
		}
	}
	return found, nil
}

// choices are the feature types for people to choose from.
func (c *capabilities) choices() []Choice {
	var list []Choice
	for _, t := range c.types {
		choice := Choice{Name: t.name, Title: t.title}
		if len(t.crs) > 0 {
			choice.CRS = t.crs[0]
		}
		list = append(list, choice)
	}
	return list
}

// tm35fin is the reference system that layers are stored in: whatever a service can give in it needs no transformation.
const tm35fin = 3067

// wanted is the reference system to ask for: ETRS-TM35FIN where the type has it, else the type's default; empty where
// that is none of the EPSG register.
func (t featureType) wanted() string {
	for _, name := range t.crs {
		if epsg(name) == tm35fin {
			return name
		}
	}
	if len(t.crs) > 0 && epsg(t.crs[0]) != 0 {
		return t.crs[0]
	}
	return ""
}

var epsgName = regexp.MustCompile(`(?i)^<?(?:EPSG:|urn:(?:x-)?ogc:def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/|https?://www\.opengis\.net/gml/srs/epsg\.xml#)([0-9]{4,6})>?$`)

// epsg is the number of a reference system in any of the forms that services write; 0 where it has none.
func epsg(name string) int {
	m := epsgName.FindStringSubmatch(strings.TrimSpace(name))
	if m == nil {
		return 0
	}
	number, _ := strconv.Atoi(m[1])
	return number
}

// Forms of answers that can be read here.
type format struct {
	name string // as the service writes it; empty: its default
	json bool
}

// format is GML, as new as the service can, or GeoJSON where it has no GML.
func (c *capabilities) format(t featureType) (format, error) {
	offered := append(append([]string{}, t.formats...), c.formats...)
	if len(offered) == 0 {
		return format{}, nil
	}
	for _, wanted := range []string{"application/gml+xml; version=3.2", "text/xml; subtype=gml/3.2", "gml32", "gml/3.2", "text/xml; subtype=gml/3.1.1", "gml3", "gml2"} {
		for _, name := range offered {
			if strings.HasPrefix(folded(name), folded(wanted)) {
				return format{name: name}, nil
			}
		}
	}
	for _, name := range offered {
		if isJSONName(name) {
			return format{name: name, json: true}, nil
		}
	}
	return format{}, fmt.Errorf("%w: the service gives no GML or GeoJSON", ErrAnswer)
}

func folded(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

func isJSONName(name string) bool {
	name = folded(name)
	return strings.Contains(name, "json") && !strings.Contains(name, "jsonp") && !strings.Contains(name, "javascript")
}

// operation is the address of an operation that the service names: its path and parameters, never another server, which
// descriptions often name wrongly.
func operation(base *url.URL, named string) *url.URL {
	own := *base
	u, err := base.Parse(named)
	if named == "" || err != nil || !strings.EqualFold(u.Hostname(), base.Hostname()) {
		return &own
	}
	own.Path, own.RawPath = u.Path, u.RawPath
	query := base.Query()
	for name, values := range u.Query() {
		if !protocolNames[strings.ToLower(name)] && !query.Has(name) {
			query[name] = values
		}
	}
	own.RawQuery = query.Encode()
	return &own
}
