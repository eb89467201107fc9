package projects

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Summer time begins on 28 March 2027 at 3 (4 comes at once) and ends on 31 October at 4 (3 comes again).
func TestMomentOfALocalTime(t *testing.T) {
	for _, test := range []struct {
		name string
		at   Local
		want string // UTC
		err  error
	}{
		{"summer", "2027-06-12T18:00", "2027-06-12T15:00", nil},
		{"winter", "2027-12-31T23:59", "2027-12-31T21:59", nil},
		{"midnight", "2027-06-13T00:00", "2027-06-12T21:00", nil},
		{"the last minute before clocks go forward", "2027-03-28T02:59", "2027-03-28T00:59", nil},
		{"an hour that is skipped", "2027-03-28T03:00", "", ErrTimeSkipped},
		{"its last minute", "2027-03-28T03:59", "", ErrTimeSkipped},
		{"the first minute of summer time", "2027-03-28T04:00", "2027-03-28T01:00", nil},
		{"the last minute before the doubled hour", "2027-10-31T02:59", "2027-10-30T23:59", nil},
		{"the doubled hour", "2027-10-31T03:00", "2027-10-31T00:00", ErrTimeTwice},
		{"its last minute", "2027-10-31T03:59", "2027-10-31T00:59", ErrTimeTwice},
		{"the first of the two", "2027-10-31T03:30+03:00", "2027-10-31T00:30", nil},
		{"the second", "2027-10-31T03:30+02:00", "2027-10-31T01:30", nil},
		{"after it", "2027-10-31T04:00", "2027-10-31T02:00", nil},
		{"an offset that holds anyway", "2027-06-12T18:00+03:00", "2027-06-12T15:00", nil},
		{"an offset of another place", "2027-06-12T18:00+02:00", "", ErrNoTime},
		{"UTC", "2027-06-12T15:00Z", "", ErrNoTime},
		{"a skipped hour with an offset", "2027-03-28T03:30+02:00", "", ErrNoTime},
		{"no such day", "2027-02-29T12:00", "", ErrNoTime},
		{"hour 24", "2027-06-12T24:00", "", ErrNoTime},
		{"seconds", "2027-06-12T18:00:00", "", ErrNoTime},
		{"a day alone", "2027-06-12", "", ErrNoTime},
		{"nothing", "", "", ErrNoTime},
	} {
		t.Run(test.name, func(t *testing.T) {
			at, err := test.at.Moment()
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if got := at.UTC().Format(localLayout); test.want != "" && got != test.want || test.want == "" && !at.IsZero() {
				t.Errorf("got %s, want %q", got, test.want)
			}
		})
	}
}

func TestShift(t *testing.T) {
	for _, test := range []struct {
		name string
		at   Local
		days int
		want Local
	}{
		{"a year of weeks", "2026-06-13T18:00", 364, "2027-06-12T18:00"},
		{"back", "2027-06-12T18:00", -364, "2026-06-13T18:00"},
		{"over the beginning of summer time, at the same time of day", "2027-03-27T18:00", 1, "2027-03-28T18:00"},
		{"over its end", "2027-10-30T18:00", 1, "2027-10-31T18:00"},
		{"into the skipped hour", "2027-03-27T03:15", 1, "2027-03-28T04:15"},
		{"into the doubled hour: which of the two is to be told", "2027-10-30T03:30", 1, "2027-10-31T03:30"},
		{"out of the doubled hour", "2027-10-31T03:30+02:00", 1, "2027-11-01T03:30"},
		{"from one doubled hour into another", "2026-10-25T03:30+02:00", 371, "2027-10-31T03:30+02:00"},
		{"leap day", "2028-02-29T10:00", 366, "2029-03-01T10:00"},
		{"what cannot be read stays", "soon", 7, "soon"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.at.Shift(test.days); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Every moment, to the minute, is a local time that means it; and every local time that means one moment is found again.
func TestLocalTimesAndMomentsAreOne(t *testing.T) {
	start := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(0, 366*24*60)
		nights := rapid.SampledFrom([]int{(31+28+27)*24*60 - 180, 303*24*60 - 180}) // about both nights
		at := start.Add(time.Duration(rapid.OneOf(minutes, rapid.Custom(func(t *rapid.T) int { return nights.Draw(t, "night") + rapid.IntRange(0, 480).Draw(t, "minutes") })).Draw(t, "minute")) * time.Minute)
		local := LocalOf(at)
		back, err := local.Moment()
		if err != nil || !back.Equal(at) {
			t.Fatalf("%s is %s, which is %s, %v", at, local, back, err)
		}
		if again := LocalOf(back); again != local {
			t.Fatalf("%s became %s", local, again)
		}
	})
}
