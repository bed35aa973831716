package forecast

import "math"

// embedding adds (u_s * p_r + q_r) . v_o to a score: DistMult (Yang et al., 2015)
// with an offset of the relation, learnt in the same pass and by the same loss.
type embedding struct {
	d              int
	u, v, p, q     []float32
	gu, gv, gp, gq []float32 // sums of squares, one for each row
	rate, shrink   float32
	query, grad    []float32
}

func newEmbedding(d, entities, relations int, rate, shrink float64) *embedding {
	e := &embedding{
		d: d, u: make([]float32, entities*d), v: make([]float32, entities*d), p: make([]float32, relations*d), q: make([]float32, relations*d),
		gu: make([]float32, entities), gv: make([]float32, entities), gp: make([]float32, relations), gq: make([]float32, relations),
		rate: float32(rate), shrink: float32(shrink), query: make([]float32, d), grad: make([]float32, d),
	}
	state := uint64(88172645463325252)
	noise := func() float32 { // xorshift, Marsaglia 2003
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return float32(int64(state>>11))/float32(1<<53)*2 - 1
	}
	for i := range e.u {
		e.u[i] = 0.3 * noise()
		e.v[i] = 0.3 * noise()
	}
	for i := range e.p {
		e.p[i] = 1
	}
	return e
}

func (e *embedding) of(s, r int32, out []float32) {
	u, p, q := e.u[int(s)*e.d:][:e.d], e.p[int(r)*e.d:][:e.d], e.q[int(r)*e.d:][:e.d]
	for k := range out {
		out[k] = u[k]*p[k] + q[k]
	}
}

func (e *embedding) dot(query []float32, o int32) float32 {
	v := e.v[int(o)*e.d:][:e.d]
	var a, b float32
	for k := 0; k+1 < len(v); k += 2 {
		a += v[k] * query[k]
		b += v[k+1] * query[k+1]
	}
	return a + b
}

// learn takes a step down the gradient of a question; coef holds dLoss/dScore of
// its candidates.
func (e *embedding) learn(s, r int32, cands []int32, coef []float32) {
	e.of(s, r, e.query)
	clear(e.grad)
	for i, o := range cands {
		c := coef[i]
		v := e.v[int(o)*e.d:][:e.d]
		var sq float32
		for k := range v {
			e.grad[k] += c * v[k]
			g := c*e.query[k] + e.shrink*v[k]
			sq += g * g
		}
		e.gv[o] += sq / float32(e.d)
		step := e.rate / (float32(math.Sqrt(float64(e.gv[o]))) + 1e-3)
		for k := range v {
			v[k] -= step * (c*e.query[k] + e.shrink*v[k])
		}
	}
	u, p, q := e.u[int(s)*e.d:][:e.d], e.p[int(r)*e.d:][:e.d], e.q[int(r)*e.d:][:e.d]
	var su, sp, sq float32
	for k, g := range e.grad {
		su += g * p[k] * g * p[k]
		sp += g * u[k] * g * u[k]
		sq += g * g
	}
	d := float32(e.d)
	e.gu[s] += su / d
	e.gp[r] += sp / d
	e.gq[r] += sq / d
	ru, rp, rq := e.rate/(float32(math.Sqrt(float64(e.gu[s])))+1e-3), e.rate/(float32(math.Sqrt(float64(e.gp[r])))+1e-3), e.rate/(float32(math.Sqrt(float64(e.gq[r])))+1e-3)
	for k, g := range e.grad {
		gu, gp := g*p[k], g*u[k]
		u[k] -= ru * (gu + e.shrink*u[k])
		p[k] -= rp * gp
		q[k] -= rq * g
	}
}
