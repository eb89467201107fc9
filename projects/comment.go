package projects

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/authorities"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
)

// CommentKind is what a comment wants.
type CommentKind string

// Kinds of comments.
const (
	Remark    CommentKind = "comment"
	Asking    CommentKind = "question"
	Condition CommentKind = "condition" // something to be heeded; shown again when next year's project is begun from this one
)

// CommentAudience is who reads a comment.
type CommentAudience string

// Audiences of comments.
const (
	ToAll         CommentAudience = "all"         // the applicant's side and the project's authorities
	ToAuthorities CommentAudience = "authorities" // the authorities only (F47)
)

// Comment is something that an authority or the applicant's side said about a project.
type Comment struct {
	ID        uuid.UUID
	Version   int  // the shown version it was written on
	Field     Path // that it is about; empty: the whole
	Kind      CommentKind
	Audience  CommentAudience
	Text      string
	Answers   uuid.UUID // the comment that it answers; zero: none
	Author    string    // empty: under turvakielto
	Own       bool      // the asker wrote it
	Authority *authorities.Ref
	CreatedAt time.Time
}

// Remarks is a comment to be written.
type Remarks struct {
	Field    Path
	Kind     CommentKind
	Audience CommentAudience
	Text     string
	Answers  uuid.UUID
	Key      string
}

// Validate reports every fault at once. Only authorities lay down conditions and talk among themselves.
func (r Remarks) Validate(official bool) error {
	var found faults.Faults
	found.When(strings.TrimSpace(r.Text) == "", "/text", "required")
	judgeText(&found, r.Text, 10_000, "/text")
	found.When(r.Field != "" && !r.Field.known(), "/field", "unknown_field")
	found.When(!slices.Contains([]CommentKind{Remark, Asking, Condition}, r.Kind) || r.Kind == Condition && !official, "/kind", "invalid_value")
	found.When(!slices.Contains([]CommentAudience{ToAll, ToAuthorities}, r.Audience) || r.Audience == ToAuthorities && !official, "/audience", "invalid_value")
	return found.OrNil()
}

// Comment writes what an official says about a project that concerns their authority.
func (s *Store) Comment(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, r Remarks) (Comment, error) {
	if err := r.Validate(true); err != nil {
		return Comment{}, fmt.Errorf("comment on a project: %w", err)
	}
	var c Comment
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		shown, f, party, err := shownIn(ctx, tx, actor, id, 0)
		if err != nil {
			return err
		}
		content, err := f.Content()
		if err != nil {
			return err
		}
		if content.hides(r.Field, actor.In) {
			return faults.Faults{{Pointer: "/field", Code: "unknown_field"}}
		}
		if err := r.about(ctx, tx, id, true, func(about Path, version int) bool { return !content.hides(about, actor.In) && version <= shown.Version }); err != nil {
			return err
		}
		var authority uuid.UUID // of several, one that is still competent
		if err := tx.QueryRow(ctx, `select a.authority from project_authorities a where a.project = $2 and a.authority = any ($1) order by a.until desc nulls first, a.authority limit 1`, actor.In, id).Scan(&authority); err != nil {
			return err
		}
		if c.ID, err = s.write(ctx, tx, actor, id, shown.Version, &authority, r); err != nil {
			return err
		}
		entry := audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{party}, Matter: "project:" + id.String(), Detail: officesOf(actor)}
		return audit.Append(ctx, tx, entry)
	})
	if err != nil {
		return Comment{}, fmt.Errorf("comment on a project: %w", err)
	}
	return s.comment(ctx, actor, id, c.ID)
}

// Reply writes what the applicant's side says to the authorities.
func (s *Store) Reply(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, r Remarks) (Comment, error) {
	if err := r.Validate(false); err != nil {
		return Comment{}, fmt.Errorf("reply to authorities: %w", err)
	}
	var c Comment
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		p, err := projectIn(ctx, tx, side, id)
		if err != nil {
			return err
		}
		if p.Shown == 0 {
			return ErrNotShown
		}
		if err := r.about(ctx, tx, id, false, func(Path, int) bool { return true }); err != nil {
			return err
		}
		if c.ID, err = s.write(ctx, tx, side.Actor, id, p.Shown, nil, r); err != nil {
			return err
		}
		return audit.Append(ctx, tx, p.entry(operation, side.Actor))
	})
	if err != nil {
		return Comment{}, fmt.Errorf("reply to authorities: %w", err)
	}
	return s.comment(ctx, side.Actor, id, c.ID)
}

// about lets an answer be about what the comment is about that it answers: whoever may not read that may not read the answer.
// A comment that the writer does not read is none.
func (r *Remarks) about(ctx context.Context, tx pgx.Tx, id uuid.UUID, official bool, reads func(about Path, version int) bool) error {
	if r.Answers == uuid.Nil {
		return nil
	}
	var about Path
	var version int
	err := tx.QueryRow(ctx, `select field, version from personal.project_comments where id = $1 and project = $2 and (audience = 'all' or $3)`, r.Answers, id, official).Scan(&about, &version)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !reads(about, version) {
		return faults.Faults{{Pointer: "/answers", Code: "unknown_comment"}}
	}
	if about != "" {
		r.Field = about
	}
	return err
}

