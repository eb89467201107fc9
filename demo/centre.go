package demo

// centre lays out the old town: a grid of streets between the shore road and the station, with the market square,
// the church and the public buildings in blocks of their own. w and e are its halves beside the church street.
func (t *town) centre(w, e region) {
	const bands = 6
	var upperW, upperE region
	var border *street
	w, upperW, border = t.corridor(w, alongV, m(oldTownTop), mainRoad, nil)
	e, upperE, _ = t.corridor(e, alongV, m(oldTownTop), mainRoad, border)
	border.name = place("Valtakatu", "Storgatan")
	t.grow(upperW, 0)
	t.grow(upperE, 0)
	gap := 2 * local.halfWidth()
	height := (w.size(alongV) - (bands-1)*gap) / bands
	var shared []*street
	for i := range bands {
		var lowW, lowE region
		if i == bands-1 {
			lowW, lowE = w, e
		} else {
			at := w.v0 + height + gap/2
			var s *street
			lowW, w, s = t.corridor(w, alongV, at, local, nil)
			lowE, e, _ = t.corridor(e, alongV, at, local, s)
		}
		t.centreBand(lowW, i, 0, &shared)
		t.centreBand(lowE, i, 1, &shared)
	}
}

// square is a market place or another paved open place.
func (t *town) square(r region, label name) {
	t.zone(block{corners: r.corners(), symbol: "aukio/tori"})
	t.add(unit{region: r, tenure: squareUnit, symbol: "aukio/tori", ground: "square", label: label})
}

// special are the blocks of the old town that are not ordinary, by band from the shore, half and column.
var special = map[[3]int]facility{
	{1, 0, 4}: {use: "square", label: place("Kauppatori", "Salutorget")},
	{1, 1, 0}: {use: "town_hall", label: place("Mallilan kaupungintalo", "Mallila stadshus")},
	{3, 1, 0}: {use: "church", label: place("Mallilan kirkko", "Mallila kyrka")},
	{3, 1, 1}: {use: "VP", label: place("Kirkkopuisto", "Kyrkparken")},
	{3, 0, 2}: {use: "VP", label: place("Raatihuoneenpuisto", "Rådhusparken")},
	{4, 0, 1}: {use: "school", label: place("Keskustan koulu", "Centrumskolan")},
	{5, 1, 3}: {use: "care", label: place("Torin päiväkoti", "Daghemmet Torget")},
	{0, 0, 4}: {use: "VP", label: place("Satamapuisto", "Hamnparken")},
}

// centreBand cuts one row of the grid into blocks; the streets between them continue those of the row below.
func (t *town) centreBand(r region, band, half int, shared *[]*street) {
	const columns = 5
	gap := 2 * local.halfWidth()
	width := (r.size(alongU) - (columns-1)*gap) / columns
	for i := range columns {
		if i == columns-1 {
			t.centreBlock(r, band, half, i)
			return
		}
		at := r.u0 + width + gap/2
		key := half*(columns-1) + i
		var s *street
		if key < len(*shared) {
			s = (*shared)[key]
		}
		var own region
		own, r, s = t.corridor(r, alongU, at, local, s)
		if key == len(*shared) {
			*shared = append(*shared, s)
		}
		t.centreBlock(own, band, half, i)
	}
}

func (t *town) centreBlock(r region, band, half, column int) {
	f, ok := special[[3]int{band, half, column}]
	switch {
	case !ok:
		p := patterns["C"]
		outer := half == 0 && column < 2 || half == 1 && column > 2
		if outer {
			p = patterns["AKC"]
		}
		t.strips(r, alongU, p, 0)
	case f.use == "square":
		t.square(r, f.label)
	case f.use == "VP":
		t.named(t.green(r, "VP"), f.label)
	case f.use == "church":
		t.single(r, "YK", church, f.label)
	case f.use == "town_hall":
		t.single(r, "YH", townHall, f.label)
	case f.use == "school":
		t.single(r, "YO", school, f.label)
	case f.use == "care":
		t.single(r, "YL", dayCare, f.label)
	}
}
