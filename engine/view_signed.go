package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/network"
)

// signedActors is how many actors a question of balance is asked of where nobody
// says otherwise, signedMost how many at most: what is left out are those with the
// fewest records.
const (
	signedActors = 120
	signedMost   = 400
)

// budget bounds the work of one question of balance, so that a page has its answer
// after about a tenth of a second, or where it is to be worked at harder within one or two;
// what is not proved is told as bounds. On 120 actors of made-up rows 300,000 steps instead of
// 12 million cost 0.1 % of the best split and left its lower bound 6 % below it, not 3 %.
func (f *NetworkFilter) budget() network.Budget {
	if f.Harder {
		return network.Budget{Restarts: 8, Tries: 12, Steps: 40_000_000}
	}
	return network.Budget{Restarts: 2, Tries: 1, Steps: 500_000}
}

// Counted says what a view of balance, blocs or what-if was made of.
type Counted struct {
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Layer  string `json:"layer,omitempty"`
	Actors int    `json:"actors"`
	Ties   int    `json:"ties" doc:"pairs of which something friendly or hostile is told as done"`
	All    int    `json:"all" doc:"actors before those with the fewest records were left out"`
}

// WeighedTie is a pair with what is told of it: records count by their confidence,
// those of near copies once.
type WeighedTie struct {
	A        Party    `json:"a"`
	B        Party    `json:"b"`
	Plus     float64  `json:"plus" doc:"weight of friendly records"`
	Minus    float64  `json:"minus" doc:"weight of hostile records"`
	Records  int      `json:"records"`
	Evidence []string `json:"evidence" doc:"ids of the first records, 20 at most"`
}

// UnfitTie is a pair that does not fit a split: friendly weight between two groups
// or hostile weight within one.
type UnfitTie struct {
	WeighedTie
	Within  bool    `json:"within" doc:"both are in one group"`
	Against float64 `json:"against" doc:"weight that contradicts the split"`
}

// signed is the network that questions of balance are asked of. It is not changed.
type signed struct {
	counted Counted
	budget  network.Budget
	net     *network.Network
	camps   *network.Solved // the best split, worked out once for all questions
	names   map[entente.ActorID]Party
	answers answers
}

// answers are what was asked of a network, each worked out once.
type answers struct {
	balance func() *BalanceView
	blocs   func() *BlocsView
}

// signedKey names a network of a filter for the memo.
func signedKey(what string, f NetworkFilter) string { return fmt.Sprintf("%s %+v", what, f) }

// signed builds the network of a filter; pinned actors are in it however few their
// records. The caller holds the desk.
func (d *Desk) signed(f NetworkFilter, pinned ...symbol) (*signed, error) {
	f.Harder = false // the network is the same
	return rememberCounts(d, signedKey("signed", f)+fmt.Sprint(pinned), func() (*signed, error) {
		members, all := d.signedMembers(f, pinned)
		return d.signedAs(f, d.told(f, members), members, all), nil
	})
}

// told is the network of what is told as done between some sides.
func (d *Desk) told(f NetworkFilter, members map[symbol]bool) *network.Network {
	n := network.NewNumbered(len(d.pairs), d.signedRules(f))
	d.tell(f, members, n.Tell, n.Share)
	return n.Network()
}

// tell passes on what is told as done between some sides: each by its pair, and what
// documents tell that have copies or are some.
func (d *Desk) tell(f NetworkFilter, members map[symbol]bool, plain func(int32, network.Told), shared func(entente.Observation)) {
	within := make([]bool, len(d.pairs))
	for i, p := range d.pairs {
		within[i] = members[p[0]] && members[p[1]]
	}
	copied, word := d.copied(), func(n symbol) entente.ActorID { return entente.ActorID(d.symbols.word(n)) }
	for s := range d.all(f.Scope) {
		if s.pair < 0 || !within[s.pair] || !d.signs(s, f) {
			continue
		}
		if s.document >= 0 && copied[s.document] {
			shared(d.observation(s, d.side(s.a), d.side(s.b)))
			continue
		}
		p := d.pairs[s.pair]
		plain(s.pair, network.Told{A: word(p[0]), B: word(p[1]), Record: s.record, Sign: entente.Sign(s.sign), Trust: s.trust, Day: s.when})
	}
}

// copied marks the documents that have copies or are some.
func (d *Desk) copied() []bool {
	out := make([]bool, len(d.documents))
	for n := range d.documents {
		if o := d.origin(int32(n)); o != int32(n) {
			out[n], out[o] = true, true
		}
	}
	return out
}

// has reports whether an actor is in a network, or would be with a tie.
func (s *signed) has(a entente.ActorID) bool {
	_, ok := s.names[a]
	return ok
}

