package tiles

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is joined comes out of an ordinary gzip reader, in one member, as it went in.
func TestJoinedPartsAreOneMember(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []*part
		var want []byte
		for i := range rapid.IntRange(0, 5).Draw(t, "parts") {
			raw := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "raw"), rapid.IntRange(1, 400).Draw(t, "times"))
			p, err := newPart("layer", raw, 0)
			if err != nil {
				t.Fatal(err)
			}
			if i%2 == 1 && len(raw) <= 65535 {
				p.deflated = stored(raw)
			}
			parts, want = append(parts, p), append(want, raw...)
		}
		var packed, plain bytes.Buffer
		if err := writeGzip(&packed, parts); err != nil {
			t.Fatal(err)
		}
		if err := writePlain(&plain, parts); err != nil {
			t.Fatal(err)
		}
		source := bytes.NewReader(packed.Bytes())
		r, err := gzip.NewReader(source)
		if err != nil {
			t.Fatal(err)
		}
		r.Multistream(false)
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, want) || !bytes.Equal(plain.Bytes(), want) || source.Len() != 0 {
			t.Fatalf("%d parts of %d bytes: gzip gave %d (%v), plain %d, %d bytes behind the member", len(parts), len(want), len(got), err, plain.Len(), source.Len())
		}
	})
}
