// Package cluster runs the service's private PostgreSQL cluster: the distribution's own PostgreSQL and PostGIS as a
// child process, reachable through a Unix socket by its owner alone. It makes the cluster on the first start, watches
// over it, recovers what a crash left behind, and stops it with the process that started it.
//
// What it is not: a way to run PostgreSQL for others. It has no TCP, no passwords and no replicas; a service that
// needs those is given a database address instead.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"
)

// Role owns Database; both are what the service itself uses. Superuser is for bootstrap, tests and operators.
const (
	Role      = "lupakartta"
	Database  = "lupakartta"
	Superuser = "postgres"
)

// groups are the roles that Role takes on to serve (internal/pg, roles.go says what they may).
var groups = []string{"lupakartta_app", "lupakartta_personal", "lupakartta_layers"}

// Config says which cluster, and for what.
type Config struct {
	// DataDir is the service's data folder; the cluster lives in its folder "postgres" (or, when the unprivileged
	// user cannot reach that, in a folder under /var/lib/lupakartta).
	DataDir string
	// Serve is true for the process that needs the cluster to itself.
	Serve bool
	// Throwaway gives up durability for speed: for tests only.
	Throwaway bool
	// Log is where the cluster's own messages go too; nil is slog.Default().
	Log *slog.Logger
}

// Cluster is a running private cluster, started or joined by this process.
type Cluster struct {
	config   Config
	log      *slog.Logger
	place    place
	programs programs
	owner    *lock // held by the process whose child the cluster is; nil when we joined
	clients  *lock // held, shared, by every command that uses the cluster

	stopping chan struct{}
	finished chan struct{}
	stopOnce sync.Once
}

// InUseError says that another process serves from the same data folder.
type InUseError struct {
	DataDir string
	// Holder is the other process as it wrote itself down: its process id and its command.
	Holder string
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("the data folder %s is in use by process %s: stop that one first, or choose another folder with LUPAKARTTA_DATA_DIR",
		e.DataDir, e.Holder)
}

// Start returns the running cluster of the data folder. The first process starts it and keeps it running; a command
// that comes while it runs joins it. A process that serves never joins: it waits for a command that holds the cluster
// to finish, and fails with InUseError when the holder serves too.
func Start(ctx context.Context, config Config) (*Cluster, error) {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	place, err := choosePlace(config)
	if err != nil {
		return nil, fmt.Errorf("private cluster: %w", err)
	}
	c := &Cluster{config: config, log: config.Log, place: place, stopping: make(chan struct{}), finished: make(chan struct{})}
	if err := c.startOrJoin(ctx); err != nil {
		c.release()
		return nil, fmt.Errorf("private cluster: %w", err)
	}
	return c, nil
}

func (c *Cluster) startOrJoin(ctx context.Context) error {
	var patience waiting
	for {
		if !c.config.Serve && c.clients == nil {
			if err := c.joinClients(ctx); err != nil {
				return err
			}
		}
		owner, err := tryLock(c.place.file("owner.lock"), exclusive, c.place.account)
		switch {
		case err == nil:
			c.owner = owner
			return c.run(ctx)
		case !errors.Is(err, errLocked):
			return err
		case c.config.Serve:
			err = patience.of(c)
		default:
			var joined bool
			if joined, err = c.join(ctx); joined {
				return nil
			}
		}
		if err == nil {
			err = sleep(ctx, 100*time.Millisecond)
		}
		if err != nil {
			return err
		}
	}
}

// waiting is what a process that serves does about another one that holds the cluster.
type waiting struct {
	told    bool
	refused int
}

// of fails when the holder serves, and otherwise lets the caller try again. It believes the lock file only when that
// has said so for a while: a new holder writes its name after it has the lock, and a process that looks whether the
// lock is free holds it for a moment.
func (w *waiting) of(c *Cluster) error {
	holder := readHolder(c.place.file("owner.lock"))
	if holder.serves {
		if w.refused++; w.refused > 5 {
			return &InUseError{DataDir: c.config.DataDir, Holder: holder.text}
		}
		return nil
	}
	w.refused = 0
	if !w.told && holder.text != "" {
		w.told = true
		c.log.Info("waiting for another command to finish with the private cluster", "process", holder.text)
	}
	return nil
}

// joinClients waits until no owner is about to stop the cluster, and writes us down as its user.
func (c *Cluster) joinClients(ctx context.Context) error {
	for {
		clients, err := tryLock(c.place.file("clients.lock"), shared, c.place.account)
		if err == nil {
			c.clients = clients
			return nil
		}
		if !errors.Is(err, errLocked) {
			return err
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// join waits for the owner's cluster to be usable; false means that there is no owner any more.
func (c *Cluster) join(ctx context.Context) (bool, error) {
	for {
		if c.prepared(ctx) {
			close(c.finished)
			c.log.Debug("joined the running private cluster", "folder", c.place.home)
			return true, nil
		}
		if free(c.place.file("owner.lock")) {
			return false, nil
		}
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return false, err
		}
	}
}

// run makes the cluster where there is none, starts it and watches over it from now on.
func (c *Cluster) run(ctx context.Context) error {
	if err := c.owner.write(c.config.Serve); err != nil {
		return err
	}
	if err := c.place.settle(c.log); err != nil {
		return err
	}
	version, err := dataVersion(c.place.data())
	if err != nil {
		return err
	}
	if c.programs, err = findPrograms(version); err != nil {
		return err
	}
	if version == 0 {
		if err := c.initialise(ctx); err != nil {
			return err
		}
	}
	if err := c.configure(); err != nil {
		return err
	}
	server, err := c.startServer(ctx)
	if err != nil {
		return err
	}
	go c.supervise(server)
	if err := c.prepare(ctx); err != nil {
		c.Stop()
		return err
	}
	return nil
}

// Stop ends the use of the cluster. The process that started it stops it: at once when it serves, and after the last
// command that joined it otherwise.
func (c *Cluster) Stop() {
	c.stopOnce.Do(func() {
		if c.owner != nil {
			if !c.config.Serve && c.clients != nil {
				if err := c.clients.makeExclusive(); err != nil {
					c.log.Warn("private cluster: other users are not known", "error", err)
				}
			}
			close(c.stopping)
			<-c.finished
		}
		c.release()
	})
}

func (c *Cluster) release() {
	c.owner.close()
	c.clients.close()
}

// URL is the address of the service's database for the service's role.
func (c *Cluster) URL() string { return c.address(Role, Database) }

// AdminURL is the address of the maintenance database for the superuser.
func (c *Cluster) AdminURL() string { return c.address(Superuser, "postgres") }

func (c *Cluster) address(role, database string) string {
	query := url.Values{"host": {c.place.socket}, "sslmode": {"disable"}}
	address := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: query.Encode()}
	return address.String()
}

// Folder is where the cluster keeps its data, locks and (usually) its socket.
func (c *Cluster) Folder() string { return c.place.home }

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// exists tells whether there is something at path; a folder that may not be entered counts as nothing.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
