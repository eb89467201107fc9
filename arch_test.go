// Package lupakartta_test holds the order of the packages: whoever changes a lower one need not know the higher ones.
package lupakartta_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "lupakartta"

// order lists the top-level packages from the ground up: each may import those of the lines before its own and, inside
// a folder, its own sub-packages. Packages of one line do not import each other.
var order = [][]string{
	{"geo"},
	{"migrations", "web"}, // embedded files with a little code, importing nothing of ours
	{"internal"},
	{"identity"},
	{"layers"},
	{"authorities"},
	{"tiles", "checks"},
	{"styles"},
	{"venues"},
	{"projects"},
	{"notices"},
	{"observations"},
	{"watches"},
	{"api"},
	{"demo"},
	{"bench"},
	{"cmd"},
}

// onlyAbove are modules that domain packages must not know: HTTP stays in api and what is above it.
var onlyAbove = []string{"github.com/go-chi/chi", "github.com/danielgtaylor/huma"}

// level is the line of the order that a folder stands in; -1 when it is not in it.
func level(folder string) int {
	top, _, _ := strings.Cut(folder, "/")
	return slices.IndexFunc(order, func(line []string) bool { return slices.Contains(line, top) })
}

// faults says what is wrong with a file of a folder that imports path.
func faults(folder, path string, test bool) string {
	above := level(folder) >= level("api")
	for _, forbidden := range onlyAbove {
		if !above && (path == forbidden || strings.HasPrefix(path, forbidden+"/")) {
			return "HTTP routers belong in api"
		}
	}
	target, ours := strings.CutPrefix(path, module+"/")
	if !ours {
		return ""
	}
	from, to := level(folder), level(target)
	top, _, _ := strings.Cut(folder, "/")
	targetTop, _, _ := strings.Cut(target, "/")
	switch {
	case to < 0:
		return "the package is not in the order: give it a place in arch_test.go"
	case top == targetTop:
		return ""
	case test && slices.Contains([]string{"internal", "migrations", "demo"}, targetTop):
		return "" // tests of any package may use the test database and the town
	case to >= from:
		return "the arrow points the wrong way"
	}
	return ""
}

func TestImportsFollowTheOrder(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "node_modules" || name == "tools" || name == "var" || len(name) > 1 && name[0] == '.' {
				return filepath.SkipDir
			}
			return nil
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if filepath.Ext(path) != ".go" || folder == "." {
			return nil
		}
		files++
		if level(folder) < 0 {
			t.Errorf("%s: the package is not in the order: give it a place in arch_test.go", path)
			return nil
		}
		// Parsed here and not asked of the go command, whose answer the test cache would keep after a rule is broken.
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if fault := faults(folder, imported, strings.HasSuffix(path, "_test.go")); fault != "" {
				t.Errorf("%s imports %s: %s", path, imported, fault)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files were read: is this the module's root?", files)
	}
}

func TestFaultsAreSeen(t *testing.T) {
	tests := []struct {
		name, folder, path string
		test, fault        bool
	}{
		{"down", "layers", "lupakartta/geo", false, false},
		{"down to a sub-package", "api", "lupakartta/internal/pg", false, false},
		{"up", "geo", "lupakartta/layers", false, true},
		{"up from internal", "internal/pg", "lupakartta/layers", false, true},
		{"neighbours", "tiles", "lupakartta/checks", false, true},
		{"api from a domain package", "notices", "lupakartta/api", false, true},
		{"own sub-package", "layers", "lupakartta/layers/recipes", false, false},
		{"inside internal", "internal/testdb", "lupakartta/internal/pg", false, false},
		{"geo knows nothing of ours", "geo", "lupakartta/internal/i18n", false, true},
		{"a test of geo may use the test database", "geo", "lupakartta/internal/testdb", true, false},
		{"a test of checks may use the town", "checks", "lupakartta/demo", true, false},
		{"a test still keeps the order", "layers", "lupakartta/api", true, true},
		{"a router in a domain package", "checks", "github.com/go-chi/chi/v5", false, true},
		{"operations in a domain package", "layers", "github.com/danielgtaylor/huma/v2/adapters/humachi", false, true},
		{"a router in api", "api", "github.com/go-chi/chi/v5", false, false},
		{"another module", "geo", "github.com/paulmach/orb", false, false},
		{"a new package", "cmd/lupakartta", "lupakartta/utils", false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := faults(test.folder, test.path, test.test); (got != "") != test.fault {
				t.Errorf("%s imports %s: got fault %q", test.folder, test.path, got)
			}
		})
	}
}
