package golden

import "testing"

func TestRun(t *testing.T) {
	Run([]int{1, 2, 3}, func(err error) {
		if err != nil {
			t.Error(err)
		}
	})
}
