package authorities_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/authorities"
	"lupakartta/geo"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// Contacts from memory are those whom the directory finds, and the directory's changes reach them.
func TestContacts(t *testing.T) {
	pool, store := directory(t)
	contacts := authorities.NewContacts(testdb.As(t, pool, pg.AppRole))
	codes := func(field string, place orb.Geometry, day string) string {
		t.Helper()
		found, err := contacts.At(t.Context(), field, day, geo.NewOutline(place))
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, c := range found {
			all = append(all, c.Code)
		}
		return strings.Join(all, " ")
	}
	for _, test := range []struct{ name, field, place, day string }{
		{"a point", "building_permit", `st_pointonsurface(m.geom)`, today},
		{"an area across the border", "building_permit", across, today},
		{"a line across the border", "temporary_noise", `st_segmentize(st_makeline(st_pointonsurface(m.geom), st_pointonsurface(n.geom)), 500)`, today},
		{"the whole municipality, which touches its neighbour", "building_permit", `m.geom`, today},
		{"an area round both", "building_permit", `st_envelope(st_buffer(st_union(m.geom, n.geom), 1000))`, today},
		{"the whole country", "water_permit", `st_pointonsurface(m.geom)`, today},
		{"the day before the reform", "environmental_permit", `st_pointonsurface(m.geom)`, "2025-12-31"},
		{"the first day after it", "environmental_permit", `st_pointonsurface(m.geom)`, "2026-01-01"},
		{"nobody is known", "public_event", `st_pointonsurface(n.geom)`, today},
		{"a field that nobody knows", "", `st_pointonsurface(n.geom)`, today},
	} {
		place := shape(t, pool, test.place)
		var want []string
		if test.field != "" {
			answer, err := store.Competent(t.Context(), test.field, place, test.day)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range answer.Matches {
				if m.Share > 0.0001 {
					want = append(want, m.Code)
				}
			}
		}
		if got := codes(test.field, place, test.day); len(strings.Fields(got)) != len(want) || !all(strings.Fields(got), want) {
			t.Errorf("%s: %s, want %v", test.name, got, want)
		}
	}
	place := shape(t, pool, `st_pointonsurface(m.geom)`)
	found, err := contacts.At(t.Context(), "building_permit", today, geo.NewOutline(place))
	if err != nil || len(found) != 1 || found[0].Channels.Email == "" {
		t.Fatalf("%v, %v", found, err)
	}
	if _, err := pool.Exec(t.Context(), `update authorities set channels = jsonb_set(channels, '{email}', '"uusi@mallila.example"') where code = 'mallila_building'`); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		found, err = contacts.At(t.Context(), "building_permit", today, geo.NewOutline(place))
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("still %v, %v", found[0].Channels.Email, err)
		}
		if found[0].Channels.Email == "uusi@mallila.example" {
			break
		}
	}
}

// all tells whether every one of the wanted is among the found.
func all(found, wanted []string) bool {
	for _, want := range wanted {
		if !strings.Contains(" "+strings.Join(found, " ")+" ", " "+want+" ") {
			return false
		}
	}
	return true
}
