package pg

// OrNull is the value for a column where none is null: the zero value is.
func OrNull[T comparable](value T) *T {
	var none T
	if value == none {
		return nil
	}
	return &value
}

// OrNone is the list for a parameter where null is no bound: an empty list is none.
func OrNone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
