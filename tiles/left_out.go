package tiles

import (
	"google.golang.org/protobuf/encoding/protowire"
)

// LeftOutLayer is the name of the layer that a tile has beside the ones asked for when it had no room for all their
// features: one feature per layer cut short, at the tile's middle, with the layer's id and the number left out.
const LeftOutLayer = "_left_out"

// Field numbers of the vector tile schema (MVT 2.1, appendix A).
const (
	tileLayers      protowire.Number = 3
	layerName       protowire.Number = 1
	layerFeatures   protowire.Number = 2
	layerKeys       protowire.Number = 3
	layerValues     protowire.Number = 4
	layerExtent     protowire.Number = 5
	layerVersion    protowire.Number = 15
	featureTags     protowire.Number = 2
	featureType     protowire.Number = 3
	featureGeometry protowire.Number = 4
	valueString     protowire.Number = 1
	valueUint       protowire.Number = 5
)

// leftOut is the layer that tells what the others had no room for; nil when they had.
func leftOut(parts []*part) []byte {
	var features, values []byte
	count := uint64(0)
	for _, p := range parts {
		if p.leftOut == 0 {
			continue
		}
		feature := packed(nil, featureTags, 0, 2*count, 1, 2*count+1)
		feature = number(feature, featureType, 1)                                                                              // point
		feature = packed(feature, featureGeometry, 1<<3|1, protowire.EncodeZigZag(Extent/2), protowire.EncodeZigZag(Extent/2)) // MoveTo
		features = message(features, layerFeatures, feature)
		values = message(values, layerValues, message(nil, valueString, []byte(p.layer)))
		values = message(values, layerValues, number(nil, valueUint, uint64(p.leftOut))) //nolint:gosec // positive
		count++
	}
	if count == 0 {
		return nil
	}
	layer := message(nil, layerName, []byte(LeftOutLayer))
	layer = append(layer, features...)
	layer = message(layer, layerKeys, []byte("layer"))
	layer = message(layer, layerKeys, []byte("left_out"))
	layer = append(layer, values...)
	layer = number(layer, layerExtent, Extent)
	layer = number(layer, layerVersion, 2)
	return message(nil, tileLayers, layer)
}

func message(to []byte, field protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, field, protowire.BytesType), content)
}

func number(to []byte, field protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(to, field, protowire.VarintType), value)
}

func packed(to []byte, field protowire.Number, values ...uint64) []byte {
	var content []byte
	for _, v := range values {
		content = protowire.AppendVarint(content, v)
	}
	return message(to, field, content)
}
