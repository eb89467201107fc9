package styles

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/vector"
)

// Paths are the outlines of symbols and the lines of patterns, as SVG has them (M, L, C and Z, absolute), for legends.
type Paths struct {
	Shapes   map[string]string      `json:"shapes"`   // in a box of 24 × 24
	Patterns map[string]PatternPath `json:"patterns"` // in a tile of 12 × 12
}

// PatternPath is the lines of a pattern, which repeats.
type PatternPath struct {
	Path  string  `json:"path"`
	Width float64 `json:"width"` // of the lines, whose ends are round
}

var paths = Paths{
	Shapes: map[string]string{
		"circle":   "M12 4C16.42 4 20 7.58 20 12C20 16.42 16.42 20 12 20C7.58 20 4 16.42 4 12C4 7.58 7.58 4 12 4Z",
		"square":   "M5 5L19 5L19 19L5 19Z",
		"diamond":  "M12 2.5L21.5 12L12 21.5L2.5 12Z",
		"triangle": "M12 3L22 20L2 20Z",
		"pentagon": "M12 3L21.5 10L18 20.5L6 20.5L2.5 10Z",
		"hexagon":  "M12 2.5L20.5 7.25L20.5 16.75L12 21.5L3.5 16.75L3.5 7.25Z",
		"star":     "M12 1.5L15.1 8.6L22.8 9.3L17 14.4L18.7 22L12 18L5.3 22L7 14.4L1.2 9.3L8.9 8.6Z",
		"drop":     "M12 2C8.13 2 5 5.13 5 9C5 14 12 22 12 22C12 22 19 14 19 9C19 5.13 15.87 2 12 2Z",
	},
	Patterns: map[string]PatternPath{
		"hatch": {"M-3 3L3 -3M-1 13L13 -1M9 15L15 9", 1.4},
		"back":  {"M-3 9L3 15M-1 -1L13 13M9 -3L15 3", 1.4},
		"cross": {"M0 12L12 0M0 0L12 12", 1},
		"dots":  {"M3 3L3 3M9 9L9 9", 2.6},
		"bars":  {"M3 -2L3 14M9 -2L9 14", 1.2},
	},
}

// patternSide and symbolSide are the sides of images at a pixel ratio of 1; symbols have room for a ring.
const (
	patternSide = 12
	symbolSide  = 28
	symbolRoom  = 2
	ringWidth   = 4 // half of it lies below the symbol
)

type point struct{ x, y float64 }

// line is one run of a path.
type line struct {
	points []point
	closed bool
}

// parse reads a path into straight lines.
func parse(path string) ([]line, error) {
	var lines []line
	for i := 0; i < len(path); {
		end := i + 1
		for end < len(path) && !strings.ContainsRune("MLCZ", rune(path[end])) {
			end++
		}
		points, err := parsePoints(path[i+1 : end])
		if err != nil {
			return nil, fmt.Errorf("path %q: %w", path, err)
		}
		command := path[i]
		i = end
		if command == 'M' && len(points) == 1 {
			lines = append(lines, line{points: points})
			continue
		}
		if len(lines) == 0 {
			return nil, fmt.Errorf("path %q begins without M", path)
		}
		last := &lines[len(lines)-1]
		switch {
		case command == 'L' && len(points) == 1:
			last.points = append(last.points, points...)
		case command == 'C' && len(points) == 3:
			last.points = append(last.points, curve(last.points[len(last.points)-1], points)...)
		case command == 'Z' && len(points) == 0:
			last.closed = true
		default:
			return nil, fmt.Errorf("path %q: %c with %d points", path, command, len(points))
		}
	}
	return lines, nil
}

func parsePoints(text string) ([]point, error) {
	var numbers []float64
	for field := range strings.FieldsSeq(text) {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	var points []point
	for i := 0; i+1 < len(numbers); i += 2 {
		points = append(points, point{numbers[i], numbers[i+1]})
	}
	return points, nil
}

// curve is a cubic Bézier curve in pieces shorter than anybody sees.
func curve(from point, to []point) []point {
	const pieces = 12
	var list []point
	for i := 1; i <= pieces; i++ {
		t := float64(i) / pieces
		u := 1 - t
		a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		list = append(list, point{a*from.x + b*to[0].x + c*to[1].x + d*to[2].x, a*from.y + b*to[0].y + c*to[1].y + d*to[2].y})
	}
	return list
}

// canvas rasterizes lines, moved and scaled.
type canvas struct {
	*vector.Rasterizer
	move, scale float64
}

func newCanvas(side int, move, scale float64) canvas {
	return canvas{vector.NewRasterizer(side, side), move, scale}
}

// fill adds the inside of a ring.
func (c canvas) fill(ring []point) {
	area := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		area += p.x*q.y - q.x*p.y
	}
	for i := range ring {
		p := ring[i]
		if area < 0 { // one way round for all, so that what overlaps adds up
			p = ring[len(ring)-1-i]
		}
		x, y := float32((p.x+c.move)*c.scale), float32((p.y+c.move)*c.scale)
		if i == 0 {
			c.MoveTo(x, y)
		} else {
			c.LineTo(x, y)
		}
	}
	c.ClosePath()
}

// stroke adds a line with round corners and ends.
func (c canvas) stroke(l line, width float64) {
	for i, p := range l.points {
		c.fill(disc(p, width/2))
		next := i + 1
		if next == len(l.points) {
			if !l.closed {
				return
			}
			next = 0
		}
		q := l.points[next]
		length := math.Hypot(q.x-p.x, q.y-p.y)
		if length == 0 {
			continue
		}
		dx, dy := (q.y-p.y)/length*width/2, -(q.x-p.x)/length*width/2
		c.fill([]point{{p.x + dx, p.y + dy}, {q.x + dx, q.y + dy}, {q.x - dx, q.y - dy}, {p.x - dx, p.y - dy}})
	}
}

func disc(p point, radius float64) []point {
	const corners = 24
	var ring []point
	for i := range corners {
		angle := 2 * math.Pi * float64(i) / corners
		ring = append(ring, point{p.x + radius*math.Cos(angle), p.y + radius*math.Sin(angle)})
	}
	return ring
}
