package layers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/text"
)

// Kinds of search results; layers give the first four.
const (
	KindAddress    = "address"
	KindPlace      = "place"
	KindProperty   = "property"
	KindFeature    = "feature"
	KindCoordinate = "coordinate"
)

// Limits of a search.
const (
	MaxQuery      = 200 // characters
	DefaultFound  = 10
	MaxFound      = 50
	maxWords      = 6
	minFuzzy      = 3 // characters below which a word is not looked for inside names
	minSimilarity = "0.45"
)

// Query is what somebody looks for.
type Query struct {
	Text  string
	Near  *orb.Point // EPSG:3067: where they look at; settles ties
	Limit int
}

// Found is one search result. Layer and FeatureID are empty for coordinates.
type Found struct {
	Kind      string
	Title     string
	Detail    string
	Point     orb.Point // CRS84
	BBox      orb.Bound // CRS84
	Layer     string
	FeatureID string
}

// Search looks for addresses, places, property units, named features and coordinates. Whole titles come first, then
// titles that begin as typed, then those that have every word. When there is nothing, one word may be misspelt, and
// when there is nothing still, names like the longest word are shown.
func (s *Store) Search(ctx context.Context, catalogue *Catalogue, q Query) ([]Found, error) {
	if coordinates := geo.ParseCoordinates(q.Text); len(coordinates) > 0 {
		return coordinatesFound(coordinates), nil
	}
	words := searchWords(q.Text)
	if len(words) == 0 {
		return []Found{}, nil
	}
	t := target{typed: strings.Join(words, " "), words: words, properties: propertyPrefixes(strings.TrimSpace(q.Text)), near: q.Near}
	t.versions, t.layers = pinned(catalogue)
	var matches []match
	for _, ask := range []*pgx.Batch{t.exactly(), t.misspelt(), t.alike()} {
		var err error
		if matches, err = s.matches(ctx, ask); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if len(matches) > 0 || len(t.properties) > 0 { // an id is right or wrong, never misspelt
			break
		}
	}
	matches = t.best(matches, q.Limit)
	found, err := s.found(ctx, t, matches)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

func coordinatesFound(coordinates []geo.Coordinate) []Found {
	found := make([]Found, len(coordinates))
	for i, c := range coordinates {
		found[i] = Found{Kind: KindCoordinate, Title: c.Text(), Detail: c.CRS.SystemName(), Point: c.LonLat, BBox: c.LonLat.Bound()}
	}
	return found
}

// searchWords are the words of a query, folded, without the marks that people put between and after them.
func searchWords(query string) []string {
	words := strings.FieldsFunc(Fold(text.Cut(query, MaxQuery)), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == ',' || r == ';' })
	kept := words[:0]
	for _, word := range words {
		if word = strings.Trim(word, `."'()`); word != "" && len(kept) < maxWords {
			kept = append(kept, word)
		}
	}
	return kept
}

// target is a search under way.
type target struct {
	typed      string   // the words, folded, a space between them
	words      []string // folded
	properties []string // how the property unit ids begin that the text may mean
	near       *orb.Point
	versions   []int64
	layers     map[int64]Layer
}

func pinned(catalogue *Catalogue) ([]int64, map[int64]Layer) {
	var versions []int64
	byVersion := map[int64]Layer{}
	for _, l := range catalogue.Layers() {
		versions = append(versions, l.Version.Number)
		byVersion[l.Version.Number] = l
	}
	return versions, byVersion
}

// plain takes away what the column words has not: the dots and rings that Fold leaves.
func plain(folded string) string { return plainer.Replace(folded) }

var (
	plainer  = strings.NewReplacer("å", "a", "ä", "a", "ö", "o")
	patterns = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
)

const matchColumns = `version, fid, kind, title, detail, folded, st_x(point) as e, st_y(point) as n,
	st_xmin(bbox) as west, st_ymin(bbox) as south, st_xmax(bbox) as east, st_ymax(bbox) as north`

// pickBest orders candidates inside the database, so that few travel: the nearest, or else the shortest.
const pickBest = ` order by case kind when 'place' then 1 when 'address' then 2 when 'property' then 3 else 4 end,
	(e - $2::float8) ^ 2 + (n - $3::float8) ^ 2, length(folded), folded limit 100`

func (t target) start() []any {
	if t.near == nil {
		return []any{t.versions, nil, nil}
	}
	return []any{t.versions, t.near[0], t.near[1]}
}

// exactly asks for what was typed: titles that begin so (an index range, in its order), and every word somewhere.
func (t target) exactly() *pgx.Batch {
	batch := &pgx.Batch{}
	begins := func(prefix string, most int) {
		batch.Queue(`select *, 1::float4 from (select `+matchColumns+` from layer_search
			where words ~>=~ $4 and words ~<~ $5 and version = any($1) order by words using ~<~ limit $6) s`+pickBest,
			append(t.start(), " "+prefix, " "+prefix+string(utf8.MaxRune), most)...)
	}
	begins(plain(t.typed)+",", 200) // the whole title: the detail follows after a comma
	begins(plain(t.typed), 1000)
	for _, id := range t.properties {
		begins(id+",", 10)
		begins(id, 200)
	}
	if len(t.long()) > 0 {
		sql, args := t.having(t.start(), t.words)
		batch.Queue(`select *, 1::float4 from (select `+matchColumns+` from layer_search
			where kind <> 'property' and version = any($1)`+sql+` limit 1000) s`+pickBest, args...)
	}
	return batch
}

