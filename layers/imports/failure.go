package imports

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/internal/pg"
	"lupakartta/internal/text"
	"lupakartta/layers"
	"lupakartta/layers/fetch"
	"lupakartta/layers/source"
)

// Failure is why an import ended badly: a code that stays, and words for whoever wants to know more. They never hold an
// address's query.
type Failure struct {
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

// Codes of failures that are not an error of a package below.
const (
	codeInternal = "internal"
	codeGaveUp   = "gave_up"
	codeGone     = "upload_gone"
	codeNeeds    = "needs_choice"
	codeReader   = "reader_missing"
)

// errExists says that what is described as new is there.
var errExists = errors.New("a layer of that name is published")

// errGone says that an upload's bytes are not there any more.
var errGone = errors.New("the upload is gone")

// codes of the errors of packages below, the most particular first. Their texts are made for people.
var codes = []struct {
	err  error
	code string
}{
	{errGone, codeGone}, {errExists, "layer_exists"},
	{layers.ErrKeeper, "other_keeper"}, {layers.ErrNational, "national"}, {layers.ErrNothing, "nothing_imported"}, {layers.ErrNoRecipe, "no_recipe"},
	{source.ErrArchive, "archive"}, {source.ErrNoLayer, "no_layer"}, {source.ErrNoCRS, "no_crs"}, {source.ErrSuspicious, "wrong_crs"}, {source.ErrNoColumns, "no_columns"}, {source.ErrDefinition, "no_crs"}, {source.ErrLimit, "limits"}, {source.ErrGeoPackage, "geopackage"}, {source.ErrFormat, "format"},
	{fetch.ErrAddress, "address"}, {fetch.ErrForbidden, "address_forbidden"}, {fetch.ErrRedirect, "redirect"}, {fetch.ErrUnreachable, "unreachable"},
	{fetch.ErrSlow, "slow"}, {fetch.ErrTooLarge, "too_large"}, {fetch.ErrStatus, "status"}, {fetch.ErrService, "service"}, {fetch.ErrIncomplete, "incomplete"},
	{fetch.ErrAnswer, "answer"}, {fetch.ErrChoice, codeNeeds},
	{context.DeadlineExceeded, "took_too_long"},
}

// ours are errors that are no fault of the file's or its sender's: their words are for whoever runs the service.
var ours = []struct {
	err  error
	code string
}{{source.ErrGDAL, codeReader}, {source.ErrReader, codeInternal}}

// mostDetail is the length of a failure's words, in bytes.
const mostDetail = 2000

// failureOf is what is told of an error; false when it is one of ours, whose words are for the log.
func failureOf(err error) (Failure, bool) {
	for _, own := range ours {
		if errors.Is(err, own.err) {
			return Failure{Code: own.code}, false
		}
	}
	for _, known := range codes {
		if errors.Is(err, known.err) {
			return Failure{Code: known.code, Detail: text.Cut(text.Clean(err.Error()), mostDetail)}, true
		}
	}
	var refused *pgconn.PgError
	var file *fs.PathError
	if errors.As(err, &refused) || errors.As(err, &file) || pg.Unavailable(err) {
		return Failure{Code: codeInternal}, false
	}
	return Failure{Code: "unreadable", Detail: text.Cut(text.Clean(err.Error()), mostDetail)}, true
}

// Codes are those of all failures.
func Codes() []string {
	all := []string{codeInternal, codeReader, codeGaveUp, "unreadable"}
	for _, known := range codes {
		if !slices.Contains(all, known.code) {
			all = append(all, known.code)
		}
	}
	return all
}
