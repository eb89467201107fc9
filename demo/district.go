package demo

// district is a part of the town with a number and a name; its streets are named after one theme.
type district struct {
	number int // within the town; the register's number adds the town's own base
	name   name
	theme  string
	in     func(p pt) bool // on the plan
}

func within(u0, u1, v0, v1 float64) func(pt) bool {
	return func(p pt) bool { return p.u >= m(u0) && p.u < m(u1) && p.v >= m(v0) && p.v < m(v1) }
}

// districts in the order in which they claim a place. The last three are villages of the countryside.
var districts = []district{
	{1, place("Keskusta", "Centrum"), "trades", within(-610, 610, 150, 1000)},
	{2, place("Asemanseutu", "Stationsområdet"), "trades", within(-610, 610, 1000, 1540)},
	{3, place("Länsiranta", "Västra stranden"), "birds", within(-2714, -610, 150, 820)},
	{4, place("Koivikko", "Björkdungen"), "trees", within(-2714, -610, 820, 1540)},
	{5, place("Itäharju", "Österåsen"), "forest", within(610, 2714, 820, 1540)},
	{6, place("Sairaalanmäki", "Sjukhusbacken"), "meadow", within(610, 2714, 150, 820)},
	{7, place("Rautala", "Järnby"), "industry", within(610, 2714, 1540, 2710)},
	{8, place("Pohjoispelto", "Norråkern"), "meadow", within(-2714, -610, 1540, 2710)},
	{9, place("Radanvarsi", "Banvallen"), "birds", within(-610, 610, 1540, 2710)},
	{10, place("Niemi", "Udden"), "water", within(-2250, -1500, -2000, 150)},
	{11, place("Ranta", "Stranden"), "water", within(-2714, 2714, -2000, 150)},
	{401, place("Mallilan kylä", "Mallila by"), "rural", within(-9999, 0, -9999, 9999)},
	{402, place("Ylikylä", "Överby"), "rural", within(0, 9999, 2650, 9999)},
	{403, place("Itäkylä", "Österby"), "rural", within(0, 9999, -9999, 2650)},
}

const firstVillage = 11 // index of the first village in districts

func (t *town) districtAt(p pt) int {
	for i, d := range districts {
		if d.in(p) {
			return i
		}
	}
	return firstVillage
}

// villageAt is the village whose land a place was before the town.
func (t *town) villageAt(p pt) int {
	for i := firstVillage; i < len(districts); i++ {
		if districts[i].in(p) {
			return i
		}
	}
	return firstVillage
}

// districtNumber is the register's number of a district. Towns that share a municipality number have their own.
func (t *town) districtNumber(i int) int {
	if i >= firstVillage {
		return t.villageNumber(i - firstVillage)
	}
	return t.slot*firstVillage + districts[i].number
}

func (t *town) villageNumber(i int) int {
	if t.slot == 0 {
		return 401 + i
	}
	return 698 + 3*t.slot + i
}

// municipalityNumbers are numbers that no Finnish municipality has; Mallila's comes first.
var municipalityNumbers = []int{990, 991, 993, 994, 995, 996, 997, 998, 999, 985, 986, 987, 988}

// townsPerNumber is how many towns share a municipality number in the large sizes.
const townsPerNumber = 60

var townNames = [2][]stem{
	{{"Koivu", "Björk"}, {"Malli", "Modell"}, {"Kurki", "Tran"}, {"Lumme", "Näckros"}, {"Hallan", "Frost"}, {"Kaarna", "Bark"}, {"Tuuli", "Vind"}, {"Sarka", "Teg"}, {"Kuu", "Mån"}, {"Usva", "Dis"}, {"Havu", "Barr"}, {"Kide", "Kristall"}},
	{{"vaara", "berg"}, {"koski", "fors"}, {"saari", "ö"}, {"niemi", "udd"}, {"mäki", "backa"}, {"ranta", "strand"}, {"lampi", "tjärn"}, {"kangas", "mo"}, {"harju", "ås"}, {"perä", "ända"}, {"korpi", "mark"}, {"suo", "kärr"}, {"lehto", "lund"}},
}

// townName is the fictional name of a town.
func townName(number int) name {
	if number == 0 {
		return place("Mallila", "Mallila")
	}
	first, last := townNames[0], townNames[1]
	a, b := first[(number*7)%len(first)], last[(number*5)%len(last)]
	n := name{a.fi + b.fi + "la", a.sv + b.sv + "by"}
	if round := number / (len(first) * len(last)); round > 0 {
		n = name{numerals[(round-1)%len(numerals)].fi + n.fi, numerals[(round-1)%len(numerals)].sv + n.sv}
	}
	return n
}
