package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// checkRoutes adds the proximity checks to the list of routes.
func (s *Server) checkRoutes() {
	s.checks = checks.NewEngine(s.Pool, s.Catalogue, s.Tiles.Memory, s.Log)
	s.metrics.registry.MustRegister(s.checks)
	register(s, huma.Operation{OperationID: "check-place", Method: http.MethodPost, Path: "/api/v1/checks", Tags: []string{tagChecks},
		Summary: "What stands in the way at a place", SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Description: "Compares a point, line or area with every layer that a rule names. A layer that is missing, cannot be read or does not cover the place " +
			"and its surroundings as far as the rule looks gives `not_known`, never `not_found`. What is told in `project` decides which rules concern it, how far they look " +
			"and how severe they are; see `list-questions`. Nothing is stored."}, s.checkPlace)
	register(s, huma.Operation{OperationID: "list-questions", Method: http.MethodGet, Path: "/api/v1/checks/questions", Tags: []string{tagChecks},
		Summary: "The questions about a project whose answers rules read"}, s.listQuestions)
	register(s, huma.Operation{OperationID: "list-rules", Method: http.MethodGet, Path: "/api/v1/rules", Tags: []string{tagChecks},
		Summary: "The rules in force today"}, s.listRules)
	if finding := s.api.OpenAPI().Components.Schemas.Map()["Finding"]; finding != nil {
		finding.Properties["line"] = lineSchema()
	}
	if result := s.api.OpenAPI().Components.Schemas.Map()["Result"]; result != nil {
		result.Properties["geometry"] = geometrySchema("The place as it was checked: GeoJSON in CRS84")
	}
}

// placeJSON is a GeoJSON geometry on its way in. What it holds is judged by geo, which knows what is wrong with it.
type placeJSON json.RawMessage

// UnmarshalJSON keeps the bytes.
func (p *placeJSON) UnmarshalJSON(data []byte) error {
	*p = append((*p)[:0], data...)
	return nil
}

// Schema describes it in the OpenAPI document.
func (placeJSON) Schema(huma.Registry) *huma.Schema {
	return geometrySchema("A GeoJSON geometry, Feature or FeatureCollection in CRS84: longitude, latitude in degrees")
}

func geometrySchema(doc string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: doc, Required: []string{"type"},
		Properties: map[string]*huma.Schema{"type": {Type: huma.TypeString}},
		Examples:   []any{map[string]any{"type": "Point", "coordinates": []float64{26.62, 62.41}}}}
}

func lineSchema() *huma.Schema {
	position := &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeNumber}}
	line := &huma.Schema{Type: huma.TypeObject, Required: []string{"type", "coordinates"},
		Properties: map[string]*huma.Schema{
			"type":        {Type: huma.TypeString, Enum: []any{"LineString"}},
			"coordinates": {Type: huma.TypeArray, Items: position},
		}}
	return &huma.Schema{OneOf: []*huma.Schema{line, {Type: "null"}},
		Description: "From the place's nearest point to the feature's: GeoJSON LineString in CRS84; null where they meet or nothing was found"}
}

type checkInput struct {
	LangInput
	Body CheckInputBody
}

type checkOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         checks.Result
}

func (s *Server) checkPlace(ctx context.Context, in *checkInput) (*checkOutput, error) {
	place, err := s.readPlace(ctx, "/geometry", in.Body.Geometry)
	if err != nil {
		return nil, err
	}
	answers, err := in.Body.answers()
	if err != nil {
		return nil, inBody("/project", err)
	}
	result, err := s.checks.Check(ctx, place, answers, langOf(ctx))
	if errors.Is(err, checks.ErrNoPlace) {
		err = inBody("/geometry", geo.Faults{{Code: geo.Empty}})
	}
	if err != nil {
		return nil, err
	}
	return &checkOutput{CacheControl: "no-store", Body: result}, nil
}

