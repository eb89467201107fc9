package wire

import "bytes"

// Request is a request without a body. Its bytes are those of the connection: they hold until the answer is sent.
type Request struct {
	Path           []byte
	AcceptEncoding []byte
	plain          bool // GET, and the answer depends on nothing but these two
}

// parse reads what must be one request from its first byte to its last, without a body, in the one spelling that leaves
// nothing to interpret (RFC 9112); false: it is something else, or not to be decided here.
func parse(b []byte) (r Request, whole bool) {
	line, b, ok := nextLine(b)
	if !ok {
		return r, false
	}
	method, rest, _ := bytes.Cut(line, []byte(" "))
	target, version, _ := bytes.Cut(rest, []byte(" "))
	get := string(method) == "GET"
	if !get && string(method) != "HEAD" || string(version) != "HTTP/1.1" || len(target) == 0 || target[0] != '/' || !visible(target) {
		return r, false
	}
	r.Path, r.plain = target, get && !bytes.ContainsAny(target, `%?#\`)
	hosts, accepts := 0, 0
	for {
		if line, b, ok = nextLine(b); !ok {
			return r, false
		}
		if len(line) == 0 {
			return r, len(b) == 0 && hosts == 1 && accepts <= 1
		}
		name, value, ok := header(line)
		if !ok {
			return r, false
		}
		switch known(name) {
		case host:
			hosts++
			if !isHost(value) {
				return r, false
			}
		case acceptEncoding:
			accepts++
			r.AcceptEncoding = value
		case connection:
			if !bytes.EqualFold(value, []byte("keep-alive")) {
				return r, false
			}
		case ofBodies:
			return r, false
		case conditions:
			r.plain = false
		}
	}
}

// Kinds of headers that matter here.
const (
	other = iota
	host
	acceptEncoding
	connection
	ofBodies   // or of another protocol
	conditions // of the answer
)

var kinds = map[string]int{
	"host": host, "accept-encoding": acceptEncoding, "connection": connection,
	"content-length": ofBodies, "transfer-encoding": ofBodies, "expect": ofBodies, "upgrade": ofBodies, "trailer": ofBodies, "http2-settings": ofBodies,
	"if-match": conditions, "if-none-match": conditions, "if-modified-since": conditions, "if-unmodified-since": conditions, "if-range": conditions, "range": conditions,
}

// longest is the length of the longest name among them.
const longest = len("if-unmodified-since")

func known(name []byte) int {
	if len(name) > longest {
		return other
	}
	var lower [longest]byte
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return kinds[string(lower[:len(name)])]
}

// nextLine cuts off a line that ends as lines must.
func nextLine(b []byte) (line, rest []byte, ok bool) {
	i := bytes.IndexByte(b, '\n')
	if i < 1 || b[i-1] != '\r' {
		return nil, nil, false
	}
	return b[:i-1], b[i+1:], true
}

// header parts a line into a name and what stands after it.
func header(line []byte) (name, value []byte, ok bool) {
	name, value, ok = bytes.Cut(line, []byte(":"))
	if !ok || len(name) == 0 {
		return nil, nil, false
	}
	for _, c := range name {
		if !isToken[c] {
			return nil, nil, false
		}
	}
	value = bytes.Trim(value, " \t")
	for _, c := range value {
		if c < ' ' && c != '\t' || c >= 0x7f {
			return nil, nil, false
		}
	}
	return name, value, true
}

// isToken tells which characters names are made of (RFC 9110, 5.6.2).
var isToken = func() (is [256]bool) {
	for _, c := range []byte("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		is[c] = true
	}
	return is
}()

// isHost tells whether a value is plainly a name or an address, with a port or without.
func isHost(value []byte) bool {
	for _, c := range value {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-' && c != ':' && c != '[' && c != ']' {
			return false
		}
	}
	return len(value) > 0
}

func visible(text []byte) bool {
	for _, c := range text {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}
