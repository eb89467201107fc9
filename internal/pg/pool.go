package pg

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// minimumServer is the oldest server version that is supported, as server_version_num tells it.
const minimumServer = 150000

// openPool returns a pool over url that has reached the database once.
func openPool(ctx context.Context, url string, options Options) (*pgxpool.Pool, error) {
	config, err := poolConfig(url, options)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	if err := reach(ctx, pool, options); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// poolConfig is the address with our limits; what the address itself says about the pool wins.
func poolConfig(url string, options Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = options.MaxConns
		if config.MaxConns == 0 {
			config.MaxConns = int32(min(max(4*runtime.GOMAXPROCS(0), 8), 40)) //nolint:gosec // at most 40
		}
	}
	config.MaxConnIdleTime = 5 * time.Minute
	config.MinIdleConns = min(readyConns(), config.MaxConns)
	if options.Brief {
		config.MinIdleConns, config.MaxConnIdleTime = 0, time.Minute
	}
	config.AfterConnect = wake
	config.HealthCheckPeriod = 15 * time.Second
	config.MaxConnLifetime = time.Hour
	config.MaxConnLifetimeJitter = 10 * time.Minute
	config.PingTimeout = 2 * time.Second

	conn := config.ConnConfig
	if !strings.Contains(url, "connect_timeout") {
		conn.ConnectTimeout = 5 * time.Second
	}
	conn.StatementCacheCapacity = 512
	defaults := map[string]string{
		"application_name": options.ApplicationName,
		"timezone":         "UTC",
		"jit":              "off", // costs more than it gives on the short plans over geometry that we run
		// A transaction that nobody continues holds locks and old rows; no code of ours pauses for minutes in one.
		"idle_in_transaction_session_timeout": "300000",
	}
	if defaults["application_name"] == "" {
		defaults["application_name"] = "lupakartta"
	}
	if options.StatementTimeout > 0 {
		defaults["statement_timeout"] = strconv.FormatInt(options.StatementTimeout.Milliseconds(), 10)
	}
	for name, value := range defaults {
		if _, given := conn.RuntimeParams[name]; !given {
			conn.RuntimeParams[name] = value
		}
	}
	return config, nil
}

// readyConns is how many connections a pool keeps ready: one per core, and one for what comes in between.
func readyConns() int32 { return int32(min(runtime.GOMAXPROCS(0), 8)) + 1 } //nolint:gosec // at most 9

// reach waits until the database answers, and refuses one that is too old. An answer that says no (a wrong password,
// an unknown database) ends the waiting at once; silence and "starting up" do not.
func reach(ctx context.Context, pool *pgxpool.Pool, options Options) error {
	patience := options.Patience
	if patience == 0 {
		patience = 30 * time.Second
	}
	deadline := time.Now().Add(patience)
	told := false
	for {
		var version int
		err := pool.QueryRow(ctx, "select current_setting('server_version_num')::integer").Scan(&version)
		switch {
		case err == nil && version < minimumServer:
			return fmt.Errorf("database: PostgreSQL %d is too old, %d or newer is needed", version/10000, minimumServer/10000)
		case err == nil:
			return nil
		case !Unavailable(err) || ctx.Err() != nil || time.Now().After(deadline):
			return fmt.Errorf("database: %w", err)
		}
		if !told {
			told = true
			logger(options.Log).Warn("the database does not answer yet, waiting", "patience", patience.String(), "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func logger(log *slog.Logger) *slog.Logger {
	if log == nil {
		return slog.Default()
	}
	return log
}
