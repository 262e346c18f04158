package golden

import "testing"

func TestTotal(t *testing.T) { _ = Total([][]int{{1}, {2}, {}, {3}, {4}, {5}, {6}}) }
