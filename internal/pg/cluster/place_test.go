package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// closedFolder is a data folder under one that only root may enter, as root's home is. What the test makes elsewhere
// is removed.
func closedFolder(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root starts a cluster as another user")
	}
	home := filepath.Join(dataFolder(t), "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(home, "checkout", "var")
}

func removeLater(t *testing.T, c *Cluster) {
	t.Helper()
	t.Cleanup(func() {
		c.Stop()
		if left, err := c.place.processes(); err != nil || len(left) > 0 {
			t.Errorf("processes %v are left running, error %v", left, err)
		}
		if err := os.RemoveAll(c.Folder()); err != nil {
			t.Error(err)
		}
	})
}

func TestFolderUnderAClosedHome(t *testing.T) {
	folder := closedFolder(t)
	c := startWith(t, Config{DataDir: folder, Serve: true, Throwaway: true, Log: discard})
	removeLater(t, c)
	if filepath.Dir(c.Folder()) != elsewhere {
		t.Fatalf("the cluster is in %s, want a folder in %s", c.Folder(), elsewhere)
	}
	do(t, c, "create table kept as select 7 as value")
	joined := start(t, folder, false)
	if got := ask[int](t, joined, "select value from kept"); got != 7 {
		t.Errorf("a command got %d, want 7", got)
	}
	joined.Stop()
	c.Stop()
	if got := ask[int](t, start(t, folder, true), "select value from kept"); got != 7 {
		t.Errorf("got %d after a restart, want 7", got)
	}
}

func TestNewFolderAtAnOldPathStartsAfresh(t *testing.T) {
	folder := closedFolder(t)
	c := startWith(t, Config{DataDir: folder, Serve: true, Throwaway: true, Log: discard})
	removeLater(t, c)
	do(t, c, "create table kept as select 7 as value")
	c.Stop()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	fresh := start(t, folder, true)
	if fresh.Folder() != c.Folder() {
		t.Fatalf("the cluster moved from %s to %s", c.Folder(), fresh.Folder())
	}
	if ask[bool](t, fresh, "select to_regclass('kept') is not null") {
		t.Error("the new folder has the old one's data")
	}
	aside, err := filepath.Glob(c.place.file("data.2*"))
	if err != nil || len(aside) != 1 {
		t.Errorf("the old data are not set aside: %v, error %v", aside, err)
	}
}

func TestFolderOfAnotherUser(t *testing.T) {
	folder := dataFolder(t)
	other := account{name: "somebody", uid: 4242, gid: 4242, other: true}
	home := filepath.Join(folder, "postgres")
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	if err := other.ownFolder(home); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Config{DataDir: folder, Serve: true, Log: discard})
	if err == nil || !strings.Contains(err.Error(), "is not a folder of user") {
		t.Errorf("got error %v, want one about the folder's owner", err)
	}
}

func TestReplaceFileDoesNotFollowLinks(t *testing.T) {
	folder := t.TempDir()
	outside, link := filepath.Join(folder, "outside"), filepath.Join(folder, "pg_hba.conf")
	if err := os.WriteFile(outside, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, link + ".new"} {
		if err := os.Symlink(outside, path); err != nil {
			t.Fatal(err)
		}
	}
	if err := (account{}).replaceFile(link, "ours"); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(outside); err != nil || string(content) != "precious" {
		t.Errorf("the link's target holds %q, error %v", content, err)
	}
	if content, err := os.ReadFile(link); err != nil || string(content) != "ours" {
		t.Errorf("the file holds %q, error %v", content, err)
	}
}
