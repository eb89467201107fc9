package checks

import (
	"slices"
	"sync"

	"lupakartta/layers"
)

// themesOfRules are those that the rules name that come with the program.
var themesOfRules = sync.OnceValue(func() []layers.Theme {
	rules, err := Embedded()
	if err != nil {
		return nil // the start reports it, and tests do
	}
	var themes []layers.Theme
	for _, rule := range rules {
		themes = append(themes, rule.Theme)
	}
	return themes
})

// Attributes are those of a version that are kept in memory for checks: what rules may ask for and findings tell. A layer of
// a theme that no rule names has none; what is not kept is read from the database.
func Attributes(v layers.Version) []string {
	if !slices.Contains(themesOfRules(), v.Recipe.Theme) {
		return nil
	}
	names := slices.Clone(v.Recipe.Names)
	for _, a := range v.Recipe.Attributes {
		if !a.Hidden || a.Meaning != "" {
			names = append(names, a.Name)
		}
	}
	if v.Recipe.Search != nil {
		names = slices.Concat(names, v.Recipe.Search.Title)
	}
	if v.Recipe.Key != "" {
		names = append(names, v.Recipe.Key)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
