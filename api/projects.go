package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/identity/mandates"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/projects"
)

// planning answers for projects: to the applicant's side here, to authorities in project_cases.go, to everybody in
// project_public.go.
type planning struct {
	*Server
	projects *projects.Store
}

const projectPath = "/api/v1/projects"

// projectRoutes adds projects to the list of routes.
func (s *Server) projectRoutes() error {
	store, err := projects.NewStore(s.Personal, s.checks, checks.NewRuns(s.checks, s.Pool, s.Personal), s.authorities)
	if err != nil {
		return err
	}
	p := &planning{Server: s, projects: store}
	register(s, huma.Operation{OperationID: "list-project-kinds", Method: http.MethodGet, Path: "/api/v1/project-kinds", Tags: []string{tagProjects},
		Summary:     "Kinds of projects with what is asked about each",
		Description: "Service bundles (palvelukokonaisuus): questions with the cases in which they are asked, what parts of a place can be for, and whose competence they concern."}, p.kinds)
	register(s, huma.Operation{OperationID: "create-project", Method: http.MethodPost, Path: projectPath, Tags: []string{tagProjects}, DefaultStatus: http.StatusCreated, RequestBody: changesBody(s), SkipValidateBody: true,
		Middlewares: huma.Middlewares{s.takeTurns}, Summary: "Begin a project or an event",
		Description: "A private draft of whom one acts for: nobody else sees it. `changes` are its first fields, as in save-project. With an Idempotency-Key, asking again gives the same project."}, p.create)
	register(s, huma.Operation{OperationID: "list-projects", Method: http.MethodGet, Path: projectPath, Tags: []string{tagProjects},
		Summary:     "The projects of whom one acts for, as GeoJSON",
		Description: "The last saved first. Geometries are simplified; `null` where there is no place yet."}, p.list)
	register(s, huma.Operation{OperationID: "get-project", Method: http.MethodGet, Path: projectPath + "/{id}", Tags: []string{tagProjects},
		Summary: "A project as the applicant's side writes it",
		Description: "`fields` are what it says, by path: `/kind`, `/title`, `/summary` (for the authorities), `/announcement` and `/organiser` (for everybody, when it is open to everybody), `/answers/{question}`, `/parts/{id}` of its place, " +
			"`/days/{id}` with hours in Finnish local time, `/people/{id}`, `/files/{id}` (add-project-file), and `/restricted/{item}`, which keeps an item such as `answers.noise` or `parts.{id}` to the authorities that it names. The ETag is its revision; 304 when If-None-Match has it."}, p.get)
	register(s, huma.Operation{OperationID: "save-project", Method: http.MethodPatch, Path: projectPath + "/{id}", Tags: []string{tagProjects}, RequestBody: changesBody(s), SkipValidateBody: true,
		Middlewares: huma.Middlewares{s.takeTurns}, Summary: "Save fields of a project",
		Description: "`changes` names each changed field with its new value; null takes it away. If-Match is the ETag that they rest on: what others saved since is merged, field by field, and the answer has all of it. " +
			"Fields that somebody else has changed since are a conflict: 409 with `conflicts`, each with what it says now, and nothing is kept. Sent again, a save changes nothing. 409 with the code too_old: read the project anew. Of a place that cannot be used `fixes` are ways to mend it."}, p.save)
	register(s, huma.Operation{OperationID: "delete-project", Method: http.MethodDelete, Path: projectPath + "/{id}", Tags: []string{tagProjects}, DefaultStatus: http.StatusNoContent,
		Summary:     "Delete a private draft with all its versions",
		Description: "If-Match must have the ETag that was read: 428 without, 412 when somebody has saved it meanwhile. Once others have seen it: 409 with the code shown_already. It can be cancelled then."}, p.remove)
	p.placeRoutes()
	p.versionRoutes()
	p.showRoutes()
	p.caseRoutes()
	p.publicRoutes()
	p.commentRoutes()
	p.restrictionRoutes()
	p.newsRoutes()
	return p.fileRoutes()
}

// fieldsJSON are the fields of a project by path.
type fieldsJSON map[projects.Path]json.RawMessage

// Schema describes it in the OpenAPI document.
func (fieldsJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{}, Description: "By path, such as /title or /answers/attendance",
		Examples: []any{map[string]any{"/kind": "event", "/title": "Rantajuhla", "/answers/attendance": 800}}}
}

// ChangesBody are changes of fields.
type ChangesBody struct {
	Changes fieldsJSON `json:"changes" doc:"Field by field; null takes one away"`
	Person  *uuid.UUID `json:"person,omitempty" doc:"Who typed them, as who-am-i tells; 409 with the code other_person when somebody else is signed in meanwhile"`
	Party   *uuid.UUID `json:"party,omitempty" doc:"For whom it is, as who-am-i tells; 409 with the code other_party when one acts for another meanwhile"`
}

func changesBody(s *Server) *huma.RequestBody {
	registry := s.api.OpenAPI().Components.Schemas
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: registry.Schema(reflect.TypeFor[ChangesBody](), true, "ChangesBody")}}}
}

