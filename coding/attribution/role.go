package attribution

// The roles of a word beside a cue head: none, of the source, of the content, of
// the cue.
const (
	roleNone = iota
	roleSource
	roleContent
	roleCue
	roles
)

// The source and content of a cue lie up to reachBack sentences before and
// reachOn after its own; within one quotation, up to far.
const (
	reachBack, reachOn = 1, 2
	far                = 9
	longest            = 500 // words
)

// likely is the score above which another word counts as a cue for features.
const likely = 0

// window returns the words [lo, hi) in which the source and content of a cue lie.
func (v *view) window(head int) (lo, hi int) {
	s := int(v.words[head].sentence)
	a, b := max(0, s-reachBack), min(len(v.first)-2, s+reachOn)
	for a > 0 && s-a < far && v.words[v.first[a]].quote != 0 && v.words[v.first[a]].quote == v.words[v.first[a]-1].quote {
		a--
	}
	for b < len(v.first)-2 && b-s < far && v.words[v.first[b+1]].quote != 0 && v.words[v.first[b+1]].quote == v.words[v.first[b+1]-1].quote {
		b++
	}
	return max(v.first[a], head-longest), min(v.first[b+1], head+longest)
}

// scene is what the features of roles ask about one cue head.
type scene struct {
	v      *view
	head   int
	lo, hi int
	others []int   // other likely cue heads in the window, in order
	up     []int32 // the cue head and its ancestors
	within int32   // the quotation the cue stands in
	kf, kl int     // the words of the cue, [kf, kl)
	clause int     // the noun that the cue stands in a clause about, or -1
	before int32   // the last one that ends before it
	after  int32   // the first one that starts after it
}

// newScene looks around a cue head within words [lo, hi).
// Its cue is the words [kf, kl).
func (v *view) newScene(head, lo, hi, kf, kl int) *scene {
	c := &scene{v: v, head: head, lo: lo, hi: hi, kf: kf, kl: kl, clause: -1, within: v.words[head].quote}
	for x := int32(head); x >= 0 && c.clause < 0; x = v.words[x].head {
		switch v.words[x].rel {
		case relative, clausal:
			c.clause = int(v.words[x].head)
		case conjunct, openClause:
			continue
		}
		break
	}
	for i := lo; i < hi; i++ {
		if i != head && v.cue[i] > likely {
			c.others = append(c.others, i)
		}
	}
	for x := int32(head); x >= 0; x = v.words[x].head {
		c.up = append(c.up, x)
	}
	for i := head; i >= lo && c.before == 0; i-- {
		if q := v.words[i].quote; q != c.within {
			c.before = q
		}
	}
	for i := head; i < hi && c.after == 0; i++ {
		if q := v.words[i].quote; q != c.within {
			c.after = q
		}
	}
	return c
}

// path describes how a word hangs together with the cue head.
type path struct {
	apart  bool   // they are of different sentences
	up     uint32 // relations from the head up to their common ancestor
	down   uint32 // relation of the ancestor's dependent that holds the word; 0: it is the ancestor
	second uint32 // the next relation down
	mark   uint32 // lemma of the dependent's case or mark
	deep   int    // steps from the ancestor to the word
	branch int32  // the dependent, -1 for none
}

func (c *scene) path(j int) path {
	v := c.v
	p := path{branch: -1}
	if v.words[j].sentence != v.words[c.head].sentence {
		p.apart = true
		return p
	}
	second := int32(-1)
	for x := int32(j); x >= 0; x = v.words[x].head {
		if at := c.ancestor(x); at >= 0 {
			for k := 0; k < at && k < 4; k++ {
				p.up = p.up*31 + v.words[c.up[k]].rel + 1
			}
			break
		}
		p.deep++
		second, p.branch = p.branch, x
	}
	if p.branch >= 0 {
		b := &v.words[p.branch]
		p.down = b.rel
		if m := v.t.Sentences[b.sentence].Child(int(b.token), "case", "mark"); m >= 0 {
			p.mark = v.words[int(p.branch)-int(b.token)+m].lemma
		}
	}
	if second >= 0 {
		p.second = v.words[second].rel
	}
	return p
}

// ancestor returns how many steps above the cue head word x is, or -1.
func (c *scene) ancestor(x int32) int {
	for k, a := range c.up {
		if a == x {
			return k
		}
	}
	return -1
}

