// Package testfiles gives tests the registers' own files, which are too large to lie beside the code.
package testfiles

import (
	"os"
	"path/filepath"
	"testing"
)

// Real is the folder of the registers' own files (LUPAKARTTA_REAL_DATA; otherwise shared/data beside the checkout). Without
// it the test is skipped, except in CI.
func Real(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("LUPAKARTTA_REAL_DATA")
	if folder == "" {
		folder = filepath.Join(root(t), "..", "shared", "data")
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		const message = "no folder of real files: set LUPAKARTTA_REAL_DATA"
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	return folder
}

// root is the module's folder, which tests run somewhere below.
func root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("the test does not run in the module")
		}
		folder = above
	}
}
