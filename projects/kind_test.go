package projects

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"lupakartta/checks"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// The kinds that are there, with what holds over all of them: each by itself was validated when it was read.
func TestKinds(t *testing.T) {
	known := fieldsOfTheDemo(t)
	ranks, checked := map[int]string{}, map[string]bool{}
	for _, k := range Kinds() {
		if data, err := kindFiles.ReadFile("kinds/" + k.ID + ".json"); err != nil || len(data) == 0 {
			t.Errorf("%s does not stand in a file of its name: %v", k.ID, err)
		}
		if other := ranks[k.Rank]; other != "" {
			t.Errorf("%s and %s have the rank %d", other, k.ID, k.Rank)
		}
		ranks[k.Rank], checked[k.Check] = k.ID, true
		if len(k.Purposes) == 0 || k.Purposes[0].Code != "site" {
			t.Errorf("%s: its first purpose is not site", k.ID)
		}
		if len(k.Authorities) == 0 || len(k.Questions) == 0 {
			t.Errorf("%s asks nothing, or concerns nobody", k.ID)
		}
		for _, c := range k.Authorities {
			if !known[c.Field] {
				t.Errorf("%s: nobody is competent for the field %s in the demo", k.ID, c.Field)
			}
			if c.Statute == (i18n.Text{}) {
				t.Errorf("%s: %s without a statute", k.ID, c.Field)
			}
		}
		for _, s := range k.Sections {
			if !slices.ContainsFunc(k.Questions, func(q Question) bool { return q.Section == s.Code }) {
				t.Errorf("%s: nothing is asked in the section %s", k.ID, s.Code)
			}
		}
		for _, q := range k.Questions {
			wordsSound(t, k.ID+"."+q.ID, q)
		}
	}
	kindsOfChecks := checks.Questions[slices.IndexFunc(checks.Questions, func(q checks.Question) bool { return q.ID == checks.QuestionKind })]
	for _, o := range kindsOfChecks.Choices {
		if !checked[o.Value] {
			t.Errorf("no project is checked as %s", o.Value)
		}
	}
}

// wordsSound holds that questions ask, that hints are sentences, and that the languages are not each other's copies.
func wordsSound(t *testing.T, name string, q Question) {
	t.Helper()
	for _, lang := range i18n.Languages {
		if label := q.Label.In(lang); !strings.HasSuffix(label, "?") || strings.Contains(label, "  ") {
			t.Errorf("%s asks in %s: %q", name, lang, label)
		}
		if hint := q.Hint.In(lang); hint != "" && !strings.HasSuffix(hint, ".") {
			t.Errorf("%s hints in %s: %q", name, lang, hint)
		}
	}
	if q.Label.Fi == q.Label.Sv || q.Label.Sv == q.Label.En {
		t.Errorf("%s is asked alike in two languages: %+v", name, q.Label)
	}
}

func fieldsOfTheDemo(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("../demo/directory.json")
	if err != nil {
		t.Fatal(err)
	}
	var directory struct {
		Competences []struct{ Fields []string } `json:"competences"`
	}
	if err := json.Unmarshal(data, &directory); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range directory.Competences {
		for _, field := range c.Fields {
			known[field] = true
		}
	}
	return known
}

