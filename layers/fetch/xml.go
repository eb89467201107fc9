package fetch

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// Bounds of XML from outside.
const (
	maxDepth = 100      // of elements in each other
	maxToken = 32 << 20 // bytes of one text or tag, or of a feature: a million vertices and more; it is held two to three times
)

// xmlReader reads XML token by token within bounds. Document type declarations are refused: they are the door to
// entities and to other files, and no protocol here has one.
type xmlReader struct {
	decoder *xml.Decoder
	input   *tokenInput
	depth   int
	start   int64 // of the token that was read last, in bytes
}

// newXMLReader reads UTF-8; other encodings are turned into it before.
func newXMLReader(r io.Reader) *xmlReader {
	d := &xmlReader{input: &tokenInput{reader: bufio.NewReaderSize(r, 1<<16)}}
	d.decoder = xml.NewDecoder(d.input)
	d.decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	return d
}

// token reads the next one.
func (d *xmlReader) token() (xml.Token, error) {
	d.input.taken = 0
	d.start = d.decoder.InputOffset()
	t, err := d.decoder.Token()
	if err != nil {
		if _, syntax := errors.AsType[*xml.SyntaxError](err); syntax {
			return nil, fmt.Errorf("%w: XML: %s", ErrIncomplete, words(err.Error()))
		}
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		if d.depth++; d.depth > maxDepth {
			return nil, fmt.Errorf("%w: XML of more than %d elements in each other", ErrAnswer, maxDepth)
		}
	case xml.EndElement:
		d.depth--
	case xml.Directive:
		return nil, fmt.Errorf("%w: XML with a document type declaration", ErrAnswer)
	}
	return t, nil
}

// end is where the token that was read last ends, in bytes.
func (d *xmlReader) end() int64 { return d.decoder.InputOffset() }

// skip reads to the end of the element that has just begun.
func (d *xmlReader) skip() error {
	for depth := d.depth; d.depth >= depth; {
		if _, err := d.token(); err != nil {
			return err
		}
	}
	return nil
}

// text is what stands in the element that has just begun, without its elements.
func (d *xmlReader) text() (string, error) {
	var b strings.Builder
	for depth := d.depth; d.depth >= depth; {
		t, err := d.token()
		if err != nil {
			return "", err
		}
		if data, ok := t.(xml.CharData); ok && d.depth == depth && b.Len() < 1<<16 {
			b.Write(data)
		}
	}
	return strings.TrimSpace(b.String()), nil
}

// children calls use for every element right within the one that has just begun; use reads it to its end.
func (d *xmlReader) children(use func(xml.StartElement) error) error {
	for depth := d.depth; d.depth >= depth; {
		t, err := d.token()
		if err != nil {
			return err
		}
		if start, ok := t.(xml.StartElement); ok {
			if err := use(start); err != nil {
				return err
			}
		}
	}
	return nil
}

// root reads to the outermost element.
func (d *xmlReader) root() (xml.StartElement, error) {
	for {
		t, err := d.token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = fmt.Errorf("%w: XML without an element", ErrAnswer)
			}
			return xml.StartElement{}, err
		}
		if start, ok := t.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// tokenInput bounds what the decoder takes in for one token.
type tokenInput struct {
	reader *bufio.Reader
	taken  int
}

// ReadByte is what package xml reads with, so it never reads ahead.
func (t *tokenInput) ReadByte() (byte, error) {
	if t.taken++; t.taken > maxToken {
		return 0, fmt.Errorf("%w: XML with a text or tag of more than %d MB", ErrTooLarge, maxToken>>20)
	}
	return t.reader.ReadByte()
}

// Read makes it an io.Reader, which package xml wants and does not use.
func (t *tokenInput) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := t.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// xmlEncoding reads the declaration at the beginning of XML.
var xmlEncoding = regexp.MustCompile(`^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// utf8Reader turns XML of any encoding that it declares into UTF-8. Whether it changed anything is told too.
func utf8Reader(r io.Reader) (io.Reader, bool, error) {
	buffered := bufio.NewReaderSize(r, 4096)
	head, _ := buffered.Peek(300)
	name := ""
	switch m := xmlEncoding.FindSubmatch(head); {
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}), bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		name = "utf-16"
	case m != nil:
		name = strings.ToLower(string(m[1]))
	}
	if name == "" || name == "utf-8" || name == "utf8" || name == "us-ascii" {
		return buffered, false, nil
	}
	encoding, err := htmlindex.Get(name)
	if err != nil {
		return nil, false, fmt.Errorf("%w: XML in %s", ErrAnswer, words(name))
	}
	return transform.NewReader(buffered, encoding.NewDecoder()), true, nil
}

// rootName is the local name of the outermost element; empty where there is none.
func rootName(head []byte) string {
	r, _, err := utf8Reader(bytes.NewReader(head))
	if err != nil {
		return ""
	}
	root, err := newXMLReader(r).root()
	if err != nil {
		return ""
	}
	return root.Name.Local
}

// exception reads an exception report of a service: OWS 1.0 to 2.0, and that of WFS 1.0.
func exception(head []byte) (reason string, ok bool) {
	r, _, err := utf8Reader(bytes.NewReader(head))
	if err != nil {
		return "", false
	}
	d := newXMLReader(r)
	root, err := d.root()
	if err != nil || root.Name.Local != "ExceptionReport" && root.Name.Local != "ServiceExceptionReport" {
		return "", false
	}
	var reasons []string
	for {
		t, err := d.token()
		if err != nil {
			break // as far as it goes
		}
		start, isStart := t.(xml.StartElement)
		if !isStart || start.Name.Local != "ExceptionText" && start.Name.Local != "ServiceException" {
			if isStart {
				reasons = append(reasons, attribute(start, "exceptionCode"))
			}
			continue
		}
		reasons = append(reasons, attribute(start, "code"))
		text, err := d.text()
		reasons = append(reasons, text)
		if err != nil {
			break
		}
	}
	reason = words(strings.Join(reasons, " "))
	if reason == "" {
		reason = "it does not say which"
	}
	return reason, true
}

// attribute is the value of an attribute by its local name.
func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}
