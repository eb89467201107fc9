package api

import (
	"net/http"
	"strings"
	"testing"

	"lupakartta/identity"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
	"lupakartta/tiles"
)

// Registrars are told what makes the tiles of the layers that they keep, and of those that nobody keeps; the operator of all.
func TestServing(t *testing.T) {
	var shelf *snapshot.Shelf
	s := newServer(t, inDemo(t), func(c *Config) {
		publish(t, c.Pool, groundwater)
		shelf = tiles.NewShelf(c.Pool, nil, 1<<20, testlog.Logger())
		c.Tiles.Memory = shelf
		c.Catalogue = layers.NewCatalogue(c.Layers, layers.LiveLayers()...)
	})
	if err := s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	mine := authority(t, s, "mine")
	registrar := signedIn(t, s, "Kirjaaja", identity.Office{Authority: mine, Role: identity.Registrar})
	other := signedIn(t, s, "Toinen", identity.Office{Authority: authority(t, s, "other"), Role: identity.Registrar})
	const address = "/api/v1/layers/groundwater_areas/serving"
	if told := decode[LayerServing](t, ask(t, s, address, other.as()...)); told.State != snapshot.Reading || told.By != "database" || told.RoomBytes != 1<<20 {
		t.Errorf("before it is read: %+v", told)
	}
	shelf.Fill(t.Context(), s.Catalogue.Layers())
	if err := s.publisher.SetKeeper(t.Context(), "groundwater_areas", mine); err != nil {
		t.Fatal(err)
	}
	w := ask(t, s, address, registrar.as()...)
	told := decode[LayerServing](t, w)
	if w.Code != http.StatusOK || told.State != snapshot.InMemory || told.By != "memory" || told.Bytes <= 0 || told.Features != 1 || told.FreeBytes != told.RoomBytes-told.Bytes || told.Seconds <= 0 {
		t.Errorf("in memory: %d %s", w.Code, w.Body)
	}
	for who, headers := range map[string][]string{"nobody": nil, "another authority": other.as(), "a stranger": signedIn(t, s, "Vieras").as()} {
		if w := ask(t, s, address, headers...); w.Code == http.StatusOK || strings.Contains(w.Body.String(), "bytes") {
			t.Errorf("%s: %d %s", who, w.Code, w.Body)
		}
	}
	if told := decode[LayerServing](t, ask(t, s, "/api/v1/layers/live_roadworks/serving", other.as()...)); told.State != snapshot.Live || told.By != "database" {
		t.Errorf("a live layer: %+v", told)
	}
	if w := ask(t, s, "/api/v1/layers/nothing/serving", registrar.as()...); w.Code != http.StatusNotFound {
		t.Errorf("no layer: %d", w.Code)
	}
	metrics := ask(t, s, "/metrics").Body.String()
	for _, line := range []string{`lupakartta_snapshot_bytes{layer="groundwater_areas"} `, `lupakartta_snapshot_build_seconds{layer="groundwater_areas"} `, `lupakartta_snapshot_layers{state="memory"} 1`,
		`lupakartta_snapshot_layers{state="live"} 3`, `lupakartta_snapshot_layers{state="no_room"} 0`, `lupakartta_snapshot_room_bytes 1.048576e+06`} {
		if !strings.Contains(metrics, line) {
			t.Errorf("/metrics does not say %s", line)
		}
	}
}

func TestServingSaysWhy(t *testing.T) {
	layer := layers.Layer{ID: "springs", Version: layers.Version{Number: 7}}
	for state, want := range map[snapshot.Standing]LayerServing{
		{State: snapshot.Unfit}:                               {State: snapshot.Unfit, Unfit: "geometry"},
		{State: snapshot.Unfit, Crowded: true}:                {State: snapshot.Unfit, Unfit: "size"},
		{State: snapshot.NoRoom, Needs: 9, Free: 3, Room: 10}: {State: snapshot.NoRoom, NeedBytes: 9, FreeBytes: 3, RoomBytes: 10},
		{State: snapshot.Failed, Free: -1}:                    {State: snapshot.Failed},
	} {
		want.Layer, want.Version, want.By = "springs", 7, "database"
		if got := servingOf(layer, state); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
