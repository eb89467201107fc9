package checks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// MaxFindings is how many features one rule names, nearest first; the rest are counted.
const MaxFindings = 20

// ErrNoRules says that no rule is in force: nothing would be found anywhere.
var ErrNoRules = errors.New("no rule is in force")

// Engine checks places. It is safe for concurrent use. Between checks it keeps the coverage of layer versions, which
// never changes, and nothing else.
type Engine struct {
	pool      *pgxpool.Pool
	catalogue *layers.Catalogue
	log       *slog.Logger
	now       func() time.Time
	covers    covers
}

// NewEngine returns an engine over the catalogue's published versions and live layers. A live layer promises nothing: what it
// lacks is not known to be absent.
func NewEngine(pool *pgxpool.Pool, catalogue *layers.Catalogue, log *slog.Logger) *Engine {
	return &Engine{pool: pool, catalogue: catalogue, log: log, now: time.Now}
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
	return InForce(ctx, e.pool, e.now().In(helsinki))
}

// Check compares a geometry, in CRS84 and valid as geo.DecodeGeoJSON leaves it, with every layer that a rule in
// force names. A layer or rule that fails answers not known and is logged; the error it returns means that the
// database, or time, is gone, that distances could not be measured, or that there is no place or no rule to check it by
// (ErrNoPlace, ErrNoRules).
func (e *Engine) Check(ctx context.Context, lonLat orb.Geometry, lang i18n.Lang) (Result, error) {
	p, err := newPlace(lonLat)
	if err != nil {
		return Result{}, err
	}
	rules, err := e.Rules(ctx)
	if err != nil {
		return Result{}, err
	}
	if len(rules) == 0 {
		return Result{}, ErrNoRules
	}
	for _, rule := range rules {
		if rule.fault != nil {
			e.log.ErrorContext(ctx, "a rule is not in order", "rule", rule.ID, "version", rule.Version, "error", rule.fault)
		}
	}
	r := newRun(p, rules, e.catalogue.Shown(), lang)
	if r.covers, err = e.covers.of(ctx, e.pool, r.versions()); err != nil {
		return Result{}, err
	}
	if err := runBatch(ctx, e.pool, r.lookAround()); err != nil {
		return Result{}, err
	}
	r.settle()
	for _, l := range r.looks {
		if l.err != nil {
			e.log.ErrorContext(ctx, "a layer could not be checked", "layer", l.layer.ID, "version", l.layer.Version.Number, "error", l.err)
		}
	}
	if err := e.ask(ctx, r.lookCloser()); err != nil {
		return Result{}, err
	}
	if err := r.measured(); err != nil {
		return Result{}, err
	}
	if err := e.ask(ctx, r.describe()); err != nil {
		return Result{}, err
	}
	result := Result{Findings: r.findings(), Geometry: geo.EncodeGeoJSON(lonLat, geo.Decimals)}
	sortFindings(result.Findings)
	result.Summary = summarise(result.Findings)
	return result, nil
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
	lang      i18n.Lang
	rules     []*ruling
	looks     []*look
	byTheme   map[layers.Theme][]*look
	covers    map[int64]*cover // by version
	holds     map[claim]bool   // claims that were answered
	standings map[*cover]standing
	details   map[*look]map[int64]detail
	asked     map[*look]*statement
	measure   *statement // of the distances; nil where everything meets the place
}

// ruling is what one rule makes of the place.
type ruling struct {
	rule         Rule
	matches      []*match
	more         int
	undetermined bool // a feature is there that the rule may or may not mean
}

