package network

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente"
	"entente/internal/golddata"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawn draws a network of at most n actors.
func drawn(t *rapid.T, n int) *Network {
	size := rapid.IntRange(2, n).Draw(t, "actors")
	var ties []Tie
	for a := range size {
		for b := range a {
			switch w := rapid.IntRange(-6, 8).Draw(t, "weight"); {
			case w < 0 && w > -4:
				ties = append(ties, Tie{A: actor(a), B: actor(b), Minus: int64(-w)})
			case w > 0 && w < 4:
				ties = append(ties, Tie{A: actor(a), B: actor(b), Plus: int64(w)})
			case w == 8:
				ties = append(ties, Tie{A: actor(a), B: actor(b), Plus: 2, Minus: 1})
			}
		}
	}
	return New(ties)
}

func actor(i int) entente.ActorID { return entente.ActorID(fmt.Sprintf("A%03d", i)) }

// brute tries every split of a network; hold, where not nil, says which count.
func brute(n *Network, hold func(s map[entente.ActorID]bool) bool) int64 {
	best := int64(-1)
	splits(n, func(m int, cost int64) {
		if hold != nil {
			s := map[entente.ActorID]bool{}
			for i, a := range n.Actors {
				s[a] = m>>i&1 == 1
			}
			if !hold(s) {
				return
			}
		}
		if best < 0 || cost < best {
			best = cost
		}
	})
	return max(best, 0)
}

// splits calls visit with every split into two camps, as bits by actor, the last
// actor's being 0, and what it costs.
func splits(n *Network, visit func(m int, cost int64)) {
	type tie struct {
		u, v        int
		plus, minus int64
	}
	var ties []tie
	for _, t := range n.Ties {
		u, _ := slices.BinarySearch(n.Actors, t.A)
		v, _ := slices.BinarySearch(n.Actors, t.B)
		ties = append(ties, tie{u, v, t.Plus, t.Minus})
	}
	for m := range 1 << max(0, len(n.Actors)-1) {
		var cost int64
		for _, t := range ties {
			if m>>t.u&1 == m>>t.v&1 {
				cost += t.minus
			} else {
				cost += t.plus
			}
		}
		visit(m, cost)
	}
}

func TestFrustrationIsThatOfAllSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 14)
		got := Frustration(n, DefaultBudget())
		want := brute(n, nil)
		if !got.Proved || got.Upper != want {
			t.Fatalf("L in [%d, %d], proved %v, is %d", got.Lower, got.Upper, got.Proved, want)
		}
		var cost int64
		camp := map[entente.ActorID]int{}
		for k, c := range got.Camps {
			for _, a := range c {
				camp[a] = k
			}
		}
		if len(camp) != len(n.Actors) {
			t.Fatalf("%d actors in camps, want %d", len(camp), len(n.Actors))
		}
		for _, x := range n.Ties {
			if camp[x.A] == camp[x.B] {
				cost += x.Minus
			} else {
				cost += x.Plus
			}
		}
		if cost != want {
			t.Fatalf("the camps cost %d, not %d", cost, want)
		}
	})
}

// TestBoundsHold holds both bounds, and what branching and bounding find, against
// brute force on networks whose core is too large for trying all splits at once.
func TestBoundsHold(t *testing.T) {
	for _, tt := range []struct{ size, degree int }{{21, 8}, {20, 19}, {19, 12}} {
		tried := 0
		for seed := range uint64(4) {
			n := tangled(tt.size, tt.degree, seed)
			g, _ := n.graph()
			g.reduce()
			c := g.core()
			if len(c.nodes) > 21 || len(c.nodes) <= triedAtMost {
				continue
			}
			tried++
			_, exact := c.every()
			part, cost := c.search(5, 10)
			low := c.bound(6, part, 10, cost, nil)
			best, length := c.bestBound(7, part, cost, nil)
			if low > exact || best > exact || cost < exact {
				t.Fatalf("bounds %d, %d, %d do not hold %d", low, best, cost, exact)
			}
			if best < low-1 {
				t.Errorf("the best packing bounds by %d, a greedy one by %d", best, low)
			}
			if s, k := c.rounded(length); k != c.cost(s) || k < exact {
				t.Errorf("the rounded split costs %d, not %d; the least is %d", c.cost(s), k, exact)
			}
			if b := Frustration(n, DefaultBudget()); !b.Proved || b.Upper != g.base+exact {
				t.Errorf("[%d, %d], not %d", b.Lower, b.Upper, g.base+exact)
			}
		}
		if tried == 0 {
			t.Errorf("no network of %d actors has a core of that size", tt.size)
		}
	}
}

