package api

import (
	"net/http"
	"strings"
	"testing"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/testdb"
)

// An official proposes, another of the same authority approves what they saw, and everybody reads the rule's history.
func TestARuleIsChanged(t *testing.T) {
	s := newServer(t, inDemo(t), withRules(t))
	keeper := authority(t, s, "keeper")
	if err := checks.SetRuleKeeper(t.Context(), testdb.Owner(t, s.Pool), keeper); err != nil {
		t.Fatal(err)
	}
	registrar := signedIn(t, s, "Esittelijä", identity.Office{Authority: keeper, Role: identity.Registrar}, identity.Office{Authority: keeper, Role: identity.DecisionMaker})
	approver := signedIn(t, s, "Päättäjä", identity.Office{Authority: keeper, Role: identity.DecisionMaker})
	elsewhere := signedIn(t, s, "Muualla", identity.Office{Authority: authority(t, s, "other"), Role: identity.Registrar})
	before := decode[RuleHistory](t, ask(t, s, "/api/v1/rules/groundwater_1"))
	if before.Keeper == nil || before.Keeper.Code != "keeper" || len(before.Versions) != 1 || before.Versions[0].State != "in_force" || before.Versions[0].Official {
		t.Fatalf("before: %+v", before)
	}
	body := proposalOf("groundwater_1", before.Versions[0].Version)
	if w := send(t, s, http.MethodPost, "/api/v1/rule-proposals", body, approver.as()...); w.Code != http.StatusNotFound {
		t.Errorf("a decision maker proposes: %d %s", w.Code, w.Body)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/rule-proposals", body, elsewhere.as()...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "not_rule_keeper") {
		t.Errorf("another authority proposes: %d %s", w.Code, w.Body)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/rule-proposals", strings.Replace(body, `"sv":"x"`, `"sv":""`, 1), registrar.as()...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"/rule/title/sv"`) {
		t.Errorf("without a title in Swedish: %d %s", w.Code, w.Body)
	}
	if w := send(t, s, http.MethodPost, "/api/v1/rule-proposals", strings.Replace(body, `"relation"`, `"relatoin":"x","relation"`, 1), registrar.as()...); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a member that no rule has: %d %s", w.Code, w.Body)
	}
	w := send(t, s, http.MethodPost, "/api/v1/rule-proposals", body, append(registrar.as(), "Idempotency-Key", "k")...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	address := w.Header().Get("Location")
	if again := send(t, s, http.MethodPost, "/api/v1/rule-proposals", body, append(registrar.as(), "Idempotency-Key", "k")...); again.Header().Get("Location") != address {
		t.Errorf("sent again: %s, want %s", again.Header().Get("Location"), address)
	}
	act := func(who somebody, what, body, tag string) (int, Proposal, string) {
		t.Helper()
		w := send(t, s, http.MethodPost, address+what, body, append(who.as(), "If-Match", tag)...)
		if w.Code != http.StatusOK {
			return w.Code, Proposal{}, w.Body.String()
		}
		return w.Code, decode[Proposal](t, w), ""
	}
	tag := decode[Proposal](t, w).ETag
	if code, _, text := act(registrar, "/submission", "", tag); code != http.StatusConflict || !strings.Contains(text, "effect_unseen") {
		t.Errorf("submitted without its effect: %d %s", code, text)
	}
	if code, p, text := act(registrar, "/effect", "", tag); code != http.StatusOK || p.Effect == nil || p.Effect.Places[0].After.Outcome != "amber" || p.Was == nil {
		t.Fatalf("the effect: %d %s %+v", code, text, p)
	}
	code, p, text := act(registrar, "/submission", "", tag)
	if code != http.StatusOK || p.State != checks.Proposed {
		t.Fatalf("submitted: %d %s", code, text)
	}
	approval := `{"approve":true,"effect_tag":"` + p.EffectTag + `"}`
	for name, test := range map[string]struct {
		who  somebody
		body string
		want int
		code string
	}{
		"the proposer":          {registrar, approval, http.StatusConflict, "own_proposal"},
		"another authority":     {elsewhere, approval, http.StatusNotFound, ""},
		"without having seen":   {approver, `{"approve":true}`, http.StatusConflict, "effect_unseen"},
		"rejecting without why": {approver, `{"approve":false}`, http.StatusUnprocessableEntity, "/answer"},
	} {
		if code, _, text := act(test.who, "/decision", test.body, p.ETag); code != test.want || !strings.Contains(text, test.code) {
			t.Errorf("%s: %d %s, want %d %s", name, code, text, test.want, test.code)
		}
	}
	if code, _, text := act(approver, "/decision", approval, tag); code != http.StatusPreconditionFailed {
		t.Errorf("on what was read before: %d %s", code, text)
	}
	if code, _, text := act(approver, "/decision", approval, ""); code != http.StatusPreconditionRequired {
		t.Errorf("without If-Match: %d %s", code, text)
	}
	if code, p, text = act(approver, "/decision", approval, p.ETag); code != http.StatusOK || p.State != checks.ProposalApproved {
		t.Fatalf("approved: %d %s", code, text)
	}
	after := decode[RuleHistory](t, ask(t, s, "/api/v1/rules/groundwater_1"))
	if newest := after.Versions[0]; len(after.Versions) != 2 || newest.State != "to_come" || !newest.Official || newest.Authority.Code != "keeper" || newest.Reason == "" || newest.ApprovedAt == nil || newest.Rule.Distance != 100 {
		t.Errorf("after: %+v", after)
	}
	if body := ask(t, s, "/api/v1/rules/groundwater_1").Body.String(); strings.Contains(body, "Esittelijä") || strings.Contains(body, registrar.Person.String()) {
		t.Errorf("the history names who: %s", body)
	}
	if w := ask(t, s, "/api/v1/rules/nothing"); w.Code != http.StatusNotFound {
		t.Errorf("no such rule: %d", w.Code)
	}
	list := decode[ProposalList](t, ask(t, s, "/api/v1/rule-proposals?state=approved", approver.as()...))
	if len(list.Items) != 1 || list.Items[0].Mine || len(list.Offers) != 0 {
		t.Errorf("list: %+v", list)
	}
}
