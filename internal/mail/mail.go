// Package mail sends mails through the operator's SMTP server. What is written in them, to whom, and that each is sent
// once, is for whoever calls it.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Message is one mail to one reader.
type Message struct {
	ID       string // the local part of its Message-ID: whoever gets a message twice can tell that it is one
	To       string // a plain address
	Subject  string
	Language string // of the text, as in BCP 47
	Text     string
	HTML     string // the same once more
}

// patience is how long a server may take for one mail, from the first byte to the last.
const patience = 30 * time.Second

// Client sends through one server. It keeps no connection, so that no server has to wait for it.
type Client struct {
	host     string
	port     int
	implicit bool // TLS from the first byte, and not by STARTTLS
	user     string
	password string
	from     *mail.Address
	trust    *tls.Config // nil: the machine's certificates
	patience time.Duration
}

// New returns a client for a server as in smtp://user:password@host:port (STARTTLS, port 587 unless it says another) or
// smtps://… (TLS from the beginning, port 465); from is the sender, "Name <address>". Only a server on this very machine may
// do without TLS. The error names no password.
func New(server, from string) (*Client, error) {
	address, err := url.Parse(server)
	if err != nil || address.Hostname() == "" || address.Scheme != "smtp" && address.Scheme != "smtps" || strings.Trim(address.Path, "/") != "" || address.RawQuery != "" {
		return nil, errors.New("the mail server must be smtp://user:password@host:port, or smtps://…")
	}
	c := &Client{host: address.Hostname(), implicit: address.Scheme == "smtps", user: address.User.Username(), patience: patience}
	c.password, _ = address.User.Password()
	c.port = map[bool]int{false: 587, true: 465}[c.implicit]
	if port := address.Port(); port != "" {
		if c.port, err = strconv.Atoi(port); err != nil {
			return nil, errors.New("the port of the mail server is no number")
		}
	}
	if c.from, err = mail.ParseAddress(from); err != nil || hasControl(from) {
		return nil, errors.New("the sender of mails must be an address, or: Name <address>")
	}
	return c, nil
}

// From is the sender's address.
func (c *Client) From() string { return c.from.Address }

// Server is where mails are handed in, for people.
func (c *Client) Server() string { return net.JoinHostPort(c.host, strconv.Itoa(c.port)) }

// Send hands the message to the server. The error is an *Error.
func (c *Client) Send(ctx context.Context, m Message) error {
	message, err := c.message(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	var connection net.Conn
	letGo := func() bool { return true }
	dial := func(dialing context.Context, network, address string) (_ net.Conn, err error) {
		if connection, err = c.dial(dialing, network, address); err == nil {
			letGo = context.AfterFunc(ctx, func() { _ = connection.Close() }) // a server that dawdles is left
		}
		return connection, err
	}
	client, err := c.client(dial)
	if err != nil {
		return &Error{Code: "config", cause: err}
	}
	err = client.DialAndSendWithContext(ctx, message)
	letGo()
	if connection != nil {
		_ = connection.Close() // the library leaves it open when greeting or signing in fails
	}
	if err == nil || message.IsDelivered() {
		return nil // whatever became of the farewell
	}
	return c.failure(ctx, message, err, connection != nil)
}

// client is one of the library's for one connection.
func (c *Client) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(c.port), gomail.WithTimeout(c.patience), gomail.WithTLSPolicy(c.policy()), gomail.WithTLSConfig(c.tls()),
		gomail.WithDialContextFunc(dial), gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithoutSMTPUTF8()}
	if c.user != "" {
		options = append(options, gomail.WithUsername(c.user), gomail.WithPassword(c.password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return gomail.NewClient(c.host, options...)
}

func (c *Client) policy() gomail.TLSPolicy {
	switch {
	case c.implicit:
		return gomail.NoTLS // the connection has it already
	case isHere(c.host):
		return gomail.TLSOpportunistic
	}
	return gomail.TLSMandatory
}

// isHere tells whether a server is on this very machine.
func isHere(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *Client) tls() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.trust != nil {
		config = c.trust.Clone()
	}
	config.ServerName = c.host
	return config
}

func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if c.implicit {
		return (&tls.Dialer{Config: c.tls()}).DialContext(ctx, network, address)
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}

// message is the mail as it is sent. No value of it can add a header or a reader.
func (c *Client) message(m Message) (*gomail.Msg, error) {
	if hasControl(m.ID) || m.ID == "" || strings.ContainsAny(m.ID, "<>@ ") || hasControl(m.Language) {
		return nil, &Error{Code: "bad_message", Permanent: true}
	}
	to, err := mail.ParseAddress(m.To)
	if err != nil || to.Address != m.To || hasControl(m.To) {
		return nil, &Error{Code: "bad_address", Permanent: true}
	}
	message := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	message.FromMailAddress(c.from)
	message.ToMailAddress(to)
	message.Subject(oneLine(m.Subject))
	_, domain, _ := strings.Cut(c.from.Address, "@")
	message.SetMessageIDWithValue(m.ID + "@" + domain)
	message.SetUserAgent("Lupakartta")
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday answers it
	message.SetGenHeader("Content-Language", m.Language)
	message.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		message.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return message, nil
}

func hasControl(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }

// oneLine is a text for a header: what would end the line is a space.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
}
