package engine

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
	"entente/resolve"
)

// Outlet is what the ledger holds of one outlet.
type Outlet struct {
	Name      string         `json:"name"` // "" for documents without one
	Documents int            `json:"documents"`
	Copies    int            `json:"copies"`         // of them, that repeat another's words
	From      map[string]int `json:"from,omitempty"` // copies by the outlet of their origin
	Copied    int            `json:"copied"`         // documents of others that repeat this one's words
	Claims    int            `json:"claims"`
	First     entente.Day    `json:"first,omitzero"`
	Last      entente.Day    `json:"last,omitzero"`
}

// Provenance is where what the ledger holds comes from: outlets, who copied whom,
// quotations told again, and outlets that tell one thing on each other's word.
type Provenance struct {
	Documents int                          `json:"documents"`
	Origins   int                          `json:"origins"`        // where their words come from: copies of one document count once
	Outlets   []Outlet                     `json:"outlets"`        // most documents first
	Sets      []ledger.SetCount            `json:"sets,omitempty"` // data sets of event tables; of the whole ledger only
	Copies    []resolve.Copy               `json:"copies"`         // by document
	Quotes    []resolve.Quote              `json:"quotes"`         // in most documents first
	Circles   []resolve.Circle             `json:"circles"`
	Named     map[entente.DocumentID]Named `json:"named"` // the documents named above
}

// Named is what a document is called by.
type Named struct {
	Title     string      `json:"title,omitempty"`
	Outlet    string      `json:"outlet,omitempty"`
	Published entente.Day `json:"published,omitzero"`
}

// Sources looks over all documents of the ledger, or those that actors appear
// in.
func (e *Engine) Sources(ctx context.Context, actors ...string) (*Provenance, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return nil, err
	}
	from, err := e.lineage(ctx, l)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	s, err := sources(ctx, l, ledger.Query{Actors: ids}, from)
	if err == nil && len(ids) == 0 {
		s.Sets, err = l.Sets(ctx)
	}
	return s, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

func sources(ctx context.Context, l ledger.Ledger, q ledger.Query, from *lineage) (*Provenance, error) {
	s := &Provenance{Copies: []resolve.Copy{}, Named: map[entente.DocumentID]Named{}}
	quotes := resolve.NewQuotes()
	outlets := map[string]*Outlet{}
	of := map[entente.DocumentID]string{} // of all documents
	names := map[string]string{}
	for d, err := range l.Documents(ctx, ledger.Query{}) {
		if err != nil {
			return nil, err
		}
		if d.Outlet != "" {
			names[strings.ToLower(d.Outlet)] = d.Outlet
		}
		of[d.ID] = d.Outlet
		s.Named[d.ID] = Named{d.Title, d.Outlet, d.Published}
	}
	var citations []resolve.Citation
	var documents []entente.DocumentID
	for r, err := range l.Material(ctx, q) {
		if err != nil {
			return nil, err
		}
		d := &r.Document
		documents = append(documents, d.ID)
		quotes.Add(r)
		citations = append(citations, resolve.Citations(r, names)...)
		o := outlets[d.Outlet]
		if o == nil {
			o = &Outlet{Name: d.Outlet, From: map[string]int{}}
			outlets[d.Outlet] = o
		}
		o.Documents++
		o.Claims += len(r.Claims)
		if !d.Published.IsZero() {
			if o.First.IsZero() || d.Published < o.First {
				o.First = d.Published
			}
			o.Last = max(o.Last, d.Published)
		}
	}
	s.Quotes, s.Circles = quotes.Reused(), resolve.Circles(citations)
	s.count(documents, from, outlets, of)
	for _, o := range outlets {
		s.Outlets = append(s.Outlets, *o)
	}
	slices.SortFunc(s.Outlets, func(a, b Outlet) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Name, b.Name))
	})
	s.keepNamed()
	return s, nil
}

// count counts the origins of documents, and the copies of each outlet; of is the
// outlet of every document.
func (s *Provenance) count(documents []entente.DocumentID, from *lineage, outlets map[string]*Outlet, of map[entente.DocumentID]string) {
	s.Documents = len(documents)
	here, origins := map[entente.DocumentID]bool{}, map[entente.DocumentID]bool{}
	for _, d := range documents {
		origin := from.origin(d)
		here[d], origins[origin] = true, true
		if origin == d {
			continue
		}
		outlets[of[d]].Copies++
		outlets[of[d]].From[of[origin]]++
		if o := outlets[of[origin]]; o != nil {
			o.Copied++
		}
	}
	s.Origins = len(origins)
	for _, c := range from.copies {
		if here[c.Document] {
			s.Copies = append(s.Copies, c)
		}
	}
}

// keepNamed drops documents that nothing above names.
func (s *Provenance) keepNamed() {
	named := map[entente.DocumentID]bool{}
	for _, c := range s.Copies {
		named[c.Document], named[c.Of] = true, true
	}
	for _, q := range s.Quotes {
		for _, in := range q.In {
			named[in.Document] = true
		}
	}
	for _, c := range s.Circles {
		for _, x := range c.Citations {
			named[x.Document] = true
		}
	}
	for d := range s.Named {
		if !named[d] {
			delete(s.Named, d)
		}
	}
}
