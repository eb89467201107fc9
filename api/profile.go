package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/identity"
	"lupakartta/identity/mandates"
	"lupakartta/identity/parties"
	"lupakartta/internal/i18n"
)

func (s *Server) profileRoutes() {
	register(s, huma.Operation{OperationID: "get-profile", Method: http.MethodGet, Path: "/api/v1/profile", Tags: []string{tagMe},
		Summary:     "My profile, or that of the organisation I represent",
		Description: "403 for whoever acts for another by a narrower right: it does not tell how the other is reached."}, s.getProfile)
	register(s, huma.Operation{OperationID: "change-profile", Method: http.MethodPut, Path: "/api/v1/profile", Tags: []string{tagMe},
		Summary: "Change the profile", Description: "If-Match must have the ETag of the profile that was read. What anybody changed in between is not lost: the answer is then 412."},
		s.changeProfile)
}

// Profile is what a party tells about itself once, for every transaction. It is told to the party itself only,
// and to those who represent it.
type Profile struct {
	Kind       string   `json:"kind" enum:"person,organisation" readOnly:"true"`
	Name       string   `json:"name" readOnly:"true" doc:"From the identity provider or the business register"`
	BusinessID string   `json:"business_id,omitempty" readOnly:"true"`
	Protected  bool     `json:"protected" readOnly:"true" doc:"Non-disclosure for personal safety (turvakielto): no address is kept"`
	Contact    Contacts `json:"contact"`
}

// Contacts are how a party is reached.
type Contacts struct {
	Language   string   `json:"language" enum:"fi,sv,en"`
	Email      string   `json:"email"`
	Phone      string   `json:"phone"`
	Channels   []string `json:"channels" maxItems:"3" doc:"Preferred ways to be told, the first first: suomifi, email, paper"`
	Street     string   `json:"street"`
	PostalCode string   `json:"postal_code"`
	Town       string   `json:"town"`
}

type profileOutput struct {
	ETag string `header:"ETag"`
	Body Profile
}

func profileOf(p parties.Party) *profileOutput {
	contact := Contacts{Language: string(p.Profile.Language), Email: p.Profile.Email, Phone: p.Profile.Phone, Channels: []string{}, Street: p.Profile.Street,
		PostalCode: p.Profile.PostalCode, Town: p.Profile.Town}
	for _, channel := range p.Profile.Channels {
		contact.Channels = append(contact.Channels, string(channel))
	}
	return &profileOutput{ETag: versionTag(p.Version), Body: Profile{Kind: p.Kind, Name: p.Name, BusinessID: string(p.BusinessID), Protected: p.Protected, Contact: contact}}
}

func (s *Server) getProfile(ctx context.Context, _ *struct{}) (*profileOutput, error) {
	if err := s.mayReadProfile(ctx); err != nil {
		return nil, err
	}
	party, err := s.parties.Get(ctx, s.actor(ctx), "get-profile")
	if err != nil {
		return nil, err
	}
	return profileOf(party), nil
}

// mayReadProfile lets persons read their own profile, and those who represent an organisation its own while they still
// do: how somebody is reached, and where they live, goes with no other right to act for them.
func (s *Server) mayReadProfile(ctx context.Context) error {
	actor := s.actor(ctx)
	err := s.rights.Still(ctx, actor)
	if err == nil && actor.Acting != nil && !mandates.Represents(actor) {
		err = identity.ErrForbidden
	}
	return s.mandateProblem(ctx, err)
}

type changeProfileInput struct {
	IfMatch string `header:"If-Match" required:"true" doc:"ETag of the profile that was read"`
	Body    Contacts
}

func (s *Server) changeProfile(ctx context.Context, in *changeProfileInput) (*profileOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	b := in.Body
	profile := parties.Profile{Language: i18n.Lang(b.Language), Email: b.Email, Phone: b.Phone, Street: b.Street, PostalCode: b.PostalCode, Town: b.Town}
	for _, channel := range b.Channels {
		profile.Channels = append(profile.Channels, parties.Channel(channel))
	}
	// As for reading; the right is asked for anew.
	actor, err := s.rights.Representing(ctx, s.actor(ctx), "change-profile")
	if err != nil {
		return nil, s.mandateProblem(ctx, err)
	}
	party, err := s.parties.Change(ctx, actor, "change-profile", version, profile)
	if err != nil {
		return nil, err
	}
	return profileOf(party), nil
}

// versionTag is the ETag of a row that counts its changes.
func versionTag(version int64) string { return `"v` + strconv.FormatInt(version, 10) + `"` }

// versionOf reads such an ETag back; a proxy may have made it weak. Any other tag is of no version that there was.
func versionOf(tag string) (int64, error) {
	text, ok := strings.CutPrefix(strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`), "v")
	version, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil {
		return 0, errChanged
	}
	return version, nil
}
