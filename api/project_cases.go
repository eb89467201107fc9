package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/projects"
)

const casePath = "/api/v1/project-cases"

func (p *planning) caseRoutes() {
	register(p.Server, huma.Operation{OperationID: "list-project-cases", Method: http.MethodGet, Path: casePath, Tags: []string{tagProjects},
		Summary:     "Projects that concern one's authority, as GeoJSON",
		Description: "For officials: those shown last first, each as a point in its place, with the worst finding of the check that was kept when it was shown, and whether one has looked at what is shown now."}, p.cases)
	register(p.Server, huma.Operation{OperationID: "get-project-case", Method: http.MethodGet, Path: casePath + "/{id}", Tags: []string{tagProjects},
		Summary:     "A project as an official of one of its authorities sees it",
		Description: "The newest version that was shown, or an earlier one by its number; without what is restricted to others, of which `withheld` tells how much there is. That it was read is logged, and the applicant sees it."}, p.shown)
	register(p.Server, huma.Operation{OperationID: "compare-project-case", Method: http.MethodGet, Path: casePath + "/{id}/difference", Tags: []string{tagProjects},
		Summary: "What two versions that were shown say differently", Description: "As compare-project-versions; without `to`, up to the newest."}, p.shownDifference)
	register(p.Server, huma.Operation{OperationID: "look-at-project", Method: http.MethodPut, Path: casePath + "/{id}/look", Tags: []string{tagProjects}, DefaultStatus: http.StatusNoContent,
		Summary: "Note that one has looked at a version", Description: "Lists tell then what changed since (F17), and the applicant sees that the authority has looked."}, p.look)
	register(p.Server, huma.Operation{OperationID: "see-to-project", Method: http.MethodPut, Path: casePath + "/{id}/contact", Tags: []string{tagProjects}, DefaultStatus: http.StatusNoContent,
		Summary: "Say that one sees to a project in one's office, or no longer does", Description: "The applicant and the other authorities see one's name."}, p.seeTo)
	register(p.Server, huma.Operation{OperationID: "list-case-authorities", Method: http.MethodGet, Path: casePath + "/{id}/authorities", Tags: []string{tagProjects},
		Summary: "The other authorities of a project"}, p.caseAuthorities)
}

// ProjectFilter narrows a list of projects down.
type ProjectFilter struct {
	LangInput
	Kind   []string  `query:"kind" doc:"Of these kinds"`
	From   time.Time `query:"from" doc:"Takes place at this time or later, or does not say when"`
	To     time.Time `query:"to" doc:"Takes place at this time or earlier"`
	BBox   []float64 `query:"bbox" minItems:"4" maxItems:"4" example:"[26.6,62.4,26.7,62.45]" doc:"West, south, east, north in degrees (CRS84)"`
	Q      string    `query:"q" maxLength:"200" doc:"The title has this"`
	Limit  int       `query:"limit" default:"50" minimum:"1" maximum:"200"`
	Cursor string    `query:"cursor" maxLength:"200" doc:"next of the page before"`
}

func (in ProjectFilter) filter(ctx context.Context) (projects.Filter, error) {
	f := projects.Filter{Kinds: in.Kind, Text: in.Q, Limit: in.Limit + 1}
	if !in.From.IsZero() {
		f.From = &in.From
	}
	if !in.To.IsZero() {
		f.To = &in.To
	}
	if len(in.BBox) > 0 {
		box, err := boxOf(ctx, in.BBox)
		if err != nil {
			return f, err
		}
		area := areaOf(box).Bound()
		f.Area = &area
	}
	if in.Cursor != "" {
		mark, ok := readCursor[projects.Mark](in.Cursor)
		if !ok {
			return f, badParameters(ctx, "invalid_value", "cursor")
		}
		f.After = &mark
	}
	return f, nil
}

// next is the address of the next page.
func (in ProjectFilter) next(path, cursor string, more url.Values) string {
	query := url.Values{}
	if more != nil {
		query = more
	}
	for name, value := range map[string]string{"kind": strings.Join(in.Kind, ","), "q": in.Q, "lang": in.Lang, "cursor": cursor} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if !in.From.IsZero() {
		query.Set("from", in.From.Format(time.RFC3339))
	}
	if !in.To.IsZero() {
		query.Set("to", in.To.Format(time.RFC3339))
	}
	if len(in.BBox) > 0 {
		query.Set("bbox", strings.Trim(strings.ReplaceAll(fmt.Sprint(in.BBox), " ", ","), "[]"))
	}
	query.Set("limit", strconv.Itoa(in.Limit))
	return path + "?" + query.Encode()
}

