package fetch

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// collector writes the features of all pages into one file, so that it does not matter where one page ended and the next
// began, and sees whether pages repeat features.
type collector struct {
	*run
	path   string
	json   bool
	crs    string // of the file; empty: degrees in JSON, not said in GML
	bounds string // GML: the reference system of the collections' bounds
	mixed  bool   // GML: features are in several reference systems
	room   int64  // GML: where there is room for the bounds
	fixed  bool   // JSON: crs is known from elsewhere, whatever the pages say
	file   *os.File
	out    *bufio.Writer
	count  int64
	opened bool            // the beginning of the file is written
	root   namespaces      // GML: declared at the beginning
	wrap   gmlWrap         // GML: the element round each feature
	names  map[string]bool // GML: of all features' properties
	inPage map[identity]bool
	seen   map[identity]bool
	sums   [][sha256.Size]byte
	most   int64
}

// identity is a hash of a feature's id, or of all of it where it has none.
type identity [16]byte

// newCollector begins the file of a layer.
func (r *run) newCollector(layer string, isJSON bool, crs string) (*collector, error) {
	extension := ".gml"
	if isJSON {
		extension = ".geojson"
	}
	c := &collector{run: r, path: r.path(safeName(layer + extension)), json: isJSON, crs: crs, fixed: crs != "", names: map[string]bool{}, seen: map[identity]bool{}, most: r.client.config.MaxFeatures}
	file, err := os.OpenFile(c.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	c.file, c.out = file, bufio.NewWriterSize(file, 1<<18)
	return c, nil
}

// take reads a page out of the run's folder and takes it away.
func (c *collector) take(name string) (page, error) {
	c.inPage = map[identity]bool{}
	read := c.takeGML
	if c.json {
		read = c.takeJSON
	}
	p, err := read(name)
	if err != nil {
		return p, err
	}
	if len(c.seen) == 0 {
		c.seen = c.inPage
	} else {
		maps.Copy(c.seen, c.inPage)
	}
	return p, os.Remove(c.run.path(name))
}

// know notes a feature before it is written. One that was in an earlier page means that the service's pages overlap, and
// then others are missing between them; twice in one page is the register's own affair, which the import reports.
func (c *collector) know(id string, content []byte) error {
	sum := sha256.Sum256(content)
	key := identity(sum[:16])
	if id != "" {
		named := sha256.Sum256([]byte(id))
		key = identity(named[:16])
	}
	if c.seen[key] {
		what := "a feature without an id"
		if id != "" {
			what = "feature " + words(id)
		}
		return fmt.Errorf("%w: %s comes in two pages, so the service has no fixed order and others are missing; try again, or name an order in the address (sortBy)", ErrIncomplete, what)
	}
	c.inPage[key] = true
	if c.count++; c.count > c.most {
		return fmt.Errorf("%w: more than %d features", ErrTooLarge, c.most)
	}
	c.sums = append(c.sums, sum)
	return nil
}

// sum is the same for the same features, in whatever order and pages they came.
func (c *collector) sum(kind Kind) []byte {
	slices.SortFunc(c.sums, func(a, b [sha256.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	whole := sha256.New()
	crs := c.crs
	if c.mixed {
		crs = "" // which came first says nothing
	}
	_, _ = fmt.Fprintf(whole, "%s %t %s\n", kind, c.json, crs)
	for _, sum := range c.sums {
		_, _ = whole.Write(sum[:])
	}
	return whole.Sum(nil)
}

// finish writes the end of the file.
func (c *collector) finish() error {
	if c.count == 0 {
		return fmt.Errorf("%w: the service has no features there", ErrAnswer)
	}
	end := c.endGML
	if c.json {
		end = c.endJSON
	}
	err := errors.Join(end(), c.out.Flush(), c.file.Close())
	c.file = nil
	return err
}

// close lets go of a file that was not finished.
func (c *collector) close() {
	if c.file != nil {
		_ = c.file.Close()
	}
}

// generatedID finds ids that GeoServer makes up anew for each answer, for features without a key: "fid--4a5b_1591f_6f32"
// and, in geometries, "fid--4a5b_1591f_6f32.geom.0". They would make every version of a register a new one.
var generatedID = regexp.MustCompile(`\s+(?:[A-Za-z0-9_]+:)?(?:id|fid)=(?:"[^"<>]*\bfid-[0-9a-f-]+_[0-9a-f-]+_[^"<>]*"|'[^'<>]*\bfid-[0-9a-f-]+_[0-9a-f-]+_[^'<>]*')`)

// withoutGenerated takes such ids out of a feature.
func withoutGenerated(feature []byte) []byte {
	if !bytes.Contains(feature, []byte("fid-")) {
		return feature
	}
	return generatedID.ReplaceAll(feature, nil)
}

// crsRoom is the space that a file keeps at its beginning for the name of its reference system, which pages say before
// or after their features.
const crsRoom = 1000

func (c *collector) beginJSON() {
	c.opened = true
	_, _ = c.out.WriteString(`{"type":"FeatureCollection",` + strings.Repeat(" ", crsRoom) + "\"features\":[\n")
}

// endJSON writes the end, and at the beginning the reference system, as GeoJSON of 2008 did: it is what GDAL reads.
// Without one coordinates are degrees.
func (c *collector) endJSON() error {
	_, _ = c.out.WriteString("\n]}\n")
	if err := c.out.Flush(); err != nil || c.crs == "" {
		return err
	}
	name, err := json.Marshal(c.crs)
	if err != nil {
		return err
	}
	member := fmt.Sprintf(`"crs":{"type":"name","properties":{"name":%s}},`, name)
	if len(member) > crsRoom {
		return fmt.Errorf("%w: a reference system with a long name", ErrAnswer)
	}
	_, err = c.file.WriteAt([]byte(member), int64(len(`{"type":"FeatureCollection",`)))
	return err
}
