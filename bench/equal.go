package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"

	"github.com/paulmach/orb"

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
	return answerOf(request)
}

// answerOf is the body of an answer that is no refusal.
func answerOf(request *http.Request) ([]byte, error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s: %s", request.URL, response.Status)
	}
	return io.ReadAll(response.Body)
}

// equality is how far tiles of two makers agree.
type equality struct {
	features, missing, additional, otherwise int
	edge                                     int     // of those missing and additional, how many lie on the edge of the buffer
	thinned                                  int     // tiles that had no room for all, which are not compared
	worst                                    float64 // the greatest difference of a tile's area, as a share of it
	area, differs                            float64 // of all tiles together, square units
}

func (e *equality) String() string {
	return fmt.Sprintf("%d features compared: %d missing, %d too many (%d of both on the buffer's edge), %d with other attributes; areas differ by %.4f %%, in a tile by %.4f %% at most; %d thinned tiles not compared",
		e.features, e.missing, e.additional, e.edge, e.otherwise, 100*math.Abs(e.differs)/max(e.area, 1), 100*e.worst, e.thinned)
}

// drawn is a feature of a tile.
type drawn struct {
	attributes string
	onEdge     bool // nothing of it lies further in than a unit from the edge of the buffer
}

func (e *equality) add(our, their []byte) error {
	got, ours, err := features(our)
	if err != nil {
		return err
	}
	if _, ok := got[tiles.LeftOutLayer]; ok {
		e.thinned++
		return nil
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
			e.edge += count(w.onEdge)
		case g.attributes != w.attributes:
			e.otherwise++
		}
		delete(got, id)
	}
	e.additional += len(got)
	for _, g := range got {
		e.edge += count(g.onEdge)
	}
	e.area, e.differs = e.area+theirs, e.differs+ours-theirs
	if theirs > 0 {
		e.worst = max(e.worst, math.Abs(ours-theirs)/theirs)
	}
	return nil
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// features are those of a tile by layer and id, with the area of all together.
func features(tile []byte) (all map[string]drawn, area float64, err error) {
	decoded, err := tilestest.Decode(tile)
	if err != nil {
		return nil, 0, err
	}
	all = map[string]drawn{}
	for name, layer := range decoded {
		if name == tiles.LeftOutLayer {
			all[name] = drawn{}
		}
		for _, f := range layer.Features {
			attributes, err := json.Marshal(f.Tags)
			if err != nil {
				return nil, 0, err
			}
			d := drawn{attributes: string(attributes), onEdge: true}
			for _, ring := range f.Rings {
				if f.Kind == 3 {
					area += tilestest.Area(ring) // holes run the other way
				}
				d.onEdge = d.onEdge && onEdge(ring)
			}
			all[fmt.Sprint(layer.Name, "/", f.ID)] = d
		}
	}
	return all, area, nil
}

func onEdge(ring []orb.Point) bool {
	const low, high = 1 - tiles.Buffer, tiles.Extent + tiles.Buffer - 1
	bound := orb.LineString(ring).Bound()
	return bound.Max[0] <= low || bound.Min[0] >= high || bound.Max[1] <= low || bound.Min[1] >= high
}