// CaseFeature is a project in the list of an authority.
type CaseFeature struct {
	Type       string      `json:"type" enum:"Feature"`
	ID         uuid.UUID   `json:"id"`
	Geometry   shapeJSON   `json:"geometry" doc:"A point in its place"`
	Properties CaseMembers `json:"properties"`
}

// CaseMembers is what a list tells of a project.
type CaseMembers struct {
	Kind      string          `json:"kind"`
	Title     string          `json:"title"`
	State     projects.State  `json:"state" enum:"visible,sent,cancelled"`
	Starts    *time.Time      `json:"starts,omitempty"`
	Ends      *time.Time      `json:"ends,omitempty"`
	Severity  checks.Severity `json:"severity" enum:"red,amber,unknown,green" doc:"The worst finding"`
	Counts    checks.Summary  `json:"counts"`
	Version   int             `json:"version" doc:"That is shown now"`
	ShownAt   time.Time       `json:"shown_at"`
	FirstAt   time.Time       `json:"first_at" doc:"When it was first shown"`
	Competent bool            `json:"competent" doc:"false: it no longer concerns the authority"`
	Looked    int             `json:"looked,omitempty" doc:"The version that one last looked at; missing: none"`
	LookedAt  *time.Time      `json:"looked_at,omitempty"`
	Comments  int             `json:"comments" doc:"Of others"`
}

func pointJSON(p orb.Point) shapeJSON {
	return shapeJSON(geo.EncodeGeoJSON(geo.ToLonLat(p), geo.Decimals))
}

func caseFeature(c projects.Listed) CaseFeature {
	f := CaseFeature{Type: "Feature", ID: c.ID, Geometry: pointJSON(c.Middle), Properties: CaseMembers{Kind: c.Kind, Title: c.Title, State: c.State, Starts: utc(c.Starts), Ends: utc(c.Ends), Severity: c.Severity, Counts: c.Counts,
		Version: c.Version, ShownAt: c.ShownAt.UTC(), FirstAt: c.FirstAt.UTC(), Competent: c.Competent, Comments: c.Comments}}
	if c.Looked != nil {
		at := c.Looked.At.UTC()
		f.Properties.Looked, f.Properties.LookedAt = c.Looked.Version, &at
	}
	return f
}

