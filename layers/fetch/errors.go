package fetch

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"lupakartta/internal/text"
)

// What can be wrong with an address or with what answers there. None of the texts holds the address's query or the name
// and password in it: keys stand there.
var (
	ErrAddress     = errors.New("no address of a register")
	ErrForbidden   = errors.New("the address leads to a network that registers are not fetched from")
	ErrRedirect    = errors.New("the server sends us on to where we do not go")
	ErrUnreachable = errors.New("the server cannot be reached")
	ErrSlow        = errors.New("the server is too slow")
	ErrTooLarge    = errors.New("the answer is too large")
	ErrStatus      = errors.New("the server answers with a failure") // *StatusError
	ErrService     = errors.New("the service reports a failure")     // an exception report of the service
	ErrAnswer      = errors.New("the answer cannot be used")
	ErrIncomplete  = errors.New("the answer is not whole")
	ErrChoice      = errors.New("name a layer of the service") // *ChoiceError
)

// StatusError is an answer whose status is no success.
type StatusError struct {
	Code   int
	Status string // "404 Not Found"
	Reason string // what the answer says, where it says so in a form that we know
}

func (e *StatusError) Error() string {
	if e.Reason != "" {
		return fmt.Sprintf("the server answers %s: %s", e.Status, e.Reason)
	}
	return "the server answers " + e.Status
}

// Is makes errors.Is(err, ErrStatus) true.
func (e *StatusError) Is(target error) bool { return target == ErrStatus }

// Choice is a layer of a service.
type Choice struct {
	Name  string // for Address.Layer
	Title string
	CRS   string // default reference system, as the service writes it
}

// ChoiceError says that the service has several layers and none was named, or one that it has not.
type ChoiceError struct {
	Wanted  string
	Choices []Choice
}

// mostChoices are listed in an error's text.
const mostChoices = 50

func (e *ChoiceError) Error() string {
	if len(e.Choices) == 0 {
		return "the service has no layers"
	}
	var names []string
	for _, choice := range e.Choices[:min(len(e.Choices), mostChoices)] {
		names = append(names, choice.Name)
	}
	if more := len(e.Choices) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	list := strings.Join(names, ", ")
	if e.Wanted == "" {
		return fmt.Sprintf("the service has several layers, name one: %s", list)
	}
	return fmt.Sprintf("the service has no layer %q; it has: %s", e.Wanted, list)
}

// Is makes errors.Is(err, ErrChoice) true.
func (e *ChoiceError) Is(target error) bool { return target == ErrChoice }

// choose finds the layer that was named, whole or without what stands before its colon; without a name the only one.
func choose(wanted string, choices []Choice) (int, error) {
	if wanted == "" && len(choices) == 1 {
		return 0, nil
	}
	if i := slices.IndexFunc(choices, func(c Choice) bool { return c.Name == wanted }); i >= 0 {
		return i, nil
	}
	found := -1
	for i, c := range choices {
		if wanted != "" && strings.EqualFold(localName(c.Name), localName(wanted)) {
			if found >= 0 {
				return 0, &ChoiceError{Wanted: wanted, Choices: choices}
			}
			found = i
		}
	}
	if found < 0 {
		return 0, &ChoiceError{Wanted: wanted, Choices: choices}
	}
	return found, nil
}

// localName is a name without the prefix of its name space.
func localName(name string) string {
	_, after, ok := strings.Cut(name, ":")
	if !ok {
		return name
	}
	return after
}

// plain says what went wrong on the wire without the address, whose query may hold keys, and without numbers of
// machines, which tell about our network.
func plain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	for _, ours := range []error{ErrForbidden, ErrRedirect, ErrAddress, ErrTooLarge, ErrAnswer, ErrIncomplete} {
		if errors.Is(err, ours) {
			return innermost(err)
		}
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		if name.IsNotFound {
			return fmt.Errorf("%w: nobody has that name", ErrUnreachable)
		}
		return fmt.Errorf("%w: its name cannot be looked up now", ErrUnreachable)
	}
	if certificate, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("%w: certificate: %s", ErrUnreachable, words(certificate.Err.Error()))
	}
	if slow, ok := errors.AsType[net.Error](err); ok && slow.Timeout() {
		return fmt.Errorf("%w: no answer in time", ErrSlow)
	}
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		return fmt.Errorf("%w: %s", ErrUnreachable, number.Error())
	}
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	if corrupt || errors.Is(err, gzip.ErrChecksum) {
		return fmt.Errorf("%w: it cannot be unpacked", ErrIncomplete)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: the connection ended early", ErrIncomplete)
	}
	return fmt.Errorf("%w: %s", ErrUnreachable, words(innermost(err).Error()))
}

// innermost takes the wrappings of package net away, which name addresses.
func innermost(err error) error {
	for {
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err
		} else if outer, ok := errors.AsType[*net.OpError](err); ok {
			err = outer.Err
		} else {
			return err
		}
	}
}

// discreet is an error whose words may repeat what a server has said, which may repeat what it was asked.
type discreet struct {
	error
	secrets []string
}

func (e discreet) Unwrap() error { return e.error }

func (e discreet) Error() string {
	said := e.error.Error()
	for _, secret := range e.secrets {
		said = strings.ReplaceAll(said, secret, "…")
	}
	return said
}

// discreet takes the keys and the password of the address out of an error's words.
func (r *run) discreet(err error) error {
	var secrets []string
	for _, values := range r.keys {
		for _, value := range values {
			secrets = append(secrets, value, url.QueryEscape(value))
		}
	}
	if password, ok := r.url.User.Password(); ok {
		secrets = append(secrets, password, url.QueryEscape(password))
	}
	secrets = slices.DeleteFunc(secrets, func(s string) bool { return s == "" })
	if len(secrets) == 0 {
		return err
	}
	return discreet{err, secrets}
}

// words keeps what people can read of somebody else's text.
func words(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return text.Cut(strings.Join(strings.Fields(s), " "), 300)
}
