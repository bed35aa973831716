package network

import (
	"math"
	"os"
	"strconv"
	"testing"

	"entente"
	"entente/internal/golddata"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestBrokersOfSampson(t *testing.T) {
	rows := table(t, "sampson_t4_gould_fernandez.tsv")
	f, err := os.Open(golddata.Path(t, "signed", "sampson_affect_t4_directed.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	arcs, err := ReadArcs(f, "t4")
	if err != nil {
		t.Fatal(err)
	}
	camp := map[entente.ActorID]int{}
	for _, r := range rows {
		camp[entente.ActorID(r["actor"])] = int(r["camp"][0])
	}
	got := map[entente.ActorID]Broker{}
	for _, b := range Brokers(arcs, camp) {
		got[b.Actor] = b
	}
	for _, r := range rows {
		b := got[entente.ActorID(r["actor"])]
		for name, have := range map[string]int{"w_I": b.Coordinator, "w_O": b.Itinerant, "b_IO": b.Representative, "b_OI": b.Gatekeeper, "b_O": b.Liaison, "t": b.Total()} {
			if strconv.Itoa(have) != r[name] {
				t.Errorf("%s: %s is %d, want %s", r["actor"], name, have, r[name])
			}
		}
	}
}

func TestSampsonWithDirections(t *testing.T) {
	for _, tt := range []struct {
		file                       string
		index                      int64
		cohesiveness, divisiveness float64 // 0 where none was published
	}{{"sampson_affect_t2_directed.tsv", 21, .826923, .769231}, {"sampson_affect_t4_directed.tsv", 14, 0, 0}} {
		f, err := os.Open(golddata.Path(t, "signed", tt.file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		arcs, err := ReadArcs(f, tt.file)
		if err != nil {
			t.Fatal(err)
		}
		n := signed(t, tt.file).Directions(arcs)
		b := Frustration(n, DefaultBudget())
		if unique, _ := Unique(n, b, DefaultBudget()); b.Upper != tt.index || !b.Proved || !unique {
			t.Errorf("%s: L in [%d, %d], unique %v; want %d, unique", tt.file, b.Lower, b.Upper, unique, tt.index)
		}
		if tt.cohesiveness > 0 && (math.Abs(b.Cohesiveness-tt.cohesiveness) > 1e-6 || math.Abs(b.Divisiveness-tt.divisiveness) > 1e-6) {
			t.Errorf("%s: cohesiveness %.6f and divisiveness %.6f, want %.6f and %.6f", tt.file, b.Cohesiveness, b.Divisiveness, tt.cohesiveness, tt.divisiveness)
		}
	}
}

func TestDirectionsCountBySign(t *testing.T) {
	n := New([]Tie{{A: "KES", B: "VOL", Plus: 5, Minus: 2, Evidence: []entente.RecordID{"e-1"}}, {A: "KES", B: "MAR", Plus: 3}, {A: "MAR", B: "VOL", Plus: 1, Minus: 1}})
	arcs := Arcs{{From: "KES", To: "VOL", Plus: 5}, {From: "VOL", To: "KES", Minus: 2}, {From: "MAR", To: "KES", Plus: 3}, {From: "MAR", To: "VOL", Plus: 1, Minus: 1}}
	want := []Tie{{A: "KES", B: "MAR", Plus: 1}, {A: "KES", B: "VOL", Plus: 1, Minus: 1, Evidence: []entente.RecordID{"e-1"}}}
	if diff := cmp.Diff(want, n.Directions(arcs).Ties); diff != "" {
		t.Error(diff)
	}
}

func TestBetweennessOfAStarAndACircle(t *testing.T) {
	star := New([]Tie{{A: "a", B: "hub", Plus: 1}, {A: "b", B: "hub", Plus: 1}, {A: "c", B: "hub", Plus: 1}, {A: "a", B: "b", Minus: 1}})
	circle := New([]Tie{{A: "a", B: "b", Plus: 1}, {A: "b", B: "c", Plus: 1}, {A: "c", B: "d", Plus: 1}, {A: "a", B: "d", Plus: 1}})
	tests := []struct {
		name string
		n    *Network
		want map[entente.ActorID]float64
	}{
		{"star", star, map[entente.ActorID]float64{"hub": 3, "a": 0, "b": 0, "c": 0}},
		{"circle", circle, map[entente.ActorID]float64{"a": .5, "b": .5, "c": .5, "d": .5}},
	}
	for _, tt := range tests {
		got := map[entente.ActorID]float64{}
		for _, b := range Brokers(tt.n.Arcs(), nil) {
			got[b.Actor] = b.Betweenness
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestDoors(t *testing.T) {
	n := New([]Tie{
		{A: "KES", B: "THA", Plus: 5},
		{A: "THA", B: "VOL", Plus: 3, Minus: 1},
		{A: "KES", B: "MAR", Plus: 6},
		{A: "MAR", B: "VOL", Plus: 6},
		{A: "KES", B: "VOL", Minus: 2},
		{A: "KES", B: "NOR", Plus: 9},
		{A: "NOR", B: "VOL", Minus: 1},
	})
	doors, direct := Doors(n, "KES", "VOL")
	if direct == nil || direct.Minus != 2 {
		t.Errorf("the pair's own tie is %v", direct)
	}
	var got []string
	for _, d := range doors {
		got = append(got, string(d.Actor)+" "+strconv.FormatInt(d.Weight, 10))
	}
	if diff := cmp.Diff([]string{"MAR 6", "THA 2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSimilarity(t *testing.T) {
	n := New([]Tie{
		{A: "a", B: "x", Plus: 1},
		{A: "b", B: "x", Plus: 1},
		{A: "a", B: "y", Minus: 1},
		{A: "b", B: "y", Minus: 1},
		{A: "c", B: "x", Minus: 1},
		{A: "c", B: "y", Plus: 1},
		{A: "x", B: "y", Minus: 1},
	})
	all, ok := Similarities(n, "a")
	if !ok || all[0].B != "b" || all[0].S != 1 || all[0].Pi != 1 || all[0].Kappa != 1 || all[0].Alike != 2 {
		t.Fatalf("%+v", all)
	}
	if last := all[len(all)-1]; last.B != "c" || last.Pi >= 0 || last.S >= 0 {
		t.Errorf("opposites are %+v", last)
	}
	if _, ok := Similarities(n, "nobody"); ok {
		t.Error("nobody is compared")
	}
}

func TestSimilarityIsThatOfWholeRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		if len(n.Actors) < 3 {
			return
		}
		sign := map[[2]entente.ActorID]float64{}
		for _, x := range n.Ties {
			s := float64(cmpSign(x.Weight()))
			sign[[2]entente.ActorID{x.A, x.B}], sign[[2]entente.ActorID{x.B, x.A}] = s, s
		}
		a := n.Actors[0]
		all, _ := Similarities(n, a)
		for _, got := range all {
			var x, y []float64
			for _, k := range n.Actors {
				if k != a && k != got.B {
					x, y = append(x, sign[[2]entente.ActorID{a, k}]), append(y, sign[[2]entente.ActorID{got.B, k}])
				}
			}
			var abs, seen, chance, pooled float64
			all := append(append([]float64{}, x...), y...)
			for i := range x {
				abs += math.Abs(x[i]-y[i]) / float64(len(x))
				seen += (x[i] - y[i]) * (x[i] - y[i]) / float64(len(x))
				for j := range y {
					chance += (x[i] - y[j]) * (x[i] - y[j]) / float64(len(x)*len(x))
				}
			}
			for i := range all {
				for j := range all {
					pooled += (all[i] - all[j]) * (all[i] - all[j]) / float64(len(all)*len(all))
				}
			}
			want := [3]float64{1 - abs}
			if pooled > 1e-9 {
				want[1] = 1 - seen/pooled
			}
			if chance > 1e-9 {
				want[2] = 1 - seen/chance
			}
			for i, have := range [3]float64{got.S, got.Pi, got.Kappa} {
				if math.Abs(have-want[i]) > 1e-9 {
					t.Fatalf("%s, %s: %v, want %v", a, got.B, [3]float64{got.S, got.Pi, got.Kappa}, want)
				}
			}
		}
	})
}

func cmpSign(w int64) int {
	switch {
	case w > 0:
		return 1
	case w < 0:
		return -1
	}
	return 0
}
