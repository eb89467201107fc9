package fetch

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// apiDocument is a landing page, a list of collections or a collection, whichever of its members are there.
type apiDocument struct {
	apiCollection
	Collections []apiCollection `json:"collections"`
	Conforms    []string        `json:"conformsTo"`
}

// apiCollection is a collection of OGC API Features.
type apiCollection struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	ItemType string   `json:"itemType"`
	CRS      []string `json:"crs"` // "#/crs" stands for the list of the document round it
	Links    []link   `json:"links"`
}

// maxCollections is how many collections a service may list.
const maxCollections = 20_000

const (
	acceptJSON  = "application/json, application/geo+json;q=0.9"
	acceptItems = "application/geo+json, application/json;q=0.9"
	crs84       = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
)

// isItems tells whether the address is that of a collection's features.
func isItems(u *url.URL) bool {
	return strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/items") && strings.Contains(u.Path, "/collections/")
}

// described reads a saved answer that describes a service; false where it is something else.
func (r *run) described(name string) (*apiDocument, bool) {
	data, err := os.ReadFile(r.path(name))
	if err != nil {
		return nil, false
	}
	d, err := parseAPI(data)
	return d, err == nil && d.isService()
}

// parseAPI reads a description.
func parseAPI(data []byte) (*apiDocument, error) {
	d := &apiDocument{}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), d); err != nil {
		return nil, fmt.Errorf("%w: JSON: %s", ErrAnswer, words(err.Error()))
	}
	if len(d.Collections) > maxCollections {
		return nil, fmt.Errorf("%w: more than %d collections", ErrTooLarge, maxCollections)
	}
	return d, nil
}

func (d *apiDocument) isService() bool {
	return d.Collections != nil || d.isCollection() || findLink(d.Links, dataLinks, jsonLink) != ""
}

func (d *apiDocument) isCollection() bool {
	return d.ID != "" && findLink(d.Links, itemLinks, anyLink) != ""
}

// Relations of links: the short names, and their addresses.
var (
	dataLinks = []string{"data", "http://www.opengis.net/def/rel/ogc/1.0/data"}
	itemLinks = []string{"items", "http://www.opengis.net/def/rel/ogc/1.0/items"}
)

// jsonLink and anyLink say what a link's type may be. A link without a type may be anything.
func jsonLink(kind string) bool { return kind == "" || strings.Contains(kind, "json") }
func anyLink(string) bool       { return true }

// findLink is the address of a link, GeoJSON before other JSON.
func findLink(links []link, rels []string, fits func(kind string) bool) string {
	found := ""
	for _, l := range links {
		if !slices.Contains(rels, l.Rel) || !fits(l.Type) {
			continue
		}
		if strings.Contains(l.Type, "geo+json") {
			return l.Href
		}
		if found == "" {
			found = l.Href
		}
	}
	return found
}

