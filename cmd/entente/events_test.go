package main

import (
	"bytes"
	"context"
	"testing"

	"entente"
	"entente/engine"
	"entente/plover"

	"github.com/google/go-cmp/cmp"
)

func TestEveryTypeHasACAMEOCodeThatReadsBackAsIt(t *testing.T) {
	codes := cameoCodes()
	for _, typ := range plover.Types() {
		if codes[[2]string{string(typ), ""}] == "" {
			t.Errorf("cameo.tsv has no code for %s", typ)
		}
	}
	for key, code := range codes {
		if !plover.Valid(plover.Type(key[0]), key[1]) {
			t.Errorf("%s %q is not in the codebook", key[0], key[1])
		}
		if c, ok := plover.FromCAMEO(code); ok && string(c.Type) != key[0] && key[1] != "resign" {
			t.Errorf("%s %q is written as %s, which reads as %s", key[0], key[1], code, c.Type)
		}
	}
}

func TestOnlyWhatIsToldAsDoneOrPromisedCounts(t *testing.T) {
	self := []entente.Voice{{Speaker: "GON"}}
	other := []entente.Voice{{Speaker: "MOR"}}
	tests := []struct {
		name  string
		claim entente.Claim
		typ   string
		want  string
	}{
		{"done", entente.Claim{Stance: entente.StanceAsserted}, "AID", "AID"},
		{"not done", entente.Claim{Stance: entente.StanceAsserted, Negated: true}, "ASSAULT", ""},
		{"denied", entente.Claim{Stance: entente.StanceDenied}, "ASSAULT", ""},
		{"past", entente.Claim{Stance: entente.StanceAsserted, Historical: true}, "ASSAULT", ""},
		{"planned by itself", entente.Claim{Stance: entente.StancePlanned, Chain: self}, "AID", "AGREE"},
		{"planned by another's word", entente.Claim{Stance: entente.StancePlanned, Chain: other}, "AID", ""},
		{"planned attack", entente.Claim{Stance: entente.StancePlanned}, "ASSAULT", ""},
		{"planned not to", entente.Claim{Stance: entente.StancePlanned, Negated: true}, "AID", ""},
	}
	for _, tt := range tests {
		typ, _, ok := actual(&entente.Event{Type: tt.typ, Actor: []entente.ActorID{"GON"}}, &tt.claim)
		if !ok {
			typ = ""
		}
		if typ != tt.want {
			t.Errorf("%s: counts as %q, want %q", tt.name, typ, tt.want)
		}
	}
}

func TestSharedEventIsWrittenEachWay(t *testing.T) {
	got := directed(&entente.Event{Actor: []entente.ActorID{"A", "B"}})
	if diff := cmp.Diff([][2]entente.ActorID{{"A", "B"}, {"B", "A"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestHelpLoadsNothing(t *testing.T) {
	parts := engine.Parts{
		Reader: func() (engine.Reader, error) { t.Error("the reader was loaded"); return nil, nil },
		Coder:  func(engine.Config) (engine.Coder, error) { t.Error("the coder was loaded"); return nil, nil },
	}
	for _, args := range [][]string{{"--help"}, {"version"}, {"brief", "--help"}, {"eval", "--help"}} {
		var out, err bytes.Buffer
		if code := run(context.Background(), args, stdio{&bytes.Buffer{}, &out, &err, func(string) string { return "" }}, parts); code != 0 || out.Len() == 0 {
			t.Errorf("%v: status %d, %d bytes, %s", args, code, out.Len(), err.String())
		}
	}
}
