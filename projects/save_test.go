package projects

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

// seal makes what stands now a version that never changes again, as showing does.
func (w *world) seal(id uuid.UUID) error {
	return pgx.BeginFunc(w.t.Context(), w.owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(w.t.Context(), `select from projects where id = $1 for update`, id); err != nil {
			return err
		}
		_, err := tx.Exec(w.t.Context(), `update project_versions set shown_at = now() where project = $1`, id)
		return err
	})
}

// Writers who save at the same time, each another field and on what they last knew, lose nothing.
func TestNothingIsLostWhenManySaveAtOnce(t *testing.T) {
	w := newWorld(t)
	p := w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100))))
	const writers, saves = 4, 8
	var all errgroup.Group
	for i := range writers {
		base := p.Revision
		all.Go(func() error {
			for n := range saves {
				changes := Changes{Path(fmt.Sprintf("/answers/a%d", i)): raw("%d", n), Path(fmt.Sprintf("/answers/b%d_%d", i, n)): raw("true")}
				saved, err := w.store.Save(t.Context(), w.own(), "save-project", p.ID, base, changes)
				if err != nil {
					return err
				}
				base = saved.Revision
				if i == 0 && n%3 == 0 { // so that versions are begun meanwhile
					if err := w.seal(p.ID); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	must(t, all.Wait())
	p, err := w.store.Get(t.Context(), w.own(), p.ID)
	must(t, err)
	if p.Revision != 1+writers*saves {
		t.Errorf("revision %d, want %d", p.Revision, 1+writers*saves)
	}
	for i := range writers {
		if got := p.Fields[Path(fmt.Sprintf("/answers/a%d", i))]; string(got) != fmt.Sprint(saves-1) {
			t.Errorf("writer %d: %s", i, got)
		}
		for n := range saves {
			if p.Fields[Path(fmt.Sprintf("/answers/b%d_%d", i, n))] == nil {
				t.Errorf("writer %d: save %d is lost", i, n)
			}
		}
	}
	if at := p.Fields[partOf(aPart)]; !json.Valid(at) {
		t.Errorf("the place: %s", at)
	}
}

// A conflict tells who wrote the other value: a colleague's name within the applicant's own side, and never one under turvakielto.
func TestAConflictTellsWhoWrote(t *testing.T) {
	w := newWorld(t)
	own, colleague := Side{Actor: w.secretary}, Side{Actor: w.treasurer}
	p, err := w.store.Create(t.Context(), own, "create-project", Order{Changes: feast("Juhla")})
	must(t, err)
	_, err = w.store.Save(t.Context(), colleague, "save-project", p.ID, p.Revision, Changes{TitleField: quote("Iltamat")})
	must(t, err)
	later, err := w.store.Save(t.Context(), own, "save-project", p.ID, p.Revision, Changes{SummaryField: quote("Tanssia.")})
	must(t, err)
	for _, protected := range []bool{false, true} {
		w.exec(`update personal.parties set protected = $2 where id = $1`, w.treasurer.Person, protected)
		_, err = w.store.Save(t.Context(), own, "save-project", p.ID, p.Revision, Changes{TitleField: quote("Tanssit"), SummaryField: quote("Laulua.")})
		met, ok := errors.AsType[*ConflictError](err)
		if !ok || len(met.Conflicts) != 2 {
			t.Fatalf("got %v", err)
		}
		summary, title := met.Conflicts[0], met.Conflicts[1]
		if want := map[bool]string{false: "Rahastonhoitaja"}[protected]; title.By != want || title.Own || title.At.IsZero() {
			t.Errorf("the title's other value is told to be by %q (own %v, at %v), want %q", title.By, title.Own, title.At, want)
		}
		if summary.By != "Sihteeri" || !summary.Own || !summary.At.Equal(later.SavedAt) {
			t.Errorf("the summary's other value is told to be by %q (own %v, at %v)", summary.By, summary.Own, summary.At)
		}
	}
}