// tangled draws a network of actors with about so many ties each, of weights up to 3.
func tangled(size, degree int, seed uint64) *Network {
	x := rand.New(rand.NewPCG(seed, 4))
	var ties []Tie
	for a := range size {
		for b := range a {
			if x.IntN(size-1) >= degree {
				continue
			}
			w := int64(1 + x.IntN(3))
			if x.IntN(2) == 0 {
				ties = append(ties, Tie{A: actor(a), B: actor(b), Plus: w})
			} else {
				ties = append(ties, Tie{A: actor(a), B: actor(b), Minus: w})
			}
		}
	}
	return New(ties)
}

func TestOrderAndSwitchingChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 10)
		want := Frustration(n, DefaultBudget())
		mixed := slices.Clone(n.Ties)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
		if diff := cmp.Diff(want, Frustration(New(mixed), DefaultBudget())); diff != "" {
			t.Fatalf("the order of ties matters: %s", diff)
		}
		if len(n.Actors) == 0 {
			return
		}
		who := rapid.SampledFrom(n.Actors).Draw(t, "who")
		switched := slices.Clone(n.Ties)
		for i := range switched {
			if x := &switched[i]; x.A == who || x.B == who {
				x.Plus, x.Minus = x.Minus, x.Plus
			}
		}
		if got := Frustration(New(switched), DefaultBudget()); got.Upper != want.Upper {
			t.Fatalf("flipping the ties of %s changes L from %d to %d", who, want.Upper, got.Upper)
		}
	})
}

func TestUniqueCountsAllBestSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 8)
		b := Frustration(n, DefaultBudget())
		best := 0
		want := brute(n, nil)
		g, _ := n.graph()
		parts := len(n.Actors) - len(g.core().forest())
		for m := range 1 << max(0, len(n.Actors)-1) {
			var cost int64
			for _, x := range n.Ties {
				i, _ := slices.BinarySearch(n.Actors, x.A)
				k, _ := slices.BinarySearch(n.Actors, x.B)
				if m>>i&1 == m>>k&1 {
					cost += x.Minus
				} else {
					cost += x.Plus
				}
			}
			if cost == want {
				best++
			}
		}
		unique, proved := Unique(n, b, DefaultBudget())
		if one := best == 1<<max(0, parts-1); !proved || unique != one {
			t.Fatalf("unique %v, proved %v, but %d best splits of %d parts", unique, proved, best, parts)
		}
	})
}

func TestGreatPowers(t *testing.T) {
	expected := map[string]struct {
		camp   string
		unique bool
	}{
		"1904": {"FR RU", true}, "1907": {"FR GB RU", true}, "1914": {"AH DE", true},
		"1905": {"", false}, "1906": {"", false}, "1909": {"", false}, "1910": {"", false}, "1912": {"", false}, "1913": {"", false},
	}
	years := greatPowers(t)
	for year, want := range expected {
		n := New(years[year])
		if len(n.Ties) == 0 {
			t.Errorf("no ties of %s", year)
			continue
		}
		b := Frustration(n, DefaultBudget())
		unique, proved := Unique(n, b, DefaultBudget())
		if unique != want.unique || !proved {
			t.Errorf("%s: unique %v (%v), want %v", year, unique, proved, want.unique)
		}
		if want.camp == "" {
			continue
		}
		got := ""
		for _, c := range b.Camps {
			s := fmt.Sprint(c)
			if s == "["+want.camp+"]" {
				got = want.camp
			}
		}
		if got == "" {
			t.Errorf("%s: camps %v, want one of %s", year, b.Camps, want.camp)
		}
	}
}

