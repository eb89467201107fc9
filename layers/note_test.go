package layers

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
	"lupakartta/internal/testdb"
	"lupakartta/layers/source"
)

// Codes are names in Go and in SQL: each that is written somewhere has words.
func TestEveryCodeThatIsGivenHasWords(t *testing.T) {
	inSQL := regexp.MustCompile(`'code', '([a-z_]+)'|"code": "([a-z_]+)"`)
	known, given := source.NoteCodes(), map[string]string{}
	for _, code := range geosReasons {
		given[code] = "note.go"
	}
	for _, pattern := range []string{"*.go", "source/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				for _, code := range codesIn(n, inSQL) {
					given[code] = name
				}
				return true
			})
		}
	}
	for code, name := range given {
		if !slices.Contains(known, code) {
			t.Errorf("%s: %s has no words", name, code)
		}
	}
	if len(given) < 40 {
		t.Errorf("only %d codes are found: %v", len(given), given)
	}
}

// codesIn are the codes that a call of note or warn, a Note or a statement gives.
func codesIn(n ast.Node, inSQL *regexp.Regexp) []string {
	text := func(e ast.Expr) []string {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if said, err := strconv.Unquote(lit.Value); err == nil {
				return []string{said}
			}
		}
		return nil
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if (name == "note" || name == "warn") && len(n.Args) > 0 {
			return text(n.Args[0])
		}
	case *ast.CompositeLit:
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Code" {
					return text(kv.Value)
				}
			}
		}
	case *ast.BasicLit:
		var codes []string
		for _, m := range inSQL.FindAllStringSubmatch(n.Value, -1) {
			codes = append(codes, m[1]+m[2])
		}
		return codes
	}
	return nil
}

func TestFaultsOfGEOSAreTold(t *testing.T) {
	for said, want := range map[string]string{
		"Self-intersection[480405 6920405]":                     "Kohteen rajaviiva leikkaa itsensä",
		"Ring Self-intersection[1 2] in EPSG:3879":              "Kohteen rajaviiva koskettaa itseään",
		"Hole lies outside shell[1 2]":                          "Reikä on kohteen ulkorajan ulkopuolella",
		"Too few points in geometry component[1 2]":             "Kohteen rajassa tai viivassa on liian vähän pisteitä",
		"Invalid Coordinate[nan nan]":                           "Koordinaatti ei ole luku",
		"IllegalArgumentException: a new one [of its own] kind": "Geometrian tarkistus: IllegalArgumentException: a new one [of its own] kind",
	} {
		if got := faultNote(said).In(i18n.Finnish).Text; got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
	if at := faultNote("Self-intersection[1 2] in EPSG:3879").Values; at["at"] != "1 2" || at["crs"] != "EPSG:3879" {
		t.Errorf("values %v", at)
	}
}

// Reports and failures that were written before notes had codes are still told.
func TestOldReportsAreRead(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	_, v := buildLayer(t, store, testRecipe("old", Natura), "", nil, []wkt{{"a", "SRID=3067;POINT(480001 6920001)", ``}})
	for stored, want := range map[string]func(Report) bool{
		`{"warnings":["odd"],"repaired":[{"id":"a","reason":"Self-intersection"}],"refused":[{"id":"b","reason":"empty geometry"}]}`: func(r Report) bool {
			return r.Warnings[0].Text == "odd" && r.Repaired[0].Reason.Text == "Self-intersection" && r.Refused[0].Reason.Text == "empty geometry" && r.Failure == nil
		},
		`{"error":"pq: secret"}`: func(r Report) bool { return strings.HasPrefix(r.Failure.Text, "Tuonti epäonnistui") },
	} {
		if _, err := store.pool.Exec(ctx, `update layer_versions set report = $2 where number = $1`, v.Number, stored); err != nil {
			t.Fatal(err)
		}
		report, err := store.Report(ctx, v.Number)
		if err != nil {
			t.Fatal(err)
		}
		if report = report.In(i18n.Finnish); !want(report) {
			t.Errorf("%s reads %+v", stored, report)
		}
	}
}

func TestFailedVersionTellsWhyWithoutWordsOfErrors(t *testing.T) {
	ctx := context.Background()
	store := NewStore(testdb.New(t))
	for code, reason := range map[string]error{
		"failed": errors.New("secret"), "begun_again": errAgain, "suspicious_axes": &source.Doubt{Declared: "EPSG:3067", Looks: "EPSG:3067", Swapped: true},
	} {
		b, err := store.Begin(ctx, testRecipe("broken", Natura), Origin{})
		if err != nil {
			t.Fatal(err)
		}
		b.Abort(ctx, reason)
		report, err := store.Report(ctx, b.Number())
		if err != nil {
			t.Fatal(err)
		}
		if report.Failure == nil || report.Failure.Code != code || strings.Contains(asJSON(t, report), "secret") {
			t.Errorf("%v: report %s", reason, asJSON(t, report))
		}
	}
}
