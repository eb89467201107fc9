package main

import (
	"context"
	"fmt"
	"path/filepath"

	"lupakartta/internal/blob"
	"lupakartta/internal/clamd"
)

// fileFlags say where files of projects lie, and who looks for viruses in them.
type fileFlags struct {
	Files string `name:"files-url" env:"LUPAKARTTA_FILES_URL" placeholder:"URL" help:"Where files of projects lie: s3://bucket?region=…&endpoint=…, or a folder; files in the data folder unless set."`
	Clamd string `env:"LUPAKARTTA_CLAMD" placeholder:"ADDRESS" help:"Virus scanner (ClamAV's daemon): tcp://host:port or unix:///path; without it files are not scanned, and said not to be."`
}

// scanner is the way to the virus scanner; nil when none was named.
func (f fileFlags) scanner() (*clamd.Client, error) {
	if f.Clamd == "" {
		return nil, nil
	}
	client, err := clamd.New(f.Clamd)
	if err != nil {
		return nil, usageError{fmt.Errorf("LUPAKARTTA_CLAMD: %w", err)}
	}
	return client, nil
}

// openFiles opens the store of files, and says who scans them.
func (s *service) openFiles(ctx context.Context) (err error) {
	address := s.command.Files
	if address == "" {
		address = filepath.Join(s.program.DataDir, "files")
	}
	if s.config.Blobs, err = blob.Open(ctx, address); err != nil {
		return err
	}
	switch {
	case s.config.Scanner != nil:
		s.program.log.Info("files of projects are kept and scanned", "where", s.config.Blobs.Where(), "scanner", s.config.Scanner.Where())
	case !s.config.Demo:
		s.program.log.Warn("files of projects are not scanned for viruses: LUPAKARTTA_CLAMD names no scanner", "where", s.config.Blobs.Where())
	}
	return nil
}
