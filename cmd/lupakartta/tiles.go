package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/tiles"
	"lupakartta/tiles/pmtiles"
)

type tilesCommand struct {
	Export tilesExportCommand `cmd:"" help:"Write layers' tiles as one PMTiles archive, for a CDN or for use offline."`
}

type tilesExportCommand struct {
	jsonFlag
	snapshotFlag
	Layer   []string  `required:"" placeholder:"LAYER[@VERSION],…" help:"Ids of the layers; with @ and a number a version that is or was published. A comma list, or several times."`
	Out     string    `required:"" placeholder:"FILE" help:"File to write. What stands there is replaced when the new one is whole."`
	MinZoom int       `name:"min-zoom" default:"0" placeholder:"Z" help:"Lowest zoom; a layer begins at its own, whatever this says."`
	MaxZoom int       `name:"max-zoom" default:"16" placeholder:"Z" help:"Deepest zoom: 16 without it, which readers stretch further in; at most 20."`
	BBox    []float64 `name:"bbox" placeholder:"W,S,E,N" help:"Only tiles that meet this box, in degrees."`
	Lang    string    `default:"fi" enum:"fi,sv,en" help:"Language of the layers' names and of the attributes' descriptions: fi, sv or en."`
}

// deepestZoom of an archive: a unit there is half a centimetre, and more tiles than anybody has room for.
const deepestZoom = 20

// archived is what the command tells with --json.
type archived struct {
	File     string          `json:"file"`
	Layers   []archivedLayer `json:"layers"`
	MinZoom  int             `json:"min_zoom"`
	MaxZoom  int             `json:"max_zoom"`
	Tiles    int64           `json:"tiles"`
	Contents int64           `json:"different_tiles"`
	Bytes    int64           `json:"bytes"`
	Seconds  float64         `json:"seconds"`
}

type archivedLayer struct {
	Layer   string `json:"layer"`
	Version int64  `json:"version"`
}

func (c *tilesExportCommand) Run(ctx context.Context, p *program) error {
	refs, err := tiles.ParseRefs(strings.Join(c.Layer, ","))
	if err != nil {
		return usageError{err}
	}
	options, err := c.options()
	if err != nil {
		return usageError{err}
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		began := time.Now()
		told := archived{File: c.Out, MinZoom: c.MinZoom, MaxZoom: c.MaxZoom}
		var versions []layers.Version
		shelved := make([]layers.Layer, 0, len(refs))
		for _, ref := range refs {
			v, err := versionOf(ctx, layers.NewStore(db.Pool), ref.Layer, ref.Version)
			if err != nil {
				return err
			}
			versions = append(versions, v)
			shelved = append(shelved, layers.Layer{ID: v.Layer, Version: v})
			told.Layers = append(told.Layers, archivedLayer{v.Layer, v.Number})
		}
		p.showProgress("reading %d layers", len(refs))
		shelf := tiles.NewShelf(db.Pool, nil, c.snapshotRoom(), p.log)
		shelf.Fill(ctx, shelved)
		// No tile is asked for twice: nothing is kept.
		source := tiles.NewSource(db.Pool, tiles.Options{CacheBytes: -1, Memory: shelf})
		options.Date, options.Progress = began, p.archiveProgress(began)
		counts, err := c.write(ctx, source, versions, options)
		p.endProgress()
		if err != nil {
			return err
		}
		told.Tiles, told.Contents, told.Bytes, told.Seconds = counts.Tiles, counts.Contents, counts.Bytes, time.Since(began).Seconds()
		if c.JSON {
			return p.printJSON(told)
		}
		_, err = fmt.Fprintf(p.stdout, "%s: %d tiles, %d different ones, %d bytes\n", c.Out, told.Tiles, told.Contents, told.Bytes)
		return err
	})
}

// options checks the flags before a database is opened.
func (c *tilesExportCommand) options() (tiles.ArchiveOptions, error) {
	o := tiles.ArchiveOptions{MinZoom: c.MinZoom, MaxZoom: c.MaxZoom, Lang: i18n.Lang(c.Lang)}
	if c.MinZoom < 0 || c.MaxZoom > deepestZoom || c.MinZoom > c.MaxZoom {
		return o, fmt.Errorf("zooms %d to %d: want 0 to %d, the lower one first", c.MinZoom, c.MaxZoom, deepestZoom)
	}
	if c.BBox == nil {
		return o, nil
	}
	if len(c.BBox) != 4 {
		return o, errors.New("bbox: want west,south,east,north in degrees")
	}
	box := orb.Bound{Min: orb.Point{c.BBox[0], c.BBox[1]}, Max: orb.Point{c.BBox[2], c.BBox[3]}}
	if !(box.Min[0] < box.Max[0] && box.Min[1] < box.Max[1] && box.Intersects(geo.Finland)) { //nolint:staticcheck // not a number is refused too
		return o, errors.New("bbox: want west,south,east,north in degrees, in Finland")
	}
	o.Within = &box
	return o, nil
}

// write makes the file beside its place and puts it there when it is whole.
func (c *tilesExportCommand) write(ctx context.Context, source *tiles.Source, versions []layers.Version, options tiles.ArchiveOptions) (counts pmtiles.Counts, err error) {
	folder, err := os.MkdirTemp(filepath.Dir(c.Out), ".lupakartta-export-")
	if err != nil {
		return counts, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	name := filepath.Join(folder, "tiles")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return counts, err
	}
	if counts, err = source.Archive(ctx, file, versions, options); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return counts, err
	}
	return counts, os.Rename(name, c.Out)
}

// archiveProgress shows how far an archive has come.
func (p *program) archiveProgress(began time.Time) func(tiles.ArchiveProgress) {
	return func(progress tiles.ArchiveProgress) {
		p.showProgress("%s", archiveLine(progress, time.Since(began)))
	}
}

// barWidth is how many signs the bar of progress has.
const barWidth = 24

// archiveLine is "[######------------------] zoom 14, 2500 of 10000 tiles, 1250/s, 6s left".
func archiveLine(progress tiles.ArchiveProgress, spent time.Duration) string {
	share := float64(progress.Done) / float64(max(1, progress.Most))
	full := int(share * barWidth)
	left := time.Duration(float64(spent) * (1/share - 1)).Round(time.Second)
	return fmt.Sprintf("[%s%s] zoom %d, %d of %d tiles, %.0f/s, %s left", strings.Repeat("#", full), strings.Repeat("-", barWidth-full),
		progress.Zoom, progress.Done, progress.Most, float64(progress.Done)/spent.Seconds(), left)
}