// Whom projects concern by what was answered.
func TestWhomProjectsConcern(t *testing.T) {
	for _, test := range []struct {
		name, kind, answers string
		want                string
	}{
		{"an event of which nothing is known", "event", `{}`, ""},
		{"a concert in a park", "event", `{"nature": "public_event", "attendance": "1 500", "land": ["municipal_open"], "loud": true, "sells": ["food", "alcohol"], "structures": ["stage"]}`,
			"public_event public_area rescue_plan rescue temporary_noise food waste building_permit"},
		{"199 at once", "event", `{"nature": "public_event", "attendance": 199}`, "public_event"},
		{"200 at once", "event", `{"nature": "public_event", "attendance": 200}`, "public_event rescue_plan"},
		{"a few people and pyrotechnics", "event", `{"nature": "public_event", "attendance": 50, "fire": ["pyrotechnics"]}`, "public_event rescue_plan"},
		{"a run along a state road and over a railway", "event", `{"nature": "public_event", "attendance": 100, "roads": ["street_route", "road_closed", "railway"]}`, "public_event public_area state_road railway"},
		{"a rally through two municipalities", "event", `{"attendance": 150, "loud": true, "loud_several": true}`, "temporary_noise temporary_noise_several"},
		{"noise that is no more", "event", `{"attendance": 150, "loud": false, "loud_several": true}`, ""},
		{"a demonstration asked as an event", "event", `{"nature": "public_meeting", "attendance": 20}`, "public_meeting"},
		{"a demonstration in a square", "public_meeting", `{"form": "standing", "outdoors": true, "attendance": 60, "loud": false}`, "public_meeting"},
		{"a meeting indoors", "public_meeting", `{"form": "standing", "outdoors": false}`, ""},
		{"a march with torches on a state road", "public_meeting", `{"form": "march", "outdoors": true, "equipment": ["torches"], "street_use": ["state_road"]}`, "public_meeting state_road rescue_plan"},
		{"fireworks for oneself", "fireworks", `{"category": ["F3"], "attendance": 0, "loud": true}`, "fireworks temporary_noise"},
		{"digging in a street", "works_in_public_space", `{"work_type": ["pipes"], "ways": ["carriageway"]}`, "street_work"},
		{"piling beside a state road in soil of an old petrol station", "works_in_public_space", `{"work_type": ["digging"], "ways": ["carriageway"], "state_road": true, "loud": true, "soil": true}`,
			"street_work state_road temporary_noise contaminated_soil"},
		{"a house", "building", `{"action": ["new"], "use": "dwelling", "area": 150, "sewage": "network"}`, "building_permit"},
		{"a cottage with a dredged shore", "shore_building", `{"action": ["new"], "use": "holiday", "sewage": "own", "shore_work": ["dredging"]}`, "building_permit environmental_protection zoning water_permit flood_risk"},
		{"gravel", "soil_extraction", `{"material": ["gravel"], "methods": ["digging"]}`, "soil_extraction groundwater nature_conservation"},
		{"a plant's change of chemicals", "industrial_plant", `{"new": "change", "permit_state": "state", "chemicals": true, "chemical_extent": "large"}`, "environmental_permit chemical_safety rescue environmental_protection"},
		{"a small new plant without chemicals", "industrial_plant", `{"new": "new", "size": "small", "chemicals": false, "chemical_extent": "large"}`, "municipal_environmental_permit environmental_protection"},
		{"a minor store of explosives", "explosives_store", `{"extent": "minor"}`, "minor_chemical_handling rescue zoning"},
		{"turbines", "wind_power", `{"turbines": 8, "height": 280, "plan": "yes", "contact_point": true, "eia": "under_way"}`,
			"zoning building_permit aviation_obstacle renewable_energy_contact environmental_impact nature_conservation environmental_protection ancient_monument"},
		{"panels on a peat field", "solar_power", `{"area": "30", "land_use": ["peat"], "storage": true}`, "zoning building_permit nature_conservation environmental_protection rescue"},
		{"prospecting", "mine", `{"phase": "prospecting", "minerals": ["metal"]}`, "mining nature_conservation ancient_monument environmental_protection"},
		{"a mine's spill into groundwater", "mine_supervision", `{"matters": ["deviation"], "deviation_to": ["groundwater"]}`, "environmental_permit mining groundwater contaminated_soil health_protection environmental_protection"},
		{"home care without premises", "social_health_business", `{"services": ["home_care"], "premises": "none", "kitchen": "none"}`, ""},
		{"a care home", "social_health_business", `{"services": ["care_home"], "premises": "changed", "kitchen": "own"}`, "health_protection rescue building_permit food"},
		{"a barn", "rural_investment", `{"investments": ["animals"]}`, "building_permit municipal_environmental_permit environmental_protection"},
		{"something tall", "other", `{"affects": ["tall"]}`, "aviation_obstacle"},
	} {
		k, ok := KindOf(test.kind)
		if !ok {
			t.Errorf("no kind %s", test.kind)
			continue
		}
		if got := strings.Join(k.Fields(answersOf(t, test.answers)), " "); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// The map's layers call kinds and what parts are for as the kinds do. A site has a name of its own in some.
func TestLayersNameKindsAlike(t *testing.T) {
	for _, id := range []string{"live_projects", "live_events"} {
		all := layers.LiveLayers()
		recipe := all[slices.IndexFunc(all, func(l layers.Layer) bool { return l.ID == id })].Version.Recipe
		kinds, _ := recipe.Attribute("kind")
		purposes, _ := recipe.Attribute("purpose")
		states, _ := recipe.Attribute("state")
		seenKinds, seenPurposes := 0, map[string]bool{}
		for _, k := range Kinds() {
			if k.Event != (id == "live_events") {
				continue
			}
			if seenKinds++; kinds.Codes[k.ID] != k.Name {
				t.Errorf("%s calls %s %+v", id, k.ID, kinds.Codes[k.ID])
			}
			for _, p := range k.Purposes {
				if seenPurposes[p.Code] = true; purposes.Codes[p.Code] != p.Name && p.Code != "site" {
					t.Errorf("%s calls %s of %s %+v, not %+v", id, p.Code, k.ID, purposes.Codes[p.Code], p.Name)
				}
			}
		}
		if len(kinds.Codes) != seenKinds || len(purposes.Codes) != len(seenPurposes) {
			t.Errorf("%s knows %d kinds and %d purposes, there are %d and %d", id, len(kinds.Codes), len(purposes.Codes), seenKinds, len(seenPurposes))
		}
		for _, s := range []State{Visible, Sent} { // others are never on the map
			if states.Codes[string(s)] == (i18n.Text{}) || recipe.Style.Colors[string(s)] == "" {
				t.Errorf("%s does not know the state %s", id, s)
			}
		}
	}
}

// What a kind must not be, each by one change of one that is sound.
func TestKindsThatAreNotSound(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"an id of an email", `"id": "festival"`, `"id": "Festival!"`, "id"},
		{"a matter that no mandate is for", `"matter": "events"`, `"matter": "all"`, "matter"},
		{"a kind that checks do not know", `"check": "event",`, `"check": "circus",`, "check"},
		{"a language is missing", `"intro": {"fi": "x", "sv": "x"`, `"intro": {"fi": "x", "sv": ""`, "no text in sv"},
		{"a question twice", `"id": "more"`, `"id": "last"`, "twice"},
		{"asked by a later answer", `{"question": "loud", "in": ["true"]}, "required"`, `{"question": "more", "in": ["true"]}, "required"`, "comes later"},
		{"asked by itself", `{"question": "served", "in": ["tap"]}`, `{"question": "taps", "at_least": 1}`, "comes later"},
		{"a section that is not", `"id": "more", "section": "all"`, `"id": "more", "section": "some"`, "section"},
		{"a choice that is not", `{"question": "sells", "in": ["beer"]}`, `{"question": "sells", "in": ["wine"]}`, "none of its answers"},
		{"at least, of words", `{"question": "attendance", "at_least": 200}`, `{"question": "more", "at_least": 200}`, "at_least"},
		{"neither in nor at least", `{"question": "attendance", "at_least": 200}`, `{"question": "attendance"}`, "either"},
		{"open words", `"id": "more", "section": "all"`, `"id": "more", "open": true, "section": "all"`, "open"},
		{"another type than the check's", `"type": "boolean", "check": "loud"`, `"type": "number", "check": "loud"`, "answers no"},
		{"what no rule asks of the kind", `"check": "loud"`, `"check": "chemicals"`, "no rule asks"},
		{"limits upside down", `"least": 1, "most": 50`, `"least": 50, "most": 1`, "limits"},
		{"choices of a number", `"id": "taps", "section": "all", "type": "number"`, `"id": "taps", "section": "all", "type": "number", "choices": [{"code": "a", "name": {"fi": "x", "sv": "x", "en": "x"}}]`, "choices"},
		{"a member that nobody knows", `"rank": 1`, `"rank": 1, "sql": "x"`, "unknown field"},
	} {
		changed := strings.Replace(festival, test.old, test.new, 1)
		if changed == festival {
			t.Errorf("%s: nothing was changed", test.name)
		}
		if _, err := readKind([]byte(changed)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want a word about %q", test.name, err, test.want)
		}
	}
}
