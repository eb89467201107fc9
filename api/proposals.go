package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/checks"
)

func (r *ruling) proposalRoutes() {
	register(r.Server, huma.Operation{OperationID: "list-proposals", Method: http.MethodGet, Path: "/api/v1/rule-proposals", Tags: []string{tagChecks},
		Summary: "What is proposed about rules",
		Description: "For registrars and decision makers of the authority that keeps the rules, the newest first; drafts are seen by their makers. " +
			"`offers` are versions of the program that are not in force, since officials have changed the rule."}, r.list)
	register(r.Server, huma.Operation{OperationID: "begin-proposal", Method: http.MethodPost, Path: "/api/v1/rule-proposals", Tags: []string{tagChecks}, DefaultStatus: http.StatusCreated,
		Middlewares: huma.Middlewares{r.takeTurns}, Summary: "Draft a change of a rule, a new rule or the end of one",
		Description: "For registrars of the authority that keeps the rules. `base` is the highest version of the rule that was read; 409 with the code rule_overtaken when there is another. " +
			"With an Idempotency-Key, asking again gives the same draft."}, r.begin)
	register(r.Server, huma.Operation{OperationID: "get-proposal", Method: http.MethodGet, Path: "/api/v1/rule-proposals/{id}", Tags: []string{tagChecks},
		Summary: "A proposal with its effect"}, r.proposal)
	register(r.Server, huma.Operation{OperationID: "change-proposal", Method: http.MethodPut, Path: "/api/v1/rule-proposals/{id}", Tags: []string{tagChecks},
		Middlewares: huma.Middlewares{r.takeTurns}, Summary: "Change a draft of one's own",
		Description: "If-Match must have its ETag. Its effect must be worked out again."}, r.change)
	register(r.Server, huma.Operation{OperationID: "work-out-effect", Method: http.MethodPost, Path: "/api/v1/rule-proposals/{id}/effect", Tags: []string{tagChecks},
		Summary: "Work out what a proposal does",
		Description: "The named places and the newest 1,000 kept checks are examined by the layers of now, without the change and with it, by the rules of its first day. " +
			"Of kept checks it is told how many change, and in which square kilometre; neither their addresses nor their places. Takes some seconds."}, r.effect)
	register(r.Server, huma.Operation{OperationID: "submit-proposal", Method: http.MethodPost, Path: "/api/v1/rule-proposals/{id}/submission", Tags: []string{tagChecks},
		Summary:     "Hand a draft to somebody else to decide on",
		Description: "It needs a reason, a place at least, and the effect of its very text: 409 with the code effect_unseen without."}, r.submit)
	register(r.Server, huma.Operation{OperationID: "withdraw-proposal", Method: http.MethodPost, Path: "/api/v1/rule-proposals/{id}/withdrawal", Tags: []string{tagChecks},
		Summary: "Take one's own proposal back, to change it or for good"}, r.withdraw)
	register(r.Server, huma.Operation{OperationID: "decide-proposal", Method: http.MethodPost, Path: "/api/v1/rule-proposals/{id}/decision", Tags: []string{tagChecks},
		Summary: "Approve somebody else's proposal, or reject it",
		Description: "For another registrar or decision maker than the proposer: 409 with the code own_proposal. Approving makes it the rule's next version, in force from its first day on. " +
			"`effect_tag` is of the effect that was seen; 409 with the code effect_unseen when it is of another text or was worked out again, rule_overtaken when the rule has another version meanwhile, day_passed when its first day has."}, r.decide)
	if place := r.api.OpenAPI().Components.Schemas.Map()["ProposalPlace"]; place != nil {
		place.Properties["geometry"] = geometrySchema("GeoJSON in CRS84")
	}
}

// ProposalBody is what is proposed.
type ProposalBody struct {
	Kind    checks.ProposalKind `json:"kind" enum:"new,change,end"`
	Base    int                 `json:"base" minimum:"0" doc:"Highest version of the rule that was read; 0: a new rule"`
	Offer   int                 `json:"offer,omitempty" minimum:"0" doc:"The program's version that it takes up"`
	Rule    RuleText            `json:"rule" doc:"As it is to be. Of an end: as it was, with valid_from the first day without it"`
	Reason  string              `json:"reason" maxLength:"2000" doc:"Why. Everybody reads it once it is approved"`
	Places  []ProposalPlace     `json:"places" maxItems:"10" nullable:"false" doc:"Where the effect is looked at"`
	Answers answersJSON         `json:"answers,omitempty" doc:"About what is planned at the places, by question as list-questions has them"`
}

// ProposalPlace is where the effect is looked at.
type ProposalPlace struct {
	Name     string    `json:"name" maxLength:"200"`
	Geometry placeJSON `json:"geometry"`
}

// MarshalJSON gives the bytes as they are.
func (p placeJSON) MarshalJSON() ([]byte, error) { return p, nil }

// MarshalJSON gives the bytes as they are.
func (a answersJSON) MarshalJSON() ([]byte, error) { return a, nil }

