package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the operating-system user that PostgreSQL runs as. PostgreSQL refuses to run as root.
type account struct {
	name     string
	uid, gid uint32
	// other is true when we are root and the cluster runs as somebody else.
	other bool
}

// ownAccount is the user that runs this process.
func ownAccount() (account, error) {
	self, err := user.LookupId(strconv.Itoa(os.Geteuid()))
	if err != nil {
		return account{}, fmt.Errorf("PostgreSQL needs a user that has a name: %w", err)
	}
	return account{name: self.Username, uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}, nil //nolint:gosec // ids fit
}

// unprivilegedAccount is the user for a cluster that root starts: one named for the service if an operator made it,
// or the one that the distribution's PostgreSQL packages make.
func unprivilegedAccount() (account, error) {
	for _, name := range []string{"lupakartta", "postgres"} {
		found, err := user.Lookup(name)
		var unknown user.UnknownUserError
		if errors.As(err, &unknown) {
			continue
		}
		if err != nil {
			return account{}, err
		}
		return accountOf(found)
	}
	return account{}, errors.New("root cannot run PostgreSQL, and there is neither a user postgres nor a user lupakartta to run it: " +
		"make one (useradd --system lupakartta) or start as an ordinary user")
}

// ownerAccount is the user that owns what is at path.
func ownerAccount(path string) (account, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return account{}, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, fmt.Errorf("%s: owner not known", path)
	}
	if stat.Uid == 0 {
		return account{}, fmt.Errorf("%s belongs to root, and PostgreSQL does not run as root: give it to the user that shall run it", path)
	}
	found, err := user.LookupId(strconv.FormatUint(uint64(stat.Uid), 10))
	if err != nil {
		return account{}, fmt.Errorf("%s belongs to a user that is not known here: %w", path, err)
	}
	return accountOf(found)
}

func accountOf(found *user.User) (account, error) {
	uid, err := strconv.ParseUint(found.Uid, 10, 32)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.ParseUint(found.Gid, 10, 32)
	if err != nil {
		return account{}, err
	}
	return account{name: found.Username, uid: uint32(uid), gid: uint32(gid), other: true}, nil
}

// own gives an open file to the account.
func (a account) own(file *os.File) error {
	if !a.other {
		return nil
	}
	return file.Chown(int(a.uid), int(a.gid))
}

// ownFolder makes a folder that only the account may enter. What is there already must be the account's own.
// Others may be making the same one just now, so it gets its name when it has its owner.
func (a account) ownFolder(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if err := a.newFolder(path); err != nil {
			return err
		}
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || stat.Uid != a.uid {
		return fmt.Errorf("%s is not a folder of user %s", path, a.name)
	}
	if info.Mode().Perm() != 0o700 {
		return os.Chmod(path, 0o700)
	}
	return nil
}

func (a account) newFolder(path string) error {
	temporary, err := os.MkdirTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	if a.other {
		err = os.Lchown(temporary, int(a.uid), int(a.gid))
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTEMPTY) {
		err = nil // somebody else was quicker
	}
	if exists(temporary) {
		err = errors.Join(err, os.Remove(temporary))
	}
	return err
}

// become makes the command run as the account, with nothing of our environment but what PostgreSQL needs.
func (a account) become(command *exec.Cmd) {
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TZ=UTC"}
	command.SysProcAttr = &syscall.SysProcAttr{}
	if a.other {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
}
