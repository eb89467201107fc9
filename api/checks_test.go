package api

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"lupakartta/checks"
	"lupakartta/layers"
)

// withRules seeds the rules and publishes the square of groundwater, class 1E, near the middle of the country.
func withRules(t testing.TB) func(*Config) {
	return func(c *Config) {
		if err := checks.Seed(context.Background(), c.Pool); err != nil {
			t.Fatal(err)
		}
		publish(t, c.Pool, groundwater)
	}
}

const pointInside = `{"type":"Point","coordinates":[26.62,62.415]}`

func TestCheckAnswersTheContract(t *testing.T) {
	s := newServer(t, withRules(t))
	w := send(t, s, http.MethodPost, "/api/v1/checks", `{"geometry":`+pointInside+`,"project":{"kind":"event","attendance":500,"visitors":500}}`,
		"Content-Type", "application/json", "Accept-Language", "sv")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, Cache-Control %q: %s", w.Code, w.Header().Get("Cache-Control"), w.Body)
	}
	var answer struct {
		Findings []map[string]json.RawMessage `json:"findings"`
		Summary  map[string]int               `json:"summary"`
		Geometry json.RawMessage              `json:"geometry"`
		Unasked  []checks.Unasked             `json:"unasked"`
		Unread   []string                     `json:"unread"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	found := map[string]map[string]json.RawMessage{}
	for _, f := range answer.Findings {
		for _, name := range []string{"rule", "layer", "layer_version", "status", "severity", "feature_id", "title", "distance_m", "overlap_share",
			"bearing_deg", "line", "why", "statute", "next", "authority"} {
			if _, ok := f[name]; !ok {
				t.Errorf("%s: no %s", f["rule"], name)
			}
		}
		count[strings.Trim(string(f["severity"]), `"`)]++
		found[strings.Trim(string(f["rule"]), `"`)] = f
	}
	for _, severity := range []string{"red", "amber", "green", "unknown"} {
		if answer.Summary[severity] != count[severity] {
			t.Errorf("summary counts %d %s, the list has %d", answer.Summary[severity], severity, count[severity])
		}
	}
	first := found["groundwater_1"]
	for name, want := range map[string]string{"status": `"found"`, "severity": `"amber"`, "layer": `"groundwater_areas"`, "feature_id": `"A1"`,
		"distance_m": "0", "overlap_share": "1", "bearing_deg": "null", "line": "null"} {
		if string(first[name]) != want {
			t.Errorf("groundwater_1: %s is %s, want %s", name, first[name], want)
		}
	}
	if title := string(first["title"]); !strings.HasPrefix(title, `"Grundvattenområde`) || !strings.Contains(title, "Harju") {
		t.Errorf("title %s, want Swedish words and the feature's name", title)
	}
	if f := found["natura_inside"]; string(f["status"]) != `"not_known"` || string(f["severity"]) != `"unknown"` {
		t.Errorf("a theme without layers: %s, %s, want not_known, unknown", f["status"], f["severity"])
	}
	if f := found["groundwater_2"]; string(f["status"]) != `"not_found"` || string(f["severity"]) != `"green"` {
		t.Errorf("another class: %s, %s, want not_found, green", f["status"], f["severity"])
	}
	if len(answer.Unread) != 1 || answer.Unread[0] != "visitors" || answer.Unasked == nil || len(answer.Unasked) > 0 {
		t.Errorf("unread %v, unasked %v, want visitors and an empty list", answer.Unread, answer.Unasked)
	}
	if string(answer.Geometry) != pointInside {
		t.Errorf("geometry %s, want %s", answer.Geometry, pointInside)
	}
}

func TestCheckGivesDistanceAndLine(t *testing.T) {
	rule := `insert into check_rules select 'test_near', 1, 'groundwater', 'within', 500, 'amber', null, title, why, next, statute, authority, valid_from, null
		from check_rules where id = 'groundwater_1'`
	s := newServer(t, withRules(t), func(c *Config) {
		if _, err := c.Pool.Exec(context.Background(), rule); err != nil {
			t.Fatal(err)
		}
	})
	w := send(t, s, http.MethodPost, "/api/v1/checks", `{"geometry":{"type":"Point","coordinates":[26.61,62.415]}}`, "Content-Type", "application/json")
	for _, f := range decode[checks.Result](t, w).Findings {
		if f.Rule != "test_near" {
			continue
		}
		var line struct {
			Type        string       `json:"type"`
			Coordinates [][2]float64 `json:"coordinates"`
		}
		if err := json.Unmarshal(f.Line, &line); err != nil {
			t.Fatal(err)
		}
		metres := (line.Coordinates[1][0] - line.Coordinates[0][0]) * 111_320 * math.Cos(62.415*math.Pi/180) // due east, roughly
		if f.Status != checks.Found || math.Abs(metres-*f.Distance) > 2 || math.Abs(*f.Bearing-90) > 1 {
			t.Errorf("%s, %g m, bearing %g, line of %g m", f.Status, *f.Distance, *f.Bearing, metres)
		}
		return
	}
	t.Error("nothing found")
}

