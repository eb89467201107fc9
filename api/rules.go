package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// ruling answers for the rules of checks, their history and what officials propose about them.
type ruling struct {
	*Server
	proposals *checks.Proposals
}

// ruleRoutes adds rules and proposals about them to the list of routes.
func (s *Server) ruleRoutes() {
	r := &ruling{s, checks.NewProposals(s.checks, s.Personal)}
	register(s, huma.Operation{OperationID: "get-rule", Method: http.MethodGet, Path: "/api/v1/rules/{id}", Tags: []string{tagChecks},
		Summary:     "A rule with all its versions",
		Description: "The newest version first, in every language. Of versions that officials approved, the authority, the days and the reason are told, never who."}, r.get)
	r.proposalRoutes()
}

// RuleText is a rule as officials write it: every text in every language.
type RuleText struct {
	ID        string          `json:"id" maxLength:"63" example:"natura_near"`
	Theme     layers.Theme    `json:"theme" maxLength:"63" doc:"Layers of this theme are looked at"`
	Kinds     []string        `json:"kinds,omitempty" maxItems:"100" doc:"Kinds of project that it concerns; none: every kind"`
	Relation  checks.Relation `json:"relation" enum:"inside,overlaps,within,nearest"`
	Distance  float64         `json:"distance_m,omitempty" doc:"True metres"`
	Share     float64         `json:"share,omitempty" doc:"Of relation overlaps: above 0, at most 1"`
	Zone      string          `json:"zone,omitempty" maxLength:"63" doc:"The meaning of the attribute that gives each feature's own distance"`
	During    bool            `json:"during,omitempty"`
	Severity  checks.Severity `json:"severity,omitempty" enum:"red,amber,green" doc:"None where cases give it"`
	Cases     []RuleCase      `json:"cases,omitempty" maxItems:"60"`
	Condition *RuleCondition  `json:"condition,omitempty"`
	Title     i18n.Text       `json:"title" doc:"{d} stands for the distance"`
	Why       i18n.Text       `json:"why" doc:"{name} stands for the feature's title, {value} for the attribute of the condition, {d} for the distance"`
	Next      i18n.Text       `json:"next"`
	Statute   i18n.Text       `json:"statute"`
	Authority i18n.Text       `json:"authority"`
	Field     string          `json:"field,omitempty" maxLength:"63" doc:"Of the directory of authorities"`
	ValidFrom string          `json:"valid_from" maxLength:"10" doc:"First day, YYYY-MM-DD, in Finland"`
	ValidTo   string          `json:"valid_to,omitempty" maxLength:"10" doc:"Last day; missing: until further notice"`
}

func ruleText(r checks.Rule) RuleText {
	t := RuleText{ID: r.ID, Theme: r.Theme, Kinds: r.Kinds, Relation: r.Relation, Distance: r.Distance, Share: r.Share, Zone: r.Zone, During: r.During, Severity: r.Severity,
		Title: r.Title, Why: r.Why, Next: r.Next, Statute: r.Statute, Authority: r.Authority, Field: r.Field, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo}
	if len(r.Cases) > 0 {
		t.Cases = describeCases(r.Cases)
	}
	if r.Condition != nil {
		c := RuleCondition(*r.Condition)
		t.Condition = &c
	}
	return t
}

func (t RuleText) rule() checks.Rule {
	r := checks.Rule{ID: t.ID, Theme: t.Theme, Kinds: t.Kinds, Relation: t.Relation, Distance: t.Distance, Share: t.Share, Zone: t.Zone, During: t.During, Severity: t.Severity,
		Title: t.Title, Why: t.Why, Next: t.Next, Statute: t.Statute, Authority: t.Authority, Field: t.Field, ValidFrom: t.ValidFrom, ValidTo: t.ValidTo}
	for _, c := range t.Cases {
		r.Cases = append(r.Cases, checks.Case{When: c.When, Distance: c.Distance, Formula: (*checks.Formula)(c.Formula), Severity: c.Severity})
	}
	if t.Condition != nil {
		c := checks.Condition(*t.Condition)
		r.Condition = &c
	}
	return r
}

