package source

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// promised is how many features a file says it has, where GDAL would take fewer for all; 0 where it does not say.
func promised(format Format, folder string) int64 {
	name := filepath.Join(folder, format.fileName())
	switch format {
	case FormatFlatGeobuf:
		head, err := readHead(name)
		if err != nil {
			return 0
		}
		return flatGeobufCount(head)
	case FormatMIF:
		return countRecords(filepath.Join(folder, "input.mid"))
	case FormatGeoJSONSeq:
		return countRecords(name)
	}
	return 0
}

// countRecords counts the records of a text: those that begin with RFC 8142's separator when it begins with one,
// otherwise lines that are not blank.
func countRecords(name string) int64 {
	file, err := os.Open(name)
	if err != nil {
		return 0
	}
	defer func() { _ = file.Close() }()
	in := bufio.NewReaderSize(file, 1<<16)
	var separators, lines int64
	for filled := false; ; {
		c, err := in.ReadByte()
		if (err != nil || c == '\n') && filled {
			lines, filled = lines+1, false
		}
		if err != nil {
			break
		}
		if c == 0x1e {
			separators++
		}
		filled = filled || c != ' ' && c != '\t' && c != '\r' && c != '\n'
	}
	if separators > 0 {
		return separators
	}
	return lines
}

// checkShapefile compares the lengths of a shapefile's parts with those in their heads, which GDAL does not mind.
func checkShapefile(folder string) error {
	for _, extension := range []string{".shp", ".shx", ".dbf"} {
		head, size, err := headAndSize(filepath.Join(folder, "input"+extension))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		said := int64(32)
		switch {
		case extension == ".dbf" && len(head) >= 32:
			records, first, length := binary.LittleEndian.Uint32(head[4:]), binary.LittleEndian.Uint16(head[8:]), binary.LittleEndian.Uint16(head[10:])
			said = int64(records)*int64(length) + int64(first)
		case extension != ".dbf" && len(head) >= 100:
			said = int64(binary.BigEndian.Uint32(head[24:])) * 2
		}
		if said > size {
			return fmt.Errorf("the shapefile cannot be read: its %s has %d bytes, its head says %d: it is truncated: %w", extension, size, said, ErrFormat)
		}
	}
	return nil
}

func headAndSize(name string) (head []byte, size int64, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, 0, err
	}
	head, err = readHead(name)
	return head, info.Size(), err
}

// flatGeobufCount reads features_count, the ninth field of the table Header, from a flatbuffer that follows eight
// magic bytes and its length.
func flatGeobufCount(head []byte) int64 {
	const start, field = 12, 8
	at := func(i int) (int, bool) {
		if i < 0 || i+4 > len(head) {
			return 0, false
		}
		return int(int32(binary.LittleEndian.Uint32(head[i:]))), true
	}
	root, ok := at(start)
	table := start + root
	back, ok2 := at(table)
	slot := table - back + 4 + 2*field
	if !ok || !ok2 || table-back < 0 || slot+2 > len(head) || slot < 0 {
		return 0
	}
	if size := int(binary.LittleEndian.Uint16(head[table-back:])); 4+2*field+2 > size {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(head[slot:]))
	if offset == 0 || table+offset+8 > len(head) {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(head[table+offset:]))
}
