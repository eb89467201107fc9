package authorities

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
)

// Page sizes of List.
const (
	DefaultPage = 50
	MaxPage     = 200
)

// Filter bounds a list of authorities. What is empty bounds nothing.
type Filter struct {
	Field string // competent for it
	Kind  Kind
	Text  string      // its words stand in the code or in the name in some language
	Box   orb.Polygon // EPSG:3067: competent for something there
	Day   string      // existing on that day; never empty
	Lang  i18n.Lang   // of the order by name
	After *Mark       // the last one of the page before
	Limit int         // 1 to MaxPage
}

// Mark is where an authority stands in a list.
type Mark struct{ Name, Code string }

// collations order names as readers expect: å, ä and ö come last in Finnish and Swedish.
var collations = map[i18n.Lang]string{i18n.Finnish: "fi-x-icu", i18n.Swedish: "sv-x-icu", i18n.English: "en-x-icu"}

// List returns a page of authorities and units by name, and the mark from which the next page goes on; nil after the
// last. A field that nobody knows is ErrNoField.
func (s *Store) List(ctx context.Context, f Filter) ([]Authority, *Mark, error) {
	if err := knows(ctx, s.pool, f.Field); err != nil {
		return nil, nil, err
	}
	lang, collation := f.Lang, collations[f.Lang]
	if collation == "" {
		lang, collation = i18n.Finnish, collations[i18n.Finnish]
	}
	box, err := hexOrNull(f.Box)
	if err != nil {
		return nil, nil, fmt.Errorf("authorities: box: %w", err)
	}
	var afterName, afterCode *string
	if f.After != nil {
		afterName, afterCode = &f.After.Name, &f.After.Code
	}
	named := pgx.Identifier{collation}.Sanitize()
	found, err := query(ctx, s.pool, `select `+columns+` from `+tables+`
		where $1::date between a.valid_from and coalesce(a.valid_to, 'infinity')
			and ($2 = '' or a.kind = $2)
			and not exists (select from unnest($3::text[]) word where strpos(lower(a.code || ' ' || (a.name->>'fi') || ' ' || (a.name->>'sv') || ' ' || (a.name->>'en')), word) = 0)
			and ($4 = '' and $5::text is null or exists (select from competences c where c.authority = a.id and ($4 = '' or c.field = $4)
				and ($5::text is null or st_intersects(c.geom, $5::geometry)) and $1::date between c.valid_from and coalesce(c.valid_to, 'infinity')))
			and ($7::text is null or ((a.name->>$6) collate `+named+`, a.code) > ($7::text collate `+named+`, $8::text))
		order by (a.name->>$6) collate `+named+`, a.code limit $9`,
		f.Day, string(f.Kind), strings.Fields(strings.ToLower(f.Text)), f.Field, box, string(lang), afterName, afterCode, f.Limit+1)
	if err != nil {
		return nil, nil, fmt.Errorf("authorities: %w", err)
	}
	if len(found) <= f.Limit {
		return found, nil, nil
	}
	last := found[f.Limit-1]
	return found[:f.Limit], &Mark{Name: last.Name.In(lang), Code: last.Code}, nil
}

// knows tells by its error whether the field exists; the empty one stands for all.
func knows(ctx context.Context, db Querier, field string) error {
	if field == "" {
		return nil
	}
	var known bool
	if err := db.QueryRow(ctx, `select exists (select from fields where code = $1)`, field).Scan(&known); err != nil {
		return fmt.Errorf("field %q: %w", field, err)
	}
	if !known {
		return fmt.Errorf("field %q: %w", field, ErrNoField)
	}
	return nil
}
