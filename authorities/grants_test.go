package authorities_test

import (
	"testing"

	"lupakartta/authorities"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
	"lupakartta/layers"
)

// The service makes areas anew, and can change neither who administers what nor who is competent for what.
func TestTheServiceKeepsAreasOnly(t *testing.T) {
	pool, store := directory(t)
	if report, err := authorities.Refresh(t.Context(), store, layers.NewStore(testdb.As(t, pool, pg.AppRole))); err != nil || report.Competences == 0 {
		t.Errorf("areas: %+v, %v", report, err)
	}
	service := testdb.As(t, pool, pg.AppRole)
	for _, statement := range []string{
		`update authorities set parent = null`,
		`update authorities set channels = '{}'`,
		`insert into authorities (id, code, kind, name, valid_from) values (gen_random_uuid(), 'x', 'state', '{}', '2026-01-01')`,
		`update fields set name = '{}'`,
		`update competences set authority = (select id from authorities limit 1)`,
		`delete from competences`,
	} {
		if _, err := service.Exec(t.Context(), statement); err == nil {
			t.Errorf("the service may: %s", statement)
		}
	}
}