// greatPowers are the ties of six powers by year, 1870 to 1914.
func greatPowers(t *testing.T) map[string][]Tie {
	t.Helper()
	years := map[string][]Tie{}
	for _, row := range table(t, "great_powers_1870_1914.tsv") {
		x := Tie{A: entente.ActorID(row["u"]), B: entente.ActorID(row["v"]), Plus: 1}
		if strings.HasPrefix(row["sign"], "-") {
			x.Plus, x.Minus = 0, 1
		}
		years[row["year"]] = append(years[row["year"]], x)
	}
	return years
}

func TestGreatPowersOfEveryYear(t *testing.T) {
	years, rows := greatPowers(t), table(t, "expected_great_powers_1870_1914.tsv")
	for _, row := range rows {
		n := New(years[row["year"]])
		b := Frustration(n, DefaultBudget())
		unique, proved := Unique(n, b, DefaultBudget())
		if strconv.FormatInt(b.Upper, 10) != row["L"] || !b.Proved || !proved || unique != (row["n_optimal_partitions"] == "1") {
			t.Errorf("%s: L in [%d, %d], unique %v (%v), want %s and %s best splits", row["year"], b.Lower, b.Upper, unique, proved, row["L"], row["n_optimal_partitions"])
		}
		if !unique {
			continue
		}
		var got []string
		for _, c := range b.Camps {
			got = append(got, strings.Trim(fmt.Sprint(c), "[]"))
		}
		if want := []string{row["camp1"], row["camp2"]}; !slices.Equal(got, want) && !slices.Equal(got, []string{want[1], want[0]}) {
			t.Errorf("%s: camps %q, want %q", row["year"], got, want)
		}
	}
	if len(rows) != 45 {
		t.Errorf("%d years, want 45", len(rows))
	}
}

func TestBallastIsThatOfAllSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		if len(n.Actors) < 2 {
			return
		}
		a, b := n.Actors[0], n.Actors[len(n.Actors)-1]
		got, ok := Weigh(n, a, b, DefaultBudget())
		if !ok {
			t.Fatal("the pair is not found")
		}
		rest := *n
		rest.Ties = slices.DeleteFunc(slices.Clone(n.Ties), func(t Tie) bool { return t.A == a && t.B == b })
		same := brute(&rest, func(s map[entente.ActorID]bool) bool { return s[a] == s[b] })
		opposite := brute(&rest, func(s map[entente.ActorID]bool) bool { return s[a] != s[b] })
		if got.Same != same || got.Opposite != opposite || !got.Proved {
			t.Fatalf("%+v, want %d and %d", got, same, opposite)
		}
	})
}

