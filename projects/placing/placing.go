// Package placing is everything about putting a place: telling what was put in words, mending what cannot be used, changing
// shapes, and finding places by addresses, property units, streets and files. It keeps nothing: a place belongs to the project
// that it is put for.
package placing

import (
	"errors"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"lupakartta/checks"
	"lupakartta/layers"
)

// ErrNoPlace says that there is nothing to describe.
var ErrNoPlace = errors.New("there is no place")

// Placer puts places by the published layers. It is safe for concurrent use.
type Placer struct {
	pool      *pgxpool.Pool
	store     *layers.Store
	catalogue *layers.Catalogue
	covered   *checks.Coverage
	log       *slog.Logger
	reading   chan struct{} // files at once
}

// filesAtOnce is how many files are read at the same time: each takes a process.
const filesAtOnce = 2

// New returns a placer over the catalogue's published layers.
func New(pool *pgxpool.Pool, catalogue *layers.Catalogue, log *slog.Logger) *Placer {
	return &Placer{pool: pool, store: layers.NewStore(pool), catalogue: catalogue, covered: checks.NewCoverage(pool), log: log, reading: make(chan struct{}, filesAtOnce)}
}
