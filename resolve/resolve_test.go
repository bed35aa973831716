package resolve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// article makes a text of n words that no other seed shares.
func article(seed, n int) []string {
	x := rand.New(rand.NewPCG(uint64(seed), 1))
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("word%d", x.IntN(3000))
	}
	return words
}

func text(words ...string) *Text { return NewText(strings.Join(words, " ")) }

func TestCopies(t *testing.T) {
	wire := article(1, 400)
	edited := slices.Clone(wire)
	for i := 20; i < len(edited); i += 41 {
		edited[i] = "changed"
	}
	cut := wire[:180]
	lined := append([]string{"By", "our", "staff", "with", "agencies"}, wire...)
	long := append(append(article(2, 300), wire[100:160]...), article(3, 300)...)
	day := func(n int) entente.Day { return entente.NewDay(2031, 3, n) }
	sources := []Source{
		{"d-edited", "B", day(3), text(edited...)},
		{"d-wire", "Wire", day(1), text(wire...)},
		{"d-cut", "C", day(2), text(cut...)},
		{"d-lined", "D", day(4), text(lined...)},
		{"d-same", "E", 0, NewText(strings.ToUpper(strings.Join(wire, ",  ")))},
		{"d-long", "F", day(5), text(long...)},
		{"d-other", "G", day(5), text(article(9, 400)...)},
		{"d-short", "H", day(5), text("photo", "gallery")},
	}
	want := []Copy{
		{Document: "d-cut", Of: "d-wire", Kind: CopyNear},
		{Document: "d-edited", Of: "d-wire", Kind: CopyNear},
		{Document: "d-lined", Of: "d-wire", Kind: CopyNear},
		{Document: "d-long", Of: "d-wire", Kind: CopyPart},
		{Document: "d-same", Of: "d-wire", Kind: CopyExact},
	}
	for range 3 {
		got := Copies(sources)
		for i := range got {
			if got[i].Share <= 0 || got[i].Shared == 0 {
				t.Errorf("%+v shares nothing", got[i])
			}
			got[i].Share, got[i].Shared = 0, 0
		}
		if i := slices.IndexFunc(got, func(c Copy) bool { return c.Document == "d-long" }); i >= 0 && got[i].Kind == CopyPart {
			got[i].Of = "d-wire" // any of the copies holds the passage
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		rand.Shuffle(len(sources), func(i, k int) { sources[i], sources[k] = sources[k], sources[i] })
	}
	origins := Origins(Copies(sources))
	if diff := cmp.Diff(map[entente.DocumentID]entente.DocumentID{"d-cut": "d-wire", "d-edited": "d-wire", "d-lined": "d-wire", "d-same": "d-wire"}, origins); diff != "" {
		t.Error(diff)
	}
}

func TestOriginsEndInACircle(t *testing.T) {
	got := Origins([]Copy{{Document: "a", Of: "b", Kind: CopyNear}, {Document: "b", Of: "a", Kind: CopyNear}})
	if diff := cmp.Diff(map[entente.DocumentID]entente.DocumentID{"a": "a", "b": "a"}, got); diff != "" {
		t.Error(diff)
	}
}

// A story that went through many hands, and a list that goes round, take no longer than
// others of their length.
func TestOriginsOfLongWaysAreFoundAtOnce(t *testing.T) {
	const n = 200_000
	id := func(i int) entente.DocumentID { return entente.DocumentID(fmt.Sprintf("d-%06d", i)) }
	var copies []Copy
	for i := range n {
		copies = append(copies, Copy{Document: id(i), Of: id(i + 1), Kind: CopyNear})
	}
	if got := Origins(copies); len(got) != n || got[id(0)] != id(n) || got[id(n-1)] != id(n) {
		t.Errorf("%d copies, the first of %s", len(got), got[id(0)])
	}
	copies[n-1].Of = id(0)
	if got := Origins(copies); len(got) != n || got[id(n-1)] != id(0) {
		t.Errorf("%d copies, the last of %s", len(got), got[id(n-1)])
	}
}

func TestSharedIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := NewText(rapid.String().Draw(t, "a")), NewText(rapid.StringMatching(`([a-d] ){0,40}`).Draw(t, "b"))
		if a.Shared(b) != b.Shared(a) || b.Shared(b) != len(b.shingles) {
			t.Error("sharing is not symmetric")
		}
	})
}

