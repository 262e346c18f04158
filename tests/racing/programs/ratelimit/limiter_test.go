package ratelimit

import (
	"sync/atomic"
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestAllow(t *testing.T) {
	l := New(25)
	now := time.Now()
	var allowed atomic.Int64
	hammer.Run(8, func(int) {
		for range 10 {
			if l.Allow(now) {
				allowed.Add(1)
			}
		}
	})
	if allowed.Load() != 25 {
		t.Errorf("%d allowed, want 25", allowed.Load())
	}
}
