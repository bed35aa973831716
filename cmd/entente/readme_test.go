package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestREADMEShowsWhatTheDemoPrints holds the README to the program; -update writes
// it anew.
func TestREADMEShowsWhatTheDemoPrints(t *testing.T) {
	var out, messages bytes.Buffer
	env := func(string) string { return "" }
	if status := run(context.Background(), []string{"demo", "--ledger", filepath.Join(t.TempDir(), "l.db")}, stdio{strings.NewReader(""), &out, &messages, env}, defaultParts()); status != exitDone {
		t.Fatalf("status %d: %s", status, messages.String())
	}
	want := excerpt(out.String())
	path := filepath.Join("..", "..", "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), "Part of what the demo prints:\n\n```\n")
	shown, after, closed := strings.Cut(rest, "```\n")
	switch {
	case !ok || !closed:
		t.Fatal("README.md has no block of what the demo prints")
	case shown == want:
	case *update:
		text := before + "Part of what the demo prints:\n\n```\n" + want + "```\n" + after
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md shows what the demo does not print (go test ./cmd/entente -update):\n%s\nwant\n%s", shown, want)
	}
}

// excerpt is the beginning of a brief's first two sections on pairs: two pairs in
// short, then two things told of the first.
func excerpt(brief string) string {
	_, short, _ := strings.Cut(brief, "## In short\n\n")
	pairs := strings.SplitN(short, "\n", 3)
	_, between, _ := strings.Cut(brief, "## Between them\n\n")
	var b strings.Builder
	b.WriteString("## In short\n" + strings.Join(pairs[:2], "\n") + "\n\n## Between them\n")
	told := 0
	for line := range strings.Lines(between) {
		if strings.HasPrefix(line, "- ") {
			told++
		}
		if told > 2 {
			break
		}
		if strings.TrimSpace(line) != "" {
			b.WriteString(line)
		}
	}
	return b.String()
}
