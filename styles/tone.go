package styles

// tone is the colours of a map, light or dark: those of the paper, and how the colours of recipes are changed by what
// they paint.
type tone struct {
	name     string // names the sprite
	paper    string
	casing   string // of streets
	halo     string // round names
	townName string // names of streets and buildings
	ring     string // round symbols
	land     func(hex string) string
	water    func(hex string) string
	shore    func(hex string) string
	street   func(hex string) string
	building func(hex string) string
	wall     func(hex string) string // outlines of buildings
	fill     func(hex string) string // areas of thematic layers
	mark     func(hex string) string // their lines, symbols and patterns
	outline  func(hex string) string
	text     func(hex string, share float64) string // names, darker than what they name by a share
}

// Contrasts that lines, names and areas have at least (WCAG 2.2, 1.4.11 and 1.4.3): against the grounds that are usual,
// with something to spare in the dark, where names are read even across streets.
const (
	lightMark = 3.0
	lightText = 4.5
	darkMark  = 4.0
	darkText  = 11.0
	darkFill  = 7.0
)

// lightGround is what is darkest of the usual grounds of the light map: a lake.
const lightGround = "#b9dbec"

// lightArea is what is dark of the areas that names are written across: an industrial quarter of a plan.
const lightArea = "#b8adbf"

// darkGround is the land of the dark map as it mostly is.
const darkGround = "#24272a"

func toneOf(isDark bool) tone {
	if isDark {
		return dark
	}
	return light
}

func same(hex string) string { return hex }

func by(amount float64) func(string) string {
	return func(hex string) string { return shade(hex, amount) }
}

var light = tone{
	name: "light", paper: "#f7f7f8", casing: "#cfc8b8", halo: "rgba(255,255,255,0.9)", townName: "#4c4638", ring: "#ffffff",
	land: same, water: same, shore: by(-0.18), street: same, building: same, wall: by(-0.3),
	fill:    same,
	mark:    func(hex string) string { return until(hex, -1, lightGround, lightMark) },
	outline: func(hex string) string { return until(shade(hex, -0.15), -1, lightGround, lightMark) },
	text:    func(hex string, share float64) string { return until(shade(hex, -share), -1, lightArea, lightText) },
}

var dark = tone{
	name: "dark", paper: "#17191c", casing: "#0f1113", halo: "rgba(20,22,25,0.9)", townName: "#dedad2", ring: "#0f1113",
	land:     func(hex string) string { return dimmed(hex, 0.4, func(l float64) float64 { return 0.06 + 0.1*l }) },
	water:    func(hex string) string { return dimmed(hex, 1, func(float64) float64 { return 0.17 }) },
	shore:    func(hex string) string { return dimmed(hex, 1, func(float64) float64 { return 0.32 }) },
	street:   darkStreet,
	building: func(hex string) string { return dimmed(hex, 0.7, func(float64) float64 { return 0.3 }) },
	wall:     func(hex string) string { return dimmed(hex, 0.5, func(float64) float64 { return 0.5 }) },
	fill:     lowered,
	mark:     func(hex string) string { return until(hex, 1, darkGround, darkMark) },
	outline:  func(hex string) string { return until(hex, 1, darkGround, darkMark) },
	text:     func(hex string, _ float64) string { return until(hex, 1, darkGround, darkText) },
}

// until darkens (towards -1) or lightens (1) a colour until it stands out from the ground.
func until(hex string, towards float64, ground string, least float64) string {
	for share := 0.0; share < 1; share += 0.04 {
		if c := shade(hex, towards*share); contrast(c, ground) >= least {
			return c
		}
	}
	return shade(hex, towards)
}

// lowered darkens a colour until light names stand out from it.
func lowered(hex string) string {
	return until(dimmed(hex, 0.9, func(l float64) float64 { return max(l, 0.32) }), -1, "#ffffff", darkFill)
}

// darkStreet keeps streets quiet that are light on light paper; those that are dark, to stand out, are lifted.
func darkStreet(hex string) string {
	if _, _, l := toHSL(hex); l > 0.7 {
		return dimmed(hex, 0.4, func(l float64) float64 { return 0.14 + 0.22*l })
	}
	return until(hex, 1, darkGround, darkMark)
}
