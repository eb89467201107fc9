package projects

import (
	"strings"
	"testing"
	"time"
)

// What authorities said and restricted is new to each of the applicant's side until they have seen it.
func TestNews(t *testing.T) {
	w := newWorld(t)
	west := w.official("Länsi", "west")
	own := Side{Actor: w.secretary}
	p, err := w.store.Create(t.Context(), own, "create-project", Order{Changes: feast("Juhla", part(aPart, in(-1000, 0, 100)))})
	must(t, err)
	p, err = w.store.Show(t.Context(), own, "show-project", p.ID, p.Revision, false)
	must(t, err)
	seen := func(side Side, name, want string) []New {
		t.Helper()
		list, err := w.store.News(t.Context(), side, p.ID)
		must(t, err)
		var got []string
		for _, n := range list {
			got = append(got, n.What+" "+string(n.Field)+" "+n.Authority.Code)
		}
		all, err := w.store.List(t.Context(), side, Filter{Limit: 10})
		must(t, err)
		if strings.Join(got, ", ") != want || all[0].News != len(list) {
			t.Errorf("%s: got %q, counted %d; want %q", name, got, all[0].News, want)
		}
		return list
	}
	say := func(audience CommentAudience, field Path) {
		t.Helper()
		_, err := w.store.Comment(t.Context(), west, "comment", p.ID, Remarks{Kind: Asking, Audience: audience, Text: "?", Field: field})
		must(t, err)
	}
	keep := func(item string) Imposed {
		t.Helper()
		made, err := w.store.Keep(t.Context(), west, "restrict", p.ID, Keeping{Item: item, Why: "x"})
		must(t, err)
		return made
	}
	seen(own, "at first", "")
	say(ToAll, SummaryField)
	say(ToAuthorities, "")
	keep("summary")
	_, err = w.store.Reply(t.Context(), own, "reply", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "!"})
	must(t, err)
	list := seen(own, "said and restricted", "restricted /summary west, question /summary west")
	must(t, w.store.See(t.Context(), own, p.ID, list[1].At))
	seen(own, "the comment was seen", "restricted /summary west")
	must(t, w.store.See(t.Context(), own, p.ID, list[0].At))
	must(t, w.store.See(t.Context(), own, p.ID, list[1].At)) // a slower window
	seen(own, "all was seen", "")
	seen(Side{Actor: w.treasurer}, "a colleague has seen nothing", "restricted /summary west, question /summary west")
	summary := keep("summary") // otherwise: it is not lifted
	seen(own, "restricted anew", "restricted /summary west")
	must(t, w.store.Lift(t.Context(), west, "lift", p.ID, summary.ID))
	seen(own, "and lifted", "lifted /summary west")
	part := keep("parts." + aPart.String())
	must(t, w.store.See(t.Context(), own, p.ID, time.Now().Add(time.Hour))) // a clock that is ahead
	must(t, w.store.Lift(t.Context(), west, "lift", p.ID, part.ID))
	seen(own, "lifted", "lifted "+string(partOf(aPart))+" west")
}
