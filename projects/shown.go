package projects

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"lupakartta/authorities"
	"lupakartta/identity"
	"lupakartta/identity/audit"
)

// Shown is a version of a project as one of its authorities sees it: without what is restricted to others.
type Shown struct {
	ID        uuid.UUID
	Version   int
	State     State
	Open      bool
	Fields    Fields // that they may see
	Withheld  int    // items that are restricted to others
	Applicant Applicant
	ShownAt   time.Time   // this version
	FirstAt   time.Time   // the first one
	Runs      []uuid.UUID // the checks that were kept, of what they may see; none of an earlier version that they do not see whole
	Reason    string      // of cancelling

	CancelledAt *time.Time
	Looked      *Look // the actor's own last look; nil: none
	Versions    []ShownVersion
}

// ShownVersion is a version that an authority was shown.
type ShownVersion struct {
	Number  int
	ShownAt time.Time
}

// Applicant is whose project it is. The name of somebody under turvakielto is shown to nobody here.
type Applicant struct {
	Kind      string // identity.Person or identity.Organisation
	Name      string
	Protected bool
}

// Look is which version somebody last looked at.
type Look struct {
	Version int
	At      time.Time
}

// Public is a project as everybody sees it. It holds nothing about persons: only what questions mark as open, and what the
// applicant wrote for everybody.
type Public struct {
	ID           uuid.UUID
	Kind         string
	Title        string
	State        State
	Announcement string
	Organiser    string
	Answers      map[string]json.RawMessage
	Parts        []Part
	Days         []Span
	ShownAt      time.Time
}

// item names a field as restrictions do.
func item(group, key string) string { return group[1:len(group)-1] + "." + key }

// For are those of the fields that officials of these authorities see, and how many items are kept from them. Of what they see
// they are told that not everybody does, but not who else.
func (f Fields) For(in []uuid.UUID) (Fields, int, error) {
	c, err := f.Content()
	if err != nil {
		return nil, 0, err
	}
	seen, withheld := Fields{}, 0
	for p, value := range f {
		group, key := p.group()
		if group == restrictedGroup {
			r := c.Restricted[key]
			if id, isFile := strings.CutPrefix(key, "files."); isFile && f[Path(filesGroup+id)] == nil {
				continue // it was taken out
			}
			if meet(r.To, in) {
				if seen[p], err = json.Marshal(Restriction{To: []uuid.UUID{}, Why: r.Why}); err != nil {
					return nil, 0, err
				}
			}
			continue
		}
		if r, restricted := c.Restricted[p.item()]; restricted && !meet(r.To, in) {
			withheld++
			continue
		}
		seen[p] = value
	}
	return seen, withheld, nil
}

// meet tells whether two lists have something in common.
func meet(a, b []uuid.UUID) bool {
	return slices.ContainsFunc(a, func(id uuid.UUID) bool { return slices.Contains(b, id) })
}

// item names the field as restrictions do.
func (p Path) item() string {
	group, key := p.group()
	if group == "" {
		return strings.TrimPrefix(string(p), "/")
	}
	return item(group, key)
}

// ForEverybody is what everybody sees of the content: what is restricted to anybody is not there, nor what is told about persons.
func (c Content) ForEverybody(k Kind) Public {
	p := Public{Kind: c.Kind, Title: c.Title, Announcement: c.Announcement, Organiser: c.Organiser, Answers: map[string]json.RawMessage{}}
	free := func(name string) bool {
		_, restricted := c.Restricted[name]
		return !restricted
	}
	for _, q := range k.Asked(c.Answers) {
		if answer, told := c.Answers[q.ID]; told && q.Open && free(item(answersGroup, q.ID)) {
			p.Answers[q.ID] = answer
		}
	}
	for _, part := range c.Parts {
		if free(item(partsGroup, part.ID.String())) {
			part.Described = ""
			p.Parts = append(p.Parts, part)
		}
	}
	for _, d := range c.Days {
		if k.Event && free(item(daysGroup, d.ID.String())) {
			d.Note = ""
			p.Days = append(p.Days, d)
		}
	}
	return p
}

