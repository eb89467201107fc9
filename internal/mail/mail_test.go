package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/mail/standin"
)

// clientOf is a client for a server of a test; host is by which name it is called.
func clientOf(t *testing.T, s *standin.Server, scheme, host, user string) *Client {
	t.Helper()
	_, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(scheme+"://"+user+host+":"+port, "Lupakartta <noreply@kartta.example>")
	if err != nil {
		t.Fatal(err)
	}
	c.trust = &tls.Config{RootCAs: s.Trust, MinVersion: tls.VersionTLS12}
	return c
}

var greeting = Message{ID: "0199-1", To: "aino@example.org", Subject: "Tervetuloa, Åbo", Language: "fi", Text: "Hyvää päivää.\n.\nLoppu", HTML: "<p>Hyvää päivää.</p>"}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	for name, test := range map[string]struct {
		options      standin.Options
		scheme, user string
		tls          bool
	}{
		"STARTTLS and a password": {standin.Options{Password: "s3cret/"}, "smtp", "lupa:s3cret%2F@", true},
		"TLS from the beginning":  {standin.Options{Implicit: true, Password: "s3cret"}, "smtps", "lupa:s3cret@", true},
		"this very machine":       {standin.Options{Plain: true}, "smtp", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := standin.Start(t, test.options)
			if err := clientOf(t, s, test.scheme, "127.0.0.1", test.user).Send(t.Context(), greeting); err != nil {
				t.Fatal(err, errors.Unwrap(err))
			}
			got := s.Mails()
			if len(got) != 1 || got[0].From != "noreply@kartta.example" || got[0].To != "aino@example.org" || got[0].TLS != test.tls || (got[0].User != "") != (test.user != "") {
				t.Fatalf("%+v", got)
			}
			arrived(t, got[0].Data)
		})
	}
}

func arrived(t *testing.T, data []byte) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != greeting.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	for name, want := range map[string]string{"Message-ID": "<0199-1@kartta.example>", "Auto-Submitted": "auto-generated", "Content-Language": "fi", "To": "<aino@example.org>",
		"From": `"Lupakartta" <noreply@kartta.example>`} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	_, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	for _, want := range []string{strings.ReplaceAll(greeting.Text, "\n", "\r\n"), greeting.HTML} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil || string(text) != want {
			t.Errorf("%q, %v; want %q", text, err, want)
		}
	}
}

// What a server says decides whether it is worth trying again.
func TestRefusals(t *testing.T) {
	s := standin.Start(t, standin.Options{})
	c := clientOf(t, s, "smtp", "127.0.0.1", "")
	for _, test := range []struct {
		command   string
		number    int
		permanent bool
	}{{"mail", 451, false}, {"rcpt", 450, false}, {"rcpt", 550, true}, {"data", 554, true}, {"data", 452, false}} {
		s.Refuse(test.command, test.number)
		err := c.Send(t.Context(), greeting)
		s.Refuse(test.command, 0)
		var failed *Error
		if !errors.As(err, &failed) || failed.Permanent != test.permanent || !strings.HasPrefix(failed.Code, "smtp_") {
			t.Errorf("%s %d: %v", test.command, test.number, err)
		}
		if strings.Contains(err.Error(), "@") {
			t.Errorf("the error names somebody: %v", err)
		}
	}
	if err := c.Send(t.Context(), greeting); err != nil || len(s.Mails()) != 1 {
		t.Errorf("at last: %v, %d mails", err, len(s.Mails()))
	}
}

