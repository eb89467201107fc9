package checks

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// court is an archive in which findings are disputed: two layers of one theme, whose keeper is an authority with a registrar.
type court struct {
	archive
	disputes  *Disputes
	registrar identity.Actor
	run       Run
}

func newCourt(t *testing.T) court {
	t.Helper()
	a := newArchive(t, plainRule("by", layers.Natura, Within, 500), plainRule("in", layers.Natura, Inside, 0), plainRule("green", layers.Groundwater, Inside, 0), plainRule("none", layers.Noise, Inside, 0))
	a.layer("sites", layers.Natura, everywhere(), thing{"A", at(240, 320), nil}, thing{"B", squareRound(at(0, 0), 100), nil})
	a.layer("more_sites", layers.Natura, everywhere())
	a.layer("water", layers.Groundwater, everywhere())
	c := court{archive: a, disputes: NewDisputes(a.runs.personal), registrar: a.bench.person("Kirjaaja")}
	authority := c.authority("keeper")
	for _, layer := range []string{"sites", "more_sites"} {
		if err := a.store.SetKeeper(t.Context(), layer, authority); err != nil {
			t.Fatal(err)
		}
	}
	c.registrar.In = []uuid.UUID{authority}
	c.run = a.keep(identity.Actor{}, at(0, 0), `{}`)
	return c
}

func (c court) authority(code string) uuid.UUID {
	c.t.Helper()
	id := uuid.Must(uuid.NewV7())
	if _, err := c.pool.Exec(context.Background(), `insert into authorities (id, code, kind, name, valid_from) values ($1, $2, 'municipality', '{"fi": "x"}', '2020-01-01')`, id, code); err != nil {
		c.t.Fatal(err)
	}
	return id
}

func (c court) dispute(who identity.Actor, claim Claim) (Dispute, error) {
	return c.disputes.Make(context.Background(), who, c.run.ID, claim)
}

