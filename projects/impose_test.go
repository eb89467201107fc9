package projects

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lupakartta/identity"
	"lupakartta/internal/faults"
)

// What an authority restricts (P3) is read by none of the others, on whatever way and in no version, until it lifts it.
func TestWhatAnAuthorityRestricts(t *testing.T) {
	w := newWorld(t)
	west, nature, rescue := w.official("Länsi", "west"), w.official("Luonto", "nature"), w.official("Pelastus", "rescue")
	store := "parts." + bPart.String()
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)), part(bPart, in(-5000, 250, 50), `, "name": "Varasto"`), Changes{"/answers/attendance": raw("1200"), "/answers/more": quote("Salainen kaava.")})), true)
	if got := w.told(p.ID); got != "nature rescue west" {
		t.Fatalf("authorities %q", got)
	}
	_, err := w.store.Comment(t.Context(), rescue, "comment", p.ID, Remarks{Field: partOf(bPart), Kind: Asking, Audience: ToAll, Text: "Mitä varastossa on?"})
	must(t, err)
	seen := func(actor identity.Actor, what string) {
		t.Helper()
		c, err := w.store.GetShown(t.Context(), actor, "get-case", p.ID, 0)
		must(t, err)
		_, there := c.Fields[partOf(bPart)]
		list, err := w.store.Cases(t.Context(), actor, Filter{Limit: 10})
		must(t, err)
		comments, err := w.store.CommentsFor(t.Context(), actor, "list-comments", p.ID)
		must(t, err)
		others := slices.DeleteFunc(comments, func(c Comment) bool { return c.Own })
		got := strings.Join([]string{map[bool]string{true: "store", false: "-"}[there], string(list[0].Severity)}, " ")
		if got != what || list[0].Comments != len(others) || (c.Withheld == 0) != there || len(c.Runs) != 1 {
			t.Errorf("%s: sees %q, want %q; %d withheld, %d comments where %d are read, %d checks", actor.Name, got, what, c.Withheld, list[0].Comments, len(others), len(c.Runs))
		}
	}
	for _, actor := range []identity.Actor{west, nature, rescue} {
		seen(actor, "store amber") // a protected site is near
	}
	order := Keeping{Item: store, To: []uuid.UUID{w.ids["nature"]}, Why: "Räjähteiden säilytyspaikka (JulkL 24 § 1 mom 7 k).", Key: "one"}
	made, err := w.store.Keep(t.Context(), west, "restrict", p.ID, order)
	must(t, err)
	if made.Field() != partOf(bPart) || made.Authority.Code != "west" || len(made.To) != 2 || made.To[0].Code != "nature" || made.To[1].Code != "west" || !made.Own {
		t.Errorf("made %+v", made)
	}
	again, err := w.store.Keep(t.Context(), west, "restrict", p.ID, order)
	if err != nil || again.ID != made.ID {
		t.Errorf("asked again: %v, %v", again.ID, err)
	}
	order.Why = "Muu syy"
	if _, err := w.store.Keep(t.Context(), west, "restrict", p.ID, order); !errors.Is(err, ErrKeyUsed) {
		t.Errorf("the key for something else: %v", err)
	}
	hidden := func(name string) {
		t.Helper()
		seen(west, "store amber")
		seen(nature, "store amber")
		seen(rescue, "- green")
		if got := w.audience(p, bPart); got != "nature own west" {
			t.Errorf("%s: audience on the map %q", name, got)
		}
		if got := w.audience(p, aPart); got != "public" {
			t.Errorf("%s: audience of what is not restricted %q", name, got)
		}
		public, err := w.store.GetPublic(t.Context(), p.ID)
		must(t, err)
		if len(public.Parts) != 1 || public.Parts[0].ID != aPart {
			t.Errorf("%s: everybody sees %d parts", name, len(public.Parts))
		}
		if n := w.count(`select count(*) from projects_shown where project = $1 and st_xmin(box) > $2`, p.ID, middle[0]-1100); n != 1 {
			t.Errorf("%s: the public list tells where it is", name)
		}
	}
	hidden("restricted")
	if own, err := w.store.Imposed(t.Context(), w.own(), p.ID); err != nil || len(own) != 1 || own[0].Why == "" || own[0].Own {
		t.Errorf("the applicant is told %+v, %v", own, err)
	}
	for _, test := range []struct {
		actor identity.Actor
		want  int
	}{{west, 1}, {nature, 1}, {rescue, 0}} {
		if list, err := w.store.ImposedBeside(t.Context(), test.actor, p.ID); err != nil || len(list) != test.want {
			t.Errorf("%s is told of %d restrictions, %v", test.actor.Name, len(list), err)
		}
	}
	t.Run("later versions too", func(t *testing.T) {
		p = w.show(w.save(p, Changes{TitleField: quote("Juhlat"), partOf(bPart): part(bPart, in(-5000, 260, 50))[partOf(bPart)]}), true)
		hidden("later")
		differences, err := w.store.DifferenceShown(t.Context(), rescue, "compare-case", p.ID, 1, 0)
		must(t, err)
		if len(differences) != 1 || differences[0].Path != TitleField {
			t.Errorf("the difference tells %+v", differences)
		}
		if first, err := w.store.GetShown(t.Context(), rescue, "get-case", p.ID, 1); err != nil || first.Fields[partOf(bPart)] != nil || len(first.Runs) != 0 {
			t.Errorf("the first version tells %s, checks %v, %v", first.Fields[partOf(bPart)], first.Runs, err)
		}
	})
	t.Run("answers to what is not read", func(t *testing.T) {
		asked, err := w.store.Comment(t.Context(), west, "comment", p.ID, Remarks{Field: partOf(bPart), Kind: Asking, Audience: ToAll, Text: "Montako kiloa?"})
		must(t, err)
		if _, err := w.store.Comment(t.Context(), rescue, "comment", p.ID, Remarks{Kind: Remark, Audience: ToAll, Text: "?", Answers: asked.ID}); !has(err, "/answers", "unknown_comment") {
			t.Errorf("an answer to a comment that is not read: %v", err)
		}
		_, err = w.store.Reply(t.Context(), w.own(), "reply", p.ID, Remarks{Field: TitleField, Kind: Remark, Audience: ToAll, Text: "Kymmenen.", Answers: asked.ID})
		must(t, err)
		seen(rescue, "- green")
	})
	t.Run("it is theirs to lift", func(t *testing.T) {
		for _, actor := range []identity.Actor{nature, rescue, w.official("Itä", "east"), w.stranger} {
			if err := w.store.Lift(t.Context(), actor, "lift", p.ID, made.ID); !errors.Is(err, ErrNotFound) {
				t.Errorf("lifted by %s: %v", actor.Name, err)
			}
		}
		hidden("not lifted")
		for range 2 {
			must(t, w.store.Lift(t.Context(), west, "lift", p.ID, made.ID))
		}
		for _, actor := range []identity.Actor{west, nature, rescue} {
			seen(actor, "store amber")
		}
		if got := w.audience(p, bPart); got != "public" {
			t.Errorf("audience once it is lifted %q", got)
		}
	})
	if n := w.count(`select count(*) from audit.entries where operation in ('restrict', 'lift') and matter = $1`, "project:"+p.ID.String()); n != 4 {
		t.Errorf("%d lines in the log", n)
	}
}

