package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"lupakartta/authorities"
	"lupakartta/checks"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
)

type rulesCommand struct {
	Keeper ruleKeeperCommand `cmd:"" help:"Say which authority's registrars propose changes of rules, and its registrars and decision makers approve them."`
}

type ruleKeeperCommand struct {
	jsonFlag
	Authority string `arg:"" optional:"" help:"Code of the authority."`
	None      bool   `help:"Nobody changes rules here: they are those that come with the program, and those approved so far."`
}

// rulesKeptBy is the authority that keeps the rules.
type rulesKeptBy struct {
	Keeper string `json:"keeper,omitempty"`
}

func (c *ruleKeeperCommand) Run(ctx context.Context, p *program) error {
	if (c.Authority == "") != c.None {
		return usageError{fmt.Errorf("name an authority, or --none")}
	}
	return p.withDatabase(ctx, func(db *pg.DB) error {
		keeper, name := uuid.Nil, "nobody"
		if !c.None {
			entry, err := authorities.NewStore(db.Pool).Get(ctx, c.Authority, authorities.Today())
			if err != nil {
				return err
			}
			keeper, name = entry.ID, entry.Name.In(i18n.Finnish)
		}
		if err := checks.SetRuleKeeper(ctx, db.Pool, keeper); err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(rulesKeptBy{c.Authority})
		}
		_, err := fmt.Fprintf(p.stdout, "the rules are kept by %s\n", name)
		return err
	})
}
