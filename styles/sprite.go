package styles

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"math"
	"slices"
	"strings"

	"lupakartta/layers"
)

// blank is the image that draws nothing, for features without a pattern beside others that have one.
const blank = "blank"

// imageName is the name of a pattern or a symbol in a colour.
func imageName(what, color string) string { return what + "-" + strings.TrimPrefix(color, "#") }

// Sprite is the images that the styles of some layers use in one tone. Equal layers give equal bytes.
type Sprite struct {
	names []string // in order
	ring  string
}

// SpriteOf is the sprite of every style of the layers in a tone.
func SpriteOf(published []layers.Layer, isDark bool) Sprite {
	t := toneOf(isDark)
	names := map[string]bool{blank: true}
	for _, l := range published {
		k := lookOf(l)
		own := class{color: k.color, pattern: k.pattern, shape: k.shape}
		for _, c := range append(classesOf(l, k), own) {
			if l.Version.GeometryType == "Point" || l.Version.GeometryType == "Mixed" {
				names[imageName(c.shape, t.mark(c.color))] = true
			}
			if l.Version.GeometryType != "Point" && c.pattern != "" {
				names[imageName(c.pattern, t.mark(c.color))] = true
			}
		}
	}
	return Sprite{names: slices.Sorted(maps.Keys(names)), ring: t.ring}
}

// Tag differs where the images do.
func (s Sprite) Tag() string {
	sum := sha256.Sum256([]byte(s.ring + strings.Join(s.names, " ")))
	return hex.EncodeToString(sum[:8])
}

// Place is where an image lies on the sheet, pixels.
type Place struct {
	X          int `json:"x"`
	Y          int `json:"y"`
	Width      int `json:"width"`
	Height     int `json:"height"`
	PixelRatio int `json:"pixelRatio"`
}

// columns of the sheet; a field holds a symbol, the largest image.
const columns = 16

// Places is the index of the sheet at a pixel ratio.
func (s Sprite) Places(ratio int) map[string]Place {
	places := map[string]Place{}
	for i, name := range s.names {
		side := patternSide
		if what, _, _ := strings.Cut(name, "-"); paths.Shapes[what] != "" {
			side = symbolSide
		}
		field := symbolSide * ratio
		places[name] = Place{X: i % columns * field, Y: i / columns * field, Width: side * ratio, Height: side * ratio, PixelRatio: ratio}
	}
	return places
}

// PNG is the sheet at a pixel ratio.
func (s Sprite) PNG(ratio int) ([]byte, error) {
	field := symbolSide * ratio
	rows := (len(s.names) + columns - 1) / columns
	sheet := image.NewNRGBA(image.Rect(0, 0, columns*field, rows*field))
	for name, at := range s.Places(ratio) {
		picture, err := s.picture(name, ratio)
		if err != nil {
			return nil, fmt.Errorf("sprite: %s: %w", name, err)
		}
		draw.Draw(sheet, image.Rect(at.X, at.Y, at.X+at.Width, at.Y+at.Height), picture, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, sheet); err != nil {
		return nil, fmt.Errorf("sprite: %w", err)
	}
	return out.Bytes(), nil
}

// picture draws one image.
func (s Sprite) picture(name string, ratio int) (image.Image, error) {
	what, hex, _ := strings.Cut(name, "-")
	if shape, ok := paths.Shapes[what]; ok {
		return symbol(shape, "#"+hex, s.ring, ratio)
	}
	if pattern, ok := paths.Patterns[what]; ok {
		return patternTile(pattern, "#"+hex, ratio)
	}
	return image.NewNRGBA(image.Rect(0, 0, patternSide*ratio, patternSide*ratio)), nil
}

// symbol is a shape with a ring round it.
func symbol(path, color, ring string, ratio int) (image.Image, error) {
	lines, err := parse(path)
	if err != nil {
		return nil, err
	}
	side := symbolSide * ratio
	round, inside := newCanvas(side, symbolRoom, float64(ratio)), newCanvas(side, symbolRoom, float64(ratio))
	for _, l := range lines {
		round.stroke(l, ringWidth)
		inside.fill(l.points)
	}
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	round.Draw(picture, picture.Bounds(), image.NewUniform(colorOf(ring, 1)), image.Point{})
	inside.Draw(picture, picture.Bounds(), image.NewUniform(colorOf(color, 1)), image.Point{})
	return picture, nil
}

// patternOpacity lets what lies below a pattern shine through.
const patternOpacity = 0.75

// patternTile is one tile of a pattern. It is drawn with a margin, which the lines may cross, and cut.
func patternTile(pattern PatternPath, color string, ratio int) (image.Image, error) {
	lines, err := parse(pattern.Path)
	if err != nil {
		return nil, err
	}
	const margin = 6
	whole := (patternSide + 2*margin) * ratio
	c := newCanvas(whole, margin, float64(ratio))
	for _, l := range lines {
		c.stroke(l, pattern.Width)
	}
	picture := image.NewRGBA(image.Rect(0, 0, whole, whole))
	c.Draw(picture, picture.Bounds(), image.NewUniform(colorOf(color, patternOpacity)), image.Point{})
	tile := image.NewNRGBA(image.Rect(0, 0, patternSide*ratio, patternSide*ratio))
	draw.Draw(tile, tile.Bounds(), picture, image.Pt(margin*ratio, margin*ratio), draw.Src)
	return tile, nil
}

func colorOf(hex string, opacity float64) color.NRGBA {
	c := rgb(hex)
	part := func(v float64) uint8 { return uint8(math.Round(v * 255)) }
	return color.NRGBA{part(c[0]), part(c[1]), part(c[2]), part(opacity)}
}