func TestRestrictionsByAuthoritiesThatAreRefused(t *testing.T) {
	w := newWorld(t)
	west, east, rescue := w.official("Länsi", "west"), w.official("Itä", "east"), w.official("Pelastus", "rescue")
	p := w.show(w.begin(feast("Juhla", part(aPart, in(0, 0, 100)), Changes{"/answers/attendance": raw("1200"), "/answers/more": quote("Kaava.")}, restricted("answers.more", w.ids["rescue"]))), false)
	for name, test := range map[string]struct {
		actor identity.Actor
		k     Keeping
		want  faults.Fault
	}{
		"no reason":                       {west, Keeping{Item: "summary", Why: " "}, faults.Fault{Pointer: "/why", Code: "required"}},
		"what cannot be restricted":       {west, Keeping{Item: "title", Why: "x"}, faults.Fault{Pointer: "/item", Code: "unknown_field"}},
		"what is not there":               {west, Keeping{Item: "answers.area", Why: "x"}, faults.Fault{Pointer: "/item", Code: "unknown_field"}},
		"what it does not see itself":     {west, Keeping{Item: "answers.more", Why: "x"}, faults.Fault{Pointer: "/item", Code: "unknown_field"}},
		"to an authority that is no part": {west, Keeping{Item: "summary", To: []uuid.UUID{w.ids["nature"]}, Why: "x"}, faults.Fault{Pointer: "/to", Code: "unknown_authority"}},
	} {
		if _, err := w.store.Keep(t.Context(), test.actor, "restrict", p.ID, test.k); !has(err, test.want.Pointer, test.want.Code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fine := Keeping{Item: "summary", Why: "Liikesalaisuus."}
	for _, actor := range []identity.Actor{w.official("Luonto", "nature"), w.stranger, w.organiser, {}} {
		if _, err := w.store.Keep(t.Context(), actor, "restrict", p.ID, fine); !errors.Is(err, ErrNotFound) {
			t.Errorf("restricted by %q: %v", actor.Name, err)
		}
		if _, err := w.store.ImposedBeside(t.Context(), actor, p.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("listed by %q: %v", actor.Name, err)
		}
	}
	if _, err := w.store.Imposed(t.Context(), Side{Actor: w.stranger}, p.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("listed by a stranger: %v", err)
	}
	if n := w.count(`select count(*) from personal.project_restrictions`); n != 0 {
		t.Errorf("%d restrictions are left", n)
	}
	// Two authorities restrict one item: it is seen by whom both name.
	_, err := w.store.Keep(t.Context(), east, "restrict", p.ID, Keeping{Item: "summary", To: []uuid.UUID{w.ids["west"]}, Why: "a"})
	must(t, err)
	narrow, err := w.store.Keep(t.Context(), west, "restrict", p.ID, Keeping{Item: "summary", Why: "b"})
	must(t, err)
	sees := func(actor identity.Actor) bool {
		c, err := w.store.GetShown(t.Context(), actor, "get-case", p.ID, 0)
		must(t, err)
		return c.Fields[SummaryField] != nil
	}
	if !sees(west) || sees(east) || sees(rescue) {
		t.Errorf("seen by west %v, east %v, rescue %v", sees(west), sees(east), sees(rescue))
	}
	if list, err := w.store.ImposedBeside(t.Context(), east, p.ID); err != nil || len(list) != 1 || !list[0].Own {
		t.Errorf("east knows of %+v, %v", list, err)
	}
	must(t, w.store.Lift(t.Context(), west, "lift", p.ID, narrow.ID))
	// Kept again, otherwise: the one before is lifted.
	_, err = w.store.Keep(t.Context(), east, "restrict", p.ID, Keeping{Item: "summary", To: []uuid.UUID{w.ids["west"], w.ids["rescue"]}, Why: "a"})
	must(t, err)
	if !sees(west) || !sees(east) || !sees(rescue) {
		t.Errorf("kept again: seen by west %v, east %v, rescue %v", sees(west), sees(east), sees(rescue))
	}
	// Whom it no longer concerns restricts nothing, but lifts what it restricted.
	p = w.show(w.save(p, Changes{partOf(aPart): part(aPart, in(-1000, 0, 100))[partOf(aPart)]}), false)
	if _, err := w.store.Keep(t.Context(), east, "restrict", p.ID, fine); !errors.Is(err, ErrNotConcerned) {
		t.Errorf("restricted by whom it does not concern: %v", err)
	}
	list, err := w.store.ImposedBeside(t.Context(), east, p.ID)
	if err != nil || len(list) != 1 {
		t.Fatalf("east knows of %+v, %v", list, err)
	}
	must(t, w.store.Lift(t.Context(), east, "lift", p.ID, list[0].ID))
}

// Whom a project no longer concerns goes on knowing what the checks said of the version that it saw; when a part of that is hidden from
// it, what they say of the rest, and when that is lifted, what they said at first.
func TestWhatChecksSayToWhomItNoLongerConcerns(t *testing.T) {
	w := newWorld(t)
	west, rescue := w.official("Länsi", "west"), w.official("Pelastus", "rescue")
	store := "parts." + bPart.String()
	p := w.show(w.begin(feast("Juhla", part(aPart, in(-1000, 0, 100)), part(bPart, in(-5000, 250, 50)), Changes{"/answers/attendance": raw("1200")})), false)
	moved := Changes{partOf(aPart): part(aPart, in(1000, 0, 100))[partOf(aPart)], partOf(bPart): part(bPart, in(5000, 250, 50))[partOf(bPart)]}
	p = w.show(w.save(p, moved), false)
	if got := w.told(p.ID); got != "east rescue (nature) (west)" {
		t.Fatalf("authorities %q", got)
	}
	knows := func(name, want string, checks int) {
		t.Helper()
		list, err := w.store.Cases(t.Context(), west, Filter{Limit: 10})
		must(t, err)
		c, err := w.store.GetShown(t.Context(), west, "get-case", p.ID, 0)
		must(t, err)
		if list[0].Version != 1 || string(list[0].Severity) != want || len(c.Runs) != checks {
			t.Errorf("%s: version %d is %s, with %d checks; want %s with %d", name, list[0].Version, list[0].Severity, len(c.Runs), want, checks)
		}
	}
	knows("moved", "amber", 1)
	keep := func(item string) Imposed {
		t.Helper()
		made, err := w.store.Keep(t.Context(), rescue, "restrict", p.ID, Keeping{Item: item, Why: "Räjähteitä."})
		must(t, err)
		return made
	}
	keep("summary")
	knows("what is not checked is hidden", "amber", 1)
	made := keep(store)
	knows("the part near the site is hidden", "green", 1)
	other := keep("parts." + aPart.String())
	knows("all of the place is hidden", "unknown", 0)
	must(t, w.store.Lift(t.Context(), rescue, "lift", p.ID, other.ID))
	knows("one part is seen again", "green", 1)
	must(t, w.store.Lift(t.Context(), rescue, "lift", p.ID, made.ID))
	knows("both are", "amber", 1)
	p = w.show(w.save(p, restricted(store, w.ids["rescue"])), false)
	knows("the applicant hides it in a later version", "green", 1)
	p = w.show(w.save(p, Changes{partOf(bPart): nil, Path(restrictedGroup + store): nil}), false)
	knows("and takes it out", "green", 1)
	p = w.show(w.save(p, Changes{TitleField: quote("Juhlat")}), false)
	knows("and shows once more", "green", 1)
}
