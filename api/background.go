package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/web"
)

// Background is a raster background map in web mercator that somebody else serves. Our server fetches it, so that
// its key stays with us and no other host learns who looks at what.
type Background struct {
	URL         string // https://…/{z}/{y}/{x}.png?api-key={key}; empty with a Key: the National Land Survey's
	Key         string // put in place of {key}; never sent to a browser, never logged
	Attribution string // empty: the National Land Survey's
	MaxZoom     int    // 0: 18
	TileSize    int    // pixels; 0: 256
}

// The National Land Survey's open background map (WMTS, RESTful, web mercator).
const (
	surveyTiles       = "https://avoin-karttakuva.maanmittauslaitos.fi/avoin/wmts/1.0.0/taustakartta/default/WGS84_Pseudo-Mercator/{z}/{y}/{x}.png?api-key={key}"
	surveyAttribution = "© Maanmittauslaitos"
)

// Limits of fetching background tiles.
const (
	backgroundMaxBytes = 2 << 20          // one tile
	backgroundMemory   = 64 << 20         // all tiles kept
	backgroundKept     = 12 * time.Hour   // one tile
	backgroundTime     = 10 * time.Second // one fetch
	backgroundAtOnce   = 16               // fetches
)

type background struct {
	Background
	client *http.Client
	tiles  *otter.Cache[tileAddress, tileImage]
	turns  chan struct{}
}

type tileAddress struct{ z, x, y int }

type tileImage struct {
	kind string // image/png …; empty: the other server has no such tile
	data []byte
}

// errBackground says that the background's own server did not answer as it should; the text never holds its address.
var errBackground = errors.New("background map not reached")

// newBackground returns nil when no background is configured.
func newBackground(config Background) (*background, error) {
	if config.URL == "" && config.Key == "" {
		return nil, nil
	}
	if config.URL == "" {
		config.URL, config.Attribution = surveyTiles, surveyAttribution
	}
	if config.MaxZoom == 0 {
		config.MaxZoom = 18
	}
	if config.TileSize == 0 {
		config.TileSize = 256
	}
	address, err := url.Parse(config.URL)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, errors.New("background: the address must be http(s)://… with {z}, {x} and {y}")
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(config.URL, part) {
			return nil, fmt.Errorf("background: no %s in the address", part)
		}
	}
	tiles, err := otter.New(&otter.Options[tileAddress, tileImage]{
		MaximumWeight:    backgroundMemory,
		Weigher:          func(_ tileAddress, image tileImage) uint32 { return uint32(len(image.data)) + 256 },
		ExpiryCalculator: otter.ExpiryWriting[tileAddress, tileImage](backgroundKept),
	})
	if err != nil {
		return nil, fmt.Errorf("background: %w", err)
	}
	return &background{
		Background: config, tiles: tiles, turns: make(chan struct{}, backgroundAtOnce),
		client: &http.Client{
			Timeout:       backgroundTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// page is what the front end needs to know of the background; nil when there is none.
func (b *background) page() *web.Background {
	if b == nil {
		return nil
	}
	return &web.Background{Tiles: "/background/{z}/{x}/{y}.png", TileSize: b.TileSize, MaxZoom: b.MaxZoom, Attribution: b.Attribution}
}

// serveBackground answers with one tile of the background map.
func (s *Server) serveBackground(w http.ResponseWriter, r *http.Request) error {
	if s.background == nil {
		return errNoRoute
	}
	tile, err := s.background.address(chi.URLParam(r, "z"), chi.URLParam(r, "x"), chi.URLParam(r, "y"))
	if err != nil {
		return err
	}
	image, err := s.background.tiles.Get(r.Context(), tile, otter.LoaderFunc[tileAddress, tileImage](s.background.fetch))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	if image.kind == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Content-Type", image.kind)
	_, err = w.Write(image.data)
	return err
}

// address reads a tile's numbers. Tiles that do not touch Finland are refused: the key pays for our map only.
func (b *background) address(texts ...string) (tileAddress, error) {
	var n [3]int
	for i, digits := range texts {
		var err error
		if n[i], err = strconv.Atoi(digits); err != nil || n[i] < 0 || strconv.Itoa(n[i]) != digits {
			return tileAddress{}, errNoRoute
		}
	}
	t := tileAddress{n[0], n[1], n[2]}
	if t.z > b.MaxZoom || t.x >= 1<<t.z || t.y >= 1<<t.z || !touchesFinland(t) {
		return tileAddress{}, errNoRoute
	}
	return t, nil
}

// fetch asks the background's server for a tile.
func (b *background) fetch(ctx context.Context, t tileAddress) (tileImage, error) {
	select {
	case b.turns <- struct{}{}:
		defer func() { <-b.turns }()
	case <-ctx.Done():
		return tileImage{}, ctx.Err()
	}
	address := strings.NewReplacer("{z}", strconv.Itoa(t.z), "{x}", strconv.Itoa(t.x), "{y}", strconv.Itoa(t.y), "{key}", url.QueryEscape(b.Key)).Replace(b.URL)
	// A caller who leaves must not spoil the tile for others who wait for it.
	request, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, address, nil)
	if err != nil {
		return tileImage{}, errBackground
	}
	request.Header.Set("User-Agent", "Lupakartta")
	response, err := b.client.Do(request)
	if err != nil {
		return tileImage{}, fmt.Errorf("%w: %w", errBackground, withoutAddress(err))
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusNoContent {
		return tileImage{}, nil
	}
	kind := response.Header.Get("Content-Type")
	if response.StatusCode != http.StatusOK || !slices.Contains([]string{"image/png", "image/jpeg", "image/webp"}, kind) {
		return tileImage{}, fmt.Errorf("%w: status %d, %s", errBackground, response.StatusCode, kind)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, backgroundMaxBytes+1))
	if err != nil || len(data) > backgroundMaxBytes {
		return tileImage{}, fmt.Errorf("%w: tile cut short or too large", errBackground)
	}
	return tileImage{kind: kind, data: data}, nil
}

// withoutAddress drops the address, which holds the key, from an error of net/http.
func withoutAddress(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// touchesFinland tells whether a web-mercator tile lies at least partly in Finland's box.
func touchesFinland(t tileAddress) bool {
	n := float64(int64(1) << t.z)
	lon := func(x int) float64 { return float64(x)/n*360 - 180 }
	lat := func(y int) float64 { return math.Atan(math.Sinh(math.Pi*(1-2*float64(y)/n))) * 180 / math.Pi }
	box := orb.Bound{Min: orb.Point{lon(t.x), lat(t.y + 1)}, Max: orb.Point{lon(t.x + 1), lat(t.y)}}
	return box.Intersects(geo.Finland)
}
