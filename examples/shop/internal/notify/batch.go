//go:build go1.21

package notify

import (
	"context"
	"sync"
)

// All sends several events, each in its own goroutine, and returns the errors by kind.
func (s *Sender) All(ctx context.Context, events []Event) map[string]error {
	failed := make(map[string]error)
	var wg sync.WaitGroup
	for _, event := range events {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := s.Send(ctx, event); err != nil {
				failed[event.Kind] = err
			}
		}()
	}
	wg.Wait()
	return failed
}
