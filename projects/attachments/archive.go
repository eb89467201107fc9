package attachments

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Bounds of an archive, by its directory: what a program that opens it would have to unpack.
const (
	maxEntries  = 5_000
	maxUnpacked = 300 << 20
	maxPart     = 4 << 20   // of a part that is read here
	maxText     = 128 << 20 // of one that is read as it comes
)

// programs are extensions of what runs, or has something run, when somebody opens it out of a document.
var programs = []string{".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".msi", ".jar", ".lnk", ".sh", ".reg", ".cpl", ".html", ".htm", ".swf"}

// archive is the directory of a zip file that can be trusted to be what it says.
type archive struct{ files []*zip.File }

func openArchive(content []byte) (archive, string) {
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return archive{}, brokenFile
	}
	if len(r.File) > maxEntries {
		return archive{}, "file_bomb"
	}
	seen := map[string]bool{}
	var unpacked uint64
	for _, f := range r.File {
		name := strings.ToLower(f.Name)
		switch {
		case f.Flags&1 != 0:
			return archive{}, "file_encrypted"
		case name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) || slices.Contains(strings.Split(name, "/"), "..") || seen[name]:
			return archive{}, brokenFile // two parts of one name are read differently by different programs
		case slices.Contains(programs, path.Ext(name)):
			return archive{}, "file_program"
		}
		seen[name] = true
		if unpacked += min(f.UncompressedSize64, maxUnpacked+1); unpacked > maxUnpacked {
			return archive{}, "file_bomb"
		}
	}
	return archive{r.File}, ""
}

func (a archive) has(name string) bool {
	return slices.ContainsFunc(a.files, func(f *zip.File) bool { return f.Name == name })
}

// read is a part's text; nil where there is none, or one that is longer than it may be.
func (a archive) read(f *zip.File) []byte {
	r, err := f.Open()
	if err != nil {
		return nil
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil || len(data) > maxPart {
		return nil
	}
	return data
}

func (a archive) part(name string) []byte {
	i := slices.IndexFunc(a.files, func(f *zip.File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return a.read(a.files[i])
}

// macros are content types and relations of what runs, or of other programs' objects.
var macros = regexp.MustCompile(`(?i)macroenabled|vbaproject|ms-office\.activex|oleobject`)

// lookIntoOffice looks into a document of Office Open XML (ECMA-376). It must be of its format, and neither run, fetch nor hold
// other programs' objects.
func lookIntoOffice(content []byte, format Format) string {
	a, fault := openArchive(content)
	if fault != "" {
		return fault
	}
	types := a.part("[Content_Types].xml")
	if types == nil || !a.has(format.Main) || !bytes.Contains(types, []byte(strings.TrimSuffix(format.MediaType, ".document"))) && !bytes.Contains(types, []byte(format.MediaType)) {
		return "file_not_what_it_says"
	}
	if fault := declared(types); fault != "" {
		return fault
	}
	for _, f := range a.files {
		name := strings.ToLower(f.Name)
		switch {
		case strings.Contains(name, "vbaproject"), strings.Contains(name, "activex"), strings.Contains(name, "macrosheets/"):
			return "file_macros"
		case strings.Contains(name, "embeddings/") && !strings.HasSuffix(name, ".xlsx"):
			return "file_program" // OLE objects; a chart's own table is none
		}
		if strings.HasSuffix(name, ".rels") {
			if fault := relations(a.read(f)); fault != "" {
				return fault
			}
		}
	}
	return ""
}

// declared finds content types of what runs.
func declared(types []byte) string {
	return eachElement(types, func(e xml.StartElement) string {
		if macros.MatchString(attributeOf(e, "ContentType")) {
			return "file_macros"
		}
		return ""
	})
}

// relations finds what a document fetches from elsewhere by itself. A link that somebody may press is none.
func relations(data []byte) string {
	if data == nil {
		return brokenFile
	}
	return eachElement(data, func(e xml.StartElement) string {
		sort := attributeOf(e, "Type")
		switch {
		case e.Name.Local != "Relationship":
		case strings.EqualFold(strings.TrimSpace(attributeOf(e, "TargetMode")), "external") && !strings.HasSuffix(sort, "/hyperlink"):
			return "file_remote"
		case macros.MatchString(path.Base(sort)):
			return "file_macros"
		}
		return ""
	})
}

// eachElement visits the elements of a part until visit says what is wrong. What is not read as other programs read it (another
// encoding than UTF-8, entities of its own) is broken.
func eachElement(part []byte, visit func(xml.StartElement) string) string {
	return eachElementOf(bytes.NewReader(part), visit)
}

func eachElementOf(part io.Reader, visit func(xml.StartElement) string) string {
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return brokenFile
		}
		switch token := token.(type) {
		case xml.Directive:
			return brokenFile // a document type
		case xml.StartElement:
			if fault := visit(token); fault != "" {
				return fault
			}
		}
	}
}

func attributeOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// lookIntoOpenDocument looks into a document of OpenDocument (ISO/IEC 26300), whose first part names what it is.
func lookIntoOpenDocument(content []byte, format Format) string {
	a, fault := openArchive(content)
	if fault != "" {
		return fault
	}
	if string(a.part("mimetype")) != format.MediaType || !a.has(format.Main) || !a.has("META-INF/manifest.xml") {
		return "file_not_what_it_says"
	}
	if bytes.Contains(a.part("META-INF/manifest.xml"), []byte("encryption-data")) {
		return "file_encrypted"
	}
	for _, f := range a.files {
		name := strings.ToLower(f.Name)
		switch {
		case strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"), strings.HasPrefix(name, "dialogs/"):
			if !strings.HasSuffix(name, "/") {
				return "file_macros"
			}
		case name == "content.xml", name == "styles.xml", strings.HasSuffix(name, "/content.xml"), strings.HasSuffix(name, "/styles.xml"):
			if fault := fetches(f); fault != "" {
				return fault
			}
		case strings.HasPrefix(name, "objectreplacements/"):
		case strings.HasSuffix(name, ".bin"), strings.HasSuffix(name, ".ole"):
			return "file_program"
		}
	}
	return ""
}

// pressed are elements of OpenDocument whose addresses are followed when somebody presses them; those of others are fetched.
var pressed = []string{"a", "area", "text-input", "button"}

// fetches finds what a document of OpenDocument fetches from elsewhere by itself: images, sections, tables. It is read as it comes,
// since it may be long.
func fetches(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return brokenFile
	}
	defer func() { _ = r.Close() }()
	return eachElementOf(io.LimitReader(r, maxText), func(e xml.StartElement) string {
		href := strings.TrimSpace(attributeOf(e, "href"))
		if !slices.Contains(pressed, e.Name.Local) && (elsewhere.MatchString(href) || strings.HasPrefix(strings.ReplaceAll(href, `\`, "/"), "//")) {
			return "file_remote"
		}
		return ""
	})
}

var elsewhere = regexp.MustCompile(`(?i)^[a-z][a-z0-9+.-]*:`)
