// Package golddata finds the folder of gold and sample data, which is not part of
// the project, for the tests that need it.
package golddata

import (
	"os"
	"path/filepath"
	"testing"
)

// Path is the path of a file or folder of the data: below $ENTENTE_DATA, or below
// the shared/data folder beside a folder above. A test whose data is not there is
// skipped with a word on how to give it.
func Path(t testing.TB, below ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{root()}, below...)...)
	if _, err := os.Stat(path); err != nil || root() == "" {
		t.Skipf("no %s: set ENTENTE_DATA to the folder of gold data", filepath.Join(below...))
	}
	return path
}

// root is the folder of all data, "" where there is none.
func root() string {
	if d := os.Getenv("ENTENTE_DATA"); d != "" {
		return d
	}
	at, err := os.Getwd()
	for err == nil {
		d := filepath.Join(at, "shared", "data")
		if _, err := os.Stat(d); err == nil {
			return d
		}
		up := filepath.Dir(at)
		if up == at {
			break
		}
		at = up
	}
	return ""
}
