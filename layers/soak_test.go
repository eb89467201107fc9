//go:build soak

// What takes minutes and gigabytes (make soak). Small files of the same shape are in hostile_test.go.

package layers

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/testdb"
)

// largeFile writes a file by parts.
func largeFile(t testing.TB, name string, write func(w *bufio.Writer) error) string {
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
			path := largeFile(t, tt.file, tt.write)
			watch := watchMemory(t)
			report, err := importOne(t, store, asThings(path))
			watch.end()
			if err == nil {
				t.Errorf("imported %d of %d", report.Imported, report.Read)
			}
			t.Log(err)
		})
	}
	nothingLeft(t, pool)
}

// A gigabyte of features on one line is no attack but a large file.
func TestSoakLargeFileOnOneLine(t *testing.T) {
	store := NewStore(testdb.New(t))
	const n = 3_000_000
	path := largeFile(t, "a.gml", func(w *bufio.Writer) error {
		_, err := w.WriteString(`<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:k="urn:k">`)
		for i := range n {
			x, y := 300_000+i%1000*100, 6_700_000+i/1000*10
			_, _ = fmt.Fprintf(w, `<wfs:member><k:alue gml:id="a.%d"><k:tunnus>%[1]d</k:tunnus><k:geom><gml:Polygon srsName="EPSG:3067" gml:id="g.%[1]d"><gml:exterior><gml:LinearRing>`+
				`<gml:posList>%d %d %d %d %d %d %[2]d %[3]d</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></k:geom></k:alue></wfs:member>`, i, x, y, x+9, y, x+9, y+9)
		}
		_, errEnd := w.WriteString(`</wfs:FeatureCollection>`)
		return errors.Join(err, errEnd)
	})
	watch := watchMemory(t)
	report, err := importOne(t, store, asThings(path))
	watch.end()
	if err != nil || report.Imported != n {
		t.Errorf("imported %d of %d, error %v", report.Imported, n, err)
	}
}

// The largest file that may be uploaded.
func TestSoakTwoGigabytes(t *testing.T) {
	store := NewStore(testdb.New(t))
	n := 0
	path := largeFile(t, "a.geojson", func(w *bufio.Writer) (err error) {
		n, err = writeAreas(w, 2<<30)
		return err
	})
	watch := watchMemory(t)
	report, err := importOne(t, store, asThings(path))
	watch.end()
	if err != nil || report.Imported != int64(n) || len(report.Refused) > 0 {
		t.Errorf("imported %d of %d, refused %v, error %v", report.Imported, n, report.Refused, err)
	}
}

// memoryWatch looks at the memory that this process holds, without those that it starts.
type memoryWatch struct {
	t     testing.TB
	begun time.Time
	stop  chan struct{}
	most  chan int64
}

// mostMemory is what the service may take while it imports, whatever the file.
const mostMemory = 512 << 20

func watchMemory(t testing.TB) *memoryWatch {
	debug.FreeOSMemory() // what writing the file took
	w := &memoryWatch{t, time.Now(), make(chan struct{}), make(chan int64)}
	go func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		most := int64(0)
		for {
			select {
			case <-w.stop:
				w.most <- max(most, residentMemory()) // also of what took no time
				return
			case <-tick.C:
				most = max(most, residentMemory())
			}
		}
	}()
	return w
}

func (w *memoryWatch) end() {
	w.t.Helper()
	close(w.stop)
	most := <-w.most
	if most == 0 || most > mostMemory {
		w.t.Errorf("%d MB of memory, at most %d", most>>20, mostMemory>>20)
	}
	w.t.Logf("%s, %d MB of memory", time.Since(w.begun).Round(time.Second), most>>20)
}

// residentMemory is that of this process, in bytes: the second number of statm, in pages.
func residentMemory() int64 {
	data, err := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(data))
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