// RuleHistory is a rule with all its versions.
type RuleHistory struct {
	ID       string        `json:"id"`
	Keeper   *AuthorityRef `json:"keeper,omitempty" doc:"The authority whose officials change rules; missing: nobody here does"`
	Versions []RuleEdition `json:"versions" nullable:"false" doc:"The newest first"`
}

// RuleEdition is one version of a rule and how it came about.
type RuleEdition struct {
	Version    int           `json:"version"`
	Rule       RuleText      `json:"rule"`
	State      string        `json:"state" enum:"in_force,to_come,past" doc:"Today. past: another version holds instead, or its time is over"`
	Ends       bool          `json:"ends,omitempty" doc:"It ends the rule: from valid_from on there is none"`
	Official   bool          `json:"official" doc:"Officials approved it here; otherwise it came with the program"`
	MadeAt     *time.Time    `json:"made_at,omitempty"`
	Authority  *AuthorityRef `json:"decided_for,omitempty" doc:"Whose officials proposed and approved it"`
	Reason     string        `json:"reason,omitempty" doc:"Why it was changed"`
	ProposedAt *time.Time    `json:"proposed_at,omitempty"`
	ApprovedAt *time.Time    `json:"approved_at,omitempty"`
}

type getRuleInput struct {
	LangInput
	ConditionalInput
	ID string `path:"id" maxLength:"63"`
}

func (r *ruling) get(ctx context.Context, in *getRuleInput) (*cached[RuleHistory], error) {
	versions, err := r.checks.History(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	keeper, err := checks.RuleKeeper(ctx, r.Pool)
	if err != nil {
		return nil, err
	}
	ids := []uuid.UUID{keeper}
	for _, v := range versions {
		ids = append(ids, v.Authority)
	}
	named, err := r.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	history := RuleHistory{ID: in.ID, Keeper: named[keeper], Versions: []RuleEdition{}}
	today, reached := identity.Today(time.Now()), false
	for _, v := range versions {
		edition := RuleEdition{Version: v.Version, Rule: ruleText(v.Rule), State: "past", Ends: v.Repealed, Official: v.Official, MadeAt: utc(v.MadeAt),
			Authority: named[v.Authority], Reason: v.Reason, ProposedAt: utc(v.ProposedAt), ApprovedAt: utc(v.ApprovedAt)}
		overtaken := slices.ContainsFunc(history.Versions, func(h RuleEdition) bool {
			return h.Rule.ValidFrom <= v.ValidFrom && (h.Rule.ValidTo == "" || h.Rule.ValidTo >= v.ValidFrom)
		})
		switch {
		case v.ValidFrom > today && !overtaken:
			edition.State = "to_come"
		case v.ValidFrom > today:
		case !reached && (v.ValidTo == "" || v.ValidTo >= today):
			edition.State, reached = "in_force", true
		}
		history.Versions = append(history.Versions, edition)
	}
	return cache(in.ConditionalInput, history)
}

// names are authorities by id, in the caller's language.
func (s *Server) names(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]*AuthorityRef, error) {
	named, err := s.authorities.Named(ctx, ids)
	if err != nil {
		return nil, err
	}
	refs := map[uuid.UUID]*AuthorityRef{}
	for id, authority := range named {
		ref := refOf(authority, langOf(ctx))
		refs[id] = &ref
	}
	return refs, nil
}

// proposalConflicts are the errors of proposals that are conflicts, with their faults.
var proposalConflicts = []struct {
	err  error
	code string
}{{checks.ErrRuleOvertaken, "rule_overtaken"}, {checks.ErrVersionToCome, "version_to_come"}, {checks.ErrOwnProposal, "own_proposal"}, {checks.ErrEffectUnseen, "effect_unseen"}, {checks.ErrDayPassed, "day_passed"},
	{checks.ErrNotKeeper, "not_rule_keeper"}, {checks.ErrProposalState, "proposal_state"}, {checks.ErrManyUnfinished, "too_many_proposals"}}

// proposalError says what an error of proposals is to a caller.
func proposalError(ctx context.Context, err error) error {
	for _, c := range proposalConflicts {
		if errors.Is(err, c.err) {
			request := requestOf(ctx)
			return newProblem(request, kindConflict, Fault{Code: c.code, Detail: text(request.lang, "fault."+c.code, nil)})
		}
	}
	return err
}
