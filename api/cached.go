package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// ConditionalInput lets a caller skip what it has.
type ConditionalInput struct {
	IfNoneMatch string `header:"If-None-Match" doc:"ETags that the caller has"`
}

// cached is an answer with an ETag, or 304 without a body.
type cached[T any] struct {
	Status       int
	ETag         string   `header:"ETag"`
	CacheControl string   `header:"Cache-Control"`
	Vary         []string `header:"Vary"` // a list, so that it is added to what others vary by
	Body         T
}

// cache answers 304 when the caller has this very body.
func cache[T any](in ConditionalInput, body T) (*cached[T], error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("etag: %w", err)
	}
	out := &cached[T]{Status: http.StatusOK, ETag: tag(data), CacheControl: "no-cache", Vary: []string{"Accept-Language"}, Body: body}
	if tagMatches(in.IfNoneMatch, out.ETag) {
		out.Status = http.StatusNotModified
	}
	return out, nil
}

// tag is the ETag of a body: weak, because the body may be compressed on its way.
func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// tagMatches compares If-None-Match with a tag, weakly (RFC 9110, 13.1.2).
func tagMatches(ifNoneMatch, tag string) bool {
	for candidate := range strings.SplitSeq(ifNoneMatch, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || candidate != "" && strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// serveTagged answers with bytes that seldom change.
func (s *Server) serveTagged(w http.ResponseWriter, r *http.Request, data []byte) error {
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", tag(data))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}
