package network

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"entente"
)

// Question is a pair of actors without a tie in the network of which the ties of
// third parties suggest one: something to ask, no finding.
type Question struct {
	A       entente.ActorID `json:"a"`
	B       entente.ActorID `json:"b"`
	Sign    int8            `json:"sign"` // +1 friendly, -1 hostile: what would balance
	Score   float64         `json:"score"`
	Common  int             `json:"common"` // third parties that have ties to both
	For     []Third         `json:"for"`    // that balance with a tie of that sign, the most telling first
	Against []Third         `json:"against,omitempty"`
	// Hint is what is told of the pair itself, but only as planned, feared, hedged,
	// demanded or denied; nil where there is nothing.
	Hint *Tie `json:"hint,omitempty"`
}

// Third is a third party with its ties to both actors of a pair.
type Third struct {
	Actor entente.ActorID `json:"actor"`
	ToA   Tie             `json:"toA"`
	ToB   Tie             `json:"toB"`
	Tells float64         `json:"tells"` // 1/ln(1 + number of its ties)
}

// thirdsKept is how many third parties a question names on each side.
const thirdsKept = 5

// pairScore is what third parties say of a pair: the sums of 1/ln(1+d) over
// common third parties with d ties (Adamic and Adar 2003), of those whose signs
// make a friendly tie balance and of those that make a hostile one.
type pairScore struct {
	a, b        int32
	friend, foe float64
	common      int
	hint        *Tie
}

// score is high where many telling third parties agree.
func (p *pairScore) score() float64 { return p.friend + p.foe - min(p.friend, p.foe) }

// guess scores all pairs that have a third party in common and no tie.
func guess(g *graph) []pairScore {
	var out []pairScore
	at := make([]int32, len(g.ties)) // place in out of the pair of this node, +1
	sorted := make([][]int32, len(g.ties))
	tells := make([]float64, len(g.ties))
	for u, m := range g.ties {
		for v := range m {
			sorted[u] = append(sorted[u], v)
		}
		slices.Sort(sorted[u])
		tells[u] = 1 / math.Log(1+float64(max(2, len(m))))
	}
	for u := range g.ties {
		from := len(out)
		for _, k := range sorted[u] {
			for _, v := range sorted[k] {
				if int(v) <= u {
					continue
				}
				if at[v] == 0 {
					if _, tied := g.ties[u][v]; tied {
						at[v] = -1
						continue
					}
					out = append(out, pairScore{a: int32(u), b: v})
					at[v] = int32(len(out))
				}
				if at[v] < 0 {
					continue
				}
				p := &out[at[v]-1]
				p.common++
				if (g.ties[u][k] > 0) == (g.ties[k][v] > 0) {
					p.friend += tells[k]
				} else {
					p.foe += tells[k]
				}
			}
		}
		for _, p := range out[from:] {
			at[p.b] = 0
		}
		for v := range g.ties[u] {
			at[v] = 0
		}
	}
	return out
}

// Asking says which questions are asked.
type Asking struct {
	Of    entente.ActorID // an actor of every pair; "" for all
	Limit int             // the most questions
	// Hints is a network of the same records in which those count too that are not
	// told as done (Rules.Open); its ties of pairs that have none here speak for
	// a question. Nil for none.
	Hints *Network
}

// hintTells is how much one hint of full trust counts: a little more than a third
// party with only two ties, since it names the pair itself.
const hintTells = 1

// hinted adds the hints of pairs without a tie to their scores.
func hinted(pairs []pairScore, g *graph, index map[entente.ActorID]int32, hints *Network) []pairScore {
	if hints == nil {
		return pairs
	}
	at := map[[2]int32]int{}
	for i := range pairs {
		at[[2]int32{pairs[i].a, pairs[i].b}] = i
	}
	for i := range hints.Ties {
		t := &hints.Ties[i]
		u, known := index[t.A]
		v, too := index[t.B]
		if !known || !too || t.Weight() == 0 {
			continue
		}
		if _, tied := g.ties[u][v]; tied {
			continue
		}
		u, v = min(u, v), max(u, v)
		k, ok := at[[2]int32{u, v}]
		if !ok {
			k = len(pairs)
			pairs = append(pairs, pairScore{a: u, b: v})
		}
		p := &pairs[k]
		p.hint = t
		p.friend += hintTells * float64(t.Plus) / Unit
		p.foe += hintTells * float64(t.Minus) / Unit
	}
	return pairs
}

