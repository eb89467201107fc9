package attachments

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// lookIntoGeoPackage wants a database of SQLite that says that it is a GeoPackage (OGC 12-128r19, 1.1.1), whole.
func lookIntoGeoPackage(content []byte) string {
	const head = 100
	if len(content) < head || !bytes.HasPrefix(content, []byte("SQLite format 3\x00")) {
		return "file_not_what_it_says"
	}
	if id := string(content[68:72]); id != "GPKG" && id != "GP10" && id != "GP11" || !bytes.Contains(content, []byte("gpkg_contents")) {
		return "file_not_what_it_says"
	}
	page := int64(binary.BigEndian.Uint16(content[16:]))
	if page == 1 { // 65536 does not fit
		page = 1 << 16
	}
	pages := int64(binary.BigEndian.Uint32(content[28:]))
	if page < 512 || page&(page-1) != 0 || int64(len(content))%page != 0 || pages*page > int64(len(content)) {
		return brokenFile
	}
	return ""
}

// Bounds of an archive of map data.
const (
	maxMembers      = 200
	maxMapData      = 100 << 20 // unpacked, together
	maxMember       = 50 << 20
	mostCompression = 200 // of a member larger than a megabyte: coordinates in text come to a tenth
)

// Sorts of members of an archive of map data.
const (
	memberText  = "text"  // text that is neither a page nor a script
	memberShape = "shape" // ESRI's main and index files
	memberTable = "table" // dBASE
	memberIndex = "index" // what only map programs read: it is nothing that anybody knows
)

// members are the files that archives of map data may have, by their extension: a Shapefile's parts, MapInfo's, other formats of map
// data, how an image lies on the map, and what is said about them.
var members = map[string]string{
	"shp": memberShape, "shx": memberShape, "dbf": memberTable, "sbn": memberIndex, "sbx": memberIndex, "qix": memberIndex, "fix": memberIndex,
	"prj": memberText, "qpj": memberText, "cpg": memberText, "qmd": memberText, "xml": memberText, "gfs": memberText, "xsd": memberText,
	"tab": memberText, "dat": memberTable, "map": memberIndex, "id": memberIndex, "ind": memberIndex, "mif": memberText, "mid": memberText,
	"gml": memberText, "kml": memberText, "gpx": memberText, "geojson": memberText, "json": memberText,
	"tfw": memberText, "tfwx": memberText, "jgw": memberText, "pgw": memberText, "wld": memberText,
	"txt": memberText, "csv": memberText, "dxf": "text", "dwg": "drawing", "pdf": "pdf", "tif": "tiff", "tiff": "tiff", "gpkg": "geopackage",
}

// lookIntoMapData looks into an archive of map data: each of its members must be of a sort that it may have, and be what its name says.
// Archives in it, documents of offices and photos are not: they are sent as they are. What a machine adds about itself is taken out.
func lookIntoMapData(content []byte) (kept []byte, removed []string, fault string) {
	a, fault := openArchive(content)
	if fault != "" {
		return nil, nil, fault
	}
	var unpacked uint64
	var files []*zip.File
	for _, f := range a.files {
		switch {
		case strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0:
			continue // a folder
		case isLitter(f.Name):
			removed = note(removed, removedMetadata)
			continue
		}
		files = append(files, f)
		unpacked += f.UncompressedSize64
		switch {
		case len(files) > maxMembers, f.UncompressedSize64 > maxMember, unpacked > maxMapData, f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > mostCompression*max(1, f.CompressedSize64):
			return nil, nil, "file_bomb"
		case f.Mode()&os.ModeType != 0:
			return nil, nil, brokenFile // a link
		}
		if fault := lookIntoMember(f); fault != "" {
			return nil, nil, fault
		}
	}
	switch {
	case len(files) == 0:
		return nil, nil, brokenFile
	case len(removed) == 0:
		return content, nil, ""
	}
	kept, err := archived(files)
	if err != nil {
		return nil, nil, brokenFile
	}
	return kept, removed, ""
}

// isLitter tells the members that file managers add by themselves.
func isLitter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// archived is an archive of members as they are packed.
func archived(files []*zip.File) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		if err := w.Copy(f); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

func lookIntoMember(f *zip.File) string {
	sort, known := members[strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))]
	if !known {
		return "file_member"
	}
	r, err := f.Open()
	if err != nil {
		return brokenFile
	}
	content, err := io.ReadAll(io.LimitReader(r, maxMember+1))
	if err = errors.Join(err, r.Close()); err != nil || uint64(len(content)) != f.UncompressedSize64 {
		return brokenFile
	}
	if len(content) == 0 {
		return "" // indexes may be empty
	}
	switch sort {
	case "pdf":
		return lookIntoPDF(content)
	case "tiff":
		_, _, fault := stripTIFF(content)
		return fault
	case "geopackage":
		return lookIntoGeoPackage(content)
	}
	if !isMember(sort, content) {
		return "file_not_what_it_says"
	}
	return ""
}

// unwanted are types of text that run when they are opened.
var unwanted = []string{"text/html", "image/svg+xml", "text/javascript", "text/x-php", "text/x-python", "text/x-lua", "text/x-perl", "text/x-tcl", "text/x-ruby", "text/x-shellscript", "application/x-elf"}

func isMember(sort string, content []byte) bool {
	switch sort {
	case "drawing":
		return drawing.Match(content)
	case memberShape:
		return bytes.HasPrefix(content, []byte{0, 0, 0x27, 0x0A})
	case memberTable:
		return slices.Contains([]byte{0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5}, content[0])
	case memberIndex:
		known := mimetype.Detect(content)
		return known.Is("application/octet-stream") || known.Is("application/vnd.shx") || known.Is("application/vnd.shp")
	}
	known := mimetype.Detect(content)
	return lookIntoText(content) == "" && !slices.ContainsFunc(unwanted, known.Is) && !bytes.Contains(bytes.ToUpper(content), []byte("<!ENTITY"))
}
