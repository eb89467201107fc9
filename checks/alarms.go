package checks

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// alarm names something that makes checks answer not known and that somebody must mend.
type alarm struct {
	part    string // "rule": it is not in order; "layer": it cannot be read
	name    string
	version int64
}

// alarmParts are the parts that can raise one.
var alarmParts = []string{"rule", "layer"}

// alarms are those that the latest checks of this instance raised. Each is logged when it begins and when it is over, not at
// every check, and counted until then.
type alarms struct {
	log  *slog.Logger
	mu   sync.Mutex
	open map[alarm]bool
}

// hear takes what a check says of a part: an error raises the alarm, none ends it.
func (a *alarms) hear(ctx context.Context, about alarm, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch raised := a.open[about]; {
	case err != nil && !raised:
		a.open[about] = true
		a.log.ErrorContext(ctx, "checks answer not known until this is mended", "part", about.part, "name", about.name, "version", about.version, "error", err)
	case err == nil && raised:
		delete(a.open, about)
		a.log.InfoContext(ctx, "checks answer again", "part", about.part, "name", about.name, "version", about.version)
	}
}

// retire ends the alarms of a part about what is not there any more, as a version that another has replaced.
func (a *alarms) retire(part string, there func(alarm) bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for about := range a.open {
		if about.part == part && !there(about) {
			delete(a.open, about)
		}
	}
}

// any tells whether an alarm is raised.
func (a *alarms) any() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.open) > 0
}

func (a *alarms) count(part string) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for about := range a.open {
		if about.part == part {
			n++
		}
	}
	return n
}

var alarmsDesc = prometheus.NewDesc("lupakartta_check_alarms", "Rules that are not in order and layers that checks could not read, by part: what they would tell is not known.", []string{"part"}, nil)

// Describe implements prometheus.Collector: the engine tells how many alarms its checks raised.
func (e *Engine) Describe(out chan<- *prometheus.Desc) { out <- alarmsDesc }

// Collect implements prometheus.Collector.
func (e *Engine) Collect(out chan<- prometheus.Metric) {
	for _, part := range alarmParts {
		out <- prometheus.MustNewConstMetric(alarmsDesc, prometheus.GaugeValue, float64(e.alarms.count(part)), part)
	}
}

// hearRules raises alarms about rules that are not in order.
func (e *Engine) hearRules(ctx context.Context, rules []Rule) {
	if !e.alarms.any() && !slices.ContainsFunc(rules, func(r Rule) bool { return r.fault != nil }) {
		return
	}
	there := map[alarm]bool{}
	for _, rule := range rules {
		about := alarm{part: "rule", name: rule.ID, version: int64(rule.Version)}
		there[about] = true
		e.alarms.hear(ctx, about, rule.fault)
	}
	e.alarms.retire("rule", func(about alarm) bool { return there[about] })
}

// hearLayers raises alarms about layers that a check could not read.
func (e *Engine) hearLayers(ctx context.Context, looks []*look) {
	if !e.alarms.any() && !slices.ContainsFunc(looks, func(l *look) bool { return l.err != nil }) {
		return
	}
	for _, l := range looks {
		e.alarms.hear(ctx, alarm{part: "layer", name: l.layer.ID, version: l.layer.Version.Number}, l.err)
	}
	e.alarms.retire("layer", func(about alarm) bool {
		shown, ok := e.catalogue.ShownLayer(about.name)
		return ok && shown.Version.Number == about.version
	})
}