// features appends the features of word j's role beside the cue head.
func (c *scene) features(j int, f []uint32) []uint32 {
	v := c.v
	w, h := &v.words[j], &v.words[c.head]
	p, n := v.at(j, -1), v.at(j, 1)
	side := uint32(0)
	if j > c.head {
		side = 1
	} else if j == c.head {
		side = 2
	}
	away := int(w.sentence) - int(h.sentence)
	where := uint32(away+16)<<2 + side
	x := c.path(j)
	tree := x.up*3 ^ x.down
	if x.apart {
		tree = 77 + uint32(away+16)
	}
	tree2, marked, framed := tree^x.second*7, tree^x.mark*5, tree^(h.frame&frameMask)*9
	quote := c.quotation(w)
	qs := quote<<8 + where
	between := c.between(j)
	dist := bucket(j - c.head)
	f = append(f, mix(200, where, 0), mix(201, where, w.upos), mix(202, where, w.lemma), mix(203, dist, where), mix(204, dist, w.upos), mix(205, w.rel, where),
		mix(206, w.form, h.lemma), mix(207, p.upos^n.upos*3, where^w.upos), mix(208, p.lemma, w.upos), mix(209, n.lemma, w.upos), mix(210, w.form, where),
		mix(211, p.form, where), mix(212, n.form, where), mix(213, dist, h.lemma))
	f = append(f, mix(220, tree, 0), mix(221, tree, h.lemma), mix(222, tree, h.class), mix(223, tree, h.upos), mix(224, tree, side), mix(225, tree2, h.class), mix(226, tree2, h.upos^side),
		mix(227, marked, h.lemma), mix(228, marked, h.class), mix(229, marked, h.upos), mix(230, tree, uint32(min(x.deep, 6))), mix(231, tree, w.upos), mix(232, tree2, h.lemma),
		mix(233, framed, h.upos), mix(234, framed, h.class), mix(235, tree, h.fine), mix(236, marked, h.fine), mix(237, tree, w.lemma), mix(238, tree^h.rel*5, h.upos), mix(239, framed, h.lemma))
	f = append(f, mix(250, qs, 0), mix(251, qs, w.upos), mix(252, quote, tree), mix(253, qs, h.lemma), mix(254, qs, h.class), mix(255, quote^between<<8, where), mix(256, qs^(h.frame&frameMask)*9, 0), mix(257, qs, h.rel))
	f = append(f, mix(260, between, where), mix(261, between, tree), mix(262, between, w.upos), mix(263, w.name, tree), mix(264, w.class, tree), mix(265, w.name, where), mix(266, w.class, where),
		mix(267, uint32(w.sign), where), mix(268, uint32(w.sign), tree), mix(269, w.coarse, tree))
	if x.branch >= 0 {
		b := &v.words[x.branch]
		f = append(f, mix(270, b.lemma, tree), mix(271, b.upos^b.name, tree), mix(272, b.class, tree^h.class*3), mix(273, b.frame&frameMask, tree), mix(274, b.lemma, tree^h.lemma*3))
	}
	f = c.beside(j, x.apart, w, h, f)
	f = c.governed(j, where, f)
	if away != 0 {
		f = c.apart(j, away, f)
	}
	return f
}

var relative, clausal, conjunct, openClause = name("acl:relcl"), name("acl"), name("conj"), name("xcomp")

// beside asks how the word stands towards the whole cue, its subject and the noun
// that its clause tells of.
func (c *scene) beside(j int, apart bool, w, h *word, f []uint32) []uint32 {
	v := c.v
	span := uint32(0) // in the cue, right before, right after, before, after
	switch {
	case j >= c.kf && j < c.kl:
		span = 1
	case j == c.kf-1:
		span = 2
	case j == c.kl:
		span = 3
	case j < c.kf:
		span = 4
	default:
		span = 5
	}
	near := bucket(j - c.kl + 1)
	if j < c.kf {
		near = bucket(c.kf-j) + 32
	}
	last := &v.words[c.kl-1]
	f = append(f, mix(310, span, w.upos), mix(311, span, w.lemma), mix(312, span, w.form^h.lemma*3), mix(313, near, w.upos), mix(314, near, h.class), mix(315, near, last.lemma), mix(316, span, last.lemma), mix(317, span^w.rel, last.upos))
	if apart {
		return f
	}
	// The nearest word of the cue over this one, and the relation that leads there.
	rel, over, subject, noun, deep := uint32(0), int32(-1), uint32(0), uint32(0), uint32(0)
	sub := int32(-2)
	if h.subject >= 0 {
		sub = h.subject
	}
	below := int32(-1)
	for x := int32(j); x >= 0; x = v.words[x].head {
		if x == sub {
			subject = 1
		}
		if int(x) == c.clause {
			noun = 1
		}
		if over < 0 && int(x) >= c.kf && int(x) < c.kl {
			over = x
			if below >= 0 {
				rel = v.words[below].rel
			}
		}
		if over < 0 {
			deep++
			below = x
		}
	}
	if h.subject >= 0 && v.words[h.subject].head == int32(c.head) {
		subject += 2
	}
	if c.clause >= 0 {
		noun += 2
	}
	f = append(f, mix(320, subject, noun), mix(321, subject<<4+noun, span), mix(322, subject, h.class), mix(323, subject<<4+noun, h.rel), mix(324, subject<<4+noun, w.upos), mix(325, subject, h.lemma), mix(326, noun, w.rel), mix(327, subject<<4+noun, uint32(w.sign)))
	if over >= 0 {
		o := &v.words[over]
		side := uint32(0)
		if j > int(over) {
			side = 1
		}
		f = append(f, mix(330, rel, o.upos), mix(331, rel, o.lemma), mix(332, rel, o.class), mix(333, rel^side, w.upos), mix(334, rel, side), mix(335, rel^last.lemma*3, side), mix(336, rel, deep), mix(337, rel^span<<20, o.upos), mix(338, rel, o.fine))
	} else {
		f = append(f, mix(339, span, 0))
	}
	return f
}