func TestSameEvents(t *testing.T) {
	on := func(n int) entente.Day { return entente.NewDay(2031, 3, n) }
	ids := func(s string) (out []entente.ActorID) {
		for f := range strings.FieldsSeq(s) {
			out = append(out, entente.ActorID(f))
		}
		return out
	}
	deeds := []Deed{
		{"e-1", "", "ASSAULT.", ids("KES VOL"), on(1), 0, "", false, nil},
		{"e-2", "", "ASSAULT.", ids("VOL KES"), on(2), 0, "", false, nil},  // the other way round, a day later
		{"e-3", "", "ASSAULT.", ids("KES VOL"), on(20), 0, "", false, nil}, // too late
		{"e-4", "", "CONSULT.", ids("KES VOL"), on(1), 0, "", false, nil},  // another type
		{"e-5", "", "ASSAULT.", ids("KES MAR"), on(1), 0, "", false, nil},  // one actor alike on one day
		{"e-6", "", "ASSAULT.", ids("THA MAR"), on(9), 0, "", false, nil},  // long after
		{"e-7", "", "AID.", ids("KES VOL"), 0, 0, "", false, nil},          // not dated
		{"e-8", "", "AID.", ids("KES VOL"), 0, 0, "", false, nil},
		{"e-9", "", "PROTEST.", ids("KES"), on(3), 0, "Dorm", false, nil},
		{"e-10", "", "PROTEST.", ids("KES"), on(3), 0, "Sorovo", false, nil}, // elsewhere
		{"e-11", "", "CONCEDE.", ids("KES VOL"), on(30), 0, "", false, map[string]float64{"prisoners": 40}},
		{"e-12", "", "CONCEDE.", ids("KES VOL"), on(31), 0, "", false, map[string]float64{"prisoners": 200}}, // another number
		{"e-13", "", "COERCE.", ids("KES VOL"), on(30), 0, "", false, map[string]float64{"prisoners": 40}},
		{"e-14", "", "COERCE.", ids("KES VOL"), on(31), 0, "", false, map[string]float64{"prisoners": 50, "cars": 1}},
		{"e-15", "d-1", "REQUEST.", ids("KES VOL"), on(30), 0, "", false, nil},
		{"e-16", "d-1", "REQUEST.", ids("KES MAR"), on(30), 0, "", false, nil}, // a document tells its own events apart
		{"e-17", "d-1", "REQUEST.", ids("KES VOL"), on(30), 0, "", false, nil}, // told twice
	}
	want := [][]entente.RecordID{{"e-1", "e-5", "e-2"}, {"e-4"}, {"e-10"}, {"e-9"}, {"e-6"}, {"e-3"}, {"e-11"}, {"e-13", "e-14"}, {"e-15", "e-17"}, {"e-16"}, {"e-12"}}
	for range 3 {
		var got [][]entente.RecordID
		undated := 0
		for _, c := range SameEvents(deeds, .5, Rulings{}) {
			if c.From == 0 {
				undated++
				if len(c.Members) != 1 {
					t.Errorf("undated deeds were joined: %v", c)
				}
				continue
			}
			if c.Probability <= 0 || c.Probability > 1 || len(c.Members) == 1 && c.Probability != 1 {
				t.Errorf("%+v", c)
			}
			got = append(got, c.Members)
		}
		if diff := cmp.Diff(want, got); diff != "" || undated != 2 {
			t.Fatal(diff, undated)
		}
		rand.Shuffle(len(deeds), func(i, k int) { deeds[i], deeds[k] = deeds[k], deeds[i] })
	}
}

func TestWhatTwoSourcesTellMustBeDefinite(t *testing.T) {
	deed := func(source, actors string, day int, place string, assumed bool) *Deed {
		d := &Deed{Source: source, Code: "ASSAULT.", Day: entente.NewDay(2031, 3, day), Place: place, Assumed: assumed}
		for f := range strings.FieldsSeq(actors) {
			d.Actors = append(d.Actors, entente.ActorID(f))
		}
		return d
	}
	tests := []struct {
		name string
		a, b *Deed
		same bool
	}{
		{"two actors", deed("d-1", "KES VOL", 1, "", false), deed("d-2", "KES VOL", 6, "", false), true},
		{"two of three", deed("d-1", "KES VOL", 1, "", false), deed("d-2", "KES VOL MAR", 2, "", false), true},
		{"one of two", deed("d-1", "KES VOL", 1, "", false), deed("d-2", "KES MAR", 1, "", false), false},
		{"one actor, anywhere", deed("d-1", "KES", 1, "", false), deed("d-2", "KES", 1, "", false), false},
		{"one actor, one place", deed("d-1", "KES", 1, "Dorm", false), deed("d-2", "KES", 1, "Dorm", false), true},
		{"days of reports, far apart", deed("d-1", "KES VOL", 1, "", true), deed("d-2", "KES VOL", 6, "", false), false},
		{"days of reports, near", deed("d-1", "KES VOL", 1, "", true), deed("d-2", "KES VOL", 3, "", true), true},
		{"one source, another day", deed("d-1", "KES VOL", 1, "", false), deed("d-1", "KES VOL", 2, "", false), false},
	}
	for _, tt := range tests {
		if p := Same(tt.a, tt.b); (p >= .5) != tt.same {
			t.Errorf("%s: %.2f", tt.name, p)
		}
	}
}

