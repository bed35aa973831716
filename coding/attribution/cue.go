package attribution

// cueFeatures appends the features of word i as the head of a cue, the word of a
// cue that governs the others ("said" in "has said", "according" in "according to").
func (k *knowledge) cueFeatures(v *view, i int, f []uint32) []uint32 {
	w := &v.words[i]
	f = cueWord(v, i, f)
	f = cueContext(v, i, f)
	f = cueFrame(v, i, f)
	f = k.cueBelow(v, i, f)
	f = cueAbove(v, i, f)
	f = cueQuotes(v, i, f)
	if w.subject < 0 {
		return append(f, mix(70, w.lemma, 0), mix(71, w.upos, w.class))
	}
	s := &v.words[w.subject]
	own := uint32(0)
	if s.head == int32(i) {
		own = 1
	}
	kind := s.class + s.name<<8
	return append(f, mix(60, s.lemma, own), mix(61, s.upos, own), mix(62, kind, own), mix(63, kind, w.lemma),
		mix(64, kind, w.fine), mix(65, s.upos, w.lemma), mix(66, s.coarse, w.class), mix(67, s.lemma, w.class),
		mix(68, s.upos^w.rel, w.class), mix(59, kind, w.class))
}

func cueWord(v *view, i int, f []uint32) []uint32 {
	w := &v.words[i]
	return append(f, 7,
		mix(1, w.form, 0), mix(2, w.lemma, 0), mix(3, w.lemma, w.upos), mix(4, w.xpos, 0), mix(5, w.upos, 0), mix(6, w.rel, 0), mix(7, w.rel, w.upos),
		mix(8, w.class, 0), mix(9, w.class, w.upos), mix(10, w.coarse, w.upos), mix(11, w.fine, w.upos), mix(12, w.suffix, w.upos),
		mix(13, w.lemma, w.rel), mix(14, w.class, w.rel), mix(15, w.fine, w.rel), mix(18, w.lemma, w.xpos))
}

// cueContext asks for the words before and after.
func cueContext(v *view, i int, f []uint32) []uint32 {
	w, p, q, n, m := &v.words[i], v.at(i, -1), v.at(i, -2), v.at(i, 1), v.at(i, 2)
	return append(f,
		mix(20, p.lemma, 0), mix(21, n.form, 0), mix(22, p.form, w.lemma), mix(23, w.lemma, n.form), mix(24, p.upos, w.lemma), mix(25, w.lemma, n.upos),
		mix(26, q.lemma, 0), mix(27, m.lemma, 0), mix(28, p.upos, w.class), mix(29, n.upos, w.class), mix(30, p.upos^n.upos*3, w.upos),
		mix(31, n.form, w.class), mix(32, p.form, w.class), mix(33, n.form^m.form*3, w.class), mix(34, n.form, w.fine), mix(35, p.upos^q.upos*3, w.upos),
		mix(36, n.upos^m.upos*3, w.upos), mix(37, p.class, n.class), mix(39, w.lemma, n.form^m.form*3))
}

// cueFrame asks which relations hang on the word.
func cueFrame(v *view, i int, f []uint32) []uint32 {
	w := &v.words[i]
	frame := w.frame & frameMask
	f = append(f, mix(40, frame, w.upos), mix(41, frame, w.lemma), mix(42, frame, w.class), mix(43, frame, w.fine), mix(44, frame, w.rel))
	eachBit(w.frame, func(bit uint32) {
		f = append(f, mix(45, bit, w.upos), mix(46, bit, w.lemma), mix(47, bit, w.class))
	})
	return f
}

