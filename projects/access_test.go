package projects

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// Every method is asked by everybody: for whoever may not know of a project there is none.
func TestWhoMayDoWhat(t *testing.T) {
	w := newWorld(t)
	own := Side{Actor: w.secretary}
	p, err := w.store.Create(t.Context(), own, "create-project", Order{Changes: feast("Juhla", part(aPart, in(-1000, 0, 100)))})
	must(t, err)
	p, err = w.store.Show(t.Context(), own, "show-project", p.ID, p.Revision, false)
	must(t, err)
	copied, err := w.store.Copy(t.Context(), own, "copy-project", p.ID, "", "")
	must(t, err)

	selfOnly := w.secretary
	selfOnly.Acting = nil
	sides := []struct {
		name string
		side Side
		may  bool
	}{
		{"whoever began it", own, true},
		{"a colleague who acts for the same organisation", Side{Actor: w.treasurer}, true},
		{"an agent with the matter of events", Side{Actor: w.actingFor(w.somebody("Asiamies"), w.guild), Matters: []string{"property", "events"}}, true},
		{"the same person for themselves", Side{Actor: selfOnly}, false},
		{"an agent with another matter", Side{Actor: w.actingFor(w.somebody("Isännöitsijä"), w.guild), Matters: []string{"property"}}, false},
		{"an agent whose mandate is for nothing any more", Side{Actor: w.actingFor(w.somebody("Entinen"), w.guild), Matters: []string{}}, false},
		{"a stranger", Side{Actor: w.stranger}, false},
		{"a stranger who acts for another organisation", Side{Actor: w.actingFor(w.stranger, w.party("Muu", identity.Organisation))}, false},
		{"an official of a concerned authority", Side{Actor: w.official("Poliisi", "west")}, false},
		{"nobody", Side{}, false},
	}
	remark := Remarks{Kind: Remark, Audience: ToAll, Text: "Hei."}
	ofSides := []struct {
		name string
		do   func(ctx context.Context, s Side) error
	}{
		{"Get", func(ctx context.Context, s Side) error { _, err := w.store.Get(ctx, s, p.ID); return err }},
		{"Save", func(ctx context.Context, s Side) error {
			_, err := w.store.Save(ctx, s, "save-project", copied.ID, copied.Revision, Changes{TitleField: copied.Fields[TitleField]})
			return err
		}},
		{"Versions", func(ctx context.Context, s Side) error { _, err := w.store.Versions(ctx, s, p.ID); return err }},
		{"FieldsAt", func(ctx context.Context, s Side) error { _, err := w.store.FieldsAt(ctx, s, p.ID, 1); return err }},
		{"Restore", func(ctx context.Context, s Side) error {
			_, err := w.store.Restore(ctx, s, "restore-version", p.ID, p.Revision, 1)
			return err
		}},
		{"Difference", func(ctx context.Context, s Side) error { _, err := w.store.Difference(ctx, s, p.ID, 1, 1); return err }},
		{"Preview", func(ctx context.Context, s Side) error { _, _, err := w.store.Preview(ctx, s, p.ID); return err }},
		{"Show", func(ctx context.Context, s Side) error {
			_, err := w.store.Show(ctx, s, "show-project", p.ID, p.Revision, false)
			if errors.Is(err, ErrSame) {
				return nil
			}
			return err
		}},
		{"Concerned", func(ctx context.Context, s Side) error { _, err := w.store.Concerned(ctx, s, p.ID); return err }},
		{"News", func(ctx context.Context, s Side) error { _, err := w.store.News(ctx, s, p.ID); return err }},
		{"See", func(ctx context.Context, s Side) error { return w.store.See(ctx, s, p.ID, time.Now()) }},
		{"Comments", func(ctx context.Context, s Side) error { _, err := w.store.Comments(ctx, s, p.ID); return err }},
		{"Reply", func(ctx context.Context, s Side) error {
			_, err := w.store.Reply(ctx, s, "reply", p.ID, remark)
			return err
		}},
		{"Copy", func(ctx context.Context, s Side) error {
			_, err := w.store.Copy(ctx, s, "copy-project", p.ID, "", "")
			return err
		}},
		{"EarlierOf", func(ctx context.Context, s Side) error {
			_, err := w.store.EarlierOf(ctx, s, copied.ID, i18n.Finnish)
			return err
		}},
		{"Delete", func(ctx context.Context, s Side) error {
			err := w.store.Delete(ctx, s, "delete-project", p.ID, p.Revision)
			if errors.Is(err, ErrShown) {
				return nil
			}
			return err
		}},
		{"Cancel", func(ctx context.Context, s Side) error {
			_, err := w.store.Cancel(ctx, s, "cancel-project", p.ID, p.Revision-1, "")
			if errors.Is(err, ErrChanged) {
				return nil
			}
			return err
		}},
	}
	for _, asked := range ofSides {
		for _, who := range sides {
			err := asked.do(t.Context(), who.side)
			if who.may && err != nil || !who.may && !errors.Is(err, ErrNotFound) {
				t.Errorf("%s by %s: %v", asked.name, who.name, err)
			}
		}
	}
	for _, who := range sides {
		list, err := w.store.List(t.Context(), who.side, Filter{Limit: 100})
		must(t, err)
		if found := len(list) > 0; found != who.may {
			t.Errorf("List by %s: %d projects", who.name, len(list))
		}
	}

	acting := w.official("Sivutoiminen", "west")
	acting.In = nil // as access rules have it for an official who acts for somebody else meanwhile
	officials := []struct {
		name  string
		actor identity.Actor
		may   bool
	}{
		{"an official of a concerned authority", w.official("Poliisi", "west"), true},
		{"one of several, one of them concerned", w.official("Kaksoisvirka", "east", "west"), true},
		{"an official of another municipality", w.official("Naapuri", "east"), false},
		{"an official who acts for somebody else", acting, false},
		{"the applicant's own side", w.secretary, false},
		{"a stranger", w.stranger, false},
		{"nobody", identity.Actor{}, false},
	}
	for _, asked := range []struct {
		name string
		do   func(ctx context.Context, a identity.Actor) error
	}{
		{"GetShown", func(ctx context.Context, a identity.Actor) error {
			_, err := w.store.GetShown(ctx, a, "get-case", p.ID, 0)
			return err
		}},
		{"GetShown of a version", func(ctx context.Context, a identity.Actor) error {
			_, err := w.store.GetShown(ctx, a, "get-case", p.ID, 1)
			return err
		}},
		{"DifferenceShown", func(ctx context.Context, a identity.Actor) error {
			_, err := w.store.DifferenceShown(ctx, a, "compare-case", p.ID, 1, 0)
			return err
		}},
		{"Look", func(ctx context.Context, a identity.Actor) error { return w.store.Look(ctx, a, p.ID, 1) }},
		{"ConcernedBeside", func(ctx context.Context, a identity.Actor) error {
			_, err := w.store.ConcernedBeside(ctx, a, p.ID)
			return err
		}},
		{"SeeTo", func(ctx context.Context, a identity.Actor) error {
			return w.store.SeeTo(ctx, a, "see-to-case", p.ID, true)
		}},
		{"CommentsFor", func(ctx context.Context, a identity.Actor) error {
			_, err := w.store.CommentsFor(ctx, a, "list-comments", p.ID)
			return err
		}},
		{"Comment", func(ctx context.Context, a identity.Actor) error {
			_, err := w.store.Comment(ctx, a, "comment", p.ID, remark)
			return err
		}},
	} {
		for _, who := range officials {
			err := asked.do(t.Context(), who.actor)
			if who.may && err != nil || !who.may && !errors.Is(err, ErrNotFound) {
				t.Errorf("%s by %s: %v", asked.name, who.name, err)
			}
		}
	}
	for _, who := range officials {
		list, err := w.store.Cases(t.Context(), who.actor, Filter{Limit: 100})
		must(t, err)
		if found := len(list) > 0; found != who.may {
			t.Errorf("Cases by %s: %d projects", who.name, len(list))
		}
	}

	t.Run("a private draft is there for no authority, nor a version that was not shown", func(t *testing.T) {
		west := officials[0].actor
		p, err := w.store.Save(t.Context(), own, "save-project", p.ID, p.Revision, Changes{TitleField: quote("Salaa")})
		must(t, err)
		for _, asked := range []struct {
			id     uuid.UUID
			number int
		}{{copied.ID, 0}, {copied.ID, 1}, {p.ID, p.Working}} {
			if _, err := w.store.GetShown(t.Context(), west, "get-case", asked.id, asked.number); !errors.Is(err, ErrNotFound) {
				t.Errorf("version %d: %v", asked.number, err)
			}
		}
		if err := w.store.Look(t.Context(), west, p.ID, p.Working); !errors.Is(err, ErrNotFound) {
			t.Errorf("a look at what was not shown: %v", err)
		}
		if _, err := w.store.GetPublic(t.Context(), p.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("public: %v", err)
		}
	})
	t.Run("nobody moves a project to a matter that they may not work on", func(t *testing.T) {
		agent := Side{Actor: w.actingFor(w.somebody("Asiamies"), w.guild), Matters: []string{"events"}}
		if _, err := w.store.Save(t.Context(), agent, "save-project", copied.ID, copied.Revision, Changes{KindField: nil}); err == nil {
			t.Error("the kind was taken away")
		}
		if _, err := w.store.Create(t.Context(), agent, "create-project", Order{}); !errors.Is(err, identity.ErrForbidden) {
			t.Errorf("begun without a kind: %v", err)
		}
	})
}
