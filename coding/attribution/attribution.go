// Package attribution finds who says what: source, cue and content of each act of
// saying or thinking, the voices inside voices, and the chain over any word.
// Linear models trained on attributed news (weights/CARD.md) score the heads of
// cues, cut cues, give the words around each a role, and judge what comes out;
// inside a content, cues are looked for again. Speakers are resolved by the
// mentions that package actor wrote on the text. Start with New and
// Tagger.Annotate; Learn trains.
package attribution

import (
	"slices"

	"entente"
	"entente/document"
)

// Tagger finds attributions. It is not changed once made and may be used by
// several goroutines on different texts.
type Tagger struct {
	k *knowledge
	m *models
}

// deepest is how many voices may stand inside each other.
const deepest = 4

// Annotate replaces t.Attributions: each outermost one in the order of cues,
// followed by those inside its content, so that a parent stands before its
// children. It reads sentences, names and, for speakers, mentions.
func (g *Tagger) Annotate(t *document.Text) {
	t.Attributions = nil
	v := g.k.newView(t)
	w := &worker{k: g.k, m: g.m, v: v, steps: make([]step, len(v.words))}
	for _, p := range w.mended(w.outer()) {
		w.write(p, -1, 1)
	}
}

// write records a proposal and, after it, those inside its content.
func (w *worker) write(p *proposal, parent, depth int) {
	if outer, inner := w.relay(p); outer != nil && depth < deepest {
		parent = w.record(outer, parent, depth)
		p = inner
		depth++
	}
	at := w.record(p, parent, depth)
	if depth == deepest {
		return
	}
	for _, c := range w.inside(p) {
		w.write(c, at, depth+1)
	}
}

// record appends a proposal and returns its index.
func (w *worker) record(p *proposal, parent, depth int) int {
	t := w.v.t
	w.lean(p)
	t.Attributions = append(t.Attributions, w.attribution(p, parent, depth))
	return len(t.Attributions) - 1
}

// inside looks for cues within the content of an attribution. What they attribute
// is cut to the stretch of content they stand in. One without a source is left
// out: it would lend its content to nobody.
func (w *worker) inside(p *proposal) []*proposal {
	v := w.v
	var all []*proposal
	for a := 0; a < len(p.role); {
		b := a + 1
		for b < len(p.role) && p.role[b] == p.role[a] {
			b++
		}
		if p.role[a] == roleContent {
			w.scoreCues(w.m.inner, p.lo+a, p.lo+b, v.cue)
			for i := p.lo + a; i < p.lo+b; i++ {
				if v.cue[i] > lowest {
					lo, hi := v.window(i)
					all = append(all, w.propose(i, max(lo, p.lo+a), min(hi, p.lo+b)))
				}
			}
		}
		a = b
	}
	w.judge(all)
	all = slices.DeleteFunc(all, func(c *proposal) bool { return !slices.Contains(c.role, roleSource) || w.describes(c) })
	return w.mended(resolve(v, all, certainInside))
}

// attribution makes the record of a proposal.
func (w *worker) attribution(p *proposal, parent, depth int) document.Attribution {
	v := w.v
	a := document.Attribution{
		Source: v.spans(p, roleSource), Cue: v.spans(p, roleCue), Content: v.spans(p, roleContent),
		Sentence: int(v.words[p.head].sentence), CueHead: int(v.words[p.head].token), Depth: depth, Parent: parent, Quoted: true,
	}
	for i, r := range p.role {
		if x := &v.words[p.lo+i]; r == roleContent && x.sign == signNone && x.quote == 0 {
			a.Quoted = false
		}
	}
	if n, _, _ := p.count(v, roleSource); n > 0 {
		i := top(v, p, roleSource)
		a.Speaker = v.speaker(i)
		if a.Speaker == "" && parent >= 0 && v.words[i].quote != 0 && v.t.Attributions[parent].Quoted && ownVoice[v.words[i].form] {
			a.Speaker = v.t.Attributions[parent].Speaker
		}
	}
	a.Stance, a.Negated = cueStance(&v.t.Sentences[a.Sentence], a.CueHead)
	return a
}

// ownVoice is the words by which who is quoted speaks of himself.
var ownVoice = map[uint32]bool{name("i"): true, name("we"): true}

// spans returns the stretches of text that have a role, in order. Signs at their
// rims are left out, but for quotation marks and brackets of contents.
func (v *view) spans(p *proposal, role uint8) []entente.Span {
	var out []entente.Span
	for a := 0; a < len(p.role); {
		if p.role[a] != role {
			a++
			continue
		}
		b := a + 1
		for b < len(p.role) && p.role[b] == role {
			b++
		}
		first, last := p.lo+a, p.lo+b
		for first < last && v.rim(first, role) {
			first++
		}
		for first < last && v.rim(last-1, role) {
			last--
		}
		if first == last { // a cue that is a colon
			first, last = p.lo+a, p.lo+b
		}
		out = append(out, entente.Span{Start: v.token(first).Start, End: v.token(last - 1).End})
		a = b
	}
	return out
}

// rim reports whether word i is a sign that may not begin or end a role.
func (v *view) rim(i int, role uint8) bool {
	switch v.words[i].sign {
	case signNone, signBracket:
		return false
	case signOpen, signClose:
		return role != roleContent
	case signStop: // a question mark belongs to what is asked, any stop to a quotation
		return role != roleContent || v.words[i].quote == 0 && v.token(i).Form == "."
	}
	return true
}