// What is told by a month or a year may have been on any day of it, and says less than a day.
func TestAYearMayBeAnyOfItsDays(t *testing.T) {
	deed := func(from, to string) *Deed {
		i := entente.Interval{Precision: entente.PrecisionYear}
		var err [2]error
		i.From, err[0] = entente.ParseDay(from)
		i.To, err[1] = entente.ParseDay(to)
		if err[0] != nil || err[1] != nil {
			t.Fatal(err)
		}
		r := &entente.Records{Document: entente.Document{ID: entente.DocumentID("d " + from + to)}}
		d := DeedOf(r, &entente.Event{Type: "ASSAULT", Actor: []entente.ActorID{"KES"}, Recipient: []entente.ActorID{"VOL"}, Date: i})
		return &d
	}
	day := func(on string) *Deed { return deed(on, on) }
	year, month := deed("2031-01-01", "2031-12-31"), deed("2031-03-01", "2031-03-31")
	tests := []struct {
		name string
		a, b *Deed
		want float64
	}{
		{"a day", day("2031-03-04"), day("2031-03-04"), .90},
		{"a year and its first day", year, day("2031-01-01"), .24},
		{"a year and a day in the middle", year, day("2031-06-30"), .24},
		{"a year and its last day", year, day("2031-12-31"), .24},
		{"a year and a day shortly after", year, day("2032-01-10"), .24},
		{"a year and a day long after", year, day("2032-02-10"), 0},
		{"a year and a day long before", year, day("2030-12-10"), 0},
		{"a year and a month in it", year, month, .24},
		{"a month and its first day", month, day("2031-03-01"), .24},
		{"a month and its last day", month, day("2031-03-31"), .24},
		{"a month and a day of another", month, day("2031-05-01"), 0},
		{"a week and a day in it", deed("2031-03-03", "2031-03-09"), day("2031-03-05"), .66},
		{"a month told twice", month, deed("2031-03-01", "2031-03-31"), .66},
		{"two years", year, deed("2033-01-01", "2033-12-31"), 0},
	}
	for _, tt := range tests {
		tt.b.Source += "'"
		if p, q := Same(tt.a, tt.b), Same(tt.b, tt.a); p != tt.want || q != tt.want {
			t.Errorf("%s: %.2f and %.2f, want %.2f", tt.name, p, q, tt.want)
		}
	}
}

func TestAChainOfActsIsNotOneAct(t *testing.T) {
	var deeds []Deed
	for i := range 10 {
		deeds = append(deeds, Deed{ID: entente.RecordID(fmt.Sprintf("e-%02d", i)), Code: "ASSAULT.", Actors: []entente.ActorID{"KES", "VOL"}, Day: entente.NewDay(2031, 3, 1).Add(5 * i)})
	}
	for _, c := range SameEvents(deeds, .5, Rulings{}) {
		if int(c.To)-int(c.From) > Window {
			t.Errorf("%v spans %d days", c.Members, int(c.To)-int(c.From))
		}
	}
}

