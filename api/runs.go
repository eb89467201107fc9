package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// keeping answers for checks that are kept, and for what is held to be wrong in them.
type keeping struct {
	*Server
	runs     *checks.Runs
	disputes *checks.Disputes
}

// runRoutes adds kept checks and disputes to the list of routes.
func (s *Server) runRoutes() {
	k := &keeping{s, checks.NewRuns(s.checks, s.Pool, s.Personal), checks.NewDisputes(s.Personal)}
	register(s, huma.Operation{OperationID: "keep-check", Method: http.MethodPost, Path: "/api/v1/checks/runs", Tags: []string{tagChecks}, DefaultStatus: http.StatusCreated,
		Summary: "Check a place and keep the answer", SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Description: "As check-place, and everything that the answer rests on is kept: the place, the answers that questions ask for (nothing else of project), the versions of rules, layers and mechanics, " +
			"and the findings in every language. It is shown as it was for good, at an address that whoever has it may read; who kept it is told to nobody. " +
			"With an Idempotency-Key, asking again gives the same run; 409 with the code key_used when the key was used for something else. The place may be 1 MB of GeoJSON."}, k.keep)
	register(s, huma.Operation{OperationID: "get-kept-check", Method: http.MethodGet, Path: "/api/v1/checks/runs/{id}", Tags: []string{tagChecks},
		Summary:     "A kept check as it was",
		Description: "`result` is byte for byte what check-place answered then. Whoever is signed in sees their own disputes beside it."}, k.get)
	register(s, huma.Operation{OperationID: "check-again", Method: http.MethodGet, Path: "/api/v1/checks/runs/{id}/again", Tags: []string{tagChecks},
		Summary:     "What a kept check would say today, and why it differs",
		Description: "The same place and answers with today's rules and layers, compared finding by finding. Distances within a centimetre are the same. Nothing is stored."}, k.again)
	k.disputeRoutes()
}

// KeptCheck is a check as it was kept. It says nothing about who that was.
type KeptCheck struct {
	ID        uuid.UUID        `json:"id"`
	CreatedAt time.Time        `json:"created_at"`
	Day       string           `json:"day" format:"date" doc:"In Finland, whose rules were in force"`
	Engine    string           `json:"engine" doc:"Version of the mechanics"`
	Rules     []checks.RuleRef `json:"rules" nullable:"false" doc:"Every rule that was in force, by id"`
	Layers    []KeptLayer      `json:"layers" nullable:"false" doc:"Every layer that was looked at, by id"`
	Answers   keptAnswers      `json:"answers"`
	Result    keptResult       `json:"result"`
	Disputes  []OwnDispute     `json:"disputes" nullable:"false" doc:"Of the one who asks"`
	Links     KeptLinks        `json:"links"`
}

// KeptLayer is a layer version that a kept check looked at. Its features are kept as long as the check.
type KeptLayer struct {
	checks.LayerRef
	Title    string `json:"layer_title"`
	DataDate string `json:"data_date,omitempty" format:"date" doc:"The day the layer's register says the data describes"`
}

// KeptLinks are addresses of a kept check.
type KeptLinks struct {
	Self  string `json:"self"`
	Again string `json:"again"`
	Page  string `json:"page" doc:"For people"`
}

// keptAnswers are what was told about the project.
type keptAnswers json.RawMessage

// MarshalJSON gives the bytes as they are.
func (a keptAnswers) MarshalJSON() ([]byte, error) { return a, nil }

// UnmarshalJSON keeps the bytes.
func (a *keptAnswers) UnmarshalJSON(data []byte) error {
	*a = append((*a)[:0], data...)
	return nil
}

// Schema describes it in the OpenAPI document.
func (keptAnswers) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{}, Description: "What was told about the project, by question"}
}

// keptResult is a result in the very bytes in which it was given.
type keptResult json.RawMessage

// MarshalJSON gives the bytes as they are.
func (r keptResult) MarshalJSON() ([]byte, error) { return r, nil }

// UnmarshalJSON keeps the bytes.
func (r *keptResult) UnmarshalJSON(data []byte) error {
	*r = append((*r)[:0], data...)
	return nil
}

// Schema is that of a result.
func (keptResult) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[checks.Result](), true, "Result")
}

type keepInput struct {
	LangInput
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Made up by the caller for this one check, so that it may be sent again when no answer came"`
	Body CheckInputBody
}

type keptOutput struct {
	CacheControl string `header:"Cache-Control"`
	Location     string `header:"Location"`
	Body         KeptCheck
}

func (k *keeping) keep(ctx context.Context, in *keepInput) (*keptOutput, error) {
	place, err := k.readPlace(ctx, "/geometry", in.Body.Geometry)
	if err != nil {
		return nil, err
	}
	answers, err := in.Body.answers()
	if err != nil {
		return nil, inBody("/project", err)
	}
	actor := k.actor(ctx)
	if !k.limits.mayKeep(keyOf(actor.Address)) {
		return nil, errTooMany
	}
	id, err := k.runs.Keep(ctx, actor, checks.Order{Place: place, Answers: answers, Key: in.Key})
	if errors.Is(err, checks.ErrNoPlace) {
		err = inBody("/geometry", geo.Faults{{Code: geo.Empty}})
	}
	if err != nil {
		return nil, runError(ctx, err)
	}
	return k.show(ctx, id)
}

