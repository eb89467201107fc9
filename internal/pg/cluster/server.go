package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// socketName is the file that PostgreSQL makes in the socket's folder, for the port that we leave as it is.
const socketName = ".s.PGSQL.5432"

// server is one run of PostgreSQL as our child.
type server struct {
	command  *exec.Cmd
	messages *messages
	ended    chan struct{} // closed when the process has ended
	err      error         // how it ended; valid once ended is closed
}

// startServer clears what an earlier run left behind, starts PostgreSQL and waits until it takes connections.
// After a crash that takes as long as replaying the log does.
func (c *Cluster) startServer(ctx context.Context) (*server, error) {
	if err := c.place.clearLeftovers(c.log); err != nil {
		return nil, err
	}
	s, err := c.launch()
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx, c); err != nil {
		s.stop(c)
		return nil, err
	}
	return s, nil
}

func (c *Cluster) launch() (*server, error) {
	// On the command line, where no file can change them: the socket is the only way in.
	command := exec.CommandContext(context.Background(), c.programs.path("postgres"), "-D", c.place.data(),
		"-c", "listen_addresses=", "-c", "port=5432",
		"-c", "unix_socket_directories="+c.place.socket, "-c", "unix_socket_permissions=0700")
	c.place.account.become(command)
	command.Dir = c.place.home
	// A session of its own: the Ctrl-C that stops us must reach PostgreSQL through us, after its clients have gone.
	command.SysProcAttr.Setsid = true
	// When we are killed, the kernel asks PostgreSQL for a fast shutdown.
	command.SysProcAttr.Pdeathsig = syscall.SIGINT
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	command.Stdout, command.Stderr = writer, writer
	s := &server{command: command, messages: readMessages(reader, c.log), ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		// Pdeathsig speaks of the thread that started the process, so that thread must last as long as we do.
		runtime.LockOSThread()
		err := command.Start()
		_ = writer.Close()
		started <- err
		if err == nil {
			s.err = command.Wait()
		}
		s.messages.wait(time.Second)
		close(s.ended)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	return s, nil
}

// ready waits for the line of the pid file in which PostgreSQL says that it is up.
func (s *server) ready(ctx context.Context, c *Cluster) error {
	tell := time.NewTicker(10 * time.Second)
	defer tell.Stop()
	for {
		select {
		case <-s.ended:
			return s.failure()
		case <-ctx.Done():
			return ctx.Err()
		case <-c.stopping:
			return errors.New("stopped")
		case <-tell.C:
			c.log.Info("the private cluster is still starting, perhaps replaying its log after a crash")
		case <-time.After(20 * time.Millisecond):
		}
		own := pidFileLine(c.place.data(), 1) == strconv.Itoa(s.command.Process.Pid)
		if own && pidFileLine(c.place.data(), 8) == "ready" {
			s.messages.quiet.Store(false)
			return nil
		}
	}
}

// failure is why the server ended, with what it said last.
func (s *server) failure() error {
	how := "PostgreSQL ended"
	if s.err != nil {
		how = "PostgreSQL ended (" + s.err.Error() + ")"
	}
	if said := s.messages.last(); said != "" {
		how += ", it said: " + said
	}
	return errors.New(how)
}

// stop asks for a fast shutdown: clients are cut, everything is written. One that takes too long is cut short; then
// the next start replays the log.
func (s *server) stop(c *Cluster) {
	signals := []struct {
		signal   syscall.Signal
		patience time.Duration
	}{{syscall.SIGINT, time.Minute}, {syscall.SIGQUIT, 10 * time.Second}, {syscall.SIGKILL, 10 * time.Second}}
	s.messages.quiet.Store(true) // each client that is cut off makes one more message
	for _, attempt := range signals {
		_ = s.command.Process.Signal(attempt.signal) // it may have ended by itself
		select {
		case <-s.ended:
			return
		case <-time.After(attempt.patience):
			c.log.Warn("the private cluster takes long to stop, asking harder", "after", attempt.patience.String())
		}
	}
}
