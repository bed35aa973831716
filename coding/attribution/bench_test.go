package attribution_test

import (
	"testing"

	"entente/coding/attribution"
)

func BenchmarkAnnotate(b *testing.B) {
	g, err := attribution.New()
	if err != nil {
		b.Fatal(err)
	}
	text := example(b, "The foreign minister of Kestria said on Monday")
	b.ReportAllocs()
	for b.Loop() {
		g.Annotate(text)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(text.Sentences)), "µs/sentence")
}
