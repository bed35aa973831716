package engine

import (
	"cmp"
	"context"
	"iter"
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
	Origins   int                          `json:"origins"`        // documents that are no copy
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
	s, err := sources(ctx, l, ledger.Query{Actors: ids})
	if err == nil && len(ids) == 0 {
		s.Sets, err = l.Sets(ctx)
	}
	return s, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

func sources(ctx context.Context, l ledger.Ledger, q ledger.Query) (*Provenance, error) {
	s := &Provenance{Named: map[entente.DocumentID]Named{}}
	var texts []resolve.Source
	quotes := resolve.NewQuotes()
	outlets := map[string]*Outlet{}
	of := map[entente.DocumentID]string{}
	names := map[string]string{}
	for d, err := range l.Documents(ctx, ledger.Query{}) {
		if err != nil {
			return nil, err
		}
		if d.Outlet != "" {
			names[strings.ToLower(d.Outlet)] = d.Outlet
		}
	}
	var citations []resolve.Citation
	for r, err := range l.Material(ctx, q) {
		if err != nil {
			return nil, err
		}
		d := &r.Document
		s.Documents++
		of[d.ID] = d.Outlet
		s.Named[d.ID] = Named{d.Title, d.Outlet, d.Published}
		texts = append(texts, sourceOf(d))
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
	s.Copies, s.Quotes, s.Circles = resolve.Copies(texts), quotes.Reused(), resolve.Circles(citations)
	origins := resolve.Origins(s.Copies)
	s.Origins = s.Documents - len(origins)
	for d, origin := range origins {
		outlets[of[d]].Copies++
		outlets[of[d]].From[of[origin]]++
		outlets[of[origin]].Copied++
	}
	for _, o := range outlets {
		s.Outlets = append(s.Outlets, *o)
	}
	slices.SortFunc(s.Outlets, func(a, b Outlet) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Name, b.Name))
	})
	s.keepNamed()
	return s, nil
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

// sourceOf is a document as copies are told by: its body.
func sourceOf(d *entente.Document) resolve.Source {
	var b strings.Builder
	for _, p := range d.Parts {
		if p.Kind == entente.PartBody && p.Valid(d.Text) {
			b.WriteString(p.Of(d.Text))
			b.WriteByte('\n')
		}
	}
	body := b.String()
	if len(d.Parts) == 0 {
		body = d.Text
	}
	return resolve.Source{ID: d.ID, Outlet: d.Outlet, Published: d.Published, Text: resolve.NewText(body)}
}

// copiesAtMost is how many documents are looked over for copies before a brief
// is made: more would make it wait for seconds. Exact copies, which the ledger
// finds itself, are told whatever their number.
const copiesAtMost = 5000

// withCopies yields material in which documents that repeat another's words, cut,
// edited or with lines added, say so too. Of more than copiesAtMost documents the
// later ones are passed on as they are.
func withCopies(material iter.Seq2[*entente.Records, error]) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		origins, err := originsOf(material)
		if err != nil {
			yield(nil, err)
			return
		}
		for r, err := range material {
			if err == nil && r.Document.CopyOf == "" {
				r.Document.CopyOf = origins[r.Document.ID]
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// originsOf names the documents that repeat another's words with where they come
// from. Of more than copiesAtMost documents the later ones are not looked over.
func originsOf(material iter.Seq2[*entente.Records, error]) (map[entente.DocumentID]entente.DocumentID, error) {
	var texts []resolve.Source
	for r, err := range material {
		if err != nil {
			return nil, err
		}
		if len(texts) == copiesAtMost {
			break
		}
		texts = append(texts, sourceOf(&r.Document))
	}
	return resolve.Origins(resolve.Copies(texts)), nil
}
