package api

import (
	"net/http"
	"testing"

	"lupakartta/internal/testdb"
)

// planned makes a project of the owner's that is shown to their authority.
func (x *trial) planned(t *testing.T) map[string]string {
	t.Helper()
	part := `"/parts/0199aaaa-0000-7000-8000-000000000001":{"id":"0199aaaa-0000-7000-8000-000000000001","name":"` + secret + `","purpose":"site","geometry":` + pointInside + `}`
	w := send(t, x.s, http.MethodPost, projectPath, `{"changes":{"/kind":"event","/title":"`+secret+`",`+part+`}}`, x.owner.as()...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	project := decode[ProjectBody](t, w)
	pool := testdb.Owner(t, x.s.Pool)
	for _, statement := range []string{
		`update project_versions set shown_at = now() where project = $1 and $2::uuid is not null`,
		`update projects set state = 'visible', shown = 1, visible_at = now() where id = $1 and $2::uuid is not null`,
		`insert into projects_shown (project, version, kind, event, title, state, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
			select v.project, 1, v.kind, true, v.title, 'visible', 'green', 0, 0, 0, 1, st_centroid(v.geom), st_envelope(st_expand(v.geom, 1)), false, now(), now() from project_versions v where v.project = $1 and $2::uuid is not null`,
		`insert into project_authorities (project, authority, fields, since, version, kind, title, state, severity, red, amber, unknown, green, middle, box, shown_at)
			select w.project, $2, '{}', now(), 1, w.kind, w.title, w.state, w.severity, 0, 0, 0, 1, w.middle, w.box, now() from projects_shown w where w.project = $1`,
	} {
		if _, err := pool.Exec(t.Context(), statement, project.ID, x.ownAuthority); err != nil {
			t.Fatal(err)
		}
	}
	one, of := projectPath+"/"+project.ID.String(), casePath+"/"+project.ID.String()
	paths := map[string]string{projectPath + "/{id}/versions/{version}": one + "/versions/1", projectPath + "/{id}/versions/{version}/restoration": one + "/versions/1/restoration",
		projectPath + "/{id}/difference": one + "/difference?from=1&to=1", casePath + "/{id}/difference": of + "/difference?from=1", publicProjectPath + "/{id}": publicProjectPath + "/" + project.ID.String()}
	for _, what := range []string{"", "/place", "/versions", "/copies", "/earlier", "/preview", "/showing", "/authorities", "/cancellation", "/receipt", "/comments"} {
		paths[projectPath+"/{id}"+what] = one + what
	}
	for _, what := range []string{"", "/look", "/contact", "/authorities", "/comments"} {
		paths[casePath+"/{id}"+what] = of + what
	}
	return paths
}
