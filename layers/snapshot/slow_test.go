package snapshot

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// A version that takes longer to read than a statement of the service may last is read all the same: here each row takes
// a fifth of that.
func TestReadingTakesItsTime(t *testing.T) {
	pool := testdb.New(t)
	recipe := layers.Recipe{ID: "sites", Theme: layers.Natura, Title: i18n.Text{Fi: "a", Sv: "a", En: "a"}, Licence: "CC0-1.0", Attribution: "x", Coverage: layers.Coverage{Kind: layers.CoverNone}}
	var features []layerstest.Feature
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		features = append(features, layerstest.Feature{ID: id, Shape: orb.Point{480000, 6920000}})
	}
	v := layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: features})
	if _, err := pool.Exec(t.Context(), `alter table `+v.Table()+` enable row level security; create policy slowly on `+v.Table()+` using (pg_sleep(0.2) is not null)`); err != nil {
		t.Fatal(err)
	}
	config := testdb.As(t, pool, pg.AppRole).Config().Copy()
	config.ConnConfig.RuntimeParams["statement_timeout"] = "1000"
	brief, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer brief.Close()
	shot, err := Build(t.Context(), brief, v, []Plane{national}, Columns{})
	if err != nil || shot.Len() != len(features) {
		t.Fatalf("%v features, %v", shot, err)
	}
}
