package projects

import (
	"testing"
)

// The journey of a project, from the first keystroke to its cancelling.
func TestAProjectGoesItsWay(t *testing.T) {
	w := newWorld(t)
	p := w.begin(Changes{KindField: quote("festival")})
	if p.State != Draft || p.Revision != 1 || p.Working != 1 || p.Shown != 0 {
		t.Fatalf("begun: %+v", p)
	}
	p = w.save(p, feast("Rantajuhla", part(aPart, in(-5000, 250, 100))))
	if p.Revision != 2 || p.Working != 1 || p.Fields.Title() != "Rantajuhla" {
		t.Fatalf("saved: %+v", p)
	}
	p = w.show(p, false)
	if p.State != Visible || p.Shown != 1 || p.Unshown || p.VisibleAt == nil {
		t.Fatalf("shown: %+v", p)
	}
	if got := w.told(p.ID); got != "nature west" {
		t.Errorf("authorities %q", got)
	}
	west := w.official("Poliisi", "west")
	seen, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, 0)
	must(t, err)
	if len(seen.Versions) != 1 || seen.Versions[0].Number != 1 || seen.Version != 1 || seen.Fields.Title() != "Rantajuhla" || seen.Applicant.Name != "Järjestäjä" || len(seen.Runs) != 1 {
		t.Errorf("seen: %+v", seen)
	}
	list, err := w.store.Cases(t.Context(), west, Filter{Limit: 10})
	must(t, err)
	if len(list) != 1 || list[0].ID != p.ID || list[0].Severity != "amber" || list[0].Counts.Amber != 1 || list[0].Looked != nil || !list[0].Competent {
		t.Errorf("cases: %+v", list)
	}
	must(t, w.store.Look(t.Context(), west, p.ID, 1))
	p = w.save(p, Changes{TitleField: quote("Rantajuhla 2027")})
	if !p.Unshown || p.Working != 2 || p.State != Visible {
		t.Errorf("saved after it was shown: %+v", p)
	}
	c, err := w.store.Comment(t.Context(), west, "comment", p.ID, Remarks{Kind: Condition, Audience: ToAll, Text: "Ääni pois kello 22."})
	must(t, err)
	if c.Authority == nil || c.Authority.Code != "west" || c.Version != 1 || !c.Own {
		t.Errorf("comment: %+v", c)
	}
	_, err = w.store.Reply(t.Context(), w.own(), "reply", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "Selvä.", Answers: c.ID})
	must(t, err)
	p, err = w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision, "Sade.")
	must(t, err)
	if p.State != Cancelled || p.Reason != "Sade." {
		t.Errorf("cancelled: %+v", p)
	}
	if n := w.count(`select count(*) from project_parts`); n != 0 {
		t.Errorf("%d parts on the map", n)
	}
	own, err := w.store.List(t.Context(), w.own(), Filter{Limit: 10})
	must(t, err)
	if len(own) != 1 || own[0].State != Cancelled || own[0].Comments != 1 {
		t.Errorf("own: %+v", own)
	}
}
