package api

import (
	"lupakartta/authorities"
	"lupakartta/internal/i18n"
)

// Channels are the ways in which everybody reaches an authority.
type Channels struct {
	Phone    string         `json:"phone,omitempty"`
	Email    string         `json:"email,omitempty"`
	Web      string         `json:"web,omitempty" doc:"https address of its pages"`
	EService string         `json:"e_service,omitempty" doc:"https address where matters are set going"`
	Address  *PostalAddress `json:"address,omitempty"`
	Note     *Texts         `json:"note,omitempty"`
}

// PostalAddress is where letters go and doors are.
type PostalAddress struct {
	Street     string `json:"street"`
	PostalCode string `json:"postal_code" example:"59990"`
	Town       string `json:"town"`
}

// Texts is one text in every language, so that whoever changes an authority sees all of it.
type Texts struct {
	Fi string `json:"fi"`
	Sv string `json:"sv"`
	En string `json:"en"`
}

// Hours are when an authority serves people, in Finnish local time.
type Hours struct {
	Weekly     []OpenHours     `json:"weekly" nullable:"false" maxItems:"28"`
	Exceptions []OpenException `json:"exceptions" nullable:"false" maxItems:"100"`
}

// OpenHours are one stretch of a weekday.
type OpenHours struct {
	Weekday int    `json:"weekday" doc:"1 Monday to 7 Sunday"`
	From    string `json:"from" example:"09:00"`
	To      string `json:"to" example:"15:00" doc:"24:00 is midnight"`
	Note    *Texts `json:"note,omitempty"`
}

// OpenException is what holds on one day instead.
type OpenException struct {
	Date string `json:"date" example:"2026-12-24"`
	From string `json:"from,omitempty" doc:"Without times it is closed"`
	To   string `json:"to,omitempty"`
	Note *Texts `json:"note,omitempty"`
}

func textsOf(t i18n.Text) *Texts {
	if t == (i18n.Text{}) {
		return nil
	}
	return &Texts{t.Fi, t.Sv, t.En}
}

func (t *Texts) read() i18n.Text {
	if t == nil {
		return i18n.Text{}
	}
	return i18n.Text{Fi: t.Fi, Sv: t.Sv, En: t.En}
}

func channelsOf(c authorities.Channels) Channels {
	channels := Channels{Phone: c.Phone, Email: c.Email, Web: c.Web, EService: c.EService, Note: textsOf(c.Note)}
	if c.Address != (authorities.Address{}) {
		address := PostalAddress(c.Address)
		channels.Address = &address
	}
	return channels
}

func (c Channels) read() authorities.Channels {
	channels := authorities.Channels{Phone: c.Phone, Email: c.Email, Web: c.Web, EService: c.EService, Note: c.Note.read()}
	if c.Address != nil {
		channels.Address = authorities.Address(*c.Address)
	}
	return channels
}

func hoursOf(h authorities.Hours) Hours {
	hours := Hours{Weekly: []OpenHours{}, Exceptions: []OpenException{}}
	for _, o := range h.Weekly {
		hours.Weekly = append(hours.Weekly, OpenHours{o.Weekday, o.From, o.To, textsOf(o.Note)})
	}
	for _, e := range h.Exceptions {
		hours.Exceptions = append(hours.Exceptions, OpenException{e.Date, e.From, e.To, textsOf(e.Note)})
	}
	return hours
}

func (h Hours) read() authorities.Hours {
	var hours authorities.Hours
	for _, o := range h.Weekly {
		hours.Weekly = append(hours.Weekly, authorities.OpenHours{Weekday: o.Weekday, From: o.From, To: o.To, Note: o.Note.read()})
	}
	for _, e := range h.Exceptions {
		hours.Exceptions = append(hours.Exceptions, authorities.Exception{Date: e.Date, From: e.From, To: e.To, Note: e.Note.read()})
	}
	return hours
}