// wasShown is which of a project's versions v an authority a was shown: those from before the project ceased to concern it.
const wasShown = `(a.until is null or v.shown_at < a.until)`

// concerns is which projects the authorities in $1 know of.
const concerns = `exists (select from project_authorities a where a.project = p.id and a.authority = any ($1))`

// GetShown is the newest version of a project that was shown to the authorities in whose office the actor asks; at another
// number, an earlier one that was shown. That they read it is logged.
func (s *Store) GetShown(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, number int) (Shown, error) {
	var shown Shown
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		var fields Fields
		var party uuid.UUID
		if shown, fields, party, err = shownIn(ctx, tx, actor, id, number); err != nil {
			return err
		}
		if shown.Fields, shown.Withheld, err = fields.For(actor.In); err != nil {
			return err
		}
		if checksMore(fields, shown.Fields) {
			if shown.Runs, err = runsAside(ctx, tx, actor, id, shown.Version); err != nil {
				return err
			}
		}
		if shown.Looked, err = lookOf(ctx, tx, actor, id); err != nil {
			return err
		}
		if shown.Versions, err = versionsShown(ctx, tx, actor, id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Read, Operation: operation, Actor: actor, Subjects: []uuid.UUID{party}, Matter: "project:" + id.String(), Detail: officesOf(actor)})
	})
	if err != nil {
		return Shown{}, fmt.Errorf("project: %w", err)
	}
	return shown, nil
}

// runsAside are the checks of what one of the actor's authorities may see of a version, where it sees less than was checked.
func runsAside(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID, version int) (runs []uuid.UUID, err error) {
	err = db.QueryRow(ctx, `select a.runs from project_authorities a where a.project = $2 and a.authority = any ($1) and a.version = $3 and a.runs is not null order by a.until desc nulls first, a.authority limit 1`,
		actor.In, id, version).Scan(&runs)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return runs, err
}

// versionsShown are the versions that the actor's authorities were shown, the newest first.
func versionsShown(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID) ([]ShownVersion, error) {
	rows, err := db.Query(ctx, `select distinct v.number, v.shown_at from project_versions v join project_authorities a on a.project = v.project and a.authority = any ($1)
		where v.project = $2 and v.shown_at is not null and `+wasShown+` order by v.number desc`, actor.In, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[ShownVersion])
}

// checksMore tells whether the checks of all fields say something of what is not among those that are seen: of a part, of a day
// or of an answer.
func checksMore(all, seen Fields) bool {
	for p := range all {
		if _, there := seen[p]; !there && p.isChecked() {
			return true
		}
	}
	return false
}

// isChecked tells whether checks say something of the field.
func (p Path) isChecked() bool {
	group, _ := p.group()
	return group == partsGroup || group == daysGroup || group == answersGroup
}

// officesOf is in whose office the actor acts, for the log.
func officesOf(actor identity.Actor) map[string]string {
	offices := ""
	for i, id := range actor.In {
		if i > 0 {
			offices += " "
		}
		offices += id.String()
	}
	return map[string]string{audit.Offices: offices}
}

// shownIn is the newest version that the authorities in whose office the actor asks were shown, or the one of that number, with
// all of its fields.
func shownIn(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID, number int) (s Shown, f Fields, party uuid.UUID, err error) {
	var texts, place, people, newest Fields
	err = db.QueryRow(ctx, `select p.id, v.number, p.state, p.open, v.content, v.place, coalesce(n.people, '{}'), v.shown_at, w.first_at, v.runs, p.reason, p.cancelled_at,
			p.party, o.kind, case when o.protected then '' else o.name end, o.protected, last.content || last.past
		from projects p join projects_shown w on w.project = p.id join project_versions last on last.project = p.id and last.number = p.shown
			cross join lateral (select v.number from project_versions v join project_authorities a on a.project = v.project and a.authority = any ($1)
				where v.project = p.id and v.shown_at is not null and ($3 = 0 or v.number = $3) and `+wasShown+` order by v.number desc limit 1) seen
			join project_versions v on v.project = p.id and v.number = seen.number
			left join personal.project_people n on n.project = p.id and n.number = v.number join personal.parties o on o.id = p.party
		where p.id = $2`, actor.In, id, number).Scan(&s.ID, &s.Version, &s.State, &s.Open, &texts, &place, &people, &s.ShownAt, &s.FirstAt, &s.Runs, &s.Reason, &s.CancelledAt,
		&party, &s.Applicant.Kind, &s.Applicant.Name, &s.Applicant.Protected, &newest)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	f = join(texts, place, people)
	if err != nil {
		return s, f, party, err
	}
	if err := f.restrict(newest); err != nil {
		return s, f, party, err
	}
	imposed, err := imposedOn(ctx, db, id)
	if err != nil {
		return s, f, party, err
	}
	return s, f, party, f.restrict(imposed)
}

