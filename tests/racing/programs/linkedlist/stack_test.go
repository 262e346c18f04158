package linkedlist

import (
	"sync/atomic"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestStack(t *testing.T) {
	var s Stack
	var sum atomic.Int64
	hammer.Run(8, func(int) {
		for range 100 {
			s.Push(1)
			if v, ok := s.Pop(); ok {
				sum.Add(int64(v))
			}
		}
	})
	for {
		v, ok := s.Pop()
		if !ok {
			break
		}
		sum.Add(int64(v))
	}
	if sum.Load() != 800 || s.Size() != 0 {
		t.Errorf("sum %d, size %d; want 800, 0", sum.Load(), s.Size())
	}
}
