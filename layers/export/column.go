package export

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lupakartta/layers"
)

// kind is the type of a column, by the names that GeoPackage has for them.
type kind string

const (
	boolean kind = "BOOLEAN"
	integer kind = "INTEGER"
	number  kind = "DOUBLE"
	day     kind = "DATE"
	moment  kind = "DATETIME"
	words   kind = "TEXT"
	tree    kind = "JSON" // lists and objects, as text
)

// sql is the column's type in a GeoPackage.
func (k kind) sql() string {
	if k == tree {
		return string(words)
	}
	return string(k)
}

// column is an attribute on its way into a table.
type column struct {
	attribute string // as the register names it
	rest      bool   // it holds all attributes that have no column of their own
	name      string // in the table: unique whatever the case of its letters
	kind      kind
	recipe    layers.Attribute // zero where the recipe does not know it
}

// A table has so many columns at most (SQLite allows 2,000); what is over goes into one more as an object.
const (
	maxColumns = 1_900
	overflow   = "further_attributes"
)

// Names of a table's own columns, unless an attribute is called so.
const (
	fidColumn      = "fid"
	geometryColumn = "geom"
	idColumn       = "source_id"
)

// scanColumns tells of every attribute what its values are. Only what can be written back as it was read is a day or a
// moment: the text of any other stays.
const scanColumns = `select a.key,
	bool_and(t = 'boolean'), bool_and(t = 'number' and a.value::text ~ '^-?[0-9]{1,18}$'), bool_and(t = 'number'),
	bool_and(t = 'string' and a.value #>> '{}' like '____-__-__' and a.value #>> '{}' ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
	bool_and(t = 'string' and a.value #>> '{}' like '____-__-__T%%'
		and a.value #>> '{}' ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$'),
	bool_or(t in ('array', 'object'))
	from %s, jsonb_each(attributes) a, jsonb_typeof(a.value) t where t <> 'null' group by a.key`

// readColumns looks at every value of the version: attributes of the recipe come in its order, others by name.
func readColumns(ctx context.Context, tx pgx.Tx, v layers.Version) ([]column, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(scanColumns, v.Table()))
	if err != nil {
		return nil, fmt.Errorf("columns: %w", err)
	}
	columns, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (column, error) {
		var c column
		var is [6]bool
		err := row.Scan(&c.attribute, &is[0], &is[1], &is[2], &is[3], &is[4], &is[5])
		c.kind = words
		for i, kind := range []kind{boolean, integer, number, day, moment, tree} {
			if is[i] {
				c.kind = kind
				break
			}
		}
		c.recipe, _ = v.Recipe.Attribute(c.attribute)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("columns: %w", err)
	}
	return named(inOrder(columns, v.Recipe)), nil
}

func inOrder(columns []column, recipe layers.Recipe) []column {
	place := map[string]int{}
	for i, a := range recipe.Attributes {
		place[a.Name] = i
	}
	slices.SortFunc(columns, func(a, b column) int {
		i, known := place[a.attribute]
		j, other := place[b.attribute]
		switch {
		case known && other:
			return i - j
		case known:
			return -1
		case other:
			return 1
		}
		return strings.Compare(a.attribute, b.attribute)
	})
	if len(columns) > maxColumns {
		columns = append(slices.Clip(columns[:maxColumns]), column{name: overflow, kind: tree, rest: true})
	}
	return columns
}

// named gives every column a name that no other has, whatever the case of their letters: the first keeps its own.
func named(columns []column) []column {
	taken := map[string]bool{}
	for i, c := range columns {
		columns[i].name = unique(taken, cmp.Or(c.name, c.attribute))
	}
	return columns
}

// unique is the name, with a number behind it when it is taken. Letters are compared as SQLite does, and a little more
// strictly.
func unique(taken map[string]bool, name string) string {
	if name == "" {
		name = "_"
	}
	free := name
	for n := 2; taken[strings.ToLower(free)]; n++ {
		free = fmt.Sprintf("%s_%d", name, n)
	}
	taken[strings.ToLower(free)] = true
	return free
}

// own names a table's own columns: the register's attributes keep their names, and what is ours gives way.
func own(columns []column, names ...string) []string {
	taken := map[string]bool{}
	for _, c := range columns {
		taken[strings.ToLower(c.name)] = true
	}
	for i, name := range names {
		names[i] = unique(taken, name)
	}
	return names
}

// text is the value as text; false when there is none.
func (c column) text(f feature, known map[string]bool) (string, bool) {
	if c.rest {
		return rest(f, known)
	}
	raw := f.attributes[c.attribute]
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", false
	case raw[0] != '"':
		return string(raw), true
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return string(raw), true
	}
	return s, true
}

// rest is the object of attributes that have no column of their own.
func rest(f feature, known map[string]bool) (string, bool) {
	others := map[string]json.RawMessage{}
	for name, value := range f.attributes {
		if !known[name] {
			others[name] = value
		}
	}
	data, err := json.Marshal(others)
	return string(data), err == nil && len(others) > 0
}

// attributesOf are the attributes that have a column of their own.
func attributesOf(columns []column) map[string]bool {
	known := map[string]bool{}
	for _, c := range columns {
		known[c.attribute] = known[c.attribute] || !c.rest
	}
	return known
}

// value is the value as a GeoPackage keeps it.
func (c column) value(f feature, known map[string]bool) (any, error) {
	text, ok := c.text(f, known)
	if !ok {
		return nil, nil
	}
	switch c.kind {
	case boolean:
		return text == "true", nil
	case integer:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.attribute, errKind)
		}
		return n, nil
	case number:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(n, 0) {
			return nil, fmt.Errorf("%s: %w", c.attribute, errKind)
		}
		return n, nil
	case moment:
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return text, nil //nolint:nilerr // a day that no calendar has stays as it was written
		}
		return t.UTC().Format("2006-01-02T15:04:05.000Z"), nil
	}
	return text, nil
}
