package testdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// template is a database that others are copied from.
type template struct {
	name    string
	content string
	fill    func(ctx context.Context, pool *pgxpool.Pool) error
}

// database is the template's name in the cluster; another content is another database.
func (t template) database() string {
	sum := sha256.Sum256([]byte(t.content))
	return t.prefix() + hex.EncodeToString(sum[:6])
}

func (t template) prefix() string { return "template_" + pgSafe(t.name) + "_" }

// pgSafe keeps what needs no quotes in an SQL name.
func pgSafe(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(name))
}

// cloneTo copies the template to a new database, and makes the template first when it is not there. An advisory lock
// named for the template is shared by those who copy and exclusive for the one who makes it.
func (t template) cloneTo(ctx context.Context, conn *pgx.Conn, admin, name string) error {
	for {
		made, err := locked(ctx, conn, t.database(), "_shared", func() (bool, error) {
			there, err := databaseExists(ctx, conn, t.database())
			if err != nil || !there {
				return false, err
			}
			// The copy goes file by file: quicker than through the log for a database of more than a few megabytes.
			_, err = conn.Exec(ctx, "create database "+name+" template "+t.database()+" strategy file_copy")
			return err == nil, err
		})
		if made || err != nil {
			return err
		}
		if err := t.build(ctx, conn, admin); err != nil {
			return err
		}
	}
}

// build makes the template under another name and renames it when it is whole.
func (t template) build(ctx context.Context, conn *pgx.Conn, admin string) error {
	_, err := locked(ctx, conn, t.database(), "", func() (bool, error) {
		there, err := databaseExists(ctx, conn, t.database())
		if err != nil || there {
			return there, err // somebody made it while we waited
		}
		building := t.database() + "_new"
		if _, err := conn.Exec(ctx, "drop database if exists "+building+" with (force)"); err != nil {
			return false, err
		}
		if err := t.create(ctx, conn, admin, building); err != nil {
			_, dropErr := conn.Exec(ctx, "drop database if exists "+building+" with (force)")
			return false, errors.Join(err, dropErr)
		}
		if _, err := conn.Exec(ctx, "alter database "+building+" with allow_connections false"); err != nil {
			return false, err
		}
		if _, err := conn.Exec(ctx, "alter database "+building+" rename to "+t.database()); err != nil {
			return false, err
		}
		return true, t.dropOlder(ctx, conn)
	})
	return err
}

func (t template) create(ctx context.Context, conn *pgx.Conn, admin, building string) error {
	if t.fill == nil {
		if _, err := conn.Exec(ctx, "create database "+building+" template template0"); err != nil {
			return err
		}
		return migrate(ctx, withDatabase(admin, building))
	}
	migrations, _, _ := strings.Cut(t.content, "\x00")
	empty := template{name: "empty", content: migrations}
	other, err := pgx.Connect(ctx, admin) // its own session: this one holds the lock of the template
	if err != nil {
		return err
	}
	defer func() { _ = other.Close(ctx) }()
	if err := empty.cloneTo(ctx, other, admin, building); err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, withDatabase(admin, building))
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := t.fill(ctx, pool); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	_, err = pool.Exec(ctx, "vacuum (freeze, analyze)") // once here instead of in every copy
	return err
}

// dropOlder drops the same template with other contents, unless somebody is copying it.
func (t template) dropOlder(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, "select datname from pg_database where starts_with(datname, $1) and length(datname) = $2 and datname <> $3",
		t.prefix(), len(t.database()), t.database())
	if err != nil {
		return err
	}
	older, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range older {
		var mine bool
		if err := conn.QueryRow(ctx, "select pg_try_advisory_lock(hashtextextended($1, 0))", name).Scan(&mine); err != nil {
			return err
		}
		if !mine {
			continue
		}
		_, err := conn.Exec(ctx, "drop database if exists "+name+" with (force)")
		_, unlockErr := conn.Exec(ctx, "select pg_advisory_unlock(hashtextextended($1, 0))", name)
		if err = errors.Join(err, unlockErr); err != nil {
			return err
		}
	}
	return nil
}

// locked runs do under the advisory lock of that name; kind is "" for exclusive or "_shared".
func locked(ctx context.Context, conn *pgx.Conn, name, kind string, do func() (bool, error)) (bool, error) {
	if _, err := conn.Exec(ctx, "select pg_advisory_lock"+kind+"(hashtextextended($1, 0))", name); err != nil {
		return false, err
	}
	done, err := do()
	_, unlockErr := conn.Exec(ctx, "select pg_advisory_unlock"+kind+"(hashtextextended($1, 0))", name)
	return done, errors.Join(err, unlockErr)
}

func databaseExists(ctx context.Context, conn *pgx.Conn, name string) (bool, error) {
	var there bool
	err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there)
	return there, err
}
