package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
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
	count := int64(0)
	if err := eachRecord(name, 64<<20, func([]byte) error { count++; return nil }); err != nil {
		return 0
	}
	return count
}

// checkSequence tells whether every record is JSON: GDAL makes a feature of the beginning of one.
func checkSequence(name string, limits Limits) error {
	number := 0
	return eachRecord(name, int(limits.Feature), func(record []byte) error {
		if number++; !json.Valid(record) {
			return fmt.Errorf("the file cannot be read: record %d is no JSON: %w", number, ErrFormat)
		}
		return nil
	})
}

func eachRecord(name string, most int, tell func(record []byte) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	in := bufio.NewReader(file)
	end := byte('\n')
	if first, _ := in.Peek(4); bytes.ContainsRune(first, 0x1e) {
		end = 0x1e
	}
	records := bufio.NewScanner(in)
	records.Buffer(make([]byte, 0, 1<<16), most)
	records.Split(func(data []byte, atEnd bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, end); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEnd && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	for records.Scan() {
		record := bytes.TrimSpace(bytes.TrimPrefix(records.Bytes(), []byte("\xef\xbb\xbf")))
		if len(record) == 0 {
			continue
		}
		if err := tell(record); err != nil {
			return err
		}
	}
	if err := records.Err(); err != nil {
		return fmt.Errorf("the file cannot be read: %w: %w", err, ErrLimit)
	}
	return nil
}

// checkShapefile compares the lengths of a shapefile's parts with those in their heads, and the number of its shapes
// with that of its rows, which GDAL does not mind.
func checkShapefile(folder string) error {
	shapes, rows := int64(-1), int64(-1)
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
			said, rows = int64(records)*int64(length)+int64(first), int64(records)
		case extension != ".dbf" && len(head) >= 100:
			said = int64(binary.BigEndian.Uint32(head[24:])) * 2
		}
		if extension == ".shx" {
			shapes = (said - 100) / 8
		}
		if said > size {
			return fmt.Errorf("the shapefile cannot be read: its %s has %d bytes, its head says %d: it is truncated: %w", extension, size, said, ErrFormat)
		}
	}
	if shapes >= 0 && rows >= 0 && shapes != rows {
		return fmt.Errorf("the shapefile cannot be read: it has %d shapes and %d rows of attributes: %w", shapes, rows, ErrFormat)
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
