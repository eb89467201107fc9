package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/internal/i18n"
)

func (k *keeping) disputeRoutes() {
	register(k.Server, huma.Operation{OperationID: "dispute-finding", Method: http.MethodPost, Path: "/api/v1/checks/runs/{id}/disputes", Tags: []string{tagChecks}, DefaultStatus: http.StatusCreated,
		Summary: "Say that a finding of a kept check is wrong, and why",
		Description: "The reason goes to the registrars of the authority that keeps the layer, without the name of the one who disputes, who sees the answer with the kept check. " +
			"A finding is disputed once by each person: sent again with the same reason, the answer is what there is; with another, 409 with the code disputed. " +
			"A layer that no authority keeps here has nobody to answer: 409 with the code no_keeper."}, k.dispute)
	register(k.Server, huma.Operation{OperationID: "list-disputes", Method: http.MethodGet, Path: "/api/v1/disputes", Tags: []string{tagChecks},
		Summary: "What is held to be wrong in layers that one's authority keeps, as GeoJSON",
		Description: "For registrars, the newest first. A dispute stands where the line of its distance ends at the feature, or on the place that was checked. " +
			"It does not say who disputes; that their words were read is logged, and they see it."}, k.list)
	register(k.Server, huma.Operation{OperationID: "answer-dispute", Method: http.MethodPost, Path: "/api/v1/disputes/{id}/answer", Tags: []string{tagChecks},
		Summary: "Accept or reject a dispute, with a reason",
		Description: "For registrars of the authority that keeps the layer. If-Match must have the etag of the dispute that was read: 428 without, 412 when somebody has answered it meanwhile. " +
			"An answer can be corrected in the same way. Accepting changes no layer: that is for the register."}, k.answer)
}

// OwnDispute is a dispute as the one who made it sees it.
type OwnDispute struct {
	ID         uuid.UUID           `json:"id"`
	Rule       string              `json:"rule"`
	Layer      string              `json:"layer"`
	FeatureID  string              `json:"feature_id,omitempty"`
	Reason     string              `json:"reason"`
	State      checks.DisputeState `json:"state" enum:"open,accepted,rejected"`
	Answer     string              `json:"answer,omitempty" doc:"Of the layer's keeper"`
	CreatedAt  time.Time           `json:"created_at"`
	AnsweredAt *time.Time          `json:"answered_at,omitempty"`
}

func ownDispute(d checks.Dispute) OwnDispute {
	return OwnDispute{ID: d.ID, Rule: d.Rule, Layer: d.Layer, FeatureID: d.FeatureID, Reason: d.Reason, State: d.State, Answer: d.Answer,
		CreatedAt: d.CreatedAt.UTC(), AnsweredAt: utc(d.AnsweredAt)}
}

// DisputeFeature is a dispute as the layer's keeper sees it, on the map. It names no person.
type DisputeFeature struct {
	Type       string         `json:"type" enum:"Feature"`
	ID         uuid.UUID      `json:"id"`
	Geometry   shapeJSON      `json:"geometry"`
	Properties DisputeMembers `json:"properties"`
}

// DisputeMembers is what is held to be wrong and why.
type DisputeMembers struct {
	Run          uuid.UUID           `json:"run" doc:"The kept check"`
	Page         string              `json:"page" doc:"Where people read it"`
	Rule         string              `json:"rule"`
	RuleVersion  int                 `json:"rule_version"`
	Title        string              `json:"title" doc:"Of the finding"`
	Status       checks.Status       `json:"status" enum:"found,not_found,not_known" doc:"What the finding says"`
	Layer        string              `json:"layer"`
	LayerTitle   string              `json:"layer_title"`
	LayerVersion int64               `json:"layer_version"`
	FeatureID    string              `json:"feature_id,omitempty" doc:"The register's own id"`
	Reason       string              `json:"reason" doc:"In the words of the one who disputes"`
	State        checks.DisputeState `json:"state" enum:"open,accepted,rejected"`
	Answer       string              `json:"answer,omitempty"`
	CreatedAt    time.Time           `json:"created_at"`
	AnsweredAt   *time.Time          `json:"answered_at,omitempty"`
	ETag         string              `json:"etag" doc:"For If-Match of answer-dispute"`
}

func disputeFeature(d checks.Dispute, lang i18n.Lang) DisputeFeature {
	return DisputeFeature{Type: "Feature", ID: d.ID, Geometry: shapeJSON(d.GeoJSON()), Properties: DisputeMembers{Run: d.Run, Page: runPage(d.Run, lang),
		Rule: d.Rule, RuleVersion: d.RuleVersion, Title: d.Title.In(lang), Status: d.Status, Layer: d.Layer, LayerTitle: d.LayerTitle.In(lang), LayerVersion: d.LayerVersion,
		FeatureID: d.FeatureID, Reason: d.Reason, State: d.State, Answer: d.Answer, CreatedAt: d.CreatedAt.UTC(), AnsweredAt: utc(d.AnsweredAt), ETag: versionTag(d.Version)}}
}

