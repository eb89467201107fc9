package mails

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/identity/parties"
	"lupakartta/internal/jobs"
	"lupakartta/internal/mail"
)

// Queue is that of mails: a server that dawdles keeps nothing else back.
const Queue = "mails"

// Job sends a mail.
type Job struct {
	Mail uuid.UUID `json:"mail"`
}

// Kind implements jobs.Args.
func (Job) Kind() string { return "send-mail" }

// Times of mails.
const (
	longest    = 2 * time.Minute    // of a job
	lease      = 3 * time.Minute    // after which a mail whose worker is not heard of is another's; less than River's rescue
	firstPause = time.Minute        // after a failure that passes; it doubles
	maxPause   = 6 * time.Hour      //
	giveUp     = 5 * 24 * time.Hour // after which a mail that the server does not take is given up, as mail servers do (RFC 5321 4.5.4.1)
	tooOld     = 14 * 24 * time.Hour
	noServerIn = 10 * time.Minute // how soon a server is looked for again where there is none
	keptFor    = 90 * 24 * time.Hour
	sweepEvery = 24 * time.Hour
	atOnce     = 2
)

// Worker sends mails.
type Worker struct {
	store  *Store
	client *mail.Client // nil: there is no server
	keep   bool         // the demo: without a server mails are kept to be read
	log    *slog.Logger
	may    func(context.Context, Mail) (bool, error)
	now    func() time.Time
}

// WorkerConfig is what a worker works with. Store is obligatory.
type WorkerConfig struct {
	Store   *Store
	Client  *mail.Client                              // nil: mails wait until there is one
	Keep    bool                                      // without a client they do not wait, and are read on a page
	May     func(context.Context, Mail) (bool, error) // asked before a mail is sent: whether its reader may still know; nil: all may
	Log     *slog.Logger                              // nil: slog.Default()
	Metrics prometheus.Registerer                     // nil: none
}

// NewWorker returns a worker.
func NewWorker(config WorkerConfig) *Worker {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Metrics != nil {
		config.Metrics.MustRegister(newStates(config.Store.pool))
	}
	return &Worker{store: config.Store, client: config.Client, keep: config.Keep, log: config.Log, may: config.May, now: time.Now}
}

// Queues are what an instance with this worker works, beside jobs.Default.
func (w *Worker) Queues() map[string]int { return map[string]int{Queue: atOnce} }

// Register says how the jobs of this package are worked.
func (w *Worker) Register(r *jobs.Runner) {
	jobs.Handle(r, longest, func(ctx context.Context, job Job) error { return w.Run(ctx, job.Mail) })
	jobs.Handle(r, longest, func(ctx context.Context, _ sweepJob) error { return w.Sweep(ctx) })
	r.Every(sweepEvery, sweepJob{})
}

type sweepJob struct{}

// Kind implements jobs.Args.
func (sweepJob) Kind() string { return "sweep-mails" }

// Sweep takes away mails that have long ended.
func (w *Worker) Sweep(ctx context.Context) error {
	if _, err := w.store.pool.Exec(ctx, `delete from personal.mails where ended_at < now() - $1::interval`, keptFor); err != nil {
		return fmt.Errorf("sweep mails: %w", err)
	}
	return nil
}

// outcome is what became of a mail.
type outcome struct {
	state  State
	reason string
	again  time.Duration // while it is queued
}

// Run sends a mail unless that was done, and writes down what came of it. Where an instance dies between the two, the reader
// gets it twice under one Message-ID.
func (w *Worker) Run(ctx context.Context, id uuid.UUID) error {
	m, err := w.take(ctx, id)
	if err != nil || m == nil {
		return err
	}
	done, err := w.deal(ctx, m)
	if err != nil {
		return err
	}
	writing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := w.note(writing, m, done); err != nil {
		return err
	}
	if done.state == Queued {
		return jobs.Later(done.again)
	}
	return nil
}

