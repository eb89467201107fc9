package changes

import (
	"context"
	"fmt"
	"maps"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// follow runs a follower until the test ends and returns it with what it tells, once it has told that it has begun.
func follow(t *testing.T, pool *pgxpool.Pool) (*Follower, <-chan Batch) {
	t.Helper()
	told := make(chan Batch, 1000)
	f := NewFollower(pool, testlog.Logger(), func(b Batch) { told <- b })
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	if first := next(t, told); !first.All {
		t.Fatalf("begins with %+v", first)
	}
	return f, told
}

// patient is how long a test waits for what must come.
const patient = 30 * time.Second

func next(t *testing.T, told <-chan Batch) Batch {
	t.Helper()
	select {
	case b := <-told:
		return b
	case <-time.After(patient):
		t.Fatal("nothing is told")
		return Batch{}
	}
}

// until waits for something to become so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patient); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

func exec(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) {
	t.Helper()
	if _, err := pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

const insert = `insert into roadworks (kind, geom, what, traffic, starts, ends, audience)
	select 'digging', st_makeenvelope(480000 + 100 * $1::int, 6920000, 480010 + 100 * $1::int, 6920010, 3067), '{"fi": "Kaivu", "sv": "Grävning", "en": "Digging"}',
		'closed', '2026-01-01', '2026-02-01', $2::text[]`

func place(n float64) orb.Bound {
	return orb.Bound{Min: orb.Point{480000 + 100*n, 6920000}, Max: orb.Point{480010 + 100*n, 6920010}}
}

func TestWhereFeaturesChange(t *testing.T) {
	pool := testdb.New(t)
	_, told := follow(t, testdb.As(t, pool, pg.AppRole))
	everybody := []string{"public"}
	type spot struct {
		box  orb.Bound
		open bool
	}
	wide := orb.Bound{Min: place(1).Min, Max: place(300).Max}
	for _, test := range []struct {
		name, sql string
		args      []any
		want      []spot // nil: everywhere
	}{
		{"added", insert, []any{0, everybody}, []spot{{place(0), true}}},
		{"moved: the old and the new place", `update roadworks set geom = st_translate(geom, 500, 0)`, nil, []spot{{place(0), true}, {place(5), true}}},
		{"described otherwise", `update roadworks set street = 'Keksittykatu'`, nil, []spot{{place(5), true}}},
		{"hidden: everybody saw it until now", `update roadworks set audience = '{}'`, nil, []spot{{place(5), false}, {place(5), true}}},
		{"changed where nobody sees it", `update roadworks set street = 'Toinenkatu'`, nil, []spot{{place(5), false}}},
		{"removed", `delete from roadworks`, nil, []spot{{place(5), false}}},
		{"many at once: one place around them", `insert into roadworks (kind, geom, what, traffic, starts, ends)
			select 'digging', st_makeenvelope(480000 + 100 * n, 6920000, 480010 + 100 * n, 6920010, 3067), '{"fi": "", "sv": "", "en": ""}', 'open', now(), now() from generate_series(1, 300) n`,
			nil, []spot{{wide, true}}},
		{"emptied", `truncate roadworks`, nil, nil},
	} {
		exec(t, pool, test.sql, test.args...)
		got := next(t, told)
		if got.All || len(got.Changes) != max(1, len(test.want)) {
			t.Fatalf("%s: %+v", test.name, got)
		}
		for _, c := range got.Changes {
			if c.Layer != "live_roadworks" || c.Version || (c.Box == nil) != (test.want == nil) {
				t.Errorf("%s: %+v", test.name, c)
			}
		}
		for _, want := range test.want {
			found := false
			for _, c := range got.Changes {
				found = found || *c.Box == want.box && c.Open == want.open
			}
			if !found {
				t.Errorf("%s: %v is not among %+v", test.name, want, got.Changes)
			}
		}
	}
	exec(t, pool, `update roadworks set street = 'Eikatu' where id = 0`) // touches nothing
	exec(t, pool, insert, 7, everybody)
	if got := next(t, told); len(got.Changes) != 1 || *got.Changes[0].Box != place(7) {
		t.Errorf("after a statement that changed nothing: %+v", got)
	}
}

// A transaction that began first and commits last has the lower numbers in the log: whoever reads on from the highest number
// seen would never read them.
func TestLateCommitsAreNotSkipped(t *testing.T) {
	pool := testdb.New(t)
	_, told := follow(t, testdb.As(t, pool, pg.AppRole))
	late, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := late.Exec(t.Context(), insert, 1, []string{"public"}); err != nil {
		t.Fatal(err)
	}
	given, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := given.Exec(t.Context(), insert, 9, []string{"public"}); err != nil {
		t.Fatal(err)
	}
	for n := 2; n <= 4; n++ {
		exec(t, pool, insert, n, []string{"public"})
		if got := next(t, told); len(got.Changes) != 1 || *got.Changes[0].Box != place(float64(n)) {
			t.Fatalf("change %d while others are under way: %+v", n, got)
		}
	}
	if err := given.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := late.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := next(t, told); len(got.Changes) != 1 || *got.Changes[0].Box != place(1) {
		t.Errorf("the late one: %+v", got)
	}
	exec(t, pool, insert, 5, []string{"public"})
	if got := next(t, told); len(got.Changes) != 1 || *got.Changes[0].Box != place(5) {
		t.Errorf("after it: %+v", got)
	}
}

func TestFloodsAreToldAsOne(t *testing.T) {
	pool := testdb.New(t)
	_, told := follow(t, testdb.As(t, pool, pg.AppRole))
	exec(t, pool, `do $$ begin for n in 1..1100 loop
		insert into roadworks (kind, geom, what, traffic, starts, ends) values ('digging', st_setsrid(st_makepoint(400000 + n, 6900000), 3067), '{"fi": "", "sv": "", "en": ""}', 'open', now(), now());
	end loop; end $$`)
	if got := next(t, told); !got.All {
		t.Errorf("told %d changes one by one", len(got.Changes))
	}
}

func TestNothingIsLostWhileTheConnectionIsCut(t *testing.T) {
	pool := testdb.New(t)
	between := newLine(t, pool)
	f, told := follow(t, between.pool)
	for _, cut := range []struct {
		name string
		cut  func()
	}{
		{"closed", between.close},
		{"silent, as behind a firewall that forgot it", between.silence},
	} {
		t.Run(cut.name, func(t *testing.T) {
			until(t, "not fresh while all is well", f.Fresh)
			between.refuse(true)
			cut.cut()
			exec(t, pool, insert, 1, []string{"public"})
			until(t, "fresh although nothing is heard", func() bool { return !f.Fresh() })
			between.refuse(false)
			if got := next(t, told); got.All || len(got.Changes) != 1 || *got.Changes[0].Box != place(1) {
				t.Errorf("told %+v", got)
			}
			until(t, "not fresh although all is well again", f.Fresh)
		})
	}
	// With new connections possible, a dead one is replaced without anybody noticing more than a moment.
	between.silence()
	exec(t, pool, insert, 2, []string{"public"})
	if got := next(t, told); got.All || len(got.Changes) != 1 || *got.Changes[0].Box != place(2) {
		t.Errorf("told %+v", got)
	}
}

func TestSweepKeepsWhatFollowersMayNeed(t *testing.T) {
	pool := testdb.New(t)
	for n := range 3 {
		exec(t, pool, insert, n, []string{"public"})
	}
	exec(t, pool, `update layer_changes set changed_at = changed_at - interval '61 minutes' where id in (select min(id) from layer_changes)`)
	if err := Sweep(t.Context(), testdb.As(t, pool, pg.AppRole)); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := pool.QueryRow(t.Context(), `select count(*) from layer_changes`).Scan(&left); err != nil || left != 2 {
		t.Errorf("%d lines, error %v", left, err)
	}
}

// line stands between a pool and the database and can be cut.
type line struct {
	pool    *pgxpool.Pool
	mu      sync.Mutex
	refuses bool
	conns   []net.Conn
	silent  map[net.Conn]bool
}

func newLine(t *testing.T, pool *pgxpool.Pool) *line {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config := pool.Config()
	network, address := "tcp", net.JoinHostPort(config.ConnConfig.Host, strconv.Itoa(int(config.ConnConfig.Port)))
	if filepath.IsAbs(config.ConnConfig.Host) {
		network, address = "unix", filepath.Join(config.ConnConfig.Host, ".s.PGSQL."+strconv.Itoa(int(config.ConnConfig.Port)))
	}
	l := &line{silent: map[net.Conn]bool{}}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			l.accept(conn, network, address)
		}
	}()
	here := listener.Addr().(*net.TCPAddr)                                                                            //nolint:errcheck // of a TCP listener
	config.ConnConfig.Host, config.ConnConfig.Port, config.ConnConfig.Fallbacks = "127.0.0.1", uint16(here.Port), nil //nolint:gosec // a port
	if l.pool, err = pgxpool.NewWithConfig(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close()
		l.close()
		l.pool.Close()
	})
	return l
}

