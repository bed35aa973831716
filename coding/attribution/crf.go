package attribution

import "math"

// sequence is the scores of a chain of words: of each role a word, and of each
// pair of roles a step (from the word before; nil for none). It is a linear-chain
// conditional random field (Lafferty, McCallum and Pereira 2001).
type sequence struct {
	node [][roles]float32
	step [][roles * roles]float32 // [before*roles+now], step[0] unused
	back [][2 * roles]uint8
	fwd  [][roles]float64
	bwd  [][roles]float64
	// odds is the exponentials of a step where they are known, nil where not.
	odds []*[roles * roles]float64
}

func (q *sequence) reset(n int) {
	if cap(q.node) < n {
		q.node, q.step, q.back = make([][roles]float32, n), make([][roles * roles]float32, n), make([][2 * roles]uint8, n)
		q.fwd, q.bwd = make([][roles]float64, n), make([][roles]float64, n)
		q.odds = make([]*[roles * roles]float64, n)
	}
	q.node, q.step, q.back, q.fwd, q.bwd, q.odds = q.node[:n], q.step[:n], q.back[:n], q.fwd[:n], q.bwd[:n], q.odds[:n]
	clear(q.node)
	clear(q.step)
	clear(q.odds)
}

// best writes the most probable roles among those with some content to out and
// returns their score. It keeps two scores for each role: with content met so far
// and without.
func (q *sequence) best(out []uint8) float32 {
	const states = 2 * roles // role, and roles+role once content was met
	n := len(q.node)
	var score [states]float32
	for b := range roles {
		score[b], score[roles+b] = q.node[0][b], lost
	}
	score[roles+roleContent], score[roleContent] = score[roleContent], lost
	for i := 1; i < n; i++ {
		next := [states]float32{lost, lost, lost, lost, lost, lost, lost, lost}
		for b := range roles {
			for from := range states {
				to := b
				if from >= roles || b == roleContent {
					to += roles
				}
				if s := score[from] + q.step[i][(from%roles)*roles+b] + q.node[i][b]; s > next[to] {
					next[to], q.back[i][to] = s, uint8(from)
				}
			}
		}
		score = next
	}
	last := roles
	for b := roles; b < states; b++ {
		if score[b] > score[last] {
			last = b
		}
	}
	total := score[last]
	for i := n - 1; i >= 0; i-- {
		out[i] = uint8(last % roles)
		if i > 0 {
			last = int(q.back[i][last])
		}
	}
	return total
}

// lost is the score of what cannot be.
const lost = -1e30

// forward fills the forward sums and returns the logarithm of the sum over all
// sequences of exp(score).
func (q *sequence) forward() float64 {
	n := len(q.node)
	for b := range roles {
		q.fwd[0][b] = float64(q.node[0][b])
	}
	for i := 1; i < n; i++ {
		for b := range roles {
			var x [roles]float64
			for a := range roles {
				x[a] = q.fwd[i-1][a] + float64(q.step[i][a*roles+b])
			}
			q.fwd[i][b] = logSum(&x) + float64(q.node[i][b])
		}
	}
	return logSum(&q.fwd[n-1])
}

// logTotal returns what forward returns, from the exponentials of the steps, all
// of which must be known: one exponential a role of a word and none a step.
func (q *sequence) logTotal() float64 {
	var a [roles]float64
	log := 0.0
	for i := range q.node {
		x := q.node[i]
		top := float64(max(x[0], x[1], x[2], x[3]))
		var b [roles]float64
		sum := 0.0
		for r := range roles {
			b[r] = 1
			if i > 0 {
				o := q.odds[i]
				b[r] = a[0]*o[r] + a[1]*o[roles+r] + a[2]*o[2*roles+r] + a[3]*o[3*roles+r]
			}
			if d := float64(x[r]) - top; d > vanishing {
				b[r] *= math.Exp(d)
			} else {
				b[r] = 0
			}
			sum += b[r]
		}
		for r := range roles {
			a[r] = b[r] / sum
		}
		log += top + math.Log(sum)
	}
	return log
}

func (q *sequence) backward() {
	n := len(q.node)
	q.bwd[n-1] = [roles]float64{}
	for i := n - 2; i >= 0; i-- {
		for a := range roles {
			var x [roles]float64
			for b := range roles {
				x[b] = q.bwd[i+1][b] + float64(q.step[i+1][a*roles+b]) + float64(q.node[i+1][b])
			}
			q.bwd[i][a] = logSum(&x)
		}
	}
}

// vanishing is below every number whose exponential is not 0.
const vanishing = -746

func logSum(x *[roles]float64) float64 {
	top := max(x[0], x[1], x[2], x[3])
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for _, y := range x {
		switch d := y - top; {
		case d == 0:
			sum++
		case d > vanishing:
			sum += math.Exp(d)
		}
	}
	if sum == 1 {
		return top
	}
	return top + math.Log(sum)
}

// pin makes word i of the cue and nothing else.
func (q *sequence) pin(i int) {
	q.node[i] = [roles]float32{pinned, pinned, pinned, 0}
}

// pinned is the score of a role that is ruled out.
const pinned = -1e4
