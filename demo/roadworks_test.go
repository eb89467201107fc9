package demo

import (
	"testing"

	"lupakartta/internal/testdb"
)

func TestRoadworksAreLoadedOnceAndAlike(t *testing.T) {
	content := func() (text string) {
		pool := testdb.New(t)
		for range 2 {
			if err := LoadRoadworks(t.Context(), pool, Options{}); err != nil {
				t.Fatal(err)
			}
		}
		var count, distinct int
		err := pool.QueryRow(t.Context(), `select count(*), count(distinct permit), string_agg(concat(kind, st_astext(geom, 2), what, street, traffic, starts, ends, operator, permit), ';' order by id) from roadworks`).
			Scan(&count, &distinct, &text)
		if err != nil || count < 5 || count != distinct {
			t.Errorf("%d roadworks with %d decisions, error %v", count, distinct, err)
		}
		if err := RemoveRoadworks(t.Context(), pool); err != nil {
			t.Fatal(err)
		}
		if err := pool.QueryRow(t.Context(), `select count(*) from map_roadworks`).Scan(&count); err != nil || count != 0 {
			t.Errorf("%d are left, error %v", count, err)
		}
		return text
	}
	if first := content(); first != content() {
		t.Error("two databases have other roadworks")
	}
}
