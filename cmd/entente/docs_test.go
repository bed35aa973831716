package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/engine"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func page(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEveryCommandAndFlagIsDocumented(t *testing.T) {
	text := page(t, "cli.md")
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		if c.HasParent() && c.Parent().Name() != "completion" && !strings.Contains(text, "`"+c.CommandPath()) {
			t.Errorf("docs/cli.md does not name %q", c.CommandPath())
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(text, "--"+f.Name) {
				t.Errorf("docs/cli.md does not name the flag --%s of %q", f.Name, c.CommandPath())
			}
		})
		for _, s := range c.Commands() {
			visit(s)
		}
	}
	a := &app{stdio: stdio{&bytes.Buffer{}, &bytes.Buffer{}, &bytes.Buffer{}, func(string) string { return "" }}}
	visit(a.root())
}

func TestEveryErrorCodeIsDocumented(t *testing.T) {
	text := page(t, "errors.md")
	for _, code := range engine.Codes() {
		status := "| 1 |"
		if engine.Misuse(code) {
			status = "| 2 |"
		}
		if !strings.Contains(text, "| `"+string(code)+"` "+status) {
			t.Errorf("docs/errors.md has no row for %q with status %q", code, status)
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	config, cli := page(t, "formats/config.md"), page(t, "cli.md")
	for _, s := range engine.Settings() {
		if !strings.Contains(config, "| `"+s.Key+"` |") || !strings.Contains(config, "`"+s.Env+"`") {
			t.Errorf("docs/formats/config.md does not name %s and %s", s.Key, s.Env)
		}
		if !strings.Contains(cli, s.Env) {
			t.Errorf("docs/cli.md does not name %s", s.Env)
		}
	}
}

func TestEveryFormatAndColumnIsDocumented(t *testing.T) {
	text := page(t, "formats/records.md")
	for _, f := range formatNames[1:] {
		if !strings.Contains(text, "`--format "+f+"`") {
			t.Errorf("docs/formats/records.md does not describe %s", f)
		}
	}
	for _, c := range eventColumns {
		if !strings.Contains(text, "`"+c+"`") {
			t.Errorf("docs/formats/records.md does not name the column %s", c)
		}
	}
}
