package attribution

// arm is how many words on each side of its head a cue may reach.
const arm = 12

// extent returns the words [first, last) of a cue around its head: the stretch
// whose words score highest together.
func (w *worker) extent(head int) (first, last int) {
	v := w.v
	s := int(v.words[head].sentence)
	lo, hi := max(v.first[s], head-arm), min(v.first[s+1], head+arm+1)
	first, last = head, head+1
	sum, best := float32(0), float32(0)
	for j := head - 1; j >= lo; j-- {
		if sum += w.inCue(head, j); sum > best {
			best, first = sum, j
		}
	}
	sum, best = 0, 0
	for j := head + 1; j < hi; j++ {
		if sum += w.inCue(head, j); sum > best {
			best, last = sum, j+1
		}
	}
	return first, last
}

func (w *worker) inCue(head, j int) float32 {
	var sum [1]float32
	w.f = extentFeatures(w.v, head, j, w.f[:0])
	w.m.extent.score(w.f, sum[:])
	return sum[0]
}

// extentFeatures appends the features of word j as part of the cue around a head.
func extentFeatures(v *view, head, j int, f []uint32) []uint32 {
	w, h, g := &v.words[j], &v.words[head], &edge
	if w.head >= 0 {
		g = &v.words[w.head]
	}
	p, n := v.at(j, -1), v.at(j, 1)
	toward := n
	if j > head {
		toward = p
	}
	away := bucket(j - head)
	path, x := uint32(0), int32(j)
	for steps := 0; x >= 0 && steps < 4; steps++ {
		if int(x) == head {
			path += 77
			break
		}
		path = path*31 + v.words[x].rel
		x = v.words[x].head
	}
	up := uint32(0)
	if h.head == int32(j) {
		up = h.rel
	} else if h.head >= 0 && h.head == w.head {
		up = h.rel*3 + 1
	}
	return append(f, 3, mix(500, away, 0), mix(501, away, w.upos), mix(502, away, w.lemma), mix(503, w.lemma, h.lemma), mix(504, w.rel, path), mix(505, path, away), mix(506, path, w.lemma), mix(507, path, h.class),
		mix(508, path, h.lemma), mix(509, up, w.upos), mix(510, up, w.lemma), mix(511, w.form, away), mix(512, w.upos, toward.upos), mix(513, w.lemma, toward.lemma), mix(514, w.upos^n.upos*3, away),
		mix(515, w.class, path), mix(516, h.upos, path), mix(517, g.lemma, w.lemma), mix(518, uint32(w.sign), away), mix(519, w.quote32(), h.quote32()), mix(520, n.form, w.lemma), mix(521, w.rel, away), mix(522, toward.rel, w.rel),
		mix(523, w.upos^h.upos*3, away), mix(524, w.lemma^h.class*3, away), mix(525, p.form, w.lemma))
}

// quote32 is 1 within a quotation.
func (w *word) quote32() uint32 {
	if w.quote != 0 {
		return 1
	}
	return 0
}
