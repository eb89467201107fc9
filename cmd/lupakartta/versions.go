package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lupakartta/api"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

// versionArg names a layer, or one version of it as LAYER@VERSION.
type versionArg struct {
	Layer string `arg:"" name:"layer[@version]" help:"Id of the layer; with @ and a number one version of it. Without, the newest that waits for approval, or else the published one."`
}

// find looks the version up. without says what a layer's name alone stands for, the first of these states that there is.
func (a versionArg) find(ctx context.Context, store *layers.Store, without ...layers.State) (layers.Version, error) {
	layer, text, named := strings.Cut(a.Layer, "@")
	if !named {
		versions, err := store.VersionsOf(ctx, layer)
		if err != nil {
			return layers.Version{}, err
		}
		for _, state := range without {
			for _, v := range versions {
				if v.State == state {
					return v, nil
				}
			}
		}
		return layers.Version{}, fmt.Errorf("%s: no version is %s", layer, statesOf(without))
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 1 {
		return layers.Version{}, usageError{fmt.Errorf("%q: want LAYER or LAYER@VERSION", a.Layer)}
	}
	v, err := store.Version(ctx, number)
	if err == nil && v.Layer != layer {
		err = fmt.Errorf("version %d is of layer %s", number, v.Layer)
	}
	return v, err
}

func statesOf(states []layers.State) string {
	var words []string
	for _, state := range states {
		words = append(words, string(state))
	}
	return strings.Join(words, " or ")
}

type showCommand struct {
	jsonFlag
	versionArg
	Lang string `enum:"fi,sv,en" default:"fi" help:"Language of titles."`
}

// shownVersion is a version with its report.
type shownVersion struct {
	api.LayerVersion
	Report    layers.Report     `json:"report"`
	Decisions []layers.Decision `json:"decisions"`
}

func (c *showCommand) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		store := layers.NewStore(db.Pool)
		v, err := c.find(ctx, store, layers.Waiting, layers.Published)
		if err != nil {
			return err
		}
		report, err := store.Report(ctx, v.Number)
		if err != nil {
			return err
		}
		if c.JSON {
			report = report.In(i18n.Lang(c.Lang))
			return p.printJSON(shownVersion{api.DescribeVersion(v, i18n.Lang(c.Lang)), report, append([]layers.Decision{}, report.Decisions()...)})
		}
		return c.print(p, v, report)
	})
}

func (c *showCommand) print(p *program, v layers.Version, report layers.Report) error {
	lang := i18n.Lang(c.Lang)
	published := ""
	if !v.PublishedAt.IsZero() {
		published = v.PublishedAt.Local().Format(time.DateTime)
	}
	office := func(o layers.Office) string {
		if o.Code == "" {
			return "whoever runs the service"
		}
		return o.Name.In(lang) + " (" + o.Code + ")"
	}
	rows := [][]string{
		{"LAYER", v.Layer + " · " + v.Recipe.Title.In(lang)},
		{"VERSION", fmt.Sprintf("%d, %s", v.Number, v.State)},
		{"FEATURES", fmt.Sprintf("%d of %d read, %d repaired, %d refused", report.Imported, report.Read, len(report.Repaired), len(report.Refused))},
		{"SOURCE", v.Source}, {"SHA-256", v.SHA256}, {"CRS", v.SourceCRS}, {"DATA", v.DataDate},
		{"LICENCE", v.Recipe.Licence + ", " + v.Recipe.Attribution},
		{"KEEPER", office(v.Keeper)},
		{"IMPORTED", v.ImportedAt.Local().Format(time.DateTime) + ", " + office(v.ImportedFor)}, {"PUBLISHED", published},
	}
	if report.Failure != nil {
		rows = append(rows, []string{"FAILED", report.Failure.String()})
	}
	for _, w := range report.Warnings {
		rows = append(rows, []string{"WARNING", w.String()})
	}
	for _, line := range reportLines(report) {
		rows = append(rows, []string{"REPORT", line})
	}
	for _, d := range report.Decisions() {
		rows = append(rows, []string{"TO DECIDE", d.String()})
	}
	for _, r := range report.Refused {
		rows = append(rows, []string{"REFUSED", r.ID + ": " + r.Reason.String()})
	}
	return p.printTable(rows)
}

type publishCommand struct {
	jsonFlag
	versionArg
	ConfirmShrink bool     `help:"Publish although over a fifth of the layer goes."`
	ConfirmOlder  bool     `help:"Publish although the published version was built after it."`
	Accept        []string `placeholder:"ID" sep:"none" help:"Take a repair as it is that must be decided on (layers show lists them). Can be given many times."`
	AcceptAll     bool     `help:"Take all of them as they are."`
}

func (c *publishCommand) Run(ctx context.Context, p *program) error {
	return p.withLayers(ctx, func(_ *pg.DB, store *layers.Store) error {
		v, err := c.find(ctx, store, layers.Waiting)
		if err != nil {
			return err
		}
		err = store.Publish(ctx, v.Number, layers.Approval{ConfirmShrink: c.ConfirmShrink, ConfirmOlder: c.ConfirmOlder, Decided: c.Accept, DecideAll: c.AcceptAll})
		if err != nil {
			return advised(p, err)
		}
		return p.printVersion(ctx, store, v.Number, c.JSON, "is published")
	})
}

// advised tells, besides what stands between a version and everybody, what to do about it.
func advised(p *program, err error) error {
	if undecided, ok := errors.AsType[*layers.UndecidedError](err); ok {
		for _, d := range undecided.Decisions {
			p.say("%s", d)
		}
		return fmt.Errorf("%w; --accept ID takes one as it is, --accept-all all of them", err)
	}
	if _, ok := errors.AsType[*layers.ShrinksError](err); ok {
		return fmt.Errorf("%w; --confirm-shrink publishes it all the same", err)
	}
	if errors.Is(err, layers.ErrOlder) {
		return fmt.Errorf("%w; --confirm-older publishes it all the same", err)
	}
	return err
}

func (p *program) printVersion(ctx context.Context, store *layers.Store, number int64, asJSON bool, what string) error {
	v, err := store.Version(ctx, number)
	if err != nil {
		return err
	}
	if asJSON {
		return p.printJSON(lineOf(v))
	}
	_, err = fmt.Fprintf(p.stdout, "%s: version %d %s\n", v.Layer, v.Number, what)
	return err
}

type rejectCommand struct {
	jsonFlag
	versionArg
}

func (c *rejectCommand) Run(ctx context.Context, p *program) error {
	return p.withLayers(ctx, func(_ *pg.DB, store *layers.Store) error {
		v, err := c.find(ctx, store, layers.Waiting)
		if err != nil {
			return err
		}
		if err := store.Reject(ctx, v.Number, layers.Approval{}); err != nil {
			return err
		}
		return p.printVersion(ctx, store, v.Number, c.JSON, "was rejected")
	})
}
