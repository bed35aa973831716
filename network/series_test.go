package network

import (
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// told is an iterator over observations.
func told(list []entente.Observation) iter.Seq2[entente.Observation, error] {
	return func(yield func(entente.Observation, error) bool) {
		for _, o := range list {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// act is an asserted event of full trust in a month since January 2031.
func act(id string, a, b entente.ActorID, sign entente.Sign, month int) entente.Observation {
	day := entente.NewDay(2031, time.Month(1+month), 10)
	quad := int8(2)
	if sign < 0 {
		quad = 4
	}
	return entente.Observation{
		Kind: entente.KindEvent, Record: entente.RecordID(id), A: a, B: b, Directed: true, Type: "AID", Quad: quad, Layer: entente.LayerMilitary,
		Sign: sign, When: entente.Interval{From: day, To: day}, Known: day, Stance: entente.StanceAsserted, Trust: 1,
	}
}

func TestSeriesFindsTheMonthInWhichAPairTurns(t *testing.T) {
	var list []entente.Observation
	for m := range 24 {
		sign := entente.Sign(1)
		if m >= 15 {
			sign = -1
		}
		list = append(list, act("e-a", "KES.GOV", "VOL", sign, m), act("e-b", "VOL", "KES.MIL", sign, m), act("e-c", "KES", "MAR", 1, m))
	}
	list[45].Record = "e-turn"
	s, err := Over(told(list), "KES", "VOL", DefaultRules(), Month, BaselineOthers)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Periods) != 24 || len(s.Changes) != 1 {
		t.Fatalf("%d periods, changes %+v, want 24 and one change", len(s.Periods), s.Changes)
	}
	c := s.Changes[0]
	if c.At != entente.NewDay(2032, 4, 1) || c.Before != 2 || c.After != -2 || c.Gain < 1 {
		t.Errorf("change %+v, want one from +2 to -2 in April 2032", c)
	}
	if diff := cmp.Diff([]entente.RecordID{"e-b", "e-turn", "e-a"}, c.Records); diff != "" {
		t.Errorf("records behind the change: %s", diff)
	}
	if want := (Tone{Plus: 24 * Unit}); s.Baseline != want {
		t.Errorf("baseline %+v, want %+v", s.Baseline, want)
	}
	if want := (Tone{Plus: 15 * Unit, Minus: 9 * Unit}); s.AtoB != want || s.BtoA != want {
		t.Errorf("A to B %+v, B to A %+v, want %+v each", s.AtoB, s.BtoA, want)
	}
}

func TestSeriesOfNoiseHasFewChanges(t *testing.T) {
	found := 0
	for seed := range uint64(100) {
		x := rand.New(rand.NewPCG(seed, 7))
		var list []entente.Observation
		for m := range 60 {
			for range x.IntN(6) {
				list = append(list, act("e-a", "KES", "VOL", entente.Sign(1-2*x.IntN(2)), m))
			}
		}
		s, err := Over(told(list), "KES", "VOL", DefaultRules(), Month, BaselineOthers)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Changes) > 0 {
			found++
		}
	}
	if found > 5 {
		t.Errorf("%d of 100 series of noise are said to change", found)
	}
}

func TestSeriesTakesNoSingleRecordForAChange(t *testing.T) {
	list := []entente.Observation{act("e-a", "KES", "VOL", -1, 0), act("e-b", "KES", "VOL", -1, 30), act("e-c", "VOL", "KES", 1, 60)}
	s, err := Over(told(list), "KES", "VOL", DefaultRules(), Month, BaselineAll)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Periods) != 61 || len(s.Changes) != 0 {
		t.Errorf("%d periods, changes %+v", len(s.Periods), s.Changes)
	}
}

func TestSeriesTellsLayersThatPointApart(t *testing.T) {
	energy, words := act("e-a", "KES", "VOL", 1, 0), act("e-b", "KES", "VOL", -1, 1)
	energy.Layer, words.Layer = entente.LayerEnergy, entente.LayerDiplomatic
	undated := act("e-c", "KES", "VOL", 1, 0)
	undated.When, undated.Known = entente.Interval{}, 0
	s, err := Over(told([]entente.Observation{energy, energy, words, words, undated}), "KES", "VOL", DefaultRules(), Quarter, BaselineAll)
	if err != nil {
		t.Fatal(err)
	}
	want := []Divergence{{entente.LayerEnergy, entente.LayerDiplomatic, [2]float64{1, -1}}}
	if diff := cmp.Diff(want, s.Diverge); diff != "" || s.Undated != 1 || len(s.Periods) != 1 {
		t.Errorf("divergence %s, undated %d, periods %d", diff, s.Undated, len(s.Periods))
	}
}

func TestCopiesAddNoWeight(t *testing.T) {
	first, copied, other := act("e-a", "KES", "VOL", -1, 0), act("e-b", "KES", "VOL", -1, 0), act("e-c", "KES", "VOL", -1, 0)
	first.Document, copied.Document, other.Document = "d-first", "d-copy", "d-other"
	first.Outlet, copied.Outlet = "North One", "South"
	more := act("e-d", "KES", "VOL", 1, 0) // what the copy adds of its own
	more.Document, more.Outlet = "d-copy", "South"
	rules := DefaultRules()
	rules.Origins = map[entente.DocumentID]entente.DocumentID{"d-copy": "d-first"}
	list := []entente.Observation{copied, first, other, more}
	want := Tie{A: "KES", B: "VOL", Plus: Unit, Minus: 2 * Unit, Records: 3, Evidence: []entente.RecordID{"e-c", "e-a", "e-d"}}
	for range 2 {
		n, err := Build(told(list), rules)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Tie{want}, n.Ties); diff != "" {
			t.Errorf("ties: %s", diff)
		}
		list[0], list[1] = list[1], list[0]
	}
	rules.Outlets = []string{"south"} // as that outlet tells it, its copy counts
	n, err := Build(told(list), rules)
	if err != nil {
		t.Fatal(err)
	}
	if len(n.Ties) != 1 || n.Ties[0].Minus != Unit || n.Ties[0].Plus != Unit {
		t.Errorf("as the copying outlet tells it: %+v", n.Ties)
	}
}

