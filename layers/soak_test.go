//go:build soak

// What takes minutes and gigabytes (make soak). Small files of the same shape are in hostile_test.go.

package layers

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/testdb"
)

// large writes a file by parts.
func large(t testing.TB, name string, write func(w *bufio.Writer) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	if err := errors.Join(write(w), w.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSoakHostileFiles(t *testing.T) {
	pool := testdb.New(t)
	store := NewStore(pool)
	document := strings.ReplaceAll(gml("EPSG:3067", "385000 6672000 386000 6672000 386000 6673000", "385000 6672000"), "\n", "")
	around := func(at string, fill func(w *bufio.Writer) error) func(*bufio.Writer) error {
		head, tail, _ := strings.Cut(document, at)
		return func(w *bufio.Writer) error {
			_, errHead := w.WriteString(head)
			err := errors.Join(errHead, fill(w))
			_, errTail := w.WriteString(tail)
			return errors.Join(err, errTail)
		}
	}
	repeated := func(text string, n int) func(*bufio.Writer) error {
		return func(w *bufio.Writer) error {
			for range n {
				if _, err := w.WriteString(text); err != nil {
					return err
				}
			}
			return nil
		}
	}
	const gigabyte = 1 << 30
	tests := []struct {
		name, file string
		write      func(w *bufio.Writer) error
	}{
		{"1 GB of GML on one line, one value", "a.gml", around("a1", repeated("aaaaaaaaaaaaaaaa", gigabyte/16))},
		{"1 GB of GML on one line, one list of coordinates", "a.gml", around("385000 6672000 386000", repeated("385000 6672000 ", gigabyte/15))},
		{"1 GB of GML, elements within elements", "a.gml", around("<k:tunnus>a1</k:tunnus>", repeated("<k:a>", gigabyte/5))},
		{"1 GB of GML, one comment before the root", "a.gml", func(w *bufio.Writer) error {
			_, err := w.WriteString("<!--")
			return errors.Join(err, repeated(" long long long", gigabyte/15)(w))
		}},
		{"10⁷ vertices in one ring", "a.geojson", func(w *bufio.Writer) error {
			_, err := w.WriteString(geoJSON("EPSG:3067", comb(10_000_000)))
			return err
		}},
		{"10⁷ vertices as text", "a.csv", func(w *bufio.Writer) error {
			_, err := w.WriteString("tunnus;wkt\na;\"SRID=3067;POLYGON((480000 6920000")
			for i := range 10_000_000 {
				_, _ = fmt.Fprintf(w, ",%d.%d 6920100", 480_000+i%1000, i)
			}
			_, errEnd := w.WriteString(",480000 6920000))\"\n")
			return errors.Join(err, errEnd)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := large(t, tt.file, tt.write)
			runtime.GC()
			begun := time.Now()
			report, err := importOne(t, store, asThings(path))
			if err == nil {
				t.Errorf("imported %d of %d", report.Imported, report.Read)
			}
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			t.Logf("%s, %d MB taken from the system: %v", time.Since(begun).Round(time.Second), memory.Sys>>20, err)
		})
	}
	nothingLeft(t, pool)
}

// A gigabyte of features on one line is no attack but a large file.
func TestSoakLargeFileOnOneLine(t *testing.T) {
	store := NewStore(testdb.New(t))
	const n = 3_000_000
	path := large(t, "a.gml", func(w *bufio.Writer) error {
		_, err := w.WriteString(`<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:k="urn:k">`)
		for i := range n {
			x, y := 300_000+i%1000*100, 6_700_000+i/1000*10
			_, _ = fmt.Fprintf(w, `<wfs:member><k:alue gml:id="a.%d"><k:tunnus>%[1]d</k:tunnus><k:geom><gml:Polygon srsName="EPSG:3067" gml:id="g.%[1]d"><gml:exterior><gml:LinearRing>`+
				`<gml:posList>%d %d %d %d %d %d %[2]d %[3]d</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></k:geom></k:alue></wfs:member>`, i, x, y, x+9, y, x+9, y+9)
		}
		_, errEnd := w.WriteString(`</wfs:FeatureCollection>`)
		return errors.Join(err, errEnd)
	})
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	report, err := importOne(t, store, asThings(path))
	if err != nil || report.Imported != n {
		t.Errorf("imported %d of %d, error %v", report.Imported, n, err)
	}
	t.Logf("%d MB in %s", info.Size()>>20, time.Since(begun).Round(time.Second))
}
