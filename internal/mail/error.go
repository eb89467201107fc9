package mail

import (
	"context"
	"errors"
	"net"
	"net/textproto"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

// Error says why a mail was not sent. It names nobody: what the server says may quote the reader's address.
type Error struct {
	Code      string // bad_address, bad_message, config, unreachable, timeout, lost, handshake, refused, or smtp_ with the number that the server gave
	Permanent bool   // sending the same again is no use
	cause     error
}

// Error tells the code.
func (e *Error) Error() string { return "mail: " + e.Code }

// Unwrap is what the library said, for who wants to tell errors apart. It is not for logs.
func (e *Error) Unwrap() error { return e.cause }

// failure reads what the library says. A reader or a mail that the server refuses for good (5xx, RFC 5321 4.2.1) is permanent;
// what it says to us before that (greeting, TLS, password) is for the operator to mend, and tried again.
func (c *Client) failure(ctx context.Context, message *gomail.Msg, err error, connected bool) error {
	var refused *gomail.SendError
	if errors.As(message.SendError(), &refused) && refused.ErrorCode() != 0 {
		code := refused.ErrorCode()
		return &Error{Code: "smtp_" + strconv.Itoa(code), Permanent: code >= 500, cause: err}
	}
	var answer *textproto.Error
	var network net.Error
	switch {
	case errors.As(err, &answer):
		return &Error{Code: "smtp_" + strconv.Itoa(answer.Code), cause: err}
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return &Error{Code: "timeout", cause: err}
	case !connected:
		return &Error{Code: "unreachable", cause: err}
	case refused != nil:
		return &Error{Code: "lost", cause: err} // in the middle: it may have come through
	}
	return &Error{Code: "handshake", cause: err}
}
