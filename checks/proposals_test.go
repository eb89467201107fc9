package checks

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// office is an archive whose rules an authority keeps: one of its officials proposes, another approves. Today is 1 June 2026.
type office struct {
	archive
	proposals          *Proposals
	proposer, approver identity.Actor
	authority          uuid.UUID
}

func newOffice(t *testing.T, rules ...Rule) office {
	t.Helper()
	o := office{archive: newArchive(t, rules...)}
	o.proposals = NewProposals(o.engine, testdb.As(t, o.pool, pg.PersonalRole))
	o.authority = court{archive: o.archive}.authority("keeper")
	if err := SetRuleKeeper(t.Context(), o.pool, o.authority); err != nil {
		t.Fatal(err)
	}
	o.proposer, o.approver = o.official("Esittelijä", o.authority), o.official("Päättäjä", o.authority)
	return o
}

func (o office) official(name string, authority uuid.UUID) identity.Actor {
	o.t.Helper()
	actor := o.bench.person(name)
	actor.In = []uuid.UUID{authority}
	return actor
}

// plainText is a rule whose texts have nothing to fill in.
func plainText(id string, relation Relation, distance float64) Rule {
	r := plainRule(id, layers.Natura, relation, distance)
	text := i18n.Text{Fi: id, Sv: id, En: id}
	r.Why, r.Next, r.Statute, r.Authority = text, text, text, text
	return r
}

// wider is the rule "by" with another distance, from a day on.
func wider(distance float64, from string) Amendment {
	r := plainText("by", Within, distance)
	r.ValidFrom = from
	return Amendment{Kind: ChangeRule, Base: 1, Rule: r, Reason: "Vaikutus ulottuu kauemmas.", Places: []NamedPlace{namedAt("Alku", at(0, 0))}}
}

func namedAt(name string, point orb.Point) NamedPlace {
	return NamedPlace{Name: name, Geometry: geo.EncodeGeoJSON(geo.ToLonLat(point), geo.Decimals)}
}

// propose brings a change to where somebody else decides on it.
func (o office) propose(c Amendment) Proposal {
	o.t.Helper()
	p, err := o.proposals.Begin(o.t.Context(), o.proposer, c, "")
	if err != nil {
		o.t.Fatal(err)
	}
	return o.submit(p)
}

