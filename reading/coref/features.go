package coref

import "entente/internal/linear"

// key is what kind of word asks: its pronoun and case, or its determiner and number.
func (n *nominal) key() uint32 {
	if n.kind == isPronoun {
		return uint32(n.pronoun.class)<<2 | uint32(n.pronoun.role)
	}
	return 64 | uint32(n.determiner)<<2 | uint32(n.number)
}

// bucket cuts a count: 0 to 4 each, then by halves.
func bucket(n int) uint32 {
	switch {
	case n <= 4:
		return uint32(max(n, 0))
	case n <= 6:
		return 5
	case n <= 9:
		return 6
	case n <= 14:
		return 7
	case n <= 24:
		return 8
	}
	return 9
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// pair appends the features of a standing for c.
func (v *view) pair(a, c int, f []uint32) []uint32 {
	n, x := &v.nominals[a], &v.nominals[c]
	k := n.key()
	e := entity{size: 1, last: c, gender: x.gender, number: x.number, sort: x.sort, named: x.kind == isName}
	if x.entity >= 0 {
		e = v.entities[x.entity]
	}
	back := n.sentence - x.sentence
	apart := bucket(back)
	if back == 0 && x.at > n.at {
		apart = 12
	} else if back < 0 {
		apart = 13
	}
	same := bit(back == 0)
	between := bucket(a - c)
	if c > a {
		between = 11
	}
	what := uint32(x.kind)<<4 | uint32(x.determiner)<<1 | bit(x.joint)
	grammar := uint32(e.gender)<<8 | uint32(e.number)<<4 | uint32(e.sort)
	own := uint32(x.gender)<<8 | uint32(x.number)<<4 | uint32(x.sort)
	f = append(f, 1,
		linear.Mix(2, k, apart), linear.Mix(3, k, between<<4|min(apart, 3)), linear.Mix(4, k, what), linear.Mix(5, k, x.role<<1|same), linear.Mix(6, k, grammar), linear.Mix(7, k, own),
		linear.Mix(8, k, x.role<<8|n.role<<2|min(apart, 3)), linear.Mix(9, k, bucket(e.size)<<2|bit(e.named)<<1|bit(e.last == c)), linear.Mix(10, what, apart),
		linear.Mix(11, k, bit(v.t.Sentences[n.sentence].Paragraph == v.t.Sentences[x.sentence].Paragraph)<<4|min(apart, 3)),
		linear.Mix(12, x.role, between), linear.Mix(13, k, v.quoteRelation(n, x)), linear.Mix(14, k, v.within(n, x)<<4|x.role), linear.Mix(15, k, v.within(n, x)),
		linear.Mix(16, k, bit(v.leads(c))<<4|min(apart, 3)), linear.Mix(17, uint32(n.pronoun.class), what<<12|grammar),
	)
	if x.kind == isPronoun {
		f = append(f, linear.Mix(20, k, uint32(x.pronoun.class)<<2|uint32(x.pronoun.role)), linear.Mix(21, k, uint32(x.pronoun.class)<<8|apart), linear.Mix(22, k, uint32(x.pronoun.class)<<8|v.quoteRelation(n, x)))
	} else {
		class := uint32(n.pronoun.class)
		if n.kind == isNoun {
			class = 31
		}
		f = append(f, linear.Mix(25, class, x.coarse), linear.Mix(26, class, x.fine), linear.Mix(27, class, x.lemma), linear.Mix(28, k, x.coarse<<4|x.role), linear.Mix(29, bit(x.modified), what<<8|class))
		if n.role > 0 && n.role < 9 {
			f = append(f, linear.Mix(30, n.verbLemma, x.coarse<<4|n.role), linear.Mix(31, n.verbClass, x.coarse<<4|n.role))
		}
	}
	p := v.path(n, x)
	group := uint32(x.sort)<<2 | uint32(x.kind)
	f = append(f, linear.Mix(33, k, p), linear.Mix(34, k, p<<8|x.role<<4|min(apart, 3)), linear.Mix(35, uint32(n.pronoun.class), p<<8|group), linear.Mix(36, uint32(n.pronoun.class), x.verbClass<<8|x.role<<4|group),
		linear.Mix(37, k, x.verbLemma^x.role<<24))
	if n.verbLemma == x.verbLemma && n.role == x.role {
		f = append(f, linear.Mix(32, k, x.role))
	}
	if n.kind == isNoun {
		f = v.nounPair(n, x, &e, f)
	}
	return f
}

// nounPair appends the features of a noun that takes up c.
func (v *view) nounPair(n, x *nominal, e *entity, f []uint32) []uint32 {
	k := n.key()
	alike := uint32(0)
	if x.kind == isNoun && x.lemma == n.lemma {
		alike = 1
	}
	for _, l := range e.nouns {
		if l == n.lemma {
			alike |= 2
		}
	}
	modified := bit(n.modified)<<1 | bit(x.modified)
	f = append(f, linear.Mix(40, k, alike<<2|modified), linear.Mix(41, alike, uint32(x.kind)<<8|uint32(x.determiner)<<4|modified), linear.Mix(42, n.lemma, alike),
		linear.Mix(43, n.coarse, x.coarse<<2|alike), linear.Mix(44, n.fine, x.fine), linear.Mix(45, n.lemma, x.lemma), linear.Mix(46, n.lemma, uint32(e.sort)<<4|uint32(x.kind)),
		linear.Mix(47, n.fine, uint32(e.sort)<<4|uint32(x.kind)), linear.Mix(48, n.coarse, uint32(e.sort)<<8|uint32(e.gender)<<4|uint32(x.kind)))
	return f
}

// none appends the features of a standing for nothing named before.
func (v *view) none(a int, f []uint32) []uint32 {
	n := &v.nominals[a]
	k := n.key()
	s := &v.t.Sentences[n.sentence]
	f = append(f, 2, linear.Mix(60, k, 0), linear.Mix(61, k, n.role), linear.Mix(62, k, bucket(n.sentence)), linear.Mix(63, k, n.verbLemma), linear.Mix(64, k, n.verbClass<<4|n.role), linear.Mix(65, k, bit(n.quote > 0)),
		linear.Mix(66, k, bucket(len(v.choices))), linear.Mix(67, k, n.verbLemma^n.role<<20))
	if n.kind == isNoun {
		f = append(f, linear.Mix(68, n.lemma, 0), linear.Mix(69, n.lemma, uint32(n.determiner)), linear.Mix(70, n.coarse, k), linear.Mix(71, n.fine, k), linear.Mix(72, k, bit(n.modified)))
		return f
	}
	if h := s.Tokens[n.head].Head; h >= 0 {
		shape := uint32(0)
		for _, c := range s.Children(h) {
			switch s.Tokens[c].Rel {
			case "csubj", "csubj:pass":
				shape |= 1
			case "ccomp":
				shape |= 2
			case "cop":
				shape |= 4
			case "xcomp":
				shape |= 8
			case "advcl":
				shape |= 16
			case "acl:relcl":
				shape |= 32
			}
		}
		f = append(f, linear.Mix(73, k, shape<<4|n.role), linear.Mix(74, k, linear.Hash(s.Tokens[h].UPOS)), linear.Mix(75, k, shape^linear.Hash(s.Tokens[h].Lemma)))
	}
	if n.head > 0 {
		f = append(f, linear.Mix(76, k, linear.Hash(s.Tokens[n.head-1].Lemma)))
	}
	if n.head+1 < len(s.Tokens) {
		f = append(f, linear.Mix(77, k, linear.Hash(s.Tokens[n.head+1].Lemma)))
	}
	return f
}

// quoteRelation tells how two stand to quotations and their speakers.
func (v *view) quoteRelation(n, x *nominal) uint32 {
	r := uint32(0)
	switch {
	case n.quote == 0 && x.quote == 0:
	case n.quote == x.quote:
		r = 1
	case n.quote > 0 && x.quote > 0:
		r = 2
		if v.speaker[n.quote] >= 0 && v.speaker[n.quote] == v.speaker[x.quote] {
			r = 3
		} else if v.sameSpeaker(n.quote, x.quote) {
			r = 4
		}
	case n.quote > 0:
		r = 5
		if sp := v.speaker[n.quote]; sp == x.at {
			r = 6
		} else if sp >= 0 {
			r = 7
			if i, ok := v.byHead[sp]; ok && v.nominals[i].entity >= 0 && v.nominals[i].entity == x.entity {
				r = 8
			}
		}
	default:
		r = 9
	}
	return r
}

// sameSpeaker reports whether the speakers of two quotations stand for one.
func (v *view) sameSpeaker(p, q int) bool {
	a, b := v.speaker[p], v.speaker[q]
	if a < 0 || b < 0 {
		return false
	}
	i, ok := v.byHead[a]
	j, ok2 := v.byHead[b]
	return ok && ok2 && v.nominals[i].entity >= 0 && v.nominals[i].entity == v.nominals[j].entity
}

// within tells how two stand in one tree: as arguments of one verb, one within the
// phrase or clause of the other.
func (v *view) within(n, x *nominal) uint32 {
	if n.sentence != x.sentence {
		return 0
	}
	s := &v.t.Sentences[n.sentence]
	switch {
	case s.Tokens[n.head].Head == x.head:
		return 1
	case s.Tokens[x.head].Head == n.head:
		return 2
	case s.Tokens[n.head].Head == s.Tokens[x.head].Head:
		return 3
	}
	steps := 0
	clause := uint32(0)
	for h := n.head; h >= 0; h = s.Tokens[h].Head {
		if h == x.head {
			return 4 + clause
		}
		switch s.Tokens[h].Rel {
		case "acl:relcl", "acl", "ccomp", "advcl", "conj", "xcomp":
			clause = 1
		}
		if steps++; steps > 12 {
			break
		}
	}
	if n.verb == x.verb {
		return 6
	}
	if s.Dominates(x.verb, n.head) && x.verb >= 0 {
		return 7
	}
	return 8
}

// path tells by which relations the clause of n hangs on that of x, in one sentence: 0
// in others, else the clauses between, from the outermost.
func (v *view) path(n, x *nominal) uint32 {
	if n.sentence != x.sentence || n.verb < 0 || x.verb < 0 {
		return 0
	}
	if n.verb == x.verb {
		return 1
	}
	s := &v.t.Sentences[n.sentence]
	p, steps := uint32(0), 0
	for h := n.verb; h >= 0 && steps < 3; h = s.Tokens[h].Head {
		if h == x.verb {
			return 2 + p
		}
		if c := clauses[s.Tokens[h].Rel]; c > 0 {
			p = p*8 + c
			steps++
		}
	}
	for h := x.verb; h >= 0; h = s.Tokens[h].Head {
		if h == n.verb {
			return 600
		}
	}
	return 601
}

// clauses number the relations that a clause hangs by.
var clauses = map[string]uint32{"ccomp": 1, "xcomp": 2, "advcl": 3, "acl:relcl": 4, "acl": 5, "conj": 6, "parataxis": 7}

// leads reports whether a nominal is the first of its sentence that is a subject.
func (v *view) leads(c int) bool {
	x := &v.nominals[c]
	for i := v.from[x.sentence]; i < c; i++ {
		if r := v.nominals[i].role; r == 1 || r == 2 {
			return false
		}
	}
	return x.role == 1 || x.role == 2
}
