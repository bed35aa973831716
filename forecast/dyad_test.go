package forecast

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"entente"

	"pgregory.net/rapid"
)

// invented is a past of made-up actors: a few pairs with habits of their own.
func invented(days int) []entente.Observation {
	state := uint64(7)
	next := func(n int) int {
		state = state*6364136223846793005 + 1442695040888963407
		return int(state >> 33 % uint64(n))
	}
	var out []entente.Observation
	types := []string{"", "CONSULT", "AID", "ACCUSE", "ASSAULT"}
	for day := range days {
		for range 12 {
			a, b := next(8), next(8)
			if a == b {
				continue
			}
			quad := int8(1 + (a+b)%4)
			if next(4) == 0 {
				quad = int8(1 + next(4))
			}
			out = append(out, entente.Observation{
				Kind: entente.KindEvent, Record: entente.RecordID(fmt.Sprintf("e-%05d", len(out))), Document: "d-1",
				A: entente.ActorID(fmt.Sprintf("A%02d", a)), B: entente.ActorID(fmt.Sprintf("A%02d", b)), Directed: true,
				Type: types[quad], Quad: quad, When: entente.Interval{From: entente.Day(20000 + day)}, Stance: entente.StanceAsserted, Trust: 0.9,
			})
		}
	}
	return out
}

func seq(all []entente.Observation) func(func(entente.Observation, error) bool) {
	return func(yield func(entente.Observation, error) bool) {
		for _, o := range all {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func forecaster(t testing.TB, all []entente.Observation, r Reading) *Forecaster {
	t.Helper()
	p, err := ReadPast(seq(all), r)
	if err != nil {
		t.Fatal(err)
	}
	f, err := NewForecaster(p, []int{7, 30})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTermsAddUpToTheLogOdds(t *testing.T) {
	f := forecaster(t, invented(400), Reading{})
	models := 0
	for _, a := range f.Past.Actors() {
		for _, b := range f.Past.Actors() {
			if a == b {
				continue
			}
			for _, h := range f.Horizons() {
				o, err := f.Ask(a, b, h)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range o.Lines {
					sum := 0.0
					for _, term := range l.Terms {
						sum += term.LogOdds
						for _, e := range term.Cites {
							if e.Record == "" || e.Day > f.Past.AsOf {
								t.Fatalf("%s %s: a cite without a record, or of the future: %+v", a, b, e)
							}
						}
					}
					if math.Abs(sum-logit(l.P)) > 1e-9 {
						t.Errorf("%s %s %s: terms add up to %g, log-odds are %g", a, b, l.Name, sum, logit(l.P))
					}
					if l.Method == "model" {
						models++
					}
				}
			}
		}
	}
	if models == 0 {
		t.Error("no model was learnt")
	}
}

func TestTheFutureChangesNothing(t *testing.T) {
	all := invented(400)
	asOf := entente.Day(20000 + 330)
	var early []entente.Observation
	for _, o := range all {
		if o.When.From <= asOf {
			early = append(early, o)
		}
	}
	whole, cut := forecaster(t, all, Reading{AsOf: asOf}), forecaster(t, early, Reading{AsOf: asOf})
	for _, h := range whole.Horizons() {
		a, err := whole.Ask("A01", "A02", h)
		if err != nil {
			t.Fatal(err)
		}
		b, err := cut.Ask("A01", "A02", h)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%d days: deleting what came later changed the forecast", h)
		}
	}
}

func TestWhatIsNotDoneDoesNotCount(t *testing.T) {
	all := invented(120)
	n := forecaster(t, all, Reading{})
	for i := range all {
		if i%3 == 0 {
			o := all[i]
			o.Record += "-x"
			switch i % 4 {
			case 0:
				o.Stance = entente.StanceDenied
			case 1:
				o.Stance = entente.StancePlanned
			case 2:
				o.Negated = true
			default:
				o.When = entente.Interval{}
			}
			all = append(all, o)
		}
	}
	m := forecaster(t, all, Reading{})
	if len(m.Past.Events) != len(n.Past.Events) {
		t.Errorf("%d events, want %d: what is denied, planned, negated or has no day was counted", len(m.Past.Events), len(n.Past.Events))
	}
	if m.Past.NotDone == 0 || m.Past.Undated == 0 {
		t.Errorf("what was left out is not counted: %+v", m.Past)
	}
}

func TestOrgansActForTheirState(t *testing.T) {
	all := invented(3)
	all[0].A, all[0].B = "GON.MIL", "x:some.thing"
	together, apart := forecaster(t, all, Reading{}), forecaster(t, all, Reading{Apart: true})
	if !together.Past.Knows("GON") || !together.Past.Knows("x:some.thing") || together.Past.Knows("GON.MIL") || !apart.Past.Knows("GON.MIL") {
		t.Error("an organ should act for its state, but not where it is kept apart")
	}
}

// TestRemovingLeavesNothing compares a past from which acts were taken out with
// one in which they never were, to the last bit.
func TestRemovingLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := func(a int32) (int32, int32) { return a % 3, a%2 - 1 }
		var acts []Act
		for range rapid.IntRange(1, 60).Draw(t, "n") {
			a := Act{
				A: rapid.Int32Range(0, 5).Draw(t, "a"), B: rapid.Int32Range(0, 5).Draw(t, "b"),
				Class: Class(rapid.IntRange(1, 4).Draw(t, "class")), Day: rapid.Int32Range(0, 200).Draw(t, "day"),
				Weight: float32(rapid.IntRange(1, 100).Draw(t, "weight")) / 100,
			}
			if a.A != a.B {
				acts = append(acts, a)
			}
		}
		whole, never := NewDyads(place), NewDyads(place)
		var gone []int32
		for _, a := range acts {
			i := whole.Add(a)
			if rapid.Bool().Draw(t, "gone") {
				gone = append(gone, i)
			} else {
				never.Add(a)
			}
		}
		for _, i := range gone {
			whole.Remove(i)
		}
		for a := range int32(6) {
			for b := range int32(6) {
				if int(max(a, b)) >= len(never.actors) || int(max(a, b)) >= len(whole.actors) {
					continue
				}
				for _, c := range Classes {
					x, y := make([]float32, len(dyadFeatures)), make([]float32, len(dyadFeatures))
					nx, ny := whole.row(Pair{a, b}, c, 201, x), never.row(Pair{a, b}, c, 201, y)
					if nx != ny || !reflect.DeepEqual(x, y) || whole.bodies(Pair{a, b}, 201) != never.bodies(Pair{a, b}, 201) {
						t.Fatalf("%d on %d, %s: %v, never there: %v", a, b, c, x, y)
					}
				}
			}
		}
	})
}
