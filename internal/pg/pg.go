// Package pg is the way to the database: the pool, its limits, migrations and notifications. Without a database
// address it runs a private PostgreSQL cluster of its own (package cluster), so that the binary needs nothing beside it.
package pg

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/internal/pg/cluster"
)

// Options say which database to open and how to use it.
type Options struct {
	// DatabaseURL is the address of a PostgreSQL server (LUPAKARTTA_DATABASE_URL). Empty: the private cluster of DataDir.
	DatabaseURL string
	// DataDir is the service's data folder (LUPAKARTTA_DATA_DIR); the private cluster lives in its folder "postgres".
	DataDir string
	// Serve is true for the process that serves: it must have the private cluster to itself. Other commands use a
	// cluster that already runs, or run it for as long as they last.
	Serve bool
	// Log receives what the cluster and the pool have to tell; nil is slog.Default().
	Log *slog.Logger
	// ApplicationName shows in pg_stat_activity; empty is "lupakartta".
	ApplicationName string
	// Brief is true for a pool that is needed for a while only: it keeps no connections ready.
	Brief bool
	// MaxConns bounds the pool; 0 is four per core, at least 8 and at most 40. A pool_max_conns in DatabaseURL wins.
	MaxConns int32
	// StatementTimeout ends a statement that runs longer; 0 is no limit, as imports need.
	StatementTimeout time.Duration
	// Patience is how long Open waits for a database that does not answer yet; 0 is 30 s.
	Patience time.Duration
}

// DB is an open database: the pool and, where it is private, the cluster behind it.
type DB struct {
	Pool    *pgxpool.Pool
	cluster *cluster.Cluster
	log     *slog.Logger
}

// Open starts or finds the database and returns a pool that has reached it once.
// Close must be called also when ctx has ended.
func Open(ctx context.Context, options Options) (*DB, error) {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	db := &DB{log: options.Log}
	url := options.DatabaseURL
	if url == "" {
		private, err := cluster.Start(ctx, cluster.Config{DataDir: options.DataDir, Serve: options.Serve, Log: options.Log})
		if err != nil {
			return nil, err
		}
		db.cluster, url = private, private.URL()
	}
	var err error
	if db.Pool, err = openPool(ctx, url, options); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// closePatience is how long Close waits for borrowed connections to come back before it stops the cluster anyway.
const closePatience = 10 * time.Second

// Close closes the pool and stops the private cluster if this process started it.
func (db *DB) Close() {
	if db.Pool != nil {
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			db.Pool.Close()
		}()
		select {
		case <-closed:
		case <-time.After(closePatience):
			db.log.Warn("connections are still in use while the database closes")
		}
	}
	if db.cluster != nil {
		db.cluster.Stop()
	}
}

// Private tells whether the database is the binary's own cluster.
func (db *DB) Private() bool { return db.cluster != nil }

// Migrate brings the schema up to date, on a connection of its own without a statement timeout.
func (db *DB) Migrate(ctx context.Context, files fs.FS) error {
	config := db.Pool.Config().ConnConfig
	delete(config.RuntimeParams, "statement_timeout")
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return Migrate(ctx, conn, files)
}