// RunInput names a kept check.
type RunInput struct {
	LangInput
	ID uuid.UUID `path:"id"`
}

func (k *keeping) get(ctx context.Context, in *RunInput) (*keptOutput, error) {
	return k.show(ctx, in.ID)
}

// show answers with a kept check, and with the caller's own disputes of it.
func (k *keeping) show(ctx context.Context, id uuid.UUID) (*keptOutput, error) {
	lang := langOf(ctx)
	run, err := k.runs.Get(ctx, id, lang)
	if err != nil {
		return nil, runError(ctx, err)
	}
	own, err := k.disputes.Own(ctx, k.actor(ctx), id)
	if err != nil {
		return nil, err
	}
	links := linksOf(id, lang)
	body := KeptCheck{ID: id, CreatedAt: run.CreatedAt.UTC(), Day: run.Basis.Day, Engine: run.Basis.Engine, Rules: run.Basis.Rules, Layers: k.layersOf(run.Basis, lang),
		Answers: keptAnswers(run.Answers), Result: keptResult(run.Result), Disputes: []OwnDispute{}, Links: links}
	for _, d := range own {
		body.Disputes = append(body.Disputes, ownDispute(d))
	}
	return &keptOutput{CacheControl: "no-store", Location: links.Self, Body: body}, nil
}

func linksOf(run uuid.UUID, lang i18n.Lang) KeptLinks {
	at := "/api/v1/checks/runs/" + run.String()
	return KeptLinks{Self: at, Again: at + "/again", Page: runPage(run, lang)}
}

// runPage is where people read a kept check. Its id stands in the query, which no log of ours has.
func runPage(run uuid.UUID, lang i18n.Lang) string {
	return "/" + string(lang) + "/?run=" + run.String()
}

// layersOf names the layers of a basis: versions that a kept check rests on stay in the catalogue.
func (s *Server) layersOf(basis checks.Basis, lang i18n.Lang) []KeptLayer {
	list := []KeptLayer{}
	for _, ref := range basis.Layers {
		l := KeptLayer{LayerRef: ref, Title: ref.Layer}
		v, ok := s.looked(ref)
		if ok {
			l.Title, l.DataDate = v.Recipe.Title.In(lang), v.DataDate
		}
		list = append(list, l)
	}
	return list
}

func (s *Server) looked(ref checks.LayerRef) (layers.Version, bool) {
	if ref.Version != 0 {
		return s.Catalogue.Version(ref.Layer, ref.Version)
	}
	l, ok := s.Catalogue.ShownLayer(ref.Layer)
	return l.Version, ok
}

// CheckAgain is a kept check beside the same check today.
type CheckAgain struct {
	ID          uuid.UUID           `json:"id" doc:"Of the kept check"`
	CreatedAt   time.Time           `json:"created_at" doc:"When it was kept"`
	Day         string              `json:"day" format:"date" doc:"Today in Finland"`
	Engine      string              `json:"engine" doc:"Version of today's mechanics"`
	Rules       []checks.RuleRef    `json:"rules" nullable:"false" doc:"In force today"`
	Layers      []KeptLayer         `json:"layers" nullable:"false" doc:"That were looked at today"`
	Result      checks.Result       `json:"result" doc:"Of today"`
	Counts      ChangeCounts        `json:"counts"`
	Differences []checks.Difference `json:"differences" nullable:"false" doc:"Every finding of both checks: what differs first, then by severity"`
}

// ChangeCounts counts findings by what became of them.
type ChangeCounts struct {
	New     int `json:"new"`
	Gone    int `json:"gone"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

func countChanges(differences []checks.Difference) (c ChangeCounts) {
	for _, d := range differences {
		switch d.Change {
		case checks.Appeared:
			c.New++
		case checks.Vanished:
			c.Gone++
		case checks.Altered:
			c.Changed++
		case checks.Unchanged:
			c.Same++
		}
	}
	return c
}

type againOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         CheckAgain
}

func (k *keeping) again(ctx context.Context, in *RunInput) (*againOutput, error) {
	lang := langOf(ctx)
	again, err := k.runs.Again(ctx, in.ID, lang)
	if err != nil {
		return nil, runError(ctx, err)
	}
	return &againOutput{CacheControl: "no-store", Body: CheckAgain{ID: in.ID, CreatedAt: again.Run.CreatedAt.UTC(), Day: again.Basis.Day, Engine: again.Basis.Engine,
		Rules: again.Basis.Rules, Layers: k.layersOf(again.Basis, lang), Result: again.Result, Counts: countChanges(again.Differences), Differences: again.Differences}}, nil
}

// runConflicts are the errors of kept checks and disputes that are conflicts, with their faults.
var runConflicts = []struct {
	err  error
	code string
}{{checks.ErrKeyUsed, "key_used"}, {checks.ErrDisputed, "disputed"}, {checks.ErrNoKeeper, "no_keeper"}, {checks.ErrTooMany, "too_many_disputes"}}

// runError says what an error of kept checks is to a caller.
func runError(ctx context.Context, err error) error {
	for _, c := range runConflicts {
		if errors.Is(err, c.err) {
			request := requestOf(ctx)
			return newProblem(request, kindConflict, Fault{Code: c.code, Detail: text(request.lang, "fault."+c.code, nil)})
		}
	}
	return err
}
