// Package standin is an SMTP server for tests: it takes mails in, refuses them, hangs up or says nothing.
package standin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Mail is what the server was given.
type Mail struct {
	From, To string
	Data     []byte
	User     string // who signed in
	TLS      bool
}

// Server is an SMTP server on a port of its own. What it does with mails may be changed while it runs.
type Server struct {
	Address  string         // host:port
	Trust    *x509.CertPool // whoever has it takes the server for localhost
	mu       sync.Mutex
	got      []Mail
	refuse   map[string]*smtp.SMTPError // by command: mail, rcpt, data
	hangUp   bool
	password string
}

// Options say how a server greets.
type Options struct {
	Plain    bool   // no STARTTLS
	Implicit bool   // TLS from the first byte
	Password string // that a client must have; empty: nobody signs in
	Silent   bool   // says nothing until the test ends
}

// Start serves until the test ends.
func Start(t testing.TB, options Options) *Server {
	t.Helper()
	s := &Server{refuse: map[string]*smtp.SMTPError{}, password: options.Password}
	certificate := s.certify(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // of a test
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	if options.Silent {
		s.saysNothing(t, listener)
		return s
	}
	server := smtp.NewServer(s)
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "localhost", options.Plain, quiet{}
	if !options.Plain {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	if options.Implicit {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-ended; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s
}

// saysNothing takes connections in and leaves them waiting.
func (s *Server) saysNothing(t testing.TB, listener net.Listener) {
	var open []net.Conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			open = append(open, connection)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
		for _, connection := range open {
			_ = connection.Close()
		}
	})
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *Server) certify(t testing.TB) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.Trust = x509.NewCertPool()
	s.Trust.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// Refuse has the server answer a command (mail, rcpt, data) with a number from now on; 0: no longer.
func (s *Server) Refuse(command string, number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if delete(s.refuse, command); number != 0 {
		s.refuse[command] = &smtp.SMTPError{Code: number, EnhancedCode: smtp.EnhancedCode{number / 100, 1, 1}, Message: "no, <someone@example.org>"}
	}
}

// HangUp has the server end connections in the middle of a mail, or no longer.
func (s *Server) HangUp(so bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hangUp = so
}

// Mails are what came.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail{}, s.got...)
}

func (s *Server) refused(command string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refusal, ok := s.refuse[command]; ok {
		return refusal
	}
	return nil
}

// NewSession implements smtp.Backend.
func (s *Server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: c}, nil
}

// session is one connection.
type session struct {
	server *Server
	conn   *smtp.Conn
	mail   Mail
}

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string {
	if s.server.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != s.server.password {
			return smtp.ErrAuthFailed
		}
		s.mail.User = user
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.password != "" && s.mail.User == "" {
		return smtp.ErrAuthRequired
	}
	s.mail.From = from
	return s.server.refused("mail")
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.To = to
	return s.server.refused("rcpt")
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) (err error) {
	if s.mail.Data, err = io.ReadAll(r); err != nil {
		return err
	}
	_, s.mail.TLS = s.conn.TLSConnectionState()
	s.server.mu.Lock()
	hangUp := s.server.hangUp
	s.server.mu.Unlock()
	if hangUp {
		return s.conn.Conn().Close()
	}
	if err := s.server.refused("data"); err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.got = append(s.server.got, s.mail)
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.mail = Mail{User: s.mail.User} }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }
