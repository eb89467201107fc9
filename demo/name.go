package demo

import (
	"math/rand/v2"
)

// name is a name in the town's two languages.
type name struct{ fi, sv string }

func (n name) empty() bool { return n.fi == "" }

// stem is the first part of street names; sv is its Swedish linking form.
type stem struct{ fi, sv string }

// stems by theme: districts of Finnish towns name their streets after one subject.
var stems = map[string][]stem{
	"trees": {{"Koivu", "Björk"}, {"Mänty", "Tall"}, {"Kuusi", "Gran"}, {"Pihlaja", "Rönn"}, {"Leppä", "Al"}, {"Haapa", "Asp"},
		{"Tammi", "Ek"}, {"Vaahtera", "Lönn"}, {"Lehmus", "Lind"}, {"Saarni", "Ask"}, {"Jalava", "Alm"}, {"Kataja", "En"}, {"Tuomi", "Hägg"},
		{"Paju", "Vide"}, {"Raita", "Sälg"}, {"Poppeli", "Poppel"}, {"Lehtikuusi", "Lärk"}, {"Omena", "Äppel"}, {"Kirsikka", "Körsbärs"}, {"Pähkinä", "Hassel"}},
	"birds": {{"Kurki", "Tran"}, {"Joutsen", "Svan"}, {"Pääsky", "Svale"}, {"Kiuru", "Sånglärks"}, {"Västäräkki", "Ärle"}, {"Peippo", "Bofinks"},
		{"Rastas", "Trast"}, {"Käki", "Gök"}, {"Tikka", "Hackspetts"}, {"Pöllö", "Uggle"}, {"Haukka", "Hök"}, {"Kotka", "Örn"}, {"Lokki", "Mås"},
		{"Sorsa", "And"}, {"Telkkä", "Knip"}, {"Kuikka", "Lom"}, {"Teeri", "Orr"}, {"Metso", "Tjäder"}, {"Pyy", "Järp"}, {"Varpus", "Sparv"}, {"Tilhi", "Sidensvans"}, {"Sirkku", "Siske"}},
	"meadow": {{"Niitty", "Ängs"}, {"Apila", "Klöver"}, {"Kello", "Klock"}, {"Ruis", "Råg"}, {"Ohra", "Korn"}, {"Kaura", "Havre"}, {"Vehnä", "Vete"},
		{"Pellava", "Lin"}, {"Heinä", "Hö"}, {"Kaste", "Dagg"}, {"Orvokki", "Viol"}, {"Kielo", "Liljekonvalj"}, {"Vuokko", "Sipp"}, {"Kissankello", "Blåklocks"},
		{"Leinikki", "Smörblomme"}, {"Mesi", "Honungs"}, {"Sarka", "Teg"}, {"Aitta", "Bod"}, {"Lato", "Lade"}, {"Kuhilas", "Skyl"}, {"Elo", "Skörde"}, {"Riihi", "Rie"}},
	"forest": {{"Metsä", "Skogs"}, {"Karhu", "Björn"}, {"Kettu", "Räv"}, {"Jänis", "Har"}, {"Orava", "Ekorrs"}, {"Ilves", "Lo"}, {"Hirvi", "Älg"},
		{"Majava", "Bäver"}, {"Mäyrä", "Grävlings"}, {"Siili", "Igelkotts"}, {"Mustikka", "Blåbärs"}, {"Puolukka", "Lingon"}, {"Lakka", "Hjortron"}, {"Sammal", "Moss"},
		{"Jäkälä", "Lav"}, {"Sieni", "Svamp"}, {"Tatti", "Sopp"}, {"Kallio", "Bergs"}, {"Korpi", "Ödemarks"}, {"Havu", "Barr"}, {"Käpy", "Kott"}, {"Kanto", "Stubb"}},
	"water": {{"Ahven", "Abborr"}, {"Hauki", "Gädd"}, {"Siika", "Sik"}, {"Muikku", "Löj"}, {"Kuha", "Gös"}, {"Lohi", "Lax"}, {"Aalto", "Våg"}, {"Purje", "Segel"},
		{"Airo", "År"}, {"Ankkuri", "Ankar"}, {"Laituri", "Brygg"}, {"Verkko", "Nät"}, {"Koukku", "Krok"}, {"Vene", "Båt"}, {"Soutu", "Rodd"}, {"Kaisla", "Säv"},
		{"Ruoko", "Vass"}, {"Lumme", "Näckros"}, {"Simpukka", "Mussel"}, {"Poukama", "Viks"}, {"Luoto", "Skärs"}, {"Salmi", "Sund"}},
	"trades": {{"Seppä", "Smeds"}, {"Suutari", "Skomakar"}, {"Räätäli", "Skräddar"}, {"Kauppa", "Handels"}, {"Mylly", "Kvarn"}, {"Saha", "Såg"}, {"Tiili", "Tegel"},
		{"Kalkki", "Kalk"}, {"Vaski", "Koppar"}, {"Kulta", "Guld"}, {"Leipuri", "Bagar"}, {"Puuseppä", "Snickar"}, {"Muurari", "Murar"}, {"Nahkuri", "Garvar"},
		{"Kelloseppä", "Urmakar"}, {"Kirja", "Bok"}, {"Paino", "Tryckeri"}, {"Posti", "Post"}, {"Raatihuoneen", "Rådhus"}, {"Koulu", "Skol"}, {"Linnan", "Slotts"},
		{"Torni", "Torn"}, {"Portti", "Port"}, {"Kaivo", "Brunns"}, {"Silta", "Bro"}, {"Pappilan", "Prästgårds"}, {"Lukkari", "Klockar"}, {"Kruunu", "Krono"}, {"Tulli", "Tull"}, {"Lääkäri", "Läkar"}},
	"industry": {{"Rauta", "Järn"}, {"Teräs", "Stål"}, {"Vasara", "Hammar"}, {"Alasin", "Städ"}, {"Konttori", "Kontors"}, {"Varasto", "Lager"}, {"Kone", "Maskin"},
		{"Turbiini", "Turbin"}, {"Ratas", "Hjul"}, {"Pultti", "Bult"}, {"Niitti", "Nit"}, {"Kaapeli", "Kabel"}, {"Voima", "Kraft"}, {"Kemia", "Kemi"}, {"Tehdas", "Fabriks"},
		{"Paja", "Verkstads"}, {"Valimo", "Gjuteri"}, {"Terminaali", "Terminal"}, {"Trukki", "Truck"}, {"Kuljetus", "Transport"}},
	"rural": {{"Ylätalon", "Övergårds"}, {"Alatalon", "Nedergårds"}, {"Perälän", "Perälä"}, {"Myllyojan", "Kvarnbäcks"}, {"Suoniityn", "Kärrängs"}, {"Hakamaan", "Hag"},
		{"Uudistalon", "Nybygges"}, {"Torpan", "Torp"}, {"Kylän", "By"}, {"Lehdon", "Lunds"}, {"Harjun", "Ås"}, {"Notkon", "Sänk"}, {"Rajan", "Gräns"}, {"Erämaan", "Vildmarks"}, {"Saukon", "Utter"}, {"Kivikon", "Sten"}},
}