// UnmarshalJSON keeps the bytes.
func (a *answersJSON) UnmarshalJSON(data []byte) error {
	*a = append((*a)[:0], data...)
	return nil
}

func (b ProposalBody) amendment() checks.Amendment {
	a := checks.Amendment{Kind: b.Kind, Base: b.Base, Offer: b.Offer, Rule: b.Rule.rule(), Reason: b.Reason, Answers: json.RawMessage(b.Answers), Places: []checks.NamedPlace{}}
	for _, p := range b.Places {
		a.Places = append(a.Places, checks.NamedPlace{Name: p.Name, Geometry: json.RawMessage(p.Geometry)})
	}
	return a
}

// Proposal is a change of the rules on its way into force.
type Proposal struct {
	ProposalBody
	ID          uuid.UUID            `json:"id"`
	State       checks.ProposalState `json:"state" enum:"draft,proposed,approved,rejected,withdrawn"`
	Highest     int                  `json:"highest" doc:"Highest version of the rule now. Another than base: the proposal must be renewed"`
	Was         *RuleText            `json:"was,omitempty" doc:"The version that it is based on"`
	Effect      *checks.Effect       `json:"effect,omitempty" doc:"Missing: not worked out for this text"`
	EffectTag   string               `json:"effect_tag,omitempty"`
	Mine        bool                 `json:"mine" doc:"The one who asks proposed it, and cannot decide on it"`
	Authority   AuthorityRef         `json:"proposed_for" doc:"The authority in whose office it is proposed"`
	Answer      string               `json:"answer,omitempty" doc:"Why it was approved or rejected"`
	RuleVersion int                  `json:"rule_version,omitempty" doc:"The version that it became"`
	CreatedAt   time.Time            `json:"created_at"`
	ProposedAt  *time.Time           `json:"proposed_at,omitempty"`
	DecidedAt   *time.Time           `json:"decided_at,omitempty"`
	ETag        string               `json:"etag" doc:"For If-Match"`
}

func describeProposal(p checks.Proposal, authority *AuthorityRef) Proposal {
	described := Proposal{ID: p.ID, State: p.State, Highest: p.Highest, Effect: p.Effect, EffectTag: p.EffectTag, Mine: p.Mine, Answer: p.Answer, RuleVersion: p.RuleVersion,
		CreatedAt: p.CreatedAt.UTC(), ProposedAt: utc(p.ProposedAt), DecidedAt: utc(p.DecidedAt), ETag: versionTag(p.Version),
		ProposalBody: ProposalBody{Kind: p.Kind, Base: p.Base, Offer: p.Offer, Rule: ruleText(p.Rule), Reason: p.Reason, Places: []ProposalPlace{}, Answers: answersJSON(p.Answers)}}
	if authority != nil {
		described.Authority = *authority
	}
	for _, place := range p.Places {
		described.Places = append(described.Places, ProposalPlace{Name: place.Name, Geometry: placeJSON(place.Geometry)})
	}
	return described
}

type proposalOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Proposal
}

// show answers with a proposal and the version that it is based on.
func (r *ruling) show(ctx context.Context, p checks.Proposal, err error) (*proposalOutput, error) {
	if err != nil {
		return nil, proposalError(ctx, err)
	}
	named, err := r.names(ctx, p.Authority)
	if err != nil {
		return nil, err
	}
	body := describeProposal(p, named[p.Authority])
	if p.Base > 0 {
		versions, err := r.checks.History(ctx, p.Rule.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			if v.Version == p.Base {
				was := ruleText(v.Rule)
				body.Was = &was
			}
		}
	}
	return &proposalOutput{ETag: body.ETag, Location: "/api/v1/rule-proposals/" + p.ID.String(), Body: body}, nil
}

type listProposalsInput struct {
	LangInput
	State  string `query:"state" enum:"draft,proposed,approved,rejected,withdrawn" doc:"Only these; missing: all"`
	Rule   string `query:"rule" maxLength:"63"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before"`
}

