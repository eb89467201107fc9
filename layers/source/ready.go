package source

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
)

// makeReady looks at a file that lies in its folder before GDAL does: what it says of other files, of programs and of
// its reference system, and whether it is all there.
func makeReady(ctx context.Context, format Format, folder string, o Options, limits Limits) error {
	name := filepath.Join(folder, format.fileName())
	switch format {
	case FormatGeoPackage:
		return inspectGeoPackage(ctx, name)
	case FormatShapefile:
		return errors.Join(checkPrj(folder, o.CRS != ""), checkShapefile(folder))
	case FormatGML:
		return errors.Join(saysGML(name), withoutHeights(name))
	case FormatGeoJSONSeq:
		return checkSequence(name, limits)
	case FormatTAB:
		return checkTAB(name)
	case FormatGeoJSON:
		return errors.Join(unwrap(name), checkGeoJSONSystem(name))
	}
	return nil
}

// gdalHead is how far GDAL looks for the word that makes a document GML; a long comment, or a namespace that is declared
// below the root, keeps it from there.
const gdalHead = 1000

var xmlDeclaration = regexp.MustCompile(`^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>`)

// saysGML writes that word, in a comment, into the beginning of a document that has it further down.
func saysGML(name string) error {
	head, err := readHead(name)
	if err != nil || bytes.Contains(head[:min(len(head), gdalHead)], []byte("opengis.net/gml")) || !looksLikeXML(head) || bytes.IndexByte(head, 0) >= 0 {
		return err
	}
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(name + ".said")
	if err != nil {
		return err
	}
	declared := len(xmlDeclaration.Find(head))
	_, err = out.Write(append(bytes.Clone(head[:declared]), "<!-- http://www.opengis.net/gml -->"...))
	if err == nil {
		_, err = io.Copy(out, io.NewSectionReader(in, int64(declared), math.MaxInt64-int64(declared)))
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	return os.Rename(name+".said", name)
}

// Systems with heights, northing first, and the same without: GDAL 3.6 does not see the order of axes behind the heights.
var (
	flatSystems = map[string]string{"3901": "2393", "3902": "5048", "3903": "5048"}
	srsName     = regexp.MustCompile(`srsName\s*=\s*["'][^"'<>]{0,80}?[:/#](390[123])["']`)
)

// withoutHeights writes into a GML file, in the places of systems with heights, the same without them.
func withoutHeights(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	const overlap = 256 // longer than any match
	buffer := make([]byte, 1<<20)
	for at := int64(0); ; at += int64(len(buffer) - overlap) {
		n, err := file.ReadAt(buffer, at)
		for _, m := range srsName.FindAllSubmatchIndex(buffer[:n], -1) {
			if _, err := file.WriteAt([]byte(flatSystems[string(buffer[m[2]:m[3]])]), at+int64(m[2])); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// checkPrj looks at a shapefile's definition of its reference system. One that nobody needs is taken away.
func checkPrj(folder string, named bool) error {
	name := filepath.Join(folder, "input.prj")
	if named {
		if err := os.Remove(name); !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}
	text, err := readHead(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return errors.Join(err, checkDefinition(string(text)))
}

var (
	tabNative = regexp.MustCompile(`(?im)^\s*type\s+native\b`)
	tabOthers = regexp.MustCompile(`(?i)open\s+table|create\s+view|begin_metadata[\s\S]*isseamless|\bfile\s+"|type\s+(?:linked|raster|seamless|odbc)`)
)

// checkTAB refuses tables that are made of other tables, of pictures or of databases.
func checkTAB(name string) error {
	text, err := readHead(name)
	if err != nil {
		return err
	}
	if len(text) == headBytes || !tabNative.Match(text) || tabOthers.Match(text) {
		return fmt.Errorf("a MapInfo table that is not of the type NATIVE: %w", ErrFormat)
	}
	return nil
}

var geoJSONSystem = regexp.MustCompile(`"crs"\s*:\s*\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}`)

// checkGeoJSONSystem refuses a member "crs" that is no name.
func checkGeoJSONSystem(name string) error {
	text, err := readHead(name)
	if err != nil {
		return err
	}
	return checkDefinition(string(geoJSONSystem.Find(text)))
}

// readHead reads the beginning of a file.
func readHead(name string) ([]byte, error) {
	return entry{name: filepath.Base(name), path: name}.head()
}

// maxWrapped is the size of a JSON document that is opened to look for a feature collection within.
const maxWrapped = 64 << 20

// unwrap replaces a JSON file whose feature collection stands in a member "featureCollection" by that collection.
func unwrap(name string) error {
	head, err := readHead(name)
	if err != nil || !bytes.Contains(head, []byte(`"featureCollection"`)) {
		return err
	}
	if info, err := os.Stat(name); err != nil || info.Size() > maxWrapped {
		return err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var wrapper struct {
		Type              string          `json:"type"`
		FeatureCollection json.RawMessage `json:"featureCollection"`
	}
	if err := json.Unmarshal(data, &wrapper); err != nil {
		return fmt.Errorf("JSON: %w: %w", err, ErrFormat)
	}
	if wrapper.Type != "" || len(wrapper.FeatureCollection) == 0 {
		return nil
	}
	return os.WriteFile(name, wrapper.FeatureCollection, 0o644)
}
