package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"lupakartta/api"
	"lupakartta/authorities"
	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

type authoritiesCommand struct {
	Load      loadAuthoritiesCommand `cmd:"" help:"Load a directory of authorities, their units and competence areas."`
	List      listAuthoritiesCommand `cmd:"" help:"List the authorities that exist today."`
	Competent competentCommand       `cmd:"" help:"Say who is competent at a place."`
	Refresh   refreshCommand         `cmd:"" help:"Make competence areas anew from the municipalities' borders as they are published now."`
}

type loadAuthoritiesCommand struct {
	jsonFlag
	File string `arg:"" help:"The directory, JSON; - is standard input."`
}

func (c *loadAuthoritiesCommand) Run(ctx context.Context, p *program) error {
	data, err := readInput(c.File)
	if err != nil {
		return usageError{fmt.Errorf("directory: %w", err)}
	}
	directory, err := authorities.ReadDirectory(bytes.NewReader(data))
	if err != nil {
		return usageError{err}
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		report, err := authorities.Load(ctx, authorities.NewStore(db.Pool), layers.NewStore(db.Pool), directory)
		if err != nil {
			return err
		}
		return p.printLoaded(report, c.JSON)
	})
}

type refreshCommand struct{ jsonFlag }

func (c *refreshCommand) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		report, err := authorities.Refresh(ctx, authorities.NewStore(db.Pool), layers.NewStore(db.Pool))
		if err != nil {
			return err
		}
		return p.printLoaded(report, c.JSON)
	})
}

func (p *program) printLoaded(report authorities.Report, asJSON bool) error {
	if asJSON {
		return p.printJSON(report)
	}
	for _, m := range report.Missing {
		if _, err := fmt.Fprintf(p.stdout, "%s, %s: the border of %s is in no published layer\n", m.Authority, m.Field, strings.Join(m.Municipalities, ", ")); err != nil {
			return err
		}
	}
	if len(report.Kept) > 0 {
		if _, err := fmt.Fprintf(p.stdout, "channels and hours as their administrators changed them: %s\n", strings.Join(report.Kept, ", ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(p.stdout, "%d fields, %d authorities, %d competence areas\n", report.Fields, report.Authorities, report.Competences)
	return err
}

type listAuthoritiesCommand struct {
	jsonFlag
	Field string `help:"Only those competent for it."`
	Lang  string `enum:"fi,sv,en" default:"fi" help:"Language of the names."`
}

func (c *listAuthoritiesCommand) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		filter := authorities.Filter{Field: c.Field, Day: authorities.Today(), Lang: i18n.Lang(c.Lang), Limit: authorities.MaxPage}
		all := []authorities.Authority{}
		for {
			page, next, err := authorities.NewStore(db.Pool).List(ctx, filter)
			if err != nil {
				return err
			}
			all = append(all, page...)
			if next == nil {
				break
			}
			filter.After = next
		}
		if c.JSON {
			return p.printJSON(map[string]any{"items": api.ListedAuthorities(all, filter.Lang)})
		}
		rows := [][]string{{"CODE", "PARENT", "KIND", "NAME", "PHONE", "E-MAIL"}}
		for _, a := range all {
			rows = append(rows, []string{a.Code, a.Parent, string(a.Kind), a.Name.In(filter.Lang), a.Channels.Phone, a.Channels.Email})
		}
		return p.printTable(rows)
	})
}

type competentCommand struct {
	jsonFlag
	Field    string `help:"What for, such as building_permit; missing: everything."`
	Geometry string `required:"" placeholder:"WKT|GEOJSON|@FILE" help:"The place, as lupakartta check takes it."`
	Day      string `placeholder:"YYYY-MM-DD" help:"On which day; missing: today."`
	Lang     string `enum:"fi,sv,en" default:"fi" help:"Language of the names."`
}

func (c *competentCommand) Run(ctx context.Context, p *program) error {
	asked := checkCommand{jsonFlag: c.jsonFlag, Geometry: c.Geometry, Lang: c.Lang}
	place, err := asked.place()
	if faults, ok := errors.AsType[geo.Faults](err); ok {
		return asked.refuse(p, faults)
	}
	if err != nil {
		return err
	}
	day := cmp.Or(c.Day, authorities.Today())
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return usageError{fmt.Errorf("day %q: want YYYY-MM-DD", day)}
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		answer, err := authorities.NewStore(db.Pool).Competent(ctx, c.Field, authorities.Place(place), day)
		if err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(api.DescribeCompetent(answer, i18n.Lang(c.Lang)))
		}
		return p.printCompetent(answer, i18n.Lang(c.Lang))
	})
}

// printCompetent writes who is competent for people, and for what the place is not wholly known.
func (p *program) printCompetent(answer authorities.Answer, lang i18n.Lang) error {
	rows := [][]string{{"SHARE", "FIELD", "AUTHORITY", "PHONE", "STATUTE"}}
	for _, m := range answer.Matches {
		name := m.Name.In(lang)
		for _, over := range m.Above {
			name += " · " + over.Name.In(lang)
		}
		rows = append(rows, []string{fmt.Sprintf("%.0f %%", 100*m.Share), m.Field.Code, name, m.Channels.Phone, m.Statute.In(lang)})
	}
	if err := p.printTable(rows); err != nil {
		return err
	}
	for _, c := range answer.Coverage {
		if c.Share < 1 {
			if _, err := fmt.Fprintf(p.stdout, "not known for %.0f %% of the place: %s\n", 100*(1-c.Share), c.Field); err != nil {
				return err
			}
		}
	}
	return nil
}
