package eval

import "math"

// assignment is the greatest sum that one can take of gain with at most one entry
// of each row and of each column; entries are not negative. It is the Hungarian
// method with potentials (Kuhn 1955; Jonker and Volgenant 1987), cubic in the
// longer side.
func assignment(gain [][]float64) float64 {
	if len(gain) == 0 || len(gain[0]) == 0 {
		return 0
	}
	if len(gain) > len(gain[0]) {
		gain = transposed(gain)
	}
	n, m := len(gain), len(gain[0])
	// Rows and columns count from 1; column 0 stands for a row without a column.
	u, v := make([]float64, n+1), make([]float64, m+1)
	row, way := make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		least, used := make([]float64, m+1), make([]bool, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		at := 0
		for row[at] != 0 {
			used[at] = true
			delta, next := math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := -gain[row[at]-1][j-1] - u[row[at]] - v[j]; c < least[j] {
					least[j], way[j] = c, at
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := range m + 1 {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			at = next
		}
		for at != 0 {
			row[at] = row[way[at]]
			at = way[at]
		}
	}
	sum := 0.0
	for j := 1; j <= m; j++ {
		if row[j] > 0 {
			sum += gain[row[j]-1][j-1]
		}
	}
	return sum
}

func transposed(a [][]float64) [][]float64 {
	b := make([][]float64, len(a[0]))
	for j := range b {
		b[j] = make([]float64, len(a))
		for i := range a {
			b[j][i] = a[i][j]
		}
	}
	return b
}
