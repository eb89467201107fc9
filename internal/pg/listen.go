package pg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	listenFirstPause = 100 * time.Millisecond
	listenLongPause  = 10 * time.Second
	// listenIdle is how long a connection may be silent before it is asked whether it is still there.
	listenIdle = 30 * time.Second
)

// Listen calls handle with the payload of every notification on the channel until ctx ends, and then returns nil.
//
// Notifications that are sent while nobody listens are lost. So handle is also called, with an empty payload, each
// time that listening has begun (at first and after every break): it must then look up by itself what may have
// changed. When handle fails, the same happens after a pause. Calls never overlap.
//
// Listen uses a connection of its own, made with the pool's configuration.
func Listen(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger, channel string, handle func(ctx context.Context, payload string) error) error {
	log = logger(log).With("channel", channel)
	pause := listenFirstPause
	for {
		began := time.Now()
		err := listenOnce(ctx, pool, channel, handle)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the caller ended it
		}
		if time.Since(began) > time.Minute {
			pause = listenFirstPause
		}
		log.Warn("listening was interrupted", "error", err, "next_try", pause.String())
		jitter := time.Duration(rand.Int64N(int64(pause) / 4)) //nolint:gosec // not a secret
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause + jitter):
		}
		pause = min(2*pause, listenLongPause)
	}
}

// listenOnce listens on one connection until that breaks, handle fails or ctx ends.
func listenOnce(ctx context.Context, pool *pgxpool.Pool, channel string, handle func(ctx context.Context, payload string) error) error {
	config := pool.Config().ConnConfig
	delete(config.RuntimeParams, "statement_timeout")
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing)
	}()
	if _, err := conn.Exec(ctx, "listen "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	if err := handle(ctx, ""); err != nil {
		return fmt.Errorf("catch up: %w", err)
	}
	for {
		notification, err := waitForNotification(ctx, conn)
		if err != nil {
			return err
		}
		if notification == nil {
			continue
		}
		if err := handle(ctx, notification.Payload); err != nil {
			return fmt.Errorf("handle: %w", err)
		}
	}
}

// waitForNotification waits for the next notification; nil after a silence in which the connection proved alive.
func waitForNotification(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	waiting, cancel := context.WithTimeout(ctx, listenIdle)
	defer cancel()
	notification, err := conn.WaitForNotification(waiting)
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return notification, err
	}
	asking, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return nil, conn.Ping(asking)
}
