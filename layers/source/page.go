package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// portion is what a service's answer says of itself: how much of what was asked for it is.
type portion struct {
	matched  int64 // features in all; -1: not said
	returned int64 // of them here; -1: not said
	more     bool  // a link to the next page, or the word that a limit was exceeded
	unsaid   bool  // a service's answer that could be a part as well as the whole
}

// part tells whether the answer says that it is not the whole.
func (p portion) part() bool {
	if p.matched >= 0 && p.returned >= 0 {
		return p.matched > p.returned
	}
	return p.more
}

// countPortion counts the features of an answer that says how many match and not how many of them it has.
func (in *Features) countPortion(alone bool) {
	next, end, ended := in.next, in.end, false
	in.portion.returned = 0
	in.next = func() (Row, error) {
		row, err := next()
		if err == nil {
			in.portion.returned++
		}
		ended = errors.Is(err, io.EOF)
		return row, err
	}
	in.end = func() error {
		err := end()
		if err == nil && alone && ended {
			err = checkWhole([]portion{in.portion})
		}
		return err
	}
}

// checkWhole refuses pages that do not make a whole. Several make one when together they have as many features as match,
// or when one of them is the last.
func checkWhole(pages []portion) error {
	all := portion{matched: -1, returned: -1}
	parts := 0
	for _, p := range pages {
		if !p.part() {
			continue
		}
		parts++
		all.matched = max(all.matched, p.matched)
		if p.returned >= 0 {
			all.returned = max(all.returned, 0) + p.returned
		}
	}
	switch {
	case parts == 0, all.matched >= 0 && all.returned >= all.matched, all.matched < 0 && parts < len(pages):
		return nil
	case all.matched >= 0 && all.returned >= 0:
		return fmt.Errorf("the file is one page of a service's answer: %d of %d features; import from the service's address instead: %w", all.returned, all.matched, ErrFormat)
	}
	return fmt.Errorf("the file is one page of a service's answer, more features follow; import from the service's address instead: %w", ErrFormat)
}

// portionOf looks at the head and the tail of a file that lies in its folder.
func portionOf(format Format, folder string) (portion, error) {
	name := filepath.Join(folder, format.fileName())
	head, err := readHead(name)
	if err != nil {
		return portion{}, err
	}
	switch format {
	case FormatGeoJSON:
		tail, err := readTail(name)
		if err != nil {
			return portion{}, err
		}
		return portionOfJSON(head, tail), nil
	case FormatGML:
		return portionOfXML(head), nil
	}
	return portion{matched: -1, returned: -1}, nil
}

// readTail reads the end of a file.
func readTail(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(file, max(info.Size()-headBytes, 0), headBytes))
}

// collection is what stands in a feature collection beside its features.
type collection struct {
	Matched    json.RawMessage `json:"numberMatched"`
	Returned   json.RawMessage `json:"numberReturned"`
	Exceeded   any             `json:"exceededTransferLimit"` // ArcGIS
	Properties any             `json:"properties"`            // where ArcGIS writes it in GeoJSON
	Links      any             `json:"links"`
}

func portionOfJSON(head, tail []byte) portion {
	var c collection
	takeHead(head, &c)
	takeTail(tail, &c)
	exceeded := c.Exceeded == true
	if properties, ok := c.Properties.(map[string]any); ok {
		exceeded = exceeded || properties["exceededTransferLimit"] == true
	}
	links, _ := c.Links.([]any)
	next := exceeded
	for _, l := range links {
		link, _ := l.(map[string]any)
		next = next || link["rel"] == "next"
	}
	p := portion{matched: count(c.Matched), returned: count(c.Returned), more: next}
	if exceeded {
		p.matched = -1 // ArcGIS counts nothing
	}
	p.unsaid = len(c.Matched) > 0 && p.matched < 0 && !next
	return p
}

// count reads a number of features; services write "unknown" or null where they have none.
func count(raw []byte) int64 {
	n, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// takeHead reads the members before the features.
func takeHead(head []byte, into *collection) {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil || key == "features" {
			return
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return
		}
		if name, err := json.Marshal(key); err == nil {
			_ = json.Unmarshal(fmt.Appendf(nil, "{%s:%s}", name, value), into) // a member of another form says nothing
		}
	}
}

// takeTail reads the members after the features: what follows the first bracket behind which the rest of an object
// comes to its end.
func takeTail(tail []byte, into *collection) {
	for at := bytes.IndexByte(tail, ']') + 1; at > 0; {
		rest := bytes.TrimLeft(tail[at:], " \t\r\n")
		if whole := fmt.Appendf(nil, `{"features":0%s`, rest); len(rest) > 0 && (rest[0] == ',' || rest[0] == '}') && json.Valid(whole) {
			_ = json.Unmarshal(whole, into)
			return
		}
		next := bytes.IndexByte(tail[at:], ']') + 1
		if next == 0 {
			return
		}
		at += next
	}
}

// portionOfXML reads the attributes of a WFS 2.0 feature collection.
func portionOfXML(head []byte) portion {
	p := portion{matched: -1, returned: -1}
	text, err := xmlText(bufio.NewReader(bytes.NewReader(head)))
	if err != nil {
		return p
	}
	tag, err := rootTag(bufio.NewReader(text))
	if err != nil {
		return p
	}
	token, _ := xml.NewDecoder(strings.NewReader(tag)).Token()
	root, _ := token.(xml.StartElement)
	if root.Name.Local != "FeatureCollection" {
		return p
	}
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "numberMatched":
			p.matched = count([]byte(a.Value))
		case "numberReturned":
			p.returned = count([]byte(a.Value))
		case "next":
			p.more = a.Value != ""
		}
	}
	p.unsaid = strings.HasPrefix(root.Name.Space, wfsNamespace) && p.matched < 0 && !p.more
	return p
}
