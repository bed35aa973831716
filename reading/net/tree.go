package net

import (
	"slices"
)

// rootTries is how many words are tried as the root where the best heads of all
// words do not make a tree.
const rootTries = 3

// never is below every sum of scores, and finite so that differences are numbers.
const never = float32(-1e30)

// treeScratch is working memory for decode.
type treeScratch struct {
	heads, trial, mark []int
	work               []float32
}

// decode finds heads that make a tree with one root. scores is [n, n+1]: of each
// word, the score of head 0 (the root) and of heads 1..n, which are words 0..n-1.
// The best head of each word is kept where these make a tree, as they mostly do;
// else the best tree of each of the three most likely roots is found (Chu and
// Liu 1965, Edmonds 1967) and the best of these taken. The result is valid until the
// next call.
func (t *treeScratch) decode(scores []float32, n int) []int {
	t.heads, t.mark = grow(t.heads, n), grow(t.mark, n+1)
	for i := range n {
		row := scores[i*(n+1) : (i+1)*(n+1)]
		row[i+1] = never
		t.heads[i] = argmax(row)
	}
	if t.isTree(t.heads) {
		return t.heads
	}
	best := never
	for _, root := range t.roots(scores, n) {
		t.work = append(t.work[:0], scores...)
		for i := range n {
			t.work[i*(n+1)] = never
		}
		row := t.work[root*(n+1) : (root+1)*(n+1)]
		for j := range row {
			row[j] = never
		}
		row[0] = 0
		heads := maximumTree(t.work, n)
		sum := scores[root*(n+1)]
		for i, h := range heads {
			if i != root {
				sum += scores[i*(n+1)+h]
			}
		}
		if sum > best {
			best = sum
			t.trial = append(t.trial[:0], heads...)
		}
	}
	return t.trial
}

func argmax(x []float32) int {
	at := 0
	for i, v := range x {
		if v > x[at] {
			at = i
		}
	}
	return at
}

// isTree reports whether the heads make a tree with one root.
func (t *treeScratch) isTree(heads []int) bool {
	roots := 0
	clear(t.mark)
	for i := range heads {
		if heads[i] == 0 {
			roots++
		}
		for k := i + 1; k > 0 && t.mark[k] != -1; k = heads[k-1] {
			if t.mark[k] == i+1 {
				return false
			}
			t.mark[k] = i + 1
		}
		for k := i + 1; k > 0 && t.mark[k] == i+1; k = heads[k-1] {
			t.mark[k] = -1 // leads to the root
		}
	}
	return roots == 1
}

// roots returns the words for which being the root costs least.
func (t *treeScratch) roots(scores []float32, n int) []int {
	order := make([]int, n)
	cost := make([]float32, n)
	for i := range n {
		row := scores[i*(n+1) : (i+1)*(n+1)]
		order[i] = i
		if n > 1 {
			cost[i] = slices.Max(row[1:]) - row[0]
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case cost[a] < cost[b]:
			return -1
		case cost[a] > cost[b]:
			return 1
		}
		return 0
	})
	return order[:min(rootTries, n)]
}

// maximumTree returns the heads of the heaviest tree over words 1..n below node
// 0. It contracts cycles in place: node c stands for the cycle it heads.
func maximumTree(scores []float32, n int) []int {
	size := n + 1
	m := make([]float32, size*size) // [dependent, head]
	for j := range size {
		m[j] = never
	}
	for i := range n {
		copy(m[(i+1)*size:], scores[i*size:(i+1)*size])
		m[(i+1)*size+i+1] = never
	}
	nodes := make([]int, size)
	for i := range nodes {
		nodes[i] = i
	}
	heads := edmonds(m, size, nodes)
	out := make([]int, n)
	for i := range out {
		out[i] = heads[i+1]
	}
	return out
}

// edmonds solves the problem over the nodes given, node 0 the root; m is
// [size, size] and is changed. heads has an entry for each index below size.
func edmonds(m []float32, size int, nodes []int) []int {
	heads := make([]int, size)
	for _, i := range nodes {
		if i == 0 {
			continue
		}
		at := -1
		for _, j := range nodes {
			if j != i && (at < 0 || m[i*size+j] > m[i*size+at]) {
				at = j
			}
		}
		heads[i] = at
	}
	cycle := findCycle(heads, size, nodes)
	if cycle == nil {
		return heads
	}
	in := make([]bool, size)
	for _, c := range cycle {
		in[c] = true
	}
	self := cycle[0] // stands for the cycle from here on
	rest := []int{}
	for _, i := range nodes {
		if !in[i] || i == self {
			rest = append(rest, i)
		}
	}
	enter, leave := make([]int, size), make([]int, size)
	sub := slices.Clone(m)
	for _, r := range rest {
		if r == self {
			continue
		}
		// From r into the cycle: which member is entered at least loss.
		at, top := cycle[0], float32(0)
		for k, c := range cycle {
			if v := m[c*size+r] - m[c*size+heads[c]]; k == 0 || v > top {
				at, top = c, v
			}
		}
		enter[r], sub[self*size+r] = at, top
		// From the cycle to r.
		at = cycle[0]
		for _, c := range cycle {
			if m[r*size+c] > m[r*size+at] {
				at = c
			}
		}
		leave[r], sub[r*size+self] = at, m[r*size+at]
	}
	found := edmonds(sub, size, rest)
	for _, r := range rest {
		switch {
		case r == 0 || r == self:
		case found[r] == self:
			heads[r] = leave[r]
		default:
			heads[r] = found[r]
		}
	}
	h := found[self]
	heads[enter[h]] = h
	return heads
}

// findCycle returns the nodes of a cycle among heads, or nil.
func findCycle(heads []int, size int, nodes []int) []int {
	mark := make([]int, size)
	for _, i := range nodes {
		k := i
		for k != 0 && mark[k] == 0 {
			mark[k] = i
			k = heads[k]
		}
		if k == 0 || mark[k] != i {
			continue
		}
		cycle := []int{k}
		for c := heads[k]; c != k; c = heads[c] {
			cycle = append(cycle, c)
		}
		return cycle
	}
	return nil
}
