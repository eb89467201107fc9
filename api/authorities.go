package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"
	"golang.org/x/sync/semaphore"

	"lupakartta/authorities"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
)

const tagAuthorities = "Authorities"

// directory answers for the directory of authorities.
type directory struct {
	*Server
	authorities *authorities.Store
	officials   *authorities.Officials
	questions   *semaphore.Weighted   // who is competent, being asked
	named       *httprate.RateLimiter // how often a person has named another
}

// authorityRoutes adds the directory of authorities to the list of routes.
func (s *Server) authorityRoutes() {
	d := &directory{s, authorities.NewStore(s.Pool), authorities.NewOfficials(s.Personal, s.parties), semaphore.NewWeighted(mostQuestions),
		httprate.NewRateLimiter(namings, time.Hour)}
	register(s, huma.Operation{OperationID: "list-authorities", Method: http.MethodGet, Path: "/api/v1/authorities", Tags: []string{tagAuthorities},
		Summary: "Authorities and their units by name"}, d.list)
	register(s, huma.Operation{OperationID: "get-authority", Method: http.MethodGet, Path: "/api/v1/authorities/{code}", Tags: []string{tagAuthorities},
		Summary:     "One authority: how it is reached, when it is open, its units and competence areas",
		Description: "The areas are thinned for showing. The ETag is for changing the authority."}, d.get)
	register(s, huma.Operation{OperationID: "change-authority", Method: http.MethodPut, Path: "/api/v1/authorities/{code}", Tags: []string{tagAuthorities}, Middlewares: huma.Middlewares{s.takeTurns},
		Summary:     "Change how an authority is reached and when it is open",
		Description: "For the authority's administrators and those of the authority above it. If-Match must have the ETag that was read: 428 without, 412 when somebody changed it meanwhile."},
		d.change)
	register(s, huma.Operation{OperationID: "list-fields", Method: http.MethodGet, Path: "/api/v1/fields", Tags: []string{tagAuthorities},
		Summary: "What authorities can be competent for"}, d.fields)
	s.competenceRoutes(d)
	s.officialRoutes(d)
}

// AuthorityRef names an authority. Texts are in the caller's language.
type AuthorityRef struct {
	Code string `json:"code" example:"mallila_environment"`
	Name string `json:"name"`
}

// AuthorityItem is an authority in a list. Its channels are its own; nothing here is about a person.
type AuthorityItem struct {
	AuthorityRef
	Kind     authorities.Kind `json:"kind" enum:"state,municipality,joint,police,rescue"`
	Parent   string           `json:"parent,omitempty" doc:"Code of the authority that this is a unit of"`
	Channels Channels         `json:"channels"`
	OpenNow  *bool            `json:"open_now,omitempty" doc:"Missing when its hours are not known"`
}

// Authority is an authority with all that the directory knows of it today.
type Authority struct {
	AuthorityItem
	BusinessID  string          `json:"business_id,omitempty" example:"1234567-1"`
	Hours       Hours           `json:"hours"`
	ValidFrom   string          `json:"valid_from" format:"date" doc:"First day on which it exists"`
	ValidTo     string          `json:"valid_to,omitempty" format:"date" doc:"Last day; missing: until further notice"`
	Above       []AuthorityRef  `json:"above" doc:"The authority that it is a unit of, and so on to the top"`
	Units       []AuthorityItem `json:"units"`
	Competences []Competence    `json:"competences" doc:"In force today, by field"`
}

// Competence is what an authority is competent for, where and by which statute.
type Competence struct {
	Field          FieldItem        `json:"field"`
	Area           authorities.Area `json:"area" enum:"country,region,municipality,drawn" doc:"What the area consists of"`
	Municipalities []string         `json:"municipalities" nullable:"false" doc:"Numbers of the municipalities that it is made of"`
	Geometry       shapeJSON        `json:"geometry"`
	Statute        string           `json:"statute" example:"Rakentamislaki 751/2023"`
	ValidFrom      string           `json:"valid_from" format:"date"`
	ValidTo        string           `json:"valid_to,omitempty" format:"date"`
}

