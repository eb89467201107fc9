package imports

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/internal/jobs"
)

// Orders are what officials have done: imports, choices, sources. Its pool works as pg.PersonalRole; what is ordered, the
// job that does it and the line in the audit log are one transaction. Officials see and change what belongs to the
// authorities in whose office they were let in, and nothing else is there for them.
type Orders struct {
	pool *pgxpool.Pool
	jobs *jobs.Queue
}

// NewOrders returns the orders over a pool of pg.PersonalRole.
func NewOrders(pool *pgxpool.Pool) (*Orders, error) {
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	return &Orders{pool: pool, jobs: queue}, nil
}

// Order is what is to be imported: an upload or an address.
type Order struct {
	Authority string // code; empty: the only one in whose office the official is
	Upload    uuid.UUID
	Address   string
	Options   Options
}

// mostOpen is how many imports of an authority may be under way or wait for a choice.
const mostOpen = 20

// maxAddress is the length of an address, in bytes.
const maxAddress = 4096

func (o Order) validate() error {
	var found faults.Faults
	found.When(o.Upload == uuid.Nil && o.Address == "", "/upload", "required")
	found.When(o.Upload != uuid.Nil && o.Address != "", "/address", "invalid_value")
	found.When(o.Address != "" && nameOf(o.Address) == "", "/address", "not_uri")
	found = append(found, o.Options.faults()...)
	return found.OrNil()
}

// faults are what is wrong with the options before anything is read.
func (o Options) faults() (found faults.Faults) {
	if len(o.Parts) > mostParts {
		found.Add("/parts", "too_many_items")
		return found
	}
	for i, part := range o.Parts {
		at := fmt.Sprintf("/parts/%d", i)
		found.When((part.Recipe == "") == (part.New == nil), at+"/recipe", "recipe_or_new")
		found.When(part.New != nil && part.New.Recipe().Validate() != nil, at+"/new", "invalid_value")
		found.When(part.Recipe != "" && slices.ContainsFunc(o.Parts[:i], func(p Part) bool { return p.Recipe == part.Recipe }), at+"/recipe", "not_unique")
		found = append(found, part.faults(at)...)
	}
	return found
}

// faults are what is wrong with how the part is read, in imports and in sources; at is where the part stands.
func (p Part) faults(at string) (found faults.Faults) {
	found.When(p.CRS != "" && !crsForm.MatchString(p.CRS), at+"/crs", "not_crs")
	found.When(p.X == "" && p.Y != "", at+"/x", "required")
	found.When(p.X != "" && p.Y == "", at+"/y", "required")
	found.When(p.WKT != "" && (p.X != "" || p.Y != ""), at+"/wkt", "invalid_value")
	return found
}

// nameOf is how people know what lies at an address: its last element, or the server; empty when it is no address.
func nameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxAddress || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	if name := path.Base(u.Path); name != "/" && name != "." {
		return name
	}
	return u.Hostname()
}

// Start orders an import.
func (s *Orders) Start(ctx context.Context, actor identity.Actor, order Order) (Import, error) {
	if err := order.validate(); err != nil {
		return Import{}, fmt.Errorf("start import: %w", err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Import{}, fmt.Errorf("start import: %w", err)
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		authority, err := office(ctx, tx, actor, order.Authority)
		if err != nil {
			return err
		}
		if err := room(ctx, tx, authority); err != nil {
			return err
		}
		queue, err := s.insert(ctx, tx, actor, order, authority, id)
		if err != nil {
			return err
		}
		if err := s.jobs.Add(ctx, tx, Job{Import: id}, jobs.Options{Queue: queue}); err != nil {
			return err
		}
		return s.log(ctx, tx, actor, "start-import", map[string]string{"import": id.String(), "authority": authority.String()})
	})
	if err != nil {
		return Import{}, fmt.Errorf("start import: %w", err)
	}
	return s.Get(ctx, actor, id)
}

// insert writes the order down and says in which queue it is worked: where the upload's bytes are, or anywhere.
func (s *Orders) insert(ctx context.Context, tx pgx.Tx, actor identity.Actor, order Order, authority, id uuid.UUID) (queue string, err error) {
	options, err := asJSON(order.Options)
	if err != nil {
		return "", err
	}
	if order.Upload == uuid.Nil {
		_, err = tx.Exec(ctx, `insert into layer_imports (id, party, authority, kind, address, name, options) values ($1, $2, $3, 'address', $4, $5, $6)`,
			id, actor.Person, authority, order.Address, nameOf(order.Address), options)
		return jobs.Long, err
	}
	var upload UploadInfo
	upload, err = findUpload(ctx, tx, actor, order.Upload)
	if errors.Is(err, ErrNotFound) {
		return "", faults.Faults{{Pointer: "/upload", Code: "no_upload"}}
	}
	if err != nil {
		return "", err
	}
	if upload.Received < upload.Size {
		return "", ErrNotWhole
	}
	_, err = tx.Exec(ctx, `insert into layer_imports (id, party, authority, kind, upload, name, options) values ($1, $2, $3, 'upload', $4, $5, $6)`,
		id, actor.Person, authority, upload.ID, upload.Name, options)
	return queueOf(upload.Folder), err
}

// office is the authority for which the actor does it.
func office(ctx context.Context, tx pgx.Tx, actor identity.Actor, code string) (id uuid.UUID, err error) {
	if code == "" && len(actor.In) > 1 {
		return id, faults.Faults{{Pointer: "/authority", Code: "required"}}
	}
	err = tx.QueryRow(ctx, `select id from authorities where id = any ($1) and ($2 = '' or code = $2)`, actor.In, code).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return id, ErrNotFound
	}
	return id, err
}

