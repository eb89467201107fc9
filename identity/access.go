package identity

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Role is in what capacity somebody asks.
type Role string

// Roles. The offices are those of officials at an authority.
const (
	Anyone        Role = "anyone"         // signed in or not
	Somebody      Role = "somebody"       // a person who is signed in
	Handler       Role = "handler"        // käsittelijä
	DecisionMaker Role = "decision_maker" // päättäjä
	Supervisor    Role = "supervisor"     // valvoja
	Registrar     Role = "registrar"      // kirjaaja
	Administrator Role = "administrator"  // an authority's own, for its officials and its card in the directory
)

// Offices are the roles that officials hold.
var Offices = []Role{Handler, DecisionMaker, Supervisor, Registrar, Administrator}

// CaseOffices are those that see the cases of their authority. Its administrator appoints officials and is none of them.
var CaseOffices = []Role{Handler, DecisionMaker, Supervisor, Registrar}

// Relation is how somebody must stand to the thing they ask for. Stores put it in the where of their statements.
type Relation string

// Relations.
const (
	Public      Relation = "public"          // the thing is everybody's to see
	Own         Relation = "own"             // it is the person's, whoever they act for
	OfParty     Relation = "of_party"        // it belongs to the party they act for: themselves, or whose mandate they use
	OfAuthority Relation = "of_authority"    // it belongs to the authority of their office
	OfCase      Relation = "of_case"         // their authority is one of the case's
	Machine     Relation = "for_the_machine" // it is for those who run the service, who reach it past the proxy
)

// Grant lets a role do something to things it stands in that relation to.
type Grant struct {
	Role     Role
	Relation Relation
}

// Rule is a line of the table of access: who may, and with a token of which scope.
type Rule struct {
	Grants []Grant
	Scope  string // the scope that a token needs; empty: no token will do
}

// Operation names something that the service does, as in the OpenAPI document and in the audit log.
type Operation string

var (
	public     = Rule{Grants: []Grant{{Anyone, Public}}, Scope: ScopeAny}
	asked      = Rule{Grants: []Grant{{Anyone, Own}}, Scope: ScopeAny} // everybody may ask, and is told about themselves
	own        = Rule{Grants: []Grant{{Somebody, Own}}}
	shown      = Rule{Grants: []Grant{{Anyone, Public}, {Registrar, OfAuthority}}, Scope: ScopeAny} // what is public, and of what is not what their authority keeps
	applicant  = Rule{Grants: []Grant{{Somebody, OfParty}}, Scope: ScopeProjects}                   // the side of whoever a project belongs to
	caseworker = Rule{Grants: ofCase(CaseOffices), Scope: ScopeProjects}                            // an authority that a project concerns
	machines   = Rule{Grants: []Grant{{Anyone, Machine}}, Scope: ScopeAny}
)

// Scopes of tokens. ScopeAny stands for operations that need no right at all.
const (
	ScopeAny         = "*"
	ScopeProfile     = "profile"
	ScopeAuthorities = "authorities"
	ScopeProjects    = "projects"
)

// Scopes are those that a token can be given.
var Scopes = []string{ScopeProfile, ScopeAuthorities, ScopeProjects}

func ofCase(roles []Role) (grants []Grant) {
	for _, role := range roles {
		grants = append(grants, Grant{role, OfCase})
	}
	return grants
}

func with(scope string, grants ...Grant) Rule { return Rule{Grants: grants, Scope: scope} }

