package reading

import (
	"slices"

	"entente/document"
)

// mendLists ends a list at its "and": "tensions between Gondor and Mordor, Rohan, another
// neighbour, being silent" are between two. What was taken for a further member is left
// beside the list.
func mendLists(s *document.Sentence) {
	for i := range s.Tokens {
		closed := -1
		for _, c := range s.Children(i) {
			t := &s.Tokens[c]
			if t.Rel != "conj" || int(c) < i || t.UPOS != "PROPN" {
				continue
			}
			switch joined := s.Child(int(c), "cc") >= 0; {
			case joined:
				closed = int(c)
			case closed >= 0 && !isJoinedLater(s, i, int(c)):
				t.Rel = "dep"
			}
		}
	}
}

// isJoinedLater reports a further list behind member c of i: "Gondor and Mordor, Rohan and Arnor".
func isJoinedLater(s *document.Sentence, i, c int) bool {
	joined := func(k int32) bool { return s.Tokens[k].Rel == "conj" && int(k) > c && s.Child(int(k), "cc") >= 0 }
	return slices.ContainsFunc(s.Children(i), joined) || slices.ContainsFunc(s.Children(c), joined)
}

// mendSubjects makes one list of two that a parser took for two subjects of a verb: "Gondor, the
// Shire, Rohan and Arnor cut ties".
func mendSubjects(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Rel != "nsubj" || t.UPOS != "PROPN" || s.Child(i, "conj", "appos", "acl:relcl") >= 0 {
			continue
		}
		_, end := s.Subtree(i)
		for _, c := range s.Children(t.Head) {
			k, second := int(c), &s.Tokens[c]
			first, _ := s.Subtree(k)
			if k <= i || k > t.Head || second.Rel != "nsubj" || second.UPOS != "PROPN" || s.Tokens[first].Form != "," || first != end || s.Child(k, "conj") < 0 {
				continue
			}
			for j := range s.Tokens {
				if s.Tokens[j].Head == k && s.Tokens[j].Rel == "conj" {
					s.Tokens[j].Head = i
				}
			}
			second.Head, second.Rel = i, "conj"
			mended = true
			break
		}
	}
	if mended {
		s.Reindex()
	}
}

// mendJoined gives a finite verb that is joined to another the subject right before it, which the
// parser took for more of what the other does something to: "Gondor recalled its envoys and
// Rohan closed the border".
func mendJoined(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		v, p := t.Head, i-1
		if t.Rel != "conj" || t.UPOS != "VERB" || !isFinite(t.XPOS) || v < 0 || v >= p || s.Tokens[v].UPOS != "VERB" || !isFinite(s.Tokens[v].XPOS) || s.Child(i, "cc", "nsubj", "nsubj:pass") >= 0 {
			continue
		}
		n := &s.Tokens[p]
		and := s.Child(p, "cc")
		if n.UPOS != "PROPN" || n.Rel != "conj" || n.Head < 0 || n.Head <= v || and < 0 || and > p || s.Tokens[n.Head].UPOS != "NOUN" {
			continue
		}
		o := n.Head
		n.Head, n.Rel = i, "nsubj"
		s.Tokens[and].Head = i
		if s.Tokens[o].Rel == "obj" && s.Tokens[o].Head == i && s.Child(v, "obj") < 0 {
			s.Tokens[o].Head = v
		}
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// mendOffered joins a finite verb to the one over an infinitive that the parser joined it to: "Gondor
// offered to help and sent an envoy" says what Gondor sent, not offered.
func mendOffered(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		h := t.Head
		if t.Rel != "conj" || t.XPOS != "VBD" || h < 0 || h > i || s.Tokens[h].XPOS != "VB" || s.Tokens[h].Rel != "xcomp" || s.Child(i, "nsubj", "nsubj:pass", "expl", "aux", "aux:pass") >= 0 {
			continue
		}
		g := s.Tokens[h].Head
		if g < 0 || g > h || s.Tokens[g].XPOS != "VBD" || s.Tokens[g].UPOS != "VERB" {
			continue
		}
		t.Head, mended = g, true
	}
	if mended {
		s.Reindex()
	}
}

