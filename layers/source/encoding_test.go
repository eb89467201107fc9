package source

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzEncoding(f *testing.F) {
	f.Add([]byte("T\xf6\xf6l\xf6"), "CP1252")
	f.Add([]byte("\xff\xfea\x00"), "UTF-16")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		path := put(t, "a", string(data))
		told, _, err := textEncoding(path, encoding)
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		r, err := utf8Reader(file, told)
		if err != nil {
			return
		}
		text, err := io.ReadAll(r)
		if err == nil && (told == "CP1252" || told == "UTF-16" || told == "UTF-8" && encoding == "") && !utf8.Valid(text) {
			t.Fatalf("%q in %s became %q", data, told, text)
		}
	})
}

// The head of a table is no text: a column of 254 characters makes a byte of it that is no UTF-8.
func TestWideColumnsDoNotHideUTF8(t *testing.T) {
	wide := strings.Replace(squares(2), "Ääkkönen 0", strings.Repeat("x", 250), 1)
	path := convert(t, wide, "a.shp", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8")
	stem := strings.TrimSuffix(path, "shp")
	dbf, err := os.OpenFile(stem+"dbf", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = dbf.WriteAt([]byte{0}, 29) // the language byte
	if err = errors.Join(err, dbf.Close(), os.Remove(stem+"cpg")); err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := readFile(path, Options{})
	if err != nil || len(rows) != 2 || !strings.Contains(rows[1], "Ääkkönen 1") {
		t.Errorf("read %q, error %v", rows, err)
	}
}