// access is the one table of access rules. An operation without a line is refused when the server is built.
var access = map[Operation]Rule{
	// The map
	"list-layers": public, "get-layer": public, "at-place": public, "search": public, "list-features": public, "get-feature": public, "export-layer": public,
	"get-layer-coverage": public, "list-layer-versions": shown, "get-version-report": shown,
	"check-place": public, "list-requirements": public, "list-rules": public, "list-questions": public, "get-tile": public, "describe-tiles": public, "get-style": public, "get-dark-style": public, "get-sprite": public, "background": public,
	"ogc-landing": public, "ogc-conformance": public, "list-tile-matrix-sets": public, "get-tile-matrix-set": public,
	"list-collections": public, "get-collection": public, "list-tilesets": public, "get-tileset": public,
	"follow-changes":    public,
	"get-layer-serving": with("", Grant{Registrar, OfAuthority}),

	// Putting a place
	"describe-place": public, "change-place": public, "place-around": public, "place-street": public, "list-streets": public, "list-crossings": public, "read-place-file": own,

	// Kept checks: an address is the right to read one
	"keep-check": asked, "get-kept-check": asked, "check-again": public, "dispute-finding": own,
	"list-disputes":  with("", Grant{Registrar, OfAuthority}),
	"answer-dispute": with("", Grant{Registrar, OfAuthority}),

	// Rules of checks: one official proposes, another decides
	"get-rule":       public,
	"list-proposals": with("", Grant{Registrar, OfAuthority}, Grant{DecisionMaker, OfAuthority}), "get-proposal": with("", Grant{Registrar, OfAuthority}, Grant{DecisionMaker, OfAuthority}),
	"work-out-effect": with("", Grant{Registrar, OfAuthority}, Grant{DecisionMaker, OfAuthority}), "decide-proposal": with("", Grant{Registrar, OfAuthority}, Grant{DecisionMaker, OfAuthority}),
	"begin-proposal": with("", Grant{Registrar, OfAuthority}), "change-proposal": with("", Grant{Registrar, OfAuthority}),
	"submit-proposal": with("", Grant{Registrar, OfAuthority}), "withdraw-proposal": with("", Grant{Registrar, OfAuthority}),

	// Checks of many places: whoever is signed in, for themselves
	"preview-batch": own, "check-batch": own, "list-batches": own, "get-batch": own, "cancel-batch": own, "delete-batch": own,
	"list-batch-places": own, "get-batch-place": own, "map-batch": own, "export-batch": own,

	// Projects and events: the applicant's side writes, authorities see what was shown to them, everybody what is open
	"list-project-kinds": public, "list-public-projects": public, "get-public-project": public,
	"create-project": applicant, "list-projects": applicant, "get-project": applicant, "save-project": applicant, "delete-project": applicant, "get-project-place": applicant, "put-project-place": applicant,
	"list-project-versions": applicant, "get-project-version": applicant, "compare-project-versions": applicant, "restore-project-version": applicant, "copy-project": applicant, "get-earlier-project": applicant,
	"preview-project": applicant, "show-project": applicant, "list-project-authorities": applicant, "cancel-project": applicant, "get-project-receipt": applicant, "list-project-comments": applicant, "reply-on-project": applicant, "list-project-restrictions": applicant, "list-project-news": applicant, "see-project-news": applicant,
	"list-project-cases": caseworker, "get-project-case": caseworker, "compare-project-case": caseworker, "look-at-project": caseworker, "see-to-project": caseworker, "list-case-authorities": caseworker,
	"list-case-comments": caseworker, "comment-on-project": caseworker, "list-case-restrictions": caseworker, "restrict-case-item": caseworker, "lift-case-restriction": caseworker,
	"list-file-formats": public, "add-project-file": applicant, "list-project-files": applicant, "get-project-file": applicant, "list-case-files": caseworker, "get-case-file": caseworker,

	// Approving what was imported
	"get-difference":   with("", Grant{Registrar, OfAuthority}),
	"list-differences": with("", Grant{Registrar, OfAuthority}),
	"publish-version":  with("", Grant{Registrar, OfAuthority}),
	"reject-version":   with("", Grant{Registrar, OfAuthority}),
	"rollback-layer":   with("", Grant{Registrar, OfAuthority}),

	// Importing layers and keeping their sources
	"list-layer-sources": public,
	"begin-upload":       with("", Grant{Registrar, OfAuthority}), "get-upload": with("", Grant{Registrar, OfAuthority}),
	"continue-upload": with("", Grant{Registrar, OfAuthority}), "drop-upload": with("", Grant{Registrar, OfAuthority}),
	"start-import": with("", Grant{Registrar, OfAuthority}), "list-imports": with("", Grant{Registrar, OfAuthority}),
	"get-import": with("", Grant{Registrar, OfAuthority}), "choose-import": with("", Grant{Registrar, OfAuthority}),
	"cancel-import":    with("", Grant{Registrar, OfAuthority}),
	"get-layer-source": with("", Grant{Registrar, OfAuthority}), "change-layer-source": with("", Grant{Registrar, OfAuthority}),
	"delete-layer-source": with("", Grant{Registrar, OfAuthority}), "refresh-layer": with("", Grant{Registrar, OfAuthority}),

	// Pages, their files and the documentation
	"home": public, "language": public, "page": public, "national-map": public, "asset": public, "licences": public, "icon": public, "style": public,
	"openapi": public, "docs": public, "list-problems": public, "describe-problem": public,

	// For those who run the service
	"health": machines, "ready": machines, "metrics": machines,

	// Signing in and out
	"list-sign-in-providers": public, "begin-sign-in": asked, "finish-sign-in": asked, "sign-out": asked, "signed-out": asked, "who-am-i": asked,
	"demo-provider": asked, "demo-mandate-source": asked, "demo-sign-in": asked, "list-personas": public, "list-demo-mails": own,

	// My page
	"get-profile":    with(ScopeProfile, Grant{Somebody, OfParty}),
	"change-profile": with(ScopeProfile, Grant{Somebody, OfParty}),
	"list-sessions":  own, "end-session": own, "end-other-sessions": own,
	"list-tokens": own, "make-token": own, "revoke-token": own,
	"list-looks": own,

	// Acting for another
	"list-principals": own, "act-for": own, "act-for-myself": own, "begin-suomifi-mandate": own, "finish-suomifi-mandate": own,
	"list-mandates": own, "give-mandate": own, "request-mandate": own, "answer-mandate": own, "revoke-mandate": own, "list-mandate-uses": own, "list-matters": public,

	// The directory of authorities
	"list-authorities": public, "get-authority": public, "who-is-competent": public, "list-fields": public,
	"change-authority": with(ScopeAuthorities, Grant{Administrator, OfAuthority}),
	"list-officials":   with("", Grant{Administrator, OfAuthority}),
	"appoint-official": with("", Grant{Administrator, OfAuthority}),
	"dismiss-official": with("", Grant{Administrator, OfAuthority}),
}