// governed asks whether another likely cue stands over the word, below this one.
func (c *scene) governed(j int, where uint32, f []uint32) []uint32 {
	v := c.v
	for x, n := v.words[j].head, 0; x >= 0 && n < 12; x, n = v.words[x].head, n+1 {
		if int(x) == c.head {
			return append(f, mix(280, 1, uint32(n)))
		}
		if v.cue[x] > likely {
			return append(f, mix(281, where, v.words[j].rel), mix(282, v.words[x].class, where))
		}
	}
	return append(f, mix(283, where, 0))
}

// apart asks about a word of another sentence: how its sentence begins and ends,
// whether it has a cue of its own, whether a paragraph ends between.
func (c *scene) apart(j, away int, f []uint32) []uint32 {
	v := c.v
	s, own := int(v.words[j].sentence), uint32(0)
	lo, hi := v.first[s], v.first[s+1]
	for _, o := range c.others {
		if o >= lo && o < hi {
			own = 1
		}
	}
	h := &v.words[c.head]
	near, last := v.first[h.sentence], v.first[h.sentence+1]-1
	paragraph := uint32(v.t.Sentences[s].Paragraph-v.t.Sentences[h.sentence].Paragraph+8) & 15
	quoted := func(i int) uint32 { return uint32(min(v.words[i].quote, 1)) }
	code := uint32(away+16)<<16 + own<<12 + paragraph<<8 + quoted(lo)<<6 + quoted(hi-1)<<5 + quoted(near)<<4 + quoted(last)<<3
	q := c.quotation(&v.words[j])
	colon := uint32(0)
	if v.words[last].sign == signColon {
		colon = 1
	}
	at := uint32(away+16)<<4 + q
	return append(f, mix(290, code, q), mix(291, code, h.class), mix(292, code, h.rel), mix(293, code, quoted(j)+colon<<1), mix(294, own<<8+paragraph, at), mix(295, v.words[lo].form, code), mix(296, colon<<8+own, at))
}

// quotation tells where a word stands towards the quotations nearest to the cue:
// 0 and 1 in none, the cue in none or one; 2 in the cue's; 3 and 4 in the nearest
// before and after; 5 in another.
func (c *scene) quotation(w *word) uint32 {
	switch w.quote {
	case 0:
		if c.within != 0 {
			return 1
		}
		return 0
	case c.within:
		return 2
	case c.before:
		return 3
	case c.after:
		return 4
	}
	return 5
}

// between counts other likely cues from the word to the cue, up to 3; 4 more where
// the word is one.
func (c *scene) between(j int) uint32 {
	n, own := uint32(0), uint32(0)
	for _, o := range c.others {
		if o >= min(j, c.head) && o <= max(j, c.head) {
			n++
		}
		if o == j {
			own = 4
		}
	}
	return min(n, 3) + own
}

// step appends the features of going on from word j-1 to word j.
func (v *view) step(j int, f []uint32) []uint32 {
	w, p := &v.words[j], &v.words[j-1]
	fresh, q := uint32(0), uint32(0)
	if w.sentence != p.sentence {
		fresh = 1
	}
	if w.quote != p.quote {
		q = 1
		if p.quote != 0 {
			q = 2
		}
	}
	return append(f, 9, mix(300, uint32(p.sign), uint32(w.sign)), mix(301, fresh, q), mix(302, w.upos, p.upos), mix(303, q+fresh<<2, uint32(w.sign)), mix(304, w.rel, p.rel), mix(305, w.form, fresh))
}
