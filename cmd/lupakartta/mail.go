package main

import (
	"context"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/identity/mails"
	"lupakartta/internal/mail"
)

// mailFlags say how mails are sent.
type mailFlags struct {
	SMTP string `name:"smtp-url" env:"LUPAKARTTA_SMTP_URL" placeholder:"URL" help:"Mail server: smtp://user:password@host:port (STARTTLS) or smtps://…; without it mails wait (docs/mail.md)."`
	From string `name:"mail-from" env:"LUPAKARTTA_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of mails: Name <address>. Obligatory with a mail server."`
}

// client is the way to the mail server; nil when none was named.
func (f mailFlags) client() (*mail.Client, error) {
	if f.SMTP == "" {
		return nil, nil
	}
	client, err := mail.New(f.SMTP, f.From)
	if err != nil {
		return nil, usageError{fmt.Errorf("LUPAKARTTA_SMTP_URL and LUPAKARTTA_MAIL_FROM: %w", err)}
	}
	return client, nil
}

// newMailer readies the worker that sends mails, and says what becomes of them.
func (s *service) newMailer(outbox *mails.Store, may asked, metrics prometheus.Registerer) *mails.Worker {
	switch {
	case s.mail != nil:
		s.program.say("mails are sent through %s", s.mail.Server())
	case s.config.Demo:
		s.program.say("mails are not sent, they are read at /demo/mails")
	default:
		s.program.log.Warn("mails are not sent but wait: LUPAKARTTA_SMTP_URL names no mail server")
	}
	return mails.NewWorker(mails.WorkerConfig{Store: outbox, Client: s.mail, Keep: s.config.Demo, Log: s.program.log, Metrics: metrics, May: may})
}

// asked tells whether a mail that waits may still be sent.
type asked = func(context.Context, mails.Mail) (bool, error)

// allowed asks all, each of which knows of its own matters.
func allowed(all ...asked) asked {
	return func(ctx context.Context, m mails.Mail) (bool, error) {
		for _, may := range all {
			if yes, err := may(ctx, m); err != nil || !yes {
				return false, err
			}
		}
		return true, nil
	}
}
