package forecast

import (
	"cmp"
	"math"
	"slices"
)

// rankReason is a group of columns of a candidate's row that a reader can check
// together.
type rankReason int8

// The reasons of a candidate, in the order in which they are told.
const (
	whomSame   rankReason = iota // the subject did the same to it
	whomPair                     // anything between the two
	whomRule                     // what followed such acts in all pairs
	whomTarget                   // how often anybody does it to it
	whomActive                   // how much is told of it
	whomPlace                    // countries and sectors
	whomOthers                   // what those near the subject do
	whomAlike                    // learnt likeness, where there is an embedding
	rankReasons
)

var rankReasonNames = [rankReasons]string{"same", "pair", "rule", "target", "active", "places", "others", "alike"}

// rankColumns lists which places of a row speak for which reason, each place once;
// buckets stand behind the numbers.
var rankColumns = []struct {
	from, to int
	reason   rankReason
}{
	{fSRO, fSO, whomSame},
	{fSO, fRule, whomPair},
	{fRule, fRO, whomRule},
	{fRO, fO, whomTarget},
	{fO, fCRO, whomActive},
	{fCRO, fHop, whomPlace},
	{fHop, fSame, whomOthers},
	{fSame, fBack, whomPlace},
	{fBack, fSide, whomSame},
	{fSide, fKnow, whomActive},
	{fKnow, numbers, whomPlace},
	{bucketsOf(hSRO), bucketsOf(hSO), whomSame},
	{bucketsOf(hSO), bucketsOf(hRO), whomPair},
	{bucketsOf(hRO), bucketsOf(hO), whomTarget},
	{bucketsOf(hO), bucketsOf(hCRO), whomActive},
	{bucketsOf(hCRO), bucketsOf(hJoint), whomPlace},
	{bucketsOf(hJoint), weights, whomSame},
}

// bucketsOf is where the buckets of a column begin among the weights.
func bucketsOf(column int) int { return numbers + column*buckets }

// candidate is one of those that a question may be answered by.
type candidate struct {
	entity int32
	score  float64
	parts  [rankReasons]float64 // of the score: what each reason gives
}

// before orders candidates by score, those alike by number.
func (c candidate) before(other candidate) int {
	return cmp.Or(cmp.Compare(other.score, c.score), cmp.Compare(c.entity, other.entity))
}

// explain lists the candidates of a question but the subject itself, those of the
// highest score first, with their scores taken apart, and those whom the subject
// deals with most.
func (m *Ranker) explain(q Question) (out []candidate, near []int32) {
	one := []Question{q}
	m.ready(one)
	x := m.workers[0]
	m.features(x, &one[0], false)
	m.score(x, q.Subject, q.Relation)
	for i, o := range x.cands {
		if o == q.Subject {
			continue
		}
		c := candidate{entity: o, parts: m.parts(x, i)}
		for _, v := range c.parts {
			c.score += v
		}
		out = append(out, c)
	}
	for _, z := range x.near {
		near = append(near, z.entity)
	}
	slices.SortFunc(out, candidate.before)
	return out, near
}

func (m *Ranker) parts(x *scratch, i int) (p [rankReasons]float64) {
	row := x.row(int32(i))
	for _, c := range rankColumns {
		for k := c.from; k < min(c.to, numbers); k++ {
			p[c.reason] += float64(row[k]) * float64(x.weight[k])
		}
		if c.from >= numbers {
			hot := x.hot[i][(c.from-numbers)/buckets]
			p[c.reason] += float64(x.weight[c.from+int(hot)])
		}
	}
	if m.embedding != nil {
		p[whomAlike] = float64(m.embedding.dot(x.query, x.cands[i]))
	}
	return p
}

// odds takes the log-odds of the i-th of scored candidates apart:
//
//	log P/(1-P) = sum over reasons of (its part - the others' mean part) - log n
//
// The mean is weighted by the others' probabilities among themselves, and n, the
// exponential of their entropy, is as how many alike they count: no more than a
// regrouping of the softmax.
func odds(list []candidate, i int) (parts [rankReasons]float64, n float64) {
	best := math.Inf(-1)
	for j := range list {
		if j != i {
			best = max(best, list[j].score)
		}
	}
	sum, mean := 0.0, 0.0
	var means [rankReasons]float64
	for j := range list {
		if j == i {
			continue
		}
		w := math.Exp(list[j].score - best)
		sum += w
		mean += w * list[j].score
		for r, v := range list[j].parts {
			means[r] += w * v
		}
	}
	for r := range parts {
		parts[r] = list[i].parts[r] - means[r]/sum
	}
	return parts, math.Exp(best + math.Log(sum) - mean/sum)
}

// against is the log-odds of the i-th of scored candidates against all others.
func against(list []candidate, i int) float64 {
	best, sum := math.Inf(-1), 0.0
	for j := range list {
		if j != i {
			best = max(best, list[j].score)
		}
	}
	for j := range list {
		if j != i {
			sum += math.Exp(list[j].score - best)
		}
	}
	return list[i].score - best - math.Log(sum)
}
