package projects

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"lupakartta/identity"
	"lupakartta/identity/mails"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/internal/testdb"
)

// post is a world with a teller.
type post struct {
	*world
	teller *Teller
}

func newPost(t *testing.T) *post {
	t.Helper()
	w := newWorld(t)
	personal := testdb.As(t, w.owner, pg.PersonalRole)
	outbox, err := mails.NewStore(personal, &url.URL{Scheme: "https", Host: "kartta.example"})
	must(t, err)
	return &post{w, NewTeller(personal, outbox, func(_ context.Context, at orb.Point) (i18n.Text, error) {
		if at[0] < middle[0] {
			return named("Läntinen"), nil
		}
		return named("Itäinen"), nil
	})}
}

// hold gives the official the role in force at the authorities in whose office they act.
func (w *post) hold(actor identity.Actor, role string) identity.Actor {
	w.t.Helper()
	for _, authority := range actor.In {
		w.exec(`insert into personal.officials (id, person, authority, role, source, valid_from) values ($1, $2, $3, $4, 'here', '2020-01-01')`, uuid.New(), actor.Person, authority, role)
	}
	return actor
}

// tell works all jobs that wait, those that wait for their time too, each twice, and gives what is queued then: to whom and of what, in order.
func (w *post) tell() string {
	w.t.Helper()
	rows, err := w.owner.Query(w.t.Context(), `select args from river.river_job where kind = 'tell_of_project' order by id`)
	must(w.t, err)
	jobs, err := pgx.CollectRows(rows, pgx.RowTo[Told])
	must(w.t, err)
	for _, job := range append(slices.Clone(jobs), jobs...) {
		must(w.t, w.teller.Tell(w.t.Context(), job))
	}
	w.exec(`delete from river.river_job where kind = 'tell_of_project'`)
	rows, err = w.owner.Query(w.t.Context(), `select coalesce(p.name, m.address) || ' ' || m.template from personal.mails m left join personal.parties p on p.id = m.party where m.reason = '' order by 1`)
	must(w.t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(w.t, err)
	w.exec(`update personal.mails set reason = 'read'`)
	return strings.Join(list, ", ")
}

func (w *post) want(what, want string) {
	w.t.Helper()
	if got := w.tell(); got != want {
		w.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestOfficialsAreToldOfWhatIsShown(t *testing.T) {
	w := newPost(t)
	police := w.hold(w.official("Poliisi", "west", "rescue"), "handler")
	w.hold(w.official("Valvoja", "west"), "supervisor")
	w.hold(w.official("Ylläpitäjä", "west"), "administrator")
	dismissed := w.hold(w.official("Eronnut", "west"), "handler")
	w.exec(`update personal.officials set valid_to = '2021-01-01' where person = $1`, dismissed.Person)
	w.hold(w.official("Itä", "east"), "handler")
	p := w.show(w.begin(feast("Rantajuhla", part(aPart, in(-5000, 250, 100)))), false)
	w.want("shown", "Poliisi project_shown, Valvoja project_shown, nature@example.fi project_shown")
	var place string
	must(t, w.owner.QueryRow(t.Context(), `select string_agg(distinct parameters -> 'municipality' ->> 'sv', ' ') from personal.mails`).Scan(&place))
	if place != "Läntinen sv" {
		t.Errorf("the municipality is %q", place)
	}
	p = w.show(w.save(p, Changes{TitleField: quote("Toinen")}), false)
	if n := w.count(`select count(*) from river.river_job where kind = 'tell_of_project' and scheduled_at > created_at + interval '9 minutes'`); n != 1 {
		t.Errorf("%d jobs wait for further showings", n)
	}
	p = w.show(w.save(p, Changes{TitleField: quote("Kolmas")}), false)
	must(t, w.store.Look(t.Context(), police, p.ID, p.Shown))
	w.want("shown twice more, and one has looked", "Valvoja project_changed, nature@example.fi project_changed")
	p = w.show(p, true)
	w.want("opened to everybody", "")
	p = w.show(w.save(p, Changes{TitleField: quote("Neljäs"), partOf(aPart): part(aPart, in(5000, 250, 100))[partOf(aPart)]}), true)
	w.want("moved", "Itä project_shown")
	_, err := w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision, "")
	must(t, err)
	w.want("cancelled", "Itä project_cancelled, Järjestäjä cancel_receipt, Poliisi project_cancelled, Valvoja project_cancelled, nature@example.fi project_cancelled")
	var titles string
	must(t, w.owner.QueryRow(t.Context(), `select string_agg(coalesce(p.name, 'nature') || ' ' || (parameters -> 'title' ->> 'fi'), ', ' order by p.name) from personal.mails m left join personal.parties p on p.id = m.party where template = 'project_cancelled'`).Scan(&titles))
	if titles != "Itä Neljäs, Poliisi Kolmas, Valvoja Kolmas, nature Kolmas" {
		t.Errorf("named as each has seen it: got %q", titles)
	}
}

func TestWhatIsCancelledMeanwhileIsNotToldAsShown(t *testing.T) {
	w := newPost(t)
	w.hold(w.official("Poliisi", "west"), "handler")
	p := w.show(w.begin(feast("Rantajuhla", part(aPart, in(-5000, 8000, 100)))), false)
	_, err := w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision, "")
	must(t, err)
	w.want("cancelled at once", "Järjestäjä cancel_receipt, Poliisi project_cancelled")
}

func TestMailsTellNothingThatIsRestricted(t *testing.T) {
	w := newPost(t)
	w.hold(w.official("Poliisi", "west"), "handler")
	changes := feast("Rantajuhla", part(aPart, in(-5000, 8000, 100)), restricted("parts."+aPart.String(), w.ids["rescue"]))
	p := w.show(w.begin(changes), false)
	w.want("shown", "Poliisi project_shown")
	if n := w.count(`select count(*) from personal.mails where parameters::text like '%Läntinen%' or parameters::text not like '%rajattu tieto%'`); n != 0 {
		t.Errorf("%d mails tell where it is", n)
	}
	rescue := w.hold(w.official("Pelastaja", "rescue"), "handler")
	w.exec(`insert into project_authorities select project, $1, fields, since, until, version, kind, title, state, severity, red, amber, unknown, green, starts, ends, middle, box, shown_at from project_authorities where project = $2 and authority = $3`,
		w.ids["rescue"], p.ID, w.ids["west"])
	_, err := w.store.Comment(t.Context(), rescue, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAuthorities, Text: "x", Field: partOf(aPart)})
	must(t, err)
	w.want("a comment about what is restricted", "")
}

func TestCommentsAreToldToTheOtherSide(t *testing.T) {
	w := newPost(t)
	police := w.hold(w.official("Poliisi", "west"), "handler")
	w.hold(w.official("Valvoja", "west"), "supervisor")
	p := w.show(w.begin(feast("Rantajuhla", part(aPart, in(-5000, 250, 100)))), false)
	w.tell()
	reply := func(text string) {
		t.Helper()
		_, err := w.store.Reply(t.Context(), w.own(), "reply", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: text})
		must(t, err)
	}
	reply("Hei")
	w.want("nobody sees to it yet", "Poliisi project_commented, Valvoja project_commented, nature@example.fi project_commented")
	_, err := w.store.Comment(t.Context(), police, "comment", p.ID, Remarks{Kind: Condition, Audience: ToAll, Text: "Ääni pois kello 22."})
	must(t, err)
	w.want("a condition", "Järjestäjä project_commented")
	_, err = w.store.Comment(t.Context(), police, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAuthorities, Text: "Keskenämme."})
	must(t, err)
	w.want("among authorities", "")
	reply("Selvä")
	w.want("one has commented", "Poliisi project_commented, nature@example.fi project_commented")
}

// The applicant is told which item an authority restricts or lays open again, and by whom: never what it says, nor why.
func TestTheApplicantIsToldWhatAuthoritiesRestrict(t *testing.T) {
	w := newPost(t)
	police := w.hold(w.official("Poliisi", "west"), "handler")
	p := w.show(w.begin(feast("Rantajuhla", part(aPart, in(-5000, 8000, 100), `, "name": "Holvi"`), Changes{"/answers/attendance": raw("1234")})), false)
	w.tell()
	keep := func(item, key string) Imposed {
		t.Helper()
		made, err := w.store.Keep(t.Context(), police, "restrict", p.ID, Keeping{Item: item, Why: "Varasto.", Key: key})
		must(t, err)
		return made
	}
	made := keep("parts."+aPart.String(), "one")
	keep("parts."+aPart.String(), "one") // sent again
	w.want("restricted", "Järjestäjä project_restricted")
	answer := keep("answers.attendance", "")
	w.want("an answer", "Järjestäjä project_restricted")
	for range 2 {
		must(t, w.store.Lift(t.Context(), police, "lift", p.ID, made.ID))
	}
	w.want("lifted", "Järjestäjä project_lifted")
	again := keep("answers.attendance", "")
	w.want("restricted anew", "Järjestäjä project_restricted")
	must(t, w.store.Lift(t.Context(), police, "lift", p.ID, again.ID))
	must(t, w.teller.Tell(t.Context(), Told{Project: p.ID, What: ToldRestricted, Restriction: answer.ID}))
	w.want("lifted", "Järjestäjä project_lifted")
	if n := w.count(`select count(*) from personal.mails where template in ('project_restricted', 'project_lifted')
		and (parameters::text ~ 'Holvi|1234|Varasto' or parameters -> 'by' ->> 'fi' <> 'west' or parameters -> 'title' ->> 'fi' <> 'Rantajuhla' or path <> $1)`, applicantsPage+p.ID.String()+"&part=audience"); n != 0 {
		t.Errorf("%d mails tell more than they must, or less", n)
	}
	var items string
	must(t, w.owner.QueryRow(t.Context(), `select string_agg(distinct parameters -> 'item' ->> 'en', ', ') from personal.mails where template = 'project_restricted'`).Scan(&items))
	k, _ := KindOf("festival")
	if q, _ := k.Question("attendance"); items != strings.Join(slices.Sorted(slices.Values([]string{q.Label.En, "a part of the place"})), ", ") {
		t.Errorf("items %q", items)
	}
}