// below is the address of a part of the service: as the link says, or where the standard puts it when the link leads
// away from the server, as those of services behind a proxy do.
func (r *run) below(from *url.URL, named string, parts ...string) *url.URL {
	if u, ok := r.follow(from, named); ok {
		return u
	}
	u := from.JoinPath(parts...)
	query := url.Values{}
	for name, values := range r.keys {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	return u
}

// fetchCollections goes from any description of a service to the features of one collection.
func (r *run) fetchCollections(ctx context.Context, at *url.URL, d *apiDocument) (*Result, error) {
	if d.isCollection() {
		if r.address.Layer != "" && r.address.Layer != d.ID {
			return nil, &ChoiceError{Wanted: r.address.Layer, Choices: []Choice{{Name: d.ID, Title: words(d.Title)}}}
		}
		return r.fetchCollection(ctx, r.below(at, findLink(d.Links, itemLinks, jsonLink), "items"), d.apiCollection)
	}
	if d.Collections == nil {
		at = r.below(at, findLink(d.Links, dataLinks, jsonLink), "collections")
		a, data, err := r.document(ctx, at, acceptJSON)
		if err != nil {
			return nil, err
		}
		if d, err = parseAPI(data); err != nil {
			return nil, err
		}
		at = a.url
	}
	return r.fetchChosen(ctx, at, d)
}

// fetchChosen takes the collection that was named, or the only one. The address is that of the list.
func (r *run) fetchChosen(ctx context.Context, at *url.URL, d *apiDocument) (*Result, error) {
	var found []apiCollection
	var choices []Choice
	for _, c := range d.Collections {
		if c.ID != "" && (c.ItemType == "" || c.ItemType == "feature") && (len(c.Links) == 0 || findLink(c.Links, itemLinks, anyLink) != "") {
			found = append(found, c)
			choices = append(choices, Choice{Name: c.ID, Title: words(c.Title), CRS: tm35(c.systems(d.CRS))})
		}
	}
	i, err := choose(r.address.Layer, choices)
	if err != nil {
		return nil, err
	}
	c := found[i]
	c.CRS = c.systems(d.CRS)
	return r.fetchCollection(ctx, r.below(at, findLink(c.Links, itemLinks, jsonLink), c.ID, "items"), c)
}

// systems are the collection's reference systems, with those of the list that it refers to.
func (c apiCollection) systems(shared []string) []string {
	var all []string
	for _, name := range c.CRS {
		if name == "#/crs" {
			all = append(all, shared...)
		} else {
			all = append(all, name)
		}
	}
	return all
}

// tm35 is how the list writes ETRS-TM35FIN; empty where it does not.
func tm35(systems []string) string {
	for _, name := range systems {
		if epsg(name) == tm35fin {
			return name
		}
	}
	return ""
}

// fetchItems goes from the address of a collection's features, whose own parameters stay: they may choose some.
func (r *run) fetchItems(ctx context.Context) (*Result, error) {
	at := *r.url
	at.Path = strings.TrimSuffix(at.Path, "/")
	c := apiCollection{ID: path.Base(path.Dir(at.Path))}
	if !isItems(r.url) {
		c.ID = strings.TrimSuffix(path.Base(at.Path), path.Ext(at.Path))
		return r.fetchCollection(ctx, &at, c)
	}
	above := at
	above.Path, above.RawPath, above.RawQuery = strings.TrimSuffix(at.Path, "/items"), "", r.keys.Encode()
	_, data, err := r.document(ctx, &above, acceptJSON)
	switch {
	case errors.Is(err, ErrStatus): // then degrees it is, which every service has
	case err != nil:
		return nil, err
	default:
		if d, err := parseAPI(data); err == nil && d.ID != "" {
			c = d.apiCollection
			c.CRS = c.systems(nil)
		}
	}
	return r.fetchCollection(ctx, &at, c)
}

// fetchCollection fetches all features, in ETRS-TM35FIN where the collection has it and in degrees elsewhere.
func (r *run) fetchCollection(ctx context.Context, items *url.URL, c apiCollection) (*Result, error) {
	o := &ogcapi{run: r, items: items, crs: tm35(c.CRS)}
	into, err := r.newCollector(c.ID, true, urn(o.crs))
	if err != nil {
		return nil, err
	}
	defer into.close()
	into.fixed = true
	if err = o.collect(ctx, into); err == nil {
		err = into.finish()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", words(c.ID), err)
	}
	crs := o.crs
	if crs == "" {
		crs = crs84
	}
	return &Result{Kind: KindOGCAPI, Path: into.path, Layer: c.ID, Title: words(c.Title), CRS: crs, SHA256: hex.EncodeToString(into.sum(KindOGCAPI))}, nil
}

// urn is the name of a reference system in the form that readers of GeoJSON know.
func urn(name string) string {
	if number := epsg(name); number != 0 {
		return "urn:ogc:def:crs:EPSG::" + strconv.Itoa(number)
	}
	return ""
}

// ogcapi is a collection that is being fetched.
type ogcapi struct {
	*run
	items *url.URL
	crs   string // as the collection writes it; empty: the default, longitude and latitude
}

// collect follows the links from page to page. How many features there are is checked where the service says so.
func (o *ogcapi) collect(ctx context.Context, into *collector) error {
	at, p, err := o.first(ctx, into)
	if err != nil {
		return err
	}
	total, linked := p.matched, p.next != ""
	o.told.Total = max(total, 0)
	visited := map[string]bool{at.String(): true}
	for p.next != "" {
		next, ok := o.follow(at, p.next)
		if !ok {
			return fmt.Errorf("%w: the next page is on another server", ErrRedirect)
		}
		if visited[next.String()] {
			return fmt.Errorf("%w: the next page is one that was there before", ErrIncomplete)
		}
		visited[next.String()] = true
		if at, p, err = o.fetchPage(ctx, next, into); err != nil {
			return err
		}
		if total != unknown && p.matched != unknown && p.matched != total {
			return fmt.Errorf("%w: the register changed meanwhile, from %d features to %d; try again", ErrIncomplete, total, p.matched)
		}
	}
	switch {
	case total != unknown && total != into.count:
		return fmt.Errorf("%w: %d features have come, the service says that there are %d", ErrIncomplete, into.count, total)
	case total == unknown && !linked && into.count > 1:
		return o.checkLinks(ctx, into.count)
	}
	return nil
}

// checkLinks finds out whether a page without a link and without a total is the only one: a service that tells of further
// pages does so when it is asked for one feature. One that gives more than that knows no pages.
func (o *ogcapi) checkLinks(ctx context.Context, got int64) error {
	_, data, err := o.document(ctx, o.features(1), acceptItems)
	if err != nil {
		return err
	}
	p, err := readJSON(withoutMark(bytes.NewReader(data)), nil)
	if err != nil {
		return err
	}
	if p.link("next") == "" && p.features == 1 {
		return fmt.Errorf("%w: the service says neither how many features there are nor where the next page is, so that the %d it gives may not be all", ErrIncomplete, got)
	}
	return nil
}

// first asks for the first page, for a smaller one where the service calls the size a mistake: it should give fewer.
func (o *ogcapi) first(ctx context.Context, into *collector) (*url.URL, page, error) {
	var at *url.URL
	var p page
	var err error
	for _, limit := range []int{o.client.config.PageSize, min(1000, o.client.config.PageSize), 0} {
		at, p, err = o.fetchPage(ctx, o.features(limit), into)
		var status *StatusError
		if !errors.As(err, &status) || status.Code != http.StatusBadRequest {
			break
		}
	}
	return at, p, err
}

// features is the address of the first page; limit 0 leaves its size to the service.
func (o *ogcapi) features(limit int) *url.URL {
	u := *o.items
	query := u.Query()
	query.Del("limit")
	query.Del("crs")
	if limit > 0 {
		query.Set("limit", strconv.Itoa(limit))
	}
	if o.crs != "" {
		query.Set("crs", o.crs)
	}
	u.RawQuery = query.Encode()
	return &u
}

// fetchPage takes one page in. Its address is that after redirects, to which its links are relative.
func (o *ogcapi) fetchPage(ctx context.Context, u *url.URL, into *collector) (*url.URL, page, error) {
	const raw = "page"
	a, err := o.page(ctx, u, acceptItems, raw)
	if err != nil {
		return nil, page{}, err
	}
	if err := o.checkCRS(a.header.Get("Content-Crs")); err != nil {
		return nil, page{}, err
	}
	head, _, err := o.head(raw)
	if err != nil {
		return nil, page{}, err
	}
	switch what, reason := sniff(head); what {
	case isObject:
	case isPage:
		return nil, page{}, fmt.Errorf("%w: the service answers with a web page", ErrAnswer)
	case isException:
		return nil, page{}, fmt.Errorf("%w: %s", ErrService, reason)
	default:
		return nil, page{}, fmt.Errorf("%w: the service answers with something else than GeoJSON", ErrAnswer)
	}
	p, err := into.take(raw)
	if err != nil {
		return nil, page{}, err
	}
	o.told.Pages++
	o.told.Features = into.count
	o.tell()
	return a.url, p, p.check()
}

// checkCRS compares the header by which the service says the reference system of its coordinates with what was asked
// for: numbers that pass for others would put every feature into the wrong place. EPSG:3067 is easting first in the
// register as in GeoJSON, and CRS84 is longitude first, so that axes need no turning.
func (o *ogcapi) checkCRS(header string) error {
	said := strings.Trim(strings.TrimSpace(header), "<>")
	switch {
	case o.crs != "" && said == "":
		return fmt.Errorf("%w: the service does not say whether it answers in %s, as it was asked", ErrAnswer, words(o.crs))
	case o.crs != "" && epsg(said) != tm35fin, o.crs == "" && said != "" && !isCRS84(said):
		return fmt.Errorf("%w: the service answers in the reference system %s, which was not asked for", ErrAnswer, words(said))
	}
	return nil
}

func isCRS84(name string) bool {
	return strings.Contains(name, "/OGC/") && (strings.HasSuffix(name, "/CRS84") || strings.HasSuffix(name, "/CRS84h"))
}

// maxScanned is the size up to which a file of GeoJSON is looked through for links to further pages.
const maxScanned = 512 << 20

// paged tells whether a saved answer is the first of several pages: its address is then one of features, whatever it
// looks like. An answer that ArcGIS has cut is an error: the address does not tell how to go on.
func (r *run) paged(name string, size int64) (bool, error) {
	if size > maxScanned {
		return false, nil
	}
	file, err := os.Open(r.path(name))
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }()
	p, err := readJSON(withoutMark(file), nil)
	if err != nil {
		return false, nil //nolint:nilerr // a file of another form
	}
	if p.limited {
		return false, fmt.Errorf("%w: the service gave %d features and has more (exceededTransferLimit)", ErrIncomplete, p.features)
	}
	return p.link("next") != "" && p.features > 0, nil
}

// problem reads what a problem document (RFC 9457), or OGC API's exception before it, says.
func problem(head []byte) string {
	var p struct{ Title, Detail, Description string }
	if json.Unmarshal(head, &p) != nil {
		return ""
	}
	return words(strings.TrimSpace(p.Title + " " + p.Detail + p.Description))
}