// ProposalList is a page of proposals, and what the program offers.
type ProposalList struct {
	Items  []Proposal  `json:"items" nullable:"false"`
	Offers []RuleOffer `json:"offers" nullable:"false"`
	Next   string      `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

// RuleOffer is a version of the program that is not in force, since officials have changed the rule.
type RuleOffer struct {
	Version   int       `json:"version" doc:"The program's own number"`
	Rule      RuleText  `json:"rule"`
	OfferedAt time.Time `json:"offered_at"`
}

type proposalsOutput struct {
	Link string `header:"Link"`
	Body ProposalList
}

func (r *ruling) list(ctx context.Context, in *listProposalsInput) (*proposalsOutput, error) {
	filter := checks.ProposalFilter{State: checks.ProposalState(in.State), Rule: in.Rule, Limit: in.Limit + 1}
	if in.Cursor != "" {
		var ok bool
		if filter.After, ok = readCursor[uuid.UUID](in.Cursor); !ok {
			return nil, badParameters(ctx, "invalid_value", "cursor")
		}
	}
	actor := r.actor(ctx)
	found, err := r.proposals.List(ctx, actor, filter)
	if err != nil {
		return nil, err
	}
	offers, err := r.proposals.Offers(ctx, actor, in.Rule)
	if err != nil {
		return nil, err
	}
	named, err := r.names(ctx, actor.In...)
	if err != nil {
		return nil, err
	}
	out := &proposalsOutput{Body: ProposalList{Items: []Proposal{}, Offers: []RuleOffer{}}}
	for _, p := range found[:min(len(found), in.Limit)] {
		out.Body.Items = append(out.Body.Items, describeProposal(p, named[p.Authority]))
	}
	for _, o := range offers {
		out.Body.Offers = append(out.Body.Offers, RuleOffer{Version: o.Version, Rule: ruleText(o.Rule), OfferedAt: o.OfferedAt.UTC()})
	}
	if len(found) > in.Limit {
		out.Body.Next = writeCursor(found[in.Limit-1].ID)
		query := url.Values{"cursor": {out.Body.Next}, "limit": {fmt.Sprint(in.Limit)}}
		for name, value := range map[string]string{"state": in.State, "rule": in.Rule, "lang": in.Lang} {
			if value != "" {
				query.Set(name, value)
			}
		}
		out.Link = fmt.Sprintf(`</api/v1/rule-proposals?%s>; rel="next"`, query.Encode())
	}
	return out, nil
}

type beginProposalInput struct {
	LangInput
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Made up by the caller for this one draft, so that it may be sent again when no answer came"`
	Body ProposalBody
}

func (r *ruling) begin(ctx context.Context, in *beginProposalInput) (*proposalOutput, error) {
	p, err := r.proposals.Begin(ctx, r.actor(ctx), in.Body.amendment(), in.Key)
	return r.show(ctx, p, err)
}

// ProposalInput names a proposal.
type ProposalInput struct {
	LangInput
	ID uuid.UUID `path:"id"`
}

// MatchedProposal names a proposal as it was read.
type MatchedProposal struct {
	ProposalInput
	IfMatch string `header:"If-Match" doc:"etag of the proposal that was read" example:"\"v1\""`
}

func (in MatchedProposal) version(ctx context.Context) (int64, error) {
	if in.IfMatch == "" {
		return 0, newProblem(requestOf(ctx), kindUnconditional)
	}
	return versionOf(in.IfMatch)
}

func (r *ruling) proposal(ctx context.Context, in *ProposalInput) (*proposalOutput, error) {
	p, err := r.proposals.Get(ctx, r.actor(ctx), in.ID)
	return r.show(ctx, p, err)
}

func (r *ruling) effect(ctx context.Context, in *ProposalInput) (*proposalOutput, error) {
	p, err := r.proposals.Work(ctx, r.actor(ctx), in.ID)
	return r.show(ctx, p, err)
}

type changeProposalInput struct {
	MatchedProposal
	Body ProposalBody
}

func (r *ruling) change(ctx context.Context, in *changeProposalInput) (*proposalOutput, error) {
	version, err := in.version(ctx)
	if err != nil {
		return nil, err
	}
	p, err := r.proposals.Change(ctx, r.actor(ctx), in.ID, version, in.Body.amendment())
	return r.show(ctx, p, err)
}

func (r *ruling) submit(ctx context.Context, in *MatchedProposal) (*proposalOutput, error) {
	version, err := in.version(ctx)
	if err != nil {
		return nil, err
	}
	p, err := r.proposals.Submit(ctx, r.actor(ctx), in.ID, version)
	return r.show(ctx, p, err)
}

type withdrawProposalInput struct {
	MatchedProposal
	Body struct {
		To checks.ProposalState `json:"to" enum:"draft,withdrawn" doc:"draft: to change it"`
	}
}

func (r *ruling) withdraw(ctx context.Context, in *withdrawProposalInput) (*proposalOutput, error) {
	version, err := in.version(ctx)
	if err != nil {
		return nil, err
	}
	p, err := r.proposals.Withdraw(ctx, r.actor(ctx), in.ID, version, in.Body.To)
	return r.show(ctx, p, err)
}

type decideProposalInput struct {
	MatchedProposal
	Body struct {
		Approve   bool   `json:"approve"`
		EffectTag string `json:"effect_tag,omitempty" maxLength:"64" doc:"Of the effect that was seen; needed to approve"`
		Answer    string `json:"answer,omitempty" maxLength:"2000" doc:"Why; needed to reject"`
	}
}

func (r *ruling) decide(ctx context.Context, in *decideProposalInput) (*proposalOutput, error) {
	version, err := in.version(ctx)
	if err != nil {
		return nil, err
	}
	p, err := r.proposals.Decide(ctx, r.actor(ctx), in.ID, checks.Decision{Approve: in.Body.Approve, Effect: in.Body.EffectTag, Answer: in.Body.Answer, Version: version})
	return r.show(ctx, p, err)
}
