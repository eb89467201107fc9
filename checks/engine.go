package checks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/authorities"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
	"lupakartta/layers/snapshot"
)

// MaxFindings is how many features one rule names, nearest first; the rest are counted.
const MaxFindings = 20

// ErrNoRules says that no rule is in force: nothing would be found anywhere.
var ErrNoRules = errors.New("no rule is in force")

// Engine checks places. It is safe for concurrent use. Features are compared in memory: those of versions that the shelf keeps,
// and of others those near the place, which are read for it. Between checks it keeps the coverage of layer versions, which
// never changes, and for a moment the rules.
type Engine struct {
	pool      *pgxpool.Pool
	catalogue *layers.Catalogue
	shelf     *snapshot.Shelf
	log       *slog.Logger
	now       func() time.Time
	contacts  *authorities.Contacts
	covers    covers
	book      book
	fresh     freshness
	zones     zones
	alarms    alarms
	effects   chan struct{} // those that are being worked out
}

// NewEngine returns an engine over the catalogue's published versions and live layers. A live layer promises nothing: what it
// lacks is not known to be absent. The shelf may be nil: then everything is read from the database.
func NewEngine(pool *pgxpool.Pool, catalogue *layers.Catalogue, shelf *snapshot.Shelf, log *slog.Logger) *Engine {
	return &Engine{pool: pool, catalogue: catalogue, shelf: shelf, log: log, now: time.Now, contacts: authorities.NewContacts(pool),
		alarms: alarms{log: log, open: map[alarm]bool{}}, effects: make(chan struct{}, effectsAtOnce)}
}

// helsinki is where a day begins and ends for the law.
var helsinki = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // the zones are linked in
	}
	return zone
}()

// Rules returns today's rules, ordered by id.
func (e *Engine) Rules(ctx context.Context) ([]Rule, error) {
	return e.book.inForce(ctx, e.pool, e.now().In(helsinki))
}

// Check examines a place and tells the result in a language.
func (e *Engine) Check(ctx context.Context, lonLat orb.Geometry, answers Answers, lang i18n.Lang) (Result, error) {
	x, err := e.Examine(ctx, lonLat, answers)
	if err != nil {
		return Result{}, err
	}
	return x.In(lang), nil
}

// Examine compares a geometry, in CRS84 and valid as geo.DecodeGeoJSON leaves it, with every layer that a rule in
// force names, as far as the rule concerns a project of these answers. A layer or rule that fails answers not known and is
// logged; the error it returns means that the database, or time, is gone, or that there is no place or no rule to check it by
// (ErrNoPlace, ErrNoRules).
func (e *Engine) Examine(ctx context.Context, lonLat orb.Geometry, answers Answers) (*Examination, error) {
	p, err := newPlace(lonLat)
	if err != nil {
		return nil, err
	}
	m, err := e.moment(ctx)
	if err != nil {
		return nil, err
	}
	return e.examine(ctx, p, lonLat, answers, m)
}

func (e *Engine) examine(ctx context.Context, p *place, lonLat orb.Geometry, answers Answers, m moment) (x *Examination, err error) {
	concern, unasked := concerning(m.rules, answers)
	x = &Examination{moment: m, lonLat: lonLat, answers: answers, unasked: unasked}
	x.run, err = e.compare(ctx, p, concern, answers, m)
	return x, err
}

// moment is what checks that are made together rest on: one day's rules, and the layers as they were shown at once.
type moment struct {
	at      time.Time
	rules   []Rule // in force
	shown   []layers.Layer
	fetched map[string]time.Time // by layer, when its source was last fetched
}

func (e *Engine) moment(ctx context.Context) (m moment, err error) {
	m.at, m.shown = e.now(), e.catalogue.Shown()
	if m.rules, err = e.book.inForce(ctx, e.pool, m.at.In(helsinki)); err != nil {
		return m, err
	}
	if len(m.rules) == 0 {
		return m, ErrNoRules
	}
	e.hearRules(ctx, m.rules)
	if m.fetched, err = e.fresh.of(ctx, e.pool); err != nil {
		return m, fmt.Errorf("check: %w", err)
	}
	return m, nil
}

// compare compares a place with the layers by rules that are as they are for a project.
func (e *Engine) compare(ctx context.Context, p *place, rules []Rule, answers Answers, m moment) (r *run, err error) {
	r = newRun(p, rules, m.shown, answers)
	r.at, r.fetched = m.at, m.fetched
	if err := e.look(ctx, r); err != nil {
		return nil, err
	}
	r.contacts, err = e.contactsOf(ctx, r, m.at.In(helsinki).Format(time.DateOnly))
	return r, err
}

