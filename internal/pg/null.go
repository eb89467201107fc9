package pg

// OrNull is the value for a column where none is null: the zero value is.
func OrNull[T comparable](value T) *T {
	var none T
	if value == none {
		return nil
	}
	return &value
}
