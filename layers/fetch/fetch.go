// Package fetch brings registers' data from their addresses into local files that layers/source reads: plain files, WFS
// services and OGC API Features services. It is the only place of the service that follows an address which a person has
// typed, so it decides where it may lead: never into this machine or the networks behind it, unless the operator says so.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Kind is what answers at an address.
type Kind string

// Kinds of sources.
const (
	KindFile   Kind = "file"
	KindWFS    Kind = "wfs"
	KindOGCAPI Kind = "ogcapi" // OGC API Features
)

// Address is where a register hands out its data.
type Address struct {
	URL      string
	Layer    string         // of a service: the feature type or the collection; may be empty where there is one only
	Progress func(Progress) // called now and then, from one goroutine; may be nil
}

// Progress is how far fetching has come.
type Progress struct {
	Bytes    int64 // received, unpacked
	Size     int64 // of a file, where the server says so; else 0
	Pages    int
	Features int64
	Total    int64 // features that the service says there are; 0: it does not say
}

// Previous is what was fetched last from the same address. The zero value means nothing was.
type Previous struct {
	Kind         Kind
	ETag         string
	LastModified string
	SHA256       string
}

// Result is what lies in a folder of its own now. Whoever gets it calls Remove.
type Result struct {
	Kind      Kind
	Unchanged bool   // the register has nothing new: then there is no folder and no path
	Folder    string // holds nothing else
	Path      string // for source.Open; its last element is what recipes are found by
	Layer     string // of a service: the feature type or the collection that was taken
	Title     string // of that, as the service gives it
	CRS       string // of a service: the reference system that was asked for, as the service writes it

	ETag         string // of a file, for Previous
	LastModified string
	// SHA256 of a file is that of its bytes. Of a service it is that of the set of features: the order in which they
	// come, the pages they come in and the moment of the answer make no difference.
	SHA256   string
	Bytes    int64
	Pages    int
	Features int64 // 0 for a file: nobody has counted
}

// Remove takes the folder away.
func (r *Result) Remove() {
	if r != nil && r.Folder != "" {
		_ = os.RemoveAll(r.Folder)
	}
}

// previous is what the next call gets.
func (r *Result) previous() Previous {
	return Previous{Kind: r.Kind, ETag: r.ETag, LastModified: r.LastModified, SHA256: r.SHA256}
}

// Previous is what to give to the next Fetch from the same address.
func (r *Result) Previous() Previous { return r.previous() }

// Fetch finds out what answers at the address and brings all of it, or nothing: an answer that is cut short, pages that
// do not fit together and numbers that do not add up are errors.
func (c *Client) Fetch(ctx context.Context, address Address, previous Previous) (*Result, error) {
	u, err := parseAddress(address.URL)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.config.Total, fmt.Errorf("%w: it took longer than %s", ErrSlow, c.config.Total.Round(time.Second)))
	defer cancel()
	folder, err := os.MkdirTemp(c.config.Folder, "lupakartta-fetch-")
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	run := &run{client: c, address: address, url: u, folder: folder, left: c.config.MaxBytes, keys: keysOf(u.Query())}
	result, err := run.fetch(ctx, previous)
	if err != nil || result.Unchanged {
		err = errors.Join(err, os.RemoveAll(folder))
	}
	if err != nil {
		return nil, run.discreet(fmt.Errorf("fetch from %s: %w", u.Hostname(), err))
	}
	return result, nil
}

// fetch chooses the protocol by the address, and by the answer where the address does not tell.
func (r *run) fetch(ctx context.Context, previous Previous) (*Result, error) {
	var result *Result
	var err error
	switch {
	case isWFS(r.url):
		result, err = r.fetchWFS(ctx)
	case isItems(r.url):
		result, err = r.fetchItems(ctx)
	default:
		result, err = r.fetchUnknown(ctx, previous)
	}
	if err != nil {
		return nil, err
	}
	result.Bytes, result.Pages, result.Features = r.told.Bytes, r.told.Pages, r.told.Features
	if !result.Unchanged {
		result.Folder = r.folder
		result.Unchanged = result.SHA256 == previous.SHA256 && result.Kind == previous.Kind
	}
	if result.Unchanged {
		result.Folder, result.Path = "", ""
	}
	r.tell()
	return result, nil
}

// path is the name of a file in the run's folder.
func (r *run) path(name string) string { return filepath.Join(r.folder, name) }

// safeName makes a file's name out of words from outside: letters, digits and few signs.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-', r == '.':
			return r
		case strings.ContainsRune("åäöÅÄÖ", r):
			return r
		}
		return '_'
	}, name)
	name = strings.TrimLeft(name, ".-")
	if len(name) > 120 {
		name = strings.ToValidUTF8(name[len(name)-120:], "") // the end holds the extension
	}
	if name == "" {
		return "download"
	}
	return name
}
