package imports

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/mails"
	"lupakartta/internal/i18n"
	"lupakartta/internal/jobs"
)

// failingJob has those who keep a layer told that its source keeps failing. It is added with what is noted of the source, by a role
// that may not know of persons, and worked by one that may.
type failingJob struct {
	Layer string    `json:"layer"`
	Since time.Time `json:"since"`
}

// Kind implements jobs.Args.
func (failingJob) Kind() string { return "tell-of-failing-source" }

// Alarm tells the registrars of the authority that keeps a layer, by mail, that its source keeps failing: once for each time that it
// does. Layers that whoever runs the service keeps are told of by the log and the numbers alone.
type Alarm struct {
	pool   *pgxpool.Pool
	outbox *mails.Store
	now    func() time.Time
}

// NewAlarm returns an alarm over a pool of pg.PersonalRole.
func NewAlarm(pool *pgxpool.Pool, outbox *mails.Store) *Alarm { return &Alarm{pool, outbox, time.Now} }

// Register says how the jobs of the alarm are worked.
func (a *Alarm) Register(r *jobs.Runner) { jobs.Handle(r, brief, a.tell) }

const ofLayer = "layer:"

// inForce is which offices f of registrars are held on the day $2.
const inForce = `f.role = 'registrar' and f.blocked_at is null and $2::text::date between f.valid_from and coalesce(f.valid_to, 'infinity')`

// tell queues the mails, unless the source works again. An authority that has no registrar here is told at its own address.
func (a *Alarm) tell(ctx context.Context, job failingJob) error {
	err := pgx.BeginFunc(ctx, a.pool, func(tx pgx.Tx) error {
		var title i18n.Text
		var keeper uuid.UUID
		var address string
		err := tx.QueryRow(ctx, `select l.recipe -> 'title', l.keeper, coalesce(a.channels ->> 'email', '') from layer_sources s join layers l on l.id = s.layer join authorities a on a.id = l.keeper
			where s.layer = $1 and s.failing_since = $2 and s.alerted_at is not null`, job.Layer, job.Since).Scan(&title, &keeper, &address)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		mail := mails.Mail{Template: "source_failing", Path: "/kartta?view=layers&layer=" + url.QueryEscape(job.Layer) + "&part=schedule", Matter: ofLayer + job.Layer,
			Parameters: map[string]i18n.Text{"layer": title, "since": mails.Moment(job.Since)}}
		queue := func(reader uuid.UUID) error {
			mail.Key = fmt.Sprintf("%s%s:failing:%d:%s", ofLayer, job.Layer, job.Since.UnixMicro(), reader)
			return a.outbox.Queue(ctx, tx, mail)
		}
		rows, err := tx.Query(ctx, `select distinct f.person from personal.officials f where f.authority = $1 and `+inForce+` order by f.person`, keeper, identity.Today(a.now()))
		if err != nil {
			return err
		}
		registrars, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		for _, mail.Party = range registrars {
			if err := queue(mail.Party); err != nil {
				return err
			}
		}
		if len(registrars) > 0 || address == "" {
			return nil
		}
		mail.Authority, mail.Address, mail.Language = keeper, address, i18n.Finnish
		return queue(keeper)
	})
	if err != nil {
		return fmt.Errorf("tell of the source of %s: %w", job.Layer, err)
	}
	return nil
}

// May tells whether a mail about a source that waits may still be sent: to a registrar in force of the layer's keeper, or to its
// mailbox. Mails about other matters are not its business.
func (a *Alarm) May(ctx context.Context, m mails.Mail) (may bool, err error) {
	layer, ours := strings.CutPrefix(m.Matter, ofLayer)
	if !ours {
		return true, nil
	}
	err = a.pool.QueryRow(ctx, `select exists (select from layers l where l.id = $1 and (l.keeper = $4 or exists (select from personal.officials f where f.authority = l.keeper and f.person = $3 and `+inForce+`)))`,
		layer, identity.Today(a.now()), m.Party, m.Authority).Scan(&may)
	if err != nil {
		return false, fmt.Errorf("mail of a layer: %w", err)
	}
	return may, nil
}
