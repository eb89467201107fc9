package parties

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Profile is what a party tells about itself once, for every transaction.
type Profile struct {
	Language   i18n.Lang
	Email      string
	Phone      string
	Channels   []Channel // preferred ways to be told, the first first
	Street     string
	PostalCode string
	Town       string
}

// Channel is a way to tell a party something.
type Channel string

// Channels.
const (
	SuomiFi Channel = "suomifi" // the official mailbox, Suomi.fi-viestit
	Email   Channel = "email"
	Paper   Channel = "paper"
)

// longest is the most characters of a field.
const longest = 200

var (
	phoneForm  = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,24}$`)
	postalForm = regexp.MustCompile(`^[0-9]{5}$`)
)

// Clean is the profile without needless white space, and never nil where a list is meant.
func (p Profile) Clean() Profile {
	for _, field := range []*string{&p.Email, &p.Phone, &p.Street, &p.PostalCode, &p.Town} {
		*field = strings.Join(strings.Fields(*field), " ")
	}
	p.Channels = append([]Channel{}, p.Channels...)
	return p
}

// Validate tells every fault at once. Of a person under turvakielto no address is kept, so none is taken.
func (p Profile) Validate(protected bool) error {
	var found faults.Faults
	_, known := i18n.Parse(string(p.Language))
	found.When(!known, "/language", "invalid_value")
	found.When(p.Email != "" && !isEmail(p.Email), "/email", "not_email")
	found.When(p.Phone != "" && !phoneForm.MatchString(p.Phone), "/phone", "not_phone")
	p.validateAddress(&found, protected)
	p.validateChannels(&found)
	for pointer, value := range map[string]string{"/street": p.Street, "/town": p.Town} {
		found.TooLong(value, longest, pointer)
		found.When(strings.ContainsFunc(value, unicode.IsControl), pointer, "invalid_value")
	}
	slices.SortStableFunc(found, func(a, b faults.Fault) int { return strings.Compare(a.Pointer, b.Pointer) })
	return found.OrNil()
}

func (p Profile) validateAddress(found *faults.Faults, protected bool) {
	for pointer, value := range map[string]string{"/street": p.Street, "/postal_code": p.PostalCode, "/town": p.Town} {
		found.When(protected && value != "", pointer, "protected")
	}
	found.When(p.PostalCode != "" && !postalForm.MatchString(p.PostalCode), "/postal_code", "not_postal_code")
}

// validateChannels sees to it that each channel is known, stands once, and leads somewhere.
func (p Profile) validateChannels(found *faults.Faults) {
	seen := map[Channel]bool{}
	for _, channel := range p.Channels {
		found.When(seen[channel] || !slices.Contains([]Channel{SuomiFi, Email, Paper}, channel), "/channels", "invalid_value")
		seen[channel] = true
	}
	found.When(seen[Email] && p.Email == "", "/email", "required")
	found.When(seen[Paper] && (p.Street == "" || p.PostalCode == "" || p.Town == ""), "/street", "required")
}

// isEmail takes plain addresses only: no names beside them, no quoted parts.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && len(text) <= longest && !strings.ContainsAny(text, "\"<> ")
}
