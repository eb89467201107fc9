package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
)

// jsonFlag is on every command that prints.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print one JSON object on standard output."`
}

// printJSON writes one object on standard output.
func (p *program) printJSON(value any) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// printTable writes rows in columns; the first row is the heading.
func (p *program) printTable(rows [][]string) error {
	w := tabwriter.NewWriter(p.stdout, 0, 4, 2, ' ', 0)
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}
