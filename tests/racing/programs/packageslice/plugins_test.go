package packageslice

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestRegister(t *testing.T) {
	before := Count()
	hammer.Run(12, func(i int) {
		name := strconv.Itoa(i)
		Register(name)
		if !Registered(name) {
			t.Errorf("%s is lost", name)
		}
	})
	if n := Count() - before; n != 12 {
		t.Errorf("%d plugins, want 12", n)
	}
}