// take makes the mail this worker's; nil where there is nothing to do.
func (w *Worker) take(ctx context.Context, id uuid.UUID) (*row, error) {
	rows, err := w.store.pool.Query(ctx, `with taken as (update personal.mails set taken_until = now() + $2::interval, tries = tries + 1
			where id = $1 and state = 'queued' and coalesce(taken_until, '-infinity') < now() returning *)
		select `+columns+` from taken m left join personal.parties p on p.id = m.party`, id, lease)
	if err != nil {
		return nil, fmt.Errorf("mail %s: %w", id, err)
	}
	m, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, w.waits(ctx, id)
	}
	if err != nil {
		return nil, fmt.Errorf("mail %s: %w", id, err)
	}
	return &m, nil
}

// waits puts the job off while another worker has the mail, which may have died, or have been kept from writing down what came of it:
// the job that is tried again is the same that took it.
func (w *Worker) waits(ctx context.Context, id uuid.UUID) error {
	var waits bool
	if err := w.store.pool.QueryRow(ctx, `select exists (select from personal.mails where id = $1 and state = 'queued')`, id).Scan(&waits); err != nil {
		return fmt.Errorf("mail %s: %w", id, err)
	}
	if waits {
		return jobs.Later(lease)
	}
	return nil
}

// deal does with the mail what is to be done.
func (w *Worker) deal(ctx context.Context, m *row) (outcome, error) {
	if w.may != nil {
		may, err := w.may(ctx, m.Mail)
		if err != nil {
			return outcome{}, err
		}
		if !may {
			return outcome{state: Suppressed, reason: noAccess}, nil
		}
	}
	age := w.now().Sub(m.createdAt)
	switch {
	case m.Address == "":
		return outcome{state: Suppressed, reason: noAddress}, nil
	case len(m.channels) > 0 && !slices.Contains(m.channels, parties.Email):
		return outcome{state: Suppressed, reason: unwanted}, nil
	case w.client == nil && w.keep:
		return outcome{state: Kept}, nil
	case w.client == nil && age > tooOld:
		return outcome{state: Failed, reason: noServer}, nil
	case w.client == nil:
		return outcome{state: Queued, reason: noServer, again: noServerIn}, nil
	}
	written, err := w.store.write(*m)
	if errors.Is(err, errNoTemplate) {
		return outcome{state: Queued, reason: "no_template", again: maxPause}, nil // a newer instance has it
	}
	if err != nil {
		return outcome{}, err
	}
	err = w.client.Send(ctx, mail.Message{ID: m.id.String(), To: m.Address, Subject: written.Subject, Language: string(m.Language), Text: written.Text, HTML: written.HTML})
	return w.sent(ctx, m, age, err), nil
}

// sent reads what the server says.
func (w *Worker) sent(ctx context.Context, m *row, age time.Duration, err error) outcome {
	var failed *mail.Error
	switch {
	case err == nil:
		return outcome{state: Sent}
	case !errors.As(err, &failed):
		failed = &mail.Error{Code: "config"}
	}
	done := outcome{state: Queued, reason: failed.Code, again: min(maxPause, firstPause<<min(m.tries-1, 10))}
	if failed.Permanent || age > giveUp {
		done.state = Failed
	}
	w.log.WarnContext(ctx, "a mail was not sent", "mail", m.id, "code", failed.Code, "try", m.tries, "state", done.state)
	return done
}

// note writes down what became of the mail, and to which address.
func (w *Worker) note(ctx context.Context, m *row, done outcome) error {
	address := ""
	if done.state == Sent || done.state == Kept || m.Authority != uuid.Nil {
		address = m.Address
	}
	_, err := w.store.pool.Exec(ctx, `update personal.mails set state = $2, reason = $3, address = $4, language = $5, taken_until = null,
		sent_at = case when $2 = 'sent' then now() end, ended_at = case when $2 <> 'queued' then now() end where id = $1 and state = 'queued'`,
		m.id, done.state, done.reason, address, m.Language)
	if err != nil {
		return fmt.Errorf("mail %s: %w", m.id, err)
	}
	return nil
}
