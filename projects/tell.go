package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/identity"
	"lupakartta/identity/mails"
	"lupakartta/internal/i18n"
)

// Teller tells those whom a project concerns, by mail, what happened to it (F44). A mail holds its title, its kind and the
// municipality, never what is restricted.
type Teller struct {
	pool   *pgxpool.Pool
	outbox *mails.Store
	where  func(ctx context.Context, at orb.Point) (i18n.Text, error)
	now    func() time.Time
}

// NewTeller returns a teller over a pool of pg.PersonalRole; where is what the municipality at a point of EPSG:3067 is called.
func NewTeller(pool *pgxpool.Pool, outbox *mails.Store, where func(ctx context.Context, at orb.Point) (i18n.Text, error)) *Teller {
	return &Teller{pool: pool, outbox: outbox, where: where, now: time.Now}
}

// longestTelling is how long the job may take: an authority of the whole country has some hundreds of officials.
const longestTelling = 2 * time.Minute

// Tell queues the mails about what happened, each once however often the job is worked.
func (t *Teller) Tell(ctx context.Context, told Told) error {
	err := pgx.BeginFunc(ctx, t.pool, func(tx pgx.Tx) error {
		p, err := tellable(ctx, tx, told.Project)
		if err != nil {
			return err
		}
		switch told.What {
		case ToldShown, ToldChanged:
			return t.shown(ctx, tx, p, told.Version)
		case ToldCancelled:
			return t.cancelled(ctx, tx, p, told.Receipt)
		case ToldComment:
			return t.commented(ctx, tx, p, told.Comment)
		case ToldRestricted, ToldLifted:
			return t.imposed(ctx, tx, p, told)
		}
		return fmt.Errorf("nothing is told of %q", told.What)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // it is gone, or not so any more
	}
	if err != nil {
		return fmt.Errorf("tell of project %s: %w", told.Project, err)
	}
	return nil
}

// telling is a project as it is shown now, whatever it was when the job was added.
type telling struct {
	id        uuid.UUID
	state     State
	version   int
	shownAt   time.Time
	title     string
	fields    Fields
	party     uuid.UUID
	partyKind string
	addressed bool        // the party has an address of its own
	writers   []uuid.UUID // who began it, and who saved it last
}

func tellable(ctx context.Context, tx pgx.Tx, id uuid.UUID) (telling, error) {
	p := telling{id: id, writers: make([]uuid.UUID, 2)}
	var texts, place Fields
	err := tx.QueryRow(ctx, `select p.state, v.number, v.shown_at, v.title, v.content || v.past, v.place, p.party, o.kind, o.email <> '', p.created_by, p.saved_by
		from projects p join project_versions v on v.project = p.id and v.number = p.shown join personal.parties o on o.id = p.party where p.id = $1`, id).Scan(
		&p.state, &p.version, &p.shownAt, &p.title, &texts, &place, &p.party, &p.partyKind, &p.addressed, &p.writers[0], &p.writers[1])
	if err != nil {
		return p, err
	}
	p.fields = join(texts, place)
	imposed, err := imposedOn(ctx, tx, id)
	if err != nil {
		return p, err
	}
	if err := p.fields.restrict(imposed); err != nil {
		return p, err
	}
	return p, nil
}

func (p telling) matter() string { return "project:" + p.id.String() }

// Pages that mails lead to.
const (
	officialsPage  = "/kartta?view=cases&project="
	applicantsPage = "/kartta?view=projects&project="
)

// reader is an official in force of an authority that a project concerns, or the mailbox of an authority that has none here.
type reader struct {
	person, authority uuid.UUID
	address           string
	at                orb.Point
	title, kind       string    // of the version that the authority sees
	since             time.Time // when the project was first shown to the authority
	involved          bool      // sees to it, or has commented on it
}

func (r reader) key() string {
	if r.person != uuid.Nil {
		return r.person.String()
	}
	return r.authority.String()
}

// inForce is which offices f are held on the day $3, with a role of $2.
const inForce = `f.role = any ($2) and f.blocked_at is null and $3::text::date between f.valid_from and coalesce(f.valid_to, 'infinity')`

// readers are the officials of a project's authorities, and mailboxes of those that have none; with former, also of those that it
// no longer concerns.
func (t *Teller) readers(ctx context.Context, tx pgx.Tx, p telling, former bool) ([]reader, error) {
	rows, err := tx.Query(ctx, `select coalesce(f.person, '00000000-0000-0000-0000-000000000000'), a.authority, coalesce(case when f.person is null then t.channels ->> 'email' end, ''), st_x(a.middle), st_y(a.middle), a.title, a.kind, a.since,
			exists (select from personal.project_contacts c where c.project = a.project and c.authority = a.authority and c.person = f.person)
			or exists (select from personal.project_comments c where c.project = a.project and c.authority = a.authority and c.author = f.person)
		from project_authorities a join authorities t on t.id = a.authority
			left join (select distinct f.person, f.authority from personal.officials f where `+inForce+`) f on f.authority = a.authority
		where a.project = $1 and (a.until is null or $4) order by a.since, a.authority, f.person`, p.id, identity.CaseOffices, identity.Today(t.now()), former)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r reader, err error) {
		err = row.Scan(&r.person, &r.authority, &r.address, &r.at[0], &r.at[1], &r.title, &r.kind, &r.since, &r.involved)
		return r, err
	})
}