func (c court) list(who identity.Actor, f DisputeFilter) []Dispute {
	c.t.Helper()
	f.Limit = max(f.Limit, 1)
	list, err := c.disputes.List(context.Background(), who, f)
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

func TestADisputeIsAnswered(t *testing.T) {
	c := newCourt(t)
	d, err := c.dispute(c.person, Claim{Rule: "by", Layer: "sites", Feature: "A", Reason: "Alue on purettu."})
	if err != nil {
		t.Fatal(err)
	}
	want := geo.ToLonLat(at(240, 320)) // where the line ends
	if d.State != Open || d.FeatureID != "A" || d.Status != Found || d.Title != (i18n.Text{Fi: "by", Sv: "by", En: "by"}) || d.LayerTitle.Sv != "sites sv" ||
		math.Hypot(d.Point[0]-want[0], d.Point[1]-want[1]) > 1e-7 {
		t.Errorf("dispute %+v, want it at %v", d, want)
	}
	if own, err := c.disputes.Own(t.Context(), c.person, c.run.ID); err != nil || len(own) != 1 || own[0].ID != d.ID {
		t.Errorf("their own: %+v, %v", own, err)
	}
	for name, stranger := range map[string]identity.Actor{"nobody": {}, "a stranger": c.bench.person("Vieras"), "the registrar": c.registrar} {
		if own, err := c.disputes.Own(t.Context(), stranger, c.run.ID); err != nil || len(own) != 0 {
			t.Errorf("%s has %+v, %v", name, own, err)
		}
	}
	other := c.bench.person("Toinen")
	other.In = []uuid.UUID{c.authority("other")}
	if list := c.list(other, DisputeFilter{}); len(list) != 0 {
		t.Errorf("another authority is told %+v", list)
	}
	if list := c.list(c.registrar, DisputeFilter{}); len(list) != 1 || list[0].Reason != "Alue on purettu." {
		t.Errorf("the keeper is told %+v", list)
	}
	if n := count(t, c.bench, `select count(*) from audit.entries where kind = 'read' and operation = 'list-disputes' and actor = $1 and subjects = array[$2::uuid]`, c.registrar.Person, c.person.Person); n != 1 {
		t.Errorf("%d entries that their words were read, want 1", n)
	}
	answer := Answer{State: Rejected, Text: "Alue on yhä suojeltu.", Version: d.Version}
	if _, err := c.disputes.Answer(t.Context(), other, d.ID, answer); !errors.Is(err, ErrNoDispute) {
		t.Errorf("another authority answers: %v", err)
	}
	if answered, err := c.disputes.Answer(t.Context(), c.registrar, d.ID, answer); err != nil || answered.State != Rejected || answered.Version != d.Version+1 || answered.AnsweredAt == nil {
		t.Errorf("answered %+v, %v", answered, err)
	}
	if _, err := c.disputes.Answer(t.Context(), c.registrar, d.ID, answer); !errors.Is(err, ErrAnswered) {
		t.Errorf("answered on what was read before: %v", err)
	}
	corrected := Answer{State: Accepted, Text: "Olet oikeassa.", Version: d.Version + 1}
	if _, err := c.disputes.Answer(t.Context(), c.registrar, d.ID, corrected); err != nil {
		t.Errorf("corrected: %v", err)
	}
	if own, err := c.disputes.Own(t.Context(), c.person, c.run.ID); err != nil || len(own) != 1 || own[0].State != Accepted || own[0].Answer != "Olet oikeassa." {
		t.Errorf("their own: %+v, %v", own, err)
	}
	if n := count(t, c.bench, `select count(*) from personal.check_disputes where answered_by = $1 and answered_for = $2`, c.registrar.Person, c.registrar.In[0]); n != 1 {
		t.Error("who answered is not kept")
	}
	if n := count(t, c.bench, `select count(*) from audit.entries where operation in ('dispute-finding', 'answer-dispute') and subjects = array[$1::uuid]`, c.person.Person); n != 3 {
		t.Errorf("%d entries in the log, want 3", n)
	}
}

func TestWhatCanBeDisputed(t *testing.T) {
	c := newCourt(t)
	for _, test := range []struct {
		name  string
		claim Claim
		code  string // of the fault; empty: none
		err   error
	}{
		{"a feature that meets the place", Claim{Rule: "in", Layer: "sites", Feature: "B", Reason: "x"}, "", nil},
		{"a feature of another rule", Claim{Rule: "in", Layer: "sites", Feature: "A", Reason: "x"}, "no_finding", nil},
		{"a feature of another layer", Claim{Rule: "by", Layer: "more_sites", Feature: "A", Reason: "x"}, "no_finding", nil},
		{"a rule that there is not", Claim{Rule: "nope", Reason: "x"}, "no_finding", nil},
		{"no reason", Claim{Rule: "by", Layer: "sites", Feature: "A", Reason: " \n"}, "required", nil},
		{"too long a reason", Claim{Rule: "by", Layer: "sites", Feature: "A", Reason: strings.Repeat("ä", MaxReason+1)}, "too_long", nil},
		{"as long as may be", Claim{Rule: "by", Layer: "sites", Feature: "A", Reason: strings.Repeat("ä", MaxReason)}, "", nil},
		{"text that cannot be kept", Claim{Rule: "by", Layer: "sites", Feature: "B", Reason: "a\x00b"}, "invalid_value", nil},
		{"a rule that looked at nothing", Claim{Rule: "none", Reason: "x"}, "nothing_looked_at", nil},
		{"green, of a layer that nobody keeps", Claim{Rule: "green", Reason: "x"}, "", ErrNoKeeper},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := c.dispute(c.person, test.claim)
			found, _ := errors.AsType[faults.Faults](err)
			switch {
			case test.err != nil && errors.Is(err, test.err), test.code == "" && test.err == nil && err == nil:
			case test.code == "" || len(found) != 1 || found[0].Code != test.code:
				t.Errorf("got %v, want %s %v", err, test.code, test.err)
			}
		})
	}
	if _, err := c.disputes.Make(t.Context(), c.person, uuid.Must(uuid.NewV7()), Claim{Rule: "by", Reason: "x"}); !errors.Is(err, ErrNoRun) {
		t.Errorf("no run: %v", err)
	}
}

// Where nothing was found in several layers, it is said which of them is wrong, and the dispute stands on the place.
func TestDisputingThatNothingIsThere(t *testing.T) {
	c := newCourt(t)
	c.run = c.keep(identity.Actor{}, squareRound(at(5000, 0), 100), `{}`)
	_, err := c.dispute(c.person, Claim{Rule: "in", Reason: "Tässä on alue."})
	if found, ok := errors.AsType[faults.Faults](err); !ok || found[0].Code != "required" || found[0].Pointer != "/layer" {
		t.Errorf("no layer: %v", err)
	}
	if _, err := c.dispute(c.person, Claim{Rule: "in", Layer: "water", Reason: "x"}); err == nil {
		t.Error("a layer that the rule did not look at was taken")
	}
	d, err := c.dispute(c.person, Claim{Rule: "in", Layer: "more_sites", Reason: "Tässä on alue."})
	if err != nil || d.FeatureID != "" || d.Status != NotFound || d.Layer != "more_sites" {
		t.Fatalf("dispute %+v, %v", d, err)
	}
	if p := geo.ToTM35FIN(d.Point); !squareRound(at(5000, 0), 100).Bound().Contains(p) {
		t.Errorf("it stands at %v, not on the place", p)
	}
}

