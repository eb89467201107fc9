package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"

	"lupakartta/tiles"
	"lupakartta/tiles/tilestest"
)

// comparedTiles is how many tiles of each zoom are compared with the yardstick's.
const comparedTiles = 25

// compareTiles asks both for some tiles and tells how far they agree: in features, attributes and area.
func compareTiles(ctx context.Context, ours string, y *yardstick, all []tiles.Tile) (string, error) {
	var e equality
	for _, t := range all[:min(comparedTiles, len(all))] {
		our, err := fetch(ctx, ours+fmt.Sprintf(ourTiles, t.Z, t.X, t.Y))
		if err != nil {
			return "", err
		}
		their, err := y.tile(ctx, "3067", t)
		if err != nil {
			return "", err
		}
		if err := e.add(our, their); err != nil {
			return "", err
		}
	}
	return e.String(), nil
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s: %s", address, response.Status)
	}
	return io.ReadAll(response.Body)
}

// equality is how far tiles of two makers agree.
type equality struct {
	features, missing, additional, otherwise int
	worst                                    float64 // the greatest difference of a tile's area, as a share of it
}

func (e *equality) String() string {
	return fmt.Sprintf("%d features compared: %d missing, %d too many, %d with other attributes; areas differ by %.4f %% at most",
		e.features, e.missing, e.additional, e.otherwise, 100*e.worst)
}

// drawn is a feature of a tile.
type drawn struct {
	attributes string
	area       float64 // square units
}

func (e *equality) add(our, their []byte) error {
	got, ours, err := features(our)
	if err != nil {
		return err
	}
	want, theirs, err := features(their)
	if err != nil {
		return err
	}
	e.features += len(want)
	for id, w := range want {
		switch g, ok := got[id]; {
		case !ok:
			e.missing++
		case g.attributes != w.attributes:
			e.otherwise++
		}
		delete(got, id)
	}
	e.additional += len(got)
	if theirs > 0 {
		e.worst = max(e.worst, math.Abs(ours-theirs)/theirs)
	}
	return nil
}

// features are those of a tile by layer and id, with the area of all together.
func features(tile []byte) (all map[string]drawn, area float64, err error) {
	decoded, err := tilestest.Decode(tile)
	if err != nil {
		return nil, 0, err
	}
	all = map[string]drawn{}
	for _, layer := range decoded {
		for _, f := range layer.Features {
			attributes, err := json.Marshal(f.Tags)
			if err != nil {
				return nil, 0, err
			}
			d := drawn{attributes: string(attributes)}
			for _, ring := range f.Rings {
				d.area += tilestest.Area(ring) // holes run the other way
			}
			if f.Kind != 3 {
				d.area = 0
			}
			all[fmt.Sprint(layer.Name, "/", f.ID)] = d
			area += d.area
		}
	}
	return all, area, nil
}
