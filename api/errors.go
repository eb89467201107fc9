package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/jackc/puddle/v2"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/checks/batches"
	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/identity/parties"
	"lupakartta/identity/sessions"
	"lupakartta/identity/signin"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
	"lupakartta/layers/changes"
	"lupakartta/layers/imports"
	"lupakartta/projects"
	"lupakartta/web"
)

// kind is a kind of problem: its name in addresses and messages, its status, and the seconds after which to try again.
type kind struct {
	name       string
	status     int
	retryAfter int
}

// The kinds of problems, each described at /api/problems/{name}.
var (
	kindInvalidRequest   = kind{name: "invalid-request", status: http.StatusBadRequest}
	kindInvalidContent   = kind{name: "invalid-content", status: http.StatusUnprocessableEntity}
	kindInvalidGeometry  = kind{name: "invalid-geometry", status: http.StatusUnprocessableEntity}
	kindSignIn           = kind{name: "sign-in", status: http.StatusUnauthorized}
	kindSignInRefused    = kind{name: "sign-in-refused", status: http.StatusForbidden}
	kindActing           = kind{name: "acting-for-another", status: http.StatusForbidden}
	kindForbidden        = kind{name: "forbidden", status: http.StatusForbidden}
	kindNotFound         = kind{name: "not-found", status: http.StatusNotFound}
	kindGone             = kind{name: "gone", status: http.StatusGone}
	kindMethodNotAllowed = kind{name: "method-not-allowed", status: http.StatusMethodNotAllowed}
	kindNotAcceptable    = kind{name: "not-acceptable", status: http.StatusNotAcceptable}
	kindRequestTimeout   = kind{name: "request-timeout", status: http.StatusRequestTimeout}
	kindConflict         = kind{name: "conflict", status: http.StatusConflict}
	kindChanged          = kind{name: "changed", status: http.StatusPreconditionFailed}
	kindMandateSource    = kind{name: "mandate-source", status: http.StatusBadGateway, retryAfter: 30}
	kindUnconditional    = kind{name: "unconditional", status: http.StatusPreconditionRequired}
	kindTooMany          = kind{name: "too-many", status: http.StatusTooManyRequests, retryAfter: 60}
	kindProvider         = kind{name: "identity-provider", status: http.StatusBadGateway, retryAfter: 30}
	kindTooLarge         = kind{name: "too-large", status: http.StatusRequestEntityTooLarge}
	kindUploadTooLarge   = kind{name: "upload-too-large", status: http.StatusRequestEntityTooLarge}
	kindUploadMediaType  = kind{name: "upload-media-type", status: http.StatusUnsupportedMediaType}
	// Without room the server cannot keep what the request brings until somebody makes some (RFC 4918, 11.5).
	kindNoRoom         = kind{name: "no-room", status: http.StatusInsufficientStorage}
	kindNoUploads      = kind{name: "no-uploads", status: http.StatusServiceUnavailable}
	kindUploadProtocol = kind{name: "upload-protocol", status: http.StatusPreconditionFailed}
	kindMediaType      = kind{name: "unsupported-media-type", status: http.StatusUnsupportedMediaType}
	kindCancelled      = kind{name: "cancelled", status: 499}
	kindInternal       = kind{name: "internal", status: http.StatusInternalServerError}
	kindBackground     = kind{name: "background", status: http.StatusBadGateway, retryAfter: 30}
	kindBusy           = kind{name: "busy", status: http.StatusServiceUnavailable, retryAfter: 5}
	kindWorking        = kind{name: "working", status: http.StatusServiceUnavailable, retryAfter: 5}
	kindUnavailable    = kind{name: "unavailable", status: http.StatusServiceUnavailable, retryAfter: 5}
	kindStarting       = kind{name: "starting", status: http.StatusServiceUnavailable, retryAfter: 2}
)

// kinds lists every kind, for the pages that describe them.
var kinds = []kind{
	kindInvalidRequest, kindInvalidContent, kindInvalidGeometry, kindSignIn, kindSignInRefused, kindActing, kindForbidden, kindNotFound, kindGone, kindMethodNotAllowed,
	kindNotAcceptable, kindRequestTimeout, kindConflict, kindChanged, kindUnconditional, kindTooMany, kindProvider, kindMandateSource, kindTooLarge, kindUploadTooLarge, kindUploadMediaType, kindUploadProtocol, kindMediaType,
	kindNoRoom, kindNoUploads,
	kindCancelled, kindInternal, kindBackground, kindBusy, kindWorking, kindUnavailable, kindStarting,
}