// FieldItem is something that an authority can be competent for.
type FieldItem struct {
	Code string `json:"code" example:"building_permit"`
	Name string `json:"name"`
}

func refOf(r authorities.Ref, lang i18n.Lang) AuthorityRef {
	return AuthorityRef{Code: r.Code, Name: r.Name.In(lang)}
}

func refsOf(refs []authorities.Ref, lang i18n.Lang) []AuthorityRef {
	named := make([]AuthorityRef, 0, len(refs))
	for _, r := range refs {
		named = append(named, refOf(r, lang))
	}
	return named
}

func itemOf(a authorities.Authority, lang i18n.Lang, now time.Time) AuthorityItem {
	item := AuthorityItem{AuthorityRef: AuthorityRef{Code: a.Code, Name: a.Name.In(lang)}, Kind: a.Kind, Parent: a.Parent, Channels: channelsOf(a.Channels)}
	if a.Hours.Known() {
		open := a.Hours.OpenAt(now)
		item.OpenNow = &open
	}
	return item
}

type authoritiesInput struct {
	LangInput
	Q      string    `query:"q" maxLength:"100" doc:"Words of the name in any language, or of the code"`
	Field  string    `query:"field" maxLength:"63" pattern:"^[a-z][a-z0-9_]*$" doc:"Only those competent for it" example:"building_permit"`
	Kind   string    `query:"kind" enum:"state,municipality,joint,police,rescue"`
	BBox   []float64 `query:"bbox" minItems:"4" maxItems:"4" example:"[26.6,62.4,26.7,62.45]" doc:"West, south, east, north in degrees (CRS84): only those whose competence area touches it"`
	Limit  int       `query:"limit" default:"50" minimum:"1" maximum:"200"`
	Cursor string    `query:"cursor" maxLength:"900" doc:"next of the page before"`
}

