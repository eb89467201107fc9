package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/authorities"
	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Bounds of asking who is competent: each question may keep the database busy for seconds, and the pool is for all.
const (
	mostQuestions = 4           // at once; half of the smallest pool
	questionWait  = time.Second // for its turn
)

func (s *Server) competenceRoutes(d *directory) {
	register(s, huma.Operation{OperationID: "who-is-competent", Method: http.MethodPost, Path: "/api/v1/competences", Tags: []string{tagAuthorities},
		Summary: "Who is competent at a place", SkipValidateBody: true, Middlewares: huma.Middlewares{s.takeTurns},
		Description: "Every authority whose competence area touches the point, line or area, the largest share first: a place may lie in two municipalities. " +
			"Where `coverage` is below 1 the directory does not know who is competent in the rest; that is not the same as nobody. Nothing is stored."}, d.whoIsCompetent)
}

// CompetentInputBody is a place, and what somebody is to be competent for there.
type CompetentInputBody struct {
	Geometry placeJSON `json:"geometry"`
	Field    string    `json:"field,omitempty" maxLength:"63" doc:"Missing: every field" example:"building_permit"`
	Day      string    `json:"day,omitempty" format:"date" doc:"Missing: today"`

	check CheckInputBody // reads the geometry and keeps the faults
}

// UnmarshalJSON notes every fault for Resolve. It is called with sound JSON only.
func (b *CompetentInputBody) UnmarshalJSON(data []byte) error {
	b.check.read = true
	if !isObject(data) {
		b.check.fault("body", "not_object")
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	for i, name := range slices.Sorted(maps.Keys(members)) {
		switch {
		case i >= geo.MaxFaults:
		case name == "geometry":
			b.check.Geometry = placeJSON(members[name])
		case name == "field":
			b.text(name, members[name], &b.Field)
		case name == "day":
			b.text(name, members[name], &b.Day)
		default:
			b.check.fault("body."+name, "unknown_field")
		}
	}
	if b.Field != "" && !codeForm.MatchString(b.Field) {
		b.check.fault("body.field", "invalid_value")
	}
	if b.Day != "" && !authorities.IsDay(b.Day) {
		b.check.fault("body.day", "not_date")
	}
	b.Geometry = b.check.Geometry
	if b.Geometry == nil {
		b.check.fault("body", "required"+separator+"geometry")
		return nil
	}
	return b.check.place("body.geometry", b.Geometry)
}

func (b *CompetentInputBody) text(name string, value []byte, into *string) {
	if !bytes.HasPrefix(value, []byte(`"`)) || json.Unmarshal(value, into) != nil {
		b.check.fault("body."+name, "not_string")
	}
}

// Resolve tells the faults to huma.
func (b *CompetentInputBody) Resolve(ctx huma.Context) []error { return b.check.Resolve(ctx) }

type competentInput struct {
	LangInput
	Body CompetentInputBody
}

// Competent is who is competent at a place. Texts are in the caller's language.
type Competent struct {
	Items     []CompetentAuthority `json:"items" doc:"By their share of the place, the largest first"`
	Coverage  []FieldCoverage      `json:"coverage" doc:"Of the field asked for, or of every field"`
	Uncovered bool                 `json:"uncovered" doc:"Nobody is known to be competent in any part of the place"`
}

// CompetentAuthority is an authority that is competent for a field there.
type CompetentAuthority struct {
	AuthorityItem
	Above   []AuthorityRef   `json:"above" doc:"The authority that it is a unit of, and so on to the top"`
	Field   FieldItem        `json:"field"`
	Area    authorities.Area `json:"area" enum:"country,region,municipality,drawn" doc:"What its competence area consists of"`
	Statute string           `json:"statute"`
	Share   float64          `json:"share" doc:"How much of the place's area, length or points lies in its competence area: above 0, at most 1"`
	ValidTo string           `json:"valid_to,omitempty" format:"date" doc:"Last day of the competence; missing: until further notice"`
}

// FieldCoverage is how much of the place has somebody who is known to be competent for the field.
type FieldCoverage struct {
	Field string  `json:"field"`
	Share float64 `json:"share" doc:"0 to 1; below 1 it is not known who is competent in the rest"`
}

type competentOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         Competent
}

func (d *directory) whoIsCompetent(ctx context.Context, in *competentInput) (*competentOutput, error) {
	place, err := geo.DecodeGeoJSON(in.Body.Geometry)
	if err != nil {
		return nil, inBody("/geometry", err)
	}
	day := in.Body.Day
	if day == "" {
		day = authorities.Today()
	}
	if err := d.awaitTurn(ctx); err != nil {
		return nil, err
	}
	defer d.questions.Release(1)
	answer, err := d.authorities.Competent(ctx, in.Body.Field, authorities.Place(place), day)
	switch {
	case errors.Is(err, authorities.ErrNoPlace):
		return nil, inBody("/geometry", geo.Faults{{Code: geo.Empty}})
	case errors.Is(err, authorities.ErrTangled):
		return nil, inBody("/geometry", geo.Faults{{Code: geo.TooComplex}})
	case errors.Is(err, authorities.ErrNoField):
		return nil, faults.Faults{{Pointer: "/field", Code: "invalid_value"}}
	case err != nil:
		return nil, err
	}
	return &competentOutput{CacheControl: "no-store", Body: DescribeCompetent(answer, langOf(ctx))}, nil
}

// awaitTurn waits a little while too many others ask; whose turn does not come is told to come again.
func (d *directory) awaitTurn(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, questionWait)
	defer cancel()
	if err := d.questions.Acquire(waiting, 1); err == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return newProblem(requestOf(ctx), kindBusy)
}

// DescribeCompetent is the answer as callers see it, for those who are asked by other ways than HTTP too.
func DescribeCompetent(answer authorities.Answer, lang i18n.Lang) Competent {
	told, now := Competent{Items: []CompetentAuthority{}, Coverage: []FieldCoverage{}, Uncovered: answer.Uncovered()}, time.Now()
	for _, m := range answer.Matches {
		told.Items = append(told.Items, CompetentAuthority{AuthorityItem: itemOf(m.Authority, lang, now), Above: refsOf(m.Above, lang),
			Field: FieldItem{Code: m.Field.Code, Name: m.Field.Name.In(lang)}, Area: m.Area, Statute: m.Statute.In(lang), Share: m.Share, ValidTo: m.CompetenceTo})
	}
	for _, c := range answer.Coverage {
		told.Coverage = append(told.Coverage, FieldCoverage(c))
	}
	return told
}

// ListedAuthorities are authorities as callers see them in a list, likewise.
func ListedAuthorities(list []authorities.Authority, lang i18n.Lang) []AuthorityItem {
	items, now := make([]AuthorityItem, 0, len(list)), time.Now()
	for _, a := range list {
		items = append(items, itemOf(a, lang, now))
	}
	return items
}
