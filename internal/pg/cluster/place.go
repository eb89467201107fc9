package cluster

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// elsewhere holds the clusters whose data folder their user cannot reach.
const elsewhere = "/var/lib/lupakartta"

// place is where a cluster lives and who runs it.
type place struct {
	account account
	home    string // data/, the locks and usually run/, the socket's folder
	socket  string // the socket's folder
	// pointer is the file in the data folder that says which folder under elsewhere belongs to it; empty when the
	// cluster lives in the data folder.
	pointer string
}

func (p place) file(name string) string { return filepath.Join(p.home, name) }

// data is PostgreSQL's own data folder.
func (p place) data() string { return p.file("data") }

// choosePlace finds or makes the cluster's folder.
func choosePlace(config Config) (place, error) {
	folder, err := filepath.Abs(config.DataDir)
	if err != nil {
		return place{}, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return place{}, err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return place{}, err
	}
	p := place{home: filepath.Join(folder, "postgres")}
	if p.account, err = chooseAccount(p.data()); err != nil {
		return place{}, err
	}
	if err := p.makeHome(); err != nil {
		return place{}, err
	}
	if !p.account.reaches(p.home) {
		if exists(p.data()) {
			return place{}, fmt.Errorf("user %s, to whom the cluster belongs, cannot reach %s: move the folder, or let others pass the folders above it", p.account.name, p.home)
		}
		if err := os.RemoveAll(p.home); err != nil {
			return place{}, err
		}
		if p, err = p.moveElsewhere(folder); err != nil {
			return place{}, err
		}
		config.Log.Info("the data folder is closed to the user that runs PostgreSQL: the private cluster lives elsewhere",
			"user", p.account.name, "data_dir", folder, "cluster", p.home)
	}
	return p, p.chooseSocket()
}

func chooseAccount(data string) (account, error) {
	switch {
	case os.Geteuid() != 0:
		return ownAccount()
	case exists(data):
		return ownerAccount(data)
	}
	return unprivilegedAccount()
}

func (p place) makeHome() error {
	err := p.account.ownFolder(p.home)
	if err == nil || p.account.other {
		return err
	}
	if owner, ownerErr := os.Stat(p.home); ownerErr == nil && owner.IsDir() {
		return fmt.Errorf("%w: it was made by a start as another user (root?); start as that user again, or give the folder to %s", err, p.account.name)
	}
	return err
}

// reaches tries whether the account can work in the folder, by starting a program there as that account.
func (a account) reaches(folder string) bool {
	if !a.other {
		return true
	}
	command := exec.CommandContext(context.Background(), "/bin/sh", "-c", "test -w .")
	a.become(command)
	command.Dir = folder
	return command.Run() == nil
}

// moveElsewhere is the same cluster in a folder named for the data folder's path.
func (p place) moveElsewhere(folder string) (place, error) {
	sum := sha256.Sum256([]byte(folder))
	p.home = filepath.Join(elsewhere, hex.EncodeToString(sum[:8]))
	p.pointer = filepath.Join(folder, "postgres.elsewhere")
	if err := os.MkdirAll(elsewhere, 0o755); err != nil {
		return place{}, err
	}
	var err error
	if p.account, err = chooseAccount(p.data()); err != nil {
		return place{}, err
	}
	if err := p.account.ownFolder(p.home); err != nil {
		return place{}, err
	}
	if !p.account.reaches(p.home) {
		return place{}, fmt.Errorf("user %s can reach neither the data folder nor %s", p.account.name, p.home)
	}
	return p, nil
}

// settle ties a cluster that lives elsewhere to its data folder. Both hold the same token; when the data folder has
// none or another one, it is not the folder that the cluster was made for (somebody deleted that and made a new one
// at the same path), so the old data are set aside, not served and not deleted. Called by the owner, cluster stopped.
func (p place) settle(log *slog.Logger) error {
	if p.pointer == "" {
		return nil
	}
	token, err := os.ReadFile(p.file("token"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	pointed, err := os.ReadFile(p.pointer)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(token) > 0 && strings.HasSuffix(string(pointed), "\n"+string(token)+"\n") {
		return nil
	}
	if exists(p.data()) {
		if err := p.clearLeftovers(log); err != nil {
			return err
		}
		aside := p.file("data." + time.Now().UTC().Format("20060102T150405Z"))
		if err := os.Rename(p.data(), aside); err != nil {
			return err
		}
		log.Warn("the data folder is a new one: the cluster of the folder that was here before is set aside", "old", aside)
	}
	fresh := rand.Text()
	if err := p.account.replaceFile(p.file("token"), fresh); err != nil {
		return err
	}
	return os.WriteFile(p.pointer, []byte(p.home+"\n"+fresh+"\n"), 0o600)
}

// longestSocket is the longest path of a Unix socket that Linux takes (sun_path without its closing zero byte).
const longestSocket = 107

// chooseSocket uses the cluster's own folder, or a short one under /tmp when that would make the path too long.
func (p *place) chooseSocket() error {
	p.socket = p.file("run")
	if len(filepath.Join(p.socket, socketName)) > longestSocket {
		sum := sha256.Sum256([]byte(p.home))
		p.socket = filepath.Join("/tmp", "lupakartta-"+hex.EncodeToString(sum[:8]))
	}
	return p.account.ownFolder(p.socket)
}

// replaceFile writes a file of the account whole. It never follows a link that the account may have put there: the
// new file is made beside it and renamed.
func (a account) replaceFile(path, content string) error {
	temporary := path + ".new"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	err = errors.Join(err, a.own(file), file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
