package golden

import (
	"fmt"
	"testing"
)

func TestMeasure(t *testing.T) {
	var ks []string
	for i := range 50 {
		ks = append(ks, fmt.Sprint(i))
	}
	if got := Measure(ks, func(k string) int { return len(k) }); len(got) != 50 {
		t.Fatal(len(got))
	}
}
