package export

import (
	"context"
	"maps"
	"slices"
	"strings"

	"lupakartta/internal/i18n"
)

// words give the columns their labels and code lists, in Finnish; the metadata has them in every language.
func (g geoPackage) words(ctx context.Context) error {
	for _, c := range g.columns {
		var constraint, media *string
		if len(c.recipe.Codes) > 0 {
			name := strings.ToLower(g.table + "_" + c.name)
			constraint = &name
			if err := g.codes(ctx, name, c.recipe.Codes); err != nil {
				return err
			}
		}
		if c.kind == tree {
			media = new("application/json")
		}
		label := c.recipe.Label.Fi
		if label == "" {
			label = c.name
		}
		if err := g.run(ctx, `insert into gpkg_data_columns (table_name, column_name, name, title, description, mime_type, constraint_name)
			values (?, ?, ?, ?, ?, ?, ?)`, g.table, c.name, c.name, label, c.recipe.Unit, media, constraint); err != nil {
			return err
		}
	}
	return nil
}

// codes writes a code list. It names what codes mean; a register's value that is not in it is no fault of the file.
func (g geoPackage) codes(ctx context.Context, constraint string, codes map[string]i18n.Text) error {
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if err := g.run(ctx, `insert into gpkg_data_column_constraints (constraint_name, constraint_type, value, description) values (?, 'enum', ?, ?)`,
			constraint, code, codes[code].Fi); err != nil {
			return err
		}
	}
	return nil
}
