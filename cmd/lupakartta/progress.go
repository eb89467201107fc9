package main

import (
	"fmt"
	"os"
	"time"

	"lupakartta/layers"
)

// progressPause is how often a line of progress is written anew.
const progressPause = 200 * time.Millisecond

// onTerminal tells whether a person watches standard error.
func (p *program) onTerminal() bool {
	file, ok := p.stderr.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// showProgress writes over the line of progress on a terminal, and nothing elsewhere.
func (p *program) showProgress(format string, args ...any) {
	if !p.onTerminal() || time.Since(p.shown) < progressPause {
		return
	}
	p.shown = time.Now()
	_, _ = fmt.Fprintf(p.stderr, "\r\033[K"+format, args...)
}

// endProgress takes the line of progress away.
func (p *program) endProgress() {
	if p.onTerminal() && !p.shown.IsZero() {
		_, _ = fmt.Fprint(p.stderr, "\r\033[K")
		p.shown = time.Time{}
	}
}

// importProgress shows how far an import has come.
func (p *program) importProgress() func(layers.Progress) {
	return func(progress layers.Progress) {
		p.showProgress("%s", progressLine(progress))
	}
}

// progressLine is "springs: reading, 40000 of 1000000 features, 51000/s, 19 s left".
func progressLine(progress layers.Progress) string {
	line := fmt.Sprintf("%s: %s, %d", progress.Layer, progress.Step, progress.Read)
	if progress.Total > 0 {
		line += fmt.Sprintf(" of %d", progress.Total)
	}
	line += " features"
	if progress.Step == layers.Reading && progress.PerSecond > 0 {
		line += fmt.Sprintf(", %.0f/s", progress.PerSecond)
	}
	if progress.Left > 0 {
		line += fmt.Sprintf(", %s left", progress.Left.Round(time.Second))
	}
	return line
}