// restrict adds the restrictions of a later version, or of authorities: what is found to be secret is not read in an earlier one
// either.
func (f Fields) restrict(later Fields) error {
	for _, p := range later.under(restrictedGroup) {
		var own, new Restriction
		if err := json.Unmarshal(later[p], &new); err != nil {
			return err
		}
		if had, there := f[p]; there {
			if err := json.Unmarshal(had, &own); err != nil {
				return err
			}
			new.To = slices.DeleteFunc(new.To, func(id uuid.UUID) bool { return !slices.Contains(own.To, id) })
			new.Why = cmp.Or(new.Why, own.Why)
		}
		value, err := json.Marshal(new)
		if err != nil {
			return err
		}
		f[p] = value
	}
	return nil
}

// GetPublic is what everybody sees of a project that is open to everybody.
func (s *Store) GetPublic(ctx context.Context, id uuid.UUID) (Public, error) {
	var texts, place Fields
	var state State
	var at time.Time
	err := s.pool.QueryRow(ctx, `select p.state, v.content, v.place, v.shown_at from projects p join projects_shown w on w.project = p.id and w.open join project_versions v on v.project = p.id and v.number = p.shown
		where p.id = $1 and p.open`, id).Scan(&state, &texts, &place, &at)
	if errors.Is(err, pgx.ErrNoRows) {
		return Public{}, fmt.Errorf("project: %w", ErrNotFound)
	}
	if err != nil {
		return Public{}, fmt.Errorf("project: %w", err)
	}
	f := join(texts, place)
	imposed, err := imposedOn(ctx, s.pool, id)
	if err == nil {
		err = f.restrict(imposed)
	}
	if err != nil {
		return Public{}, fmt.Errorf("project: %w", err)
	}
	c, err := f.Content()
	if err != nil {
		return Public{}, fmt.Errorf("project %s: %w", id, err)
	}
	k, _ := KindOf(c.Kind)
	public := c.ForEverybody(k)
	public.ID, public.State, public.ShownAt = id, state, at
	return public, nil
}

// Look notes that the actor has looked at a shown version, so that they are told what changed since.
func (s *Store) Look(ctx context.Context, actor identity.Actor, id uuid.UUID, version int) error {
	tag, err := s.pool.Exec(ctx, `insert into personal.project_looks (project, person, authority, version)
		select a.project, $3, a.authority, v.number from project_authorities a join project_versions v on v.project = a.project and v.number = $4 and v.shown_at is not null
		where a.project = $2 and a.authority = any ($1) and `+wasShown+` order by a.until desc nulls first, a.authority limit 1
		on conflict (project, person) do update set version = greatest(project_looks.version, excluded.version), authority = excluded.authority, at = now()`,
		actor.In, id, actor.Person, version)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("look at a project: %w", err)
	}
	return nil
}

func lookOf(ctx context.Context, db audit.Querier, actor identity.Actor, id uuid.UUID) (*Look, error) {
	var l Look
	err := db.QueryRow(ctx, `select version, at from personal.project_looks where project = $1 and person = $2`, id, actor.Person).Scan(&l.Version, &l.At)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &l, err
}