func TestCheckRefusesWhatIsNoPlace(t *testing.T) {
	s := newServer(t, withRules(t))
	for _, test := range []struct {
		name, body, pointer, code string
		status                    int
	}{
		{"no geometry", `{}`, "/geometry", "required", http.StatusUnprocessableEntity},
		{"geometry null", `{"geometry":null}`, "/geometry", "not_object", http.StatusUnprocessableEntity},
		{"outside Finland", `{"geometry":{"type":"Point","coordinates":[18.07,59.33]}}`, "/geometry/coordinates", "outside_finland", http.StatusUnprocessableEntity},
		{"latitude first", `{"geometry":{"type":"Point","coordinates":[62.41,26.62]}}`, "/geometry/coordinates", "lat_lon_swapped", http.StatusUnprocessableEntity},
		{"self-crossing", `{"geometry":{"type":"Polygon","coordinates":[[[26.6,62.4],[26.62,62.42],[26.62,62.4],[26.6,62.42],[26.6,62.4]]]}}`, "/geometry/coordinates/0", "self_crossing", http.StatusUnprocessableEntity},
		{"empty", `{"geometry":{"type":"Polygon","coordinates":[]}}`, "/geometry/coordinates", "empty", http.StatusUnprocessableEntity},
		{"unknown type", `{"geometry":{"type":"Circle","coordinates":[26.6,62.4]}}`, "/geometry/type", "unknown_type", http.StatusUnprocessableEntity},
		{"unknown field", `{"geometry":` + pointInside + `,"colour":"red"}`, "/colour", "unknown_field", http.StatusUnprocessableEntity},
		{"not JSON", `{"geometry":`, "", "malformed", http.StatusBadRequest},
		{"something after it", `{"geometry":` + pointInside + `} {}`, "", "malformed", http.StatusBadRequest},
		{"nothing", ``, "", "required", http.StatusBadRequest},
		{"no object", `[1]`, "", "not_object", http.StatusUnprocessableEntity},
		{"geometry a list", `{"geometry":[[],[]]}`, "/geometry", "not_object", http.StatusUnprocessableEntity},
		{"geometry without type", `{"geometry":{"coordinates":[26.6,62.4]}}`, "/geometry/type", "required", http.StatusUnprocessableEntity},
		{"type no text", `{"geometry":{"type":1}}`, "/geometry/type", "not_string", http.StatusUnprocessableEntity},
		{"project no object", `{"geometry":` + pointInside + `,"project":"event"}`, "/project", "not_object", http.StatusUnprocessableEntity},
		{"an answer of the wrong type", `{"geometry":` + pointInside + `,"project":{"attendance":"500"}}`, "/project/attendance", "not_number", http.StatusUnprocessableEntity},
		{"an unknown choice", `{"geometry":` + pointInside + `,"project":{"kind":"circus"}}`, "/project/kind", "not_one_of", http.StatusUnprocessableEntity},
		{"an end before its beginning", `{"geometry":` + pointInside + `,"project":{"starts":"2026-06-02T12:00","ends":"2026-06-01T12:00"}}`, "/project/ends", "ends_before_it_begins", http.StatusUnprocessableEntity},
		{"two faults", `{"geometry":` + pointInside + `,"project":null,"Geometry":1}`, "/Geometry", "unknown_field", http.StatusUnprocessableEntity},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := send(t, s, http.MethodPost, "/api/v1/checks", test.body, "Content-Type", "application/json")
			if w.Code != test.status || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Fatalf("%d %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			problem := decode[Problem](t, w)
			for _, fault := range problem.Errors {
				if strings.HasPrefix(fault.Pointer, test.pointer) && fault.Code == test.code && fault.Detail != "" {
					return
				}
			}
			t.Errorf("faults %+v, want %s at %s", problem.Errors, test.code, test.pointer)
		})
	}
}

// A body made to be costly costs a few times its size.
func TestCheckBodyIsCheapToRefuse(t *testing.T) {
	s := newServer(t)
	const size = 512 << 10
	lists := strings.Repeat("[],", size/3) + "[]"
	for _, body := range []string{`{"geometry":[` + lists + `]}`, `{"geometry":{"type":"Polygon","coordinates":[` + lists + `]}}`,
		`{"geometry":{},"colour":[` + lists + `]}`, `{` + strings.Repeat(`"a":1,`, size/6) + `"a":1}`} {
		var before, after runtime.MemStats
		r := httptest.NewRequest(http.MethodPost, "/api/v1/checks", strings.NewReader(body))
		runtime.ReadMemStats(&before)
		w := do(s, r, "Content-Type", "application/json")
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; w.Code != http.StatusUnprocessableEntity || took > 20*size {
			t.Errorf("%.30s…: %d, %d kB allocated", body, w.Code, took>>10)
		}
	}
}

