package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/internal/i18n"
	"lupakartta/projects"
)

const publicProjectPath = "/api/v1/public-projects"

func (p *planning) publicRoutes() {
	register(p.Server, huma.Operation{OperationID: "list-public-projects", Method: http.MethodGet, Path: publicProjectPath, Tags: []string{tagProjects},
		Summary: "Projects and events that are open to everybody, as GeoJSON"}, p.publicList)
	register(p.Server, huma.Operation{OperationID: "get-public-project", Method: http.MethodGet, Path: publicProjectPath + "/{id}", Tags: []string{tagProjects},
		Summary: "What everybody sees of a project", Description: "Only of those that the applicant opened to everybody; of the answers those that are for everybody. It names no persons."}, p.public)
}

// PublicFeature is a project in the public list.
type PublicFeature struct {
	Type       string        `json:"type" enum:"Feature"`
	ID         uuid.UUID     `json:"id"`
	Geometry   shapeJSON     `json:"geometry" doc:"A point in its place"`
	Properties PublicMembers `json:"properties"`
}

// PublicMembers is what the public list tells of a project.
type PublicMembers struct {
	Kind    string         `json:"kind"`
	Title   string         `json:"title"`
	State   projects.State `json:"state" enum:"visible,sent"`
	Starts  *time.Time     `json:"starts,omitempty"`
	Ends    *time.Time     `json:"ends,omitempty"`
	ShownAt time.Time      `json:"shown_at"`
}

// PublicList is a page of projects that are open to everybody.
type PublicList struct {
	Type     string          `json:"type" enum:"FeatureCollection"`
	Features []PublicFeature `json:"features" nullable:"false"`
	Next     string          `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

type publicListOutput struct {
	Link string `header:"Link"`
	Body PublicList
}

func (p *planning) publicList(ctx context.Context, in *ProjectFilter) (*publicListOutput, error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.ListPublic(ctx, f)
	if err != nil {
		return nil, err
	}
	out := &publicListOutput{Body: PublicList{Type: "FeatureCollection", Features: []PublicFeature{}}}
	for _, c := range list[:min(len(list), in.Limit)] {
		out.Body.Features = append(out.Body.Features, PublicFeature{Type: "Feature", ID: c.ID, Geometry: pointJSON(c.Middle), Properties: PublicMembers{Kind: c.Kind, Title: c.Title, State: c.State, Starts: utc(c.Starts), Ends: utc(c.Ends), ShownAt: c.ShownAt.UTC()}})
	}
	if len(list) > in.Limit {
		last := list[in.Limit-1]
		out.Body.Next = writeCursor(projects.Mark{At: last.ShownAt, ID: last.ID})
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.next(publicProjectPath, out.Body.Next, nil))
	}
	return out, nil
}

// PublicProject is what everybody sees of a project. It can hold nothing about persons.
type PublicProject struct {
	ID           uuid.UUID                  `json:"id"`
	Kind         string                     `json:"kind"`
	Title        string                     `json:"title"`
	State        projects.State             `json:"state" enum:"visible,sent,cancelled"`
	Announcement string                     `json:"announcement,omitempty"`
	Organiser    string                     `json:"organiser,omitempty" doc:"As the applicant tells everybody"`
	Answers      map[string]json.RawMessage `json:"answers" doc:"By question"`
	Place        PartCollection             `json:"place"`
	Days         []PublicDay                `json:"days" nullable:"false"`
	ShownAt      time.Time                  `json:"shown_at"`
}

// PublicDay are hours of an event, in Finnish local time.
type PublicDay struct {
	Kind projects.DayKind `json:"kind" enum:"build_up,open,dismantle"`
	From projects.Local   `json:"from"`
	To   projects.Local   `json:"to"`
}

type publicProjectOutput struct{ Body PublicProject }

func (p *planning) public(ctx context.Context, in *ProjectInput) (*publicProjectOutput, error) {
	public, err := p.projects.GetPublic(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	body := PublicProject{ID: public.ID, Kind: public.Kind, Title: public.Title, State: public.State, Announcement: public.Announcement, Organiser: public.Organiser, Answers: public.Answers,
		Place: partCollection(public.Parts), Days: []PublicDay{}, ShownAt: public.ShownAt.UTC()}
	for _, d := range public.Days {
		body.Days = append(body.Days, PublicDay{d.Kind, d.From, d.To})
	}
	return &publicProjectOutput{Body: body}, nil
}

// ProjectFeature is one of the side's own projects in the list.
type ProjectFeature struct {
	Type       string         `json:"type" enum:"Feature"`
	ID         uuid.UUID      `json:"id"`
	Geometry   shapeOrNull    `json:"geometry" doc:"Simplified; null: no place yet"`
	Properties ProjectMembers `json:"properties"`
}

// ProjectMembers is what the list tells of one's own project.
type ProjectMembers struct {
	Kind     string         `json:"kind" doc:"Empty: none was chosen yet"`
	Title    string         `json:"title"`
	State    projects.State `json:"state" enum:"draft,visible,sent,cancelled"`
	Open     bool           `json:"open"`
	Unshown  bool           `json:"unshown" doc:"It says something else than what others see"`
	Starts   *time.Time     `json:"starts,omitempty"`
	Ends     *time.Time     `json:"ends,omitempty"`
	SavedAt  time.Time      `json:"saved_at"`
	ShownAt  *time.Time     `json:"shown_at,omitempty"`
	Comments int            `json:"comments" doc:"Of authorities"`
	News     int            `json:"news" doc:"What authorities did since one has last seen that"`
	Origin   *uuid.UUID     `json:"origin,omitempty"`
}

// ProjectList is a page of one's own projects.
type ProjectList struct {
	Type     string           `json:"type" enum:"FeatureCollection"`
	Features []ProjectFeature `json:"features" nullable:"false"`
	Next     string           `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

type listProjectsInput struct {
	ProjectFilter
	State []string `query:"state" doc:"draft, visible, sent, cancelled"`
}

type projectListOutput struct {
	Link string `header:"Link"`
	Body ProjectList
}

func (p *planning) list(ctx context.Context, in *listProjectsInput) (*projectListOutput, error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range in.State {
		f.States = append(f.States, projects.State(s))
	}
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	list, err := p.projects.List(ctx, side, f)
	if err != nil {
		return nil, err
	}
	out := &projectListOutput{Body: ProjectList{Type: "FeatureCollection", Features: []ProjectFeature{}}}
	for _, s := range list[:min(len(list), in.Limit)] {
		out.Body.Features = append(out.Body.Features, ProjectFeature{Type: "Feature", ID: s.ID, Geometry: shapeOrNull(s.Outline), Properties: ProjectMembers{Kind: s.Kind, Title: s.Title, State: s.State, Open: s.Open, Unshown: s.Unshown,
			Starts: utc(s.Starts), Ends: utc(s.Ends), SavedAt: s.SavedAt.UTC(), ShownAt: utc(s.ShownAt), Comments: s.Comments, News: s.News, Origin: s.Origin}})
	}
	if len(list) > in.Limit {
		last := list[in.Limit-1]
		out.Body.Next = writeCursor(projects.Mark{At: last.SavedAt, ID: last.ID})
		more := url.Values{}
		if len(in.State) > 0 {
			more.Set("state", strings.Join(in.State, ","))
		}
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.next(projectPath, out.Body.Next, more))
	}
	return out, nil
}

