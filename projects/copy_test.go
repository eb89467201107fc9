package projects

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"lupakartta/internal/i18n"
)

func TestCopyOfAnEarlierProject(t *testing.T) {
	w := newWorld(t)
	w.store.now = func() time.Time { return time.Date(2027, 11, 1, 12, 0, 0, 0, time.UTC) }
	west := w.official("Länsi", "west")
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-5000, 250, 100), `, "from": "2027-06-12T20:00", "to": "2027-06-12T23:30"`),
		Changes{day(bDay): raw(`{"id": "%s", "kind": "build_up", "from": "2027-06-11T08:00", "to": "2027-06-11T20:00"}`, bDay), "/answers/first": quote("2027-06-10")},
		restricted("summary", w.ids["west"]), restricted("files."+uuid.Nil.String()))), false)
	for _, r := range []Remarks{{Kind: Remark, Audience: ToAll, Text: "Hyvin meni."}, {Kind: Condition, Audience: ToAll, Text: "Ääni pois kello 22."}, {Kind: Condition, Audience: ToAuthorities, Text: "Katsotaan."}} {
		_, err := w.store.Comment(t.Context(), west, "comment", p.ID, r)
		must(t, err)
	}
	for _, test := range []struct {
		name, first, opens, builds, answer string
		plays                              Local
	}{
		{"by weeks, to the same weekday", "", "2028-06-10T18:00", "2028-06-09T08:00", "2028-06-08", "2028-06-10T20:00"},
		{"to a first day", "2028-03-24", "2028-03-26T18:00", "2028-03-25T08:00", "2028-03-24", "2028-03-26T20:00"}, // clocks go forward on the 26th
	} {
		t.Run(test.name, func(t *testing.T) {
			next, err := w.store.Copy(t.Context(), w.own(), "copy-project", p.ID, test.first, "")
			must(t, err)
			c, err := next.Fields.Content()
			must(t, err)
			if len(c.Days) != 2 || string(c.Days[1].From) != test.opens || string(c.Days[0].From) != test.builds || c.Parts[0].From != test.plays || string(c.Answers["first"]) != `"`+test.answer+`"` {
				t.Errorf("days %+v, part from %s, answer %s", c.Days, c.Parts[0].From, c.Answers["first"])
			}
			if next.State != Draft || next.Shown != 0 || next.Origin != p.ID || len(c.Restricted) != 1 || c.Title != "Juhla" {
				t.Errorf("copy %+v", next)
			}
			if w.outside(next.ID) != 0 {
				t.Error("the copy is seen by others")
			}
			earlier, err := w.store.EarlierOf(t.Context(), w.own(), next.ID, i18n.Swedish)
			must(t, err)
			if len(earlier.Comments) != 2 || earlier.Comments[0].Kind != Condition || earlier.Comments[1].Text != "Hyvin meni." || len(earlier.Findings) != 1 || earlier.Findings[0].Summary.Amber != 1 {
				t.Errorf("earlier %+v", earlier)
			}
		})
	}
	if _, err := w.store.Copy(t.Context(), w.own(), "copy-project", p.ID, "2028-02-30", ""); !has(err, "/first_day", "not_date") {
		t.Errorf("to no day: %v", err)
	}
	if _, err := w.store.EarlierOf(t.Context(), w.own(), p.ID, i18n.Finnish); !errors.Is(err, ErrNotFound) {
		t.Errorf("earlier than the first: %v", err)
	}
	t.Run("with a key, on another day and of a project that has changed since", func(t *testing.T) {
		first, err := w.store.Copy(t.Context(), w.own(), "copy-project", p.ID, "", "k")
		must(t, err)
		w.later(2 * 365 * 24 * time.Hour)
		w.save(p, Changes{TitleField: quote("Uusi nimi")})
		again, err := w.store.Copy(t.Context(), w.own(), "copy-project", p.ID, "", "k")
		if err != nil || again.ID != first.ID {
			t.Errorf("again: %s, %v; want %s", again.ID, err, first.ID)
		}
		if _, err := w.store.Copy(t.Context(), w.own(), "copy-project", p.ID, "2029-01-01", "k"); !errors.Is(err, ErrKeyUsed) {
			t.Errorf("to another day: %v", err)
		}
	})
}

