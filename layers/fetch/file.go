package fetch

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
)

// acceptAny prefers data to the web pages that many services show by default.
const acceptAny = "application/geo+json, application/json;q=0.9, application/geopackage+sqlite3;q=0.9, application/gml+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"

// headBytes is how much of an answer is looked at to tell what it is.
const headBytes = 64 << 10

// fetchUnknown asks for the address and sees what comes: a file, or a service that describes itself.
func (r *run) fetchUnknown(ctx context.Context, previous Previous) (*Result, error) {
	a, err := r.get(ctx, r.url, acceptAny, conditions(previous))
	if err != nil {
		return nil, err
	}
	if a.code == http.StatusNotModified {
		_ = a.Close()
		return &Result{Kind: KindFile, Unchanged: true, ETag: previous.ETag, LastModified: previous.LastModified, SHA256: previous.SHA256}, nil
	}
	const raw = "answer"
	if a.header.Get("Content-Encoding") == "" {
		r.told.Size = max(a.whole, 0)
	}
	sum := newSum()
	err = r.save(a, raw, sum)
	_ = a.Close()
	if err != nil {
		return nil, err
	}
	head, size, err := r.head(raw)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrAnswer)
	}
	switch what, reason := sniff(head); what {
	case isPage:
		return nil, fmt.Errorf("%w: it is a web page, no data", ErrAnswer)
	case isException:
		return nil, fmt.Errorf("%w: %s", ErrService, reason)
	case isCapabilities:
		return r.fetchWFS(ctx)
	case isObject:
		if size <= maxDocument {
			if document, ok := r.described(raw); ok {
				return r.fetchCollections(ctx, a.url, document)
			}
		}
		paged, err := r.paged(raw, size)
		if err != nil {
			return nil, err
		}
		if paged {
			return r.fetchItems(ctx)
		}
	}
	name := fileName(a.url, a.header)
	if err := os.Rename(r.path(raw), r.path(name)); err != nil {
		return nil, err
	}
	return &Result{Kind: KindFile, Path: r.path(name), ETag: validator(a.header.Get("ETag")), LastModified: validator(a.header.Get("Last-Modified")), SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// conditions ask for the file only where it is another one than before. What a service answers at its address says
// nothing about its data, so only files are asked for in this way.
func conditions(previous Previous) http.Header {
	if previous.Kind != KindFile || previous.SHA256 == "" || previous.ETag == "" && previous.LastModified == "" {
		return nil
	}
	header := http.Header{}
	if previous.ETag != "" {
		header.Set("If-None-Match", previous.ETag)
	}
	if previous.LastModified != "" {
		header.Set("If-Modified-Since", previous.LastModified)
	}
	return header
}

// validator keeps an ETag or a date only when it is as short as those of servers are.
func validator(value string) string {
	if len(value) > 1000 {
		return ""
	}
	return value
}

// head is the beginning of a file of the run's, and its size.
func (r *run) head(name string) ([]byte, int64, error) {
	file, err := os.Open(r.path(name))
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	head := make([]byte, headBytes)
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], info.Size(), err
}

// What the beginning of an answer shows.
type sight int

const (
	isFile sight = iota
	isPage
	isException
	isCapabilities
	isObject // JSON
)

// sniff tells what an answer is; the reason is an exception's.
func sniff(head []byte) (what sight, reason string) {
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(start) == 0 {
		return isFile, ""
	}
	switch start[0] {
	case '{':
		return isObject, ""
	case '<':
		lower := bytes.ToLower(start[:min(len(start), 1000)])
		if bytes.HasPrefix(lower, []byte("<!doctype html")) || bytes.Contains(lower, []byte("<html")) {
			return isPage, ""
		}
		if reason, ok := exception(head); ok {
			return isException, reason
		}
		if rootName(head) == "WFS_Capabilities" {
			return isCapabilities, ""
		}
	}
	return isFile, ""
}

// fileName is the name without folders that the file shall have: the server's, or what the address ends in.
func fileName(address *url.URL, header http.Header) string {
	name := path.Base(address.Path)
	if _, params, err := mime.ParseMediaType(header.Get("Content-Disposition")); err == nil && params["filename"] != "" {
		name = path.Base(strings.ReplaceAll(params["filename"], `\`, "/"))
	}
	name = safeName(name)
	if path.Ext(name) != "" {
		return name
	}
	// Services answer with a format rather than with a file.
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch kind {
	case "application/geo+json", "application/json", "application/vnd.geo+json":
		return name + ".geojson"
	case "application/gml+xml", "text/xml", "application/xml":
		return name + ".gml"
	case "application/geopackage+sqlite3":
		return name + ".gpkg"
	case "application/flatgeobuf":
		return name + ".fgb"
	case "text/csv":
		return name + ".csv"
	case "application/zip", "application/x-zip-compressed":
		return name + ".zip"
	}
	return name
}
