package main

import (
	"context"
	"fmt"

	"lupakartta/internal/pg"
)

type migrateCommand struct{ jsonFlag }

func (c *migrateCommand) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		var schema int
		if err := db.Pool.QueryRow(ctx, `select version from public.schema_version`).Scan(&schema); err != nil {
			return fmt.Errorf("schema version: %w", err)
		}
		if c.JSON {
			return p.printJSON(map[string]int{"schema": schema})
		}
		_, err := fmt.Fprintf(p.stdout, "schema %d\n", schema)
		return err
	})
}
