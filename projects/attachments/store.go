package attachments

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/semaphore"

	"lupakartta/identity"
	"lupakartta/internal/blob"
	"lupakartta/internal/clamd"
	"lupakartta/internal/faults"
	"lupakartta/internal/jobs"
	"lupakartta/projects"
)

// State is how far a file is.
type State string

// States of files.
const (
	Scanning  State = "scanning"  // nobody but the applicant's side reads it yet
	Clean     State = "clean"     // the scanner has found nothing
	Unscanned State = "unscanned" // there is no scanner
	TooLarge  State = "too_large" // for the scanner: nobody but the applicant's side reads it
	Infected  State = "infected"  // nobody reads it, and its bytes are gone
)

// Errors of files. Whoever may not know of one gets projects.ErrNotFound.
var (
	ErrKeyUsed  = errors.New("file: the key was used for something else")
	ErrBusy     = errors.New("file: the same is being sent already")
	ErrScanning = errors.New("file: not scanned yet")
	ErrTooLarge = errors.New("file: too large to be scanned")
	ErrInfected = errors.New("file: infected")
)

// Attachment is a file of a version.
type Attachment struct {
	projects.File
	Format    string
	MediaType string
	Size      int64
	SHA256    []byte
	Removed   []string // what was taken out of it
	State     State
	Found     string // what the scanner calls what it has found
	CreatedAt time.Time
	Own       bool // the asker sent it
}

// Config is what a store works with. Pool (as pg.PersonalRole), Blobs and Projects are obligatory.
type Config struct {
	Pool     *pgxpool.Pool
	Blobs    *blob.Store
	Projects *projects.Store
	Scanner  *clamd.Client // nil: files are not scanned
	Log      *slog.Logger  // nil: slog.Default()
}

// Store keeps files. Who may see one is asked of the projects.
type Store struct {
	Config
	jobs *jobs.Queue
	room *semaphore.Weighted // bytes that are being looked into
}

// roomBytes is how much of files may be in memory at once.
const roomBytes = 4 * MaxFile

// NewStore returns the store.
func NewStore(config Config) (*Store, error) {
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	return &Store{Config: config, jobs: queue, room: semaphore.NewWeighted(roomBytes)}, nil
}

// Scans tells whether files are scanned.
func (s *Store) Scans() bool { return s.Scanner != nil }

// Upload is a file as it comes.
type Upload struct {
	Name     string
	Declared string // media type, as the sender's program says; may be empty
	Purpose  string
	Key      string // sent again with it, nothing more is kept; empty: none
	Content  io.Reader
	Size     int64
}

// Add keeps a file and writes it into the working version. What is wrong with it is told (faults.Faults).
func (s *Store) Add(ctx context.Context, side projects.Side, operation identity.Operation, project uuid.UUID, u Upload) (Attachment, projects.Project, error) {
	a, p, err := s.add(ctx, side, operation, project, u)
	if err != nil {
		return Attachment{}, projects.Project{}, fmt.Errorf("add a file: %w", err)
	}
	return a, p, nil
}

func (s *Store) add(ctx context.Context, side projects.Side, operation identity.Operation, project uuid.UUID, u Upload) (a Attachment, p projects.Project, err error) {
	if p, err = s.Projects.Get(ctx, side, project); err != nil {
		return a, p, err
	}
	if p.State == projects.Cancelled {
		return a, p, projects.ErrCancelled
	}
	if u.Purpose != "" && !slices.ContainsFunc(purposes, func(p Purpose) bool { return p.Code == u.Purpose }) {
		return a, p, faults.Faults{{Pointer: "/purpose", Code: "invalid_value"}}
	}
	if err := s.room.Acquire(ctx, MaxFile); err != nil {
		return a, p, err
	}
	defer s.room.Release(MaxFile)
	content, err := io.ReadAll(io.LimitReader(u.Content, MaxFile+1))
	if err != nil {
		return a, p, err
	}
	keyHash, orderHash := hashes(side.Actor, project, u, content)
	if a, err = s.made(ctx, p, side, keyHash, orderHash); err != nil || a.ID != uuid.Nil {
		return a, p, err
	}
	e, err := examine(u.Name, u.Declared, content)
	if err != nil {
		return a, p, err
	}
	return s.keep(ctx, side, operation, p, u, e, keyHash, orderHash)
}

func hashes(actor identity.Actor, project uuid.UUID, u Upload, content []byte) (key, order []byte) {
	if u.Key == "" {
		return nil, nil
	}
	k := sha256.Sum256(slices.Concat([]byte("file"), actor.Person[:], project[:], []byte(u.Key)))
	c := sha256.Sum256(content)
	o := sha256.Sum256(slices.Concat(c[:], []byte(u.Name+"\x00"+u.Purpose)))
	return k[:], o[:]
}

