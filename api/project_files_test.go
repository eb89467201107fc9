package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lupakartta/projects/attachments"
)

func TestFilesOfAProject(t *testing.T) {
	w := newActingWorld(t)
	project, _ := w.begun(w.mother, festival)
	files := projectPath + "/" + project.ID.String() + "/files"
	post := func(query, declared, content string, headers ...string) *httptest.ResponseRecorder {
		return send(t, w.server, http.MethodPost, files+query, content, w.mother.as(append([]string{"Content-Type", declared}, headers...)...)...)
	}
	answer := post("?name=Sel%C3%A4te.TXT&purpose=noise", "text/plain; charset=utf-8", "hiljaista", "Idempotency-Key", "k")
	added := read[AddedFile](t, answer)
	if answer.Code != http.StatusCreated || answer.Header().Get("ETag") != `"v2"` || added.Revision != 2 || added.File.Name != "Seläte.txt" || added.File.Purpose != "noise" || added.File.State != attachments.Unscanned || !added.File.Own || answer.Header().Get("Location") != added.File.Path {
		t.Fatalf("%d %v %s", answer.Code, answer.Header(), answer.Body)
	}
	if again := read[AddedFile](t, post("?name=Sel%C3%A4te.TXT&purpose=noise", "text/plain; charset=utf-8", "hiljaista", "Idempotency-Key", "k")); again.File.ID != added.File.ID {
		t.Errorf("sent again: %+v", again)
	}
	got := w.as(w.mother, http.MethodGet, added.File.Path, "", http.StatusOK)
	for name, want := range map[string]string{"Content-Type": "text/plain", "Content-Disposition": "attachment; filename*=utf-8''Sel%C3%A4te.txt", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Cache-Control": "no-store", "Content-Length": "9"} {
		if h := got.Header().Get(name); h != want {
			t.Errorf("%s: %q, want %q", name, h, want)
		}
	}
	if got.Body.String() != "hiljaista" {
		t.Errorf("got %q", got.Body)
	}
	list := read[FileList](t, w.as(w.mother, http.MethodGet, files, "", http.StatusOK))
	if len(list.Items) != 1 || list.Items[0].ID != added.File.ID || list.Scanned {
		t.Errorf("%+v", list)
	}
	for name, test := range map[string]struct {
		query, declared, content string
		status                   int
		code                     string
	}{
		"no name":        {"", "text/plain", "x", http.StatusBadRequest, "required"},
		"a page":         {"?name=a.html", "text/html", "<!doctype html>", http.StatusUnprocessableEntity, "file_type"},
		"a page as text": {"?name=a.txt", "text/plain", "<!doctype html><html></html>", http.StatusUnprocessableEntity, "file_not_what_it_says"},
		"too large":      {"?name=a.pdf", "application/pdf", strings.Repeat("x", attachments.MaxFile+1), http.StatusRequestEntityTooLarge, ""},
	} {
		answer := post(test.query, test.declared, test.content)
		if problem := read[Problem](t, answer); answer.Code != test.status || test.code != "" && (len(problem.Errors) == 0 || problem.Errors[0].Code != test.code) {
			t.Errorf("%s: %d %s", name, answer.Code, answer.Body)
		}
	}
	w.as(w.stranger, http.MethodGet, added.File.Path, "", http.StatusNotFound)
	w.as(w.stranger, http.MethodGet, files, "", http.StatusNotFound)
	if answer := w.save(w.mother, project.ID, `"v2"`, `"/files/`+added.File.ID.String()+`":null`); answer.Code != http.StatusOK {
		t.Errorf("taken out: %d %s", answer.Code, answer.Body)
	}
	if list := read[FileList](t, w.as(w.mother, http.MethodGet, files, "", http.StatusOK)); len(list.Items) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestFormatsOfFiles(t *testing.T) {
	s := newServer(t)
	got := read[FileFormats](t, get(s, "/api/v1/file-formats?lang=sv"))
	if len(got.Formats) < 10 || got.Formats[0].Name != "PDF" || got.Formats[0].Most != 25<<20 || len(got.Purposes) < 5 || got.Purposes[0].Name != "Plan" || got.Most != 500<<20 {
		t.Errorf("%+v", got)
	}
}
