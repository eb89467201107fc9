package fetch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// link is a link of OGC API, or of what looks like it.
type link struct {
	Href string `json:"href"`
	Rel  string `json:"rel"`
	Type string `json:"type"`
}

// jsonPage reads a feature collection, feature by feature.
type jsonPage struct {
	page
	links   []link
	limited bool // ArcGIS: not all of what was asked for
	each    func(feature []byte) error
	input   *jsonInput
	decoder *json.Decoder
}

// jsonInput bounds what is taken in for one value.
type jsonInput struct {
	reader io.Reader
	left   int
}

func (i *jsonInput) Read(p []byte) (int, error) {
	if i.left <= 0 {
		return 0, fmt.Errorf("%w: a value of more than %d MB", ErrTooLarge, maxToken>>20)
	}
	n, err := i.reader.Read(p[:min(len(p), i.left)])
	i.left -= n
	return n, err
}

// readJSON reads a feature collection to its end; a document that ends early or goes on is an error.
func readJSON(r io.Reader, each func(feature []byte) error) (*jsonPage, error) {
	p := &jsonPage{page: page{matched: unknown, returned: unknown}, each: each, input: &jsonInput{reader: r}}
	p.decoder = json.NewDecoder(p.input)
	err := p.read()
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: JSON: %s", ErrIncomplete, words(err.Error()))
	} else if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		err = fmt.Errorf("%w: JSON: %s", ErrAnswer, words(err.Error()))
	}
	return p, err
}

func (p *jsonPage) token() (json.Token, error) {
	p.input.left = maxToken
	return p.decoder.Token()
}

func (p *jsonPage) decode(into any) error {
	p.input.left = maxToken
	return p.decoder.Decode(into)
}

func (p *jsonPage) read() error {
	t, err := p.token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return fmt.Errorf("%w: JSON, but no object", ErrAnswer)
	}
	kind := ""
	for p.more() {
		key, err := p.token()
		if err != nil {
			return err
		}
		if err := p.member(key, &kind); err != nil {
			return err
		}
	}
	if _, err := p.token(); err != nil {
		return err
	}
	if kind != "FeatureCollection" {
		return fmt.Errorf("%w: JSON, but no feature collection", ErrAnswer)
	}
	switch _, err := p.token(); {
	case err == nil:
		return fmt.Errorf("%w: JSON: more after its end", ErrAnswer)
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

func (p *jsonPage) more() bool {
	p.input.left = maxToken
	return p.decoder.More()
}

// member reads one of the collection's own.
func (p *jsonPage) member(key json.Token, kind *string) error {
	switch key {
	case "type":
		return p.decode(kind)
	case "features":
		return p.readFeatures()
	case "links":
		return p.lenient(&p.links)
	case "exceededTransferLimit":
		return p.lenient(&p.limited)
	case "properties":
		var properties struct{ ExceededTransferLimit bool }
		err := p.lenient(&properties)
		p.limited = p.limited || properties.ExceededTransferLimit
		return err
	case "numberMatched", "totalFeatures":
		return p.number(&p.matched)
	case "numberReturned":
		return p.number(&p.returned)
	case "crs":
		var crs struct {
			Properties struct{ Name string }
		}
		err := p.lenient(&crs)
		p.crs = crs.Properties.Name
		return err
	}
	var skipped json.RawMessage
	return p.decode(&skipped)
}

// lenient takes a member in where it has the form that is expected, and passes over it elsewhere.
func (p *jsonPage) lenient(into any) error {
	var raw json.RawMessage
	if err := p.decode(&raw); err != nil {
		return err
	}
	_ = json.Unmarshal(raw, into)
	return nil
}

// number reads a count; services write "unknown" or null where they have none.
func (p *jsonPage) number(into *int64) error {
	var n *int64
	err := p.lenient(&n)
	if n != nil && *n >= 0 {
		*into = *n
	}
	return err
}

func (p *jsonPage) readFeatures() error {
	t, err := p.token()
	if err != nil {
		return err
	}
	if t == nil {
		return nil
	}
	if t != json.Delim('[') {
		return fmt.Errorf("%w: JSON: features are no list", ErrAnswer)
	}
	for p.more() {
		var feature json.RawMessage
		if err := p.decode(&feature); err != nil {
			return err
		}
		p.features++
		if p.each == nil {
			continue
		}
		if err := p.each(feature); err != nil {
			return err
		}
	}
	_, err = p.token()
	return err
}

// takeJSON copies the features of a page.
func (c *collector) takeJSON(name string) (page, error) {
	first := !c.opened
	p, err := c.readPage(name, func(raw []byte) error {
		feature, id, err := c.feature(raw)
		if err != nil {
			return err
		}
		if err := c.know(id, feature); err != nil {
			return err
		}
		if !c.opened {
			c.beginJSON()
		}
		if c.count > 1 {
			_, _ = c.out.WriteString(",\n")
		}
		_, err = c.out.Write(feature)
		return err
	})
	if err != nil {
		return page{}, err
	}
	switch {
	case c.fixed || p.features == 0:
	case first:
		c.crs = p.crs
	case c.crs != p.crs:
		return page{}, fmt.Errorf("%w: pages in different reference systems", ErrIncomplete)
	}
	p.next = p.link("next")
	return p.page, nil
}

// link is the address of the first link of that kind.
func (p *jsonPage) link(rel string) string {
	for _, l := range p.links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func (c *collector) readPage(name string, each func([]byte) error) (*jsonPage, error) {
	file, err := os.Open(c.run.path(name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return readJSON(withoutMark(file), each)
}

// withoutMark skips a byte order mark, which JSON must not have and Windows writes.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReaderSize(r, 1<<16)
	if head, _ := buffered.Peek(3); string(head) == "\xef\xbb\xbf" {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// feature is a feature without white space, and its id.
func (c *collector) feature(raw []byte) (compact []byte, id string, err error) {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return nil, "", err
	}
	var head struct {
		Type string          `json:"type"`
		ID   json.RawMessage `json:"id"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, "", err
	}
	if head.Type != "Feature" {
		return nil, "", fmt.Errorf("%w: JSON: among the features is something else", ErrAnswer)
	}
	if id = string(head.ID); id == "null" {
		id = ""
	}
	return b.Bytes(), strings.Trim(id, `"`), nil
}