// Large bodies beside each other are bounded; small ones are always let in.
func TestLargeBodiesTakeTurns(t *testing.T) {
	s := newServer(t, withRules(t))
	small := `{"geometry":` + pointInside + `}`
	large := small + strings.Repeat(" ", smallBody)
	post := func(body string) *httptest.ResponseRecorder {
		return send(t, s, http.MethodPost, "/api/v1/checks", body, "Content-Type", "application/json")
	}
	if !s.bodies.TryAcquire(allBodies) {
		t.Fatal("somebody has a turn")
	}
	if w := post(large); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || decode[Problem](t, w).Type != "/api/problems/busy" {
		t.Errorf("a large body beside others: %d %s", w.Code, w.Body)
	}
	if w := post(small); w.Code != http.StatusOK {
		t.Errorf("a small body: %d %s", w.Code, w.Body)
	}
	s.bodies.Release(int64(len(large))) // room for one, which must be given back each time
	for _, status := range []int{http.StatusOK, http.StatusBadRequest, http.StatusOK} {
		body := large
		if status == http.StatusBadRequest {
			body = large[:len(large)-2] + "{}"
		}
		if w := post(body); w.Code != status {
			t.Errorf("a large body alone: %d %.200s, want %d", w.Code, w.Body, status)
		}
	}
}

// A body of more than huma's ordinary megabyte is read.
func TestCheckTakesManyVertices(t *testing.T) {
	s := newServer(t, withRules(t))
	var ring strings.Builder
	const n = 30_000
	for i := range n + 1 {
		angle := 2 * math.Pi * float64(i%n) / n
		fmt.Fprintf(&ring, "[%.15f,%.15f],", 26.62+0.01*math.Cos(angle), 62.415+0.005*math.Sin(angle))
	}
	body := `{"geometry":{"type":"Polygon","coordinates":[[` + strings.TrimSuffix(ring.String(), ",") + `]]}}`
	if len(body) < 1<<20 {
		t.Fatalf("body of %d bytes is too small to tell", len(body))
	}
	w := send(t, s, http.MethodPost, "/api/v1/checks", body, "Content-Type", "application/json")
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %.500s", w.Code, w.Body)
	}
	if summary := decode[checks.Result](t, w).Summary; summary.Amber == 0 {
		t.Errorf("summary %+v, want an amber finding", summary)
	}
}

func TestRuleList(t *testing.T) {
	s := newServer(t, withRules(t))
	embedded, err := checks.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for lang, title := range map[string]string{
		"fi": "Natura 2000 -alue enintään 1\u00a0km päässä", "sv": "Natura 2000-område på högst 1\u00a0km avstånd", "en": "Natura 2000 site within 1\u00a0km",
	} {
		w := ask(t, s, "/api/v1/rules?lang="+lang)
		list := decode[RuleList](t, w)
		if w.Code != http.StatusOK || len(list.Items) != len(embedded) {
			t.Fatalf("%d with %d rules, want %d", w.Code, len(list.Items), len(embedded))
		}
		for _, rule := range list.Items {
			if rule.ID != "natura_near" {
				continue
			}
			if rule.Title != title || rule.Distance != 1000 || rule.Relation != checks.Within || rule.Theme != layers.Natura || rule.Version != 2 {
				t.Errorf("%s: %+v, want the title %q", lang, rule, title)
			}
		}
	}
	tag := ask(t, s, "/api/v1/rules").Header().Get("ETag")
	if again := ask(t, s, "/api/v1/rules", "If-None-Match", tag); again.Code != http.StatusNotModified {
		t.Errorf("the same again: %d, want 304", again.Code)
	}
}

func TestARuleThatIsNotInOrderIsListedAsSuch(t *testing.T) {
	s := newServer(t, withRules(t), func(c *Config) {
		if _, err := c.Pool.Exec(context.Background(), `update check_rules set condition = '{"meening": "kind"}' where id = 'natura_near'`); err != nil {
			t.Fatal(err)
		}
	})
	for _, rule := range decode[RuleList](t, ask(t, s, "/api/v1/rules")).Items {
		if rule.Faulty != (rule.ID == "natura_near") {
			t.Errorf("%s: faulty %v", rule.ID, rule.Faulty)
		}
	}
}

func TestQuestionList(t *testing.T) {
	s := newServer(t, withRules(t))
	for lang, label := range map[string]string{"fi": "Yleisötilaisuus", "sv": "Offentlig tillställning", "en": "Public event"} {
		w := ask(t, s, "/api/v1/checks/questions?lang="+lang)
		list := decode[QuestionList](t, w)
		if w.Code != http.StatusOK || len(list.Items) != len(checks.Questions) || list.Items[0].ID != checks.QuestionKind {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if first := list.Items[0].Choices[0]; first.Value != "event" || first.Label != label {
			t.Errorf("%s: %+v, want %q", lang, first, label)
		}
		for _, q := range list.Items {
			if (q.Type == checks.Number) != (q.Least != nil && q.Most != nil) || q.Label == "" || q.Hint == "" {
				t.Errorf("%s: %+v", lang, q)
			}
		}
	}
	tag := ask(t, s, "/api/v1/checks/questions").Header().Get("ETag")
	if again := ask(t, s, "/api/v1/checks/questions", "If-None-Match", tag); again.Code != http.StatusNotModified {
		t.Errorf("the same again: %d, want 304", again.Code)
	}
}
