package main

import (
	"context"
	"errors"
	"fmt"

	"lupakartta/identity/audit"
	"lupakartta/internal/pg"
)

// auditCommand looks at the audit log.
type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Compute every hash of the audit log anew and look for gaps. Keep the head that it prints elsewhere."`
}

type auditVerifyCommand struct {
	jsonFlag
	Head string `placeholder:"NUMBER:HASH" help:"The head that an earlier verification printed: shows when the log was replaced, or cut at its end, since then."`
}

// errAudit makes the command fail; what is wrong has been printed.
var errAudit = errors.New("the audit log is not whole")

func (c *auditVerifyCommand) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(db *pg.DB) error {
		proof, err := audit.Verify(ctx, db.Pool, c.Head)
		if err != nil {
			return err
		}
		if err := c.print(p, proof); err != nil {
			return err
		}
		if len(proof.Faults) > 0 {
			return errAudit
		}
		return nil
	})
}

func (c *auditVerifyCommand) print(p *program, proof audit.Proof) error {
	if c.JSON {
		return p.printJSON(proof)
	}
	for _, fault := range proof.Faults {
		if _, err := fmt.Fprintf(p.stdout, "entry %d: %s\n", fault.Number, fault.Reason); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(p.stdout, "%d entries, %d faults\nhead %s\n", proof.Entries, len(proof.Faults), proof.Head)
	return err
}
