package pg

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Unavailable tells whether err means that the database cannot be used just now (not reached, starting, stopping, cut
// off in the middle, too many connections), so that the same request may succeed later. The API answers 503 to it.
func Unavailable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch {
		case strings.HasPrefix(refused.Code, "08"): // connection exception
			return true
		case refused.Code == "57P01", refused.Code == "57P02", refused.Code == "57P03": // shutting down, crashed, starting
			return true
		case refused.Code == "53300": // too many connections
			return true
		}
		return false
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || brokenConnection(err)
}

// TimedOut tells whether the database gave a statement up because it took too long. The database itself is well, so this
// is not Unavailable: a check in which one layer is too slow still tells of the others.
func TimedOut(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == "57014"
}

// Conflicted tells whether the database gave a transaction up because of another at the same time: the same request may
// succeed later.
func Conflicted(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40P01" || refused.Code == "40001")
}

// Unstorable tells whether the database refused text that it cannot keep: NUL characters, or bytes that are no UTF-8.
func Unstorable(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "22021" || refused.Code == "22P05")
}

// brokenConnection tells whether the network or the server cut the connection under a statement.
func brokenConnection(err error) bool {
	var network *net.OpError
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed)
}

// Locked tells whether a statement gave up waiting because others use what it needs for itself (lock_timeout).
func Locked(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == "55P03"
}
