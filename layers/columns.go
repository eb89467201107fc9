package layers

import (
	"bytes"
	"encoding/json"
	"slices"

	"lupakartta/internal/text"
)

const (
	maxExamples = 5
	maxExample  = 80    // characters of one
	maxColumns  = 2_000 // told of; a file of ours has no more
)

// ColumnReport tells what an attribute held.
type ColumnReport struct {
	Name       string     `json:"name"`
	Type       string     `json:"type,omitempty"` // as the recipe declares it
	Nulls      int64      `json:"nulls"`
	Examples   []string   `json:"examples"`             // different values, the first ones
	Mismatches int64      `json:"mismatches,omitempty"` // values that are not of the type, or codes that the list does not have
	Wrong      []Mismatch `json:"mismatch_examples,omitempty"`
}

// Mismatch is a value that is not what the recipe declares.
type Mismatch struct {
	ID    string `json:"id"`
	Value string `json:"value"`
}

// column is what is known of an attribute so far.
type column struct {
	ColumnReport
	key    []byte // as it stands in the objects, quoted
	filled int64
	kind   AttributeType
	codes  map[string]bool
	known  bool // by the recipe
	seen   bool // in the file, if only without values
}

// columnCounter looks at the attributes of one feature after another.
type columnCounter struct {
	recipe  *Recipe
	columns []*column
	byKey   map[string]*column
	rows    int64
	named   bool // the file's columns are known
}

// declare says which columns the file has, whether or not they hold anything.
func (c *columnCounter) declare(names []string) {
	c.named = true
	for _, name := range names {
		key, _ := json.Marshal(name)
		c.column(key).seen = true
	}
}

// column finds or makes what is known of an attribute; nil when there are too many.
func (c *columnCounter) column(key []byte) *column {
	if found := c.byKey[string(key)]; found != nil {
		return found
	}
	if len(c.columns) >= maxColumns {
		return nil
	}
	if c.byKey == nil {
		c.byKey = map[string]*column{}
	}
	made := &column{key: bytes.Clone(key)}
	made.Examples = []string{}
	_ = json.Unmarshal(key, &made.Name)
	if a, ok := c.recipe.Attribute(made.Name); ok {
		made.known, made.kind, made.Type = true, a.Type, string(a.Type)
		if len(a.Codes) > 0 {
			made.codes = map[string]bool{}
			for code := range a.Codes {
				made.codes[code] = true
			}
		}
	}
	c.columns = append(c.columns, made)
	c.byKey[string(key)] = made
	return made
}

// count takes in the attributes of a feature, a valid JSON object.
func (c *columnCounter) count(id string, object []byte) {
	c.rows++
	at := 0
	eachMember(object, func(key, value []byte) {
		// Features have their attributes in one order, most of the time.
		var found *column
		for at < len(c.columns) && found == nil {
			if bytes.Equal(c.columns[at].key, key) {
				found = c.columns[at]
			}
			at++
		}
		if found == nil {
			if found = c.column(key); found == nil {
				return
			}
			at = slices.Index(c.columns, found) + 1
		}
		found.take(id, value)
	})
}

func (c *column) take(id string, value []byte) {
	if string(value) == "null" {
		return
	}
	c.filled++
	if len(c.Examples) >= maxExamples && c.kind == "" && c.codes == nil {
		return
	}
	shown := value
	if value[0] == '"' && bytes.IndexByte(value, '\\') < 0 {
		shown = bytes.TrimSpace(value[1 : len(value)-1])
	} else if value[0] == '"' {
		shown = []byte(attributeText(value))
	}
	if len(c.Examples) < maxExamples && len(shown) > 0 && !slices.Contains(c.Examples, text.Cut(string(shown), maxExample)) {
		c.Examples = append(c.Examples, text.Cut(string(shown), maxExample))
	}
	if len(shown) == 0 || c.fits(value[0], shown) {
		return
	}
	c.Mismatches++
	if len(c.Wrong) < maxExamples {
		c.Wrong = append(c.Wrong, Mismatch{ID: id, Value: text.Cut(string(shown), maxExample)})
	}
}

// fits tells whether a value is of the declared type, and in the list of codes where there is one. Formats without
// types (tables, DBF) write numbers as texts: what counts is what can be read from them.
func (c *column) fits(first byte, shown []byte) bool {
	if c.codes != nil && (c.kind == "" || c.kind == TypeCode) {
		return c.codes[string(shown)]
	}
	return c.kind.fits(first, shown)
}

// tell writes what was seen into the report.
func (c *columnCounter) tell(report *Report) {
	for _, one := range c.columns {
		one.Nulls = c.rows - one.filled
		report.Columns = append(report.Columns, one.ColumnReport)
		if !one.known {
			report.Unknown = append(report.Unknown, one.Name)
		}
	}
	if !c.named || c.rows == 0 {
		return
	}
	for _, a := range c.recipe.Attributes {
		key, _ := json.Marshal(a.Name)
		if one := c.byKey[string(key)]; one == nil {
			report.Missing = append(report.Missing, a.Name)
		}
	}
	report.decide(DecideMissing, int64(len(report.Missing)))
}
