package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoLayer says that a source has no layer of that name.
var ErrNoLayer = errors.New("no such layer")

// member is one file of layers in a source, with the files that belong to it.
type member struct {
	name       string // as a layer: without extension, and without folders where that is clear enough
	format     Format
	main       entry
	companions []entry
}

// files are the member's files, the main one first.
func (m member) files() []entry { return append([]entry{m.main}, m.companions...) }

// put copies the member's files into a folder under the names that the format's reader expects.
func (m member) put(folder string, most int64) error {
	to := filepath.Join(folder, m.format.fileName())
	if err := m.main.copyTo(to, most); err != nil {
		return err
	}
	stem := strings.TrimSuffix(to, filepath.Ext(to))
	for _, e := range m.companions {
		if err := e.copyTo(stem+e.extension(), most); err != nil {
			return err
		}
	}
	return nil
}

// putSchema copies the schema that lies beside a plain GML file, where there is one.
func (m member) putSchema(folder string, most int64) error {
	if m.main.file != nil {
		return nil
	}
	schema := entry{path: strings.TrimSuffix(m.main.path, filepath.Ext(m.main.path)) + ".xsd"}
	err := schema.copyTo(filepath.Join(folder, strings.TrimSuffix(FormatGML.fileName(), ".gml")+".xsd"), most)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// refusal is a file that is no layer, and why.
type refusal struct {
	main entry
	why  error
}

func (r refusal) String() string { return path.Base(r.main.name) + ": " + r.why.Error() }

// gather finds the files of layers among others, by their content. Its second result are the files that are none.
func gather(entries []entry) (members []member, refused []refusal) {
	for _, e := range entries {
		format, err := e.detect()
		if format == FormatZip {
			if format = zippedWorkbook(e); format == "" {
				err = fmt.Errorf("an archive within an archive: %w", ErrArchive)
			}
		}
		if err != nil {
			refused = append(refused, refusal{e, err})
			continue
		}
		members = append(members, member{format: format, main: e, companions: companionsOf(e, format, entries)})
	}
	claimed := map[string]bool{}
	for _, m := range members {
		for _, e := range m.companions {
			claimed[e.name] = true
		}
	}
	members = slices.DeleteFunc(members, func(m member) bool { return claimed[m.main.name] })
	refused = slices.DeleteFunc(refused, func(r refusal) bool { return claimed[r.main.name] })
	nameMembers(members)
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return members, refused
}

// zippedWorkbook tells an XLSX file that lies in an archive; it is looked into again when it is unpacked.
func zippedWorkbook(e entry) Format {
	head, err := e.head()
	if err == nil && bytes.Contains(head, []byte("[Content_Types].xml")) && bytes.Contains(head, []byte("xl/")) {
		return FormatXLSX
	}
	return ""
}

// companionsOf finds the files that belong to another by their names, one of each kind. The case of letters makes no
// difference where only one file could be meant.
func companionsOf(main entry, format Format, entries []entry) []entry {
	var found []entry
	for _, extension := range format.companions() {
		same := func(e entry) bool { return e.extension() == extension && e.stem() == main.stem() }
		like := func(e entry) bool {
			return e.extension() == extension && strings.EqualFold(e.stem(), main.stem()) && !slices.ContainsFunc(entries, func(other entry) bool {
				return other.extension() == main.extension() && other.stem() == e.stem()
			})
		}
		i := slices.IndexFunc(entries, same)
		if i < 0 {
			i = slices.IndexFunc(entries, like)
		}
		if i >= 0 {
			found = append(found, entries[i])
		}
	}
	return found
}

// nameMembers names each by its file, with its folders where files in several have the same name.
func nameMembers(members []member) {
	ways := []func(entry) string{
		func(e entry) string { return path.Base(e.stem()) },
		func(e entry) string { return e.stem() },
		func(e entry) string { return e.name },
	}
	for _, way := range ways {
		count := map[string]int{}
		for _, m := range members {
			count[way(m.main)]++
		}
		for i, m := range members {
			if m.name == "" && count[way(m.main)] == 1 {
				members[i].name = way(m.main)
			}
		}
	}
}

// find chooses the member that a layer's name means, and the layer within it; "" is the only one there.
func (s *Source) find(layer string) (m member, inner string, err error) {
	names := make([]string, len(s.members))
	for i, m := range s.members {
		names[i] = m.name
	}
	if len(s.members) == 1 {
		m = s.members[0]
		switch {
		case layer == "" || layer == m.name && s.container():
			return m, "", nil
		case m.format.multiLayer():
			return m, strings.TrimPrefix(layer, m.name+"/"), nil
		case !s.container():
			return m, "", nil // a file that is one layer, whatever that is called
		}
	}
	if layer == "" {
		return member{}, "", fmt.Errorf("%s has several layers, name one: %s: %w", s.kind(), strings.Join(names, ", "), ErrNoLayer)
	}
	for _, m := range s.members {
		if m.name == layer {
			return m, "", nil
		}
		if inner, ok := strings.CutPrefix(layer, m.name+"/"); ok && m.format.multiLayer() {
			return m, inner, nil
		}
	}
	return member{}, "", fmt.Errorf("%s: no layer %s; it has %s: %w", s.kind(), layer, strings.Join(names, ", "), ErrNoLayer)
}