func TestRulesCountBySpeakerAndStance(t *testing.T) {
	o := act("e-a", "KES", "VOL", -1, 0)
	o.Speaker, o.Stance = "MAR.GOV", entente.StanceFeared
	for _, x := range []struct {
		name string
		set  func(*Rules)
		ties int
	}{
		{"what is done", func(*Rules) {}, 0},
		{"what is feared", func(r *Rules) { r.Stances = []entente.Stance{entente.StanceFeared} }, 1},
		{"open, as a state's people tell it", func(r *Rules) { r.Open, r.Speakers = true, []entente.ActorID{"MAR"} }, 1},
		{"open, as others tell it", func(r *Rules) { r.Open, r.Speakers = true, []entente.ActorID{"VOL"} }, 0},
	} {
		r := DefaultRules()
		x.set(&r)
		n, err := Build(told([]entente.Observation{o}), r)
		if err != nil {
			t.Fatal(err)
		}
		if len(n.Ties) != x.ties {
			t.Errorf("%s: %d ties, want %d", x.name, len(n.Ties), x.ties)
		}
	}
}

func TestHalfLifeCountsFromTheLastDay(t *testing.T) {
	old, late := act("e-a", "KES", "VOL", 1, 0), act("e-b", "KES", "VOL", -1, 0)
	late.When.From = old.When.From.Add(30)
	r := DefaultRules()
	r.HalfLife = 30
	n, err := Build(told([]entente.Observation{old, late}), r)
	if err != nil {
		t.Fatal(err)
	}
	if n.Ties[0].Plus != Unit/2 || n.Ties[0].Minus != Unit {
		t.Errorf("friendly %d, hostile %d, want %d and %d", n.Ties[0].Plus, n.Ties[0].Minus, Unit/2, Unit)
	}
}

func TestParseStep(t *testing.T) {
	for text, want := range map[string]Step{"month": 1, "quarter": 3, "year": 12, "6m": 6, "5y": 60, "0y": 0, "y": 0, "-1y": 0, "5d": 0, "": 0} {
		got, err := ParseStep(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	for _, s := range []Step{Month, Quarter, Year, 60} {
		for _, d := range []entente.Day{entente.NewDay(1816, 7, 9), entente.NewDay(1969, 12, 30), entente.NewDay(2031, 12, 31)} {
			if n := s.number(d); s.first(n) > d || s.first(n+1) <= d {
				t.Errorf("%s: %s is not in [%s, %s)", s, d, s.first(n), s.first(n+1))
			}
		}
	}
}
