package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// readPages reads files one after the other as one layer. In a folder each feature gets its file's name, without
// extension, as attribute "file".
func (s *Source) readPages(ctx context.Context, o Options, folder string) (*Features, error) {
	p := &pages{source: s, options: o, folder: folder, left: s.members}
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	whole := &Features{SRID: p.now.SRID, end: func() error { return nil }, close: func() { p.now.close() }}
	whole.next = func() (Row, error) {
		for {
			row, err := p.now.next()
			if err == nil {
				return p.marked(row), nil
			}
			if !errors.Is(err, io.EOF) {
				return Row{}, errors.Join(p.now.end(), err)
			}
			err = p.now.end()
			p.portions = append(p.portions, p.now.portion)
			whole.Warnings = append(whole.Warnings, p.now.Warnings...)
			if err != nil {
				return Row{}, fmt.Errorf("%s: %w", p.name, err)
			}
			if len(p.left) == 0 {
				if err := checkWhole(p.portions); err != nil {
					return Row{}, err
				}
				if slices.ContainsFunc(p.portions, func(p portion) bool { return p.unsaid }) {
					whole.Warnings = append(whole.Warnings, Note{Code: "wholeness_unknown"})
				}
				return Row{}, io.EOF
			}
			if err := p.open(ctx); err != nil {
				return Row{}, err
			}
		}
	}
	return whole, nil
}

// pages are the files that are still to be read, and the one that is.
type pages struct {
	source  *Source
	options Options
	folder  string
	left    []member
	name    string
	inner   string // the folder of the one that is read
	now     *Features

	portions []portion // that the pages were so far
}

func (p *pages) marked(row Row) Row {
	if !p.source.folder {
		return row
	}
	row.Columns, row.Fields = append(slices.Clip(row.Columns), Column{Name: "file"}), append(slices.Clip(row.Fields), Field(p.name))
	return row
}

func (p *pages) open(ctx context.Context) error {
	if p.now != nil {
		p.now.close()
		if err := os.RemoveAll(p.inner); err != nil {
			return err
		}
	}
	p.inner = filepath.Join(p.folder, fmt.Sprintf("part%d", len(p.left)))
	if err := os.Mkdir(p.inner, 0o700); err != nil {
		return err
	}
	if err := giveFolder(p.folder); err != nil { // its user must pass through it
		return err
	}
	m := p.left[0]
	p.name, p.left = m.name, p.left[1:]
	in, err := p.source.readMember(ctx, m, p.options, p.inner)
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	p.now = in
	return nil
}
