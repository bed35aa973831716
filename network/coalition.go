package network

import (
	"cmp"
	"maps"
	"slices"

	"entente"
)

// Way says how blocs are found.
type Way string

// Ways to find blocs.
const (
	// ByBalance takes the split into any number of camps that the least weight
	// contradicts (Clusterability), exact where the budget suffices.
	ByBalance Way = "balance"
	// ByModularity takes the groups that hold more friendly and less hostile
	// weight than chance would give them: quick, not exact.
	ByModularity Way = "modularity"
)

// Coalitions are blocs over time: who stands together, who moves.
type Coalitions struct {
	By      Way     `json:"by"`
	Windows []Blocs `json:"windows"`
	Turns   []Turn  `json:"turns"` // by window, then by bloc and actor
}

// Blocs are those of one window.
type Blocs struct {
	Window
	Actors int               `json:"actors"`
	Ties   int               `json:"ties"`
	Weight int64             `json:"weight"` // of all ties, friendly and hostile
	Cost   int64             `json:"cost"`   // weight that contradicts the blocs
	Lower  int64             `json:"lower"`  // no split costs less
	Proved bool              `json:"proved"` // Cost is the least
	Blocs  []Bloc            `json:"blocs"`  // by name
	Alone  []entente.ActorID `json:"alone"`  // in no bloc
	// Modularity is that of these blocs; Quick is that of the quick view, and
	// QuickBlocs its number of groups of two and more.
	Modularity float64 `json:"modularity"`
	Quick      float64 `json:"quick"`
	QuickBlocs int     `json:"quick_blocs"`
	// Strained are the ties that do not fit, the most contradicted first.
	Strained []Strain `json:"strained"`
}

// Bloc is two or more actors that stand together. Its name stays while it lasts.
type Bloc struct {
	Name    string   `json:"name"`
	Members []Member `json:"members"` // the best rooted first
}

// Member is an actor of a bloc.
type Member struct {
	Actor entente.ActorID `json:"actor"`
	// Hold is what leaving for the best other place, or for none, would cost, as a
	// share of the weight of the actor's ties: 0 where it could as well go.
	Hold float64 `json:"hold"`
	Role Role    `json:"role"`
	// Strain is the share of the weight of its ties that contradicts the blocs.
	Strain float64 `json:"strain"`
}

// Role is how firmly a member stands in its bloc.
type Role string

// Roles, by Hold.
const (
	Core   Role = "core"   // half or more
	Inner  Role = "inner"  // between
	Fringe Role = "fringe" // a tenth or less
)

// Bounds of roles.
const (
	coreFrom = .5
	fringeTo = .1
)

// Strain is a tie that does not fit: friendly weight between blocs, or hostile
// weight within one.
type Strain struct {
	Tie
	Within  bool  `json:"within"`  // both are in one bloc
	Against int64 `json:"against"` // weight that contradicts the blocs
}

// FindCoalitions finds the blocs of each window and names them so that a bloc
// keeps its name as long as it is more alike to itself than to another.
func FindCoalitions(windows []Window, by Way, b Budget) *Coalitions {
	out := &Coalitions{By: by, Windows: make([]Blocs, len(windows)), Turns: []Turn{}}
	splits := make([]*split, len(windows))
	Abreast(len(windows), func(i int) {
		out.Windows[i], splits[i] = findBlocs(&windows[i], by, b)
	})
	names := &naming{last: map[string]seen{}}
	var before *split
	for i, s := range splits {
		names.name(s, i)
		if before != nil && s.settleAsBefore(before) {
			names.name(s, i)
		}
		names.keep(s, i)
		if before != nil {
			out.Turns = append(out.Turns, turns(before, s, names, i, windows[i].Name)...)
		}
		before = s
	}
	Abreast(len(windows), func(i int) { out.Windows[i].describe(splits[i]) })
	return out
}

// split is the groups of a window's actors.
type split struct {
	net   *Network
	index map[entente.ActorID]int32
	ends  [][2]int32       // of each tie
	core  *core            // of all actors, with net weights
	group []int32          // of each actor
	names map[int32]string // of groups of two and more
}

// findBlocs finds the groups of a window.
func findBlocs(w *Window, by Way, b Budget) (Blocs, *split) {
	index := w.Net.index()
	ends := w.Net.ends(index)
	g := w.Net.graphOf(ends)
	c := g.laid()
	m := newModular(c)
	quick := m.groups()
	s := &split{net: w.Net, index: index, ends: ends, core: c, group: quick}
	out := Blocs{Window: *w, Actors: len(w.Net.Actors), Ties: len(w.Net.Ties), Blocs: []Bloc{}, Alone: []entente.ActorID{}, Strained: []Strain{}}
	for i := range w.Net.Ties {
		out.Weight += w.Net.Ties[i].Plus + w.Net.Ties[i].Minus
	}
	out.Quick = m.of(quick)
	for _, n := range sizes(quick) {
		if n > 1 {
			out.QuickBlocs++
		}
	}
	if by == ByBalance {
		c := clusterability(w.Net, g, index, b)
		out.Lower, out.Proved = c.Lower, c.Proved
		s.group = make([]int32, len(w.Net.Actors))
		for k, camp := range c.Camps {
			for _, a := range camp {
				s.group[index[a]] = int32(k)
			}
		}
	}
	return out, s
}

func sizes(group []int32) map[int32]int {
	out := map[int32]int{}
	for _, k := range group {
		out[k]++
	}
	return out
}