// shown tells officials of a draft that became visible to them, or of a newer version, unless they were told since it is there
// or have looked at it. Several showings in a short time are one mail: the jobs of later ones wait (Told.options), and the first
// of them tells of the newest.
func (t *Teller) shown(ctx context.Context, tx pgx.Tx, p telling, version int) error {
	if p.state == Cancelled {
		return nil
	}
	var first time.Time
	if err := tx.QueryRow(ctx, `select shown_at from project_versions where project = $1 and number = $2`, p.id, version).Scan(&first); err != nil {
		return err
	}
	readers, err := t.readers(ctx, tx, p, false)
	if err != nil {
		return err
	}
	known, err := t.known(ctx, tx, p)
	if err != nil {
		return err
	}
	return t.mailEach(ctx, tx, p, slices.DeleteFunc(readers, func(r reader) bool { return known[r.key()] }), func(r reader) string {
		if r.since.Before(first) {
			return "project_changed"
		}
		return "project_shown"
	})
}

// known are those who were told of what is shown now, or have looked at it.
func (t *Teller) known(ctx context.Context, tx pgx.Tx, p telling) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `select coalesce(m.party, m.authority)::text from personal.mails m where m.matter = $2 and m.template in ('project_shown', 'project_changed') and m.created_at >= $3
		union select l.person::text from personal.project_looks l where l.project = $1 and l.version >= $4`, p.id, p.matter(), p.shownAt, p.version)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	known := map[string]bool{}
	for _, key := range list {
		known[key] = true
	}
	return known, err
}

// mailEach queues a mail to each of the readers, once to each, with the template that is theirs.
func (t *Teller) mailEach(ctx context.Context, tx pgx.Tx, p telling, readers []reader, template func(reader) string) error {
	places := map[uuid.UUID]i18n.Text{}
	for _, r := range readers {
		place, there := places[r.authority]
		if !there {
			var err error
			if place, err = t.municipality(ctx, p, r); err != nil {
				return err
			}
			places[r.authority] = place
		}
		code := template(r)
		kind, _ := KindOf(r.kind)
		mail := mails.Mail{Template: code, Path: officialsPage + p.id.String(), Matter: p.matter(), Key: fmt.Sprintf("%s:%s:%d:%s", p.matter(), code, p.version, r.key()),
			Parameters: map[string]i18n.Text{"title": mails.Plain(r.title), "kind": kind.Name, "municipality": place}}
		if err := t.queue(ctx, tx, r, mail); err != nil {
			return err
		}
	}
	return nil
}

