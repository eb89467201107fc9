package attachments

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"lupakartta/internal/faults"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const (
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeODT  = "application/vnd.oasis.opendocument.text"
)

// zipped is an archive of parts, a name and a text each.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		method := zip.Deflate
		if parts[i] == "mimetype" {
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		must(t, err)
		_, err = f.Write([]byte(parts[i+1]))
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

const contentTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

func docx(t testing.TB, more ...string) []byte {
	return zipped(t, append([]string{"[Content_Types].xml", contentTypes, "_rels/.rels", "<Relationships/>", "word/document.xml", "<w:document/>"}, more...)...)
}

func odt(t testing.TB, more ...string) []byte {
	return zipped(t, append([]string{"mimetype", typeODT, "content.xml", "<x/>", "META-INF/manifest.xml", "<manifest/>"}, more...)...)
}

func pdf(objects string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + objects + " >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
}

// packedPDF has objects in a packed stream.
func packedPDF(t testing.TB, objects string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, err := w.Write([]byte(objects))
	must(t, errors.Join(err, w.Close()))
	return []byte(fmt.Sprintf("%%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n%%%%EOF\n", packed.Len(), packed.Bytes()))
}

func photo(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 40, 20)), nil))
	return out.Bytes()
}

// exif is metadata with which way is up and where the photo was taken, in an order of bytes.
func exif(order binary.ByteOrder, way uint16) []byte {
	out := []byte("II*\x00\x08\x00\x00\x00")
	if order == binary.BigEndian {
		out = []byte("MM\x00*\x00\x00\x00\x08")
	}
	entry := func(tag, kind uint16, value []byte) []byte {
		e := make([]byte, 12)
		order.PutUint16(e, tag)
		order.PutUint16(e[2:], kind)
		order.PutUint32(e[4:], 1)
		copy(e[8:], value)
		return e
	}
	value := make([]byte, 4)
	order.PutUint16(value, way)
	count := make([]byte, 2)
	order.PutUint16(count, 2)
	return slices.Concat(out, count, entry(tagOrientation, 3, value), entry(tagGPS, 4, []byte{0, 0, 0, 38}), []byte{0, 0, 0, 0}, []byte("62.4N 26.6E"))
}

func segment(marker byte, data []byte) []byte {
	return slices.Concat([]byte{0xFF, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(data)+2)), data)
}

// told is a photo with everything that a camera and a program write into one.
func told(t testing.TB, order binary.ByteOrder, way uint16) []byte {
	plain := photo(t)
	return slices.Concat(plain[:2], segment(0xE1, append([]byte("Exif\x00\x00"), exif(order, way)...)), segment(0xE1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>secret</x:xmpmeta>")),
		segment(0xED, []byte("Photoshop 3.0\x00secret")), segment(0xFE, []byte("secret comment")), segment(0xE2, []byte("ICC_PROFILE\x00\x01\x01profile")), plain[2:], []byte("secret rest"))
}

func chunkOf(name string, data []byte) []byte {
	body := append([]byte(name), data...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(data))), body, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
}

func drawn(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, 4, 2))))
	return out.Bytes()
}

// wide is the head of an image that claims to be large.
func wide(t testing.TB) []byte {
	plain := drawn(t)
	head := slices.Concat(binary.BigEndian.AppendUint32(nil, 60_000), binary.BigEndian.AppendUint32(nil, 60_000), plain[24:29])
	return slices.Concat(plain[:8], chunkOf("IHDR", head), plain[33:])
}

