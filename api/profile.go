package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/identity"
	"lupakartta/identity/mandates"
	"lupakartta/identity/parties"
	"lupakartta/internal/i18n"
)

func (s *Server) profileRoutes() {
	register(s, huma.Operation{OperationID: "get-profile", Method: http.MethodGet, Path: "/api/v1/profile", Tags: []string{tagMe},
		Summary: "My profile, or that of the party I act for"}, s.getProfile)
	register(s, huma.Operation{OperationID: "change-profile", Method: http.MethodPut, Path: "/api/v1/profile", Tags: []string{tagMe},
		Summary: "Change the profile", Description: "If-Match must have the ETag of the profile that was read. What anybody changed in between is not lost: the answer is then 412."},
		s.changeProfile)
}

// Profile is what a party tells about itself once, for every transaction. It is told to the party itself only.
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
	Channels   []string `json:"channels" doc:"Preferred ways to be told, the first first: suomifi, email, paper"`
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
	if err := s.stillActs(ctx); err != nil {
		return nil, err
	}
	party, err := s.parties.Get(ctx, s.actor(ctx), "get-profile")
	if err != nil {
		return nil, err
	}
	return profileOf(party), nil
}

// stillActs lets somebody read for another whose right has not ended since they chose to act for them.
func (s *Server) stillActs(ctx context.Context) error {
	if err := s.rights.Still(ctx, s.actor(ctx)); err != nil {
		return s.mandateProblem(ctx, err)
	}
	return nil
}

// mayChangeProfile lets persons change their own profile, and those who represent an organisation its own: whoever has
// a mandate for some matters does not change how its giver is reached. The right is asked for anew.
func (s *Server) mayChangeProfile(ctx context.Context) error {
	actor := s.actor(ctx)
	question, acts := mandates.About(actor, mandates.All, nil, time.Now())
	if !acts {
		return nil
	}
	if !mandates.Represents(actor) {
		return identity.ErrForbidden
	}
	if _, err := s.rights.Use(ctx, question, "change-profile"); err != nil {
		return s.mandateProblem(ctx, err)
	}
	return nil
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
	if err := s.mayChangeProfile(ctx); err != nil {
		return nil, err
	}
	party, err := s.parties.Change(ctx, s.actor(ctx), "change-profile", version, profile)
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