func TestBuildWeighsWhatIsToldAsDone(t *testing.T) {
	on := func(n int) entente.Day { return entente.NewDay(2031, 3, n) }
	obs := []entente.Observation{
		{Kind: entente.KindEvent, Record: "e-1", A: "KES.MIL", B: "VOL", Sign: -1, Strength: -9, Stance: entente.StanceAsserted, Trust: 1, Known: on(1)},
		{Kind: entente.KindTie, Record: "t-1", A: "VOL", B: "KES", Sign: 1, Stance: entente.StanceAsserted, Trust: .5, Known: on(2), Layer: entente.LayerTrade},
		{Kind: entente.KindEvent, Record: "e-2", A: "KES", B: "VOL", Sign: -1, Stance: entente.StanceFeared, Trust: 1, Known: on(2)},
		{Kind: entente.KindEvent, Record: "e-3", A: "KES", B: "VOL", Sign: -1, Stance: entente.StanceAsserted, Negated: true, Known: on(2)},
		{Kind: entente.KindEvent, Record: "e-4", A: "KES", B: "KES.GOV", Sign: 1, Stance: entente.StanceAsserted, Known: on(2)},
		{Kind: entente.KindEvent, Record: "e-5", A: "x:league", B: "KES", Sign: 1, Stance: entente.StanceAsserted, Known: on(9)},
	}
	seq := func(yield func(entente.Observation, error) bool) {
		for _, o := range obs {
			if !yield(o, nil) {
				return
			}
		}
	}
	tests := []struct {
		name  string
		rules Rules
		want  []Tie
	}{
		{"default", DefaultRules(), []Tie{
			{A: "KES", B: "VOL", Plus: 500, Minus: 1000, Records: 2, Evidence: []entente.RecordID{"e-1", "t-1"}},
			{A: "KES", B: "x:league", Plus: 1000, Records: 1, Evidence: []entente.RecordID{"e-5"}},
		}},
		{"as known", Rules{States: true, Known: on(1)}, []Tie{{A: "KES", B: "VOL", Minus: 1000, Records: 1, Evidence: []entente.RecordID{"e-1"}}}},
		{"one layer", Rules{Layers: []entente.Layer{entente.LayerTrade}}, []Tie{{A: "KES", B: "VOL", Plus: 500, Records: 1, Evidence: []entente.RecordID{"t-1"}}}},
		{"by intensity", Rules{States: true, Intense: true, To: on(1)}, []Tie{{A: "KES", B: "VOL", Minus: 9000, Records: 1, Evidence: []entente.RecordID{"e-1"}}}},
		{"decay", Rules{States: true, HalfLife: 7, Layers: []entente.Layer{""}, From: on(2), To: on(16)}, []Tie{{A: "KES", B: "x:league", Plus: 500, Records: 1, Evidence: []entente.RecordID{"e-5"}}}},
	}
	for _, tt := range tests {
		n, err := Build(seq, tt.rules)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, n.Ties); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// The networks below are real and lie beside the checkout, if at all.

func signed(t testing.TB, name string) *Network {
	t.Helper()
	f, err := os.Open(golddata.Path(t, "signed", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := ReadTies(f, name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTribes(t *testing.T) {
	n := signed(t, "tribes.tsv")
	b := Frustration(n, DefaultBudget())
	if unique, proved := Unique(n, b, DefaultBudget()); !unique || !proved {
		t.Errorf("unique %v, proved %v", unique, proved)
	}
	if !b.Proved || b.Upper != 7 {
		t.Errorf("L = %d, proved %v, want 7", b.Upper, b.Proved)
	}
	triads := CountTriads(n)
	if diff := cmp.Diff([4]int{19, 2, 40, 7}, triads.Counts); diff != "" {
		t.Error(diff)
	}
	for hostile, list := range HeaviestTriangles(n, 100) {
		if len(list) != triads.Counts[hostile] {
			t.Errorf("%d triangles with %d hostile ties are shown of %d", len(list), hostile, triads.Counts[hostile])
		}
		for i, x := range HeaviestTriangles(n, 3)[hostile] {
			if x != list[i] {
				t.Errorf("of few %+v is shown, of all %+v", x, list[i])
			}
		}
	}
	if x := fmt.Sprintf("%.7f", triads.Index()); x != "0.8676471" {
		t.Errorf("triangle index %s", x)
	}
}

func TestCorrelatesOfWar(t *testing.T) {
	proved := 0
	rows := table(t, "expected_cow.tsv")
	for _, row := range rows {
		n := signed(t, "cow/cow_"+row["window"]+".tsv")
		b := Frustration(n, DefaultBudget())
		want, err := strconv.ParseInt(row["L_frustration_k2"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if b.Lower > want || b.Upper < want {
			t.Errorf("%s: [%d, %d] does not hold %d", row["window"], b.Lower, b.Upper, want)
		}
		if b.Upper != want {
			t.Errorf("%s: the best split found costs %d, not %d", row["window"], b.Upper, want)
		}
		if b.Proved {
			proved++
		}
	}
	t.Logf("%d of %d windows are proved", proved, len(rows))
	if proved < len(rows) {
		t.Errorf("only %d of %d windows are proved", proved, len(rows))
	}
}

// table reads a table of the real networks.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(golddata.Path(t, "signed", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []map[string]string
	var head []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		cells := strings.Split(sc.Text(), "\t")
		if head == nil {
			head = cells
			continue
		}
		row := map[string]string{}
		for i, c := range cells {
			row[head[i]] = c
		}
		out = append(out, row)
	}
	return out
}

func TestKnownAnswers(t *testing.T) {
	tests := []struct {
		file string
		unit bool
		want int64
	}{
		{"landscape_2016_mideast.tsv", false, 9800},
		{"sampson_affect_t2.tsv", true, 16},
		{"bitcoin_alpha.tsv", true, 819},
	}
	for _, tt := range tests {
		if tt.file == "bitcoin_alpha.tsv" && testing.Short() {
			continue
		}
		n := signed(t, tt.file)
		if tt.unit {
			n = n.Signs()
		}
		if b := Frustration(n, DefaultBudget()); !b.Proved || b.Upper != tt.want {
			t.Errorf("%s: L in [%d, %d], want %d, proved", tt.file, b.Lower, b.Upper, tt.want)
		}
	}
}

func TestABudgetThatIsTooSmallIsSaid(t *testing.T) {
	x := rand.New(rand.NewPCG(7, 7))
	var ties []Tie
	for a := range 200 {
		for range 2 {
			b := (a + 1 + x.IntN(199)) % 200
			ties = append(ties, Tie{A: actor(a), B: actor(b), Plus: int64(x.IntN(2))})
			if ties[len(ties)-1].Plus == 0 {
				ties[len(ties)-1].Minus = 1
			}
		}
	}
	b := Frustration(New(ties), Budget{Restarts: 3, Tries: 1, Steps: 50_000})
	if b.Proved || b.Lower >= b.Upper || b.Lower <= 0 {
		t.Errorf("[%d, %d], proved %v", b.Lower, b.Upper, b.Proved)
	}
}

func TestReadTiesSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"a\tb\n":                    "t.tsv:1: 2 columns",
		"u\tv\tsign\na\tb\toften\n": `t.tsv:2: "often" is no sign`,
		"a\tb\t1\theavy\n":          `t.tsv:1: "heavy" is no weight`,
		"u\tv\tsign\na\t\t1\n":      "t.tsv:2: a tie needs two actors",
	} {
		if _, err := ReadTies(strings.NewReader(text), "t.tsv"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestReadTiesTakesManyTables(t *testing.T) {
	want := []Tie{{A: "KES", B: "MAR", Plus: 2, Records: 1}, {A: "KES", B: "VOL", Plus: 1, Minus: 3, Records: 2}}
	halves := []Tie{{A: "KES", B: "MAR", Plus: 500, Records: 1}, {A: "KES", B: "VOL", Minus: 1250, Records: 1}}
	tests := []struct {
		name, text string
		unit       int64
		loops      int
		want       []Tie
	}{
		{"tabs", "u\tv\tsign\tweight\nKES\tVOL\t-1\t3\nVOL\tKES\t1\t1\nMAR\tKES\t1\t2\n", 1, 0, want},
		{"lines as Windows ends them", "KES\tVOL\t-1\t3\r\nVOL\tKES\t1\t1\r\nMAR\tKES\t1\t-2\r\n", 1, 0, want},
		{"commas, names in another order", "weight,sign,target,source\n3,-1,KES,VOL\n1,1,VOL,KES\n2,1,MAR,KES\n", 1, 0, want},
		{"spaces, sign and size in one", "KES VOL -3\nVOL  KES 1\nMAR KES 2\n", 1, 0, want},
		{"a loop", "KES;VOL;-;3\nKES;KES;1;9\nVOL;KES;+;1\nMAR;KES;+;2\n", 1, 1, want},
		{"no column of signs", "from,to,weight\nKES,VOL,-3\nVOL,KES,1\nMAR,KES,2\n", 1, 0, want},
		{"signs as words, names in quotation marks", "\"from\",\"to\",\"sign\",\"weight\"\n\"KES\",\"VOL\",hostile,3\nVOL,KES,Friendly,1\n\"MAR\",KES,positive,2\n", 1, 0, want},
		{"remarks", "% matrix\n# remark\nKES VOL -3\nVOL KES 1\nMAR KES 2\n", 1, 0, want},
		{"a comma in a name", "\"KES\",\"MAR\",1,.5\nKES,VOL,-1,1.25\n\"Wold, the\",KES,neutral\nKES,\"Wold, the\",-2\n", 1000, 0, append(slices.Clone(halves), Tie{A: "KES", B: "Wold, the", Minus: 2000, Records: 2})},
		{"a weight of nothing", "KES\tMAR\t1\t0.5\nKES\tVOL\t-1\t1.25\nKES\tTHA\t1\t0\n", 1000, 0, halves},
		{"parts", "KES\tMAR\t1\t0.5\nKES\tVOL\t-1\t1.25\n", 1000, 0, halves},
	}
	for _, tt := range tests {
		n, err := ReadTies(strings.NewReader(tt.text), tt.name)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, n.Ties); diff != "" || n.Unit != tt.unit || n.Loops != tt.loops {
			t.Errorf("%s: unit %d, %d loops, %s", tt.name, n.Unit, n.Loops, diff)
		}
	}
}

func TestReadWindowsSortsNumbersAndKnowsNames(t *testing.T) {
	windows, err := ReadWindows(strings.NewReader("country1,country2,conflict,month\nA,B,-,10\nA,B,+,9\nA,C,+,1\n"), "t.csv")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, w := range windows {
		names = append(names, w.Name)
		if slices.Contains(w.Net.Actors, "country1") {
			t.Error("the names of the columns were taken for actors")
		}
	}
	if got := strings.Join(names, " "); got != "1 9 10" {
		t.Errorf("months in the order %s", got)
	}
}

func TestReadWindowsTakesAColumnOfPeriods(t *testing.T) {
	packed := &bytes.Buffer{}
	z := gzip.NewWriter(packed)
	fmt.Fprint(z, "year\tu\tv\tlayer\tsign\tweight\n2032\tKES\tVOL\ttrade\t1\t.5\n2031\tKES\tVOL\ttrade\t-1\t2\n2031\tMAR\tKES\ttrade\t1\t1\n")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	windows, err := ReadWindows(packed, "t.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]Tie{}
	for _, w := range windows {
		got[w.Name] = w.Net.Ties
		if w.Net.Unit != 1000 {
			t.Errorf("%s: unit %d, want that of the whole table", w.Name, w.Net.Unit)
		}
	}
	want := map[string][]Tie{
		"2031": {{A: "KES", B: "MAR", Plus: 1000, Records: 1}, {A: "KES", B: "VOL", Minus: 2000, Records: 1}},
		"2032": {{A: "KES", B: "VOL", Plus: 500, Records: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	whole, err := ReadTies(strings.NewReader("u,v,sign\nKES,VOL,-1\n"), "t")
	if err != nil || whole.Periods != 1 {
		t.Errorf("%d periods without a column, %v", whole.Periods, err)
	}
}

func FuzzReadTies(f *testing.F) {
	f.Add("u\tv\tsign\tweight\na\tb\t-1\t3\n")
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ReadTies(strings.NewReader(text), "f")
		if err == nil && len(n.Actors) < 40 {
			b := Frustration(n, Budget{Restarts: 2, Tries: 2, Steps: 1_000_000})
			if b.Lower > b.Upper || b.Lower < 0 {
				t.Errorf("[%d, %d]", b.Lower, b.Upper)
			}
		}
	})
}

func TestLP(t *testing.T) {
	n := New([]Tie{{A: "KES", B: "VOL", Minus: 3, Plus: 1}, {A: "KES", B: "MAR", Plus: 2}})
	var b strings.Builder
	if err := WriteLP(&b, n); err != nil {
		t.Fatal(err)
	}
	want := `\ frustration index of 3 actors; add 1 for pairs that are both friendly and hostile
Minimize
 cost: + 2 f0 + 2 f1
Subject To
 a0: f0 - x0 + x1 >= 0
 b0: f0 + x0 - x1 >= 0
 a1: f1 - x0 - x2 >= -1
 b1: f1 + x0 + x2 >= 1
Binary
 x0
 x1
 x2
 f0
 f1
End
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}
