package resolve

import "slices"

// journal is what the documents that a finder was given last changed of it, so that they
// can be taken back, the last first. A nil journal notes nothing.
type journal struct {
	steps  []step
	most   int    // steps are kept at least, where there are so many, and a quarter more at most
	forgot bool   // there were more steps
	floor  Source // the last document of those forgotten
}

// step is what a document changed of a finder.
type step struct {
	source          Source
	group           int32
	founded         bool     // the group is its own
	first           bool     // no document before it has its words
	shows           bool     // it became a representative
	bands, passages []uint64 // keys that lead to the group since

	// Where a representative made room for it: its number, its text, and what
	// represented the group until then.
	out   int32
	text  *Text
	shown []int32
	near  []float64
}

func (j *journal) add(s step) {
	if j == nil {
		return
	}
	j.steps = append(j.steps, s)
	if more := len(j.steps) - j.most; more > j.most/4 {
		j.floor, j.forgot = j.steps[more-1].source, true
		j.steps = slices.Delete(j.steps, 0, more)
	}
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
	steps := f.journal.steps
	last := len(steps) - 1
	st := steps[last]
	steps[last] = step{} // to be let go
	f.journal.steps = steps[:last]
	unlead(f.bands, st.bands)
	unlead(f.passages, st.passages)
	in := &f.groups[st.group]
	if st.shows {
		end := len(f.sources) - 1
		f.held -= len(f.sources[end].Text.shingles)
		f.sources[end] = Source{}
		f.sources = f.sources[:end]
		in.shown, in.near = in.shown[:len(in.shown)-1], in.near[:len(in.near)-1]
	}
	if st.text != nil {
		f.sources[st.out].Text = st.text
		f.held += len(st.text.shingles)
		in.shown, in.near = st.shown, st.near
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

// unlead has keys lead no longer to the group to which they led last.
func unlead(to map[uint64][]int32, keys []uint64) {
	for _, k := range keys {
		list := to[k]
		if len(list) == 1 {
			delete(to, k)
			continue
		}
		to[k] = list[:len(list)-1]
	}
}
