package engine_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"entente"
	"entente/engine"
	"entente/export"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/network"
)

// Whoever meets damage, whatever they were doing, is told of it by one code.
func TestDamageHasOneCode(t *testing.T) {
	asks := map[string]func(e *engine.Engine) error{
		"check":     func(e *engine.Engine) error { _, err := e.Check(t.Context()); return err },
		"brief":     func(e *engine.Engine) error { _, err := e.Brief(t.Context()); return err },
		"sources":   func(e *engine.Engine) error { _, err := e.Sources(t.Context()); return err },
		"same":      func(e *engine.Engine) error { _, err := e.SameEvents(t.Context()); return err },
		"documents": func(e *engine.Engine) error { _, err := e.Documents(t.Context()); return err },
		"network": func(e *engine.Engine) error {
			_, err := e.Balance(t.Context(), engine.NetworkOf{}, network.Budget{})
			return err
		},
		"export": func(e *engine.Engine) error {
			f, _ := export.Find("graphml")
			return e.Export(t.Context(), f, io.Discard, nil)
		},
		"desk": func(e *engine.Engine) error {
			d, err := e.Desk()
			if err == nil {
				err = d.Refresh(t.Context())
			}
			return err
		},
	}
	for _, damage := range []string{"UPDATE readings SET header = X'00FF'", "UPDATE entries SET payload = X'00FF'", "UPDATE observations SET payload = X'00FF'"} {
		path := filepath.Join(t.TempDir(), "l.db")
		visit(t, path, func(_ *engine.Engine, l ledger.Ledger) { add(t, l, story(3)...) })
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec(damage)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		met := 0
		for name, ask := range asks {
			visit(t, path, func(e *engine.Engine, _ ledger.Ledger) {
				err := ask(e)
				if err == nil { // it asks for something else
					return
				}
				met++
				var told *entente.Error
				if !errors.As(err, &told) || told.Code != engine.CodeBrokenLedger || told.Hint == "" {
					t.Errorf("%s, %s: %v", damage, name, err)
				}
			})
		}
		t.Logf("%s: %d of %d meet it", damage, met, len(asks))
	}
}

// A ledger that another program holds is not called damaged.
func TestALockedLedgerIsNotDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	o := embedded.DefaultOptions("test")
	o.Wait = time.Millisecond
	l, err := embedded.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	add(t, l, story(3)...)
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return l, nil }})
	defer e.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	var told *entente.Error
	if _, err := e.Check(t.Context()); !errors.As(err, &told) || told.Code != engine.CodeLedger {
		t.Errorf("Check: %v", err)
	}
}
