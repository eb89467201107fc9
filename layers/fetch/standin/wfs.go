package standin

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// WFS is a Web Feature Service.
type WFS struct {
	Service
	Version   string   // "2.0.0" or "1.1.0"; "" is 2.0.0
	Formats   []string // of GetFeature; nil: GML 3.2 and GeoJSON
	Paging    string   // ImplementsResultPaging: "TRUE", "FALSE" or "" for nothing said
	NoOrder   bool     // fails when asked for pages, as GeoServer does for tables without a key
	NewIDs    bool     // makes up new ids with every answer, as GeoServer does for such tables
	Linked    bool     // names the next page
	Latin1    bool     // answers in ISO-8859-1
	NoSchema  bool     // fails when asked for DescribeFeatureType
	GetFrom   string   // where the capabilities say GetFeature is; "" is nothing said
	Prologue  string   // stands before every page: a document type declaration …
	Default   int      // says that an answer has so many features at most; 0: it does not say
	DeepNames bool     // declares the layer's prefix on members and under another name in every page
}

func (s *WFS) version() string {
	if s.Version == "" {
		return "2.0.0"
	}
	return s.Version
}

// ServeHTTP implements http.Handler. Names of parameters are known in any case, as the standard wants.
func (s *WFS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.note(w, r) {
		return
	}
	query := url.Values{}
	for name, values := range r.URL.Query() {
		query[strings.ToLower(name)] = values
	}
	if !strings.EqualFold(query.Get("service"), "WFS") {
		s.exception(w, "MissingParameterValue", "service: "+query.Get("service"))
		return
	}
	request := strings.ToLower(query.Get("request"))
	if request != "getcapabilities" && query.Get("version") != s.version() {
		s.exception(w, "InvalidParameterValue", "version "+query.Get("version")+" is not supported")
		return
	}
	switch request {
	case "getcapabilities":
		s.capabilities(w)
	case "describefeaturetype":
		s.describe(w, query)
	case "getfeature":
		s.features(w, r, query)
	default:
		s.exception(w, "OperationNotSupported", request)
	}
}

func (s *WFS) exception(w http.ResponseWriter, code, text string) {
	w.Header().Set("Content-Type", "application/xml")
	fmt.Fprintf(w, `<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0"><ows:Exception exceptionCode="%s"><ows:ExceptionText>%s</ows:ExceptionText></ows:Exception></ows:ExceptionReport>`, code, escape(text))
}

func (s *WFS) modern() bool { return s.version() != "1.1.0" }

