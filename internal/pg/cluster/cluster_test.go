package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestFirstAndSecondStart(t *testing.T) {
	folder := dataFolder(t)
	config := Config{DataDir: folder, Serve: true, Log: discard}
	c := startWith(t, config)
	do(t, c, "create table kept as select 1 as value")
	settings := []struct{ name, want string }{
		{"server_encoding", "UTF8"}, {"data_checksums", "on"}, {"listen_addresses", ""}, {"fsync", "on"},
		{"full_page_writes", "on"}, {"synchronous_commit", "on"}, {"jit", "off"}, {"unix_socket_permissions", "0700"},
	}
	for _, setting := range settings {
		if got := ask[string](t, c, "select current_setting('"+setting.name+"')"); got != setting.want {
			t.Errorf("%s is %q, want %q", setting.name, got, setting.want)
		}
	}
	if got := ask[bool](t, c, "select rolsuper from pg_roles where rolname = current_user"); got {
		t.Error("the service's role is a superuser")
	}
	if got := ask[string](t, c, "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"); got != Role {
		t.Errorf("the database belongs to %s, want %s", got, Role)
	}
	if got := ask[string](t, c, "select lower('ÅÄÖ')"); got != "åäö" {
		t.Errorf("lower('ÅÄÖ') is %q", got)
	}
	c.Stop()

	began := time.Now()
	again := startWith(t, config)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the second start took %s, want under 5 s", took)
	}
	if got := ask[int](t, again, "select value from kept"); got != 1 {
		t.Errorf("got %d after a restart, want 1", got)
	}
}

func TestNobodyElseGetsIn(t *testing.T) {
	c := start(t, preparedFolder(t), true)
	rules := ask[int](t, c, "select count(*) from regexp_split_to_table($$"+accessRules+"$$, '\n') as line where line ~ '(trust|host|password|md5)' and line !~ '^#'")
	if rules != 0 {
		t.Errorf("%d rules let in somebody without asking the operating system", rules)
	}
	for _, folder := range []string{c.place.socket, c.place.home, c.place.data()} {
		info, err := os.Stat(folder)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %o, want 700", folder, info.Mode().Perm())
		}
	}
	postmaster, err := os.ReadFile("/proc/" + strconv.Itoa(c.place.postmaster()) + "/environ")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(postmaster), "LUPAKARTTA_") {
		t.Error("PostgreSQL has our settings in its environment")
	}
}

func TestSecondServerIsRefused(t *testing.T) {
	folder := preparedFolder(t)
	start(t, folder, true)
	_, err := Start(t.Context(), Config{DataDir: folder, Serve: true, Log: discard})
	var inUse *InUseError
	if !errors.As(err, &inUse) || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("got error %v, want one that names process %d", err, os.Getpid())
	}
}

func TestCommandJoinsAndLeavesTheServer(t *testing.T) {
	folder := preparedFolder(t)
	helper(t, "serve", folder)
	c := start(t, folder, false)
	before := c.place.postmaster()
	do(t, c, "create table imported (id integer)")
	c.Stop()
	again := start(t, folder, false)
	if !ask[bool](t, again, "select to_regclass('imported') is not null") || again.place.postmaster() != before {
		t.Error("the server's cluster did not go on when a command ended")
	}
}

func TestCommandsShareAClusterThatTheFirstOneStarted(t *testing.T) {
	folder := preparedFolder(t)
	first := start(t, folder, false)
	second := start(t, folder, false)
	stopped := make(chan struct{})
	go func() {
		first.Stop()
		close(stopped)
	}()
	select {
	case <-stopped:
		t.Fatal("the first command stopped the cluster under the second one")
	case <-time.After(300 * time.Millisecond):
	}
	if ask[int](t, second, "select 1") != 1 {
		t.Error("the cluster does not answer")
	}
	second.Stop()
	<-stopped
}

func TestServerWaitsForACommandToFinish(t *testing.T) {
	folder := preparedFolder(t)
	command := start(t, folder, false)
	time.AfterFunc(500*time.Millisecond, command.Stop)
	server := start(t, folder, true)
	if ask[int](t, server, "select 1") != 1 {
		t.Error("the cluster does not answer")
	}
}

func TestManyCommandsAtOnceOnAFreshFolder(t *testing.T) {
	folder := dataFolder(t)
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			c, err := Start(t.Context(), Config{DataDir: folder, Throwaway: true, Log: discard})
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Stop()
			do(t, c, "select 1")
		})
	}
	group.Wait()
}

func TestLongFolderGetsAShortSocket(t *testing.T) {
	folder := filepath.Join(dataFolder(t), strings.Repeat("long", 30))
	c := startWith(t, Config{DataDir: folder, Serve: true, Throwaway: true, Log: discard})
	if len(c.place.socket) > 40 || ask[int](t, c, "select 1") != 1 {
		t.Errorf("the socket is in %s", c.place.socket)
	}
	t.Cleanup(func() { _ = os.RemoveAll(c.place.socket) })
}

func TestOperatorsSettingWins(t *testing.T) {
	folder := preparedFolder(t)
	c := start(t, folder, true)
	if err := setWorkMemory(t, c); err != nil {
		t.Fatal(err)
	}
	c.Stop()
	if got := ask[string](t, start(t, folder, true), "show work_mem"); got != "123MB" {
		t.Errorf("work_mem is %s after ALTER SYSTEM and a restart, want 123MB", got)
	}
}
