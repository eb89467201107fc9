// Package attachments keeps the files of projects. A file is what it says it is, or it is refused: its name, the type that the
// sender's program gives and its content must agree, and it holds nothing that runs. What tells more than the sender may
// mean to tell (where and with what a photo was taken) is taken out. Which version has which file, and who may see it, is for
// the package projects.
package attachments

import (
	_ "embed" // formats.json, purposes.json
	"encoding/json"
	"mime"
	"path"
	"slices"
	"strings"
	"unicode"

	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
)

// Format is a sort of file that is taken in.
type Format struct {
	Code       string    `json:"code"`
	Name       i18n.Text `json:"name"`
	Examine    string    `json:"examine"`    // how its content is looked into
	MediaType  string    `json:"media_type"` // as which it is given out
	Extensions []string  `json:"extensions"`
	Detected   []string  `json:"detected"` // what the library calls its content; of archives their directory is read instead
	Declared   []string  `json:"declared"` // other names that senders give it
	Main       string    `json:"main"`     // of an archive: the part that must be there
	Megabytes  int       `json:"megabytes"`
}

// Purpose is what a file may be for.
type Purpose struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

//go:embed formats.json
var formatsFile []byte

//go:embed purposes.json
var purposesFile []byte

var (
	formats  = read[Format](formatsFile)
	purposes = read[Purpose](purposesFile)
)

func read[T any](data []byte) (list []T) {
	if err := json.Unmarshal(data, &list); err != nil {
		panic(err) // embedded
	}
	return list
}

// Formats are all that are taken in.
func Formats() []Format { return slices.Clone(formats) }

// Purposes are what files may be for, in the order in which people are offered them.
func Purposes() []Purpose { return slices.Clone(purposes) }

// Limits of files.
const (
	MaxFile    = 25 << 20  // bytes of one
	MaxProject = 500 << 20 // bytes of all files of a project
	maxName    = 120       // characters
)

// extensions are all that are taken in, for people.
func extensions() string {
	var all []string
	for _, f := range formats {
		all = append(all, f.Extensions...)
	}
	return strings.Join(all, ", ")
}

// formatOf is the format of a file's name.
func formatOf(name string) (Format, bool) {
	extension := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	i := slices.IndexFunc(formats, func(f Format) bool { return slices.Contains(f.Extensions, extension) })
	if i < 0 {
		return Format{}, false
	}
	return formats[i], true
}

// declares tells whether a sender's program may give the format that type. Programs that do not know give a general one, or
// none.
func (f Format) declares(mediaType string) bool {
	kind, _, err := mime.ParseMediaType(mediaType)
	switch {
	case mediaType == "", err == nil && kind == "application/octet-stream":
		return true
	case err != nil:
		return false
	}
	return kind == f.MediaType || slices.Contains(f.Declared, kind)
}

// cleanName keeps the last element of a name, without what is no text or turns it round, its extension in small letters.
func cleanName(name string) string {
	name = text.Clean(name)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	extension := path.Ext(name)
	stem := strings.TrimLeft(strings.TrimSuffix(name, extension), ". ")
	if stem == "" {
		stem = "liite"
	}
	return strings.TrimSpace(text.Cut(stem, maxName)) + strings.ToLower(extension)
}