func (l *line) accept(conn net.Conn, network, address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	server, err := new(net.Dialer).Dial(network, address)
	if err != nil || l.refuses {
		_ = conn.Close()
		return
	}
	l.conns = append(l.conns, conn, server)
	go l.carry(conn, server, conn)
	go l.carry(server, conn, conn)
}

// carry passes on what comes, unless the connection has fallen silent.
func (l *line) carry(from, to, of net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		l.mu.Lock()
		silent := l.silent[of]
		l.mu.Unlock()
		if err == nil && !silent {
			_, err = to.Write(buffer[:n])
		}
		if err != nil {
			if !silent {
				_ = to.Close()
			}
			return
		}
	}
}

func (l *line) refuse(refuses bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refuses = refuses
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, conn := range l.conns {
		_ = conn.Close()
	}
	l.conns = nil
}

func (l *line) silence() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, conn := range l.conns {
		l.silent[conn] = true
	}
}

// What is published reaches an instance whose connection for listening has died, too; the one it asks with is another.
func TestPublicationsReachEveryInstance(t *testing.T) {
	pool := testdb.New(t)
	square := orb.MultiPolygon{{place(0).ToRing()}}
	text := i18n.Text{Fi: "Kohteet", Sv: "Objekt", En: "Sites"}
	publish := func() int64 {
		return layerstest.Publish(t, pool, layerstest.Layer{Cover: square, Recipe: layers.Recipe{ID: "sites", Theme: layers.Natura, Title: text, Publisher: text, Licence: "CC0-1.0", Attribution: "K",
			Coverage: layers.Coverage{Kind: layers.CoverArea}}}).Number
	}
	type instance struct {
		line      *line
		catalogue *layers.Catalogue
	}
	var instances []instance
	for range 2 {
		i := instance{newLine(t, pool), layers.NewCatalogue(layers.NewStore(testdb.As(t, pool, pg.AppRole)))}
		_, told := follow(t, i.line.pool)
		done := make(chan struct{})
		t.Cleanup(func() { close(done) })
		go func() {
			for {
				select {
				case b := <-told:
					if b.Versions() {
						_ = i.catalogue.Load(context.Background()) // the test waits for what it shows
					}
				case <-done:
					return
				}
			}
		}()
		instances = append(instances, i)
	}
	shown := func(number int64) {
		t.Helper()
		began := time.Now()
		for n, i := range instances {
			until(t, fmt.Sprintf("instance %d does not show version %d", n, number), func() bool {
				l, ok := i.catalogue.Layer("sites")
				return ok && l.Version.Number == number
			})
		}
		t.Logf("version %d is shown by both %v after it was published", number, time.Since(began).Round(time.Millisecond))
	}
	shown(publish())
	instances[1].line.silence()
	shown(publish())
	instances[0].line.close()
	shown(publish())
}

