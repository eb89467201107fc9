package cluster

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// prepare makes the role, its database and the extension that only a superuser may make, where they are not there yet,
// and brings the extension to the version that is installed.
func (c *Cluster) prepare(ctx context.Context) error {
	err := c.asSuperuser(ctx, "postgres", func(conn *pgx.Conn) error {
		var role, database bool
		err := conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1), exists (select from pg_database where datname = $2)`,
			Role, Database).Scan(&role, &database)
		if err == nil && !role {
			_, err = conn.Exec(ctx, "create role "+Role+" login")
		}
		if err == nil && !database {
			_, err = conn.Exec(ctx, "create database "+Database+" owner "+Role)
		}
		if err != nil {
			return err
		}
		return makeGroups(ctx, conn)
	})
	if err != nil {
		return err
	}
	return c.asSuperuser(ctx, Database, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, "create extension if not exists postgis"); err != nil {
			return err
		}
		var outdated bool
		err := conn.QueryRow(ctx, `select installed_version <> default_version from pg_available_extensions where name = 'postgis'`).Scan(&outdated)
		if err != nil || !outdated {
			return err
		}
		c.log.Info("bringing PostGIS to the version that is installed")
		_, err = conn.Exec(ctx, "alter extension postgis update")
		return err
	})
}

// makeGroups makes the roles under which the service works. It logs in as them; Role can take them on too.
func makeGroups(ctx context.Context, conn *pgx.Conn) error {
	for _, group := range groups {
		var exists, member bool
		err := conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1),
			coalesce((select pg_has_role($2, oid, 'member') from pg_roles where rolname = $1), false)`, group, Role).Scan(&exists, &member)
		if err == nil && !exists {
			_, err = conn.Exec(ctx, "create role "+group)
		}
		if err == nil {
			_, err = conn.Exec(ctx, "alter role "+group+" login")
		}
		if err == nil && !member {
			_, err = conn.Exec(ctx, "grant "+group+" to "+Role)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Cluster) asSuperuser(ctx context.Context, database string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.address(Superuser, database))
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	err = do(conn)
	if err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	return nil
}

// prepared tells whether the cluster of another process can be used now.
func (c *Cluster) prepared(ctx context.Context) bool {
	conn, err := pgx.Connect(ctx, c.URL())
	if err != nil {
		return false
	}
	var ready bool
	err = conn.QueryRow(ctx, "select exists (select from pg_extension where extname = 'postgis')").Scan(&ready)
	return errors.Join(err, conn.Close(context.WithoutCancel(ctx))) == nil && ready
}
