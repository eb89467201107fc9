package source

import (
	"io"
	"os"
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
