package mails

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lupakartta/internal/i18n"
)

var named = regexp.MustCompile(`\{[^}]*\}`)

// Every template says the same in every language, with the parameters that it names; what a reader under turvakielto gets has
// none of them.
func TestTemplatesAreComplete(t *testing.T) {
	if len(templates) < 6 {
		t.Fatalf("only %d templates", len(templates))
	}
	for code, l := range templates {
		for what, text := range map[string]i18n.Text{"subject": l.Subject, "body": l.Body, "protected": l.Protected} {
			if err := text.Complete(); err != nil {
				t.Errorf("%s: %s: %v", code, what, err)
			}
			for _, lang := range i18n.Languages {
				for _, name := range named.FindAllString(text.In(lang), -1) {
					name = strings.Trim(name, "{}")
					if name != "link" && (what == "protected" || !slices.Contains(l.Parameters, name)) {
						t.Errorf("%s: %s in %s names %s", code, what, lang, name)
					}
				}
			}
		}
		for _, lang := range i18n.Languages {
			for _, name := range l.Parameters {
				if !strings.Contains(l.Body.In(lang), "{"+name+"}") {
					t.Errorf("%s: the body in %s does not tell %s: a mail holds no more than it needs", code, lang, name)
				}
			}
			if !strings.Contains("\n\n"+l.Body.In(lang)+"\n\n", "\n\n{link}\n\n") || !strings.HasSuffix(l.Protected.In(lang), "\n\n{link}") {
				t.Errorf("%s in %s: no link on a line of its own", code, lang)
			}
		}
	}
}

func shown(title string) writing {
	return writing{lang: i18n.Finnish, link: "https://kartta.example/fi/?view=x&y=1", profile: "https://kartta.example/fi/?view=me",
		parameters: map[string]i18n.Text{"title": Plain(title), "kind": {Fi: "Tapahtuma", Sv: "Evenemang", En: "Event"}, "municipality": Plain("Mallila")}}
}

func TestAMailSaysWhatItMust(t *testing.T) {
	w := shown("Rantajuhlat")
	got, err := templates["project_shown"].write(w)
	if err != nil {
		t.Fatal(err)
	}
	if got.Subject != "Hankeluonnos tuli näkyviin: Rantajuhlat" || !strings.Contains(got.Text, "Laji: Tapahtuma\nKunta: Mallila\n") || !strings.Contains(got.Text, "\n\nhttps://kartta.example/fi/?view=x&y=1\n\n") {
		t.Errorf("%s\n%s", got.Subject, got.Text)
	}
	if !strings.Contains(got.HTML, `<a href="https://kartta.example/fi/?view=x&amp;y=1"`) || !strings.Contains(got.HTML, `<html lang="fi">`) || !strings.Contains(got.HTML, "Laji: Tapahtuma<br>") {
		t.Error(got.HTML)
	}
	if w.lang = i18n.Swedish; !strings.Contains(must(t, w).Text, "Typ: Evenemang\nKommun: Mallila") {
		t.Error(must(t, w).Text)
	}
}

func must(t *testing.T, w writing) Written {
	t.Helper()
	got, err := templates["project_shown"].write(w)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// What an applicant calls a project reaches officials in a mail of ours: it is words and nothing else.
func TestWhatSomebodyWroteIsTame(t *testing.T) {
	got := must(t, shown("<b onclick=x>\r\nBcc: a@b.fi</b> {municipality} https://evil.example www.evil.example Www.Evil.Example evil.example x.y.fi \u202eabc"+strings.Repeat("å", 500)))
	for _, wrong := range []string{"https://evil", "www.evil", "evil.example", "y.fi", "Www.E", "a@b.fi", "\r", "\u202e", "<b", strings.Repeat("å", maxValue)} {
		for what, text := range map[string]string{"subject": got.Subject, "HTML": got.HTML, "text": strings.ReplaceAll(got.Text, "<b onclick", "")} {
			if strings.Contains(text, wrong) && (wrong != "<b" || what == "HTML" && strings.Contains(text, "<b onclick")) {
				t.Errorf("%s holds %q: %s", what, wrong, text)
			}
		}
	}
	if !strings.Contains(got.Subject, "{municipality}") || strings.Contains(got.Subject, "\n") {
		t.Errorf("subject %q", got.Subject)
	}
}

func TestNothingNamesAPlaceToAReaderUnderProtection(t *testing.T) {
	for code, l := range templates {
		w := writing{protected: true, link: "https://kartta.example/fi/?x", parameters: map[string]i18n.Text{}}
		for _, name := range l.Parameters {
			w.parameters[name] = Plain("Rantakatu 5")
		}
		for _, w.lang = range i18n.Languages {
			got, err := l.write(w)
			if err != nil || strings.Contains(got.Subject+got.Text+got.HTML, "Rantakatu") || !strings.Contains(got.Text, w.link) {
				t.Errorf("%s: %+v, %v", code, got, err)
			}
		}
	}
}

func TestMoment(t *testing.T) {
	got := Moment(time.Date(2027, 6, 12, 15, 30, 0, 0, time.UTC))
	if want := (i18n.Text{Fi: "12.6.2027 klo 18.30", Sv: "12.6.2027 kl. 18.30", En: "12 June 2027 at 18:30"}); got != want {
		t.Errorf("%+v", got)
	}
}
