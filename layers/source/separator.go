package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// mostSampled is how many rows are looked at to tell how a table's columns are parted.
const mostSampled = 20

// separators are tried in this order. A comma comes last: it also parts decimals and stands in names, while a header in
// which every row has as many tabs or semicolons has them for nothing else.
var separators = []rune{'\t', ';', ','}

var errNoRows = fmt.Errorf("a table has a header and rows below it, this is one line: %w", ErrFormat)

// separatorOf is the separator with which a table's first rows are as wide as its header, or else the one that parts the
// header most.
func separatorOf(head []byte, whole bool) rune {
	best, widest := separators[0], 0
	for _, candidate := range separators {
		width, err := tableWidth(head, candidate, whole)
		if err == nil {
			return candidate
		}
		if width > widest {
			best, widest = candidate, width
		}
	}
	return best
}

// checkTable refuses text that no separator makes a table of: a header of several columns, and rows that are as wide.
func checkTable(head []byte, whole bool) error {
	_, err := tableWidth(head, separatorOf(head, whole), whole)
	return err
}

// tableWidth is the number of columns that a separator gives the header; the error says why the rows do not fit it. A row
// that goes on behind the head is not judged.
func tableWidth(head []byte, separator rune, whole bool) (width int, err error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	reader.Comma, reader.ReuseRecord = separator, true
	names, err := reader.Read()
	if err != nil || len(names) < 2 {
		return len(names), fmt.Errorf("a table has a header of several columns, this is other text: %w", ErrFormat)
	}
	width = len(names)
	for rows := 0; rows < mostSampled; rows++ {
		_, err := reader.Read()
		cut := !whole && reader.InputOffset() >= int64(len(head))
		switch {
		case cut:
			return width, nil
		case errors.Is(err, io.EOF) && rows == 0:
			return width, errNoRows
		case errors.Is(err, io.EOF):
			return width, nil
		case err != nil:
			return width, fmt.Errorf("the rows of a table are as wide as its header, in this text they are not: %w: %w", err, ErrFormat)
		}
	}
	return width, nil
}
