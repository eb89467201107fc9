package authorities

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
)

// Contact is an authority that is competent at a place and how everybody reaches it.
type Contact struct {
	Code     string
	Name     i18n.Text
	Channels Channels
}

// Contacts tells from memory who is competent at places, for what is asked of every check. It is at most contactsFresh
// behind the directory. It is safe for concurrent use.
type Contacts struct {
	pool *pgxpool.Pool

	mu     sync.Mutex
	stamp  string // of the directory that was read
	day    string
	looked time.Time
	fields map[string][]contactArea
}

// contactsFresh is how old what is told may be.
const contactsFresh = 5 * time.Second

// contactArea is where an authority is competent.
type contactArea struct {
	contact *Contact
	outline *geo.Outline // EPSG:3067; shared by those who have the same area
}

// NewContacts returns contacts that read the directory when they are first asked.
func NewContacts(pool *pgxpool.Pool) *Contacts { return &Contacts{pool: pool} }

// At is who is competent for a field at a place of EPSG:3067, whose outline is given, on a day: everybody who is competent in a part of it that is not negligible, by code.
func (c *Contacts) At(ctx context.Context, field, day string, place *geo.Outline) ([]*Contact, error) {
	fields, err := c.read(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("contacts: %w", err)
	}
	var found []*Contact
	for _, area := range fields[field] {
		if !slices.Contains(found, area.contact) && area.meets(place) {
			found = append(found, area.contact)
		}
	}
	slices.SortFunc(found, func(a, b *Contact) int { return strings.Compare(a.Code, b.Code) })
	return found, nil
}

// meets tells whether the place has more in common with the area than a border: registers know borders to about a metre.
func (a contactArea) meets(place *geo.Outline) (meets bool) {
	if !a.outline.Bound().Intersects(place.Bound()) {
		return false
	}
	place.Segments(func(p, q orb.Point) bool {
		if p == q { // of points each is all there is
			meets = a.outline.Contains(p)
			return !meets
		}
		steps := 1
		if a.outline.Near(orb.MultiPoint{p, q}.Bound(), 0) {
			steps = min(1+int(math.Hypot(q[0]-p[0], q[1]-p[1])/sampled), mostSamples)
		}
		for i := 0; i < steps && !meets; i++ {
			t := (float64(i) + 0.5) / float64(steps)
			meets = a.holds(within(place, p, q, t))
		}
		return !meets
	})
	if !meets { // all of the area may lie within the place
		near := place.Bound().Pad(2 * negligible)
		a.outline.Segments(func(p, q orb.Point) bool {
			meets = near.Contains(orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}) && place.Contains(within(a.outline, p, q, 0.5))
			return !meets
		})
	}
	return meets
}

// How close to each other along the place's edge points are looked at near a border, metres, and at how many of an edge.
const (
	sampled     = 5
	mostSamples = 400
)

// holds tells whether a point lies in the area and not beside its border.
func (a contactArea) holds(p orb.Point) bool {
	if !a.outline.Contains(p) {
		return false
	}
	_, _, _, beside := a.outline.Nearest(geo.NewOutline(p), negligible)
	return !beside
}

// within is a point of the place beside a segment of its outline, that share of the way along it: in an area on the inside.
func within(place *geo.Outline, p, q orb.Point, t float64) orb.Point {
	at := orb.Point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])}
	long := math.Hypot(q[0]-p[0], q[1]-p[1])
	if long == 0 {
		return at
	}
	x, y := 2*negligible*(p[1]-q[1])/long, 2*negligible*(q[0]-p[0])/long
	for _, side := range []orb.Point{{at[0] + x, at[1] + y}, {at[0] - x, at[1] - y}} {
		if place.Contains(side) {
			return side
		}
	}
	return at
}

// stampSQL changes with every row of the directory.
const stampSQL = `select concat_ws(' ', (select count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) from authorities),
	(select count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) from competences))`

// contactsSQL reads what holds on a day; a unit ends with what it is a unit of.
const contactsSQL = `with recursive gone as (
		select id from authorities where not $1::date between valid_from and coalesce(valid_to, 'infinity')
		union select a.id from authorities a join gone on a.parent = gone.id)
	select c.field, a.code, a.name, a.channels, st_asbinary(c.geom) from competences c join authorities a on a.id = c.authority
	where $1::date between c.valid_from and coalesce(c.valid_to, 'infinity') and a.id not in (select id from gone) order by c.field, a.code`

// read returns the areas by field as they are on the day.
func (c *Contacts) read(ctx context.Context, day string) (map[string][]contactArea, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day == day && time.Since(c.looked) < contactsFresh {
		return c.fields, nil
	}
	var stamp string
	if err := c.pool.QueryRow(ctx, stampSQL).Scan(&stamp); err != nil {
		return nil, err
	}
	if c.day != day || c.stamp != stamp {
		rows, err := c.pool.Query(ctx, contactsSQL, day)
		if err != nil {
			return nil, err
		}
		if c.fields, err = collectAreas(rows); err != nil {
			c.day = ""
			return nil, err
		}
	}
	c.day, c.stamp, c.looked = day, stamp, time.Now()
	return c.fields, nil
}

func collectAreas(rows pgx.Rows) (map[string][]contactArea, error) {
	fields, outlines, contacts := map[string][]contactArea{}, map[string]*geo.Outline{}, map[string]*Contact{}
	var field, code string
	var contact Contact
	var shape []byte
	_, err := pgx.ForEachRow(rows, []any{&field, &code, &contact.Name, &contact.Channels, &shape}, func() error {
		if contacts[code] == nil {
			contacts[code] = &Contact{code, contact.Name, contact.Channels}
		}
		if outlines[string(shape)] == nil {
			area, err := wkb.Unmarshal(shape)
			if err != nil {
				return err
			}
			outlines[string(shape)] = geo.NewOutline(area)
		}
		fields[field] = append(fields[field], contactArea{contacts[code], outlines[string(shape)]})
		contact = Contact{}
		return nil
	})
	return fields, err
}
