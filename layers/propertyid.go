package layers

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// PropertyID is a kiinteistötunnus: municipality, district, block and unit (3, 3, 4 and 4 digits), and for an
// unseparated parcel (määräala) its number, four digits after the letter M.
type PropertyID struct {
	Municipality, District, Block, Unit int
	Parcel                              int // 0: the whole unit
}

// ErrPropertyID says that a text is not a property unit's id.
var ErrPropertyID = errors.New("not a property unit id")

var (
	propertyDigits = regexp.MustCompile(`^(\d{3})(\d{3})(\d{4})(\d{4})(?:-?[Mm](\d{1,4}))?$`)
	propertyDashes = regexp.MustCompile(`^(\d{1,3})-(\d{1,3})-(\d{1,4})-(\d{1,4})(?:-?[Mm](\d{1,4}))?$`)
	propertyStart  = regexp.MustCompile(`^\d{1,3}(?:-\d{1,4}){1,3}-?$`)
	dashes         = strings.NewReplacer(" ", "", "\u00a0", "", "\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2212", "-")
)

// ParsePropertyID reads an id in any spelling: "91-1-2-3", "091-001-0002-0003", "09100100020003", with
// "M601" at the end for an unseparated parcel.
func ParsePropertyID(text string) (PropertyID, error) {
	if len(text) > 60 {
		return PropertyID{}, ErrPropertyID
	}
	text = dashes.Replace(text)
	m := propertyDigits.FindStringSubmatch(text)
	if m == nil {
		m = propertyDashes.FindStringSubmatch(text)
	}
	if m == nil {
		return PropertyID{}, ErrPropertyID
	}
	var parts [5]int
	for i, digits := range m[1:] {
		if digits != "" {
			parts[i], _ = strconv.Atoi(digits) // four digits at most
		}
	}
	if parts[0] == 0 {
		return PropertyID{}, ErrPropertyID
	}
	return PropertyID{parts[0], parts[1], parts[2], parts[3], parts[4]}, nil
}

// String is the id as people write it: "91-1-2-3", "91-1-2-3-M601".
func (p PropertyID) String() string {
	text := fmt.Sprintf("%d-%d-%d-%d", p.Municipality, p.District, p.Block, p.Unit)
	if p.Parcel != 0 {
		text += fmt.Sprintf("-M%d", p.Parcel)
	}
	return text
}

// Digits is the id as registers keep it: "09100100020003", "09100100020003M0601".
func (p PropertyID) Digits() string {
	text := fmt.Sprintf("%03d%03d%04d%04d", p.Municipality, p.District, p.Block, p.Unit)
	if p.Parcel != 0 {
		text += fmt.Sprintf("M%04d", p.Parcel)
	}
	return text
}

// propertyPrefixes are how the ids begin that a half-typed one may become, in the spellings of registers.
func propertyPrefixes(text string) []string {
	if id, err := ParsePropertyID(text); err == nil {
		return []string{strings.ToLower(id.String()), strings.ToLower(id.Digits())}
	}
	text = dashes.Replace(text)
	if !propertyStart.MatchString(text) {
		return nil
	}
	parts := strings.Split(text, "-")
	for i, part := range parts {
		if trimmed := strings.TrimLeft(part, "0"); trimmed != "" || i+1 < len(parts) {
			parts[i] = trimmed
		}
	}
	return []string{strings.Join(parts, "-")}
}
