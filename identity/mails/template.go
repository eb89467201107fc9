package mails

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"

	"lupakartta/internal/i18n"
	"lupakartta/internal/text"
)

// letter is what a kind of mail says. Names in braces are its parameters, and {link} the page that it leads to; an empty line
// parts paragraphs. Protected is what a reader under turvakielto gets instead: it has no parameters, since any of them may
// name a place, and a mail box is read by others than its owner.
type letter struct {
	Parameters []string  `json:"parameters"`
	Subject    i18n.Text `json:"subject"`
	Body       i18n.Text `json:"body"`
	Protected  i18n.Text `json:"protected"`
}

//go:embed templates/*.json
var templateFiles embed.FS

var templates = readTemplates()

func readTemplates() map[string]letter {
	names, err := fs.Glob(templateFiles, "templates/*.json")
	if err != nil {
		panic(err) // the pattern is right
	}
	all := map[string]letter{}
	for _, name := range names {
		data, err := templateFiles.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		var l letter
		if err := json.Unmarshal(data, &l); err != nil {
			panic(fmt.Sprintf("%s: %v", name, err)) // embedded
		}
		all[strings.TrimSuffix(path.Base(name), ".json")] = l
	}
	return all
}

// Words that every mail has.
var (
	protectedSubject = i18n.Text{Fi: "Viesti Lupakartasta", Sv: "Meddelande från Lupakartta", En: "A message from Lupakartta"}
	footer           = i18n.Text{
		Fi: "Viestin lähetti Lupakartta. Siihen ei voi vastata. Omalla sivulla voit valita, miten sinulle kerrotaan asioista:",
		Sv: "Meddelandet skickades av Lupakartta och kan inte besvaras. På Min sida kan du välja hur du får besked:",
		En: "This message was sent by Lupakartta and cannot be answered. Choose on My page how you want to be told:",
	}
	mailboxFooter = i18n.Text{
		Fi: "Viestin lähetti Lupakartta viranomaisen osoitteeseen. Siihen ei voi vastata.",
		Sv: "Meddelandet skickades av Lupakartta till myndighetens e-post. Det kan inte besvaras.",
		En: "This message was sent by Lupakartta to the authority's address. It cannot be answered.",
	}
)

// maxValue is how much of a parameter is shown, in characters.
const maxValue = 200

// Written is a mail as its reader sees it.
type Written struct {
	Subject string
	Text    string
	HTML    string
	Link    string
}

// writing is what a mail is made of, beside its template.
type writing struct {
	lang       i18n.Lang
	parameters map[string]i18n.Text
	link       string
	profile    string // where the reader says how to be told; empty: it is a mailbox of an authority
	protected  bool
}

func (l letter) write(w writing) (Written, error) {
	subject, body := l.Subject.In(w.lang), l.Body.In(w.lang)
	if w.protected {
		subject, body = protectedSubject.In(w.lang), l.Protected.In(w.lang)
	}
	page := htmlPage{Lang: string(w.lang), Title: w.fill(subject)}
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		page.Paragraphs = append(page.Paragraphs, w.paragraph(paragraph))
	}
	if page.Footer = []htmlParagraph{w.paragraph(mailboxFooter.In(w.lang))}; w.profile != "" {
		page.Footer = []htmlParagraph{w.paragraph(footer.In(w.lang)), {Link: w.profile}}
	}
	var html strings.Builder
	if err := htmlMail.Execute(&html, page); err != nil {
		return Written{}, fmt.Errorf("mail: %w", err)
	}
	return Written{Subject: page.Title, Text: page.text(), HTML: html.String(), Link: w.link}, nil
}

// paragraph is one with its parameters filled in, or the link.
func (w writing) paragraph(pattern string) htmlParagraph {
	if pattern == "{link}" {
		return htmlParagraph{Link: w.link}
	}
	var p htmlParagraph
	for line := range strings.SplitSeq(pattern, "\n") {
		p.Lines = append(p.Lines, w.fill(line))
	}
	return p
}

// fill puts the parameters into a line, all at once: what a value holds in braces is no parameter.
func (w writing) fill(line string) string {
	var pairs []string
	for name, value := range w.parameters {
		pairs = append(pairs, "{"+name+"}", tame(value.In(w.lang)))
	}
	return strings.NewReplacer(pairs...).Replace(line)
}

// hostDot is a dot as in an address: mail programs make a link of example.fi, too. Dates and numbers have none.
var hostDot = regexp.MustCompile(`([\p{L}\p{N}_-])[.\x{3002}\x{FF0E}\x{FF61}](\p{L})`)

// tame is what somebody wrote as one harmless line: without the addresses that mail programs would make links of, since the
// mail comes from us and the words do not.
func tame(value string) string {
	value = strings.Join(strings.FieldsFunc(text.Clean(value), func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }), " ")
	value = strings.NewReplacer("://", ": //", "@", " @ ").Replace(value)
	for range 2 { // of x.y.fi the first time leaves y.fi
		value = hostDot.ReplaceAllString(value, "$1 .$2")
	}
	if short := text.Cut(value, maxValue); short != value {
		return short + "…"
	}
	return value
}

type htmlPage struct {
	Lang, Title string
	Paragraphs  []htmlParagraph
	Footer      []htmlParagraph
}

type htmlParagraph struct {
	Lines []string
	Link  string
}

func (p htmlParagraph) text() string {
	if p.Link != "" {
		return p.Link
	}
	return strings.Join(p.Lines, "\n")
}

func (p htmlPage) text() string {
	var paragraphs []string
	for _, paragraph := range p.Paragraphs {
		paragraphs = append(paragraphs, paragraph.text())
	}
	paragraphs = append(paragraphs, "-- ") // what mail programs know as the end of what is meant
	for _, paragraph := range p.Footer {
		paragraphs = append(paragraphs, paragraph.text())
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

// Colours have the contrast of WCAG AA on white; nothing is fetched when the mail is opened.
var htmlMail = template.Must(template.New("mail").Parse(`{{define "paragraph"}}<p>{{if .Link}}<a href="{{.Link}}" style="color:#2a6ebb">{{.Link}}</a>{{else}}{{range $i, $line := .Lines}}{{if $i}}<br>
{{end}}{{$line}}{{end}}{{end}}</p>
{{end}}<!doctype html>
<html lang="{{.Lang}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title></head>
<body style="font-family:'Source Sans 3','Source Sans Pro',Arial,sans-serif;font-size:16px;line-height:1.5;color:#292929;background:#ffffff;max-width:40em;margin:1em;overflow-wrap:anywhere">
<h1 style="font-size:20px">{{.Title}}</h1>
{{range .Paragraphs}}{{template "paragraph" .}}{{end}}<div lang="{{.Lang}}" style="border-top:1px solid #c8cdd0;font-size:14px;color:#5f6a70">
{{range .Footer}}{{template "paragraph" .}}{{end}}</div>
</body>
</html>
`))
