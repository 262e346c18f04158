package lastseen

import (
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestIdle(t *testing.T) {
	p := New("n1")
	p.Touch()
	hammer.Run(8, func(i int) {
		p.Touch()
		if d := p.Idle(time.Now()); d > time.Minute {
			t.Errorf("%s idle for %s", p.ID(), d)
		}
	})
}
