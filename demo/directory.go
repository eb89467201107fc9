package demo

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"

	"lupakartta/authorities"
	"lupakartta/layers"
)

//go:embed directory.json
var directoryFile []byte

// Directory is the authorities of 2026 as they would serve Mallila. The institutions of the state are the real ones,
// the municipalities are not, and no channel leads anywhere.
func Directory() (authorities.Directory, error) {
	directory, err := authorities.ReadDirectory(bytes.NewReader(directoryFile))
	if err != nil {
		return directory, fmt.Errorf("demo: %w", err)
	}
	return directory, nil
}

// LoadDirectory brings the directory into the database. It comes after Load, since areas follow the generated
// municipalities' borders, and changes nothing when it is there already.
func LoadDirectory(ctx context.Context, store *authorities.Store, borders *layers.Store) (authorities.Report, error) {
	directory, err := Directory()
	if err != nil {
		return authorities.Report{}, err
	}
	report, err := authorities.Load(ctx, store, borders, directory)
	if err != nil {
		return report, fmt.Errorf("demo: %w", err)
	}
	return report, nil
}
