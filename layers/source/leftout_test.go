package source

import (
	"errors"
	"strings"
	"testing"
)

// What looks like data and cannot be read is not passed over in silence.
func TestFilesLeftOut(t *testing.T) {
	files := map[string][]byte{"a.geojson": []byte(squares(1)), "b.geojson": []byte("rikki"), "lueminut.txt": []byte("a")}
	if _, err := Open(unzipped(t, files), Limits{}); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "b.geojson") {
		t.Errorf("a folder with a broken page: %v", err)
	}
	rows, _, warnings, err := readFile(zipped(t, files), Options{})
	if err != nil || len(rows) != 1 || len(warnings) != 1 || !strings.Contains(warnings[0].String(), "not read: b.geojson.") {
		t.Errorf("an archive: %d rows, warnings %v, error %v", len(rows), warnings, err)
	}
	delete(files, "b.geojson")
	if rows, _, warnings, err := readFile(unzipped(t, files), Options{}); err != nil || len(rows) != 1 || len(warnings) != 0 {
		t.Errorf("papers alone: %d rows, warnings %v, error %v", len(rows), warnings, err)
	}
}