// queue queues a mail to a reader; nothing to an authority without officials that has no mailbox.
func (t *Teller) queue(ctx context.Context, tx pgx.Tx, r reader, mail mails.Mail) error {
	switch {
	case r.person != uuid.Nil:
		mail.Party = r.person
	case r.address != "":
		mail.Authority, mail.Address, mail.Language = r.authority, r.address, i18n.Finnish
	default:
		return nil
	}
	return t.outbox.Queue(ctx, tx, mail)
}

// notTold stands where the place is restricted to others.
var notTold = i18n.Text{Fi: "rajattu tieto", Sv: "begränsad uppgift", En: "restricted"}

// municipality is where the project is, as the reader's authority may know.
func (t *Teller) municipality(ctx context.Context, p telling, r reader) (i18n.Text, error) {
	seen, _, err := p.fields.For([]uuid.UUID{r.authority})
	if err != nil {
		return i18n.Text{}, err
	}
	place, err := placeOf(seen)
	if err != nil {
		return i18n.Text{}, err
	}
	if place == nil {
		return notTold, nil
	}
	name, err := t.where(ctx, r.at)
	if name == (i18n.Text{}) {
		name = mails.Plain("–") // no layer knows
	}
	return name, err
}

// cancelled tells everybody who was shown the project that it is cancelled, and gives the applicant the receipt (F12).
func (t *Teller) cancelled(ctx context.Context, tx pgx.Tx, p telling, receipt uuid.UUID) error {
	var to uuid.UUID
	var at time.Time
	if err := tx.QueryRow(ctx, `select given_to, created_at from personal.project_receipts where id = $1 and project = $2`, receipt, p.id).Scan(&to, &at); err != nil {
		return err
	}
	if err := t.outbox.Queue(ctx, tx, mails.Mail{Party: to, Template: "cancel_receipt", Path: applicantsPage + p.id.String(), Matter: p.matter(), Key: p.matter() + ":receipt:" + receipt.String(),
		Parameters: map[string]i18n.Text{"title": mails.Plain(p.title), "at": mails.Moment(at), "receipt": mails.Plain(receipt.String())}}); err != nil {
		return err
	}
	readers, err := t.readers(ctx, tx, p, true)
	if err != nil {
		return err
	}
	return t.mailEach(ctx, tx, p, readers, func(reader) string { return "project_cancelled" })
}

// applicant is who speaks for the applicant's side, where nobody is named.
var applicant = i18n.Text{Fi: "hakija", Sv: "sökanden", En: "the applicant"}

// commented tells the other side of a comment, and officials who see to the project or have commented on it. What the applicant's
// side says to an authority where nobody does, all of its officials are told.
func (t *Teller) commented(ctx context.Context, tx pgx.Tx, p telling, id uuid.UUID) error {
	var author uuid.UUID
	var by *i18n.Text
	var authority *uuid.UUID
	var audience CommentAudience
	var field Path
	if err := tx.QueryRow(ctx, `select c.author, c.authority, a.name, c.audience, c.field from personal.project_comments c left join authorities a on a.id = c.authority where c.id = $1 and c.project = $2`,
		id, p.id).Scan(&author, &authority, &by, &audience, &field); err != nil {
		return err
	}
	if by == nil {
		by = &applicant
	}
	mail := mails.Mail{Template: "project_commented", Matter: p.matter(), Parameters: map[string]i18n.Text{"title": mails.Plain(p.title), "by": *by}}
	queue := func(r reader, page string) error {
		if r.person == author {
			return nil
		}
		mail.Path, mail.Key = page+p.id.String(), p.matter()+":comment:"+id.String()+":"+r.key()
		return t.queue(ctx, tx, r, mail)
	}
	if authority != nil && audience == ToAll {
		for _, person := range p.side() {
			if err := queue(reader{person: person}, applicantsPage); err != nil {
				return err
			}
		}
	}
	readers, err := t.readers(ctx, tx, p, false)
	if err != nil {
		return err
	}
	content, err := p.fields.Content()
	if err != nil {
		return err
	}
	attended := map[uuid.UUID]bool{}
	for _, r := range readers {
		attended[r.authority] = attended[r.authority] || r.involved
	}
	for _, r := range readers {
		if content.hides(field, []uuid.UUID{r.authority}) || !r.involved && (authority != nil || attended[r.authority]) {
			continue
		}
		if err := queue(r, officialsPage); err != nil {
			return err
		}
	}
	return nil
}

