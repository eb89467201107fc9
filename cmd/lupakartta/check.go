package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/paulmach/orb"

	"lupakartta/api"
	"lupakartta/checks"
	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

type checkCommand struct {
	jsonFlag
	Geometry string   `required:"" placeholder:"WKT|GEOJSON|@FILE" help:"The place: GeoJSON in CRS84 (longitude, latitude), or WKT in CRS84 or ETRS-TM35FIN, told by magnitude or by the prefix SRID=3067. @file reads it from a file, @- from standard input."`
	Answer   []string `sep:"none" placeholder:"NAME=VALUE" help:"An answer about what is planned, as kind=event or attendance=500; may be given several times. The questions are at /api/v1/checks/questions."`
	Lang     string   `enum:"fi,sv,en" default:"fi" help:"Language of the findings."`
}

func (c *checkCommand) Run(ctx context.Context, p *program) error {
	place, err := c.place()
	if found, ok := errors.AsType[geo.Faults](err); ok {
		return c.refuse(p, found)
	}
	if err != nil {
		return err
	}
	answers, err := checks.ParseAnswers(c.Answer)
	if found, ok := errors.AsType[faults.Faults](err); ok {
		return c.refuse(p, found)
	}
	if err != nil {
		return usageError{err}
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		catalogue := layers.NewCatalogue(layers.NewStore(db.Pool), layers.LiveLayers()...)
		if err := catalogue.Load(ctx); err != nil {
			return err
		}
		result, err := checks.NewEngine(db.Pool, catalogue, nil, p.log).Check(ctx, place, answers, i18n.Lang(c.Lang))
		if err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(result)
		}
		return p.printFindings(result)
	})
}

// refuse says in words what is wrong with the place or the answers; with --json as the API does.
func (c *checkCommand) refuse(p *program, wrong error) error {
	problem := api.Explain(wrong, i18n.Lang(c.Lang))
	if c.JSON {
		return errors.Join(errors.New(problem.Title), p.printJSON(problem))
	}
	lines := []string{problem.Title}
	for _, fault := range problem.Errors {
		lines = append(lines, strings.TrimPrefix(fault.Pointer+": "+fault.Detail, ": "))
	}
	return errors.New(strings.Join(lines, "\n  "))
}

// place reads the geometry that was given.
func (c *checkCommand) place() (orb.Geometry, error) {
	text := c.Geometry
	if name, ok := strings.CutPrefix(text, "@"); ok {
		data, err := readInput(name)
		if err != nil {
			return nil, usageError{fmt.Errorf("geometry: %w", err)}
		}
		text = string(data)
	}
	text = strings.TrimSpace(text)
	if strings.HasPrefix(strings.TrimPrefix(text, "\ufeff"), "{") {
		return geo.DecodeGeoJSON([]byte(text))
	}
	return geo.DecodeWKT(text)
}

func readInput(name string) ([]byte, error) {
	var from io.Reader = os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, geo.MaxBytes+1))
	if err == nil && len(data) > geo.MaxBytes {
		err = errors.New("larger than 10 MB")
	}
	return data, err
}

// printFindings writes the findings for people, worst first.
func (p *program) printFindings(result checks.Result) error {
	rows := [][]string{{"SEVERITY", "DISTANCE", "RULE", "FINDING", "WHY"}}
	for _, f := range result.Findings {
		distance := ""
		if f.Distance != nil {
			distance = fmt.Sprintf("%.0f m", *f.Distance)
		}
		rows = append(rows, []string{string(f.Severity), distance, f.Rule, f.Title, f.Why})
	}
	for _, u := range result.Unasked {
		rows = append(rows, []string{"", "", u.Rule, u.Title, strings.Join(u.Needs, ", ") + "?"})
	}
	return p.printTable(rows)
}
