package checks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/identity"
	"lupakartta/identity/audit"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// MaxKept is the size of the largest place that is kept, as GeoJSON in bytes: about 25,000 vertices. Anybody may keep
// checks, and they are never thrown away.
const MaxKept = 1 << 20

// runsTable is what holds layer versions (layers.Hold).
const runsTable = "check_runs"

// Errors of kept checks.
var (
	ErrNoRun   = errors.New("no such check is kept")
	ErrKeyUsed = errors.New("the key was used for another place or other answers")
)

// Run is a check that somebody kept, as it was shown then. It holds nothing about who that was.
//
// Its id is its address: whoever has it may read the run. A version 7 id has 62 random bits beside the moment, from the
// operating system's source, so that somebody who knew the millisecond and tried a thousand addresses in each second would
// search for a hundred million years. No list shows ids to others than those who answer disputes. What hangs on it is a
// place and findings, never a person, so a secret beside the id would guard nothing more.
type Run struct {
	ID        uuid.UUID
	CreatedAt time.Time
	Place     json.RawMessage // GeoJSON in CRS84, with every digit
	Answers   json.RawMessage
	Basis     Basis
	Result    json.RawMessage // in the language that was asked for, byte for byte as it was given
}

// Order is a check to be made and kept.
type Order struct {
	Place   orb.Geometry // CRS84, as geo.DecodeGeoJSON leaves it
	Answers Answers
	Key     string // asked again with it, nothing more is kept; empty: none
}

// Runs keeps checks. It reads as pg.AppRole, which does not see whose they are, and writes as pg.PersonalRole, since what
// somebody who is signed in keeps and its line in the audit log are one transaction.
type Runs struct {
	engine   *Engine
	pool     *pgxpool.Pool
	personal *pgxpool.Pool
}

// NewRuns returns the kept checks over a pool of pg.AppRole and one of pg.PersonalRole.
func NewRuns(engine *Engine, pool, personal *pgxpool.Pool) *Runs {
	return &Runs{engine: engine, pool: pool, personal: personal}
}

// Keep checks the place, in every language, and keeps what was found with all that it rests on. The layer versions are
// never cleared from then on. A place that is too large is a fault (faults.Faults). It returns the run's id.
func (r *Runs) Keep(ctx context.Context, actor identity.Actor, order Order) (uuid.UUID, error) {
	d, err := draftOf(actor, order)
	if err != nil {
		return uuid.Nil, fmt.Errorf("keep a check: %w", err)
	}
	id, err := d.kept(ctx, r.personal)
	if err != nil || id != uuid.Nil {
		return id, err
	}
	if d.examination, err = r.engine.Examine(ctx, order.Place, d.answers); err != nil {
		return uuid.Nil, fmt.Errorf("keep a check: %w", err)
	}
	err = pgx.BeginFunc(ctx, r.personal, func(tx pgx.Tx) (err error) {
		id, err = d.insert(ctx, tx)
		return err
	})
	if err == nil && id == uuid.Nil { // the same order came twice at once, and the other one was quicker
		id, err = d.kept(ctx, r.personal)
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("keep a check: %w", err)
	}
	return id, nil
}

// draft is a run on its way in.
type draft struct {
	actor       identity.Actor
	keyHash     []byte // nil: no key
	place       string
	ewkb        string
	answers     Answers
	answersJSON []byte
	examination *Examination
}

func draftOf(actor identity.Actor, order Order) (draft, error) {
	d := draft{actor: actor, answers: order.Answers.known()}
	p, err := newPlace(order.Place)
	if err != nil {
		return d, err
	}
	if d.ewkb, err = p.ewkb(); err != nil {
		return d, err
	}
	place, err := exactly(order.Place)
	if err != nil {
		return d, err
	}
	if len(place) > MaxKept {
		return d, faults.Faults{{Pointer: "/geometry", Code: "too_large_to_keep"}}
	}
	d.place = string(place)
	if d.answersJSON, err = json.Marshal(d.answers); err != nil {
		return d, err
	}
	if order.Key != "" {
		sum := sha256.Sum256(slices.Concat(actor.Person[:], []byte(order.Key)))
		d.keyHash = sum[:]
	}
	return d, nil
}

// known are the answers that questions ask for. Nothing else is kept: it could be anything, also about a person.
func (a Answers) known() Answers {
	kept := Answers{told: map[string]json.RawMessage{}, values: a.values}
	for name, answer := range a.told {
		if _, known := question(name); known {
			kept.told[name] = answer
		}
	}
	return kept
}

