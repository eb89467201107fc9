package layers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
)

// readers is how many files are read beside each other: each is a process of GDAL and a connection.
const readers = 2

// LoadReal imports and publishes every layer that an embedded recipe finds under a folder, through the ordinary
// importer. Layers whose file and recipe have not changed are left alone. A file that fails does not stop the
// others; the error then names every one that failed. Progress may be called from several goroutines, one at a time.
func LoadReal(ctx context.Context, store *Store, dir string, progress func(Progress)) ([]Report, error) {
	jobs, err := findReal(dir)
	if err != nil {
		return nil, fmt.Errorf("real files: %w", err)
	}
	var mu sync.Mutex
	var reports []Report
	var faults []error
	tell := func(p Progress) {
		if progress != nil {
			mu.Lock()
			defer mu.Unlock()
			progress(p)
		}
	}
	// Layers whose coverage comes from other layers wait for those.
	for _, stage := range jobs {
		queue := make(chan realJob)
		var workers sync.WaitGroup
		for range readers {
			workers.Go(func() {
				for job := range queue {
					got, err := store.Import(ctx, ImportOptions{Path: job.path, Recipe: &job.recipe, Publish: true, SkipUnchanged: true, Progress: tell})
					mu.Lock()
					reports = append(reports, got...)
					if err != nil {
						faults = append(faults, err)
					}
					mu.Unlock()
				}
			})
		}
		for _, job := range stage {
			queue <- job
		}
		close(queue)
		workers.Wait()
	}
	return reports, errors.Join(faults...)
}

// realJob is one layer to be loaded.
type realJob struct {
	path   string
	recipe Recipe
}

// findReal matches the files and folders under dir with the recipes, grouped by what must be loaded before.
func findReal(dir string) ([][]realJob, error) {
	recipes := Recipes()
	stages := make([][]realJob, 3)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() && !entry.Type().IsRegular() {
			return nil
		}
		for _, recipe := range recipes {
			if recipe.File.Matches(path) {
				stage := min(depth(recipe, recipes), len(stages)-1)
				stages[stage] = append(stages[stage], realJob{path, recipe})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, stage := range stages {
		// Bottom first, so that the order of loading does not depend on the names of folders.
		slices.SortStableFunc(stage, func(a, b realJob) int { return a.recipe.DrawingOrder() - b.recipe.DrawingOrder() })
	}
	return stages, nil
}
