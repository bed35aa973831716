package attribution

// acceptFeatures appends the features by which a whole proposal is judged: how
// sure the parts were, what was found, and what else was proposed around it.
func acceptFeatures(v *view, p *proposal, all []*proposal, f []uint32) []uint32 {
	h := &v.words[p.head]
	level := grade(v.cue[p.head], 0.5)
	nc, c0, c1 := p.count(v, roleContent)
	ns, s0, s1 := p.count(v, roleSource)
	nk, _, _ := p.count(v, roleCue)
	sure := grade(p.logp, 0.7)
	size := bucket(nc)<<4 + bucket(ns)
	order := uint32(0) // of source, cue, content
	if ns > 0 && s0 < p.head {
		order |= 1
	}
	if c0 >= 0 && c0 < p.head {
		order |= 2
	}
	if c1 > p.head {
		order |= 4
	}
	if ns > 0 && s1 > p.head {
		order |= 8
	}
	quoted := uint32(0)
	if c0 >= 0 && v.words[c0].quote != 0 {
		quoted |= 1
	}
	if c1 >= 0 && v.words[c1].quote != 0 {
		quoted |= 2
	}
	stands, holds, same, rival := around(v, p, all)
	f = append(f, 5, mix(400, level, 0), mix(401, sure, 0), mix(402, level, sure), mix(403, size, level), mix(404, order, level), mix(405, quoted, level),
		mix(406, stands, level), mix(407, holds, level), mix(408, same, level), mix(409, rival, level), mix(410, h.class, level), mix(411, h.lemma, 0), mix(412, h.lemma, sure),
		mix(413, h.upos, level), mix(414, h.rel, level), mix(415, bucket(nk), level), mix(416, bucket(ns), h.class), mix(417, bucket(nc), h.class), mix(418, order, h.class),
		mix(419, stands, holds), mix(420, h.rel, order), mix(421, quoted, order), mix(422, stands, sure), mix(423, h.frame&frameMask, 0), mix(424, h.fine, 0))
	if ns > 0 {
		s := &v.words[top(v, p, roleSource)]
		f = append(f, mix(430, s.class+s.name<<8, level), mix(431, s.upos, level), mix(432, s.lemma, 0), mix(433, s.class+s.name<<8, h.class), mix(434, s.rel, h.class), mix(435, s.rel, level), mix(436, s.lemma, h.class))
	}
	if nc > 0 {
		c := &v.words[top(v, p, roleContent)]
		f = append(f, mix(440, c.rel, level), mix(441, c.upos, level), mix(442, c.rel, h.class), mix(443, c.lemma, 0), mix(444, c.frame&frameMask, c.rel), mix(445, c.upos, h.class), mix(446, c.rel, h.lemma))
	}
	return f
}

// grade cuts a score into steps, 0 to 40.
func grade(x, step float32) uint32 {
	return uint32(max(0, min(40, int(x/step)+20)))
}

// top returns the first word of a role that hangs on none of the same role.
func top(v *view, p *proposal, role uint8) int {
	for i, r := range p.role {
		if r != role || v.words[p.lo+i].sign != signNone {
			continue
		}
		if h := int(v.words[p.lo+i].head); h < 0 || !p.is(h, role) {
			return p.lo + i
		}
	}
	return p.head
}

// around grades the best other proposal in whose content the head stands, the best
// whose head stands in this one's content, the best that tells much the same, and
// whether a better one has the head among the words of its cue.
func around(v *view, p *proposal, all []*proposal) (stands, holds, same, rival uint32) {
	for _, o := range near(all, p.head) {
		if o == p || o.lo > p.lo+len(p.role) || p.lo > o.lo+len(o.role) {
			continue
		}
		lead := grade(v.cue[o.head]-v.cue[p.head], 1) + 1
		if o.is(p.head, roleContent) {
			stands = max(stands, lead)
		}
		if p.is(o.head, roleContent) {
			holds = max(holds, lead)
		}
		if o.is(p.head, roleCue) || p.is(o.head, roleCue) {
			rival = max(rival, lead)
		}
		if shared(v, o, p) > 0.5 {
			same = max(same, lead)
		}
	}
	return stands, holds, same, rival
}
