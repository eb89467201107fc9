package pg

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Roles under which the service works. Neither owns anything: they can alter no table, and to the audit log they can
// only add. Both are group roles; whoever logs in is a member and takes one on per connection.
const (
	AppRole      = "lupakartta_app"      // layers, rules, authorities: nothing about persons
	PersonalRole = "lupakartta_personal" // the schema personal; adds to the audit log and reads it
)

// serveTimeout ends a statement of the service: nobody waits longer for an answer.
const serveTimeout = 20 * time.Second

// As returns another pool over the same database whose connections work as that role; 0 connections is as many as the
// first pool has. Into the private cluster they log in as the role itself, so that there is no way back to the owner.
// The caller closes it before the database.
func (db *DB) As(ctx context.Context, role string, connections int32) (*pgxpool.Pool, error) {
	config := db.Pool.Config().Copy()
	if db.Private() {
		config.ConnConfig.User = role
	}
	if _, given := config.ConnConfig.RuntimeParams["statement_timeout"]; !given {
		config.ConnConfig.RuntimeParams["statement_timeout"] = strconv.FormatInt(serveTimeout.Milliseconds(), 10)
	}
	return poolAs(ctx, config, role, connections)
}

// PoolAs is As for a pool that was made elsewhere.
func PoolAs(ctx context.Context, pool *pgxpool.Pool, role string, connections int32) (*pgxpool.Pool, error) {
	return poolAs(ctx, pool.Config().Copy(), role, connections)
}

func poolAs(ctx context.Context, config *pgxpool.Config, role string, connections int32) (*pgxpool.Pool, error) {
	if connections > 0 {
		config.MaxConns = connections
	}
	config.MinIdleConns = min(readyConns(), config.MaxConns)
	before := config.AfterConnect
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		if before != nil {
			if err := before(ctx, conn); err != nil {
				return err
			}
		}
		return takeOn(ctx, conn, role)
	}
	other, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database as %s: %w", role, err)
	}
	if err := other.Ping(ctx); err != nil {
		other.Close()
		return nil, fmt.Errorf("database as %s: %w", role, err)
	}
	return other, nil
}

func takeOn(ctx context.Context, conn *pgx.Conn, role string) error {
	_, err := conn.Exec(ctx, "set role "+pgx.Identifier{role}.Sanitize(), pgx.QueryExecModeSimpleProtocol)
	if lacksRight(err) {
		return fmt.Errorf("role %s may not work as %s; let a superuser run once: grant %s to %s; (%w)", conn.Config().User, role, role, conn.Config().User, err)
	}
	return err
}

// makeRoles creates the roles where the connected one may, and says what to do where it may not. Roles belong to the
// whole cluster: another database's migration may make them at the same time. Whoever migrates need not be a member;
// whoever serves must (takeOn).
func makeRoles(ctx context.Context, conn *pgx.Conn) error {
	for _, role := range []string{AppRole, PersonalRole} {
		var exists, member bool
		err := conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1),
			coalesce((select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1), false)`, role).Scan(&exists, &member)
		if err == nil && !exists {
			_, err = conn.Exec(ctx, "create role "+role)
			if isDuplicate(err) {
				err = nil
			}
		}
		if lacksRight(err) {
			return &RoleError{Role: role}
		}
		if err == nil && !member {
			if _, err = conn.Exec(ctx, "grant "+role+" to current_user"); lacksRight(err) {
				err = nil
			}
		}
		if err != nil {
			return fmt.Errorf("role %s: %w", role, err)
		}
	}
	return nil
}

// isDuplicate tells whether somebody else made it first: an object of that name, or its row in the catalogue.
func isDuplicate(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "42710" || refused.Code == "23505")
}

// RoleError says which role is missing, and who can help.
type RoleError struct{ Role string }

func (e *RoleError) Error() string {
	return fmt.Sprintf("role %s is missing and may not be made by this login; let a superuser run once: create role %[1]s; and grant %[1]s to the login that serves", e.Role)
}
