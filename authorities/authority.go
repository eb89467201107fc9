// Package authorities is the directory of authorities: who they are, when and how they are reached, and who of them is
// competent for what at a place. It answers "who is competent for X here" to every later part, and keeps who works for
// which authority (officials.go).
//
// What it is not: it decides nothing about a permit, and it knows no case. What an authority's channels say is public
// and never a person's own.
package authorities

import (
	"strconv"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Kind is what sort of authority it is.
type Kind string

// Kinds.
const (
	State        Kind = "state"        // of the state: Lupa- ja valvontavirasto, Tukes, an elinvoimakeskus
	Municipality Kind = "municipality" // a municipality or its unit
	Joint        Kind = "joint"        // of several municipalities together, such as a regional council
	Police       Kind = "police"       // a police department
	Rescue       Kind = "rescue"       // a rescue department of a wellbeing services county
)

// Kinds are all kinds.
var Kinds = []Kind{State, Municipality, Joint, Police, Rescue}

// Authority is an organisation with competence, or a unit of one.
type Authority struct {
	ID         uuid.UUID           `json:"-"`
	Code       string              `json:"code"`
	Parent     string              `json:"parent,omitempty"` // code of the authority that this is a unit of
	Kind       Kind                `json:"kind"`
	Name       i18n.Text           `json:"name"`
	BusinessID identity.BusinessID `json:"business_id,omitempty"`
	Channels   Channels            `json:"channels"`
	Hours      Hours               `json:"hours"`
	ValidFrom  string              `json:"valid_from"`         // first day on which it exists, YYYY-MM-DD
	ValidTo    string              `json:"valid_to,omitempty"` // last day; empty: until further notice
	Version    int64               `json:"-"`                  // rises with every change
}

// Channels are the ways in which everybody reaches the authority: its own, never a person's.
type Channels struct {
	Phone    string    `json:"phone,omitempty"`
	Email    string    `json:"email,omitempty"`
	Web      string    `json:"web,omitempty"`       // https address of its pages
	EService string    `json:"e_service,omitempty"` // https address where matters are set going
	Address  Address   `json:"address,omitzero"`
	Note     i18n.Text `json:"note,omitzero"`
}

// Address is where letters go and doors are.
type Address struct {
	Street     string `json:"street"`
	PostalCode string `json:"postal_code"`
	Town       string `json:"town"`
}

// Field is something that an authority can be competent for.
type Field struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// Card is the part of an authority that its own administrators keep.
type Card struct {
	Channels Channels
	Hours    Hours
}

// On tells whether the authority exists on that day.
func (a Authority) On(day string) bool { return holds(a.ValidFrom, a.ValidTo, day) }

// holds compares days as text, which is their order.
func holds(from, to, day string) bool { return from <= day && (to == "" || day <= to) }

// Validate tells every fault at once, by field.
func (a Authority) Validate() error {
	var found faults.Faults
	found.When(!code.MatchString(a.Code), "/code", "wrong_code")
	found.When(a.Parent != "" && !code.MatchString(a.Parent), "/parent", "wrong_code")
	found.When(a.Parent == a.Code, "/parent", "invalid_value")
	found.When(!a.Kind.known(), "/kind", "invalid_value")
	validateName(&found, "/name", a.Name)
	if a.BusinessID != "" {
		_, err := identity.ParseBusinessID(string(a.BusinessID))
		found.When(err != nil, "/business_id", "invalid_value")
	}
	validateDays(&found, a.ValidFrom, a.ValidTo)
	Card{a.Channels, a.Hours}.validate(&found)
	return firstOf(found)
}

func (k Kind) known() bool {
	for _, known := range Kinds {
		if k == known {
			return true
		}
	}
	return false
}

// Validate tells every fault at once, by field, up to mostFaults of them.
func (c Card) Validate() error {
	var found faults.Faults
	c.validate(&found)
	return firstOf(found)
}

// mostFaults are told of one authority: nobody mends more at a time.
const mostFaults = 50

func firstOf(found faults.Faults) error { return found[:min(len(found), mostFaults)].OrNil() }

func (c Card) validate(found *faults.Faults) {
	c.Channels.validate(found, "/channels")
	c.Hours.validate(found, "/hours")
}

// validate leaves every channel optional; an address is whole or not there.
func (c Channels) validate(found *faults.Faults, at string) {
	found.When(c.Phone != "" && !phone.MatchString(c.Phone), at+"/phone", "not_phone")
	found.When(c.Email != "" && !isEmail(c.Email), at+"/email", "not_email")
	found.When(c.Web != "" && !isHTTPS(c.Web), at+"/web", "not_https")
	found.When(c.EService != "" && !isHTTPS(c.EService), at+"/e_service", "not_https")
	if c.Address != (Address{}) {
		validateText(found, at+"/address/street", c.Address.Street)
		found.When(!postalCode.MatchString(c.Address.PostalCode), at+"/address/postal_code", "not_postal_code")
		validateText(found, at+"/address/town", c.Address.Town)
	}
	validateNote(found, at+"/note", c.Note)
}

// Validate tells every fault of the field at once.
func (f Field) Validate() error {
	var found faults.Faults
	found.When(!code.MatchString(f.Code), "/code", "wrong_code")
	validateName(&found, "/name", f.Name)
	return found.OrNil()
}

// below puts the faults of a part under its pointer.
func below(found *faults.Faults, at string, err error) {
	part, _ := err.(faults.Faults) //nolint:errorlint // Validate gives Faults as they are
	for _, fault := range part {
		fault.Pointer = at + fault.Pointer
		*found = append(*found, fault)
	}
}

func item(list string, i int) string { return list + "/" + strconv.Itoa(i) }
