package doneearly

import "testing"

func TestSums(t *testing.T) {
	rows := make([][]int, 50)
	for i := range rows {
		rows[i] = []int{i, i}
	}
	for i, sum := range Sums(rows) {
		if sum != 2*i && sum != 0 {
			t.Errorf("sum of row %d is %d", i, sum)
		}
	}
}