// signedAs puts the names of its actors to a network.
func (d *Desk) signedAs(f NetworkFilter, n *network.Network, members map[symbol]bool, all int) *signed {
	s := &signed{budget: f.budget(), net: n, names: make(map[entente.ActorID]Party, len(members))}
	s.counted = Counted{From: f.From.String(), To: f.To.String(), Layer: f.Layer, Actors: len(n.Actors), Ties: len(n.Ties), All: all}
	for m := range members {
		s.names[entente.ActorID(d.symbols.word(m))] = d.party(m)
	}
	return s
}

// signedRules count what a filter asks for, and what copies repeat once. Sides are
// made of actors before, as on the page.
func (d *Desk) signedRules(f NetworkFilter) network.Rules {
	r := network.Rules{From: f.From, To: f.To, Origins: map[entente.DocumentID]entente.DocumentID{}}
	if f.Layer != "" {
		r.Layers = []entente.Layer{entente.Layer(f.Layer)}
	}
	for n := range d.documents {
		if o := d.origin(int32(n)); o != int32(n) {
			r.Origins[d.documents[n].header.ID] = d.documents[o].header.ID
		}
	}
	return r
}

// signs reports whether a sight says something friendly or hostile that counts.
func (d *Desk) signs(s *sight, f NetworkFilter) bool {
	return s.sign != 0 && d.firm(s) && inside(s.when, f.From, f.To) && (f.Layer == "" || d.symbols.word(s.layer) == f.Layer)
}

// signedMembers are the actors with most records, and how many there are at all.
func (d *Desk) signedMembers(f NetworkFilter, pinned []symbol) (map[symbol]bool, int) {
	limit := f.Limit
	if limit <= 0 {
		limit = signedActors
	}
	weight := map[symbol]int{}
	told := make([]int, len(d.pairs))
	for s := range d.all(f.Scope) {
		if s.pair >= 0 && d.signs(s, f) {
			told[s.pair]++
		}
	}
	for i, n := range told {
		if n > 0 {
			weight[d.pairs[i][0]] += n
			weight[d.pairs[i][1]] += n
		}
	}
	list := make([]symbol, 0, len(weight))
	for a := range weight {
		list = append(list, a)
	}
	slices.SortFunc(list, func(x, y symbol) int {
		return cmp.Or(cmp.Compare(weight[y], weight[x]), strings.Compare(d.symbols.word(x), d.symbols.word(y)))
	})
	out := map[symbol]bool{}
	for _, a := range list[:min(len(list), limit, signedMost)] {
		out[a] = true
	}
	for _, a := range pinned {
		out[a] = true
	}
	return out, len(list)
}

// observation is a sight between two sides as networks count it.
func (d *Desk) observation(s *sight, x, y symbol) entente.Observation {
	word := d.symbols.word
	o := entente.Observation{
		Kind: entente.KindEvent, Record: s.record, A: entente.ActorID(word(x)), B: entente.ActorID(word(y)), Directed: s.directed,
		Type: word(s.typ), Mode: word(s.mode), Layer: entente.Layer(word(s.layer)), Sign: entente.Sign(s.sign), Strength: s.strength,
		When: entente.Interval{From: s.when}, Known: s.known, Stance: entente.Stance(word(s.stance)), Trust: s.trust,
	}
	if s.kind == entente.KindTie[0] {
		o.Kind = entente.KindTie
	}
	if s.document >= 0 {
		o.Document = d.documents[s.document].header.ID
	}
	return o
}

// records is a weight in records of full confidence.
func records(w int64) float64 { return float64(w) / network.Unit }

// parties are actors by name.
func (s *signed) parties(ids []entente.ActorID) []Party {
	out := make([]Party, len(ids))
	for i, id := range ids {
		out[i] = s.names[id]
	}
	return out
}

func (s *signed) tie(t *network.Tie) WeighedTie {
	out := WeighedTie{A: s.names[t.A], B: s.names[t.B], Plus: records(t.Plus), Minus: records(t.Minus), Records: t.Records, Evidence: []string{}}
	for _, id := range t.Evidence {
		out.Evidence = append(out.Evidence, string(id))
	}
	return out
}

// ties are some ties, the heaviest first, n at most.
func (s *signed) ties(list []network.Tie, n int) []WeighedTie {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y network.Tie) int { return cmp.Compare(abs(y.Weight()), abs(x.Weight())) })
	out := []WeighedTie{}
	for i := range list[:min(n, len(list))] {
		out = append(out, s.tie(&list[i]))
	}
	return out
}

func abs(x int64) int64 { return max(x, -x) }
