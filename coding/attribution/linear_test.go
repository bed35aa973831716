package attribution

import (
	"math/rand/v2"
	"testing"
)

// The sums of four columns at once are those of column by column.
func TestScoreRolesAddsEveryRow(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	rows := make([]byte, roles<<10)
	for i := range rows {
		rows[i] = byte(r.Uint32())
	}
	copy(rows, "\x80\x80\x80\x80\x7f\x7f\x7f\x7f") // rows 0 and 1 are the least and the most
	table := &table{columns: roles, mask: 1<<10 - 1, scale: .5, rows: string(rows)}
	for _, n := range []int{0, 1, 80, 257, 258, 1000} {
		for _, kind := range []string{"least", "most", "random"} {
			features := make([]uint32, n)
			var want [roles]float32
			for i := range features {
				features[i] = map[string]uint32{"least": 0, "most": 1, "random": r.Uint32()}[kind]
				at := features[i] & table.mask * roles
				for c := range want {
					want[c] += float32(int8(rows[int(at)+c]))
				}
			}
			for c := range want {
				want[c] = 1 + want[c]*table.scale
			}
			got := [roles]float32{1, 1, 1, 1}
			table.score(features, got[:])
			if got != want {
				t.Errorf("%d %s rows: %v, want %v", n, kind, got, want)
			}
		}
	}
}
