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
	"github.com/paulmach/orb/encoding/wkb"

	"lupakartta/internal/text"
)

// LookUpsAtOnce is how many names one round trip looks up.
const LookUpsAtOnce = 500

// MaxParts bounds the parcels of a property unit: what has more is told to have them, never cut.
const MaxParts = 2000

// Named is a feature that has the name that was looked up.
type Named struct {
	Layer   string
	Version int64
	FID     int64
	Title   string
	Detail  string    // what tells it from others of that name
	Point   orb.Point // EPSG:3067
}

// Unit is a property unit, by the features that are its parcels; the zero one: there is none of that id.
type Unit struct {
	Version int64
	FIDs    []int64 // more than MaxParts: not all of them
}

// Units looks property units up by their ids, in any spelling; a text that is no id finds none. Where several registers have the
// unit it is as the first has it: another's picture of the same says nothing more.
func (s *Store) Units(ctx context.Context, catalogue *Catalogue, ids []string) ([]Unit, error) {
	versions, _ := pinned(catalogue)
	units, batch := make([]Unit, len(ids)), &pgx.Batch{}
	for i, typed := range ids {
		id, err := ParsePropertyID(typed)
		if err != nil {
			continue
		}
		dashed, digits := prefixRange(" "+strings.ToLower(id.String())+","), prefixRange(" "+strings.ToLower(id.Digits())+",")
		batch.Queue(`with n as materialized (select version, fid from layer_search
				where (words ~>=~ $1 and words ~<~ $2 or words ~>=~ $3 and words ~<~ $4) and kind = $5 and version = any ($6) order by version, fid limit $7)
			select version, fid from n where version = (select min(version) from n) order by fid`,
			dashed[0], dashed[1], digits[0], digits[1], KindProperty, versions, MaxParts+1).Query(func(rows pgx.Rows) (err error) {
			var fid int64
			_, err = pgx.ForEachRow(rows, []any{&units[i].Version, &fid}, func() error {
				units[i].FIDs = append(units[i].FIDs, fid)
				return nil
			})
			return err
		})
	}
	if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("look up property units: %w", err)
	}
	return units, nil
}

// prefixRange is between what all texts lie that begin so, in the order of ~<~.
func prefixRange(prefix string) [2]string { return [2]string{prefix, prefix + string(utf8.MaxRune)} }

// Addressed is the first of the addresses of a name, and how many there are; Count 0: none.
type Addressed struct {
	Named
	Count  int
	Spread float64 // metres to the one that is the farthest from the first
}

// Addresses looks addresses up by their street and number: "Rantakatu 5", and after a comma what may tell them from others
// of that name: "Rantakatu 5, 59990 Mallila", of which every word must be said of the address. Nothing is found that is only
// like it. All of a name count, however many there are.
func (s *Store) Addresses(ctx context.Context, catalogue *Catalogue, typed []string) ([]Addressed, error) {
	versions, byVersion := pinned(catalogue)
	found, batch := make([]Addressed, len(typed)), &pgx.Batch{}
	for i, said := range typed {
		street, detail, _ := strings.Cut(text.Cut(said, MaxQuery), ",")
		if street = plain(Fold(street)); street == "" {
			continue
		}
		within := prefixRange(" " + street + ",")
		folded, spelt := detailWords(detail)
		batch.Queue(`with n as materialized (select version, fid, title, detail, point from layer_search
				where words ~>=~ $1 and words ~<~ $2 and kind = $3 and version = any ($4)
					and not exists (select from unnest($5::text[], $9::text[]) w(folded, spelt)
						cross join (select string_to_array(translate(substr(words, $6), $7, $8), ' ') as said) d
						where array[w.folded, w.spelt] && d.said is not true
							-- a register without postal codes does not contradict one
							and (w.folded !~ '^[0-9]{5}$' or exists (select from unnest(d.said) x where x ~ '^[0-9]{5}$'))))
			select f.version, f.fid, f.title, f.detail, st_x(f.point), st_y(f.point), count(*), max(st_distance(n.point, f.point))
			from (select * from n order by version, fid limit 1) f cross join n group by 1, 2, 3, 4, 5, 6`,
			within[0], within[1], KindAddress, versions, folded, utf8.RuneCountInString(within[0])+1, wordMarks, wordBlanks, spelt).Query(func(rows pgx.Rows) error {
			a := &found[i]
			_, err := pgx.ForEachRow(rows, []any{&a.Version, &a.FID, &a.Title, &a.Detail, &a.Point[0], &a.Point[1], &a.Count, &a.Spread}, func() error {
				a.Layer = byVersion[a.Version].ID
				return nil
			})
			return err
		})
	}
	if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("look up addresses: %w", err)
	}
	return found, nil
}

