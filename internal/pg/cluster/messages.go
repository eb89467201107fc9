package cluster

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// messages passes what PostgreSQL writes to our log, and remembers the last lines for the error of a failed start.
type messages struct {
	log   *slog.Logger
	quiet atomic.Bool // while the server starts or stops its lines are for the error only
	done  chan struct{}
	mutex sync.Mutex
	tail  []string
}

// remembered is how many lines are kept.
const remembered = 8

func readMessages(reader io.ReadCloser, log *slog.Logger) *messages {
	m := &messages{log: log, done: make(chan struct{})}
	m.quiet.Store(true)
	go func() {
		defer close(m.done)
		defer func() { _ = reader.Close() }()
		lines := bufio.NewReaderSize(reader, 8<<10)
		for {
			line, err := lines.ReadString('\n')
			if line = strings.TrimSpace(line); line != "" {
				m.take(line)
			}
			if err != nil {
				return
			}
		}
	}()
	return m
}

func (m *messages) take(line string) {
	m.mutex.Lock()
	m.tail = append(m.tail, line)
	if len(m.tail) > remembered {
		m.tail = m.tail[1:]
	}
	m.mutex.Unlock()
	level := levelOf(line)
	if m.quiet.Load() {
		level = slog.LevelDebug
	}
	m.log.Log(context.Background(), level, "postgresql: "+line)
}

// levelOf translates PostgreSQL's severities. An ERROR reaches the caller who caused it, so the log needs it only when
// somebody looks closely.
func levelOf(line string) slog.Level {
	severity, _, _ := strings.Cut(line, ":")
	switch severity {
	case "PANIC":
		return slog.LevelError
	case "FATAL", "WARNING":
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// last is what PostgreSQL said last, without its everyday messages if there is anything else.
func (m *messages) last() string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var serious []string
	for _, line := range m.tail {
		if !strings.HasPrefix(line, "LOG:") {
			serious = append(serious, line)
		}
	}
	if len(serious) == 0 {
		serious = m.tail
	}
	return strings.Join(serious, "; ")
}

// wait returns when the last line has been read; children that outlive the server may keep the pipe open longer.
func (m *messages) wait(limit time.Duration) {
	select {
	case <-m.done:
	case <-time.After(limit):
	}
}
