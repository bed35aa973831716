package network

import "math"

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
	return math.Log1p(friendly) - 0.6*math.Log1p(hostile)
}

// Layout lays a signed graph out, in the order of ids: friends pull each other, foes push, everybody
// keeps a distance (Fruchterman and Reingold 1991 with signed springs). It starts
// from places that ids alone decide and runs a fixed number of rounds, so that
// the same graph always looks the same and one more tie moves little.
func Layout(ids []string, springs []Spring) []Spot {
	n := len(ids)
	nodes := make([]Spot, n)
	for i := range nodes {
		h := fnv(ids[i])
		angle, radius := float64(h%3600)/3600*2*math.Pi, 0.2+0.8*float64(h/3600%1000)/1000
		nodes[i].X, nodes[i].Y = radius*math.Cos(angle), radius*math.Sin(angle)
	}
	rounds := 120
	if n > 400 {
		rounds = 30
	}
	k := 1.4 / math.Sqrt(float64(n))
	dx, dy := make([]float64, n), make([]float64, n)
	for round := range rounds {
		clear(dx)
		clear(dy)
		repel(nodes, dx, dy, k)
		for _, t := range springs {
			pull(nodes, dx, dy, &t, k)
		}
		heat := 0.12 * (1 - float64(round)/float64(rounds))
		for i := range nodes {
			dx[i] -= 0.12 * nodes[i].X
			dy[i] -= 0.12 * nodes[i].Y
			if l := math.Hypot(dx[i], dy[i]); l > 0 {
				step := min(l, heat)
				nodes[i].X += dx[i] / l * step
				nodes[i].Y += dy[i] / l * step
			}
		}
	}
	far := 1e-9
	for i := range nodes {
		far = max(far, math.Abs(nodes[i].X), math.Abs(nodes[i].Y))
	}
	for i := range nodes {
		nodes[i].X = math.Round(nodes[i].X/far*1e4) / 1e4
		nodes[i].Y = math.Round(nodes[i].Y/far*1e4) / 1e4
	}
	return nodes
}

// repel pushes all actors apart; in large graphs only those in neighbouring
// cells of a grid.
func repel(nodes []Spot, dx, dy []float64, k float64) {
	push := func(i, j int) {
		x, y := nodes[i].X-nodes[j].X, nodes[i].Y-nodes[j].Y
		l := max(x*x+y*y, 1e-6)
		f := k * k / l
		dx[i] += x * f
		dy[i] += y * f
		dx[j] -= x * f
		dy[j] -= y * f
	}
	if len(nodes) <= 400 {
		for i := range nodes {
			for j := range i {
				push(i, j)
			}
		}
		return
	}
	type cell struct{ x, y int }
	grid := map[cell][]int{}
	size := 3 * k
	for i := range nodes {
		c := cell{int(math.Floor(nodes[i].X / size)), int(math.Floor(nodes[i].Y / size))}
		grid[c] = append(grid[c], i)
	}
	for i := range nodes {
		c := cell{int(math.Floor(nodes[i].X / size)), int(math.Floor(nodes[i].Y / size))}
		for x := c.x - 1; x <= c.x+1; x++ {
			for y := c.y - 1; y <= c.y+1; y++ {
				near := grid[cell{x, y}]
				for _, j := range near[:min(len(near), 40)] {
					if j < i {
						push(i, j)
					}
				}
			}
		}
	}
}

// pull moves the two of a tie together where it is friendly, apart where it is
// hostile.
func pull(nodes []Spot, dx, dy []float64, t *Spring, k float64) {
	x, y := nodes[t.B].X-nodes[t.A].X, nodes[t.B].Y-nodes[t.A].Y
	l := max(math.Hypot(x, y), 1e-6)
	f := t.Pull * l / k / 2
	if t.Pull < 0 {
		f = t.Pull * k / l
	}
	dx[t.A] += x / l * f * l
	dy[t.A] += y / l * f * l
	dx[t.B] -= x / l * f * l
	dy[t.B] -= y / l * f * l
}

// fnv is the 64-bit FNV-1a hash.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
