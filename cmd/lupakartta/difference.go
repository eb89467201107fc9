package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lupakartta/api"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

type diffCommand struct {
	jsonFlag
	versionArg
	GeoJSON bool   `name:"geojson" xor:"form" help:"Print the features that differ as one GeoJSON feature collection."`
	Lang    string `enum:"fi,sv,en" default:"fi" help:"Language of labels."`
}

func (c *diffCommand) Run(ctx context.Context, p *program) error {
	if c.JSON && c.GeoJSON {
		return usageError{fmt.Errorf("--json or --geojson, not both")}
	}
	return p.withLayers(ctx, func(_ *pg.DB, store *layers.Store) error {
		v, err := c.find(ctx, store, layers.Waiting, layers.Published)
		if err != nil {
			return err
		}
		d, err := store.Difference(ctx, v.Number)
		switch {
		case err != nil:
			return err
		case c.GeoJSON:
			return c.features(ctx, p.stdout, store, v)
		case c.JSON:
			return p.printJSON(api.DescribeDifferenceOf(d, v.Recipe, i18n.Lang(c.Lang)))
		}
		return c.print(p, v, d)
	})
}

func (c *diffCommand) print(p *program, v layers.Version, d layers.Difference) error {
	against := "nothing was published before"
	if d.Former != 0 {
		against = "compared with version " + strconv.FormatInt(d.Former, 10)
	}
	if _, err := fmt.Fprintf(p.stdout, "%s: version %d (%s), %s\n", v.Layer, v.Number, v.State, against); err != nil {
		return err
	}
	rows := [][]string{{"DIFFERENCE", "FEATURES"}}
	for _, kind := range layers.Kinds {
		rows = append(rows, []string{string(kind), strconv.FormatInt(d.Counts[kind], 10)})
	}
	if d.Hidden > 0 {
		rows = append(rows, []string{"not shown to anybody", strconv.FormatInt(d.Hidden, 10)})
	}
	for _, a := range d.Attributes {
		rows = append(rows, []string{"  attribute " + a.Name, strconv.FormatInt(a.Count, 10)})
	}
	if err := p.printTable(rows); err != nil {
		return err
	}
	measures := [][]string{{"", "BEFORE", "AFTER"}, {"features", strconv.FormatInt(d.Before.Features, 10), strconv.FormatInt(d.After.Features, 10)}}
	for _, m := range []struct {
		name          string
		before, after float64
	}{{"area m²", d.Before.AreaM2, d.After.AreaM2}, {"length m", d.Before.LengthM, d.After.LengthM}, {"coverage m²", d.Before.CoverageM2, d.After.CoverageM2}} {
		if m.before != 0 || m.after != 0 {
			measures = append(measures, []string{m.name, fmt.Sprintf("%.0f", m.before), fmt.Sprintf("%.0f", m.after)})
		}
	}
	if err := p.printTable(measures); err != nil {
		return err
	}
	if d.Farthest != nil {
		p.say("%s moved furthest, %.1f m", d.Farthest.SourceID, d.Farthest.Metres)
	}
	if len(d.Recipe) > 0 {
		p.say("the recipe changed: %s", strings.Join(d.Recipe, ", "))
	}
	if len(d.Shrinks()) > 0 {
		p.say("over a fifth of the layer is gone: publishing it wants --confirm-shrink")
	}
	return nil
}

// features writes every line page by page.
func (c *diffCommand) features(ctx context.Context, out io.Writer, store *layers.Store, v layers.Version) error {
	if _, err := io.WriteString(out, `{"type":"FeatureCollection","features":[`); err != nil {
		return err
	}
	filter, between := layers.DifferenceFilter{Limit: 1000}, "\n"
	for {
		lines, next, err := store.Differences(ctx, v.Number, filter)
		if err != nil {
			return err
		}
		for _, line := range lines {
			data, err := json.Marshal(api.DescribeDifference(line, v.Recipe, i18n.Lang(c.Lang)))
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(out, "%s%s", between, data); err != nil {
				return err
			}
			between = ",\n"
		}
		if next == nil {
			_, err := io.WriteString(out, "\n]}\n")
			return err
		}
		filter.After = next
	}
}
