package layers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lupakartta/layers/source"
)

// layersIn names the layers of the source that the recipe means, at least one; "" where the source is one by its nature.
func (f FileRecipe) layersIn(ctx context.Context, from *source.Source) ([]string, error) {
	if len(f.Layers) == 0 && !strings.ContainsAny(f.Layer, "|*?[") {
		return []string{f.Layer}, nil
	}
	if len(f.Layers) == 0 && from.Single() {
		return []string{""}, nil
	}
	listed, err := from.Layers(ctx)
	if err != nil {
		return nil, err
	}
	has := source.Names(listed)
	var found []string
	for _, pattern := range slices.Concat(f.Layers, nonEmpty(f.Layer)) {
		before := len(found)
		for _, name := range has {
			if fits(pattern, name) && !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
		if len(found) == before {
			return nil, fmt.Errorf("no layer %s; there are: %s: %w", pattern, strings.Join(has, ", "), source.ErrNoLayer)
		}
	}
	if len(f.Layers) == 0 && len(found) > 1 {
		return nil, fmt.Errorf("several layers could be %s, name one: %s: %w", f.Layer, strings.Join(found, ", "), source.ErrNoLayer)
	}
	return found, nil
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// copyAll adds the features of the first layer, which is open, and of the others to the build.
func (o ImportOptions) copyAll(ctx context.Context, build *Builder, from *source.Source, first *source.Features, others []string, tell func(read int64)) ([]source.Note, error) {
	warnings, err := copyFeatures(build, first, tell)
	if err != nil {
		return nil, err
	}
	for _, name := range others {
		more, err := copyLayer(ctx, build, from, o.reading(build.recipe, name), tell)
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", name, err)
		}
		warnings = append(warnings, more...)
	}
	return warnings, nil
}

func copyLayer(ctx context.Context, build *Builder, from *source.Source, o source.Options, tell func(read int64)) ([]source.Note, error) {
	in, err := from.Read(ctx, o)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return copyFeatures(build, in, tell)
}
