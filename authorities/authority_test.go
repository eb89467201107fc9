package authorities

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
)

var named = i18n.Text{Fi: "Virasto", Sv: "Verk", En: "Agency"}

func sound() Authority {
	return Authority{Code: "agency", Kind: State, Name: named, ValidFrom: "2026-01-01",
		Channels: Channels{Phone: "000 990 0101", Email: "kirjaamo@agency.example.fi", Web: "https://agency.example.fi",
			Address: Address{Street: "Tie 1", PostalCode: "59990", Town: "Mallila"}},
		Hours: Hours{Weekly: []OpenHours{{Weekday: 1, From: "09:00", To: "11:00"}, {Weekday: 1, From: "12:00", To: "15:00"}}}}
}

func TestAuthorityValidate(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Authority)
		want   string
	}{
		{"sound", func(*Authority) {}, ""},
		{"nothing but what it must have", func(a *Authority) { a.Channels, a.Hours = Channels{}, Hours{} }, ""},
		{"code", func(a *Authority) { a.Code = "Agency" }, "/code: wrong_code"},
		{"a unit of itself", func(a *Authority) { a.Parent = "agency" }, "/parent: invalid_value"},
		{"kind", func(a *Authority) { a.Kind = "private" }, "/kind: invalid_value"},
		{"a language is missing", func(a *Authority) { a.Name.Sv = " " }, "/name/sv: required"},
		{"business id", func(a *Authority) { a.BusinessID = "1234567-9" }, "/business_id: invalid_value"},
		{"ends before it begins", func(a *Authority) { a.ValidTo = "2025-12-31" }, "/valid_to: ends_before_it_begins"},
		{"no such day", func(a *Authority) { a.ValidFrom = "2026-02-30" }, "/valid_from: not_date"},
		{"several at once", func(a *Authority) { a.Channels.Phone, a.Channels.Email = "soita", "Matti <matti@example.fi>" },
			"/channels/phone: not_phone; /channels/email: not_email"},
		{"a link that runs", func(a *Authority) { a.Channels.Web = "javascript:alert(1)" }, "/channels/web: not_https"},
		{"half an address", func(a *Authority) { a.Channels.Address.Street = "" }, "/channels/address/street: required"},
		{"a note in one language", func(a *Authority) { a.Channels.Note.Fi = "Soita" }, "/channels/note/sv: required; /channels/note/en: required"},
		{"weekday", func(a *Authority) { a.Hours.Weekly[0].Weekday = 8 }, "/hours/weekly/0/weekday: invalid_value"},
		{"clock", func(a *Authority) { a.Hours.Weekly[0].From = "9.00" }, "/hours/weekly/0/from: not_clock"},
		{"closes before it opens", func(a *Authority) { a.Hours.Weekly[0].To = "08:00" }, "/hours/weekly/0/to: ends_before_it_begins"},
		{"hours overlap", func(a *Authority) { a.Hours.Weekly[1].From = "10:59" }, "/hours/weekly/1: hours_overlap"},
		{"half an exception", func(a *Authority) { a.Hours.Exceptions = []Exception{{Date: "2026-12-24", From: "09:00"}} },
			"/hours/exceptions/0/to: not_clock"},
		{"open and closed on one day", func(a *Authority) {
			a.Hours.Exceptions = []Exception{{Date: "2026-12-24"}, {Date: "2026-12-24", From: "09:00", To: "10:00"}}
		}, "/hours/exceptions/1: hours_overlap"},
		{"years that no calendar of ours has", func(a *Authority) { a.ValidFrom, a.ValidTo = "0000-01-01", "9999-12-31" },
			"/valid_from: not_date; /valid_to: not_date"},
		{"more hours than anybody reads", func(a *Authority) { a.Hours.Weekly = make([]OpenHours, 150_000) }, "/hours/weekly: too_many_items"},
		{"more exceptions likewise", func(a *Authority) { a.Hours.Exceptions = make([]Exception, 150_000) }, "/hours/exceptions: too_many_items"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := sound()
			test.change(&a)
			if got := text(a.Validate()); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestFaultsAreCapped(t *testing.T) {
	a := sound()
	a.Hours.Exceptions = make([]Exception, mostExceptions)
	if found, _ := errors.AsType[faults.Faults](a.Validate()); len(found) != mostFaults {
		t.Errorf("%d faults, want %d", len(found), mostFaults)
	}
	if found, _ := errors.AsType[faults.Faults](Card{Hours: a.Hours}.Validate()); len(found) != mostFaults {
		t.Errorf("%d faults of the card, want %d", len(found), mostFaults)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestOpenAt(t *testing.T) {
	hours := Hours{
		Weekly: []OpenHours{{Weekday: 1, From: "09:00", To: "11:00"}, {Weekday: 1, From: "12:00", To: "15:00"}, {Weekday: 7, From: "02:00", To: "24:00"}},
		Exceptions: []Exception{{Date: "2026-11-30"}, {Date: "2026-12-07", From: "10:00", To: "10:30"},
			{Date: "2026-12-07", From: "13:00", To: "13:30"}},
	}
	for _, test := range []struct {
		name, utc string
		want      bool
	}{
		{"winter: opens at nine", "2026-11-23T07:00:00Z", true},
		{"winter: not before", "2026-11-23T06:59:59Z", false},
		{"closes at eleven", "2026-11-23T09:00:00Z", false},
		{"after the break", "2026-11-23T10:00:00Z", true},
		{"summer: nine is an hour earlier", "2026-06-15T06:00:00Z", true},
		{"summer: closed at three", "2026-06-15T12:00:00Z", false},
		{"another weekday", "2026-11-24T08:00:00Z", false},
		{"closed for the day", "2026-11-30T08:00:00Z", false},
		{"other hours for the day", "2026-12-07T08:15:00Z", true},
		{"not the usual ones then", "2026-12-07T07:30:00Z", false},
		{"both stretches of the day", "2026-12-07T11:00:00Z", true},
		{"Sunday in Finland, Saturday in UTC", "2026-11-22T00:30:00Z", true},
		{"the hour that is skipped in spring", "2026-03-29T01:00:00Z", true}, // 04:00, the minute after 02:59
		{"before it", "2026-03-28T23:59:00Z", false},                         // 01:59
		{"the hour that comes twice in autumn, first", "2026-10-25T00:30:00Z", true},
		{"and second", "2026-10-25T01:30:00Z", true},
		{"to midnight", "2026-11-22T21:59:59Z", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			moment, err := time.Parse(time.RFC3339, test.utc)
			if err != nil {
				t.Fatal(err)
			}
			if got := hours.OpenAt(moment); got != test.want {
				t.Errorf("at %s: open %t, want %t", test.utc, got, test.want)
			}
		})
	}
	if (Hours{}).Known() || !hours.Known() {
		t.Error("hours are known when there are some")
	}
}

func TestReadDirectory(t *testing.T) {
	const frame = `{"fields":[{"code":"waste","name":{"fi":"a","sv":"b","en":"c"}}],
		"authorities":[{"code":"city","kind":"municipality","name":{"fi":"a","sv":"b","en":"c"},"valid_from":"2026-01-01"}],"competences":[%]}`
	const rest = `,"statute":{"fi":"a","sv":"b","en":"c"},"valid_from":"2026-01-01"}`
	claim := func(text string) string { return strings.Replace(frame, "%", text, 1) }
	for _, test := range []struct{ name, file, want string }{
		{"municipalities", claim(`{"authority":"city","fields":["waste"],"municipalities":["837","990"]` + rest), ""},
		{"the country", claim(`{"authority":"city","fields":["waste"],"country":true` + rest), ""},
		{"an area", claim(`{"authority":"city","fields":["waste"],"area":{"type":"Polygon","coordinates":[[[26,62],[26.1,62],[26.1,62.1],[26,62]]]}` + rest), ""},
		{"nowhere", claim(`{"authority":"city","fields":["waste"]` + rest), "/competences/0: one_area"},
		{"two areas", claim(`{"authority":"city","fields":["waste"],"country":true,"municipalities":["990"]` + rest), "/competences/0: one_area"},
		{"a point", claim(`{"authority":"city","fields":["waste"],"area":{"type":"Point","coordinates":[26,62]}` + rest), "/competences/0/area: not_an_area"},
		{"a faulty area", claim(`{"authority":"city","fields":["waste"],"area":{"type":"Polygon","coordinates":[[[2,48],[3,48],[3,49],[2,48]]]}` + rest),
			"/competences/0/area/coordinates/0/0: outside_finland"},
		{"no such field", claim(`{"authority":"city","fields":["noise"],"country":true` + rest), "/competences/0/fields/0: not_known"},
		{"no such authority", claim(`{"authority":"town","fields":["waste"],"country":true` + rest), "/competences/0/authority: not_known"},
		{"claimed twice", claim(`{"authority":"city","fields":["waste"],"country":true` + rest + `,{"authority":"city","fields":["waste"],"municipalities":["990"]` + rest),
			"/competences/1/fields/0: not_unique"},
		{"one after the other", claim(`{"authority":"city","fields":["waste"],"country":true,"valid_to":"2026-05-31"` + rest +
			`,{"authority":"city","fields":["waste"],"municipalities":["990"]` + strings.Replace(rest, "2026-01", "2026-06", 1)), ""},
		{"a number that is none", claim(`{"authority":"city","fields":["waste"],"municipalities":["99"]` + rest), "/competences/0/municipalities/0: wrong_code"},
		{"misspelt member", strings.Replace(claim(""), `"kind"`, `"knd"`, 1), "knd"},
		{"something after the end", strings.Replace(frame, "%", "", 1) + "{}", "follows after its end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadDirectory(strings.NewReader(test.file))
			if (err == nil) != (test.want == "") || !strings.Contains(text(err), test.want) {
				t.Errorf("got %q, want %q", text(err), test.want)
			}
		})
	}
}

// Whatever the bytes are, a directory that is read holds only what it may.
func FuzzReadDirectory(f *testing.F) {
	f.Add(`{"fields":[],"authorities":[],"competences":[]}`)
	f.Add(`{"authorities":[{"code":"a","parent":"a","hours":{"weekly":[{"weekday":1,"from":"24:00","to":"00:00"}]}}]}`)
	f.Add(`{"competences":[{"authority":"a","fields":["b","b"],"area":{"type":"Polygon","coordinates":[]},"valid_from":"0000-00-00"}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		d, err := ReadDirectory(strings.NewReader(file))
		if err != nil {
			return
		}
		for _, a := range d.Authorities {
			if err := a.Validate(); err != nil {
				t.Errorf("read %q, which is not sound: %v", a.Code, err)
			}
		}
		for _, claim := range d.Competences {
			if len(claim.drawn) != len(claim.Fields) {
				t.Errorf("%d competences of %d fields", len(claim.drawn), len(claim.Fields))
			}
		}
	})
}