// Of what not everybody sees the log says who does, and each has a box of their own where many places change at once.
func TestWhoIsToldOfChanges(t *testing.T) {
	pool := testdb.New(t)
	_, told := follow(t, testdb.As(t, pool, pg.AppRole))
	for _, test := range []struct {
		name string
		sql  string
		want map[string]orb.Bound // by audience, as the places stand
	}{
		{"one", `insert into roadworks (kind, geom, what, traffic, starts, ends, audience)
			select 'digging', st_makeenvelope(480000, 6920000, 480010, 6920010, 3067), '{"fi": "", "sv": "", "en": ""}', 'open', now(), now(), '{authority:a,party:p}'`,
			map[string]orb.Bound{"authority:a party:p": place(0)}},
		{"given to another", `update roadworks set audience = '{authority:b}'`, map[string]orb.Bound{"authority:a party:p": place(0), "authority:b": place(0)}},
		{"opened", `update roadworks set audience = '{public,authority:b}'`, map[string]orb.Bound{"authority:b": place(0), "": place(0)}},
		{"many of several", `insert into roadworks (kind, geom, what, traffic, starts, ends, audience)
			select 'digging', st_makeenvelope(480000 + 100 * n, 6920000, 480010 + 100 * n, 6920010, 3067), '{"fi": "", "sv": "", "en": ""}', 'open', now(), now(),
				case when n <= 100 then '{authority:a}' when n <= 200 then '{authority:a,authority:b}' else '{public}' end::text[] from generate_series(1, 300) n`,
			map[string]orb.Bound{"authority:a": {Min: place(1).Min, Max: place(200).Max}, "authority:b": {Min: place(101).Min, Max: place(200).Max}, "": {Min: place(201).Min, Max: place(300).Max}}},
	} {
		exec(t, pool, test.sql)
		got := map[string]orb.Bound{}
		for _, c := range next(t, told).Changes {
			got[strings.Join(c.Audience, " ")] = *c.Box
			if c.Open != (len(c.Audience) == 0) {
				t.Errorf("%s: %+v", test.name, c)
			}
		}
		if !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
	exec(t, pool, `insert into roadworks (kind, geom, what, traffic, starts, ends, audience)
		select 'digging', st_makeenvelope(480000 + 100 * n, 6920000, 480010 + 100 * n, 6920010, 3067), '{"fi": "", "sv": "", "en": ""}', 'open', now(), now(), array['party:' || n] from generate_series(1, 1001) n`)
	if got := next(t, told); len(got.Changes) != 1 || !got.Changes[0].Open || got.Changes[0].Box != nil {
		t.Errorf("more than can be told one by one: %+v", got)
	}
}