// wordMarks part the words of a detail, in what was typed as in the database.
const (
	wordMarks  = ",;.\"'()\t"
	wordBlanks = "         "
)

// detailWords are the words of what tells an address from others, as the column words may have each of them: there a detail keeps
// marks over letters but those of å, ä and ö. The name of the country tells nothing.
func detailWords(detail string) (folded, spelt []string) {
	folded, spelt = []string{}, []string{}
	for _, word := range strings.FieldsFunc(detail, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(wordMarks, r) }) {
		if plainly := plain(Fold(word)); !slices.Contains(countryWords, plainly) {
			folded, spelt = append(folded, plainly), append(spelt, plain(strings.ToLower(word)))
		}
	}
	return folded, spelt
}

var countryWords = []string{"suomi", "finland"}

// geometryUpTo is a geometry as well-known binary where it is not larger than $1 bytes in the database, and null where it is: what
// would be too large later is not read at all.
const geometryUpTo = `case when st_memsize(f.geom) <= $1 then st_asbinary(st_force2d(f.geom)) end`

// EachUnit hands over the geometries of the features of each unit, one unit after the other, in EPSG:3067; nil where one is larger
// than most bytes, or all together are. Units without features are left out.
func (s *Store) EachUnit(ctx context.Context, units []Unit, most int, take func(i int, parts []orb.Geometry) error) error {
	batch := &pgx.Batch{}
	for i, unit := range units {
		if len(unit.FIDs) == 0 {
			continue
		}
		batch.Queue(`select `+geometryUpTo+` from `+Version{Number: unit.Version}.Table()+` f where fid = any ($2) order by fid`, most, unit.FIDs).Query(func(rows pgx.Rows) error {
			parts, err := readParts(rows, most)
			if err != nil {
				return err
			}
			return take(i, parts)
		})
	}
	if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("shapes of property units: %w", err)
	}
	return nil
}

func readParts(rows pgx.Rows, most int) (parts []orb.Geometry, err error) {
	var data []byte
	size := 0
	_, err = pgx.ForEachRow(rows, []any{&data}, func() error {
		if size += len(data); data == nil {
			size += most + 1
		}
		if size > most {
			parts = nil
			return nil
		}
		part, err := wkb.Unmarshal(data)
		parts = append(parts, part)
		return err
	})
	if size > most {
		parts = nil
	}
	return parts, err
}

// Member is a feature of a version, whole.
type Member struct {
	ID         string
	Shape      orb.Geometry // EPSG:3067; nil: it is too large
	Attributes []byte       // JSON object
}

// Part says which features of a version are meant.
type Part struct {
	Area    orb.Geometry // that meet it, EPSG:3067; nil: everywhere
	Layer   Version      // that meet a feature of this version
	Feature string       // the register's id of that feature; empty: none
	Most    int
}

// EachMember hands over the features of a version, or of a part of it, in the order of their fids, at most so many; what take
// refuses ends it. Geometries larger than most bytes are left out.
func (s *Store) EachMember(ctx context.Context, v Version, part Part, most int, take func(Member) error) error {
	var area []byte
	if part.Area != nil {
		var err error
		if area, err = wkb.Marshal(part.Area); err != nil {
			return fmt.Errorf("members of %s@%d: %w", v.Layer, v.Number, err)
		}
	}
	within := `select st_setsrid(st_geomfromwkb($3), 3067) as geom where $2 = ''`
	if part.Feature != "" {
		within = `select geom from ` + part.Layer.Table() + ` where source_id = $2 and $3::bytea is null`
	}
	where := ``
	if part.Feature != "" || area != nil {
		where = `where exists (select from part p where f.geom && p.geom and st_intersects(f.geom, p.geom))`
	}
	rows, err := s.pool.Query(ctx, `with part as materialized (`+within+`)
		select f.source_id, `+geometryUpTo+`, f.attributes::text from `+v.Table()+` f `+where+` order by f.fid limit $4`, most, part.Feature, area, part.Most)
	if err != nil {
		return fmt.Errorf("members of %s@%d: %w", v.Layer, v.Number, err)
	}
	if err := handOver(rows, take); err != nil {
		return fmt.Errorf("members of %s@%d: %w", v.Layer, v.Number, err)
	}
	return nil
}

func handOver(rows pgx.Rows, take func(Member) error) error {
	var m Member
	var data []byte
	_, err := pgx.ForEachRow(rows, []any{&m.ID, &data, &m.Attributes}, func() (err error) {
		m.Shape = nil
		if data != nil {
			if m.Shape, err = wkb.Unmarshal(data); err != nil {
				return err
			}
		}
		return take(m)
	})
	return err
}