func readChanges(data []byte) (body ChangesBody, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil || body.Changes == nil {
		return body, faults.Faults{{Code: "malformed"}}
	}
	return body, nil
}

// typedBy refuses what somebody else had typed in the browser before whoever is signed in now, and what was for another party.
func (b ChangesBody) typedBy(side projects.Side) error {
	switch {
	case b.Person != nil && *b.Person != side.Actor.Person:
		return projects.ErrOtherPerson
	case b.Party != nil && *b.Party != side.Actor.Party():
		return projects.ErrOtherParty
	}
	return nil
}

// ProjectBody is a project as the applicant's side sees it.
type ProjectBody struct {
	ID          uuid.UUID      `json:"id"`
	State       projects.State `json:"state" enum:"draft,visible,sent,cancelled"`
	Open        bool           `json:"open" doc:"What was shown is for everybody"`
	Revision    int64          `json:"revision" doc:"Rises whenever it is saved, shown or cancelled; the ETag"`
	Fields      fieldsJSON     `json:"fields"`
	Working     int            `json:"working" doc:"Number of the version that is being written"`
	Shown       int            `json:"shown,omitempty" doc:"Number of the version that others see; missing: none"`
	Unshown     bool           `json:"unshown" doc:"It says something else than what others see"`
	Origin      *uuid.UUID     `json:"origin,omitempty" doc:"The project that it was begun from"`
	CreatedAt   time.Time      `json:"created_at"`
	SavedAt     time.Time      `json:"saved_at"`
	OwnSave     bool           `json:"own_save" doc:"The asker saved last"`
	VisibleAt   *time.Time     `json:"visible_at,omitempty"`
	SentAt      *time.Time     `json:"sent_at,omitempty"`
	CancelledAt *time.Time     `json:"cancelled_at,omitempty"`
	Reason      string         `json:"reason,omitempty" doc:"Of cancelling"`
	Page        string         `json:"page" doc:"Where people read it"`
}

func (p *planning) projectBody(ctx context.Context, project projects.Project) ProjectBody {
	body := ProjectBody{ID: project.ID, State: project.State, Open: project.Open, Revision: project.Revision, Fields: fieldsJSON(project.Fields), Working: project.Working, Shown: project.Shown, Unshown: project.Unshown,
		CreatedAt: project.CreatedAt.UTC(), SavedAt: project.SavedAt.UTC(), OwnSave: project.SavedBy == p.actor(ctx).Person, VisibleAt: utc(project.VisibleAt), SentAt: utc(project.SentAt), CancelledAt: utc(project.CancelledAt),
		Reason: project.Reason, Page: projectPage(project.ID, langOf(ctx))}
	if project.Origin != uuid.Nil {
		body.Origin = &project.Origin
	}
	return body
}

// projectPage is the address of a project's page.
func projectPage(id uuid.UUID, lang i18n.Lang) string {
	return "/" + string(lang) + "/kartta?view=projects&project=" + id.String()
}

type projectOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     ProjectBody
}

func (p *planning) output(ctx context.Context, project projects.Project, err error) (*projectOutput, error) {
	if err != nil {
		return nil, p.projectError(ctx, err)
	}
	return &projectOutput{ETag: versionTag(project.Revision), Location: projectPath + "/" + project.ID.String(), Body: p.projectBody(ctx, project)}, nil
}

// side is the applicant's side for reading and drafting: for another, as long as the right holds.
func (p *planning) side(ctx context.Context) (projects.Side, error) {
	actor := p.actor(ctx)
	acting, err := p.rights.Current(ctx, actor)
	if err != nil {
		return projects.Side{}, p.mandateProblem(ctx, err)
	}
	side := projects.Side{Actor: actor}
	if acting != nil {
		side.Actor.Acting = acting
		side.Matters = mandates.Limits(*acting)
	}
	return side, nil
}

// submitting is the applicant's side for what has effect on others: the right to the project's matter is asked for anew, and its use
// is logged for whom it is.
func (p *planning) submitting(ctx context.Context, id uuid.UUID, operation identity.Operation) (projects.Side, error) {
	side, err := p.side(ctx)
	if err != nil || side.Actor.Acting == nil {
		return side, err
	}
	project, err := p.projects.Get(ctx, side, id)
	if err != nil {
		return side, p.projectError(ctx, err)
	}
	q, _ := mandates.About(side.Actor, project.Matter(), project.PropertyUnits(), time.Now())
	acting, err := p.rights.Use(ctx, q, operation)
	if err != nil {
		return side, p.mandateProblem(ctx, err)
	}
	side.Actor.Acting, side.Matters = &acting, []string{project.Matter()}
	return side, nil
}

// ProjectInput names a project.
type ProjectInput struct {
	LangInput
	ID uuid.UUID `path:"id"`
}

// MatchedProject names a project as it was read.
type MatchedProject struct {
	ProjectInput
	IfMatch string `header:"If-Match" doc:"ETag of the project that was read" example:"\"v7\""`
}

