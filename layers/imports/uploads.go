package imports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/text"
)

// Bounds of uploads.
const (
	MaxUpload   = 2 << 30        // bytes of one
	UploadLife  = 24 * time.Hour // without progress
	mostUploads = 10             // of one person at a time
	spareRoom   = int64(1) << 30 // bytes that a disk keeps free
	maxName     = 200            // bytes of a file's name
)

// Folder is where the bytes of uploads lie on this machine, each in a file that is called by its id.
type Folder struct {
	ID   uuid.UUID // instances that share the folder know it by that
	Path string
}

// OpenFolder makes the folder where it is not there yet, for nobody but us.
func OpenFolder(path string) (Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return Folder{}, fmt.Errorf("uploads: %w", err)
	}
	name := filepath.Join(path, "folder.id")
	fresh, err := os.OpenFile(name+"."+uuid.NewString(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return Folder{}, fmt.Errorf("uploads: %w", err)
	}
	_, err = fresh.WriteString(uuid.NewString() + "\n")
	err = errors.Join(err, fresh.Close())
	if err == nil {
		// A link is made whole or not at all, so that instances that start together agree.
		if err = os.Link(fresh.Name(), name); errors.Is(err, os.ErrExist) {
			err = nil
		}
	}
	err = errors.Join(err, os.Remove(fresh.Name()))
	if err != nil {
		return Folder{}, fmt.Errorf("uploads: %w", err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return Folder{}, fmt.Errorf("uploads: %w", err)
	}
	id, err := uuid.Parse(strings.TrimSpace(string(data)))
	if err != nil {
		return Folder{}, fmt.Errorf("uploads: %s holds no id: %w", name, err)
	}
	return Folder{ID: id, Path: path}, nil
}

// File is where an upload's bytes lie.
func (f Folder) File(id uuid.UUID) string { return filepath.Join(f.Path, id.String()) }

// Remove takes an upload's files away; those that are gone are no fault.
func (f Folder) Remove(id uuid.UUID) error {
	var faults []error
	for _, name := range []string{f.File(id), f.File(id) + ".info", f.File(id) + ".lock"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// HasRoom tells whether the disk takes in so many bytes and still has room for everything else.
func (f Folder) HasRoom(size int64) (bool, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(f.Path, &disk); err != nil {
		return false, fmt.Errorf("uploads: %w", err)
	}
	return int64(disk.Bavail)*disk.Bsize-size >= spareRoom, nil //nolint:gosec // disks are smaller than 2^63 bytes
}

// Uploads keeps what is known of uploads in the folder. Its pool works as pg.PersonalRole: an upload is its sender's, in
// the office in which it was begun, and for everybody else it is not there.
type Uploads struct {
	pool   *pgxpool.Pool
	Folder Folder
}

// NewUploads returns the uploads of a folder.
func NewUploads(pool *pgxpool.Pool, folder Folder) *Uploads {
	return &Uploads{pool: pool, Folder: folder}
}

// UploadInfo is one upload.
type UploadInfo struct {
	ID       uuid.UUID
	Folder   uuid.UUID
	Name     string // as the sender calls the file
	Size     int64
	Received int64
}

// Begin writes a new upload down.
func (u *Uploads) Begin(ctx context.Context, actor identity.Actor, authority, name string, size int64) (UploadInfo, error) {
	info := UploadInfo{Folder: u.Folder.ID, Name: cleanName(name), Size: size}
	enough, err := u.Folder.HasRoom(size)
	if err == nil && !enough {
		err = ErrNoRoom
	}
	if err == nil {
		info.ID, err = uuid.NewV7()
	}
	if err != nil {
		return info, fmt.Errorf("begin upload: %w", err)
	}
	err = pgx.BeginFunc(ctx, u.pool, func(tx pgx.Tx) error {
		id, err := office(ctx, tx, actor, authority)
		if err != nil {
			return err
		}
		var open int
		if err := tx.QueryRow(ctx, `select count(*) from layer_uploads where party = $1`, actor.Person).Scan(&open); err != nil {
			return err
		}
		if open >= mostUploads {
			return ErrTooMany
		}
		if _, err := tx.Exec(ctx, `insert into layer_uploads (id, party, authority, folder, name, size) values ($1, $2, $3, $4, $5, $6)`,
			info.ID, actor.Person, id, u.Folder.ID, info.Name, size); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "begin-upload", Actor: actor, Detail: map[string]string{"upload": info.ID.String()}})
	})
	if err != nil {
		return info, fmt.Errorf("begin upload: %w", err)
	}
	return info, nil
}

// cleanName keeps the last element of a file's name, without what is no text.
func cleanName(name string) string {
	name = text.Clean(name)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name = strings.TrimSpace(text.Cut(name, maxName)); name == "" {
		return "upload"
	}
	return name
}

// Find is an upload of the actor's in this folder, or ErrNotFound.
func (u *Uploads) Find(ctx context.Context, actor identity.Actor, id uuid.UUID) (UploadInfo, error) {
	info, err := findUpload(ctx, u.pool, actor, id)
	if err == nil && info.Folder != u.Folder.ID {
		err = ErrNotFound
	}
	if err != nil {
		return info, fmt.Errorf("upload %s: %w", id, err)
	}
	return info, nil
}

func findUpload(ctx context.Context, db rowQuerier, actor identity.Actor, id uuid.UUID) (u UploadInfo, err error) {
	err = db.QueryRow(ctx, `select id, folder, name, size, received from layer_uploads where id = $1 and party = $2 and authority = any ($3)`,
		id, actor.Person, actor.In).Scan(&u.ID, &u.Folder, &u.Name, &u.Size, &u.Received)
	if errors.Is(err, pgx.ErrNoRows) {
		return u, ErrNotFound
	}
	return u, err
}

type rowQuerier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Received notes how many bytes have come.
func (u *Uploads) Received(ctx context.Context, id uuid.UUID, bytes int64) error {
	if _, err := u.pool.Exec(ctx, `update layer_uploads set received = least($2, size), changed_at = now() where id = $1`, id, bytes); err != nil {
		return fmt.Errorf("upload %s: %w", id, err)
	}
	return nil
}

// Drop forgets an upload of the actor's whose bytes are gone. One that an import needs is ErrState.
func (u *Uploads) Drop(ctx context.Context, actor identity.Actor, id uuid.UUID) error {
	if _, err := u.Find(ctx, actor, id); err != nil {
		return err
	}
	dropped, err := u.drop(ctx, id, 0)
	if err == nil && !dropped {
		err = ErrState
	}
	if err != nil {
		return fmt.Errorf("upload %s: %w", id, err)
	}
	return nil
}

// drop takes the upload's line away unless an import needs it or it has come further meanwhile, then its files.
func (u *Uploads) drop(ctx context.Context, id uuid.UUID, idle time.Duration) (bool, error) {
	tag, err := u.pool.Exec(ctx, `delete from layer_uploads u where u.id = $1 and u.folder = $2 and u.changed_at <= now() - $3::interval
		and not exists (select from layer_imports i where i.upload = u.id and i.ended_at is null)`, id, u.Folder.ID, idle)
	if err != nil || tag.RowsAffected() == 0 {
		return false, err
	}
	return true, u.Folder.Remove(id)
}

// Sweep takes away uploads that have not come further for UploadLife, and files that nobody knows.
func (u *Uploads) Sweep(ctx context.Context) error {
	rows, err := u.pool.Query(ctx, `select id from layer_uploads where folder = $1 and changed_at <= now() - $2::interval`, u.Folder.ID, UploadLife)
	if err != nil {
		return fmt.Errorf("sweep uploads: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return fmt.Errorf("sweep uploads: %w", err)
	}
	for _, id := range ids {
		if _, err := u.drop(ctx, id, UploadLife); err != nil {
			return fmt.Errorf("sweep uploads: %w", err)
		}
	}
	return u.sweepFiles(ctx)
}

// sweepFiles takes away files whose line went without them.
func (u *Uploads) sweepFiles(ctx context.Context) error {
	entries, err := os.ReadDir(u.Folder.Path)
	if err != nil {
		return fmt.Errorf("sweep uploads: %w", err)
	}
	for _, entry := range entries {
		name, _, _ := strings.Cut(entry.Name(), ".")
		id, err := uuid.Parse(name)
		info, infoErr := entry.Info()
		if err != nil || infoErr != nil || time.Since(info.ModTime()) < UploadLife {
			continue
		}
		var known bool
		if err := u.pool.QueryRow(ctx, `select exists (select from layer_uploads where id = $1)`, id).Scan(&known); err != nil {
			return fmt.Errorf("sweep uploads: %w", err)
		}
		if !known {
			if err := u.Folder.Remove(id); err != nil {
				return fmt.Errorf("sweep uploads: %w", err)
			}
		}
	}
	return nil
}
