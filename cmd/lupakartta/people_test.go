package main

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lupakartta/demo/demotest"
	"lupakartta/identity/audit"
	"lupakartta/internal/testdb"
)

func TestAuditVerify(t *testing.T) {
	pool := testdb.New(t)
	c := newCommandLine(t, pool)
	if out := c.want(exitOK, "audit", "verify"); !strings.HasPrefix(out, "0 entries, 0 faults\n") {
		t.Errorf("printed %s", out)
	}
	ctx := context.Background()
	for range 3 {
		if err := audit.Append(ctx, pool, audit.Entry{Kind: audit.Read, Operation: "get-profile"}); err != nil {
			t.Fatal(err)
		}
	}
	var proof audit.Proof
	if err := json.Unmarshal([]byte(c.want(exitOK, "audit", "verify", "--json")), &proof); err != nil || proof.Entries != 3 {
		t.Errorf("got %+v, %v", proof, err)
	}
	c.want(exitOK, "audit", "verify", "--head", proof.Head)
	c.want(exitFailure, "audit", "verify", "--head", "nonsense")
	if _, err := pool.Exec(ctx, `set session_replication_role = replica; delete from audit.entries where number = 2; reset session_replication_role`); err != nil {
		t.Fatal(err)
	}
	if out := c.want(exitFailure, "audit", "verify"); !strings.Contains(out, "entry 2: entries up to 2 are missing") {
		t.Errorf("a gap is not told: %s", out)
	}
}

func TestKeyFile(t *testing.T) {
	c := newCommandLine(t, testdb.New(t))
	path := filepath.Join(t.TempDir(), "keys.json")
	c.want(exitFailure, "keys", "rotate", "--key-file", path)
	c.want(exitOK, "keys", "make", "--key-file", path)
	c.want(exitFailure, "keys", "make", "--key-file", path)
	c.want(exitOK, "keys", "rotate", "--key-file", path)
	content, err := os.ReadFile(path)
	if err != nil || strings.Count(string(content), `"secret"`) != 2 {
		t.Errorf("after a rotation: %v, %d keys", err, strings.Count(string(content), `"secret"`))
	}
}

// A key file that was lost is not made anew: its keys could not read what is there.
func TestALostKeyFileIsNotReplaced(t *testing.T) {
	pool := demotest.Town(t)
	if _, err := pool.Exec(t.Context(), `insert into personal.parties (id, kind, name, national_id, national_id_hash) values ($1, 'person', 'x', 'k.x', '\x00')`,
		uuid.Must(uuid.NewV7())); err != nil {
		t.Fatal(err)
	}
	p := start(t, "LUPAKARTTA_DATABASE_URL="+testdb.URL(pool), "LUPAKARTTA_DATA_DIR="+t.TempDir(), "LUPAKARTTA_DEMO=1", "LUPAKARTTA_REAL_DATA=none")
	if code := p.wait(); code != exitFailure || !strings.Contains(p.words(), "put the file back") {
		t.Errorf("ended with %d: %s", code, p.words())
	}
}

// The service runs as a role that owns nothing, when the owner's address is another.
func TestServingWithoutOwning(t *testing.T) {
	pool := demotest.Town(t)
	login, err := url.Parse(testdb.URL(pool))
	if err != nil {
		t.Fatal(err)
	}
	login.User = url.User("lupakartta") // a member of the service's roles, and owner of nothing here
	p := start(t, "LUPAKARTTA_DATABASE_URL="+login.String(), "LUPAKARTTA_DATABASE_ADMIN_URL="+testdb.URL(pool), "LUPAKARTTA_DATA_DIR="+t.TempDir(),
		"LUPAKARTTA_DEMO=1", "LUPAKARTTA_REAL_DATA=none")
	p.ready()
	for _, path := range []string{"/api/v1/layers", "/api/v1/at?e=480000&n=6920000", "/api/v1/search?q=Mallila", "/api/v1/me", "/api/v1/sign-in-providers"} {
		if status, body := p.get(path); status != 200 {
			t.Errorf("%s: %d %.200s", path, status, body)
		}
	}
	var owned int
	if err := pool.QueryRow(t.Context(), `select count(*) from pg_stat_activity a join pg_database d on d.oid = a.datid
		where d.datname = current_database() and a.usename = 'lupakartta'`).Scan(&owned); err != nil || owned == 0 {
		t.Errorf("%d connections of the login role, %v", owned, err)
	}
}