// KindBody is a kind of project with its words in one language.
type KindBody struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Intro     string         `json:"intro"`
	Event     bool           `json:"event" doc:"It has days with hours"`
	Check     string         `json:"check" doc:"The kind that rules of proximity checks know it as"`
	Matter    string         `json:"matter" doc:"What a mandate must be for (list-matters)"`
	Sections  []NamedCode    `json:"sections" nullable:"false"`
	Questions []KindQuestion `json:"questions" nullable:"false"`
	Purposes  []NamedCode    `json:"purposes" nullable:"false" doc:"What parts of the place can be for"`
}

// NamedCode is a code with its name.
type NamedCode struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// KindQuestion is a question about a project.
type KindQuestion struct {
	ID       string              `json:"id"`
	Section  string              `json:"section"`
	Type     projects.AnswerType `json:"type" enum:"line,long,number,boolean,one,several,day"`
	Check    string              `json:"check,omitempty" doc:"The question of proximity checks that it answers"`
	Label    string              `json:"label"`
	Hint     string              `json:"hint,omitempty"`
	Unit     string              `json:"unit,omitempty"`
	Least    *float64            `json:"least,omitempty"`
	Most     *float64            `json:"most,omitempty"`
	Choices  []NamedCode         `json:"choices,omitempty"`
	When     *projects.Case      `json:"when,omitempty" doc:"Asked only then"`
	Required bool                `json:"required,omitempty" doc:"Must be answered before it is shown to anybody"`
	Open     bool                `json:"open,omitempty" doc:"Everybody sees the answer when the project is open to everybody"`
}

type kindsOutput struct {
	CacheControl string   `header:"Cache-Control"`
	Vary         []string `header:"Vary"`
	Body         struct {
		Items []KindBody `json:"items" nullable:"false"`
	}
}

func (p *planning) kinds(ctx context.Context, _ *LangInput) (*kindsOutput, error) {
	lang := langOf(ctx)
	out := &kindsOutput{CacheControl: "no-cache", Vary: []string{"Accept-Language"}}
	out.Body.Items = []KindBody{}
	for _, k := range projects.Kinds() {
		body := KindBody{ID: k.ID, Name: k.Name.In(lang), Intro: k.Intro.In(lang), Event: k.Event, Check: k.Check, Matter: k.Matter, Sections: namedCodes(k.Sections, lang), Purposes: namedCodes(k.Purposes, lang), Questions: []KindQuestion{}}
		for _, q := range k.Questions {
			body.Questions = append(body.Questions, KindQuestion{q.ID, q.Section, q.Type, q.Check, q.Label.In(lang), q.Hint.In(lang), q.Unit, q.Least, q.Most, namedCodes(q.Choices, lang), q.When, q.Required, q.Open})
		}
		out.Body.Items = append(out.Body.Items, body)
	}
	return out, nil
}

func namedCodes(list []projects.Choice, lang i18n.Lang) []NamedCode {
	named := make([]NamedCode, 0, len(list))
	for _, c := range list {
		named = append(named, NamedCode{c.Code, c.Name.In(lang)})
	}
	return named
}
