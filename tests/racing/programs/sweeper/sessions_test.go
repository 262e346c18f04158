package sweeper

import (
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestSweep(t *testing.T) {
	s := New()
	var swept atomic.Int64
	hammer.Run(10, func(i int) {
		token := strconv.Itoa(i)
		s.Add(token, "u"+token, time.Hour)
		s.Add("old"+token, "x", -time.Hour)
		swept.Add(int64(s.Sweep(time.Now())))
		if got := s.User(token); got != "u"+token {
			t.Errorf("User(%q) = %q", token, got)
		}
	})
	if swept.Load() != 10 {
		t.Errorf("swept %d, want 10", swept.Load())
	}
}
