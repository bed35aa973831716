package backtest

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"entente/forecast"
)

func trial() RankTrial { return RankTrial{Options: forecast.DefaultRankOptions(), Places: true} }

// made is a set of made-up facts in which actors have habits.
func made(entities, relations, perDay int) *Data {
	r := rand.New(rand.NewPCG(1, 2))
	d := &Data{Name: "made", Entities: entities, Relations: relations}
	for e := range entities {
		d.EntityNames = append(d.EntityNames, []string{"Police", "Citizen", "Media"}[e%3]+"_(Land"+strconv.Itoa(e%5)+")")
	}
	for day := range 60 {
		seen := map[[3]int]bool{}
		for range perDay {
			s := r.IntN(entities)
			rel := (s + r.IntN(2)) % relations
			o := (s*3 + rel + r.IntN(3)) % entities
			if s == o || seen[[3]int{s, rel, o}] {
				continue
			}
			seen[[3]int{s, rel, o}] = true
			f := forecast.Fact{Subject: int32(s), Relation: int32(rel), Object: int32(o), Day: int32(day), Weight: 1}
			switch {
			case day < 40:
				d.Train = append(d.Train, f)
			case day < 50:
				d.Valid = append(d.Valid, f)
			default:
				d.Test = append(d.Test, f)
			}
		}
	}
	d.renumber()
	return d
}

// scoresOf asks about some questions of a day.
func scoresOf(m *forecast.Ranker, questions []forecast.Question) map[[2]int32]map[int32]float32 {
	out := make([]map[int32]float32, len(questions))
	m.Rank(questions, func(i int, cands []int32, scores []float32) {
		out[i] = map[int32]float32{}
		for k, c := range cands {
			out[i][c] = scores[k]
		}
	})
	all := map[[2]int32]map[int32]float32{}
	for i, q := range questions {
		all[[2]int32{q.Subject, q.Relation}] = out[i]
	}
	return all
}

// TestScoresKnowNothingOfTheDay shuffles and drops the other questions of the day,
// and takes away the answers: no score changes.
func TestScoresKnowNothingOfTheDay(t *testing.T) {
	d := made(60, 6, 30)
	m, _ := Fit(d, trial())
	day := slices.Collect(days(d.Valid))[0]
	questions := forecast.Questions(day, d.Relations)
	want := scoresOf(m, questions)
	alone := map[[2]int32]map[int32]float32{}
	order := rand.New(rand.NewPCG(3, 4)).Perm(len(questions))
	for _, i := range order {
		q := questions[i]
		q.Answers = nil
		for k, v := range scoresOf(m, []forecast.Question{q}) {
			alone[k] = v
		}
	}
	for k, scores := range want {
		if len(alone[k]) != len(scores) {
			t.Fatalf("question %v: other candidates when asked alone", k)
		}
		for o, v := range scores {
			if alone[k][o] != v {
				t.Fatalf("question %v: entity %d has %g among others and %g alone", k, o, v, alone[k][o])
			}
		}
	}
}

// TestScoresKnowNothingOfTheFuture deletes every fact at or after the day.
func TestScoresKnowNothingOfTheFuture(t *testing.T) {
	d := made(60, 6, 30)
	whole := Ranks(d, trial())[0]
	cut := *d
	first := d.Valid[0].Day
	cut.Test = nil
	cut.Valid = slices.DeleteFunc(slices.Clone(d.Valid), func(f forecast.Fact) bool { return f.Day > first })
	early := Ranks(&cut, trial())[0]
	for i, r := range early.Ranks {
		if r != whole.Ranks[i] {
			t.Fatalf("question %d: rank %g with the future, %g without", i, whole.Ranks[i], r)
		}
	}
}

// TestNumbersSayNothing renames entities by chance: the metrics stay.
func TestNumbersSayNothing(t *testing.T) {
	d := made(60, 6, 30)
	want := Ranks(d, trial())[0]
	p := *d
	to := rand.New(rand.NewPCG(5, 6)).Perm(d.Entities)
	p.EntityNames = make([]string, d.Entities)
	for e, n := range to {
		p.EntityNames[n] = d.EntityNames[e]
	}
	rename := func(facts []forecast.Fact) []forecast.Fact {
		facts = slices.Clone(facts)
		for i := range facts {
			facts[i].Subject, facts[i].Object = int32(to[facts[i].Subject]), int32(to[facts[i].Object])
		}
		return facts
	}
	p.Train, p.Valid, p.Test = rename(d.Train), rename(d.Valid), rename(d.Test)
	p.renumber()
	if got := Ranks(&p, trial())[0]; got.Metrics != want.Metrics {
		t.Errorf("renamed: %+v, want %+v", got.Metrics, want.Metrics)
	}
}

func TestWorkersChangeNothing(t *testing.T) {
	d := made(60, 6, 30)
	one, four := trial(), trial()
	one.Options.Workers, four.Options.Workers = 1, 4
	if a, b := Ranks(d, one)[0], Ranks(d, four)[0]; !slices.Equal(a.Ranks, b.Ranks) {
		t.Error("ranks depend on the number of workers")
	}
}
