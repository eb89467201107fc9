package tiles

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// MaxLayers is the most layers that one tile may be asked for.
const MaxLayers = 32

// Faults of addresses.
var (
	ErrMalformed     = errors.New("malformed address")
	ErrTooManyLayers = fmt.Errorf("more than %d layers", MaxLayers)
	ErrLayerTwice    = errors.New("a layer comes twice")
)

// Ref names a layer in an address: its latest version, or a certain one.
type Ref struct {
	Layer   string
	Version int64 // 0: the latest
}

// String is the reference as addresses have it.
func (r Ref) String() string {
	if r.Version == 0 {
		return r.Layer
	}
	return r.Layer + "@" + strconv.FormatInt(r.Version, 10)
}

// refForm is id or id@version. Numbers have one spelling only, so that one tile has one address.
var refForm = regexp.MustCompile(`^([a-z][a-z0-9_]{0,62})(?:@([1-9][0-9]{0,17}))?$`)

// ParseRefs reads a comma list of layers. Their order is the caller's; none may come twice, in whatever versions,
// since names of layers are unique within a tile.
func ParseRefs(list string) ([]Ref, error) {
	if strings.Count(list, ",") >= MaxLayers {
		return nil, ErrTooManyLayers
	}
	var refs []Ref
	seen := map[string]bool{}
	for item := range strings.SplitSeq(list, ",") {
		m := refForm.FindStringSubmatch(item)
		if m == nil {
			return nil, fmt.Errorf("layer %q: %w", item, ErrMalformed)
		}
		ref := Ref{Layer: m[1]}
		if m[2] != "" {
			version, err := strconv.ParseInt(m[2], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("layer %q: %w", item, ErrMalformed)
			}
			ref.Version = version
		}
		if seen[ref.Layer] {
			return nil, fmt.Errorf("layer %q: %w", ref.Layer, ErrLayerTwice)
		}
		seen[ref.Layer] = true
		refs = append(refs, ref)
	}
	return refs, nil
}

// ParseNumber reads a zoom, column or row: decimal digits without a sign or leading zeros. A number above every
// grid's last tile is well formed, and outside.
func ParseNumber(s string) (uint32, error) {
	if s == "" || len(s) > 1 && s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, fmt.Errorf("number %q: %w", s, ErrMalformed)
	}
	n, err := strconv.ParseUint(s, 10, 31)
	if errors.Is(err, strconv.ErrRange) {
		return 1<<31 - 1, nil
	}
	if err != nil {
		return 0, fmt.Errorf("number %q: %w", s, ErrMalformed)
	}
	return uint32(n), nil //nolint:gosec // 31 bits
}
