package network

import (
	"cmp"
	"slices"

	"entente"
)

// Broker is how often an actor stands between two others that have no friendly
// arc from the first to the second, by the camps of the three (Gould and
// Fernandez 1989), and how many shortest friendly ways lead through it.
type Broker struct {
	Actor          entente.ActorID `json:"actor"`
	Camp           int             `json:"camp"`           // from 1
	Coordinator    int             `json:"coordinator"`    // all three in one camp (w_I)
	Itinerant      int             `json:"itinerant"`      // the two others in one camp, the broker in another (w_O)
	Representative int             `json:"representative"` // from its own camp out (b_IO)
	Gatekeeper     int             `json:"gatekeeper"`     // from outside into its own camp (b_OI)
	Liaison        int             `json:"liaison"`        // three camps (b_O)
	Betweenness    float64         `json:"betweenness"`    // pairs of others, by the share of their shortest friendly ways (Freeman 1977)
}

// Total is how many pairs the actor stands between.
func (b *Broker) Total() int {
	return b.Coordinator + b.Itinerant + b.Representative + b.Gatekeeper + b.Liaison
}

// Brokers counts the roles of all actors over the arcs that are more friendly
// than hostile, those with most first. Camp gives the camp of each actor; an
// actor that it lacks is in camp 0. Betweenness takes arcs as friendly ways in
// both directions.
func Brokers(arcs Arcs, camp map[entente.ActorID]int) []Broker {
	var ids []entente.ActorID
	for _, a := range arcs {
		ids = append(ids, a.From, a.To)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	number := make(map[entente.ActorID]int32, len(ids))
	for i, id := range ids {
		number[id] = int32(i)
	}
	in, out, both := make([][]int32, len(ids)), make([][]int32, len(ids)), make([][]int32, len(ids))
	linked := make(map[[2]int32]bool, len(arcs))
	for _, a := range arcs {
		if a.Plus <= a.Minus {
			continue
		}
		u, v := number[a.From], number[a.To]
		out[u], in[v] = append(out[u], v), append(in[v], u)
		if !linked[[2]int32{v, u}] {
			both[u], both[v] = append(both[u], v), append(both[v], u)
		}
		linked[[2]int32{u, v}] = true
	}
	between := betweenness(both)
	brokers := make([]Broker, len(ids))
	for v, id := range ids {
		b := &brokers[v]
		b.Actor, b.Camp, b.Betweenness = id, camp[id], between[v]
		for _, i := range in[v] {
			for _, j := range out[v] {
				if i == j || linked[[2]int32{i, j}] {
					continue
				}
				b.count(camp[ids[i]], camp[ids[j]])
			}
		}
	}
	slices.SortStableFunc(brokers, func(x, y Broker) int {
		return cmp.Or(cmp.Compare(y.Total(), x.Total()), cmp.Compare(y.Betweenness, x.Betweenness), cmp.Compare(x.Actor, y.Actor))
	})
	return brokers
}

// count counts a way from an actor of one camp to one of another.
func (b *Broker) count(from, to int) {
	switch {
	case from == b.Camp && to == b.Camp:
		b.Coordinator++
	case from == to:
		b.Itinerant++
	case from == b.Camp:
		b.Representative++
	case to == b.Camp:
		b.Gatekeeper++
	default:
		b.Liaison++
	}
}

// betweenness is the algorithm of Brandes (2001) for graphs without weights and
// directions: each pair counts once.
func betweenness(ties [][]int32) []float64 {
	n := len(ties)
	out := make([]float64, n)
	dist, ways, need := make([]int32, n), make([]float64, n), make([]float64, n)
	order := make([]int32, 0, n)
	for s := range n {
		for i := range dist {
			dist[i], ways[i], need[i] = -1, 0, 0
		}
		dist[s], ways[s] = 0, 1
		order = append(order[:0], int32(s))
		for h := 0; h < len(order); h++ {
			u := order[h]
			for _, v := range ties[u] {
				if dist[v] < 0 {
					dist[v] = dist[u] + 1
					order = append(order, v)
				}
				if dist[v] == dist[u]+1 {
					ways[v] += ways[u]
				}
			}
		}
		for h := len(order) - 1; h > 0; h-- {
			v := order[h]
			for _, u := range ties[v] {
				if dist[u] == dist[v]-1 {
					need[u] += ways[u] / ways[v] * (1 + need[v])
				}
			}
			out[v] += need[v] / 2
		}
	}
	return out
}

// Door is an actor through which one actor reaches another by two friendly ties.
type Door struct {
	Actor  entente.ActorID `json:"actor"`
	Weight int64           `json:"weight"` // of the weaker of both ties
	Share  float64         `json:"share"`  // of the weight of all doors
	Near   Tie             `json:"near"`   // tie of the actor that asks
	Far    Tie             `json:"far"`
}

// Doors lists the actors that are friendly with both a and c, widest first: "a as
// b's door to c". Direct is the tie of the pair itself, nil where there is none.
func Doors(n *Network, a, c entente.ActorID) (doors []Door, direct *Tie) {
	near, far := map[entente.ActorID]Tie{}, map[entente.ActorID]Tie{}
	for _, t := range n.Ties {
		if t.A == a && t.B == c || t.A == c && t.B == a {
			direct = &t
			continue
		}
		for _, e := range [2][2]entente.ActorID{{t.A, t.B}, {t.B, t.A}} {
			switch {
			case t.Weight() <= 0:
			case e[0] == a:
				near[e[1]] = t
			case e[0] == c:
				far[e[1]] = t
			}
		}
	}
	var sum int64
	for id, x := range near {
		if y, ok := far[id]; ok {
			w := min(x.Weight(), y.Weight())
			sum += w
			doors = append(doors, Door{Actor: id, Weight: w, Near: x, Far: y})
		}
	}
	for i := range doors {
		doors[i].Share = float64(doors[i].Weight) / float64(sum)
	}
	slices.SortFunc(doors, func(x, y Door) int { return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Actor, y.Actor)) })
	return doors, direct
}

// Bridges are the friendly ties between different camps, heaviest first.
func Bridges(n *Network, camp map[entente.ActorID]int) []Tie {
	var out []Tie
	for _, t := range n.Ties {
		if t.Weight() > 0 && camp[t.A] != camp[t.B] {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(x, y Tie) int { return cmp.Compare(y.Weight(), x.Weight()) })
	return out
}

// Camp numbers the camps of a split, from 1.
func (b *Balance) Camp() map[entente.ActorID]int {
	out := map[entente.ActorID]int{}
	for i, camp := range b.Camps {
		for _, a := range camp {
			out[a] = i + 1
		}
	}
	return out
}
