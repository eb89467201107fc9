package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/httprate"
	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/sessions"
	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// Every address that the router answers is in the list of operations with its rule, and the table has no line that
// nothing serves.
func TestEveryAddressHasARule(t *testing.T) {
	s := newServer(t, inDemo(t))
	known, served := map[string]bool{}, map[identity.Operation]bool{}
	for _, op := range s.operations {
		known[op.Method+" "+op.Path], served[op.Name] = true, true
	}
	routes := 0
	err := chi.Walk(s.router, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		routes++
		if !known[method+" "+route] {
			t.Errorf("%s %s was added past the list of routes, so nothing guards it", method, route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if routes < 40 {
		t.Errorf("walked %d routes: the walk misses most of them", routes)
	}
	for _, operation := range identity.Operations() {
		if !served[operation] {
			t.Errorf("the table has a line for %s, which nothing serves", operation)
		}
	}
}

func TestAnUnknownOperationIsNotServed(t *testing.T) {
	s := newServer(t)
	defer func() {
		if recover() == nil {
			t.Error("an operation without a line in the table was taken in")
		}
	}()
	s.route(hidden("no-such-operation", "/nowhere"), healthz2)
}

func healthz2(http.ResponseWriter, *http.Request) error { return nil }

// Operations that are open to everybody say so in the document, and no others do.
func TestTheDocumentSaysWhatIsPublic(t *testing.T) {
	s := newServer(t)
	rules := map[string]identity.Rule{}
	for _, op := range s.operations {
		rules[op.Method+" "+op.Path] = op.Rule
	}
	for path, item := range s.api.OpenAPI().Paths {
		for method, op := range map[string]*opLike{"GET": like(item.Get), "POST": like(item.Post), "PUT": like(item.Put), "PATCH": like(item.Patch), "DELETE": like(item.Delete)} {
			if op == nil {
				continue
			}
			rule, ok := rules[method+" "+path]
			if !ok {
				t.Errorf("%s %s is documented and not served", method, path)
			}
			if op.public != rule.IsOpen() || op.public == op.secured {
				t.Errorf("%s %s: x-public %v, security %v; open to everybody: %v", method, path, op.public, op.secured, rule.IsOpen())
			}
		}
	}
}

// trial is a world with things that belong to an owner, for others to try.
type trial struct {
	s            *Server
	owner        somebody
	stranger     somebody
	wrong        somebody // holds every office at another authority
	values       map[string]string
	bodies       map[identity.Operation]string
	ownAuthority uuid.UUID
	waiting      int64 // version of the layer "kept", which the owner's authority keeps
}

// secret is in everything of the owner's that others must not see.
const secret = "Salainen"

func newTrial(t *testing.T) trial {
	s := newServer(t, inDemo(t), takingFiles(t))
	s.Feed.Close() // or the stream of changes has no end
	mine, other := authority(t, s, "mine"), authority(t, s, "other")
	var all []identity.Office
	for _, role := range identity.Offices {
		all = append(all, identity.Office{Authority: other, Role: role})
	}
	x := trial{s: s, ownAuthority: mine,
		owner:    signedIn(t, s, secret+" Omistaja", identity.Office{Authority: mine, Role: identity.Administrator}, identity.Office{Authority: mine, Role: identity.Registrar}),
		stranger: signedIn(t, s, "Vieras"), wrong: signedIn(t, s, "Väärä", all...)}
	_, token, err := s.sessions.MakeToken(t.Context(), x.owner.Actor, sessions.TokenOrder{Name: secret, Scopes: []string{identity.ScopeProfile}, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	var official, mandate uuid.UUID
	owner := testdb.Owner(t, s.Pool)
	if err := owner.QueryRow(t.Context(), `select id from personal.officials where person = $1`, x.owner.Person).Scan(&official); err != nil {
		t.Fatal(err)
	}
	if err := owner.QueryRow(t.Context(), `insert into personal.mandates (id, giver, receiver, matter, state, note, valid_from, valid_to)
		values (gen_random_uuid(), $1, $2, 'all', 'requested', $3, now(), now() + interval '1 day') returning id`,
		x.owner.Person, signedIn(t, s, "Saaja").Person, secret).Scan(&mandate); err != nil {
		t.Fatal(err)
	}
	x.layer(t)
	x.values = map[string]string{
		"/api/v1/layers/{id}/rollback":              "/api/v1/layers/kept/rollback",
		"/api/v1/layers/{id}/serving":               "/api/v1/layers/kept/serving",
		"/api/v1/authorities/{code}/officials/{id}": "/api/v1/authorities/mine/officials/" + official.String(),
		"/api/v1/mandates/{id}":                     "/api/v1/mandates/" + mandate.String(), "/api/v1/mandates/{id}/answer": "/api/v1/mandates/" + mandate.String() + "/answer",
		"/api/v1/sessions/{id}": "/api/v1/sessions/" + x.owner.Session.String(), "/api/v1/tokens/{id}": "/api/v1/tokens/" + token.ID.String(),
		"{lang:fi|sv|en}": "fi", "{grid}": "WebMercatorQuad", "{layer}": "none", "{z}": "1", "{x}": "0", "{y}": "0", "{feature}": "1", "{name}": "busy", "/api/v1/layers/{id}/versions": "/api/v1/layers/kept/versions", "{version}": fmt.Sprint(x.waiting), "*": "x",
		"{id}": uuid.Must(uuid.NewV7()).String(), "{code}": "mine",
	}
	for _, of := range []string{"report", "difference", "differences", "publication", "rejection"} {
		x.values["/api/v1/layers/{id}/versions/{version}/"+of] = fmt.Sprintf("/api/v1/layers/kept/versions/%d/%s", x.waiting, of)
	}
	for path, address := range ownImports(t, s, x.owner, mine) {
		x.values[path] = address
	}
	for path, address := range x.disputed(t) {
		x.values[path] = address
	}
	for path, address := range x.proposed(t) {
		x.values[path] = address
	}
	for path, address := range ownBatch(t, s, x.owner) {
		x.values[path] = address
	}
	for path, address := range x.planned(t) {
		x.values[path] = address
	}
	term := `"matter":"all","valid_from":"` + time.Now().Format(time.RFC3339) + `","valid_to":"` + time.Now().Add(time.Hour).Format(time.RFC3339) + `"}`
	x.bodies = map[identity.Operation]string{
		"check-place":       `{"geometry":{"type":"Point","coordinates":[26.6,62.4]}}`,
		"describe-place":    `{"geometry":{"type":"Point","coordinates":[26.6,62.4]}}`,
		"change-place":      `{"operation":"widen","distance_m":10,"geometries":[{"type":"Point","coordinates":[26.6,62.4]}]}`,
		"place-around":      `{"what":["62.4, 26.6"],"radius_m":10}`,
		"place-street":      `{"street":"A","from":"B","to":"C"}`,
		"read-place-file":   `{"type":"Point","coordinates":[26.6,62.4]}`,
		"list-requirements": `{"places":[{"type":"Point","coordinates":[26.6,62.4]}]}`,
		"keep-check":        `{"geometry":{"type":"Point","coordinates":[26.6,62.4]}}`,
		"dispute-finding":   `{"rule":"kept_inside","layer":"kept","feature_id":"A1","reason":"x"}`,
		"answer-dispute":    `{"state":"rejected","answer":"x"}`,
		"begin-proposal":    proposalOf("kept_inside", 1), "change-proposal": proposalOf("kept_inside", 1),
		"work-out-effect": ``, "submit-proposal": ``, "withdraw-proposal": `{"to":"withdrawn"}`, "decide-proposal": `{"approve":false,"answer":"x"}`,
		"change-profile":        `{"language":"fi","email":"","phone":"","channels":[],"street":"","postal_code":"","town":""}`,
		"make-token":            `{"name":"x","scopes":["profile"],"days":1}`,
		"act-for":               `{"principal":"` + x.owner.Person.String() + `","source":"kept"}`,
		"give-mandate":          `{"receiver":{"national_id":"120385-9015","family_name":"Kansalainen"},` + term,
		"request-mandate":       `{"giver":{"national_id":"120385-9015","family_name":"Kansalainen"},` + term,
		"begin-suomifi-mandate": `{"kind":"person"}`,
		"answer-mandate":        `{"accept":true}`,
		"who-is-competent":      `{"geometry":{"type":"Point","coordinates":[26.6,62.4]}}`,
		"appoint-official":      `{"person":"` + x.stranger.Person.String() + `","role":"handler"}`,
		"change-authority":      `{"channels":{"email":"","phone":"","web":"","e_service":"","address":{"street":"","postal_code":"","town":""}},"hours":{"weekly":[],"exceptions":[]}}`,
		"publish-version":       `{"confirm_shrink":true}`, "reject-version": ``, "rollback-layer": ``,
		"start-import":        `{"address":"https://register.example/x.gpkg"}`,
		"choose-import":       `{"parts":[]}`,
		"change-layer-source": `{"address":"https://register.example/x.gpkg","every_minutes":60,"publish":"ask"}`,
		"begin-upload":        ``, "continue-upload": ``, "cancel-import": ``, "refresh-layer": ``,
		"create-project": `{"changes":{"/title":"x"}}`, "save-project": `{"changes":{"/title":"x"}}`, "put-project-place": `{"type":"FeatureCollection","features":[]}`, "restore-project-version": ``, "copy-project": `{}`,
		"show-project": `{}`, "cancel-project": `{}`, "reply-on-project": `{"text":"x"}`, "see-project-news": `{"until":"2027-01-01T00:00:00Z"}`, "look-at-project": `{"version":1}`, "see-to-project": `{"contact":true}`, "comment-on-project": `{"text":"x"}`, "add-project-file": `x`, "restrict-case-item": `{"item":"summary","why":"x"}`,
		"preview-batch": `{"layer":"kept"}`, "check-batch": `{"layer":"kept"}`, "cancel-batch": ``,
		"demo-mandate-source": ``, "demo-sign-in": `{"persona":"nobody"}`, "demo-provider": ``, "sign-out": ``,
	}
	return x
}

// layer makes a layer that the owner's authority keeps, with two published versions and one that waits.
func (x *trial) layer(t *testing.T) {
	t.Helper()
	pool := testdb.Owner(t, x.s.Pool)
	recipe := groundwater
	recipe.ID, recipe.Title = "kept", i18n.Text{Fi: "Oma", Sv: "Egen", En: "Own"}
	publish(t, pool, recipe)
	publish(t, pool, recipe)
	recipe.Title = i18n.Text{Fi: secret, Sv: secret, En: secret}
	x.waiting = awaiting(t, x.s, recipe, "A1", "A2")
	if err := layers.NewStore(pool).SetKeeper(t.Context(), "kept", x.ownAuthority); err != nil {
		t.Fatal(err)
	}
}

// disputed makes a check that the owner has kept and disputes. Its address is the right to read it; the reason is not for those
// who have it.
func (x *trial) disputed(t *testing.T) map[string]string {
	t.Helper()
	pool := testdb.Owner(t, x.s.Pool)
	if _, err := pool.Exec(t.Context(), `insert into check_rules (id, version, theme, relation, severity, title, why, next, statute, authority, valid_from)
		select 'kept_inside', 1, 'groundwater', 'inside', 'red', t, t, t, t, t, '2020-01-01' from (select '{"fi": "x", "sv": "x", "en": "x"}'::jsonb as t) t`); err != nil {
		t.Fatal(err)
	}
	if err := x.s.Catalogue.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := send(t, x.s, http.MethodPost, "/api/v1/checks/runs", `{"geometry":`+pointInside+`}`, x.owner.as()...)
	run := w.Header().Get("Location")
	w = send(t, x.s, http.MethodPost, run+"/disputes", `{"rule":"kept_inside","layer":"kept","feature_id":"A1","reason":"`+secret+`"}`, x.owner.as()...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return map[string]string{"/api/v1/checks/runs/{id}": run, "/api/v1/checks/runs/{id}/again": run + "/again",
		"/api/v1/disputes/{id}/answer": "/api/v1/disputes/" + decode[OwnDispute](t, w).ID.String() + "/answer"}
}

// proposed makes the owner's authority the keeper of the rules, and a draft of the owner's.
func (x *trial) proposed(t *testing.T) map[string]string {
	t.Helper()
	if err := checks.SetRuleKeeper(t.Context(), testdb.Owner(t, x.s.Pool), x.ownAuthority); err != nil {
		t.Fatal(err)
	}
	w := send(t, x.s, http.MethodPost, "/api/v1/rule-proposals", proposalOf("kept_inside", 1), x.owner.as()...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	one, paths := w.Header().Get("Location"), map[string]string{"/api/v1/rules/{id}": "/api/v1/rules/kept_inside"}
	for _, of := range []string{"", "/effect", "/submission", "/withdrawal", "/decision"} {
		paths["/api/v1/rule-proposals/{id}"+of] = one + of
	}
	return paths
}

// proposalOf is a proposal to change a rule of the theme groundwater from tomorrow on.
func proposalOf(rule string, base int) string {
	text := `{"fi":"` + secret + `","sv":"x","en":"x"}`
	return fmt.Sprintf(`{"kind":"change","base":%d,"reason":"%s","places":[{"name":"x","geometry":%s}],"rule":{"id":"%s","theme":"groundwater","relation":"within","distance_m":100,"severity":"amber",
		"title":%[5]s,"why":%[5]s,"next":%[5]s,"statute":%[5]s,"authority":%[5]s,"valid_from":"%[6]s"}}`, base, secret, pointInside, rule, text, time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
}

// address is an operation's path with the owner's things in it.
func (x trial) address(op operation) string {
	path := op.Path
	if whole, ok := x.values[path]; ok {
		return whole
	}
	for name, value := range x.values {
		if !strings.HasPrefix(name, "/") {
			path = strings.ReplaceAll(path, name, value)
		}
	}
	return path
}

func (x trial) try(t *testing.T, op operation, headers ...string) (status int, body string) {
	t.Helper()
	content, ok := x.bodies[op.Name]
	if !ok && (op.Method == http.MethodPost || op.Method == http.MethodPut || op.Method == http.MethodPatch) {
		t.Errorf("%s: the trial has no body for it", op.Name)
	}
	if op.Method == http.MethodPut || op.Method == http.MethodPatch || strings.HasSuffix(string(op.Name), "-project") || op.Name == "restore-project-version" || op.Name == "publish-version" || op.Name == "answer-dispute" || strings.HasSuffix(string(op.Name), "-proposal") || op.Name == "delete-layer-source" || op.Name == "rollback-layer" {
		headers = append(headers, "If-Match", `"v1"`)
	}
	w := send(t, x.s, op.Method, x.address(op), content, headers...)
	return w.Code, w.Body.String()
}

// Every operation is tried by nobody, by a stranger and by officials of another authority. What one may not know about
// is not there.
func TestEveryOperationIsGuarded(t *testing.T) {
	x := newTrial(t)
	json := []string{"Content-Type", "application/json"}
	for _, op := range x.s.operations {
		t.Run(string(op.Name)+" "+op.Method, func(t *testing.T) {
			x.s.limits.refused = httprate.NewRateLimiter(mostRefusals, long) // all the operations together look like guessing
			status, body := x.try(t, op, json...)
			switch {
			case op.Rule.IsOpen() && (status == http.StatusUnauthorized || status == http.StatusForbidden && op.Name != "finish-sign-in"):
				t.Errorf("nobody: %d, although it is open to everybody", status)
			case !op.Rule.IsOpen() && status != http.StatusUnauthorized:
				t.Errorf("nobody: %d, want 401", status)
			}
			if strings.Contains(body, secret) {
				t.Errorf("nobody is told %s", body)
			}
			if op.Rule.IsOpen() {
				return
			}
			for name, who := range map[string]somebody{"a stranger": x.stranger, "another authority": x.wrong} {
				x.tryOther(t, op, name, who)
			}
		})
	}
}

// tryOther tries an operation on a person's own things: others get their own, and nothing of the owner's.
func (x trial) tryOther(t *testing.T, op operation, name string, who somebody) {
	t.Helper()
	x.s.limits.refused = httprate.NewRateLimiter(mostRefusals, long) // nobody else tries everything
	before := x.state(t)
	status, body := x.try(t, op, who.as()...)
	if strings.Contains(body, secret) {
		t.Errorf("%s is told %s", name, body)
	}
	if x.state(t) != before {
		t.Errorf("%s changed what is the owner's", name)
	}
	named := strings.Contains(op.Path, "{")
	somebodyMay := op.Rule.Admits(who.Actor, time.Now()) == nil
	if (named || !somebodyMay) && status != http.StatusNotFound {
		t.Errorf("%s: %d %s, want 404", name, status, body)
	}
}

// state is everything of the owner's, as text.
func (x trial) state(t *testing.T) (text string) {
	t.Helper()
	err := x.s.Personal.QueryRow(t.Context(), `select concat(
		(select to_jsonb(p) from personal.parties p where id = $1),
		(select jsonb_agg(to_jsonb(s) - 'seen_at' order by id) from personal.sessions s where party = $1),
		(select jsonb_agg(t order by id) from personal.tokens t where party = $1),
		(select jsonb_agg(o order by id) from personal.officials o where person = $1 or authority = $2),
		(select jsonb_agg(m order by id) from personal.mandates m where giver = $1 or receiver = $1),
		(select jsonb_agg(i order by id) from layer_imports i where authority = $2),
		(select jsonb_agg(u order by id) from layer_uploads u where authority = $2),
		(select jsonb_agg(c order by c.layer) from layer_sources c join layers l on l.id = c.layer where l.keeper = $2),
		(select jsonb_agg(d order by d.id) from personal.check_disputes d where party = $1),
		(select jsonb_agg(p order by p.id) from projects p where party = $1),
		(select jsonb_agg(to_jsonb(v) - 'geom' order by v.project, v.number) from project_versions v join projects p on p.id = v.project where p.party = $1),
		(select jsonb_agg(c order by c.id) from personal.project_comments c join projects p on p.id = c.project where p.party = $1),
		(select jsonb_agg(r order by r.id) from personal.project_restrictions r join projects p on p.id = r.project where p.party = $1),
		(select jsonb_agg(a order by a.id) from project_attachments a join projects p on p.id = a.project where p.party = $1),
		(select jsonb_agg(c order by c.person) from personal.project_contacts c join projects p on p.id = c.project where p.party = $1),
		(select jsonb_agg(v order by v.person) from personal.project_visits v join projects p on p.id = v.project where p.party = $1),
		(select jsonb_agg(l order by l.person) from personal.project_looks l join projects p on p.id = l.project where p.party = $1),
		(select jsonb_agg(r order by r.id) from rule_proposals r where proposed_by = $1),
		(select jsonb_agg(b order by b.id) from personal.check_batches b where party = $1),
		(select to_jsonb(a) from authorities a where id = $2),
		(select jsonb_agg(jsonb_build_object('number', v.number, 'state', v.state) order by v.number) from layer_versions v where layer = 'kept'))`, x.owner.Person, x.ownAuthority).Scan(&text)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Answers that depend on who asks are kept by no cache and read by no other site's page.
func TestPersonalAnswersAreNobodyElses(t *testing.T) {
	x := newTrial(t)
	for _, op := range x.s.operations {
		if !op.Rule.IsPersonal() || op.Method != http.MethodGet || op.Name == "demo-provider" {
			continue
		}
		w := send(t, x.s, op.Method, x.address(op), "", append(x.owner.as(), "Origin", "https://evil.example")...)
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q, want no-store", op.Name, got)
		}
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s: open to other sites: %s", op.Name, got)
		}
	}
}

// What somebody who is signed in was not let through to is in the audit log.
func TestRefusalsAreLogged(t *testing.T) {
	x := newTrial(t)
	send(t, x.s, http.MethodDelete, x.values["/api/v1/tokens/{id}"], "", x.stranger.as()...)
	var count int
	err := x.s.Personal.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'refused' and operation = 'revoke-token' and actor = $1`, x.stranger.Person).Scan(&count)
	if err != nil || count != 1 {
		t.Errorf("%d entries, %v; want 1", count, err)
	}
}

func TestTokens(t *testing.T) {
	x := newTrial(t)
	make := send(t, x.s, http.MethodPost, "/api/v1/tokens", `{"name":"yö","scopes":["profile"],"days":7}`, x.owner.as()...)
	if make.Code != http.StatusCreated {
		t.Fatalf("%d %s", make.Code, make.Body)
	}
	bearer := []string{"Authorization", "Bearer " + decode[NewToken](t, make).Secret}
	if w := ask(t, x.s, "/api/v1/profile", bearer...); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), secret) {
		t.Errorf("with its scope: %d %s", w.Code, w.Body)
	}
	if w := ask(t, x.s, "/api/v1/tokens", bearer...); w.Code != http.StatusForbidden {
		t.Errorf("beyond its scope: %d, want 403", w.Code)
	}
	if w := ask(t, x.s, "/api/v1/layers", bearer...); w.Code != http.StatusOK {
		t.Errorf("what is public: %d", w.Code)
	}
	x.s.limits.failures = httprate.NewRateLimiter(wrongTokens, long)
	tried := 0
	for ; tried < 3*wrongTokens; tried++ {
		w := ask(t, x.s, "/api/v1/profile", "Authorization", "Bearer lupa_wrong")
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "" {
			break
		}
		if w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
			t.Fatalf("a wrong token: %d, want 401", w.Code)
		}
	}
	if tried < wrongTokens || tried == 3*wrongTokens {
		t.Errorf("refused for good after %d wrong ones, want %d", tried, wrongTokens)
	}
	if w := ask(t, x.s, "/api/v1/profile", bearer...); w.Code != http.StatusTooManyRequests {
		t.Errorf("a right one from there: %d, want 429", w.Code)
	}
}

// Whoever is refused again and again is guessing.
func TestGuessingIsStopped(t *testing.T) {
	x := newTrial(t)
	x.s.limits.refused = httprate.NewRateLimiter(mostRefusals, long)
	tried := 0
	for ; tried < 3*mostRefusals; tried++ {
		w := send(t, x.s, http.MethodDelete, "/api/v1/tokens/"+uuid.NewString(), "", x.stranger.as()...)
		if w.Code == http.StatusTooManyRequests {
			break
		}
	}
	if tried < mostRefusals || tried == 3*mostRefusals {
		t.Errorf("stopped after %d, want %d", tried, mostRefusals)
	}
	var logged int
	if err := x.s.Personal.QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'refused' and actor = $1`, x.stranger.Person).Scan(&logged); err != nil || logged != mostRefusals {
		t.Errorf("%d in the log, %v; want %d", logged, err, mostRefusals)
	}
	if w := ask(t, x.s, "/api/v1/me", x.owner.as()...); w.Code != http.StatusOK {
		t.Errorf("others are stopped too: %d", w.Code)
	}
}

// Text that the database cannot keep is the caller's fault, wherever it stands.
func TestOddText(t *testing.T) {
	x := newTrial(t)
	for _, address := range []string{"/api/v1/authorities/a%00b", "/api/v1/authorities/a%ffb", "/api/v1/authorities?q=%00", "/api/v1/search?q=%ff", "/api/v1/looks?before=%00"} {
		if w := get(x.s, address, x.owner.as()...); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	for address, body := range map[string]string{"/api/v1/tokens": `{"name":"a\u0000b","scopes":["profile"],"days":1}`, "/api/v1/competences": `{"geometry":{"type":"Point","coordinates":[26.6,62.4]},"field":"a\u0000b"}`} {
		if w := send(t, x.s, http.MethodPost, address, body, x.owner.as()...); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
	if w := ask(t, x.s, "/api/v1/looks?before=5000000000", x.owner.as()...); w.Code != http.StatusOK {
		t.Errorf("a large number: %d %s", w.Code, w.Body)
	}
	many := `{"name":"x","scopes":["profile"` + strings.Repeat(`,"profile"`, 100_000) + `],"days":1}`
	if w := send(t, x.s, http.MethodPost, "/api/v1/tokens", many, x.owner.as()...); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a hundred thousand scopes: %d", w.Code)
	}
}

// opLike is what the document says about who may use an operation.
type opLike struct{ public, secured bool }

func like(op *huma.Operation) *opLike {
	if op == nil {
		return nil
	}
	public, _ := op.Extensions["x-public"].(bool)
	return &opLike{public, len(op.Security) > 0}
}
