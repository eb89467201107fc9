package projects

import (
	"errors"
	"time"

	"lupakartta/identity"
)

// Local is a time on clocks in Finland, to the minute: "2027-06-12T18:00". On the night when summer time ends an hour comes
// twice; there the offset tells which one is meant: "2027-10-31T03:30+02:00" is the second.
type Local string

const (
	localLayout  = "2006-01-02T15:04"
	offsetLayout = "2006-01-02T15:04Z07:00"
)

// What is wrong with a local time.
var (
	ErrNoTime      = errors.New("not a local time")
	ErrTimeSkipped = errors.New("clocks skip that time") // summer time begins
	ErrTimeTwice   = errors.New("that time comes twice") // summer time ends
)

// Moment is the moment that is meant. A time that clocks skip gives ErrTimeSkipped; one that comes twice, told without an
// offset, ErrTimeTwice with the first of the two moments.
func (l Local) Moment() (time.Time, error) {
	if at, err := time.Parse(offsetLayout, string(l)); err == nil {
		here := at.In(identity.Finland())
		if here.Format(offsetLayout) != string(l) {
			return time.Time{}, ErrNoTime // no clock in Finland shows that offset then
		}
		return here, nil
	}
	wall, err := time.Parse(localLayout, string(l))
	if err != nil {
		return time.Time{}, ErrNoTime
	}
	return onClock(wall)
}

// onClock is the moment at which clocks in Finland show a time.
func onClock(wall time.Time) (time.Time, error) {
	var shown []time.Time
	for _, offset := range []time.Duration{3 * time.Hour, 2 * time.Hour} { // summer time is the earlier of two moments
		at := wall.Add(-offset).In(identity.Finland())
		if at.Format(localLayout) == wall.Format(localLayout) {
			shown = append(shown, at)
		}
	}
	switch len(shown) {
	case 0:
		return time.Time{}, ErrTimeSkipped
	case 1:
		return shown[0], nil
	}
	return shown[0], ErrTimeTwice
}

// LocalOf writes a moment as clocks in Finland show it, with the offset in the hour that comes twice.
func LocalOf(at time.Time) Local {
	here := at.In(identity.Finland())
	local := Local(here.Format(localLayout))
	if _, err := local.Moment(); errors.Is(err, ErrTimeTwice) {
		return Local(here.Format(offsetLayout))
	}
	return local
}

// Shift is the time as many days later by the calendar, at the same time of day. One that clocks skip then is an hour later.
func (l Local) Shift(days int) Local {
	text := string(l)
	if len(text) > len(localLayout) {
		text = text[:len(localLayout)]
	}
	wall, err := time.Parse(localLayout, text)
	if err != nil {
		return l
	}
	wall = wall.AddDate(0, 0, days)
	_, err = onClock(wall)
	switch {
	case errors.Is(err, ErrTimeSkipped):
		wall = wall.Add(time.Hour)
	case errors.Is(err, ErrTimeTwice):
		return Local(wall.Format(localLayout) + string(l[len(text):])) // which of the two, if that was told
	}
	return Local(wall.Format(localLayout))
}
