package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// TestColumnsHaveOneReason looks whether every weight speaks for one reason.
func TestColumnsHaveOneReason(t *testing.T) {
	var said [weights]int
	for _, c := range rankColumns {
		for k := c.from; k < c.to; k++ {
			said[k]++
		}
		if c.from >= numbers && c.to-c.from != buckets {
			t.Errorf("columns %d to %d are not one column of buckets", c.from, c.to)
		}
	}
	for k, n := range said {
		if n != 1 {
			t.Errorf("column %d speaks for %d reasons", k, n)
		}
	}
}

// TestReasonsAddUpToTheSoftmax compares what reasons add up to with the scores that
// rank and their softmax.
func TestReasonsAddUpToTheSoftmax(t *testing.T) {
	facts := crowd(2000, 60, 5)
	country, sector := make([]int32, 60), make([]int32, 60)
	for i := range country {
		country[i], sector[i] = int32(i%7)-1, int32(i%4)
	}
	opt := DefaultRankOptions()
	opt.Embedding = 4
	h := NewHistory(60, 5, country, sector)
	m := NewRanker(h, opt)
	for i := 0; i < len(facts); i += 20 {
		m.Learn(Questions(facts[i:i+20], 5))
		for _, f := range facts[i : i+20] {
			h.Add(f)
		}
	}
	for _, q := range Questions(facts[:30], 5) {
		q.Day = 731
		list, _ := m.explain(q)
		scores, sum := map[int32]float64{}, 0.0
		m.Rank([]Question{q}, func(_ int, cands []int32, s []float32) {
			for k, c := range cands {
				if c != q.Subject {
					scores[c] = float64(s[k])
					sum += math.Exp(float64(s[k]))
				}
			}
		})
		if len(list) != len(scores) {
			t.Fatalf("%d candidates are explained, %d ranked", len(list), len(scores))
		}
		for i, c := range list {
			if math.Abs(c.score-scores[c.entity]) > 1e-4 {
				t.Fatalf("%d scores %g, its reasons add up to %g", c.entity, scores[c.entity], c.score)
			}
			parts, n := odds(list, i)
			got := -math.Log(n)
			for _, v := range parts {
				got += v
			}
			p := math.Exp(scores[c.entity]) / sum
			if want := math.Log(p / (1 - p)); math.Abs(got-want) > 1e-3 {
				t.Fatalf("%d: log-odds %g by reasons, %g by the softmax", c.entity, got, want)
			}
			if math.Abs(against(list, i)-got) > 1e-9 {
				t.Fatalf("%d: log-odds %g against the others, %g by reasons", c.entity, against(list, i), got)
			}
		}
	}
}

// habits is the past of some actors of which each does most to the next one.
func habits(days int) *Past { return pastOf(days, Reading{}) }

func pastOf(days int, reading Reading) *Past {
	r := rand.New(rand.NewPCG(5, 6))
	p, err := ReadPast(func(yield func(entente.Observation, error) bool) {
		for d := range days {
			for a := range 12 {
				b := (a + 1) % 12
				if r.IntN(4) == 0 {
					b = (a + 1 + r.IntN(11)) % 12
				}
				o := entente.Observation{
					Kind: entente.KindEvent, Record: entente.RecordID(fmt.Sprintf("r-%d-%d", d, a)), DataSet: "made", Directed: true, Stance: entente.StanceAsserted, Trust: 1,
					A: entente.ActorID(fmt.Sprintf("x:a%d", a)), B: entente.ActorID(fmt.Sprintf("x:a%d", b)), When: entente.Interval{From: entente.Day(20000 + d), To: entente.Day(20000 + d)},
				}
				o.Type, o.Quad = "CONSULT", 1
				if r.IntN(3) == 0 {
					o.Type, o.Quad = "ACCUSE", 3
				}
				if !yield(o, nil) {
					return
				}
			}
		}
	}, reading)
	if err != nil {
		panic(err)
	}
	return p
}

