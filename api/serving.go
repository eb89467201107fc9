package api

import (
	"context"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// LayerServing is what makes a layer's tiles on the instance that answers.
type LayerServing struct {
	Layer     string         `json:"layer"`
	Version   int64          `json:"version" doc:"That is published; 0: a live layer has none"`
	By        string         `json:"by" enum:"memory,database"`
	State     snapshot.State `json:"state" enum:"memory,reading,no_room,unfit,failed,empty,live" doc:"memory: it is kept there; reading: it is being read, or waits for its turn; no_room: it would take more than is free; unfit: it has what memory cannot keep; failed: it could not be read, and is tried again; empty: it has no features; live: it changes from moment to moment"`
	Bytes     int64          `json:"bytes" doc:"That it takes in memory"`
	Features  int            `json:"features" doc:"That are kept in memory"`
	Seconds   float64        `json:"seconds" doc:"That reading it took"`
	NeedBytes int64          `json:"need_bytes,omitempty" doc:"Of no_room: what reading it takes, which must be free; packed it takes less"`
	FreeBytes int64          `json:"free_bytes" doc:"That no layer takes of what there is; while a new version replaces another, both take theirs"`
	RoomBytes int64          `json:"room_bytes" doc:"LUPAKARTTA_SNAPSHOT_MEMORY"`
	Unfit     string         `json:"unfit,omitempty" enum:"geometry,size" doc:"Of unfit: geometry, a feature has one that is no point, line or area in Finland; size, there are more than 2³¹ features, parts or positions"`
}

// standing is how a layer stands with this instance's memory.
func (s *Server) standing(v layers.Version) snapshot.Standing {
	if s.Tiles.Memory == nil {
		return (&snapshot.Shelf{}).Standing(v)
	}
	return s.Tiles.Memory.Standing(v)
}

func (s *Server) getServing(ctx context.Context, in *LayerInput) (*fresh[LayerServing], error) {
	l, ok := s.Catalogue.ShownLayer(in.ID)
	if !ok {
		return nil, fmt.Errorf("layer %q: %w", in.ID, layers.ErrNotFound)
	}
	if l.Version.Live == nil {
		if _, err := s.Layers.VersionTended(ctx, l.ID, l.Version.Number, s.actor(ctx).In); err != nil {
			return nil, err
		}
	}
	out := asked(servingOf(l, s.standing(l.Version)))
	out.CacheControl = "no-store" // for the keeper's eyes
	return out, nil
}

func servingOf(l layers.Layer, told snapshot.Standing) LayerServing {
	serving := LayerServing{Layer: l.ID, Version: l.Version.Number, By: "database", State: told.State, Bytes: told.Bytes, Features: told.Features,
		Seconds: told.Took.Seconds(), NeedBytes: told.Needs, FreeBytes: max(0, told.Free), RoomBytes: told.Room}
	if told.State == snapshot.InMemory || told.State == snapshot.Empty {
		serving.By = "memory"
	}
	if told.State == snapshot.Unfit {
		serving.Unfit = "geometry"
		if told.Crowded {
			serving.Unfit = "size"
		}
	}
	return serving
}

// servingMetrics tell what makes the tiles of the layers, when they are asked for.
type servingMetrics struct {
	server *Server

	bytes, seconds, standing, room *prometheus.Desc
}

func newServingMetrics(s *Server) *servingMetrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("lupakartta_snapshot_"+name, help, labels, nil)
	}
	return &servingMetrics{server: s,
		bytes:    desc("bytes", "Memory that a layer takes; layers that are missing are served by PostGIS.", "layer"),
		seconds:  desc("build_seconds", "Time it took to read a layer into memory.", "layer"),
		standing: desc("layers", "Layers by what serves them: memory, or PostGIS because they are reading, no_room, unfit, failed, live; empty ones need neither.", "state"),
		room:     desc("room_bytes", "Memory that layers may take."),
	}
}

// Describe implements prometheus.Collector.
func (m *servingMetrics) Describe(out chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{m.bytes, m.seconds, m.standing, m.room} {
		out <- desc
	}
}

// Collect implements prometheus.Collector.
func (m *servingMetrics) Collect(out chan<- prometheus.Metric) {
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	counts := map[snapshot.State]int{}
	for _, l := range m.server.Catalogue.Shown() {
		told := m.server.standing(l.Version)
		if counts[told.State]++; told.State == snapshot.InMemory {
			gauge(m.bytes, float64(told.Bytes), l.ID)
			gauge(m.seconds, told.Took.Seconds(), l.ID)
		}
	}
	for _, state := range snapshot.States {
		gauge(m.standing, float64(counts[state]), string(state))
	}
	gauge(m.room, float64(m.server.standing(layers.Version{}).Room))
}
