package projects

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"lupakartta/internal/faults"
)

// A file that was thrown away keeps the project from being shown until it is taken out, and then what was said of it goes.
func TestWhatIsInfectedIsNotShown(t *testing.T) {
	w := newWorld(t)
	p := w.begin(feast("Rantajuhla", part(aPart, in(-5000, 250, 100))))
	file := uuid.New()
	w.exec(`insert into project_attachments (id, project, name, format, media_type, size, sha256, state, uploaded_by) values ($1, $2, 'a.pdf', 'pdf', 'application/pdf', 1, '', 'unscanned', $3)`, file, p.ID, w.own().Actor.Person)
	p = w.save(p, Changes{FileField(file): []byte(`{"id":"` + file.String() + `","name":"a.pdf"}`), Path("/restricted/files." + file.String()): []byte(`{"to":["` + w.ids["west"].String() + `"]}`)})
	w.exec(`update project_attachments set state = 'infected', scanned_at = now() where id = $1`, file)
	_, missing, err := w.store.Preview(t.Context(), w.own(), p.ID)
	if err != nil || len(missing) != 1 || missing[0].Pointer != "/files/"+file.String() || missing[0].Code != "file_infected" {
		t.Errorf("what is missing: %v, %v", missing, err)
	}
	var found faults.Faults
	if _, err := w.store.Show(t.Context(), w.own(), "show-project", p.ID, p.Revision, false); !errors.As(err, &found) || found[0].Code != "file_infected" {
		t.Errorf("shown: %v", err)
	}
	p = w.show(w.save(p, Changes{FileField(file): nil}), false)
	seen, withheld, err := p.Fields.For([]uuid.UUID{w.ids["west"]})
	if _, told := seen[Path("/restricted/files."+file.String())]; err != nil || told || withheld != 0 {
		t.Errorf("a restriction of what is gone: %v %d %v", told, withheld, err)
	}
}