// imposed tells the applicant's side that an authority keeps an item to some of the authorities, or does so no more: which item,
// never what it says. Why is read on the page. A restriction that was lifted meanwhile, or made anew, is not told as one that stands.
func (t *Teller) imposed(ctx context.Context, tx pgx.Tx, p telling, told Told) error {
	var item string
	var by i18n.Text
	var actor uuid.UUID
	err := tx.QueryRow(ctx, `select r.item, a.name, case when $3 then r.lifted_by else r.made_by end from personal.project_restrictions r join authorities a on a.id = r.authority
		where r.id = $1 and r.project = $2 and (r.lifted_at is not null) = $3`, told.Restriction, p.id, told.What == ToldLifted).Scan(&item, &by, &actor)
	if err != nil {
		return err
	}
	k, _ := KindOf(p.fields.Kind())
	mail := mails.Mail{Template: "project_" + told.What, Path: applicantsPage + p.id.String() + "&part=audience", Matter: p.matter(),
		Parameters: map[string]i18n.Text{"title": mails.Plain(p.title), "by": by, "item": k.itemName(item)}}
	for _, person := range p.side() {
		if person == actor {
			continue
		}
		mail.Key = fmt.Sprintf("%s:%s:%s:%s", p.matter(), told.What, told.Restriction, person)
		if err := t.queue(ctx, tx, reader{person: person}, mail); err != nil {
			return err
		}
	}
	return nil
}

// side is who is told on the applicant's side: the applicant, or who writes for an organisation that has given no address of its own.
func (p telling) side() []uuid.UUID {
	if p.partyKind == identity.Person || p.addressed {
		return []uuid.UUID{p.party}
	}
	return p.writers
}

// May tells whether a mail that waits may still be sent: to an official who is in force at an authority of the project, or to its
// mailbox, and of what is shown only while the project is not cancelled; to who writes for another unless their mandate has ended.
// Mails about other matters are not its business.
func (t *Teller) May(ctx context.Context, m mails.Mail) (may bool, err error) {
	id, ours := strings.CutPrefix(m.Matter, "project:")
	if !ours {
		return true, nil
	}
	if strings.HasPrefix(m.Path, officialsPage) {
		shown := m.Template == "project_shown" || m.Template == "project_changed"
		err = t.pool.QueryRow(ctx, `select exists (select from projects p join project_authorities a on a.project = p.id where p.id = $1 and (p.state <> 'cancelled' or not $5)
			and (a.authority = $6 or exists (select from personal.officials f where f.authority = a.authority and f.person = $4 and `+inForce+`)))`,
			id, identity.CaseOffices, identity.Today(t.now()), m.Party, shown, m.Authority).Scan(&may)
	} else {
		err = t.pool.QueryRow(ctx, `select count(*) = 0 or coalesce(bool_or(m.state = 'given' and m.valid_from <= $3 and m.valid_to > $3), false)
			from projects p join personal.mandates m on m.giver = p.party and m.receiver = $2 where p.id = $1`, id, m.Party, t.now()).Scan(&may)
	}
	if err != nil {
		return false, fmt.Errorf("mail of a project: %w", err)
	}
	return may, nil
}