// exactly writes a geometry as GeoJSON with every digit, so that it can be checked again with the same answer, byte for byte.
func exactly(g orb.Geometry) ([]byte, error) {
	return json.Marshal(struct {
		Type        string       `json:"type"`
		Coordinates orb.Geometry `json:"coordinates"`
	}{g.GeoJSONType(), g})
}

// kept is the run that was kept with the draft's key before, or zero.
func (d draft) kept(ctx context.Context, db audit.Querier) (id uuid.UUID, err error) {
	if d.keyHash == nil {
		return id, nil
	}
	var same bool
	err = db.QueryRow(ctx, `select id, place = $2 and answers = $3::jsonb from check_runs where key_hash = $1`, d.keyHash, d.place, d.answersJSON).Scan(&id, &same)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return uuid.Nil, nil
	case err != nil:
		return uuid.Nil, fmt.Errorf("keep a check: %w", err)
	case !same:
		return uuid.Nil, ErrKeyUsed
	}
	return id, nil
}

// insert writes the run, or returns zero where another has its key.
func (d draft) insert(ctx context.Context, tx pgx.Tx) (uuid.UUID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	var results [3]string
	for i, lang := range [3]i18n.Lang{i18n.Finnish, i18n.Swedish, i18n.English} {
		if results[i], err = written(d.examination.In(lang)); err != nil {
			return id, err
		}
	}
	basis := d.examination.Basis()
	tag, err := tx.Exec(ctx, `insert into check_runs (id, party, key_hash, place, geom, answers, day, rules, layers, engine, result_fi, result_sv, result_en)
		values ($1, $2, $3, $4, $5::geometry, $6, $7::date, $8, $9, $10, $11, $12, $13) on conflict (key_hash) do nothing`,
		id, pg.OrNull(d.actor.Person), d.keyHash, d.place, d.ewkb, d.answersJSON, basis.Day, basis.Rules, basis.Layers, basis.Engine, results[0], results[1], results[2])
	if err != nil || tag.RowsAffected() == 0 {
		return uuid.Nil, err
	}
	if err := layers.Hold(ctx, tx, runsTable, basis.versions()); err != nil {
		return uuid.Nil, err
	}
	if !d.actor.SignedIn() {
		return id, nil
	}
	return id, audit.Append(ctx, tx, audit.Entry{Kind: audit.Write, Operation: "keep-check", Actor: d.actor, Subjects: []uuid.UUID{d.actor.Person}, Detail: map[string]string{"run": id.String()}})
}

// written is a result as it is sent: what a check without keeping answers, byte for byte.
func written(r Result) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), nil
}

// Get returns a kept check as it was shown in lang, or ErrNoRun.
func (r *Runs) Get(ctx context.Context, id uuid.UUID, lang i18n.Lang) (Run, error) {
	return runIn(ctx, r.pool, id, lang)
}

func runIn(ctx context.Context, db audit.Querier, id uuid.UUID, lang i18n.Lang) (Run, error) {
	run := Run{ID: id}
	var place, result string
	err := db.QueryRow(ctx, `select created_at, place, answers, day::text, rules, layers, engine,
			case $2 when 'sv' then result_sv when 'en' then result_en else result_fi end
		from check_runs where id = $1`, id, lang).
		Scan(&run.CreatedAt, &place, &run.Answers, &run.Basis.Day, &run.Basis.Rules, &run.Basis.Layers, &run.Basis.Engine, &result)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoRun
	}
	if err != nil {
		return run, fmt.Errorf("kept check %s: %w", id, err)
	}
	run.Place, run.Result = json.RawMessage(place), json.RawMessage(result)
	return run, nil
}

// Again is a kept check beside a check of the same place and answers today.
type Again struct {
	Run         Run
	Basis       Basis // today's
	Result      Result
	Differences []Difference
}

// Again checks the place of a kept check once more and tells what differs and why, in lang. Nothing is kept of it.
func (r *Runs) Again(ctx context.Context, id uuid.UUID, lang i18n.Lang) (Again, error) {
	run, err := r.Get(ctx, id, lang)
	if err != nil {
		return Again{}, err
	}
	again, err := r.again(ctx, run, lang)
	if err != nil {
		return again, fmt.Errorf("kept check %s again: %w", id, err)
	}
	return again, nil
}

