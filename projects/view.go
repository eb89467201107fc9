package projects

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// view is what the checks say of what an authority sees of a project, where that is less than what was checked.
type view struct {
	counts  checks.Summary
	worst   checks.Severity
	runs    []uuid.UUID
	without []string // of whom the project no longer concerns: what was hidden (row.unchecked)
}

// views are those by authority, with the restrictions by authorities that they rest on. An authority without one sees all that
// was checked.
type views struct {
	of      map[uuid.UUID]view
	imposed Fields
	version int // that was shown
}

// errMeanwhile is that an authority restricted something, or lifted it, while the checks were made.
var errMeanwhile = errors.New("project: restricted otherwise meanwhile")

// attempts is how often what was restricted meanwhile is checked anew.
const attempts = 5

func (v views) rest(imposed Fields) bool { return sameRestrictions(v.imposed, imposed) }

// viewsOf are the views of these authorities on the fields of a project, and of others on the versions that they see, as long as
// authorities restrict what they do now.
func (s *Store) viewsOf(ctx context.Context, id uuid.UUID, f Fields, key string, ids []uuid.UUID, keep func(checks.Order) (uuid.UUID, error)) (views, error) {
	imposed, err := imposedOn(ctx, s.pool, id)
	if err != nil {
		return views{}, err
	}
	return s.viewsWith(ctx, id, f, imposed, key, ids, keep)
}

// viewsWith makes the checks for those who see less, once for all who see the same.
func (s *Store) viewsWith(ctx context.Context, id uuid.UUID, f, imposed Fields, key string, ids []uuid.UUID, keep func(checks.Order) (uuid.UUID, error)) (views, error) {
	all := views{of: map[uuid.UUID]view{}, imposed: imposed}
	f = join(f)
	if err := f.restrict(imposed); err != nil {
		return all, err
	}
	c, err := f.Content()
	if err != nil {
		return all, err
	}
	made := map[string]view{}
	for _, authority := range ids {
		in := []uuid.UUID{authority}
		seen, _, err := f.For(in)
		if err != nil {
			return all, err
		}
		if !checksMore(f, seen) {
			continue
		}
		without := strings.Join(c.keptFrom(in), " ")
		v, there := made[without]
		if !there {
			if v, err = s.view(ctx, seen, fmt.Sprintf("%s/%s/%s", key, identity.Today(s.now()), shortened(without)), keep); err != nil {
				return all, err
			}
			made[without] = v
		}
		all.of[authority] = v
	}
	return all, s.former(ctx, id, f, ids, all.of, keep)
}

// former adds the views of whom the project does not concern any more, where more or less of the version that they see is hidden
// than before: what the checks say of the rest of it.
func (s *Store) former(ctx context.Context, id uuid.UUID, later Fields, competent []uuid.UUID, into map[uuid.UUID]view, keep func(checks.Order) (uuid.UUID, error)) error {
	rows, err := rowsOf(ctx, s.pool, id, later)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c, err := r.fields.Content()
		if err != nil {
			return err
		}
		without := r.unchecked(c.keptFrom([]uuid.UUID{r.authority}))
		if slices.Contains(competent, r.authority) || slices.Equal(without, r.unchecked(r.hidden)) {
			continue
		}
		v, err := s.formerView(ctx, r, fmt.Sprintf("%s/former/%d/%s/%s", id, r.version, identity.Today(s.now()), shortened(strings.Join(without, " "))), len(without) == 0, keep)
		if err != nil {
			return err
		}
		v.without = without
		into[r.authority] = v
	}
	return nil
}

// formerView is what the checks of a version say that were kept when it was shown, to whom sees it whole; else they are made anew.
func (s *Store) formerView(ctx context.Context, r row, key string, whole bool, keep func(checks.Order) (uuid.UUID, error)) (view, error) {
	if !whole || len(r.runs) == 0 {
		own, _, err := r.fields.For([]uuid.UUID{r.authority})
		if err != nil {
			return view{}, err
		}
		return s.view(ctx, own, key, keep)
	}
	var showing Showing
	for _, run := range r.runs {
		kept, err := s.runs.Get(ctx, run, i18n.Finnish)
		if err != nil {
			return view{}, err
		}
		var result checks.Result
		if err := json.Unmarshal(kept.Result, &result); err != nil {
			return view{}, err
		}
		showing.count(result)
	}
	return view{counts: showing.Counts, worst: showing.Worst(), runs: r.runs}, nil
}

func shortened(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x", sum[:12])
}

// view checks what is seen.
func (s *Store) view(ctx context.Context, seen Fields, key string, keep func(checks.Order) (uuid.UUID, error)) (view, error) {
	var showing Showing
	var err error
	if showing.content, err = seen.Content(); err != nil {
		return view{}, err
	}
	showing.kind, _ = KindOf(showing.content.Kind)
	if _, err := s.examine(ctx, &showing, seen, key, keep); err != nil {
		return view{}, err
	}
	return view{counts: showing.Counts, worst: showing.Worst(), runs: showing.Runs}, nil
}
