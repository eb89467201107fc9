// Package mails is the outbox: mails to persons, organisations and authorities are written down in the transaction that
// causes them and sent by a job. It says what they say, in whose language, and never more than it must.
package mails

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// Mail is one mail to one reader: a party, by the address and in the language of their profile when it is sent, or the
// mailbox of an authority.
type Mail struct {
	Party     uuid.UUID // a person or an organisation; zero: an authority
	Authority uuid.UUID
	Address   string    // of the authority, as its card says
	Language  i18n.Lang // likewise

	Template   string               // the code of a template (templates/*.json)
	Parameters map[string]i18n.Text // those that the template names, no more
	Path       string               // of the page that it leads to, below the language: "/?view=…"
	Matter     string               // what it is about, as kind:id
	Key        string               // what it is told once for: a second mail with the same key is none
}

// State is how far a mail is.
type State string

// States of mails.
const (
	Queued     State = "queued"
	Sent       State = "sent"       // the server has taken it
	Kept       State = "kept"       // in the demo, where it is read on a page instead
	Failed     State = "failed"     // given up
	Suppressed State = "suppressed" // nobody to send it to: no address, or no wish for e-mail
)

// Reasons why a mail was not sent, beside the codes of internal/mail.
const (
	noAddress = "no_address"
	unwanted  = "unwanted"  // the party's channels do not have e-mail
	noServer  = "no_server" // the operator has named none (yet)
	noAccess  = "no_access" // the reader may no longer know of the matter
)

// check finds what whoever queues the mail has got wrong.
func (m Mail) check() error {
	t, ok := templates[m.Template]
	switch {
	case !ok:
		return fmt.Errorf("mail: there is no template %q", m.Template)
	case (m.Party == uuid.Nil) == (m.Authority == uuid.Nil):
		return errors.New("mail: it must be to a party or to an authority")
	case m.Authority != uuid.Nil && !slices.Contains(i18n.Languages, m.Language):
		return errors.New("mail: to an authority it needs a language")
	case !strings.HasPrefix(m.Path, "/") || strings.HasPrefix(m.Path, "//") || strings.Contains(m.Path, `\`):
		return fmt.Errorf("mail: %q is not a path of this service", m.Path)
	case m.Key == "":
		return errors.New("mail: it needs a key")
	case len(m.Parameters) != len(t.Parameters):
		return fmt.Errorf("mail: template %s has parameters %v", m.Template, t.Parameters)
	}
	for _, name := range t.Parameters {
		if _, ok := m.Parameters[name]; !ok {
			return fmt.Errorf("mail: template %s lacks its parameter %s", m.Template, name)
		}
	}
	return nil
}

// Plain is a parameter that reads the same in every language.
func Plain(text string) i18n.Text { return i18n.Text{Fi: text, Sv: text, En: text} }

// Moment is a parameter that tells a time, in Finland.
func Moment(at time.Time) i18n.Text {
	local := identity.Local(at)
	return i18n.Text{Fi: local.Format("2.1.2006 klo 15.04"), Sv: local.Format("2.1.2006 kl. 15.04"), En: local.Format("2 January 2006 at 15:04")}
}
