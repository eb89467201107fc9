//go:build !soak

package testdb

// tooLarge says that the databases of this run have no room in memory.
const tooLarge = false
