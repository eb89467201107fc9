package testdb

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func TestNewIsMigratedAndEmpty(t *testing.T) {
	pool := New(t)
	var layers int
	if err := pool.QueryRow(t.Context(), "select count(*) from layers").Scan(&layers); err != nil {
		t.Fatal(err)
	}
	if layers != 0 {
		t.Errorf("got %d layers in an empty database", layers)
	}
}

func TestDatabaseIsDroppedAfterTheTest(t *testing.T) {
	var name string
	t.Run("inner", func(t *testing.T) {
		if err := New(t).QueryRow(t.Context(), "select current_database()").Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	conn := connect(t)
	there, err := databaseExists(t.Context(), conn, name)
	if err != nil || there {
		t.Errorf("database %s: there %v, error %v", name, there, err)
	}
}

func TestTemplateIsFilledOnceAndCopied(t *testing.T) {
	content := unique(t)
	var fills atomic.Int32
	fill := func(ctx context.Context, pool *pgxpool.Pool) error {
		fills.Add(1)
		_, err := pool.Exec(ctx, "create table town as select generate_series(1, 10) as id")
		return err
	}
	var group sync.WaitGroup
	pools := make([]*pgxpool.Pool, 4)
	for i := range pools {
		group.Go(func() { pools[i] = Template(t, "Test of templates", content, fill) })
	}
	group.Wait()
	if fills.Load() != 1 {
		t.Errorf("filled %d times, want once", fills.Load())
	}
	if _, err := pools[0].Exec(t.Context(), "delete from town"); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := pools[1].QueryRow(t.Context(), "select count(*) from town").Scan(&left); err != nil || left != 10 {
		t.Errorf("a copy has %d rows after another was emptied (error %v), want 10", left, err)
	}
	t.Run("other content", func(t *testing.T) {
		Template(t, "Test of templates", content+"2", fill)
		if fills.Load() != 2 {
			t.Errorf("filled %d times, want twice: the content is another one", fills.Load())
		}
		old := template{name: "Test of templates", content: migrationsContent(t) + "\x00" + content}
		if there, err := databaseExists(t.Context(), connect(t), old.database()); err != nil || there {
			t.Errorf("the template with the old content: there %v, error %v", there, err)
		}
	})
}

func TestFailedTemplateLeavesNothing(t *testing.T) {
	failing := template{name: "failing", content: migrationsContent(t) + "\x00" + unique(t), fill: func(context.Context, *pgxpool.Pool) error {
		return errors.New("no town today")
	}}
	conn := connect(t)
	err := failing.cloneTo(t.Context(), conn, adminURL(t), "test_never")
	if err == nil || !strings.Contains(err.Error(), "no town today") {
		t.Fatalf("got error %v", err)
	}
	for _, name := range []string{failing.database(), failing.database() + "_new", "test_never"} {
		if there, err := databaseExists(t.Context(), conn, name); err != nil || there {
			t.Errorf("%s: there %v, error %v", name, there, err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	New(b)
	for b.Loop() {
		New(b)
	}
}

func connect(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), adminURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// unique is a text that no other run has used.
func unique(t *testing.T) string {
	t.Helper()
	var text string
	if err := connect(t).QueryRow(t.Context(), "select gen_random_uuid()::text").Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}