// endings of street names by class.
var endings = map[class][]stem{
	mainRoad:  {{"katu", "gatan"}, {"tie", "vägen"}, {"puistokatu", "esplanaden"}},
	collector: {{"katu", "gatan"}, {"tie", "vägen"}, {"kaari", "bågen"}},
	local:     {{"tie", "vägen"}, {"katu", "gatan"}, {"kaarre", "svängen"}, {"rinne", "slänten"}},
	deadEnd:   {{"kuja", "gränden"}, {"piha", "gården"}, {"perä", "ändan"}},
	path:      {{"polku", "stigen"}, {"raitti", "stråket"}},
	rural:     {{"tie", "vägen"}},
}

// streetNames gives every street a name that no other street of the town has.
func (t *town) streetNames() {
	taken := map[string]bool{}
	for _, s := range t.streets {
		if !s.name.empty() {
			taken[s.name.fi], taken[s.name.sv] = true, true
		}
	}
	for _, s := range t.streets {
		if s.name.empty() {
			s.name = t.streetName(s, taken)
			taken[s.name.fi], taken[s.name.sv] = true, true
		}
	}
}

func (t *town) streetName(s *street, taken map[string]bool) name {
	r := derive(t.seed, "street", t.number, s.order)
	theme := districts[s.district].theme
	if s.class == rural {
		theme = "rural"
	}
	kinds := endings[s.class]
	if theme == "trades" && s.class != path && s.class != deadEnd {
		kinds = endings[mainRoad][:1] // the old town has nothing but katu
	}
	for _, theme := range []string{theme, theme, theme, "meadow", "forest", "birds", "water", "trees", "trades"} {
		for range 8 {
			n := compose(r, stems[theme], kinds)
			if !taken[n.fi] && !taken[n.sv] {
				return n
			}
		}
	}
	// Names run out only in far larger towns than these; then they count on.
	n := compose(r, stems[theme], kinds)
	for i := 2; ; i++ {
		next := name{numerals[i%len(numerals)].fi + n.fi, numerals[i%len(numerals)].sv + n.sv}
		if !taken[next.fi] && !taken[next.sv] {
			return next
		}
		n = next
	}
}

var numerals = []stem{{"Vanha-", "Gamla "}, {"Uusi-", "Nya "}, {"Iso-", "Stora "}, {"Pikku-", "Lilla "}}

func compose(r *rand.Rand, from []stem, kinds []stem) name {
	a, b := from[r.IntN(len(from))], kinds[r.IntN(len(kinds))]
	return name{a.fi + b.fi, a.sv + b.sv}
}

// place is a name of something that is not a street.
func place(fi, sv string) name { return name{fi, sv} }