// cueBelow asks what hangs on the word: prepositions, objects, clauses, auxiliaries.
func (k *knowledge) cueBelow(v *view, i int, f []uint32) []uint32 {
	w := &v.words[i]
	first := i - int(w.token)
	s := &v.t.Sentences[w.sentence]
	for _, t := range s.Children(int(w.token)) {
		c := &v.words[first+int(t)]
		if c.sign != signNone {
			continue
		}
		f = append(f, mix(75, c.rel, c.lemma), mix(76, c.lemma^c.rel*3, w.class), mix(77, c.rel^c.upos*3, w.class), mix(78, c.rel^c.class*977, w.class), mix(79, c.rel^c.coarse*977, w.upos))
		bit := k.relBit[s.Tokens[t].Rel]
		if bit&(bitCcomp|bitXcomp|bitObl|bitAdvcl|bitParataxis|bitNmod|bitAcl) == 0 {
			continue
		}
		m := uint32(0)
		if mark := s.Child(int(t), "mark", "case"); mark >= 0 {
			m = v.words[first+mark].lemma
		}
		side := uint32(0)
		if int(t) > int(w.token) {
			side = 1
		}
		f = append(f, mix(80, bit, m), mix(81, bit^m*3, w.lemma), mix(82, bit^m*3, w.class), mix(83, bit^m*3, w.fine), mix(84, bit+side<<30, w.lemma), mix(85, bit+side<<30, w.class))
	}
	return f
}

// cueAbove asks what the word hangs on, and whether a predicate of a listed class
// governs it: where only the outermost voice is marked, such a word is no cue.
func cueAbove(v *view, i int, f []uint32) []uint32 {
	w := &v.words[i]
	if w.head >= 0 {
		h := &v.words[w.head]
		f = append(f, mix(90, h.lemma, w.rel), mix(91, h.class, w.rel), mix(92, h.upos, w.rel), mix(93, h.lemma, w.lemma), mix(94, h.class^w.rel*3, w.class), mix(95, h.frame&frameMask, w.rel))
	}
	path, steps := w.rel, 0
	for x := w.head; x >= 0 && steps < 8; x = v.words[x].head {
		h := &v.words[x]
		if h.class != 0 && (h.upos == verb || steps == 0) {
			f = append(f, mix(97, h.class, path), mix(98, h.lemma, path), mix(99, h.class, w.class), mix(100, h.lemma, bucket(steps)))
			break
		}
		steps++
		path = path*31 + h.rel
	}
	return append(f, mix(102, uint32(steps), w.upos), mix(103, bucket(int(w.depth)), w.class))
}

var verb = name("VERB")

// cueQuotes asks where quotations and the ends of the sentence stand.
func cueQuotes(v *view, i int, f []uint32) []uint32 {
	w := &v.words[i]
	s := int(w.sentence)
	lo, hi := v.first[s], v.first[s+1]
	in := uint32(0)
	if w.quote != 0 {
		in = 1
		if v.words[lo].quote == w.quote && v.words[hi-1].quote == w.quote {
			in = 2 // the whole sentence
		}
	}
	before, after := uint32(15), uint32(15)
	for j := i - 1; j >= lo; j-- {
		if q := v.words[j].quote; q != w.quote && q != 0 {
			before = bucket(i - j)
			break
		}
	}
	for j := i + 1; j < hi; j++ {
		if q := v.words[j].quote; q != w.quote && q != 0 {
			after = bucket(j - i)
			break
		}
	}
	around := v.around(s)
	place := uint32(0)
	if s == 0 {
		place = 2
	} else if v.t.Sentences[s-1].Paragraph != v.t.Sentences[s].Paragraph {
		place = 1
	}
	marks := before<<8 + after<<4 + in
	return append(f, mix(110, in, w.upos), mix(111, in, w.class), mix(112, in, w.lemma), mix(113, before<<4+after, w.upos), mix(114, marks, w.class),
		mix(115, before, w.lemma), mix(116, after, w.lemma), mix(117, around, w.upos), mix(118, around, w.class), mix(119, place, w.upos), mix(120, place, w.class),
		mix(121, bucket(i-lo), w.upos), mix(122, bucket(hi-i), w.upos), mix(123, bucket(i-lo), w.class), mix(124, bucket(hi-1-i), w.class), mix(125, marks, w.rel))
}

// around tells whether quotations stand before and after sentence s: 1 where the
// one before ends in one, 2 or 4 where the one after starts inside or with one.
func (v *view) around(s int) uint32 {
	lo, hi := v.first[s], v.first[s+1]
	code := uint32(0)
	if lo > 0 && v.words[lo-1].quote != 0 {
		code = 1
	}
	if hi < len(v.words) && v.words[hi].quote != 0 {
		code += 2
		if v.words[hi].sign == signOpen {
			code += 2
		}
	}
	return code
}
