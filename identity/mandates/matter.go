// Package mandates is about acting for another (puolesta asiointi): rights that were given here, with giver, receiver,
// matter, validity and limits (Store), and rights that Suomi.fi e-Authorizations tells of (SuomiFi). Whatever is done
// for another asks the source anew (Rights.Use), so that a right which has ended is refused although the session still
// says for whom its person acts; and every use is in the audit log, where the giver sees it.
package mandates

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// Matter is what a mandate can be for.
type Matter struct {
	Code        string    `json:"code"`
	Name        i18n.Text `json:"name"`
	Explanation i18n.Text `json:"explanation"`
}

// All is the matter that holds every other.
const All = "all"

//go:embed matters.json
var mattersJSON []byte

var matters = func() []Matter {
	var list []Matter
	if err := json.Unmarshal(mattersJSON, &list); err != nil {
		panic(fmt.Errorf("matters.json: %w", err)) // embedded, and read by a test
	}
	return list
}()

// Matters are all matters, in the order in which to show them.
func Matters() []Matter { return slices.Clone(matters) }

// IsMatter tells whether there is such a matter.
func IsMatter(code string) bool {
	return slices.ContainsFunc(matters, func(m Matter) bool { return m.Code == code })
}

// Limits are the matters that a right is limited to; none: it is for all of them.
func Limits(a identity.Acting) []string {
	if slices.Contains(a.Matters, All) {
		return nil
	}
	return a.Matters
}