func (s *WFS) capabilities(w http.ResponseWriter) {
	wfs, ows, crs := "http://www.opengis.net/wfs/2.0", "http://www.opengis.net/ows/1.1", "CRS"
	if !s.modern() {
		wfs, ows, crs = "http://www.opengis.net/wfs", "http://www.opengis.net/ows", "SRS"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><wfs:WFS_Capabilities version="%s" xmlns:wfs="%s" xmlns:ows="%s" xmlns:xlink="http://www.w3.org/1999/xlink">`, s.version(), wfs, ows)
	b.WriteString(`<ows:ServiceIdentification><ows:Title>Register</ows:Title></ows:ServiceIdentification><ows:OperationsMetadata><ows:Operation name="GetFeature">`)
	if s.GetFrom != "" {
		fmt.Fprintf(&b, `<ows:DCP><ows:HTTP><ows:Get xlink:href="%s"/></ows:HTTP></ows:DCP>`, escape(s.GetFrom))
	}
	b.WriteString(`<ows:Parameter name="outputFormat"><ows:AllowedValues>`)
	formats := s.Formats
	if formats == nil {
		formats = []string{"application/gml+xml; version=3.2", "application/json", "SHAPE-ZIP"}
	}
	for _, name := range formats {
		fmt.Fprintf(&b, "<ows:Value>%s</ows:Value>", escape(name))
	}
	b.WriteString("</ows:AllowedValues></ows:Parameter></ows:Operation>")
	if name := map[bool]string{true: "CountDefault", false: "DefaultMaxFeatures"}[s.modern()]; s.Default > 0 {
		fmt.Fprintf(&b, `<ows:Constraint name="%s"><ows:DefaultValue>%d</ows:DefaultValue></ows:Constraint>`, name, s.Default)
	}
	if s.Paging != "" {
		fmt.Fprintf(&b, `<ows:Constraint name="ImplementsResultPaging"><ows:NoValues/><ows:DefaultValue>%s</ows:DefaultValue></ows:Constraint>`, s.Paging)
	}
	b.WriteString("</ows:OperationsMetadata><wfs:FeatureTypeList>")
	for _, l := range s.Layers {
		fmt.Fprintf(&b, "<wfs:FeatureType><wfs:Name>%s</wfs:Name><wfs:Title>%s</wfs:Title>", l.Name, escape(l.Title))
		for i, name := range l.CRS {
			kind := "Other"
			if i == 0 {
				kind = "Default"
			}
			fmt.Fprintf(&b, "<wfs:%s%s>%s</wfs:%s%s>", kind, crs, name, kind, crs)
		}
		b.WriteString("</wfs:FeatureType>")
	}
	b.WriteString("</wfs:FeatureTypeList></wfs:WFS_Capabilities>")
	w.Header().Set("Content-Type", "application/xml")
	_, _ = w.Write(b.Bytes())
}

// layer is the one that the parameter names.
func (s *WFS) layer(query url.Values) (Layer, bool) {
	name := query.Get("typenames")
	if !s.modern() || name == "" && query.Get("request") != "GetFeature" {
		name = query.Get("typename")
	}
	for _, l := range s.Layers {
		if l.Name == name {
			return l, true
		}
	}
	return Layer{}, false
}

func (s *WFS) describe(w http.ResponseWriter, query url.Values) {
	l, ok := s.layer(query)
	if !ok || s.NoSchema {
		s.exception(w, "OperationProcessingFailed", "no schema")
		return
	}
	gml, super := "http://www.opengis.net/gml/3.2", "gml:AbstractFeature"
	if !s.modern() {
		gml, super = "http://www.opengis.net/gml", "gml:_Feature"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:gml="%s" xmlns:reg="urn:register" elementFormDefault="qualified" targetNamespace="urn:register">
<xsd:import namespace="%s" schemaLocation="http://127.0.0.1:1/gml.xsd"/><xsd:complexType name="%sType"><xsd:complexContent><xsd:extension base="gml:AbstractFeatureType"><xsd:sequence>`, gml, gml, l.id())
	for _, f := range l.Fields {
		fmt.Fprintf(&b, `<xsd:element maxOccurs="1" minOccurs="0" name="%s" nillable="true" type="xsd:%s"/>`, f.Name, f.Kind)
	}
	fmt.Fprintf(&b, `<xsd:element maxOccurs="1" minOccurs="0" name="geom" nillable="true" type="gml:PointPropertyType"/></xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>
<xsd:element name="%s" substitutionGroup="%s" type="reg:%sType"/></xsd:schema>`, l.id(), super, l.id())
	w.Header().Set("Content-Type", "application/xml")
	_, _ = w.Write(b.Bytes())
}

// asked is what a request for features wants.
type asked struct {
	layer        Layer
	crs, format  string
	start, count int
	hits, paged  bool
}

func (s *WFS) asked(query url.Values) (asked, string) {
	a := asked{crs: query.Get("srsname"), format: query.Get("outputformat"), hits: query.Get("resulttype") == "hits", count: -1}
	var ok bool
	if a.layer, ok = s.layer(query); !ok {
		return a, "typeNames: no such feature type"
	}
	if a.crs == "" && len(a.layer.CRS) > 0 {
		a.crs = a.layer.CRS[0]
	}
	for name, into := range map[string]*int{"startindex": &a.start, "count": &a.count} {
		if value := query.Get(name); value != "" {
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 || !s.modern() {
				return a, name + ": " + value
			}
			*into, a.paged = n, true
		}
	}
	if s.NoOrder && a.paged {
		return a, "Cannot do natural order without a primary key, please add it or specify a manual sort over existing attributes"
	}
	return a, ""
}

func (s *WFS) features(w http.ResponseWriter, r *http.Request, query url.Values) {
	a, fault := s.asked(query)
	if fault != "" {
		s.exception(w, "InvalidParameterValue", fault)
		return
	}
	if a.hits {
		_, matched := s.part(a.layer, 1, 0, 0)
		_, _ = w.Write(s.collection(a, nil, matched, ""))
		return
	}
	page, busy := s.turn()
	if busy {
		w.Header().Set("Retry-After", "7")
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	features, matched := s.part(a.layer, page, a.start, a.count)
	next := ""
	if end := a.start + len(features); s.Linked && end < matched && len(features) > 0 {
		base := s.Elsewhere
		if base == "" {
			base = "http://" + r.Host
		}
		values := r.URL.Query()
		values.Set("startIndex", strconv.Itoa(end))
		next = base + r.URL.Path + "?" + values.Encode()
	}
	if strings.Contains(a.format, "json") {
		s.write(w, page, "application/json", s.json(a, features, matched))
		return
	}
	s.write(w, page, "application/gml+xml; version=3.2", s.collection(a, features, matched, next))
}

// timeStamp is another one with every answer.
func (s *WFS) timeStamp() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Date(2026, 11, 22, 12, 0, len(s.requests), 0, time.UTC).Format(time.RFC3339)
}
