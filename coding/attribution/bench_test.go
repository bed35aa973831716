package attribution_test

import (
	"testing"

	"entente/coding/attribution"
	"entente/reading"
)

func BenchmarkAnnotate(b *testing.B) {
	r, err := reading.New()
	if err != nil {
		b.Fatal(err)
	}
	g, err := attribution.New()
	if err != nil {
		b.Fatal(err)
	}
	text := r.Read(newDocument(
		"The foreign minister of Kestria said on Monday that the talks with Voldania had failed, and warned that the army would answer any attack.",
		"“We will not sign the treaty,” the president told reporters in Sorovo. “Nobody who has read it would.”",
		"The rebels hold three towns in the north, according to a spokesman for the army, who did not say how many people had fled.",
		"Prices rose by four percent in the second quarter. The bank expects that they will fall again before winter comes to the valley.",
	))
	b.ReportAllocs()
	for b.Loop() {
		g.Annotate(text)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(text.Sentences)), "µs/sentence")
}
