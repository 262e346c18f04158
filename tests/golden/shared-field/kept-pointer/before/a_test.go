package golden

import "testing"

func TestSum(t *testing.T) {
	for range 20 {
		_ = Sum([]float64{1, 2, 3})
	}
}
