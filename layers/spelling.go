package layers

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"lupakartta/layers/source"
)

// spelling gives the columns of one file the names by which the register knows them, whatever the format made of them:
// rules, titles and tiles then read a shapefile and a GeoPackage of the register alike.
type spelling struct {
	recipe  *Recipe
	from    []source.Column // of the row before
	columns []source.Column
	renamed []string
}

// of returns the row under the register's names.
func (s *spelling) of(row source.Row) source.Row {
	if !slices.Equal(row.Columns, s.from) {
		s.from, s.columns = slices.Clone(row.Columns), slices.Clone(row.Columns)
		for _, a := range s.recipe.Attributes {
			s.rename(a)
		}
	}
	row.Columns = s.columns
	return row
}

// rename finds the column that is the attribute: under an alias, or written with other letters. A column that has the
// attribute's very name is left alone, and so are two that it could be.
func (s *spelling) rename(a Attribute) {
	called := func(is func(name string) bool) int {
		found := -1
		for i, column := range s.columns {
			if is(column.Name) {
				if found >= 0 {
					return -1
				}
				found = i
			}
		}
		return found
	}
	exact := func(name string) bool { return name == a.Name }
	if len(a.Aliases) == 0 || slices.ContainsFunc(s.columns, func(c source.Column) bool { return exact(c.Name) }) {
		return
	}
	i := called(func(name string) bool { return slices.Contains(a.Aliases, name) })
	if i < 0 {
		i = called(func(name string) bool {
			return slices.ContainsFunc(append([]string{a.Name}, a.Aliases...), func(other string) bool { return strings.EqualFold(name, other) })
		})
	}
	if i < 0 {
		return
	}
	if pair := s.columns[i].Name + " → " + a.Name; !slices.Contains(s.renamed, pair) {
		s.renamed = append(s.renamed, pair)
	}
	s.columns[i].Name = a.Name
}

// warnings tell what was renamed: the attributes of a layer are the register's, and this is where they came from.
func (s *spelling) warnings() []source.Note {
	if len(s.renamed) == 0 {
		return nil
	}
	return []source.Note{note("renamed", "list", strings.Join(s.renamed, ", "))}
}

// keyOf is the feature's id: the key attribute's value, and after it those that tell apart what shares a key. "fid" and
// the like are the file's own number where no attribute has that name.
func (r Recipe) keyOf(row source.Row) string {
	if r.Key == "" {
		return ""
	}
	key := ""
	if value, ok := row.JSON(r.Key); ok {
		key = attributeText(value)
	} else if source.Anonymous(r.Key) {
		key = row.Number()
	}
	for _, name := range r.KeyWith {
		value, _ := row.JSON(name)
		if more := attributeText(value); key != "" && more != "" {
			key += ":" + more
		}
	}
	return key
}

// checkSpelling reports names that could be two attributes.
func (r Recipe) checkSpelling() error {
	var faults []error
	seen := map[string]string{}
	for _, a := range r.Attributes {
		seen[a.Name] = a.Name
	}
	for _, a := range r.Attributes {
		for _, alias := range a.Aliases {
			if owner, taken := seen[alias]; taken || alias == "" {
				faults = append(faults, fmt.Errorf("attribute %s: alias %q is empty or means %s already", a.Name, alias, owner))
			}
			seen[alias] = a.Name
		}
	}
	return errors.Join(faults...)
}

// checkSource reports faults of where the recipe finds its features and by what it knows them.
func (r Recipe) checkSource() error {
	var faults []error
	if len(r.KeyWith) > 0 && r.Key == "" {
		faults = append(faults, errors.New("key_with goes with a key"))
	}
	if len(r.File.Layers) > 0 && r.File.Layer != "" {
		faults = append(faults, errors.New("file: want either layer or layers"))
	}
	if address, err := url.Parse(r.Address); r.Address != "" && (err != nil || address.Scheme != "https" || address.Host == "") {
		faults = append(faults, errors.New("address: want an https address"))
	}
	return errors.Join(faults...)
}