// webp is a lossless image of one pixel with EXIF and XMP.
func webp() []byte {
	chunk := func(name string, data []byte) []byte {
		out := slices.Concat([]byte(name), binary.LittleEndian.AppendUint32(nil, uint32(len(data))), data)
		return append(out, make([]byte, len(data)%2)...)
	}
	image := []byte("\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	body := slices.Concat([]byte("WEBP"), chunk("VP8X", []byte{0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0}), chunk("VP8L", image), chunk("EXIF", exif(binary.LittleEndian, 1)), chunk("XMP ", []byte("<x>secret</x>")), chunk("ABCD", []byte("secret")))
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
}

// scan is a TIFF of one black and white page with what a scanner and a camera write into one.
func scan(order binary.AppendByteOrder, width uint32) []byte {
	out := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		out = []byte("MM\x00*")
	}
	out = order.AppendUint32(out, 40)
	const author, gps, position = 8, 24, 16
	out = append(out, "secret author\x00\x00\x00"...) // at 8
	out = order.AppendUint16(out, 1)                  // the directory of the place, at 24
	out = append(out, 0, 1, 0, 2)
	out = order.AppendUint32(out, 1)
	out = append(out, 'N', 0, 0, 0, 0, 0, 0, 0)[:40]
	entries := [][3]uint32{{256, 4, width}, {257, 4, 8}, {258, 3, 1}, {273, 4, 0}, {315, 2, author}, {33550, 12, position}, {tagGPS, 4, gps}}
	out = order.AppendUint16(out, uint16(len(entries)))
	for _, e := range entries {
		out = order.AppendUint16(order.AppendUint16(out, uint16(e[0])), uint16(e[1]))
		count := uint32(1)
		if e[0] == 315 {
			count = 14
		}
		out = order.AppendUint32(out, count)
		if e[1] == 3 {
			out = append(order.AppendUint16(out, uint16(e[2])), 0, 0)
		} else {
			out = order.AppendUint32(out, e[2])
		}
	}
	return append(order.AppendUint32(out, 0), 0xFF)
}

func TestScansTellNothingMore(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		kept, removed, fault := stripTIFF(scan(order, 8))
		if fault != "" || !slices.Equal(removed, []string{removedMetadata, removedLocation}) || bytes.Contains(kept, []byte("secret")) || len(kept) != len(scan(order, 8)) {
			t.Errorf("%s, %v, %q", fault, removed, kept)
		}
		if again, removed, fault := stripTIFF(kept); fault != "" || len(removed) > 0 || !bytes.Equal(again, kept) {
			t.Errorf("of what tells nothing: %v, %s", removed, fault)
		}
		if _, _, fault := stripTIFF(scan(order, 1<<30)); fault != "file_pixels" {
			t.Errorf("too wide: %s", fault)
		}
		circle := scan(order, 8)
		copy(circle[len(circle)-5:], circle[4:8]) // the next page is the first
		if _, _, fault := stripTIFF(circle); fault != brokenFile {
			t.Errorf("pages without end: %s", fault)
		}
	}
}

const shapeHead = "\x00\x00\x27\x0a"

func shapefile(t testing.TB, more ...string) []byte {
	return zipped(t, append([]string{"alue/alue.shp", shapeHead + strings.Repeat("\x00", 96), "alue/alue.SHX", shapeHead, "alue/alue.dbf", "\x03\x7a", "alue/alue.prj", `PROJCS["x"]`, "alue/alue.cpg", "UTF-8"}, more...)...)
}

func geopackage() []byte {
	out := make([]byte, 1024)
	copy(out, "SQLite format 3\x00\x02\x00")
	binary.BigEndian.PutUint32(out[28:], 2)
	copy(out[68:], "GPKG")
	copy(out[600:], "CREATE TABLE gpkg_contents")
	return out
}

// What a machine adds to an archive by itself does not come along.
func TestArchivesAreTidied(t *testing.T) {
	kept, removed, fault := lookIntoMapData(shapefile(t, "__MACOSX/alue/._alue.shp", "secret", ".DS_Store", "secret"))
	if fault != "" || !slices.Equal(removed, []string{removedMetadata}) || bytes.Contains(kept, []byte("MACOSX")) {
		t.Errorf("%s, %v", fault, removed)
	}
	if again, removed, fault := lookIntoMapData(kept); fault != "" || len(removed) > 0 || !bytes.Equal(again, kept) {
		t.Errorf("%s, %v", fault, removed)
	}
}

