package ledgertest

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"entente"
	"entente/ledger"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TB is what Compare needs of a test: *testing.T and *rapid.T have it.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Context() context.Context
}

// Compare asks a ledger everything that can be asked, with the query and the
// search words given, and reports where it differs from the model.
func Compare(t TB, m *Model, l ledger.Ledger, q ledger.Query, words string) {
	t.Helper()
	ctx := t.Context()
	same := func(what string, want, got any) {
		t.Helper()
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	for _, want := range m.Material(ledger.Query{}) {
		got, err := l.Document(ctx, want.Document.ID)
		if err != nil {
			t.Errorf("Document(%s): %v", want.Document.ID, err)
			continue
		}
		same("Document", want, got)
		has, err := l.Has(ctx, want.Document.ID)
		if err != nil {
			t.Errorf("Has(%s): %v", want.Document.ID, err)
		}
		same("Has", m.Has(want.Document.ID), has)
	}
	material := m.Material(q)
	same("Material", material, all(t, "Material", l.Material(ctx, q)))
	var headers, texts []*entente.Document
	for _, r := range material {
		d := r.Document
		texts = append(texts, &r.Document)
		d.Text = ""
		headers = append(headers, &d)
	}
	same("Texts", texts, all(t, "Texts", l.Texts(ctx, q)))
	same("Documents", headers, all(t, "Documents", l.Documents(ctx, q)))
	same("Actors", m.Actors(), all(t, "Actors", l.Actors(ctx)))

	hits := all(t, "Search", l.Search(ctx, words, 0))
	for i := range hits {
		hits[i].Snippet = "" // a ledger's own choice
	}
	want := m.Search(words)
	slices.SortFunc(hits, byPlace)
	slices.SortFunc(want, byPlace)
	same("Search for "+words, want, hits)
	if n := len(all(t, "Search", l.Search(ctx, words, 2))); n != min(2, len(want)) {
		t.Errorf("Search with limit 2 found %d of %d", n, len(want))
	}

	stats, err := l.Stats(ctx)
	if err != nil {
		t.Errorf("Stats: %v", err)
	}
	if s, err := l.State(ctx); err != nil || s.Documents != stats.Documents || s.Rows != stats.Rows || s.Readings != len(m.turns) {
		t.Errorf("State = %+v, %v, Stats = %+v", s, err, stats)
	}
	stats.Bytes, stats.Version = 0, 0
	same("Stats", m.Stats(), stats)
}

// byPlace orders hits, whatever their rank.
func byPlace(a, b ledger.Hit) int {
	return cmp.Or(strings.Compare(string(a.Document), string(b.Document)), strings.Compare(string(a.Record), string(b.Record)),
		cmp.Compare(a.Evidence.Start, b.Evidence.Start), cmp.Compare(a.Evidence.End, b.Evidence.End))
}

func all[T any](t TB, what string, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return out
		}
		out = append(out, v)
	}
	return out
}
