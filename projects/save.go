package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/layers"
)

// What one person writes in one go is one version: saves that follow each other within a pause, for as long as a sitting.
const (
	pause   = 15 * time.Minute
	sitting = 2 * time.Hour
)

// Save merges changes that rest on a revision into the working version. Fields that somebody else has changed since are a
// *ConflictError, and nothing is kept; a revision that is too old to be merged with is ErrTooOld. What is wrong with the
// changes is told by field (faults.Faults, geo.Faults below /changes/<path>).
func (s *Store) Save(ctx context.Context, side Side, operation identity.Operation, id uuid.UUID, base int64, changes Changes) (Project, error) {
	read, err := changes.Read()
	if err != nil {
		return Project{}, fmt.Errorf("save a project: %w", err)
	}
	var p Project
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if p, err = locked(ctx, tx, side, id); err != nil {
			return err
		}
		if p.State == Cancelled {
			return ErrCancelled
		}
		if err := read.ownFiles(ctx, tx, id); err != nil {
			return err
		}
		err = s.save(ctx, tx, side, operation, &p, base, read)
		if met, ok := errors.AsType[*ConflictError](err); ok {
			if err := met.tell(ctx, tx, side, id); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		return Project{}, fmt.Errorf("save a project: %w", err)
	}
	return p, nil
}

// tell says who wrote what the conflicts are with, and when: the author of the version in which the field last changed.
func (e *ConflictError) tell(ctx context.Context, tx pgx.Tx, side Side, project uuid.UUID) error {
	for i := range e.Conflicts {
		c := &e.Conflicts[i]
		if err := tx.QueryRow(ctx, `select case when o.protected and v.author <> $3 then '' else o.name end, v.author = $3, v.saved_at
			from project_versions v join personal.parties o on o.id = v.author where v.project = $1 and v.revision >= $2 order by v.number limit 1`,
			project, c.Revision, side.Actor.Person).Scan(&c.By, &c.Own, &c.At); err != nil {
			return fmt.Errorf("who changed %s: %w", c.Path, err)
		}
	}
	return nil
}

// save merges changes that were read into a project that is locked.
func (s *Store) save(ctx context.Context, tx pgx.Tx, side Side, operation identity.Operation, p *Project, base int64, changes Changes) error {
	d := document{fields: p.Fields, last: p.last, revision: p.Revision, floor: p.floor}
	changed, err := d.merge(base, changes)
	if err != nil || len(changed) == 0 {
		return err
	}
	if err := d.fields.bounded(); err != nil {
		return err
	}
	matter := matterOf(d.fields)
	if !side.may(matter) {
		return faults.Faults{{Pointer: "/changes/" + KindField.Escaped(), Code: "not_your_matter"}}
	}
	number, fresh := p.Working, p.sealed || p.author != side.Actor.Person || s.now().Sub(p.SavedAt) > pause || s.now().Sub(p.begun) > sitting
	if fresh {
		number++
		err = begin(ctx, tx, p.ID, number, d, side.Actor.Person)
	} else {
		err = rewrite(ctx, tx, p.ID, number, d, changed)
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update projects p set revision = $4, floor = $5, fields = $6, working = $7, matter = $8, saved_by = $9, saved_at = now() where `+ofSide+` and p.id = $3`,
		side.Actor.Party(), side.Matters, p.ID, d.revision, d.floor, d.last, number, matter, side.Actor.Person); err != nil {
		return err
	}
	if err := p.passTo(ctx, tx, matter); err != nil {
		return err
	}
	saved, err := projectIn(ctx, tx, side, p.ID)
	if err != nil {
		return err
	}
	*p = saved
	if !fresh && !slices.ContainsFunc(changed, Path.isPerson) {
		return nil // the log has the version's beginning, and every change of what is about persons
	}
	return audit.Append(ctx, tx, p.entry(operation, side.Actor))
}

// passTo lets those see what was shown on the map who may act for the party in the project's matter, when that is another now.
func (p Project) passTo(ctx context.Context, tx pgx.Tx, matter string) error {
	if matter == p.matter || p.Shown == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `update project_parts set audience = array_replace(audience, $2, $3) where project = $1`,
		p.ID, identity.PartyAudience(p.party, p.matter), identity.PartyAudience(p.party, matter))
	return err
}

// begin writes a new version.
func begin(ctx context.Context, tx pgx.Tx, project uuid.UUID, number int, d document, author uuid.UUID) error {
	texts, place, people := d.fields.split()
	p, err := placeOf(d.fields)
	if err != nil {
		return err
	}
	starts, ends := timesOf(d.fields)
	if _, err := tx.Exec(ctx, `insert into project_versions (project, number, kind, title, content, place, geom, starts, ends, revision, author) values ($1, $2, $3, $4, $5, $6, $7::geometry, $8, $9, $10, $11)`,
		project, number, d.fields.Kind(), d.fields.Title(), texts, place, p, starts, ends, d.revision, author); err != nil {
		return err
	}
	return writePeople(ctx, tx, project, number, people)
}

func writePeople(ctx context.Context, tx pgx.Tx, project uuid.UUID, number int, people Fields) error {
	if len(people) == 0 {
		_, err := tx.Exec(ctx, `delete from personal.project_people where project = $1 and number = $2`, project, number)
		return err
	}
	_, err := tx.Exec(ctx, `insert into personal.project_people (project, number, people) values ($1, $2, $3) on conflict (project, number) do update set people = excluded.people`, project, number, people)
	return err
}

// rewrite goes on in a version that nobody was shown. The place is written only where it changed.
func rewrite(ctx context.Context, tx pgx.Tx, project uuid.UUID, number int, d document, changed []Path) error {
	texts, place, people := d.fields.split()
	starts, ends := timesOf(d.fields)
	tag, err := tx.Exec(ctx, `update project_versions set kind = $3, title = $4, content = $5, starts = $6, ends = $7, revision = $8, saved_at = now() where project = $1 and number = $2 and shown_at is null`,
		project, number, d.fields.Kind(), d.fields.Title(), texts, starts, ends, d.revision)
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return fmt.Errorf("version %d was shown meanwhile", number)
	}
	if slices.ContainsFunc(changed, Path.isPart) {
		p, err := placeOf(d.fields)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update project_versions set place = $3, geom = $4::geometry where project = $1 and number = $2`, project, number, place, p); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(changed, Path.isPerson) {
		return writePeople(ctx, tx, project, number, people)
	}
	return nil
}