func newRun(p *place, rules []Rule, published []layers.Layer, lang i18n.Lang) *run {
	r := &run{place: p, lang: lang, byTheme: map[layers.Theme][]*look{}, details: map[*look]map[int64]detail{}, asked: map[*look]*statement{}, holds: map[claim]bool{}, standings: map[*cover]standing{}}
	wanted := map[layers.Theme][]Rule{}
	for _, rule := range rules {
		r.rules = append(r.rules, &ruling{rule: rule})
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
			if name := rule.attribute(layer.Version.Recipe); name != "" && !slices.Contains(l.attributes, name) {
				l.attributes = append(l.attributes, name)
			}
			l.covers = l.covers || rule.Condition != nil && rule.Condition.Covering != ""
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

// lookAround asks every layer what is near.
func (r *run) lookAround() []*statement {
	var statements []*statement
	for _, l := range r.looks {
		r.asked[l] = l.statement(r.place)
		statements = append(statements, r.asked[l])
	}
	return statements
}

// settle decides which features each rule means, as far as the grid tells.
func (r *run) settle() {
	for _, l := range r.looks {
		if l.err = r.asked[l].err; l.err != nil {
			l.candidates = nil
		}
	}
	for _, ruling := range r.rules {
		if ruling.rule.fault != nil {
			continue
		}
		for _, l := range r.byTheme[ruling.rule.Theme] {
			ruling.consider(l)
		}
	}
}

// claim is what must hold where the rule finds nothing.
func (r *run) claim(g *ruling) claim {
	c := claim{theme: g.rule.Theme, reach: g.rule.reach()}
	narrowed := func(l *look) bool { return len(l.layer.Version.Recipe.Coverage.Values) > 0 }
	if g.rule.Condition != nil && slices.ContainsFunc(r.byTheme[c.theme], narrowed) {
		c.subject = strings.Join(g.rule.Condition.In, "\x00")
	}
	return c
}

func (g *ruling) consider(l *look) {
	attribute := g.rule.attribute(l.layer.Version.Recipe)
	for _, c := range l.candidates {
		if !c.meets && (g.rule.Relation == Inside || c.grid > slack*g.rule.reach()) {
			continue
		}
		value := l.value(c, attribute)
		switch g.rule.Condition.judge(value, c.covers) {
		case meant:
			g.matches = append(g.matches, &match{look: l, candidate: c, value: value})
		case undetermined:
			g.undetermined = true
		case notMeant:
		}
	}
}

// lookCloser measures what does not meet the place in true metres, and asks about coverage where one version alone
// does not tell.
func (r *run) lookCloser() []*statement {
	var statements []*statement
	var apart []*match
	asked := map[claim]bool{}
	for _, ruling := range r.rules {
		told := ruling.undetermined || ruling.rule.fault != nil
		for _, m := range ruling.matches {
			told = told || m.candidate.meets
			if !m.candidate.meets {
				apart = append(apart, m)
			}
		}
		c := r.claim(ruling)
		if told || asked[c] {
			continue
		}
		asked[c] = true
		switch coverages, versions := r.coveragesOf(ruling.rule); c.weigh(coverages) {
		case yes:
			r.holds[c] = true
		case perhaps:
			statements = append(statements, c.unite(r.place, versions, r.holds))
		case no:
		}
	}
	if len(apart) > 0 {
		r.measure = measure(apart)
		statements = append(statements, r.measure)
	}
	return statements
}

// measured is the error for which distances are missing: without them nothing can be said of what does not meet the
// place, and everything would seem to be at 0 m.
func (r *run) measured() error {
	if r.measure == nil || r.measure.err == nil {
		return nil
	}
	return fmt.Errorf("check: distances: %w", r.measure.err)
}

// coveragesOf returns how the coverage of the theme's versions lies, and the versions that promise anything about what
// the rule looks for.
func (r *run) coveragesOf(rule Rule) ([]standing, []int64) {
	var coverages []standing
	var versions []int64
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
		coverages, versions = append(coverages, s), append(versions, number)
	}
	return coverages, versions
}

// reach is how far any rule looks, in true metres.
func (r *run) reach() float64 {
	furthest := 0.0
	for _, ruling := range r.rules {
		furthest = max(furthest, ruling.rule.reach())
	}
	return furthest
}

// describe keeps the nearest features of each rule and asks what they are called and how much of the place they take.
func (r *run) describe() []*statement {
	all, meeting := map[*look][]int64{}, map[*look][]int64{}
	for _, ruling := range r.rules {
		ruling.keepNearest()
		for _, m := range ruling.matches {
			if fid := m.candidate.fid; !slices.Contains(all[m.look], fid) {
				all[m.look] = append(all[m.look], fid)
				if m.candidate.meets {
					meeting[m.look] = append(meeting[m.look], fid)
				}
			}
		}
	}
	var statements []*statement
	for _, l := range r.looks {
		if len(all[l]) > 0 {
			r.details[l] = map[int64]detail{}
			statements = append(statements, details(r.place, l, all[l], append([]int64{}, meeting[l]...), r.details[l]))
		}
	}
	return statements
}

// keepNearest drops what is too far in true metres, and all but the nearest.
func (g *ruling) keepNearest() {
	g.matches = slices.DeleteFunc(g.matches, func(m *match) bool { return m.distance > g.rule.reach() })
	slices.SortStableFunc(g.matches, func(a, b *match) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.look.layer.ID, b.look.layer.ID),
			cmp.Compare(a.candidate.sourceID, b.candidate.sourceID))
	})
	most := MaxFindings
	if g.rule.Relation == Nearest {
		g.matches = g.matches[:min(1, len(g.matches))]
	}
	if len(g.matches) > most {
		g.more = len(g.matches) - most
		g.matches = g.matches[:most]
	}
}

func (r *run) findings() []Finding {
	findings := []Finding{}
	for _, ruling := range r.rules {
		for i, m := range ruling.matches {
			f := r.found(ruling.rule, m)
			if i == len(ruling.matches)-1 {
				f.More = ruling.more
			}
			findings = append(findings, f)
		}
		if len(ruling.matches) == 0 {
			findings = append(findings, r.notFound(ruling))
		}
	}
	return findings
}
