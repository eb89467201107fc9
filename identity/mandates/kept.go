package mandates

import (
	"context"
	"slices"

	"lupakartta/identity"
)

// Kept is the source of the mandates given here.
type Kept struct{ store *Store }

// NewKept returns the source over a store.
func NewKept(store *Store) *Kept { return &Kept{store} }

// Principals are the givers of mandates in force, one for each mandate.
func (k *Kept) Principals(ctx context.Context, actor identity.Actor) ([]Principal, error) {
	list, err := k.store.list(ctx, `where m.receiver = $1 and m.state = 'given' and m.valid_from <= $2 and m.valid_to > $2 order by m.valid_to desc, m.id limit $3`,
		actor.Person, k.store.now(), longestList)
	if err != nil {
		return nil, err
	}
	principals := make([]Principal, len(list))
	for i, m := range list {
		principals[i] = Principal{Party: m.Giver.ID, Kind: m.Giver.Kind, Name: m.Giver.Name, Source: SourceKept,
			Matters: matterList(m.Matter), PropertyUnits: m.PropertyUnits, Until: m.To}
	}
	return principals, nil
}

// matterList is a mandate's matter as identity.Acting holds it, where none is no limit.
func matterList(matter string) []string {
	if matter == All {
		return nil
	}
	return []string{matter}
}

// Right looks for a mandate that covers what is asked. Which one is the widest does not matter: each is enough.
func (k *Kept) Right(ctx context.Context, q Question) (identity.Acting, error) {
	list, err := k.store.list(ctx, `where m.receiver = $1 and m.giver = $2 and m.state = 'given' order by m.valid_to desc, m.id limit $3`,
		q.Actor.Person, q.Principal, longestList)
	if err != nil {
		return identity.Acting{}, err
	}
	covers := func(m Mandate) bool { return m.Covers(q.Matter, q.PropertyUnits, q.At) }
	if q.Matter == "" {
		covers = func(m Mandate) bool { return m.Holds(q.At) }
	}
	at := slices.IndexFunc(list, covers)
	if at < 0 {
		return identity.Acting{}, whyNot(list, q)
	}
	m := list[at]
	acting := identity.Acting{Party: m.Giver.ID, Kind: m.Giver.Kind, Name: m.Giver.Name, Source: SourceKept, Mandate: m.ID,
		Matters: matterList(m.Matter), Checked: k.store.now(), Until: m.To}
	if q.Matter == "" {
		acting.Matters = everyMatter(list, q)
	}
	return acting, nil
}

// everyMatter is what all mandates of one giver that are in force are for together.
func everyMatter(list []Mandate, q Question) []string {
	var all []string
	for _, m := range list {
		switch {
		case !m.Holds(q.At):
		case m.Matter == All:
			return nil
		case !slices.Contains(all, m.Matter):
			all = append(all, m.Matter)
		}
	}
	return all
}

// whyNot tells apart a right that has ended from none.
func whyNot(list []Mandate, q Question) error {
	over := func(m Mandate) bool {
		return !q.At.Before(m.To) && (m.Matter == All || q.Matter == "" || m.Matter == q.Matter)
	}
	if slices.ContainsFunc(list, over) {
		return ErrExpired
	}
	return ErrNoRight
}