func (o office) submit(p Proposal) Proposal {
	o.t.Helper()
	p, err := o.proposals.Work(o.t.Context(), o.proposer, p.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	if p, err = o.proposals.Submit(o.t.Context(), o.proposer, p.ID, p.Version); err != nil {
		o.t.Fatal(err)
	}
	return p
}

func (o office) approve(p Proposal) Proposal {
	o.t.Helper()
	p, err := o.proposals.Decide(o.t.Context(), o.approver, p.ID, Decision{Approve: true, Effect: p.EffectTag, Version: p.Version})
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

func (o office) on(day string) {
	o.t.Helper()
	noon, err := time.Parse(time.RFC3339, day+"T12:00:00Z")
	if err != nil {
		o.t.Fatal(err)
	}
	o.engine.now = func() time.Time { return noon }
}

func TestAChangeIsApprovedByAnother(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	o.layer("sites", layers.Natura, everywhere(), thing{"A", at(150, 0), nil})
	p := o.propose(wider(200, "2026-07-01"))
	if p.State != Proposed || p.Base != 1 || p.Effect.Was != 1 || !p.Mine {
		t.Fatalf("proposed: %s", asJSON(p))
	}
	place := p.Effect.Places[0]
	if place.Before.Outcome != Outcome(Green) || place.After.Outcome != Outcome(Amber) || place.After.Feature.Sv != "sites sv" || *place.After.Distance < 149 {
		t.Errorf("the effect at the place: %s", asJSON(place))
	}
	for name, test := range map[string]struct {
		who  identity.Actor
		want error
	}{
		"the proposer":      {o.proposer, ErrOwnProposal},
		"another authority": {o.official("Vieras", court{archive: o.archive}.authority("other")), ErrNoProposal},
		"no official":       {o.bench.person("Kansalainen"), ErrNoProposal},
	} {
		if _, err := o.proposals.Decide(t.Context(), test.who, p.ID, Decision{Approve: true, Effect: p.EffectTag, Version: p.Version}); !errors.Is(err, test.want) {
			t.Errorf("%s approves: %v, want %v", name, err, test.want)
		}
	}
	if _, err := o.pool.Exec(t.Context(), `update rule_proposals set state = 'approved', decided_by = proposed_by, decided_at = now(), rule_version = 2 where id = $1`, p.ID); err == nil {
		t.Error("the database lets the proposer approve")
	}
	if p = o.approve(p); p.State != ProposalApproved || p.RuleVersion != 2 {
		t.Fatalf("approved: %s", asJSON(p))
	}
	for day, want := range map[string]Status{"2026-06-30": NotFound, "2026-07-01": Found} {
		o.on(day)
		if f := o.only(o.check(at(0, 0)), "by"); f.Status != want {
			t.Errorf("%s: %s, want %s", day, f.Status, want)
		}
	}
	history, err := o.engine.History(t.Context(), "by")
	if err != nil || len(history) != 2 || !history[0].Official || history[0].Reason == "" || history[0].Authority != o.authority || history[0].ApprovedAt == nil || history[1].Official {
		t.Errorf("history %s, %v", asJSON(history), err)
	}
	if n := count(t, o.bench, `select count(*) from audit.entries where operation in ('begin-proposal', 'work-out-effect', 'submit-proposal', 'decide-proposal') and detail->>'rule' = 'by'`); n != 4 {
		t.Errorf("%d entries in the log, want 4", n)
	}
}

// Of several who approve at once, and proposals of the same base, one comes through.
func TestApprovalsAtOnce(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	first, second := o.propose(wider(200, "2026-07-01")), o.propose(wider(300, "2026-07-01"))
	var group sync.WaitGroup
	var mu sync.Mutex
	approved, refused := 0, 0
	for i := range 6 {
		p := []Proposal{first, second}[i%2]
		group.Go(func() {
			_, err := o.proposals.Decide(t.Context(), o.approver, p.ID, Decision{Approve: true, Effect: p.EffectTag, Version: p.Version})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				approved++
			case errors.Is(err, ErrRuleOvertaken), errors.Is(err, ErrProposalMoved), errors.Is(err, ErrProposalState):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if approved != 1 || refused != 5 {
		t.Errorf("%d approved, %d refused", approved, refused)
	}
	if n := count(t, o.bench, `select count(*) from check_rules where id = 'by'`); n != 2 {
		t.Errorf("%d versions, want 2", n)
	}
}

func TestARuleThatMovedOnWantsTheProposalRenewed(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	late := o.propose(wider(300, "2026-07-01"))
	o.approve(o.propose(wider(200, "2026-07-01")))
	if _, err := o.proposals.Decide(t.Context(), o.approver, late.ID, Decision{Approve: true, Effect: late.EffectTag, Version: late.Version}); !errors.Is(err, ErrRuleOvertaken) {
		t.Fatalf("approved on a former version: %v", err)
	}
	back, err := o.proposals.Withdraw(t.Context(), o.proposer, late.ID, late.Version, Draft)
	if err != nil || back.Highest != 2 {
		t.Fatalf("%s, %v", asJSON(back), err)
	}
	renewed := wider(300, "2026-07-01")
	if _, err := o.proposals.Change(t.Context(), o.proposer, back.ID, back.Version, renewed); !errors.Is(err, ErrRuleOvertaken) {
		t.Errorf("on the former version again: %v", err)
	}
	renewed.Base = 2
	if back, err = o.proposals.Change(t.Context(), o.proposer, back.ID, back.Version, renewed); err != nil || back.Effect != nil {
		t.Fatalf("renewed: %s, %v", asJSON(back), err)
	}
	if done := o.approve(o.submit(back)); done.RuleVersion != 3 {
		t.Errorf("became version %d, want 3", done.RuleVersion)
	}
}

func TestNobodyApprovesWhatNobodySaw(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	p, err := o.proposals.Begin(t.Context(), o.proposer, wider(200, "2026-07-01"), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.proposals.Submit(t.Context(), o.proposer, p.ID, p.Version); !errors.Is(err, ErrEffectUnseen) {
		t.Errorf("submitted without an effect: %v", err)
	}
	p = o.submit(p)
	seen := p.EffectTag
	o.on("2026-06-02") // another effect, of another moment
	if p, err = o.proposals.Work(t.Context(), o.approver, p.ID); err != nil || p.EffectTag == seen {
		t.Fatalf("worked out again: %s, %v", p.EffectTag, err)
	}
	if _, err := o.proposals.Decide(t.Context(), o.approver, p.ID, Decision{Approve: true, Effect: seen, Version: p.Version}); !errors.Is(err, ErrEffectUnseen) {
		t.Errorf("approved by an effect that is not there any more: %v", err)
	}
	if _, err := o.pool.Exec(t.Context(), `update rule_proposals set text = jsonb_set(text, '{distance_m}', '900') where id = $1`, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.proposals.Decide(t.Context(), o.approver, p.ID, Decision{Approve: true, Effect: p.EffectTag, Version: p.Version}); !errors.Is(err, ErrEffectUnseen) {
		t.Errorf("approved by the effect of another text: %v", err)
	}
	if _, err := o.proposals.Work(t.Context(), o.bench.person("Vieras"), p.ID); !errors.Is(err, ErrNoProposal) {
		t.Errorf("a stranger works out: %v", err)
	}
}

func TestDaysOfProposals(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	if _, err := o.proposals.Begin(t.Context(), o.proposer, wider(200, "2026-05-31"), ""); !hasFault(err, "/rule/valid_from", "day_passed") {
		t.Errorf("from yesterday: %v", err)
	}
	p := o.propose(wider(200, "2026-06-01"))
	o.on("2026-06-02")
	if _, err := o.proposals.Decide(t.Context(), o.approver, p.ID, Decision{Approve: true, Effect: p.EffectTag, Version: p.Version}); !errors.Is(err, ErrDayPassed) {
		t.Errorf("approved a day late: %v", err)
	}
	o.on("2026-06-01")
	o.approve(p)
	if rules, err := InForce(t.Context(), o.pool, o.engine.now()); err != nil || rules[0].Version != 2 {
		t.Errorf("on the very day: %s, %v", asJSON(rules), err)
	}
}

// What was approved to come later comes: a version from an earlier day ends before it, or is refused.
func TestAVersionToComeIsNotAnnulled(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	o.approve(o.propose(wider(200, "2027-06-01")))
	urgent := wider(150, "2026-12-01")
	urgent.Base = 2
	if _, err := o.proposals.Begin(t.Context(), o.proposer, urgent, ""); !errors.Is(err, ErrVersionToCome) {
		t.Errorf("without an end: %v", err)
	}
	urgent.Rule.ValidTo = "2027-06-01"
	if _, err := o.proposals.Begin(t.Context(), o.proposer, urgent, ""); !errors.Is(err, ErrVersionToCome) {
		t.Errorf("until the very day: %v", err)
	}
	urgent.Rule.ValidTo = "2027-05-31"
	o.approve(o.propose(urgent))
	revised := wider(300, "2027-06-01")
	revised.Base = 3
	o.approve(o.propose(revised))
	for day, want := range map[string]float64{"2026-11-30": 100, "2026-12-01": 150, "2027-05-31": 150, "2027-06-01": 300} {
		o.on(day)
		rules, err := o.engine.Rules(t.Context())
		if err != nil || rules[0].Distance != want {
			t.Errorf("%s: %s, %v, want %g m", day, asJSON(rules), err, want)
		}
	}
}

// The same order that is sent twice at once is one proposal.
func TestOneKeyIsOneProposal(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	ids := make([]uuid.UUID, 4)
	var group errgroup.Group
	for i := range ids {
		group.Go(func() error {
			p, err := o.proposals.Begin(t.Context(), o.proposer, wider(200, "2026-07-01"), "key")
			ids[i] = p.ID
			return err
		})
	}
	if err := group.Wait(); err != nil || len(slices.Compact(ids)) != 1 {
		t.Errorf("%v, %v", ids, err)
	}
}

func hasFault(err error, pointer, code string) bool {
	found, ok := errors.AsType[faults.Faults](err)
	return ok && slices.ContainsFunc(found, func(f faults.Fault) bool { return f.Pointer == pointer && f.Code == code })
}

func TestFaultsOfProposals(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	for name, test := range map[string]struct {
		spoil         func(*Amendment)
		pointer, code string
	}{
		"distance":       {func(c *Amendment) { c.Rule.Distance = 60_000 }, "/rule/distance_m", "rule_distance"},
		"swedish":        {func(c *Amendment) { c.Rule.Why.Sv = " " }, "/rule/why/sv", "required"},
		"placeholder":    {func(c *Amendment) { c.Rule.Why.Fi = "Lähellä {nimi}" }, "/rule/why/fi", "rule_placeholder"},
		"brace":          {func(c *Amendment) { c.Rule.Title.En = "Near {d" }, "/rule/title/en", "rule_placeholder"},
		"long title":     {func(c *Amendment) { c.Rule.Title.Fi = string(make([]rune, 201)) }, "/rule/title/fi", "too_long"},
		"meaning":        {func(c *Amendment) { c.Rule.Condition = &Condition{Meaning: "colour", In: []string{"a"}} }, "/rule/condition/meaning", "not_known"},
		"value":          {func(c *Amendment) { c.Rule.Condition = &Condition{Meaning: "kind", In: []string{"a", ""}} }, "/rule/condition/in/1", "required"},
		"case":           {func(c *Amendment) { c.Rule.Cases = []Case{{Severity: Red, Distance: 1}} }, "/rule/distance_m", "rule_in_cases"},
		"answer":         {func(c *Amendment) { c.Rule.Cases = []Case{{When: map[string][]string{"kind": {"a/b"}}}} }, "/rule/cases/0/when/kind/0", "rule_answer"},
		"question":       {func(c *Amendment) { c.Rule.Cases = []Case{{When: map[string][]string{"a/b": {"1"}}}} }, "/rule/cases/0/when/a~1b", "not_known"},
		"no such day":    {func(c *Amendment) { c.Rule.ValidTo = "2026-02-31" }, "/rule/valid_to", "not_date"},
		"place":          {func(c *Amendment) { c.Places[0].Geometry = json.RawMessage(`{"type":"Point","coordinates":[0,0]}`) }, "/places/0/geometry/coordinates", "outside_finland"},
		"nameless place": {func(c *Amendment) { c.Places[0].Name = "" }, "/places/0/name", "required"},
		"eleven places":  {func(c *Amendment) { c.Places = slices.Repeat(c.Places, 11) }, "/places", "too_many_items"},
		"answers":        {func(c *Amendment) { c.Answers = json.RawMessage(`{"kind":"circus"}`) }, "/answers/kind", "not_one_of"},
		"new with base":  {func(c *Amendment) { c.Kind = NewRule }, "/base", "invalid_value"},
		"end for a time": {func(c *Amendment) { c.Kind, c.Rule.ValidTo = EndRule, "2026-12-31" }, "/rule/valid_to", "rule_end_for_good"},
	} {
		c := wider(200, "2026-07-01")
		test.spoil(&c)
		if _, err := o.proposals.Begin(t.Context(), o.proposer, c, ""); !hasFault(err, test.pointer, test.code) {
			t.Errorf("%s: %v, want %s: %s", name, err, test.pointer, test.code)
		}
	}
	c := wider(200, "2026-07-01")
	c.Reason, c.Places = "", nil
	p, err := o.proposals.Begin(t.Context(), o.proposer, c, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.proposals.Submit(t.Context(), o.proposer, p.ID, p.Version); !hasFault(err, "/reason", "required") || !hasFault(err, "/places", "required") {
		t.Errorf("submitted without reason and places: %v", err)
	}
}

// A rule that is ended is asked no more, and what was before it does not come back.
func TestRulesBeginAndEnd(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100), plainText("other", Inside, 0))
	end := wider(100, "2026-07-01")
	end.Kind = EndRule
	ended := o.propose(end)
	if after := ended.Effect.Places[0].After.Outcome; after != OutcomeNone {
		t.Errorf("after the end: %s", after)
	}
	o.approve(ended)
	fresh := plainText("fresh", Inside, 0)
	fresh.ValidFrom = "2026-07-01"
	if p := o.propose(Amendment{Kind: NewRule, Rule: fresh, Reason: "Uusi laki.", Places: end.Places}); p.Effect.Was != 0 || o.approve(p).RuleVersion != 1 {
		t.Errorf("a new rule: %s", asJSON(p))
	}
	for day, want := range map[string]string{"2026-06-30": "by other", "2026-07-01": "fresh other", "2030-01-01": "fresh other"} {
		o.on(day)
		rules, err := o.engine.Rules(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range rules {
			got += " " + r.ID
		}
		if got != " "+want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	o.on("2026-06-01")
	if _, err := o.proposals.Begin(t.Context(), o.proposer, Amendment{Kind: NewRule, Rule: func() Rule { r := fresh; r.ID = "other"; return r }()}, ""); !errors.Is(err, ErrRuleOvertaken) {
		t.Errorf("a new rule of a name that is taken: %v", err)
	}
}

// Versions of the program never take the place of officials': they are offered.
func TestTheProgramsLaterTextIsOffered(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	o.approve(o.propose(wider(200, "2026-06-01")))
	second := plainText("by", Within, 400)
	second.Version = 2 // a number that officials have used
	for range 2 {
		if err := Add(t.Context(), o.pool, []Rule{plainText("by", Within, 100), second}); err != nil {
			t.Fatal(err)
		}
	}
	if rules, err := InForce(t.Context(), o.pool, o.engine.now()); err != nil || rules[0].Distance != 200 {
		t.Fatalf("in force: %s, %v", asJSON(rules), err)
	}
	offers, err := o.proposals.Offers(t.Context(), o.proposer, "by")
	if err != nil || len(offers) != 1 || offers[0].Version != 2 || offers[0].Rule.Distance != 400 {
		t.Fatalf("offers %s, %v", asJSON(offers), err)
	}
	if list, err := o.proposals.Offers(t.Context(), o.bench.person("Vieras"), "by"); err != nil || len(list) != 0 {
		t.Errorf("a stranger is offered %s, %v", asJSON(list), err)
	}
	second.Distance = 401
	if err := Add(t.Context(), o.pool, []Rule{second}); !errors.Is(err, ErrRuleChanged) {
		t.Errorf("another text under the same number: %v", err)
	}
	c := wider(400, "2026-07-01")
	c.Base, c.Offer = 2, 2
	if taken := o.approve(o.propose(c)); taken.RuleVersion != 3 {
		t.Errorf("taken up as version %d, want 3", taken.RuleVersion)
	}
	if offers, err := o.proposals.Offers(t.Context(), o.proposer, ""); err != nil || len(offers) != 0 {
		t.Errorf("offered still: %s, %v", asJSON(offers), err)
	}
}

func TestDraftsAreTheirMakers(t *testing.T) {
	o := newOffice(t, plainText("by", Within, 100))
	p, err := o.proposals.Begin(t.Context(), o.proposer, wider(200, "2026-07-01"), "key")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := o.proposals.Begin(t.Context(), o.proposer, wider(200, "2026-07-01"), "key"); err != nil || again.ID != p.ID {
		t.Errorf("sent again: %s, %v", again.ID, err)
	}
	if list, err := o.proposals.List(t.Context(), o.approver, ProposalFilter{Limit: 10}); err != nil || len(list) != 0 {
		t.Errorf("another sees the draft: %s, %v", asJSON(list), err)
	}
	for name, do := range map[string]func() error{
		"changes": func() error {
			_, err := o.proposals.Change(t.Context(), o.approver, p.ID, p.Version, wider(1, "2026-07-01"))
			return err
		},
		"submits": func() error { _, err := o.proposals.Submit(t.Context(), o.approver, p.ID, p.Version); return err },
		"withdraws": func() error {
			_, err := o.proposals.Withdraw(t.Context(), o.approver, p.ID, p.Version, Withdrawn)
			return err
		},
	} {
		if err := do(); !errors.Is(err, ErrNoProposal) {
			t.Errorf("another %s: %v", name, err)
		}
	}
	p = o.submit(p)
	if _, err := o.proposals.Change(t.Context(), o.proposer, p.ID, p.Version, wider(1, "2026-07-01")); !errors.Is(err, ErrProposalState) {
		t.Errorf("changed while somebody decides: %v", err)
	}
	if _, err := o.proposals.Decide(t.Context(), o.approver, p.ID, Decision{Version: p.Version}); !hasFault(err, "/answer", "required") {
		t.Errorf("rejected without a reason: %v", err)
	}
	rejected, err := o.proposals.Decide(t.Context(), o.approver, p.ID, Decision{Answer: "Ei perusteltu.", Version: p.Version})
	if err != nil || rejected.State != ProposalRejected || rejected.RuleVersion != 0 {
		t.Errorf("rejected: %s, %v", asJSON(rejected), err)
	}
	if n := count(t, o.bench, `select count(*) from check_rules where id = 'by'`); n != 1 {
		t.Errorf("%d versions after a rejection, want 1", n)
	}
	if err := SetRuleKeeper(t.Context(), o.pool, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	if _, err := o.proposals.Begin(t.Context(), o.proposer, wider(200, "2026-07-01"), ""); !errors.Is(err, ErrNotKeeper) {
		t.Errorf("where nobody keeps the rules: %v", err)
	}
	if _, err := o.proposals.Get(t.Context(), o.approver, p.ID); !errors.Is(err, ErrNoProposal) {
		t.Errorf("read where nobody keeps the rules: %v", err)
	}
}

// What the effect says of kept checks and places is what the very checks say without and with the change.
func TestTheEffectIsWhatChecksSay(t *testing.T) {
	change := stored()
	change.Theme, change.Kinds = layers.Natura, nil
	before, after := plainText("by", Within, 100), change
	after.ID, after.ValidFrom = "by", "2026-07-01"
	for _, text := range []*i18n.Text{&after.Why, &after.Next, &after.Statute, &after.Authority} {
		*text = i18n.Text{Fi: "x", Sv: "x", En: "x"}
	}
	o := newOffice(t, before, plainText("in", Inside, 0))
	hole := orb.MultiPolygon{squareRound(at(0, 0), 1500)}
	o.layer("sites", layers.Natura, hole, thing{"A", at(0, 0), nil}, thing{"B", squareRound(at(400, 100), 150), nil}, thing{"C", orb.LineString{at(-500, -500), at(-300, 500)}, nil})
	places := []orb.Geometry{at(40, 0), at(90, 10), at(700, 0), at(560, 0), at(1400, 0), at(3000, 0), squareRound(at(200, 200), 60), orb.LineString{at(-200, 0), at(200, 300)}}
	told := []string{`{}`, `{"kind":"explosives_store","hazard_division":"1.4","explosives_kg":50}`, `{"kind":"explosives_store","hazard_division":"1.4","explosives_kg":500}`,
		`{"kind":"event"}`, `{"kind":"explosives_store","hazard_division":"1.1","fragments":true,"explosives_kg":1000}`}
	for _, place := range places {
		for _, answers := range told {
			o.keep(identity.Actor{}, place, answers)
		}
	}
	c := Amendment{Kind: ChangeRule, Base: 1, Rule: after, Reason: "x", Answers: json.RawMessage(told[2])}
	for i, place := range places {
		c.Places = append(c.Places, NamedPlace{Name: fmt.Sprint(i), Geometry: geo.EncodeGeoJSON(geo.Transform(place, geo.TM35FIN, geo.CRS84), geo.Decimals)})
	}
	p := o.propose(c)
	want := map[Step]int{}
	sides := func(place orb.Geometry, answers string) Outcome {
		read, err := ReadAnswers([]byte(answers))
		if err != nil {
			t.Fatal(err)
		}
		result, err := o.engine.Check(t.Context(), geo.Transform(place, geo.TM35FIN, geo.CRS84), read, i18n.Finnish)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range result.Findings {
			if f.Rule == "by" {
				return Outcome(f.Severity)
			}
		}
		return OutcomeNone
	}
	var was []Outcome
	for _, place := range places {
		for _, answers := range told {
			was = append(was, sides(place, answers))
		}
	}
	o.approve(p)
	o.on("2026-07-01")
	changed := 0
	for i, place := range places {
		for k, answers := range told {
			step := Step{From: was[i*len(told)+k], To: sides(place, answers)}
			want[step]++
			if step.From != step.To {
				changed++
			}
			if k == 2 && (p.Effect.Places[i].Before.Outcome != step.From || p.Effect.Places[i].After.Outcome != step.To) {
				t.Errorf("place %d: %s, want %s to %s", i, asJSON(p.Effect.Places[i]), step.From, step.To)
			}
		}
	}
	got := map[Step]int{}
	for _, step := range p.Effect.Runs.Steps {
		got[Step{From: step.From, To: step.To}] = step.Count
	}
	if asJSON(fmt.Sprint(got)) != asJSON(fmt.Sprint(want)) || len(want) < 5 {
		t.Errorf("steps %v, want %v", got, want)
	}
	inSquares := 0
	for _, square := range p.Effect.Runs.Squares {
		inSquares += square.Count
		middle := geo.ToTM35FIN(square.Point)
		for _, v := range middle {
			if rest := v/squareSide - float64(int(v/squareSide)); rest < 0.49 || rest > 0.51 {
				t.Errorf("a kept check is told at %v, which is no middle of a square", middle)
			}
		}
	}
	if r := p.Effect.Runs; r.Kept != len(was) || r.Looked != len(was) || r.Failed != 0 || inSquares != changed || changed == 0 {
		t.Errorf("kept %d, looked %d, failed %d, %d in squares; want %d, %d changed", r.Kept, r.Looked, r.Failed, inSquares, len(was), changed)
	}
}

func TestMeaningsAreListed(t *testing.T) {
	for _, meaning := range meanings(t) {
		if !slices.Contains(layers.Meanings, meaning) {
			t.Errorf("%s is not in the list", meaning)
		}
	}
}
