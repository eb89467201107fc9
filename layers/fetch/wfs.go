package fetch

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// protocolNames are the parameters of a WFS that are set here. Whatever else stands in an address stays: a filter, an
// order (sortBy), a map file.
var protocolNames = map[string]bool{
	"service": true, "version": true, "acceptversions": true, "request": true, "typename": true, "typenames": true, "count": true,
	"maxfeatures": true, "startindex": true, "resulttype": true, "srsname": true, "outputformat": true, "acceptformats": true,
}

// param is a parameter by its name in any case.
func param(query url.Values, name string) string {
	for key, values := range query {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// isWFS tells whether the address itself says that it is one of a WFS. An address of features in a form that is not
// read page by page is one of a file.
func isWFS(u *url.URL) bool {
	query := u.Query()
	if param(query, "storedquery_id") != "" {
		return false
	}
	service := param(query, "service")
	if service == "" && strings.EqualFold(param(query, "request"), "GetFeature") {
		service = "WFS"
	}
	if service != "" {
		if name := param(query, "outputFormat"); name != "" && !isJSONName(name) && !strings.Contains(folded(name), "gml") {
			return false
		}
		return strings.EqualFold(service, "WFS")
	}
	last := strings.ToLower(path.Base(u.Path))
	return last == "wfs" && param(query, "request") == ""
}

// maxDocument is the size of a description.
const maxDocument = 32 << 20

const acceptXML = "application/gml+xml, application/xml, text/xml, application/json;q=0.5, */*;q=0.1"

// wfs is a service and what of it is fetched.
type wfs struct {
	*run
	base  *url.URL // without what the protocol sets
	about *capabilities
	kind  featureType
	form  format
	crs   string
	get   *url.URL // of GetFeature
}

// fetchWFS fetches all features of one type.
func (r *run) fetchWFS(ctx context.Context) (*Result, error) {
	w, err := r.openWFS(ctx)
	if err != nil {
		return nil, err
	}
	into, err := w.collect(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", words(w.kind.name), err)
	}
	return &Result{Kind: KindWFS, Path: into.path, Layer: w.kind.name, Title: w.kind.title, CRS: w.crs, SHA256: hex.EncodeToString(into.sum(KindWFS))}, nil
}

// openWFS asks the service what it has and chooses the type, the form and the reference system.
func (r *run) openWFS(ctx context.Context) (*wfs, error) {
	query := r.url.Query()
	base := *r.url
	kept := url.Values{}
	for name, values := range query {
		if !protocolNames[strings.ToLower(name)] {
			kept[name] = values
		}
	}
	base.RawQuery = kept.Encode()
	w := &wfs{run: r, base: &base}
	if err := w.describe(ctx); err != nil {
		return nil, err
	}
	wanted := r.address.Layer
	for _, name := range []string{"typeNames", "typeName"} {
		if wanted == "" {
			wanted = param(query, name)
		}
	}
	i, err := choose(wanted, w.about.choices())
	if err != nil {
		return nil, err
	}
	w.kind = w.about.types[i]
	if w.form, err = w.about.format(w.kind); err != nil {
		return nil, err
	}
	if name := param(query, "outputFormat"); name != "" {
		w.form = format{name: name, json: isJSONName(name)}
	}
	if w.crs = param(query, "srsName"); w.crs == "" {
		w.crs = w.kind.wanted()
	}
	w.get = operation(w.base, w.about.getURL)
	return w, nil
}

// describe asks for the capabilities, in the newest version that both sides know.
func (w *wfs) describe(ctx context.Context) error {
	var reason error
	for _, version := range []url.Values{{"acceptversions": {"2.0.0,1.1.0"}}, {"version": {"2.0.0"}}} {
		version.Set("request", "GetCapabilities")
		_, data, err := w.document(ctx, w.with(w.base, version), acceptXML)
		if err != nil {
			return errors.Join(reason, err)
		}
		if text, ok := exception(data); ok {
			reason = fmt.Errorf("%w: %s", ErrService, text)
			continue
		}
		if what, _ := sniff(data); what == isPage {
			return fmt.Errorf("%w: it is a web page, no WFS", ErrAnswer)
		}
		if w.about, err = parseCapabilities(data); err != nil {
			return err
		}
		if slices.Contains([]string{"2.0.0", "2.0.2", "1.1.0"}, w.about.version) {
			return nil
		}
		reason = fmt.Errorf("%w: a WFS of version %s, want 2.0 or 1.1", ErrAnswer, words(w.about.version))
	}
	return reason
}

// with is an address with more parameters.
func (w *wfs) with(base *url.URL, more url.Values) *url.URL {
	u := *base
	query := u.Query()
	query.Set("service", "WFS")
	for name, values := range more {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	return &u
}

// features is the address of a page; count 0 asks for all at once.
func (w *wfs) features(start int64, count int) *url.URL {
	query := url.Values{"version": {w.about.version}, "request": {"GetFeature"}}
	if w.modern() {
		query.Set("typeNames", w.kind.name)
	} else {
		query.Set("typeName", w.kind.name)
	}
	if w.crs != "" {
		query.Set("srsName", w.crs)
	}
	if w.form.name != "" {
		query.Set("outputFormat", w.form.name)
	}
	if count > 0 {
		query.Set("count", strconv.Itoa(count))
		query.Set("startIndex", strconv.FormatInt(start, 10))
	}
	return w.with(w.get, query)
}

// modern tells whether the service knows pages and counts what matches.
func (w *wfs) modern() bool { return strings.HasPrefix(w.about.version, "2.") }

// hits asks how many features there are; unknown where the service does not say.
func (w *wfs) hits(ctx context.Context) (int64, error) {
	u := w.features(0, 0)
	query := u.Query()
	query.Set("resultType", "hits")
	if w.form.json {
		query.Del("outputFormat") // the number comes as XML
	}
	u.RawQuery = query.Encode()
	_, data, err := w.document(ctx, u, acceptXML)
	if err != nil {
		if errors.Is(err, ErrStatus) {
			return unknown, nil
		}
		return 0, err
	}
	return matched(data), nil
}
