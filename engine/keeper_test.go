package engine

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestAKeeperKeepsTheLatestOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k keeper
		var kept []int
		began := time.Now()
		for i := range 40 { // a second and a half apart
			k.keep(func() { kept = append(kept, i) })
			time.Sleep(keepEvery * 3 / 10)
		}
		k.close()
		k.close()
		if n := len(kept); n < 10 || n > 14 || kept[0] != 0 || kept[n-1] != 39 || !slices.IsSorted(kept) {
			t.Errorf("of 40, these were kept: %v", kept)
		}
		k.keep(func() { kept = append(kept, 40) })
		k.close()
		if kept[len(kept)-1] != 40 || time.Since(began) > 13*keepEvery {
			t.Errorf("the last of %v was kept after %v", kept, time.Since(began))
		}
	})
}
