package plover_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"entente/plover"

	"github.com/google/go-cmp/cmp"
)

func TestTheBookIsWhole(t *testing.T) {
	if n := len(plover.Types()); n != 16 {
		t.Errorf("%d types, want 16", n)
	}
	modes := 0
	for _, typ := range plover.Types() {
		friendly := plover.Quad(typ) <= 2
		for _, m := range append(plover.Modes(typ), plover.Mode{Score: plover.Score(typ, "")}) {
			if math.Abs(m.Score) > 10 || friendly != (m.Score > 0) && typ != plover.Request {
				t.Errorf("%s %s scores %v in quad %d", typ, m.Name, m.Score, plover.Quad(typ))
			}
			if m.Name != "" {
				modes++
			}
		}
		if plover.Meaning(typ) == "" {
			t.Errorf("%s has no meaning", typ)
		}
	}
	if modes != 67 || len(plover.Contexts()) != 37 || len(plover.Sectors()) != 25 {
		t.Errorf("%d modes, %d contexts, %d sectors; want 67, 37, 25", modes, len(plover.Contexts()), len(plover.Sectors()))
	}
}

func TestScore(t *testing.T) {
	for _, c := range []struct {
		typ  plover.Type
		mode string
		want float64
	}{
		{plover.Accuse, "", -3},
		{plover.Protest, "vandalize", -5.5},
		{plover.Retreat, "withdraw", 8},
		{plover.Sanction, "withdraw", -6},
		{plover.Assault, "no such mode", -9},
		{"NONE", "", 0},
	} {
		if got := plover.Score(c.typ, c.mode); got != c.want {
			t.Errorf("Score(%s, %s) = %v, want %v", c.typ, c.mode, got, c.want)
		}
	}
}

func TestFromCAMEO(t *testing.T) {
	for code, want := range map[string]plover.Code{
		"057":  {Type: plover.Support, Contexts: []string{"diplomatic"}},
		"0256": {Type: plover.Request, Mode: "yield", Contexts: []string{"military"}},
		"1952": {Type: plover.Assault, Mode: "drone", Contexts: []string{"military"}},
		"186":  {Type: plover.Assault, Mode: "targeted"},
		"1124": {Type: plover.Accuse, Mode: "allege", Contexts: []string{"military", "legal"}},
	} {
		got, ok := plover.FromCAMEO(code)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %v\n%s", code, ok, diff)
		}
		if !plover.Valid(got.Type, got.Mode) {
			t.Errorf("%s: mode %q is not one of %s", code, got.Mode, got.Type)
		}
		for _, c := range got.Contexts {
			if !slices.Contains(plover.Contexts(), c) {
				t.Errorf("%s: no context %q", code, c)
			}
		}
	}
	if _, ok := plover.FromCAMEO("010"); ok {
		t.Error("a statement is no event")
	}
}

func TestEachTypeHasAPage(t *testing.T) {
	for _, typ := range plover.Types() {
		name := "../docs/codebook/" + strings.ToLower(string(typ)) + ".md"
		page, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range plover.Modes(typ) {
			if !strings.Contains(string(page), fmt.Sprintf("| %s | %.1f |", m.Name, m.Score)) {
				t.Errorf("%s does not name mode %s with its intensity", name, m.Name)
			}
		}
	}
}