// look takes the run from the layers to what its rules find.
func (e *Engine) look(ctx context.Context, r *run) (err error) {
	if r.covers, err = e.covers.of(ctx, e.pool, r.versions()); err != nil {
		return err
	}
	for _, l := range r.looks {
		e.widen(ctx, l)
	}
	if err := runBatch(ctx, e.pool, r.lookAround(e.shelf)); err != nil {
		return err
	}
	if err := r.settle(ctx); err != nil {
		return err
	}
	e.hearLayers(ctx, r.looks)
	unite, err := r.claims()
	if err != nil {
		return err
	}
	return e.ask(ctx, unite)
}

// widen makes a look reach as far as the widest zone of its features. Where that cannot be read, the layer cannot.
func (e *Engine) widen(ctx context.Context, l *look) {
	if l.zone == "" {
		return
	}
	var shot *snapshot.Snapshot
	if e.shelf != nil {
		shot = e.shelf.Get(l.layer.Version.Number)
	}
	widest, err := e.zones.of(ctx, e.pool, l.layer.Version, shot, l.zone)
	l.widest, l.reach, l.err = widest, max(l.reach, widest), err
}

// contactsOf are who is competent at the place for the fields of the rules that have something to ask.
func (e *Engine) contactsOf(ctx context.Context, r *run, day string) (map[string][]*authorities.Contact, error) {
	known := map[string][]*authorities.Contact{}
	for _, ruling := range r.rules {
		field := ruling.rule.Field
		if _, asked := known[field]; field == "" || asked {
			continue
		}
		found, err := e.contacts.At(ctx, field, day, r.place.outline)
		if err != nil {
			return nil, err
		}
		known[field] = found
	}
	return known, nil
}

// Examination is a place that was compared with the layers, which can be told in every language.
type Examination struct {
	moment  moment
	run     *run
	lonLat  orb.Geometry
	answers Answers
	unasked []unaskedRule
}

// In tells what was found.
func (x *Examination) In(lang i18n.Lang) Result {
	r := *x.run
	r.lang = lang
	result := Result{Findings: r.findings(), Geometry: geo.EncodeGeoJSON(x.lonLat, geo.Decimals), Unasked: []Unasked{}, Unread: x.answers.Unread()}
	for _, u := range x.unasked {
		result.Unasked = append(result.Unasked, u.in(lang))
	}
	sortFindings(result.Findings)
	result.Summary = summarise(result.Findings)
	return result
}

// ask runs the statements and logs those that were refused: what they would have told is not known.
func (e *Engine) ask(ctx context.Context, statements []*statement) error {
	if err := runBatch(ctx, e.pool, statements); err != nil {
		return err
	}
	for _, s := range statements {
		if s.err != nil {
			e.log.ErrorContext(ctx, "a part of a check failed", "error", s.err)
		}
	}
	return nil
}

// run is one check under way.
type run struct {
	place     *place
	at        time.Time
	lang      i18n.Lang
	rules     []*ruling
	looks     []*look
	byTheme   map[layers.Theme][]*look
	covers    map[int64]*cover // by version
	holds     map[claim]bool   // claims that were answered
	stale     map[claim]bool   // claims that layers would answer that are too old for their silence to mean anything
	standings map[*cover]standing
	asked     map[*look]*statement              // of what is not in memory
	contacts  map[string][]*authorities.Contact // by field
	fetched   map[string]time.Time              // by layer, when its source was last fetched
}

// ruling is what one rule makes of the place.
type ruling struct {
	rule         Rule
	matches      []match
	more         int
	undetermined bool    // a feature is there that the rule may or may not mean
	open         []match // of relation overlaps: features that the rule may or may not mean
	time         period
}

func newRun(p *place, rules []Rule, published []layers.Layer, answers Answers) *run {
	r := &run{place: p, byTheme: map[layers.Theme][]*look{}, asked: map[*look]*statement{}, holds: map[claim]bool{}, stale: map[claim]bool{}, standings: map[*cover]standing{}}
	wanted := map[layers.Theme][]Rule{}
	for _, rule := range rules {
		r.rules = append(r.rules, &ruling{rule: rule, time: periodOf(rule, answers)})
		if rule.fault == nil {
			wanted[rule.Theme] = append(wanted[rule.Theme], rule)
		}
	}
	for _, layer := range published {
		if len(wanted[layer.Theme]) == 0 {
			continue
		}
		l := &look{layer: layer, attributes: []string{}}
		for _, rule := range wanted[layer.Theme] {
			l.reach = max(l.reach, rule.reach())
			if rule.Zone != "" {
				if zone, known := layer.Version.Recipe.Meaning(rule.Zone); known {
					l.zone = zone
				}
			}
			for _, name := range rule.attributes(layer.Version.Recipe) {
				if !slices.Contains(l.attributes, name) {
					l.attributes = append(l.attributes, name)
				}
			}
		}
		r.looks = append(r.looks, l)
		r.byTheme[layer.Theme] = append(r.byTheme[layer.Theme], l)
	}
	return r
}

