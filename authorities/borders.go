package authorities

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/layers"
)

// borders is where the municipalities' borders are: the published layers of theme municipality.
type borders struct {
	tables []string // of the versions
	names  []string // the attribute of each that holds the code
}

func bordersOf(ctx context.Context, store *layers.Store) (borders, error) {
	var found borders
	versions, err := store.Versions(ctx)
	if err != nil {
		return found, fmt.Errorf("borders of municipalities: %w", err)
	}
	for _, v := range versions {
		if v.State != layers.Published || v.Recipe.Theme != layers.Municipality {
			continue
		}
		at := slices.IndexFunc(v.Recipe.Attributes, func(a layers.Attribute) bool { return a.Meaning == layers.MeaningMunicipalityCode })
		if at >= 0 {
			found.tables, found.names = append(found.tables, v.Table()), append(found.names, v.Recipe.Attributes[at].Name)
		}
	}
	return found, nil
}

// every is a query for the code and the shape of every municipality; the codes' attributes are the parameter names.
func (b borders) every(names string) string {
	parts := []string{`select null::text as code, null::geometry as geom where ` + names + `::text[] is null`}
	for i, table := range b.tables {
		parts = append(parts, fmt.Sprintf(`select attributes->>(%s::text[])[%d] as code, geom from %s where st_dimension(geom) = 2`, names, i+1, table))
	}
	return strings.Join(parts, " union all ")
}

// missing are the municipalities of which no border is known.
func (b borders) missing(ctx context.Context, db Querier, codes []string) ([]string, error) {
	rows, err := db.Query(ctx, `select wanted from unnest($1::text[]) wanted
		where wanted not in (select m.code from (`+b.every("$2")+`) m where m.code is not null) order by wanted`, codes, append([]string{}, b.names...))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// area is a query for the competence's geometry, with arguments from $9 on.
func (b borders) area(c Competence) (string, []any, error) {
	if c.Geometry != nil {
		shape, err := hexOf(c.Geometry)
		return `$9::geometry`, []any{shape}, err
	}
	return `select st_multi(st_collectionextract(st_union(m.geom), 3)) from (` + b.every("$9") + `) m where m.code = any($10)`,
		[]any{append([]string{}, b.names...), c.Municipalities}, nil
}

// Refresh makes the areas anew that consist of municipalities, from the layers as they are published now. An area of
// which a border is not there any more stays as it was, and is reported.
func Refresh(ctx context.Context, store *Store, layerStore *layers.Store) (Report, error) {
	report := Report{Kept: []string{}, Missing: []Missing{}}
	source, err := bordersOf(ctx, layerStore)
	if err != nil {
		return report, fmt.Errorf("refresh competence areas: %w", err)
	}
	err = store.alone(ctx, func(tx pgx.Tx) error {
		stored, err := ofMunicipalities(ctx, tx)
		if err != nil {
			return err
		}
		for _, c := range stored {
			if err := source.renew(ctx, tx, c, &report); err != nil {
				return fmt.Errorf("%s, %s: %w", c.authority, c.field, err)
			}
		}
		return nil
	})
	if err != nil {
		return report, fmt.Errorf("refresh competence areas: %w", err)
	}
	return report, nil
}

// stored is a competence whose area consists of municipalities.
type stored struct {
	id               uuid.UUID
	authority, field string
	municipalities   []string
}

func ofMunicipalities(ctx context.Context, db Querier) ([]stored, error) {
	rows, err := db.Query(ctx, `select c.id, a.code, c.field, c.municipalities from competences c join authorities a on a.id = c.authority
		where c.municipalities <> '{}' order by a.code, c.field, c.valid_from`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c stored, err error) {
		err = row.Scan(&c.id, &c.authority, &c.field, &c.municipalities)
		return c, err
	})
}

func (b borders) renew(ctx context.Context, tx pgx.Tx, c stored, report *Report) error {
	missing, err := b.missing(ctx, tx, c.municipalities)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		report.Missing = append(report.Missing, Missing{c.authority, c.field, missing})
		return nil
	}
	_, err = tx.Exec(ctx, `update competences set geom = (select st_multi(st_collectionextract(st_union(m.geom), 3)) from (`+b.every("$2")+`) m where m.code = any($3))
		where id = $1`, c.id, append([]string{}, b.names...), c.municipalities)
	report.Competences++
	return err
}