func TestFilesThatAreWhatTheySay(t *testing.T) {
	dwg := append([]byte("AC1027\x00\x00\x00\x00\x00\x00\x00"), make([]byte, 100)...)
	dxf := []byte("  0\nSECTION\n  2\nHEADER\n  0\nENDSEC\n  0\nEOF\n")
	for name, test := range map[string]struct {
		declared string
		content  []byte
	}{
		"Suunnitelma.PDF": {"application/pdf", pdf("/Pages 2 0 R")}, "packed.pdf": {"", packedPDF(t, "3 0 << /Type /Page >>")},
		"kuva.jpg": {"image/jpeg", photo(t)}, "kuva.jpeg": {"image/pjpeg", told(t, binary.BigEndian, 6)}, "kuva.png": {"image/png", drawn(t)}, "kuva.webp": {"image/webp", webp()},
		"kirje.docx": {typeDOCX, docx(t)}, "linkki.docx": {typeDOCX, docx(t, "word/_rels/document.xml.rels", `<Relationship Type="http://x/hyperlink" Target="https://x.fi" TargetMode="External"/>`)},
		"kirje.odt": {typeODT, odt(t)}, "linkki.odt": {typeODT, odt(t, "styles.xml", "<s xmlns:xlink='l'><a xlink:href='https://x.fi'/><image xlink:href='Pictures/x.png'/></s>")}, "taulukko.csv": {"application/vnd.ms-excel", []byte("a;b\n1;2\n")}, "vanha.txt": {"text/plain", []byte("p\xe4iv\xe4\r\n")}, "muistio.txt": {"text/plain; charset=utf-8", []byte("hyvää päivää\n")},
		"alue.zip":  {"application/x-zip-compressed", shapefile(t, "alue/", "", "selite.txt", "hyvää", "kartta.pdf", string(pdf("")), "alue.gml", "<?xml version='1.0'?><gml/>", "alue.gpkg", string(geopackage()))},
		"alue.gpkg": {"application/geopackage+sqlite3", geopackage()}, "skannattu.TIF": {"image/tiff", scan(binary.LittleEndian, 8)},
		"piirustus.dwg": {"application/acad", dwg}, "piirustus.dxf": {"application/octet-stream", dxf},
	} {
		e, err := examine(name, test.declared, test.content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if e.format.Examine != "jpeg" && e.format.Examine != "webp" && e.format.Examine != "tiff" && !bytes.Equal(e.content, test.content) {
			t.Errorf("%s: was changed", name)
		}
	}
}

func TestFilesThatAreNot(t *testing.T) {
	long := strings.Repeat("x", 1000)
	bomb := make([]string, 0, 4)
	for i := range 4 {
		bomb = append(bomb, fmt.Sprintf("word/media/%d.bin", i), "") // the directory is changed below
	}
	rels := func(relation string) []byte { return docx(t, "word/_rels/settings.xml.rels", relation) }
	for name, test := range map[string]struct {
		file, declared string
		content        []byte
		code           string
	}{
		"nothing":                         {"a.pdf", "", nil, "empty_file"},
		"a program":                       {"a.exe", "", []byte("MZ" + long), "file_type"},
		"no extension":                    {"suunnitelma", "application/pdf", pdf(""), "file_type"},
		"a page":                          {"a.html", "text/html", []byte("<!doctype html>"), "file_type"},
		"a drawing with scripts":          {"a.svg", "image/svg+xml", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "file_type"},
		"a program as a PDF":              {"a.pdf", "application/pdf", []byte("MZ" + long), "file_not_what_it_says"},
		"a PDF as an image":               {"a.jpg", "image/jpeg", pdf(""), "file_not_what_it_says"},
		"a PDF declared as a page":        {"a.pdf", "text/html", pdf(""), "file_not_what_it_says"},
		"a page as text":                  {"a.txt", "text/plain", []byte("<!doctype html><html><script>alert(1)</script>"), "file_not_what_it_says"},
		"a drawing as text":               {"a.txt", "text/plain", []byte("<svg xmlns='http://www.w3.org/2000/svg'></svg>"), "file_not_what_it_says"},
		"bytes as text":                   {"a.txt", "text/plain", []byte("abc\x00\x01"), "file_not_what_it_says"},
		"too much text":                   {"a.csv", "text/csv", bytes.Repeat([]byte("a;b\n"), 2<<20), "file_too_large"},
		"half a PDF":                      {"a.pdf", "", []byte("%PDF-1.7\n1 0 obj\n"), "file_broken"},
		"a PDF with a script":             {"a.pdf", "", pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "file_script"},
		"written in codes":                {"a.pdf", "", pdf("/OpenAction << /S /J#61va#53cript >>"), "file_script"},
		"packed":                          {"a.pdf", "", packedPDF(t, "3 0 << /S /Launch /F (cmd.exe) >>"), "file_script"},
		"packed as another thing":         {"a.pdf", "", []byte("%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nx\nendstream\n%%EOF\n"), "file_broken"},
		"hidden in a comment":             {"a.pdf", "", []byte("%PDF-1.7\n% stream\n2 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n% endstream\n%%EOF\n"), "file_script"},
		"packed under no name":            {"a.pdf", "", bytes.Replace(packedPDF(t, "3 0 << /S /Launch >>"), []byte("/Type /ObjStm"), []byte("/N 1 /First 4"), 1), "file_script"},
		"packed, another object before":   {"a.pdf", "", bytes.Replace(packedPDF(t, "3 0 << /S /Launch >>"), []byte("/Type /ObjStm"), []byte("/Type /ObjStm /X (endobj)"), 1), "file_script"},
		"packed by a line's end":          {"a.pdf", "", bytes.Replace(packedPDF(t, "3 0 << /S /Launch >>"), []byte("stream\n"), []byte("stream\r"), 1), "file_script"},
		"the filter in codes":             {"a.pdf", "", bytes.Replace(packedPDF(t, "3 0 << /S /Launch >>"), []byte("/Filter /FlateDecode"), []byte("/F#69lter /Fl#61teDecode"), 1), "file_script"},
		"packed twice":                    {"a.pdf", "", bytes.Replace(packedPDF(t, "332030203c3c3e3e>"), []byte("/FlateDecode"), []byte("[/FlateDecode /ASCIIHexDecode]"), 1), "file_broken"},
		"packed by differences":           {"a.pdf", "", bytes.Replace(packedPDF(t, "3 0 << >>"), []byte("/FlateDecode"), []byte("/FlateDecode /DecodeParms << /Predictor 12 >>"), 1), "file_broken"},
		"a bomb of packed objects":        {"a.pdf", "", packedPDF(t, strings.Repeat("3 0 << >>", 8<<20)), "file_bomb"},
		"a PDF with a file inside":        {"a.pdf", "", pdf("/Names << /EmbeddedFiles 3 0 R >>"), "file_program"},
		"an encrypted PDF":                {"a.pdf", "", pdf("/Encrypt 4 0 R"), "file_encrypted"},
		"an archive as a document":        {"a.docx", typeDOCX, zipped(t, "a.txt", "x"), "file_not_what_it_says"},
		"a document as a sheet":           {"a.xlsx", "", docx(t), "file_not_what_it_says"},
		"macros":                          {"a.docx", typeDOCX, docx(t, "word/vbaProject.bin", "x"), "file_macros"},
		"macros by type":                  {"a.docx", typeDOCX, zipped(t, "[Content_Types].xml", strings.Replace(contentTypes, "</Types>", `<Default ContentType="application/vnd.ms-word.document.macroEn&#97;bled.main+xml"/></Types>`, 1), "word/document.xml", "x"), "file_macros"},
		"a program inside":                {"a.docx", typeDOCX, docx(t, "word/media/a.EXE", "MZ"), "file_program"},
		"another program's object":        {"a.docx", typeDOCX, docx(t, "word/embeddings/oleObject1.bin", "x"), "file_program"},
		"a template from elsewhere":       {"a.docx", typeDOCX, rels(`<Relationship Id="r" Type="http://x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/>`), "file_remote"},
		"an image from elsewhere":         {"a.docx", typeDOCX, rels("<pr:Relationship\nTargetMode = 'external' Type='http://x/image' Target='http://evil/x.png'/>"), "file_remote"},
		"the same in entities":            {"a.docx", typeDOCX, rels("<Relationship TargetMode='&#69;xternal' Type='http://x/image' Target='http://evil/x.png'/>"), "file_remote"},
		"the same in UTF-16":              {"a.docx", typeDOCX, rels("\xff\xfe<\x00R\x00/\x00>\x00"), "file_broken"},
		"entities of its own":             {"a.docx", typeDOCX, rels("<!DOCTYPE x [<!ENTITY e 'External'>]><Relationship TargetMode='&e;' Type='http://x/image'/>"), "file_broken"},
		"macros by another name":          {"a.docx", typeDOCX, rels("<Relationship Type='http://schemas.microsoft.com/office/2006/relationships/vbaProject' Target='x.bin'/>"), "file_macros"},
		"OpenDocument from elsewhere":     {"a.odt", typeODT, zipped(t, "mimetype", typeODT, "content.xml", "<x xmlns:xlink='l'><image xlink:href='https://evil/x.png'/></x>", "META-INF/manifest.xml", "<m/>"), "file_remote"},
		"another database":                {"a.gpkg", "", bytes.Replace(geopackage(), []byte("GPKG"), []byte("\x00\x00\x00\x00"), 1), "file_not_what_it_says"},
		"half a database":                 {"a.gpkg", "", geopackage()[:800], "file_broken"},
		"half a scan":                     {"a.tif", "", scan(binary.LittleEndian, 8)[:60], "file_broken"},
		"a scan without an image":         {"a.tif", "", []byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"), "file_broken"},
		"a document as an archive":        {"a.zip", "application/zip", docx(t), "file_not_what_it_says"},
		"an archive in an archive":        {"a.zip", "", shapefile(t, "b.zip", string(shapefile(t))), "file_member"},
		"an archive by another name":      {"a.zip", "", shapefile(t, "b.sbn", string(shapefile(t))), "file_not_what_it_says"},
		"a program in an archive":         {"a.zip", "", shapefile(t, "b.exe", "MZ"), "file_program"},
		"a program by another name":       {"a.zip", "", shapefile(t, "b.shp", "MZ"+long), "file_not_what_it_says"},
		"a page in an archive":            {"a.zip", "", shapefile(t, "b.xml", "<!doctype html><script>x</script>"), "file_not_what_it_says"},
		"entities in an archive":          {"a.zip", "", shapefile(t, "b.gml", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`), "file_not_what_it_says"},
		"a drawing in an archive":         {"a.zip", "", shapefile(t, "b.svg", "<svg/>"), "file_member"},
		"a script in a PDF in an archive": {"a.zip", "", shapefile(t, "b.pdf", string(pdf("/S /JavaScript"))), "file_script"},
		"a way out of an archive":         {"a.zip", "", shapefile(t, "../x.prj", "x"), "file_broken"},
		"an archive of nothing":           {"a.zip", "", zipped(t, "x/", ""), "file_broken"},
		"a bomb in an archive":            {"a.zip", "", shapefile(t, "b.csv", strings.Repeat("1;2\n", 5<<20)), "file_bomb"},
		"a way out":                       {"a.docx", typeDOCX, docx(t, "../../etc/passwd", "x"), "file_broken"},
		"two of one name":                 {"a.docx", typeDOCX, docx(t, "WORD/document.xml", "x"), "file_broken"},
		"a bomb":                          {"a.docx", typeDOCX, swollen(docx(t, bomb...)), "file_bomb"},
		"no archive":                      {"a.docx", typeDOCX, []byte("PK\x03\x04" + long), "file_broken"},
		"OpenDocument with scripts":       {"a.odt", typeODT, odt(t, "Basic/Standard/Module1.xml", "x"), "file_macros"},
		"OpenDocument with an object":     {"a.odt", typeODT, odt(t, "Object 1.bin", "x"), "file_program"},
		"OpenDocument that is encrypted":  {"a.odt", typeODT, zipped(t, "mimetype", typeODT, "content.xml", "<x/>", "META-INF/manifest.xml", "<manifest:encryption-data/>"), "file_encrypted"},
		"a sheet as a text":               {"a.odt", typeODT, zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>", "META-INF/manifest.xml", "x"), "file_not_what_it_says"},
		"an image of 3.6 gigapixels":      {"a.png", "image/png", wide(t), "file_pixels"},
		"half an image":                   {"a.png", "image/png", drawn(t)[:40], "file_broken"},
		"half a photo":                    {"a.jpg", "image/jpeg", photo(t)[:100], "file_broken"},
		"half a WebP":                     {"a.webp", "image/webp", webp()[:40], "file_broken"},
	} {
		_, err := examine(test.file, test.declared, test.content)
		var found faults.Faults
		if !errors.As(err, &found) || found[0].Code != test.code {
			t.Errorf("%s: %v, want %s", name, err, test.code)
		}
	}
}

// swollen is an archive whose directory says that each part is 200 MB.
func swollen(content []byte) []byte {
	content = bytes.Clone(content)
	for at := 0; ; {
		i := bytes.Index(content[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return content
		}
		at += i
		binary.LittleEndian.PutUint32(content[at+24:], 200<<20)
		at += 4
	}
}

// A photo does not tell where and with what it was taken, still stands the right way up, and has lost nothing of the image.
func TestPhotosTellNothingMore(t *testing.T) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		for way := uint16(1); way <= 8; way++ {
			before := told(t, order, way)
			kept, removed, fault := stripJPEG(before)
			if fault != "" || !slices.Equal(removed, []string{removedLocation, removedMetadata, removedRest}) {
				t.Fatalf("%s, %v", fault, removed)
			}
			if bytes.Contains(kept, []byte("secret")) || bytes.Contains(kept, []byte("62.4N")) || !bytes.Contains(kept, []byte("ICC_PROFILE")) {
				t.Errorf("%q", kept)
			}
			if got := wayOf(t, kept); got != way {
				t.Errorf("it stands %d, want %d", got, way)
			}
			was, err := jpeg.Decode(bytes.NewReader(before))
			must(t, err)
			is, err := jpeg.Decode(bytes.NewReader(kept))
			must(t, err)
			if !bytes.Equal(was.(*image.Gray).Pix, is.(*image.Gray).Pix) {
				t.Error("the image is another")
			}
			again, removed, fault := stripJPEG(kept)
			if way == 1 && (fault != "" || len(removed) != 0 || !bytes.Equal(again, kept)) {
				t.Errorf("of what tells nothing: %v, %s", removed, fault)
			}
		}
	}
}

// wayOf is which way is up in an image that has at most one EXIF segment.
func wayOf(t *testing.T, content []byte) uint16 {
	t.Helper()
	i := bytes.Index(content, exifHead)
	if i < 0 {
		return 1
	}
	size := binary.BigEndian.Uint16(content[i-2:])
	data := content[i : i+int(size)-2]
	if hasLocation(data[len(exifHead):]) {
		t.Error("it tells where")
	}
	return orientation(data)
}

func TestDrawnImagesTellNothingMore(t *testing.T) {
	plain := drawn(t)
	before := slices.Concat(plain[:33], chunkOf("tEXt", []byte("Author\x00secret")), chunkOf("eXIf", exif(binary.BigEndian, 1)), chunkOf("gAMA", []byte{0, 0, 0, 1}), plain[33:], []byte("secret"))
	kept, removed, fault := stripPNG(before)
	if fault != "" || !slices.Equal(removed, []string{removedMetadata, removedLocation, removedRest}) || bytes.Contains(kept, []byte("secret")) || !bytes.Contains(kept, []byte("gAMA")) {
		t.Errorf("%s, %v, %q", fault, removed, kept)
	}
	if _, err := png.Decode(bytes.NewReader(kept)); err != nil {
		t.Error(err)
	}
	kept, removed, fault = stripWebP(webp())
	if fault != "" || !slices.Equal(removed, []string{removedLocation, removedMetadata}) || bytes.Contains(kept, []byte("secret")) || kept[20]&0x0C != 0 {
		t.Errorf("%s, %v, %q", fault, removed, kept)
	}
	if fault := pixels(kept); fault != "" {
		t.Error(fault)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"Suunnitelma.PDF": "Suunnitelma.pdf", `C:\Users\x\kartta.png`: "kartta.png", "../../etc/passwd.txt": "passwd.txt", "a\u202egnp.exe": "agnp.exe", "  a \t b .pdf": "a b.pdf", ".pdf": "liite.pdf",
		"a\"b<c>.pdf": "abc.pdf", strings.Repeat("å", 300) + ".pdf": strings.Repeat("å", 120) + ".pdf", "\x00\xff.pdf": "\ufffd\ufffd.pdf",
	} {
		if got := cleanName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	a := Attachment{Format: "pdf"}
	for name, want := range map[string]string{"Kartta": "Kartta.pdf", "Kartta.pdf": "Kartta.pdf", "Kartta.exe": "Kartta.exe.pdf", "v1.2": "v1.2.pdf"} {
		if a.Name = name; a.FileName() != want {
			t.Errorf("%q is saved as %q, want %q", name, a.FileName(), want)
		}
	}
}

func TestFormatsAreComplete(t *testing.T) {
	for _, f := range formats {
		if err := f.Name.Complete(); err != nil || f.Megabytes < 1 || f.Megabytes > MaxFile>>20 || len(f.Extensions) == 0 || f.MediaType == "" || len(f.Detected) == 0 && f.Main == "" && f.Examine != "drawing" {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for _, p := range purposes {
		if err := p.Name.Complete(); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// Whatever somebody sends, it is refused or it is what it says, and never kills the service.
func FuzzExamine(f *testing.F) {
	for name, content := range map[string][]byte{"a.pdf": packedPDF(f, "3 0 << /S /Launch >>"), "b.pdf": pdf("/J#53"), "a.jpg": told(f, binary.BigEndian, 6), "a.png": drawn(f), "a.webp": webp(), "a.docx": docx(f), "a.odt": odt(f), "a.txt": []byte("å"), "a.tif": scan(binary.BigEndian, 8), "a.zip": shapefile(f), "a.gpkg": geopackage()} {
		f.Add(name, content)
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		e, err := examine(name, "", content)
		if err != nil {
			return
		}
		again, err := examine(e.name, e.format.MediaType, e.content)
		if err != nil || !bytes.Equal(again.content, e.content) && len(e.removed) == 0 {
			t.Errorf("what was taken in is refused: %v", err)
		}
	})
}
