package network

import (
	"math"
	"slices"
)

// Spot is the place of an actor in a picture, -1 to 1 each way.
type Spot struct{ X, Y float64 }

// Spring is a tie as a layout takes it: it pulls its ends together or, where Pull
// is negative, pushes them apart.
type Spring struct {
	A, B int // in the order of the actors
	Pull float64
}

// PullOf is how hard a tie pulls that so many records call friendly and hostile.
func PullOf(friendly, hostile float64) float64 {
	return math.Log1p(friendly) - shy*math.Log1p(hostile)
}

// The places of actors are those of a force layout with springs that know signs:
// friends pull each other, foes push, and everybody keeps a distance that grows
// with how many ties both have, so that those with many do not heap up in the
// middle (Jacomy et al. 2014, "ForceAtlas2", PLoS ONE 9(6), with signed springs).
// Far groups push as one body (Barnes and Hut 1986). It starts from places that
// ids alone decide and runs a fixed number of rounds, so that the same graph
// always looks the same and one more tie moves little.

// layoutRounds is how many rounds a graph of n actors gets: it then takes less
// than a second of one core.
func layoutRounds(n int) int {
	switch {
	case n <= 500:
		return 150
	case n <= 2000:
		return 100
	}
	return 40
}

const (
	openness = 1.2  // a group as wide as this share of its distance pushes as one
	gravity  = 0.02 // pull to the middle, which keeps parts without ties in sight
	shy      = 0.6  // what a hostile record weighs against a friendly one
)

// body is an actor, or a group of actors seen from afar.
type body struct {
	x, y, mass float64
}

// Layout lays a signed graph out, in the order of ids; the same graph always the
// same.
func Layout(ids []string, springs []Spring) []Spot {
	n := len(ids)
	bodies := make([]body, n)
	for i := range ids {
		h := fnv(ids[i])
		angle, radius := float64(h%3600)/3600*2*math.Pi, math.Sqrt(0.05+0.95*float64(h/3600%1000)/1000)
		reach := math.Sqrt(float64(n))
		bodies[i] = body{x: reach * radius * math.Cos(angle), y: reach * radius * math.Sin(angle), mass: 1}
	}
	for _, t := range springs {
		bodies[t.A].mass++
		bodies[t.B].mass++
	}
	force := make([]body, n)
	rounds := layoutRounds(n)
	for round := range rounds {
		clear(force)
		tree := newQuads(bodies)
		for i := range bodies {
			tree.push(bodies, i, &force[i])
		}
		for i := range springs {
			pull(bodies, force, &springs[i])
		}
		// Who has many ties moves slowly; everybody moves less as time goes on.
		heat := 0.25 * math.Sqrt(float64(n)) * (1 - float64(round)/float64(rounds))
		for i := range bodies {
			b := &bodies[i]
			fx, fy := force[i].x/b.mass-gravity*b.x, force[i].y/b.mass-gravity*b.y
			if l := math.Hypot(fx, fy); l > 0 {
				step := min(l, heat)
				b.x += fx / l * step
				b.y += fy / l * step
			}
		}
	}
	return within(bodies)
}

// within scales places to [-1, 1], those far out less, so that a few of them do not
// make the rest small.
func within(bodies []body) []Spot {
	spots := make([]Spot, len(bodies))
	if len(bodies) == 0 {
		return spots
	}
	far := make([]float64, len(bodies))
	for i, b := range bodies {
		far[i] = math.Hypot(b.x, b.y)
	}
	sorted := slices.Sorted(slices.Values(far))
	usual := max(sorted[len(sorted)*9/10], 1e-9)
	for i, b := range bodies {
		scale := 0.0
		if far[i] > 0 {
			scale = math.Tanh(far[i]/usual) / far[i]
		}
		spots[i] = Spot{X: math.Round(b.x*scale*1e4) / 1e4, Y: math.Round(b.y*scale*1e4) / 1e4}
	}
	return spots
}

// pull moves the two of a tie together where it is friendly, apart where it is
// hostile.
func pull(bodies, force []body, t *Spring) {
	x, y := bodies[t.B].x-bodies[t.A].x, bodies[t.B].y-bodies[t.A].y
	l := max(math.Hypot(x, y), 1e-6)
	f := t.Pull * math.Log1p(l) / l
	force[t.A].x += x * f
	force[t.A].y += y * f
	force[t.B].x -= x * f
	force[t.B].y -= y * f
}

// quads is a tree of squares over the plane; each knows its actors as one body.
type quads struct {
	squares []square
}

type square struct {
	body            // of all in it, at their centre of mass
	cx, cy, half    float64
	child           [4]int32 // 0: none
	only            int32    // the one actor in it, -1 for none or many
	together, depth int32    // actors that share its place at the greatest depth
}

// deepest is where actors at one place are no longer told apart.
const deepest = 24

func newQuads(bodies []body) *quads {
	half := 1e-9
	for _, b := range bodies {
		half = max(half, math.Abs(b.x), math.Abs(b.y))
	}
	q := &quads{squares: make([]square, 1, 2*len(bodies)+1)}
	q.squares[0] = square{half: half, only: -1}
	for i := range bodies {
		q.add(0, bodies, int32(i))
	}
	return q
}

// add puts actor i into square at and below.
func (q *quads) add(at int32, bodies []body, i int32) {
	for {
		s, b := &q.squares[at], &bodies[i]
		empty := s.mass == 0
		mass := s.mass + b.mass
		s.x, s.y, s.mass = (s.x*s.mass+b.x*b.mass)/mass, (s.y*s.mass+b.y*b.mass)/mass, mass
		if empty {
			s.only = i
			return
		}
		if s.depth >= deepest {
			s.together++
			return
		}
		if o := s.only; o >= 0 { // it makes room for the second
			s.only = -1
			c := q.below(at, &bodies[o])
			q.add(c, bodies, o)
		}
		at = q.below(at, b)
	}
}

// below is the quarter of a square that b lies in, made where it is not there.
func (q *quads) below(at int32, b *body) int32 {
	s := &q.squares[at]
	k, half := 0, s.half/2
	cx, cy := s.cx-half, s.cy-half
	if b.x >= s.cx {
		k, cx = 1, s.cx+half
	}
	if b.y >= s.cy {
		k, cy = k+2, s.cy+half
	}
	if s.child[k] == 0 {
		s.child[k] = int32(len(q.squares))
		q.squares = append(q.squares, square{cx: cx, cy: cy, half: half, only: -1, depth: s.depth + 1})
		return q.squares[at].child[k]
	}
	return s.child[k]
}

// push adds to f what all other actors push actor i with.
func (q *quads) push(bodies []body, i int, f *body) {
	var stack [4*deepest + 8]int32
	stack[0] = 0
	for top := 1; top > 0; {
		top--
		s := &q.squares[stack[top]]
		if s.mass == 0 || s.only == int32(i) {
			continue
		}
		x, y := bodies[i].x-s.x, bodies[i].y-s.y
		d := x*x + y*y
		if s.only < 0 && s.together == 0 && 4*s.half*s.half > openness*openness*d {
			for _, c := range s.child {
				if c != 0 {
					stack[top] = c
					top++
				}
			}
			continue
		}
		k := bodies[i].mass * s.mass / max(d, 1e-4)
		f.x += x * k
		f.y += y * k
	}
}

// fnv is the 64-bit FNV-1a hash.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
