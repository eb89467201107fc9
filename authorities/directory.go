package authorities

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

// Directory is a file of authorities: what they can be competent for, who they are, and who is competent for what.
type Directory struct {
	Fields      []Field     `json:"fields"`
	Authorities []Authority `json:"authorities"` // an authority stands before its units
	Competences []Claim     `json:"competences"`
}

// Claim is a line of the file: an authority's competence for some fields in one area, given in one of three ways. What
// an authority claims for one field at one time is one area.
type Claim struct {
	Authority      string          `json:"authority"`
	Fields         []string        `json:"fields"`
	Country        bool            `json:"country,omitempty"`
	Municipalities []string        `json:"municipalities,omitempty"` // codes of three digits
	Geometry       json.RawMessage `json:"area,omitempty"`           // GeoJSON of areas in CRS84
	Statute        i18n.Text       `json:"statute"`
	ValidFrom      string          `json:"valid_from"`
	ValidTo        string          `json:"valid_to,omitempty"`

	drawn []Competence // one for each field, once read
}

// mostBytes of a directory's file.
const mostBytes = 20 << 20

// ReadDirectory reads a directory's file and tells everything that is wrong with it at once, as faults.Faults.
func ReadDirectory(file io.Reader) (Directory, error) {
	var d Directory
	data, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err != nil {
		return d, fmt.Errorf("directory of authorities: %w", err)
	}
	if len(data) > mostBytes {
		return d, fmt.Errorf("directory of authorities: larger than %d bytes", mostBytes)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return d, fmt.Errorf("directory of authorities: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return d, errors.New("directory of authorities: something follows after its end")
	}
	if err := d.validate(); err != nil {
		return d, fmt.Errorf("directory of authorities: %w", err)
	}
	return d, nil
}

func (d *Directory) validate() error {
	var found faults.Faults
	var fields, codes []string
	for i, f := range d.Fields {
		below(&found, item("/fields", i), f.Validate())
		found.When(slices.Contains(fields, f.Code), item("/fields", i)+"/code", "not_unique")
		fields = append(fields, f.Code)
	}
	for i, a := range d.Authorities {
		below(&found, item("/authorities", i), a.Validate())
		found.When(slices.Contains(codes, a.Code), item("/authorities", i)+"/code", "not_unique")
		found.When(a.Parent != "" && !slices.Contains(codes, a.Parent), item("/authorities", i)+"/parent", "not_known")
		codes = append(codes, a.Code)
	}
	for i := range d.Competences {
		claim, at := &d.Competences[i], item("/competences", i)
		found.When(!slices.Contains(codes, claim.Authority), at+"/authority", "not_known")
		found.When(len(claim.Fields) == 0, at+"/fields", "required")
		claim.read(&found, at)
		for k, field := range claim.Fields {
			found.When(!slices.Contains(fields, field), item(at+"/fields", k), "not_known")
			found.When(d.claimed(i, k), item(at+"/fields", k), "not_unique")
		}
	}
	return found.OrNil()
}

// claimed tells whether the same authority claims the field at the same time earlier in the file.
func (d *Directory) claimed(i, k int) bool {
	claim := d.Competences[i]
	if slices.Contains(claim.Fields[:k], claim.Fields[k]) {
		return true
	}
	for _, other := range d.Competences[:i] {
		if other.Authority == claim.Authority && slices.Contains(other.Fields, claim.Fields[k]) &&
			(other.ValidTo == "" || claim.ValidFrom <= other.ValidTo) && (claim.ValidTo == "" || other.ValidFrom <= claim.ValidTo) {
			return true
		}
	}
	return false
}

// read makes the claim's competences; those of municipalities have no geometry yet.
func (c *Claim) read(found *faults.Faults, at string) {
	one := Competence{Municipalities: slices.Sorted(slices.Values(c.Municipalities)), Statute: c.Statute, ValidFrom: c.ValidFrom, ValidTo: c.ValidTo}
	ways := 0
	if c.Country {
		one.Area, one.Geometry, ways = Country, whole(), ways+1
	}
	if len(c.Municipalities) > 0 {
		one.Area, ways = OneMunicipality, ways+1
		if len(c.Municipalities) > 1 {
			one.Area = Region
		}
	}
	if len(c.Geometry) > 0 {
		one.Area, ways = Drawn, ways+1
		shape, err := geo.DecodeGeoJSON(c.Geometry)
		if drawn, ok := errors.AsType[geo.Faults](err); ok {
			for _, fault := range drawn {
				*found = append(*found, faults.Fault{Pointer: at + "/area" + fault.Pointer, Code: string(fault.Code), Values: fault.Values})
			}
		} else if one.Geometry = metres(shape); one.Geometry == nil {
			found.Add(at+"/area", "not_an_area")
		}
	}
	if ways != 1 {
		found.Add(at, "one_area")
		return
	}
	c.drawn = nil
	for i, field := range c.Fields {
		one.Field = field
		if i == 0 && (one.Area != Drawn || one.Geometry != nil) {
			below(found, at, one.Validate())
		}
		c.drawn = append(c.drawn, one)
	}
}
