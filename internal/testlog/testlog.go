// Package testlog keeps what the service logs while it is tested, for the end of the test run: it searches all of it
// for secrets (internal/testrun, logs.go).
package testlog

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// Folder is the variable that names the folder of the run's logs; without it they are thrown away.
const Folder = "LUPAKARTTA_TEST_LOGS"

// Logger logs everything, down to what is for debugging only.
func Logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(Writer(), &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Writer is this process's file among the run's logs.
var Writer = sync.OnceValue(func() io.Writer {
	folder := os.Getenv(Folder)
	if folder == "" {
		return io.Discard
	}
	name := fmt.Sprintf("%s-%d.log", filepath.Base(os.Args[0]), os.Getpid())
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // the test run names the folder
	if err != nil {
		panic(err) // the folder is the run's own
	}
	return file
})