// keep writes the file down, then its bytes, then that it is the version's: whatever dies between leaves a row that is swept.
func (s *Store) keep(ctx context.Context, side projects.Side, operation identity.Operation, p projects.Project, u Upload, e examined, keyHash, orderHash []byte) (a Attachment, _ projects.Project, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return a, p, err
	}
	sum := sha256.Sum256(e.content)
	tag, err := s.Pool.Exec(ctx, `insert into project_attachments (id, project, name, format, media_type, size, sha256, removed, state, uploaded_by, key_hash, order_hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, 'arriving', $9, $10, $11) on conflict (key_hash) do nothing`,
		id, p.ID, e.name, e.format.Code, e.format.MediaType, len(e.content), sum[:], append([]string{}, e.removed...), side.Actor.Person, keyHash, orderHash)
	if err != nil {
		return a, p, err
	}
	if tag.RowsAffected() == 0 {
		return a, p, ErrBusy
	}
	state := Unscanned
	if s.Scans() {
		state = Scanning
	}
	err = s.Blobs.Put(ctx, blobKey(id), bytes.NewReader(e.content))
	if err == nil {
		p, err = s.Projects.AddFile(ctx, side, operation, p.ID, projects.File{ID: id, Name: e.name, Purpose: u.Purpose}, func(ctx context.Context, tx pgx.Tx) error {
			return s.accept(ctx, tx, p.ID, id, state)
		})
	}
	if err != nil {
		return a, p, errors.Join(err, s.giveUp(context.WithoutCancel(ctx), id))
	}
	a, err = s.one(ctx, side, p.Fields, p.ID, id)
	return a, p, err
}

// accept makes an arriving file one of the project's, unless that has too much.
func (s *Store) accept(ctx context.Context, tx pgx.Tx, project, id uuid.UUID, state State) error {
	var all int64
	if err := tx.QueryRow(ctx, `update project_attachments set state = $3 where id = $2 and project = $1 and state = 'arriving'
		returning (select sum(size) from project_attachments where project = $1 and state <> 'infected' and (state <> 'arriving' or id = $2))`, project, id, state).Scan(&all); err != nil {
		return err
	}
	if all > MaxProject {
		return faults.Faults{{Pointer: "/file", Code: "files_too_large", Values: map[string]any{"value": MaxProject >> 20}}}
	}
	if state != Scanning {
		return nil
	}
	return s.jobs.Add(ctx, tx, ScanJob{Attachment: id}, jobs.Options{Queue: Queue})
}

// blobKey is where the bytes lie, in folders by the random end of the id.
func blobKey(id uuid.UUID) string {
	name := id.String()
	return "attachments/" + name[len(name)-2:] + "/" + name
}

// giveUp takes away a file that is still arriving. One that became the project's, although the answer to that was lost, stays.
func (s *Store) giveUp(ctx context.Context, id uuid.UUID) error {
	return pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `select id from project_attachments where id = $1 and state = 'arriving' for update`, id).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err == nil {
			err = s.Blobs.Delete(ctx, blobKey(id))
		}
		if err == nil {
			_, err = tx.Exec(ctx, `delete from project_attachments where id = $1`, id)
		}
		return err
	})
}

// halfDone is after how long a file that is still arriving was left by whoever sent it.
const halfDone = 10 * time.Minute

// made is the file that was sent with the key before, or a zero one.
func (s *Store) made(ctx context.Context, p projects.Project, side projects.Side, key, order []byte) (a Attachment, err error) {
	if key == nil {
		return a, nil
	}
	var id uuid.UUID
	var same, arriving, old bool
	err = s.Pool.QueryRow(ctx, `select id, order_hash = $2, state = 'arriving', created_at < now() - $3::interval from project_attachments where key_hash = $1`, key, order, halfDone).Scan(&id, &same, &arriving, &old)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return a, nil
	case err != nil:
		return a, err
	case arriving && old:
		return a, s.giveUp(ctx, id)
	case arriving:
		return a, ErrBusy
	case !same:
		return a, ErrKeyUsed
	}
	return s.one(ctx, side, p.Fields, p.ID, id)
}

const columns = `a.id, a.name, a.format, a.media_type, a.size, a.sha256, a.removed, a.state, a.found, a.created_at, a.uploaded_by = $2`

// facts are what is known of a project's files, by their id.
func (s *Store) facts(ctx context.Context, project, person uuid.UUID) (map[uuid.UUID]Attachment, error) {
	rows, err := s.Pool.Query(ctx, `select `+columns+` from project_attachments a where a.project = $1 and a.state <> 'arriving'`, project, person)
	if err != nil {
		return nil, err
	}
	known := map[uuid.UUID]Attachment{}
	var a Attachment
	_, err = pgx.ForEachRow(rows, []any{&a.ID, &a.Name, &a.Format, &a.MediaType, &a.Size, &a.SHA256, &a.Removed, &a.State, &a.Found, &a.CreatedAt, &a.Own}, func() error {
		a.SHA256, a.Removed = slices.Clone(a.SHA256), slices.Clone(a.Removed)
		known[a.ID] = a
		return nil
	})
	return known, err
}

