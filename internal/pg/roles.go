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

// Roles under which the service works. The first two own nothing: they can alter no table, and to the audit log they can
// only add. LayersRole owns the tables of imported features and nothing else. All are group roles; whoever logs in is a
// member and takes one on per connection.
const (
	AppRole      = "lupakartta_app"      // layers, rules, authorities: nothing about persons
	PersonalRole = "lupakartta_personal" // the schema personal; adds to the audit log and reads it
	LayersRole   = "lupakartta_layers"   // makes and drops tables in layer_data and writes what is said about layers
)

// serveTimeout ends a statement of the service: nobody waits longer for an answer.
const serveTimeout = 20 * time.Second

// As returns another pool over the same database whose connections work as that role; 0 connections is as many as the
// first pool has. Into the private cluster they log in as the role itself, so that there is no way back to the owner.
// The caller closes it before the database. Statements of imports have no bound of time, those of the service have.
func (db *DB) As(ctx context.Context, role string, connections int32) (*pgxpool.Pool, error) {
	config := db.Pool.Config().Copy()
	if db.Private() {
		config.ConnConfig.User = role
	}
	if _, given := config.ConnConfig.RuntimeParams["statement_timeout"]; !given && role != LayersRole {
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
	if role == LayersRole {
		config.MinIdleConns = 0 // nobody waits for an import's first statement
	}
	before := config.ConnConfig.AfterConnect
	// On the connection's configuration and not on the pool's, so that connections beside the pool (Listen, an import's
	// own) work as the role too.
	config.ConnConfig.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		if before != nil {
			if err := before(ctx, conn); err != nil {
				return err
			}
		}
		return takeOn(ctx, conn, config.ConnConfig.User, role)
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

func takeOn(ctx context.Context, conn *pgconn.PgConn, login, role string) error {
	_, err := conn.Exec(ctx, "set role "+pgx.Identifier{role}.Sanitize()).ReadAll()
	if lacksRight(err) {
		return fmt.Errorf("role %s may not work as %s; let a superuser run once: grant %s to %s; (%w)", login, role, role, login, err)
	}
	return err
}

// makeRoles creates the roles where the connected one may, and says what to do where it may not. Roles belong to the
// whole cluster: another database's migration may make them at the same time. Whoever migrates need be a member of
// LayersRole alone, whose tables and privileges it settles; whoever serves must be one of each (takeOn).
func makeRoles(ctx context.Context, conn *pgx.Conn) error {
	for _, role := range []string{AppRole, PersonalRole, LayersRole} {
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
				if err = nil; role == LayersRole {
					return &RoleError{Role: role, Member: conn.Config().User}
				}
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

// RoleError says which role is missing, or which login is no member of it, and who can help.
type RoleError struct {
	Role   string
	Member string // empty: the role itself is missing
}

func (e *RoleError) Error() string {
	if e.Member != "" {
		return fmt.Sprintf("role %s must be a member of %s, which owns the tables of layers; let a superuser run once: grant %[2]s to %[1]s;", e.Member, e.Role)
	}
	return fmt.Sprintf("role %s is missing and may not be made by this login; let a superuser run once: create role %[1]s; and grant %[1]s to the login that serves", e.Role)
}