func TestServersThatFail(t *testing.T) {
	code := func(t *testing.T, ctx context.Context, c *Client) string {
		t.Helper()
		var failed *Error
		if err := c.Send(ctx, greeting); !errors.As(err, &failed) || failed.Permanent {
			t.Fatalf("got %v, want one that passes", err)
		}
		return failed.Code
	}
	silent := clientOf(t, standin.Start(t, standin.Options{Silent: true}), "smtp", "127.0.0.1", "")
	silent.patience = 50 * time.Millisecond
	if got := code(t, t.Context(), silent); got != "timeout" {
		t.Errorf("one that says nothing: %s", got)
	}
	gone, cancel := context.WithCancel(t.Context())
	silent.patience = time.Minute
	cancel()
	if got := code(t, gone, silent); got != "timeout" {
		t.Errorf("told to stop: %s", got)
	}
	s := standin.Start(t, standin.Options{Password: "right"})
	s.HangUp(true)
	if got := code(t, t.Context(), clientOf(t, s, "smtp", "127.0.0.1", "lupa:right@")); got != "lost" {
		t.Errorf("one that hangs up: %s", got)
	}
	if got := code(t, t.Context(), clientOf(t, s, "smtp", "127.0.0.1", "lupa:wrong@")); got != "smtp_535" {
		t.Errorf("a wrong password: %s", got)
	}
	stranger := clientOf(t, s, "smtp", "127.0.0.1", "")
	stranger.trust = nil
	if got := code(t, t.Context(), stranger); got != "handshake" {
		t.Errorf("a certificate that nobody vouches for: %s", got)
	}
	nobody := clientOf(t, s, "smtp", "127.0.0.1", "")
	nobody.port = 1
	if got := code(t, t.Context(), nobody); got != "unreachable" {
		t.Errorf("nobody there: %s", got)
	}
	if len(s.Mails()) != 0 {
		t.Errorf("came all the same: %+v", s.Mails())
	}
}

// A server elsewhere must speak TLS: nobody on the way reads mails or the password.
func TestTLSIsDemandedOfServersElsewhere(t *testing.T) {
	for host, demanded := range map[string]bool{"localhost": false, "127.0.0.1": false, "::1": false, "mail.example.fi": true, "10.0.0.1": true} {
		c := &Client{host: host}
		if got := c.policy().String() == "TLSMandatory"; got != demanded {
			t.Errorf("%s: demanded %v, want %v", host, got, demanded)
		}
	}
	plain := clientOf(t, standin.Start(t, standin.Options{Plain: true, Password: "x"}), "smtp", "127.0.0.1", "lupa:x@")
	real := plain.Server()
	plain.host = "mail.example.fi"
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, real)
	}
	client, err := plain.client(dial)
	if err != nil {
		t.Fatal(err)
	}
	message, err := plain.message(greeting)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.DialAndSendWithContext(t.Context(), message); err == nil {
		t.Error("a server elsewhere without TLS was given a mail")
	}
}

func TestNothingAddsAHeader(t *testing.T) {
	c, err := New("smtp://localhost:25", "noreply@kartta.example")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Message){
		"address":  func(m *Message) { m.To = "a@example.org\r\nBcc: b@example.org" },
		"two":      func(m *Message) { m.To = "a@example.org, b@example.org" },
		"name":     func(m *Message) { m.To = "Aino <a@example.org>" },
		"id":       func(m *Message) { m.ID = "x>\r\nBcc: b" },
		"language": func(m *Message) { m.Language = "fi\r\nBcc: b@example.org" },
	} {
		m := greeting
		change(&m)
		var failed *Error
		if _, err := c.message(m); !errors.As(err, &failed) || !failed.Permanent {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := greeting
	m.Subject = "Hei\r\nBcc: b@example.org\r\n\r\nRoskaa\x00"
	message, err := c.message(m)
	if err != nil {
		t.Fatal(err)
	}
	var written bytes.Buffer
	if _, err := message.WriteTo(&written); err != nil {
		t.Fatal(err)
	}
	read, err := mail.ReadMessage(&written)
	if err != nil || read.Header.Get("Bcc") != "" || read.Header.Get("Subject") != "Hei Bcc: b@example.org Roskaa" {
		t.Errorf("%v, %v", read.Header, err)
	}
}

func TestNew(t *testing.T) {
	for _, wrong := range [][2]string{{"", "a@b.fi"}, {"smtp://", "a@b.fi"}, {"http://x", "a@b.fi"}, {"smtp://x:y", "a@b.fi"}, {"smtp://x", ""}, {"smtp://x", "Lupakartta"},
		{"smtp://u:p4ss@x/path", "a@b.fi"}, {"smtp://u:p4ss@x:99999999", "a@b.fi\n"}} {
		if _, err := New(wrong[0], wrong[1]); err == nil || strings.Contains(err.Error(), "p4ss") {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	for server, want := range map[string]string{"smtp://mail.example.fi": "mail.example.fi:587", "smtps://mail.example.fi": "mail.example.fi:465", "smtp://localhost:25": "localhost:25"} {
		if c, err := New(server, "a@b.fi"); err != nil || c.Server() != want {
			t.Errorf("%s: %v, %v", server, c, err)
		}
	}
}
