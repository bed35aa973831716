package actor

import (
	"cmp"
	"slices"

	"entente"
	"entente/document"
)

// sureEnough is how likely a reference must be for an actor to be taken over by it: a
// wrong actor is worse than none.
const sureEnough = 0.7

// longestChain bounds how many references are followed from one word.
const longestChain = 200

// reference returns what the reader found token t of sentence i to refer to, nil if
// nothing.
func (d *desk) reference(i, t int) *document.Reference {
	k, ok := slices.BinarySearchFunc(d.text.References, [2]int{i, t}, func(r document.Reference, at [2]int) int {
		return cmp.Or(r.Sentence-at[0], r.Token-at[1])
	})
	if !ok {
		return nil
	}
	return &d.text.References[k]
}

// stands returns the actors that token t of sentence i refers to, over words that refer
// to each other, among those named so far: one, or all that are coordinated; none where
// a link is not sure enough or what they stand for is no actor.
func (d *desk) stands(i, t int) []*ref {
	for range longestChain {
		r := d.reference(i, t)
		if r == nil || r.Sure < sureEnough {
			return nil
		}
		i, t = r.ToSentence, r.ToToken
		found := d.refsAt(i, t)
		switch {
		case r.Joint && len(found) == 1:
			return d.coordinated(found[0])
		case r.Joint || len(found) > 0:
			return found
		}
	}
	return nil
}

// coordinated returns a reference and those joined with it by "and", nil where one of
// them is nobody known.
func (d *desk) coordinated(r *ref) []*ref {
	s := &d.text.Sentences[r.sentence]
	out := []*ref{r}
	for _, c := range s.Children(r.token) {
		if s.Tokens[c].Rel != "conj" || s.IsOpposed(int(c)) || s.Tokens[c].UPOS == "VERB" {
			continue
		}
		joined := d.refsAt(r.sentence, int(c))
		if len(joined) == 0 {
			return nil
		}
		out = append(out, joined...)
	}
	return out
}

// names reports whether what a reference leads to was given an actor.
func (d *desk) names(r *document.Reference, id entente.ActorID) bool {
	for _, q := range d.refsAt(r.ToSentence, r.ToToken) {
		if q.id == id {
			return true
		}
	}
	return false
}

// refsAt returns the actors that the phrase governed by token t of sentence i named.
func (d *desk) refsAt(i, t int) []*ref {
	var out []*ref
	k, _ := slices.BinarySearchFunc(d.refs, i, func(r ref, i int) int { return r.sentence - i })
	for ; k < len(d.refs) && d.refs[k].sentence == i; k++ {
		if d.refs[k].token == t {
			out = append(out, &d.refs[k])
		}
	}
	return out
}
