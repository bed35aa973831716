package forecast

// Words is the phrase that ICD 203 (Intelligence Community Directive 203,
// Analytic Standards, 2015) gives to a probability.
func Words(p float64) string {
	for _, w := range icd203 {
		if p < w.below {
			return w.words
		}
	}
	return "almost certain"
}

// icd203 are the directive's bands; what lies below its first is called like it,
// and what lies above its last likewise.
var icd203 = []struct {
	below float64
	words string
}{
	{0.05, "almost no chance"},
	{0.20, "very unlikely"},
	{0.45, "unlikely"},
	{0.55, "roughly even chance"},
	{0.80, "likely"},
	{0.95, "very likely"},
}
