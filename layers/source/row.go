package source

// A Row is one feature as the source has it.
type Row struct {
	Columns []Column
	Fields  []Field // one per column
	EWKB    []byte  // nil: the feature has no place
}

// Column is an attribute's name and its SQL type, lower case, without length; "" is text.
type Column struct {
	Name, Kind string
	plumbing   bool // no attribute of the register: the file's own number of the feature, or its geometry
	number     bool // the file's own number of the feature, whether or not it is an attribute too
}

// Field is a value as text; nil is null. It is valid until the next row is read.
type Field []byte

// Attributes appends the attributes as a JSON object: numbers as numbers, dates and moments as ISO 8601 texts, lists
// as lists. Null values are left out, and so is white space that pads the end of a text.
func (r Row) Attributes(b []byte) []byte { return appendAttributes(b, r.Columns, r.Fields) }

// JSON is the value of an attribute as Attributes would write it, or false when the row has none of that name.
func (r Row) JSON(name string) (value []byte, ok bool) {
	for i, column := range r.Columns {
		if column.plumbing || column.Name != name {
			continue
		}
		if r.Fields[i] == nil {
			return nil, true
		}
		return appendValue(nil, column.Kind, r.Fields[i]), true
	}
	return nil, false
}

// Number is the file's own number of the feature; "" when it has none.
func (r Row) Number() string {
	for i, column := range r.Columns {
		if column.number {
			return string(r.Fields[i])
		}
	}
	return ""
}
