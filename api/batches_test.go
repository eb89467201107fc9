package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/checks/batches"
)

// formOf is a file with an order, as a page sends them.
func formOf(t *testing.T, name, file, order string) (body, contentType string) {
	t.Helper()
	var data bytes.Buffer
	w := multipart.NewWriter(&data)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(file))
	}
	if err == nil && order != "" {
		err = w.WriteField("order", order)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return data.String(), w.FormDataContentType()
}

// sendForm sends it as somebody.
func sendForm(t *testing.T, s *Server, path string, who somebody, name, file, order string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	body, contentType := formOf(t, name, file, order)
	return send(t, s, http.MethodPost, path, body, append(who.as(headers...), "Content-Type", contentType)...)
}

// workBatch works a batch as an instance does.
func workBatch(t *testing.T, s *Server, address string) {
	t.Helper()
	worker, err := batches.NewWorker(s.Personal, s.Checks(), s.Log)
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.MustParse(address[strings.LastIndexByte(address, '/')+1:])
	if err := worker.Run(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

// ownBatch is a batch of the owner's, whose places and name are theirs alone.
func ownBatch(t *testing.T, s *Server, owner somebody) map[string]string {
	t.Helper()
	w := sendForm(t, s, batchPath, owner, secret+".csv", "id;lon;lat\n"+secret+";26,62;62,415\n", "")
	if w.Code != http.StatusAccepted {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	address := w.Header().Get("Location")
	workBatch(t, s, address)
	values := map[string]string{batchPath + "/{id}/places/{row}": address + "/places/1"}
	for _, of := range []string{"", "/cancel", "/places", "/map", "/export"} {
		values[batchPath+"/{id}"+of] = address + of
	}
	return values
}

const fourPlaces = "id;lon;lat;oma\n1;26,62;62,415;=1+1\n2;26,7;62,5;b\n3;;;c\n4;62,415;26,62;d\n"

// A file is previewed, checked as a job, read page by page, and each place says what a check of it says, byte for byte.
func TestBatches(t *testing.T) {
	r := newRegistry(t)
	w := sendForm(t, r.s, batchPath+"/preview", r.citizen, "paikat.csv", fourPlaces, `{"project":{"kind":"event","contact":"Maija"}}`)
	p := decode[BatchPreview](t, w)
	if w.Code != http.StatusOK || p.Total != 4 || p.Faulty != 2 || p.Swapped != 1 || !p.Located || p.Taken.X != "lon" || p.Taken.CRS != "EPSG:4326" || p.Taken.Name != "id" || len(p.Rows) != 4 || len(p.Faults) != 2 ||
		p.Faults[0].Row != 3 || !slices.Equal(p.Unread, []string{"contact"}) || p.Faults[0].Fault.Detail == "" || len(p.Rows[0].Point) != 2 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w = sendForm(t, r.s, batchPath, r.citizen, "kansio/paikat.csv", fourPlaces, `{"project":{"kind":"event","contact":"Maija"}}`, "Idempotency-Key", "k")
	item := decode[BatchItem](t, w)
	address := batchPath + "/" + item.ID.String()
	if w.Code != http.StatusAccepted || w.Header().Get("Location") != address || item.State != batches.Queued || item.Total != 4 || item.Name != "paikat.csv" || !slices.Equal(item.Unread, []string{"contact"}) || strings.Contains(w.Body.String(), "Maija") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if again := decode[BatchItem](t, sendForm(t, r.s, batchPath, r.citizen, "kansio/paikat.csv", fourPlaces, `{"project":{"kind":"event","contact":"Maija"}}`, "Idempotency-Key", "k")); again.ID != item.ID {
		t.Errorf("sent again: %s, want %s", again.ID, item.ID)
	}
	workBatch(t, r.s, address)
	w = ask(t, r.s, address+"?lang=sv", r.citizen.as()...)
	item = decode[BatchItem](t, w)
	if item.State != batches.Done || item.Done != 4 || item.Faulty != 2 || item.Counts.Red+item.Counts.Amber+item.Counts.Unknown+item.Counts.Green != 2 || item.Basis == nil || len(item.Basis.Rules) < 10 ||
		len(item.Rules) == 0 || item.Rules[0].Title == "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%s", w.Body)
	}
	if list := decode[BatchList](t, ask(t, r.s, batchPath, r.citizen.as()...)); len(list.Items) != 1 || list.Items[0].ID != item.ID {
		t.Errorf("%+v", list)
	}
	r.pages(address, item.Rules[0].Rule)
	for _, lang := range []string{"fi", "sv", "en"} {
		check := send(t, r.s, http.MethodPost, "/api/v1/checks?lang="+lang, `{"geometry":`+pointInside+`,"project":{"kind":"event","contact":"Maija"}}`, "Content-Type", "application/json")
		w := ask(t, r.s, address+"/places/1?lang="+lang, r.citizen.as()...)
		var raw map[string]json.RawMessage
		if err := json.Unmarshal(w.Body.Bytes(), &raw); err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSuffix(check.Body.String(), "\n"); string(raw["result"]) != want {
			t.Errorf("%s: in the batch %s, alone %s", lang, raw["result"], want)
		}
	}
	if w := ask(t, r.s, address+"/places/4", r.citizen.as()...); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"result":null`) || !strings.Contains(w.Body.String(), `"lat_lon_swapped"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if m := decode[BatchMap](t, ask(t, r.s, address+"/map", r.citizen.as()...)); len(m.Features) != 2 || m.Features[0].ID != 1 || m.Features[0].Geometry.Coordinates[0] != 26.62 || m.Features[0].Properties.Severity == "" {
		t.Errorf("%+v", m)
	}
	r.files(address)
	if w := send(t, r.s, http.MethodPost, address+"/cancel", ``, r.citizen.as()...); w.Code != http.StatusConflict || decode[Problem](t, w).Errors[0].Code != "batch_ended" {
		t.Errorf("cancelled after its end: %d %s", w.Code, w.Body)
	}
	if w := send(t, r.s, http.MethodDelete, address, ``, r.citizen.as()...); w.Code != http.StatusNoContent {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, r.s, address, r.citizen.as()...); w.Code != http.StatusNotFound {
		t.Errorf("deleted: %d", w.Code)
	}
}

// pages reads the places of a batch one by one, and those of a kind.
func (r registry) pages(address, rule string) {
	r.t.Helper()
	var rows []int
	for next := address + "/places?limit=1"; next != ""; {
		w := ask(r.t, r.s, next, r.citizen.as()...)
		page := decode[BatchPlaceList](r.t, w)
		for _, p := range page.Items {
			rows = append(rows, p.Row)
		}
		link := w.Header().Get("Link")
		if (link == "") != (page.Next == "") {
			r.t.Fatalf("Link %q, next %q", link, page.Next)
		}
		next, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
	}
	if !slices.Equal(rows, []int{1, 2, 3, 4}) {
		r.t.Errorf("rows %v", rows)
	}
	for query, want := range map[string]int{"severity=faulty": 2, "severity=green": 0, "rule=none": 0, "rule=" + rule: -1} {
		page := decode[BatchPlaceList](r.t, ask(r.t, r.s, address+"/places?"+query, r.citizen.as()...))
		if want >= 0 && len(page.Items) != want || want < 0 && len(page.Items) == 0 {
			r.t.Errorf("%s: %d places, want %d", query, len(page.Items), want)
		}
	}
	if w := ask(r.t, r.s, address+"/places?cursor=x", r.citizen.as()...); w.Code != http.StatusBadRequest {
		r.t.Errorf("a cursor that is none: %d", w.Code)
	}
}

// The features of a layer are places without any file.
func TestBatchOfALayer(t *testing.T) {
	r := newRegistry(t)
	w := send(t, r.s, http.MethodPost, batchPath, `{"layer":"groundwater_areas","area":{"type":"Polygon","coordinates":[[[26,62],[27,62],[27,63],[26,63],[26,62]]]}}`, r.citizen.as()...)
	item := decode[BatchItem](t, w)
	if w.Code != http.StatusAccepted || item.Layer != "groundwater_areas" || item.Version == 0 || item.Name != "Pohjavesialueet" || item.Total == 0 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	address := batchPath + "/" + item.ID.String()
	workBatch(t, r.s, address)
	item = decode[BatchItem](t, ask(t, r.s, address+"?lang=sv", r.citizen.as()...))
	check := decode[checks.Result](t, send(t, r.s, http.MethodPost, "/api/v1/checks?lang=sv", `{"geometry":`+pointInside+`}`, "Content-Type", "application/json"))
	if item.Basis == nil || len(check.Unasked) == 0 || !reflect.DeepEqual(item.Basis.Unasked, check.Unasked) {
		t.Errorf("not asked: %+v, of a place alone %+v", item.Basis, check.Unasked)
	}
}

func TestBatchesRefuse(t *testing.T) {
	r := newRegistry(t)
	for name, c := range map[string]struct{ file, order, pointer, code string }{
		"no columns of places": {"a;b\n1;2\n", "", "/taken", "no_place_columns"},
		"no good row":          {"lon;lat\n1;2\n", "", "/file", "no_good_row"},
		"no table":             {"x", "", "/file", "not_table"},
		"no such kind":         {fourPlaces, `{"project":{"kind":"no such"}}`, "/project/kind", "not_one_of"},
		"unknown member":       {fourPlaces, `{"projekt":{}}`, "", "malformed"},
		"both":                 {fourPlaces, `{"layer":"groundwater_areas"}`, "/layer", "file_or_layer"},
	} {
		w := sendForm(t, r.s, batchPath, r.citizen, "x.csv", c.file, c.order)
		p := decode[Problem](t, w)
		if w.Code != http.StatusUnprocessableEntity || len(p.Errors) != 1 || p.Errors[0].Code != c.code || p.Errors[0].Pointer != c.pointer || p.Errors[0].Detail == "" || strings.Contains(p.Errors[0].Detail, "{") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	for body, code := range map[string]string{`{}`: "required", `{"layer":"none"}`: "no_layer"} {
		w := send(t, r.s, http.MethodPost, batchPath, body, r.citizen.as()...)
		if p := decode[Problem](t, w); w.Code != http.StatusUnprocessableEntity || p.Errors[0].Code != code {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	if w := send(t, r.s, http.MethodPost, batchPath, "lon,lat\n", append(r.citizen.as(), "Content-Type", "text/csv")...); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a bare table: %d %s", w.Code, w.Body)
	}
	for i := range 4 {
		w := sendForm(t, r.s, batchPath, r.citizen, fmt.Sprintf("%d.csv", i), fourPlaces, "")
		if i == 3 && (w.Code != http.StatusConflict || decode[Problem](t, w).Errors[0].Code != "too_many_batches") {
			t.Errorf("the fourth: %d %s", w.Code, w.Body)
		}
	}
}

// files takes a batch away in each form.
func (r registry) files(address string) {
	r.t.Helper()
	w := ask(r.t, r.s, address+"/export?lang=en", r.citizen.as()...)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/geo+json" || !strings.Contains(w.Header().Get("Content-Disposition"), "paikat_check_") || !strings.Contains(w.Body.String(), `"check_fault":"The row has no place."`) || !json.Valid(w.Body.Bytes()) {
		r.t.Errorf("%d %v %.500s", w.Code, w.Header(), w.Body)
	}
	if whole := ask(r.t, r.s, address+"/export?lang=en&whole=true", r.citizen.as()...); whole.Body.Len() <= w.Body.Len() || !strings.Contains(whole.Body.String(), `"not_found"`) {
		r.t.Errorf("whole: %d bytes, otherwise %d", whole.Body.Len(), w.Body.Len())
	}
	w = ask(r.t, r.s, address+"/export?format=xlsx", r.citizen.as()...)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") || !strings.Contains(w.Header().Get("Content-Disposition"), ".xlsx") || w.Header().Get("Cache-Control") != "no-store" {
		r.t.Errorf("%d %v", w.Code, w.Header())
	}
	for query, status := range map[string]int{"format=gpkg": http.StatusBadRequest, "whole=x": http.StatusBadRequest, "other=1": http.StatusBadRequest} {
		if w := ask(r.t, r.s, address+"/export?"+query, r.citizen.as()...); w.Code != status {
			r.t.Errorf("%s: %d, want %d", query, w.Code, status)
		}
	}
}
