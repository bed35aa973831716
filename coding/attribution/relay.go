package attribution

// relay takes apart voices that a relative clause passes on: "The Post quoted
// experts, according to whom the bridge was closed" is the Post's saying, and
// inside it the experts'. It returns the outer proposal for such an inner one, the
// latter cut to what follows its pronoun; nil for any other.
func (w *worker) relay(p *proposal) *proposal {
	v := w.v
	if !v.passesOn(p.head) {
		return nil
	}
	at := p.head + 2 // the pronoun
	said := -1
	for i := p.head - 1; i >= v.first[v.words[p.head].sentence]; i-- {
		if x := &v.words[i]; x.upos == verb && w.k.quoting[x.class] {
			said = i
			break
		}
	}
	if said < 0 || v.words[said].subject < 0 || int(v.words[said].subject) > said {
		return nil
	}
	last := -1
	for i := range p.role {
		switch j := p.lo + i; {
		case j == at:
			p.role[i] = roleSource
		case j < at && p.role[i] != roleCue || p.role[i] == roleSource:
			p.role[i] = roleNone
		case p.role[i] == roleContent:
			last = i
		}
	}
	if last < 0 {
		return nil
	}
	o := &proposal{head: said, lo: p.lo, role: make([]uint8, len(p.role)), score: p.score}
	lo, hi := v.subtree(int(v.words[said].subject))
	for j := max(lo, p.lo); j < min(hi, said); j++ {
		o.role[j-p.lo] = roleSource
	}
	o.role[said-p.lo] = roleCue
	for j := said + 1; j <= p.lo+last; j++ {
		o.role[j-p.lo] = roleContent
	}
	o.trim(v)
	return o
}

// passesOn reports whether word i begins "according to whom" or "which".
func (v *view) passesOn(i int) bool {
	return v.words[i].form == according && pronouns[v.at(i, 2).form]
}

var (
	according = name("according")
	pronouns  = map[uint32]bool{name("whom"): true, name("which"): true}
)

// subtree returns the words [lo, hi) that hang on word i.
func (v *view) subtree(i int) (lo, hi int) {
	w := &v.words[i]
	first, last := v.t.Sentences[w.sentence].Subtree(int(w.token))
	base := i - int(w.token)
	return base + first, base + last
}