// write inserts the comment and the job that tells of it. With a key that the person has used, it is the comment that there is.
func (s *Store) write(ctx context.Context, tx pgx.Tx, actor identity.Actor, id uuid.UUID, version int, authority *uuid.UUID, r Remarks) (uuid.UUID, error) {
	comment, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	var key []byte
	if r.Key != "" {
		sum := sha256.Sum256(slices.Concat([]byte("comment"), actor.Person[:], id[:], []byte(r.Key)))
		key = sum[:]
	}
	tag, err := tx.Exec(ctx, `insert into personal.project_comments (id, project, version, field, author, authority, kind, audience, text, answers, key_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (key_hash) do nothing`, comment, id, version, string(r.Field), actor.Person, authority, string(r.Kind), string(r.Audience), r.Text, pg.OrNull(r.Answers), key)
	if err != nil {
		return uuid.Nil, err
	}
	if tag.RowsAffected() > 0 {
		return comment, s.tell(ctx, tx, Told{Project: id, What: ToldComment, Comment: comment})
	}
	var same bool
	if err := tx.QueryRow(ctx, `select id, (text, field, kind, audience, answers, authority) is not distinct from ($2, $3, $4, $5, $6::uuid, $7::uuid) from personal.project_comments where key_hash = $1`,
		key, r.Text, string(r.Field), string(r.Kind), string(r.Audience), pg.OrNull(r.Answers), authority).Scan(&comment, &same); err != nil {
		return uuid.Nil, err
	}
	if !same {
		return uuid.Nil, ErrKeyUsed
	}
	return comment, nil
}

const commentColumns = `c.id, c.version, c.field, c.kind, c.audience, c.text, coalesce(c.answers, '00000000-0000-0000-0000-000000000000'), case when o.protected and c.author <> $2 then '' else o.name end, c.author = $2, a.id, a.code, a.name, c.created_at`

const commentTables = `personal.project_comments c join personal.parties o on o.id = c.author left join authorities a on a.id = c.authority`

func scanComment(row pgx.CollectableRow) (c Comment, err error) {
	var authority *uuid.UUID
	var code *string
	var name *i18n.Text
	err = row.Scan(&c.ID, &c.Version, &c.Field, &c.Kind, &c.Audience, &c.Text, &c.Answers, &c.Author, &c.Own, &authority, &code, &name, &c.CreatedAt)
	if authority != nil {
		c.Authority = &authorities.Ref{ID: *authority, Code: *code, Name: *name}
	}
	return c, err
}

func (s *Store) comment(ctx context.Context, actor identity.Actor, project, id uuid.UUID) (Comment, error) {
	rows, err := s.pool.Query(ctx, `select `+commentColumns+` from `+commentTables+` where c.project = $1 and c.id = $3`, project, actor.Person, id)
	if err != nil {
		return Comment{}, fmt.Errorf("comment: %w", err)
	}
	c, err := pgx.CollectExactlyOneRow(rows, scanComment)
	if err != nil {
		return Comment{}, fmt.Errorf("comment: %w", err)
	}
	return c, nil
}

// CommentsFor are the comments that officials of the actor's authorities read, the oldest first.
func (s *Store) CommentsFor(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID) ([]Comment, error) {
	var list []Comment
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		shown, f, party, err := shownIn(ctx, tx, actor, id, 0)
		if err != nil {
			return err
		}
		if list, err = comments(ctx, tx, actor, id, true); err != nil {
			return err
		}
		c, err := f.Content()
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(m Comment) bool { return c.hides(m.Field, actor.In) || m.Version > shown.Version })
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: operation, Actor: actor, Subjects: []uuid.UUID{party}, Matter: "project:" + id.String(), Detail: officesOf(actor)})
	})
	if err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	return list, nil
}

// hides tells whether a field is restricted to others than these authorities, and with it what is said about it.
func (c Content) hides(p Path, in []uuid.UUID) bool {
	r, restricted := c.Restricted[p.item()]
	return restricted && !meet(r.To, in)
}

// Comments are the comments that the applicant's side reads, the oldest first.
func (s *Store) Comments(ctx context.Context, side Side, id uuid.UUID) ([]Comment, error) {
	if _, err := projectIn(ctx, s.pool, side, id); err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	list, err := comments(ctx, s.pool, side.Actor, id, false)
	if err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	return list, nil
}

func comments(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID, official bool) ([]Comment, error) {
	rows, err := db.Query(ctx, `select `+commentColumns+` from `+commentTables+` where c.project = $1 and (c.audience = 'all' or $3) order by c.id`, id, actor.Person, official)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanComment)
}