// Errors of access. Their texts are for the log.
var (
	ErrSignIn    = errors.New("identity: not signed in")
	ErrForbidden = errors.New("identity: not allowed")
	ErrScope     = errors.New("identity: the token is not for this")
	ErrActing    = errors.New("identity: officials act for nobody else in office")
)

// RuleOf is the operation's line of the table.
func RuleOf(operation Operation) (Rule, bool) {
	rule, ok := access[operation]
	return rule, ok
}

// Operations are all that the table knows.
func Operations() []Operation {
	all := make([]Operation, 0, len(access))
	for operation := range access {
		all = append(all, operation)
	}
	slices.Sort(all)
	return all
}

// IsOpen tells whether everybody may, signed in or not.
func (r Rule) IsOpen() bool {
	return slices.ContainsFunc(r.Grants, func(g Grant) bool { return g.Role == Anyone })
}

// IsPersonal tells whether the answer depends on who asks: nobody else may keep or see it.
func (r Rule) IsPersonal() bool {
	return slices.ContainsFunc(r.Grants, func(g Grant) bool { return g.Relation != Public && g.Relation != Machine })
}

// Admits tells whether the actor may come in at all: whether some grant is for a role they have. How they stand to the
// thing itself is for the statement that reads it. Nobody signed in gives ErrSignIn, no role ErrForbidden, and a token
// of another scope ErrScope. An official who acts for somebody else gets ErrActing.
func (r Rule) Admits(actor Actor, now time.Time) error {
	for _, grant := range r.Grants {
		switch {
		case grant.Role == Anyone:
			return nil
		case !actor.SignedIn():
			return ErrSignIn
		case grant.Role == Somebody, len(actor.At(now, grant.Role)) > 0:
			return r.admitsToken(actor)
		}
	}
	if actor.Acting != nil {
		self := actor
		self.Acting = nil
		if r.Admits(self, now) == nil {
			return ErrActing
		}
	}
	return ErrForbidden
}

// In are the authorities in whose office the rule admits the actor.
func (r Rule) In(actor Actor, now time.Time) []uuid.UUID {
	var in []uuid.UUID
	if r.admitsToken(actor) != nil {
		return in // what is open to everybody shows a token of another scope nothing more
	}
	for _, grant := range r.Grants {
		if grant.Relation == OfAuthority || grant.Relation == OfCase {
			in = append(in, actor.At(now, grant.Role)...)
		}
	}
	slices.SortFunc(in, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(in)
}

func (r Rule) admitsToken(actor Actor) error {
	if actor.Token != uuid.Nil && !slices.Contains(actor.Scopes, r.Scope) {
		return ErrScope
	}
	return nil
}