// has reports whether a bloc of that name is there.
func (s *split) has(name string) bool {
	for _, n := range s.names {
		if n == name {
			return true
		}
	}
	return false
}

// pulls is the net weight of an actor's ties to each group.
func (s *split) pulls(u int32) map[int32]int64 {
	out := map[int32]int64{}
	for v, w := range s.core.near(int(u)) {
		out[s.group[v]] += w
	}
	return out
}

// settleAsBefore joins blocs that stood together before and moves actors that stand
// as well elsewhere to the bloc that bears the name of their last one, and reports
// whether anything moved. The cost stays.
func (s *split) settleAsBefore(before *split) (any bool) {
	byName := map[string]int32{}
	for k, name := range s.names {
		byName[name] = k
	}
	any = s.joinAsBefore(before, byName)
	for u, a := range s.net.Actors {
		i, ok := before.index[a]
		if !ok {
			continue
		}
		to, ok := byName[before.names[before.group[i]]]
		if !ok || to == s.group[u] {
			continue
		}
		if p := s.pulls(int32(u)); p[to] == p[s.group[u]] {
			s.group[u], any = to, true
		}
	}
	return any
}

// joinAsBefore joins a bloc to the one that bears the name of where more than half
// of it stood, where the ties between both neither call for that nor speak against it.
func (s *split) joinAsBefore(before *split, byName map[string]int32) (any bool) {
	was, size := map[int32]map[string]int{}, sizes(s.group)
	pull := map[[2]int32]int64{}
	for u, a := range s.net.Actors {
		k := s.group[u]
		if was[k] == nil {
			was[k] = map[string]int{}
		}
		if name, tied := before.bloc(a); tied && name != "" {
			was[k][name]++
		}
		for v, w := range s.core.near(u) {
			pull[[2]int32{k, s.group[v]}] += w
		}
	}
	joined, parts := map[int32]int32{}, map[int32][]int32{}
	for _, k := range slices.Sorted(maps.Keys(was)) {
		for name, n := range was[k] {
			to, ok := byName[name]
			if !ok || to == k || size[k] < 2 || size[to] <= size[k] || 2*n <= size[k] || before.has(s.names[k]) {
				continue
			}
			if slices.ContainsFunc(append(parts[to], to), func(other int32) bool { return pull[[2]int32{k, other}] != 0 }) {
				continue
			}
			joined[k], parts[to] = to, append(parts[to], k)
		}
	}
	for u, k := range s.group {
		if to, ok := joined[k]; ok {
			s.group[u], any = to, true
		}
	}
	return any
}

// strain is a tie by its number, with what contradicts of it.
type strain struct {
	tie     int32
	within  bool
	against int64
}

// describe writes the blocs of a split, with roles and strain.
func (b *Blocs) describe(s *split) {
	against, all := make([]int64, len(s.group)), make([]int64, len(s.group))
	var strained []strain
	for i := range s.net.Ties {
		t := &s.net.Ties[i]
		u, v := s.ends[i][0], s.ends[i][1]
		x := strain{int32(i), s.group[u] == s.group[v], t.Plus}
		if x.within {
			x.against = t.Minus
		}
		for _, i := range [...]int32{u, v} {
			all[i] += t.Plus + t.Minus
			against[i] += x.against
		}
		if x.against > 0 {
			b.Cost += x.against
			strained = append(strained, x)
		}
	}
	// Those that contradict most first, of equal ones in the order of the network.
	slices.SortFunc(strained, func(x, y strain) int { return cmp.Or(cmp.Compare(y.against, x.against), cmp.Compare(x.tie, y.tie)) })
	b.Strained = make([]Strain, len(strained))
	for i, x := range strained {
		b.Strained[i] = Strain{Tie: s.net.Ties[x.tie], Within: x.within, Against: x.against}
	}
	b.Modularity = newModular(s.core).of(s.group)
	blocs, holds := map[string]*Bloc{}, make([]int64, len(s.net.Actors))
	for u, a := range s.net.Actors {
		holds[u] = s.hold(int32(u))
		name, ok := s.names[s.group[u]]
		if !ok {
			b.Alone = append(b.Alone, a)
			continue
		}
		if blocs[name] == nil {
			blocs[name] = &Bloc{Name: name}
		}
		m := Member{Actor: a, Hold: float64(holds[u]) / float64(all[u]), Strain: float64(against[u]) / float64(all[u])}
		m.Role = roleOf(m.Hold)
		blocs[name].Members = append(blocs[name].Members, m)
	}
	for _, x := range blocs {
		slices.SortStableFunc(x.Members, func(p, q Member) int {
			return cmp.Or(cmp.Compare(holds[s.index[q.Actor]], holds[s.index[p.Actor]]), cmp.Compare(p.Actor, q.Actor))
		})
		b.Blocs = append(b.Blocs, *x)
	}
	slices.SortFunc(b.Blocs, func(x, y Bloc) int { return orderNames(x.Name, y.Name) })
}

// hold is what the best other place of an actor, or none, costs more than its own.
func (s *split) hold(u int32) int64 {
	pulls := s.pulls(u)
	var best int64
	for k, w := range pulls {
		if k != s.group[u] {
			best = max(best, w)
		}
	}
	return max(0, pulls[s.group[u]]-best)
}

func roleOf(hold float64) Role {
	switch {
	case hold >= coreFrom:
		return Core
	case hold <= fringeTo:
		return Fringe
	}
	return Inner
}
