package export

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// lonLat is the geometry as RFC 7946 has it: CRS84, with decimals of a tenth of a millimetre.
const lonLat = `st_asgeojson(st_transform(geom, 4326), 9, 0)`

// writeGeoJSON writes one collection; where it comes from stands in the member "provenance", before the features.
func (r reading) writeGeoJSON(ctx context.Context, w io.Writer, o Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	head := []struct {
		name  string
		value any
	}{{"name", r.version.Layer}, {"title", r.provenance.Title.Fi}, {"provenance", r.provenance}}
	if b := r.version.BBoxLonLat; r.version.FeatureCount > 0 {
		head = append(head, struct {
			name  string
			value any
		}{"bbox", []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}})
	}
	// What fails to be written fails for good: the flush at the end tells.
	_, _ = out.WriteString(`{"type":"FeatureCollection"`)
	for _, member := range head {
		value, err := json.Marshal(member.value)
		if err != nil {
			return fmt.Errorf("%s: %w", member.name, err)
		}
		_, _ = fmt.Fprintf(out, ",\n%q:%s", member.name, value)
	}
	_, _ = out.WriteString(",\n\"features\":[")
	separator := "\n"
	err := r.each(ctx, lonLat, false, o, func(f feature) error {
		id, err := json.Marshal(f.id)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, `%s{"type":"Feature","id":%s,"geometry":%s,"properties":%s}`, separator, id, f.geometry, f.raw)
		separator = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	_, _ = out.WriteString("\n]}\n")
	return out.Flush()
}
