package source

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Layer is one layer of a source, as far as can be told without reading it whole.
type Layer struct {
	Name     string // by which Options choose it
	Format   Format
	Features int64  // -1: not known before it is read
	Geometry string // as the format calls it; "" where it does not say
	CRS      string // "EPSG:3067"; "" where the file names none of the register
}

// maxListed bounds the layers that are told, and the files that are opened to tell them.
const maxListed = 500

// Single tells whether the source is one layer by its nature, whatever that is called.
func (s *Source) Single() bool {
	return s.pages || !s.container() && !s.members[0].format.multiLayer()
}

// Layers tells what a source holds.
func (s *Source) Layers(ctx context.Context) ([]Layer, error) {
	if s.pages {
		return []Layer{{Name: s.Name, Format: s.members[0].format, Features: -1}}, nil
	}
	var found []Layer
	for _, m := range s.members {
		inside, err := s.layersOf(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		for _, layer := range inside {
			switch {
			case len(inside) > 1 && len(s.members) > 1:
				layer.Name = m.name + "/" + layer.Name
			case len(inside) == 1 && (s.container() || !m.format.multiLayer()):
				layer.Name = m.name
			}
			found = append(found, layer)
		}
		if len(found) > maxListed {
			return nil, fmt.Errorf("more than %d layers: %w", maxListed, ErrFormat)
		}
	}
	return found, nil
}

// layersOf looks into one file.
func (s *Source) layersOf(ctx context.Context, m member) ([]Layer, error) {
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := m.put(folder, s.limits.Bytes); err != nil {
		return nil, err
	}
	name := filepath.Join(folder, m.format.fileName())
	switch m.format {
	case FormatCSV:
		return []Layer{{Name: m.name, Format: FormatCSV, Features: -1}}, nil
	case FormatTraffic:
		return []Layer{{Name: m.name, Format: FormatTraffic, Features: -1, CRS: "EPSG:4326"}}, nil
	case FormatXLSX:
		return workbookLayers(name, s.limits)
	case FormatGeoPackage:
		return geoPackageLayers(ctx, name)
	}
	if err := makeReady(ctx, m.format, folder, Options{}, s.limits); err != nil {
		return nil, err
	}
	return listLayers(ctx, folder, m.format, s.limits)
}

// listLayers asks GDAL for the layers of a file.
func listLayers(ctx context.Context, folder string, format Format, limits Limits) ([]Layer, error) {
	out, err := describe(ctx, folder, format, "", limits)
	if err != nil {
		return nil, err
	}
	var found []Layer
	for _, part := range bytes.Split(append([]byte("\n"), out...), []byte("\nLayer name: "))[1:] {
		layer, definition := parseLayer(string(part))
		if layer.Geometry == "None" {
			continue
		}
		if layer.CRS == "" {
			layer.CRS = CRSName(sridOf(definition))
		}
		layer.Format = format
		found = append(found, layer)
	}
	return found, nil
}

// describe is what ogrinfo says of a file's layers, or of one.
func describe(ctx context.Context, folder string, format Format, layer string, limits Limits) ([]byte, error) {
	g, err := installedGDAL()
	if err != nil {
		return nil, err
	}
	if err := giveFolder(folder); err != nil {
		return nil, err
	}
	args := []string{"-ro", "-so", "-nomd", "-noextent", "-wkt_format", "WKT2_2019"}
	if format == FormatGML {
		args = append(args, gmlOptions...)
	}
	if args = append(args, format.fileName()); layer == "" {
		args = append(args, "-al")
	} else {
		args = append(args, layer)
	}
	ctx, cancel := context.WithTimeout(ctx, limits.Wall)
	defer cancel()
	var out bytes.Buffer
	words := &complaints{folder: folder}
	cmd := g.command(ctx, limits, g.ogrinfo, format, folder, args...)
	cmd.Stdout, cmd.Stderr = &capped{buffer: &out, left: 4 << 20}, words
	err = cmd.Run()
	if _, faults := words.told(); len(faults) > 0 {
		return nil, unreadable(faults, limits)
	}
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", ended(cmd, err, limits))
	}
	return out.Bytes(), nil
}

var (
	geometryLine = regexp.MustCompile(`(?m)^Geometry(?: \([^\n]*\))?: (.*)$`)
	countLine    = regexp.MustCompile(`(?m)^Feature Count: (\d+)$`)
	systemLine   = regexp.MustCompile(`(?m)^Layer SRS WKT:\n(\(unknown\)|[A-Z]+\[(?:.*\n)(?: .*\n)*)`)
	systemNumber = regexp.MustCompile(`(?m)^    ID\["EPSG",(\d{4,6})\]\]$`)
)

// parseLayer reads ogrinfo's words about one layer, its name first.
func parseLayer(said string) (layer Layer, definition string) {
	name, rest, _ := strings.Cut(said, "\n")
	layer = Layer{Name: name, Features: -1}
	if m := geometryLine.FindStringSubmatch(rest); m != nil && m[1] != "Unknown (any)" {
		layer.Geometry = m[1]
	}
	if m := countLine.FindStringSubmatch(rest); m != nil {
		if n, err := strconv.ParseInt(m[1], 10, 64); err == nil {
			layer.Features = n
		}
	}
	if m := systemLine.FindStringSubmatch(rest); m != nil {
		definition = m[1]
		if number := systemNumber.FindStringSubmatch(strings.TrimRight(definition, "\n")); number != nil {
			layer.CRS = "EPSG:" + number[1]
		}
	}
	return layer, definition
}

// Names lists the names of layers.
func Names(layers []Layer) []string {
	names := make([]string, len(layers))
	for i, layer := range layers {
		names[i] = layer.Name
	}
	return slices.Clip(names)
}
