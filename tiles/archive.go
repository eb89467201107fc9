package tiles

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/tiles/pmtiles"
)

// ArchiveOptions say what of the versions goes into an archive, and how it is described.
type ArchiveOptions struct {
	MinZoom, MaxZoom int
	Within           *orb.Bound // degrees: tiles that meet it; nil: all
	Lang             i18n.Lang  // of names and descriptions
	Date             time.Time  // of the archive
	Progress         func(ArchiveProgress)
}

// ArchiveProgress tells how far an archive has come.
type ArchiveProgress struct {
	Zoom       int
	Done, Most int64 // of the tiles that may have something
}

// ErrNothing says that no tile of an archive would have anything.
var ErrNothing = errors.New("nothing there at these zooms")

// archiveGrid is the only grid that archives have: the format knows no other.
const archiveGrid = "WebMercatorQuad"

// inOneGo is how many tiles are made side by side before they are written.
const inOneGo = 1024

// Archive writes the tiles of the versions to an empty file as PMTiles, each as Tile gives it.
func (s *Source) Archive(ctx context.Context, file io.WriterAt, versions []layers.Version, o ArchiveOptions) (pmtiles.Counts, error) {
	g, err := GridByID(archiveGrid)
	if err != nil {
		return pmtiles.Counts{}, err
	}
	levels, most, err := s.wanted(ctx, g, versions, o)
	if err != nil {
		return pmtiles.Counts{}, err
	}
	w := pmtiles.NewWriter(file)
	done := int64(0)
	for z, ids := range levels {
		for first := 0; first < len(ids); first += inOneGo {
			some := ids[first:min(first+inOneGo, len(ids))]
			if err := s.archive(ctx, w, g, versions, some); err != nil {
				return pmtiles.Counts{}, err
			}
			if done += int64(len(some)); o.Progress != nil {
				o.Progress(ArchiveProgress{Zoom: o.MinZoom + z, Done: done, Most: most})
			}
		}
	}
	described := describeArchive(g, versions, o)
	counts, err := w.Finish(described.bounds(), described)
	if errors.Is(err, pmtiles.ErrEmpty) {
		err = ErrNothing
	}
	return counts, err
}

// wanted lists the numbers of the tiles that may have something, by zoom from the lowest.
func (s *Source) wanted(ctx context.Context, g *Grid, versions []layers.Version, o ArchiveOptions) (levels [][]uint64, most int64, err error) {
	within := g.Reach
	if o.Within != nil {
		within = intersection(within, orb.Bound{Min: g.CRS.FromLonLat(o.Within.Min), Max: g.CRS.FromLonLat(o.Within.Max)})
	}
	levels = make([][]uint64, o.MaxZoom-o.MinZoom+1)
	if within.IsEmpty() {
		return levels, 0, nil
	}
	for _, v := range versions {
		covered, err := s.cover(ctx, g, v)
		if err != nil {
			return nil, 0, err
		}
		for i := range levels {
			levels[i] = distinct(covered.tiles(o.MinZoom+i, within, levels[i]))
		}
	}
	for _, ids := range levels {
		most += int64(len(ids))
	}
	return levels, most, nil
}

// archive makes some tiles and writes those that have something, in their order.
func (s *Source) archive(ctx context.Context, w *pmtiles.Writer, g *Grid, versions []layers.Version, ids []uint64) error {
	made := make([][]byte, len(ids))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(s.options.Concurrency)
	for i, id := range ids {
		group.Go(func() error {
			z, x, y := pmtiles.ZXY(id)
			tile, err := s.Tile(ctx, g, Tile{Z: z, X: x, Y: y}, versions, Gzip)
			if err == nil {
				made[i] = tile.Bytes
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, id := range ids {
		if len(made[i]) == 0 {
			continue
		}
		if err := w.Add(id, made[i]); err != nil {
			return err
		}
	}
	return nil
}

// archived is the metadata of an archive: what PMTiles names, and whose data it is as it was when.
type archived struct {
	Name         string            `json:"name"`
	Description  string            `json:"description"`
	Attribution  string            `json:"attribution"`
	Type         string            `json:"type"`
	Version      string            `json:"version"`
	Format       string            `json:"format"`
	Generator    string            `json:"generator"`
	VectorLayers []VectorLayer     `json:"vector_layers"`
	Date         string            `json:"date"`   // RFC 3339
	Layers       []archivedVersion `json:"layers"` // ours

	lonLat []float64
}

// archivedVersion is the provenance of a layer.
type archivedVersion struct {
	ID          string `json:"id"`
	Version     int64  `json:"version"`
	Title       string `json:"title"`
	Features    int64  `json:"feature_count"`
	Attribution string `json:"attribution"`
	Licence     string `json:"licence"`
	DataDate    string `json:"data_date,omitempty"`
	ImportedAt  string `json:"imported_at"`
	SHA256      string `json:"source_sha256,omitempty"`
}

func describeArchive(g *Grid, versions []layers.Version, o ArchiveOptions) archived {
	d := Describe(g, versions, "", o.Lang)
	a := archived{Name: d.Name, Attribution: d.Attribution, Type: "overlay", Format: "pbf", Generator: "lupakartta",
		VectorLayers: d.VectorLayers, Date: o.Date.UTC().Format(time.RFC3339), lonLat: d.Bounds}
	var refs []string
	for i := range a.VectorLayers {
		l := &a.VectorLayers[i]
		l.MinZoom, l.MaxZoom = min(max(l.MinZoom, o.MinZoom), o.MaxZoom), o.MaxZoom
	}
	for _, v := range versions {
		refs = append(refs, Ref{v.Layer, v.Number}.String())
		a.Layers = append(a.Layers, archivedVersion{ID: v.Layer, Version: v.Number, Title: v.Recipe.Title.In(o.Lang), Features: v.FeatureCount,
			Attribution: v.Recipe.Attribution, Licence: v.Recipe.Licence, DataDate: v.DataDate, ImportedAt: v.ImportedAt.UTC().Format(time.RFC3339), SHA256: v.SHA256})
	}
	a.Version = strings.Join(refs, ",")
	a.Description = a.Version + ", " + a.Date
	if o.Within != nil && len(a.lonLat) == 4 && a.bounds().Intersects(*o.Within) {
		b := intersection(a.bounds(), *o.Within)
		a.lonLat = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return a
}

// bounds are what the layers cover, in degrees.
func (a archived) bounds() orb.Bound {
	if len(a.lonLat) != 4 {
		return geo.Finland
	}
	return orb.Bound{Min: orb.Point{a.lonLat[0], a.lonLat[1]}, Max: orb.Point{a.lonLat[2], a.lonLat[3]}}
}
