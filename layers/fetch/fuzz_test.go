package fetch

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"os"
	"strings"
	"testing"
)

// newRun is a fetch that has a folder and nothing else.
func newRun(t *testing.T) *run {
	t.Helper()
	c, err := New(Config{MaxBytes: 1 << 20, MaxFeatures: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return &run{client: c, folder: t.TempDir(), url: &url.URL{}}
}

func put(t *testing.T, r *run, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(r.path(name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

const fuzzPage = `<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:r="urn:r" numberMatched="2" numberReturned="2" next="?a">
<wfs:boundedBy><gml:Envelope srsName="EPSG:3067"/></wfs:boundedBy><wfs:member><r:a gml:id="a.fid--1a_2b_3c"><r:b xmlns:x="urn:&quot;x"><![CDATA[<&]]></r:b><r:g><gml:Point srsName="EPSG:3067"/></r:g></r:a></wfs:member>
<wfs:member xmlns="urn:d"><a gml:id='a.2'/></wfs:member></wfs:FeatureCollection>`

// Whatever pages say, what is written is well-formed, has as many features as were counted, and reads as a page again.
func FuzzGMLPage(f *testing.F) {
	f.Add([]byte(fuzzPage))
	f.Add([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?><FeatureCollection xmlns="http://www.opengis.net/wfs"><gml:featureMembers xmlns:gml="http://www.opengis.net/gml"><a fid="1">` + "\xe4" + `</a><a fid="2"/></gml:featureMembers></FeatureCollection>`))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><FeatureCollection><member><a>&b;</a></member></FeatureCollection>`))
	f.Add([]byte(strings.Repeat("<a>", maxDepth+2)))
	f.Add([]byte(`<FeatureCollection><member><xml:a xmlns:xml="http://www.w3.org/XML/1998/namespace"/></member></FeatureCollection>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newRun(t)
		put(t, r, "page", data)
		c, err := r.newCollector("layer", false, "")
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		p, err := c.take("page")
		if err != nil || p.features == 0 {
			return
		}
		if err := c.finish(); err != nil {
			t.Fatal(err)
		}
		written, err := os.ReadFile(c.path)
		if err != nil {
			t.Fatal(err)
		}
		put(t, r, "again", written)
		again, err := r.newCollector("again", false, "")
		if err != nil {
			t.Fatal(err)
		}
		defer again.close()
		if p2, err := again.take("again"); err != nil || p2.features != p.features {
			t.Errorf("%d features, read again %d, %v:\n%q\n%q", p.features, p2.features, err, data, written)
		}
	})
}

func FuzzJSONPage(f *testing.F) {
	for _, seed := range []string{
		`{"type":"FeatureCollection","numberMatched":2,"numberReturned":1,"crs":{"type":"name","properties":{"name":"EPSG:3067"}},"features":[{"type":"Feature","id":7,"geometry":null}],"links":[{"rel":"next","href":"?a"}]}`,
		`{"features":null,"type":"FeatureCollection","links":7,"numberMatched":"unknown"}`, `{"type":"FeatureCollection","features":[{"type":"Feature","id":{"a":[]}}]} {}`,
		`{"type":"FeatureCollection","features":[[[[[[`, "\xef\xbb\xbf{}", strings.Repeat(`{"a":`, 20000),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newRun(t)
		put(t, r, "page", data)
		c, err := r.newCollector("layer", true, "")
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		p, err := c.take("page")
		if err != nil || p.features == 0 {
			return
		}
		if err := c.finish(); err != nil && !errors.Is(err, ErrAnswer) {
			t.Fatal(err)
		} else if err != nil {
			return
		}
		written, err := os.ReadFile(c.path)
		var whole struct{ Features []json.RawMessage }
		if err != nil || json.Unmarshal(written, &whole) != nil || int64(len(whole.Features)) != p.features {
			t.Errorf("%d features, written %q, %v", p.features, written, err)
		}
	})
}

func FuzzCapabilities(f *testing.F) {
	f.Add([]byte(`<WFS_Capabilities version="2.0.0" xmlns:x="http://www.w3.org/1999/xlink"><OperationsMetadata><Operation name="GetFeature"><DCP><HTTP><Get x:href="http://a/b"/></HTTP></DCP><Parameter name="outputFormat"><AllowedValues><Value>gml32</Value></AllowedValues></Parameter></Operation><Constraint name="ImplementsResultPaging"><DefaultValue>TRUE</DefaultValue></Constraint></OperationsMetadata><FeatureTypeList><FeatureType><Name>a:b</Name><Title>T</Title><DefaultCRS>urn:ogc:def:crs:EPSG::3879</DefaultCRS><OtherCRS>EPSG:3067</OtherCRS><OutputFormats><Format>gml2</Format></OutputFormats></FeatureType></FeatureTypeList></WFS_Capabilities>`))
	f.Add([]byte(`<WFS_Capabilities><FeatureTypeList><FeatureType><Name>`))
	base, err := url.Parse("https://register.example/wfs?map=a")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parseCapabilities(data)
		if err != nil {
			return
		}
		if u := operation(base, c.getURL); u.Host != base.Host || u.Scheme != base.Scheme || u.User != nil {
			t.Errorf("%s leads to %s", c.getURL, u)
		}
		_ = c.choices()
		for _, kind := range c.types {
			_ = kind.wanted()
			_, _ = c.format(kind)
		}
	})
}

func FuzzSchema(f *testing.F) {
	f.Add([]byte(`<schema targetNamespace="urn:a" xmlns="http://www.w3.org/2001/XMLSchema"><complexType name="sType"><complexContent><extension base="gml:AbstractFeatureType"><sequence><element name="code" type="string"/><element name="n"><simpleType><restriction base="xsd:int"/></simpleType></element><element name="g" type="gml:PointPropertyType"/></sequence></extension></complexContent></complexType><element name="s" type="a:sType"/></schema>`))
	f.Add([]byte(`<!DOCTYPE schema><schema/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		properties, space, ok := parseSchema(data, "s")
		if !ok {
			return
		}
		decoder := xml.NewDecoder(bytes.NewReader(writeSchema("s", space, properties, true)))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatalf("%v: %q", err, data)
			}
		}
	})
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte(`<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="A"><ows:ExceptionText>b</ows:ExceptionText></ows:Exception></ows:ExceptionReport>`))
	f.Add([]byte(`{"title":"a","collections":[{"id":"b","crs":["#/crs"],"links":[{"rel":"items","href":"c"}]}]}`))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Add([]byte(`<?xml version="1.0" encoding="utf-16"?><a/>`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = sniff(data)
		_ = problem(data)
		_ = matched(data)
		if d, err := parseAPI(data); err == nil {
			_ = d.isService()
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"https://a.example/b?c=d#e", "http://[::1%25lo]:80/", "https://u:p@h/", "HTTP://a", "//a", "https://a:99999/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		u, err := parseAddress(address)
		if err == nil && (u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Fragment != "") {
			t.Errorf("%q is taken as %s", address, u)
		}
		_ = safeName(address)
	})
}

// One value may be as large as memory allows to hold it several times, and no larger.
func TestValuesWithoutEndAreRefused(t *testing.T) {
	endless := strings.Repeat("a", maxToken+1<<16)
	if _, err := readJSON(strings.NewReader(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"`+endless+`"}}]}`), nil); !errors.Is(err, ErrTooLarge) || maxToken > 64<<20 {
		t.Errorf("JSON, at most %d MB: error %v", maxToken>>20, err)
	}
	d := newXMLReader(strings.NewReader("<a>" + endless + "</a>"))
	if _, err := d.root(); err != nil {
		t.Fatal(err)
	}
	if err := d.skip(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("XML: error %v", err)
	}
}