type disputeInput struct {
	RunInput
	Body struct {
		Rule      string `json:"rule" maxLength:"63" doc:"Of the finding"`
		Layer     string `json:"layer,omitempty" maxLength:"63" doc:"Of the finding; where several layers were looked at and nothing was found, the one that is wrong"`
		FeatureID string `json:"feature_id,omitempty" maxLength:"1000" doc:"Of the finding; missing where it has none"`
		Reason    string `json:"reason" maxLength:"2000" doc:"What is wrong, and how one can see it"`
	}
}

type ownDisputeOutput struct {
	Location string `header:"Location"`
	Body     OwnDispute
}

func (k *keeping) dispute(ctx context.Context, in *disputeInput) (*ownDisputeOutput, error) {
	claim := checks.Claim{Rule: in.Body.Rule, Layer: in.Body.Layer, Feature: in.Body.FeatureID, Reason: in.Body.Reason}
	d, err := k.disputes.Make(ctx, k.actor(ctx), in.ID, claim)
	if err != nil {
		return nil, runError(ctx, err)
	}
	return &ownDisputeOutput{Location: linksOf(in.ID, langOf(ctx)).Self, Body: ownDispute(d)}, nil
}

type listDisputesInput struct {
	LangInput
	State  string    `query:"state" enum:"open,accepted,rejected" doc:"Only these; missing: all"`
	Layer  string    `query:"layer" maxLength:"63"`
	BBox   []float64 `query:"bbox" minItems:"4" maxItems:"4" example:"[26.6,62.4,26.7,62.45]" doc:"West, south, east, north in degrees (CRS84)"`
	Limit  int       `query:"limit" default:"100" minimum:"1" maximum:"1000"`
	Cursor string    `query:"cursor" maxLength:"200" doc:"next of the page before"`
}

// DisputeList is a page of disputes as a GeoJSON feature collection.
type DisputeList struct {
	Type     string           `json:"type" enum:"FeatureCollection"`
	Features []DisputeFeature `json:"features" nullable:"false"`
	Next     string           `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

type disputesOutput struct {
	Link string `header:"Link"`
	Body DisputeList
}

func (k *keeping) list(ctx context.Context, in *listDisputesInput) (*disputesOutput, error) {
	filter := checks.DisputeFilter{State: checks.DisputeState(in.State), Layer: in.Layer, Limit: in.Limit + 1}
	if len(in.BBox) > 0 {
		box, err := boxOf(ctx, in.BBox)
		if err != nil {
			return nil, err
		}
		filter.Area = areaOf(box)
	}
	if in.Cursor != "" {
		var ok bool
		if filter.After, ok = readCursor[uuid.UUID](in.Cursor); !ok {
			return nil, badParameters(ctx, "invalid_value", "cursor")
		}
	}
	found, err := k.disputes.List(ctx, k.actor(ctx), filter)
	if err != nil {
		return nil, err
	}
	out := &disputesOutput{Body: DisputeList{Type: "FeatureCollection", Features: []DisputeFeature{}}}
	for _, d := range found[:min(len(found), in.Limit)] {
		out.Body.Features = append(out.Body.Features, disputeFeature(d, langOf(ctx)))
	}
	if len(found) > in.Limit {
		out.Body.Next = writeCursor(found[in.Limit-1].ID)
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.link(out.Body.Next))
	}
	return out, nil
}

// link is the address of another page of the same list.
func (in *listDisputesInput) link(cursor string) string {
	query := url.Values{"cursor": {cursor}, "limit": {fmt.Sprint(in.Limit)}}
	for name, value := range map[string]string{"state": in.State, "layer": in.Layer, "lang": in.Lang} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(in.BBox) == 4 {
		query.Set("bbox", fmt.Sprintf("%v,%v,%v,%v", in.BBox[0], in.BBox[1], in.BBox[2], in.BBox[3]))
	}
	return "/api/v1/disputes?" + query.Encode()
}

type answerDisputeInput struct {
	LangInput
	ID      uuid.UUID `path:"id"`
	IfMatch string    `header:"If-Match" doc:"etag of the dispute that was read" example:"\"v1\""`
	Body    struct {
		State  string `json:"state" enum:"accepted,rejected"`
		Answer string `json:"answer" maxLength:"2000" doc:"Why; the one who disputes reads it"`
	}
}

type disputeOutput struct {
	ETag string `header:"ETag"`
	Body DisputeFeature
}

func (k *keeping) answer(ctx context.Context, in *answerDisputeInput) (*disputeOutput, error) {
	if in.IfMatch == "" {
		return nil, newProblem(requestOf(ctx), kindUnconditional)
	}
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := k.disputes.Answer(ctx, k.actor(ctx), in.ID, checks.Answer{State: checks.DisputeState(in.Body.State), Text: in.Body.Answer, Version: version})
	if err != nil {
		return nil, err
	}
	return &disputeOutput{ETag: versionTag(d.Version), Body: disputeFeature(d, langOf(ctx))}, nil
}
