package pg_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

func TestUnavailable(t *testing.T) {
	_, refused := pgx.Connect(t.Context(), "postgres://x@127.0.0.1:1/x?connect_timeout=1")
	tests := []struct {
		name string
		err  error
		want bool
	}{
		{"no error", nil, false},
		{"nobody listens", refused, true},
		{"shutting down", &pgconn.PgError{Code: "57P01"}, true},
		{"starting up, wrapped", fmt.Errorf("layers: %w", &pgconn.PgError{Code: "57P03"}), true},
		{"too many connections", &pgconn.PgError{Code: "53300"}, true},
		{"cut off", fmt.Errorf("read: %w", io.ErrUnexpectedEOF), true},
		{"reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, true},
		{"statement too slow", &pgconn.PgError{Code: "57014"}, false},
		{"key violated", &pgconn.PgError{Code: "23505"}, false},
		{"no rows", pgx.ErrNoRows, false},
		{"caller went away", context.Canceled, false},
		{"anything else", errors.New("no"), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := pg.Unavailable(test.err); got != test.want {
				t.Errorf("Unavailable(%v) = %v, want %v", test.err, got, test.want)
			}
		})
	}
}

func TestUnknownDatabaseFailsAtOnce(t *testing.T) {
	config := testdb.URL(testdb.New(t))
	began := time.Now()
	db, err := pg.Open(t.Context(), pg.Options{DatabaseURL: config + "&dbname=there_is_no_such"})
	if err == nil {
		db.Close()
		t.Fatal("opened a database that does not exist")
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s to say %v", took, err)
	}
}

func TestSilentDatabaseIsWaitedFor(t *testing.T) {
	began := time.Now()
	_, err := pg.Open(t.Context(), pg.Options{DatabaseURL: "postgres://x@127.0.0.1:1/x", Patience: time.Second})
	if took := time.Since(began); !pg.Unavailable(err) || took < time.Second || took > 10*time.Second {
		t.Errorf("after %s: %v", took, err)
	}
}

func TestStatementTimeout(t *testing.T) {
	db, err := pg.Open(t.Context(), pg.Options{DatabaseURL: testdb.URL(testdb.New(t)), StatementTimeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Pool.Exec(t.Context(), "select pg_sleep(10)")
	if !pg.TimedOut(fmt.Errorf("query: %w", err)) || pg.Unavailable(err) {
		t.Errorf("got error %v, want one that timed out", err)
	}
	if _, err := db.Pool.Exec(t.Context(), "select 1/0"); pg.TimedOut(err) {
		t.Errorf("%v: timed out", err)
	}
}
