package network

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawing makes a window of ties written as "A+B A-C*3".
func drawing(name, ties string) Window {
	var out []Tie
	for _, f := range strings.Fields(ties) {
		t := Tie{A: entente.ActorID(f[:1]), B: entente.ActorID(f[2:3])}
		w := int64(1)
		if len(f) > 3 {
			w = int64(f[4] - '0')
		}
		if f[1] == '+' {
			t.Plus = w
		} else {
			t.Minus = w
		}
		out = append(out, t)
	}
	return Window{Name: name, Net: New(out)}
}

func blocNames(b *Blocs) map[string]string {
	out := map[string]string{}
	for _, x := range b.Blocs {
		var ids []string
		for _, m := range x.Members {
			ids = append(ids, string(m.Actor))
		}
		slices.Sort(ids)
		out[x.Name] = strings.Join(ids, "")
	}
	return out
}

func TestBlocsKeepTheirNamesAndTellWhoMoves(t *testing.T) {
	windows := []Window{
		drawing("one", "K+L L+M K+M V+W W+X V+X V+Y W+Y M-V L-W"),
		drawing("two", "K+L V+W W+X V+X V+Y W+Y M+V M+W L-W K-M*2"),  // M goes over
		drawing("three", "K+L V+W V+Y W+Y M+X W-M V-X L-W V-M"),      // the larger bloc splits
		drawing("four", "K+L K+V*2 K+W L+V V+W V+Y W+Y M+X W-M V-X"), // K L and V W Y join
	}
	c := FindCoalitions(windows, ByBalance, DefaultBudget())
	for i, want := range []map[string]string{
		{"A": "VWXY", "B": "KLM"}, {"A": "MVWXY", "B": "KL"}, {"A": "VWY", "B": "KL", "C": "MX"}, {"A": "KLVWY", "C": "MX"},
	} {
		if diff := cmp.Diff(want, blocNames(&c.Windows[i])); diff != "" {
			t.Errorf("window %s: %s", windows[i].Name, diff)
		}
		if !c.Windows[i].Proved {
			t.Errorf("window %s is not proved", windows[i].Name)
		}
	}
	none, noActors := []string{}, []entente.ActorID{}
	want := []Turn{
		{"two", Moves, []string{"B"}, []string{"A"}, []entente.ActorID{"M"}},
		{"three", Forms, none, []string{"C"}, noActors},
		{"three", Splits, []string{"A"}, []string{"A", "C"}, noActors},
		{"three", Moves, []string{"A"}, []string{"C"}, []entente.ActorID{"M", "X"}},
		{"four", Merges, []string{"A", "B"}, []string{"A"}, noActors},
		{"four", Ends, []string{"B"}, none, noActors},
		{"four", Moves, []string{"B"}, []string{"A"}, []entente.ActorID{"K", "L"}},
	}
	if diff := cmp.Diff(want, c.Turns); diff != "" {
		t.Errorf("turns: %s", diff)
	}
}

func TestABlocThatReturnsHasItsName(t *testing.T) {
	c := FindCoalitions([]Window{drawing("one", "K+L V+W"), drawing("two", "V+W K-L"), drawing("three", "V+W K+L")}, ByBalance, DefaultBudget())
	if diff := cmp.Diff(map[string]string{"A": "KL", "B": "VW"}, blocNames(&c.Windows[2])); diff != "" {
		t.Error(diff)
	}
	if !slices.ContainsFunc(c.Turns, func(t Turn) bool { return t.Kind == Returns && t.To[0] == "A" }) {
		t.Errorf("no turn says that A returns: %+v", c.Turns)
	}
}

func TestAnActorThatFitsTwoBlocsStaysWhereItWas(t *testing.T) {
	// In the second window M pulls and is pulled alike on both sides.
	for _, side := range []string{"L", "V"} {
		c := FindCoalitions([]Window{drawing("one", "K+L V+W K-V M+"+side), drawing("two", "K+L V+W K-V M+L M+V")}, ByBalance, DefaultBudget())
		before, after := blocNames(&c.Windows[0]), blocNames(&c.Windows[1])
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("M stood with %s: %s", side, diff)
		}
	}
}

func TestRolesAndStrain(t *testing.T) {
	c := FindCoalitions([]Window{drawing("one", "K+L*5 K+M*5 L+M*5 M-K*1 V+K*3 V+W*3 W-K*9 W-L*9")}, ByBalance, DefaultBudget())
	roles := map[entente.ActorID]Role{}
	for _, b := range c.Windows[0].Blocs {
		for _, m := range b.Members {
			roles[m.Actor] = m.Role
		}
	}
	if roles["L"] != Core || roles["V"] != Fringe {
		t.Errorf("roles %v: L is core, V could as well go", roles)
	}
	for _, s := range c.Windows[0].Strained {
		if s.Against <= 0 || s.Within && s.Against != s.Minus || !s.Within && s.Against != s.Plus {
			t.Errorf("strain %+v", s)
		}
	}
}

func TestBlocsCostWhatTheSolverSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		c := FindCoalitions([]Window{{Name: "one", Net: n}, {Name: "two", Net: n}}, ByBalance, DefaultBudget())
		want := Clusterability(n, DefaultBudget())
		for _, b := range c.Windows {
			if b.Cost != want.Upper || b.Proved != want.Proved {
				t.Fatalf("blocs cost %d, the solver says %d", b.Cost, want.Upper)
			}
		}
		if len(c.Turns) > 0 {
			t.Fatalf("nothing changed, and yet %+v", c.Turns)
		}
		mixed := slices.Clone(n.Ties)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
		again := FindCoalitions([]Window{{Name: "one", Net: New(mixed)}, {Name: "two", Net: New(mixed)}}, ByBalance, DefaultBudget())
		if diff := cmp.Diff(c, again); diff != "" {
			t.Fatalf("the order of ties matters: %s", diff)
		}
	})
}

func TestNamesThatStayCostNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var windows []Window
		for range rapid.IntRange(2, 4).Draw(t, "windows") {
			windows = append(windows, Window{Net: drawn(t, 9)})
		}
		for i, b := range FindCoalitions(windows, ByBalance, DefaultBudget()).Windows {
			if want := Clusterability(windows[i].Net, DefaultBudget()).Upper; b.Cost != want {
				t.Fatalf("window %d: blocs cost %d, the solver says %d", i, b.Cost, want)
			}
		}
	})
}

func TestBlocsThatNothingTiesOrPartsStayTogether(t *testing.T) {
	c := FindCoalitions([]Window{drawing("one", "K+L L+M M+V V+W K+M"), drawing("two", "K+L L+M K+M V+W M-X W-X")}, ByBalance, DefaultBudget())
	if diff := cmp.Diff(map[string]string{"A": "KLMVW"}, blocNames(&c.Windows[1])); diff != "" {
		t.Error(diff)
	}
}

// TestModularityIsItsFormula sums over all pairs as the paper writes it. What is
// found is no better than the best of all groupings and no worse than none.
func TestModularityIsItsFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 7)
		g, _ := n.graph()
		m := newModular(g.laid())
		size := len(g.ties)
		formula := func(s []int32) float64 {
			if m.all == 0 {
				return 0
			}
			var q float64
			for i := range size {
				for j := range size {
					if s[i] != s[j] {
						continue
					}
					q += float64(g.ties[i][int32(j)])
					if m.allPlus > 0 {
						q -= m.plus[i] * m.plus[j] / (2 * m.allPlus)
					}
					if m.allMinus > 0 {
						q += m.minus[i] * m.minus[j] / (2 * m.allMinus)
					}
				}
			}
			return q / (2 * m.all)
		}
		found := m.groups()
		if got, want := m.of(found), formula(found); math.Abs(got-want) > 1e-9 {
			t.Fatalf("modularity %g, by the formula %g", got, want)
		}
		best, s := math.Inf(-1), make([]int32, size)
		var try func(i int, used int32)
		try = func(i int, used int32) {
			if i == size {
				best = max(best, formula(s))
				return
			}
			for k := int32(0); k <= used; k++ {
				s[i] = k
				try(i+1, max(used, k+1))
			}
		}
		try(0, 0)
		alone := make([]int32, size)
		for i := range alone {
			alone[i] = int32(i)
		}
		if got := m.of(found); got > best+1e-9 || got < m.of(alone)-1e-9 {
			t.Fatalf("modularity %g, the best is %g, that of all alone %g", got, best, m.of(alone))
		}
	})
}

func TestWindowsCutByDay(t *testing.T) {
	var list []entente.Observation
	for m := range 30 {
		list = append(list, act("e-a", "KES", "VOL", 1, m))
	}
	windows, err := Windows(told(list), DefaultRules(), Year, Quarter)
	if err != nil {
		t.Fatal(err)
	}
	if len(windows) != 7 {
		t.Fatalf("%d windows, want 7: years that begin with a quarter of 2031 and 2032", len(windows))
	}
	if w := windows[1]; w.Name != "2031-04-01 to 2032-03-31" || w.Net.Ties[0].Plus != 12*Unit {
		t.Errorf("%s: friendly %d", w.Name, w.Net.Ties[0].Plus)
	}
	if w := windows[6]; w.Net.Ties[0].Plus != 12*Unit {
		t.Errorf("%s: friendly %d", w.Name, w.Net.Ties[0].Plus)
	}
}

// BenchmarkCoalitions finds the blocs of years in which most pairs of some actors
// have records of both signs, as a page asks for them.
func BenchmarkCoalitions(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	var windows []Window
	for year := range 12 {
		n := &Network{}
		for i := range 120 {
			n.Actors = append(n.Actors, entente.ActorID(fmt.Sprintf("A%03d", i)))
		}
		for i := range 120 {
			for k := range i {
				if plus, minus := r.Int64N(4)*100, r.Int64N(4)*100; r.IntN(7) < 2 && plus+minus > 0 {
					n.Ties = append(n.Ties, Tie{A: n.Actors[k], B: n.Actors[i], Plus: plus, Minus: minus})
				}
			}
		}
		windows = append(windows, Window{Name: fmt.Sprint(2000 + year), Net: n})
	}
	for b.Loop() {
		FindCoalitions(windows, ByBalance, Budget{Restarts: 2, Tries: 1, Steps: 500_000 / 12})
	}
}