// placeOf is all parts together in EPSG:3067, as a statement takes it; nil: there are none. Too many corners are a fault.
func placeOf(f Fields) (*string, error) {
	c, err := f.Content()
	if err != nil || len(c.Parts) == 0 {
		return nil, err
	}
	var all orb.Collection
	corners := 0
	for _, part := range c.Parts {
		shape, err := part.Shape()
		if err != nil {
			return nil, faults.Faults{{Pointer: "/changes/" + Path(partsGroup+part.ID.String()).Escaped(), Code: "invalid_value"}}
		}
		corners += geo.Vertices(shape)
		all = append(all, In3067(shape))
	}
	if corners > maxVertices {
		return nil, faults.Faults{{Pointer: "/changes", Code: "too_many_corners", Values: map[string]any{"value": maxVertices}}}
	}
	return hex(all)
}

// longestEdge is of a place's edges, in metres, before they are taken to another plane: what was drawn straight in degrees
// stays where it was to a centimetre.
const longestEdge = 500

// In3067 is a shape of CRS84 in EPSG:3067.
func In3067(shape orb.Geometry) orb.Geometry {
	return geo.Transform(geo.Densify(shape, longestEdge), geo.CRS84, geo.TM35FIN)
}

func hex(shape orb.Geometry) (*string, error) {
	text, err := ewkb.MarshalToHex(shape, layers.SRID)
	if err != nil {
		return nil, fmt.Errorf("place: %w", err)
	}
	return &text, nil
}

// timesOf are the first and the last moment that the fields tell (Kind.Time); nil: none.
func timesOf(f Fields) (starts, ends *time.Time) {
	c, err := f.Content()
	if err != nil {
		return nil, nil // what is kept was read without fault
	}
	k, _ := KindOf(c.Kind)
	from, to := k.Time(c)
	return orNone(from), orNone(to)
}

func orNone(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// partTimes are a part's own times, or else those of the whole.
func partTimes(part Part, f Fields) (starts, ends *time.Time) {
	if part.From == "" && part.To == "" {
		return timesOf(f)
	}
	from, to := Kind{}.Time(Content{Parts: []Part{part}})
	return orNone(from), orNone(to)
}