// versions are the layer versions that are looked at.
func (r *run) versions() []int64 {
	numbers := make([]int64, len(r.looks))
	for i, l := range r.looks {
		numbers[i] = l.layer.Version.Number
	}
	return numbers
}

// lookAround looks at what is near in every layer that is in memory, and asks the database for the others.
func (r *run) lookAround(shelf *snapshot.Shelf) []*statement {
	var statements []*statement
	for _, l := range r.looks {
		if l.err != nil {
			continue
		}
		if shelf != nil && l.layer.Version.Live == nil && l.from(shelf.Get(l.layer.Version.Number)) {
			l.scan(r.place)
			continue
		}
		r.asked[l] = l.statement(r.place)
		statements = append(statements, r.asked[l])
	}
	return statements
}

// settle decides which features each rule finds.
func (r *run) settle(ctx context.Context) error {
	for _, l := range r.looks {
		if asked := r.asked[l]; asked != nil && asked.err != nil {
			l.err = asked.err
		}
	}
	for _, ruling := range r.rules {
		if ruling.rule.fault != nil {
			continue
		}
		for _, l := range r.byTheme[ruling.rule.Theme] {
			if l.err == nil {
				ruling.consider(r.place, l)
			}
		}
		if ruling.nearest(ctx, r.place); ctx.Err() != nil {
			return fmt.Errorf("check: %w", ctx.Err())
		}
	}
	return nil
}

// claim is what must hold where the rule finds nothing.
func (r *run) claim(g *ruling) claim {
	c := claim{theme: g.rule.Theme, reach: g.rule.reach()}
	if g.rule.Zone != "" { // beyond what is covered there may be zones as wide
		for _, l := range r.byTheme[c.theme] {
			c.reach = max(c.reach, l.widest)
		}
	}
	narrowed := func(l *look) bool { return len(l.layer.Version.Recipe.Coverage.Values) > 0 }
	if g.rule.Condition != nil && slices.ContainsFunc(r.byTheme[c.theme], narrowed) {
		c.subject = strings.Join(g.rule.Condition.In, "\x00")
	}
	return c
}

// claims asks about coverage where a rule finds nothing and one version alone does not tell.
func (r *run) claims() ([]*statement, error) {
	var statements []*statement
	asked := map[claim]bool{}
	for _, ruling := range r.rules {
		c := r.claim(ruling)
		if len(ruling.matches) > 0 || ruling.undetermined || ruling.rule.fault != nil || asked[c] {
			continue
		}
		asked[c] = true
		coverages, versions, old := r.coveragesOf(ruling.rule)
		r.stale[c] = len(old) > 0 && c.weigh(append(old, coverages...)) != no
		switch c.weigh(coverages) {
		case yes:
			r.holds[c] = true
		case perhaps:
			shape, err := r.place.ewkb()
			if err != nil {
				return nil, err
			}
			statements = append(statements, c.unite(r.place, shape, versions, r.holds))
		case no:
		}
	}
	return statements, nil
}

// coveragesOf returns how the coverage of the theme's versions lies, and the versions that promise anything about what
// the rule looks for; apart from them the coverage of those that are too old to.
func (r *run) coveragesOf(rule Rule) (coverages []standing, versions []int64, old []standing) {
	for _, l := range r.byTheme[rule.Theme] {
		number := l.layer.Version.Number
		cover := r.covers[number]
		if cover == nil || !rule.answered(l.layer.Version.Recipe.Coverage) {
			continue
		}
		s, known := r.standings[cover] // layers share coverage
		if !known {
			s = cover.stand(r.place, slack*r.reach())
			r.standings[cover] = s
		}
		if v := l.layer.Version; v.Recipe.Coverage.Stale(dated(v, r.fetched[v.Layer]), r.at) {
			old = append(old, s)
			continue
		}
		coverages, versions = append(coverages, s), append(versions, number)
	}
	return coverages, versions, old
}

// reach is how far any rule looks, in true metres.
func (r *run) reach() float64 {
	furthest := 0.0
	for _, ruling := range r.rules {
		furthest = max(furthest, ruling.rule.reach())
	}
	for _, l := range r.looks {
		furthest = max(furthest, l.widest)
	}
	return furthest
}

func (r *run) findings() []Finding {
	findings := []Finding{}
	for _, ruling := range r.rules {
		findings = append(findings, r.findingsOf(ruling)...)
	}
	return findings
}

// findingsOf are what one rule says: one finding per feature that it found, otherwise one.
func (r *run) findingsOf(g *ruling) (findings []Finding) {
	for i, m := range g.matches {
		f := r.found(g.rule, m)
		if i == len(g.matches)-1 {
			f.More = g.more
		}
		findings = append(findings, f)
	}
	if len(findings) == 0 {
		findings = append(findings, r.notFound(g))
	}
	return findings
}
