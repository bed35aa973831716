package forecast

import "slices"

// RankOptions set up a ranker.
type RankOptions struct {
	Rate         float64 // AdaGrad's step for the shared weights
	RelationRate float64 // for each relation's own
	ContextRate  float64 // for those of how much is known (see contexts)
	SubjectRate  float64 // for each subject's own
	Shrink       float64 // pull of all but the shared weights towards none
	Start        float64 // sum of squares that AdaGrad starts from
	Mean         float64 // share of a day in the running mean of weights
	Batch        int     // questions whose gradients are taken at the same weights
	Workers      int     // the result does not depend on it
	Prior        float64 // weight that the backed-off share starts with: at SharePrior a ranker that has learnt nothing ranks by it

	Popular int // candidates that a relation brings
	TwoHop  int // candidates from two steps away
	Country int // candidates of the subject's country

	Embedding       int // length of learnt vectors; 0 for none
	EmbeddingRate   float64
	EmbeddingShrink float64
}

// DefaultRankOptions were chosen on the validation stretches of ICEWS14 and YAGO.
// The embedding is left out: it took mean reciprocal rank on ICEWS14's validation
// from 48.9 to 48.9.
func DefaultRankOptions() RankOptions {
	return RankOptions{
		Rate: 0.1, RelationRate: 0.025, ContextRate: 0.05, SubjectRate: 0.005, Shrink: 0.01, Start: 1, Mean: 0.05,
		Batch: 16, Workers: 2, Popular: 150, TwoHop: 120, Country: 60, EmbeddingRate: 0.02, EmbeddingShrink: 0.01,
	}
}

// SharePrior is the weight at which a score is the logarithm of the share of an
// object in the subject's acts of the kind, backed off to that in all it does, in
// all such acts, and in all: a reciprocal rank of 41.1 on ICEWS14's validation
// before anything is learnt.
const SharePrior = 2

// Question asks who stands at the other end of subject and relation on a day.
type Question struct {
	Subject, Relation, Day int32
	Answers                []int32 // distinct; what is learnt from, never read to rank
}

// Questions collects what facts of one day ask, both ways round, those of one
// subject together, otherwise in the order of the facts.
func Questions(facts []Fact, relations int) []Question {
	at, block := map[uint64]int{}, map[int32]int{}
	var blocks [][]Question
	for _, f := range facts {
		for _, g := range [2]Fact{f, f.Inverse(int32(relations))} {
			b, ok := block[g.Subject]
			if !ok {
				b = len(blocks)
				block[g.Subject] = b
				blocks = append(blocks, nil)
			}
			k := key(g.Subject, g.Relation)
			i, ok := at[k]
			if !ok {
				i = len(blocks[b])
				at[k] = i
				blocks[b] = append(blocks[b], Question{Subject: g.Subject, Relation: g.Relation, Day: g.Day})
			}
			if q := &blocks[b][i]; !slices.Contains(q.Answers, g.Object) {
				q.Answers = append(q.Answers, g.Object)
			}
		}
	}
	return slices.Concat(blocks...)
}

// Ranker says who acts on whom: a conditional logit over candidates,
//
//	P(o | s, r, day) = exp(x(o).w) / sum over candidates c of exp(x(c).w)
//
// with w = shared + relation's + context's + subject's weights and x counted from
// the past. It learns in one pass through time: each day is asked, learnt, and
// then added to the past. It is not safe for concurrent use.
type Ranker struct {
	opt  RankOptions
	hist *History

	shared, sharedSq     []float32
	relation, relationSq [][]float32
	context, contextSq   [][]float32
	subject, subjectSq   [][]float32 // nil where nothing was learnt
	mean                 [][]float32
	embedding            *embedding
	rule                 [][2]float32 // hits and trials: see ruleColumns

	popular, local     [][]int32
	popularAt, localAt []stamp
	workers            []*scratch
}

// NewRanker returns a model that has learnt nothing, of a past that it only reads.
func NewRanker(h *History, opt RankOptions) *Ranker {
	n, entities := 2*int(h.relations), len(h.bySubj)
	m := &Ranker{
		opt: opt, hist: h, shared: make([]float32, weights), sharedSq: started(opt.Start),
		subject: make([][]float32, entities), subjectSq: make([][]float32, entities), rule: make([][2]float32, n*n*ruleBuckets),
		popular: make([][]int32, n), popularAt: make([]stamp, n), local: make([][]int32, len(h.inCountry)), localAt: make([]stamp, len(h.inCountry)),
	}
	m.shared[fBack+2] = float32(opt.Prior)
	for range n {
		m.relation, m.relationSq = append(m.relation, make([]float32, weights)), append(m.relationSq, started(opt.Start))
	}
	for range contexts {
		m.context, m.contextSq = append(m.context, make([]float32, weights)), append(m.contextSq, started(opt.Start))
	}
	if opt.Embedding > 0 {
		m.embedding = newEmbedding(opt.Embedding, entities, n, opt.EmbeddingRate, opt.EmbeddingShrink)
	}
	for range max(1, opt.Workers) {
		m.workers = append(m.workers, newScratch(entities, len(h.inCountry), h.sectors))
	}
	return m
}

// Rank calls see with the candidates and scores of each question; the slices are
// the ranker's, to be read within the call. Calls may come side by side. Nothing
// of one question has a part in another.
func (m *Ranker) Rank(questions []Question, see func(i int, cands []int32, scores []float32)) {
	m.ready(questions)
	m.each(questions, func(x *scratch, i int) {
		m.features(x, &questions[i], false)
		m.score(x, questions[i].Subject, questions[i].Relation)
		see(i, x.cands, x.scores)
	})
}

// Learn takes the questions of one day, with their answers, as lessons, before
// the day is added to the past.
func (m *Ranker) Learn(questions []Question) {
	m.ready(questions)
	lessons := make([]lesson, m.opt.Batch)
	for start := 0; start < len(questions); start += m.opt.Batch {
		part := questions[start:min(start+m.opt.Batch, len(questions))]
		m.each(part, func(x *scratch, i int) {
			m.features(x, &part[i], true)
			m.score(x, part[i].Subject, part[i].Relation)
			m.study(x, &part[i], &lessons[i])
		})
		for i := range part {
			m.take(&part[i], &lessons[i])
		}
	}
	m.average()
}

// Settle ends learning: the running mean of the weights takes their place.
func (m *Ranker) Settle() {
	for i, w := range m.all() {
		if m.mean != nil {
			copy(w, m.mean[i])
		}
	}
	m.mean = nil
}

// Rule returns how often a relation followed where another was last seen so many
// days ago, having been seen count times: what the model learnt from.
func (m *Ranker) Rule(relation, body, days int32, count float32) Tally {
	if days < 0 || days >= ruleDays {
		return Tally{}
	}
	t := m.rule[(int(relation)*2*int(m.hist.relations)+int(body))*ruleBuckets+ruleBucket(days, count)]
	return Tally{int(t[0]), int(t[1])}
}
