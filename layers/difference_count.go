package layers

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// pair finds which feature of the former version became which, counts what differs and keeps lines of it.
func (d *Difference) pair(ctx context.Context, tx pgx.Tx) error {
	after, err := versionIn(ctx, tx, d.Version)
	if err != nil {
		return err
	}
	before, err := versionIn(ctx, tx, d.Former)
	if err != nil {
		return err
	}
	if d.Recipe, err = changedMembers(before.Recipe, after.Recipe); err != nil {
		return err
	}
	if d.Before, err = extentOf(ctx, tx, d.Former); err != nil {
		return err
	}
	d.Passing = after.Recipe.Passing
	hidden := after.Recipe.hidden()
	// Lists of arguments go with one statement only; each of these files has some.
	steps := []string{pairsSQL}
	if before.Recipe.Key == "" && after.Recipe.Key == "" {
		steps = append(steps, `analyze pairs`)
		steps = append(steps, statements(twinsSQL)...)
	}
	for _, sql := range append(steps, linesSQL) {
		if err := run(ctx, tx, differenceSQL(sql, d.Version, d.Former), hidden); err != nil {
			return err
		}
	}
	return d.count(ctx, tx)
}

// hidden are the attributes that people are never shown.
func (r Recipe) hidden() []string {
	names := []string{}
	for _, a := range r.Attributes {
		if a.Hidden {
			names = append(names, a.Name)
		}
	}
	return names
}

// count fills in the sums, the attributes that changed and the feature that moved furthest.
func (d *Difference) count(ctx context.Context, tx pgx.Tx) error {
	var added, removed, moved, changed int64
	err := tx.QueryRow(ctx, `select count(*) filter (where former_fid is null), count(*) filter (where fid is null), count(*) filter (where not placed),
		count(*) filter (where placed and not shown), count(*) filter (where placed and shown and not described) from pairs`).
		Scan(&added, &removed, &moved, &changed, &d.Hidden)
	if err != nil {
		return err
	}
	d.Counts = map[Kind]int64{Added: added, Removed: removed, Moved: moved, Changed: changed}
	for kind, count := range d.Counts {
		d.Listed[kind] = min(count, mostLines)
	}
	if err := d.findFarthest(ctx, tx); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `select a->>'name', count(*) from layer_differences, jsonb_array_elements(detail->'attributes') a
		where version = $1 group by 1 order by 2 desc, 1 limit 300`, d.Version)
	if err != nil {
		return err
	}
	d.Attributes, err = pgx.CollectRows(rows, pgx.RowToStructByPos[ChangedAttribute])
	return err
}

func (d *Difference) findFarthest(ctx context.Context, tx pgx.Tx) error {
	var f Farthest
	err := tx.QueryRow(ctx, `select fid, source_id, (detail->>'moved_m')::float8 from layer_differences
		where version = $1 and kind = 'moved' order by 3 desc, 1 limit 1`, d.Version).Scan(&f.FID, &f.SourceID, &f.Metres)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	d.Farthest = &f
	return err
}

// changedMembers names the members of the recipe that are not the same.
func changedMembers(before, after Recipe) ([]string, error) {
	var members [2]map[string]any
	for i, recipe := range []Recipe{before, after} {
		data, err := json.Marshal(recipe)
		if err == nil {
			err = json.Unmarshal(data, &members[i])
		}
		if err != nil {
			return nil, err
		}
	}
	changed := []string{}
	all := maps.Clone(members[0])
	maps.Copy(all, members[1])
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !reflect.DeepEqual(members[0][name], members[1][name]) {
			changed = append(changed, name)
		}
	}
	return changed, nil
}

// statements parts a file of several.
func statements(sql string) []string {
	return slices.DeleteFunc(strings.SplitAfter(sql, ";\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
}

func run(ctx context.Context, tx pgx.Tx, sql string, hidden []string) error {
	var args []any
	if strings.Contains(sql, "$1") {
		args = []any{hidden}
	}
	_, err := tx.Exec(ctx, sql, args...)
	return err
}
