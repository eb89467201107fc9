package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

// runBenchmarks runs Go's benchmarks and prints one table of them.
func runBenchmarks(ctx context.Context) int {
	child := command(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "-p", "1", "-timeout", "60m", "./...")
	output, err := child.Output()
	table := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	folder := ""
	for line := range bytes.Lines(output) {
		fields := strings.Fields(string(line))
		switch {
		case len(fields) == 2 && fields[0] == "pkg:":
			folder = strings.TrimPrefix(fields[1], "lupakartta/")
		case len(fields) > 3 && strings.HasPrefix(fields[0], "Benchmark"):
			fmt.Fprintf(table, "%s %s", folder, strings.TrimPrefix(fields[0], "Benchmark"))
			for i := 2; i+1 < len(fields); i += 2 {
				fmt.Fprintf(table, "\t%s %s", fields[i], fields[i+1])
			}
			fmt.Fprintln(table, "\t")
		case len(fields) > 0 && (strings.HasPrefix(fields[0], "---") || fields[0] == "FAIL" || fields[0] == "panic:"):
			fmt.Fprint(os.Stderr, string(line))
		}
	}
	if flushErr := table.Flush(); err != nil || flushErr != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err, flushErr)
		return 1
	}
	return 0
}
