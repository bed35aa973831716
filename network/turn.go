package network

import (
	"cmp"
	"slices"

	"entente"
)

// Turn is what changed from one window to the next.
type Turn struct {
	Window string            `json:"window"` // the later one
	Kind   TurnKind          `json:"kind"`
	From   []string          `json:"from"` // blocs before; none for an actor that stood in none
	To     []string          `json:"to"`   // blocs after
	Actors []entente.ActorID `json:"actors"`
}

// TurnKind is a kind of turn.
type TurnKind string

// The kinds of turns (after Palla, Barabási and Vicsek 2007 and Greene, Doyle and
// Cunningham 2010). A part of a bloc is two or more of its actors, and a fifth of
// those that have ties in both windows.
const (
	Forms   TurnKind = "forms"   // a bloc of which no part stood together before
	Returns TurnKind = "returns" // a bloc that had ended
	Ends    TurnKind = "ends"    // no bloc bears its name any more
	Splits  TurnKind = "splits"  // parts of one bloc stand in several
	Merges  TurnKind = "merges"  // parts of several blocs stand in one
	Moves   TurnKind = "moves"   // an actor from one bloc to another
	Joins   TurnKind = "joins"   // an actor that had ties and stood in no bloc
	Leaves  TurnKind = "leaves"  // an actor that has ties and stands in none
)

// partFrom is the least share of a bloc that is a part of it.
const partFrom = .2

// naming gives blocs names that stay.
type naming struct {
	last map[string]seen
	made int
}

// seen is a bloc as it was in the last window that had it.
type seen struct {
	window  int
	first   bool // it was never there before
	members map[entente.ActorID]bool
}

// name names the groups of two and more actors of a split: a group takes the name
// of the bloc it shares most actors with, of the window before first, one that had
// ended else; what is left gets new names, the largest first. Half of the smaller
// of both must be shared.
func (n *naming) name(s *split, window int) {
	members := map[int32][]entente.ActorID{}
	for u, a := range s.net.Actors {
		members[s.group[u]] = append(members[s.group[u]], a)
	}
	type match struct {
		group  int32
		name   string
		shared int
		live   bool
		union  int
	}
	var matches []match
	for k, list := range members {
		if len(list) < 2 {
			continue
		}
		for name, old := range n.last {
			shared := 0
			for _, a := range list {
				if old.members[a] {
					shared++
				}
			}
			if shared > 0 && 2*shared >= min(len(list), len(old.members)) {
				matches = append(matches, match{k, name, shared, old.window == window-1, len(list) + len(old.members) - shared})
			}
		}
	}
	slices.SortFunc(matches, func(x, y match) int {
		if x.live != y.live {
			if x.live {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.shared, x.shared), cmp.Compare(x.union, y.union), orderNames(x.name, y.name), cmp.Compare(members[x.group][0], members[y.group][0]))
	})
	s.names = map[int32]string{}
	taken := map[string]bool{}
	for _, m := range matches {
		if s.names[m.group] == "" && !taken[m.name] {
			s.names[m.group] = m.name
			taken[m.name] = true
		}
	}
	var left []int32
	for k, list := range members {
		if len(list) > 1 && s.names[k] == "" {
			left = append(left, k)
		}
	}
	slices.SortFunc(left, func(x, y int32) int {
		return cmp.Or(cmp.Compare(len(members[y]), len(members[x])), cmp.Compare(members[x][0], members[y][0]))
	})
	for i, k := range left {
		s.names[k] = letters(n.made + i)
	}
}

// keep remembers the blocs of a window.
func (n *naming) keep(s *split, window int) {
	for u, a := range s.net.Actors {
		name := s.names[s.group[u]]
		if name == "" {
			continue
		}
		if old, ok := n.last[name]; !ok || old.window != window {
			if !ok {
				n.made++
			}
			n.last[name] = seen{window, !ok, map[entente.ActorID]bool{}}
		}
		n.last[name].members[a] = true
	}
}