func (r *Runs) again(ctx context.Context, run Run, lang i18n.Lang) (Again, error) {
	again := Again{Run: run}
	place, err := geo.DecodeGeoJSON(run.Place)
	if err != nil {
		return again, err
	}
	answers, answersNow, err := readAgain(run.Answers)
	if err != nil {
		return again, err
	}
	var former Result
	if err := json.Unmarshal(run.Result, &former); err != nil {
		return again, err
	}
	x, err := r.engine.Examine(ctx, place, answers)
	if err != nil {
		return again, err
	}
	again.Basis, again.Result = x.Basis(), x.In(lang)
	before := Examined{Place: run.Place, Answers: run.Answers, Basis: run.Basis, Result: former, Titles: r.titles(run.Basis, lang)}
	after := Examined{Place: run.Place, Answers: answersNow, Basis: again.Basis, Result: again.Result, Titles: r.titles(again.Basis, lang)}
	again.Differences = Compare(before, after, nil, lang)
	fates, err := r.fates(ctx, comparison{before: before, after: after}.moved(again.Differences))
	if err != nil {
		return again, err
	}
	if len(fates) > 0 {
		again.Differences = Compare(before, after, fates, lang)
	}
	return again, nil
}

// readAgain reads kept answers by the questions of today. Those that no question has any more, or that it does not take, are
// left out; now is what is left of them, the same bytes where that is all.
func readAgain(kept []byte) (answers Answers, now []byte, err error) {
	answers, err = ReadAnswers(kept)
	if found, ok := errors.AsType[faults.Faults](err); ok {
		var told map[string]json.RawMessage
		if err := json.Unmarshal(kept, &told); err != nil {
			return answers, nil, err
		}
		for _, fault := range found {
			delete(told, strings.TrimPrefix(fault.Pointer, "/"))
		}
		left, err := json.Marshal(told)
		if err != nil {
			return answers, nil, err
		}
		answers, err = ReadAnswers(left)
		return answers.known(), left, err
	}
	if err != nil || len(answers.Unread()) == 0 {
		return answers, kept, err
	}
	answers = answers.known()
	now, err = json.Marshal(answers)
	return answers, now, err
}

// titles are what the layers of a basis are called.
func (r *Runs) titles(basis Basis, lang i18n.Lang) map[string]string {
	titles := map[string]string{}
	for _, ref := range basis.Layers {
		v, ok := r.engine.catalogue.Version(ref.Layer, ref.Version)
		if ref.Version == 0 {
			var l layers.Layer
			l, ok = r.engine.catalogue.ShownLayer(ref.Layer)
			v = l.Version
		}
		if ok {
			titles[ref.Layer] = v.Recipe.Title.In(lang)
		}
	}
	return titles
}

// fatesSQL compares features in two versions of their layer; both are there, since the earlier one is held.
const fatesSQL = `select u.id, case when f.fid is null and t.fid is null then '' when f.fid is null then 'feature_came' when t.fid is null then 'feature_went'
		when st_asbinary(f.geom) <> st_asbinary(t.geom) then 'feature_moved' when f.attributes <> t.attributes then 'feature_altered' else '' end
	from unnest($1::text[]) u(id) left join %s f on f.source_id = u.id left join %s t on t.source_id = u.id`

// fates are what became of the features between two versions of their layers. A layer that cannot be read tells nothing of
// its own and leaves the others alone.
func (r *Runs) fates(ctx context.Context, features []featureOf) (map[featureOf]CauseKind, error) {
	byPair := map[featureOf][]string{} // without an id
	for _, f := range features {
		pair := featureOf{layer: f.layer, from: f.from, to: f.to}
		byPair[pair] = append(byPair[pair], f.id)
	}
	fates := map[featureOf]CauseKind{}
	var statements []*statement
	for pair, ids := range byPair {
		from, to := layers.Version{Number: pair.from}, layers.Version{Number: pair.to}
		statements = append(statements, &statement{sql: fmt.Sprintf(fatesSQL, from.Table(), to.Table()), args: []any{ids}, read: func(rows pgx.Rows) error {
			f := pair
			var fate CauseKind
			_, err := pgx.ForEachRow(rows, []any{&f.id, &fate}, func() error {
				fates[f] = fate
				return nil
			})
			return err
		}})
	}
	return fates, r.engine.ask(ctx, statements)
}