// of are the files that fields name, in their order. Others' are there without what the scanner said.
func (s *Store) of(ctx context.Context, fields projects.Fields, project, person uuid.UUID) ([]Attachment, error) {
	c, err := fields.Content()
	if err != nil {
		return nil, err
	}
	if len(c.Files) == 0 {
		return nil, nil
	}
	known, err := s.facts(ctx, project, person)
	if err != nil {
		return nil, err
	}
	var list []Attachment
	for _, f := range c.Files {
		if a, ok := known[f.ID]; ok {
			a.File = f
			list = append(list, a)
		}
	}
	return list, nil
}

// one is a file of the side's project, also one that the fields do not name any more.
func (s *Store) one(ctx context.Context, side projects.Side, fields projects.Fields, project, id uuid.UUID) (Attachment, error) {
	known, err := s.facts(ctx, project, side.Actor.Person)
	if err != nil {
		return Attachment{}, err
	}
	a, ok := known[id]
	if !ok {
		return Attachment{}, projects.ErrNotFound
	}
	c, err := fields.Content()
	if i := slices.IndexFunc(c.Files, func(f projects.File) bool { return f.ID == id }); i >= 0 {
		a.File = c.Files[i]
	}
	return a, err
}

// List are the files of the version that the applicant's side is writing.
func (s *Store) List(ctx context.Context, side projects.Side, project uuid.UUID) ([]Attachment, error) {
	p, err := s.Projects.Get(ctx, side, project)
	if err != nil {
		return nil, err
	}
	list, err := s.of(ctx, p.Fields, project, side.Actor.Person)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return list, nil
}

// ListShown are the files of a shown version that an official may see; 0 is the newest.
func (s *Store) ListShown(ctx context.Context, actor identity.Actor, operation identity.Operation, project uuid.UUID, version int) ([]Attachment, error) {
	shown, err := s.Projects.GetShown(ctx, actor, operation, project, version)
	if err != nil {
		return nil, err
	}
	list, err := s.of(ctx, shown.Fields, project, actor.Person)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	for i := range list {
		list[i].Found = ""
	}
	return list, nil
}

// Open is a file of one of the side's projects, of whatever version, with its bytes. Whoever gets the reader closes it.
func (s *Store) Open(ctx context.Context, side projects.Side, project, id uuid.UUID) (Attachment, io.ReadCloser, error) {
	p, err := s.Projects.Get(ctx, side, project)
	if err != nil {
		return Attachment{}, nil, err
	}
	a, err := s.one(ctx, side, p.Fields, project, id)
	if err != nil {
		return Attachment{}, nil, fmt.Errorf("file %s: %w", id, err)
	}
	return s.open(ctx, a, false)
}

// OpenShown is a file that an official sees in a shown version, with its bytes. That they saw the version is logged.
func (s *Store) OpenShown(ctx context.Context, actor identity.Actor, operation identity.Operation, project uuid.UUID, version int, id uuid.UUID) (Attachment, io.ReadCloser, error) {
	list, err := s.ListShown(ctx, actor, operation, project, version)
	if err != nil {
		return Attachment{}, nil, err
	}
	i := slices.IndexFunc(list, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return Attachment{}, nil, fmt.Errorf("file %s: %w", id, projects.ErrNotFound)
	}
	return s.open(ctx, list[i], true)
}

// open reads a file that was found. Nobody reads what is infected, and others than the applicant's side nothing that waits for
// the scanner, or that it does not take.
func (s *Store) open(ctx context.Context, a Attachment, others bool) (Attachment, io.ReadCloser, error) {
	switch {
	case a.State == Infected:
		return a, nil, ErrInfected
	case a.State == Scanning && others:
		return a, nil, ErrScanning
	case a.State == TooLarge && others:
		return a, nil, ErrTooLarge
	}
	r, err := s.Blobs.Get(ctx, blobKey(a.ID))
	if err != nil {
		return a, nil, fmt.Errorf("file %s: %w", a.ID, err)
	}
	return a, r, nil
}

// FileName is what a file is called when it is saved: as the version calls it, with the extension that it has.
func (a Attachment) FileName() string {
	format, _ := formatByCode(a.Format)
	if named, ok := formatOf(a.Name); ok && named.Code == format.Code {
		return cleanName(a.Name)
	}
	return cleanName(strings.TrimRight(a.Name, ".")) + "." + format.Extensions[0]
}

func formatByCode(code string) (Format, bool) {
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Code == code })
	if i < 0 {
		return Format{Extensions: []string{"bin"}}, false
	}
	return formats[i], true
}
