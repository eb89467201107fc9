package valtuudet

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Header carries the client's id, the time and the checksum.
const Header = "X-AsiointivaltuudetAuthorization"

// Skew is how far the time in the header may be from the service's own.
const Skew = 5 * time.Minute

// checksum is the header's value: the path with its query, and the time, hashed with the key. The path is the part of
// the address after the base address.
func checksum(clientID, key, path string, at time.Time) string {
	stamp := at.UTC().Format(time.RFC3339Nano)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(path + " " + stamp))
	return clientID + " " + stamp + " " + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
