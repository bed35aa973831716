// Package house keeps the order of the house: imports point to a lower storey
// only, and wings of one storey do not know each other. It reads the import
// lines itself and uses the standard library alone.
package house

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// storeys is the house from the ground up. A package belongs to the longest
// entry that is it or a folder above it; packages of one entry are one wing.
var storeys = map[string]int{
	"plover":              0,
	"":                    1, // package entente itself
	"document":            2,
	"source":              3,
	"reading":             3,
	"coding":              3,
	"resolve":             3,
	"ledger":              3,
	"network":             3,
	"ingest":              4,
	"forecast":            4,
	"sample":              4,
	"brief":               5,
	"export":              5,
	"engine":              6,
	"api":                 7,
	"web":                 7,
	"eval":                7,
	"cmd/entente":         8,
	"cmd/entente-train":   8,
	"internal/actortable": 8,
}

// wingOf returns the wing and storey of a package path relative to the module.
func wingOf(pkg string) (wing string, storey int, ok bool) {
	for w := pkg; ; w = path.Dir(w) {
		if w == "." {
			w = ""
		}
		if s, found := storeys[w]; found && (w != "" || pkg == "") {
			return w, s, true
		}
		if w == "" {
			return "", 0, false
		}
	}
}

func TestImportsPointDown(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") && name != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		files++
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		checkFile(t, file, path.Dir(filepath.ToSlash(rel)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("only %d Go files found: the test looks in the wrong place", files)
	}
}

func checkFile(t *testing.T, file, pkg string) {
	if pkg == "." {
		pkg = ""
	}
	if strings.HasPrefix(pkg, "internal/") && !strings.HasPrefix(pkg, "internal/actortable") || strings.HasPrefix(pkg, "bench") {
		return // plumbing that any storey may use imports nothing of the house but what it must
	}
	wing, storey, ok := wingOf(pkg)
	if !ok {
		t.Errorf("%s: package %q has no storey: give it one in this test and in ARCHITECTURE.md", file, pkg)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range f.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if imported != "entente" && !strings.HasPrefix(imported, "entente/") {
			continue
		}
		to := strings.TrimPrefix(strings.TrimPrefix(imported, "entente"), "/")
		if strings.HasPrefix(to, "internal/") {
			continue
		}
		toWing, toStorey, ok := wingOf(to)
		if !ok || toStorey > storey || toStorey == storey && toWing != wing {
			t.Errorf("%s: package %q (storey %d) imports %q: imports point to a lower storey only", file, pkg, storey, imported)
		}
	}
}
