package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"lupakartta/authorities"
	"lupakartta/internal/i18n"
	"lupakartta/internal/pg"
	"lupakartta/layers"
)

type keeperCommand struct {
	jsonFlag
	Layer     string `arg:"" help:"Id of the layer."`
	Authority string `arg:"" optional:"" help:"Code of the authority whose registrars import, approve and refresh it."`
	None      bool   `help:"Nobody but whoever runs the service keeps it."`
}

// keptBy is a layer and the authority that keeps it.
type keptBy struct {
	Layer  string `json:"layer"`
	Keeper string `json:"keeper,omitempty"`
}

func (c *keeperCommand) Run(ctx context.Context, p *program) error {
	if (c.Authority == "") != c.None {
		return usageError{fmt.Errorf("name an authority, or --none")}
	}
	return p.withLayers(ctx, func(db *pg.DB, store *layers.Store) error {
		keeper, name := uuid.Nil, "whoever runs the service"
		if !c.None {
			entry, err := authorities.NewStore(db.Pool).Get(ctx, c.Authority, authorities.Today())
			if err != nil {
				return err
			}
			keeper, name = entry.ID, entry.Name.In(i18n.Finnish)
		}
		if err := store.SetKeeper(ctx, c.Layer, keeper); err != nil {
			return err
		}
		if c.JSON {
			return p.printJSON(keptBy{c.Layer, c.Authority})
		}
		_, err := fmt.Fprintf(p.stdout, "%s is kept by %s\n", c.Layer, name)
		return err
	})
}
