package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lupakartta/checks"
)

const pointOutside = `{"type":"Point","coordinates":[26.5,62.3]}`

func TestRequirementsAnswerTheContract(t *testing.T) {
	s := newServer(t, withRules(t))
	w := send(t, s, http.MethodPost, "/api/v1/requirements", `{"places":[`+pointInside+`,`+pointOutside+`],"kinds":["industrial_plant","event"]}`,
		"Content-Type", "application/json", "Accept-Language", "sv")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, Cache-Control %q: %s", w.Code, w.Header().Get("Cache-Control"), w.Body)
	}
	list := decode[RequirementList](t, w)
	if !slices.Equal(list.Kinds, []string{"event", "industrial_plant"}) || len(list.Places) != 2 || list.Day == "" || list.Engine != checks.EngineVersion || len(list.Rules) < 30 {
		t.Errorf("kinds %v, %d places, day %q, engine %q, %d rules", list.Kinds, len(list.Places), list.Day, list.Engine, len(list.Rules))
	}
	if len(list.Layers) != 1 || list.Layers[0].Layer != "groundwater_areas" || list.Layers[0].Version == 0 || list.Layers[0].Title == "" {
		t.Errorf("layers %+v, want the one that there is", list.Layers)
	}
	if string(list.Places[0].Geometry) != pointInside || string(list.Places[1].Geometry) != pointOutside {
		t.Errorf("places %s, %s", list.Places[0].Geometry, list.Places[1].Geometry)
	}
	byRule := map[string]checks.Requirement{}
	for _, r := range list.Requirements {
		byRule[r.Rule] = r
		if len(r.Places) != 2 || r.Title == "" || r.Statute == "" || r.Differs == nil {
			t.Errorf("%s: %+v", r.Rule, r)
		}
	}
	first := byRule["groundwater_1"]
	if first.Severity != checks.Amber || first.Places[1].Severity == checks.Amber || !slices.Contains(first.Differs, "severity") || !strings.HasPrefix(first.Title, "Grundvattenområde") {
		t.Errorf("groundwater_1: %+v", first)
	}
	if f := first.Places[0].Findings[0]; *f.FeatureID != "A1" || *f.Distance != 0 || f.Kinds != nil || f.Next == "" {
		t.Errorf("its finding: %+v", f)
	}
	if r := byRule["natura_inside"]; r.Severity != checks.Unknown || !r.Places[0].NotKnown || r.Places[0].Findings[0].Reason != checks.NoLayer {
		t.Errorf("a theme without layers: %+v", r)
	}
	if len(first.Places[0].Findings[0].Line) != 4 { // null
		t.Errorf("line %s, want null", first.Places[0].Findings[0].Line)
	}

	// Without kinds it is told for all of them, in the order in which they are offered.
	all := decode[RequirementList](t, send(t, s, http.MethodPost, "/api/v1/requirements", `{"places":[`+pointInside+`],"kinds":[]}`, "Content-Type", "application/json"))
	if !slices.Equal(all.Kinds, checks.Kinds()) || len(all.Requirements) <= len(list.Requirements) {
		t.Errorf("%v, %d requirements, of two kinds %d", all.Kinds, len(all.Requirements), len(list.Requirements))
	}
}

func TestRequirementsRefuseWhatIsNoPlaceOrKind(t *testing.T) {
	s := newServer(t, withRules(t))
	for _, test := range []struct {
		name, body, pointer, code string
		status                    int
	}{
		{"no places", `{}`, "/places", "required", http.StatusUnprocessableEntity},
		{"places no list", `{"places":` + pointInside + `}`, "/places", "not_array", http.StatusUnprocessableEntity},
		{"an empty list", `{"places":[]}`, "/places", "too_few_items", http.StatusUnprocessableEntity},
		{"three", `{"places":[` + pointInside + `,` + pointInside + `,` + pointInside + `]}`, "/places", "too_many_items", http.StatusUnprocessableEntity},
		{"null", `{"places":[null]}`, "/places/0", "not_object", http.StatusUnprocessableEntity},
		{"the second without type", `{"places":[` + pointInside + `,{}]}`, "/places/1/type", "required", http.StatusUnprocessableEntity},
		{"the second outside Finland", `{"places":[` + pointInside + `,{"type":"Point","coordinates":[18.07,59.33]}]}`, "/places/1/coordinates", "outside_finland", http.StatusUnprocessableEntity},
		{"kinds no list", `{"places":[` + pointInside + `],"kinds":"event"}`, "/kinds", "not_array", http.StatusUnprocessableEntity},
		{"kinds null", `{"places":[` + pointInside + `],"kinds":null}`, "/kinds", "not_array", http.StatusUnprocessableEntity},
		{"a kind that is none", `{"places":[` + pointInside + `],"kinds":["event","circus"]}`, "/kinds/1", "not_one_of", http.StatusUnprocessableEntity},
		{"a kind that is no text", `{"places":[` + pointInside + `],"kinds":[7]}`, "/kinds/0", "not_string", http.StatusUnprocessableEntity},
		{"more kinds than there are", `{"places":[` + pointInside + `],"kinds":["event"` + strings.Repeat(`,"event"`, 50) + `]}`, "/kinds", "too_many_items", http.StatusUnprocessableEntity},
		{"unknown field", `{"places":[` + pointInside + `],"project":{}}`, "/project", "unknown_field", http.StatusUnprocessableEntity},
		{"no object", `[1]`, "", "not_object", http.StatusUnprocessableEntity},
		{"not JSON", `{"places":`, "", "malformed", http.StatusBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := send(t, s, http.MethodPost, "/api/v1/requirements", test.body, "Content-Type", "application/json")
			if w.Code != test.status || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Fatalf("%d %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			problem := decode[Problem](t, w)
			for _, fault := range problem.Errors {
				if fault.Pointer == test.pointer && fault.Code == test.code && fault.Detail != "" && !strings.Contains(fault.Detail, "{") {
					return
				}
			}
			t.Errorf("faults %+v, want %s at %s", problem.Errors, test.code, test.pointer)
		})
	}
}

// A body made to be costly costs a few times its size.
func TestRequirementsBodyIsCheapToRefuse(t *testing.T) {
	s := newServer(t)
	const size = 512 << 10
	for _, body := range []string{`{"places":[` + strings.Repeat("[],", size/3) + `[]]}`, `{"places":[` + pointInside + `],"kinds":[` + strings.Repeat("[],", size/3) + `[]]}`} {
		var before, after runtime.MemStats
		r := httptest.NewRequest(http.MethodPost, "/api/v1/requirements", strings.NewReader(body))
		runtime.ReadMemStats(&before)
		w := do(s, r, "Content-Type", "application/json")
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; w.Code != http.StatusUnprocessableEntity || took > 20*size {
			t.Errorf("%.30s…: %d, %d kB allocated", body, w.Code, took>>10)
		}
	}
}

// The document says of findings beside others what it says of those of a check.
func TestRequirementsInTheDocument(t *testing.T) {
	s := newServer(t)
	document, err := json.Marshal(s.api.OpenAPI().Components.Schemas.Map()["KindFinding"])
	if err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{`"kinds"`, `"distance_m"`, `"LineString"`} {
		if !strings.Contains(string(document), member) {
			t.Errorf("no %s in %s", member, document)
		}
	}
}