// Hidden lists pairs without a tie that third parties or hints suggest, the most
// likely first.
func Hidden(n *Network, how Asking) []Question {
	g, index := n.graph()
	pairs := hinted(guess(g), g, index, how.Hints)
	if how.Of != "" {
		i, ok := index[how.Of]
		pairs = slices.DeleteFunc(pairs, func(p pairScore) bool { return !ok || p.a != i && p.b != i })
	}
	slices.SortFunc(pairs, func(x, y pairScore) int {
		return cmp.Or(cmp.Compare(y.score(), x.score()), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	pairs = pairs[:min(max(how.Limit, 0), len(pairs))]
	ties := make(map[[2]int32]Tie, len(n.Ties))
	for _, t := range n.Ties {
		u, v := index[t.A], index[t.B]
		ties[[2]int32{min(u, v), max(u, v)}] = t
	}
	out := make([]Question, 0, len(pairs))
	for _, p := range pairs {
		q := Question{A: n.Actors[p.a], B: n.Actors[p.b], Sign: 1, Score: p.score(), Common: p.common, Hint: p.hint}
		if p.foe > p.friend {
			q.Sign = -1
		}
		for k, w := range g.ties[p.a] {
			x, ok := g.ties[p.b][k]
			if !ok {
				continue
			}
			third := Third{
				Actor: n.Actors[k], Tells: 1 / math.Log(1+float64(max(2, len(g.ties[k])))),
				ToA: ties[[2]int32{min(p.a, k), max(p.a, k)}], ToB: ties[[2]int32{min(p.b, k), max(p.b, k)}],
			}
			if (w > 0) == (x > 0) == (q.Sign > 0) {
				q.For = append(q.For, third)
			} else {
				q.Against = append(q.Against, third)
			}
		}
		q.For, q.Against = telling(q.For), telling(q.Against)
		out = append(out, q)
	}
	return out
}

func telling(list []Third) []Third {
	slices.SortFunc(list, func(x, y Third) int { return cmp.Or(cmp.Compare(y.Tells, x.Tells), cmp.Compare(x.Actor, y.Actor)) })
	return list[:min(thirdsKept, len(list))]
}

// Backtest is how well questions find ties that were hidden from them, against
// the number of common third parties alone.
type Backtest struct {
	Hidden         int     `json:"hidden"`         // ties that were hidden
	AUC            float64 `json:"auc"`            // chance that a hidden tie ranks before a pair without one
	First20        float64 `json:"first20"`        // share of hidden ties among the first 20
	Sign           float64 `json:"sign"`           // share of hidden ties with a question whose sign is right
	MostCommonSign float64 `json:"mostCommonSign"` // the same for guessing the most common sign
	CommonAUC      float64 `json:"commonAuc"`
	CommonFirst20  float64 `json:"commonFirst20"`
}

// HideAndAsk hides every tie once, in so many parts, and looks where it ranks
// among the pairs without a tie. Figures are means over the parts. The draw
// follows from the seed alone.
func HideAndAsk(n *Network, parts int, seed uint64) Backtest {
	var b Backtest
	var ties []Tie
	for _, t := range n.Ties {
		if t.Weight() != 0 {
			ties = append(ties, t)
		}
	}
	parts = max(1, min(parts, len(ties)))
	order := rand.New(rand.NewPCG(seed, 17)).Perm(len(ties))
	friendly := 0
	for _, t := range ties {
		if t.Weight() > 0 {
			friendly++
		}
	}
	signs, right := 0, 0
	for part := range parts {
		rest := &Network{Actors: n.Actors}
		hidden := map[[2]entente.ActorID]bool{}
		sign := map[[2]entente.ActorID]bool{}
		for i, k := range order {
			t := ties[k]
			if i%parts == part {
				hidden[[2]entente.ActorID{t.A, t.B}], sign[[2]entente.ActorID{t.A, t.B}] = true, t.Weight() > 0
			} else {
				rest.Ties = append(rest.Ties, t)
			}
		}
		g, _ := rest.graph()
		pairs := guess(g)
		for _, p := range pairs {
			if key := [2]entente.ActorID{n.Actors[p.a], n.Actors[p.b]}; hidden[key] {
				signs++
				if sign[key] == (p.friend >= p.foe) {
					right++
				}
			}
		}
		all := len(n.Actors)*(len(n.Actors)-1)/2 - len(rest.Ties)
		is := func(p *pairScore) bool { return hidden[[2]entente.ActorID{n.Actors[p.a], n.Actors[p.b]}] }
		auc, first := ranked(pairs, is, (*pairScore).score, len(hidden), all)
		b.AUC, b.First20 = b.AUC+auc/float64(parts), b.First20+first/float64(parts)
		auc, first = ranked(pairs, is, func(p *pairScore) float64 { return float64(p.common) }, len(hidden), all)
		b.CommonAUC, b.CommonFirst20 = b.CommonAUC+auc/float64(parts), b.CommonFirst20+first/float64(parts)
		b.Hidden += len(hidden)
	}
	if signs > 0 {
		b.Sign = float64(right) / float64(signs)
	}
	if len(ties) > 0 {
		b.MostCommonSign = float64(max(friendly, len(ties)-friendly)) / float64(len(ties))
	}
	return b
}

// ranked is the area under the curve and the share of hits among the first 20 of
// pairs by a score; pairs that are not listed score 0, pairs of one score count
// half, and their order within the first 20 is that of the actors.
func ranked(pairs []pairScore, hit func(*pairScore) bool, score func(*pairScore) float64, hits, all int) (auc, first float64) {
	order := slices.Clone(pairs)
	slices.SortStableFunc(order, func(x, y pairScore) int { return cmp.Compare(score(&y), score(&x)) })
	miss := float64(all - hits)
	var better, found float64
	missed := 0.0
	for i := 0; i < len(order); {
		k, h := i, 0.0
		for ; k < len(order) && score(&order[k]) == score(&order[i]); k++ {
			if hit(&order[k]) {
				h++
				if k < 20 {
					first++
				}
			}
		}
		m := float64(k-i) - h
		better += h * (miss - missed - m + m/2)
		missed += m
		found += h
		i = k
	}
	better += (float64(hits) - found) * (miss - missed) / 2
	if miss > 0 && hits > 0 {
		auc = better / miss / float64(hits)
	}
	return auc, first / 20
}