// letters is A for 0, B for 1, AA for 26.
func letters(i int) string {
	out := string(rune('A' + i%26))
	if i >= 26 {
		out = letters(i/26-1) + out
	}
	return out
}

// orderNames orders names as they were given.
func orderNames(x, y string) int {
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}

// bloc is the name of an actor's bloc; tied is false where it has no ties.
func (s *split) bloc(a entente.ActorID) (name string, tied bool) {
	i, ok := s.index[a]
	if !ok {
		return "", false
	}
	return s.names[s.group[i]], true
}

// turns tells what changed between two windows.
func turns(before, now *split, n *naming, window int, name string) []Turn {
	flows, both := map[[2]string][]entente.ActorID{}, map[string]int{}
	old := map[string]bool{}
	for _, a := range before.net.Actors {
		from, _ := before.bloc(a)
		old[from] = true
		to, tied := now.bloc(a)
		if !tied {
			continue
		}
		flows[[2]string{from, to}] = append(flows[[2]string{from, to}], a)
		both[from]++
	}
	out := slices.Concat(blocTurns(flows, both, old, now, n), actorTurns(flows))
	for i := range out {
		out[i].Window = name
		if out[i].Actors == nil {
			out[i].Actors = []entente.ActorID{}
		}
		if out[i].From == nil {
			out[i].From = []string{}
		}
		if out[i].To == nil {
			out[i].To = []string{}
		}
	}
	return out
}

// blocTurns tells what became of blocs.
func blocTurns(flows map[[2]string][]entente.ActorID, both map[string]int, old map[string]bool, now *split, n *naming) []Turn {
	var out []Turn
	into, from := map[string][]string{}, map[string][]string{}
	for k, list := range flows {
		if k[0] != "" && k[1] != "" && len(list) > 1 && float64(len(list)) >= partFrom*float64(both[k[0]]) {
			into[k[0]] = append(into[k[0]], k[1])
			from[k[1]] = append(from[k[1]], k[0])
		}
	}
	present := map[string]bool{}
	for _, name := range now.names {
		present[name] = true
	}
	for _, name := range sortedNames(present) {
		slices.SortFunc(from[name], orderNames)
		switch {
		case len(from[name]) > 1:
			out = append(out, Turn{Kind: Merges, From: from[name], To: []string{name}})
		case !old[name] && n.last[name].first:
			out = append(out, Turn{Kind: Forms, To: []string{name}})
		case !old[name]:
			out = append(out, Turn{Kind: Returns, To: []string{name}})
		}
	}
	delete(old, "")
	for _, name := range sortedNames(old) {
		slices.SortFunc(into[name], orderNames)
		if len(into[name]) > 1 {
			out = append(out, Turn{Kind: Splits, From: []string{name}, To: into[name]})
		}
		if !present[name] {
			out = append(out, Turn{Kind: Ends, From: []string{name}})
		}
	}
	return out
}

// actorTurns tells which actors went from where to where.
func actorTurns(flows map[[2]string][]entente.ActorID) []Turn {
	var ways [][2]string
	for k := range flows {
		if k[0] != k[1] {
			ways = append(ways, k)
		}
	}
	slices.SortFunc(ways, func(x, y [2]string) int { return cmp.Or(orderNames(x[0], y[0]), orderNames(x[1], y[1])) })
	var out []Turn
	for _, k := range ways {
		t := Turn{Kind: Moves, Actors: flows[k]}
		if k[0] == "" {
			t.Kind = Joins
		} else {
			t.From = []string{k[0]}
		}
		if k[1] == "" {
			t.Kind = Leaves
		} else {
			t.To = []string{k[1]}
		}
		out = append(out, t)
	}
	return out
}

func sortedNames(set map[string]bool) []string {
	var out []string
	for name := range set {
		out = append(out, name)
	}
	slices.SortFunc(out, orderNames)
	return out
}
