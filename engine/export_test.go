package engine_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/engine"
	"entente/export"
	"entente/ledger"
)

func TestExportsTakeNoCopyForAContradiction(t *testing.T) {
	wire := strings.Repeat("Shells fell on the village of Dorm at dawn while the guards slept in the old mill by the river. ", 3)
	original := shelled("wire", "Northern Wire", 19, wire+"One two three four five six seven.", "", entente.StanceAsserted)
	tests := []struct {
		name  string
		other *entente.Records
		want  int
	}{
		{"a copy", shelled("copy", "The Courier", 20, wire+"A few words more of the editor who had nothing to add here.", "", entente.StanceDenied), 0},
		{"words of its own", shelled("own", "The Monitor", 21, "In an interview on another matter the general spoke about what was done near Dorm.", "General Orr", entente.StanceDenied), 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "l.db")
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			p := &papers{docs: []*entente.Records{original, test.other}}
			e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return p, nil }})
			defer e.Close()
			f, _ := export.Find("ftm")
			var out bytes.Buffer
			if err := e.Export(t.Context(), f, &out, nil); err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(out.String(), `"schema":"Note"`); got != test.want {
				t.Errorf("%d notes of what does not fit, want %d:\n%s", got, test.want, out.String())
			}
		})
	}
}
