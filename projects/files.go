package projects

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
)

// filesGroup are the fields that say which files belong to a version: so they are compared, restricted and shown like
// everything else.
const filesGroup = "/files/"

// maxFiles is how many files a version may have.
const maxFiles = 200

// File is what a version says of a file. What the file is, is known where it is kept (projects/attachments).
type File struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Purpose string    `json:"purpose,omitempty"`
	Order   float64   `json:"order,omitempty"`
}

func (f *File) read() error {
	var found faults.Faults
	judgeText(&found, f.Name, maxLine, "/name")
	found.When(strings.TrimSpace(f.Name) == "", "/name", "required")
	found.When(strings.ContainsAny(f.Name, `/\`) || strings.ContainsFunc(f.Name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }), "/name", "invalid_value")
	found.When(f.Purpose != "" && !code.MatchString(f.Purpose), "/purpose", "invalid_value")
	return found.OrNil()
}

// FileField is the field of a file.
func FileField(id uuid.UUID) Path { return Path(filesGroup + id.String()) }

// isFile tells whether the field is a file, and which.
func (p Path) isFile() (id uuid.UUID, is bool) {
	group, key := p.group()
	if group != filesGroup {
		return id, false
	}
	id, err := uuid.Parse(key)
	return id, err == nil
}

// lost are those of the changes that name a file which the project does not have, or has no more.
func (c Changes) lost(ctx context.Context, db audit.Querier, project uuid.UUID) ([]Path, error) {
	var named []uuid.UUID
	for p, value := range c {
		if id, is := p.isFile(); is && value != nil {
			named = append(named, id)
		}
	}
	if len(named) == 0 {
		return nil, nil
	}
	rows, err := db.Query(ctx, `select f from unnest($2::uuid[]) f
		where not exists (select from project_attachments a where a.project = $1 and a.id = f and a.state not in ('arriving', 'infected')) order by f`, project, named)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Path, err error) {
		var id uuid.UUID
		err = row.Scan(&id)
		return FileField(id), err
	})
}

// ownFiles refuses changes that name files which are not the project's.
func (c Changes) ownFiles(ctx context.Context, db audit.Querier, project uuid.UUID) error {
	lost, err := c.lost(ctx, db, project)
	if err != nil {
		return err
	}
	var found faults.Faults
	for _, p := range lost {
		found.Add("/changes/"+p.Escaped(), "unknown_file")
	}
	return found.OrNil()
}

// infected are files of a version that were thrown away: before they are taken out of it, it is not shown.
func (c Content) infected(ctx context.Context, db audit.Querier, project uuid.UUID) (found faults.Faults, err error) {
	if len(c.Files) == 0 {
		return nil, nil
	}
	named := make([]uuid.UUID, len(c.Files))
	for i, f := range c.Files {
		named[i] = f.ID
	}
	rows, err := db.Query(ctx, `select a.id from project_attachments a where a.project = $1 and a.id = any ($2) and a.state = 'infected' order by a.id`, project, named)
	if err != nil {
		return nil, err
	}
	_, err = pgx.ForEachRow(rows, []any{&named[0]}, func() error {
		found.Add(string(FileField(named[0])), "file_infected")
		return nil
	})
	return found, err
}

// AddFile writes a file into the working version, in the transaction in which accept makes it one of the project's. Nobody
// else saves meanwhile.
func (s *Store) AddFile(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, file File, accept func(context.Context, pgx.Tx) error) (Project, error) {
	value, err := json.Marshal(file)
	if err != nil {
		return Project{}, fmt.Errorf("add a file: %w", err)
	}
	read, err := Changes{FileField(file.ID): value}.Read()
	if err != nil {
		return Project{}, fmt.Errorf("add a file: %w", err)
	}
	var p Project
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if p, err = locked(ctx, tx, side, id); err != nil {
			return err
		}
		if p.State == Cancelled {
			return ErrCancelled
		}
		if err := accept(ctx, tx); err != nil {
			return err
		}
		if err := s.save(ctx, tx, side, operation, &p, p.Revision, read); err != nil {
			return err
		}
		entry := p.entry(operation, side.Actor)
		entry.Detail = map[string]string{"file": file.ID.String()}
		return audit.Append(ctx, tx, entry)
	})
	if err != nil {
		return Project{}, fmt.Errorf("add a file: %w", err)
	}
	return p, nil
}
