package identity

import "errors"

// BusinessID is an organisation's business id (Y-tunnus), "1234567-8". A value other than "" is sound.
type BusinessID string

// ErrBusinessID says that a text is no business id.
var ErrBusinessID = errors.New("business id: want seven digits, a hyphen and a check digit that fits them")

var businessIDWeights = [7]int{7, 9, 10, 5, 8, 4, 2}

// ParseBusinessID reads an id as it is written. Ids of six digits from before 1978 are written with a leading zero.
func ParseBusinessID(s string) (BusinessID, error) {
	if len(s) != 9 || s[7] != '-' {
		return "", ErrBusinessID
	}
	check, ok := wholeNumber(s[8:])
	if _, digits := wholeNumber(s[:7]); !ok || !digits {
		return "", ErrBusinessID
	}
	sum := 0
	for i, weight := range businessIDWeights {
		sum += weight * int(s[i]-'0')
	}
	// A remainder of 1 would need the check digit 10: such numbers are not given.
	if remainder := sum % 11; remainder == 1 || check != (11-remainder)%11 {
		return "", ErrBusinessID
	}
	return BusinessID(s), nil
}
