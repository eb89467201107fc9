package standin

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// skew is how far a request's time may be from ours, as documented.
const skew = 5 * time.Minute

// signed tells whether the request carries the client's id, a time near ours and the checksum over its path and that
// time. The path is the one below where the stand-in is mounted.
func (s *Server) signed(r *http.Request, key string) bool {
	fields := strings.Split(r.Header.Get("X-AsiointivaltuudetAuthorization"), " ")
	if key == "" || len(fields) != 3 || fields[0] != s.service.ClientID {
		return false
	}
	at, err := readTime(fields[1])
	if err != nil || at.Before(s.now().Add(-skew)) || at.After(s.now().Add(skew)) {
		return false
	}
	given, err := base64.StdEncoding.DecodeString(fields[2])
	if err != nil {
		return false
	}
	path := r.URL.EscapedPath()
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(path + " " + fields[1]))
	return hmac.Equal(given, mac.Sum(nil))
}

// readTime reads ISO 8601 with seconds or, as in the documentation's example, without.
func readTime(text string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Parse("2006-01-02T15:04Z07:00", text)
	}
	return at, nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
