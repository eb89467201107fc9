package layers

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lupakartta/internal/testdb"
)

// A star of 501 points makes ST_MakeValid take 13 s and 0.3 GB, and one of 5,000, a file of 100 kB, all memory there is.
func TestTangleIsRefusedAndNotRepaired(t *testing.T) {
	star := func(id string, points int) string {
		var corners []string
		for i := range points + 1 {
			angle := 2 * math.Pi * float64(i*(points/2)%points) / float64(points)
			corners = append(corners, fmt.Sprintf("[%.3f,%.3f]", 480_000+1000*math.Cos(angle), 6_920_000+1000*math.Sin(angle)))
		}
		return `{"type":"Feature","properties":{"tunnus":"` + id + `"},"geometry":{"type":"Polygon","coordinates":[[` + strings.Join(corners, ",") + `]]}}`
	}
	content := `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3067"}},"features":[` +
		star("small", 51) + "," + star("large", 5001) + "]}"
	report, err := importOne(t, NewStore(testdb.New(t)), asThings(put(t, "stars.geojson", content)))
	if err != nil {
		t.Fatal(err)
	}
	if report.Imported != 1 || len(report.Repaired) != 1 || report.Repaired[0].ID != "small" {
		t.Errorf("imported %d, repaired %+v", report.Imported, report.Repaired)
	}
	if reason := refusalOf(report, "large"); reason != "too_tangled" {
		t.Errorf("refused for %q", reason)
	}
}
