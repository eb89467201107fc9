package layers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/text"
)

// maxTitle bounds what search shows and compares, in characters.
const maxTitle = 200

// searchNames gives the names by which a feature is found; title is empty when it has none.
func (r Recipe) searchNames(attributes []byte) (title, detail, folded string) {
	if r.Search == nil {
		return "", "", ""
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(attributes, &values); err != nil {
		return "", "", ""
	}
	if title = text.Cut(r.joined(r.Search.Title, values, " "), maxTitle); title == "" {
		return "", "", ""
	}
	return title, text.Cut(r.joined(r.Search.Detail, values, ", "), maxTitle), Fold(title)
}

// joined puts the values of attributes together. The post office stands by its code, as in an address: "59990 MALLILA".
func (r Recipe) joined(names []string, values map[string]json.RawMessage, separator string) string {
	code, _ := r.Meaning(MeaningPostalCode)
	var all strings.Builder
	between := ""
	for _, name := range names {
		value := attributeText(values[name])
		if value == "" {
			continue
		}
		all.WriteString(between + value)
		if between = separator; name == code {
			between = " "
		}
	}
	return all.String()
}

// fillSearch lists the version's features among search results.
func (b *Builder) fillSearch(ctx context.Context, tx pgx.Tx, _ *Report) error {
	if b.recipe.Search == nil {
		return nil
	}
	listed := fmt.Sprintf(`layer_data.v%[1]d v join layer_data.v%[1]d_names s using (fid)`, b.number)
	if b.renewed {
		listed = fmt.Sprintf(`layer_data.v%[1]d v join layer_data.v%[1]d_raw r using (source_id) join layer_data.v%[1]d_names s on s.fid = r.fid`, b.number)
	}
	_, err := tx.Exec(ctx, `insert into layer_search (version, fid, kind, title, detail, folded, point, bbox)
		select $1, v.fid, $2, s.title, coalesce(s.detail, ''), s.folded, st_pointonsurface(v.geom),
			st_makeenvelope(st_xmin(v.geom), st_ymin(v.geom), st_xmax(v.geom), st_ymax(v.geom), 3067)
		from `+listed, b.number, b.recipe.Search.Kind)
	if err != nil {
		return fmt.Errorf("search names: %w", err)
	}
	return nil
}
