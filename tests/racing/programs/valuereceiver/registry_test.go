package valuereceiver

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestRegistry(t *testing.T) {
	r := NewRegistry()
	hammer.Run(8, func(i int) {
		service := "s" + strconv.Itoa(i)
		r.Register(service, "host:"+service)
		if got := r.Address(service); got != "host:"+service {
			t.Errorf("Address(%q) = %q", service, got)
		}
	})
}
