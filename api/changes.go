package api

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/layers/changes"
)

// changesPath is the stream of changes, which lasts as long as a page is open.
const changesPath = "/tiles/changes"

// Times of the stream.
const (
	beatEvery  = 15 * time.Second // less than proxies let a connection be silent
	sendWithin = 10 * time.Second // whoever takes nothing for so long is dropped
	whoAgain   = time.Minute      // how long somebody whose session has ended is still told of what they could see
)

// mostBoxes is the most places of a layer that are told one by one.
const mostBoxes = 50

func isStream(r *http.Request) bool { return r.URL.Path == changesPath }

// changeRoutes adds the stream of changes to the list of routes.
func (s *Server) changeRoutes() {
	s.route(huma.Operation{OperationID: "follow-changes", Method: http.MethodGet, Path: changesPath, Tags: []string{tagTiles},
		Summary: "Where the map changes, as it changes",
		Description: "A stream of server-sent events. `changed`: `{\"layer\", \"boxes\"}`, places of a live layer as west, south, east, north in degrees (CRS84), without `boxes` everywhere: " +
			"ask for the tiles that they touch, and again after a second, since another instance may answer. `published`: `{\"layers\"}` have another version. " +
			"`reload`: anything may have changed since you asked last. `beat`: nothing; without one for 40 seconds the stream is dead. " +
			"Those who are signed in are told too of what only they and others may see. Whoever comes back names the last id in the header Last-Event-ID or in `after`.",
		Parameters: []*huma.Param{{Name: "after", In: "query", Description: "Id of the last event that the caller knows", Schema: &huma.Schema{Type: huma.TypeString}}},
		Responses: map[string]*huma.Response{
			"200": {Description: "The stream", Content: map[string]*huma.MediaType{"text/event-stream": {}}},
			"400": {Description: "Unknown query parameter", Content: map[string]*huma.MediaType{"application/problem+json": {}}},
			"429": {Description: "Too many listen already", Content: map[string]*huma.MediaType{"application/problem+json": {}}},
		}}, s.followChanges)
}

// followChanges tells the caller what changes until they leave, take nothing more, or the service stops.
func (s *Server) followChanges(w http.ResponseWriter, r *http.Request) error {
	if faults := unknownParameters(r, "after"); len(faults) > 0 {
		return newProblem(requestOf(r.Context()), kindInvalidRequest, faults...)
	}
	after := r.Header.Get("Last-Event-ID")
	if after == "" {
		after = r.URL.Query().Get("after")
	}
	listener, missed, err := s.Feed.Listen(keyOf(s.addressOf(r)), after, s.audienceOf(r))
	if err != nil {
		return err
	}
	defer s.Feed.Leave(listener)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would keep events back
	out := stream{w: w, control: http.NewResponseController(w)}
	if r.Method == http.MethodHead {
		return nil
	}
	_ = out.control.SetReadDeadline(time.Time{}) // or the server takes the connection for dead; a writer without deadlines is a test's
	// Pages that lost their stream together do not come back together.
	out.write(fmt.Sprintf("retry: %d\n\n", 1000+rand.IntN(2000))) //nolint:gosec // not a secret
	for _, event := range missed {
		out.send(event)
	}
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	again := time.NewTicker(whoAgain)
	defer again.Stop()
	for out.err == nil {
		select {
		case <-r.Context().Done():
			return nil
		case event, open := <-listener.Events:
			if !open {
				return nil
			}
			out.send(event)
		case <-beat.C:
			out.write("event: beat\ndata:\n\n")
		case <-again.C:
			s.Feed.See(listener, s.audienceOf(r))
		}
	}
	return nil //nolint:nilerr // whoever listened has gone
}

// audienceOf is as whom a page follows changes: by its session, which a page that only listens does not prolong. A token is
// for operations alone.
func (s *Server) audienceOf(r *http.Request) []string {
	nobody := []string{identity.Everybody}
	secret := sessionSecret(r)
	if secret == "" || s.sessions == nil || r.Header.Get("Authorization") != "" {
		return nobody
	}
	known, err := s.sessions.Peek(r.Context(), secret, s.addressOf(r))
	if err != nil { // it has ended, or the database does not answer: then it is looked for again
		return nobody
	}
	audience, err := s.audience(r.Context(), known.Actor)
	if err != nil {
		return nobody
	}
	return audience
}

// stream writes events until that fails.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (s *stream) write(text string) {
	if s.err != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(sendWithin)) // as above
	if _, s.err = s.w.Write([]byte(text)); s.err == nil {
		s.err = s.control.Flush()
	}
}

// send writes an event as one for each layer, of which only the last has the id: whoever loses the stream in the middle is
// told again.
func (s *stream) send(event changes.Event) {
	id := fmt.Sprintf("id: %s\n", event.ID)
	switch {
	case event.All:
		s.write(id + "event: reload\ndata: {}\n\n")
	case len(event.Published) > 0:
		s.write(id + "event: published\ndata: " + line(map[string]any{"layers": event.Published}) + "\n\n")
	default:
		told := placesOf(event.Changes)
		for i, p := range told {
			if i < len(told)-1 {
				s.write("event: changed\ndata: " + line(p) + "\n\n")
			} else {
				s.write(id + "event: changed\ndata: " + line(p) + "\n\n")
			}
		}
	}
}

// changed is where a live layer changed.
type changed struct {
	Layer string       `json:"layer"`
	Boxes [][4]float64 `json:"boxes,omitempty"` // none: everywhere
}

// placesOf gathers changes by layer.
func placesOf(all []changes.Change) []changed {
	var places []changed
	everywhere := map[string]bool{}
	for _, c := range all {
		i := slices.IndexFunc(places, func(p changed) bool { return p.Layer == c.Layer })
		if i < 0 {
			i, places = len(places), append(places, changed{Layer: c.Layer})
		}
		if c.Box == nil || len(places[i].Boxes) == mostBoxes {
			everywhere[c.Layer] = true
			continue
		}
		places[i].Boxes = append(places[i].Boxes, degreesOf(*c.Box))
	}
	for i, p := range places {
		if everywhere[p.Layer] {
			places[i].Boxes = nil
		}
	}
	return places
}

// degreesOf is the box in CRS84 around one in EPSG:3067, whose edges are curves there: rounded outwards to a metre or so.
func degreesOf(b orb.Bound) [4]float64 {
	const steps = 16
	ring := b.ToRing()
	edge := make(orb.LineString, 0, steps*(len(ring)-1))
	for i := range len(ring) - 1 {
		for k := range steps {
			share := float64(k) / steps
			edge = append(edge, orb.Point{ring[i][0] + share*(ring[i+1][0]-ring[i][0]), ring[i][1] + share*(ring[i+1][1]-ring[i][1])})
		}
	}
	d := geo.Transform(edge, geo.TM35FIN, geo.CRS84).Bound()
	const grain = 1e5
	return [4]float64{math.Floor(d.Min[0]*grain-1) / grain, math.Floor(d.Min[1]*grain-1) / grain, math.Ceil(d.Max[0]*grain+1) / grain, math.Ceil(d.Max[1]*grain+1) / grain}
}

func line(data any) string {
	text, err := json.Marshal(data)
	if err != nil {
		panic(err) // texts and finite numbers
	}
	return string(text)
}