func TestAnOrderComesTwice(t *testing.T) {
	w := newWorld(t)
	order := Order{Changes: feast("Juhla"), Key: "avain"}
	ids := make([]uuid.UUID, 6)
	var all errgroup.Group
	for i := range ids {
		all.Go(func() error {
			p, err := w.store.Create(t.Context(), w.own(), "create-project", order)
			ids[i] = p.ID
			return err
		})
	}
	must(t, all.Wait())
	for _, id := range ids {
		if id == uuid.Nil || id != ids[0] {
			t.Fatalf("projects %v", ids)
		}
	}
	if n := w.count(`select count(*) from projects`); n != 1 {
		t.Errorf("%d projects", n)
	}
	if _, err := w.store.Create(t.Context(), w.own(), "create-project", Order{Changes: feast("Toinen"), Key: "avain"}); !errors.Is(err, ErrKeyUsed) {
		t.Errorf("another order: %v", err)
	}
	if p, err := w.store.Create(t.Context(), Side{Actor: w.stranger}, "create-project", order); err != nil || p.ID == ids[0] {
		t.Errorf("somebody else's: %v", err)
	}
	p, err := w.store.Get(t.Context(), w.own(), ids[0])
	must(t, err)
	p = w.show(w.save(p, part(aPart, in(-1000, 0, 100))), false)
	r := Remarks{Kind: Remark, Audience: ToAll, Text: "Hei.", Key: "avain"}
	first, err := w.store.Reply(t.Context(), w.own(), "reply", p.ID, r)
	must(t, err)
	again, err := w.store.Reply(t.Context(), w.own(), "reply", p.ID, r)
	if err != nil || again.ID != first.ID {
		t.Errorf("the comment again: %v", err)
	}
	r.Field = TitleField
	if _, err := w.store.Reply(t.Context(), w.own(), "reply", p.ID, r); !errors.Is(err, ErrKeyUsed) {
		t.Errorf("another comment: %v", err)
	}
}

func TestCancel(t *testing.T) {
	w := newWorld(t)
	west := w.official("Länsi", "west")
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)))), true)
	if err := w.store.Delete(t.Context(), w.own(), "delete-project", p.ID, p.Revision); !errors.Is(err, ErrShown) {
		t.Errorf("deleted after it was shown: %v", err)
	}
	if _, err := w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision-1, ""); !errors.Is(err, ErrChanged) {
		t.Errorf("on an older revision: %v", err)
	}
	if _, err := w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision, "a\x00b"); !has(err, "/reason", "invalid_value") {
		t.Errorf("for no reason that can be kept: %v", err)
	}
	for range 2 { // once more is the same
		got, err := w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision, "Sade.")
		must(t, err)
		if got.State != Cancelled || got.Reason != "Sade." || got.Revision != p.Revision+1 {
			t.Errorf("cancelled: %+v", got)
		}
	}
	receipt, err := w.store.ReceiptOf(t.Context(), w.own(), p.ID)
	must(t, err)
	if len(receipt.Told) != 1 || receipt.Told[0].Authority != "west" || receipt.Told[0].Name.Sv == "" {
		t.Errorf("receipt %+v", receipt)
	}
	var args json.RawMessage
	must(t, w.owner.QueryRow(t.Context(), `select args from river.river_job where kind = 'tell_of_project' and args->>'what' = 'cancelled'`).Scan(&args))
	var told Told
	must(t, json.Unmarshal(args, &told))
	if told.Receipt != receipt.ID || w.count(`select count(*) from personal.project_receipts`) != 1 {
		t.Errorf("told %+v", told)
	}
	if n := w.count(`select count(*) from project_parts`); n != 0 {
		t.Errorf("%d parts on the map", n)
	}
	if _, err := w.store.Save(t.Context(), w.own(), "save-project", p.ID, p.Revision+1, Changes{TitleField: quote("x")}); !errors.Is(err, ErrCancelled) {
		t.Errorf("saved: %v", err)
	}
	if _, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision+1, false); !errors.Is(err, ErrCancelled) {
		t.Errorf("shown: %v", err)
	}
	if _, err := w.store.Restore(t.Context(), w.own(), "restore-version", p.ID, p.Revision+1, 1); !errors.Is(err, ErrCancelled) {
		t.Errorf("restored: %v", err)
	}
	if _, err := w.store.GetPublic(t.Context(), p.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("public: %v", err)
	}
	seen, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, 0)
	if err != nil || seen.State != Cancelled || seen.Reason != "Sade." || seen.Fields.Title() != "Juhla" {
		t.Errorf("an authority reads %+v, %v", seen, err)
	}

	draft := w.begin(feast("Luonnos", Changes{person(aName): raw(`{"id": "%s", "role": "contact", "name": "Aino"}`, aName)}))
	if err := w.store.Delete(t.Context(), w.own(), "delete-project", draft.ID, draft.Revision-1); !errors.Is(err, ErrChanged) {
		t.Errorf("deleted on an older revision: %v", err)
	}
	must(t, w.store.Delete(t.Context(), w.own(), "delete-project", draft.ID, draft.Revision))
	if n := w.count(`select count(*) from personal.project_people where project = $1`, draft.ID); n != 0 {
		t.Error("people of a deleted draft are still there")
	}
	if err := w.store.Delete(t.Context(), w.own(), "delete-project", draft.ID, draft.Revision); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}