// mendParted parts two clauses of which the parser took the first for what the second says, its
// subject for one more of the first: "Gondor fought the rebels, and Rohan - accusing it of murder - warned".
func mendParted(s *document.Sentence) {
	for v := range s.Tokens {
		c := s.Child(v, "ccomp")
		if c < 0 || c > v || !isFinite(s.Tokens[v].XPOS) || !isFinite(s.Tokens[c].XPOS) || s.Child(v, "nsubj", "nsubj:pass", "expl") >= 0 {
			continue
		}
		who := -1
		for _, k := range s.Children(c) {
			if int(k) > c && int(k) < v && s.Tokens[k].Rel == "nsubj" {
				who = int(k)
			}
		}
		first := s.Child(c, "nsubj")
		if who < 0 || first < 0 || first > c {
			continue
		}
		if and := s.Child(who, "cc"); and < 1 || and > who || s.Tokens[and-1].Form != "," {
			continue
		}
		for k := range s.Tokens {
			switch t := &s.Tokens[k]; {
			case t.Head == c && k >= who:
				t.Head = v
			case t.Head == who && k < who && (t.Rel == "cc" || t.Rel == "punct"):
				t.Head = v
			}
		}
		s.Tokens[c].Head, s.Tokens[c].Rel = s.Tokens[v].Head, s.Tokens[v].Rel
		s.Tokens[v].Head, s.Tokens[v].Rel = c, "conj"
		s.Reindex()
	}
}

// mendRelative joins a verb in the active past, behind a comma and "and", to the main verb where the
// parser joined it to a passive clause about a noun between: "he condemned Gondor for the raid on
// Rohan, which was hit in May, and closed the border".
func mendRelative(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		h := t.Head
		if t.Rel != "conj" || t.XPOS != "VBD" || h < 0 || h > i || s.Child(i, "nsubj", "nsubj:pass", "aux") >= 0 || s.Child(i, "obj") < i || s.Tokens[h].Rel != "acl:relcl" || s.Child(h, "aux:pass") < 0 {
			continue
		}
		if and := s.Child(i, "cc"); and < 1 || and > i || s.Tokens[and-1].Form != "," {
			continue
		}
		for v := range s.Ancestors(h) {
			if s.Tokens[v].XPOS == "VBD" && s.Child(v, "nsubj") >= 0 && v < h {
				t.Head, mended = v, true
				break
			}
		}
	}
	if mended {
		s.Reindex()
	}
}

// colleagues are words for somebody in office.
var colleagues = map[string]bool{
	"counterpart": true, "colleague": true, "predecessor": true, "successor": true, "rival": true, "ally": true, "deputy": true, "minister": true, "president": true, "premier": true,
	"chancellor": true, "leader": true, "ambassador": true, "envoy": true, "secretary": true, "king": true, "general": true, "spokesman": true, "spokeswoman": true, "chief": true,
}

// mendNamed hangs a name on the noun right before it that says who he is, where a parser took both
// for members of a list: "Denethor and his counterpart Theoden" are two.
func mendNamed(s *document.Sentence) {
	mended := false
	for i := 1; i < len(s.Tokens); i++ {
		t, title := &s.Tokens[i], &s.Tokens[i-1]
		if t.Rel != "conj" || t.UPOS != "PROPN" || title.Rel != "conj" || title.XPOS != "NN" || !colleagues[title.Lemma] || t.Head != title.Head || t.Head > i || s.Child(i, "cc") >= 0 && s.Child(i, "cc") < i {
			continue
		}
		t.Head, t.Rel = i-1, "appos"
		mended = true
	}
	if mended {
		s.Reindex()
	}
}