// CheckRule is a proximity rule as callers see it. Texts are in the caller's language.
type CheckRule struct {
	ID        string          `json:"id" example:"natura_inside"`
	Version   int             `json:"version" doc:"A version never changes"`
	Theme     layers.Theme    `json:"theme" doc:"Layers of this theme are looked at" example:"natura"`
	Kinds     []string        `json:"kinds,omitempty" doc:"Kinds of project that it concerns, choices of the question kind; none: every kind"`
	Relation  checks.Relation `json:"relation" enum:"inside,overlaps,within,nearest" doc:"inside: the place touches the feature; overlaps: at least share of it lies in the feature; within: at most distance_m away; nearest: the nearest only"`
	Distance  float64         `json:"distance_m" doc:"True metres between the nearest points; 0 where cases give it"`
	Share     float64         `json:"share,omitempty" doc:"Of the place's area or length"`
	Zone      string          `json:"zone,omitempty" doc:"The attribute, by what it means, that gives each feature's own distance; distance_m is the furthest that is looked"`
	During    bool            `json:"during,omitempty" doc:"Features whose own time does not meet the project's, from starts to ends, are left out"`
	Severity  checks.Severity `json:"severity,omitempty" enum:"red,amber,green" doc:"None where cases give it"`
	Cases     []RuleCase      `json:"cases,omitempty" doc:"Distance and severity by the answers about the project: the first that holds. Where none does, the rule does not concern the project"`
	Condition *RuleCondition  `json:"condition,omitempty"`
	Title     string          `json:"title"`
	Why       string          `json:"why" doc:"{name} stands for the feature's title, {value} for the attribute of the condition"`
	Next      string          `json:"next"`
	Statute   string          `json:"statute" doc:"Act and section; a distance that no statute sets is called policy"`
	Authority string          `json:"authority"`
	Field     string          `json:"field,omitempty" doc:"Field of the directory of authorities, as in who-is-competent"`
	ValidFrom string          `json:"valid_from" format:"date"`
	ValidTo   string          `json:"valid_to,omitempty" format:"date"`
	Faulty    bool            `json:"faulty,omitempty" doc:"It is not in order: whatever it looks for is not known until it is mended"`
}

// RuleCase is how far a rule looks and how severe it is for projects of some answers.
type RuleCase struct {
	When     map[string][]string `json:"when,omitempty" doc:"By question, the answers for which it holds: choices, true or false, numbers from..to"`
	Distance float64             `json:"distance_m,omitempty"`
	Formula  *RuleFormula        `json:"formula,omitempty" doc:"Instead of distance_m"`
	Severity checks.Severity     `json:"severity" enum:"red,amber,green"`
}

// RuleFormula is a distance that grows with an answer.
type RuleFormula struct {
	Of    string  `json:"of" doc:"The question whose answer m is" example:"explosives_kg"`
	K     float64 `json:"k"`
	Root  int     `json:"root" doc:"The distance is share × k × the root-th root of m, in metres, at least least_m"`
	Share float64 `json:"share"`
	Least float64 `json:"least_m,omitempty"`
}

// RuleCondition limits a rule to some of the theme's features.
type RuleCondition struct {
	Meaning  string   `json:"meaning,omitempty" doc:"The attribute, by what it means"`
	Or       string   `json:"or,omitempty" doc:"The attribute to read of layers that have none with the first meaning"`
	In       []string `json:"in,omitempty" doc:"Only features with one of these values"`
	NotIn    []string `json:"not_in,omitempty" doc:"Only features with none of these values"`
	Known    []string `json:"known,omitempty" doc:"With these values, A* for what begins with A, features are not meant; with any value beside these and in, it is not known"`
	Absent   string   `json:"absent,omitempty" enum:"match,only" doc:"Features without the attribute: match, meant too; only, meant alone; otherwise not known"`
	Covering string   `json:"covering,omitempty" enum:"skip" doc:"skip: not features that cover the whole place"`
}

// RuleList is the body of a list of rules.
type RuleList struct {
	Items  []CheckRule   `json:"items" doc:"Ordered by id"`
	Keeper *AuthorityRef `json:"keeper,omitempty" doc:"The authority whose officials change rules; missing: nobody here does"`
}

