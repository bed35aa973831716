package net

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func weights(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("../weights/reader.bin")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var sentences = [][]string{
	strings.Fields("The foreign minister of Kestria said that his country had not attacked Voldania ."),
	strings.Fields("Talks failed ."),
	{},
	strings.Fields("In 2031 , Marisia bought 14 drones for $ 84 million , twice as many as a year before , officials in Lume told reporters on Monday ."),
	{"Why", "?"},
}

func predict(t testing.TB, m *Model) [][]Word {
	t.Helper()
	out := make([][]Word, len(sentences))
	for i := range out {
		out[i] = make([]Word, len(sentences[i]))
	}
	m.Predict(new(Scratch), sentences, out)
	return out
}

// TestEveryKernelReadsTheSame compares the whole network on every kind of kernel
// this machine has with the scalar one.
func TestEveryKernelReadsTheSame(t *testing.T) {
	m, err := Load(weights(t))
	if err != nil {
		t.Fatal(err)
	}
	var want [][]Word
	scalarly(func() { want = predict(t, m) })
	eachLevel(t, func(t *testing.T) {
		if diff := cmp.Diff(want, predict(t, m)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPredictDoesNotDependOnNeighbours(t *testing.T) {
	m, err := Load(weights(t))
	if err != nil {
		t.Fatal(err)
	}
	all := predict(t, m)
	for i, s := range sentences {
		alone := [][]Word{make([]Word, len(s))}
		m.Predict(new(Scratch), [][]string{s}, alone)
		if diff := cmp.Diff(all[i], alone[0]); diff != "" {
			t.Errorf("sentence %d alone reads otherwise: %s", i, diff)
		}
	}
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	b := weights(t)
	tests := []struct {
		name string
		in   []byte
		want string
	}{
		{"empty", nil, "not a weight file"},
		{"another file", []byte("%PDF-1.7 and so on"), "not a weight file"},
		{"cut in its header", b[:200], "header"},
		{"cut in its tensors", b[:len(b)/2], "outside the file"},
		{"header lost", append(append([]byte{}, b[:12]...), bytes.Repeat([]byte{'x'}, 1<<20)...), "header"},
	}
	for _, tt := range tests {
		if _, err := Load(tt.in); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v does not say %q", tt.name, err, tt.want)
		}
	}
}

func FuzzTree(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6})
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 1
		for (n+1)*(n+2) <= len(b) && n < 12 {
			n++
		}
		scores := make([]float32, n*(n+1))
		for i := range scores {
			if i < len(b) {
				scores[i] = float32(b[i]) - 128
			}
		}
		var s treeScratch
		heads := s.decode(scores, n)
		if len(heads) != n || !s.isTree(append([]int{}, heads...)) {
			t.Fatalf("%v is no tree of %d words", heads, n)
		}
	})
}

func BenchmarkPredict(b *testing.B) {
	m, err := Load(weights(b))
	if err != nil {
		b.Fatal(err)
	}
	in := [][]string{}
	words := 0
	for range 20 {
		in = append(in, sentences[0], sentences[3])
		words += len(sentences[0]) + len(sentences[3])
	}
	out := make([][]Word, len(in))
	for i := range out {
		out[i] = make([]Word, len(in[i]))
	}
	eachLevelBench(b, func(b *testing.B) {
		b.ReportAllocs()
		s := new(Scratch)
		for b.Loop() {
			m.Predict(s, in, out)
		}
		b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
	})
}