// CaseList is a page of an authority's projects.
type CaseList struct {
	Type     string        `json:"type" enum:"FeatureCollection"`
	Features []CaseFeature `json:"features" nullable:"false"`
	Next     string        `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

type listCasesInput struct {
	ProjectFilter
	State    []string `query:"state" doc:"visible, sent, cancelled"`
	Severity []string `query:"severity" doc:"The worst finding is one of these: red, amber, unknown, green"`
	Unseen   bool     `query:"unseen" doc:"Only what one has not looked at as it is shown now"`
}

type casesOutput struct {
	Link string `header:"Link"`
	Body CaseList
}

func (p *planning) cases(ctx context.Context, in *listCasesInput) (*casesOutput, error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	f.Unseen = in.Unseen
	for _, s := range in.State {
		f.States = append(f.States, projects.State(s))
	}
	for _, s := range in.Severity {
		f.Severities = append(f.Severities, checks.Severity(s))
	}
	list, err := p.projects.Cases(ctx, p.actor(ctx), f)
	if err != nil {
		return nil, err
	}
	out := &casesOutput{Body: CaseList{Type: "FeatureCollection", Features: []CaseFeature{}}}
	for _, c := range list[:min(len(list), in.Limit)] {
		out.Body.Features = append(out.Body.Features, caseFeature(c))
	}
	if len(list) > in.Limit {
		last := list[in.Limit-1]
		out.Body.Next = writeCursor(projects.Mark{At: last.ShownAt, ID: last.ID})
		more := url.Values{}
		for name, values := range map[string][]string{"state": in.State, "severity": in.Severity} {
			if len(values) > 0 {
				more.Set(name, strings.Join(values, ","))
			}
		}
		if in.Unseen {
			more.Set("unseen", "true")
		}
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.next(casePath, out.Body.Next, more))
	}
	return out, nil
}

// CaseBody is a project as an official sees it.
type CaseBody struct {
	ID          uuid.UUID      `json:"id"`
	Version     int            `json:"version"`
	State       projects.State `json:"state" enum:"visible,sent,cancelled"`
	Open        bool           `json:"open"`
	Fields      fieldsJSON     `json:"fields"`
	Withheld    int            `json:"withheld" doc:"Items that are restricted to others"`
	Applicant   CaseApplicant  `json:"applicant"`
	ShownAt     time.Time      `json:"shown_at"`
	FirstAt     time.Time      `json:"first_at"`
	Runs        []uuid.UUID    `json:"runs" nullable:"false" doc:"The checks that were kept when it was shown (get-kept-check)"`
	Reason      string         `json:"reason,omitempty" doc:"Of cancelling"`
	CancelledAt *time.Time     `json:"cancelled_at,omitempty"`
	Looked      int            `json:"looked,omitempty" doc:"The version that one last looked at"`
	LookedAt    *time.Time     `json:"looked_at,omitempty"`
	Versions    []CaseVersion  `json:"versions" nullable:"false" doc:"That were shown to one's authority, the newest first"`
}

// CaseVersion is a version that was shown.
type CaseVersion struct {
	Number  int       `json:"number"`
	ShownAt time.Time `json:"shown_at"`
}

// CaseApplicant is whose project it is.
type CaseApplicant struct {
	Kind      string `json:"kind" enum:"person,organisation"`
	Name      string `json:"name,omitempty" doc:"Missing: under turvakielto"`
	Protected bool   `json:"protected,omitempty"`
}

type shownInput struct {
	ProjectInput
	Version int `query:"version" minimum:"0" maximum:"2147483647" doc:"An earlier version that was shown; missing: the newest"`
}

type caseOutput struct{ Body CaseBody }

func (p *planning) shown(ctx context.Context, in *shownInput) (*caseOutput, error) {
	s, err := p.projects.GetShown(ctx, p.actor(ctx), "get-project-case", in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	body := CaseBody{ID: s.ID, Version: s.Version, State: s.State, Open: s.Open, Fields: fieldsJSON(s.Fields), Withheld: s.Withheld, Applicant: CaseApplicant(s.Applicant), ShownAt: s.ShownAt.UTC(), FirstAt: s.FirstAt.UTC(),
		Runs: append([]uuid.UUID{}, s.Runs...), Reason: s.Reason, CancelledAt: utc(s.CancelledAt), Versions: []CaseVersion{}}
	for _, v := range s.Versions {
		body.Versions = append(body.Versions, CaseVersion{v.Number, v.ShownAt.UTC()})
	}
	if s.Looked != nil {
		at := s.Looked.At.UTC()
		body.Looked, body.LookedAt = s.Looked.Version, &at
	}
	return &caseOutput{Body: body}, nil
}

type compareShownInput struct {
	ProjectInput
	From int `query:"from" minimum:"1" maximum:"2147483647" required:"true"`
	To   int `query:"to" minimum:"0" maximum:"2147483647" doc:"Missing: the newest that was shown"`
}

func (p *planning) shownDifference(ctx context.Context, in *compareShownInput) (*compareOutput, error) {
	list, err := p.projects.DifferenceShown(ctx, p.actor(ctx), "compare-project-case", in.ID, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := &compareOutput{}
	out.Body.Items = differenceItems(list)
	return out, nil
}

type lookInput struct {
	ProjectInput
	Body struct {
		Version int `json:"version" minimum:"1" maximum:"2147483647"`
	}
}

func (p *planning) look(ctx context.Context, in *lookInput) (*struct{}, error) {
	return nil, p.projects.Look(ctx, p.actor(ctx), in.ID, in.Body.Version)
}

type seeToInput struct {
	ProjectInput
	Body struct {
		Contact bool `json:"contact"`
	}
}

func (p *planning) seeTo(ctx context.Context, in *seeToInput) (*struct{}, error) {
	return nil, p.projects.SeeTo(ctx, p.actor(ctx), "see-to-project", in.ID, in.Body.Contact)
}

func (p *planning) caseAuthorities(ctx context.Context, in *ProjectInput) (*concernedOutput, error) {
	list, err := p.projects.ConcernedBeside(ctx, p.actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return concernedList(list, langOf(ctx)), nil
}
