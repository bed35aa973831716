package resolve

import "slices"

// journal is what the documents that a finder was given last changed of it, so that they
// can be taken back, the last first. A nil journal notes nothing.
type journal struct {
	steps  []step
	most   int    // steps are kept at least, where there are so many, and a quarter more at most
	held   int    // shingles that no representative has
	forgot bool   // there were more steps
	floor  Source // the last document of those forgotten
}

// step is what a document changed of a finder.
type step struct {
	source   Source
	group    int32
	founded  bool     // the group is its own
	first    bool     // no document before it has its words
	shows    bool     // it became a representative
	bands    uint64   // a bit for each of the keys that lead to the group since
	passages []uint64 // likewise, 64 to each
	room     *room    // nil where no representative made room for it
}

// room is what represented a group until a representative made room for another: its
// text and number, and all of them.
type room struct {
	text  *Text
	out   int32
	shown []int32
	near  []float64
}

// held is how many shingles the step keeps that no representative has.
func (s *step) held() int {
	n := 0
	if !s.shows {
		n = len(s.source.Text.shingles)
	}
	if s.room != nil {
		n += len(s.room.text.shingles)
	}
	return n
}

func (j *journal) add(s step) {
	if j == nil {
		return
	}
	j.held += s.held()
	j.steps = append(j.steps, s)
	if more := len(j.steps) - j.most; more > j.most/4 {
		for i := range j.steps[:more] {
			j.held -= j.steps[i].held()
		}
		j.floor, j.forgot = j.steps[more-1].source, true
		j.steps = slices.Delete(j.steps, 0, more)
	}
}

// pop takes the last step away and returns it.
func (j *journal) pop() step {
	last := len(j.steps) - 1
	s := j.steps[last]
	j.steps[last] = step{} // to be let go
	j.steps = j.steps[:last]
	j.held -= s.held()
	return s
}

// behind is how many of the documents kept come after one in the order of Earlier; ok is
// false where some that were forgotten may too.
func (j *journal) behind(s Source) (n int, ok bool) {
	at, _ := slices.BinarySearchFunc(j.steps, s, func(st step, s Source) int { return Earlier(st.source, s) })
	return len(j.steps) - at, at > 0 || !j.forgot || Earlier(j.floor, s) < 0
}

// undo takes the document back that was added last, and returns it. The journal must
// hold one.
func (f *Finder) undo() Source {
	st := f.journal.pop()
	in := &f.groups[st.group]
	if st.shows {
		f.unlead(&st)
		end := len(f.sources) - 1
		f.held -= len(st.source.Text.shingles)
		f.sources[end] = Source{}
		f.sources = f.sources[:end]
		in.shown, in.near = in.shown[:len(in.shown)-1], in.near[:len(in.near)-1]
	}
	if r := st.room; r != nil {
		f.sources[r.out].Text = r.text
		f.held += len(r.text.shingles)
		in.shown, in.near = r.shown, r.near
	}
	if st.first {
		delete(f.exact, st.source.Text.key())
	}
	if st.founded {
		f.groups[st.group] = group{}
		f.groups = f.groups[:st.group]
	}
	return st.source
}

// unlead has the keys of a step lead to its group no longer, in the contrary order of
// index.
func (f *Finder) unlead(st *step) {
	t := st.source.Text
	n := 0
	for _, x := range t.shingles {
		if x%sampled == 0 {
			n++
		}
	}
	for _, x := range slices.Backward(t.shingles) {
		if x%sampled != 0 {
			continue
		}
		if n--; st.passages[n/64]>>(n%64)&1 != 0 {
			f.passages.drop(x)
		}
	}
	for i := bands - 1; i >= 0; i-- {
		if st.bands>>i&1 != 0 {
			f.bands.drop(t.bands[i])
		}
	}
}
