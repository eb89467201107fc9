package mails

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/internal/i18n"
	"lupakartta/internal/jobs"
	"lupakartta/internal/pg"
)

// Store keeps mails. Its pool works as pg.PersonalRole.
type Store struct {
	pool   *pgxpool.Pool
	jobs   *jobs.Queue
	public *url.URL
}

// NewStore returns the store over a pool of pg.PersonalRole; public is where people reach the service, nil where no mail is
// written here.
func NewStore(pool *pgxpool.Pool, public *url.URL) (*Store, error) {
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	return &Store{pool: pool, jobs: queue, public: public}, nil
}

// Queue writes the mail and the job that sends it in the caller's transaction, which works as pg.PersonalRole. A mail whose
// key was there before is none.
func (s *Store) Queue(ctx context.Context, tx pgx.Tx, m Mail) error {
	if err := m.check(); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	parameters, err := json.Marshal(m.Parameters)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	tag, err := tx.Exec(ctx, `insert into personal.mails (id, party, authority, address, language, template, parameters, path, matter, dedup)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (dedup) do nothing`,
		id, pg.OrNull(m.Party), pg.OrNull(m.Authority), m.Address, m.Language, m.Template, parameters, m.Path, m.Matter, m.Key)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return nil
	}
	return s.jobs.Add(ctx, tx, Job{Mail: id}, jobs.Options{Queue: Queue})
}

// Item is a mail that is kept.
type Item struct {
	ID        uuid.UUID
	State     State
	Reason    string // a code: why it failed or was suppressed; while it is queued, what went wrong last
	Address   string
	Language  i18n.Lang
	CreatedAt time.Time
	Written
}

// row is a mail with what its reader's profile says now.
type row struct {
	Mail
	id        uuid.UUID
	state     State
	reason    string
	tries     int
	createdAt time.Time
	protected bool
	channels  []parties.Channel
}

// A mail of a party that has not been sent goes by what the profile says now.
const columns = `m.id, coalesce(m.party, '00000000-0000-0000-0000-000000000000'), coalesce(m.authority, '00000000-0000-0000-0000-000000000000'),
	case when m.party is null or m.address <> '' then m.address else p.email end, coalesce(nullif(m.language, ''), p.language), m.template, m.parameters, m.path, m.matter, m.dedup,
	m.state, m.reason, m.tries, m.created_at, coalesce(p.protected, false), coalesce(p.channels, '{}')`

const tables = `personal.mails m left join personal.parties p on p.id = m.party`

func scan(r pgx.CollectableRow) (m row, err error) {
	var parameters []byte
	err = r.Scan(&m.id, &m.Party, &m.Authority, &m.Address, &m.Language, &m.Template, &parameters, &m.Path, &m.Matter, &m.Key,
		&m.state, &m.reason, &m.tries, &m.createdAt, &m.protected, &m.channels)
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(parameters, &m.Parameters)
}

// write is the mail as its reader sees it.
func (s *Store) write(m row) (Written, error) {
	t, ok := templates[m.Template]
	if !ok {
		return Written{}, errNoTemplate
	}
	w := writing{lang: m.Language, parameters: m.Parameters, link: s.address(m.Language, m.Path), protected: m.protected}
	if m.Party != uuid.Nil {
		w.profile = s.address(m.Language, profilePath)
	}
	return t.write(w)
}

// profilePath is the page on which people say how they want to be told.
const profilePath = "/?view=me"

// errNoTemplate says that a mail is of a template that this version of the program does not have.
var errNoTemplate = errors.New("mail: no such template")

func (s *Store) address(lang i18n.Lang, path string) string {
	public := ""
	if s.public != nil {
		public = strings.TrimSuffix(s.public.String(), "/")
	}
	return public + "/" + string(lang) + path
}

// mostListed is how many mails a list has.
const mostListed = 50

// List are the mails to the party that the actor acts for and to the authorities that they hold an office at, the newest first.
func (s *Store) List(ctx context.Context, actor identity.Actor, now time.Time) ([]Item, error) {
	rows, err := s.pool.Query(ctx, `select `+columns+` from `+tables+` where m.party = $1 or m.authority = any ($2) order by m.id desc limit $3`,
		actor.Party(), append([]uuid.UUID{}, actor.At(now)...), mostListed)
	if err != nil {
		return nil, fmt.Errorf("mails: %w", err)
	}
	found, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, fmt.Errorf("mails: %w", err)
	}
	var list []Item
	for _, m := range found {
		written, err := s.write(m)
		if errors.Is(err, errNoTemplate) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Item{ID: m.id, State: m.state, Reason: m.reason, Address: m.Address, Language: m.Language, CreatedAt: m.createdAt, Written: written})
	}
	return list, nil
}
