package layers

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

//go:embed recipes/*.json
var recipeFiles embed.FS

// recipeSet reads the embedded recipes once. A broken one is a fault of the program: the tests load them all.
var recipeSet = sync.OnceValue(func() []Recipe {
	entries, err := recipeFiles.ReadDir("recipes")
	if err != nil {
		panic(err)
	}
	var recipes []Recipe
	for _, entry := range entries {
		data, err := recipeFiles.ReadFile("recipes/" + entry.Name())
		if err != nil {
			panic(err)
		}
		recipe, err := ParseRecipe(data)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", entry.Name(), err))
		}
		recipes = append(recipes, recipe)
	}
	return loadOrder(recipes)
})

// Recipes returns the embedded recipes in an order in which each comes after the layers its coverage needs.
func Recipes() []Recipe { return slices.Clone(recipeSet()) }

// ParseRecipe reads a recipe and reports every fault; a misspelt member is one.
func ParseRecipe(data []byte) (Recipe, error) {
	var recipe Recipe
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&recipe); err != nil {
		return recipe, fmt.Errorf("recipe: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return recipe, errors.New("recipe: something stands after its end")
	}
	return recipe, recipe.Validate()
}

// RecipesFor returns the embedded recipes that match a file, archive or folder by its name.
func RecipesFor(name string) []Recipe {
	return slices.DeleteFunc(Recipes(), func(r Recipe) bool { return !r.File.Matches(name) })
}

// Matches tells whether the path is of the file that the recipe is for.
func (f FileRecipe) Matches(name string) bool { return fits(f.Match, filepath.Base(name)) }

// fits tells whether the name fits one of the patterns, which are parted by |. Registers and people who download their
// files write the same name in large and small letters.
func fits(patterns, name string) bool {
	for pattern := range strings.SplitSeq(strings.ToLower(patterns), "|") {
		if ok, err := path.Match(pattern, strings.ToLower(name)); err == nil && ok {
			return true
		}
	}
	return false
}

// depth is how many layers must be there before the recipe's coverage can be worked out.
func depth(r Recipe, all []Recipe) int {
	switch r.Coverage.Kind {
	case CoverMunicipality, CoverCountry:
		if r.Theme != Municipality {
			return 1
		}
	case CoverLayer:
		for _, other := range all {
			if other.ID == r.Coverage.Layer && other.Coverage.Kind != CoverLayer {
				return depth(other, all) + 1
			}
		}
	}
	return 0
}

// loadOrder sorts recipes by what they depend on, then by id.
func loadOrder(recipes []Recipe) []Recipe {
	slices.SortStableFunc(recipes, func(a, b Recipe) int {
		if d := depth(a, recipes) - depth(b, recipes); d != 0 {
			return d
		}
		if (a.Theme == Municipality) != (b.Theme == Municipality) {
			if a.Theme == Municipality {
				return -1
			}
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	})
	return recipes
}
