package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/export"
)

type exportCommand struct {
	jsonFlag
	Layer  string `arg:"" placeholder:"LAYER[@VERSION]" help:"Id of the layer; with @ and a number a version that is or was published."`
	Out    string `required:"" placeholder:"FILE" help:"File to write. What stands there is replaced when the new one is whole."`
	Format string `placeholder:"gpkg|geojson|csv" help:"Form of the file; without it the one that its name ends in."`
	WKT    bool   `name:"wkt" help:"CSV: whole geometries instead of a point of each."`
}

// exported is what the command tells with --json.
type exported struct {
	Layer    string        `json:"layer"`
	Version  int64         `json:"version"`
	Format   export.Format `json:"format"`
	File     string        `json:"file"`
	Features int64         `json:"features"`
	Bytes    int64         `json:"bytes"`
}

func (c *exportCommand) Run(ctx context.Context, p *program) error {
	id, number, named := strings.Cut(c.Layer, "@")
	wanted := int64(0)
	if named {
		var err error
		if wanted, err = strconv.ParseInt(number, 10, 64); err != nil || wanted < 1 {
			return usageError{fmt.Errorf("layer %q: after @ stands the number of a version", c.Layer)}
		}
	}
	format := export.Format(c.Format)
	if format == "" {
		format = export.Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(c.Out), ".")))
	}
	if !slices.Contains(export.Formats, format) {
		return usageError{fmt.Errorf("format %q: want gpkg, geojson or csv", format)}
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		version, err := versionOf(ctx, layers.NewStore(db.Pool), id, wanted)
		if err != nil {
			return err
		}
		size, err := c.write(ctx, p, export.New(db.Pool), version, format)
		if err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(exported{version.Layer, version.Number, format, c.Out, version.FeatureCount, size})
		}
		_, err = fmt.Fprintf(p.stdout, "%s: %d features of version %d, %d bytes\n", c.Out, version.FeatureCount, version.Number, size)
		return err
	})
}

// versionOf is the layer's published version, or the numbered one when it is or was published.
func versionOf(ctx context.Context, store *layers.Store, id string, wanted int64) (layers.Version, error) {
	versions, err := store.Versions(ctx)
	if err != nil {
		return layers.Version{}, err
	}
	for _, v := range versions {
		if v.Layer == id && (v.Number == wanted || wanted == 0 && v.State == layers.Published) {
			return v, nil
		}
	}
	if wanted == 0 {
		return layers.Version{}, fmt.Errorf("layer %q is not published: %w", id, layers.ErrNotFound)
	}
	return layers.Version{}, fmt.Errorf("version %d of layer %q is not and was not published: %w", wanted, id, layers.ErrNotFound)
}

// write makes the file beside its place and puts it there when it is whole.
func (c *exportCommand) write(ctx context.Context, p *program, exporter *export.Exporter, v layers.Version, format export.Format) (int64, error) {
	folder, err := os.MkdirTemp(filepath.Dir(c.Out), ".lupakartta-export-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	name := filepath.Join(folder, "layer")
	options := export.Options{WKT: c.WKT, Progress: func(written int64) { p.showProgress("%s: %d of %d features", v.Layer, written, v.FeatureCount) }}
	if format == export.GeoPackage {
		err = exporter.WriteGeoPackage(ctx, name, v, options)
	} else {
		err = stream(ctx, exporter, name, v, format, options)
	}
	p.endProgress()
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), os.Rename(name, c.Out)
}

func stream(ctx context.Context, exporter *export.Exporter, name string, v layers.Version, format export.Format, options export.Options) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(exporter.Write(ctx, file, v, format, options), file.Close())
}
