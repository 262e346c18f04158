package waitgroupgo

import "testing"

func TestSquares(t *testing.T) {
	numbers := make([]int, 40)
	for i := range numbers {
		numbers[i] = i
	}
	squares := Squares(numbers)
	for _, n := range numbers {
		if squares[n] != n*n {
			t.Errorf("square of %d is %d", n, squares[n])
		}
	}
}
