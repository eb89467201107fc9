package standin

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// position is a feature's in a reference system, in the order of axes that the name demands.
func (f Feature) position(crs string) string {
	switch {
	case strings.HasSuffix(crs, "3067"):
		return fmt.Sprintf("%g %.1f", f.E, f.N)
	case strings.HasPrefix(crs, "urn:") || strings.Contains(crs, "/def/crs/EPSG/"):
		return fmt.Sprintf("%g %g", f.Lat, f.Lon)
	}
	return fmt.Sprintf("%g %g", f.Lon, f.Lat)
}

// collection is an answer in GML.
func (s *WFS) collection(a asked, features []Feature, matched int, next string) []byte {
	wfs, gml, member, prefix, stamp := "http://www.opengis.net/wfs/2.0", "http://www.opengis.net/gml/3.2", "wfs:member", "reg", s.timeStamp()
	if !s.modern() {
		wfs, gml, member = "http://www.opengis.net/wfs", "http://www.opengis.net/gml", "gml:featureMember"
	}
	declared := ` xmlns:reg="urn:register"`
	if s.DeepNames {
		prefix, declared = fmt.Sprintf("r%d", a.start), ""
		member += fmt.Sprintf(` xmlns:%s="urn:register"`, prefix)
	}
	var b bytes.Buffer
	encoding := "UTF-8"
	if s.Latin1 {
		encoding = "ISO-8859-1"
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="%s"?>%s<wfs:FeatureCollection xmlns:wfs="%s" xmlns:gml="%s"%s timeStamp="%s"`, encoding, s.Prologue, wfs, gml, declared, stamp)
	s.counts(&b, len(features), matched, a.hits)
	if next != "" {
		fmt.Fprintf(&b, ` next="%s"`, escape(next))
	}
	b.WriteString(">\n")
	for i, f := range features {
		id := f.ID
		if s.NewIDs {
			id = fmt.Sprintf("%s.fid--%x_1591f%s_6f%02x", a.layer.id(), 0x19534e9b+i, strings.ReplaceAll(stamp[14:19], ":", ""), i)
		}
		fmt.Fprintf(&b, `<%s><%s:%s gml:id="%s">`, member, prefix, a.layer.id(), id)
		for k, field := range a.layer.Fields {
			fmt.Fprintf(&b, "<%s:%s>%s</%s:%s>", prefix, field.Name, escape(f.Values[k]), prefix, field.Name)
		}
		fmt.Fprintf(&b, `<%s:geom><gml:Point srsName="%s" gml:id="%s.geom.0"><gml:pos>%s</gml:pos></gml:Point></%s:geom></%s:%s></%s>`+"\n",
			prefix, a.crs, id, f.position(a.crs), prefix, prefix, a.layer.id(), strings.Fields(member)[0])
	}
	b.WriteString("</wfs:FeatureCollection>\n")
	if s.Latin1 {
		return latin1(b.String())
	}
	return b.Bytes()
}

// latin1 writes a text whose letters all are in ISO-8859-1.
func latin1(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

func (s *WFS) counts(b *bytes.Buffer, returned, matched int, hits bool) {
	if !s.modern() {
		if hits {
			returned = matched
		}
		if !s.Silent {
			fmt.Fprintf(b, ` numberOfFeatures="%d"`, returned)
		}
		return
	}
	said := strconv.Itoa(matched)
	if s.Hidden && (!hits || s.Silent) {
		said = "unknown"
	}
	fmt.Fprintf(b, ` numberMatched="%s" numberReturned="%d"`, said, returned)
}

// geoJSON is a feature.
func (l Layer) geoJSON(f Feature, degrees bool) map[string]any {
	place := []float64{f.E, f.N}
	if degrees {
		place = []float64{f.Lon, f.Lat}
	}
	properties := map[string]any{}
	for i, field := range l.Fields {
		properties[field.Name] = f.Values[i]
		if field.Kind == "double" {
			properties[field.Name] = json.Number(f.Values[i])
		}
	}
	return map[string]any{"type": "Feature", "id": f.ID, "properties": properties, "geometry": map[string]any{"type": "Point", "coordinates": place}}
}

// json is an answer in GeoJSON, as GeoServer gives it.
func (s *WFS) json(a asked, features []Feature, matched int) []byte {
	degrees := !strings.HasSuffix(a.crs, "3067")
	list := []any{}
	for _, f := range features {
		list = append(list, a.layer.geoJSON(f, degrees))
	}
	answer := map[string]any{"type": "FeatureCollection", "features": list, "numberReturned": len(list), "timeStamp": s.timeStamp(),
		"crs": map[string]any{"type": "name", "properties": map[string]any{"name": a.crs}}, "numberMatched": matched, "totalFeatures": matched}
	if s.Hidden {
		answer["numberMatched"], answer["totalFeatures"] = "unknown", "unknown"
	}
	data, err := json.Marshal(answer)
	if err != nil {
		panic(err) // strings and numbers
	}
	return data
}
