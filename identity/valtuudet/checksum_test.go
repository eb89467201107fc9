package valtuudet

import (
	"testing"
	"time"
)

// TestChecksum holds it against the check value that the service's documentation publishes ("Verification of the
// function performed to calculate the checksum").
func TestChecksum(t *testing.T) {
	path := "/service/hpa/user/register/ed4b7ae7/080297-915A?requestId=02fd35dc-99e6-477b-b6e2-03f02cbf3666"
	at := time.Date(2017, 2, 9, 10, 29, 42, 90_000_000, time.UTC)
	want := "ed4b7ae7 2017-02-09T10:29:42.09Z z7X+xWtrvth1L7Ql6B/4xZ0iQ1VjToWX4TnHVLo8RGo="
	for name, zone := range map[string]*time.Location{"UTC": time.UTC, "another zone": time.FixedZone("", 2*3600)} {
		if got := checksum("ed4b7ae7", "3ba56df8-88b8-4805-9b04-2f8e7a61", path, at.In(zone)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