// Concerned is an authority of a project, as the applicant's side and the other authorities see it.
type Concerned struct {
	authorities.Ref
	Channels authorities.Channels
	Fields   []authorities.Field // what it is competent for there
	Since    *time.Time          // when the project was first shown to it; nil: it would be, were it shown now
	Until    *time.Time          // when it ceased to concern it
	LookedAt *time.Time          // when somebody there last looked
	Looked   int                 // the newest version that somebody there looked at
	Contacts []string            // names of officials who see to it
}

// Concerned are the authorities of a project that was shown, those that are competent first.
func (s *Store) Concerned(ctx context.Context, side Side, id uuid.UUID) ([]Concerned, error) {
	if _, err := projectIn(ctx, s.pool, side, id); err != nil {
		return nil, fmt.Errorf("authorities of a project: %w", err)
	}
	return s.concerned(ctx, id)
}

// ConcernedBeside are the authorities of a project as one of them sees them. One that it no longer concerns learns of none that
// came later, nor of what others have looked at since.
func (s *Store) ConcernedBeside(ctx context.Context, actor identity.Actor, id uuid.UUID) ([]Concerned, error) {
	var last *time.Time
	err := s.pool.QueryRow(ctx, `select case when bool_and(a.until is not null) then max(a.until) end from projects p join project_authorities a on a.project = p.id and a.authority = any ($1) where p.id = $2 having count(*) > 0`, actor.In, id).Scan(&last)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("authorities of a project: %w", err)
	}
	list, err := s.concerned(ctx, id)
	if err != nil || last == nil {
		return list, err
	}
	list = slices.DeleteFunc(list, func(c Concerned) bool { return !c.Since.Before(*last) })
	for i := range list {
		list[i].LookedAt, list[i].Looked = nil, 0
	}
	return list, nil
}

func (s *Store) concerned(ctx context.Context, id uuid.UUID) ([]Concerned, error) {
	rows, err := s.pool.Query(ctx, `select t.id, t.code, t.name, t.channels, a.since, a.until,
			(select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'name', f.name) order by f.code), '[]') from fields f where f.code = any (a.fields)),
			(select max(l.at) from personal.project_looks l where l.project = a.project and l.authority = a.authority),
			(select coalesce(max(l.version), 0) from personal.project_looks l where l.project = a.project and l.authority = a.authority),
			(select coalesce(array_agg(o.name order by c.since), '{}') from personal.project_contacts c join personal.parties o on o.id = c.person and not o.protected where c.project = a.project and c.authority = a.authority
				and exists (select from personal.officials f where f.person = c.person and f.authority = c.authority and f.blocked_at is null and $2::text::date between f.valid_from and coalesce(f.valid_to, 'infinity')))
		from project_authorities a join authorities t on t.id = a.authority where a.project = $1 order by a.until is not null, t.code`, id, identity.Today(s.now()))
	if err != nil {
		return nil, fmt.Errorf("authorities of a project: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Concerned, err error) {
		err = row.Scan(&c.ID, &c.Code, &c.Name, &c.Channels, &c.Since, &c.Until, &c.Fields, &c.LookedAt, &c.Looked, &c.Contacts)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("authorities of a project: %w", err)
	}
	return list, nil
}

// SeeTo makes the actor a contact of the project in their office, or no longer one.
func (s *Store) SeeTo(ctx context.Context, actor identity.Actor, operation identity.Operation, id uuid.UUID, see bool) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		statement := `insert into personal.project_contacts (project, authority, person) select p.id, a.authority, $3 from projects p join project_authorities a on a.project = p.id and a.authority = any ($1) and a.until is null
			where p.id = $2 on conflict do nothing`
		if !see {
			statement = `delete from personal.project_contacts where authority = any ($1) and project = $2 and person = $3`
		}
		var there bool
		if err := tx.QueryRow(ctx, `select exists (select from projects p where p.id = $2 and `+concerns+`)`, actor.In, id).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNotFound
		}
		if _, err := tx.Exec(ctx, statement, actor.In, id, actor.Person); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: operation, Actor: actor, Subjects: []uuid.UUID{actor.Person}, Matter: "project:" + id.String(), Detail: officesOf(actor)})
	})
	if err != nil {
		return fmt.Errorf("see to a project: %w", err)
	}
	return nil
}
