package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lupakartta/internal/i18n"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
	"lupakartta/layers/layerstest"
)

// Two instances without room in memory make one table for tiles of a layer, and both serve from it.
func TestInstancesWithoutMemoryServeFromTables(t *testing.T) {
	pool := testdb.New(t)
	name := i18n.Text{Fi: "alueet", Sv: "områden", En: "sites"}
	recipe := layers.Recipe{ID: "sites", Theme: layers.Natura, Title: name, Publisher: name, Attribution: "test", Licence: "CC0-1.0",
		Coverage: layers.Coverage{Kind: layers.CoverNone, Why: layers.Grounds{Text: name}}, Style: layers.Style{MinZoom: 1}}
	v := layerstest.Publish(t, pool, layerstest.Layer{Recipe: recipe, Features: []layerstest.Feature{{ID: "1", Shape: orb.Polygon{{
		{480000, 6920000}, {480500, 6920000}, {480500, 6920500}, {480000, 6920000}}}}}})
	_, keyFile := keystest.File(t)
	address := fmt.Sprintf("/tiles/WebMercatorQuad/sites@%d/6/36/17.mvt", v.Number)
	for _, instance := range []*process{
		start(t, "LUPAKARTTA_DATABASE_URL="+testdb.URL(pool), "LUPAKARTTA_DATA_DIR="+t.TempDir(), "LUPAKARTTA_KEY_FILE="+keyFile, "LUPAKARTTA_SNAPSHOT_MEMORY=0", "LUPAKARTTA_TILE_CACHE=0"),
		start(t, "LUPAKARTTA_DATABASE_URL="+testdb.URL(pool), "LUPAKARTTA_DATA_DIR="+t.TempDir(), "LUPAKARTTA_KEY_FILE="+keyFile, "LUPAKARTTA_SNAPSHOT_MEMORY=0", "LUPAKARTTA_TILE_CACHE=0"),
	} {
		instance.ready()
		for deadline := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
			if status, _ := instance.get(address); status != http.StatusOK {
				t.Fatalf("status %d of the tile", status)
			}
			if _, metrics := instance.get("/metrics"); strings.Contains(metrics, `lupakartta_tile_encode_seconds_count{by="table",layer="sites"}`) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("no tile is made from the table for tiles:\n%s", instance.words())
			}
		}
	}
	var tables int
	if err := pool.QueryRow(t.Context(), `select count(*) from pg_tables where schemaname = 'layer_data' and tablename like '%\_web'`).Scan(&tables); err != nil || tables != 1 {
		t.Errorf("%d tables, %v", tables, err)
	}
}
