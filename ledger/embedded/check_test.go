package embedded

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"entente"
)

// A ledger that is whole is found whole as often as it is examined, also by one that stays
// open and to which documents were appended meanwhile.
func TestALedgerIsExaminedAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(18, 1))
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "l.db"), DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for step := range 80 {
		var batch []*entente.Records
		for k := range 1 + random.IntN(8) {
			var text strings.Builder
			for range 60 {
				fmt.Fprintf(&text, "w%d ", random.IntN(500))
			}
			d := entente.Document{URI: fmt.Sprint(step, k), Text: text.String()}
			d.Parts = []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: text.Len()}}}
			d.Seal("")
			batch = append(batch, &entente.Records{Document: d})
		}
		if _, err := l.Append(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		if step%20 != 19 {
			continue
		}
		if err := l.Check(t.Context()); err != nil {
			t.Fatalf("examined after %d batches: %v", step+1, err)
		}
	}
}
