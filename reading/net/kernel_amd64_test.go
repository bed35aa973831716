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
