package main

import (
	"testing"
	"time"

	"entente/engine"
)

func TestProgressTellsTheSpeedOfWhatIsNew(t *testing.T) {
	tests := []struct {
		name string
		got  string
		want string
	}{
		{"fast", line(engine.Progress{Done: 500, Total: 1000, Sentences: 4000}, 10*time.Second), "500 of 1000 documents, 4000 sentences, 50 documents/s, 10s left"},
		{"of unknown number", line(engine.Progress{Done: 30, Sentences: 90}, 10*time.Second), "30 documents, 90 sentences, 3.0 documents/s"},
		{"one every two seconds", line(engine.Progress{Done: 4, Total: 10, Sentences: 12}, 8*time.Second), "4 of 10 documents, 12 sentences, 2.0 s a document, 12s left"},
		{"nothing done", line(engine.Progress{Total: 10}, 3*time.Second), "0 of 10 documents, 0 sentences"},
		{"resumed", line(engine.Progress{Done: 900, Known: 890, Total: 1000, Sentences: 40}, 5*time.Second), "900 of 1000 documents, 40 sentences, 890 known before, 2.0 documents/s, 50s left"},
		{"still at what is known", line(engine.Progress{Done: 900, Known: 900, Total: 1000}, 0), "900 of 1000 documents, 0 sentences, 900 known before"},
		{"rows", bytesLine(200_000, 0, 80<<20, 80<<20, 160<<20, 4*time.Second), "200000 rows, 80 of 160 MB, 50000 rows/s, 4s left"},
		{"rows resumed", bytesLine(300_000, 200_000, 120<<20, 40<<20, 160<<20, 2*time.Second), "300000 rows, 120 of 160 MB, 200000 known before, 50000 rows/s, 2s left"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}
