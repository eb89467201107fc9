package authorities

import (
	"errors"
	"strings"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/internal/faults"
)

// Here is the source of an office that an administrator gave; any other source is the sign-in provider that states it.
const Here = "here"

// Errors of offices.
var (
	ErrNoPerson          = errors.New("official: nobody of that code and name has been here")
	ErrAppointed         = errors.New("official: the person holds that office already")
	ErrLastAdministrator = errors.New("official: the authority would be without an administrator")
)

// Official is an office: a person who works for an authority in a role. Of a person under turvakielto (661/2009 36 §)
// neither name nor party is told in a list.
type Official struct {
	ID        uuid.UUID
	Person    uuid.UUID // zero under turvakielto
	Name      string    // empty under turvakielto
	Protected bool      // turvakielto
	Authority Ref
	Role      identity.Role
	Source    string // Here, or the id of the sign-in provider
	ValidFrom string // YYYY-MM-DD
	ValidTo   string // last day; empty: until further notice
	Dismissed bool   // an administrator took it away: it is not held, and no sign-in provider's statement brings it back
}

// Appointment is an office to be given. The person is named by identity code and family name together, so that neither
// a guessed code nor a known name tells whether somebody is here; or by their party.
type Appointment struct {
	NationalID identity.NationalID
	FamilyName string
	Person     uuid.UUID
	Role       identity.Role
	ValidFrom  string // empty: today
	ValidTo    string // last day; empty: until further notice
}

// validate tells every fault at once. An office does not begin in the past: what somebody did then stays what it was.
func (a Appointment) validate(today string) error {
	var found faults.Faults
	found.When(a.NationalID.IsZero() == (a.Person == uuid.Nil), "/person", "required")
	found.When(!a.NationalID.IsZero() && strings.TrimSpace(a.FamilyName) == "", "/family_name", "required")
	found.When(!isOffice(a.Role), "/role", "invalid_value")
	validateDays(&found, a.ValidFrom, a.ValidTo)
	found.When(IsDay(a.ValidFrom) && a.ValidFrom < today, "/valid_from", "in_the_past")
	return found.OrNil()
}

func isOffice(role identity.Role) bool {
	for _, office := range identity.Offices {
		if role == office {
			return true
		}
	}
	return false
}
