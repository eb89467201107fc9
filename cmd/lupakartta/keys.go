package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lupakartta/internal/keys"
)

// keysCommand looks after the key file.
type keysCommand struct {
	Make    keysMakeCommand    `cmd:"" help:"Make a key file, where there is none."`
	Prepare keysPrepareCommand `cmd:"" help:"Add a key that is read and not yet used. Give the file to every instance and start it again before you rotate."`
	Rotate  keysRotateCommand  `cmd:"" help:"Use the prepared key, or a new one, from the next start on; older ones still read. A person's identifier is hidden anew when they sign in."`
}

type keysMakeCommand struct{}

func (keysMakeCommand) Run(p *program) error { return keys.Create(p.keyFile(), time.Now()) }

type keysPrepareCommand struct{}

func (keysPrepareCommand) Run(p *program) error { return keys.Prepare(p.keyFile(), time.Now()) }

type keysRotateCommand struct{}

func (keysRotateCommand) Run(p *program) error { return keys.Rotate(p.keyFile(), time.Now()) }

// keyFile is where the keys lie.
func (p *program) keyFile() string {
	if p.KeyFile != "" {
		return p.KeyFile
	}
	return filepath.Join(p.DataDir, "keys.json")
}

// errNoKeys says that identifiers were hidden with keys that are not there. New ones could not read them, and the
// persons would come to be there twice.
var errNoKeys = errors.New("the key file is missing, but the database holds identifiers that its keys hide: put the file back (LUPAKARTTA_KEY_FILE)")

// openKeys reads the key file. A first start makes one where it may: for the private cluster and for the demo. Whoever
// brings their own database brings their own file, so that it is looked after like the database.
func (s *service) openKeys(ctx context.Context) (*keys.Ring, error) {
	path := s.program.keyFile()
	ring, err := keys.Open(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return ring, err
	}
	if !s.db.Private() && !s.command.Demo {
		return nil, fmt.Errorf("%w: make one with lupakartta keys make, and keep it as safe as the database (LUPAKARTTA_KEY_FILE)", err)
	}
	var used bool
	if err := s.personal.QueryRow(ctx, `select exists (select from personal.parties where national_id is not null)`).Scan(&used); err != nil {
		return nil, err
	}
	if used {
		return nil, errNoKeys
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, err
	}
	if err := keys.Create(path, time.Now()); err != nil && !errors.Is(err, fs.ErrExist) { // another instance may have been first
		return nil, err
	}
	s.program.log.Info("made the keys that hide identifiers of persons: back them up with the database", "file", path)
	return keys.Open(path)
}