func room(ctx context.Context, tx pgx.Tx, authority uuid.UUID) error {
	var open int
	if err := tx.QueryRow(ctx, `select count(*) from layer_imports where authority = $1 and ended_at is null`, authority).Scan(&open); err != nil {
		return err
	}
	if open >= mostOpen {
		return ErrTooMany
	}
	return nil
}

func (s *Orders) log(ctx context.Context, tx pgx.Tx, actor identity.Actor, operation identity.Operation, detail map[string]string) error {
	return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Detail: detail})
}

// Get is one import of the actor's authorities, or ErrNotFound.
func (s *Orders) Get(ctx context.Context, actor identity.Actor, id uuid.UUID) (Import, error) {
	found, err := query(ctx, s.pool, `where i.id = $1 and i.authority = any ($2)`, id, actor.In)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Import{}, fmt.Errorf("import %s: %w", id, err)
	}
	return found[0], nil
}

// List are the imports of the actor's authorities, the newest first; before is the last of the page before.
func (s *Orders) List(ctx context.Context, actor identity.Actor, before uuid.UUID, limit int) ([]Import, error) {
	found, err := query(ctx, s.pool, `where i.authority = any ($1) and ($2 = '00000000-0000-0000-0000-000000000000'::uuid or i.id < $2)
		order by i.id desc limit $3`, actor.In, before, limit)
	if err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	return found, nil
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func query(ctx context.Context, db querier, where string, args ...any) ([]Import, error) {
	rows, err := db.Query(ctx, `select `+columns+` from `+tables+` `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// Choose says what the file does not, and the import goes on. It is ErrState when it does not wait for a choice.
func (s *Orders) Choose(ctx context.Context, actor identity.Actor, id uuid.UUID, options Options) (Import, error) {
	if err := options.faults().OrNil(); err != nil {
		return Import{}, fmt.Errorf("choose for import: %w", err)
	}
	chosen, err := asJSON(options)
	if err != nil {
		return Import{}, err
	}
	err = s.change(ctx, actor, id, "choose-import", func(ctx context.Context, tx pgx.Tx, i Import) error {
		if i.State != Choosing {
			return ErrState
		}
		if _, err := tx.Exec(ctx, `update layer_imports set options = $2, state = 'queued', choices = null, tries = 0, changed_at = now() where id = $1`, id, chosen); err != nil {
			return err
		}
		queue, err := queueFor(ctx, tx, i)
		if err != nil {
			return err
		}
		return s.jobs.Add(ctx, tx, Job{Import: id}, jobs.Options{Queue: queue})
	})
	if err != nil {
		return Import{}, err
	}
	return s.Get(ctx, actor, id)
}

// Cancel stops an import: at once when nobody works on it, otherwise within a second or two. What it has made goes. One
// that has ended is ErrState.
func (s *Orders) Cancel(ctx context.Context, actor identity.Actor, id uuid.UUID) (Import, error) {
	err := s.change(ctx, actor, id, "cancel-import", func(ctx context.Context, tx pgx.Tx, i Import) error {
		switch i.State {
		case Queued, Choosing:
			_, err := tx.Exec(ctx, `update layer_imports set cancelled = true, state = 'cancelled', choices = null, changed_at = now(), ended_at = now() where id = $1`, id)
			return err
		case Fetching, Reading:
			_, err := tx.Exec(ctx, `update layer_imports set cancelled = true, changed_at = now() where id = $1`, id)
			return err
		}
		return ErrState
	})
	if err != nil {
		return Import{}, err
	}
	return s.Get(ctx, actor, id)
}

// change does something to an import of the actor's authorities, which nobody else changes meanwhile, and logs it.
func (s *Orders) change(ctx context.Context, actor identity.Actor, id uuid.UUID, operation identity.Operation, do func(context.Context, pgx.Tx, Import) error) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		found, err := query(ctx, tx, `where i.id = $1 and i.authority = any ($2) for no key update of i`, id, actor.In)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ErrNotFound
		}
		if err := do(ctx, tx, found[0]); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `select pg_notify($1, $2)`, Channel, id); err != nil {
			return err
		}
		return s.log(ctx, tx, actor, operation, map[string]string{"import": id.String()})
	})
	if err != nil {
		return fmt.Errorf("import %s: %w", id, err)
	}
	return nil
}

// queueOf is the queue of the instances that have a folder of uploads.
func queueOf(folder uuid.UUID) string { return "uploads-" + folder.String() }

// queueFor is where an import can be worked. An upload that is gone is told so by whoever comes first.
func queueFor(ctx context.Context, tx pgx.Tx, i Import) (string, error) {
	if i.Kind != Upload {
		return jobs.Long, nil
	}
	var folder uuid.UUID
	err := tx.QueryRow(ctx, `select folder from layer_uploads where id = $1`, i.Upload).Scan(&folder)
	if errors.Is(err, pgx.ErrNoRows) {
		return jobs.Long, nil
	}
	return queueOf(folder), err
}

// withoutQuery is an address as it may be shown: its query and what stands before the host may hold keys.
func withoutQuery(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	u.User, u.RawQuery, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", "", false
	return u.String()
}

// choicePatience is how long an import waits for a choice.
const choicePatience = 7 * 24 * time.Hour
