package layers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/testdb"
)

// searchTown has streets, addresses, property units and a lake to look for.
func searchTown(t testing.TB) (*Store, *Catalogue) {
	t.Helper()
	store := NewStore(testdb.New(t))
	layer := func(id string, theme Theme, kind string, items ...item) {
		recipe := testRecipe(id, theme)
		recipe.Coverage.Kind = CoverNone
		recipe.Search = &Search{Kind: kind, Title: []string{"name", "number"}, Detail: []string{"town"}}
		publish(t, store, recipe, items...)
	}
	name := func(id string, e, n float64, title string, number any, town string) item {
		attributes := map[string]any{"name": title, "town": town}
		if number != nil {
			attributes["number"] = number
		}
		return item{id, orb.Point{e, n}, attributes}
	}
	layer("addresses", Address, KindAddress,
		name("a1", 480000, 6920000, "Rantakatu", 5, "Mallila"), name("a2", 480100, 6920000, "Rantakatu", 50, "Mallila"),
		name("a3", 480200, 6920000, "Rantakatu", "5 b", "Mallila"), name("a4", 330000, 6820000, "Rantakatu", 5, "Tampere"),
		name("a5", 480300, 6920000, "Järvitie", 1, "Mallila"), name("a6", 480400, 6920000, "Åkergränden", 2, "Mallila"),
		name("a7", 480500, 6920000, "100 % katu_", 1, "Mallila"))
	layer("streets", BaseStreet, KindPlace,
		name("s1", 480000, 6920000, "Rantakatu", nil, "Mallila"), name("s1b", 480900, 6920000, "Rantakatu", nil, "Mallila"),
		name("s2", 480500, 6920000, "Rantakujanpää", nil, "Mallila"))
	layer("units", Property, KindProperty,
		name("u1", 480000, 6920000, "990-1-2-3", nil, "Mallila"), name("u2", 480010, 6920000, "990-1-2-30", nil, "Mallila"),
		name("u3", 480020, 6920000, "83711250030010", nil, "Tampere"))
	layer("lakes", BaseWater, KindFeature, name("l1", 481000, 6921000, "Pitkäjärvi", nil, "Mallila"))
	return store, loaded(t, store)
}

