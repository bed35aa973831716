package network

import (
	"math"
	"slices"

	"entente"
)

// Walks is balance over closed walks of every length, longer ones counting less
// (Estrada and Benzi 2014): tr exp(A) / tr exp(|A|), A being the matrix of signs,
// 1 where the network is balanced.
type Walks struct {
	Balance float64 `json:"balance"`
	// Local is exp(A)_aa / exp(|A|)_aa of each actor: over the walks that return to it.
	Local []LocalBalance `json:"local"` // the least balanced first
}

// LocalBalance is how balanced what surrounds an actor is.
type LocalBalance struct {
	Actor entente.ActorID `json:"actor"`
	Walks float64         `json:"walks"`
	// Triangles is the share of the actor's triangles that are balanced, and Of
	// their number.
	Triangles float64 `json:"triangles"`
	Of        int     `json:"of"`
}

// WalksAtMost is the most actors times ties of a network whose walks are counted:
// it takes about a second.
const WalksAtMost = 5_000_000

// WalkBalance counts the walks of a network; nil where it has no ties or is too
// large (actors times ties beyond five million). Each exp(A)_aa is found by Gauss
// quadrature on a Lanczos process from a (Golub and Meurant 2010).
func WalkBalance(n *Network) *Walks {
	if len(n.Ties) == 0 || len(n.Actors)*len(n.Ties) > WalksAtMost {
		return nil
	}
	g, _ := n.graph()
	signed, plain := newSparse(g, false), newSparse(g, true)
	triads := g.triadsOf()
	size := len(n.Actors)
	logs, logPlain := make([]float64, size), make([]float64, size)
	Abreast(size, func(i int) {
		logs[i], logPlain[i] = signed.logExp(i), plain.logExp(i)
	})
	out := &Walks{Local: make([]LocalBalance, size)}
	top := slices.Max(logPlain)
	var up, down float64
	for i, a := range n.Actors {
		up += math.Exp(logs[i] - top)
		down += math.Exp(logPlain[i] - top)
		l := LocalBalance{Actor: a, Walks: math.Exp(logs[i] - logPlain[i]), Of: triads[i][0] + triads[i][1]}
		if l.Of > 0 {
			l.Triangles = float64(triads[i][0]) / float64(l.Of)
		}
		out.Local[i] = l
	}
	out.Balance = up / down
	slices.SortStableFunc(out.Local, func(x, y LocalBalance) int {
		switch {
		case x.Walks < y.Walks-1e-12:
			return -1
		case y.Walks < x.Walks-1e-12:
			return 1
		}
		return 0
	})
	return out
}

// triadsOf counts the balanced and the other triangles of each node.
func (g *graph) triadsOf() [][2]int {
	out := make([][2]int, len(g.ties))
	g.eachTriangle(func(u, v, w int32, hostile int, _ float64) {
		for _, x := range [...]int32{u, v, w} {
			out[x][hostile%2]++
		}
	})
	return out
}

// sparse is a symmetric matrix of signs by rows.
type sparse struct {
	start []int32
	to    []int32
	sign  []float64
}

func newSparse(g *graph, plain bool) *sparse {
	s := &sparse{start: []int32{0}}
	for _, m := range g.ties {
		from := len(s.to)
		for v := range m {
			s.to = append(s.to, v)
		}
		slices.Sort(s.to[from:])
		for _, v := range s.to[from:] {
			if plain || m[v] > 0 {
				s.sign = append(s.sign, 1)
			} else {
				s.sign = append(s.sign, -1)
			}
		}
		s.start = append(s.start, int32(len(s.to)))
	}
	return s
}

// lanczosSteps bounds the Lanczos process; with 80 steps exp is exact to machine
// precision for the spectra that networks of states have (up to about 150).
const lanczosSteps = 80

// lanczosLook is after how many steps it is looked whether more change anything.
const lanczosLook = 4

// logExp is log exp(A)_ii.
func (s *sparse) logExp(i int) float64 {
	n := len(s.start) - 1
	v, before, next := make([]float64, n), make([]float64, n), make([]float64, n)
	v[i] = 1
	var alpha, beta []float64
	found := math.Inf(-1)
	for len(alpha) < min(n, lanczosSteps) {
		for r := range n {
			var sum float64
			for e := s.start[r]; e < s.start[r+1]; e++ {
				sum += s.sign[e] * v[s.to[e]]
			}
			next[r] = sum
		}
		var a, norm float64
		for r := range n {
			a += next[r] * v[r]
		}
		last := 0.0
		if len(beta) > 0 {
			last = beta[len(beta)-1]
		}
		for r := range n {
			next[r] -= a*v[r] + last*before[r]
			norm += next[r] * next[r]
		}
		alpha = append(alpha, a)
		norm = math.Sqrt(norm)
		if norm < 1e-10 {
			break
		}
		if len(alpha)%lanczosLook == 0 {
			now := logQuadrature(alpha, beta)
			if math.Abs(now-found) < 1e-10 {
				return now
			}
			found = now
		}
		beta = append(beta, norm)
		for r := range n {
			before[r], v[r], next[r] = v[r], next[r]/norm, 0
		}
	}
	return logQuadrature(alpha, beta[:min(len(beta), len(alpha)-1)])
}

// logQuadrature is log of the sum of w_k exp(x_k), x being the eigenvalues of a
// symmetric tridiagonal matrix and w the squares of the first parts of its
// eigenvectors (Golub and Welsch 1969).
func logQuadrature(diagonal, off []float64) float64 {
	n := len(diagonal)
	d, e, z := slices.Clone(diagonal), make([]float64, n), make([]float64, n)
	copy(e, off)
	z[0] = 1
	for l := range n {
		for range 60 {
			m := l
			for ; m < n-1; m++ {
				if math.Abs(e[m]) <= 1e-16*(math.Abs(d[m])+math.Abs(d[m+1])) {
					break
				}
			}
			if m == l {
				break
			}
			rotate(d, e, z, l, m)
		}
	}
	top := slices.Max(d)
	var sum float64
	for k := range d {
		sum += z[k] * z[k] * math.Exp(d[k]-top)
	}
	return top + math.Log(sum)
}

// rotate is a step of the QL algorithm with implicit shift on rows l..m, for the
// first row of the eigenvectors alone.
func rotate(d, e, z []float64, l, m int) {
	g := (d[l+1] - d[l]) / (2 * e[l])
	r := math.Hypot(g, 1)
	g = d[m] - d[l] + e[l]/(g+math.Copysign(r, g))
	s, c, p := 1.0, 1.0, 0.0
	for i := m - 1; i >= l; i-- {
		f, b := s*e[i], c*e[i]
		r = math.Hypot(f, g)
		e[i+1] = r
		if r == 0 {
			d[i+1] -= p
			e[m] = 0
			return
		}
		s, c = f/r, g/r
		g = d[i+1] - p
		r = (d[i]-g)*s + 2*c*b
		p = s * r
		d[i+1] = g + p
		g = c*r - b
		f = z[i+1]
		z[i+1] = s*z[i] + c*f
		z[i] = c*z[i] - s*f
	}
	d[l] -= p
	e[l], e[m] = g, 0
}
