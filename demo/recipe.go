package demo

import (
	"embed"
	"fmt"

	"lupakartta/layers"
)

//go:embed recipes/*.json
var recipeFiles embed.FS

// Recipes are the recipes of the demo's layers, in the order of their ids.
func Recipes() ([]layers.Recipe, error) {
	entries, err := recipeFiles.ReadDir("recipes")
	if err != nil {
		return nil, fmt.Errorf("demo recipes: %w", err)
	}
	recipes := make([]layers.Recipe, 0, len(entries))
	for _, entry := range entries {
		data, err := recipeFiles.ReadFile("recipes/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("demo recipes: %w", err)
		}
		recipe, err := layers.ParseRecipe(data)
		if err != nil {
			return nil, fmt.Errorf("demo recipe %s: %w", entry.Name(), err)
		}
		recipes = append(recipes, recipe)
	}
	return recipes, nil
}