func TestSearch(t *testing.T) {
	store, catalogue := searchTown(t)
	mallila, tampere := &orb.Point{480000, 6920000}, &orb.Point{330000, 6820000}
	tests := []struct {
		name string
		text string
		near *orb.Point
		want []string // all of them, or the first when it ends in …
	}{
		{"a whole street before its addresses", "Rantakatu", mallila, []string{"streets/s1", "addresses/a1", "addresses/a3", "addresses/a2", "addresses/a4"}},
		{"a whole address", "rantakatu 5", mallila, []string{"addresses/a1", "addresses/a4", "addresses/a3", "addresses/a2"}},
		{"near another place", "rantakatu 5", tampere, []string{"addresses/a4", "addresses/a1", "…"}},
		{"with the town", "Rantakatu 5, Tampere", mallila, []string{"addresses/a4"}},
		{"words in another order", "mallila järvitie", nil, []string{"addresses/a5"}},
		{"the start of a word", "rantak", nil, []string{"streets/s1", "streets/s2", "…"}},
		{"abbreviated", "rantak. 50", nil, []string{"addresses/a2"}},
		{"without dots", "jarvitie", nil, []string{"addresses/a5"}},
		{"without rings", "AKERGRANDEN 2", nil, []string{"addresses/a6"}},
		{"with rings", "åkergr", nil, []string{"addresses/a6"}},
		{"a word within", "pitkäj", nil, []string{"lakes/l1"}},
		{"misspelt", "rantkatu 50", nil, []string{"addresses/a2", "…"}},
		{"misspelt lake", "pitkajrvi", nil, []string{"lakes/l1", "…"}},
		{"property unit", "990-1-2-3", nil, []string{"units/u1", "units/u2"}},
		{"property unit in full", "990-001-0002-0003", nil, []string{"units/u1", "units/u2"}},
		{"property unit in digits", "99000100020003", nil, []string{"units/u1", "units/u2"}},
		{"property unit kept in digits", "837-112-5003-10", nil, []string{"units/u3"}},
		{"property unit half typed", "990-001-2", nil, []string{"units/u1", "units/u2"}},
		{"patterns are no patterns", "%", nil, []string{}},
		{"nor underscores", "___", nil, []string{}},
		{"but are found", "100 % katu_", nil, []string{"addresses/a7"}},
		{"nothing", "  ,. ", nil, []string{}},
		{"nothing alike", "xyzzyq", nil, []string{}},
		{"not valid text", "\xff\x00ranta", nil, []string{"streets/s1", "…"}},
		{"quotes", `rantakatu' or '1'='1`, nil, []string{"…"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, err := store.Search(context.Background(), catalogue, Query{Text: test.text, Near: test.near, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, f := range found {
				got = append(got, f.Layer+"/"+f.FeatureID)
			}
			want := test.want
			if n := len(want); n > 0 && want[n-1] == "…" {
				want, got = want[:n-1], got[:min(n-1, len(got))]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want, got: %s", diff)
			}
		})
	}
}

func TestSearchResult(t *testing.T) {
	store, catalogue := searchTown(t)
	found, err := store.Search(context.Background(), catalogue, Query{Text: "rantakatu", Limit: 1})
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	got := found[0]
	if got.Kind != KindPlace || got.Title != "Rantakatu" || got.Detail != "Mallila" {
		t.Errorf("got %+v", got)
	}
	if west, east := geo.ToLonLat(orb.Point{480000, 6920000}), geo.ToLonLat(orb.Point{480900, 6920000}); math.Abs(got.BBox.Min[0]-west[0]) > 1e-7 || math.Abs(got.BBox.Max[0]-east[0]) > 1e-7 {
		t.Errorf("box %v, want both stretches of the street", got.BBox)
	}
	found, err = store.Search(context.Background(), catalogue, Query{Text: "837-112-5003-10", Limit: 1})
	if err != nil || len(found) != 1 || found[0].Title != "837-112-5003-10" {
		t.Errorf("got %+v, %v, want the id as people write it", found, err)
	}
	found, err = store.Search(context.Background(), catalogue, Query{Text: "6 672 118  385 611", Limit: 1})
	if err != nil || len(found) != 1 || found[0].Kind != KindCoordinate || found[0].Title != "N 6672118 E 385611" || found[0].Detail != "ETRS-TM35FIN" {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestSearchSeesPublishedVersionsOnly(t *testing.T) {
	store, catalogue := searchTown(t)
	recipe := testRecipe("lakes", BaseWater)
	recipe.Coverage.Kind = CoverNone
	recipe.Search = &Search{Kind: KindFeature, Title: []string{"name"}}
	look := func(text string) int {
		found, err := store.Search(context.Background(), catalogue, Query{Text: text, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	publish(t, store, recipe, item{"l1", orb.Point{481000, 6921000}, map[string]any{"name": "Lyhytlampi"}})
	if look("lyhytlampi") != 0 || look("pitkäjärvi") != 1 {
		t.Error("a catalogue that has not been loaded again must show what it showed")
	}
	if err := catalogue.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	if look("lyhytlampi") != 1 || look("pitkäjärvi") != 0 {
		t.Error("the new version is not what is searched")
	}
}

func TestNatural(t *testing.T) {
	sorted := []string{"katu", "katu 2", "katu 2 b", "katu 10", "katu 010 a", "tie"}
	for i := range len(sorted) - 1 {
		if natural(sorted[i], sorted[i+1]) >= 0 || natural(sorted[i+1], sorted[i]) <= 0 {
			t.Errorf("%q must come before %q", sorted[i], sorted[i+1])
		}
	}
}

// nameLayer fills layer_search with so many addresses in one statement.
func nameLayer(t testing.TB, store *Store, addresses int) {
	t.Helper()
	recipe := testRecipe("names", Address)
	recipe.Coverage.Kind = CoverNone
	number := publish(t, store, recipe, item{"x", orb.Point{480000, 6920000}, nil})
	_, err := store.pool.Exec(context.Background(), `with
		a as (select row_number() over () as i, x from unnest(string_to_array('Ranta Mänty Koivu Kallio Järvi Niitty Kivi Suo Pelto Metsä Lehto Harju Mylly Kirkko Koulu Asema Satama Tori Puisto Hämeen Turun Oulun Väinö Kauppa Linna Sepän Nuotta Verkko Hauki Ahven Kuha Lohi Siika Orava Karhu Susi Kettu Jänis Hirvi Peura', ' ')) x),
		b as (select x from unnest(string_to_array('niemen mäen lahden saaren rinteen kulman ojan portin laakson rannan kankaan joen aukion tien suon kallion lammen', ' ')) x),
		c as (select x from unnest(string_to_array('katu tie polku kuja raitti kaari', ' ')) x),
		streets as (select a.x || b.x || c.x as name from a, b, c)
		insert into layer_search (version, fid, kind, title, detail, folded, point, bbox)
		select $1, row_number() over () + 10, 'address', name || ' ' || n, 'Mallila', lower(name) || ' ' || n, p, st_expand(p, 5)
		from streets, generate_series(1, 26) n, st_setsrid(st_makepoint(470000 + random() * 20000, 6910000 + random() * 20000), 3067) p
		limit $2`, number, addresses)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.pool.Exec(context.Background(), "vacuum analyze layer_search"); err != nil {
		t.Fatal(err)
	}
}

// TestSearchUsesItsIndexes asks the planner rather than the clock, which other work on the machine moves.
func TestSearchUsesItsIndexes(t *testing.T) {
	store := NewStore(testdb.New(t))
	nameLayer(t, store, 20_000)
	catalogue := loaded(t, store)
	for _, text := range []string{"rantaniemenk", "rantaniemenkatu 5 mallila", "rntaniemenkatu 5"} {
		words := searchWords(text)
		q := target{typed: strings.Join(words, " "), words: words, properties: []string{"990-1"}}
		q.versions, q.layers = pinned(catalogue)
		queries := slices.Concat(q.exactly().QueuedQueries, q.misspelt().QueuedQueries, q.alike().QueuedQueries)
		for _, query := range queries {
			if strings.Contains(query.SQL, "set_config") {
				continue
			}
			var plan []byte
			if err := store.pool.QueryRow(context.Background(), "explain (format json) "+query.SQL, query.Arguments...).Scan(&plan); err != nil {
				t.Fatalf("%s: %v", query.SQL, err)
			}
			if !json.Valid(plan) || strings.Contains(string(plan), "Seq Scan") || !strings.Contains(string(plan), "layer_search_") {
				t.Errorf("%s: %s\n%s", text, query.SQL, plan)
			}
		}
		start := time.Now()
		found, err := store.Search(context.Background(), catalogue, Query{Text: text, Limit: 10})
		if err != nil || len(found) == 0 {
			t.Errorf("%s: %v, %v", text, found, err)
		}
		t.Logf("%s: %d found in %v", text, len(found), time.Since(start))
	}
}

func BenchmarkSearch(b *testing.B) {
	store := NewStore(testdb.New(b))
	nameLayer(b, store, 100_000)
	catalogue := loaded(b, store)
	for _, text := range []string{"r", "rantaniemenk", "rantaniemenkatu 5", "rantaniemenkatu 5 mallila", "rntaniemenkatu 5", "rntaniemenkatu 5 mallila", "qqqqqqqqqq mallila", "990-1-2-3"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := store.Search(context.Background(), catalogue, Query{Text: text, Limit: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestParsePropertyID(t *testing.T) {
	tests := []struct {
		text, want, digits string
	}{
		{"91-1-2-3", "91-1-2-3", "09100100020003"},
		{"091-001-0002-0003", "91-1-2-3", "09100100020003"},
		{"09100100020003", "91-1-2-3", "09100100020003"},
		{" 91 - 1 - 2 - 3 ", "91-1-2-3", "09100100020003"},
		{"91–1–2–3", "91-1-2-3", "09100100020003"},
		{"837-112-5003-10", "837-112-5003-10", "83711250030010"},
		{"91-1-2-3-M601", "91-1-2-3-M601", "09100100020003M0601"},
		{"09100100020003M0601", "91-1-2-3-M601", "09100100020003M0601"},
		{"5-0-0-0", "5-0-0-0", "00500000000000"},
	}
	for _, test := range tests {
		id, err := ParsePropertyID(test.text)
		if err != nil || id.String() != test.want || id.Digits() != test.digits {
			t.Errorf("%q: got %s, %s, %v, want %s, %s", test.text, id, id.Digits(), err, test.want, test.digits)
		}
		if again, err := ParsePropertyID(id.Digits()); err != nil || again != id {
			t.Errorf("%q: %s came back as %v, %v", test.text, id.Digits(), again, err)
		}
	}
	for _, text := range []string{"", "91", "91-1-2", "91-1-2-3-4", "0-1-2-3", "1091-1-2-3", "91-1-2-30000", "0910010002000", "091001000200033", "91-1-2-3-X1", "a-b-c-d", strings.Repeat("1", 100)} {
		if id, err := ParsePropertyID(text); !errors.Is(err, ErrPropertyID) {
			t.Errorf("%q: got %v, %v, want ErrPropertyID", text, id, err)
		}
	}
}

func TestParsePropertyIDReferenceVectors(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "reference", "finnish_ids.tsv"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("the reference vectors are not beside the repository: %v", err)
	}
	checked := 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if fields[0] != "kiinteisto" {
			continue
		}
		id, err := ParsePropertyID(fields[1])
		if err != nil || id.Digits() != fields[2] {
			t.Errorf("%s: got %s, %v, want %s", fields[1], id.Digits(), err, fields[2])
		}
		checked++
	}
	if checked == 0 {
		t.Error("no property unit ids among the vectors")
	}
}

func FuzzParsePropertyID(f *testing.F) {
	for _, seed := range []string{"91-1-2-3", "09100100020003M0601", "0-0-0-0", "91–1–2–3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		propertyPrefixes(text)
		id, err := ParsePropertyID(text)
		if err != nil {
			return
		}
		for _, spelling := range []string{id.String(), id.Digits()} {
			if again, err := ParsePropertyID(spelling); err != nil || again != id {
				t.Errorf("%q: %s came back as %v, %v", text, spelling, again, err)
			}
		}
	})
}

func ExamplePropertyID() {
	id, _ := ParsePropertyID("09100100020003")
	fmt.Println(id, id.Digits())
	// Output: 91-1-2-3 09100100020003
}