// AuthorityList is a page of authorities.
type AuthorityList struct {
	Items []AuthorityItem `json:"items" doc:"By name"`
	Next  string          `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

func (d *directory) list(ctx context.Context, in *authoritiesInput) (*fresh[AuthorityList], error) {
	lang := langOf(ctx)
	filter := authorities.Filter{Field: in.Field, Kind: authorities.Kind(in.Kind), Text: in.Q, Day: authorities.Today(), Lang: lang, Limit: in.Limit}
	if len(in.BBox) > 0 {
		box, err := boxOf(ctx, in.BBox)
		if err != nil {
			return nil, err
		}
		filter.Box = areaOf(box)
	}
	if in.Cursor != "" {
		if filter.After = readMark(in.Cursor); filter.After == nil {
			return nil, badParameters(ctx, "invalid_value", "cursor")
		}
	}
	found, next, err := d.authorities.List(ctx, filter)
	if errors.Is(err, authorities.ErrNoField) {
		return nil, badParameters(ctx, "invalid_value", "field")
	}
	if err != nil {
		return nil, err
	}
	out := asked(AuthorityList{Items: ListedAuthorities(found, lang)})
	if next != nil {
		out.Body.Next = writeCursor([2]string{next.Name, next.Code})
		out.Link = fmt.Sprintf(`<%s>; rel="next"`, in.link(out.Body.Next))
	}
	return out, nil
}

// link is the address of another page of the same list.
func (in *authoritiesInput) link(cursor string) string {
	query := url.Values{"cursor": {cursor}, "limit": {fmt.Sprint(in.Limit)}}
	for name, value := range map[string]string{"q": in.Q, "field": in.Field, "kind": in.Kind, "lang": in.Lang} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(in.BBox) == 4 {
		query.Set("bbox", fmt.Sprintf("%v,%v,%v,%v", in.BBox[0], in.BBox[1], in.BBox[2], in.BBox[3]))
	}
	return "/api/v1/authorities?" + query.Encode()
}

// codeForm is that of codes in the directory.
var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// readMark is nil when the text is no cursor of this list. It holds no more than was written: the database takes no NUL.
func readMark(text string) *authorities.Mark {
	parts, ok := readCursor[[2]string](text)
	if !ok || strings.ContainsFunc(parts[0], unicode.IsControl) || !codeForm.MatchString(parts[1]) {
		return nil
	}
	return &authorities.Mark{Name: parts[0], Code: parts[1]}
}

// CodeInput names an authority.
type CodeInput struct {
	LangInput
	Code string `path:"code" maxLength:"63" pattern:"^[a-z][a-z0-9_]*$" example:"mallila_environment"`
}

type authorityOutput struct {
	ETag         string   `header:"ETag"`
	CacheControl string   `header:"Cache-Control"`
	Vary         []string `header:"Vary"`
	Body         Authority
}

func (d *directory) get(ctx context.Context, in *CodeInput) (*authorityOutput, error) {
	entry, err := d.authorities.Get(ctx, in.Code, authorities.Today())
	if err != nil {
		return nil, directoryError(ctx, err)
	}
	fields, err := d.fieldNames(ctx)
	if err != nil {
		return nil, err
	}
	lang, now := langOf(ctx), time.Now()
	body := Authority{AuthorityItem: itemOf(entry.Authority, lang, now), BusinessID: string(entry.BusinessID), Hours: hoursOf(entry.Hours),
		ValidFrom: entry.ValidFrom, ValidTo: entry.ValidTo, Above: refsOf(entry.Above, lang), Units: []AuthorityItem{}, Competences: []Competence{}}
	for _, unit := range entry.Units {
		body.Units = append(body.Units, itemOf(unit, lang, now))
	}
	for _, c := range entry.Competences {
		body.Competences = append(body.Competences, Competence{Field: FieldItem{Code: c.Field, Name: fields[c.Field].In(lang)}, Area: c.Area, Municipalities: notNull(c.Municipalities),
			Geometry: geo.EncodeGeoJSON(geo.Transform(c.Geometry, geo.TM35FIN, geo.CRS84), geo.Decimals), Statute: c.Statute.In(lang), ValidFrom: c.ValidFrom, ValidTo: c.ValidTo})
	}
	return &authorityOutput{ETag: versionTag(entry.Version), CacheControl: "no-cache", Vary: []string{"Accept-Language"}, Body: body}, nil
}

func (d *directory) fieldNames(ctx context.Context) (map[string]i18n.Text, error) {
	fields, err := d.authorities.Fields(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]i18n.Text{}
	for _, f := range fields {
		names[f.Code] = f.Name
	}
	return names, nil
}

type changeAuthorityInput struct {
	CodeInput
	IfMatch string `header:"If-Match" doc:"ETag of the authority that was read"`
	Body    struct {
		Channels Channels `json:"channels"`
		Hours    Hours    `json:"hours"`
	}
}

func (d *directory) change(ctx context.Context, in *changeAuthorityInput) (*authorityOutput, error) {
	if in.IfMatch == "" {
		return nil, newProblem(requestOf(ctx), kindUnconditional)
	}
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	card := authorities.Card{Channels: in.Body.Channels.read(), Hours: in.Body.Hours.read()}
	if _, err := d.officials.Change(ctx, d.actor(ctx), in.Code, version, card); err != nil {
		return nil, directoryError(ctx, err)
	}
	out, err := d.get(ctx, &in.CodeInput)
	if err == nil {
		out.CacheControl = "no-store"
	}
	return out, err
}

type fieldsInput struct {
	LangInput
	ConditionalInput
}

// FieldList is the body of a list of fields.
type FieldList struct {
	Items []FieldItem `json:"items" doc:"By code"`
}

func (d *directory) fields(ctx context.Context, in *fieldsInput) (*cached[FieldList], error) {
	fields, err := d.authorities.Fields(ctx)
	if err != nil {
		return nil, err
	}
	list := FieldList{Items: []FieldItem{}}
	for _, f := range fields {
		list.Items = append(list.Items, FieldItem{Code: f.Code, Name: f.Name.In(langOf(ctx))})
	}
	return cache(in.ConditionalInput, list)
}
