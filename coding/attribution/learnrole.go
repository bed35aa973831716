package attribution

import (
	"math"
	"math/rand/v2"
)

// role trains the roles of words beside gold cue heads as a conditional random field.
func (t *trainer) role(ls []*lesson) (*learner, *learner) {
	role, step := newLearner(roleBits, roles, 0.01, 0), newLearner(stepBits, roles*roles, 0.01, 0)
	w := &worker{k: t.k, m: &models{role: role, step: step}}
	r := rand.New(rand.NewPCG(3, 4))
	for pass := range rolePasses {
		loss, n := 0.0, 0
		for _, i := range r.Perm(len(ls)) {
			for g := range ls[i].gold {
				loss += w.study(ls[i], &ls[i].gold[g], role, step)
				n++
			}
		}
		t.progress("roles: pass %d, loss %.3f over %d cues", pass+1, loss/float64(n), n)
	}
	return role, step
}

// study takes one step on one attribution and returns its loss before, -log p.
func (w *worker) study(l *lesson, g *marked, role, step *learner) float64 {
	w.v = l.v
	lo, hi := l.v.window(g.head)
	c := l.v.newScene(g.head, lo, hi, max(lo, g.first), min(hi, g.last))
	w.fill(c)
	want := make([]uint8, hi-lo)
	for i := range want {
		want[i] = g.role(lo + i)
	}
	z := w.q.forward()
	w.q.backward()
	gold := 0.0
	for i, r := range want {
		gold += float64(w.q.node[i][r])
		if i > 0 {
			gold += float64(w.q.step[i][int(want[i-1])*roles+int(r)])
		}
	}
	n := hi - lo
	for i := range n {
		var d [roles]float32
		worth := float32(0)
		for b := range roles {
			d[b] = float32(math.Exp(w.q.fwd[i][b] + w.q.bwd[i][b] - z))
			if uint8(b) == want[i] {
				d[b]--
			}
			worth = max(worth, d[b], -d[b])
		}
		if worth > 0.001 && lo+i != g.head {
			w.f = c.features(lo+i, w.f[:0])
			role.step(w.f, d[:])
		}
		if i == 0 {
			continue
		}
		var e [roles * roles]float32
		worth = 0
		for a := range roles {
			for b := range roles {
				x := float32(math.Exp(w.q.fwd[i-1][a] + float64(w.q.step[i][a*roles+b]) + float64(w.q.node[i][b]) + w.q.bwd[i][b] - z))
				if uint8(a) == want[i-1] && uint8(b) == want[i] {
					x--
				}
				e[a*roles+b] = x
				worth = max(worth, x, -x)
			}
		}
		if worth > 0.001 {
			w.f = w.v.step(lo+i, w.f[:0])
			step.step(w.f, e[:])
		}
	}
	return z - gold
}