func (in MatchedProject) revision(ctx context.Context) (int64, error) {
	if in.IfMatch == "" {
		return 0, newProblem(requestOf(ctx), kindUnconditional)
	}
	return versionOf(in.IfMatch)
}

type createProjectInput struct {
	LangInput
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Made up by the caller for this one project, so that it may be sent again when no answer came"`
	RawBody []byte `contentType:"application/json"`
}

func (p *planning) create(ctx context.Context, in *createProjectInput) (*projectOutput, error) {
	body, err := readChanges(in.RawBody)
	if err != nil {
		return nil, err
	}
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	if err := body.typedBy(side); err != nil {
		return nil, p.projectError(ctx, err)
	}
	project, err := p.projects.Create(ctx, side, "create-project", projects.Order{Changes: projects.Changes(body.Changes), Key: in.Key})
	err = p.mend(ctx, body.Changes, err)
	return p.output(ctx, project, err)
}

type readProjectInput struct {
	ProjectInput
	ConditionalInput
}

type readProjectOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   ProjectBody
}

// get reads a project; whoever has it as it is learns that from its revision alone.
func (p *planning) get(ctx context.Context, in *readProjectInput) (*readProjectOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	if in.IfNoneMatch != "" {
		revision, err := p.projects.Revision(ctx, side, in.ID)
		if err != nil {
			return nil, err
		}
		if tag := versionTag(revision); tagMatches(in.IfNoneMatch, tag) {
			return &readProjectOutput{Status: http.StatusNotModified, ETag: tag}, nil
		}
	}
	project, err := p.projects.Get(ctx, side, in.ID)
	out, err := p.output(ctx, project, err)
	if err != nil {
		return nil, err
	}
	return &readProjectOutput{http.StatusOK, out.ETag, out.Body}, nil
}

type saveProjectInput struct {
	MatchedProject
	RawBody []byte `contentType:"application/json"`
}

func (p *planning) save(ctx context.Context, in *saveProjectInput) (*projectOutput, error) {
	base, err := in.revision(ctx)
	if err != nil {
		return nil, err
	}
	body, err := readChanges(in.RawBody)
	if err != nil {
		return nil, err
	}
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	if err := body.typedBy(side); err != nil {
		return nil, p.projectError(ctx, err)
	}
	project, err := p.projects.Save(ctx, side, "save-project", in.ID, base, projects.Changes(body.Changes))
	err = p.mend(ctx, body.Changes, err)
	return p.output(ctx, project, err)
}

func (p *planning) remove(ctx context.Context, in *MatchedProject) (*struct{}, error) {
	base, err := in.revision(ctx)
	if err != nil {
		return nil, err
	}
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	return nil, p.projectError(ctx, p.projects.Delete(ctx, side, "delete-project", in.ID, base))
}

// ProjectConflict is a field that somebody else changed meanwhile.
type ProjectConflict struct {
	Field    projects.Path   `json:"field"`
	Theirs   json.RawMessage `json:"theirs" doc:"What it says now; null: it was taken away"`
	Revision int64           `json:"revision"`
	By       string          `json:"by,omitempty" doc:"Who wrote it; missing: a person whose name is not shown"`
	Own      bool            `json:"own,omitempty" doc:"The asker wrote it, in another window or on another device"`
	At       time.Time       `json:"at" doc:"When whoever wrote it last saved in that sitting"`
}

// projectError makes problems of what only projects know.
func (p *planning) projectError(ctx context.Context, err error) error {
	request := requestOf(ctx)
	conflict := func(code string) error {
		return newProblem(request, kindConflict, Fault{Code: code, Detail: text(request.lang, "fault."+code, nil)})
	}
	if met, ok := errors.AsType[*projects.ConflictError](err); ok {
		problem := newProblem(request, kindConflict)
		for _, c := range met.Conflicts {
			problem.Errors = append(problem.Errors, Fault{Pointer: "/changes/" + c.Path.Escaped(), Code: "changed_by_other", Detail: text(request.lang, "fault.changed_by_other", nil)})
			theirs := c.Theirs
			if theirs == nil {
				theirs = json.RawMessage("null")
			}
			problem.Conflicts = append(problem.Conflicts, ProjectConflict{Field: c.Path, Theirs: theirs, Revision: c.Revision, By: c.By, Own: c.Own, At: c.At.UTC()})
		}
		problem.Revision = met.Revision
		return problem
	}
	for target, code := range map[error]string{projects.ErrTooOld: "too_old", projects.ErrShown: "shown_already", projects.ErrCancelled: "project_cancelled", projects.ErrSame: "shown_same",
		projects.ErrNotShown: "not_shown", projects.ErrNotConcerned: "not_concerned", projects.ErrKeyUsed: "key_used", projects.ErrOtherParty: "other_party", projects.ErrOtherPerson: "other_person"} {
		if errors.Is(err, target) {
			return conflict(code)
		}
	}
	return err
}
