package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/layers"
)

// mostTold is how many undecided repairs a refusal lists; the report has all.
const mostTold = 100

func (p *publishing) publicationRoutes() {
	register(p.Server, huma.Operation{OperationID: "publish-version", Method: http.MethodPost, Path: "/api/v1/layers/{id}/versions/{version}/publication", Tags: []string{tagLayers},
		Summary: "Approve a version: everybody sees it at once",
		Description: forKeepers + " If-Match must have the ETag of its difference: 428 without, 412 when another version was published meanwhile. " +
			"409 with the code shrinks, older or undecided says what must be confirmed or decided first."}, p.publish)
	register(p.Server, huma.Operation{OperationID: "reject-version", Method: http.MethodPost, Path: "/api/v1/layers/{id}/versions/{version}/rejection", Tags: []string{tagLayers},
		Summary: "Reject a version that waits for approval", DefaultStatus: http.StatusNoContent, Description: forKeepers + " Its features are taken away; its report stays."}, p.reject)
	register(p.Server, huma.Operation{OperationID: "rollback-layer", Method: http.MethodPost, Path: "/api/v1/layers/{id}/rollback", Tags: []string{tagLayers},
		Summary:     "Publish the version that was published before the current one",
		Description: forKeepers + " If-Match must name the version that is published, as \"v12\": 428 without, 412 when it is another."}, p.rollBack)
}

type publishInput struct {
	VersionInput
	IfMatch string `header:"If-Match" doc:"ETag of the difference that was looked at"`
	Body    struct {
		ConfirmShrink bool     `json:"confirm_shrink,omitempty" doc:"Over a fifth of the layer may go"`
		ConfirmOlder  bool     `json:"confirm_older,omitempty" doc:"The published version may be followed by one that was built before it"`
		Decided       []string `json:"decided,omitempty" maxItems:"20000" doc:"Ids of the report's decisions: the repair is taken as it is"`
	}
}

type publishedOutput struct {
	ETag string `header:"ETag"`
	Body LayerVersion
}

func (p *publishing) publish(ctx context.Context, in *publishInput) (*publishedOutput, error) {
	approval, err := p.approval(ctx, "publish-version", in.IfMatch, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	approval.ConfirmShrink, approval.ConfirmOlder, approval.Decided = in.Body.ConfirmShrink, in.Body.ConfirmOlder, in.Body.Decided
	v, err := p.Layers.VersionKept(ctx, in.ID, in.Version, approval.For)
	if err == nil && v.State == layers.Failed {
		err = layers.ErrNotFound
	}
	if err == nil && v.State == layers.Waiting {
		_, err = p.difference(ctx, v.Number)
	}
	if err == nil {
		err = p.publisher.Publish(ctx, v.Number, approval)
	}
	if err != nil {
		return nil, publicationError(ctx, err)
	}
	return p.published(ctx, v)
}

// published answers with the version as it is now. This instance shows it before it answers, where it can: others are
// told, and so is this one. What fails here does not undo the publication, and must not sound like that.
func (p *publishing) published(ctx context.Context, v layers.Version) (*publishedOutput, error) {
	if err := p.Catalogue.Load(ctx); err != nil {
		p.logger.WarnContext(ctx, "a published version is not shown yet", "layer", v.Layer, "version", v.Number, "error", err)
	}
	now, err := p.Layers.VersionSeen(ctx, v.Layer, v.Number, nil)
	if err != nil {
		p.logger.WarnContext(ctx, "a published version cannot be told of", "layer", v.Layer, "version", v.Number, "error", err)
		now, now.State = v, layers.Published
	}
	return &publishedOutput{ETag: versionTag(now.Number), Body: versionItem(now, langOf(ctx))}, nil
}

type rollbackInput struct {
	LangInput
	ID      string `path:"id" maxLength:"63" example:"groundwater_areas"`
	IfMatch string `header:"If-Match" doc:"The version that is published" example:"\"v12\""`
}

func (p *publishing) rollBack(ctx context.Context, in *rollbackInput) (*publishedOutput, error) {
	approval, err := p.approval(ctx, "rollback-layer", in.IfMatch, in.ID, 0)
	if err != nil {
		return nil, err
	}
	v, err := p.publisher.Rollback(ctx, in.ID, approval)
	if err != nil {
		return nil, publicationError(ctx, err)
	}
	return p.published(ctx, v)
}

func (p *publishing) reject(ctx context.Context, in *VersionInput) (*struct{}, error) {
	approval, err := p.approval(ctx, "reject-version", versionTag(0), in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	v, err := p.Layers.VersionKept(ctx, in.ID, in.Version, approval.For)
	if err != nil {
		return nil, err
	}
	return nil, p.publisher.Reject(ctx, v.Number, approval)
}

// approval is on whose word something is done to a layer, with its line in the audit log.
func (p *publishing) approval(ctx context.Context, operation identity.Operation, ifMatch, layer string, version int64) (layers.Approval, error) {
	if p.publisher == nil {
		return layers.Approval{}, errNoRoute
	}
	if ifMatch == "" {
		return layers.Approval{}, newProblem(requestOf(ctx), kindUnconditional)
	}
	against, err := versionOf(ifMatch)
	if err != nil {
		return layers.Approval{}, err
	}
	actor := p.actor(ctx)
	entry := audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Detail: map[string]string{"layer": layer}}
	if version != 0 {
		entry.Detail["version"] = fmt.Sprint(version)
	}
	return layers.Approval{By: actor.Person, For: actor.In, Against: &against,
		Log: func(ctx context.Context) error { return audit.Append(ctx, p.Personal, entry) }}, nil
}

// publicationError says what stands between a version and everybody.
func publicationError(ctx context.Context, err error) error {
	lang := langOf(ctx)
	var faults []Fault
	tell := func(code, pointer string, values map[string]any) {
		faults = append(faults, Fault{Code: code, Pointer: pointer, Detail: text(lang, "fault."+code, values)})
	}
	if undecided, ok := errors.AsType[*layers.UndecidedError](err); ok {
		for _, d := range undecided.Decisions[:min(len(undecided.Decisions), mostTold)] {
			code := "undecided"
			if d.Others > 0 {
				code = "undecided_others"
			}
			tell(code, "/decided", map[string]any{"id": d.ID, "before": int64(d.AreaBefore), "after": int64(d.AreaAfter), "count": d.Others})
		}
	}
	if shrinks, ok := errors.AsType[*layers.ShrinksError](err); ok {
		var gone []string
		for _, s := range shrinks.Shrunk {
			gone = append(gone, text(lang, "shrinks."+string(s.Measure), map[string]any{"before": int64(s.Before), "after": int64(s.After), "gone": int64(s.Before - s.After)}))
		}
		tell("shrinks", "/confirm_shrink", map[string]any{"gone": strings.Join(gone, ", ")})
	}
	if errors.Is(err, layers.ErrOlder) {
		tell("older", "/confirm_older", nil)
	}
	switch {
	case len(faults) > 0:
		return newProblem(requestOf(ctx), kindConflict, faults...)
	case errors.Is(err, layers.ErrOvertaken):
		return errChanged
	}
	return err
}