// A finding is disputed once by each: the same words again are the same dispute.
func TestDisputingAgain(t *testing.T) {
	c := newCourt(t)
	claim := Claim{Rule: "by", Layer: "sites", Feature: "A", Reason: "x"}
	first, err := c.dispute(c.person, claim)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.dispute(c.person, claim); err != nil || again.ID != first.ID {
		t.Errorf("again: %s, %v", again.ID, err)
	}
	claim.Reason = "y"
	if _, err := c.dispute(c.person, claim); !errors.Is(err, ErrDisputed) {
		t.Errorf("with other words: %v", err)
	}
	if other, err := c.dispute(c.bench.person("Toinen"), claim); err != nil || other.ID == first.ID {
		t.Errorf("another person: %v", err)
	}
	if n := count(t, c.bench, `select count(*) from audit.entries where operation = 'dispute-finding'`); n != 2 {
		t.Errorf("%d entries in the log, want 2", n)
	}
}

func TestListOfDisputes(t *testing.T) {
	c := newCourt(t)
	var made []uuid.UUID
	for _, claim := range []Claim{{Rule: "by", Layer: "sites", Feature: "A", Reason: "1"}, {Rule: "by", Layer: "sites", Feature: "B", Reason: "2"}, {Rule: "in", Layer: "sites", Feature: "B", Reason: "3"}} {
		d, err := c.dispute(c.person, claim)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, d.ID)
	}
	if _, err := c.disputes.Answer(t.Context(), c.registrar, made[0], Answer{State: Accepted, Text: "x", Version: 1}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		filter DisputeFilter
		want   string // indexes into made
	}{
		{"all, the newest first", DisputeFilter{Limit: 9}, "210"},
		{"a page", DisputeFilter{Limit: 2}, "21"},
		{"the next page", DisputeFilter{Limit: 2, After: made[1]}, "0"},
		{"open", DisputeFilter{Limit: 9, State: Open}, "21"},
		{"accepted", DisputeFilter{Limit: 9, State: Accepted}, "0"},
		{"of a layer", DisputeFilter{Limit: 9, Layer: "sites"}, "210"},
		{"of another layer", DisputeFilter{Limit: 9, Layer: "more_sites"}, ""},
		{"in a box", DisputeFilter{Limit: 9, Area: squareRound(at(240, 320), 10)}, "0"},
		{"in a box round all", DisputeFilter{Limit: 9, Area: squareRound(at(0, 0), 2000)}, "210"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			for _, d := range c.list(c.registrar, test.filter) {
				for i, id := range made {
					if d.ID == id {
						got += string(rune('0' + i))
					}
				}
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAnswersToDisputes(t *testing.T) {
	c := newCourt(t)
	for _, answer := range []Answer{{State: Open, Text: "x"}, {State: Accepted, Text: " "}, {State: Rejected, Text: strings.Repeat("a", MaxReason+1)}, {State: "", Text: "x"}} {
		_, err := c.disputes.Answer(t.Context(), c.registrar, uuid.New(), answer)
		if _, ok := errors.AsType[faults.Faults](err); !ok {
			t.Errorf("%s with %d characters: %v", answer.State, len(answer.Text), err)
		}
	}
}

// Those who serve the map see nothing of disputes.
func TestDisputesArePersonal(t *testing.T) {
	pool := testdb.As(t, testdb.New(t), pg.AppRole)
	if _, err := pool.Exec(t.Context(), `select 1 from personal.check_disputes`); err == nil {
		t.Error("they may be read")
	}
}

// The end of a line that is none is no place.
func TestEndOfLine(t *testing.T) {
	for line, want := range map[string]bool{``: false, `null`: false, `{"type":"LineString","coordinates":[]}`: false, `{"type":"LineString","coordinates":[[25,62],[26,62]]}`: true} {
		point, ok := Finding{Line: []byte(line)}.end()
		if ok != want || ok && math.Hypot(point[0]-geo.ToTM35FIN(orb.Point{26, 62})[0], point[1]-geo.ToTM35FIN(orb.Point{26, 62})[1]) > 1e-6 {
			t.Errorf("%s: %v, %v", line, point, ok)
		}
	}
}
