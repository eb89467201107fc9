package source

import (
	"bytes"
	"strings"
)

// Bounds of what is kept of the reading process's words.
const (
	complaintBytes    = 2 << 10 // of one line
	complaintErrors   = 20      // the first: later ones follow from them
	complaintWarnings = 100     // the last: they are nearest to what went wrong
)

// complaints reads a GDAL program's standard error line by line. Errors are always kept, however many warnings come
// before them: a read that ends early must never pass for a whole one.
type complaints struct {
	folder   string // taken out of what is said
	line     []byte // begun
	errors   []string
	warnings []string // a ring once it is full
	warned   int
}

// Write implements io.Writer.
func (c *complaints) Write(p []byte) (int, error) {
	written := len(p)
	for {
		rest, after, whole := bytes.Cut(p, []byte("\n"))
		c.line = append(c.line, rest[:min(len(rest), complaintBytes-len(c.line))]...)
		if !whole {
			return written, nil
		}
		c.end()
		p = after
	}
}

// end files the line that has come to its end.
func (c *complaints) end() {
	line := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(string(c.line), "\uFFFD"), c.folder+"/", ""))
	c.line = c.line[:0]
	if strings.HasPrefix(line, "ERROR ") {
		if len(c.errors) < complaintErrors {
			c.errors = append(c.errors, line)
		}
		return
	}
	text, ok := strings.CutPrefix(line, "Warning ")
	if !ok || strings.Contains(line, "may only be partially supported") {
		return
	}
	_, text, _ = strings.Cut(text, ": ")
	if len(c.warnings) < complaintWarnings {
		c.warnings = append(c.warnings, text)
	} else {
		c.warnings[c.warned%complaintWarnings] = text
	}
	c.warned++
}

// told returns what was said, in its order, once the program has ended.
func (c *complaints) told() (warnings []Note, faults []string) {
	c.end()
	if c.warned <= complaintWarnings {
		return gdalNotes(c.warnings), c.errors
	}
	oldest := c.warned % complaintWarnings
	warnings = []Note{{Code: "gdal_more", Values: map[string]any{"count": c.warned - complaintWarnings}}}
	return append(append(warnings, gdalNotes(c.warnings[oldest:])...), gdalNotes(c.warnings[:oldest])...), c.errors
}

// gdalNotes are the program's own words.
func gdalNotes(words []string) []Note {
	var notes []Note
	for _, text := range words {
		notes = append(notes, Note{Code: "gdal", Values: map[string]any{"text": text}})
	}
	return notes
}