// having asks for names that have all the words, each after a space.
func (t target) having(args []any, words []string) (string, []any) {
	var sql strings.Builder
	for _, word := range words {
		args = append(args, "% "+patterns.Replace(plain(word))+"%")
		fmt.Fprintf(&sql, ` and words like $%d`, len(args))
	}
	return sql.String(), args
}

// misspelt asks for names in which every word but one stands as typed, and that one nearly so.
func (t target) misspelt() *pgx.Batch {
	batch := &pgx.Batch{}
	for _, word := range t.long() {
		others := slices.DeleteFunc(slices.Clone(t.words), func(w string) bool { return w == word })
		t.nearly(batch, word, others)
	}
	return batch
}

// alike asks for names like the longest word, whatever the others were.
func (t target) alike() *pgx.Batch {
	batch := &pgx.Batch{}
	if long := t.long(); len(long) > 0 && len(t.words) > 1 {
		t.nearly(batch, long[0], nil)
	}
	return batch
}

// nearly asks for names that share most of their trigrams with a word.
func (t target) nearly(batch *pgx.Batch, word string, others []string) {
	batch.Queue(`select set_config('pg_trgm.word_similarity_threshold', $1, true)`, minSimilarity).Query(func(rows pgx.Rows) error {
		rows.Close()
		return rows.Err()
	})
	sql, args := t.having(append(t.start(), plain(word)), others)
	batch.Queue(`select `+matchColumns+`, least(word_similarity($4, words), 0.99)::float4 as alike from layer_search
		where $4 <% words and kind <> 'property' and version = any($1)`+sql+`
		order by alike desc, st_distance(point, st_setsrid(st_makepoint($2::float8, $3::float8), 3067)), length(folded), folded limit 50`, args...)
}

// long are the words long enough to be looked for inside names, the longest first: one or two letters are in all.
func (t target) long() []string {
	long := slices.DeleteFunc(slices.Clone(t.words), func(word string) bool { return utf8.RuneCountInString(word) < minFuzzy })
	slices.SortStableFunc(long, func(a, b string) int { return len(b) - len(a) })
	return long[:min(len(long), 3)]
}

func (s *Store) matches(ctx context.Context, batch *pgx.Batch) ([]match, error) {
	var matches []match
	for _, q := range batch.QueuedQueries {
		if q.Fn == nil {
			q.Query(func(rows pgx.Rows) error {
				found, err := pgx.CollectRows(rows, scanMatch)
				matches = append(matches, found...)
				return err
			})
		}
	}
	return matches, s.pool.SendBatch(ctx, batch).Close()
}

// found gives the matches their features' ids; a version that was dropped meanwhile gives none.
func (s *Store) found(ctx context.Context, t target, matches []match) ([]Found, error) {
	fids := map[string][]int64{}
	var asked []Layer
	for _, m := range matches {
		l := t.layers[m.version]
		if fids[l.ID] == nil {
			asked = append(asked, l)
		}
		fids[l.ID] = append(fids[l.ID], m.fid)
	}
	type name struct {
		version, fid int64
		id           string
	}
	perLayer, _, err := eachLayer(ctx, s, asked, func(l Layer) (string, []any) {
		return `select fid, source_id from ` + l.Version.Table() + ` where fid = any($1)`, []any{fids[l.ID]}
	}, func(l Layer, row pgx.CollectableRow) (name, error) {
		n := name{version: l.Version.Number}
		err := row.Scan(&n.fid, &n.id)
		return n, err
	})
	if err != nil {
		return nil, err
	}
	names := map[[2]int64]string{}
	for _, n := range slices.Concat(perLayer...) {
		names[[2]int64{n.version, n.fid}] = n.id
	}
	found := make([]Found, 0, len(matches))
	for _, m := range matches {
		found = append(found, Found{Kind: m.kind, Title: m.title, Detail: m.detail, Point: geo.ToLonLat(m.point), BBox: lonLatBound(m.bbox),
			Layer: t.layers[m.version].ID, FeatureID: names[[2]int64{m.version, m.fid}]})
	}
	return found, nil
}

// lonLatBound is the box in CRS84 of a box in EPSG:3067, whose sides are not straight there.
func lonLatBound(b orb.Bound) orb.Bound {
	middle := b.Center()
	var points orb.MultiPoint
	for _, e := range []float64{b.Min[0], middle[0], b.Max[0]} {
		for _, n := range []float64{b.Min[1], middle[1], b.Max[1]} {
			points = append(points, geo.ToLonLat(orb.Point{e, n}))
		}
	}
	return points.Bound()
}
