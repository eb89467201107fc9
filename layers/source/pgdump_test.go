package source

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sampleDump = `SET standard_conforming_strings = OFF;
BEGIN;
CREATE TABLE "public"."features" ( "§fid" BIGSERIAL, CONSTRAINT "features_pk" PRIMARY KEY ("§fid") );
SELECT AddGeometryColumn('public','features','§geom',3879,'GEOMETRY',2);
COMMENT ON TABLE "public"."features" IS 'it''s; COPY "x" \'FROM STDIN;
';
ALTER TABLE "public"."features" ADD COLUMN "a" FLOAT8;
ALTER TABLE "public"."features" ADD COLUMN "b""; x" VARCHAR(80) NOT NULL;
ALTER TABLE "public"."features" ADD COLUMN "c" INTEGER[];
ALTER TABLE "public"."features" ADD COLUMN "d" timestamp with time zone;
ALTER TABLE "public"."features" ADD COLUMN "e" BOOLEAN;
ALTER TABLE "public"."features" ADD COLUMN "f" JSON;
ALTER TABLE "public"."features" ADD COLUMN "g" varchar[];
COPY "public"."features" ("§geom", "§fid", "a", "b""; x", "c", "d", "e", "f", "g") FROM STDIN;
0101	1	1.50	x\	y\\n\
z\.	{1,2}	2023/02/15 12:07:35+02	1	{ "k": 1 }	{"a,\\"b","c}",NULL,}
\N	2	nan	\N	\N	\N	0	{broken	\N
\.
SELECT setval('x', 3);
COMMIT;
`

func readAll(dump string) (rows []string, err error) {
	d := newDumpReader(strings.NewReader(dump), 1<<20)
	for {
		table, fields, err := d.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, string(Row{Columns: table.columns, Fields: fields}.Attributes(nil)))
	}
}

func TestDumpReader(t *testing.T) {
	rows, err := readAll(sampleDump)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"a":1.5,"b\"; x":"x\ty\\n\nz.","c":[1,2],"d":"2023-02-15T12:07:35+02:00","e":true,"f":{ "k": 1 },"g":["a,\"b","c}",null]}`,
		`{"a":"nan","e":false,"f":"{broken"}`,
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	for _, row := range rows {
		if !json.Valid([]byte(row)) {
			t.Errorf("not JSON: %s", row)
		}
	}
}

func TestDumpReaderIsStrict(t *testing.T) {
	replace := func(old, with string) string { return strings.Replace(sampleDump, old, with, 1) }
	tests := []struct{ name, dump string }{
		{"a statement that dumps do not have", replace("BEGIN;", "DROP DATABASE x;")},
		{"a function call", replace("SELECT setval('x', 3);", "SELECT pg_read_file('/etc/passwd');")},
		{"rows for another table", replace(`COPY "public"."features"`, `COPY "public"."users"`)},
		{"a column of another table", replace(`ALTER TABLE "public"."features"`, `ALTER TABLE "public"."users"`)},
		{"a program as source", replace(") FROM STDIN;", ") FROM PROGRAM 'id';")},
		{"something after the statement", replace(") FROM STDIN;", ") FROM STDIN;more")},
		{"too few values", replace("\\N\t2\tnan", "\\N\tnan")},
		{"too many values", replace("\\N\t2\tnan", "\\N\t2\tnan\t7")},
		{"an end within a row", sampleDump[:strings.Index(sampleDump, "nan")]},
		{"an end within quotes", sampleDump[:strings.Index(sampleDump, "FROM STDIN;\n'")]},
		{"two geometry columns", replace("COMMENT ON", "SELECT AddGeometryColumn('public','features','other',3879,'GEOMETRY',2);\nCOMMENT ON")},
		{"something after the end of rows", replace("\\.\nSELECT", "\\.SELECT")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if rows, err := readAll(tt.dump); err == nil {
				t.Errorf("read %q", rows)
			}
		})
	}
}

func FuzzPGDump(f *testing.F) {
	f.Add(sampleDump)
	f.Add(strings.ReplaceAll(sampleDump, "\n", "\r\n"))
	f.Add(`COPY "a"."b" ("c") FROM STDIN;` + "\n\\.\n")
	f.Add("SET standard_conforming_strings = ON; CREATE TABLE \"a\".\"b\" ('\\');")
	f.Fuzz(func(t *testing.T, dump string) {
		rows, _ := readAll(dump)
		for _, row := range rows {
			if !json.Valid([]byte(row)) {
				t.Fatalf("not JSON: %q", row)
			}
		}
	})
}
