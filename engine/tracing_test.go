package engine

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente"
)

func TestATrailThatGrowsTooLargeIsGivenUp(t *testing.T) {
	read := 0
	documents := func(yield func(*entente.Document, error) bool) {
		for i := range 100 {
			var b strings.Builder
			for k := range 50 {
				fmt.Fprintf(&b, "word%d-%d ", i, k)
			}
			d := &entente.Document{ID: entente.DocumentID(fmt.Sprintf("d-%03d", i)), Published: entente.NewDay(2031, 3, 1).Add(i), Text: b.String()}
			if read++; !yield(d, nil) {
				return
			}
		}
	}
	if _, err := trace(t.Context(), documents, tracing{undo: 5, most: 1000, workers: 1}); !errors.Is(err, errLarge) || read > 20 {
		t.Errorf("after %d documents: %v", read, err)
	}
	if x, err := trace(t.Context(), documents, tracing{workers: 2}); err != nil || x.Held() < 5000 {
		t.Errorf("without a bound: %v", err)
	}
}
