package net

import "testing"

// eachLevel runs a test with every kind of kernel this machine has.
func eachLevel(t *testing.T, test func(*testing.T)) {
	defer func(l level) { widest = l }(widest)
	for ; widest > levelScalar; widest-- {
		t.Run(Kernels(), test)
	}
}

func eachLevelBench(b *testing.B, bench func(*testing.B)) {
	defer func(l level) { widest = l }(widest)
	for ; widest >= levelScalar; widest-- {
		b.Run(Kernels(), bench)
	}
}

// scalarly runs f on the scalar kernels.
func scalarly(f func()) {
	defer func(l level) { widest = l }(widest)
	widest = levelScalar
	f()
}