type listRulesInput struct {
	LangInput
	ConditionalInput
}

func (s *Server) listRules(ctx context.Context, in *listRulesInput) (*cached[RuleList], error) {
	rules, err := s.checks.Rules(ctx)
	if err != nil {
		return nil, err
	}
	list := RuleList{Items: []CheckRule{}}
	for _, rule := range rules {
		list.Items = append(list.Items, describeRule(rule, langOf(ctx)))
	}
	keeper, err := checks.RuleKeeper(ctx, s.Pool)
	if err != nil {
		return nil, err
	}
	named, err := s.names(ctx, keeper)
	if err != nil {
		return nil, err
	}
	list.Keeper = named[keeper]
	return cache(in.ConditionalInput, list)
}

func describeRule(r checks.Rule, lang i18n.Lang) CheckRule {
	described := CheckRule{ID: r.ID, Version: r.Version, Theme: r.Theme, Relation: r.Relation, Distance: r.Distance, Severity: r.Severity,
		Title: r.Heading(lang), Why: r.Why.In(lang), Next: r.Next.In(lang), Statute: r.Statute.In(lang), Authority: r.Authority.In(lang),
		Kinds: r.Kinds, Share: r.Share, Zone: r.Zone, During: r.During, Cases: describeCases(r.Cases), Field: r.Field,
		ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Faulty: r.Faulty()}
	if c := r.Condition; c != nil {
		described.Condition = &RuleCondition{Meaning: c.Meaning, Or: c.Or, In: c.In, NotIn: c.NotIn, Known: c.Known, Absent: c.Absent, Covering: c.Covering}
	}
	return described
}

func describeCases(cases []checks.Case) []RuleCase {
	described := make([]RuleCase, 0, len(cases))
	for _, c := range cases {
		one := RuleCase{When: c.When, Distance: c.Distance, Severity: c.Severity}
		if c.Formula != nil {
			one.Formula = (*RuleFormula)(c.Formula)
		}
		described = append(described, one)
	}
	return described
}

// Question is something that rules may ask about a project. Texts are in the caller's language.
type Question struct {
	ID      string              `json:"id" doc:"The member of project in a check" example:"attendance"`
	Type    checks.QuestionType `json:"type" enum:"choice,number,boolean,moment" doc:"choice: one of choices; moment: RFC 3339, or a local date and time in Finland"`
	Label   string              `json:"label"`
	Hint    string              `json:"hint"`
	Unit    string              `json:"unit,omitempty" doc:"Of a number; none: a count"`
	Least   *float64            `json:"least,omitempty" doc:"Of a number"`
	Most    *float64            `json:"most,omitempty"`
	Kinds   []string            `json:"kinds,omitempty" doc:"Kinds of project that it is asked of; none: every kind"`
	Choices []QuestionChoice    `json:"choices,omitempty"`
}

// QuestionChoice is one answer of a choice.
type QuestionChoice struct {
	Value string `json:"value" example:"event"`
	Label string `json:"label"`
}

// QuestionList is the body of a list of questions.
type QuestionList struct {
	Items []Question `json:"items" doc:"In the order in which they are asked"`
}

func (s *Server) listQuestions(ctx context.Context, in *listRulesInput) (*cached[QuestionList], error) {
	list := QuestionList{Items: []Question{}}
	for _, q := range checks.Questions {
		list.Items = append(list.Items, describeQuestion(q, langOf(ctx)))
	}
	return cache(in.ConditionalInput, list)
}

func describeQuestion(q checks.Question, lang i18n.Lang) Question {
	described := Question{ID: q.ID, Type: q.Type, Label: q.Label.In(lang), Hint: q.Hint.In(lang), Unit: q.Unit, Kinds: q.Kinds}
	if q.Type == checks.Number {
		described.Least, described.Most = &q.Least, &q.Most
	}
	for _, o := range q.Choices {
		described.Choices = append(described.Choices, QuestionChoice{Value: o.Value, Label: o.Label.In(lang)})
	}
	return described
}
