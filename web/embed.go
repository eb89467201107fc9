// Package web holds the front end as it was built: scripts, styles, fonts and the page's template.
package web

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
)

// The folder holds only .gitkeep until `npm run build`, so that Go code compiles before it.
//
//go:embed all:dist
var dist embed.FS

// ErrNotBuilt says that the binary was compiled before the front end was built.
var ErrNotBuilt = errors.New("web: the front end is not built: run npm ci && npm run build in web/")

// FS is the built front end: assets/* under names that hold the hash of their content (immutable), each script,
// style and text also as NAME.br and NAME.gz; licences.txt; and the pages' templates (see Template).
func FS() (fs.FS, error) {
	if _, err := fs.Stat(dist, "dist/index.html"); err != nil {
		return nil, ErrNotBuilt
	}
	return fs.Sub(dist, "dist")
}

// Page is what the template of every page needs.
type Page struct {
	Lang     string // fi, sv or en: the first segment of the page's path
	Nonce    string // of this answer; the same in script-src and style-src of the Content-Security-Policy
	NoScript string // text for those without scripts, in Lang
	Config   Config // read by the script from <script type="application/json">
}

// Config is what the front end needs to know before its first request.
type Config struct {
	Version    string      `json:"version"`              // of the service
	Demo       bool        `json:"demo,omitempty"`       // the demo area is loaded
	Start      *Start      `json:"start,omitempty"`      // where the map opens; absent: where the layers are
	Background *Background `json:"background,omitempty"` // absent: drawn from our own layers alone
}

// Start is where the map opens, CRS84 degrees and web-mercator zoom.
type Start struct {
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
	Zoom float64 `json:"zoom"`
}

// Background is a raster background map served through our own address, so that no other host learns who looks at what.
type Background struct {
	Tiles       string `json:"tiles"`       // "/background/{z}/{x}/{y}.png", web mercator
	TileSize    int    `json:"tile_size"`   // 256 or 512
	MaxZoom     int    `json:"max_zoom"`    //
	Attribution string `json:"attribution"` // "© Maanmittauslaitos"
}

// Names of the templates.
const (
	MainPage     = "index.html"
	NationalPage = "national.html" // the map in the national grid
)

// Template parses one of the templates, to be executed with a Page.
func Template(name string) (*template.Template, error) {
	files, err := FS()
	if err != nil {
		return nil, err
	}
	t, err := template.ParseFS(files, name)
	if err != nil {
		return nil, fmt.Errorf("web: page template: %w", err)
	}
	return t, nil
}
