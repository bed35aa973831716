package event

import (
	"strings"

	"entente"
	"entente/document"
	"entente/plover"
)

// clause returns the token that heads the clause of token i.
func (f *finder) clause(i int) int {
	for {
		t := &f.s.Tokens[i]
		switch t.Rel {
		case "root", "ccomp", "advcl", "acl:relcl", "parataxis", "advcl:relcl", "csubj":
			return i
		case "conj":
			if t.UPOS == "VERB" || t.UPOS == "AUX" {
				return i
			}
		}
		if t.Head < 0 {
			return i
		}
		i = t.Head
	}
}

// surroundings gives c the contexts and the layer that the words of its clause
// stand for.
func (f *finder) surroundings(c *Candidate, clause int) {
	add := func(name string) {
		for _, x := range c.Contexts {
			if x == name {
				return
			}
		}
		c.Contexts = append(c.Contexts, name)
	}
	layer := entente.Layer("")
	first, last := f.s.Subtree(clause)
	for k := first; k < last; k++ {
		t := &f.s.Tokens[k]
		if t.UPOS == "PUNCT" || t.UPOS == "DET" || t.UPOS == "ADP" || f.clause(k) != clause {
			continue
		}
		word := strings.ToLower(t.Lemma)
		if word == "general" && f.isCivil(k) {
			continue
		}
		for _, name := range f.c.contexts[word] {
			add(name)
		}
		if l := f.c.layers[word]; layer == "" {
			layer = l
		}
	}
	switch c.Type {
	case plover.Assault, plover.Mobilize:
		layer = entente.LayerMilitary
	case plover.Aid:
		if f.s.Tokens[c.Head].Lemma == "arm" { // "arming Gondor"
			layer = entente.LayerMilitary
		}
	case plover.Coerce:
		if c.Mode == "misinformation" || c.Mode == "censor" {
			layer = entente.LayerInformation
		}
	}
	if layer == "" {
		layer = entente.LayerDiplomatic
	}
	c.Layer = layer
}

// isCivil reports the second part of a civil title: "Secretary-General".
func (f *finder) isCivil(k int) bool {
	for n := k - 1; n >= 0 && n >= k-2; n-- {
		switch strings.ToLower(f.s.Tokens[n].Form) {
		case "-":
			continue
		case "secretary", "attorney", "director", "governor", "consul", "solicitor", "prosecutor", "inspector", "surgeon":
			return true
		}
		return false
	}
	return false
}

// date gives c the time stated in its clause, else the day of the document where
// it is told as done.
func (f *finder) date(c *Candidate, clause int) {
	for i := range f.times {
		x := &f.times[i]
		if (!x.From.IsZero() || !x.To.IsZero()) && f.clause(f.top(x.Range)) == clause {
			c.Date = x.Interval
			return
		}
	}
	if d := f.t.Document.Published; !d.IsZero() && c.Stance.Stance == entente.StanceAsserted && !c.Stance.Negated && !c.Stance.Historical {
		c.Date = entente.Interval{From: d, To: d, Precision: entente.PrecisionDay}
	}
}

// top returns the token of r that governs the others.
func (f *finder) top(r document.Range) int {
	for k := r.First; k < r.Last; k++ {
		if h := f.s.Tokens[k].Head; h < r.First || h >= r.Last {
			return k
		}
	}
	return r.First
}

// place names where c happened: a name behind "in", "at" or "near" that hangs on
// the trigger and plays no other part.
func (f *finder) place(c *Candidate, clause int, s *sense) {
	for _, n := range f.t.NamesIn(f.at) {
		if n.Type != document.NamePlace {
			continue
		}
		k := f.top(n.Range)
		if !strings.HasPrefix(f.s.Tokens[k].Rel, "obl") && f.s.Tokens[k].Rel != "nmod" || f.clause(k) != clause {
			continue
		}
		if !f.hasCase(k, "in") && !f.hasCase(k, "at") && !f.hasCase(k, "near") {
			continue
		}
		span := f.t.Span(n.Range)
		for _, m := range c.Mentions {
			if m.Overlaps(span) {
				return
			}
		}
		c.Place = f.t.String(span)
		c.Mentions = append(c.Mentions, entente.RoleMention{Role: "place", Span: span})
		return
	}
}
