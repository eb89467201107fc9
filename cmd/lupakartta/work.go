package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lupakartta/checks/batches"
	"lupakartta/identity/mails"
	"lupakartta/internal/jobs"
	"lupakartta/layers/imports"
	"lupakartta/projects"
	"lupakartta/projects/placing"
)

// openUploads makes the folder in which files lie that registrars send.
func (s *service) openUploads() (err error) {
	s.config.Uploads, err = imports.OpenFolder(filepath.Join(s.program.DataDir, "uploads"))
	return err
}

// newRunner readies the jobs that this instance works: imports, the refresh of sources, checks of many places, mails, scans of files and what is told
// of projects.
func (s *service) newRunner(metrics prometheus.Registerer) (*jobs.Runner, error) {
	client, err := s.program.fetcher()
	if err != nil {
		return nil, err
	}
	worker, err := imports.NewWorker(imports.WorkerConfig{Pool: s.layers, Fetch: client, Folder: s.config.Uploads, Log: s.program.log, Metrics: metrics})
	if err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	checker, err := batches.NewWorker(s.personal, s.server.Checks(), s.program.log)
	if err != nil {
		return nil, fmt.Errorf("batches: %w", err)
	}
	outbox, err := mails.NewStore(s.personal, s.config.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("mails: %w", err)
	}
	teller := projects.NewTeller(s.personal, outbox, placing.New(s.app, s.catalogue, s.program.log).Municipality)
	alarm := imports.NewAlarm(s.personal, outbox)
	mailer := s.newMailer(outbox, allowed(teller.May, alarm.May), metrics)
	queues := worker.Queues()
	maps.Copy(queues, checker.Queues())
	maps.Copy(queues, mailer.Queues())
	maps.Copy(queues, s.server.Attachments().Queues())
	runner := jobs.NewRunner(jobs.Config{Pool: s.app, Log: s.program.log, Metrics: metrics, Queues: queues})
	worker.Register(runner)
	checker.Register(runner)
	mailer.Register(runner)
	s.server.Attachments().Register(runner)
	s.server.Attachments().Count(metrics)
	teller.Register(runner)
	alarm.Register(runner)
	return runner, nil
}

const (
	workAgain   = 5 * time.Second  // after the jobs could not be begun
	stopWorking = 15 * time.Second // for jobs under way to let go of what they do
)

// work works jobs until ctx ends. What is under way then is put back for another instance, or for the next start.
func (s *service) work(ctx context.Context, runner *jobs.Runner) {
	for {
		err := runner.Start(ctx)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return
		}
		s.program.log.Warn("jobs are not worked yet", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(workAgain):
		}
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.Background(), stopWorking)
	defer cancel()
	if err := runner.Stop(stopping); err != nil {
		s.program.log.Warn("jobs were cut off", "error", err)
	}
}

const sweepUploads = time.Hour

// sweepFiles takes away uploads that stand still, of the folder that this instance has, and what killed instances left in
// the folder for temporary files.
func (s *service) sweepFiles(ctx context.Context) {
	uploads := imports.NewUploads(s.personal, s.config.Uploads)
	for {
		if err := sweepTemporary(os.TempDir(), time.Now().Add(-imports.Longest)); err != nil {
			s.program.log.Warn("temporary files were not swept", "error", err)
		}
		if err := uploads.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.program.log.Warn("uploads were not swept", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sweepUploads):
		}
	}
}

// temporary are the names of folders that exist while something is read, fetched or exported.
var temporary = []string{"lupakartta-import-", "lupakartta-fetch-", "lupakartta-export-", "lupakartta-place-"}

// sweepTemporary removes such folders that nobody has touched since the time: whatever made them was killed.
func sweepTemporary(folder string, since time.Time) error {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		ours := slices.ContainsFunc(temporary, func(prefix string) bool { return strings.HasPrefix(e.Name(), prefix) })
		info, gone := e.Info()
		if ours && e.IsDir() && gone == nil && info.ModTime().Before(since) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(folder, e.Name())))
		}
	}
	return err
}