// whomIn asks a past about an actor.
func whomIn(t *testing.T, p *Past, a entente.ActorID) []Whom {
	t.Helper()
	f, err := NewForecaster(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.Whom(a, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestWhomFollowsHabits asks for the partner that an actor sees three times of four.
func TestWhomFollowsHabits(t *testing.T) {
	for _, c := range []struct {
		days   int
		method string
	}{{120, "model"}, {12, "share"}} {
		list := whomIn(t, habits(c.days), "x:a4")
		if len(list) != 4 {
			t.Fatalf("%d days: %d kinds, want two of each side", c.days, len(list))
		}
		for _, w := range list {
			want := entente.ActorID("x:a5")
			if !w.Acting {
				want = "x:a3"
			}
			first := w.Partners[0]
			if first.Actor != want || w.Method != c.method {
				t.Errorf("%d days, %s: %s by the %s, want %s by the %s", c.days, w.Type, first.Actor, w.Method, want, c.method)
			}
			if c.method == "model" && (first.P < 0.6 || first.P > 0.95) {
				t.Errorf("%d days, %s: %s has %.2f, it comes three times of four or a little oftener", c.days, w.Type, first.Actor, first.P)
			}
			for _, term := range first.Terms {
				if term.Reason == "same" && (len(term.Cites) == 0 || !strings.Contains(term.Words, w.Type)) {
					t.Errorf("%s: the same was done before, and it says %q of %v", w.Type, term.Words, term.Cites)
				}
			}
		}
	}
}

// TestWhomIsTheSameTwice asks twice, so that nothing rests on the order of a map.
func TestWhomIsTheSameTwice(t *testing.T) {
	if diff := cmp.Diff(whomIn(t, habits(90), "x:a2"), whomIn(t, habits(90), "x:a2")); diff != "" {
		t.Error(diff)
	}
}

// TestWhomKnowsNothingOfTheFuture asks as of a day a past that goes on, and one that
// ends with it.
func TestWhomKnowsNothingOfTheFuture(t *testing.T) {
	asOf := pastOf(120, Reading{AsOf: 20079})
	if diff := cmp.Diff(whomIn(t, habits(80), "x:a2"), whomIn(t, asOf, "x:a2")); diff != "" {
		t.Errorf("what came later is known:\n%s", diff)
	}
}

// TestWhomIsScoredByTheNextAct logs forecasts and tells what came.
func TestWhomIsScoredByTheNextAct(t *testing.T) {
	entries := func(given, partner entente.ActorID, acting bool) []Entry {
		w := Whom{Actor: given, Acting: acting, Type: "CONSULT", Class: VerbalCooperation, Partners: []Partner{{Actor: partner, P: 0.25, Rate: 0.5, Base: 0.5}}}
		return w.Entries(20000, false, false)
	}
	act := func(a, b entente.ActorID, typ string, day entente.Day) Event {
		return Event{A: a, B: b, Type: typ, Class: VerbalCooperation, Day: day, Weight: 1}
	}
	p := &Past{AsOf: 20040, Events: []Event{
		act("x", "y", "CONSULT", 19990), act("x", "z", "SUPPORT", 20003), act("x", "y", "CONSULT", 20005), act("x", "w", "CONSULT", 20005), act("x", "z", "CONSULT", 20009),
	}}
	for _, c := range []struct {
		name             string
		entries          []Entry
		until            entente.Day
		open, void, hits int
	}{
		{"was among those of that day", entries("x", "y", true), 20040, 0, 0, 1},
		{"came another day", entries("x", "z", true), 20040, 0, 0, 0},
		{"acted on, by the right one", entries("y", "x", false), 20040, 0, 0, 1},
		{"acted on, by another", entries("y", "z", false), 20040, 0, 0, 0},
		{"the day is not over", entries("x", "y", true), 20005, 1, 0, 0},
		{"nothing came yet", entries("y", "x", true), 20040, 1, 0, 0},
		{"nothing came in time", entries("y", "x", true), 20090, 0, 1, 0},
	} {
		told := *p
		told.AsOf = c.until
		r := Track(c.entries, func(bool) *Past { return &told })
		if r.Whom.Open != c.open || r.Whom.Void != c.void || r.Whom.Score.Happened != c.hits || r.Closed+r.Open != 0 {
			t.Errorf("%s: %+v, want %d open, %d void, %d hits", c.name, r.Whom, c.open, c.void, c.hits)
		}
	}
}