var (
	errNoRoute = errors.New("no such address")
	errMethod  = errors.New("method not allowed")
	errToken   = errors.New("no token in force")
	errTooMany = errors.New("tried too often")
	errChanged = errors.New("changed meanwhile")
)

// errorTable maps errors to kinds; the first line that fits decides. What fits none is internal, and its text is
// for the log only.
var errorTable = []struct {
	fits func(error) bool
	kind kind
}{
	{is(errNoRoute), kindNotFound},
	{is(errMethod), kindMethodNotAllowed},
	{is(layers.ErrNotFound), kindNotFound},
	{is(layers.ErrCleared), kindGone},
	{is(imports.ErrNotFound), kindNotFound},
	{is(imports.ErrNoSource), kindNotFound},
	{is(imports.ErrNoRoom), kindNoRoom},
	{is(checks.ErrNoRun), kindNotFound},
	{is(checks.ErrNoDispute), kindNotFound},
	{is(checks.ErrNoRule), kindNotFound},
	{is(checks.ErrNoProposal), kindNotFound},
	{is(batches.ErrNotFound), kindNotFound},
	{is(projects.ErrNotFound), kindNotFound},
	{is(parties.ErrNotFound), kindNotFound},
	{is(authorities.ErrNotFound), kindNotFound},
	{is(sessions.ErrNotFound), kindNotFound},
	{is(identity.ErrSignIn), kindSignIn},
	{is(errToken), kindSignIn},
	{is(identity.ErrForbidden), kindForbidden},
	{is(identity.ErrScope), kindForbidden},
	{is(identity.ErrActing), kindActing},
	{is(errTooMany), kindTooMany},
	{is(changes.ErrTooMany), kindTooMany},
	{is(sessions.ErrTooMany), kindTooMany},
	{is(errChanged), kindChanged},
	{is(parties.ErrChanged), kindChanged},
	{is(authorities.ErrChanged), kindChanged},
	{is(imports.ErrChanged), kindChanged},
	{is(checks.ErrAnswered), kindChanged},
	{is(projects.ErrChanged), kindChanged},
	{is(checks.ErrProposalMoved), kindChanged},
	{isA[*http.MaxBytesError], kindTooLarge},
	{is(context.Canceled), kindCancelled},
	{is(errBackground), kindBackground},
	{is(web.ErrNotBuilt), kindUnavailable},
	{is(context.DeadlineExceeded), kindUnavailable},
	{pg.Unavailable, kindUnavailable},
	{pg.TimedOut, kindBusy},
	{pg.Conflicted, kindBusy},
	{pg.Unstorable, kindInvalidContent},
	{is(puddle.ErrClosedPool), kindUnavailable},
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// asProblem looks the error up in the table.
func asProblem(request request, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if faults, ok := errors.AsType[geo.Faults](err); ok {
		where, _ := errors.AsType[placed](err)
		return withOffers(newProblem(request, kindInvalidGeometry, geometryFaults(request.lang, where, faults)...), err, request.lang)
	}
	if found, ok := errors.AsType[faults.Faults](err); ok {
		where, _ := errors.AsType[placed](err)
		return withOffers(newProblem(request, kindInvalidContent, fieldFaults(request.lang, where, found)...), err, request.lang)
	}
	if refusal, ok := errors.AsType[*signin.Refusal](err); ok {
		return refusalProblem(request, refusal)
	}
	for _, line := range errorTable {
		if line.fits(err) {
			return newProblem(request, line.kind)
		}
	}
	return newProblem(request, kindInternal)
}

// refusalProblem tells a person why they were not signed in.
func refusalProblem(request request, refusal *signin.Refusal) *Problem {
	if refusal.Reason == signin.Unavailable {
		return newProblem(request, kindProvider)
	}
	code := "sign_in_" + string(refusal.Reason)
	return newProblem(request, kindSignInRefused, Fault{Code: code, Detail: text(request.lang, "fault."+code, nil)})
}

// Explain is the problem that an error is to a caller in that language, for those who are asked by other ways than HTTP.
func Explain(err error, lang i18n.Lang) *Problem { return asProblem(request{lang: lang}, err) }