func TestRulingsJoinAndPartEvents(t *testing.T) {
	on := func(n int) entente.Day { return entente.NewDay(2031, 3, n) }
	deed := func(id entente.RecordID, day int) Deed {
		return Deed{ID: id, Code: "ASSAULT.", Actors: []entente.ActorID{"KES", "VOL"}, Day: on(day)}
	}
	deeds := []Deed{deed("e-1", 1), deed("e-2", 1), deed("e-3", 2), deed("e-4", 29)}
	clusters := func(r Rulings) (out []string) {
		for _, c := range SameEvents(deeds, .5, r) {
			out = append(out, fmt.Sprint(c.Members))
		}
		return out
	}
	pairs := func(ids ...entente.RecordID) (out [][2]entente.RecordID) {
		for i := 0; i < len(ids); i += 2 {
			out = append(out, [2]entente.RecordID{ids[i], ids[i+1]})
		}
		return out
	}
	tests := []struct {
		name    string
		rulings Rulings
		want    []string
	}{
		{"none", Rulings{}, []string{"[e-1 e-2 e-3]", "[e-4]"}},
		{"joined", Rulings{Joined: pairs("e-4", "e-1")}, []string{"[e-1 e-2 e-3 e-4]"}},
		{"parted, also by way of a third", Rulings{Parted: pairs("e-1", "e-3")}, []string{"[e-1 e-2]", "[e-3]", "[e-4]"}},
		{"parted from one that is joined", Rulings{Joined: pairs("e-4", "e-1"), Parted: pairs("e-3", "e-4")}, []string{"[e-1 e-2 e-4]", "[e-3]"}},
		{"of records that are not there", Rulings{Joined: pairs("e-9", "e-1"), Parted: pairs("e-9", "e-3")}, []string{"[e-1 e-2 e-3]", "[e-4]"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, clusters(tt.rulings)); diff != "" {
			t.Error(tt.name, diff)
		}
	}
}

func TestQuotesToldAgain(t *testing.T) {
	q := NewQuotes()
	add := func(id entente.DocumentID, day entente.Day, words string, quoted bool, voice string) {
		var chain []entente.Voice
		if voice != "" {
			chain = []entente.Voice{{Name: voice}}
		}
		q.Add(&entente.Records{Document: entente.Document{ID: id, Published: day}, Claims: []entente.Claim{{Text: words, Quoted: quoted, Chain: chain}}})
	}
	const words = "We will not leave the valley before they do"
	add("d-2", 20, "“"+words+",”", true, "Torvald")
	add("d-1", 10, "\""+words+".\"", true, "the president")
	add("d-3", 5, words, false, "Torvald")
	add("d-4", 5, words, true, "")
	add("d-5", 5, "We stay", true, "Torvald")
	add("d-6", 6, "We stay", true, "Torvald")
	got := q.Reused()
	if len(got) != 1 || len(got[0].In) != 2 || got[0].In[0].Document != "d-1" || got[0].In[1].Voice != "Torvald" {
		t.Errorf("%+v", got)
	}
}

func TestCirclesOfOutletsThatCiteEachOther(t *testing.T) {
	outlets := map[string]string{"north one": "North One", "south two": "South Two", "the courier": "The Courier"}
	told := func(outlet, on string) *entente.Records {
		return &entente.Records{
			Document: entente.Document{ID: entente.DocumentID("d-" + outlet), Outlet: outlet},
			Claims:   []entente.Claim{{Base: entente.Base{ID: entente.RecordID("c-" + outlet)}, Chain: []entente.Voice{{Name: on}, {Name: "an official"}}}},
			Events:   []entente.Event{{Base: entente.Base{ID: "e"}, Claim: entente.RecordID("c-" + outlet), Actor: []entente.ActorID{"KES"}, Recipient: []entente.ActorID{"VOL"}, Type: "ASSAULT"}},
		}
	}
	var cs []Citation
	for _, r := range []*entente.Records{told("North One", "South Two"), told("South Two", "NORTH ONE"), told("The Courier", "North One"), told("North One", "North One"), told("", "North One")} {
		cs = append(cs, Citations(r, outlets)...)
	}
	if len(cs) != 3 {
		t.Fatalf("%+v", cs)
	}
	got := Circles(cs)
	if len(got) != 1 || !slices.Equal(got[0].Outlets, []string{"North One", "South Two"}) || len(got[0].Citations) != 2 || got[0].Topic != "ASSAULT KES VOL" {
		t.Errorf("%+v", got)
	}
	if len(Circles(cs[:1])) != 0 {
		t.Error("one citation is a circle")
	}
}

func BenchmarkFinder(b *testing.B) {
	var texts []*Text
	for i := range 2000 {
		texts = append(texts, text(article(i, 600)...))
	}
	b.Run("sketch", func(b *testing.B) {
		s := strings.Join(article(1, 600), " ")
		b.ReportAllocs()
		for b.Loop() {
			NewText(s)
		}
	})
	b.Run("add", func(b *testing.B) {
		for b.Loop() {
			f := NewFinder()
			for i, t := range texts {
				f.Add(Source{ID: entente.DocumentID(fmt.Sprint(i)), Text: t})
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(texts)), "µs/document")
	})
}
