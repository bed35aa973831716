package embedded_test

import (
	"path/filepath"
	"testing"

	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// open opens the ledger at a path or ends the test.
func open(t testing.TB, path, reading string) *embedded.Ledger {
	t.Helper()
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions(reading))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEmbeddedIsALedger(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T) ledgertest.Place {
		path := filepath.Join(t.TempDir(), "a ledger #1?.db")
		return func(reading string) ledger.Ledger { return open(t, path, reading) }
	})
}
