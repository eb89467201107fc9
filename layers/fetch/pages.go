package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// unknown is a number that a service does not give.
const unknown = -1

// page is what one answer with features says about itself; its features have gone to the collector.
type page struct {
	features int64
	matched  int64 // in all pages; unknown where it does not say
	returned int64 // in this one, as it claims; unknown where it does not say
	next     string
	crs      string // JSON: what the member "crs" names
}

// check compares what a page has with what it claims.
func (p page) check() error {
	if p.returned != unknown && p.returned != p.features {
		return fmt.Errorf("%w: a page of %d features says that it has %d", ErrIncomplete, p.features, p.returned)
	}
	return nil
}

// collect fetches page after page until all features are there.
func (w *wfs) collect(ctx context.Context) (*collector, error) {
	into, err := w.newCollector(localName(w.kind.name), w.form.json, "")
	if err != nil {
		return nil, err
	}
	defer into.close()
	err = w.collectPages(ctx, into)
	if err != nil {
		return nil, err
	}
	if !w.form.json {
		if err := w.describeType(ctx, into); err != nil {
			return nil, err
		}
	}
	return into, into.finish()
}

func (w *wfs) collectPages(ctx context.Context, into *collector) error {
	if !w.modern() || w.about.paging == "FALSE" {
		return w.collectAtOnce(ctx, into)
	}
	first, err := w.fetchPage(ctx, w.features(0, w.client.config.PageSize), into)
	if errors.Is(err, ErrService) || errors.Is(err, ErrStatus) {
		// Some cannot put their features in an order, so they give all or none.
		if again := w.collectAtOnce(ctx, into); again != nil {
			return err
		}
		return nil
	}
	if err != nil {
		return err
	}
	if first.matched == unknown && first.next == "" && first.features > 0 {
		if first.matched, err = w.hits(ctx); err != nil {
			return err
		}
	}
	return w.collectRest(ctx, into, first)
}

// collectRest goes on after the first page. How many there are is known, or the pages' links tell where the end is, or an
// empty page does.
func (w *wfs) collectRest(ctx context.Context, into *collector, first page) error {
	total, linked := first.matched, first.next != ""
	w.told.Total = max(total, 0)
	for last := first; ; {
		switch {
		case total != unknown && into.count > total:
			return fmt.Errorf("%w: %d features have come, the service says that there are %d", ErrIncomplete, into.count, total)
		case total != unknown && into.count == total, total == unknown && linked && last.next == "", last.features == 0 && total == unknown:
			return nil
		case last.features == 0:
			return fmt.Errorf("%w: %d features have come, the service says that there are %d", ErrIncomplete, into.count, total)
		}
		u := w.features(into.count, w.client.config.PageSize)
		if next, ok := w.follow(w.get, last.next); ok {
			u = next
		}
		now, err := w.fetchPage(ctx, u, into)
		if err != nil {
			return err
		}
		if total != unknown && now.matched != unknown && now.matched != total {
			return fmt.Errorf("%w: the register changed meanwhile, from %d features to %d; try again", ErrIncomplete, total, now.matched)
		}
		last = now
	}
}

// collectAtOnce is for services that know no pages. Those that hold features back are found out by their own number.
func (w *wfs) collectAtOnce(ctx context.Context, into *collector) error {
	total, err := w.hits(ctx)
	if err != nil {
		return err
	}
	w.told.Total = max(total, 0)
	all, err := w.fetchPage(ctx, w.features(0, 0), into)
	if err != nil {
		return err
	}
	if total == unknown && w.modern() {
		total = all.matched
	}
	most := w.about.most
	switch {
	case total != unknown && total != into.count:
		return fmt.Errorf("%w: the service gives %d features at once and says that there are %d", ErrIncomplete, into.count, total)
	case total == unknown && most == unknown:
		return fmt.Errorf("%w: the service says neither how many features there are nor how many it gives at most, so that the %d it gives may not be all", ErrIncomplete, into.count)
	case total == unknown && into.count >= most:
		return fmt.Errorf("%w: the service gives %d features, as many as it gives at most, and does not say how many there are", ErrIncomplete, into.count)
	}
	return nil
}

// fetchPage takes one answer's features in.
func (w *wfs) fetchPage(ctx context.Context, u *url.URL, into *collector) (page, error) {
	const raw = "page"
	if _, err := w.page(ctx, u, acceptXML, raw); err != nil {
		return page{}, err
	}
	head, size, err := w.head(raw)
	if err != nil {
		return page{}, err
	}
	switch what, reason := sniff(head); {
	case size == 0:
		return page{}, fmt.Errorf("%w: a page is empty", ErrIncomplete)
	case what == isException:
		return page{}, fmt.Errorf("%w: %s", ErrService, reason)
	case what == isPage:
		return page{}, fmt.Errorf("%w: the service answers with a web page", ErrAnswer)
	case (what == isObject) != w.form.json:
		return page{}, fmt.Errorf("%w: the service answers in another form than it was asked for", ErrAnswer)
	}
	p, err := into.take(raw)
	if err != nil {
		return page{}, err
	}
	w.told.Pages++
	w.told.Features = into.count
	w.tell()
	return p, p.check()
}

// follow is a link to the next page, when it stays with the server and does not give TLS up. The keys of the address go
// along.
func (r *run) follow(from *url.URL, link string) (*url.URL, bool) {
	if link == "" || len(link) > maxAddress {
		return nil, false
	}
	named, err := url.Parse(link)
	if err != nil || named.User != nil {
		return nil, false
	}
	u := from.ResolveReference(named)
	if checkAddress(u) != nil {
		return nil, false
	}
	if from.Scheme == "https" && u.Scheme == "http" && (u.Port() == "" || u.Port() == from.Port()) {
		u.Scheme = "https" // behind a proxy that services do not know of
	}
	if !sameServer(from, u) {
		return nil, false
	}
	u.User, u.Fragment = from.User, ""
	query := u.Query()
	added := false
	for name, values := range r.keys {
		if !query.Has(name) {
			query[name], added = values, true
		}
	}
	if added {
		u.RawQuery = query.Encode()
	}
	return u, true
}