func TestWhoMayNoLongerKnowGetsNoMailThatWaits(t *testing.T) {
	w := newPost(t)
	police := w.hold(w.official("Poliisi", "west"), "handler")
	p := w.show(w.begin(feast("Rantajuhla", part(aPart, in(-5000, 8000, 100)))), false)
	mail := mails.Mail{Party: police.Person, Template: "project_shown", Matter: "project:" + p.ID.String(), Path: officialsPage + p.ID.String()}
	may := func(want bool, what string) {
		t.Helper()
		if got, err := w.teller.May(t.Context(), mail); err != nil || got != want {
			t.Errorf("%s: %v %v", what, got, err)
		}
	}
	may(true, "in force")
	_, err := w.store.Cancel(t.Context(), w.own(), "cancel-project", p.ID, p.Revision, "")
	must(t, err)
	may(false, "shown, but cancelled meanwhile")
	mail.Template = "project_cancelled"
	may(true, "cancelled")
	w.exec(`update personal.officials set blocked_at = now() where person = $1`, police.Person)
	may(false, "dismissed")
	mail.Party, mail.Authority = uuid.Nil, w.ids["west"]
	may(true, "the authority's mailbox")
	mail.Template = "project_changed"
	may(false, "the mailbox, cancelled meanwhile")
	mail = mails.Mail{Party: w.own().Actor.Person, Template: "project_commented", Matter: mail.Matter, Path: applicantsPage + p.ID.String()}
	may(true, "the applicant's side")
	w.exec(`insert into personal.mandates (id, giver, receiver, matter, state, valid_from, valid_to, given_by) values ($1, $2, $3, 'all', 'given', now() - interval '2 days', now() + interval '1 day', $2)`,
		uuid.New(), w.own().Actor.Party(), police.Person)
	mail.Party = police.Person
	may(true, "an agent")
	w.exec(`update personal.mandates set valid_to = now() - interval '1 day'`)
	may(false, "an agent whose mandate has ended")
}

// An organisation is told at its own address, when it has given one; before that, who has written for it is.
func TestWhoIsToldOfAnOrganisation(t *testing.T) {
	w := newPost(t)
	police := w.hold(w.official("Poliisi", "west"), "handler")
	guild := uuid.New()
	w.exec(`insert into personal.parties (id, kind, name) values ($1, 'organisation', 'Kilta')`, guild)
	p := w.show(w.begin(feast("Rantajuhla", part(aPart, in(-5000, 8000, 100)))), false)
	w.exec(`update projects set party = $2 where id = $1`, p.ID, guild)
	w.tell()
	comment := func() {
		t.Helper()
		_, err := w.store.Comment(t.Context(), police, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "x"})
		must(t, err)
	}
	comment()
	w.want("without an address", "Järjestäjä project_commented")
	w.exec(`update personal.parties set email = 'kilta@example.fi' where id = $1`, guild)
	comment()
	w.want("with one", "Kilta project_commented")
}

func TestAProjectThatIsGoneIsNotTold(t *testing.T) {
	w := newPost(t)
	if err := w.teller.Tell(t.Context(), Told{Project: uuid.New(), What: ToldShown}); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		t.Error(err)
	}
	if got := (Told{What: ToldChanged}).options().After; got != 10*time.Minute {
		t.Errorf("a newer version waits %v", got)
	}
}
