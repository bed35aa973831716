package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// hint is a command line in the words of a page or a message, up to what closes it.
var hint = regexp.MustCompile("[“\"'`>]entente ([a-z][^”\"'`<\n\\\\]*)")

func TestEveryCommandThatPagesNameIsThere(t *testing.T) {
	a := &app{stdio: stdio{&bytes.Buffer{}, &bytes.Buffer{}, &bytes.Buffer{}, func(string) string { return "" }}}
	root := a.root()
	found := 0
	for _, folder := range []string{"ui/src", "web", "api", "engine"} {
		err := filepath.WalkDir(filepath.Join("..", "..", filepath.FromSlash(folder)), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(path, "_test.go") || strings.Contains(path, filepath.Join("web", "dist")) {
				return err
			}
			switch filepath.Ext(path) {
			case ".svelte", ".ts", ".html", ".go":
			default:
				return nil
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range hint.FindAllStringSubmatch(string(b), -1) {
				found++
				words := strings.Fields(m[1])
				c, rest, err := root.Find(words)
				if err != nil || c == root {
					t.Errorf("%s names %q, which is no command", path, "entente "+m[1])
					continue
				}
				for _, w := range rest {
					name, isFlag := strings.CutPrefix(w, "--")
					if isFlag && c.Flags().Lookup(name) == nil && c.InheritedFlags().Lookup(name) == nil {
						t.Errorf("%s names %q: %q has no flag --%s", path, "entente "+m[1], c.CommandPath(), name)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 8 {
		t.Errorf("%d command lines found, want 8 at least: are they looked for where they are?", found)
	}
}
